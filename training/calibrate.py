"""Fit the confidence of attributions on annotated articles that the tagger was not trained on.

    python -m training.calibrate polnear.dev.jsonl newslens/models/confidence.json

An attribution is right if its content overlaps a gold one's by half or more (Jaccard index of words) and its source
shares a word with it. Prints the expected calibration error, each article judged by weights fitted on the others
(five folds), and a reliability table.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.attributions import right_ones
from newslens.article import Article
from newslens.attribution.confidence import FEATURES
from newslens.attribution.quotation_marks import quoted_stretches
from newslens.attribution.relations import relations
from newslens.language import parse
from training.data import read
from training.hashes import record_hashes

_FOLDS, _BINS = 5, 10
_LEAST = 20  # finds of a frame from which on its own share is trusted


def observations(
    records: list[dict[str, Any]],
) -> tuple[list[tuple[float, ...]], list[bool], list[int], dict[str, list[bool]]]:
    """Clues, outcomes and articles of what the encoder found; outcomes by frame of what the rules alone found."""
    clues: list[tuple[float, ...]] = []
    outcomes: list[bool] = []
    articles: list[int] = []
    by_frame: dict[str, list[bool]] = defaultdict(list)
    for number, record in enumerate(records):
        article = Article(id=str(number), text=record["text"])
        parsed = parse(article)
        found = relations(parsed, quoted_stretches(article), least=0.0)
        spans = [
            {
                "source": [list(parsed.offsets(*c.source or (0, 0)))],
                "content": [list(parsed.offsets(i, j)) for i, j in parsed.runs(c.content)],
            }
            for c in found
        ]
        right = right_ones(record["text"], record["attributions"], spans)
        for n, c in enumerate(found):
            if c.clues:
                clues.append(c.clues)
                outcomes.append(n in right)
                articles.append(number)
            else:
                by_frame[c.frame].append(n in right)
    return clues, outcomes, articles, by_frame


def fit(x: np.ndarray, y: np.ndarray) -> LogisticRegression:
    return LogisticRegression(fit_intercept=False, C=10.0, max_iter=1000).fit(x, y)


def reliability(sure: np.ndarray, right: np.ndarray) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error over equal-width bins, and mean confidence, share right and size of each bin."""
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    rows = [(sure[bins == b].mean(), right[bins == b].mean(), int((bins == b).sum())) for b in np.unique(bins)]
    return sum(abs(s - r) * n for s, r, n in rows) / len(sure), rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    clues, outcomes, articles, by_frame = observations(read(options.gold))
    x, y = np.array(clues), np.array(outcomes)
    held_out = np.zeros(len(y))
    for train, test in GroupKFold(_FOLDS).split(x, y, articles):
        held_out[test] = fit(x[train], y[train]).predict_proba(x[test])[:, 1]
    error, rows = reliability(held_out, y)
    print(f"{len(y)} attributions, {y.mean():.3f} right, expected calibration error {error:.3f}\n")
    print("| mean confidence | share right | attributions |\n| ---: | ---: | ---: |")
    for sure, right, n in rows:
        print(f"| {sure:.2f} | {right:.2f} | {n} |")
    alone = [outcome for found in by_frame.values() for outcome in found]
    shares = {frame: round(float(np.mean(found)), 3) for frame, found in by_frame.items() if len(found) >= _LEAST}
    fitted = {
        "encoder": dict(zip(FEATURES, (round(float(w), 4) for w in fit(x, y).coef_[0]), strict=True)),
        # with one success and one failure added, so that few finds do not make certainty
        "rules": shares | {"all": round((sum(alone) + 1) / (len(alone) + 2), 3)},
    }
    print(f"\nby rules alone: {sum(alone)} of {len(alone)} right")
    options.out.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    record_hashes(options.out.parent)


if __name__ == "__main__":
    main()
