"""A changed text, and where every character of the old one went."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator

#: old start, old end, and what stands there now (None: the same)
Piece = tuple[int, int, str | None]


@dataclasses.dataclass(frozen=True)
class Changed:
    """A changed text; `first[k]` and `last[k]` are where the k-th old character begins and ends in it."""

    text: str
    first: tuple[int, ...]
    last: tuple[int, ...]
    #: what a name in the old text is called in the new one
    renamed: Callable[[str], str] = str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The new place of old characters."""
        return min(self.first[start:end]), max(self.last[start:end])


def pieced(text: str, pieces: Iterable[Piece], renamed: Callable[[str], str] = str) -> Changed:
    """The text put together from pieces of the old one and new words, in this order."""
    out, first, last = "", [0] * len(text), [0] * len(text)
    for start, end, new in pieces:
        at = len(out)
        out += text[start:end] if new is None else new
        for k in range(start, end):
            first[k], last[k] = (at + k - start, at + k - start + 1) if new is None else (at, len(out))
    return Changed(out, tuple(first), tuple(last), renamed)


def edited(text: str, edits: Iterable[tuple[int, int, str]], renamed: Callable[[str], str] = str) -> Iterator[Changed]:
    """The text with some stretches replaced; nothing if it is the same."""
    pieces: list[Piece] = []
    at = 0
    for start, end, new in sorted(edits):
        if start >= at:
            pieces += [(at, start, None), (start, end, new)]
            at = end
    changed = pieced(text, [*pieces, (at, len(text), None)], renamed)
    if changed.text != text:
        yield changed
