"""What of each lens the explorer shows: a line per finding, the columns that matter, and what can be chosen by."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from newslens.analysis import LENSES, Analysis
from newslens.article import Article
from newslens.errors import OptionError
from newslens.highlight import lens_of, table_marks
from newslens.looks import LOOKS
from newslens.markup import POINTS, heading, missing, plain

if TYPE_CHECKING:
    import pandas as pd


class View(NamedTuple):
    """How a lens is looked through: which columns say who, what kind and what act, what its line and its table show."""

    label: str
    who: str | None
    kind: str | None
    act: str | None
    #: the columns that say in a line what the finding is, and the one with its words
    what: tuple[str, ...]
    words: str
    columns: tuple[str, ...]


def _view(label: str, who: str, what: str, words: str, columns: str, **chosen_by: str) -> View:
    return View(
        label, who, chosen_by.get("kind"), chosen_by.get("act"), tuple(what.split()), words, tuple(columns.split())
    )


VIEWS = {
    "attributions": _view(
        "who says so", "actor", "source_kind", "content", "actor source_kind cue content confidence", kind="source_kind"
    ),
    "quotations": _view("quotation marks", "speaker", "", "text", "text speaker words"),
    "sentiments": _view(
        "in what tone", "speaker", "label target", "text", "label tone target speaker text", kind="label"
    ),
    "drivers": _view("words that carry tone", "speaker", "effect target", "text", "text effect target speaker"),
    "demands": _view(
        "who wants what",
        "demander",
        "act addressees",
        "content",
        "demander act addressees content status answered_by confidence",
        act="act",
    ),
    "responses": _view(
        "what was answered",
        "responder",
        "relation asker",
        "answer",
        "responder relation asker asked answer demand",
        act="relation",
    ),
    "concessions": _view(
        "who gave way", "conceder", "kind", "what", "conceder kind what beneficiary reported_by", act="kind"
    ),
    "hedges": _view("what is uncertain", "speaker", "kind", "text", "hedge kind claim speaker", kind="kind"),
    "loaded": _view("loaded words", "speaker", "kind", "text", "text kind plainer speaker", kind="kind"),
    "actors": _view("who is mentioned", "name", "kind", "text", "name kind role country sector mentions", kind="kind"),
}
NOBODY = "the article itself"
#: what findings are chosen by, as a menu each
MENUS = ("source", "kind", "voice", "act")
#: what a table of one's own may call the one who speaks or acts, and what kind of finding it is
_WHO = ("actor", "source", "speaker", "name", "who", "demander")
_KIND = ("label", "kind")
#: the lines under the words of one's own tables, in the order in which they are given
_LINES = ("solid", "dashed", "dotted", "wavy", "double")


class Row(NamedTuple):
    """A finding as it is listed, and what it can be chosen by; `parts` are role, start and end of its words."""

    id: str
    start: int
    end: int
    source: str
    kind: str
    voice: str
    act: str
    confidence: float | None
    what: str
    words: str
    cells: list[str]
    parts: list[tuple[str, int, int]]


class Choice(NamedTuple):
    """What is chosen by; an empty menu, no search and a confidence of 0 let everything through."""

    source: str
    kind: str
    voice: str
    act: str
    confidence: float
    search: str


@dataclasses.dataclass(frozen=True, eq=False)
class Lens:
    """A table and its rows, in the table's order."""

    name: str
    view: View
    table: pd.DataFrame
    rows: list[Row]
    line: str

    def values(self, menu: str) -> list[str]:
        """What a menu (source, kind, voice, act) can be set to here, in the table's order."""
        return [value for value in dict.fromkeys(getattr(row, menu) for row in self.rows) if value]

    def kept(self, article: Article, choice: Choice) -> list[bool]:
        """Which rows a choice leaves. static/explorer.js does the same in the browser."""
        wanted = [(menu, getattr(choice, menu)) for menu in MENUS if getattr(choice, menu)]
        pattern = search_pattern(choice.search)
        return [
            all(getattr(row, menu) == value for menu, value in wanted)
            and (row.confidence is None or row.confidence >= choice.confidence)
            and (pattern is None or pattern.search(self._said(article, row)) is not None)
            for row in self.rows
        ]

    def payload(self) -> dict[str, Any]:
        """All of it as the browser needs it."""
        return {
            "name": self.name,
            "label": self.view.label,
            "color": LOOKS.get(self.name, LOOKS["own"])[0],
            "line": self.line,
            "columns": [heading(c) for c in self.view.columns],
            "to": [POINTS.get(c) for c in self.view.columns],
            "rows": [row._asdict() for row in self.rows],
        }

    @staticmethod
    def _said(article: Article, row: Row) -> str:
        return "\n".join([row.id, *row.cells, *(article.text[start:end] for _, start, end in row.parts)])


def search_pattern(words: str) -> re.Pattern[str] | None:
    """What is searched for, whatever its case, its spaces and the form of its quotation marks."""
    escaped = r"\s+".join(re.escape(word) for word in words.split())
    escaped = re.sub("['‘’]", "['‘’]", escaped)
    escaped = re.sub('["“”]', '["“”]', escaped)
    return re.compile(escaped, re.IGNORECASE) if escaped else None


def lenses(analysis: Analysis, tables: Sequence[pd.DataFrame]) -> tuple[dict[str, Lens], list[str]]:
    """The lenses of `VIEWS`, then the tables given, and which those are; a table from a lens stands in its place."""
    given: dict[str, Lens] = {}
    for table in tables:
        one = lens(analysis.article, table, len([name for name in given if name not in LENSES]))
        if one.name in given:
            raise OptionError(
                f"Two of the tables are {one.name!r}. Give one, or tell them apart: table.attrs['lens'] = …"
            )
        given[one.name] = one
    ours = {name: given.get(name) or lens(analysis.article, getattr(analysis, name)) for name in VIEWS}
    return ours | given, list(given)


def lens(article: Article, table: pd.DataFrame, number: int = 0) -> Lens:
    """A table as a lens; `number` is how many of one's own came before it. Errors as in `highlight`."""
    marks = table_marks(article, table)
    columns = [str(c) for c in table.columns]
    name = lens_of(table, columns)
    if name == "evidence":
        raise OptionError("explore() wants tables with a row per finding, not the evidence table, which it has itself.")
    if "article" in columns:
        table = table[(table["article"] == article.id).to_numpy(dtype=bool, na_value=False)]
    line = LOOKS[name][1] if name else _LINES[number % len(_LINES)]
    if name is None:
        stamped = str(table.attrs.get("lens", "own"))
        name = stamped if stamped not in (*LENSES, "own") else f"own {number + 1}" if number else "own"
    view = VIEWS.get(name) or _own_view(name, columns)
    parts: dict[str, list[tuple[str, int, int]]] = {}
    for mark in marks:
        parts.setdefault(mark.id, []).append((mark.role, mark.start, mark.end))
    records: list[dict[str, Any]] = table.to_dict("records")  # type: ignore[assignment]
    rows = [_row(article, view, row, str(row.get("id", n)), parts) for n, row in enumerate(records, start=1)]
    return Lens(name, view, table, rows, line)


def _row(
    article: Article, view: View, row: dict[str, Any], key: str, parts: dict[str, list[tuple[str, int, int]]]
) -> Row:
    mine = parts.get(key, [])
    start, end = (
        min((p[1] for p in mine), default=len(article.text)),
        max((p[2] for p in mine), default=len(article.text)),
    )
    own = article.text[start:end]

    def value(column: str | None) -> str:
        return "" if column is None or missing(row.get(column)) else plain(row[column], column)

    confidence = row.get("confidence")
    return Row(
        id=key,
        start=start,
        end=end,
        source=value(view.who) or (NOBODY if view.who else ""),
        kind=value(view.kind),
        voice=value("voice"),
        act=value(view.act),
        confidence=None if missing(confidence) else float(str(confidence)),
        what=" · ".join(filter(None, map(value, view.what))),
        words=value(view.words) or own,
        cells=[plain(row[c], c) for c in view.columns],
        parts=mine,
    )


def _own_view(name: str, columns: list[str]) -> View:
    """A table that `VIEWS` does not know: all its columns, and what it can be chosen by as their names tell."""
    shown = tuple(c for c in columns if c not in {"article", "id", "start", "end"})
    who = next((c for c in _WHO if c in columns), None)
    kind = next((c for c in _KIND if c in columns), None)
    act = "act" if "act" in columns else None
    return View(name.replace("_", " "), who, kind, act, tuple(filter(None, (kind, act))), "text", shown)
