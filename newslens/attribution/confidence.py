"""How sure an attribution is: the share of such attributions that proved right on articles kept apart from training.

A logistic regression over what the encoder says of its own tags and whether the rules agree (Platt 1999, “Probabilistic
Outputs for Support Vector Machines”). Its weights stand beside the model and are fitted by `training/calibrate.py`.
"""

from __future__ import annotations

import functools
import json
import math

from newslens.attribution.tagger import Tagged
from newslens.models import model_file

FEATURES = ("constant", "cue", "content", "pointer", "rule", "source_by_rule", "length")


def clues(t: Tagged, rule: bool, source_by_rule: bool) -> tuple[float, ...]:
    """What the regression weighs, in the order of `FEATURES`; log-probabilities are cut at -3."""
    length = sum(j - i for i, j in t.contents)
    return (1.0, *(max(s, -3.0) for s in t.scores), float(rule), float(source_by_rule), math.log(length))


@functools.cache
def _fitted() -> dict[str, dict[str, float]]:
    fitted: dict[str, dict[str, float]] = json.loads(model_file("confidence.json").read_text(encoding="utf-8"))
    return fitted


def confidence(clues: tuple[float, ...], frame: str) -> float:
    """Probability (0 to 1, three decimals) that content and source are right.

    Without clues, of what the rules alone found: the share of such finds, by their frame, that were right.
    """
    if not clues:
        shares = _fitted()["rules"]
        return shares.get(frame, shares["all"])
    weights = _fitted()["encoder"]
    return round(1 / (1 + math.exp(-sum(weights[name] * x for name, x in zip(FEATURES, clues, strict=True)))), 3)
