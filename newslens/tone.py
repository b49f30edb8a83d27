"""The tone of voices and of whole articles: means over passages, each with its interval and its count."""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from newslens.article import Article
from newslens.language import parse
from newslens.sentiment import Sentiment, find_sentiments, label, textblob, valences
from newslens.tables import column, to_table
from newslens.voices import Passage, count_words, passages

if TYPE_CHECKING:
    import pandas as pd

#: fewer passages than this say nothing of how far another sentence of the same voice might stray
LEAST_PASSAGES = 3
_RESAMPLES = 2_000
_SEED = 20_220_124


@dataclasses.dataclass(frozen=True, kw_only=True)
class VoiceTone:
    """The tone of one voice over all its passages."""

    article: str = column("id of the article")
    voice: str = column("author (the article's own) or speaker (reported)")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    passages: int = column("sentences, or parts of them, that the voice has")
    words: int = column("words in these passages")
    mean: float = column("mean valence of the passages, -1 to 1")
    low: float | None = column("lower end of the 95 % bootstrap interval of the mean; none: see note", None)
    high: float | None = column("upper end of the interval", None)
    polar: float = column("share of the passages that are not neutral, 0 to 1")
    subjectivity: float = column("mean TextBlob subjectivity of the passages, 0 to 1")
    note: str | None = column("why there is no interval", None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ActorTone:
    """The tone of one voice toward an actor."""

    article: str = column("id of the article")
    target: str = column("actor mentioned")
    voice: str = column("author (the article's own) or speaker (reported)")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    passages: int = column("passages of this voice that mention the actor")
    mean: float = column("mean tone toward the actor, p_pos - p_neg, -1 to 1")
    low: float | None = column("lower end of the 95 % bootstrap interval of the mean; none: see note", None)
    high: float | None = column("upper end of the interval", None)
    polar: float = column("share of these passages whose tone toward the actor is not neutral, 0 to 1")
    note: str | None = column("why there is no interval", None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ArticleTone:
    """The tone of an article: a mean over its passages, each counted once, whoever speaks."""

    article: str = column("id of the article")
    passages: int = column("sentences, or parts of them, cut by voice")
    words: int = column("words in these passages")
    mean: float | None = column("mean valence of the passages, -1 to 1; none where there is no passage", None)
    low: float | None = column("lower end of the 95 % bootstrap interval of the mean; none: see note", None)
    high: float | None = column("upper end of the interval", None)
    polar: float | None = column("share of the passages that are not neutral, 0 to 1", None)
    subjectivity: float | None = column("mean TextBlob subjectivity of the passages, 0 to 1", None)
    note: str | None = column("why there is no interval", None)


def tone_by_voice(article: Article) -> pd.DataFrame:
    """A row for the author and one per speaker, most passages first: whose words are harsh, and on how much evidence.

    Every passage counts once, however many actors it mentions. The interval is a percentile bootstrap over passages
    (Efron 1979) with a fixed seed; under three passages, or where all score alike, there is none and `note` says why.

    >>> from newslens import Article
    >>> tone_by_voice(Article.from_text("The plan is awful. It failed.")).passages.to_list()
    [2]
    """
    return to_table(find_tone_by_voice(article), VoiceTone, "tone_by_voice")


def tone_by_actor(article: Article) -> pd.DataFrame:
    """A row per actor × voice, most mentioned actor first: who is harsh on whom.

    The mean of `sentiments.tone` over the passages in which the voice mentions the actor, abstentions included (they
    are near 0). Intervals are those of `tone_by_voice`.

    >>> from newslens import Article
    >>> tone_by_actor(Article.from_text("France made a terrible mistake.")).target.to_list()
    ['France']
    """
    return to_table(find_tone_by_actor(article), ActorTone, "tone_by_actor")


def article_tone(article: Article) -> pd.DataFrame:
    """One row: the article's mean over its passages, with its interval; never one pass over the whole text.

    A pass over the whole text would let one long quotation drown the reporter, and gives a number without spread.

    >>> from newslens import Article
    >>> article_tone(Article.from_text("The plan is awful. It failed.")).note.to_list()
    ['an interval needs 3 passages']
    """
    return to_table(find_article_tone(article), ArticleTone, "article_tone")


@functools.lru_cache(maxsize=16)
def find_tone_by_voice(article: Article) -> tuple[VoiceTone, ...]:
    """The tones of an article's voices as records; the author first, then by number of passages."""
    groups: dict[tuple[str, str | None], list[Passage]] = defaultdict(list)
    for passage in passages(article):
        groups[passage.voice, passage.speaker].append(passage)
    out = [
        VoiceTone(article=article.id, voice=voice, speaker=speaker, **_of_passages(article, found))
        for (voice, speaker), found in groups.items()
    ]
    return tuple(sorted(out, key=lambda t: (t.voice != "author", -t.passages)))


@functools.lru_cache(maxsize=16)
def find_tone_by_actor(article: Article) -> tuple[ActorTone, ...]:
    """The tones toward an article's actors as records."""
    groups: dict[tuple[str, str, str | None], list[Sentiment]] = defaultdict(list)
    count: dict[str, int] = defaultdict(int)
    for record in find_sentiments(article):
        if record.target is not None:
            groups[record.target, record.voice, record.speaker].append(record)
            count[record.target] += 1
    out = [
        ActorTone(article=article.id, target=target, voice=voice, speaker=speaker, **_of_records(records))
        for (target, voice, speaker), records in groups.items()
    ]
    return tuple(sorted(out, key=lambda t: (-count[t.target], t.target, t.voice != "author", -t.passages)))


@functools.lru_cache(maxsize=16)
def find_article_tone(article: Article) -> tuple[ArticleTone, ...]:
    """The tone of an article as one record."""
    found = passages(article)
    if not found:
        return (ArticleTone(article=article.id, passages=0, words=0, note="no passage"),)
    return (ArticleTone(article=article.id, **_of_passages(article, found)),)


def interval(values: Sequence[float]) -> tuple[float | None, float | None, str | None]:
    """95 % percentile bootstrap interval of the mean, or none and why; the same values give the same interval.

    >>> interval([0.1, 0.2])
    (None, None, 'an interval needs 3 passages')
    """
    if len(values) < LEAST_PASSAGES:
        return None, None, f"an interval needs {LEAST_PASSAGES} passages"
    if len(set(values)) == 1:
        return None, None, "all passages score alike, so that resampling shows no spread"
    import numpy as np

    drawn = np.random.default_rng(_SEED).choice(np.asarray(values), size=(_RESAMPLES, len(values)))
    low, high = np.percentile(drawn.mean(axis=1), [2.5, 97.5])
    return float(low), float(high), None


def _of_passages(article: Article, found: Sequence[Passage]) -> dict[str, Any]:
    """What the tables say of some passages, by their valence."""
    parsed = parse(article)
    scores = [valences(article)[p.runs] for p in found]
    return _summary(scores, [label(score) for score in scores]) | {
        "words": sum(count_words(parsed, p.runs) for p in found),
        "subjectivity": _mean([textblob(p.text)[1] for p in found]),
    }


def _of_records(records: Sequence[Sentiment]) -> dict[str, Any]:
    """What the tables say of some sentiments, by their tone toward the target."""
    return _summary([r.tone or 0.0 for r in records], [r.label for r in records])


def _summary(scores: Sequence[float], labels: Sequence[str]) -> dict[str, Any]:
    low, high, note = interval(scores)
    return {
        "passages": len(scores),
        "mean": _mean(scores),
        "low": low,
        "high": high,
        "polar": _mean([name != "neutral" for name in labels]),
        "note": note,
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
