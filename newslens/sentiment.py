"""In what tone, about whom, and in whose voice."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from newslens.actors import Mention, cast
from newslens.article import Article, Span
from newslens.errors import OptionError, did_you_mean
from newslens.language import parse
from newslens.tables import Finding, Part, column, envelope, to_table
from newslens.targeted_tone import Tone, read, valence
from newslens.voices import Passage, count_words, framings, passages, voice

if TYPE_CHECKING:
    import pandas as pd

#: Valences within this are neutral: half a point on the scale from -4 to 4 on which raters judged the sentences that
#: the model learned from.
DEAD_ZONE = 0.125
#: The same for a scorer of one's own; the width that VADER's authors recommend (Hutto & Gilbert 2014).
OTHERS_DEAD_ZONE = 0.05

#: Mentions of one actor in one sentence that are asked about; more are a list or a litany
MOST_MENTIONS = 3

#: What `scorer=` takes: the words of a passage, and the target if it has a second parameter → how positive they are,
#: -1 to 1, or the probabilities of negative, neutral and positive.
Scorer = Callable[..., float | Sequence[float]]


_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sentiment(Finding):
    """The tone of one voice in one sentence toward one actor. Evidence roles: passage (the voice's words), target."""

    sentence: int = column("number of the sentence in the article, from 0")
    target: str | None = column("actor mentioned in the passage; none where it mentions nobody", None)
    voice: str = column("author (the article's own) or speaker (reported)")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    attribution: str | None = column("id of the attribution that the passage belongs to", None)
    label: str = column("negative, neutral or positive: the likeliest tone toward the target; without one, by valence")
    p_neg: float | None = column("probability of a negative tone toward the target, 0 to 1", None)
    p_neu: float | None = column("probability of a neutral tone toward the target", None)
    p_pos: float | None = column("probability of a positive tone toward the target; the three sum to 1", None)
    tone: float | None = column("p_pos - p_neg: from -1, surely negative, to 1, surely positive", None)
    abstain: bool = column("no tone toward the target is likely enough to build on", False)
    valence: float = column("how positive the words of the passage are as a whole, whoever is meant, -1 to 1")
    textblob_polarity: float = column("TextBlob polarity of the passage, -1 to 1")
    textblob_subjectivity: float = column("TextBlob subjectivity of the passage, 0 to 1")


@functools.lru_cache(maxsize=16)
def find_sentiments(article: Article) -> tuple[Sentiment, ...]:
    """The sentiments of an article as records, in text order, by the trained model."""
    return tuple(_records(article, _pairs(article), "s"))


@functools.lru_cache(maxsize=16)
def valences(article: Article) -> dict[tuple[Span, ...], float]:
    """How positive each passage's words are as a whole, by where the passage stands (its `runs`)."""
    pairs = zip(_pairs(article), find_sentiments(article), strict=True)
    return {passage.runs: record.valence for (passage, _), record in pairs}


def sentiments(
    article: Article, *, targets: Sequence[str | Span] | str | None = None, scorer: Scorer | None = None
) -> pd.DataFrame:
    """A row per passage × actor mentioned in it, in text order: who speaks of whom in what tone.

    A passage is what one voice says in one sentence, so a quotation never colors the author's tone and the author's
    framing never colors the quotation. Toward each actor the model gives the probability of a negative, neutral and
    positive tone: what the sentence, its words and what it tells of deeds and reproaches, says of the actor. The model
    was trained on NewsMTSC (Hamborg & Donnay 2021), whose readers judged the same. `valence` is the tone of the passage
    as a whole, as raters of single sentences see it (Hutto & Gilbert 2014); a passage that mentions nobody has only
    this. What only names a source (“said Quist”) is a passage of the author's if there is an actor in it.

    `targets` keeps the rows of these actors (names as in `actors`); a pair of character offsets into `article.text`
    asks about the words that stand there, whether newslens takes them for an actor or not. `scorer` is any function
    that takes the words of a passage, and as a second argument, if it has one, the target's name: it returns a number
    from -1 to 1, which becomes `valence`, `tone` and, by its sign, `label`, or the probabilities of negative, neutral
    and positive. OptionError for an unknown name, offsets that hold no word, or a score out of range.

    >>> from newslens import Article
    >>> article = Article.from_text("Mayor Ada Quist was praised for her courage.")
    >>> sentiments(article)[["target", "label"]].values.tolist()
    [['Ada Quist', 'positive']]
    """
    found = list(zip(_pairs(article), find_sentiments(article), strict=True))
    if targets is not None:
        wanted = [targets] if isinstance(targets, str) else list(targets)
        names = _known(article, [t for t in wanted if isinstance(t, str)])
        found = [(pair, record) for pair, record in found if record.target in names]
        asked = _pairs(article, _at(article, [t for t in wanted if not isinstance(t, str)]))
        found += zip(asked, _records(article, asked, "t"), strict=True)
    records = [record for _, record in found]
    if scorer is not None:
        once = _asked(scorer)
        records = [_rescored(r, once(passage.text, r.target)) for (passage, _), r in found]
    return to_table(records, Sentiment, "sentiments")


def label(valence: float, dead_zone: float = DEAD_ZONE) -> str:
    """negative, neutral or positive.

    >>> label(-0.4), label(0.05)
    ('negative', 'neutral')
    """
    return "neutral" if abs(valence) <= dead_zone else "positive" if valence > 0 else "negative"


Pair = tuple[Passage, list[Mention]]


def _known(article: Article, wanted: Sequence[str]) -> Sequence[str]:
    """The names that are asked for, if the article has them all."""
    names = sorted(actor.name for actor in cast(article).actors)
    for name in wanted:
        if name not in names:
            raise OptionError(f"targets: the article has no actor {name!r}. {did_you_mean(name, names)}")
    return wanted


def _at(article: Article, spans: Sequence[Span]) -> list[Mention]:
    """The words at some character offsets, each pair of offsets a mention of its own."""
    parsed = parse(article)
    out = []
    for start, end in spans:
        i, j = parsed.trim(*parsed.tokens(start, end))
        if not 0 <= start < end <= len(article.text) or not count_words(parsed, [(i, j)]):
            raise OptionError(f"targets: no word of the story stands at {start} to {end}. Offsets count characters.")
        out.append(Mention(i, j, article.text[start:end], "name"))
    return out


def _pairs(article: Article, mentions: Sequence[Mention] | None = None) -> list[Pair]:
    """Each passage with the mentions of one actor in it, once per actor, in text order.

    Without `mentions`, those of all actors; a passage that mentions nobody then comes with none.
    """
    parsed = parse(article)
    everybody = mentions is None
    told = [*((p, everybody) for p in passages(article)), *((p, False) for p in framings(article))]
    among: dict[int, list[Mention]] = {}
    for mention in sorted(cast(article).mentions if mentions is None else mentions, key=lambda m: (m.i, m.j)):
        among.setdefault(parsed.sentence(mention.i), []).append(mention)
    out: list[Pair] = []
    for passage, alone in sorted(told, key=lambda t: (t[0].sentence, t[0].runs)):
        by_name: dict[str, list[Mention]] = {}
        for mention in among.get(passage.sentence, ()):
            if any(i <= mention.i < j for i, j in passage.runs):
                by_name.setdefault(mention.name, []).append(mention)
        nobody: list[list[Mention]] = [[]] if alone else []
        out += [(passage, found) for found in by_name.values() or nobody]
    return out


def _records(article: Article, pairs: Sequence[Pair], letter: str) -> Iterator[Sentiment]:
    """The pairs as records; a sentence is read once for all who are mentioned in it."""
    parsed = parse(article)
    numbered = enumerate(pairs, 1)
    for sentence, same in itertools.groupby(numbered, key=lambda pair: pair[1][0].sentence):
        told = list(same)
        first, last = parsed.offsets(*parsed.sentences[sentence])
        asked = [
            tuple((s - first, e - first) for s, e in (parsed.offsets(m.i, m.j) for m in mentions[:MOST_MENTIONS]))
            for _, (_, mentions) in told
        ]
        words = count_words(parsed, [parsed.sentences[sentence]])
        reading = read(article.text[first:last], tuple(spans for spans in asked if spans))
        tones = iter(reading.tones)
        for spans, (number, (passage, mentions)) in zip(asked, told, strict=True):
            alone = count_words(parsed, passage.runs) == words
            whole = reading.valence if alone else valence(passage.text)
            yield _record(article, f"{letter}{number}", passage, mentions, next(tones) if spans else None, whole)


def _record(
    article: Article, ident: str, passage: Passage, mentions: list[Mention], tone: Tone | None, whole: float
) -> Sentiment:
    parsed = parse(article)
    runs = tuple(parsed.offsets(*run) for run in passage.runs)
    targets = [parsed.offsets(m.i, m.j) for m in mentions]
    parts = (*(Part("passage", *run) for run in runs), *(Part("target", *span) for span in targets))
    start, end = envelope(parts)
    said_by, speaker, attribution = voice(passage.attribution)
    polarity, subjectivity = textblob(passage.text)
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
        label=tone.label if tone else label(whole),
        **_probabilities(tone),
        valence=whole,
        textblob_polarity=polarity,
        textblob_subjectivity=subjectivity,
    )


def _probabilities(tone: Tone | None) -> dict[str, Any]:
    if tone is None:
        return {}
    negative, neutral, positive = tone
    return {"p_neg": negative, "p_neu": neutral, "p_pos": positive, "tone": tone.score, "abstain": tone.abstain}


def _asked(scorer: Scorer) -> Callable[[str, str | None], object]:
    """The scorer with both arguments, or the first alone if that is all it takes; asked once for the same."""
    try:
        takes = [
            p for p in inspect.signature(scorer).parameters.values() if p.default is p.empty and p.kind in _POSITIONAL
        ]
    except (TypeError, ValueError):  # built in: nothing is known of it
        takes = []
    if len(takes) > 1:
        return functools.cache(scorer)
    once = functools.cache(scorer)
    return lambda text, target: once(text)


def _rescored(record: Sentiment, score: object) -> Sentiment:
    """The record with another scorer's verdict; TextBlob's columns stay as the yardstick."""
    numbers = list(score) if isinstance(score, Sequence) and not isinstance(score, str) else [score]
    try:
        values = [float(value) for value in numbers]  # type: ignore[arg-type]
    except (TypeError, ValueError):
        values = []
    if len(values) == 3 and min(values) >= 0 and math.isclose(sum(values), 1, abs_tol=1e-3):
        tone = Tone(*values)
        return dataclasses.replace(record, label=tone.label, valence=tone.score, **_probabilities(tone))
    if not values or len(values) > 2 or not -1 <= values[0] <= 1:
        raise OptionError(
            f"scorer: gave {score!r} for {record.text[:60]!r}; it has to return a number from -1 (negative) to 1, or "
            "three probabilities (negative, neutral, positive) that sum to 1."
        )
    return dataclasses.replace(
        record,
        label=label(values[0], OTHERS_DEAD_ZONE),
        valence=values[0],
        tone=values[0] if record.target is not None else None,
        p_neg=None,
        p_neu=None,
        p_pos=None,
        abstain=False,
    )


@functools.lru_cache(maxsize=4096)
def textblob(text: str) -> tuple[float, float]:
    from textblob import TextBlob

    polarity, subjectivity = TextBlob(text).sentiment
    return polarity, subjectivity
