"""Spans that can be asked which of them a stretch meets, without looking at all of them."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence

from newslens.article import Span


class Intervals:
    """Half-open spans in any order, overlapping or not.

    >>> Intervals([(0, 4), (10, 12), (2, 20)]).meeting(3, 5)
    [0, 2]
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        self._order = sorted(range(len(spans)), key=lambda k: spans[k])
        self._starts = [spans[k][0] for k in self._order]
        self._ends = [spans[k][1] for k in self._order]
        self._reach = list(itertools.accumulate(self._ends, max))  # how far the spans up to each one go at most

    def meeting(self, start: int, end: int) -> list[int]:
        """The places, in the order given, of the spans that share a character with `start` to `end`."""
        k = bisect.bisect_left(self._starts, end)
        out = []
        while k and self._reach[k - 1] > start:
            k -= 1
            if self._ends[k] > start:
                out.append(self._order[k])
        return sorted(out)
