"""A table with an article to a row: CSV, TSV, Parquet, a DataFrame."""

from __future__ import annotations

import codecs
import contextlib
import csv
import gzip
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from newslens.errors import InputError, TooLongError
from newslens.ingest.columns import choose, to_record
from newslens.ingest.record import Record, Unread
from newslens.reading.formats import LONGEST

if TYPE_CHECKING:
    import pandas as pd

_LONGEST_CELL = 2 * LONGEST  # characters
_SAMPLE = 1_000_000  # bytes that show the encoding
MOST_BROKEN = 1000  # rows one after the other; what is packed may hold billions
_ROWS = 64  # of a Parquet file in memory at once

Found = Iterator[Record | Unread]


def records(path: Path, columns: Mapping[str, str] | None) -> Found:
    """A record for each row, path#1, path#2 …; a row that is broken is an `Unread`, and the next one is read.

    Raises `OptionError` where the column of the text cannot be told.
    """
    return _of_parquet(path, columns) if path.suffix.lower() == ".parquet" else _of_csv(path, columns)


def check(frame: pd.DataFrame, columns: Mapping[str, str] | None) -> None:
    """Raise `OptionError` where a table has no column for the text, or several."""
    choose(frame.columns, columns, "the table")


def of_frame(frame: pd.DataFrame, name: str, columns: Mapping[str, str] | None) -> Found:
    """A record for each row of a DataFrame: table#1, table#2 …, or by its label where each row has one of its own."""
    import pandas as pd

    chosen = choose(frame.columns, columns, "the table")
    names = list(map(str, frame.columns))
    counted = isinstance(frame.index, pd.RangeIndex) or not frame.index.is_unique
    labels = range(1, len(frame) + 1) if counted else frame.index
    for label, row in zip(labels, frame.itertuples(index=False, name=None), strict=True):
        yield to_record(f"{name}#{label}", dict(zip(names, map(_plain, row), strict=True)), chosen)


def _of_parquet(path: Path, columns: Mapping[str, str] | None) -> Found:
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with pq.ParquetFile(path) as file:
            chosen = choose(file.schema_arrow.names, columns, path.as_posix())
            _check_size(file.metadata, path.name)
            for batch in file.iter_batches(batch_size=_ROWS, columns=list(chosen.values())):
                for row in batch.to_pylist():
                    number += 1
                    yield to_record(f"{path.as_posix()}#{number}", row, chosen)
    except InputError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        yield Unread.because(path.as_posix(), f"{path.name!r} is a damaged Parquet file after row {number}: {error}")


def _check_size(about: Any, name: str) -> None:
    """Refuse what unpacks to more than articles, before it does: ten kilobytes may hold a cell of a gigabyte."""
    for group in (about.row_group(n) for n in range(about.num_row_groups)):
        size = max((group.column(n).total_uncompressed_size for n in range(group.num_columns)), default=0)
        if size > 4 * _LONGEST_CELL * group.num_rows:
            raise TooLongError(
                f"{name!r} has a column of {size:,} bytes in {group.num_rows:,} rows: no table of articles, of which "
                f"each has at most {LONGEST:,} characters."
            )


def _of_csv(path: Path, columns: Mapping[str, str] | None) -> Found:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    key = path.as_posix()
    number = broken = 0
    try:
        with opened(path) as file:
            first = file.readline(LONGEST)
            file.seek(0)
            tab = ".tsv" in map(str.lower, path.suffixes)
            rows = csv.reader(_lines(file, key), delimiter="\t" if tab else max(",;\t|", key=first.count), strict=True)
            head = [name.strip() for name in next(rows, [])]
            chosen = choose(head, columns, key)
            while broken < MOST_BROKEN:
                number += 1
                broken += 1
                try:
                    cells = next(rows, None)
                except csv.Error as error:
                    yield Unread.because(f"{key}#{number}", f"row {number} of {path.name!r} is broken: {error}")
                    continue
                if cells is None:
                    return
                if not cells:
                    number -= 1  # an empty line is no row
                elif len(cells) != len(head):
                    what = f"row {number} of {path.name!r} has {len(cells)} cells, where the head has {len(head)}"
                    yield Unread.because(f"{key}#{number}", what)
                else:
                    broken = 0
                    yield to_record(f"{key}#{number}", dict(zip(head, cells, strict=True)), chosen)
            what = f"{MOST_BROKEN:,} rows of {path.name!r} are broken, one after the other"
            yield Unread.because(key, f"{what}; what follows was not read")
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        yield Unread.because(key, f"{path.name!r} is cut off or damaged after row {max(0, number - 1)}: {error}")


def opened(path: Path) -> TextIO:
    """A text file, packed or not, in UTF-8 where it is, else in Windows-1252, line breaks as they are."""
    raw = gzip.open if path.suffix.lower() == ".gz" else open
    sample = b""
    with raw(path, "rb") as file, contextlib.suppress(EOFError, zlib.error):  # cut off: told when that place is reached
        while len(sample) < _SAMPLE and (more := file.read(_SAMPLE // 16)):
            sample += more
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        try:
            codecs.getincrementaldecoder("utf-8")().decode(sample)  # which allows for a character cut in two
            encoding = "utf-8-sig"
        except UnicodeDecodeError:
            encoding = "cp1252"
    return raw(path, "rt", encoding=encoding, errors="replace", newline="")


def _lines(file: TextIO, name: str) -> Iterator[str]:
    while line := file.readline(_LONGEST_CELL):
        if len(line) >= _LONGEST_CELL:
            raise TooLongError(f"{name!r} has a line of more than {_LONGEST_CELL:,} characters: no table of articles.")
        yield line.replace("\x00", "")


def _plain(value: object) -> object:
    """A cell without what stands for a missing one."""
    if value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value):
        return None
    return value.tolist() if hasattr(value, "tolist") else value  # a list of authors, as Parquet and pandas keep one
