"""Pictures of the tables: drawn with matplotlib, labeled directly, each with its text for those who do not see it."""

from __future__ import annotations

import dataclasses
import functools
import io
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslens.errors import OptionError
from newslens.markup import BLUE, GRAY, GREEN, MISSING, ORANGE, PURPLE, SKY, VERMILION, count, missing, plain

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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
            raise OptionError(f"A picture cannot be saved as {path.suffix!r}. Known endings: {', '.join(sorted(known))}.")
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
    rows = [r for r in _rows(profile, "source_kind", "words", "share") if r["words"]]
    if not rows:
        return _nothing("The article attributes no words to a source.")
    rows.sort(key=lambda r: (-r["words"], r["source_kind"]))
    labels = [plain(r["source_kind"]) for r in rows]
    notes = [f"{r['share']:.0%} · {count(r['words'], 'word')}" for r in rows]
    figure, axes = _bars(labels, [r["words"] for r in rows], [r["source_kind"] for r in rows], notes)
    said = ", ".join(f"{label} {r['words']} ({r['share']:.0%})" for label, r in zip(labels, rows, strict=True))
    return Picture(figure, f"Words by kind of source: {said}.")
