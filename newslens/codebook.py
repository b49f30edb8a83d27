"""The codebook: what each table holds and how its columns are to be filled, as text to print."""

from __future__ import annotations

from collections.abc import Sequence

from newslens.analysis import LENSES, Analysis, record_class, schema
from newslens.decisions.changes import FIXED, nullable, roles, values
from newslens.errors import OptionError, did_you_mean

_RULES = """\
For each finding decide: does the article say so? **Confirm** it as it stands, **correct** what is wrong in it,
**reject** it where the article does not say so, and **add** what was missed. Decide by the article's words alone, not
by what you know besides. A span is the shortest stretch of whole words that does the job, without the full stop after
it. Leave a column empty where the article does not tell. Where two readings are fair, take the first that you had, and
go on: undo takes back the last decision."""


def codebook(lenses: str | Sequence[str] | None = None) -> str:
    """The codebook of some lenses, or of all, as Markdown: what a row is, its parts, its columns and their values.

    It is built from what `nl.schema` and the docstrings say, so that coders read what the machine goes by. Raises
    OptionError for a lens that there is not.

    >>> print(codebook("hedges").splitlines()[0])
    # Codebook: hedges
    """
    wanted = list(LENSES) if lenses is None else [lenses] if isinstance(lenses, str) else list(dict.fromkeys(lenses))
    for lens in wanted:
        if lens not in LENSES:
            raise OptionError(f"There is no lens {lens!r}. {did_you_mean(lens, LENSES)}")
    named = "all lenses" if lenses is None else ", ".join(wanted)
    return "\n\n".join([f"# Codebook: {named}", _RULES, *(_chapter(lens) for lens in wanted)]) + "\n"


def _chapter(lens: str) -> str:
    """One lens: what a row is, its parts and its columns."""
    record = record_class(lens)
    row = str(getattr(Analysis, lens).__doc__).splitlines()[0]
    notes = [" ".join(part.split()) for part in (record.__doc__ or "").split("\n\n")]
    listed = values(record)
    lines = ["| column | holds | may be empty | meaning |", "| --- | --- | --- | --- |"]
    for name, dtype, meaning in schema(lens).itertuples(index=False):
        if name not in FIXED:
            holds = "one of the values" if name in listed else _KINDS.get(str(dtype).lower(), str(dtype))
            empty = "yes" if nullable(record, name) else "no"
            lines.append(f"| `{name}` | {holds} | {empty} | {_cell(meaning)} |")
    choices = [f"- `{name}`: {', '.join(f'`{value}`' for value in known)}" for name, known in listed.items()]
    parts = f"Parts to mark: {', '.join(f'`{role}`' for role in roles(lens))}."
    return "\n\n".join(
        [f"## {lens}", row, *notes, parts, "\n".join(lines), *(["Values:", "\n".join(choices)] if choices else [])]
    )


_KINDS = {
    "string": "words",
    "int64": "whole number",
    "float64": "number",
    "bool": "yes or no",
    "boolean": "yes or no",
    "datetime64[ms]": "day (2022-01-24)",
}


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")
