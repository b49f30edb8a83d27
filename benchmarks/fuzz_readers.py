"""Does a file break the reading: bytes that a coverage-guided fuzzer makes, as text, Markdown and web pages.

    pip install atheris                 (Linux or macOS; not a dependency)
    python benchmarks/fuzz_readers.py [CORPUS_FOLDER] -max_total_time=600

The first byte chooses the kind of file. What is read has to be an article whose paragraphs and asides lie within its
text, in order; what cannot be read has to say so with an error of ours. Options after the folder are libFuzzer's
(llvm.org/docs/LibFuzzer.html); it ends with status 77 and the input in a file crash-… where something broke.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit("atheris is not installed: pip install atheris")

with atheris.instrument_imports(include=["newslens", "trafilatura", "htmldate", "justext", "charset_normalizer"]):
    import newslens as nl
    from newslens.article import Article
    from newslens.errors import InputError
    from newslens.reading import english, formats, header  # noqa: F401  instrumented now, not when first used

_SUFFIXES = (".txt", ".md", ".html", ".htm", "")
_FILE = Path(tempfile.mkdtemp(), "fuzz")


def check(article: Article) -> None:
    """Offsets in order and within the text, as every lens relies on."""
    for spans in (article.paragraphs, article.aside):
        last = 0
        for start, end in spans:
            assert last <= start < end <= len(article.text), (spans, len(article.text))
            last = end
    assert article.paragraphs
    assert article.published is None or article.published.year


def one(data: bytes) -> None:
    """Read some bytes as a file, and as a string."""
    if not data:
        return
    path = _FILE.with_suffix(_SUFFIXES[data[0] % len(_SUFFIXES)])
    path.write_bytes(data[1:])
    with contextlib.suppress(InputError):
        check(nl.read_article(path, check_language=bool(data[0] & 64)))
    text = data[1:].decode("utf-8", "surrogateescape" if data[0] & 128 else "replace")
    with contextlib.suppress(InputError):
        check(Article.from_text(text, markdown=bool(data[0] & 32), check_language=False))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
