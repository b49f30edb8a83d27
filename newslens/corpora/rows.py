"""The tables that a corpus has beside those of the lenses, and every table's Parquet schema."""

from __future__ import annotations

import dataclasses
import datetime
import io
from typing import TYPE_CHECKING, Any

from newslens.analysis import TABLES, record_class
from newslens.tables import column, dtypes

if TYPE_CHECKING:
    import pyarrow as pa

#: what is computed unless told otherwise: `drivers` takes longer than all the others together
DEFAULT = tuple(name for name in TABLES if name != "drivers")


@dataclasses.dataclass(frozen=True, kw_only=True)
class ArticleRow:
    """An article of the corpus."""

    article: str = column("id of the article, unique in the corpus")
    key: str = column("where it was found: a file's path, a row's place")
    title: str | None = column("headline", None)
    byline: str | None = column("who wrote it; several: joined with ' ; '", None)
    outlet: str | None = column("who published it", None)
    published: datetime.date | None = column("day of publication", None)
    url: str | None = column("its address", None)
    language: str | None = column("code of its language", None)
    words: int = column("words in its text, as white space parts them")
    characters: int = column("characters in its text")
    sha256: str = column("SHA-256 of its text, in hex")
    fingerprint: str = column("hash of the key and of all that the source holds under it: tells whether it changed")


@dataclasses.dataclass(frozen=True, kw_only=True)
class ErrorRow:
    """An article that could not be read or analyzed."""

    key: str = column("where it was found")
    reason: str = column("what was wrong, and what to do next")
    kind: str = column(
        "failed (an error in newslens), crashed (it killed its process, as when memory ran out), else why it is no "
        "article: empty_article, language, not_text, too_long …"
    )
    fingerprint: str = column("hash of the key and of all that the source holds under it: tells whether it changed")


@dataclasses.dataclass(frozen=True, kw_only=True)
class DuplicateRow:
    """An article that repeats another nearly word for word."""

    article: str = column("id of the article")
    duplicate_of: str = column("id of the article that it repeats")
    similarity: float = column("how alike their words are, 0 to 1")


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignatureRow:
    """What tells duplicates, kept so that no text has to be read twice."""

    article: str = column("id of the article")
    signature: bytes = column("the signature of its text, as NumPy saves an array")


_OWN = {"articles": ArticleRow, "errors": ErrorRow, "duplicates": DuplicateRow, "signatures": SignatureRow}


def row_class(table: str) -> type:
    """The dataclass whose fields are the columns of a table of a corpus."""
    return _OWN.get(table) or record_class(table)


def arrow_schema(table: str) -> pa.Schema:
    """Columns and types of a table's Parquet files; each column's meaning stands in its metadata."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "int64": pa.int64(),
        "Int64": pa.int64(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "boolean": pa.bool_(),
        "datetime64[ms]": pa.timestamp("ms"),
    }
    if table == "signatures":
        return pa.schema([("article", pa.string()), ("signature", pa.binary())])
    meanings = {f.name: f.metadata.get("meaning", "") for f in dataclasses.fields(row_class(table))}
    columns = dtypes(row_class(table)).items()
    return pa.schema([pa.field(name, types[dtype], metadata={"meaning": meanings[name]}) for name, dtype in columns])


def from_records(records: list[Any], table: str) -> pa.Table:
    """Records as an Arrow table."""
    import pyarrow as pa

    schema = arrow_schema(table)
    columns = []
    for field in schema:
        values = [getattr(r, field.name) for r in records]
        day = pa.types.is_timestamp(field.type)
        columns.append(pa.array(values, pa.date32()).cast(field.type) if day else pa.array(values, field.type))
    return pa.Table.from_arrays(columns, schema=schema)


def pack(pieces: list[pa.Table], table: str) -> bytes:
    """Arrow tables, one under the other, as one Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    whole = pa.concat_tables([arrow_schema(table).empty_table(), *pieces]).combine_chunks()
    buffer = io.BytesIO()
    pq.write_table(whole, buffer, compression="zstd")
    return buffer.getvalue()


def unpack(data: bytes) -> pa.Table:
    """The Arrow table in a Parquet file."""
    import pyarrow.parquet as pq

    return pq.read_table(io.BytesIO(data))
