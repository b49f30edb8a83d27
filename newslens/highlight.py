"""The article with its findings marked: spans to escaped, script-free HTML."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from newslens.analysis import LENSES, evidence, record_class
from newslens.article import Article, Span
from newslens.errors import OptionError, did_you_mean
from newslens.looks import LOOKS, STYLE, tint
from newslens.margin import Note, beside
from newslens.markup import Shown, anchor, esc, missing, plain
from newslens.tables import Finding, Part, dtypes

if TYPE_CHECKING:
    import pandas as pd

#: role → what its words do: who acts, the words that show it, what is said or asked. It decides how a span is drawn.
_WEIGHTS = {
    "who": ("source", "demander", "addressee", "responder", "target", "mention", "reported_by"),
    "cue": ("cue", "hedge", "loaded", "status", "answer", "label"),
    "what": ("content", "claim", "passage", "quotation"),
    "more": ("driver", "channel", "when", "time", "deadline", "condition", "in_return", "anonymity"),
}
WEIGHT = {role: weight for weight, roles in _WEIGHTS.items() for role in roles}
#: how strongly the lens's color stands behind the words
TINTS = {"who": 0.0, "cue": 0.28, "what": 0.12, "more": 0.0}
#: lens → the columns that say of a finding what it is
_SAYS = {
    "attributions": ("actor", "source_kind"),
    "quotations": ("speaker",),
    "sources": ("name", "kind"),
    "sentiments": ("label", "target"),
    "drivers": ("target", "effect"),
    "demands": ("act", "demander", "status"),
    "demand_items": ("polarity", "status"),
    "demand_addressees": ("addressee", "status"),
    "responses": ("relation", "responder", "demand"),
    "concessions": ("kind", "conceder", "what"),
    "hedges": ("kind", "claim"),
    "loaded": ("kind", "plainer"),
    "actors": ("name", "kind"),
    "own": ("label",),
}
_ORDER = {lens: n for n, lens in enumerate((*LENSES, "own"))}


@dataclasses.dataclass(frozen=True)
class Mark:
    """A stretch to be marked: half-open offsets, which finding it belongs to, and what it does in it."""

    start: int
    end: int
    lens: str
    id: str
    role: str
    #: what the finding is, for the tooltip
    says: str = ""
    #: whether its label stands at its end: a verb beside its source needs none
    labeled: bool = True
    #: another lens marks the very same words in the same role: one line under them is enough
    quiet: bool = False


def highlight(
    article: Article, *tables: pd.DataFrame, roles: Sequence[str] | None = None, notes: Sequence[Note] = ()
) -> Shown:
    """The article with the findings of the given tables marked in it, each with its label (a3, d1 …).

    Only what stands in a table is marked, so a filtered table shows its rows alone. A table of yours needs `start` and
    `end` (half-open character offsets) and may have `id` and `label`. `roles` keeps only some parts (source, cue,
    content …). `notes` (of `newslens.margin`) stand beside their paragraphs, or under them where there is no room.
    Spans may nest, cross and be interrupted. Lenses differ in color, in the line under the words and in the letter of
    their labels; bold words act, tinted ones are what is said.

    Raises OptionError for a table without offsets, of another article, or for a role that none of the tables has.

    >>> import newslens as nl
    >>> article = nl.Article.from_text("The mayor said the bridge is safe.")
    >>> nl.highlight(article, nl.attributions(article))
    [The mayor]a1 [said]a1 [the bridge is safe]a1.
    """
    marks = [mark for table in tables for mark in table_marks(article, table)]
    if roles is not None:
        known = sorted({m.role for m in marks})
        for role in roles:
            if marks and role not in known and role not in WEIGHT:
                raise OptionError(f"There is no role {role!r}. In these tables: {did_you_mean(role, known)}")
        marks = [m for m in marks if m.role in roles]
    marks = _once(marks)
    noted = " nl-noted" if notes else ""
    body = f"{_key(marks)}{_html(article, marks, notes)}"
    return Shown(
        f'{STYLE}<div class="nl nl-text{noted}" lang="{esc(article.language)}">{body}</div>',
        _plain(article, marks),
    )


def excerpt(article: Article, lens: str, finding: Finding) -> Shown:
    """The paragraphs that one finding stands in, its parts marked; without parts, its own span.

    >>> from newslens.sourcing import find_attributions
    >>> article = Article.from_text("It rained.\\n\\nThe mayor said the bridge is safe.")
    >>> excerpt(article, "attributions", find_attributions(article)[0])
    [The mayor]a1 [said]a1 [the bridge is safe]a1.
    """
    parts = finding.parts or (Part("label", finding.start, finding.end),)
    marks = [Mark(p.start, p.end, lens, finding.id, p.role, labeled=p.role != "cue") for p in parts]
    shown = [(low, high) for low, high in article.paragraphs if any(m.start < high and low < m.end for m in marks)]
    shown = shown or [(min(m.start for m in marks), max(m.end for m in marks))]
    low, high = min(*(m.start for m in marks), shown[0][0]), max(*(m.end for m in marks), shown[-1][1])
    within = [dataclasses.replace(m, start=m.start - low, end=m.end - low) for m in marks]
    body = "".join(f"<p>{_paragraph(article, span, marks, set())}</p>" for span in shown)
    return Shown(
        f'{STYLE}<div class="nl nl-text" lang="{esc(article.language)}">{_key(marks)}{body}</div>',
        _plain(dataclasses.replace(article, text=article.text[low:high]), within),
    )


def _once(marks: list[Mark]) -> list[Mark]:
    """The same words in the same role under two lenses are drawn once: a source is a3, not a3 s1."""
    first: dict[tuple[int, int, str], str] = {}
    again = [first.setdefault((m.start, m.end, m.role), m.lens) != m.lens for m in marks]
    return [
        dataclasses.replace(m, labeled=m.labeled and not twice, quiet=twice)
        for m, twice in zip(marks, again, strict=True)
    ]


def table_marks(article: Article, table: pd.DataFrame) -> list[Mark]:
    """The stretches that a table's findings stand on; for a table of one's own, `start` to `end` of each row."""
    columns = [str(c) for c in getattr(table, "columns", ())]
    lens = lens_of(table, columns)
    if lens == "evidence":
        return [
            Mark(int(r["start"]), int(r["end"]), r["lens"], r["id"], r["role"])
            for r in _rows(article, table, columns, ("lens", "id", "role", "start", "end"))
        ]
    if lens is None:
        rows = _rows(article, table, columns, ("start", "end"))
        return [
            Mark(int(r["start"]), int(r["end"]), "own", str(r.get("id", n)), "label", _says("own", r))
            for n, r in enumerate(rows, start=1)
            if _inside(article, r, n)
        ]
    given = {str(r["id"]): r for r in _rows(article, table, columns, ("id",))}
    parts = evidence(article, lens)
    marks = [
        Mark(start, end, lens, key, role, _says(lens, given[key]), labeled=role != "cue")
        for key, role, start, end in zip(parts["id"], parts["role"], parts["start"], parts["end"], strict=True)
        if key in given
    ]
    # what was asked for beyond the lens's own findings (another scorer's drivers) has no evidence but its place
    shown = set(parts["id"])
    asked = {key: row for key, row in given.items() if key not in shown and "start" in row}
    role = {"drivers": "driver", "sentiments": "passage"}.get(lens, "label")
    return marks + [Mark(int(r["start"]), int(r["end"]), lens, key, role, _says(lens, r)) for key, r in asked.items()]


def lens_of(table: pd.DataFrame, columns: list[str]) -> str | None:
    """The lens that a table came from: as it is stamped, else as its columns tell; None for a table of one's own."""
    if not hasattr(table, "columns"):
        raise OptionError(f"highlight() wants tables (DataFrames) after the article, not {type(table).__name__}.")
    stamped = table.attrs.get("lens")
    if stamped in LENSES and "id" in columns:
        return str(stamped)
    if "id" not in columns:
        return None
    fitting = [lens for lens in ("evidence", *LENSES) if set(columns) >= set(dtypes(record_class(lens)))]
    return max(fitting, key=lambda lens: len(dtypes(record_class(lens))), default=None)


def _rows(article: Article, table: pd.DataFrame, columns: list[str], needed: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of this article, if the table has what is needed."""
    lacking = [c for c in needed if c not in columns]
    if lacking:
        raise OptionError(
            f"highlight() cannot place this table in the text: it has no {' and no '.join(lacking)}. "
            "It needs the columns start and end (character offsets), or id from a newslens table. "
            f"It has: {', '.join(columns) or 'none'}."
        )
    rows: list[dict[str, Any]] = table.to_dict("records")  # type: ignore[assignment]
    if "article" in columns and rows:
        mine = [r for r in rows if r["article"] == article.id]
        if not mine:
            raise OptionError(
                f"This table is of the article {rows[0]['article']!r}, the text is of {article.id!r}. "
                "Give both of the same article."
            )
        rows = mine
    return rows


def _inside(article: Article, row: dict[str, Any], number: int) -> bool:
    """Whether a row of one's own has a place; a place outside the text is an error."""
    start, end = row["start"], row["end"]
    if missing(start) or missing(end):
        return False
    if not 0 <= start < end <= len(article.text):
        raise OptionError(
            f"Row {number} runs from {start} to {end}, but the text has {len(article.text)} characters. "
            "start and end are half-open character offsets into article.text."
        )
    return True


def _says(lens: str, row: dict[str, Any]) -> str:
    return ", ".join(plain(row[c], c) for c in _SAYS[lens] if c in row and not missing(row[c]))


def _html(article: Article, marks: list[Mark], notes: Sequence[Note] = ()) -> str:
    """The whole text: paragraphs with their marks, and what stands between them (header lines, asterisks) muted."""
    named: set[tuple[str, str]] = set()
    out = []
    position = 0
    for low, high in [*article.paragraphs, (len(article.text), len(article.text))]:
        for line in article.text[position:low].split("\n"):
            if line.strip():
                out.append(f'<p class="nl-aside">{esc(line.strip())}</p>')
        if low < high:
            words = f"<p>{_paragraph(article, (low, high), marks, named)}</p>"
            aside = beside([note for note in notes if low <= note.start < high])
            out.append(f'<div class="nl-beside">{words}{aside}</div>' if notes else words)
        position = high
    return "".join(out)


def _paragraph(article: Article, span: Span, marks: list[Mark], named: set[tuple[str, str]]) -> str:
    """Marks nest where they can; where two cross, the inner one is closed and opened again."""
    out: list[str] = []
    open_: list[Mark] = []
    for start, end, over in _segments(article, span, marks):
        shared = 0
        while shared < min(len(open_), len(over)) and open_[shared] is over[shared]:
            shared += 1
        _close(out, open_, shared, start)
        for mark in over[shared:]:
            out.append(_open(mark, named))
            open_.append(mark)
        words = esc(article.text[start:end])
        muted = any(lo <= start and end <= hi for lo, hi in article.aside)
        out.append(f'<span class="nl-aside">{words}</span>' if muted else words)
    _close(out, open_, 0, span[1])
    return "".join(out)


def _segments(article: Article, span: Span, marks: list[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """The stretch cut wherever a mark or dateline begins or ends, each piece with its marks, outermost first."""
    low, high = span
    here = [m for m in marks if m.start < high and m.end > low]
    here.sort(key=lambda m: (m.start, -m.end, _ORDER[m.lens]))
    edges = [x for m in here for x in (m.start, m.end)] + [x for aside in article.aside for x in aside]
    cuts = sorted({low, high, *(x for x in edges if low < x < high)})
    for start, end in itertools.pairwise(cuts):
        yield start, end, [m for m in here if m.start <= start and m.end >= end]


def _open(mark: Mark, named: set[tuple[str, str]]) -> str:
    name = ""
    if (mark.lens, mark.id) not in named:
        named.add((mark.lens, mark.id))
        name = f' data-nl="{esc(anchor(mark.lens, mark.id))}"'
    title = f"{mark.id} {mark.role.replace('_', ' ')}" + (f": {mark.says}" if mark.says else "")
    quiet = " nl-quiet" if mark.quiet else ""
    weight = WEIGHT.get(mark.role, "more")
    look = tint(mark.lens if mark.lens in LOOKS else "own", 0 if mark.quiet else TINTS[weight])
    return f'<mark class="nl-{esc(mark.lens)} nl-{weight}{quiet}"{look} title="{esc(title)}"{name}>'


def _close(out: list[str], open_: list[Mark], keep: int, position: int) -> None:
    while len(open_) > keep:
        mark = open_.pop()
        label = ""
        if mark.end == position and mark.labeled and not any(m.end == position and m.id == mark.id for m in open_):
            label = f'<sup><a data-to="{esc(anchor(mark.lens, mark.id))}">{esc(mark.id)}</a></sup>'
        out.append(f"{label}</mark>")


def _key(marks: list[Mark]) -> str:
    """What the colors, lines and letters mean, for the lenses in use."""
    if not marks:
        return '<p class="nl-key">Nothing is marked.</p>'
    out = []
    for lens in dict.fromkeys(m.lens for m in marks if not m.quiet):
        mine = [m for m in marks if m.lens == lens]
        found = len({m.id for m in mine})
        roles = ", ".join(dict.fromkeys(m.role.replace("_", " ") for m in mine))
        name = "marked" if lens == "own" else lens.replace("_", " ")
        sign = mine[0].id.rstrip("0123456789.")
        out.append(f'<span><b class="nl-{esc(lens)}">{esc(name)}</b> {found} {esc(f"({sign}: {roles})")}</span> ')
    return f'<p class="nl-key">{"".join(out)}</p>'


def _plain(article: Article, marks: list[Mark]) -> str:
    """The article in plain text with brackets for marks."""
    opens: dict[int, list[Mark]] = {}
    closes: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        opens.setdefault(mark.start, []).append(mark)
        closes.setdefault(mark.end, []).insert(0, mark)
    out = []
    position = 0
    for cut in sorted({*opens, *closes, len(article.text)}):
        out.append(article.text[position:cut])
        out += [f"]{m.id}" for m in closes.get(cut, ())]
        out += ["[" for _ in opens.get(cut, ())]
        position = cut
    return "".join(out).strip()
