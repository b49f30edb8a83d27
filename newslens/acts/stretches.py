"""A text longer than an article is read in stretches: nobody answers in one chapter what was asked in another.

Acts are compared with one another, all with all: without an end to that, ten times the text takes a hundred times as
long.
"""

from __future__ import annotations

from newslens.article import Span
from newslens.language import Parse

_LONGEST = 6_000  # tokens, some 5,000 words: nearly all articles are one stretch


def stretches(parse: Parse) -> tuple[Span, ...]:
    """Half-open token ranges, about alike and none much above `_LONGEST`, cut between paragraphs where one is near."""
    number = -(-len(parse) // _LONGEST)
    size = len(parse) / max(number, 1)
    breaks = {start for start, _ in parse.paragraphs}
    out: list[Span] = []
    begin = 0
    for start, _ in parse.sentences:
        if start - begin >= size and (start in breaks or start - begin >= 1.2 * size):
            out.append((begin, start))
            begin = start
    return (*out, (begin, len(parse)))
