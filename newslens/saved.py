"""An analysis on disk: JSON or a folder of Parquet files, and back, without reading the article anew."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslens.analysis import TABLES, Analysis, record_class, replacing
from newslens.article import Article
from newslens.errors import NotFoundError, OptionError, SchemaError
from newslens.provenance import describe, described, rows, text_hash
from newslens.tables import SCHEMA_VERSION, dtypes

if TYPE_CHECKING:
    import pandas as pd

_ABOUT = "article.json"  # beside the Parquet files
_AGAIN = "Read the article again with this version of newslens: nl.analyze(nl.read_article(path))."


def to_json(analysis: Analysis) -> str:
    """Provenance, article and tables as one JSON text."""
    tables = {name: rows(table) for name, table in analysis.tables()}
    return _dumped(_about(analysis) | {"tables": tables})


def to_parquet(analysis: Analysis, folder: Path) -> Path:
    """A Parquet file per table, provenance in its metadata, and the article itself in article.json."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise OptionError(f"{str(folder)[:200]!r} cannot be made a folder: {error}. Give another name.") from error
    for name, table in analysis.tables():
        stamped = table.copy()
        stamped.attrs = table.attrs | analysis.provenance
        with replacing(folder / f"{name}.parquet") as temporary:
            stamped.to_parquet(temporary, index=False)
    with replacing(folder / _ABOUT) as temporary:
        temporary.write_text(_dumped(_about(analysis)), encoding="utf-8")
    return folder


def _about(analysis: Analysis) -> dict[str, Any]:
    article = analysis.article
    return {"provenance": analysis.provenance, "article": {"text": article.text} | describe(article)}


def _dumped(whole: dict[str, Any]) -> str:
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def read_analysis(path: str | Path, *, article: Article | None = None) -> Analysis:
    """A saved analysis as it was: `path` is what `to_json` wrote, or the folder that `to_parquet` filled.

    The tables are the saved ones, dtypes and all, and `provenance` tells what made them; nothing is computed. What is
    no table (`to_html`, charts of an article) reads the article anew. `article` is needed only for Parquet folders
    written before version 1 of the schema, which do not hold it.

    Raises `NotFoundError` where there is nothing, and `SchemaError` for a newer or unknown schema, for what is no saved
    analysis, and where tables and text do not fit each other.

    >>> import newslens as nl, tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp(), "bridge.json")
    >>> _ = nl.analyze(nl.Article.from_text("The mayor said the bridge is safe.")).to_json(file)
    >>> nl.read_analysis(file).attributions.cue.tolist()
    ['said']
    """
    path = Path(path)
    if not os.path.exists(path):
        raise NotFoundError(f"There is no file or folder {str(path)!r}. Give what to_json or to_parquet wrote.")
    try:
        whole, tables = _parquet(path, article) if path.is_dir() else _json(path)
        fields = dict(whole["article"])
        text = fields.pop("text")
        saved = Analysis(article or described(fields, text))
        provenance = {str(k): str(v) for k, v in whole["provenance"].items()}
    except (KeyError, TypeError, ValueError, AttributeError, OSError, OverflowError, RecursionError) as error:
        if isinstance(error, SchemaError):
            raise
        raise SchemaError(
            f"{str(path)!r} is no saved analysis, or is damaged ({type(error).__name__}: {error}). {_AGAIN}"
        ) from error
    if text_hash(saved.article.text) != provenance.get("sha256"):
        raise SchemaError(f"The article's text is not the one that the tables in {str(path)!r} were made of. {_AGAIN}")
    for name, table in tables.items():
        _fitting(table, name, saved.article.text, path)
    saved.__dict__.update(tables, provenance=provenance)  # where a cached property keeps its value
    return saved


def _json(path: Path) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    whole = json.loads(path.read_text(encoding="utf-8"))
    _known(whole["provenance"], path)
    return whole, {name: _table(whole["tables"][name], name) for name in TABLES}


def _parquet(folder: Path, article: Article | None) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    import pandas as pd

    about = folder / _ABOUT
    read = {}
    for name in TABLES:
        if not (folder / f"{name}.parquet").is_file():
            raise SchemaError(f"The folder {str(folder)!r} has no {name}.parquet. Give one that to_parquet filled.")
        read[name] = pd.read_parquet(folder / f"{name}.parquet", dtype_backend="numpy_nullable")
    if about.is_file():
        whole = json.loads(about.read_text(encoding="utf-8"))
    elif article is None:
        raise SchemaError(
            f"The folder {str(folder)!r} does not hold the article (it was written before schema version 1). "
            "Give it, too: nl.read_analysis(folder, article=nl.read_article(path))."
        )
    else:
        whole = {"provenance": {k: v for k, v in read["evidence"].attrs.items() if k != "lens"}}
        whole["article"] = {"text": article.text} | describe(article)
    _known(whole["provenance"], folder)
    for name, table in read.items():
        _known(table.attrs, folder / f"{name}.parquet")
        if table.attrs.get("sha256") != whole["provenance"]["sha256"]:
            raise SchemaError(f"{name}.parquet in {str(folder)!r} was made of another text. {_AGAIN}")
    return whole, {name: _typed(table, name) for name, table in read.items()}


def _known(provenance: Mapping[Any, Any], path: Path) -> None:
    """Version 0 is what was written before versions: the same columns, days with a time of day in JSON."""
    version = str(provenance.get("schema", 0))
    if not version.isdecimal() or int(version) > SCHEMA_VERSION:
        raise SchemaError(
            f"{str(path)!r} has schema version {version}, written by newslens {provenance.get('newslens', '?')}; this "
            f"newslens reads up to version {SCHEMA_VERSION}. Install that newslens to read it."
        )


def _table(records: list[dict[str, Any]], name: str) -> pd.DataFrame:
    """A table from its rows in JSON."""
    import pandas as pd

    wanted = dtypes(record_class(name))
    for n, row in enumerate(records):
        if list(row) != list(wanted):
            raise SchemaError(_columns(name, list(row), list(wanted), f" in row {n + 1}"))
    columns = {}
    for column, dtype in wanted.items():
        values = [row[column] for row in records]
        if dtype.startswith("datetime"):
            values = [v and datetime.date.fromisoformat(v[:10]) for v in values]
        columns[column] = pd.Series(values, dtype=dtype)
    return _stamped(pd.DataFrame(columns), name)


def _typed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table from Parquet with the dtypes that it had."""
    wanted = dtypes(record_class(name))
    if list(table.columns) != list(wanted):
        raise SchemaError(_columns(name, list(map(str, table.columns)), list(wanted), ""))
    return _stamped(table.astype(wanted), name)


def _stamped(table: pd.DataFrame, name: str) -> pd.DataFrame:
    table.attrs = {"lens": name}
    return table


def _columns(name: str, found: list[str], wanted: list[str], where: str) -> str:
    missing, unknown = (sorted(set(a) - set(b)) for a, b in ((wanted, found), (found, wanted)))
    what = "; ".join(
        f"{word} {', '.join(columns)}" for word, columns in (("missing", missing), ("unknown", unknown)) if columns
    )
    return f"The table {name} has other columns{where} ({what or 'in another order'}). {_AGAIN}"


def _fitting(table: pd.DataFrame, name: str, text: str, path: Path) -> None:
    """Each finding's words have to be the article's: whoever builds on offsets must be able to."""
    for start, end, words in zip(table["start"], table["end"], table["text"], strict=True):
        if text[start:end] != words:
            raise SchemaError(
                f"In {str(path)!r}, the table {name} gives {words!r} for the characters {start} to {end}, where the "
                f"article has {text[start:end][:80]!r}: it was altered. {_AGAIN}"
            )
