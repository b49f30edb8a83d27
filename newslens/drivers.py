"""Reasons: the words that moved a score, found by hiding each in turn, or read off TextBlob's word list."""

from __future__ import annotations

import bisect
import dataclasses
import functools
import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from newslens.article import Article, Span
from newslens.encoder import split_words
from newslens.errors import OptionError, did_you_mean
from newslens.language import Parse, parse
from newslens.sentiment import MOST_MENTIONS, find_sentiments
from newslens.tables import Finding, Part, column, envelope, to_table
from newslens.targeted_tone import occlusion
from newslens.voices import Passage, passages, voice

if TYPE_CHECKING:
    import pandas as pd

SCORERS = ("newslens", "textblob")
LEAST = 0.1  # of the tone's scale from -1 to 1: what moves it by less is no reason
_MOST_HIDDEN = 40  # words of a sentence that are hidden, those nearest to a target
#: parts of speech of the words that are hidden in turn, names and function words not among them
_TELLING = frozenset({"ADJ", "ADV", "INTJ", "NOUN", "VERB"})
_REVERSING = frozenset({"no", "not", "n't", "n’t", "never", "without", "against", "nor", "neither", "none", "nothing"})


@dataclasses.dataclass(frozen=True, kw_only=True)
class Driver(Finding):
    """A word or phrase that moved a score. Evidence role: driver."""

    sentence: int = column("number of the sentence in the article, from 0")
    target: str | None = column("the actor toward whom the words moved the tone; none with TextBlob", None)
    voice: str = column("author or speaker")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    attribution: str | None = column("id of the attribution that the words stand in", None)
    effect: float = column("how far the words moved the tone toward the target, -2 to 2; with TextBlob their polarity")
    sentiment: str | None = column("id of the row of `sentiments` whose tone was moved; none with TextBlob", None)


@functools.lru_cache(maxsize=16)
def find_drivers(article: Article, scorer: str = "newslens") -> tuple[Driver, ...]:
    """The drivers of an article as records, in text order."""
    if scorer not in SCORERS:
        raise OptionError(f"There are no drivers by {scorer!r}. {did_you_mean(scorer, SCORERS)}")
    found = list(_by_occlusion(article) if scorer == "newslens" else _by_textblob(article))
    found.sort(key=lambda d: (d.sentence, d.start))
    letter = "w" if scorer == "newslens" else "b"
    return tuple(dataclasses.replace(d, id=f"{letter}{n}") for n, d in enumerate(found, 1))


def drivers(article: Article, *, scorer: str = "newslens") -> pd.DataFrame:
    """A row per word that moved a score, so that a number can be argued with.

    For each polar row of `sentiments` on which the model does not abstain, the sentence is read again with words of it
    hidden (occlusion; Zeiler & Fergus 2014, Li et al. 2016), names and function words not among them. `effect` is the
    mean of how far the tone moves when the word alone is hidden, and when it alone is shown of them; a negative word
    has a negative effect. Effects under 0.1 are left out. They do not add up to the tone.

    With `scorer="textblob"` the words that TextBlob's list knows, whose mean is the passage's polarity; a negation or
    an intensifier stands with its word (“not very good”), and where other words come between (“not a very good”), the
    evidence has a part for each piece. OptionError for another scorer.

    >>> from newslens import Article
    >>> drivers(Article.from_text("It was not a good day."), scorer="textblob").text.to_list()
    ['not a good']
    """
    return to_table(find_drivers(article, scorer), Driver, "drivers")


def _driver(
    article: Article, spans: Iterable[Span], sentence: int, said: tuple[str, str | None, str | None], effect: float
) -> Driver:
    parts = tuple(Part("driver", *span) for span in spans)
    start, end = envelope(parts)
    said_by, speaker, attribution = said
    return Driver(
        article=article.id,
        id="",
        start=start,
        end=end,
        text=article.text[start:end],
        parts=parts,
        sentence=sentence,
        voice=said_by,
        speaker=speaker,
        attribution=attribution,
        effect=effect,
    )


def _by_occlusion(article: Article) -> Iterator[Driver]:
    parsed = parse(article)
    polar = [r for r in find_sentiments(article) if r.target is not None and r.label != "neutral" and not r.abstain]
    for sentence, found in itertools.groupby(polar, key=lambda record: record.sentence):
        records = list(found)
        first, last = parsed.offsets(*parsed.sentences[sentence])
        actors = [
            tuple((p.start - first, p.end - first) for p in record.parts if p.role == "target")[:MOST_MENTIONS]
            for record in records
        ]
        targets = [span for mentions in actors for span in mentions]
        hidden = [
            (w.start, w.end)
            for w in split_words(article.text[first:last])
            if _is_telling(parsed, (w.start + first, w.end + first))
            and not any(w.start < end and w.end > start for start, end in targets)
        ]
        hidden.sort(key=lambda word: min(abs(word[0] - start) for start, _ in targets))
        hidden = sorted(hidden[:_MOST_HIDDEN])
        for record, effects in zip(records, occlusion(article.text[first:last], actors, hidden), strict=True):
            said = (record.voice, record.speaker, record.attribution)
            for (start, end), effect in zip(hidden, effects, strict=True):
                if abs(effect) >= LEAST:
                    driver = _driver(article, [(start + first, end + first)], sentence, said, effect)
                    yield dataclasses.replace(driver, target=record.target, sentiment=record.id)


def _is_telling(parsed: Parse, span: Span) -> bool:
    return any(parsed.pos[k] in _TELLING or parsed.lower[k] in _REVERSING for k in range(*parsed.tokens(*span)))


def _by_textblob(article: Article) -> Iterator[Driver]:
    parsed = parse(article)
    for passage in passages(article):
        for spans, polarity in _assessments(parsed, passage):
            yield _driver(article, spans, passage.sentence, voice(passage.attribution), polarity)


class _Word(str):
    """A word as TextBlob sees it, with where it stands in the passage."""

    at: Span


def _assessments(parsed: Parse, passage: Passage) -> Iterator[tuple[list[Span], float]]:
    """What TextBlob's lexicon says of a passage: offsets in the article, and polarity."""
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
    for chunk, polarity, _, _ in sentiment.assessments((word, None) for word in read):
        spans: list[Span] = []
        for start, end in sorted({w.at for w in chunk}):
            if spans and not passage.text[spans[-1][1] : start].strip():
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        yield [(place(s, 0), place(e - 1, 1)) for s, e in spans], polarity + 0.0  # no -0.0
