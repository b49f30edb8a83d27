"""An article as it was read: its text, untouched, and what its header says."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from newslens.errors import EmptyArticleError, NotTextError, OptionError
from newslens.reading import documents, english, formats, header, languages

Span = tuple[int, int]

FULL_LINE = 90  # characters: prose whose lines all stay below was broken to fit a page or an e-mail


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
    #: the file that it was read from, if any; no field, so that no table, export or comparison knows of it
    file: ClassVar[Path | None] = None

    def __post_init__(self) -> None:
        for value in (self.id, self.text, self.title, self.outlet, self.url, *self.byline):
            try:
                (value or "").encode()
            except UnicodeEncodeError as error:
                raise NotTextError(
                    f"The text holds half a character ({error.object[error.start]!r} at {error.start}). Mend it first: "
                    "text.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')."
                ) from error

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        # what is given here wins over what the header says
        id: str | None = None,
        title: str | None = None,
        byline: str | Sequence[str] | None = None,
        outlet: str | None = None,
        published: datetime.date | str | None = None,
        url: str | None = None,
        language: str | None = None,
        # how to read
        markdown: bool = False,
        check_language: bool = True,
    ) -> Article:
        """An article from a string; its header lines become fields.

        Header lines (front matter, byline, date), a wire dateline and credits at the foot stay in `text` but are set
        aside from the parse; the headline becomes `title` and stays a paragraph, because it may say who says so.
        `id` is else the first twelve hex digits of the text's SHA-256. `markdown=True` sets Markdown marks aside, too.

        Raises `EmptyArticleError`, `TooLongError` (over a million characters) and `LanguageError`, the last not with
        `check_language=False`: newslens reads English, and what it finds in another language means little.

        >>> Article.from_text("By Ann Lee, Harbor News\\n\\nThe ferry sank, police said.").outlet
        'Harbor News'
        """
        if not isinstance(text, str):
            raise NotTextError(f"A text is a str, this is of type {type(text).__name__}. For a file, use read_article.")
        name = id or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        formats.check_length(len(text), "characters", name)
        found = header.read_header(text, markdown=markdown)
        said = language or found.language
        aside = _merged([*found.aside, *formats.markdown_marks(text)]) if markdown else found.aside
        article = cls(
            id=name,
            text=text,
            title=title or found.title,
            byline=(byline,) if isinstance(byline, str) else tuple(byline or found.byline),
            outlet=outlet or found.outlet,
            published=_date(published) or found.published,
            url=url or found.url,
            language=said or "en",
            aside=aside,
        )
        if not article.paragraphs:
            what = "its header is all there is" if text.strip() else "it is only white space" if text else "it is empty"
            raise EmptyArticleError(f"There is no story in {name!r}: {what}. Give the article's text.")
        if check_language:
            prose = " ".join(text[start:end] for start, end in article.paragraphs)
            english.check_english(prose, name, said=languages.named(said or ""))
        return article

    @functools.cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Half-open offsets of the story's paragraphs, in order; header lines belong to none.

        Blank lines part paragraphs, and so do lines without a letter (“* * *”) and headings. Where lines are longer
        than a page is wide and end as sentences do, each line is a paragraph; lines broken to fit a page are joined.
        """
        return _paragraphs(self)


def read_article(
    path: str | os.PathLike[str], *, id: str | None = None, check_language: bool = True, **fields: Any
) -> Article:
    """The article in a text, Markdown, HTML, Word (.docx), Rich Text or PDF file. For many, see `read_articles`.

    `.txt` and any other text is taken as it is, `.md` and `.markdown` as Markdown, `.html`, `.htm` and whatever begins
    like a web page as HTML (needs the extra `html`). The article's `text` is exactly what such a file holds, line
    breaks included, read as UTF-8 (a byte order mark is no part of the text), else in the encoding that
    charset-normalizer finds. Of a web page, `text` is the story that trafilatura extracts, with a blank line between
    paragraphs; of a Word, Rich Text or PDF file (extra `formats`) it is the text taken out of it, to which all offsets
    refer. An article exported from Nexis Uni, Factiva or ProQuest is its story; the lines around it become fields.
    `id` is else the file's name without its suffix; `fields` are those of `Article.from_text`.

    Raises what `Article.from_text` raises, and `NotFoundError`, `NotTextError` (a folder, an image, an export with
    several articles …) and `MissingExtraError`.

    >>> read_article("seeds/2022-01-24-cnn-us-troops-eastern-europe.txt").byline
    ('Barbara Starr', 'Jeremy Herb')
    """
    path = Path(path)
    name = id or os.fsencode(path.stem).decode("utf-8", "replace")  # a file’s name may be no UTF-8
    data = formats.read_bytes(path)
    form = documents.form_of(data, path.suffix)
    text, known = documents.one_text(data, form, path.name)
    known = known | fields | {"id": name}
    article = Article.from_text(text, markdown=form == "markdown", check_language=check_language, **known)
    object.__setattr__(article, "file", path)
    return article


def _date(given: datetime.date | str | None) -> datetime.date | None:
    if isinstance(given, str):
        try:
            return datetime.date.fromisoformat(given)
        except ValueError:
            raise OptionError(f"published is {given!r}, which is no date. Write it as 2022-01-24.") from None
    return given.date() if isinstance(given, datetime.datetime) else given


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
    """Lines in blocks, blocks in paragraphs."""
    text, aside = article.text, article.aside
    blocks: list[list[Span]] = [[]]
    alone = False  # the line before was a heading
    first = 0  # of the asides that reach into the line or stand below it
    for start, end in header.lines(text):
        while first < len(aside) and aside[first][1] <= start:
            first += 1
        last = first
        while last < len(aside) and aside[last][0] < end:
            last += 1
        marks = aside[first:last]
        if not _has_words(text, start, end, marks):
            if blocks[-1]:
                blocks.append([])
            continue
        while text[start].isspace():
            start += 1
        while text[end - 1].isspace():
            end -= 1
        opening = text[marks[0][0] : marks[0][1]] if marks and marks[0][0] <= start else ""
        dateline = any(char.isalpha() for char in opening)
        heading = opening.startswith("#") or (not any(blocks) and article.title == text[start:end].strip("#*_> "))
        if alone or heading or dateline or (opening.endswith((" ", "\t")) and not opening.startswith(">")):
            blocks.append([])
        if not dateline and opening:
            start = marks[0][1]
        blocks[-1].append((start, end))
        alone = heading
    width = max((end - start for block in blocks for start, end in block), default=0)
    return tuple(span for block in blocks for span in _joined(text, block, width))


def _has_words(text: str, start: int, end: int, marks: Sequence[Span]) -> bool:
    """Whether a line holds a letter or digit outside the marks."""
    for lo, hi in [*marks, (end, end)]:
        if any(char.isalnum() for char in text[start:lo]):
            return True
        start = max(start, hi)
    return False


def _joined(text: str, block: list[Span], width: int) -> list[Span]:
    """The paragraphs in lines that no blank line parts: each line, or all of them where the page broke them."""
    complete = [header.ends_sentence(text[start:end]) for start, end in block[:-1]]
    if width > FULL_LINE and sum(complete) * 2 >= len(complete):
        return block
    return [(block[0][0], block[-1][1])] if block else []
