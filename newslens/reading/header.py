"""What stands above and around a story: headline, byline, outlet, date, dateline, credits.

Newspapers write these lines in a hundred shapes, and only at the top do they mean what they say: further down a date is
an entry of a timeline, and a name is a subhead.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator

from newslens.reading import byline
from newslens.reading.byline import Fields

Span = tuple[int, int]

_TOP = 12  # lines looked at: headline, deck, byline, dates, outlet, caption; below them the story has begun
_HEADLINE = 200  # characters; longer first lines are prose
_LEAD = 300  # characters; a line as long as this is the story
_FRONT_MATTER = 16_384  # characters; more than that between two lines of dashes is an article, not its metadata

_LINE_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_CREDIT = re.compile(
    r"[(\[]?(?:additional\s+)?(?:reporting|writing|editing|compiled|writing\s+and\s+editing)(?:\s+for\s+\S+)?\s+by"
    r"\s(?-i:[A-Z]).{2,400}",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"^[ \t]*(?:©|\(c\)|copyright)[^\n\r]{0,60}\b(?:19|20)\d\d\b[^\n\r]{0,300}$", re.I | re.M)


@dataclasses.dataclass(frozen=True)
class Header:
    """What the lines around a story say. `aside`: half-open offsets of all that is not its prose, in order."""

    title: str | None = None
    byline: tuple[str, ...] = ()
    outlet: str | None = None
    published: datetime.date | None = None
    url: str | None = None
    language: str | None = None
    aside: tuple[Span, ...] = ()


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does: a stop, and perhaps closing marks."""
    return _SENTENCE_END.search(line[-20:].rstrip()) is not None


def lines(text: str, start: int = 0) -> Iterator[Span]:
    """Half-open offsets of every line, without its line break, whatever system broke it."""
    for found in _LINE_BREAK.finditer(text, start):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def read_header(text: str, *, markdown: bool = False) -> Header:
    """The header of a story: what its lines say, and where they stand.

    Front matter in YAML, lines of date, byline and outlet at the top, a wire dateline, credits at the foot. The
    headline is prose (it may attribute) and is not set aside. In Markdown, marks around a line do not hide what it is.

    >>> read_header("By Ann Lee, Harbor News\\n\\nThe ferry sank.").byline
    ('Ann Lee',)
    """
    fields, begin = _front_matter(text)
    aside: list[Span] = [(0, begin)] if begin else []
    prose: list[Span] = []
    headline: Span | None = None
    for line, inner in _top_lines(text, begin, "#*_>" if markdown else ""):
        words = text[slice(*inner)]
        found = byline.header_line(words, bool(fields.get("byline")) and not fields.get("outlet"))
        if found is not None and not (len(prose) > 1 and fields.get("published") and set(found) <= {"published"}):
            if len(prose) == 1 and inner[0] - prose[0][1] < _HEADLINE and prose[0][1] - prose[0][0] <= _HEADLINE:
                headline = prose[0]  # above a byline even a question or a sentence is the headline
            fields = found | fields
            aside.append(line)
            continue
        if (signed := byline.dateline(words)) and (ends_sentence(words) or len(words) > 90 or _goes_on(text, inner)):
            aside.append((inner[0], inner[0] + signed[0]))
            fields = signed[1] | fields
            break
        if len(prose) == 1 and headline is None and _is_headline(text, prose[0], inner):
            headline = prose[0]
        prose.append(inner)
        if len(words) > _LEAD or (len(prose) > 1 and ends_sentence(words) and ends_sentence(text[slice(*prose[-2])])):
            break
    if prose and headline is None and aside and aside[-1][0] > prose[0][1] and _is_headline(text, prose[0], aside[-1]):
        headline = prose[0]
    if headline:
        fields.setdefault("title", text[slice(*headline)])
    updated = fields.pop("updated", None)
    fields.setdefault("published", updated)
    return Header(**fields, aside=tuple(sorted([*aside, *_credits(text, begin), *_rights(text, begin)])))


def _top_lines(text: str, begin: int, marks: str) -> Iterator[tuple[Span, Span]]:
    """The first lines with words in them: the whole line, and the line without white space and marks at its edges."""
    seen = 0
    for start, end in lines(text, begin):
        inner = text[start:end].strip(" \t\xa0\u200b\ufeff\x0c" + marks)
        if any(char.isalnum() for char in inner[:_LEAD]):
            left = text.index(inner, start)
            yield (start, end), (left, left + len(inner))
            seen += 1
            if seen == _TOP:
                return


def _goes_on(text: str, line: Span) -> bool:
    """A line that was broken off because the page was full: long enough, and the next one begins right below it."""
    return line[1] - line[0] > 40 and re.match(r"[ \t]*(?:\r\n|[\n\r])[^\s]", text[line[1] : line[1] + 80]) is not None


def _is_headline(text: str, line: Span, following: Span) -> bool:
    """Short, without a stop, followed by something, and not broken off only because the page was full."""
    words = text[slice(*line)]
    if len(words) > _HEADLINE or ends_sentence(words) or words[-1] in ",:;-–—":
        return False
    if len(_LINE_BREAK.findall(text, line[1], following[0])) > 1:
        return True
    next_line = text[slice(*following)]
    return not next_line[0].islower() and len(words) + len(next_line.split(" ", 1)[0]) < 0.9 * len(next_line)


def _credits(text: str, begin: int) -> list[Span]:
    """The credits of a news agency at the foot: “(Reporting by …; editing by …)”."""
    out: list[Span] = []
    end = len(text.rstrip())
    for _ in range(3):
        start = max(text.rfind(mark, begin, end) for mark in "\n\r") + 1
        if start <= begin or end - start > 500 or not _CREDIT.fullmatch(text[start:end].strip()):
            break
        out.append((start, end))
        end = start + len(text[begin:start].rstrip()) - len(text[begin:start])
    return out


def _rights(text: str, begin: int) -> list[Span]:
    """Lines that reserve the publisher's rights, wherever a page put them: “© 2024 … All rights reserved.”"""
    return [m.span() for m in _RIGHTS.finditer(text, begin)]


def _front_matter(text: str) -> tuple[Fields, int]:
    """YAML between two lines of dashes at the very top: its fields, and where the story begins."""
    if not text.startswith("---"):
        return {}, 0
    first, *rest = lines(text[:_FRONT_MATTER])
    if text[slice(*first)].rstrip() != "---":
        return {}, 0
    for start, end in rest:
        if text[start:end].rstrip() in {"---", "..."}:
            fields = _yaml_fields(text[first[1] : start])
            return ({}, 0) if fields is None else (fields, end)
    return {}, 0


def _yaml_fields(block: str) -> Fields | None:
    """Fields of front matter; None where it is none. Every value is read as words, nothing is constructed or run."""
    import yaml

    try:
        data = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):  # “title: Fees: what next” is common and no YAML: read line by line
        pairs = (line.split(":", 1) for line in block.splitlines() if ":" in line)
        data = {key.strip(): value.strip().strip("\"'") for key, value in pairs}
    if not isinstance(data, dict) or not all(isinstance(key, str) and re.fullmatch(r"[\w-]+", key) for key in data):
        return None
    known: dict[str, object] = {key.lower(): value for key, value in data.items()}

    def words(*keys: str) -> list[str]:
        value = next((known[key] for key in keys if known.get(key)), "")
        return [v.strip() for v in (value if isinstance(value, list) else [value]) if isinstance(v, str) and v.strip()]

    fields: Fields = {}
    authors = words("authors", "author", "byline", "by")
    if len(authors) == 1:
        fields |= byline.header_line(f"Author: {authors[0]}") or {}
    elif authors:
        fields["byline"] = tuple(authors)
    for field, keys in _KEYS.items():
        if found := words(*keys):
            fields[field] = found[0]
    for date in words("published", "date", "pubdate", "publication_date"):
        fields |= byline.dates(date) or {}
    return fields


_KEYS = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "publisher", "publication", "source", "site", "sitename", "newspaper"),
    "url": ("url", "link", "canonical"),
    "language": ("language", "lang"),
}
