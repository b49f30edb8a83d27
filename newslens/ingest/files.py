"""A file with one article, or an export of a news database with many: text, Markdown, HTML, Word, Rich Text, PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from newslens.errors import InputError
from newslens.ingest.record import Record, Unread
from newslens.reading import documents, exports, formats


def records(path: Path, columns: Mapping[str, str] | None) -> Iterator[Record | Unread]:
    """One record with the file's bytes, or one for each document of an export: path#1, path#2 …

    Word and Rich Text files are opened here, because only then it shows how many articles they hold; a PDF is left for
    whoever reads the record.
    """
    key = path.as_posix()
    try:
        data = formats.read_bytes(path, many=True)
        form = documents.form_of(data, path.suffix)
        found, text = ([], None) if form == "pdf" else documents.exported(data, form, key)
        if not found and form in ("text", "markdown"):
            formats.check_length(len(data), "bytes", key, 4 * formats.LONGEST)
    except InputError as error:
        yield Unread.because(key, error)
        return
    if not found:
        whole = text if text is not None and form in ("docx", "rtf") else data
        yield Record(key, whole, form, {"file": str(path)})
    for number, document in enumerate(found, 1):
        yield Record(f"{key}#{number}", document.text, "text", document.known)
    if found and text and exports.is_cut_off(text):
        last = f"{key}#{len(found) + 1}"
        yield Unread.because(last, f"{path.name!r} is cut off within article {len(found) + 1}; export it again")
