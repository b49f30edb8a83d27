"""Changes to an article's paragraphs, for `metamorphosis.py`: some words added that are none of its own, one moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from benchmarks.changed import Changed, Piece, edited, pieced
from newslens.analysis import records
from newslens.article import Article
from newslens.attribution.quotation_marks import quoted_stretches

BOILERPLATE = (
    "Sign up for our morning newsletter and get the day’s stories in your inbox.",
    "Read more: Five charts that explain the harbor fees",
    "Related articles\n\nWhat the new rail timetable means for you\n\nIn pictures: a winter at sea",
    "© 2024 Example News. All rights reserved. This material may not be published, broadcast or rewritten.",
    "Follow us on social media and subscribe to our channel. Contact our newsroom at tips@example.org.",
)


def with_boilerplate(where: str) -> Callable[[Article], Iterator[Changed]]:
    def change(article: Article) -> Iterator[Changed]:
        text, paragraphs = article.text, article.paragraphs
        words = BOILERPLATE[len(text) % len(BOILERPLATE)]
        if where == "before":
            at, new = paragraphs[0][0], f"{words}\n\n"
        elif where == "after":
            at, new = paragraphs[-1][1], f"\n\n{words}"
        else:
            at, new = paragraphs[len(paragraphs) // 2][0], f"{words}\n\n"
        if where != "between" or len(paragraphs) > 1:
            yield from edited(text, [(at, at, new)])

    return change


_POINTS = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|this|that|these|those|also|too|both|former|latter|other|"
    r"another|second|later|then|earlier|however|but|so|one)\b",
    re.I,
)


def moved(article: Article) -> Iterator[Changed]:
    """A paragraph put last (or the last one before the one before it) that refers to nothing, and nothing to it."""
    paragraphs, text = article.paragraphs, article.text
    if any(stretch.continues for stretch in quoted_stretches(article)):
        return
    mentions = [(r, p.start, p.end) for r in records(article, "actors") for p in r.parts]
    acts = {r.id: r.start for r in records(article, "demands")}
    links = [
        (acts[r.id], acts[to]) for r in records(article, "demands") for to in (r.responds_to or "").split(" ; ") if to
    ]
    for n in range(1, len(paragraphs)):
        start, end = paragraphs[n]
        inside = [start <= s < end for _, s, _ in mentions]
        here = {r.id for (r, _, _), within in zip(mentions, inside, strict=True) if within}
        there = {r.id for (r, _, _), within in zip(mentions, inside, strict=True) if not within}
        apart = not here & there and not any((start <= a < end) != (start <= b < end) for a, b in links)
        if not apart or _POINTS.search(text[start:end]) or text.startswith("The ", start):
            continue
        if n + 1 < len(paragraphs):
            gap, (_, stop) = paragraphs[n + 1][0], paragraphs[-1]
            order: list[Piece] = [(0, start, None), (gap, stop, None), (end, gap, None), (start, end, None)]
            yield pieced(text, [*order, (stop, len(text), None)])
        elif n > 1:
            gap, (before, stop) = paragraphs[n - 1][1], paragraphs[n - 1]
            order = [(0, before, None), (start, end, None), (gap, start, None), (before, stop, None)]
            yield pieced(text, [*order, (end, len(text), None)])
