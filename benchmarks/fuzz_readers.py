"""Does a file break the reading: files of every kind that newslens reads, as a coverage-guided fuzzer makes them.

    pip install atheris                 (Linux or macOS; not a dependency)
    python benchmarks/fuzz_readers.py KIND -max_total_time=600 -seed=1

KIND is one of KINDS below. What is read has to be an article whose paragraphs and asides lie within its text, in order;
what cannot be read has to say so with an error of ours, and of a file with many articles the reading goes on. A file
that takes more than ten seconds or a process of more than 2 GB is a failure, and so is a file that makes newslens write
anywhere, print anything or ask the network. Of packed files (.docx, .gz) what is inside is altered and packed again.

Options are libFuzzer's (llvm.org/docs/LibFuzzer.html). What was interesting is kept in build/fuzz/KIND, which begins
with the files of fuzz_seeds.py; it ends with status 77 and the input in a file crash-… where something broke.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import random
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent.parent))

try:
    import atheris
except ImportError:
    sys.exit("atheris is not installed: pip install atheris")

_PAGES = ["trafilatura", "htmldate", "justext"]
#: kind, which is the file's suffix (an export is text) → the packages whose lines are watched besides ours
KINDS = {
    "txt": ["charset_normalizer"],
    "md": [],
    "export": [],
    "html": _PAGES,
    "docx": ["docx"],
    "rtf": ["striprtf"],
    "pdf": ["pypdf"],
    **{kind: [] for kind in ("csv", "csv.gz", "tsv", "json", "jsonl", "parquet")},
    **{kind: ["warcio", *_PAGES] for kind in ("warc", "warc.gz")},
    "xml": ["feedparser"],
}
KIND = sys.argv[1] if len(sys.argv) > 1 else ""
if KIND not in KINDS:
    sys.exit(f"{__doc__}\nKinds: {', '.join(KINDS)}")

with atheris.instrument_imports(include=["newslens", *KINDS[KIND]]):
    import newslens as nl
    from newslens.article import Article
    from newslens.errors import InputError
    from newslens.ingest import Unread, feeds, json_files, records, tables, web_archives  # noqa: F401
    from newslens.reading import documents, english, formats, header, languages  # noqa: F401  instrumented now, not when first used

    for package in KINDS[KIND]:
        __import__(package)

_FILE = Path(tempfile.mkdtemp(), f"fuzz.{'txt' if KIND == 'export' else KIND}")
_MOST = 200  # articles of a file that are read, once it is clear that it holds many
_forbidden: list[tuple[Any, ...]] = []


def watch(event: str, details: tuple[Any, ...]) -> None:
    """Notes what no reading may do: write a file, ask the network, start a program."""
    if event == "open":
        path, _, flags = details
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and str(path) not in {str(_FILE), os.devnull}:
            _forbidden.append((event, path))
    elif event in {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.mkdir", "os.rename"}:
        _forbidden.append((event, *details))


def check(article: Article) -> None:
    """Offsets in order and within the text, as every lens relies on."""
    for spans in (article.paragraphs, article.aside):
        last = 0
        for start, end in spans:
            assert last <= start < end <= len(article.text), (spans, len(article.text))
            last = end
    assert article.paragraphs
    assert article.published is None or article.published.year
    assert all(isinstance(value, str | None) for value in (article.id, article.title, article.outlet, article.url))
    assert all(isinstance(name, str) for name in article.byline)


def one(data: bytes) -> None:
    """Read some bytes as a file with one article, and as one with many."""
    _FILE.write_bytes(data)
    _forbidden.clear()
    sys.stderr = sys.stdout = io.StringIO()
    with contextlib.suppress(InputError):
        check(nl.read_article(_FILE, check_language=False))
    if KIND in {"txt", "md"}:
        with contextlib.suppress(InputError):
            text = data.decode("utf-8", "surrogateescape")
            check(Article.from_text(text, markdown=KIND == "md", check_language=False))
    with contextlib.suppress(InputError):  # where the column of the text cannot be told
        for _, found in zip(range(_MOST), records(_FILE), strict=False):
            if isinstance(found, Unread):
                assert isinstance(found.error(), InputError)
                assert "\n" not in found.reason
            else:
                with contextlib.suppress(InputError):
                    check(found.article())
    assert not _forbidden, _forbidden
    assert not (said := sys.stderr.getvalue() + sys.stdout.getvalue()), said  # type: ignore[attr-defined]


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """Something like the data; of a packed file mostly what is inside."""
    rng = random.Random(seed)
    try:
        made = b"" if rng.random() < 0.1 else _repacked(data, most // 2, rng)
    except Exception:  # an archive that a former change broke
        made = b""
    return made if 0 < len(made) <= most else bytes(atheris.Mutate(data[:most], most))


def _repacked(data: bytes, most: int, rng: random.Random) -> bytes:
    """Unpacked, altered, packed again."""
    if KIND.endswith(".gz"):
        return gzip.compress(atheris.Mutate(gzip.decompress(data)[:most], most), mtime=0)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "word/document.xml" if "word/document.xml" in parts and rng.random() < 0.7 else rng.choice([*parts])
    parts[name] = bytes(atheris.Mutate(parts[name][:most], most))
    if rng.random() < 0.1:
        parts[rng.choice(("../../x", "/x", "word/\x01", name))] = parts.pop(rng.choice([*parts]))
    if rng.random() < 0.05:
        parts.pop(rng.choice([*parts]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


if __name__ == "__main__":
    folder = Path("build", "fuzz", KIND)
    if not folder.exists():
        from benchmarks.fuzz_seeds import seeds

        folder.mkdir(parents=True)
        for number, content in enumerate(seeds(KIND)):
            (folder / f"seed-{number}").write_bytes(content)
    packed = KIND == "docx" or KIND.endswith(".gz")
    options = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=100000", *sys.argv[2:], str(folder)]
    atheris.Setup([sys.argv[0], *options], one, **({"custom_mutator": mutated} if packed else {}))
    languages.identify("The mayor said no.")  # its model is unpacked to a temporary file, once
    sys.addaudithook(watch)
    atheris.Fuzz()
