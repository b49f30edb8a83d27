"""In what tone each article speaks of an actor, and how far two articles stand apart."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping, Sequence

from newslens.article import Article
from newslens.comparing.matching import Directory
from newslens.comparing.rows import Member, Row, grouped
from newslens.sentiment import Sentiment, find_sentiments
from newslens.tables import column
from newslens.tone import LEAST_PASSAGES, interval

_RESAMPLES = 2_000
_SEED = 20_220_124


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComparedTone(Row):
    """The tone toward an actor in one article, whoever speaks; the article's own voice also apart.

    An actor with a name has a row for every article, one that is only described for the article that describes it."""

    target: str = column("actor mentioned in at least one of the articles")
    article: str = column("name of the article in the comparison")
    passages: int = column("passages of the article that mention the actor")
    mean: float | None = column("mean tone toward the actor, p_pos - p_neg, -1 to 1; none: it is not mentioned", None)
    low: float | None = column("lower end of the 95 % bootstrap interval of the mean; none: see note", None)
    high: float | None = column("upper end of the interval", None)
    own_passages: int = column("of the passages, those in the article's own voice")
    own_mean: float | None = column("mean tone of these", None)
    note: str | None = column("why there is no interval", None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ToneDifference(Row):
    """How much kinder article `b` is to an actor than article `a`."""

    target: str = column("actor mentioned in both articles")
    a: str = column("name of the one article")
    b: str = column("name of the other, later in the order given")
    passages_a: int = column("passages of a that mention the actor")
    passages_b: int = column("passages of b that mention the actor")
    difference: float = column("mean tone toward the actor in b minus that in a, -2 to 2")
    low: float | None = column("lower end of the 95 % bootstrap interval of the difference; none: see note", None)
    high: float | None = column("upper end of the interval", None)
    note: str | None = column("why there is no interval", None)


def compare_tones(
    articles: Mapping[str, Article], known: Directory
) -> tuple[tuple[ComparedTone, ...], tuple[ToneDifference, ...]]:
    """The tone toward each actor in each article, and each difference: the actors mentioned most often first.

    Passages are drawn anew in each article on its own, and an interval wants three passages in both. With many actors
    and pairs, one interval in twenty misses by chance: read a single one as a hint.
    """
    pairs, named = [], {}
    for name, article in articles.items():
        for record in find_sentiments(article):
            if record.target is not None:
                who = known.who(name, record.target)
                named[who.key] = who
                pairs.append((who.key, Member(name, "sentiments", record)))
    groups = sorted(grouped(pairs).items(), key=lambda item: -len(item[1]))
    tones: list[ComparedTone] = []
    differences: list[ToneDifference] = []
    for key, members in groups:
        of = {name: tuple(m for m in members if m.article == name) for name in articles}
        target = named[key].name
        for name, mine in of.items():
            if mine or named[key].named:
                tones.append(_tone(f"T{len(tones) + 1}", target, name, mine))
        for a, b in itertools.combinations(articles, 2):
            if of[a] and of[b]:
                differences.append(_difference(f"G{len(differences) + 1}", target, (a, of[a]), (b, of[b])))
    return tuple(tones), tuple(differences)


def difference_interval(a: Sequence[float], b: Sequence[float]) -> tuple[float | None, float | None, str | None]:
    """95 % percentile bootstrap interval of the mean of `b` minus that of `a`, or none and why.

    >>> difference_interval([0.1, 0.2], [0.1, 0.2, 0.3])
    (None, None, 'an interval needs 3 passages in both')
    """
    if min(len(a), len(b)) < LEAST_PASSAGES:
        return None, None, f"an interval needs {LEAST_PASSAGES} passages in both"
    if len(set(a)) == 1 and len(set(b)) == 1:
        return None, None, "all passages score alike, so that resampling shows no spread"
    import numpy as np

    rng = np.random.default_rng(_SEED)
    means = [rng.choice(np.asarray(values), size=(_RESAMPLES, len(values))).mean(axis=1) for values in (a, b)]
    low, high = np.percentile(means[1] - means[0], [2.5, 97.5])
    return float(low), float(high), None


def _tone(number: str, target: str, article: str, members: tuple[Member, ...]) -> ComparedTone:
    scores = _scores(members)
    own = _scores(members, "author")
    low, high, note = interval(scores) if scores else (None, None, "not mentioned")
    return ComparedTone(
        id=number,
        target=target,
        article=article,
        passages=len(scores),
        mean=_mean(scores),
        low=low,
        high=high,
        own_passages=len(own),
        own_mean=_mean(own),
        note=note,
        members=members,
    )


def _difference(
    number: str, target: str, first: tuple[str, tuple[Member, ...]], second: tuple[str, tuple[Member, ...]]
) -> ToneDifference:
    (a, of_a), (b, of_b) = first, second
    x, y = _scores(of_a), _scores(of_b)
    low, high, note = difference_interval(x, y)
    return ToneDifference(
        id=number,
        target=target,
        a=a,
        b=b,
        passages_a=len(x),
        passages_b=len(y),
        difference=sum(y) / len(y) - sum(x) / len(x),
        low=low,
        high=high,
        note=note,
        members=(*of_a, *of_b),
    )


def _scores(members: Sequence[Member], voice: str | None = None) -> list[float]:
    found = [m.finding for m in members if isinstance(m.finding, Sentiment)]
    return [s.tone or 0.0 for s in found if voice is None or s.voice == voice]


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
