"""Fit the temperature and the abstain band of tone on sentences that the model was not trained on.

    python -m training.calibrate_tone newsmtsc.devtest_mt.jsonl newslens/models/tone.json

The temperature is the one under which the labels are likeliest (Guo et al. 2017). The model abstains where its
likeliest label is so unsure that of all sentences as sure as that or surer, less than `_KEPT` would be right. Prints
the expected calibration error, each sentence judged by a temperature fitted on the others (five folds), and a
reliability table.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.model_selection import GroupKFold

from newslens.article import Article
from newslens.language import parse
from newslens.targeted_tone import LABELS, questions, raw
from training.calibrate import reliability
from training.data import read
from training.hashes import record_hashes

_FOLDS = 5
_KEPT = 0.85


def scores(records: list[dict[str, object]]) -> tuple[np.ndarray, np.ndarray]:
    """The model's scores for each record's target, as `newslens.sentiments` asks for them, and the right labels."""
    found, labels = [], []
    for record in records:
        article = Article(id="", text=str(record["text"]))
        start, end = record["target"]  # type: ignore[misc]
        parsed = parse(article)
        first, last = parsed.offsets(*parsed.sentences[parsed.sentence(parsed.tokens(start, end)[0])])
        asked = questions(article.text[first:last], [(start - first, end - first)])
        found.append(raw(asked)[0][0, 0])
        labels.append(LABELS.index(str(record["label"])))
    return np.array(found), np.array(labels)


def softmax(values: np.ndarray, temperature: float) -> np.ndarray:
    exponents = np.exp((values - values.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True))


def best_temperature(values: np.ndarray, labels: np.ndarray) -> float:
    """The temperature with the least mean log loss."""

    def loss(temperature: float) -> float:
        return float(-np.log(softmax(values, temperature)[np.arange(len(labels)), labels] + 1e-12).mean())

    return float(minimize_scalar(loss, bounds=(0.3, 5.0), method="bounded").x)


def band(sure: np.ndarray, right: np.ndarray) -> float:
    """The least probability from which on `_KEPT` are right."""
    order = np.argsort(-sure)
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(shares >= _KEPT)
    return float(sure[order][kept[-1]]) if len(kept) else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    records = read(options.gold)
    values, labels = scores(records)
    _, texts = np.unique([r["text"] for r in records], return_inverse=True)
    held_out = np.zeros(values.shape)
    for train, test in GroupKFold(_FOLDS).split(values, labels, texts):
        held_out[test] = softmax(values[test], best_temperature(values[train], labels[train]))
    sure, right = held_out.max(axis=1), held_out.argmax(axis=1) == labels
    error, rows = reliability(sure, right)
    print(f"{len(labels)} targets, {right.mean():.3f} right, expected calibration error {error:.3f}\n")
    print("| mean probability | share right | targets |\n| ---: | ---: | ---: |")
    for probability, share, n in rows:
        print(f"| {probability:.2f} | {share:.2f} | {n} |")
    half = np.argsort(-sure)[: len(sure) // 2]
    least = round(band(sure, right), 3)
    print(f"\nsurer half: {right[half].mean():.3f} right; abstains below {least}: {(sure < least).mean():.0%}")
    fitted = {"temperature": round(best_temperature(values, labels), 3), "abstain": least}
    options.out.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    record_hashes(options.out.parent)


if __name__ == "__main__":
    main()
