"""From what was given to the files in it, and from each file to its articles."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from newslens.errors import InputError, NotFoundError, OptionError
from newslens.ingest import feeds, files, json_files, tables, web_archives
from newslens.ingest.record import Record, Unread
from newslens.reading.documents import FORMS
from newslens.reading.formats import check_there

if TYPE_CHECKING:
    import pandas as pd

Columns = Mapping[str, str] | None
Found = Iterator[Record | Unread]

#: suffix → what finds the articles in such a file
_KINDS: dict[str, Callable[[Path, Columns], Found]] = {
    **dict.fromkeys(FORMS, files.records),
    **dict.fromkeys((".csv", ".tsv", ".csv.gz", ".tsv.gz", ".parquet"), tables.records),
    **dict.fromkeys((".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz"), json_files.records),
    **dict.fromkeys((".warc", ".warc.gz"), web_archives.records),
    **dict.fromkeys((".rss", ".atom", ".xml"), feeds.records),
}
_TABLES = (tables.records, json_files.records)


class Source(NamedTuple):
    """A file or a table; `given`: by its own name, so that a table without a text is a mistake and no accident."""

    what: Path | pd.DataFrame
    given: bool = True
    number: int = 1


def resolved(sources: Any, columns: Columns) -> list[Source]:
    """Every file once, in order. A path that is not there, or a table whose columns cannot be told, is an error now."""
    out: list[Source] = []
    for item in [sources] if _is_one(sources) else sources:
        if hasattr(item, "itertuples"):
            out.append(Source(item, number=sum(not isinstance(source.what, Path) for source in out) + 1))
        elif isinstance(item, (str, os.PathLike)):
            out.extend(_files(os.fspath(item)))
        else:
            raise OptionError(
                f"A source is a path, a folder, a pattern or a DataFrame, and this is of type {type(item).__name__}. "
                "For texts use nl.Article.from_text."
            )
    seen: dict[str, int] = {}
    unique = []
    for source in out:
        if isinstance(source.what, Path):
            place = os.path.realpath(source.what)
            if place in seen:
                continue
            seen[place] = 1
        unique.append(source)
    for source in unique:
        if not isinstance(source.what, Path):
            tables.check(source.what, columns)
        elif source.given and _kind(source.what) in _TABLES:
            for unread in (first for first in _first(source.what, columns) if first.kind == OptionError.__name__):
                raise unread.error()
    return unique


def found(sources: Iterable[Source], columns: Columns) -> Found:
    """The articles in each source; whatever is wrong with one does not touch the others."""
    for source in sources:
        if isinstance(source.what, Path):
            kind = _kind(source.what) or files.records
            try:
                yield from kind(source.what, columns)
            except InputError as error:
                yield Unread.because(source.what.as_posix(), error)
        else:
            name = "table" if source.number == 1 else f"table{source.number}"
            yield from tables.of_frame(source.what, name, columns)


def _first(path: Path, columns: Columns) -> list[Unread]:
    """The first thing found, if it is an error: a table tells at once when it has no text."""
    try:
        first = next((_kind(path) or files.records)(path, columns), None)
    except InputError as error:
        return [Unread.because(path.as_posix(), error)]
    return [first] if isinstance(first, Unread) else []


def _is_one(sources: Any) -> bool:
    return isinstance(sources, (str, os.PathLike)) or hasattr(sources, "itertuples") or not hasattr(sources, "__iter__")


def _kind(path: Path) -> Callable[[Path, Columns], Found] | None:
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    return _KINDS.get("".join(suffixes)) or _KINDS.get(suffixes[-1] if suffixes else "")


def _files(given: str) -> list[Source]:
    path = Path(given)
    if os.path.isdir(path):
        return [Source(file, given=False) for file in _in_folder(path)]
    if not os.path.exists(path) and any(mark in given for mark in "*?["):
        matches = sorted(glob.glob(given, recursive=True))
        if not matches:
            raise NotFoundError(f"No file matches {given!r}. Check the folder and the pattern.")
        return [
            source
            for match in map(Path, matches)
            for source in ([Source(f, False) for f in _in_folder(match)] if match.is_dir() else [Source(match)])
        ]
    check_there(path)
    return [Source(path)]


def _in_folder(folder: Path) -> Iterator[Path]:
    """Files of known suffixes, by name; hidden files and the locks of office programs are none."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith((".", "~$")) and _kind(path) and path.is_file():
                yield path
