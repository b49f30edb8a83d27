"""What was said when, drawn as a timeline: the dated acts in order, then those that the article does not date."""

from __future__ import annotations

import datetime
import itertools
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from newslens.charts import _MOST, _MUTED, Picture, _axes, _text
from newslens.diagrams import LOOKS, NOBODY, parties, toward
from newslens.ledger import GROUP
from newslens.markup import count, day, missing, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Entry(NamedTuple):
    """One act on the timeline; `first` and `last` are None where the article does not date it."""

    first: datetime.date | None
    last: datetime.date | None
    words: str
    group: str
    who: str
    what: str


def timeline(rows: Sequence[dict[str, Any]]) -> Picture:
    """The picture of `charts.timeline`, from the rows of a table of demands."""
    import pandas as pd

    entries = []
    for row in rows:
        first, last = (None if missing(row[c]) else pd.Timestamp(row[c]).date() for c in ("said_on", "said_until"))
        whom = [name for name in toward(row, rows) if name != NOBODY]
        who = " → ".join(filter(None, ("; ".join(parties(row["demander"])), "; ".join(whom))))
        what = row["act"] + ("" if missing(row["content"]) else f": {plain(row['content'])}")
        words = "" if missing(row["said_when"]) else str(row["said_when"])
        entries.append(Entry(first, last, words, GROUP.get(row["act"], "asks"), who, what))
    never = datetime.date.max
    entries.sort(key=lambda e: (e.first or never, e.last or never))
    rest = len(entries) - _MOST
    more = f"and {count(rest, 'more act')}" if rest > 0 else ""
    said = [f"{_said(e)}: {e.who}, {e.what}" for e in entries[:_MOST]]
    figure = _timeline(entries[:_MOST], more)
    return Picture(figure, f"What was said when: {'; '.join(filter(None, (*said, more)))}.")


def _said(entry: Entry) -> str:
    if entry.first is None:
        return "undated"
    through = "" if entry.last in {None, entry.first} else f" to {day(entry.last)}"
    return day(entry.first) + through


def _timeline(entries: Sequence[Entry], more: str) -> Figure:
    """A row per act: when at the left, its place in time in the middle, who and what at the right."""
    rows = list(_with_gap(entries))
    figure, axes = _axes(len(rows), height=0.5, top=0.42, bottom=0.34 if more else 0.12)
    axes.set_position((0.02, *axes.get_position().bounds[1:2], 0.96, axes.get_position().height))
    axes.set_xlim(0, 1)
    dated = [e for e in rows if e is not None and e.first is not None]
    left, right = 0.24, 0.44
    if dated:
        first = min(e.first for e in dated if e.first).toordinal()
        last = max(e.last or e.first for e in dated if e.first).toordinal()
        span = max(last - first, 1)
        one = first == last

        def x(date: datetime.date) -> float:
            return (left + right) / 2 if one else left + (right - left) * (date.toordinal() - first) / span

        bottom = max(n for n, e in enumerate(rows) if e is not None and e.first is not None)
        for date in dict.fromkeys((first, last)):
            at = x(datetime.date.fromordinal(date))
            axes.plot([at, at], [-0.4, bottom + 0.4], color="#d8d4ce", linewidth=1, zorder=0)
            side = "center" if one else "left" if date == first else "right"
            end = datetime.date.fromordinal(date)
            short = f"{end:%b} {end.day}" if _year(first) == _year(last) else _day(end)
            _text(axes, at, -0.5, short, ha=side, va="bottom", color=_MUTED, size=8)
    for n, entry in enumerate(rows):
        if entry is None:
            axes.plot([0, 1], [n, n], color="#d8d4ce", linewidth=1)
            continue
        _, color, line, marker = LOOKS[entry.group]
        when = "undated" if entry.first is None else _span(entry.first, entry.last)
        said = f"“{entry.words}”" if entry.words else ""
        _text(axes, 0, n - 0.17 if said else n, when, ha="left", size=9)
        _text(axes, 0, n + 0.19, textwrap.shorten(said, 24, placeholder=" …”"), ha="left", color=_MUTED, size=8)
        if entry.first is not None:
            a, b = x(entry.first), x(entry.last or entry.first)
            axes.plot([a, b], [n, n], color=color, linewidth=2.4, linestyle=line, solid_capstyle="butt", zorder=1)
            axes.plot([(a + b) / 2], [n], marker, color=color, markersize=8, markeredgecolor="white", zorder=2)
        _text(axes, 0.48, n - 0.17, textwrap.shorten(entry.who, 46, placeholder=" …"), ha="left", weight="bold", size=9)
        _text(axes, 0.48, n + 0.19, textwrap.shorten(entry.what, 56, placeholder=" …"), ha="left", size=8.5)
    _text(axes, 0, len(rows) - 0.4, more, ha="left", va="top", color=_MUTED, size=8.5)
    return figure


def _with_gap(entries: Sequence[Entry]) -> Iterator[Entry | None]:
    """The dated, a line, the undated."""
    for before, entry in itertools.pairwise([None, *entries]):
        if entry is not None and before is not None and entry.first is None and before.first is not None:
            yield None
        yield entry


def _year(ordinal: int) -> int:
    return datetime.date.fromordinal(ordinal).year


def _day(date: datetime.date) -> str:
    return f"{date:%b} {date.day}, {date.year}"


def _span(first: datetime.date, last: datetime.date | None) -> str:
    """“Jan 17–23, 2022”, “Jan 31 – Feb 6, 2022”."""
    if last is None or last == first:
        return _day(first)
    if first.year != last.year:
        return f"{_day(first)} – {_day(last)}"
    if first.month != last.month:
        return f"{first:%b} {first.day} – {_day(last)}"
    return f"{first:%b} {first.day}–{last.day}, {last.year}"
