"""Exports of news databases: one file, many articles, each between lines that the database wrote.

The layouts are those that the databases show on the page: none is documented, and all change now and then. What cannot
be told is left empty rather than guessed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from newslens.reading import languages
from newslens.reading.exports import factiva, nexis, proquest


@dataclasses.dataclass(frozen=True)
class Document:
    """One article of an export: its story, and what the database says of it."""

    text: str
    known: Mapping[str, object]


_KINDS = (factiva, nexis, proquest)


def is_cut_off(text: str) -> bool:
    """Whether an export ends within a document."""
    return any(kind.is_export(text) and kind.is_cut_off(text) for kind in _KINDS)


def documents(text: str) -> list[Document]:
    """The articles of an export in their order; none where the text is no export.

    >>> head = "Ferries late\\n\\nHarbor News\\nMarch 2, 2021 Tuesday\\n\\nLength: 4 words\\n\\n"
    >>> story = "Body\\n\\nThe ferries were late.\\n\\nLoad-Date: March 3, 2021\\n\\nEnd of Document"
    >>> documents(head + story)[0].known["outlet"]
    'Harbor News'
    """
    for kind in _KINDS:
        if kind.is_export(text):
            return [Document(story, _clean(known)) for story, known in kind.documents(text)]
    return []


def _clean(known: dict[str, object]) -> dict[str, object]:
    """Without what is empty; the language as a code."""
    known["language"] = languages.named(str(known.get("language") or ""))
    return {field: value for field, value in known.items() if value}
