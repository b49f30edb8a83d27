"""Who wants what from whom: newslens against annotated passages of the project's own writing (benchmarks/demands/).

    python benchmarks/demands.py [PASSAGES.jsonl …] [--texts polnear.train.jsonl]

A line is a passage: `{"id", "text", "frames", "non_demands"}` (passages.py); offsets are half-open characters of
`text`. A frame has `id, act, cue, demander, demandee, content, realis, status, responds_to`, a non-demand (a trap:
“demand for eggs fell”) a `span`. A predicted frame is paired with a gold one of the same group of acts if their
contents share words (token F1 of 0.3 or more) or their cues overlap, best pairs first; all but the first and the last
figures are about such pairs.

groups      ask (demand, request, appeal, condition), offer, threat, promise, refusal, acceptance, deferral
actors      a name is right if it shares a word with the gold's; titles, articles and “government” are no such words,
            and “Norwegian” and “Oslo” are “Norway”
status      share right among gold acts that somebody answered in some way
links       which act answers which, and how: right if both acts are paired and the relation is the gold's
traps       non-demands that a predicted cue or content touches; the fewer the better
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

from passages import articles, read
from predict import demands as predict

from newslens import lexicons

Record = dict[str, Any]
_OWN = Path(__file__).parent / "demands"
_ASKS = frozenset({"demand", "request", "appeal", "condition"})
_GROUPS = ("ask", "offer", "threat", "promise", "refusal", "acceptance", "deferral")
_EMPTY = frozenset(
    """the a an of to in on for and or its their his her our my your s mr mrs ms dr gen president prime minister foreign
    secretary senior official officials spokesman spokeswoman spokesperson government leader leaders former new some
    several two three says said by with at from state country countries group""".split()
)


@dataclasses.dataclass
class Tally:
    """Right answers, answers given and answers wanted, by what was asked."""

    right: Counter[str] = dataclasses.field(default_factory=Counter)
    given: Counter[str] = dataclasses.field(default_factory=Counter)
    wanted: Counter[str] = dataclasses.field(default_factory=Counter)
    found: Counter[str] = dataclasses.field(default_factory=Counter)  # of the wanted, where one answer may serve two

    def add(self, what: str, right: int, given: int, wanted: int, found: int | None = None) -> None:
        self.right[what] += right
        self.given[what] += given
        self.wanted[what] += wanted
        self.found[what] += right if found is None else found

    def figures(self, what: str) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        p = self.right[what] / (self.given[what] or 1)
        r = self.found[what] / (self.wanted[what] or 1)
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


def group(frame: Record) -> str:
    return "ask" if frame["act"] in _ASKS else str(frame["act"])


def words(text: str) -> list[str]:
    return [
        w.strip(".-") for w in re.sub(r"[^\w.\s-]", " ", re.sub(r"['’]s\b", "", text.lower())).split() if w.strip(".-")
    ]


def token_f1(a: str, b: str) -> float:
    x, y = Counter(words(a)), Counter(words(b))
    shared = sum((x & y).values())
    return 2 * shared / (sum(x.values()) + sum(y.values())) if shared else 0.0


def content(frame: Record) -> str:
    return " ".join(item["text"] for item in frame["content"])


def overlap(a: list[list[int]], b: list[list[int]]) -> bool:
    return any(s < f and t < e for s, e in a for t, f in b)


@functools.cache
def states() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for other words for states (demonyms, capitals, short names) and what each stands for."""
    known = {}
    for row in lexicons.rows("countries"):
        for column in ("aliases", "demonyms", "capital"):
            known |= {word.lower(): row["name"].lower() for word in row[column].split("|") if word}
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), known


def name(text: str) -> list[str]:
    """The words of a name, states under their common names."""
    pattern, known = states()
    return words(pattern.sub(lambda match: known[match[0]], text.lower()))


def alike(a: str, b: str) -> bool:
    """Two names for one actor: they share a word that says something, or are the same words."""
    x, y = name(a), name(b)
    return bool((set(x) & set(y)) - _EMPTY) or (bool(x) and x == y)


def pairs(gold: list[Record], found: list[Record]) -> dict[int, int]:
    """Indices of predicted frames by those of the gold ones they are paired with."""
    candidates = []
    for m, a in enumerate(gold):
        for n, b in enumerate(found):
            shared, touching = token_f1(content(a), content(b)), overlap(a["cue"], b["cue"])
            if group(a) == group(b) and (shared >= 0.3 or touching):
                candidates.append((shared + 0.5 * touching, m, n))
    out: dict[int, int] = {}
    for _, m, n in sorted(candidates, reverse=True):
        if m not in out and n not in out.values():
            out[m] = n
    return out


def links(frames: list[Record], number: dict[int, int]) -> set[tuple[int | None, str, int | None]]:
    """Who answers whom, in the numbers of the gold frames."""
    ids = [frame["id"] for frame in frames]
    return {
        (number.get(n), link["relation"], number.get(ids.index(link["frame"])))
        for n, frame in enumerate(frames)
        for link in frame["responds_to"]
        if link["frame"] in ids
    }


def judge(passage: Record, tally: Tally) -> None:
    """Compare what newslens finds in a passage with its annotation."""
    gold, found = passage["frames"], predict(passage)["frames"]
    paired = pairs(gold, found)
    for frame in gold:
        tally.add(group(frame), 0, 0, 1)
    for frame in found:
        tally.add(group(frame), 0, 1, 0)
    for m, n in paired.items():
        a, b = gold[m], found[n]
        tally.add(group(a), 1, 0, 0)
        tally.add("exact act", a["act"] == b["act"], 1, 1)
        tally.add("realis", a["realis"] == b["realis"], 1, 1)
        for role, what in (("demander", "demander"), ("demandee", "addressee")):
            x, y = ([party["entity"] for party in frame[role]] for frame in (a, b))
            right = sum(any(alike(who, other) for other in x) for who in y)
            tally.add(what, right, len(y), len(x), sum(any(alike(who, other) for other in y) for who in x))
        if a["content"]:
            tally.add("content", token_f1(content(a), content(b)), 1, 1)
        if a["status"] not in (None, "not_reported"):
            tally.add("status", a["status"] == b["status"], 1, 1)
    wanted = links(gold, dict(enumerate(range(len(gold)))))
    given = links(found, {n: m for m, n in paired.items()})
    tally.add("links", len(wanted & given), len(given), len(wanted))
    for trap in passage["non_demands"]:
        where = [trap["span"]]
        hit = any(overlap(where, f["cue"]) or any(overlap(where, c["spans"]) for c in f["content"]) for f in found)
        tally.add("traps", hit, 1, 1)


def report(name: str, tally: Tally) -> str:
    """The figures of one file as Markdown."""
    for what in _GROUPS:
        tally.add("all", tally.right[what], tally.given[what], tally.wanted[what])
    lines = [f"### {name}\n", "| | precision | recall | F1 | of |", "| --- | ---: | ---: | ---: | ---: |"]
    for what in (*_GROUPS, "all", "demander", "addressee", "links"):
        p, r, f1 = tally.figures(what)
        lines.append(f"| {what} | {p:.3f} | {r:.3f} | {f1:.3f} | {tally.wanted[what]} |")
    lines += ["\n| | share right | of |", "| --- | ---: | ---: |"]
    for what in ("exact act", "realis", "content", "status"):
        label = {"content": "content, token F1", "status": "status, answered acts"}.get(what, what)
        lines.append(f"| {label} | {tally.figures(what)[0]:.3f} | {tally.wanted[what]} |")
    return "\n".join([*lines, f"\n{tally.right['traps']} of {tally.wanted['traps']} traps fired\n"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", type=Path, nargs="*", help="all of benchmarks/demands/ if none")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="articles that some passages are part of")
    options = parser.parse_args()
    texts = articles(options.texts)
    files = options.passages or [f for f in sorted(_OWN.glob("*.jsonl")) if texts or f.stem != "news"]
    for path in files:
        tally = Tally()
        for passage in read(path, texts):
            judge(passage, tally)
        print(report(path.name, tally))


if __name__ == "__main__":
    main()
