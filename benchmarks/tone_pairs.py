"""Does the tone follow what is said, and not who it is said of? Swapped names and minimal pairs, all of our own.

    python benchmarks/tone_pairs.py

`tone/swaps.tsv`: sentences with a slot {X}, into which every name of the kind in `tone/swap_names.tsv` is put. The tone
should stay: the table gives the mean distance of p_neg from the sentence's mean over all names, and between two names
on average. `tone/pairs.tsv`: two sentences, or one with another target; the target stands in brackets and comes off
better in the first. The table gives the share of the pairs that newslens puts in this order (p_pos - p_neg).
"""

from __future__ import annotations

import argparse
import csv
import itertools
import os
import statistics
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from newslens.article import Span
from newslens.targeted_tone import Tone, tone_toward

FOLDER = Path(__file__).parent / "tone"


def rows(name: str) -> list[dict[str, str]]:
    """The lines of one of the files."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def tone(text: str, target: Span) -> Tone:
    """The tone of a sentence that stands alone."""
    return tone_toward(text, (target,))


def bracketed(marked: str) -> Tone:
    """The tone toward the words in brackets."""
    before, target, after = marked.replace("]", "[").split("[")
    return tone(before + target + after, (len(before), len(before) + len(target)))


def swaps(names_a_kind: int | None = None) -> Iterator[tuple[str, str, list[tuple[str, float]]]]:
    """Kind, sentence, and p_neg of the sentence with each name; the first `names_a_kind` names of a kind, or all."""
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows("swap_names.tsv"):
        names[row["kind"]].append(row["name"])
    for row in rows("swaps.tsv"):
        at = row["sentence"].index("{X}")
        found = [
            (name, tone(row["sentence"].replace("{X}", name), (at, at + len(name))).negative)
            for name in names[row["kind"]][:names_a_kind]
        ]
        yield row["kind"], row["sentence"], found


def pairs() -> Iterator[tuple[dict[str, str], bool]]:
    """Each pair, and whether it is in the right order."""
    for row in rows("pairs.tsv"):
        yield row, bracketed(row["better"]).score > bracketed(row["worse"]).score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="list the pairs in the wrong order")
    options = parser.parse_args()
    print("| kind of name | sentences | names | from the mean | between two |\n| --- | ---: | ---: | ---: | ---: |")
    drift: dict[str, list[float]] = defaultdict(list)
    shift: dict[str, list[float]] = defaultdict(list)
    own: dict[str, list[float]] = defaultdict(list)
    for kind, _, found in swaps():
        values = [p for _, p in found]
        mean = statistics.fmean(values)
        drift[kind].append(statistics.fmean(abs(p - mean) for p in values))
        shift[kind].append(statistics.fmean(abs(a - b) for a, b in itertools.combinations(values, 2)))
        for name, p in found:
            own[name].append(p - mean)
    for kind in drift:
        names = sum(row["kind"] == kind for row in rows("swap_names.tsv"))
        print(
            f"| {kind} | {len(drift[kind])} | {names} | {statistics.fmean(drift[kind]):.3f} "
            f"| {statistics.fmean(shift[kind]):.3f} |"
        )
    every = [list(itertools.chain(*table.values())) for table in (drift, shift)]
    print(f"| all | {len(every[0])} | | {statistics.fmean(every[0]):.3f} | {statistics.fmean(every[1]):.3f} |")
    means = sorted((statistics.fmean(values), name) for name, values in own.items())
    print(f"\nLeast p_neg beside the mean: {_listed(means[:5])}. Most: {_listed(means[-5:])}.")

    print("\n| pairs | in the right order | of | share |\n| --- | ---: | ---: | ---: |")
    right: dict[str, list[bool]] = defaultdict(list)
    wrong = []
    for row, ordered in pairs():
        right[row["test"]].append(ordered)
        if not ordered:
            wrong.append(row)
    for test, found in [*right.items(), ("all", list(itertools.chain(*right.values())))]:
        print(f"| {test} | {sum(found)} | {len(found)} | {sum(found) / len(found):.3f} |")
    if options.wrong:
        for row in wrong:
            print(f"{row['id']}\n  better: {row['better']}\n  worse:  {row['worse']}")


def _listed(means: list[tuple[float, str]]) -> str:
    return ", ".join(f"{name} {value:+.3f}" for value, name in means)


if __name__ == "__main__":
    main()
