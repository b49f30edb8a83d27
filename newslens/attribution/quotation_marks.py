"""Quotation marks of all kinds to quoted stretches, unclosed ones and quotes over several paragraphs included."""

from __future__ import annotations

import dataclasses
import re

from newslens.article import Article

_OPENING = "“„‟«"
_CLOSING = "”»"
#: a mark, or two that stand for one (TeX style)
_MARK = re.compile("[“”„‟«»\"]|``|''|‘|’")
_STRAIGHT_SINGLE = re.compile(
    r"(?:(?<=\s)|(?<=[(“\"—-])|^)'(?=\w)(.{2,600}?[\w.,!?…])'(?=[\s.,;:!?)”\"—-]|$)", re.S | re.M
)
#: a ’ that can close (it is also the apostrophe)
_CLOSING_SINGLE = re.compile(r"[\w.,!?…]’(?!\w)")
_SENTENCE_END = re.compile(r"[.!?…](?=\s)")


@dataclasses.dataclass(frozen=True)
class Stretch:
    """One quoted stretch within a paragraph. `start, end` includes the marks; offsets are the article's."""

    start: int
    end: int
    closed: bool
    #: the quotation goes on in the next paragraph, which opens with a mark of its own
    continues: bool = False


def quoted_stretches(article: Article) -> tuple[Stretch, ...]:
    """All quoted stretches in text order; marks within a quotation do not open another.

    Paragraph by paragraph, so that one missing mark does no harm beyond its paragraph. A quotation that is not closed
    runs to the end of its paragraph if the next one opens with a mark (several paragraphs by one speaker), else to
    the end of its sentence.
    """
    text = article.text
    out: list[Stretch] = []
    paragraphs = article.paragraphs
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else len(text)
        goes_on = text[following : following + 2].startswith((*_OPENING, '"', "``"))
        out += _in_paragraph(text, start, end, goes_on)
    if not out:
        out = [Stretch(m.start(), m.end(), True) for s, e in paragraphs for m in _STRAIGHT_SINGLE.finditer(text, s, e)]
    return tuple(out)


def _in_paragraph(text: str, start: int, end: int, goes_on: bool) -> list[Stretch]:
    out: list[Stretch] = []
    opened: int | None = None
    single = False  # the open quotation began with ‘
    last_closing = max((m.start() for m in _CLOSING_SINGLE.finditer(text, start, end)), default=-1)
    last_apostrophe = text.rfind("’", start, end)
    for match in _MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        before = text[at - 1] if at > start else " "
        after = text[match.end()] if match.end() < end else " "
        if mark in "‘’":
            if mark == "‘" and opened is None and not before.isalnum() and not after.isspace():
                if last_closing > at:
                    opened, single = at, True
            elif mark == "’" and single and opened is not None and not after.isalnum():
                if at < last_apostrophe and _possessive(text, at, end):
                    continue
                out.append(Stretch(opened, match.end(), True))
                opened, single = None, False
            continue
        opens = mark in _OPENING or mark == "``"
        closes = mark in _CLOSING
        if mark in _OPENING and opened is not None and after.isspace() and not before.isspace():
            opens, closes = False, True  # “… here,“ said Lund: the wrong mark closes
        if mark in {'"', "''"}:
            opens = (before.isspace() or before in "([—–-‘'") and not after.isspace()
            closes = not opens
            if opened is None and closes and not after.isspace() and (before.isspace() or at == start):
                opens, closes = True, False
        if single and opens:
            continue
        if opens:
            if opened is not None and not single:  # the last one was never closed
                out.append(Stretch(opened, _sentence_end(text, opened, at), False))
            opened, single = at, False
        elif closes and opened is not None and not single:
            out.append(Stretch(opened, match.end(), True))
            opened = None
    if opened is not None and not single:
        stop = end if goes_on else _sentence_end(text, opened, end)
        out.append(Stretch(opened, stop, False, continues=goes_on))
    return out


def _sentence_end(text: str, opened: int, limit: int) -> int:
    """Where an unclosed quotation stops: the end of its first sentence, or the limit."""
    match = _SENTENCE_END.search(text, opened, limit)
    stop = match.end() if match else limit
    while stop > opened + 1 and text[stop - 1].isspace():
        stop -= 1
    return stop


def _possessive(text: str, at: int, end: int) -> bool:
    """“the players’ union”: after s and before a small letter an apostrophe is likelier than a closing mark."""
    return text[at - 1] == "s" and text[at + 1 : min(at + 3, end)].lstrip(" ")[:1].islower()
