"""Factiva: headline, byline, word count, date, source, language, copyright, the story, “Document AFPR0000…”.

Two layouts: with field codes (HD, BY, WC …, “Full Article/Report plus Indexing”) or the same lines without them.
"""

from __future__ import annotations

import re

from newslens.reading.byline import day_in, names
from newslens.reading.languages import named

_END = re.compile(r"^[ \t]*(?:AN[ \t\n]+)?Document ([A-Z][A-Z0-9]{2,}\d{8}\w{4,})[ \t]*$", re.MULTILINE)
_WORDS = re.compile(r"[\d,.]+ words", re.IGNORECASE)
_CODE = re.compile(
    r"(SE|HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|CLM|ART)(?:[ \t]+(.*))?"
)


def is_export(text: str) -> bool:
    """Whether there is a line such as “Document AFPR000020220124ei1o000xx”, and a count of words."""
    return _END.search(text) is not None and re.search(r"\b[\d,.]+ words\b", text) is not None


def documents(text: str) -> list[tuple[str, dict[str, object]]]:
    """Story and metadata of each document; what stands after the last “Document …” is a summary of the search."""
    out, begin = [], 0
    for found in _END.finditer(text):
        lines = [line.strip() for line in text[begin : found.start()].splitlines()]
        begin = found.end()
        codes = {line[1] for line in map(_CODE.fullmatch, lines) if line}
        story, known = _coded(lines) if {"HD", "WC", "SN"} <= codes else _plain(lines)
        out.append((story, known | {"id": found[1]}))
    return out


def is_cut_off(text: str) -> bool:
    """Whether another document begins below the last one that ends."""
    ends = [found.end() for found in _END.finditer(text)]
    return any(_WORDS.fullmatch(line.strip()) for line in text[ends[-1] if ends else 0 :].splitlines())


def _coded(lines: list[str]) -> tuple[str, dict[str, object]]:
    fields: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        if (found := _CODE.fullmatch(line)) and not (found[2] is None and code == found[1]):
            code = found[1]
            fields.setdefault(code, []).append(found[2] or "")
        elif code:
            fields[code].append(line)
    first = {code: next(filter(None, said), "") for code, said in fields.items()}
    story = "\n".join([*fields.get("LP", []), "", *fields.get("TD", [])])
    known: dict[str, object] = {
        "title": " ".join(filter(None, fields.get("HD", []))),
        "published": day_in(first.get("PD", "")),
        "outlet": first.get("SN"),
        "language": first.get("LA"),
    }
    return story.strip(), known | _authors(first.get("BY", ""))


def _plain(lines: list[str]) -> tuple[str, dict[str, object]]:
    said = [n for n, line in enumerate(lines) if line]
    count = next((place for place, n in enumerate(said) if _WORDS.fullmatch(lines[n])), None)
    if count is None:
        return "\n".join(lines).strip(), {}
    top = [lines[n] for n in said[:count]]
    known: dict[str, object] = {}
    if len(top) > 1 and (authors := _authors(top[-1], surely=re.match(r"by\s", top[-1], re.IGNORECASE) is not None)):
        known |= authors
        top.pop()
    known["title"] = top[-1] if top else None  # above it may stand the section
    after = [lines[n] for n in said[count + 1 : count + 10]]
    dated = next((n for n, line in enumerate(after[:2]) if day_in(line)), None)
    begin = count + 1
    if dated is not None:
        known["published"] = day_in(after[dated])
        rest = after[dated + 1 :]
        if rest and re.fullmatch(r"\d\d?:\d\d(?:\s*[AP]M)?", rest[0], re.IGNORECASE):
            rest.pop(0)
        known["outlet"] = rest[0] if rest else None
        begin = count + 1 + after.index(rest[0]) + 1 if rest else count + 2
    for n, line in enumerate(after):
        if len(line) < 20 and named(line):
            known["language"] = line
            begin = count + n + 2
        elif re.match(r"copyright\b|\(c\)|©", line, re.IGNORECASE):
            begin = count + n + 2
    start = said[begin] if begin < len(said) else len(lines)
    return "\n".join(lines[start:]).strip(), known


def _authors(line: str, surely: bool = True) -> dict[str, object]:
    """Who wrote it; with `surely` even what looks like no name."""
    line = re.sub(r"^by\s+", "", line, flags=re.IGNORECASE)
    found = names(line) if line else None
    if found and found.get("byline"):
        return {"byline": found["byline"]}
    return {"byline": (line,)} if surely and line else {}
