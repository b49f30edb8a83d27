"""From what a file holds to text: bytes and their encoding, Markdown's marks, the story in a web page."""

from __future__ import annotations

import datetime
import difflib
import os
import re
from pathlib import Path
from typing import Any

from newslens.errors import EmptyArticleError, InputError, MissingExtraError, NotFoundError, NotTextError, TooLongError
from newslens.reading.header import lines

Span = tuple[int, int]

LONGEST = 1_000_000  # characters: more than any article, and about what one machine parses while its user waits
_LONGEST_FILE = 4 * LONGEST  # bytes: UTF-8 needs four at most for a character
_LONGEST_PAGE = 16_000_000  # bytes: a web page carries scripts and styles around its article
LONGEST_EXPORT = 64_000_000  # bytes: a file that carries pictures and fonts, or many articles

#: how files begin that people mistake for the article they hold
_NOT_TEXT = {
    b"PK\x03\x04": "a ZIP archive (so are Word, OpenDocument and EPUB files)",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Microsoft Office file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "an image or a sound",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"PAR1": "a Parquet table",
    b"SQLite format 3": "an SQLite database",
}
_CARRIERS = (b"%PDF", b"{\\rtf")  # these are read
_PAGES = {".html", ".htm", ".xhtml"}


def check_length(length: int, unit: str, name: str, most: int = LONGEST) -> None:
    """Refuse what is longer than any article, before time and memory are spent on it."""
    if length > most:
        raise TooLongError(
            f"{name!r} has {length:,} {unit}; an article has at most {most:,}. Split a collection, a file per article."
        )


def read_bytes(path: Path, *, many: bool = False) -> bytes:
    """The bytes of a file that may hold an article, or with `many` several; an error says why it cannot."""
    if os.path.isdir(path):
        raise NotTextError(f"{str(path)!r} is a folder. Give the files in it, one article each.")
    try:
        with path.open("rb") as file:
            data = file.read(16)
            carries = data.startswith(_CARRIERS) or path.suffix.lower() == ".docx"
            for magic, what in _NOT_TEXT.items():
                if data.startswith(magic) and not carries:
                    raise NotTextError(
                        f"{path.name!r} is {what}, not text. Save the article as .txt, .md or .html and give that."
                    )
            page = path.suffix.lower() in _PAGES
            most = LONGEST_EXPORT if carries or many else _LONGEST_PAGE if page else _LONGEST_FILE
            check_length(path.stat().st_size, "bytes", path.name, most)
            return data + file.read(most)
    except FileNotFoundError:
        raise _not_found(path) from None
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise NotTextError(f"{str(path)[:200]!r} cannot be read: {getattr(error, 'strerror', error)}.") from error


def check_there(path: Path) -> None:
    """Raise `NotFoundError` where there is no such file, with the name of one that is nearly called so."""
    if not os.path.exists(path):
        raise _not_found(path)


def _not_found(path: Path) -> NotFoundError:
    return NotFoundError(f"There is no file {str(path)!r}.{_near(path)}")


def _near(path: Path) -> str:
    """“ Did you mean …?” where the folder holds a file of nearly that name."""
    folder = path.parent
    if not os.path.isdir(folder):
        return f" There is no folder {str(folder)!r} either."
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    stems = {Path(name).stem: name for name in names}
    close = difflib.get_close_matches(path.name, names, n=1) or difflib.get_close_matches(path.stem, stems, n=1)
    return f" Did you mean {str(folder / stems.get(close[0], close[0]))!r}?" if close else ""


def is_page(data: bytes, suffix: str = "") -> bool:
    """Whether a file is a web page: by its suffix, or because it begins like one."""
    start = data[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return suffix.lower() in _PAGES or start.startswith((b"<!doctype html", b"<html"))


def decode(data: bytes, name: str) -> str:
    """The text of a file: UTF-8 where it is, else the likeliest of the encodings that English was written in.

    A byte order mark is no part of the text. Line breaks stay as they are. A byte that stands for nothing becomes “�”.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16", name)
    sample = data[:65_536]
    control = sum(byte < 32 and byte not in b"\t\n\x0b\x0c\r\x1a\x1b" for byte in sample)
    if b"\x00" in data or control > len(sample) / 100:
        raise NotTextError(f"{name!r} is not text: it holds bytes that no text has. Give a .txt, .md or .html file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        repaired = data.decode("utf-8-sig", errors="replace")
    damaged = repaired.count("\ufffd")
    if sum(char > "\x7f" for char in repaired) > 2 * damaged:
        return repaired  # UTF-8 that was cut or damaged in a few places: all else in it is right
    if sum(byte > 127 for byte in sample) < len(sample) / 20:
        return min((data.decode(encoding, errors="replace") for encoding in ("cp1252", "mac_roman")), key=_oddities)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    return _strict(data, best.encoding if best else "cp1252", name)


def _oddities(text: str) -> int:
    """How often the wrong one of two encodings shows: “itÕs lateÓ” or “cafÈ” for “it’s late” and “café”.

    English is nearly all ASCII; the rest is quotation marks, dashes and accents, too little for statistics to tell
    Windows-1252 (with Latin-1 in it) from Mac Roman. A capital within a word, a mark that no newspaper sets can.
    """
    return len(_ODD.findall(text))


_ODD = re.compile(r"[a-zß-ÿ][À-Þ]|[.,!?][Ò-Õ]|\s[Ð-Õ]\s|[ß-ÿ][A-Z]|[†‡‰ˆ˜◊Ω∂∑∏π∫√ƒ≈∆ﬁﬂ¬ªº\ufffd]")


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTextError(
            f"{name!r} is in no encoding that newslens can tell (neither UTF-8 nor {encoding}: {error.reason} at byte "
            f"{error.start}). Save it as UTF-8."
        ) from error


_BLOCK_MARK = re.compile(r"[ \t]*(?:>[ \t]?)*(?:(?P<heading>#{1,6})[ \t]+|[-*+][ \t]+|\d{1,3}[.)][ \t]+)?")
_REFERENCE = re.compile(r" {0,3}\[(?!\^)[^\[\]]{1,200}\]:[ \t]+\S.*")
_ADDRESS = r"""\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?(?:[ ]"[^"\r\n]{0,500}")?\)"""
_IMAGE = rf"!\[[^\[\]\r\n]{{0,500}}\]{_ADDRESS}"
_LINK = re.compile(rf"(?<!!)(?P<opens>\[)(?:{_IMAGE}|[^\[\]\r\n]{{1,500}})(?P<closes>\]{_ADDRESS})")
_UNSEEN = re.compile(
    rf"{_IMAGE}|\[\^\w{{1,20}}\]:?|<https?://[^<>\s]{{1,2000}}>|<!--[^<>]{{0,2000}}-->|</?[a-z][^<>\r\n]{{0,500}}>"
    r"|\\(?=[\\`*_{}\[\]()#+.!>-])",
    re.DOTALL,
)
_FENCE = re.compile(r"(?<!\\)(?:\*{1,3}|_{1,3}|~~|`{1,3})")
_BLANK_LINE = re.compile(r"(?:\r\n|[\r\n])[ \t]*[\r\n]")


def markdown_marks(text: str) -> list[Span]:
    """Where Markdown's marks stand, as half-open offsets: what a reader of the rendered page would not see.

    Heading, quotation and list marks, emphasis, link targets, images (their description is no prose of the story),
    footnote marks, comments and tags. An editor's brackets (“[the] minister”), a dampened word (“f***”) and stars
    between spaces are words.

    >>> markdown_marks("# Ferries *late*")
    [(0, 2), (10, 11), (15, 16)]
    """
    marks: list[Span] = []
    for start, end in lines(text):
        block = _BLOCK_MARK.match(text, start, end)
        if _REFERENCE.fullmatch(text, start, end):
            marks.append((start, end))
        elif block and not block[0].isspace() and block[0]:
            marks.append(block.span())
            if block["heading"]:
                rest = text[block.end() : end].rstrip(" \t#")
                marks.append((block.end() + len(rest), end))
    for link in _LINK.finditer(text):
        marks += [link.span("opens"), link.span("closes")]
    marks += [unseen.span() for unseen in _UNSEEN.finditer(text)]
    marks = sorted(span for span in marks if span[0] < span[1])
    return sorted([*marks, *_emphasis(text, marks)])


def _emphasis(text: str, marks: list[Span]) -> list[Span]:
    """Pairs of stars, underscores, tildes and backticks that embrace words within one block."""
    out: list[Span] = []
    waiting: dict[str, Span] = {}
    blanks = [found.start() for found in _BLANK_LINE.finditer(text)][::-1]
    covered = marks[::-1]
    for found in _FENCE.finditer(text):
        start, end = found.span()
        while blanks and blanks[-1] < start:
            blanks.pop()
            waiting.clear()
        while covered and covered[-1][1] <= start:
            covered.pop()
        if covered and covered[-1][0] <= start:
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        if found[0] in waiting and not before.isspace() and not after.isalnum():
            out += [waiting.pop(found[0]), (start, end)]
        elif after.strip() and not before.isalnum():
            waiting[found[0]] = (start, end)
    return out


def read_html(data: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """The story in a web page, and title, byline, outlet, date and address as its metadata give them.

    Extracted by trafilatura (extra `html`): menus, comments and recommendations are left out. The text has a blank line
    between paragraphs. Borrowed: Barbaresi, “Trafilatura”, ACL 2021 (aclanthology.org/2021.acl-demo.15).
    """
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError(
            f"{name!r} is a web page; to read one, install the extra: pip install '.[html]' in the checkout."
        ) from None
    try:
        page: Any = trafilatura.bare_extraction(data, include_comments=False, include_tables=False, with_metadata=True)
    except Exception as error:  # trafilatura catches most of what a page can do to it, not all
        raise NotTextError(f"{name!r} is no page that can be read ({type(error).__name__}). Save it anew.") from error
    story = [line.strip() for line in (page.text or "").splitlines() if line.strip()] if page else []
    if not story:
        raise EmptyArticleError(
            f"No story was found in the web page {name!r}. Copy the article's text into a .txt file and give that."
        )
    known = {
        "title": page.title,
        "byline": tuple(filter(None, map(str.strip, (page.author or "").split(";")))),
        "outlet": page.sitename,
        "published": datetime.date.fromisoformat(page.date[:10]) if page.date else None,
        "url": page.url,
    }
    return "\n\n".join(story), {field: value for field, value in known.items() if value}
