"""Record class → typed table.

Inside newslens a finding is a frozen dataclass; at the rim it is a row. The dataclass *is* the schema: column order,
dtype and meaning are read off it, so that an empty table has the same columns and dtypes as a full one.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import types
import typing
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

if typing.TYPE_CHECKING:
    import pandas as pd

    from newslens.article import Article

T = TypeVar("T")

#: Version of the tables, named in every output. It goes up by one when a release adds, drops or renames a table or a
#: column, or gives one another dtype or another meaning; rules that merely find more or better leave it as it is.
SCHEMA_VERSION = 1


class Part(NamedTuple):
    """One stretch of a finding: its role (source, cue, content …) and half-open character offsets."""

    role: str
    start: int
    end: int


def column(meaning: str, default: Any = dataclasses.MISSING) -> Any:
    """A field that becomes a column; `meaning` is what the codebook says of it."""
    return dataclasses.field(default=default, metadata={"meaning": meaning})


@dataclasses.dataclass(frozen=True, kw_only=True)
class Finding:
    """What every lens returns rows of. `start, end` is the envelope of all parts, `text` the words in it."""

    article: str = column("id of the article")
    id: str = column("id of the finding, unique within its article and lens")
    start: int = column("first character of the finding in the article's text")
    end: int = column("one past the last character")
    text: str = column("the article's own words from start to end")
    parts: tuple[Part, ...] = dataclasses.field(default=(), repr=False, metadata={"table": False})


@dataclasses.dataclass(frozen=True, kw_only=True)
class Evidence:
    """A row of the evidence table: `article.text[start:end] == text`, without exception."""

    article: str = column("id of the article")
    lens: str = column("the table that the finding stands in")
    id: str = column("id of the finding")
    role: str = column("what the words do in the finding: source, cue, content, addressee …")
    start: int = column("first character in the article's text")
    end: int = column("one past the last character")
    text: str = column("the words themselves")


_DTYPES: dict[Any, str] = {
    str: "string",
    int: "int64",
    float: "float64",
    bool: "bool",
    datetime.date: "datetime64[ms]",
}
_NULLABLE: dict[Any, str] = _DTYPES | {int: "Int64", bool: "boolean"}


@functools.cache
def dtypes(record: type) -> dict[str, str]:
    """Column → dtype of the table that a record class stands for, in column order."""
    hints = typing.get_type_hints(record)
    out = {}
    for field in dataclasses.fields(record):
        if field.metadata.get("table", True):
            hint = hints[field.name]
            if isinstance(hint, types.UnionType):
                (inner,) = (a for a in typing.get_args(hint) if a is not type(None))
                out[field.name] = _NULLABLE[inner]
            else:
                out[field.name] = _DTYPES[hint]
    return out


def to_table(records: Iterable[Any], record: type, lens: str) -> pd.DataFrame:
    """The records as a DataFrame with the dtypes of `record`; `table.attrs["lens"]` says which lens made it."""
    import pandas as pd

    rows = list(records)
    columns = dtypes(record)
    table = pd.DataFrame(
        {name: pd.Series([getattr(r, name) for r in rows], dtype=dtype) for name, dtype in columns.items()}
    )
    table.attrs["lens"] = lens
    return table


def to_evidence(records: Iterable[Finding], article: Article, lens: str) -> list[Evidence]:
    """One evidence row per part of each finding, in the order of the findings."""
    return [
        Evidence(
            article=r.article,
            lens=lens,
            id=r.id,
            role=p.role,
            start=p.start,
            end=p.end,
            text=article.text[p.start : p.end],
        )
        for r in records
        for p in r.parts
    ]


def envelope(parts: Sequence[Part]) -> tuple[int, int]:
    """The smallest span that holds all parts."""
    return min(p.start for p in parts), max(p.end for p in parts)


def schema(record: type) -> pd.DataFrame:
    """The codebook of a table: a row per column with its dtype and meaning."""
    import pandas as pd

    meanings = {f.name: f.metadata.get("meaning", "") for f in dataclasses.fields(record)}
    return pd.DataFrame(
        [(name, dtype, meanings[name]) for name, dtype in dtypes(record).items()],
        columns=["column", "dtype", "meaning"],
    )
