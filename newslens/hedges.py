"""Marks of uncertainty, and the claim that each one weakens."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from newslens.article import Article
from newslens.tables import Finding, column, to_table

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True, kw_only=True)
class Hedge(Finding):
    """One mark of uncertainty. Evidence roles: hedge, claim."""

    hedge: str = column("the hedging words")
    kind: str = column("modal, adjective, adverb, noun, verb, condition, undecided, approximation …")
    claim: str = column("the clause or phrase that is weakened")
    voice: str = column("author or speaker")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    attribution: str | None = column("id of the attribution that the hedge stands in", None)


@functools.lru_cache(maxsize=16)
def find_hedges(article: Article) -> tuple[Hedge, ...]:
    """The hedges of an article as records, in text order."""
    raise NotImplementedError


def hedges(article: Article) -> pd.DataFrame:
    """A row per mark of uncertainty, in text order."""
    return to_table(find_hedges(article), Hedge, "hedges")
