"""ProQuest: documents between rules of underscores, every field a label and its value, the story under “Full text:”."""

from __future__ import annotations

import re

from newslens.reading.byline import day_in, names

_RULE = re.compile(r"^[ \t]*_{20,}[ \t]*$", re.MULTILINE)
_LABELS = """Abstract|Abstract (summary)|Ablaufdatum|Author|Author affiliation|Business indexing term|Caption|City
|Classification|Company / organization|Copyright|Corporate institution author|Country of publication|Credit|Database
|Dateline|Document type|Document URL|DOI|Edition|First page|Full text|Full Text|Fulltext|Identifier / keyword|ISBN|ISSN
|Issue|Language of publication|Language|Last updated|Links|Location|Number of pages|Pages|People|Place of publication
|ProQuest document ID|Publication date|Publication info|Publication note|Publication subject|Publication title
|Publication type|Publication year|Publisher|Section|Source type|Subject|Subtitle|Title|URL|Volume|Word count|Year"""
_LABEL = re.compile(
    rf"[ \t]*({'|'.join(re.escape(label.strip()) for label in _LABELS.split('|'))}):(?:[ \t]+(.*)|[ \t]*)"
)
_FULL = re.compile(r"^[ \t]*Full ?text:", re.MULTILINE | re.IGNORECASE)
_TITLE = re.compile(r"^[ \t]*Title:", re.MULTILINE)
_NUMBER = re.compile(r"^[ \t]*Document \d+ of \d+[ \t]*$", re.MULTILINE)
_BELOW = re.compile(r"^[ \t]*(?:Publication (?:title|date)|ProQuest document ID|Database):", re.MULTILINE)
_PAPER = re.compile(r"^[ \t]*(?:Publication (?:title|date|info)|ProQuest document ID):", re.MULTILINE)


def is_export(text: str) -> bool:
    """Whether a full text and a publication are labeled."""
    return _FULL.search(text) is not None and _PAPER.search(text) is not None


def documents(text: str) -> list[tuple[str, dict[str, object]]]:
    """Story and metadata of each document; the list of contents and the notice at the end are none."""
    return [_document(piece) for piece in _pieces(text) if _is_whole(piece)]


def is_cut_off(text: str) -> bool:
    """Whether the last document ends within its text: what ProQuest writes below it is missing."""
    return not all(map(_is_whole, _pieces(text)[-1:]))


def _is_whole(piece: str) -> bool:
    full = _FULL.search(piece)
    return full is None or _BELOW.search(piece, full.end()) is not None


def _pieces(text: str) -> list[str]:
    """Between the rules; one may also part the head of a document from its text."""
    out: list[str] = []
    head = ""
    for piece in _RULE.split(text):
        if _FULL.search(piece) or (_PAPER.search(piece) and _TITLE.search(piece)):
            out.append(head + piece)
            head = ""
        else:
            head = piece if _NUMBER.search(piece) else ""
    return out


def _document(piece: str) -> tuple[str, dict[str, object]]:
    fields: dict[str, list[str]] = {}
    label = ""
    top: list[str] = []
    for line in map(str.strip, piece.splitlines()):
        if found := _LABEL.fullmatch(line):
            label = found[1].lower().replace(" ", "")
            fields.setdefault(label, []).append(found[2] or "")
        elif label:
            fields[label].append(line)
        elif line and not re.fullmatch(r"Document \d+ of \d+", line):
            top.append(line)
    first = {key: next(filter(None, said), "") for key, said in fields.items()}
    known: dict[str, object] = {
        "title": first.get("title") or (top[0] if top else None),
        "outlet": re.split("[;:]", first.get("publicationtitle", ""), maxsplit=1)[0].rstrip(),
        "published": day_in(first.get("publicationdate", "")),
        "url": first.get("documenturl") or first.get("url"),
        "language": first.get("languageofpublication") or first.get("language"),
        "id": first.get("proquestdocumentid"),
    }
    authors: list[str] = []
    for author in filter(None, map(str.strip, first.get("author", "").split(";"))):
        last, comma, given = author.partition(", ")  # Lee, Ann
        name = f"{given} {last}" if comma else author
        authors.extend((names(name) or {}).get("byline", (name,)))
    known["byline"] = tuple(authors)
    return "\n".join(fields.get("fulltext", [])).strip(), known
