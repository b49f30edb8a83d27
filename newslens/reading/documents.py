"""One file, one document: which form it has, and its text. `newslens.ingest` is for files that hold many."""

from __future__ import annotations

import re
from typing import Any

from newslens.errors import NotTextError
from newslens.reading import exports, formats
from newslens.reading.exports import Document
from newslens.reading.pdf import pdf_text
from newslens.reading.rich_text import rtf_text
from newslens.reading.visible import visible_text
from newslens.reading.word import docx_text

#: suffix → form
FORMS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".rtf": "rtf",
    ".pdf": "pdf",
}
_MARKS = re.compile(rb"End of Document|DOCUMENTS|Full ?text:|Document [A-Z]|enArticle", re.IGNORECASE)


def form_of(data: bytes, suffix: str = "") -> str:
    """The form of a document: what its first bytes show, else what its suffix says, else text.

    >>> form_of(b"%PDF-1.7", ".txt"), form_of(b"# Ferries", ".md")
    ('pdf', 'markdown')
    """
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if formats.is_page(data, suffix):
        return "html"
    return FORMS.get(suffix.lower(), "text")


def text_of(data: bytes | str, form: str, name: str) -> tuple[str, dict[str, Any]]:
    """The text of a document and what is known of it, by its form; a str was taken out of its file before.

    Forms are those of `FORMS`, and “fragment”, a piece of HTML that holds a story and nothing else.
    """
    if form == "html":
        return formats.read_html(data.encode() if isinstance(data, str) else data, name)
    if form == "fragment":
        return visible_text(data, name), {}
    if isinstance(data, str):
        return data, {}
    if form in _READERS:
        return _READERS[form](data, name), {}
    return formats.decode(data, name), {}


def one_text(data: bytes, form: str, name: str) -> tuple[str, dict[str, Any]]:
    """The text of a document that holds one article, on its own or exported from a news database."""
    found, text = exported(data, form, name)
    if len(found) > 1:
        how = "Export them as .docx or .rtf" if form == "pdf" else f"Read them with nl.read_articles({name!r})"
        raise NotTextError(f"{name!r} holds {len(found)} articles. {how}.")
    if found:
        return found[0].text, dict(found[0].known)
    return text_of(data if text is None else text, form, name)


def exported(data: bytes, form: str, name: str) -> tuple[list[Document], str | None]:
    """The documents in an export of a news database, and the text in which they stand.

    Of a web page that is no export there is no such text: its story is another.
    """
    if form == "html":
        text = visible_text(data, name) if _MARKS.search(data) else ""
        found = exports.documents(text)
        return found, text if found else None
    text, _ = text_of(data, form, name)
    return exports.documents(text), text


_READERS = {"docx": docx_text, "rtf": rtf_text, "pdf": pdf_text}
