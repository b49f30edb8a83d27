"""Annotated acts to windows with labels: passages in a short notation, and JSON lines.

A passage of `training/acts/*.txt` is a text and, after a line of two hyphens, a line for every act:

    === w101 | trade
    Oslo was urged to drop its tariff by a group of 14 nations, a spokesman said. The ministry said it would study it.
    --
    f1 request | urged | a group of 14 nations | Oslo=Norway | drop its tariff | by=a spokesman
    f2 deferral | would study | The ministry=Norway | - | study {{it}} | -> f1 defers
    trap | … | why it is no act

The columns are: id and act, cue, who performs it, to whom, what; `-` where the text has none. Every string stands in
the text just once, or braces mark the part that counts in a string that does. ` & ` joins pieces of a cue or of an
item, or several actors, ` ;; ` several items; `=…` after a mention is the name it stands for; `~` before an item says
that it is not to be done, `[status]` after it what came of it. `status=` and `ev=` tell what came of the act and the
words that show it, `by=` who reports it; after `->` stands which act is answered, and how.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import passages
from newslens.acts.reader import ACTS, REALIS
from newslens.encoder import Encoded, Word, encode, split_words, windows
from training.data import CONTEXT, SKIP

Record = dict[str, Any]
_STATUS = frozenset(
    "withdrawn mixed partly_accepted rejected accepted countered under_consideration unanswered not_reported".split()
)
_RELATIONS = frozenset({"rejects", "accepts", "defers", "counters"})
_ANSWERS = frozenset({"refusal", "acceptance", "deferral"})
_MARKED = re.compile(r"(?s)(.*)\{\{(.*)\}\}(.*)$")


@dataclasses.dataclass(frozen=True)
class Example:
    """A window; for each of its words the act it shows (0: none) and the realis; for each word that begins an act the
    words in its cue, its content, its demanders and addressees, and those that begin the acts it answers."""

    encoded: Encoded
    acts: list[int]
    realis: list[int]
    roles: dict[int, tuple[list[int], ...]]


def read(path: Path, texts: Mapping[str, str]) -> list[Record]:
    """The annotated texts of a file in the notation (.txt) or of JSON lines (`benchmarks/passages.py`)."""
    if path.suffix == ".txt":
        return [passage(block) for block in re.split(r"(?m)^=== ", path.read_text(encoding="utf-8"))[1:]]
    return passages.read(path, texts)


def passage(block: str) -> Record:
    """A passage's record, as `benchmarks/demands.py` reads it. ValueError where the notation is wrong."""
    head, *lines = block.strip("\n").split("\n")
    name, _, genre = head.partition("|")
    try:
        cut = lines.index("--")
        text = "\n".join(lines[:cut]).strip("\n")
        rows = [line.split(" | ") for line in lines[cut + 1 :] if line.strip()]
        frames = [_frame(text, [cell.strip() for cell in row]) for row in rows if row[0] != "trap"]
        traps = [_said(text, row[1]) | {"why": row[2]} for row in rows if row[0] == "trap"]
        ids = [frame["id"] for frame in frames]
        pointed = {link["frame"] for f in frames for link in f["responds_to"]} | {
            b for f in frames for b in f["backed_by"]
        }
        if pointed - {*ids}:
            raise ValueError(f"there is no {', '.join(sorted(pointed - {*ids}))}")
    except (ValueError, IndexError) as error:
        raise ValueError(f"{name.strip()}: {error}") from error
    return {"id": name.strip(), "genre": genre.strip(), "text": text, "frames": frames, "non_demands": traps}


def _frame(text: str, cells: list[str]) -> Record:
    (name, act), cue, who, whom, what = cells[0].split(), *cells[1:5]
    if act not in ACTS:
        raise ValueError(f"{act!r} is no act")
    cues = [_place(text, piece) for piece in cue.split(" & ")]
    items = [] if what == "-" else [_item(text, item) for item in what.split(" ;; ")]
    frame: Record = {
        "id": name,
        "act": act,
        "cue": cues,
        "demander": _actors(text, who),
        "demandee": _actors(text, whom),
    }
    frame |= {"content": items, "realis": "actual", "reported_by": None, "status_evidence": None}
    frame |= {"status": None if act in _ANSWERS else "not_reported", "backed_by": [], "responds_to": []}
    for cell in cells[5:]:
        if cell.startswith("->"):
            links = [link.split() for link in cell[2:].split(",")]
            frame["responds_to"] += [{"frame": target, "relation": relation} for target, relation in links]
            continue
        key, _, value = cell.partition("=")
        if key in {"status", "realis"}:
            frame[key] = value
        elif key == "ev":
            frame["status_evidence"] = _said(text, value)
        elif key == "by":
            frame["reported_by"] = _actors(text, value)[0]
        elif key in {"deadline", "condition", "in_return"}:
            frame[key] = _said(text, value)
        elif key == "backed":
            frame["backed_by"] = value.split()
        else:
            raise ValueError(f"{cell!r} is not known")
    known = frame["realis"] in REALIS and frame["status"] in {None, *_STATUS}
    if not known or {link["relation"] for link in frame["responds_to"]} - _RELATIONS:
        raise ValueError(f"{name} has a realis, status or relation that there is not")
    return frame


def _place(text: str, marked: str) -> list[int]:
    """Where a string, or the part of it in braces, stands in a text."""
    if found := _MARKED.match(marked.strip()):
        before, target, after = found.groups()
    else:
        before, target, after = "", marked.strip(), ""
    if not target or text.count(before + target + after) != 1:
        raise ValueError(f"{marked!r} stands {text.count(before + target + after)} times in the text")
    start = text.index(before + target + after) + len(before)
    return [start, start + len(target)]


def _said(text: str, marked: str) -> Record:
    span = _place(text, marked)
    return {"span": span, "text": text[slice(*span)]}


def _actors(text: str, cell: str) -> list[Record]:
    out = []
    for mention in [] if cell in {"", "-"} else cell.split(" & "):
        words, _, name = mention.partition("=")
        said = _said(text, words)
        out.append(said | {"entity": name.strip() or said["text"]})
    return out


def _item(text: str, cell: str) -> Record:
    refrain = cell.startswith("~")
    status = re.search(r"\[(\w+)\]$", cell)
    cell = cell[refrain : status.start() if status else None]
    spans = [_place(text, piece) for piece in cell.split(" & ")]
    words = " ".join(text[slice(*span)] for span in spans)
    polarity = "refrain" if refrain else "do"
    return {"spans": spans, "text": words, "polarity": polarity, "status": status[1] if status else None}


def examples(records: list[Record]) -> list[Example]:
    """Every window of every text, with its labels."""
    out = []
    for record in records:
        words = split_words(record["text"])
        acts, realis, roles = labels(words, record["frames"])
        for window in windows(words, context=CONTEXT):
            first, last, _ = window
            here = {
                begins - first: tuple([k - first for k in role if first <= k < last] for role in parts)
                for begins, parts in roles.items()
                if first <= begins < last
            }
            out.append(Example(encode(words, window), acts[first:last], realis[first:last], here))
    return out


def labels(words: list[Word], frames: list[Record]) -> tuple[list[int], list[int], dict[int, tuple[list[int], ...]]]:
    """Act and realis of every word, and the roles of every act by the first word of its cue.

    A word that two cues share goes to the shorter.
    """

    def cover(spans: list[list[int]]) -> list[int]:
        return [k for k, w in enumerate(words) if any(w.start < e and s < w.end for s, e in spans)]

    acts, realis = [0] * len(words), [SKIP] * len(words)
    begins = {frame["id"]: min(cover(frame["cue"]), default=SKIP) for frame in frames}
    roles = {}
    for frame in sorted(frames, key=lambda f: -sum(e - s for s, e in f["cue"])):
        cue = cover(frame["cue"])
        for k in cue:
            acts[k], realis[k] = 1 + ACTS.index(frame["act"]), REALIS.index(frame["realis"])
        if cue:
            roles[cue[0]] = (
                cue,
                [k for item in frame["content"] for k in cover(item["spans"])],
                [k for actor in frame["demander"] for k in cover([actor["span"]])],
                [k for actor in frame["demandee"] for k in cover([actor["span"]])],
                [begins[link["frame"]] for link in frame["responds_to"] if begins[link["frame"]] != SKIP],
            )
    return acts, realis, roles
