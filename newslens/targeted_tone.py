"""The trained judge of tone: toward a target in a sentence, and of a stretch of text as a whole.

A small BERT reads the sentence with the target's words marked; a softmax with a fitted temperature (Guo et al. 2017,
“On Calibration of Modern Neural Networks”) makes probabilities of its scores. How it was trained stands in its card,
`models/tone.md`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from newslens.article import Span
from newslens.encoder import pieces, special, split_words
from newslens.models import model_file, session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "tone.onnx"
LABELS = ("negative", "neutral", "positive")
_TOGETHER = 16  # readings of a sentence, each with another word hidden, at once
LONGEST = 180  # word pieces that are read; of a longer sentence those around the target


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


class Question(NamedTuple):
    """A sentence as the model reads it: its word pieces, and of each the word's shape, whether it is the target's, and
    the word's place (character offsets in the sentence)."""

    ids: list[int]
    shapes: list[int]
    target: list[bool]
    words: list[Span]


@functools.lru_cache(maxsize=4096)
def tone_toward(sentence: str, targets: tuple[Span, ...]) -> Tone:
    """The tone of a sentence toward the actor whose mentions in it are `targets` (character offsets in the sentence).

    Of several mentions the mean of the probabilities is taken.

    >>> tone_toward("Ada Quist accused Tomas Vell of theft.", ((18, 28),)).label
    'negative'
    """
    return _mean([_probabilities(raw([question(sentence, target)])[0][0]) for target in targets])


def occlusion(sentence: str, targets: Sequence[Span], words: Sequence[Span]) -> list[float]:
    """How far each of some words moves the tone toward an actor, -2 to 2; three decimals.

    Offsets are characters of the sentence. A word's effect is the mean of two: what is lost when it alone is hidden,
    and what it adds when all the others are. The first alone would find no reason where two words say the same, the
    second none where words work together; they are the ends of the series that a Shapley value averages.
    """
    if not words:
        return []
    every = set(words)
    hidden = [set(), *({word} for word in words), every, *(every - {word} for word in words)]
    readings = [_hiding(question(sentence, target), hidden) for target in targets]
    scores = [_mean(tones).score for tones in zip(*readings, strict=True)]
    n = len(words)
    whole, nothing = scores[0], scores[n + 1]
    pairs = zip(scores[1 : n + 1], scores[n + 2 :], strict=True)
    return [round((whole - without + alone - nothing) / 2, 3) for without, alone in pairs]


def _hiding(asked: Question, hidden: Sequence[set[Span]]) -> list[Tone]:
    """The tone of a sentence with some words of it hidden, once for each set of words; the target stays."""
    mask = special("[MASK]")
    readings = []
    for words in hidden:
        gone = [
            not own and any(start < e and end > s for s, e in words)
            for (start, end), own in zip(asked.words, asked.target, strict=True)
        ]
        ids = [mask if hide else piece for piece, hide in zip(asked.ids, gone, strict=True)]
        readings.append(asked._replace(ids=ids))
    batches = (readings[i : i + _TOGETHER] for i in range(0, len(readings), _TOGETHER))
    return [_probabilities(scores) for batch in batches for scores in raw(batch)[0]]


def _mean(tones: Sequence[Tone]) -> Tone:
    """The mean of some tones, rounded to three decimals."""
    negative, positive = (round(sum(t[k] for t in tones) / len(tones), 3) for k in (0, 2))
    return Tone(negative, round(1 - negative - positive, 3), positive)


@functools.lru_cache(maxsize=4096)
def valence(text: str) -> float:
    """How positive the words of a passage are as a whole, -1 to 1, three decimals.

    >>> valence("The play was a triumph.") > 0 > valence("The play was a disaster.")
    True
    """
    asked = question(text, (0, 0))
    return round(min(1.0, max(-1.0, float(raw([asked])[1][0]))), 3) if asked.ids else 0.0


def question(sentence: str, target: Span) -> Question:
    """A sentence, in which the target's words stand at some character offsets, as the model reads it."""
    words = split_words(sentence.replace("\n", " "))
    marked = [w.start < target[1] and w.end > target[0] for w in words]
    first = marked.index(True) if any(marked) else 0
    begin, end, size = first, first, 0
    while True:  # grows by turns to the right and to the left, as long as it fits
        grown = False
        for at in (end, begin - 1):
            if 0 <= at < len(words) and not begin <= at < end and size + len(pieces(words[at].text)) <= LONGEST:
                size += len(pieces(words[at].text))
                begin, end = min(begin, at), max(end, at + 1)
                grown = True
        if not grown:
            break
    kept = range(begin, end)
    owner = [k for k in kept for _ in pieces(words[k].text)]
    return Question(
        [piece for k in kept for piece in pieces(words[k].text)],
        [words[k].shape for k in owner],
        [marked[k] for k in owner],
        [(words[k].start, words[k].end) for k in owner],
    )


def raw(asked: Sequence[Question]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The model's three scores and its valence for some questions of one length, as they come."""
    import numpy as np

    inputs = {
        "ids": np.array([q.ids for q in asked], dtype=np.int64),
        "shapes": np.array([q.shapes for q in asked], dtype=np.int64),
        "target": np.array([q.target for q in asked], dtype=np.float32),
        "present": np.ones((len(asked), len(asked[0].ids)), dtype=np.float32),
    }
    scores, valences = session(MODEL).run(["scores", "valence"], inputs)
    return scores, valences


def _probabilities(scores: NDArray[np.float32]) -> Tone:
    """A question's scores as calibrated probabilities."""
    import numpy as np

    exponents = np.exp((scores - scores.max()) / _fitted()["temperature"])
    return Tone(*(float(v) for v in exponents / exponents.sum()))


@functools.cache
def _fitted() -> dict[str, float]:
    fitted: dict[str, float] = json.loads(model_file("tone.json").read_text(encoding="utf-8"))
    return fitted
