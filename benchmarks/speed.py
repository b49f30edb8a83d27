"""Words per CPU second of an analysis beside bare parses, textacy, TextBlob and VADER, on the same articles in one run.

    python -m benchmarks.speed FILE.jsonl [--limit N]

A line is `{"id", "text"}`; other keys are ignored. The systems take turns article by article, so that a machine that
slows down slows all of them. One thread. For the comparison only: `pip install vaderSentiment textacy`; the medium
parser is timed where its folder is given.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy

from benchmarks.attributions import textacy
from newslens.analysis import LENSES
from newslens.language import pipeline

if TYPE_CHECKING:
    from spacy.language import Language


#: what a study of sourcing, tone, demands and doubt asks for; `analyze` computes only what is asked for
FOUR = ("attributions", "sentiments", "demands", "hedges")


def bare(nlp: Language) -> Callable[[str], None]:
    """A spaCy pipeline over the text, a line as a piece."""
    return lambda text: list(nlp.pipe([line for line in text.splitlines() if line.strip()], batch_size=12)) and None


def analysis(tables: Sequence[str]) -> Callable[[str], None]:
    """Some tables of `analyze`, the parse included. What another system has read of the article is forgotten."""
    import newslens as nl
    from newslens.sentiment import textblob
    from newslens.targeted_tone import read

    name = f"{len(tables)} tables"  # an article of another name is another article

    def run(text: str) -> None:
        read.cache_clear()
        textblob.cache_clear()
        found = nl.analyze(nl.Article.from_text(text, id=name, check_language=False))
        for table in tables:
            getattr(found, table)

    return run


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
    parser.add_argument("--medium", type=Path, help="folder of the medium English pipeline")
    options = parser.parse_args()
    lines = options.articles.read_text(encoding="utf-8").splitlines()[: options.limit]
    texts = [json.loads(line)["text"] for line in lines]
    systems: dict[str, Callable[[str], None]] = {
        "bare spaCy parse": bare(pipeline()),
        "newslens, four tables": analysis(FOUR),
        "newslens, every table but drivers": analysis([table for table in LENSES if table != "drivers"]),
        "newslens, drivers too": analysis(LENSES),
        "textacy direct_quotations": lambda text: textacy(text) and None,
        "TextBlob": textblob,
        "VADER": vader(),
    }
    if options.medium:
        systems["bare spaCy parse, medium"] = bare(spacy.load(options.medium))
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
