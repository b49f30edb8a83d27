"""Tone toward a marked target, side by side: TextBlob, VADER and newslens on the same sentences in the same run.

    python benchmarks/tone.py GOLD.jsonl [GOLD.jsonl …]

A gold line is `{"id", "text", "target": [start, end] | null, "label": "negative" | "neutral" | "positive"}`; other keys
are ignored. Prints a Markdown table per file. macro-F1 is the unweighted mean of the three labels' F1; flips is the
share of the sentences with a pole whose opposite was predicted. TextBlob and VADER see the whole sentence and know
nothing of targets; newslens gives the tone of the passage (one voice in one sentence) that the target stands in.

VADER is needed for the comparison only: `pip install vaderSentiment`.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

LABELS = ("negative", "neutral", "positive")
Record = dict[str, Any]


def textblob() -> Callable[[Record], str]:
    """The sign of TextBlob's polarity of the whole sentence, as it is commonly read."""
    from textblob import TextBlob

    def predict(record: Record) -> str:
        polarity = TextBlob(record["text"]).sentiment.polarity
        return "positive" if polarity > 0 else "negative" if polarity < 0 else "neutral"

    return predict


def vader() -> Callable[[Record], str]:
    """VADER's compound score of the whole sentence, with the thresholds that its authors give."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()

    def predict(record: Record) -> str:
        compound = analyzer.polarity_scores(record["text"])["compound"]
        return "positive" if compound >= 0.05 else "negative" if compound <= -0.05 else "neutral"

    return predict


def newslens() -> Callable[[Record], str]:
    """The label that `sentiments` gives the passage which the target stands in."""
    from newslens.article import Article
    from newslens.sentiment import find_sentiments

    def predict(record: Record) -> str:
        found = find_sentiments(Article(id="sentence", text=record["text"]))
        start, end = record.get("target") or (0, len(record["text"]))
        for role in ("target", "passage"):
            for sentiment in found:
                if any(p.role == role and p.start < end and p.end > start for p in sentiment.parts):
                    return sentiment.label
        return "neutral"

    return predict


SYSTEMS = {"TextBlob": textblob, "VADER": vader, "newslens": newslens}


def score(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, float]:
    """macro-F1 over the labels that occur, accuracy, and flips among the gold sentences that have a pole."""
    pairs = list(zip(gold, predicted, strict=True))
    f1 = []
    for name in LABELS:
        hits = sum(g == p == name for g, p in pairs)
        marked = sum((g == name) + (p == name) for g, p in pairs)
        if marked:
            f1.append(2 * hits / marked)
    poles = [(g, p) for g, p in pairs if g != "neutral"]
    return {
        "macro_f1": sum(f1) / max(1, len(f1)),
        "accuracy": sum(g == p for g, p in pairs) / max(1, len(pairs)),
        "flips": sum(p not in (g, "neutral") for g, p in poles) / max(1, len(poles)),
    }


def read(path: Path) -> list[Record]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def table(records: Sequence[Record]) -> Iterable[str]:
    """The Markdown lines of one file; each system is warmed up, then timed on each distinct sentence once."""
    yield "| system | macro-F1 | accuracy | flips | sentences per second |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    gold = [record["label"] for record in records]
    distinct = list({record["text"]: record for record in records}.values())
    for name, make in SYSTEMS.items():
        predict = make()
        predict({"text": "The ferry is late.", "target": [0, 9]})
        begun = time.perf_counter()
        for record in distinct:
            predict(record)
        rate = len(distinct) / (time.perf_counter() - begun)
        scores = score(gold, [predict(record) for record in records])
        figures = " | ".join(f"{100 * scores[key]:.1f}" for key in ("macro_f1", "accuracy", "flips"))
        yield f"| {name} | {figures} | {rate:,.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path, metavar="GOLD.jsonl", help="tone records, one JSON object a line")
    for path in parser.parse_args().gold:
        records = read(path)
        print(f"\n**{path.name}**, {len(records)} targets\n")
        for line in table(records):
            print(line, flush=True)


if __name__ == "__main__":
    main()
