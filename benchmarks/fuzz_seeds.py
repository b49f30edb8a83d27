"""What the fuzzing of readers begins with: small whole files of every kind, those that the tests make."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from pathlib import Path

import pandas as pd

from tests import test_ingest_archives as archives
from tests import test_ingest_documents as documents

_ARTICLES = Path(__file__).parent.parent / "tests" / "articles"
_EXPORTS = [value for value in vars(documents).values() if isinstance(value, str) and "Ferries late again" in value]
_STORY = archives.STORY
_ROWS = [
    {"title": "Ferries late", "text": _STORY, "author": "By Ann Lee and Tom Moss", "date": "2021-03-02", "id": "f1"},
    {"title": "=1+1", "text": f"<p>{_STORY}</p><p>“No,” she said.</p>", "author": "", "date": "3/2/21", "id": "../x"},
]


def seeds(kind: str) -> list[bytes]:
    """The files of a kind."""
    match kind:
        case "txt" | "md":
            return [path.read_bytes() for path in sorted(_ARTICLES.glob("*.txt"))[:6]] + [
                b"# Late\n\n> *No*, [he](x) said."
            ]
        case "export":
            return [export.encode() for export in _EXPORTS]
        case "html":
            return [archives.PAGE.format(date=archives.DATED).encode(), documents.page(_EXPORTS[0])]
        case "docx":
            return [documents.word(text) for text in (_STORY, _EXPORTS[0])]
        case "rtf":
            return [documents.rich(text) for text in (_STORY, _EXPORTS[0], "Ω 😀 “No,” he said.")]
        case "pdf":
            lines = _STORY.translate({ord("“"): '"', ord("”"): '"'}).split(". ")
            return [documents.pdf(lines), documents.pdf(*[["Harbor News 1", *lines]] * 3)]
        case "csv":
            return [_table().to_csv(index=False).encode(), _table().to_csv(index=False, sep=";").encode("utf-16")]
        case "csv.gz":
            return [gzip.compress(_table().to_csv(index=False).encode())]
        case "tsv":
            return [_table().to_csv(index=False, sep="\t").encode()]
        case "json":
            return [json.dumps(_ROWS).encode(), json.dumps({"status": "ok", "articles": _ROWS}).encode()]
        case "jsonl":
            return ["\n".join(map(json.dumps, _ROWS)).encode()]
        case "parquet":
            out = io.BytesIO()
            _table().assign(published=pd.Timestamp("2021-03-02")).to_parquet(out)
            return [out.getvalue()]
        case "warc" | "warc.gz":
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "seed")
                page = archives.PAGE.format(date=archives.DATED).encode()
                answers = [("200 OK", "text/html", page), ("404 Not Found", "text/html", b"gone")]
                archives.archive(path, *answers, packed=kind == "warc.gz")
                return [path.read_bytes()]
        case "xml":
            return [archives.RSS.encode(), archives.ATOM.encode()]
    raise SystemExit(f"There is no kind {kind!r}.")


def _table() -> pd.DataFrame:
    return pd.DataFrame(_ROWS)
