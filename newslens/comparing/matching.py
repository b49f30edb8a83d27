"""Who is who across articles. In doubt two: a source counted twice is seen, two people made one are not."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from newslens.actors import Actor, cast
from newslens.article import Article

Key = tuple[str, ...]

#: kinds of source that newspapers describe and do not name: “an official” of one paper may be another's, or not
NAMELESS = frozenset({"unnamed", "public"})
_NAMED = frozenset({"person", "state", "organization", "place"})


@dataclasses.dataclass(frozen=True)
class Who:
    """An actor across articles; `key` is the same wherever the same one is meant."""

    key: Key
    name: str
    kind: str
    role: str | None = None
    #: a proper name stands for it; only such actors are matched
    named: bool = False


@dataclasses.dataclass(frozen=True, eq=False)
class Directory:
    """The named actors of several articles, matched."""

    known: Mapping[tuple[str, str], Who]

    def who(self, article: str, name: str) -> Who:
        """The actor that `name` means in the article of that name; one only described is nobody else's."""
        found = self.known.get((article, name.casefold()))
        return found or Who(("described", article, name.casefold()), name, "described")

    def source(self, article: str, name: str, kind: str) -> Who:
        """Who a source of that kind is; unnamed people and the public are never those of another article."""
        if kind in NAMELESS:
            return Who((kind, article, name.casefold()), name, kind)
        return self.who(article, name)

    def joined(self, article: str, names: str | None) -> str | None:
        """Names joined with ' ; ', each as the actor is called across articles."""
        return " ; ".join(self.who(article, name).name for name in names.split(" ; ")) if names else None

    def parties(self, article: str, names: str | None) -> frozenset[Key]:
        """Keys of the actors joined with ' ; ', for who asks whom.

        Here a body that both articles describe in the same words with “the” (“the union”) is one, too: the words for
        what is asked have to agree besides.
        """
        keys = set()
        for name in names.split(" ; ") if names else ():
            who = self.who(article, name)
            definite = not who.named and name.casefold().startswith("the ")
            keys.add(("definite", name.casefold()) if definite else who.key)
        return frozenset(keys)


def directory(articles: Mapping[str, Article]) -> Directory:
    """The named actors of these articles, each under one key.

    States match by their ISO code. People match by full name, letter case and full stops aside. Who is called by
    surname alone matches the one person of that surname and of exactly the same role in the other articles; if there
    are two, nobody; if no other article has a full name, whoever has the same surname and role. Organizations and
    places match by name, “the” aside; “NATO” and its long form stay two where no article has both.

    >>> one = Article.from_text("Mayor Ada Quist said the bridge is safe.", id="one")
    >>> two = Article.from_text("The bridge is closed, and Mayor Quist said nothing of it.", id="two")
    >>> directory({"one": one, "two": two}).who("two", "Quist").name
    'Ada Quist'
    """
    named = [(article, actor) for article, text in articles.items() for actor in cast(text).actors if _is_named(actor)]
    keys: dict[tuple[str, str], Key] = {}
    for article, actor in named:
        if actor.kind != "person" or not _is_short(actor.name):
            keys[article, actor.name.casefold()] = _key(actor)
    full = [(article, actor, keys[article, actor.name.casefold()]) for article, actor in _full_names(named)]
    roles: dict[Key, set[str]] = {}
    for _, actor, key in full:
        roles.setdefault(key, set()).update({_role(actor)} - {""})
    for article, actor in named:
        if (article, actor.name.casefold()) not in keys:
            surname, role = _words(actor.name), _role(actor)
            own = {key for there, _, key in full if there == article}
            found = {key for _, _, key in full if key[-len(surname) :] == surname and role in roles[key]} - own
            alone: Key = ("surname", role, *surname) if role and not found else ("alone", article, *surname)
            keys[article, actor.name.casefold()] = found.pop() if len(found) == 1 else alone
    return Directory(_merged(named, keys))


def _merged(named: list[tuple[str, Actor]], keys: Mapping[tuple[str, str], Key]) -> dict[tuple[str, str], Who]:
    """For each name of each article the actor: its longest name, its first kind and role."""
    groups: dict[Key, list[Actor]] = {}
    for article, actor in named:
        groups.setdefault(keys[article, actor.name.casefold()], []).append(actor)
    people = {
        key: Who(
            key=key,
            name=max((a.name for a in actors), key=len),
            kind=actors[0].kind,
            role=next((a.role for a in actors if a.role), None),
            named=True,
        )
        for key, actors in groups.items()
    }
    return {place: people[key] for place, key in keys.items()}


def _full_names(named: list[tuple[str, Actor]]) -> Iterator[tuple[str, Actor]]:
    return ((article, actor) for article, actor in named if actor.kind == "person" and not _is_short(actor.name))


def _is_named(actor: Actor) -> bool:
    """Whether its words are a name: “Harbor Board”, and not “transport ministry”."""
    words = actor.name.split()
    return actor.kind in _NAMED and any(w[0].isupper() for w in words if w not in {"The", "A", "An"})


def _is_short(name: str) -> bool:
    """A surname alone, with its particle if it has one: “Quist”, “van Dam”."""
    return len(name.split()) == 1 or name[0].islower()


def _key(actor: Actor) -> Key:
    if actor.iso:
        return ("state", actor.iso)
    words = _words(actor.name)
    return ("person" if actor.kind == "person" else "body", *(words[1:] if words[0] == "the" else words))


def _words(name: str) -> Key:
    return tuple(name.casefold().replace(".", "").split()) or (name.casefold(),)


def _role(actor: Actor) -> str:
    return " ".join((actor.role or "").casefold().split())
