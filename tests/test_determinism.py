"""The same article gives the same bytes, whatever the number of threads, the hash seed, and what was read before it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "tests" / "articles" / "ferry-strike.txt"

_HASH = "import hashlib, sys, newslens as nl; a = nl.analyze(nl.read_article(sys.argv[1])); j = a.to_json(); "
_PRINT = "print(hashlib.sha256(j.encode()).hexdigest(), hashlib.sha256(nl.report(a).html.encode()).hexdigest())"


def run(threads: int, seed: int, first: str = "") -> str:
    """Hashes of the analysis and of the report, made in a process of its own."""
    counts = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    environment = os.environ | counts | {"PYTHONHASHSEED": str(seed)}
    code = first + _HASH + _PRINT
    done = subprocess.run(
        [sys.executable, "-c", code, str(ARTICLE)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=environment,
    )
    return done.stdout


def test_threads_seed_and_what_came_before_change_nothing() -> None:
    before = "import newslens as nl; nl.analyze(nl.Article.from_text('Mayor Ada Quist said no. Go!')).to_json(); "
    assert len({run(1, 0), run(2, 1), run(4, 4242, before)}) == 1
