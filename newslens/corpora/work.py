"""What is done with a batch, on whatever machine: articles in, the Parquet files of its tables out."""

from __future__ import annotations

import dataclasses
import gc
import io
import re
import threading
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from newslens.analysis import LENSES, analyze, evidence
from newslens.article import Article
from newslens.corpora.batches import Entry, Job
from newslens.corpora.rows import ArticleRow, ErrorRow, SignatureRow, arrow_schema, from_records, pack, unpack
from newslens.errors import InputError
from newslens.ingest import Unread
from newslens.language import pipeline
from newslens.provenance import engines, text_hash

if TYPE_CHECKING:
    import pyarrow as pa

#: one article at a time: the engines are not made for several threads
TURN = threading.Lock()
#: articles after which the parser is loaded anew: it keeps every word that it ever met, and news has ever new names
FRESH = 1000
_read_so_far = 0


class Result(NamedTuple):
    """A batch as it is written: table → Parquet file, how many articles and errors, and which engines made it."""

    number: int
    parts: dict[str, bytes]
    articles: int
    errors: int
    made_with: dict[str, str]
    piece: int | None = None


def warm(tables: Sequence[str]) -> None:
    """Load the models that the tables need."""
    _tables(Article.from_text("“We leave,” Ada Quist said.", check_language=False), tables)


def analyze_batch(job: Job, tables: Sequence[str]) -> Result:
    """The tables of a batch. A bad article becomes a row of `errors` and does not stop the others."""
    pieces: dict[str, list[pa.Table]] = {table: [] for table in (*tables, "articles", "errors", "signatures")}
    articles = errors = 0
    for entry in job.entries:
        with TURN:
            try:
                found = _read(entry, tables)
            except Exception as error:
                found = {"errors": from_records([_refused(entry, error)], "errors")}
            _forget()
        articles += "articles" in found
        errors += "errors" in found
        for table, piece in found.items():
            pieces[table].append(piece)
    parts = {table: pack(some, table) for table, some in pieces.items()}
    return Result(job.number, parts, articles, errors, engines(), job.piece)


def _forget() -> None:
    """Let go of the words of articles long read, every now and then, so that a long run stays as small as it began."""
    global _read_so_far
    _read_so_far += 1
    if _read_so_far % FRESH == 0:
        pipeline.cache_clear()
        gc.collect()  # the old one is a circle of references: left alone, two would stand side by side


def failed(job: Job, tables: Sequence[str], reason: str) -> Result:
    """The result of articles that bring down whatever process reads them."""
    rows = [_error(entry, reason, "crashed") for entry in job.entries]
    parts = {table: pack([], table) for table in (*tables, "articles", "signatures")}
    parts["errors"] = pack([from_records(rows, "errors")], "errors")
    return Result(job.number, parts, 0, len(rows), engines(), job.piece)


def joined(results: Sequence[Result]) -> Result:
    """The results of the pieces of a batch, in order, as that of the batch."""
    parts = {table: pack([unpack(r.parts[table]) for r in results], table) for table in results[0].parts}
    articles, errors = sum(r.articles for r in results), sum(r.errors for r in results)
    return Result(results[0].number, parts, articles, errors, results[0].made_with)


def _read(entry: Entry, tables: Sequence[str]) -> dict[str, pa.Table]:
    if isinstance(entry.found, Unread):
        return {"errors": from_records([_error(entry, entry.found.reason, entry.found.kind)], "errors")}
    article = dataclasses.replace(entry.found.article(), id=entry.id)
    found = _tables(article, tables)
    row = ArticleRow(
        article=article.id,
        key=_safe(entry.found.key),
        title=_safe(article.title),
        byline=_safe(" ; ".join(article.byline) or None),
        outlet=_safe(article.outlet),
        published=article.published,
        url=_safe(article.url),
        language=_safe(article.language),
        words=len(article.text.split()),
        characters=len(article.text),
        sha256=text_hash(article.text),
        fingerprint=entry.fingerprint,
    )
    found["articles"] = from_records([row], "articles")
    found["signatures"] = from_records([_signature(article)], "signatures")
    return found


def _tables(article: Article, tables: Sequence[str]) -> dict[str, pa.Table]:
    import pyarrow as pa

    analysis = analyze(article)
    out = {}
    for table in tables:
        lenses = [name for name in tables if name in LENSES]
        frame = evidence(article, *lenses) if table == "evidence" and lenses else getattr(analysis, table)
        found = pa.Table.from_pandas(frame, schema=arrow_schema(table), preserve_index=False)
        out[table] = found.replace_schema_metadata(None)
    return out


def _signature(article: Article) -> SignatureRow:
    import numpy as np

    from newslens.ingest.duplicates import signature_of

    buffer = io.BytesIO()
    np.save(buffer, signature_of(article), allow_pickle=False)
    return SignatureRow(article=article.id, signature=buffer.getvalue())


def _refused(entry: Entry, error: Exception) -> ErrorRow:
    """Why an article is not in the corpus: what InputError says, else the place in newslens that failed."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__.removesuffix("Error")).lower()
    if isinstance(error, InputError):
        kind, reason = name, str(error)
    else:
        place = traceback.extract_tb(error.__traceback__)[-1]
        kind = "failed"
        reason = f"{type(error).__name__}: {error} (in {place.name}, line {place.lineno}). Please report it."
    return _error(entry, reason, kind)


def _error(entry: Entry, reason: str, kind: str) -> ErrorRow:
    return ErrorRow(key=_safe(entry.found.key), reason=_safe(reason), kind=kind, fingerprint=entry.fingerprint)


def _safe(value: Any) -> Any:
    """Half characters, as in file names that are not UTF-8, cannot stand in a table: written out as \\udc80."""
    return None if value is None else str(value).encode("utf-8", "backslashreplace").decode()
