"""Who acts toward whom, drawn as a network: the looks of each kind of act, and the drawing itself."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from newslens.charts import _DPI, _FONT, _INK, _MUTED, _WIDTH, Picture, _fold, _nothing, _text
from newslens.ledger import GROUP
from newslens.looks import BLUE, GRAY, GREEN, ORANGE, PURPLE, VERMILION
from newslens.markup import count, missing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top, in inches

#: kind of act → verb, color, line and marker: each of the three alone tells them apart
LOOKS: dict[str, tuple[str, str, Any, str]] = {
    "asks": ("asks", BLUE, "solid", "o"),
    "offers": ("offers", GREEN, (0, (7, 2)), "s"),
    "threatens": ("threatens", VERMILION, (0, (1.2, 1)), "^"),
    "refuses": ("refuses", PURPLE, (0, (4, 1.2, 1, 1.2)), "X"),
    "accepts": ("accepts", ORANGE, (0, (3, 1.2)), "P"),
    "puts_off": ("puts off", GRAY, (0, (1, 2.4)), "D"),
}


VERBS = {
    "condition": "sets terms",
    "demand": "demands",
    "appeal": "appeals",
    "request": "asks",
    "offer": "offers",
    "promise": "promises",
    "threat": "threatens",
    "refusal": "refuses",
    "acceptance": "accepts",
    "deferral": "puts off",
}
NOBODY = "nobody named"
_MOST_ACTORS = 8  # in one network; what is beyond is counted, not drawn


class Arrow(NamedTuple):
    """All acts of one kind from one actor toward another."""

    start: str
    end: str
    group: str
    acts: tuple[str, ...]
    ids: tuple[str, ...]

    @property
    def verb(self) -> str:
        """What is done: by the act, where all are of one, else by their kind."""
        return VERBS[self.acts[0]] if len(set(self.acts)) == 1 else LOOKS[self.group][0]

    @property
    def label(self) -> str:
        """“demands d2”: what is done, and the rows that say so."""
        ids = " ".join(self.ids[:3]) + (f" +{len(self.ids) - 3}" if len(self.ids) > 3 else "")
        return f"{self.verb} {ids}"


@dataclasses.dataclass
class _Node:
    name: str
    at: Point
    box: Box


def network(rows: Sequence[dict[str, Any]]) -> Picture:
    """The picture of `charts.network`, from the rows of a table of demands."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for row in rows:
        for a, b in itertools.product(parties(row["demander"]), toward(row, rows)):
            if a != b and row["act"] in GROUP:
                found.setdefault((a, b, GROUP[row["act"]]), []).append((row["act"], str(row["id"])))
    acts: dict[str, int] = {}
    for (a, b, _), of in found.items():
        for name in (a, b):
            acts[name] = acts.get(name, 0) + len(of)
    chosen: set[str] = set()
    for a, b, _ in sorted(found, key=lambda key: -acts[key[0]] - acts[key[1]]):
        chosen |= {a, b} if len(chosen | {a, b}) <= _MOST_ACTORS else set()
    drawn = sorted(chosen, key=lambda name: (name == NOBODY, -acts[name], name))
    arrows = [Arrow(*key, *zip(*of, strict=True)) for key, of in found.items() if {*key[:2]} <= chosen]
    if not arrows:
        return _nothing("No act in the article goes from one actor to another.")
    rest = len(acts) - len(drawn)
    more = f"and {count(rest, 'more actor')}" if rest else ""
    said = "; ".join(filter(None, (*map(_deed, arrows), more)))
    return Picture(_network(drawn, arrows, more), f"Who acts toward whom: {said}.")


def parties(names: object) -> list[str]:
    """The parties in a column that joins them."""
    return [NOBODY] if missing(names) else [" ".join(name.split()) for name in str(names).split(" ; ")]


def toward(row: dict[str, Any], rows: Sequence[dict[str, Any]]) -> list[str]:
    """Toward whom: the addressees; of an answer that names none, whoever asked."""
    if not missing(row["addressees"]) or missing(row["responds_to"]):
        return parties(row["addressees"])
    answered = str(row["responds_to"]).split(" ; ")
    askers = [name for other in rows if other["id"] in answered for name in parties(other["demander"])]
    return list(dict.fromkeys(askers)) or [NOBODY]


def _deed(arrow: Arrow) -> str:
    """“Russia → NATO: demands (d2)”."""
    whom = "" if arrow.end == NOBODY else f" → {arrow.end}"
    return f"{arrow.start}{whom}: {arrow.verb} ({', '.join(arrow.ids)})"


def _network(names: Sequence[str], arrows: Sequence[Arrow], more: str) -> Figure:
    """Actors on an ellipse in the given order, an arrow per kind of act; everything is placed in inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    tall = 2.0 if len(names) < 3 else min(6.6, 2.4 + 0.5 * len(names))
    figure = Figure(figsize=(_WIDTH, tall), facecolor="white", dpi=_DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(0, tall)
    nodes = _nodes(axes, names, tall)
    taken = [node.box for node in nodes.values()]
    depths = _depths(arrows)
    curves = [_curve(nodes[a.start], nodes[a.end], depth) for a, depth in zip(arrows, depths, strict=True)]
    for arrow, curve in zip(arrows, curves, strict=True):
        _draw_arrow(axes, arrow, curve)
    for n, arrow in enumerate(arrows):
        others = [p for k, curve in enumerate(curves) if k != n for p in curve]
        taken.append(_label(axes, arrow, curves[n], taken, others))
    _fit(axes, taken, [p for curve in curves for p in curve], more)
    return figure


def _depths(arrows: Sequence[Arrow]) -> list[float]:
    """How far each arrow bows out, in inches: those between two actors fan out, there and back on either side."""
    out = [0.12] * len(arrows)
    for pair in dict.fromkeys(frozenset(a[:2]) for a in arrows):
        mine = [k for k, a in enumerate(arrows) if frozenset(a[:2]) == pair]
        there = [k for k in mine if arrows[k].start == arrows[mine[0]].start]
        fan = there[::-1] + [k for k in mine if k not in there]
        for place, k in enumerate(fan if len(fan) > 1 else ()):
            side = 0.62 * ((len(fan) - 1) / 2 - place)
            out[k] = side if k in there else -side
    return out


def _fit(axes: Axes, boxes: Sequence[Box], points: Sequence[Point], more: str) -> None:
    """Height as needed, the drawing in the middle: a length in it stays the same length in print."""
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    low = min(*(b[1] for b in boxes), *(p[1] for p in points)) - 0.14 - (0.3 if more else 0)
    high = max(*(b[3] for b in boxes), *(p[1] for p in points)) + 0.14
    shift = (left + right - _WIDTH) / 2
    axes.figure.set_size_inches(_WIDTH, high - low)  # type: ignore[union-attr]
    axes.set_xlim(shift, shift + _WIDTH)
    axes.set_ylim(low, high)
    _text(axes, shift + 0.2, low + 0.16, more, ha="left", color=_MUTED, size=8.5)


def _nodes(axes: Axes, names: Sequence[str], tall: float) -> dict[str, _Node]:
    out = {}
    middle = (_WIDTH / 2, tall / 2)
    radii = (_WIDTH / 2 - 1.05, tall / 2 - 0.45)
    for n, name in enumerate(names):
        turn = math.pi - 2 * math.pi * n / len(names)  # the first at the left, then clockwise
        at = (middle[0] + radii[0] * math.cos(turn), middle[1] + radii[1] * math.sin(turn))
        look: dict[str, Any] = {"style": "italic", "color": _MUTED} if name == NOBODY else {"weight": "bold"}
        text = axes.text(
            *at, _fold(name, 15), ha="center", va="center", size=9.5, family=_FONT, parse_math=False, zorder=4,
            **({"color": _INK} | look),
        )  # fmt: skip
        box = _grown(_extent(axes, text), 0.09)
        out[name] = _Node(name, at, box)
        _frame(axes, box, dashed=name == NOBODY)
    return out


def _extent(axes: Axes, text: Any) -> Box:
    renderer: Any = axes.figure.canvas
    box = text.get_window_extent(renderer.get_renderer())
    return tuple(float(v) / _DPI for v in (box.x0, box.y0, box.x1, box.y1))  # type: ignore[return-value]


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _frame(axes: Axes, box: Box, *, dashed: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    shape = FancyBboxPatch(
        (box[0], box[1]),
        box[2] - box[0],
        box[3] - box[1],
        boxstyle="round,pad=0,rounding_size=0.08",
        facecolor="white",
        edgecolor=_MUTED,
        linewidth=1,
        linestyle="--" if dashed else "-",
        zorder=3,
    )
    axes.add_patch(shape)


def _curve(a: _Node, b: _Node, depth: float) -> list[Point]:
    """Points of a bow from one frame to the other; there and back bow to opposite sides."""
    (x0, y0), (x1, y1) = a.at, b.at
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    control = ((x0 + x1) / 2 - depth * (y1 - y0) / length, (y0 + y1) / 2 + depth * (x1 - x0) / length)
    points = []
    for k in range(201):
        t = k / 200
        x = (1 - t) ** 2 * x0 + 2 * t * (1 - t) * control[0] + t**2 * x1
        y = (1 - t) ** 2 * y0 + 2 * t * (1 - t) * control[1] + t**2 * y1
        points.append((x, y))
    outside = [p for p in points if not _inside(p, _grown(a.box, 0.04)) and not _inside(p, _grown(b.box, 0.05))]
    return outside if len(outside) > 2 else points


def _inside(point: Point, box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _draw_arrow(axes: Axes, arrow: Arrow, curve: list[Point]) -> None:
    from matplotlib.patches import FancyArrowPatch, PathPatch
    from matplotlib.path import Path

    _, color, line, _ = LOOKS[arrow.group]
    axes.add_patch(PathPatch(Path(curve), fill=False, edgecolor=color, linewidth=2, linestyle=line, zorder=1))
    tip = next((p for p in reversed(curve) if math.dist(p, curve[-1]) > 0.12), curve[0])
    axes.add_patch(
        FancyArrowPatch(
            tip,
            curve[-1],
            arrowstyle="-|>",
            mutation_scale=15,
            color=color,
            linewidth=0,
            shrinkA=0,
            shrinkB=0,
            zorder=2,
        )
    )


def _label(axes: Axes, arrow: Arrow, curve: list[Point], taken: list[Box], others: list[Point]) -> Box:
    """The arrow's words on its line, where they cover no actor, no other words and if possible no other arrow."""
    text = axes.text(
        0, 0, arrow.label, ha="center", va="center", size=8.5, family=_FONT, color=_INK, parse_math=False, zorder=5,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
    )  # fmt: skip
    best: tuple[float, Point, Box] | None = None
    for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82):
        at = curve[round(share * (len(curve) - 1))]
        text.set_position(at)
        box = _grown(_extent(axes, text), 0.03)
        covered = 10 * sum(_shared(box, other) for other in taken) + 0.01 * sum(_inside(p, box) for p in others)
        if best is None or covered < best[0] - 1e-9:
            best = (covered, at, box)
        if covered == 0:
            break
    assert best is not None
    text.set_position(best[1])
    return best[2]


def _shared(a: Box, b: Box) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0
