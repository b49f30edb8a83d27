"""How likely it is that an act was done and is of its kind: a logistic regression over what is known of it.

Its weights, and the share of each cue's finds that were right, are fitted on annotated texts by
`training/calibrate_demands.py` (Platt 1999, “Probabilistic Outputs for Support Vector Machines”).
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from newslens.acts.frames import ASKS, Frame, cues, group
from newslens.acts.reader import readings
from newslens.models import model_file

if TYPE_CHECKING:
    from newslens.language import Parse

MODEL = "demand_confidence.json"
#: what the regression weighs beside the cue's own share
FEATURES = (
    *("noun", "modal", "idiom", "command"),
    *("threat", "promise", "offer", "refusal", "acceptance", "deferral", "condition"),
    *("not_actual", "demander", "pronoun", "addressee", "content", "length", "several"),
    *("attributed", "quoted", "answers", "tied"),
    *("proposed", "shown", "shown_alone", "agreed"),
)
#: acts that are less likely are not shown; one that only the reader finds has to be likelier, which errs in short texts
LEAST = 0.3
_LEAST_READ = 0.45
_FIRMLY = 8.0  # what a relative clause about an act counts for as its answer (`answers`)
_SURELY = 0.003  # the reader is never taken to be surer than that
_STRENGTH = 6.0  # finds that the mean of its kind counts for beside a cue's own


def cue_of(parse: Parse, frame: Frame) -> str:
    """The act and the words that show it, as the table of shares knows them.

    Verbs of saying beside it (“said … must”) and auxiliaries are left out.
    """
    kept = [k for k in frame.cue if parse.pos[k] != "AUX" or parse.tags[k] == "MD"]
    kept = [k for k in kept if k == frame.at or parse.lemmas[k] not in {"say", "tell", "add", "not"}] or [frame.at]
    return f"{frame.act}: {' '.join(parse.lemmas[k] for k in kept[-3:])}"


def clues(parse: Parse, frame: Frame) -> dict[str, float]:
    """What is known of an act, by the names of `FEATURES`; what is not there is 0."""
    tokens = set().union(*(item.tokens for item in frame.items)) if frame.items else set()
    spans = [who.span for who in frame.demanders if who.span is not None]
    said, read = frame.attribution, frame.reading
    shown = max(readings(parse.article).at(frame.cue), read.probability if read is not None else 0.0)
    shown = _log_odds(min(max(shown, _SURELY), 1 - _SURELY))
    known = {
        _rule(parse, frame): 1.0,
        frame.act: 1.0,
        "not_actual": frame.realis != "actual",
        "demander": bool(frame.demanders),
        "pronoun": any(j - i == 1 and parse.pos[i] == "PRON" for i, j in spans),
        "addressee": bool(frame.addressees),
        "content": bool(tokens),
        "length": math.log1p(len(tokens)),
        "several": len(frame.items) > 1,
        "attributed": said is not None,
        "quoted": said is not None and said.form == "direct",
        "answers": bool(frame.answers),
        "tied": min(frame.tied, _FIRMLY) / _FIRMLY,
        "proposed": frame.proposed,
        "shown": shown,
        "shown_alone": shown * frame.proposed,
        "agreed": read is not None and group(read.act) == group(frame.act),
    }
    return {name: float(known.get(name, 0.0)) for name in FEATURES}


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def _rule(parse: Parse, frame: Frame) -> str:
    """Which of the rules found it, by the words that it took for the cue."""
    at = frame.at
    if parse.tags[at] == "MD":
        return "modal"
    if parse.pos[at] in {"NOUN", "PROPN"}:
        return "noun"
    if any(parse.lemmas[k] in cues("verb") for k in frame.cue):
        return "verb"
    return "idiom" if len(frame.cue) > 1 or frame.act not in ASKS else "command"


def share(shares: dict[str, Sequence[float]], cue: str) -> float:
    """Share of a cue's finds that were right, drawn toward that of its kind of act, as log odds."""
    right, found = shares.get(cue, (0, 0))
    kind_right, kind_found = shares.get(cue.partition(":")[0], (0, 0))
    kind = (kind_right + 1) / (kind_found + 2)
    drawn = (right + _STRENGTH * kind) / (found + _STRENGTH)
    return _log_odds(drawn)


def record(shares: dict[str, Sequence[float]], parse: Parse, frame: Frame) -> float:
    """How the cue of an act has done so far, as log odds; 0 where only the reader takes it for one."""
    return 0.0 if frame.proposed else share(shares, cue_of(parse, frame))


def is_shown(parse: Parse, frame: Frame, least: float) -> bool:
    """Whether an act is likely enough: at least `least`, or with 0 any."""
    wanted = max(least, _LEAST_READ) if frame.proposed and least else least
    return confidence(parse, frame) >= wanted


def confidence(parse: Parse, frame: Frame) -> float:
    """Probability, 0 to 1 in three decimals, that the act is one, of this kind, and done or not as `realis` says."""
    fitted = _fitted()
    known = {"constant": 1.0, "cue": record(fitted["cues"], parse, frame), **clues(parse, frame)}
    score = sum(weight * known[name] for name, weight in fitted["weights"].items())
    return round(1 / (1 + math.exp(-score)), 3)


@functools.cache
def _fitted() -> dict[str, Any]:
    fitted: dict[str, Any] = json.loads(model_file(MODEL).read_text(encoding="utf-8"))
    return fitted
