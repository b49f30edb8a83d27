"""Are both sides heard: who asks, refuses or threatens, toward whom, and whether the article cites each of them."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING

from newslens.actors import cast
from newslens.article import Article
from newslens.demands import find_demands
from newslens.sourcing import Attribution, find_reports
from newslens.tables import column, to_table

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True, kw_only=True)
class Dispute:
    """Two actors, one of whom wants something of the other."""

    article: str = column("id of the article")
    a: str = column("the actor who acts toward the other more often, or first")
    b: str = column("the other actor")
    acts: int = column("demands, offers, threats, refusals … between the two")
    a_cited: int = column("attributions to a or to somebody who speaks for it")
    b_cited: int = column("attributions to b or to somebody who speaks for it")
    heard: str = column("both, a, b or neither: which of them the article cites at all")


def find_disputes(article: Article) -> tuple[Dispute, ...]:
    """The disputes of an article as records, most acts first."""
    acts: Counter[tuple[str, str]] = Counter()
    for demand in find_demands(article):
        if demand.realis == "actual" and demand.demander and demand.addressees:
            for a in demand.demander.split(" ; "):
                acts.update((a, b) for b in demand.addressees.split(" ; ") if a != b)
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for a, b in sorted(acts, key=lambda pair: -acts[pair]):
        pairs.setdefault(frozenset({a, b}), (a, b))
    cited = _cited(article)
    out = []
    for a, b in pairs.values():
        n, m = cited[a], cited[b]
        heard = "both" if n and m else "a" if n else "b" if m else "neither"
        total = acts[a, b] + acts[b, a]
        out.append(Dispute(article=article.id, a=a, b=b, acts=total, a_cited=n, b_cited=m, heard=heard))
    return tuple(sorted(out, key=lambda d: -d.acts))


def _cited(article: Article) -> Counter[str]:
    """Actor → attributions to it, or to a source that speaks for it (“NATO Secretary General”, “US officials”)."""
    out: Counter[str] = Counter()
    for a in find_reports(article):
        out.update({a.actor, *([a.affiliation] if a.affiliation else []), *_named_in(article, a)})
    return out


def _named_in(article: Article, a: Attribution) -> set[str]:
    """Actors named within the words for the source, adjectives included (“Norwegian officials”)."""
    people = cast(article)
    spans = [people.parse.tokens(p.start, p.end) for p in a.parts if p.role == "source"]
    mentions = (people.at(k) for i, j in spans for k in range(i, j))
    return {m.name for m in mentions if m is not None}


def disputes(article: Article) -> pd.DataFrame:
    """A row per pair of actors of whom one wants something of the other, and which of them the article cites.

    Whether the sides of a conflict both get to speak is the oldest test of balance (Westerståhl 1983, “Objective News
    Reporting”; Fico & Soffin 1995, “Fairness and Balance of Selected Newspaper Coverage”). An actor counts as cited if
    it is a source itself, or if the words for a source name it. Being cited is not being treated fairly: the table says
    who speaks, not how well.

    >>> from newslens import Article
    >>> text = "Norway demanded that Iceland lower its fees. “We will not,” Iceland’s minister said."
    >>> disputes(Article.from_text(text))[["a", "b", "heard"]].values.tolist()
    [['Norway', 'Iceland', 'both']]
    """
    return to_table(find_disputes(article), Dispute, "disputes")
