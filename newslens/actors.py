"""Who is who: every mention of a person, state or organization, and the actor it stands for."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from newslens.article import Article
from newslens.tables import Finding, column, to_table

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Token


@dataclasses.dataclass(frozen=True, kw_only=True)
class Actor(Finding):
    """An actor; `start, end` is its first mention, the evidence rows (role `mention`) are all of them."""

    name: str = column("the longest proper name in the article; a state's common English name")
    kind: str = column("person, state, organization or group")
    role: str | None = column("title or office named beside the actor (“NATO Secretary General”)", None)
    iso: str | None = column("ISO 3166-1 alpha-3 code, for states", None)
    mentions: int = column("how often the article mentions the actor, pronouns included")


@dataclasses.dataclass(frozen=True)
class Mention:
    """One mention: half-open token range, the actor's name, and how it is said."""

    i: int
    j: int
    name: str
    #: name, alias, acronym, metonym, demonym, pronoun or nominal
    form: str


@dataclasses.dataclass(frozen=True, eq=False)
class Cast:
    """The actors of one article and where they are mentioned."""

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]

    def at(self, i: int) -> Mention | None:
        """The mention that covers token `i`, or None."""
        raise NotImplementedError

    def actor(self, name: str | None) -> Actor | None:
        """The actor of that name, or None."""
        raise NotImplementedError

    def name_of(self, head: Token) -> str:
        """Name of whoever the noun phrase headed by `head` stands for: the actor's, else the phrase's own words."""
        raise NotImplementedError


@functools.lru_cache(maxsize=16)
def cast(article: Article) -> Cast:
    """All actors of an article, from its one parse."""
    raise NotImplementedError


def actors(article: Article) -> pd.DataFrame:
    """A row per actor, most mentioned first."""
    return to_table(cast(article).actors, Actor, "actors")
