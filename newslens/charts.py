"""Pictures of the tables: drawn with matplotlib, labeled directly, each with its text for those who do not see it."""

from __future__ import annotations

import dataclasses
import functools
import io
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslens.errors import OptionError
from newslens.looks import BLUE, GRAY, GREEN, ORANGE, PURPLE, SKY, VERMILION
from newslens.markup import MISSING, count, missing, plain, signed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from newslens.compare import Comparison

#: kind of source → color and hatching; sources without a name are hatched, so that they stand out without color
KINDS = {
    "named_person": (BLUE, ""),
    "institution": (GREEN, ""),
    "document": (PURPLE, ""),
    "media": (SKY, ""),
    "public": (ORANGE, ""),
    "unnamed": (VERMILION, "////"),
}
#: status of a demand → sign, word and color
STATUS = {
    "accepted": ("✓", GREEN),
    "partly_accepted": ("✓", GREEN),
    "rejected": ("✗", VERMILION),
    "withdrawn": ("✗", GRAY),
    "countered": ("↺", PURPLE),
    "mixed": ("~", PURPLE),
    "under_consideration": ("…", ORANGE),
    "unanswered": ("?", ORANGE),
    "not_reported": ("?", GRAY),
}
_INK, _MUTED, _FONT = "#1c1b1a", "#5c5955", "DejaVu Sans"
_WIDTH, _DPI = 7.4, 144
_MOST = 14  # bars in one picture; what is beyond is counted, not drawn


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Picture:
    """A drawing and what it says in words. `figure` is matplotlib's, to be changed at will."""

    figure: Figure
    alt: str

    @functools.cached_property
    def png(self) -> bytes:
        """The picture as PNG: the same data, the same bytes."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
        return buffer.getvalue()

    def save(self, path: str | Path) -> Path:
        """Write the picture; the ending of the name (png, svg, pdf) says how."""
        path = Path(path)
        known = self.figure.canvas.get_supported_filetypes()
        if path.suffix[1:].lower() not in known:
            raise OptionError(
                f"A picture cannot be saved as {path.suffix!r}. Known endings: {', '.join(sorted(known))}."
            )
        self.figure.savefig(path, dpi=_DPI)
        return path

    def _repr_png_(self) -> tuple[bytes, dict[str, Any]]:
        return self.png, {"alt": self.alt, "width": round(self.figure.get_figwidth() * 96)}

    def __repr__(self) -> str:
        return self.alt


def kinds(profile: pd.DataFrame) -> Picture:
    """How many of the attributed words come from each kind of source, from `sourcing_profile`.

    >>> import newslens as nl
    >>> article = nl.Article.from_text("The mayor, Ada Brook, said the bridge is safe.")
    >>> nl.charts.kinds(nl.sourcing_profile(article)).alt
    'Words by kind of source: named person 4 (100%).'
    """
    rows = [r for r in _rows(profile, "kind", "words", "share") if r["words"]]
    if not rows:
        return _nothing("The article attributes no words to a source.")
    rows.sort(key=lambda r: (-r["words"], r["kind"]))
    labels = [plain(r["kind"]) for r in rows]
    notes = [f"{r['share']:.0%} · {r['words']} {'word' if r['words'] == 1 else 'words'}" for r in rows]
    figure = _bars(labels, [r["words"] for r in rows], [r["kind"] for r in rows], notes)
    said = ", ".join(f"{label} {r['words']} ({r['share']:.0%})" for label, r in zip(labels, rows, strict=True))
    return Picture(figure, f"Words by kind of source: {said}.")


def speakers(sources: pd.DataFrame) -> Picture:
    """Who speaks, and how much: a bar per source, colored by kind, from `sources`.

    >>> import newslens as nl
    >>> article = nl.Article.from_text("The mayor, Ada Brook, said the bridge is safe.")
    >>> nl.charts.speakers(nl.sources(article)).alt
    'Words per source: Ada Brook (named person) 4.'
    """
    rows = [r for r in _rows(sources, "name", "kind", "words") if r["words"]]
    if not rows:
        return _nothing("The article attributes no words to a source.")
    rows.sort(key=lambda r: (-r["words"], r["name"]))
    drawn = rows[:_MOST]
    notes = [f"{r['words']} · {plain(r['kind'])}" for r in drawn]
    rest = rows[_MOST:]
    more = f"and {count(len(rest), 'more source')} with {count(sum(r['words'] for r in rest), 'word')}" if rest else ""
    names, words, sorts = zip(*((r["name"], r["words"], r["kind"]) for r in drawn), strict=True)
    figure = _bars(names, words, sorts, notes, more)
    said = ", ".join(f"{r['name']} ({plain(r['kind'])}) {r['words']}" for r in drawn)
    return Picture(figure, f"Words per source: {', '.join(filter(None, (said, more)))}.")


def tone(voices: pd.DataFrame) -> Picture:
    """The mean tone of each voice with its 95 % interval and the number of passages, from `tone_by_voice`.

    A voice with too few passages for an interval is a hollow dot. The scale runs from -1 (negative) to 1 (positive).

    >>> import newslens as nl
    >>> nl.charts.tone(nl.tone_by_voice(nl.Article.from_text("The plan is awful."))).alt.rsplit(" ", 3)[0]
    'Mean tone by voice, from −1 to +1: the article itself'
    """
    rows = _rows(voices, "voice", "speaker", "passages", "mean", "low", "high")
    if not rows:
        return _nothing("The article has no passage to score.")
    names = [_voice(r) for r in rows]
    colors = [_INK if r["voice"] == "author" else BLUE for r in rows]
    return _dots(rows, names, colors, "Mean tone by voice", "more voice")


def tone_toward(actors: pd.DataFrame) -> Picture:
    """The mean tone of each voice toward each actor that it mentions, from `tone_by_actor`; drawn like `tone`.

    >>> import newslens as nl
    >>> article = nl.Article.from_text("France made a terrible mistake.")
    >>> nl.charts.tone_toward(nl.tone_by_actor(article)).alt.rsplit(" ", 3)[0]
    'Mean tone toward each actor, from −1 to +1: France, by the article itself'
    """
    rows = _rows(actors, "target", "voice", "speaker", "passages", "mean", "low", "high")
    if not rows:
        return _nothing("The article mentions no actor.")
    names = [f"{r['target']}, by {_voice(r)}" for r in rows]
    colors = [_INK if r["voice"] == "author" else BLUE for r in rows]
    return _dots(rows, names, colors, "Mean tone toward each actor", "more pair of voice and actor")


def _voice(row: dict[str, Any]) -> str:
    return "the article itself" if row["voice"] == "author" else str(row["speaker"])


def _dots(
    rows: Sequence[dict[str, Any]], names: Sequence[str], colors: Sequence[str], title: str, others: str
) -> Picture:
    """A dot per row at its mean, with its interval; hollow where there is none."""
    drawn = rows[:_MOST]
    figure, axes = _axes(len(drawn), bottom=0.34)
    low, high = min(-0.5, *(_low(r) for r in drawn)), max(0.5, *(_high(r) for r in drawn))
    axes.axvline(0, color=_MUTED, linewidth=1)
    for n, (row, name, color) in enumerate(zip(drawn, names, colors, strict=False)):
        sure = not missing(row["low"])
        if sure:
            axes.plot([row["low"], row["high"]], [n, n], color=color, linewidth=2.5, solid_capstyle="butt", alpha=0.55)
        axes.plot(
            [row["mean"]], [n], "o", markersize=8, color=color, markerfacecolor=color if sure else "white", mew=1.8
        )
        _text(axes, low - 0.04 * (high - low), n, _fold(name), ha="right")
        note = (
            f"{row['mean']:+.2f}".replace("-", "−")
            + f" · {row['passages']} {'passage' if row['passages'] == 1 else 'passages'}"
        )
        _text(axes, high + 0.04 * (high - low), n, note, ha="left", color=_MUTED)
    axes.set_xlim(low, high)
    _text(axes, low, len(drawn) - 0.25, "← negative", ha="left", va="top", color=_MUTED)
    _text(axes, high, len(drawn) - 0.25, "positive →", ha="right", va="top", color=_MUTED)
    said = ", ".join(
        f"{name} {signed(row['mean'])} ({count(row['passages'], 'passage')}"
        + ("" if missing(row["low"]) else f", 95% interval {signed(row['low'])} to {signed(row['high'])}")
        + ")"
        for name, row in zip(names, drawn, strict=False)
    )
    more = f", and {count(len(rows) - len(drawn), others)}" if len(rows) > len(drawn) else ""
    return Picture(figure, f"{title}, from −1 to +1: {said}{more}.")


def demands(ledger: pd.DataFrame) -> Picture:
    """Who asks what of whom: an arrow per act from who performs it to whom it is addressed, with its status.

    >>> import newslens as nl
    >>> article = nl.Article.from_text("Norway demanded that Sweden reopen the border.")
    >>> nl.charts.demands(nl.demands(article)).alt
    'Who wants what: Norway → Sweden, demand: reopen the border (not reported).'
    """
    rows = _rows(ledger, "act", "demander", "addressees", "content", "status")
    if not rows:
        return _nothing("The article reports no demand, offer, threat or answer.")
    drawn = rows[:_MOST]
    figure, axes = _axes(len(drawn), height=0.74)
    axes.set_position((0.02, *axes.get_position().bounds[1:2], 0.96, axes.get_position().height))
    axes.set_xlim(0, 1)
    for n, row in enumerate(drawn):
        sign, color = STATUS.get(row["status"], ("", BLUE)) if not missing(row["status"]) else ("", BLUE)
        dashed = row["status"] in {"unanswered", "not_reported", "under_consideration"}
        axes.annotate(
            "",
            xy=(0.76, n),
            xytext=(0.24, n),
            arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 2, "linestyle": "--" if dashed else "-"},
        )
        for x, side, who in ((0.22, "right", row["demander"]), (0.78, "left", row["addressees"])):
            named: dict[str, Any] = {"color": _MUTED, "style": "italic"} if missing(who) else {"weight": "bold"}
            _text(axes, x, n, "nobody named" if missing(who) else _fold(plain(who), 20), ha=side, **named)
        what = "" if missing(row["content"]) else f": {plain(row['content'])}"
        _text(
            axes,
            0.5,
            n - 0.1,
            textwrap.shorten(row["act"] + what, 62, placeholder=" …"),
            ha="center",
            va="bottom",
            size=9,
        )
        if not missing(row["status"]):
            _text(axes, 0.5, n + 0.12, f"{sign} {plain(row['status'])}", ha="center", va="top", color=_MUTED, size=8.5)
    said = "; ".join(
        f"{plain(r['demander'])} → {plain(r['addressees'])}, {r['act']}"
        + ("" if missing(r["content"]) else f": {plain(r['content'])}")
        + ("" if missing(r["status"]) else f" ({plain(r['status'])})")
        for r in drawn
    )
    more = f"; and {count(len(rows) - len(drawn), 'more act')}" if len(rows) > len(drawn) else ""
    return Picture(figure, f"Who wants what: {said}{more}.")


def network(ledger: pd.DataFrame) -> Picture:
    """Who acts toward whom: an arrow for each kind of act, with the ids of the acts; from `demands`.

    Asking, offering, threatening, refusing, accepting and putting off differ in line, color and word. An answer goes to
    whoever asked, also where it does not name them.

    >>> import newslens as nl
    >>> article = nl.Article.from_text("Norway demanded that Sweden open the border. Sweden refused.")
    >>> nl.charts.network(nl.demands(article)).alt
    'Who acts toward whom: Norway → Sweden: demands (d1); Sweden → Norway: refuses (d2).'
    """
    from newslens import diagrams

    rows = _rows(ledger, "id", "act", "demander", "addressees", "responds_to")
    return diagrams.network(rows) if rows else _nothing("The article reports no demand, offer, threat or answer.")


def timeline(ledger: pd.DataFrame) -> Picture:
    """When each act was said, as far as the article dates it; what it does not date comes last; from `demands`.

    A span (“last week”) is a line. Days follow from the article's date, so that without one all is undated.

    >>> import newslens as nl
    >>> article = nl.Article.from_text("Norway demanded on Monday that Sweden open it.", published="2022-01-26")
    >>> nl.charts.timeline(nl.demands(article)).alt
    'What was said when: January 24, 2022: Norway → Sweden, demand: open it.'
    """
    from newslens.timeline import timeline as draw

    needed = ("id", "act", "demander", "addressees", "responds_to", "content", "said_when", "said_on", "said_until")
    rows = _rows(ledger, *needed)
    return draw(rows) if rows else _nothing("The article reports no demand, offer, threat or answer.")


def hedges(marks: pd.DataFrame) -> Picture:
    """How the article hedges: marks of uncertainty by kind, the article's own beside those of its speakers.

    >>> import newslens as nl
    >>> nl.charts.hedges(nl.hedges(nl.Article.from_text("The bridge could close."))).alt
    'Hedges by kind: modal 1 (1 in the article’s own voice).'
    """
    rows = _rows(marks, "kind", "voice")
    if not rows:
        return _nothing("The article has no marks of uncertainty.")
    totals: dict[str, list[int]] = {}
    for row in rows:
        totals.setdefault(row["kind"], [0, 0])[row["voice"] != "author"] += 1
    order = sorted(totals, key=lambda kind: (-sum(totals[kind]), kind))
    figure, axes = _axes(len(order), top=0.45)
    most = max(sum(pair) for pair in totals.values())
    axes.set_xlim(0, most * 1.12)
    for n, kind in enumerate(order):
        own, others = totals[kind]
        axes.barh(n, own, height=0.62, color=_INK)
        axes.barh(n, others, left=own, height=0.62, color=SKY, hatch="////", edgecolor="white", linewidth=0)
        _text(axes, -0.02 * most, n, plain(kind), ha="right")
        _text(axes, own + others + 0.02 * most, n, str(own + others), ha="left", color=_MUTED)
    for x, sign, color, words in ((0, "■", _INK, "in the article’s own voice"), (0.68, "▨", SKY, "said by a source")):
        _text(axes, x * most, -0.62, sign, ha="left", va="bottom", color=color)
        _text(axes, (x + 0.05) * most, -0.62, words, ha="left", va="bottom")
    said = ", ".join(f"{plain(k)} {sum(totals[k])} ({totals[k][0]} in the article’s own voice)" for k in order)
    return Picture(figure, f"Hedges by kind: {said}.")


def compare_sources(comparison: Comparison) -> Picture:
    """Who is heard where, and how often: a dot per source and article, from a comparison; hollow dots are unnamed.

    >>> import newslens as nl
    >>> one = nl.Article.from_text("The bridge is safe, Mayor Ada Quist said.", id="one")
    >>> two = nl.Article.from_text("Mayor Ada Quist said that nobody was hurt.", id="two")
    >>> nl.charts.compare_sources(nl.compare([one, two])).alt
    'Attributions to each source: Ada Quist (named person) 1 in one, 1 in two.'
    """
    from newslens.compare import Comparison
    from newslens.comparing.drawing import compare_sources as draw

    if not isinstance(comparison, Comparison):
        raise OptionError(
            f"This picture needs a comparison, not {type(comparison).__name__}. "
            "Make one with nl.compare([first, second])."
        )
    return draw(comparison)


def over_time(shares: pd.DataFrame, *, by: str = "outlet", what: str = "Share") -> Picture:
    """A share month by month with its 95 % interval: a small picture per outlet, or whatever column `by` names.

    For the tables of a corpus (`unnamed_sources`, `tone_toward`, `demand_dyads`); `what` says in words what it is a
    share of, for those who do not see the picture. Articles without a date are left out. OptionError where a column is
    missing or a month has several rows.

    >>> import newslens as nl, pandas as pd
    >>> row = {"outlet": "Ledger", "month": "2023-05", "share": 0.5, "low": 0.3, "high": 0.7}
    >>> nl.charts.over_time(pd.DataFrame([row]), what="Unnamed sources").alt
    'Unnamed sources by month: Ledger 50% in 2023-05.'
    """
    from newslens.corpora.drawing import over_time as draw

    rows = _rows(shares, by, "month", "share", "low", "high")
    twice = shares.duplicated([by, "month"])
    if twice.any():
        raise OptionError(
            f"This picture needs one row per {by} and month; {shares.loc[twice, by].iloc[0]!r} has several. "
            "Choose a voice, a label or a pair first."
        )
    return draw(rows, by, what)


def _rows(table: pd.DataFrame, *needed: str) -> list[dict[str, Any]]:
    lacking = [c for c in needed if c not in getattr(table, "columns", ())]
    if lacking:
        raise OptionError(
            f"This picture needs a table with the columns {', '.join(needed)}; missing: {', '.join(lacking)}."
        )
    rows: list[dict[str, Any]] = table[list(needed)].to_dict("records")  # type: ignore[assignment]
    return rows


def _low(row: dict[str, Any]) -> float:
    return float(row["mean"] if missing(row["low"]) else row["low"]) - 0.05


def _high(row: dict[str, Any]) -> float:
    return float(row["mean"] if missing(row["high"]) else row["high"]) + 0.05


def _axes(rows: int, *, height: float = 0.42, top: float = 0.12, bottom: float = 0.12) -> tuple[Figure, Axes]:
    """A bare drawing surface with a row per thing, the first on top; room for names at the left, notes at the right."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    tall = rows * height + top + bottom
    figure = Figure(figsize=(_WIDTH, tall), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.30, bottom / tall, 0.44, rows * height / tall))
    axes.set_axis_off()
    axes.set_ylim(rows - 0.5, -0.5)
    return figure, axes


def _bars(
    names: Sequence[str], sizes: Sequence[int], kinds: Sequence[str], notes: Sequence[str], more: str = ""
) -> Figure:
    figure, axes = _axes(len(names), bottom=0.34 if more else 0.12)
    most = max(sizes)
    axes.set_xlim(0, most)
    for n, (name, size, kind, note) in enumerate(zip(names, sizes, kinds, notes, strict=True)):
        color, hatch = KINDS.get(kind, (GRAY, ""))
        axes.barh(n, size, height=0.62, color=color, hatch=hatch, edgecolor="white", linewidth=0)
        _text(axes, -0.03 * most, n, _fold(name), ha="right")
        _text(axes, size + 0.025 * most, n, note, ha="left", color=_MUTED)
    _text(axes, 0, len(names) - 0.45, more, ha="left", va="top", color=_MUTED, size=8.5)
    return figure


def _text(axes: Axes, x: float, y: float, words: str, *, ha: str, va: str = "center", **look: Any) -> None:
    settings: dict[str, Any] = {"size": 9.5, "color": _INK, "family": _FONT, "parse_math": False} | look
    axes.text(x, y, words, ha=ha, va=va, clip_on=False, **settings)


def _fold(name: str, width: int = 26) -> str:
    """A long name in two lines at most."""
    return "\n".join(textwrap.wrap(name, width, max_lines=2, placeholder=" …")) or MISSING


def _nothing(words: str) -> Picture:
    """A picture that says plainly that there is nothing to draw."""
    figure, axes = _axes(1, height=0.5)
    axes.set_xlim(0, 1)
    _text(axes, -0.6, 0, words, ha="left", color=_MUTED, style="italic")
    return Picture(figure, words)
