"""Sentences in pieces, each with the findings that it stands on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from newslens.looks import STYLE
from newslens.markup import anchor, esc, ref

Evidence = tuple[str, str]  # lens and id of a finding

_SHOWN = 4  # references after a piece


@dataclasses.dataclass(frozen=True)
class Statement:
    """A sentence in pieces, each with the findings that bear it out."""

    pieces: tuple[tuple[str, tuple[Evidence, ...]], ...]

    @property
    def text(self) -> str:
        """The sentence without its references."""
        return " ".join(words for words, _ in self.pieces)


@dataclasses.dataclass(frozen=True, repr=False)
class Findings:
    """The statements on one article, the most telling first."""

    statements: tuple[Statement, ...]

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __len__(self) -> int:
        return len(self.statements)

    @property
    def html(self) -> str:
        """A list; each piece leads to the first of its evidence, the references after it to the others."""
        items = "".join(f"<li>{pieces_html(s)}</li>" for s in self.statements)
        return f'<ol class="nl-findings">{items}</ol>'

    def _repr_html_(self) -> str:
        return f'{STYLE}<div class="nl">{self.html}</div>'

    def __repr__(self) -> str:
        return "\n".join(f"• {s.text}" for s in self.statements)


def pieces_html(statement: Statement) -> str:
    """A sentence whose pieces lead to their evidence, for a page whose references `newslens.report` makes links."""
    return " ".join(_piece(*piece) for piece in statement.pieces)


def _piece(words: str, shown: tuple[Evidence, ...]) -> str:
    if not shown:
        return esc(words)
    return f'<a class="nl-say" data-nl="{esc(anchor(*shown[0]))}">{esc(words)}</a>{_refs(shown)}'


def _refs(shown: tuple[Evidence, ...]) -> str:
    """References after a piece; what is more than a few stands in the table of the lens, where the last one leads."""
    links = [ref(lens, key) for lens, key in shown[:_SHOWN]]
    if len(shown) > _SHOWN:
        lens, key = shown[_SHOWN]
        links.append(f'<a class="nl-ref" data-to="{esc(anchor(lens, key))}">+{len(shown) - _SHOWN}</a>')
    return f" {' '.join(links)}"
