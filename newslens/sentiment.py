"""In what tone, about whom, and in whose voice."""

from __future__ import annotations

import bisect
import dataclasses
import functools
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from newslens.actors import Mention, cast
from newslens.article import Article, Span
from newslens.errors import OptionError, did_you_mean
from newslens.language import Parse, parse
from newslens.tables import Finding, Part, column, envelope, to_table
from newslens.voices import Passage, passages, voice

if TYPE_CHECKING:
    import pandas as pd

#: Scores from -DEAD_ZONE to DEAD_ZONE are neutral: one faint word in a sentence is no tone. The width is the one that
#: VADER's authors recommend for a score on the same scale (Hutto & Gilbert 2014).
DEAD_ZONE = 0.05

#: What `scorer=` takes: the words of a passage → how positive they are, -1 to 1, alone or first of several numbers.
Scorer = Callable[[str], float | Sequence[float]]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sentiment(Finding):
    """The tone of one voice in one sentence toward one actor. Evidence roles: passage (the words scored), target."""

    sentence: int = column("number of the sentence in the article, from 0")
    target: str | None = column("actor mentioned in the passage; none where it mentions nobody", None)
    voice: str = column("author (the article's own) or speaker (reported)")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    attribution: str | None = column("id of the attribution that the passage belongs to", None)
    label: str = column("negative, neutral or positive, by the sign of the valence; neutral from -0.05 to 0.05")
    valence: float = column("how positive the passage is, -1 to 1, by the scorer in use (TextBlob unless told)")
    textblob_polarity: float = column("TextBlob polarity of the passage, -1 to 1")
    textblob_subjectivity: float = column("TextBlob subjectivity of the passage, 0 to 1")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Driver(Finding):
    """A word or phrase that moved a score. Evidence role: driver."""

    sentence: int = column("number of the sentence in the article, from 0")
    voice: str = column("author or speaker")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    attribution: str | None = column("id of the attribution that the words stand in", None)
    polarity: float = column("what TextBlob gives the words, -1 to 1")
    subjectivity: float = column("what TextBlob gives the words, 0 to 1")


@functools.lru_cache(maxsize=16)
def find_sentiments(article: Article) -> tuple[Sentiment, ...]:
    """The sentiments of an article as records, in text order, scored by TextBlob."""
    number = itertools.count(1)
    return tuple(
        _record(article, f"s{next(number)}", passage, mentions, *_textblob(passage.text))
        for passage, mentions in _pairs(article)
    )


def sentiments(article: Article, *, targets: Sequence[str] | None = None, scorer: Scorer | None = None) -> pd.DataFrame:
    """A row per passage × actor mentioned in it, in text order: who speaks of whom in what tone.

    A passage is what one voice says in one sentence, so a quotation never colors the author's tone and the author's
    framing never colors the quotation. One that mentions nobody has a row without target. Every row of a passage has
    its score: TextBlob reads words, not relations, and cannot tell the accuser from the accused. TextBlob does not see
    contracted negation (“isn’t good” is +0.7) nor names (“Superior Court” is +0.7): look at `drivers`.

    `targets` keeps the rows of these actors (names as in `actors`). `scorer` is any function from the words of a
    passage to a number from -1 to 1; `valence` and `label` are then by it. OptionError for an unknown name or a score
    out of range.

    >>> from newslens import Article
    >>> article = Article.from_text("The mayor gave a wonderful speech.")
    >>> sentiments(article).label.to_list()
    ['positive']
    """
    records: list[Sentiment] = list(find_sentiments(article))
    if scorer is not None:
        once = functools.cache(scorer)  # a passage has a row per actor, but one score
        records = [_rescored(r, once(p.text)) for r, (p, _) in zip(records, _pairs(article), strict=True)]
    if targets is not None:
        wanted = [targets] if isinstance(targets, str) else list(targets)
        names = sorted(actor.name for actor in cast(article).actors)
        for name in wanted:
            if name not in names:
                raise OptionError(f"targets: the article has no actor {name!r}. {did_you_mean(name, names)}")
        records = [r for r in records if r.target in wanted]
    return to_table(records, Sentiment, "sentiments")


@functools.lru_cache(maxsize=16)
def find_drivers(article: Article) -> tuple[Driver, ...]:
    """The drivers of an article as records, in text order."""
    parsed = parse(article)
    number = itertools.count(1)
    out = []
    for passage in passages(article):
        said_by, speaker, attribution = voice(passage.attribution)
        for spans, polarity, subjectivity in _assessments(parsed, passage):
            parts = tuple(Part("driver", *span) for span in spans)
            start, end = envelope(parts)
            out.append(
                Driver(
                    article=article.id,
                    id=f"w{next(number)}",
                    start=start,
                    end=end,
                    text=article.text[start:end],
                    parts=parts,
                    sentence=passage.sentence,
                    voice=said_by,
                    speaker=speaker,
                    attribution=attribution,
                    polarity=polarity,
                    subjectivity=subjectivity,
                )
            )
    return tuple(out)


def drivers(article: Article) -> pd.DataFrame:
    """A row per word or phrase that moved a passage's TextBlob score, so that a number can be argued with.

    The mean of a passage's drivers is its score. A negation or an intensifier stands with its word (“not very good”);
    where other words come between (“not a very good”), the evidence has a part for each piece.

    >>> from newslens import Article
    >>> drivers(Article.from_text("It was not a good day.")).text.to_list()
    ['not a good']
    """
    return to_table(find_drivers(article), Driver, "drivers")


def label(valence: float) -> str:
    """negative, neutral or positive.

    >>> label(-0.4), label(0.05)
    ('negative', 'neutral')
    """
    return "neutral" if abs(valence) <= DEAD_ZONE else "positive" if valence > 0 else "negative"


def _pairs(article: Article) -> Iterator[tuple[Passage, list[Mention]]]:
    """Each passage with the mentions of one actor in it, once per actor; with none where it mentions nobody."""
    mentions = sorted(cast(article).mentions, key=lambda m: (m.i, m.j))
    for passage in passages(article):
        by_name: dict[str, list[Mention]] = {}
        for mention in mentions:
            if any(i <= mention.i and mention.j <= j for i, j in passage.runs):
                by_name.setdefault(mention.name, []).append(mention)
        yield from ((passage, found) for found in by_name.values() or [[]])


def _record(
    article: Article, ident: str, passage: Passage, mentions: list[Mention], polarity: float, subjectivity: float
) -> Sentiment:
    parsed = parse(article)
    parts = (
        *(Part("passage", *parsed.offsets(*run)) for run in passage.runs),
        *(Part("target", *parsed.offsets(m.i, m.j)) for m in mentions),
    )
    start, end = envelope(parts)
    said_by, speaker, attribution = voice(passage.attribution)
    return Sentiment(
        article=article.id,
        id=ident,
        start=start,
        end=end,
        text=article.text[start:end],
        parts=parts,
        sentence=passage.sentence,
        target=mentions[0].name if mentions else None,
        voice=said_by,
        speaker=speaker,
        attribution=attribution,
        label=label(polarity),
        valence=polarity,
        textblob_polarity=polarity,
        textblob_subjectivity=subjectivity,
    )


def _rescored(record: Sentiment, score: object) -> Sentiment:
    """The record with another scorer's verdict; TextBlob's columns stay as the yardstick."""
    value = score[0] if isinstance(score, Sequence) and score and not isinstance(score, str) else score
    try:
        valence = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        valence = math.nan
    if not -1 <= valence <= 1:
        raise OptionError(
            f"scorer: gave {score!r} for {record.text[:60]!r}; it has to return a number from -1 (negative) to 1."
        )
    return dataclasses.replace(record, valence=valence, label=label(valence))


@functools.lru_cache(maxsize=4096)
def _textblob(text: str) -> tuple[float, float]:
    from textblob import TextBlob

    polarity, subjectivity = TextBlob(text).sentiment
    return polarity, subjectivity


class _Word(str):
    """A word as TextBlob sees it, with where it stands in the passage."""

    at: Span


def _assessments(parsed: Parse, passage: Passage) -> Iterator[tuple[list[Span], float, float]]:
    """What TextBlob's lexicon says of a passage: offsets in the article, polarity, subjectivity."""
    from textblob.en import sentiment, tokenize

    starts: list[int] = []
    tokens: list[int] = []
    at = 0
    for i, j in passage.runs:
        base = parsed.doc[i].idx
        for k in range(i, j):
            starts.append(at + parsed.doc[k].idx - base)
            tokens.append(k)
        at = starts[-1] + len(parsed.doc[j - 1]) + 1

    def place(position: int, offset: int) -> int:
        """Offset in the article of the passage's character `position`, counted from its token's start or end."""
        n = bisect.bisect_right(starts, position) - 1
        inside = position - starts[n] + offset
        k = tokens[n]
        return parsed.ends[k] if inside >= len(parsed.doc[k]) else parsed.starts[k] + inside

    read: list[_Word] = []
    at = 0
    for token in " ".join(tokenize(passage.text)).split():
        start = passage.text.find(token, at)
        if start >= 0:
            at = start + len(token)
            word = _Word(token.lower())
            word.at = (start, at)
            read.append(word)
    for chunk, polarity, subjectivity, _ in sentiment.assessments((word, None) for word in read):
        spans: list[Span] = []
        for start, end in sorted({w.at for w in chunk}):
            if spans and not passage.text[spans[-1][1] : start].strip():
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        yield [(place(s, 0), place(e - 1, 1)) for s, e in spans], polarity + 0.0, subjectivity  # no -0.0
