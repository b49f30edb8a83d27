"""What newslens shows: everything escaped, values and numbers in words, tables that read as print."""

from __future__ import annotations

import dataclasses
import datetime
import html
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from newslens.errors import OptionError, did_you_mean
from newslens.looks import STYLE

if TYPE_CHECKING:
    import pandas as pd

#: what stands for a missing value, and for a count of nothing
MISSING = "–"

#: column → the table that the ids in it stand in
POINTS = {
    "attribution": "attributions",
    "relayed_by": "attributions",
    "demand": "demands",
    "answered_by": "demands",
    "responds_to": "demands",
    "backed_by": "demands",
    "sentiment": "sentiments",
    "response": "demands",
    "responses": "responses",
    "items": "demand_items",
}
_LONG = 45  # characters: a column with such values wants room
_WIDE = 6  # columns: a table with more than that may be wider than the text around it
_HEADINGS = {
    "id": "",
    "actor": "source",
    "source_kind": "kind",
    "text": "in the article’s words",
    "said_when": "when",
    "textblob_polarity": "polarity",
    "textblob_subjectivity": "subjectivity",
    "reported_by": "said through",
    "p_neg": "negative",
    "p_neu": "neutral",
    "p_pos": "positive",
}


@dataclasses.dataclass(frozen=True, repr=False)
class Shown:
    """Something to look at: `html` in a notebook, `text` where there is only text."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def esc(value: object) -> str:
    """Text of an article made harmless for HTML, in element and attribute alike."""
    return html.escape(str(value), quote=True)


def anchor(lens: str, key: object) -> str:
    """The name of a finding on a page: `attributions-a3`."""
    return f"{lens}-{re.sub(r'[^A-Za-z0-9.]+', '_', str(key))}"


def ref(lens: str, key: object) -> str:
    """A finding's id as it is shown; the report turns it into a link to the words."""
    return f'<a class="nl-ref" data-nl="{esc(anchor(lens, key))}">{esc(key)}</a>'


def missing(value: object) -> bool:
    """None, NaN, NaT and pandas' NA alike."""
    import pandas as pd

    return bool(pd.isna(value))  # type: ignore[call-overload]


def plain(value: object, column: str = "") -> str:
    """A value as a reader wants it: `named_person` is “named person”, 0.312 is 31% in a column of shares or chances."""
    if missing(value):
        return MISSING
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, str):
        if column in {"column", "meaning"}:
            return value  # a codebook: names as they are typed
        return value.replace("_", " ") if re.fullmatch(r"[a-z]+(_[a-z]+)+", value) else value.replace(" ; ", "; ")
    if isinstance(value, float) or type(value).__name__.startswith("float"):
        number = float(value)  # type: ignore[arg-type]
        if "share" in column or column.startswith("p_"):
            return f"{number:.0%}"
        if "polarity" in column or column in {"tone", "effect", "valence"}:
            return signed(number)
        return f"{number:.2f}".rstrip("0").rstrip(".").replace("-", "−")
    return str(value)


def day(date: datetime.date) -> str:
    """A date as it is printed: January 24, 2022."""
    return f"{date:%B} {date.day}, {date.year}"


def signed(number: float) -> str:
    """A score with its sign: +0.25, −0.10, 0.00."""
    return f"{round(number, 2) + 0.0:+.2f}".replace("-", "−").replace("+0.00", "0.00")


def heading(column: str) -> str:
    """A column's name in words."""
    return _HEADINGS.get(column, column.replace("_", " "))


def tabulate(
    table: pd.DataFrame,
    columns: Sequence[str] | None = None,
    *,
    caption: str | None = None,
    empty: str = "Nothing was found.",
    link: bool = True,
) -> Shown:
    """A table to be read: chosen columns, words for headings, “–” for what is missing, ids that lead to the text.

    `columns` defaults to all but the offsets. An empty table says `empty`. With `link`, the column `id` is shown first
    even if it was not asked for. Raises OptionError for a column that the table does not have.

    >>> import newslens as nl
    >>> article = nl.Article.from_text("The mayor said the bridge is safe.")
    >>> tabulate(nl.attributions(article), ["source", "cue", "content"])
    source     cue   content
    The mayor  said  the bridge is safe
    """
    known = [str(c) for c in table.columns]
    chosen = [c for c in known if c not in {"article", "start", "end"}] if columns is None else list(columns)
    for column in chosen:
        if column not in known:
            raise OptionError(f"The table has no column {column!r}. {did_you_mean(column, known)}")
    if not len(table):
        return Shown(f'{STYLE}<div class="nl"><p class="nl-muted">{esc(empty)}</p></div>', empty)
    lens = str(table.attrs.get("lens", "own"))
    chosen = [c for c in chosen if c != "id"]
    ids = [str(i) for i in table["id"]] if link and "id" in known else []
    rows = [[plain(value, c) for value, c in zip(row, chosen, strict=True)] for row in _values(table, chosen)]
    headings = [heading(c) for c in chosen]
    looks = [_look(table[c].dtype.kind, [row[n] for row in rows]) for n, c in enumerate(chosen)]
    head = "".join(f'<th scope="col"{look}>{esc(h)}</th>' for h, look in zip(headings, looks, strict=True))
    body = []
    for n, row in enumerate(rows):
        cells = [_cell(value, c, look) for value, c, look in zip(row, chosen, looks, strict=True)]
        if cells:
            cells[0] = f'<th scope="row"{cells[0].removeprefix("<td").removesuffix("</td>")}</th>'
        mark = f"<td>{ref(lens, ids[n])}</td>" if ids else ""
        name = f' data-row="{esc(anchor(lens, ids[n]))}"' if ids else ""
        body.append(f"<tr{name}>{mark}{''.join(cells)}</tr>")
    label = f"<caption>{esc(caption)}</caption>" if caption else ""
    region = f' role="region" aria-label="{esc(caption)}"' if caption else ""
    wide = " nl-wide" if len(chosen) > _WIDE else ""
    return Shown(
        f'{STYLE}<div class="nl"><div class="nl-scroll{wide}"{region} tabindex="0"><table>{label}'
        f"<thead><tr>{'<td></td>' if ids else ''}{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div></div>",
        _columns(headings, rows),
    )


def _cell(value: str, column: str, look: str) -> str:
    """A cell; ids of other findings in it become references."""
    if column in POINTS and value != MISSING:
        return f"<td{look}>{' '.join(ref(POINTS[column], key) for key in value.split('; '))}</td>"
    return f"<td{look}>{esc(value)}</td>"


def _look(kind: str, values: list[str]) -> str:
    """Numbers stand to the right; long texts get room."""
    if kind in "iuf":
        return ' class="nl-n" style="text-align:right"'
    long = ' class="nl-long"' if max(map(len, values)) > _LONG else ""
    return f'{long} style="text-align:left"'  # JupyterLab sets cells right until the notebook is run


def _values(table: pd.DataFrame, columns: list[str]) -> list[tuple[Any, ...]]:
    return list(zip(*(table[c].tolist() for c in columns), strict=True)) if columns else []


def _columns(headings: list[str], rows: list[list[str]]) -> str:
    """The table in plain text, columns aligned."""
    lines = [headings, *rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(headings))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: no hedges, one hedge, 7 hedges.

    >>> count(0, "hedge"), count(1, "reply", "replies"), count(12, "hedge")
    ('no hedges', 'one reply', '12 hedges')
    """
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    shown = words[number] if number < len(words) else f"{number:,}"
    return f"{shown} {one if number == 1 else many or one + 's'}"


def times(number: int) -> str:
    """once, twice, three times."""
    return {1: "once", 2: "twice"}.get(number) or count(number, "time")


def listing(words: Sequence[str]) -> str:
    """Words in a row as English does it: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
