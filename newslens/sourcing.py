"""Who says so: attributions (source, cue, content), and what kind of source each one is."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from typing import TYPE_CHECKING

from newslens.article import Article
from newslens.tables import Finding, column, to_table

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True, kw_only=True)
class Attribution(Finding):
    """One source saying (writing, thinking, wanting) one thing. Evidence roles: source, cue, content."""

    source: str = column("the source as the article words it")
    cue: str = column("the words that attribute (“said”, “according to”)")
    content: str = column("what is attributed to the source")
    form: str = column("direct (all in quotation marks), mixed (partly) or indirect")
    actor: str = column("who the source is: the actor's full name, or the description of an unnamed source")
    source_kind: str = column("named_person, unnamed, institution, document, media or public")
    role: str | None = column("title or office of the source", None)
    plural: bool = column("the source is more than one person", False)
    anonymity: str | None = column("the reason the article gives for not naming the source", None)
    channel: str | None = column("statement, interview, briefing, letter, post …, where the article says", None)
    said_on: datetime.date | None = column("day it was said, from the article's date; first day of said_when's span", None)
    said_when: str | None = column("the article's words for when it was said", None)
    relayed_by: str | None = column("id of the attribution that this one stands inside: who relays it", None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Quotation(Finding):
    """A stretch in quotation marks, attributed or not. `start, end` includes the marks."""

    attribution: str | None = column("id of the attribution that it belongs to; none: the article names no speaker", None)
    speaker: str | None = column("actor of that attribution", None)
    words: int = column("words between the marks")


@functools.lru_cache(maxsize=16)
def find_attributions(article: Article) -> tuple[Attribution, ...]:
    """The attributions of an article as records, in text order."""
    raise NotImplementedError


def attributions(article: Article) -> pd.DataFrame:
    """A row per attribution, in text order."""
    return to_table(find_attributions(article), Attribution, "attributions")
