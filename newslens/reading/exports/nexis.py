"""Nexis Uni (and LexisNexis before it): headline, paper and date, labeled lines, “Body”, the story, “Load-Date”."""

from __future__ import annotations

import re

from newslens.reading.byline import day_in, names

_END = re.compile(r"^[ \t]*End of Document[ \t]*$|(?:^[ \t]*\d+ of \d+ DOCUMENTS[ \t]*$)", re.MULTILINE)
_OLD = re.compile(r"^[ \t]*\d+ of \d+ DOCUMENTS[ \t]*$", re.MULTILINE)
_SURE = re.compile(r"^[ \t]*(?:Load-Date:|Length:[ \t]*[\d,]+ words)", re.MULTILINE | re.IGNORECASE)
_ABOVE = re.compile(
    r"(copyright|section|length|byline|dateline|highlight|series|source|edition|distribution|graphic)\b\s*(:?)\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_BELOW = re.compile(
    r"(?:Load-Date|Graphic|Classification|Language|Publication-Type|Journal Code|Subject|Notes|Correction|URL|Company"
    r"|Organization|Geographic|Industry|Person|Acc-No)(?::.*|)",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"^[ \t]*Language:[ \t]*(.+)", re.MULTILINE | re.IGNORECASE)


def is_export(text: str) -> bool:
    """Whether its documents end, or begin, as Nexis's do."""
    return _END.search(text) is not None and _SURE.search(text) is not None


def documents(text: str) -> list[tuple[str, dict[str, object]]]:
    """Story and metadata of each document."""
    pieces = _END.split(text)
    if not _OLD.search(text):
        pieces.pop()  # what stands after the last “End of Document” is no document, or not all of it
    return [_document(piece) for piece in pieces if _SURE.search(piece)]


def is_cut_off(text: str) -> bool:
    """Whether another document begins below the last one that ends; in the older layout none tells that it does."""
    return _OLD.search(text) is None and _SURE.search(_END.split(text)[-1]) is not None


def _document(piece: str) -> tuple[str, dict[str, object]]:
    lines = [line.strip() for line in piece.splitlines()]
    said = [n for n, line in enumerate(lines) if line]
    labels = [
        n for n in said if (found := _ABOVE.fullmatch(lines[n])) and (found[2] or found[1].lower() == "copyright")
    ]
    body = next((n for n in said if lines[n].lower() == "body"), None)
    begin = body + 1 if body is not None else _after_labels(lines, labels)
    end = next((n for n in said if n >= begin and _BELOW.fullmatch(lines[n])), len(lines))
    above = [n for n in labels if n < begin]
    top = [lines[n] for n in said if n < (above[0] if above else begin) and n != body]
    known: dict[str, object] = {}
    for n in above:
        found = _ABOVE.fullmatch(lines[n])
        if found and found[1].lower() == "byline":
            given = found[3] or next((lines[m] for m in said if m > n), "")
            known |= names(re.sub(r"^by\s+", "", given, flags=re.IGNORECASE)) or {"byline": (given,)}
    dated = [n for n, line in enumerate(top) if n > 0 and len(line) < 80 and day_in(line)]
    if dated:
        paper = top[dated[-1] - 1]
        place = paper.find("(") if paper.endswith(")") else -1  # Harbor News (Bergen)
        known |= {"published": day_in(top[dated[-1]]), "outlet": paper[:place].rstrip() if place >= 0 else paper}
        rest = top[: dated[-1] - 1] or top[dated[-1] + 1 :]  # the older layout has the headline below the date
        if rest:
            known["title"] = rest[-1]
    if language := _LANGUAGE.search(piece):
        known["language"] = language[1].split(";")[0].strip()
    return "\n".join(lines[begin:end]).strip(), known


def _after_labels(lines: list[str], labels: list[int]) -> int:
    """Without the word “Body”, the story begins below the last labeled line of the first block of them."""
    begin = 0
    for n in labels:
        if begin and n > begin + 8:
            break
        begin = n + 1
    while begin < len(lines) and lines[begin]:  # the rest of a highlight that has several lines
        begin += 1
    return begin
