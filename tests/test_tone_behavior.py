"""Whether tone follows what is said and not who it is said of: the project's own name swaps and minimal pairs."""

from __future__ import annotations

import itertools
import statistics

import pytest

from benchmarks.tone_pairs import bracketed, pairs, swaps

NAMES = 6  # of each kind; `benchmarks/tone_pairs.py` takes them all


def test_another_name_hardly_moves_the_tone():
    moves = [abs(a - b) for _, _, found in swaps(NAMES) for (_, a), (_, b) in itertools.combinations(found, 2)]
    assert statistics.fmean(moves) < 0.05


def test_no_name_carries_a_tone_of_its_own():
    own: dict[str, list[float]] = {}
    for _, _, found in swaps(NAMES):
        mean = statistics.fmean(p for _, p in found)
        for name, p in found:
            own.setdefault(name, []).append(p - mean)
    assert {name for name, moved in own.items() if abs(statistics.fmean(moved)) > 0.05} == set()


def test_negation_roles_and_wording_turn_the_tone_the_right_way():
    right: dict[str, list[bool]] = {}
    for row, ordered in pairs():
        right.setdefault(row["test"], []).append(ordered)
    assert set(right) == {"negation", "accuser", "praise", "quality"}
    assert statistics.fmean(hit for found in right.values() for hit in found) >= 0.9
    assert min(statistics.fmean(found) for found in right.values()) >= 0.85


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(
            "The court cleared [Norland] of fraud.",
            "The court convicted [Norland] of fraud.",
            marks=pytest.mark.xfail(strict=True, reason="“fraud” outweighs “cleared”"),
        ),
        ("[Ada Quist] accused Tomas Vell of theft.", "Ada Quist accused [Tomas Vell] of theft."),
        ("Ada Quist praised [Tomas Vell] for his courage.", "[Ada Quist] praised Tomas Vell for his courage."),
    ],
)
def test_the_plainest_pairs(better, worse):
    assert bracketed(better).score > bracketed(worse).score + 0.2
