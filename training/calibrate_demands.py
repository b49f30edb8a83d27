"""Fit the confidence of demands on annotated passages (benchmarks/demands/, all but the held-out ones).

    python -m training.calibrate_demands newslens/models/demand_confidence.json

A find is right if it is paired with an annotated act of the same group (benchmarks/demands.py) whose realis is the
same. The passages are dense, and many were written to mislead. `articles.tsv` has the finds in whole articles of an
ordinary kind (tests/articles, notebooks/articles, benchmarks/sources), one by one judged right or wrong by a reader;
they count twice. Prints the expected calibration error, each passage judged by weights and shares fitted on the others
(five folds), a reliability table, the error by file, and that on held-out.jsonl under the weights that are written.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

import benchmarks
from newslens.acts.confidence import FEATURES, clues, cue_of, share
from newslens.article import Article, read_article
from newslens.demands import find_demands, frames_of
from newslens.language import parse
from training.calibrate import reliability
from training.data import read
from training.hashes import record_hashes

_PASSAGES = Path(benchmarks.__file__).parent / "demands"
sys.path.insert(0, str(_PASSAGES.parent))  # its scripts import each other as scripts do

from predict import demands as predict  # noqa: E402
from predict import read as article_of  # noqa: E402
from sources import read as annotated  # noqa: E402

from benchmarks import demands as scorer  # noqa: E402

_FOLDS = 5
_HELD_OUT, _ARTICLES = "held-out", "articles"
_ROOT = _PASSAGES.parent.parent
_WEIGHTS = {_ARTICLES: 2.0}  # of a find beside one in a passage
Shares = dict[str, tuple[int, int]]


class Find(NamedTuple):
    """An act that was found, what is known of it, and whether it is right."""

    file: str
    passage: str
    cue: str
    clues: dict[str, float]
    right: bool

    @property
    def kind(self) -> str:
        return self.cue.partition(":")[0]


def finds(file: Path) -> list[Find]:
    """What newslens finds in the passages of a file."""
    out = []
    for passage in read(file):
        gold, found = passage["frames"], predict(passage)["frames"]
        paired = {n: m for m, n in scorer.pairs(gold, found).items()}
        article = article_of(passage["text"])
        frames = list(frames_of(article))
        for n, frame in enumerate(frames):
            right = n in paired and gold[paired[n]]["realis"] == found[n]["realis"]
            known = clues(parse(article), frame, frames)
            out.append(Find(file.stem, passage["id"], cue_of(parse(article), frame), known, right))
    return out


def articles() -> list[Article]:
    """Those that `articles.tsv` tells of."""
    files = [*sorted((_ROOT / "tests/articles").glob("*.*")), *sorted((_ROOT / "notebooks/articles").glob("*.txt"))]
    own = [annotated(path) for path in sorted((_PASSAGES.parent / "sources").glob("[0-9]*.txt"))]
    return [read_article(f) for f in files] + [Article.from_text(a.text, id=a.name, check_language=False) for a in own]


def judged_finds(table: Path) -> list[Find]:
    """What newslens finds in whole articles, so far as a reader has judged it."""
    with table.open(encoding="utf-8", newline="") as lines:
        judged = {
            (line["article"], int(line["start"]), line["act"]): line["right"] == "1"
            for line in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    out = []
    for article in articles():
        frames = list(frames_of(article))
        for frame, demand in zip(frames, find_demands(article), strict=True):
            key = article.id, min(part.start for part in demand.parts if part.role == "cue"), demand.act
            if key in judged:
                known = clues(parse(article), frame, frames)
                out.append(Find(_ARTICLES, article.id, cue_of(parse(article), frame), known, judged[key]))
    return out


def shares(found: Iterable[Find]) -> Shares:
    """Right ones and all, of every cue and of every act."""
    out: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for find in found:
        for name in (find.cue, find.kind):
            out[name][0] += find.right
            out[name][1] += 1
    return {name: (right, all_) for name, (right, all_) in sorted(out.items())}


def row(find: Find, known: Shares) -> list[float]:
    return [1.0, share(known, find.cue), *(find.clues[name] for name in FEATURES)]


def fit(found: list[Find]) -> tuple[LogisticRegression, Shares]:
    """Weights and shares; a find's own passage has no part in the share that it is weighed with."""
    whole = shares(found)
    mine: dict[str, list[Find]] = defaultdict(list)
    for find in found:
        mine[find.passage].append(find)
    own = {passage: shares(rows) for passage, rows in mine.items()}

    def others(find: Find) -> Shares:
        out = {}
        for name in (find.cue, find.kind):
            (right, all_), (right_here, all_here) = whole[name], own[find.passage][name]
            out[name] = right - right_here, all_ - all_here
        return out

    x = np.array([row(find, others(find)) for find in found])
    y = np.array([find.right for find in found])
    weights = np.array([_WEIGHTS.get(find.file, 1.0) for find in found])
    return LogisticRegression(fit_intercept=False, C=1.0, max_iter=2000).fit(x, y, sample_weight=weights), whole


def chances(fitted: tuple[LogisticRegression, Shares], found: list[Find]) -> np.ndarray:
    model, known = fitted
    return np.asarray(model.predict_proba(np.array([row(find, known) for find in found]))[:, 1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    by_file = {file.stem: finds(file) for file in sorted(_PASSAGES.glob("*.jsonl"))}
    held_out = by_file.pop(_HELD_OUT)
    by_file[_ARTICLES] = judged_finds(_PASSAGES / f"{_ARTICLES}.tsv")
    found = [find for rows in by_file.values() for find in rows]
    right = np.array([find.right for find in found])
    sure = np.zeros(len(found))
    for train, test in GroupKFold(_FOLDS).split(found, right, [find.passage for find in found]):
        sure[test] = chances(fit([found[n] for n in train]), [found[n] for n in test])
    error, rows = reliability(sure, right)
    print(f"{len(found)} acts, {right.mean():.3f} right, expected calibration error {error:.3f}\n")
    print("| mean confidence | share right | acts |\n| ---: | ---: | ---: |")
    for mean, part, n in rows:
        print(f"| {mean:.2f} | {part:.2f} | {n} |")
    print("\n| file | mean confidence | share right | calibration error | acts |\n| --- | ---: | ---: | ---: | ---: |")
    fitted = fit(found)
    files = np.array([find.file for find in found])
    judged = {name: (sure[files == name], right[files == name]) for name in by_file}
    judged[_HELD_OUT] = chances(fitted, held_out), np.array([find.right for find in held_out])
    for name, (p, y) in judged.items():
        print(f"| {name} | {p.mean():.2f} | {y.mean():.2f} | {reliability(p, y)[0]:.3f} | {len(y)} |")
    names = ("constant", "cue", *FEATURES)
    weights = {name: round(float(w), 4) for name, w in zip(names, fitted[0].coef_[0], strict=True)}
    options.out.write_text(json.dumps({"weights": weights, "cues": fitted[1]}, indent=1) + "\n", encoding="utf-8")
    record_hashes(options.out.parent)


if __name__ == "__main__":
    main()
