"""Sentences with a tone as questions and answers: NewsMTSC, news labeled by teachers, rated snippets, templates.

NewsMTSC is JSON lines `{"text", "target": [start, end], "label"}`, character offsets. What teachers labeled
(`tone_teachers.py`) is JSON lines `{"text", "targets": [[start, end, [negative, neutral, positive]], …]}`. Rated
snippets are lines of an id, a mean rating from -4 to 4 and a text, separated by tabs. Templates stand in
`sentences.tsv`: a sentence with the slots {A} and {B} and the tone toward each; `names.tsv` has what fills them, so
that no name comes to stand for a tone.
"""

from __future__ import annotations

import csv
import dataclasses
import itertools
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from newslens import targeted_tone
from newslens.encoder import pieces, split_words
from newslens.targeted_tone import LABELS, LONGEST

Shares = tuple[float, float, float]
_CERTAIN: dict[str, Shares] = {"negative": (1.0, 0.0, 0.0), "neutral": (0.0, 1.0, 0.0), "positive": (0.0, 0.0, 1.0)}

_SWAPPED, _HIDDEN_TARGET, _HIDDEN_WORD = 0.3, 0.1, 0.04  # shares of names exchanged, of targets and words hidden
_MASK = 103  # [MASK] in BERT's vocabulary


@dataclasses.dataclass(frozen=True)
class Line:
    """A sentence; its targets as character offsets with a probability for each label; or its valence from -1 to 1."""

    text: str
    targets: tuple[tuple[int, int, Shares], ...] = ()
    valence: float | None = None


class Question(NamedTuple):
    """A sentence's word pieces, their shapes, and of each of its targets which pieces are the target's and the answer.

    Where it was rated, its valence is asked for as well.
    """

    ids: list[int]
    shapes: list[int]
    targets: list[list[bool]]
    labels: list[Shares]
    valence: float | None


def news(path: Path, without: Iterable[str] = ()) -> list[Line]:
    """NewsMTSC's sentences, all targets of one together; `without` are texts to leave out (of a test set)."""
    left_out = set(without)
    targets: dict[str, list[tuple[int, int, Shares]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["text"] not in left_out:
            targets[record["text"]].append((*record["target"], _CERTAIN[record["label"]]))
    return [Line(text, tuple(sorted(found))) for text, found in targets.items()]


def taught(path: Path) -> list[Line]:
    """Sentences that teachers labeled."""
    records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Line(r["text"], tuple((s, e, tuple(p)) for s, e, p in r["targets"])) for r in records]


def rated(path: Path) -> list[Line]:
    """Snippets with the mean of human ratings, brought to -1 to 1."""
    out = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        _, rating, text = line.split("\t", 2)
        out.append(Line(" ".join(text.split()), valence=float(rating) / 4))
    return out


def names(path: Path) -> tuple[str, ...]:
    """The names of `names.tsv`."""
    with path.open(encoding="utf-8", newline="") as rows:
        return tuple(r["name"] for r in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


@dataclasses.dataclass(frozen=True)
class Templates:
    """Sentences with slots, and the names that fill them."""

    sentences: tuple[tuple[str, str, str], ...]
    names: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path) -> Templates:
        """From `sentences.tsv` and `names.tsv`. ValueError where a label has no slot or a slot no label."""
        with (folder / "sentences.tsv").open(encoding="utf-8", newline="") as rows:
            sentences = tuple(
                (r["sentence"], r["a"], r["b"] or "")
                for r in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
            )
        for sentence, a, b in sentences:
            if sentence.count("{A}") != 1 or sentence.count("{B}") != bool(b) or not {a, b or a} <= set(LABELS):
                raise ValueError(f"slots and labels do not agree: {sentence}")
        return cls(sentences, names(folder / "names.tsv"))

    def line(self, rng: random.Random) -> Line:
        """A template with names drawn for its slots."""
        sentence, a, b = rng.choice(self.sentences)
        fill = dict(zip("AB", rng.sample(self.names, 2), strict=True))
        text, targets = "", []
        for part in sentence.replace("{", "\0{").replace("}", "}\0").split("\0"):
            slot = part[1:-1] if part in {"{A}", "{B}"} else ""
            start = len(text)
            words = fill[slot] if slot else part
            text += words if text else words[:1].upper() + words[1:]
            if slot:
                targets.append((start, len(text), _CERTAIN[a if slot == "A" else b]))
        return Line(text, tuple(targets))


def renamed(line: Line, others: Sequence[str], rng: random.Random) -> Line:
    """A sentence in which some targets bear another's name, so that what is said decides and not who it is.

    Pronouns stay, and so do names in lower case: they are descriptions (“the president”), which carry meaning.
    """
    if any(a[1] > b[0] for a, b in itertools.pairwise(line.targets)):
        return line
    text, targets, shift = line.text, [], 0
    for start, end, shares in line.targets:
        start, end = start + shift, end + shift
        name = text[start:end]
        words = name.split()
        if len(words) <= 3 and all(w[:1].isupper() for w in words) and len(name) > 3 and rng.random() < _SWAPPED:
            other = rng.choice(others)
            text = text[:start] + other + text[end:]
            shift += len(other) - len(name)
            end = start + len(other)
        targets.append((start, end, shares))
    return Line(text, tuple(targets))


def question(line: Line, rng: random.Random | None = None) -> Question | None:
    """What a sentence is asked; None if it is too long or has no word.

    With `rng` some targets and words are hidden, so that neither is learned by heart.
    """
    if sum(len(pieces(w.text)) for w in split_words(line.text)) > LONGEST:
        return None
    (asked,) = targeted_tone.questions(line.text, [(start, end) for start, end, _ in line.targets])
    ids = [_MASK if rng is not None and rng.random() < _HIDDEN_WORD else piece for piece in asked.ids]
    for marked in asked.targets:
        if rng is not None and rng.random() < _HIDDEN_TARGET:
            ids = [_MASK if own else piece for own, piece in zip(marked, ids, strict=True)]
        elif rng is not None:
            ids = [whole if own else piece for own, piece, whole in zip(marked, ids, asked.ids, strict=True)]
    labels = [shares for _, _, shares in line.targets]
    return Question(ids, asked.shapes, asked.targets, labels, line.valence) if ids else None


@dataclasses.dataclass(frozen=True)
class Mixture:
    """What a training run draws its batches from; `sizes`: how many of each kind are in one."""

    news: list[Line]
    taught: list[Line]
    rated: list[Line]
    templates: Templates
    sizes: tuple[int, int, int, int]

    def batch(self, number: int, seed: int) -> list[Question]:
        """The questions of training step `number`: every corpus goes round in a new order each time it is through."""
        rng = random.Random(f"{seed}/tone/{number}")
        size_news, size_taught, size_rated, size_own = self.sizes
        lines = [renamed(line, self.templates.names, rng) for line in _turn(self.news, size_news, number, seed)]
        lines += _turn(self.taught, size_taught, number, seed)
        lines += _turn(self.rated, size_rated, number, seed)
        lines += [self.templates.line(rng) for _ in range(size_own)]
        return [asked for asked in (question(line, rng) for line in lines) if asked is not None]


def _turn(lines: list[Line], size: int, number: int, seed: int) -> list[Line]:
    if not lines or not size:
        return []
    each = max(1, len(lines) // size)
    order = _order(len(lines), f"{seed}/{number // each}")
    at = number % each * size
    return [lines[k] for k in order[at : at + size]]


_orders: dict[tuple[int, str], list[int]] = {}


def _order(count: int, seed: str) -> list[int]:
    if (count, seed) not in _orders:
        _orders[count, seed] = random.Random(seed).sample(range(count), count)
    return _orders[count, seed]
