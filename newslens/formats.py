"""From what a file holds to text: bytes and their encoding, Markdown's marks, the story in a web page."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newslens.errors import EmptyArticleError, MissingExtraError, NotFoundError, NotTextError, TooLongError

Span = tuple[int, int]

LONGEST = 1_000_000  # characters: more than any article, and about what one machine parses while its user waits
_LONGEST_FILE = 4 * LONGEST  # bytes: UTF-8 needs four at most for a character
_LONGEST_PAGE = 16_000_000  # bytes: a web page carries scripts and styles around its article

#: how files begin that people mistake for the article they hold
_NOT_TEXT = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive (so are Word, OpenDocument and EPUB files)",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Microsoft Office file",
    b"{\\rtf": "a Rich Text file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "an image or a sound",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"PAR1": "a Parquet table",
    b"SQLite format 3": "an SQLite database",
}
_PAGES = {".html", ".htm", ".xhtml"}


def check_length(length: int, unit: str, name: str, most: int = LONGEST) -> None:
    """Refuse what is longer than any article, before time and memory are spent on it."""
    if length > most:
        raise TooLongError(
            f"{name!r} has {length:,} {unit}; an article has at most {most:,}. Split a collection, one file per article."
        )


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that may hold an article; an error says why it cannot."""
    if path.is_dir():
        raise NotTextError(f"{str(path)!r} is a folder. Give the files in it, one article each.")
    most = _LONGEST_PAGE if path.suffix.lower() in _PAGES else _LONGEST_FILE
    try:
        with path.open("rb") as file:
            data = file.read(16)
            for magic, what in _NOT_TEXT.items():
                if data.startswith(magic):
                    raise NotTextError(
                        f"{path.name!r} is {what}, not text. Save the article as .txt, .md or .html and give that."
                    )
            check_length(path.stat().st_size, "bytes", path.name, most)
            return data + file.read()
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {str(path)!r}.{_near(path)}") from None
    except OSError as error:
        raise NotTextError(f"{str(path)!r} cannot be read: {error.strerror or error}.") from error


def _near(path: Path) -> str:
    """“ Did you mean …?” where the folder holds a file of nearly that name."""
    folder = path.parent
    if not folder.is_dir():
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
    """The text of a file: UTF-8 where it is, else the likeliest encoding of English prose.

    A byte order mark is no part of the text. Line breaks stay as they are.
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
    if sum(char > "\x7f" for char in repaired) > 5 * damaged:
        return repaired  # UTF-8 that was cut or damaged in a few places: all else in it is right
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000], cp_isolation=["cp1252", "mac_roman"]).best()
    return _strict(data, best.encoding if best else "latin-1", name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTextError(
            f"{name!r} is in no encoding that newslens can tell (neither UTF-8 nor {encoding}: {error.reason} at byte "
            f"{error.start}). Save it as UTF-8."
        ) from error


_BLOCK_MARK = re.compile(
    r"^[ \t]*(?:(?:>[ \t]?)+(?:\#{1,6}[ \t]+|[-*+][ \t]+)?|\#{1,6}[ \t]+|[-*+][ \t]+|\d{1,3}[.)][ \t]+)", re.MULTILINE
)
_INLINE_MARK = re.compile(
    r"""(?P<image>!\[[^\[\]\r\n]{0,500}\]\([^()\s]{0,2000}(?:[ ]"[^"\r\n]{0,500}")?\))
    | (?P<link>\[)(?P<words>[^\[\]\r\n]{1,500})(?P<target>\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?(?:[ ]"[^"\r\n]{0,500}")?\))
    | (?P<whole>\[\^\w{1,20}\]:? | <https?://[^<>\s]{1,2000}> | <!--.{0,5000}?--> | </?[a-z][^<>\r\n]{0,500}>)
    | (?P<escape>\\)(?=[\\`*_{}\[\]()\#+.!>-])
    | (?P<fence>(?<![^\W_])_{1,3}(?=[^\s_]) | (?<=[^\s_])_{1,3}(?![^\W_]) | \*{1,3}(?=[^\s*]) | (?<=[^\s*])\*{1,3}
      | ~~ | `{1,3})""",
    re.VERBOSE | re.DOTALL,
)
_TRAILING_HASHES = re.compile(r"(?<=\S)[ \t]+\#+[ \t]*$", re.MULTILINE)
_REFERENCE = re.compile(r"^[ ]{0,3}\[[^\[\]\r\n]{1,200}\]:[ \t]+\S.*$", re.MULTILINE)


def markdown_marks(text: str) -> list[Span]:
    """Where Markdown's marks stand, as half-open offsets: what a reader of the rendered page would not see.

    Heading, quotation and list marks, emphasis, link targets, images (their description is no prose of the story),
    footnote marks, comments and tags. An editor's brackets (“[the] minister”), a lone asterisk (“f***”) and stars
    between spaces are words.
    """
    marks = [m.span() for p in (_BLOCK_MARK, _TRAILING_HASHES, _REFERENCE) for m in p.finditer(text)]
    for start, end in _blocks(text):
        marks += _inline_marks(text, start, end)
    return marks


def _blocks(text: str) -> Iterator[Span]:
    """Stretches between blank lines: emphasis does not reach beyond them."""
    start = 0
    for gap in re.finditer(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)", text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _inline_marks(text: str, start: int, end: int) -> list[Span]:
    marks: list[Span] = []
    opened: dict[str, Span] = {}  # fences that wait for their partner
    pieces: list[re.Match[str]] = []
    place = start
    while found := _INLINE_MARK.search(text, place, end):
        pieces.append(found)
        # what stands in a link's words may be emphasized: go on within it
        place = found.end("link") if found["link"] else found.end()
        if found["link"]:
            marks += [found.span("link"), found.span("target")]
            links_end = found.span("target")
            opened.pop("target", None)
            opened["target"] = links_end
            continue
        waiting = opened.get("target")
        if waiting and found.start() >= waiting[0] and found.start() < waiting[1]:
            place = waiting[1]  # underscores in an address are no emphasis
            continue
        if not found["fence"]:
            marks.append(found.span("escape") if found["escape"] else found.span())
            if found["escape"]:
                place = found.end() + 1
            continue
        fence = found["fence"]
        after = text[found.end() : found.end() + 1]
        before = text[found.start() - 1 : found.start()] if found.start() else ""
        if fence in opened and before.strip():
            marks += [opened.pop(fence), found.span()]
        elif after.strip() and not (before.isalnum() and fence[0] == "*" and not after.isalnum()):
            opened[fence] = found.span()
    return marks


def read_html(data: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """The story in a web page, and title, byline, outlet, date and address as its metadata give them.

    Extracted by trafilatura (extra `html`): menus, comments and recommendations are left out. The text has a blank line
    between paragraphs. Borrowed: Barbaresi, “Trafilatura”, ACL 2021 (aclanthology.org/2021.acl-demo.15).
    """
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError(
            f"{name!r} is a web page; reading those needs trafilatura. Install newslens with its extra: pip install '.[html]'"
        ) from None
    page = trafilatura.bare_extraction(data, include_comments=False, include_tables=False, with_metadata=True)
    text = (getattr(page, "text", None) or "").strip()
    if not text:
        raise EmptyArticleError(
            f"No story was found in the web page {name!r}. Copy the article's text into a .txt file and give that."
        )
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    authors = [author.strip() for author in (getattr(page, "author", None) or "").split(";")]
    known = {
        "title": getattr(page, "title", None),
        "byline": tuple(author for author in authors if author) or None,
        "outlet": getattr(page, "sitename", None),
        "published": datetime.date.fromisoformat(page.date[:10]) if getattr(page, "date", None) else None,
        "url": getattr(page, "url", None),
    }
    return "\n\n".join(paragraphs), {key: value for key, value in known.items() if value}
