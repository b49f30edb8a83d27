"""Shares of a corpus over time: a small picture per outlet, all on one scale, so that they can be set side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslens.charts import _DPI, _FONT, _INK, _MUTED, _WIDTH, Picture, _nothing
from newslens.looks import BLUE
from newslens.markup import missing, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIDE_BY_SIDE = 3
_TALL = 1.9
_LABELED = 8  # months that can each have a number and a name; of more the first and the last have


def over_time(rows: list[dict[str, Any]], by: str, what: str) -> Picture:
    """What `nl.charts.over_time` shows."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = [row for row in rows if not missing(row["month"])]
    if not rows:
        return _nothing("No article has a date.")
    panels: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: str(row["month"])):
        panels.setdefault(_name(row[by], by), []).append(row)
    times = [_number(row["month"]) for row in rows]
    first, last = min(times), max(times)
    top = max(float(row["high"]) for row in rows)
    high = -(-len(panels) // _SIDE_BY_SIDE)
    figure = Figure(figsize=(_WIDTH, high * _TALL), facecolor="white", dpi=_DPI)
    FigureCanvasAgg(figure)
    for n, (name, points) in enumerate(panels.items()):
        line, column = divmod(n, _SIDE_BY_SIDE)
        box = (0.01 + column / _SIDE_BY_SIDE, 1 - (line + 1 - 0.15) / high, 0.96 / _SIDE_BY_SIDE, 0.7 / high)
        axes = figure.add_axes(box)
        axes.set_axis_off()
        axes.set_xlim(first - 0.6, last + 0.6)
        axes.set_ylim(0, max(top, 0.05) * 1.04)
        axes.axhline(0, color=_MUTED, linewidth=1)
        axes.set_title(name, loc="left", size=9.5, color=_INK, family=_FONT, weight="bold", parse_math=False)
        _points(axes, points, first, last)
    said = "; ".join(
        f"{name} " + ", ".join(f"{row['share']:.0%} in {row['month']}" for row in points)
        for name, points in panels.items()
    )
    return Picture(figure, f"{what} by month: {said}.")


def _points(axes: Axes, points: list[dict[str, Any]], first: int, last: int) -> None:
    from matplotlib.patheffects import withStroke

    halo = withStroke(linewidth=2, foreground="white")
    at = [_number(row["month"]) for row in points]
    shares = [float(row["share"]) for row in points]
    axes.vlines(
        at, [row["low"] for row in points], [row["high"] for row in points], color=BLUE, linewidth=5, alpha=0.25
    )
    axes.plot(at, shares, "o-", color=BLUE, linewidth=1.2, markersize=5, clip_on=False)
    for x, share, row in zip(at, shares, points, strict=True):
        if last - first < _LABELED or x in {at[0], at[-1]}:
            look: dict[str, Any] = {"size": 8, "family": _FONT, "textcoords": "offset points", "path_effects": [halo]}
            axes.annotate(f"{share:.0%}", (x, share), (0, 5), ha="center", color=_INK, **look)
            axes.annotate(_called(str(row["month"])), (x, 0), (0, -4), ha="center", va="top", color=_MUTED, **look)


def _number(month: str) -> int:
    year, number = str(month).split("-")
    return int(year) * 12 + int(number) - 1


def _called(month: str) -> str:
    """“2023-02” → “Feb”; a January has its year below it."""
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    year, number = month.split("-")
    return names[int(number) - 1] + (f"\n{year}" if number == "01" else "")


def _name(value: Any, by: str) -> str:
    return f"no {plain(by)}" if missing(value) else plain(value)
