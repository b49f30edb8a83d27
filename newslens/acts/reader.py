"""The trained reader of acts: the words that show one, who performs it, of whom, what, and which act it answers.

A small BERT reads the article in the same windows as the attribution tagger (`encoder`). It says of every word whether
it shows an act, and of every other word what part that has in it. How it was trained stands in its card,
`models/acts.md`; what becomes of its finds is decided beside the rules' in `speech`.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from newslens.article import Article, Span
from newslens.encoder import Window, Word, encode, inputs, is_mute, prose, split_words, windows
from newslens.language import parse
from newslens.models import session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

MODEL = "acts.onnx"
ACTS = (
    *("demand", "request", "appeal", "condition", "offer", "threat", "promise"),
    *("refusal", "acceptance", "deferral"),
)
REALIS = ("actual", "negated", "hypothetical", "planned", "disputed")
#: of a pair of words: whether the second is in the cue of the act that the first begins, in its content, names who
#: performs it, names whom it is addressed to, or begins an act that it answers
ROLES = ("cue", "content", "demander", "addressee", "answers")
_CUE, _CONTENT, _DEMANDER, _ADDRESSEE, _ANSWERS = range(len(ROLES))
_LEAST = 0.3  # probability that a word shows an act, from which on it is looked at
_IN_ROLE = 0.5
_NEAR = 8  # words between the parts of a cue
_CONTEXT = 32  # word pieces of what stands before that are read again, as in training
_GAP = 1  # words that may be missing inside a role


@dataclasses.dataclass(frozen=True)
class Reading:
    """An act as it is read; places are token indices of the article's parse, runs are half-open."""

    act: str
    realis: str
    #: that the words show an act, 0 to 1
    probability: float
    cue: tuple[int, ...]
    content: tuple[Span, ...]
    demander: tuple[Span, ...]
    addressee: tuple[Span, ...]
    #: first token of the cue of an act that this one may answer → probability
    answers: dict[int, float]


@dataclasses.dataclass(frozen=True)
class Readings:
    """All that is read in an article: likely acts in text order, and how surely each token shows an act, 0 to 1."""

    acts: tuple[Reading, ...]
    shows: tuple[float, ...]

    def at(self, tokens: Iterable[int]) -> float:
        """How surely some of these tokens shows an act."""
        return max((self.shows[k] for k in tokens), default=0.0)


@functools.lru_cache(maxsize=16)
def readings(article: Article) -> Readings:
    """What the network reads in an article."""
    parsed = parse(article)
    words = split_words(prose(article))
    tokens = [parsed.tokens(w.start, w.end) for w in words]
    shows = [0.0] * len(parsed)
    found: list[Reading] = []
    for window in windows(words, context=_CONTEXT):
        inside = words[window.first : window.last]
        if is_mute(inside):
            continue
        acts, realis, roles = _run(words, window)
        kept = window.keep - window.first
        for k in range(kept, len(inside)):
            for token in range(*tokens[window.first + k]):
                shows[token] = max(shows[token], float(1 - acts[k, 0]))
        places = tokens[window.first : window.last]
        found += _decode(inside, places, kept, acts, realis, roles)
    return Readings(tuple(found), tuple(round(p, 4) for p in shows))


def _run(words: list[Word], window: Window) -> tuple[Scores, Scores, Scores]:
    """Probabilities of the acts and the realis of a window's words, and of their roles: roles × words × words."""
    import numpy as np

    found = session(MODEL).run(["acts", "realis", "roles"], inputs(encode(words, window)))
    acts, realis, roles = (scores[0] for scores in found)
    return _softmax(acts), _softmax(realis), 1 / (1 + np.exp(-np.clip(roles, -30, 30)))


def _softmax(scores: Scores) -> Scores:
    import numpy as np

    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Scores = exponents / exponents.sum(axis=1, keepdims=True)
    return result


def _decode(
    words: list[Word], tokens: list[Span], kept: int, acts: Scores, realis: Scores, roles: Scores
) -> list[Reading]:
    """The acts that begin in the words of a window from `kept` on."""
    likely = [k for k in range(len(words)) if 1 - acts[k, 0] >= _LEAST]
    used: set[int] = set()
    out = []
    for first in likely:
        if first in used or first < kept:
            continue
        cue = [first]
        for k in likely:
            beside = k == cue[-1] + 1 or (roles[_CUE, first, k] >= _IN_ROLE and k - cue[-1] <= _NEAR)
            if k > first and k not in used and beside and not any(w.breaks for w in words[cue[-1] + 1 : k + 1]):
                cue.append(k)
        used.update(cue)
        shown = [token for k in cue for token in range(*tokens[k])]
        if not shown:
            continue
        score = acts[cue].sum(axis=0)
        content, demander, addressee = (_runs(tokens, roles[role, first]) for role in (_CONTENT, _DEMANDER, _ADDRESSEE))
        reading = Reading(
            act=ACTS[int(score[1:].argmax())],
            realis=REALIS[int(realis[cue].sum(axis=0).argmax())],
            probability=round(float(max(1 - acts[k, 0] for k in cue)), 4),
            cue=tuple(dict.fromkeys(shown)),
            content=content,
            demander=demander,
            addressee=addressee,
            answers={tokens[k][0]: round(float(roles[_ANSWERS, first, k]), 4) for k in likely if k not in cue},
        )
        out.append(reading)
    return out


def _runs(tokens: list[Span], scores: Scores) -> tuple[Span, ...]:
    """Token ranges of the words that stand in a role."""
    out: list[Span] = []
    last = -2
    for k, score in enumerate(scores):
        if score < _IN_ROLE or tokens[k][0] == tokens[k][1]:
            continue
        if out and k - last <= 1 + _GAP:
            out[-1] = (out[-1][0], tokens[k][1])
        else:
            out.append(tokens[k])
        last = k
    return tuple(out)
