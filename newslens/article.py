"""An article as it was read: its text, untouched, and what its header says."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import hashlib
import os
from pathlib import Path
from typing import Any

from newslens import english, formats, header
from newslens.errors import EmptyArticleError, NotTextError, did_you_mean

Span = tuple[int, int]

_FULL_LINE = 90  # characters: prose whose lines all stay below was broken to fit a page or an e-mail


@dataclasses.dataclass(frozen=True)
class Article:
    """Text plus what is known about it. All offsets are Python character offsets into `text`, half-open."""

    id: str
    text: str = dataclasses.field(repr=False)
    title: str | None = None
    byline: tuple[str, ...] = ()
    outlet: str | None = None
    published: datetime.date | None = None
    url: str | None = None
    language: str = "en"
    #: stretches that are not prose (header lines, datelines, Markdown marks): kept in `text`, left out of the parse
    aside: tuple[Span, ...] = dataclasses.field(default=(), repr=False)

    @classmethod
    def from_text(
        cls, text: str, *, id: str | None = None, markdown: bool = False, check_language: bool = True, **fields: Any
    ) -> Article:
        """An article from a string; its header lines become fields.

        Header lines (front matter, byline, date), a wire dateline and credits at the foot stay in `text` but are set
        aside from the parse; the headline becomes `title` and stays a paragraph, because it may say who says so.
        What is given in `fields` (`title`, `byline`, `outlet`, `published`, `url`, `language`) wins over what is found.
        `id` is else the first twelve hex digits of the text's SHA-256. `markdown=True` sets Markdown marks aside, too.

        Raises `EmptyArticleError`, `TooLongError` (over a million characters) and `LanguageError`, the last not if
        `check_language=False`: newslens reads English, and what it finds in another language means little.

        >>> Article.from_text("By Ann Lee, Harbor News\\n\\nThe ferry sank, police said.").outlet
        'Harbor News'
        """
        if not isinstance(text, str):
            raise NotTextError(
                f"An article's text is a str, not {type(text).__name__}. A file is read by read_article."
            )
        unknown = sorted(set(fields) - _FIELDS)
        if unknown:
            raise TypeError(f"from_text knows no field {unknown[0]!r}. {did_you_mean(unknown[0], sorted(_FIELDS))}")
        name = id or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        formats.check_length(len(text), "characters", name)
        found = header.read_header(text, markdown=markdown)
        aside = found.aside
        if markdown:
            aside = _merged([*aside, *formats.markdown_marks(text)])
        read = {field: getattr(found, field) for field in _FIELDS if getattr(found, field)}
        read |= {field: value for field, value in fields.items() if value is not None}
        if isinstance(read.get("byline"), str):
            read["byline"] = (read["byline"],)
        article = cls(id=name, text=text, aside=aside, **{**read, "byline": tuple(read.get("byline", ()))})
        if not article.paragraphs:
            what = "only header lines" if text.strip() else "only white space" if text else "no text at all"
            raise EmptyArticleError(f"There is nothing to read in {name!r}: {what}. Give it the story itself.")
        if check_language:
            english.check_english(" ".join(text[start:end] for start, end in article.paragraphs), name)
        return article

    @functools.cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Half-open offsets of the story's paragraphs, in order; header lines belong to none.

        Blank lines part paragraphs, and so do lines without a letter (“* * *”) and headings. Where lines are longer than
        a page is wide and end as sentences do, each line is a paragraph; lines broken to fit a page are joined.
        """
        return _paragraphs(self)


_FIELDS = {"title", "byline", "outlet", "published", "url", "language"}


def read_article(
    path: str | os.PathLike[str], *, id: str | None = None, check_language: bool = True, **fields: Any
) -> Article:
    """The article in a text, Markdown or HTML file.

    `.txt` and any other text is taken as it is, `.md` and `.markdown` as Markdown, `.html`, `.htm` and whatever begins
    like a web page as HTML (needs the extra `html`). The article's `text` is exactly what the file holds, line breaks
    included, read as UTF-8 (a byte order mark is no part of the text), else in the encoding that charset-normalizer
    finds. Of a web page, `text` is the story that trafilatura extracts, a paragraph to a line, with blank lines between.
    `id` is else the file's name without its suffix; `fields` and errors are those of `Article.from_text`, and
    `NotFoundError`, `NotTextError` (folder, image, PDF, archive …) and `MissingExtraError`.

    >>> read_article("seeds/2022-01-24-cnn-us-troops-eastern-europe.txt").byline
    ('Barbara Starr', 'Jeremy Herb')
    """
    path = Path(path)
    name = id or path.stem
    data = formats.read_bytes(path)
    if formats.is_page(data, path.suffix):
        text, known = formats.read_html(data, path.name)
        return Article.from_text(text, id=name, check_language=check_language, **(known | fields))
    text = formats.decode(data, path.name)
    markdown = path.suffix.lower() in {".md", ".markdown"}
    return Article.from_text(text, id=name, markdown=markdown, check_language=check_language, **fields)


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap made one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def _paragraphs(article: Article) -> tuple[Span, ...]:
    text, aside = article.text, article.aside
    blocks: list[list[Span]] = [[]]
    opened = False  # the next line begins a paragraph whatever stands before it
    at = 0
    for start, end in header.lines(text):
        while at < len(aside) and aside[at][1] <= start:
            at += 1
        begin, words, heading = start, False, False
        while begin < end and text[begin].isspace():
            begin += 1
        place, n = begin, at
        while n < len(aside) and aside[n][0] < end:
            lo, hi = aside[n]
            words = words or _has_words(text, place, lo)
            if lo <= begin < hi:
                if not any(char.isalpha() for char in text[begin : min(hi, end)]):  # a mark, not a dateline
                    heading = text[begin] == "#"
                    opened = opened or (text[begin] != ">" and text[hi - 1].isspace())
                    begin = hi
                else:
                    opened = True
            place = max(place, hi)
            n += 1
        words = words or _has_words(text, place, end)
        if not words:
            blocks.append([])
            continue
        while text[end - 1].isspace():
            end -= 1
        first = not any(blocks)
        if opened or heading:
            blocks.append([])
        blocks[-1].append((begin, end))
        opened = heading or (first and text[begin:end].strip("*_") == article.title)
    width = max((end - start for block in blocks for start, end in block), default=0)
    return tuple(span for block in blocks for span in _joined(text, block, width))


def _has_words(text: str, start: int, end: int) -> bool:
    return any(text[i].isalnum() for i in range(start, end))


def _joined(text: str, block: list[Span], width: int) -> list[Span]:
    """The paragraphs of lines that no blank line parts."""
    if not block:
        return []
    before_last = [header.ends_sentence(text[max(start, end - 8) : end]) for start, end in block[:-1]]
    if width > _FULL_LINE and before_last and sum(before_last) * 2 >= len(before_last):
        return block
    return [(block[0][0], block[-1][1])]
