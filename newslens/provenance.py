"""What made an output, and of what text: versions, hashes of models, text and findings. Every output carries it."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import hashlib
import importlib.metadata
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslens.article import Article
from newslens.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    import pandas as pd

    from newslens.analysis import Analysis
    from newslens.compare import Comparison


def engines() -> dict[str, str]:
    """What this installation reads with: version of newslens, its tables and engines, the SHA-256 of each model.

    >>> engines()["schema"]
    '1'
    """
    from newslens.acts.reader import MODEL as READER
    from newslens.attribution.tagger import MODEL as TAGGER
    from newslens.language import model_path
    from newslens.models import hashes
    from newslens.targeted_tone import MODEL as JUDGE

    path = model_path()
    meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
    own = " (NEWSLENS_MODEL)" if os.environ.get("NEWSLENS_MODEL") else ""
    return {
        "newslens": importlib.metadata.version("newslens"),
        "schema": str(SCHEMA_VERSION),
        "spacy": importlib.metadata.version("spacy"),
        "model": f"{meta['lang']}_{meta['name']} {meta['version']}{own}",
        "model_sha256": folder_hash(path),
        "onnxruntime": importlib.metadata.version("onnxruntime"),
        "attribution_model": f"sha256 {hashes()[TAGGER]}",
        "tone_model": f"sha256 {hashes()[JUDGE]}",
        "acts_model": f"sha256 {hashes()[READER]}",
        "textblob": importlib.metadata.version("textblob"),
    }


def provenance(article: Article) -> dict[str, str]:
    """`engines`, and the SHA-256 of the article's text."""
    return engines() | {"sha256": text_hash(article.text)}


def of_table(name: str, texts: dict[str, str]) -> dict[str, Any]:
    """What made one table of several articles: its name, `engines`, and of every article the SHA-256 of its text."""
    return {"lens": name, **engines(), "articles": texts}


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8: of a UTF-8 file without a byte order mark, what `sha256sum` gives."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@functools.cache
def folder_hash(folder: Path) -> str:
    """SHA-256 over the names and contents of all files in a folder: a pipeline's weights, words and settings."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        whole.update(
            f"{path.relative_to(folder).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    return whole.hexdigest()


def describe(article: Article) -> dict[str, Any]:
    """Everything about an article but its text, as JSON can hold it."""
    fields = {f.name: getattr(article, f.name) for f in dataclasses.fields(article) if f.name != "text"}
    return fields | {"published": article.published and article.published.isoformat()}


def described(fields: dict[str, Any], text: str) -> Article:
    """The article again: what `describe` said of it, and its text."""
    day = fields.get("published")
    return Article(
        text=text,
        **fields
        | {
            "byline": tuple(fields.get("byline", ())),
            "published": datetime.date.fromisoformat(day) if day else None,
            "aside": tuple((start, end) for start, end in fields.get("aside", ())),
        },
    )


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as JSON can hold it, a dict per row: missing values None, days ISO, numbers to the last digit."""
    import pandas as pd

    columns: dict[str, list[Any]] = {}
    for name in map(str, table.columns):
        values = table[name]
        if pd.api.types.is_datetime64_any_dtype(values.dtype):
            values = values.dt.strftime("%Y-%m-%d")
        columns[name] = values.astype(object).where(values.notna(), None).tolist()
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def table_hash(table: pd.DataFrame) -> str:
    """SHA-256 of a table's canonical JSON. The article's name is left out: a file that was renamed says the same."""
    return _digest(rows(table.drop(columns="article", errors="ignore")))


def findings_hash(tables: dict[str, str]) -> str:
    """SHA-256 over the hashes of all tables."""
    return _digest(tables)


def _digest(value: object) -> str:
    """SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def stamp(analysis: Analysis) -> dict[str, str]:
    """Name → value of what a report and its notebook carry: enough to tell the article, and to make all tables again.

    `findings` is one hash over all tables, `tables` names each table's own; `about` is the article without its text.
    """
    tables = {name: table_hash(table) for name, table in analysis.tables()}
    return analysis.provenance | {
        "findings": findings_hash(tables),
        "tables": " ".join(f"{name}={digest}" for name, digest in tables.items()),
        "about": json.dumps(describe(analysis.article), ensure_ascii=False),
    }


def stamp_of_comparison(comparison: Comparison) -> dict[str, str]:
    """Name → value of what the page of a comparison carries, as `stamp`; `articles` has of each its name and hash."""
    tables = {name: table_hash(table) for name, table in comparison.tables()}
    articles = [
        {"name": name, "sha256": text_hash(article.text), "about": describe(article)}
        for name, article in comparison.articles.items()
    ]
    return engines() | {
        "findings": findings_hash(tables),
        "tables": " ".join(f"{name}={digest}" for name, digest in tables.items()),
        "articles": json.dumps(articles, ensure_ascii=False),
    }
