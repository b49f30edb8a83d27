"""From decisions to findings: what a log says, applied in its order to what was found."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

from newslens.analysis import record_class
from newslens.article import Article
from newslens.decisions.changes import cast, changed, values
from newslens.decisions.log import Decision
from newslens.errors import OptionError
from newslens.tables import Finding, dtypes


@dataclasses.dataclass(frozen=True)
class Item:
    """A finding as it was found or added, as it reads now, and the decision on it (None: none yet)."""

    found: Finding
    now: Finding
    decision: str | None = None
    added: bool = False


def held(said: Sequence[Decision]) -> list[Decision]:
    """The decisions that were not undone; each undo takes back the last one before it."""
    out: list[Decision] = []
    for decision in said:
        if decision.decision != "undo":
            out.append(decision)
        elif out:
            out.pop()
    return out


def replay(article: Article, found: Sequence[Finding], said: Sequence[Decision]) -> tuple[list[Item], list[Decision]]:
    """The findings with all decisions that hold, those added at the end; and the decisions whose finding is gone.

    Rejected is what was rejected last; else a finding is added, or corrected if it reads other than it was found, or
    confirmed.
    """
    items = [Item(record, record) for record in found]
    lost = []
    for decision in held(said):
        if decision.decision == "add":
            new = made(article, decision)
            items.append(Item(new, new, "add", added=True))
            continue
        n = index(items, decision)
        if n is None:
            lost.append(decision)
            continue
        now = changed(article, decision.lens, items[n].now, decision.fields, decision.spans)
        stands = "add" if items[n].added else "correct" if now != items[n].found else "confirm"
        stands = "reject" if decision.decision == "reject" else stands
        items[n] = dataclasses.replace(items[n], now=now, decision=stands)
    return items, lost


def index(items: Sequence[Item], decision: Decision) -> int | None:
    """Which finding a decision is about: the same id at the same place, else the one with the same parts there.

    Findings are numbered anew when newslens is updated, so that an id alone says little; the text is the same.
    """
    added = [n for n, item in enumerate(items) if item.added and item.found.id == decision.id]
    if added:
        return added[0]
    here = (decision.start, decision.end)
    there = [n for n, item in enumerate(items) if not item.added and (item.found.start, item.found.end) == here]
    named = [n for n in there if items[n].found.id == decision.id]
    alike = [n for n in there if items[n].found.parts == decision.parts]
    both = [n for n in named if n in alike]
    return next((fitting[0] for fitting in (both, alike, named, there) if len(fitting) == 1), None)


def made(article: Article, decision: Decision) -> Finding:
    """The record of an added finding; OptionError that lists the columns it lacks. Scores may be missing."""
    record = record_class(decision.lens)
    given = {column: cast(record, column, value) for column, value in decision.fields.items() if value is not None}
    lacking = []
    for field in dataclasses.fields(record):
        name = field.name
        if name in given or name in Finding.__dataclass_fields__ or field.default is not dataclasses.MISSING:
            continue
        if dtypes(record)[name] == "float64":
            given[name] = math.nan
        else:
            listed = values(record).get(name)
            lacking.append(f"{name} ({', '.join(listed)})" if listed else name)
    if lacking:
        raise OptionError(f"To add to the {decision.lens}, also give: {'; '.join(lacking)}.")
    place: dict[str, Any] = {name: getattr(decision, name) for name in ("id", "start", "end", "text", "parts")}
    new: Finding = record(article=article.id, **place, **given)
    return new
