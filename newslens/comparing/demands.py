"""Which article reports which demand, offer, threat or answer, and what each says came of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import NamedTuple

from newslens.article import Article
from newslens.comparing.matching import Directory, Key
from newslens.comparing.rows import Member, Row
from newslens.comparing.wording import Wording, shared_of_shorter, wording
from newslens.demands import Demand, find_demands
from newslens.tables import column

#: act → the group within which two newspapers may word the same act differently
GROUPS = {
    "condition": "asks",
    "demand": "asks",
    "appeal": "asks",
    "request": "asks",
    "offer": "offers",
    "promise": "offers",
    "threat": "threatens",
    "refusal": "refuses",
    "acceptance": "accepts",
    "deferral": "defers",
}
#: share of the shorter content's words that stand in the longer one
LEAST_SHARED = 0.75
#: what stands in an article's column for an act that takes no answer
REPORTED = "reported"
_SILENT = frozenset({"not_reported", REPORTED})


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComparedDemand(Row):
    """A demand or another act; the columns named after the articles say what each reports to have come of it.

    That is its status (several: joined with ' ; '), “reported” for an act that takes no answer, and none where the
    article does not report the act."""

    group: str = column("asks, offers, threatens, refuses, accepts or defers")
    acts: str = column("the kinds of act that the articles call it; several: joined with ' ; '")
    demander: str | None = column("who performs the act; several: joined with ' ; '", None)
    addressees: str | None = column("of whom or toward whom, in the first article that says so", None)
    content: str | None = column("what is asked, offered, refused …, in the words of the first article", None)
    shared: int = column("how many articles report it")
    agreement: str | None = column(
        "same, disagree (they report different statuses) or one_silent (not all report an answer, and those that do "
        "agree); none where one article alone reports the act, or the act takes no answer",
        None,
    )


class _Act(NamedTuple):
    article: str
    demand: Demand
    demanders: frozenset[Key]
    addressees: frozenset[Key]
    wording: Wording


def compare_demands(articles: Mapping[str, Article], known: Directory) -> tuple[ComparedDemand, ...]:
    """The acts that the articles report as done, as rows: those in most articles first, then in the articles' order.

    Two acts are one if the same actor performs them, in the same group of acts; if their polarity (do, refrain) does
    not differ; if they are not addressed to different named actors; and if three quarters of the content words of the
    shorter one stand in the longer one, and two at least where both have two. An answer also pairs by what it answers.
    Every act of a row fits every other, so that no chain of half likenesses makes a row.
    """
    acts = [
        _Act(
            name,
            demand,
            known.parties(name, demand.demander),
            known.parties(name, demand.addressees),
            wording(article, demand),
        )
        for name, article in articles.items()
        for demand in find_demands(article)
        if demand.realis == "actual"
    ]
    acts.sort(key=lambda act: act.demand.responds_to is not None)  # what is answered before the answers
    rows: list[list[_Act]] = []
    row_of: dict[tuple[str, str], int] = {}
    for act in acts:
        fits = [(min(_likeness(act, other, row_of) for other in row), -n) for n, row in enumerate(rows)]
        best, at = max(fits, default=(0.0, 0))
        if best > 0:
            rows[-at].append(act)
        else:
            rows.append([act])
        row_of[act.article, act.demand.id] = -at if best > 0 else len(rows) - 1
    order = {name: n for n, name in enumerate(articles)}
    drafts = [_row(sorted(row, key=lambda a: (order[a.article], a.demand.start)), articles, known) for row in rows]
    drafts.sort(key=lambda r: (-r.shared, order[r.members[0].article], r.members[0].finding.start))
    return tuple(dataclasses.replace(row, id=f"D{n}") for n, row in enumerate(drafts, 1))


def _likeness(a: _Act, b: _Act, row_of: Mapping[tuple[str, str], int]) -> float:
    """How well two acts fit, 0 to 1; 0: they are two."""
    x, y = a.demand, b.demand
    if GROUPS[x.act] != GROUPS[y.act] or not a.demanders or a.demanders != b.demanders:
        return 0.0
    if x.polarity and y.polarity and x.polarity != y.polarity:
        return 0.0
    if _others(a.addressees, b.addressees):
        return 0.0
    if _answered(a, row_of) & _answered(b, row_of):
        return 1.0
    both = len(a.wording.words & b.wording.words)
    enough = both >= min(2, len(a.wording.words), len(b.wording.words))
    share = shared_of_shorter(a.wording, b.wording)
    return share if enough and share >= LEAST_SHARED else 0.0


def _others(a: frozenset[Key], b: frozenset[Key]) -> bool:
    """Whether both are addressed to named actors, and to none in common."""
    named = not any(key[0] in {"definite", "described"} for key in a | b)
    return bool(a and b and named and not a & b)


def _answered(act: _Act, row_of: Mapping[tuple[str, str], int]) -> set[int]:
    """The rows of the acts that this one answers."""
    ids = (act.demand.responds_to or "").split(" ; ")
    return {row_of[act.article, i] for i in ids if (act.article, i) in row_of}


def _row(row: list[_Act], articles: Mapping[str, Article], known: Directory) -> ComparedDemand:
    said = {name: _statuses([a.demand for a in row if a.article == name]) for name in articles}
    cells = tuple(" ; ".join(found) or None for found in said.values())
    demands = [act.demand for act in row]
    addressed = next((act for act in row if act.demand.addressees), row[0])
    return ComparedDemand(
        id="",
        group=GROUPS[demands[0].act],
        acts=" ; ".join(dict.fromkeys(d.act for d in demands)),
        demander=known.joined(row[0].article, demands[0].demander),
        addressees=known.joined(addressed.article, addressed.demand.addressees),
        content=next((d.content for d in demands if d.content), None),
        shared=sum(cell is not None for cell in cells),
        agreement=_agreement([found for found in said.values() if found]),
        members=tuple(Member(act.article, "demands", act.demand) for act in row),
        cells=cells,
    )


def _statuses(demands: list[Demand]) -> list[str]:
    """What one article says came of an act; where it reports it twice, an answer counts before none."""
    found = list(dict.fromkeys(demand.status or REPORTED for demand in demands))
    return [status for status in found if status not in _SILENT] or found[:1]


def _agreement(said: list[list[str]]) -> str | None:
    """What several articles' statuses come to."""
    if len(said) < 2 or all(found == [REPORTED] for found in said):
        return None
    told = [set(found) - _SILENT for found in said]
    if any(a and b and a != b for a in told for b in told):
        return "disagree"
    return "same" if all(told) or not any(told) else "one_silent"
