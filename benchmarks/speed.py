"""Words per CPU second of a whole analysis beside a bare parse, TextBlob and VADER, on the same articles in one run.

    python benchmarks/speed.py FILE.jsonl [--limit N]

A line is `{"id", "text"}`; other keys are ignored. The systems take turns article by article, so that a machine that
slows down slows all of them. One thread. VADER is needed for the comparison only: `pip install vaderSentiment`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")


def bare_parse(text: str) -> None:
    """spaCy's small English pipeline over the same text, a line as a piece."""
    from newslens.language import pipeline

    list(pipeline().pipe([line for line in text.splitlines() if line.strip()], batch_size=12))


def analysis(text: str) -> None:
    """Every table of `analyze`, the parse included."""
    import newslens as nl
    from newslens.analysis import TABLES

    found = nl.analyze(nl.Article.from_text(text, check_language=False))
    for table in TABLES:
        getattr(found, table)


def textblob(text: str) -> None:
    """TextBlob's polarity of every line."""
    from textblob import TextBlob

    for line in text.splitlines():
        _ = TextBlob(line).sentiment


def vader() -> Callable[[str], None]:
    """VADER's scores of every line."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()

    def run(text: str) -> None:
        for line in text.splitlines():
            analyzer.polarity_scores(line)

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N articles")
    options = parser.parse_args()
    lines = options.articles.read_text(encoding="utf-8").splitlines()[: options.limit]
    texts = [json.loads(line)["text"] for line in lines]
    systems: dict[str, Callable[[str], None]] = {
        "bare spaCy parse": bare_parse,
        "newslens analyze": analysis,
        "TextBlob": textblob,
        "VADER": vader(),
    }
    for system in systems.values():
        system("“We leave,” Ada Quist said on Monday. It was a good day.")
    seconds: Counter[str] = Counter()
    for text in texts:
        for name, system in systems.items():
            started = time.process_time()
            system(text)
            seconds[name] += time.process_time() - started
    size = sum(len(text.split()) for text in texts)
    print(f"{options.articles.name}: {len(texts)} articles, {size:,} words\n")
    print("| system | words per CPU second | time, bare parse = 1 |")
    print("| --- | ---: | ---: |")
    for name in systems:
        print(f"| {name} | {size / seconds[name]:,.0f} | {seconds[name] / seconds['bare spaCy parse']:.2f} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of the whole run: {peak:,.0f} MB.")


if __name__ == "__main__":
    main()
