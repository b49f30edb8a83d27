"""The text of a Word document (.docx): its paragraphs, as they read with all changes accepted."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from newslens.errors import MissingExtraError, NotTextError, TooLongError

_MOST_UNPACKED = 256_000_000  # bytes that all parts unpack to, pictures included
_MOST_PARTS = 10_000
_MOST_XML = 64_000_000  # bytes of the parts that are parsed
_MOST_TAGS = 2_000_000  # in them: each takes a hundred bytes of memory, however short it is
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_text(data: bytes, name: str) -> str:
    """The paragraphs of a Word document, a blank line between them; page headers, notes and text boxes are left out.

    Nothing is unpacked before the archive's own list says that its parts are of a reasonable size, nothing is written
    to disk, and python-docx (extra `formats`) resolves no entities and follows no links.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtraError(
            f"{name!r} is a Word document; to read one, install the extra: pip install '.[formats]' in the checkout."
        ) from None
    _check_archive(data, name)
    try:
        body: Any = docx.Document(io.BytesIO(data)).element.body
        return "\n\n".join(filter(None, map(_words, body.iter(f"{_WORD}p"))))
    except Exception as error:  # zipfile, lxml and python-docx raise a dozen kinds of it at damaged parts
        raise NotTextError(
            f"{name!r} is no Word document, or a damaged one ({type(error).__name__}). Save it anew as .docx."
        ) from error


def _check_archive(data: bytes, name: str) -> None:
    """Refuse what would unpack to more than a document ever holds; zipfile never yields more than the list says."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise NotTextError(
            f"{name!r} is cut off or damaged: a Word document is a ZIP archive, and this is none. Save it anew."
        ) from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise TooLongError(
            f"{name!r} would unpack to {unpacked:,} bytes in {len(parts):,} parts, more than any document "
            f"(at most {_MOST_UNPACKED:,} in {_MOST_PARTS:,}). It was not opened."
        )
    parsed = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    size = sum(part.file_size for part in parsed)
    if size > _MOST_XML or sum(_read(archive, part).count(b"<") for part in parsed) > _MOST_TAGS:
        raise TooLongError(
            f"{name!r} holds {size:,} bytes of XML, more or with more tags than any document "
            f"(at most {_MOST_XML:,} with {_MOST_TAGS:,}). It was not opened."
        )
    if not any(part.filename.startswith("word/") for part in parts):
        raise NotTextError(f"{name!r} is a ZIP archive, but no Word document. Unpack it and give the files in it.")


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part unpacked; nothing where it is damaged, which python-docx will find, too."""
    try:
        return archive.read(part)
    except Exception:  # zipfile, zlib and lzma raise a dozen kinds of it
        return b""


def _words(paragraph: Any) -> str:
    """What a paragraph says: deleted words left out, inserted ones kept."""
    if not len(paragraph):
        return ""
    if any(above.tag.endswith(("}txbxContent", "}Fallback")) for above in paragraph.iterancestors()):
        return ""
    said = []
    for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr", f"{_WORD}noBreakHyphen"):
        above = [node for node in node.iterancestors() if node.tag.startswith(_WORD)]
        inside = {node.tag.removeprefix(_WORD) for node in above[: above.index(paragraph)]}
        if inside & {"del", "moveFrom", "txbxContent", "pPr"}:
            continue
        match node.tag.removeprefix(_WORD):
            case "t":
                said.append(node.text or "")
            case "noBreakHyphen":
                said.append("-")
            case "tab":
                said.append("\t")
            case _:
                said.append("\n")
    lines = (line.rstrip(" \t").lstrip() for line in "".join(said).split("\n"))
    return "\n".join(filter(None, lines)).strip()
