"""Annotated articles to windows with labels: the published corpora's JSON lines and the project's own passages.

A line of a corpus is `{"id", "text", "attributions": [{"source", "cue", "content": [[start, end], …]}]}`, half-open
character offsets. A passage is a text file with its marks inline: `[S1 Ada Quist] [Q1 said] [C1 the dam held].`
S is a source, Q a cue, C a content; a number ties them together, several numbers share them.
"""

from __future__ import annotations

import bisect
import dataclasses
import json
import random
import re
from pathlib import Path
from typing import Any

from newslens.encoder import ROLES, TAGS, Encoded, Word, encode, pieces, split_words, windows

SKIP = -100  # no label: the loss leaves it out
CONTEXT = 32  # word pieces that neighboring windows share
_LAST_SPECIAL, _HIDDEN = 998, 103  # BERT's vocabulary begins with [PAD], [unusedN], [CLS], [SEP] and [MASK]
_MARK = re.compile(r"\[([SQC])([\d,]+) ([^\[\]]*)\]")
_ROLE = {"S": "source", "Q": "cue", "C": "content"}


@dataclasses.dataclass(frozen=True)
class Example:
    """A window, and for each of its words the tag, the place of its cue's first word, and of its source's (of cues)."""

    encoded: Encoded
    tags: list[int]
    cues: list[int]
    sources: list[int]


def read(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON lines, or of a folder of passages."""
    if path.is_dir():
        return [passage(file.read_text(encoding="utf-8"), file.stem) for file in sorted(path.glob("*.txt"))]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def passage(marked: str, name: str) -> dict[str, Any]:
    """A passage's record: its text without marks, its attributions as offsets. ValueError where the marks are wrong."""
    attributions: dict[str, dict[str, list[list[int]]]] = {}
    parts: list[str] = []
    at = length = 0
    for mark in _MARK.finditer(marked):
        parts += [marked[at : mark.start()], mark[3]]
        start = length + mark.start() - at
        length = start + len(mark[3])
        at = mark.end()
        for number in mark[2].split(","):
            record = attributions.setdefault(number, {role: [] for role in ROLES})
            record[_ROLE[mark[1]]].append([start, length])
    text = "".join([*parts, marked[at:]])
    if "[" in text or "]" in text:
        raise ValueError(f"{name}: a bracket that is no mark, near {text[max(0, text.find('[')) :][:40]!r}")
    for number, a in attributions.items():
        if not a["cue"] or not a["content"]:
            raise ValueError(f"{name}: attribution {number} has no cue or no content")
    return {"id": name, "text": text, "attributions": list(attributions.values())}


def examples(records: list[dict[str, Any]]) -> list[Example]:
    """Every window of every article, with its labels."""
    out = []
    for record in records:
        words = split_words(record["text"])
        tags, cues, sources = labels(words, record["attributions"])
        for window in windows(words, context=CONTEXT):
            first, last, _ = window

            def here(places: list[int], first: int = first, last: int = last) -> list[int]:
                return [p - first if first <= p < last else SKIP for p in places[first:last]]

            out.append(Example(encode(words, window), tags[first:last], here(cues), here(sources)))
    return out


def labels(words: list[Word], attributions: list[dict[str, Any]]) -> tuple[list[int], list[int], list[int]]:
    """Tag, cue and source of every word.

    A word has one role: of nested attributions the outermost stays. One without a cue cannot be learned, nor may its
    words count as outside of all: they are left out.
    """
    starts = [w.start for w in words]
    tags, cues, sources = [0] * len(words), [SKIP] * len(words), [SKIP] * len(words)

    def cover(start: int, end: int) -> range:
        i = bisect.bisect_left(starts, start)
        if i and words[i - 1].end > start:
            i -= 1
        return range(i, max(i, bisect.bisect_left(starts, end)))

    def extent(a: dict[str, Any]) -> int:
        spans = [span for role in ROLES for span in a[role]]
        return max((e for _, e in spans), default=0) - min((s for s, _ in spans), default=0)

    for a in sorted(attributions, key=extent, reverse=True):
        cue = [k for s, e in a["cue"] for k in cover(s, e)]
        if any(tags[k] not in (0, SKIP) for k in cue):
            continue
        head = min(cue, default=SKIP)
        for role in ROLES:
            for start, end in a[role]:
                for n, k in enumerate(cover(start, end)):
                    shared = (
                        role == "source" and tags[k] > 0 and TAGS[tags[k]].endswith(role)
                    )  # it points to the nearest of its cues
                    if tags[k] in (0, SKIP):
                        tags[k] = TAGS.index(("I-" if n else "B-") + role) if cue else SKIP
                        cues[k] = head
                    elif shared and abs(head - k) < abs(cues[k] - k):
                        cues[k] = head
        if cue:
            firsts = [min(cover(s, e), default=head) for s, e in a["source"]]
            sources[head] = min(firsts, key=lambda k: abs(k - head), default=head)
    return tags, cues, sources


def varied(example: Example, rng: random.Random) -> Example:
    """The same window a little different: some words hidden, curly quotation marks now and then made straight.

    Hidden words keep the model from learning the training articles' names by heart.
    """
    ids = list(example.encoded.ids)
    straighten = rng.random() < 0.25
    curly, straight = {pieces("“")[0], pieces("”")[0]}, pieces('"')[0]
    for k, piece in enumerate(ids):
        if straighten and piece in curly:
            ids[k] = straight
        elif piece > _LAST_SPECIAL and rng.random() < 0.06:
            ids[k] = _HIDDEN
    return dataclasses.replace(example, encoded=example.encoded._replace(ids=ids))
