"""Other names for the persons, states, places and organizations of an article, for `metamorphosis.py`.

Only names that can be exchanged safely are: a person's given name and surname where the given name's gender is known
and the surname is no other word of the article; a state, its demonym and its capital together, where no other word for
it is used; towns of one word; the first word of an organization's name where it is a name itself and no acronym is made
of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newslens import lexicons
from newslens.analysis import records
from newslens.article import Article

_GIVEN = {
    "woman": ["Laura", "Karen", "Julia", "Emma", "Nadia", "Helen", "Maria", "Alice", "Ruth", "Claire"],
    "man": ["Peter", "David", "Thomas", "Paul", "Martin", "Daniel", "Robert", "Simon", "George", "Victor"],
}
_SURNAMES = """Hartmann Delgado Whitcombe Petrenko Lindqvist Marchetti Osborne Kowalski Fairbanks Novotny Cardenas
    Thackeray Rasmussen Beaumont Halloran""".split()
_STATES = (
    "Norway Portugal Chile Japan Vietnam Kenya Peru Romania Colombia Estonia Austria Algeria Egypt Indonesia".split()
)
_TOWNS = ["Bilbao", "Leeds", "Turin", "Gdansk", "Marseille", "Cologne", "Dresden", "Malmo"]
_BODIES = ["Corvel", "Wexmoor", "Tarbrook", "Lanridge", "Delmont", "Fenbury"]
_VOWELS = "AEIOU"


def swaps(article: Article) -> dict[str, str]:
    """Old name → new name, whole words each; empty where nothing can be exchanged."""
    out: dict[str, str] = {}
    actors = records(article, "actors")
    for actor in sorted(actors, key=lambda a: a.start):
        name, kind = actor.name, actor.kind
        if kind == "person":
            out |= _person(article, name, out)
        elif kind == "state":
            out |= _state(article, name, out)
        elif kind in {"place", "organization"}:
            out |= _place_or_body(article, name, kind, out)
    return out


def _fresh(names: list[str], article: Article, used: dict[str, str]) -> Iterator[str]:
    return (n for n in names if n not in used.values() and n not in article.text)


def _person(article: Article, name: str, used: dict[str, str]) -> dict[str, str]:
    genders = {row["name"]: row["gender"] for row in lexicons.rows("given_names")}
    words = name.split()
    if len(words) != 2 or words[0] not in genders or genders[words[0]] not in _GIVEN or set(words) & set(used):
        return {}
    surname = words[1]
    if not re.fullmatch(r"[A-Z][a-z]{3,}", surname) or re.search(rf"\b{surname.lower()}\b", article.text):
        return {}
    others = [a.name for a in records(article, "actors") if a.kind != "group"]
    if sum(surname in other.split() for other in others) > 1 or sum(words[0] in other.split() for other in others) > 1:
        return {}
    given = next(_fresh(_GIVEN[genders[words[0]]], article, used), None)
    new = next(_fresh(_SURNAMES, article, used), None)
    return {words[0]: given, surname: new} if given and new else {}


def _state(article: Article, name: str, used: dict[str, str]) -> dict[str, str]:
    table = {row["name"]: row for row in lexicons.rows("countries")}
    old = table.get(name)
    if old is None or " " in name or name in used:
        return {}
    also = [*old["aliases"].split("|"), *old["metonyms"].split("|")]
    if any(word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", article.text) for word in also):
        return {}
    for new in (table[n] for n in _fresh(_STATES, article, used)):
        if (
            (name[0] in _VOWELS) == (new["name"][0] in _VOWELS)
            and new["capital"]
            and new["capital"] not in article.text
        ):
            out = {name: new["name"]}
            for word in old["capital"].split("|"):
                out |= {word: new["capital"].split("|")[0]} if word else {}
            theirs = new["demonyms"].split("|")
            for n, word in enumerate(old["demonyms"].split("|")):
                out |= {word: theirs[min(n, len(theirs) - 1)]} if word else {}
            return out
    return {}


def _place_or_body(article: Article, name: str, kind: str, used: dict[str, str]) -> dict[str, str]:
    first = name.split()[0]
    known = {
        w
        for row in lexicons.rows("countries")
        for w in (row["name"], *row["demonyms"].split("|"), *row["capital"].split("|"))
    }
    outlets = {w for row in lexicons.rows("outlets") for w in next(iter(row.values())).split()}
    if first in used or first in known | outlets or not re.fullmatch(r"[A-Z][a-z]{4,}", first):
        return {}
    text = article.text
    if kind == "place" and name == first:
        new = next(_fresh(_TOWNS, article, used), None)
    else:
        acronym = re.search(rf"\b{first[0]}[A-Z]{{1,5}}\b", text)
        common = re.search(rf"\b{first.lower()}\b", text) or first.lower() in _COMMON or len(name.split()) < 2
        new = None if acronym or common else next(_fresh(_BODIES, article, used), None)
    return {first: new} if new else {}


#: first words of bodies' names that are words and no names
_COMMON = frozenset(
    """transport national public royal federal state central united international european american british social
    democratic republican liberal labour labor green civil human supreme world local county city district department
    ministry university federation association council board bank court police office agency northern southern eastern
    western north south east west health education defense defence foreign interior justice environmental maritime
    medical culture house senate parliament congress union party group office museum institute committee commission
    water harbor harbour border coast river farm small free first open high great general rescue amnesty doctors
    save workers teachers trade chamber church home society center centre service services school treasury reserve
    """.split()
)
