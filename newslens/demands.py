"""Who asks what of whom, and how it was answered."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from newslens.article import Article
from newslens.tables import Finding, column, to_table

if TYPE_CHECKING:
    import pandas as pd

ACTS = ("condition", "demand", "appeal", "request", "offer", "threat", "promise", "refusal", "acceptance", "deferral")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Demand(Finding):
    """One act between actors. Evidence roles: demander, addressee, cue, content, reported_by, channel, time, deadline,
    condition, in_return, status."""

    act: str = column("condition, demand, appeal, request, offer, threat, promise, refusal, acceptance or deferral")
    demander: str | None = column("who performs the act (also of refusals, offers, threats …); several: joined with ' ; '", None)
    addressees: str | None = column("of whom or toward whom; several: joined with ' ; '", None)
    cue: str = column("the words that show the act")
    content: str | None = column("what is asked, offered, refused …; several items: joined with ' ; '", None)
    polarity: str | None = column("do, refrain, or mixed where the items differ", None)
    strength: str | None = column("strong, medium or weak", None)
    realis: str = column("actual, negated, hypothetical, planned or disputed", "actual")
    reported_by: str | None = column("who reports the act, where that is not the demander or the article itself", None)
    channel: str | None = column("kind of channel: letter, statement, recording, intermediary …", None)
    said_when: str | None = column("the article's words for when", None)
    deadline: str | None = column("by when", None)
    condition: str | None = column("under which condition", None)
    in_return: str | None = column("in return for what", None)
    repeated: bool = column("the article says it was done repeatedly", False)
    status: str | None = column(
        "accepted, rejected, partly_accepted, mixed, countered, under_consideration, unanswered, withdrawn or "
        "not_reported; none for answers",
        None,
    )
    answered_by: str | None = column("ids of the acts that answer this one, joined with ' ; '", None)
    responds_to: str | None = column("ids of the acts that this one answers, joined with ' ; '", None)
    relation: str | None = column("how it answers: rejects, accepts, defers or counters", None)
    backed_by: str | None = column("ids of the threats that back it, joined with ' ; '", None)
    attribution: str | None = column("id of the attribution that reports the act", None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class DemandItem(Finding):
    """One separable thing asked for, offered or refused. `id` is the demand's id, a dot and a number; role: content."""

    demand: str = column("id of the demand")
    polarity: str = column("do or refrain")
    status: str | None = column("its own status, where the items differ", None)


@functools.lru_cache(maxsize=16)
def find_demands(article: Article) -> tuple[Demand, ...]:
    """All acts of an article as records, in text order, whatever their realis."""
    raise NotImplementedError


def demands(article: Article, *, realis: str = "actual") -> pd.DataFrame:
    """A row per act, in text order; `realis="all"` shows also what was negated, planned or hypothetical."""
    records = [d for d in find_demands(article) if realis in ("all", d.realis)]
    return to_table(records, Demand, "demands")
