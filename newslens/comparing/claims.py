"""On whose word a claim stands, all articles together, and which claims one article alone carries."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from newslens.article import Article
from newslens.comparing.matching import Directory, Who
from newslens.comparing.rows import Member, Row
from newslens.comparing.wording import Wording, contradict, shared_of_both, wording
from newslens.demands import find_demands
from newslens.sourcing import Attribution, find_reports
from newslens.tables import Finding, column

#: Jaccard index of the content words from which two claims count as one
LEAST_OVERLAP = 0.5
#: content words below which nothing is compared: “it”, “the demand”
LEAST_WORDS = 2


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComparedClaim(Row):
    """A claim; the columns named after the articles count the attributions that make it in each."""

    claim: str = column("what is claimed, in the words of the first article")
    backing: str = column(
        "single (one source), several, or unclear: more than one only if sources that are merely described in "
        "different articles are different people"
    )
    named: int = column("different sources behind it that a proper name stands for, all articles together")
    described: int = column("sources behind it that are only described, counted apart in each article")
    sources: str = column("who they are, joined with ' ; '")
    shared: int = column("how many articles carry it")
    only_in: str | None = column("the one article that carries it; none where several do", None)


class _Claim(NamedTuple):
    article: str
    said: Attribution
    who: Who
    wording: Wording


def compare_claims(articles: Mapping[str, Article], known: Directory) -> tuple[ComparedClaim, ...]:
    """The claims of all articles as rows: those that most articles carry first, then in the articles' order.

    A claim is what is attributed to somebody, save what they ask, offer, threaten or refuse (that is in `demands`) and
    save the words of whoever only passes a claim on. Two are one if the Jaccard index of their content words is half
    or more, with two words in common; not if one denies and the other does not, nor if both have numbers and none in
    common. That is word overlap and no entailment: a paraphrase is missed, and so a claim may have more sources than
    the table shows; two claims about different things in the same words would be one.
    """
    rows: list[list[_Claim]] = []
    for claim in _claims(articles, known):
        fits = [(min(_likeness(claim, other) for other in row), -n) for n, row in enumerate(rows)]
        best, at = max(fits, default=(0.0, 0))
        if best > 0:
            rows[-at].append(claim)
        else:
            rows.append([claim])
    drafts = [_row(row, articles) for row in rows]
    drafts.sort(key=lambda row: -row.shared)
    return tuple(dataclasses.replace(row, id=f"C{n}") for n, row in enumerate(drafts, 1))


def _claims(articles: Mapping[str, Article], known: Directory) -> Iterator[_Claim]:
    for name, article in articles.items():
        found = find_reports(article)
        relays = {a.relayed_by for a in found}
        acts = {span for demand in find_demands(article) for span in _cues(demand)}
        for said in found:
            worded = wording(article, said)
            if said.id not in relays and not acts & _cues(said) and len(worded.words) >= LEAST_WORDS:
                yield _Claim(name, said, known.source(name, said.actor, said.source_kind), worded)


def _cues(finding: Finding) -> set[tuple[int, int]]:
    return {(p.start, p.end) for p in finding.parts if p.role == "cue"}


def _likeness(a: _Claim, b: _Claim) -> float:
    """How well two claims fit, 0 to 1; 0: they are two."""
    if contradict(a.wording, b.wording) or len(a.wording.words & b.wording.words) < LEAST_WORDS:
        return 0.0
    overlap = shared_of_both(a.wording, b.wording)
    return overlap if overlap >= LEAST_OVERLAP else 0.0


def _row(row: list[_Claim], articles: Mapping[str, Article]) -> ComparedClaim:
    whos = list(dict.fromkeys(claim.who for claim in row))
    named = sum(who.named for who in whos)
    cells = tuple(sum(claim.article == name for claim in row) for name in articles)
    shared = sum(n > 0 for n in cells)
    return ComparedClaim(
        id="",
        claim=" ".join(row[0].said.content.split()),
        backing=_backing(row, len(whos), named),
        named=named,
        described=len(whos) - named,
        sources=" ; ".join(dict.fromkeys(who.name for who in whos)),
        shared=shared,
        only_in=row[0].article if shared == 1 else None,
        members=tuple(Member(claim.article, "attributions", claim.said) for claim in row),
        cells=cells,
    )


def _backing(row: list[_Claim], sources: int, named: int) -> str:
    """Whether several sources surely stand behind a claim: two names, or two sources that one article tells apart."""
    if sources == 1:
        return "single"
    together = any(len({c.who.key for c in row if c.article == name}) > 1 for name in {c.article for c in row})
    return "several" if named > 1 or together else "unclear"
