"""Rows that stand for findings of several articles: what they hold, and how they become tables and evidence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from newslens.article import Article
from newslens.tables import Evidence, Finding, column, to_evidence, to_table

if TYPE_CHECKING:
    import pandas as pd

K = TypeVar("K")


class Member(NamedTuple):
    """A finding that a row stands on: in which article of the comparison, and of which lens."""

    article: str
    lens: str
    finding: Finding


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """What every table of a comparison has rows of. `cells` are its columns of articles, one value for each."""

    id: str = column("id of the row, unique within its table")
    members: tuple[Member, ...] = dataclasses.field(default=(), repr=False, metadata={"table": False})
    cells: tuple[int | str | None, ...] = dataclasses.field(default=(), repr=False, metadata={"table": False})


@dataclasses.dataclass(frozen=True, kw_only=True)
class RowEvidence(Evidence):
    """A part of a finding that a row stands on: `comparison.articles[article].text[start:end] == text`."""

    article: str = column("name of the article in the comparison")
    row: str = column("id of the row")


def to_wide(rows: Iterable[Row], record: type, lens: str, names: Sequence[str], dtype: str) -> pd.DataFrame:
    """The rows as a DataFrame with the columns of `record`, and after them one of `dtype` for each article."""
    import pandas as pd

    kept = list(rows)
    table = to_table(kept, record, lens)
    for k, name in enumerate(names):
        table[name] = pd.Series([row.cells[k] for row in kept], dtype=dtype)
    return table


def evidence(rows: Iterable[Row], articles: Mapping[str, Article]) -> pd.DataFrame:
    """A row per part of every finding that the rows stand on, in their order; `row` comes first."""
    out = []
    for row in rows:
        for name, lens, finding in row.members:
            for e in to_evidence([finding], articles[name], lens):
                out.append(RowEvidence(**{**dataclasses.asdict(e), "article": name}, row=row.id))
    table = to_table(out, RowEvidence, "evidence")
    return table[["row", *(c for c in table.columns if c != "row")]]


def grouped(pairs: Iterable[tuple[K, Member]]) -> dict[K, list[Member]]:
    """The members of each key, keys and members in the order in which they come."""
    out: dict[K, list[Member]] = {}
    for key, member in pairs:
        out.setdefault(key, []).append(member)
    return out
