"""Who is heard where, drawn: a column per article, a row per source, a dot with the number of attributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslens import charts
from newslens.looks import GRAY
from newslens.markup import count, plain

if TYPE_CHECKING:
    from newslens.charts import Picture
    from newslens.compare import Comparison

#: white behind a number, so that no line runs through it
_PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 1}


def compare_sources(comparison: Comparison) -> Picture:
    """The picture; see `newslens.charts.compare_sources`."""
    table, names = comparison.sources, comparison.names
    if not len(table):
        return charts._nothing("No article attributes anything to a source.")
    rows = table.to_dict("records")
    drawn = rows[: charts._MOST]
    figure, axes = charts._axes(len(drawn), top=0.62, bottom=0.34)
    axes.set_position((0.36, axes.get_position().y0, 0.62, axes.get_position().height))
    axes.set_xlim(-0.5, len(names) - 0.5)
    width = max(8, 44 // len(names))
    for x, name in enumerate(names):
        charts._text(axes, x, -0.55, charts._fold(name, width), ha="center", va="bottom", weight="bold")
    for y, row in enumerate(drawn):
        color, hatch = charts.KINDS.get(row["kind"], (GRAY, ""))
        axes.plot([-0.5, len(names) - 0.5], [y, y], color="#d8d4ce", linewidth=0.8, zorder=0)
        charts._text(axes, -0.54, y, charts._fold(f"{row['name']} · {plain(row['kind'])}", 34), ha="right")
        for x, name in enumerate(names):
            if row[name]:
                size = 60 + 45 * min(row[name], 10)
                face = "white" if hatch else color
                axes.scatter([x], [y], s=size, color=face, edgecolors=color, linewidths=1.8, zorder=2)
                charts._text(
                    axes, x + 0.036 * len(names), y, str(row[name]), ha="left", color=charts._MUTED, bbox=_PLATE
                )
    rest = len(rows) - len(drawn)
    more = f"and {count(rest, 'more source')}" if rest else ""
    legend = "hollow: not named"
    charts._text(
        axes, -0.5, len(drawn) - 0.4, " · ".join(filter(None, (legend, more))), ha="left", va="top",
        color=charts._MUTED, size=8.5,
    )  # fmt: skip
    said = "; ".join(
        f"{row['name']} ({plain(row['kind'])}) " + ", ".join(f"{row[name]} in {name}" for name in names if row[name])
        for row in drawn
    )
    return charts.Picture(figure, f"Attributions to each source: {said}{'; ' + more if more else ''}.")
