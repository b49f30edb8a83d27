"""The tone of voices and of whole articles: means over passages, each with its interval and its count."""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from newslens.article import Article
from newslens.language import parse
from newslens.sentiment import Sentiment, find_sentiments
from newslens.tables import column, to_table
from newslens.voices import count_words

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
    """The tone of one voice's passages that mention an actor."""

    article: str = column("id of the article")
    target: str = column("actor mentioned")
    voice: str = column("author (the article's own) or speaker (reported)")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    passages: int = column("passages of this voice that mention the actor")
    mean: float = column("mean valence of these passages, -1 to 1")
    low: float | None = column("lower end of the 95 % bootstrap interval of the mean; none: see note", None)
    high: float | None = column("upper end of the interval", None)
    polar: float = column("share of these passages that are not neutral, 0 to 1")
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
    """A row per actor × voice, most mentioned actor first: the tone of the passages that mention the actor.

    This is tone *beside* an actor, not toward it: a passage lends its score to everyone it mentions. Intervals are
    those of `tone_by_voice`.

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
    groups: dict[tuple[str, str | None], list[Sentiment]] = defaultdict(list)
    for record in _once(find_sentiments(article)):
        groups[record.voice, record.speaker].append(record)
    out = [
        VoiceTone(
            article=article.id,
            voice=voice,
            speaker=speaker,
            words=_words(article, records),
            subjectivity=_mean(r.textblob_subjectivity for r in records),
            **_summary(records),
        )
        for (voice, speaker), records in groups.items()
    ]
    return tuple(sorted(out, key=lambda t: (t.voice != "author", -t.passages)))


@functools.lru_cache(maxsize=16)
def find_tone_by_actor(article: Article) -> tuple[ActorTone, ...]:
    """The tones beside an article's actors as records."""
    groups: dict[tuple[str, str, str | None], list[Sentiment]] = defaultdict(list)
    count: dict[str, int] = defaultdict(int)
    for record in find_sentiments(article):
        if record.target is not None:
            groups[record.target, record.voice, record.speaker].append(record)
            count[record.target] += 1
    out = [
        ActorTone(article=article.id, target=target, voice=voice, speaker=speaker, **_summary(records))
        for (target, voice, speaker), records in groups.items()
    ]
    return tuple(sorted(out, key=lambda t: (-count[t.target], t.target, t.voice != "author", -t.passages)))


@functools.lru_cache(maxsize=16)
def find_article_tone(article: Article) -> tuple[ArticleTone, ...]:
    """The tone of an article as one record."""
    records = _once(find_sentiments(article))
    if not records:
        return (ArticleTone(article=article.id, passages=0, words=0, note="no passage"),)
    return (
        ArticleTone(
            article=article.id,
            words=_words(article, records),
            subjectivity=_mean(r.textblob_subjectivity for r in records),
            **_summary(records),
        ),
    )


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


def _once(records: Iterable[Sentiment]) -> list[Sentiment]:
    """One record per passage; a sentence has one passage of each voice."""
    return list({(r.sentence, r.attribution): r for r in records}.values())


def _summary(records: Sequence[Sentiment]) -> dict[str, Any]:
    """What every tone table says of a group of passages."""
    low, high, note = interval([r.valence for r in records])
    return {
        "passages": len(records),
        "mean": _mean(r.valence for r in records),
        "low": low,
        "high": high,
        "polar": _mean(r.label != "neutral" for r in records),
        "note": note,
    }


def _words(article: Article, records: Iterable[Sentiment]) -> int:
    parsed = parse(article)
    return sum(
        count_words(parsed, [parsed.tokens(p.start, p.end)]) for r in records for p in r.parts if p.role == "passage"
    )


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers)
