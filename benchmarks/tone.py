"""Tone toward a marked target, side by side: TextBlob, VADER and newslens on the same sentences in the same run.

    python benchmarks/tone.py GOLD.jsonl [GOLD.jsonl …]

A gold line is `{"id", "text", "target": [start, end] | null, "label": "negative" | "neutral" | "positive"}`; other keys
are ignored. `benchmarks/tone/bodies.jsonl` is such a file, of our own. Prints Markdown tables per file. macro-F1 is the
unweighted mean of the three labels' F1; flips is the share of the sentences with a pole whose opposite was predicted;
calibration error compares the probability of the likeliest label with how often it is right (15 bins). TextBlob and
VADER see the whole sentence and know nothing of targets.

    python benchmarks/tone.py --rated SNIPPETS.tsv

compares valences with mean ratings by people: lines of an id, a mean rating and a text, separated by tabs. Spearman's
rank correlation, which asks only whether the order is right.

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
_BINS = 15
Record = dict[str, Any]
#: label, and the probabilities of all three where the system gives any
Verdict = tuple[str, tuple[float, ...] | None]


def textblob() -> tuple[Callable[[Record], Verdict], Callable[[str], float]]:
    """The sign of TextBlob's polarity of the whole sentence, as it is commonly read; and the polarity."""
    from textblob import TextBlob

    def polarity(text: str) -> float:
        return float(TextBlob(text).sentiment.polarity)

    def predict(record: Record) -> Verdict:
        value = polarity(record["text"])
        return "positive" if value > 0 else "negative" if value < 0 else "neutral", None

    return predict, polarity


def vader() -> tuple[Callable[[Record], Verdict], Callable[[str], float]]:
    """VADER's compound score of the whole sentence, with the thresholds that its authors give; and the score."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()

    def compound(text: str) -> float:
        return float(analyzer.polarity_scores(text)["compound"])

    def predict(record: Record) -> Verdict:
        value = compound(record["text"])
        return "positive" if value >= 0.05 else "negative" if value <= -0.05 else "neutral", None

    return predict, compound


def newslens() -> tuple[Callable[[Record], Verdict], Callable[[str], float]]:
    """What `sentiments` says of the target, spaCy and attributions included; and the valence of all passages' mean."""
    import newslens as nl

    def predict(record: Record) -> Verdict:
        article = nl.Article(id="sentence", text=record["text"])
        row = nl.sentiments(article, targets=[tuple(record["target"])]).iloc[0]
        return row["label"], (row["p_neg"], row["p_neu"], row["p_pos"])

    def valence(text: str) -> float:
        return float(nl.article_tone(nl.Article(id="sentence", text=text))["mean"].fillna(0.0).iloc[0])

    return predict, valence


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


def calibration_error(right: Sequence[bool], probability: Sequence[float]) -> float:
    """Mean distance between the likeliest label's probability and how often it is right, over bins of equal width."""
    bins: dict[int, list[tuple[bool, float]]] = {}
    for hit, p in zip(right, probability, strict=True):
        bins.setdefault(min(int(p * _BINS), _BINS - 1), []).append((hit, p))
    gaps = (abs(sum(h for h, _ in rows) - sum(p for _, p in rows)) for rows in bins.values())
    return sum(gaps) / max(1, len(right))


def read(path: Path) -> list[Record]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def table(records: Sequence[Record]) -> Iterable[str]:
    """The Markdown lines of one file; each system is warmed up, then timed on every target."""
    yield "| system | macro-F1 | accuracy | flips | calibration error | targets per second |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    gold = [record["label"] for record in records]
    ours: list[Verdict] = []
    for name, make in SYSTEMS.items():
        predict, _ = make()
        predict({"text": "The ferry is late.", "target": [4, 9]})
        begun = time.perf_counter()
        verdicts = [predict(record) for record in records]
        rate = len(records) / (time.perf_counter() - begun)
        scores = score(gold, [label for label, _ in verdicts])
        figures = " | ".join(f"{100 * scores[key]:.1f}" for key in ("macro_f1", "accuracy", "flips"))
        sure = [max(p) for _, p in verdicts if p]
        right = [g == label for g, (label, p) in zip(gold, verdicts, strict=True) if p]
        yield f"| {name} | {figures} | {f'{calibration_error(right, sure):.3f}' if sure else '–'} | {rate:,.0f} |"
        ours = verdicts
    yield ""
    yield from _surest(gold, ours)
    if any("kind" in record for record in records):
        yield ""
        yield from _by_kind(records, ours)


def _surest(gold: Sequence[str], verdicts: Sequence[Verdict]) -> Iterable[str]:
    """How accurate newslens is on the targets that it is surest about."""
    yield "| the surest | accuracy |"
    yield "| ---: | ---: |"
    ranked = sorted(zip(gold, verdicts, strict=True), key=lambda pair: -max(pair[1][1] or (0.0,)))
    for share in (25, 50, 75, 100):
        kept = ranked[: max(1, round(len(ranked) * share / 100))]
        yield f"| {share} % | {100 * sum(g == label for g, (label, _) in kept) / len(kept):.1f} |"


def _by_kind(records: Sequence[Record], verdicts: Sequence[Verdict]) -> Iterable[str]:
    """Accuracy of newslens by the kind of target."""
    yield "| kind of target | right | of |"
    yield "| --- | ---: | ---: |"
    for kind in sorted({record["kind"] for record in records}):
        hits = [r["label"] == v[0] for r, v in zip(records, verdicts, strict=True) if r["kind"] == kind]
        yield f"| {kind} | {sum(hits)} | {len(hits)} |"


def rated_table(path: Path, limit: int) -> Iterable[str]:
    """Spearman's correlation of each system with people's ratings, on every so many-th snippet."""
    from scipy.stats import spearmanr

    lines = [line.split("\t", 2) for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    lines = lines[:: max(1, len(lines) // limit)][:limit]
    ratings = [float(rating) for _, rating, _ in lines]
    yield "| system | Spearman |"
    yield "| --- | ---: |"
    for name, make in SYSTEMS.items():
        _, value = make()
        found = spearmanr(ratings, [value(" ".join(text.split())) for _, _, text in lines]).statistic
        yield f"| {name} | {found:.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path, metavar="GOLD.jsonl", help="tone records, one JSON object a line")
    parser.add_argument("--rated", type=Path, help="snippets with mean ratings")
    parser.add_argument("--limit", type=int, default=1000, help="snippets to rate")
    options = parser.parse_args()
    for path in options.gold:
        records = read(path)
        print(f"\n**{path.name}**, {len(records)} targets\n")
        for line in table(records):
            print(line, flush=True)
    if options.rated:
        print(f"\n**{options.rated.name}**\n")
        for line in rated_table(options.rated, options.limit):
            print(line, flush=True)


if __name__ == "__main__":
    main()
