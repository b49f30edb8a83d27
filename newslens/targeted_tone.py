"""The trained judge of tone: toward targets in a sentence, and of a stretch of text as a whole.

A small BERT reads the sentence once; for each target one more piece is read along with it, which attends to the
sentence and knows where the target stands, while the sentence does not attend to it. A softmax with a fitted
temperature (Guo et al. 2017, “On Calibration of Modern Neural Networks”) makes probabilities of its scores. How it was
trained stands in its card, `models/tone.md`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from newslens.article import Span
from newslens.encoder import Word, pieces, special, split_words
from newslens.models import model_file, session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "tone.onnx"
LABELS = ("negative", "neutral", "positive")
_TOGETHER = 16  # readings of a sentence, each with another word hidden, at once
LONGEST = 180  # word pieces that are read; of a longer sentence those around the first target


class Tone(NamedTuple):
    """Probabilities of a negative, neutral and positive tone toward a target, 0 to 1; they sum to 1."""

    negative: float
    neutral: float
    positive: float

    @property
    def label(self) -> str:
        """The likeliest of the three."""
        return LABELS[self.index(max(self))]

    @property
    def abstain(self) -> bool:
        """Whether even the likeliest is too unlikely to build on."""
        return max(self) < _fitted()["abstain"]

    @property
    def score(self) -> float:
        """From -1, surely negative, to 1, surely positive."""
        return round(self.positive - self.negative, 3)


#: Where an actor is mentioned in a sentence: character offsets
Mentions = tuple[Span, ...]


class Reading(NamedTuple):
    """What one reading of a sentence tells: the tone toward each actor that was asked about, and the valence of it all:
    how positive its words are, whoever is meant, -1 to 1; three decimals."""

    tones: tuple[Tone, ...]
    valence: float


class Question(NamedTuple):
    """A sentence as the model reads it: its word pieces, of each the word's shape and the word's place (character
    offsets in the sentence), and for every target which pieces are the target's."""

    ids: list[int]
    shapes: list[int]
    words: list[Span]
    targets: list[list[bool]]


def tone_toward(sentence: str, targets: Mentions) -> Tone:
    """The tone of a sentence toward the actor whose mentions in it are `targets` (character offsets in the sentence).

    Of several mentions the mean of the probabilities is taken.

    >>> tone_toward("Ada Quist accused Tomas Vell of theft.", ((18, 28),)).label
    'negative'
    """
    return read(sentence, (targets,)).tones[0]


@functools.lru_cache(maxsize=1024)
def read(sentence: str, actors: tuple[Mentions, ...] = ()) -> Reading:
    """The tone of a sentence toward each of some actors, and its valence, in one go."""
    asked = questions(sentence, [span for mentions in actors for span in mentions])
    results = [raw([question]) for question in asked if question.ids]
    found = iter([_probabilities(scores) for of_targets, _ in results for scores in of_targets[0]])
    tones = tuple(_mean([next(found) for _ in mentions]) for mentions in actors)
    whole = sum(float(valences[0]) for _, valences in results) / max(len(results), 1)
    return Reading(tones, round(min(1.0, max(-1.0, whole)), 3))


def occlusion(sentence: str, actors: Sequence[Mentions], words: Sequence[Span]) -> list[list[float]]:
    """How far each of some words moves the tone toward each of some actors, -2 to 2; three decimals: a list an actor.

    Offsets are characters of the sentence. A word's effect is the mean of two: what is lost when it alone is hidden,
    and what it adds when all the others are. The first alone would find no reason where two words say the same, the
    second none where words work together; they are the ends of the series that a Shapley value averages.
    """
    if not words:
        return [[] for _ in actors]
    every = set(words)
    hidden = [set(), *({word} for word in words), every, *(every - {word} for word in words)]
    asked = questions(sentence, [span for mentions in actors for span in mentions])
    parts = [_hiding(question, hidden) for question in asked]
    readings = [[tone for part in reading for tone in part] for reading in zip(*parts, strict=True)]
    out, at, n = [], 0, len(words)
    for mentions in actors:
        scores = [_mean(tones[at : at + len(mentions)]).score for tones in readings]
        at += len(mentions)
        whole, nothing = scores[0], scores[n + 1]
        pairs = zip(scores[1 : n + 1], scores[n + 2 :], strict=True)
        out.append([round((whole - without + alone - nothing) / 2, 3) for without, alone in pairs])
    return out


def _hiding(asked: Question, hidden: Sequence[set[Span]]) -> list[list[Tone]]:
    """The tones of a sentence with some words of it hidden, once for each set of words."""
    mask = special("[MASK]")
    readings = []
    for words in hidden:
        gone = [any(start < e and end > s for s, e in words) for start, end in asked.words]
        ids = [mask if hide else piece for piece, hide in zip(asked.ids, gone, strict=True)]
        readings.append(asked._replace(ids=ids))
    batches = (readings[i : i + _TOGETHER] for i in range(0, len(readings), _TOGETHER))
    return [[_probabilities(scores) for scores in targets] for batch in batches for targets in raw(batch)[0]]


def _mean(tones: Sequence[Tone]) -> Tone:
    """The mean of some tones, rounded to three decimals."""
    negative, positive = (round(sum(t[k] for t in tones) / len(tones), 3) for k in (0, 2))
    return Tone(negative, round(1 - negative - positive, 3), positive)


def valence(text: str) -> float:
    """How positive the words of a passage are as a whole, -1 to 1, three decimals.

    >>> valence("The play was a triumph.") > 0 > valence("The play was a disaster.")
    True
    """
    return read(text).valence


def questions(sentence: str, targets: Sequence[Span]) -> list[Question]:
    """A sentence and its targets (character offsets in it) as the model reads them: in one go if it is short enough,
    else what surrounds each target by itself."""
    words = split_words(sentence.replace("\n", " "))
    sizes = [len(pieces(w.text)) for w in words]
    marked = [[w.start < end and w.end > start for w in words] for start, end in targets]
    if sum(sizes) <= LONGEST:
        return [_question(words, range(len(words)), marked)]
    surroundings = [(_around(sizes, own.index(True) if any(own) else 0), [own]) for own in marked]
    return [_question(words, *asked) for asked in surroundings or [(_around(sizes, 0), [])]]


def _around(sizes: list[int], center: int) -> range:
    """The words around one of them that can be read with it; grows by turns to the right and to the left."""
    begin, end, size = center, center, 0
    while True:
        grown = False
        for at in (end, begin - 1):
            if 0 <= at < len(sizes) and not begin <= at < end and size + sizes[at] <= LONGEST:
                size += sizes[at]
                begin, end = min(begin, at), max(end, at + 1)
                grown = True
        if not grown:
            return range(begin, end)


def _question(words: Sequence[Word], kept: range, marked: Sequence[Sequence[bool]]) -> Question:
    owner = [k for k in kept for _ in pieces(words[k].text)]
    return Question(
        [piece for k in kept for piece in pieces(words[k].text)],
        [words[k].shape for k in owner],
        [(words[k].start, words[k].end) for k in owner],
        [[own[k] for k in owner] for own in marked],
    )


def raw(asked: Sequence[Question]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The model's scores (questions × targets × labels) and valences for questions of one length and as many targets,
    as they come."""
    import numpy as np

    shape = (len(asked), len(asked[0].targets), len(asked[0].ids))
    inputs = {
        "ids": np.array([q.ids for q in asked], dtype=np.int64),
        "shapes": np.array([q.shapes for q in asked], dtype=np.int64),
        "targets": np.array([q.targets for q in asked], dtype=np.float32).reshape(shape),
    }
    scores, valences = session(MODEL).run(["scores", "valence"], inputs)
    return scores, valences


def _probabilities(scores: NDArray[np.float32]) -> Tone:
    """A target's scores as calibrated probabilities."""
    import numpy as np

    exponents = np.exp((scores - scores.max()) / _fitted()["temperature"])
    return Tone(*(float(v) for v in exponents / exponents.sum()))


@functools.cache
def _fitted() -> dict[str, float]:
    fitted: dict[str, float] = json.loads(model_file("tone.json").read_text(encoding="utf-8"))
    return fitted
