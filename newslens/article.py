"""An article as it was read: its text, untouched, and what its header says."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from typing import Any

Span = tuple[int, int]


@dataclasses.dataclass(frozen=True)
class Article:
    """Text plus what is known about it. All offsets are Python character offsets into `text`, half-open."""

    id: str
    text: str
    title: str | None = None
    byline: tuple[str, ...] = ()
    outlet: str | None = None
    published: datetime.date | None = None
    url: str | None = None
    language: str = "en"
    #: stretches that are not prose (header lines, datelines, Markdown marks): kept in `text`, left out of the parse
    aside: tuple[Span, ...] = ()

    @classmethod
    def from_text(cls, text: str, **fields: Any) -> Article:
        return cls(id=fields.pop("id", "article"), text=text, **fields)

    @functools.cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        return tuple((m.start(), m.end()) for m in re.finditer(r"\S.*(?:\n(?!\s*\n).*)*", self.text))
