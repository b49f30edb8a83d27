"""The fine-tuned encoder at work: word scores, decoded to sources, cues and contents.

The model says of every word whether it stands in a source, a cue or a content (`TAGS`), of each such word where its
cue begins, and of each cue where its source begins. The decoding is a Viterbi search over the tags, then a vote of
each stretch's words for a cue.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from newslens.encoder import ROLES, TAGS, Word, encode, inputs, is_mute, split_words, windows
from newslens.models import session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

MODEL = "attribution.onnx"
_READY = 1.0  # taken off the log-probability of “no role”: finds more, of which `relations` drops the unlikely
_NEAR = 90  # words between a source and its cue; a content may be three times as far
_FLOOR = -8.0  # log-probability below which a pointer says nothing more
_GAP = 4  # words that may interrupt a source or content
_SCRAP = 4  # a piece of content this short beside a longer one is a stray
_ROLE = {tag: ROLES.index(tag[2:]) if tag != "O" else -1 for tag in TAGS}
_SOURCE, _CUE, _CONTENT = range(3)

Range = tuple[int, int]


@dataclasses.dataclass(frozen=True)
class Tagged:
    """One attribution: half-open ranges of words per role, and the model's log-probabilities (means, at most 0)."""

    sources: tuple[Range, ...]
    cue: Range
    contents: tuple[Range, ...]
    #: of the cue's tags, of the contents' tags, of the contents' pointers
    scores: tuple[float, float, float]


@dataclasses.dataclass
class _Read:
    """What the model says of an article's words."""

    #: words × `TAGS`, log-probabilities
    tags: Scores
    #: for every word the log-probability of each likely cue's first word
    cues: list[dict[int, float]]
    #: for every likely first word of a cue the log-probability of each word as its source's first; of itself: no source
    sources: dict[int, dict[int, float]]


def tag(text: str) -> tuple[list[Word], list[Tagged]]:
    """Words of a text, and the attributions that the model finds in it, in text order of their cues."""
    words = split_words(text)
    return words, _decode(words, _read(words))


def _read(words: list[Word]) -> _Read:
    """One window at a time: rounding to eight bits adapts to what is read together, so that in a batch one window
    would change another's result."""
    import numpy as np

    out = _Read(np.zeros((len(words), len(TAGS)), dtype=np.float32), [{} for _ in words], {})
    begins_cue = TAGS.index("B-cue")
    model = session(MODEL)
    for window in windows(words):
        if is_mute(words[window.first : window.last]):
            out.tags[window.keep : window.last] = _FLOOR
            out.tags[window.keep : window.last, TAGS.index("O")] = 0
            continue
        read = encode(words, window)
        asked = {**inputs(read), "is_word": np.ones((1, len(read.first_pieces)), dtype=bool)}
        tags, cues, sources = (scores[0] for scores in model.run(["tags", "cues", "sources"], asked))
        likely = np.flatnonzero(tags[:, begins_cue] > tags.max(axis=1) - 3)
        kept = slice(window.keep - window.first, None)
        out.tags[window.keep : window.last] = _log_softmax(tags[kept])
        for k, row in enumerate(_log_softmax(cues[kept])[:, likely], window.keep):
            out.cues[k] = {window.first + int(c): float(v) for c, v in zip(likely, row, strict=True)}
        for c in likely:
            if window.first + c >= window.keep:
                row = _log_softmax(sources[c : c + 1])[0]
                places = np.flatnonzero(row > _FLOOR)
                out.sources[window.first + int(c)] = {window.first + int(k): float(row[k]) for k in places}
    return out


def _log_softmax(scores: Scores) -> Scores:
    import numpy as np

    shifted = scores - scores.max(axis=1, keepdims=True)
    result: Scores = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result


def _best_tags(scores: Scores) -> list[int]:
    """The likeliest tags in which an I follows only a B or I of its role (Viterbi)."""
    import numpy as np

    if not len(scores):
        return []
    steps = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    begins = np.zeros(len(TAGS), dtype=np.float32)
    for j, following in enumerate(TAGS):
        if following.startswith("I-"):
            begins[j] = -1e9
            for i, before in enumerate(TAGS):
                if before[2:] != following[2:]:
                    steps[i, j] = -1e9
    best = scores[0] + begins
    back = np.zeros(scores.shape, dtype=np.int64)
    for k in range(1, len(scores)):
        paths = best[:, None] + steps
        back[k] = paths.argmax(axis=0)
        best = paths.max(axis=0) + scores[k]
    out = [int(best.argmax())]
    for k in range(len(scores) - 1, 0, -1):
        out.append(int(back[k, out[-1]]))
    return out[::-1]


def _decode(words: list[Word], read: _Read) -> list[Tagged]:
    scores = read.tags.copy()
    scores[:, TAGS.index("O")] -= _READY
    tags = _best_tags(scores)
    runs = _runs(words, tags)
    cues = {i: (i, j) for role, i, j in runs if role == _CUE}
    sources = {i: (i, j) for role, i, j in runs if role == _SOURCE}
    parts: dict[int, dict[int, list[Range]]] = {c: {_SOURCE: [], _CONTENT: []} for c in cues}
    for role, i, j in runs:
        if role == _CUE:
            continue
        elected = _elected(read, cues, i, j, _NEAR * (3 if role == _CONTENT else 1))
        if elected is not None:
            parts[elected][role].append((i, j))
    out = []
    for c, cue in sorted(cues.items()):
        own = _merge(words, parts[c][_SOURCE], c)
        if not own:  # one source for several cues: “she said …, adding that …”
            own = tuple(sources[s] for s in _pointed(read, sources, c))
        contents = _merge(words, parts[c][_CONTENT], c)
        longest = max((j - i for i, j in contents), default=0)
        contents = tuple(r for r in contents if r[1] - r[0] > _SCRAP or r[1] - r[0] == longest)
        if contents:
            out.append(Tagged(own, cue, contents, _confidence(read, tags, cue, contents)))
    return out


def _elected(read: _Read, cues: dict[int, Range], i: int, j: int, near: int) -> int | None:
    """First word of the cue that the words of a stretch point to, the sum of their log-probabilities deciding."""
    votes: dict[int, float] = {}
    for k in range(i, j):
        for c, value in read.cues[k].items():
            if c in cues and abs(c - k) <= near:
                votes[c] = votes.get(c, 0.0) + max(value, _FLOOR)
    return max(votes, key=lambda c: votes[c], default=None)


def _pointed(read: _Read, sources: dict[int, Range], cue: int) -> list[int]:
    """The source that a cue points to, if it is likelier than none."""
    row = read.sources.get(cue, {})
    best = max((s for s in row if s in sources), key=lambda s: row[s], default=None)
    return [best] if best is not None and row[best] > row.get(cue, _FLOOR) else []


def _confidence(read: _Read, tags: list[int], cue: Range, contents: tuple[Range, ...]) -> tuple[float, float, float]:
    inside = [k for i, j in contents for k in range(i, j)]
    return (
        float(sum(read.tags[k, tags[k]] for k in range(*cue)) / (cue[1] - cue[0])),
        float(sum(read.tags[k, tags[k]] for k in inside) / len(inside)),
        sum(max(read.cues[k].get(cue[0], _FLOOR), _FLOOR) for k in inside) / len(inside),
    )


def _runs(words: list[Word], tags: list[int]) -> list[tuple[int, int, int]]:
    """Role and half-open word range of every tagged stretch; a line break ends one."""
    out = []
    i = 0
    while i < len(tags):
        role = _ROLE[TAGS[tags[i]]]
        if role < 0:
            i += 1
            continue
        inside = TAGS.index(f"I-{ROLES[role]}")
        j = i + 1
        while j < len(tags) and tags[j] == inside and not words[j].breaks:
            j += 1
        out.append((role, i, j))
        i = j
    return out


def _merge(words: list[Word], ranges: list[Range], cue: int) -> tuple[Range, ...]:
    """Ranges with next to nothing between them are one, unless the cue or a sentence end stands between."""
    out: list[Range] = []
    for i, j in sorted(ranges):
        if (
            out
            and i - out[-1][1] <= _GAP
            and not any(words[k].text in ".!?" for k in range(out[-1][1], i))
            and not any(words[k].breaks for k in range(out[-1][1], min(i + 1, len(words))))
            and not out[-1][1] <= cue < i
        ):
            out[-1] = (out[-1][0], j)
        else:
            out.append((i, j))
    return tuple(out)
