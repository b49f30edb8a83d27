"""Who acts toward whom, counted: the acts of an article by pair of actors, countries or parts of society."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from newslens.actors import cast
from newslens.article import Article
from newslens.demands import find_demands, of_realis
from newslens.entities import Entity, identify
from newslens.errors import OptionError, did_you_mean
from newslens.tables import column, to_table

if TYPE_CHECKING:
    import pandas as pd

#: what is done toward another, in a verb → the acts that do it
GROUPS = {
    "asks": ("condition", "demand", "appeal", "request"),
    "offers": ("offer", "promise"),
    "threatens": ("threat",),
    "refuses": ("refusal",),
    "accepts": ("acceptance",),
    "puts_off": ("deferral",),
}
GROUP = {act: group for group, acts in GROUPS.items() for act in acts}
BY = ("actor", "country", "sector")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Dealing:
    """What one party does toward another. An act of two toward two stands in four rows."""

    article: str = column("id of the article")
    demander: str | None = column("who acts; none where nobody is named, or the words tell no country or sector", None)
    addressee: str | None = column("toward whom; none as above", None)
    group: str = column("asks, offers, threatens, refuses, accepts or puts_off")
    acts: int = column("how many such acts")
    demands: str = column("their ids in demands, joined with ' ; '")


def demand_matrix(article: Article, *, by: str = "actor", realis: str = "actual") -> pd.DataFrame:
    """A row per demander, addressee and kind of act, with the number of acts: the ledger as a matrix in long form.

    `by` is “actor”, “country” (ISO 3166-1 alpha-3) or “sector”, the last two as far as the words for the actors tell.
    An answer goes to whoever asked, also where it does not name them.
    For a square one: `matrix.pivot_table(index="demander", columns="addressee", values="acts", aggfunc="sum")`.
    `realis` is as in `demands`. Raises OptionError for other values.

    >>> from newslens import Article
    >>> text = "Norway demanded that Sweden and Denmark open the border. Sweden refused."
    >>> demand_matrix(Article.from_text(text))[["demander", "addressee", "group", "acts"]].values.tolist()
    [['Norway', 'Sweden', 'asks', 1], ['Norway', 'Denmark', 'asks', 1], ['Sweden', 'Norway', 'refuses', 1]]
    """
    if by not in BY:
        raise OptionError(f"by={by!r} is not known. {did_you_mean(by, BY)}")
    found: dict[tuple[str | None, str | None, str], list[str]] = {}
    askers_of = {act.id: act.demander for act in find_demands(article)}
    for act in of_realis(find_demands(article), realis):
        whom = act.addressees or " ; ".join(filter(None, map(askers_of.get, (act.responds_to or "").split(" ; "))))
        askers, asked = _parties(article, act.demander, by), _parties(article, whom or None, by)
        for pair in [(a, b) for a in askers for b in asked]:
            found.setdefault((*pair, GROUP[act.act]), []).append(act.id)
    rows = [
        Dealing(article=article.id, demander=a, addressee=b, group=group, acts=len(ids), demands=" ; ".join(ids))
        for (a, b, group), ids in found.items()
    ]
    return to_table(rows, Dealing, "demand_matrix")


def _parties(article: Article, names: str | None, by: str) -> list[str | None]:
    if names is None:
        return [None]
    known = [name if by == "actor" else getattr(_entity(article, name), by) for name in names.split(" ; ")]
    return list(dict.fromkeys(known))


@functools.lru_cache(maxsize=1024)
def _entity(article: Article, name: str) -> Entity:
    """What the table of actors knows of a name, else what its words tell."""
    actor = cast(article).actor(name)
    return Entity(actor.country, actor.sector, actor.head) if actor is not None else identify(name)
