"""Fit the confidence of demands on annotated texts that neither the rules nor the reader were made on.

    python -m training.calibrate_demands newslens/models/demand_confidence.json --texts polnear.train.jsonl

A find is right if it is paired with an annotated act of the same group (benchmarks/demands.py) whose realis is the
same. The weights are fitted on `mixed.jsonl`, passages of all kinds; on `news.jsonl`, stretches of real news; and on
`articles.tsv`, what the rules find in whole invented articles of an ordinary kind, judged one by one. The shares of
right finds of each cue come from these and from the passages of `training/acts`: the reader was trained on them, but
nobody looked at them for the rules. Prints the expected calibration error, each text judged by weights and shares
fitted on the others (five folds), a reliability table, the error by file, and that on files that have no part in it.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

import benchmarks
from benchmarks import passages
from newslens.acts.answers import answered
from newslens.acts.confidence import FEATURES, clues, cue_of, share
from newslens.acts.frames import Frame
from newslens.article import Article, read_article
from newslens.language import Parse, parse
from training import acts_data
from training.calibrate import reliability
from training.hashes import record_hashes

_PASSAGES = Path(benchmarks.__file__).parent / "demands"
sys.path.insert(0, str(_PASSAGES.parent))  # its scripts import each other as scripts do

from predict import read as article_of  # noqa: E402
from sources import read as annotated  # noqa: E402

from benchmarks import demands as scorer  # noqa: E402

_FOLDS = 5
_FITTED, _UNSEEN, _ARTICLES = ("mixed", "news"), ("agency", "held-out"), "articles"
_ROOT = _PASSAGES.parent.parent
_WEIGHTS = {_ARTICLES: 2.0}  # of a find beside one in a passage
Shares = dict[str, tuple[int, int]]


class Find(NamedTuple):
    """An act that was found, what is known of it, and whether it is right."""

    file: str
    passage: str
    #: none where only the reader takes it for one
    cue: str | None
    clues: dict[str, float]
    right: bool


def found_in(article: Article) -> list[Frame]:
    """All acts of an article, however unlikely."""
    return [frame for stretch in answered(article, least=0.0) for frame in stretch]


def find(file: str, passage: str, parsed: Parse, frame: Frame, right: bool) -> Find:
    return Find(file, passage, None if frame.proposed else cue_of(parsed, frame), clues(parsed, frame), right)


def finds(name: str, passages: list[dict[str, Any]]) -> list[Find]:
    """What newslens finds in the passages of a file."""
    out = []
    for passage in passages:
        article = article_of(passage["text"])
        frames = found_in(article)
        parsed = parse(article)
        gold, found = passage["frames"], [_as_scored(parsed, frame) for frame in frames]
        paired = {n: m for m, n in scorer.pairs(gold, found).items()}
        for n, frame in enumerate(frames):
            right = n in paired and gold[paired[n]]["realis"] == frame.realis
            out.append(find(name, passage["id"], parsed, frame, right))
    return out


def _as_scored(parsed: Parse, frame: Frame) -> dict[str, Any]:
    """An act as the scorer compares it."""
    cue = [list(parsed.offsets(k, k + 1)) for k in frame.cue]
    items = [parsed.text(min(item.tokens), max(item.tokens) + 1) for item in frame.items if item.tokens]
    return {"act": frame.act, "cue": cue, "content": [{"text": text} for text in items]}


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
        parsed = parse(article)
        for frame in found_in(article):
            key = article.id, min(parsed.offsets(k, k + 1)[0] for k in frame.cue), frame.act
            if key in judged:
                out.append(find(_ARTICLES, article.id, parsed, frame, judged[key]))
    return out


def shares(found: Iterable[Find]) -> Shares:
    """Right ones and all, of every cue and of every act."""
    out: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in found:
        for name in _names(one):
            out[name][0] += one.right
            out[name][1] += 1
    return {name: (right, all_) for name, (right, all_) in sorted(out.items())}


def _names(one: Find) -> tuple[str, ...]:
    """The cue and its act, where it has one."""
    return (one.cue, one.cue.partition(":")[0]) if one.cue is not None else ()


def row(one: Find, known: Shares) -> list[float]:
    return [1.0, share(known, one.cue) if one.cue is not None else 0.0, *(one.clues[name] for name in FEATURES)]


def fit(found: list[Find], more: list[Find]) -> tuple[LogisticRegression, Shares]:
    """Weights and shares (of `more` too); a find's own text has no part in the share that it is weighed with."""
    whole = shares([*found, *more])
    mine: dict[str, list[Find]] = defaultdict(list)
    for one in found:
        mine[one.passage].append(one)
    own = {passage: shares(rows) for passage, rows in mine.items()}

    def others(one: Find) -> Shares:
        out = {}
        for name in _names(one):
            (right, all_), (right_here, all_here) = whole[name], own[one.passage][name]
            out[name] = right - right_here, all_ - all_here
        return out

    x = np.array([row(one, others(one)) for one in found])
    y = np.array([one.right for one in found])
    weights = np.array([_WEIGHTS.get(one.file, 1.0) for one in found])
    return LogisticRegression(fit_intercept=False, C=0.3, max_iter=2000).fit(x, y, sample_weight=weights), whole


def chances(fitted: tuple[LogisticRegression, Shares], found: list[Find]) -> np.ndarray:
    model, known = fitted
    return np.asarray(model.predict_proba(np.array([row(one, known) for one in found]))[:, 1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="articles that the news are part of")
    options = parser.parse_args()
    texts = passages.articles(options.texts)
    by_file = {name: finds(name, passages.read(_PASSAGES / f"{name}.jsonl", texts)) for name in _FITTED + _UNSEEN}
    unseen = {name: by_file.pop(name) for name in _UNSEEN}
    by_file[_ARTICLES] = judged_finds(_PASSAGES / f"{_ARTICLES}.tsv")
    found = [one for rows in by_file.values() for one in rows]
    own = sorted((_ROOT / "training/acts").glob("*.txt"))
    more = [one for path in own for one in finds(path.stem, acts_data.read(path, {})) if one.cue is not None]
    right = np.array([one.right for one in found])
    sure = np.zeros(len(found))
    for train, test in GroupKFold(_FOLDS).split(found, right, [one.passage for one in found]):
        sure[test] = chances(fit([found[n] for n in train], more), [found[n] for n in test])
    error, rows = reliability(sure, right)
    print(f"{len(found)} acts, {right.mean():.3f} right, expected calibration error {error:.3f}\n")
    print("| mean confidence | share right | acts |\n| ---: | ---: | ---: |")
    for mean, part, n in rows:
        print(f"| {mean:.2f} | {part:.2f} | {n} |")
    print("\n| file | mean confidence | share right | calibration error | acts |\n| --- | ---: | ---: | ---: | ---: |")
    fitted = fit(found, more)
    files = np.array([one.file for one in found])
    judged = {name: (sure[files == name], right[files == name]) for name in by_file}
    judged |= {name: (chances(fitted, rows), np.array([one.right for one in rows])) for name, rows in unseen.items()}
    for name, (p, y) in judged.items():
        print(f"| {name} | {p.mean():.2f} | {y.mean():.2f} | {reliability(p, y)[0]:.3f} | {len(y)} |")
    names = ("constant", "cue", *FEATURES)
    weights = {name: round(float(w), 4) for name, w in zip(names, fitted[0].coef_[0], strict=True)}
    options.out.write_text(json.dumps({"weights": weights, "cues": fitted[1]}, indent=1) + "\n", encoding="utf-8")
    record_hashes(options.out.parent)


if __name__ == "__main__":
    main()
