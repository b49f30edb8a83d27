"""What the words for an actor tell of it: which country it is of, what part of society, and what noun it is.

Only the words count. “US officials” are of the United States because it says so; that the State Department is too is
known from the table of seats; of whom nobody says it, it stays open. Rules over words, so that they serve an actor's
name, a source and a demander alike.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from newslens import lexicons
from newslens.names import is_outlet
from newslens.titles import is_person_noun, noun_kinds, titles

SECTORS = tuple(dict.fromkeys(row["sector"] for row in lexicons.rows("sectors")))

_DETERMINERS = frozenset(
    """the a an its his her their our my this that these those some several many two three four five six seven eight
    nine ten dozens hundreds thousands of multiple both all other top senior unnamed anonymous""".split()
)
#: what may stand between a noun and what it belongs to
_AFTER = frozenset(
    """of in at from for to on with who which that and or near by familiar close involved briefed speaking linked loyal
    opposed led backed based""".split()
)
#: people who act for whatever stands before them: “army spokesman”, “union leaders”, “White House aide”
_ACTS_FOR = frozenset(
    """spokesman spokeswoman spokesperson spokespeople official officer leader chief head boss president chairman
    chairwoman chair director secretary representative member executive aide adviser advisor source delegate
    delegation negotiator commander fighter bomber clerk minister lawyer attorney staff employee worker deputy
    general manager side team force forces leadership insider envoy office command""".split()
)
#: of a state, these are its government's or its military's people
_STATE_PEOPLE = {
    **dict.fromkeys(
        "official authority leadership leader president secretary side delegation negotiator envoy".split(),
        "government",
    ),
    **dict.fromkeys("force forces commander general".split(), "military"),
}
#: heads that “of” may tie to a state: “the government of Norway”, not “critics of Norway”
_OF_A_STATE = frozenset({"government", "military", "police", "court", "legislature"})
#: they know or oppose a country, they are not of it: “a Russia expert”
_ABOUT = frozenset(
    "expert analyst watcher hawk critic scholar specialist hand desk correspondent policy envoy adviser".split()
)
#: written large before a name, they end what somebody is
_PARTICLE = re.compile(r"(?:al|el)-.+|bin|van|von|de|da")
_BEFORE_NAMES = frozenset(
    """president minister secretary general chancellor premier senator governor mayor judge justice ambassador king
    queen prince princess pope bishop archbishop cardinal colonel admiral captain sheriff spokesman
    spokeswoman""".split()
)
#: “New Mexico”, “Northern Ireland”, “African American”: part of another name
_NOT_THAT = frozenset(
    """African Native Asian Latin Chinese New North South East West Northern Southern Eastern Western Little""".split()
)
_BETWEEN = frozenset(
    {"war", "open", "dressing", "roulette", "fries", "language", "literature", "studies", "food", "restaurant"}
)


_PAST = frozenset({"former", "retired", "ex", "late", "onetime"})  # who was a minister is none


class Entity(NamedTuple):
    """What words tell of an actor; None where they do not."""

    country: str | None
    sector: str | None
    head: str | None


@functools.lru_cache(maxsize=4096)
def identify(words: str) -> Entity:
    """Country (ISO 3166-1 alpha-3), sector and head noun of an actor, from the words for it alone.

    >>> identify("the Russian foreign ministry")
    Entity(country='RUS', sector='government', head='ministry')
    >>> identify("US officials"), identify("a Russia expert").country
    (Entity(country='USA', sector='government', head='officials'), None)
    """
    tokens = re.findall(r"\d[\d,.]*|[^\s,;]+|,", words.replace("’", "'").replace("ʼ", "'"))
    while tokens and (tokens[0].lower() in _DETERMINERS or not any(char.isalpha() for char in tokens[0])):
        tokens = tokens[1:]
    cut = _before_name(tokens, next((k for k in range(1, len(tokens)) if _ends(tokens, k)), len(tokens)))
    front, rest = [t.removesuffix("'s").removesuffix("'") or t for t in tokens[:cut]], tokens[cut:]
    if not front:
        return Entity(None, None, None)
    past = front[0].lower() in _PAST
    front = front[past:] or front
    name = " ".join(tokens)
    seat = _states().get(name) or _states().get(" ".join(front)) if not rest else _states().get(name)
    sector = _sector(front, rest)
    if seat is not None:
        return Entity(seat[1] or None, sector or _of_seat(seat), front[-1])
    country = _before(front) or _after(front, rest, sector)
    if rest[:1] in ([","], ["and"]) and _states().get(
        " ".join(t for t in rest[1:] if t.lower() != "the").split(" and ")[0]
    ):
        country = None  # “Turkey and Russia”: of two
    if front == ["President"]:
        sector = "government"  # written large without a body: a head of state
    if country and sector is None:
        sector = _STATE_PEOPLE.get(_singular(front[-1].lower()))
    return Entity(country, None if past else sector, front[-1])


def _ends(tokens: list[str], k: int) -> bool:
    """Whether the noun ends before token `k`; “US and defense officials” goes on."""
    goes_on = (
        tokens[k].lower() == "and"
        and tokens[k - 1] in _states()
        and k + 1 < len(tokens)
        and tokens[k + 1].islower()
        and tokens[k + 1] not in _DETERMINERS
    )
    return (tokens[k] == "," or tokens[k].startswith("(") or tokens[k].lower() in _AFTER) and not goes_on


def _before_name(tokens: list[str], cut: int) -> int:
    """Where a person's or a firm's name begins after what it is: “carmaker Volvo”, “President Donald Trump”."""
    for k in range(cut - 1, 0, -1):
        if not all(t[0].isupper() or re.fullmatch(_PARTICLE, t) for t in tokens[k:cut]):
            break
        before = tokens[k - 1]
        if before.islower() and before not in _AFTER:
            return k
        if before.lower() in _BEFORE_NAMES and tokens[k].lower() not in _nouns() and tokens[k].lower() not in titles():
            return k
    return cut


def entity_of_role(role: str | None) -> Entity:
    """What a person's title tells: “Russian Foreign Minister” is of Russia and its government.

    >>> entity_of_role("NATO Secretary General").sector, entity_of_role("President").sector
    ('international_organization', 'government')
    """
    if not role:
        return Entity(None, None, None)
    return identify(role)


def _sector(front: list[str], rest: list[str]) -> str | None:
    """By the whole phrase, its head, else what the head acts for."""
    lower = [_singular(t.lower()) for t in front]
    raw = [t.lower() for t in front]
    whole = [t.lower() for t in [*front, *rest]]
    for size in (4, 3, 2):  # phrases first: “central bank” is no company
        for k in range(min(len(front), len(whole) - size + 1)):
            for form in (whole, [_singular(w) for w in whole]):
                if found := _listed(" ".join(form[k : k + size]), whole, head=k + size >= len(front)):
                    return found
    if front[-1].isupper() and len(front) == 1 and (found := _listed(raw[-1], raw, head=True)):
        return found
    found = _listed(lower[-1], raw, head=True) or _listed(raw[-1], raw, head=True)
    if found:
        return found
    if rest[:1] and rest[0].lower() == "of" and lower[-1] in _ACTS_FOR | {"ministry", "bank"}:
        tail = [t for t in rest[1:] if t.lower() not in _DETERMINERS]
        if tail and lower[-1] != "member":
            return identify(" ".join(tail)).sector
    if (
        rest[:1] == ["of"]
        and lower[-1] in {"federation", "association", "brotherhood"}
        and rest[-1].lower() == "workers"
    ):
        return "union"
    if is_outlet(" ".join(front)):
        return "media"
    if lower[-1] in _ACTS_FOR or is_person_noun(lower[-1]) or noun_kinds().get(lower[-1]) == "unnamed":
        for k in range(len(front) - 2, -1, -1):
            if found := _listed(lower[k], raw, head=False) or _listed(raw[k], raw, head=False):
                return found
        if any(w in {"government", "federal", "presidential", "diplomatic"} for w in raw[:-1]):
            return "government"
        if any(w in {"defense", "defence", "municipal"} for w in raw[:-1]) and lower[-1] in {"official", "chief"}:
            return "government"
    if len(front) > 1 and any(w in {"Inc", "Inc.", "Corp", "Corp.", "Ltd", "Ltd.", "LLC", "PLC"} for w in front):
        return "company"
    return None


def _listed(word: str, beside: list[str], *, head: bool) -> str | None:
    row = _nouns().get(word)
    if row is None or (not head and row["by"] == "head"):
        return None
    text = f" {' '.join(beside)} "
    barred = any(f" {other} " in text for other in row["not"].split("|") if other)
    return None if barred else row["sector"]


def _before(front: list[str]) -> str | None:
    """The state whose name or adjective stands before the head, or is it: “Norwegian prosecutors”, “Ukrainians”."""
    if any(re.match(r"(?i)(anti|pro|non|ex|un)-", t) for t in front) or any(t.lower() in _BETWEEN for t in front):
        return None
    head = _singular(front[-1].lower())
    for k in range(len(front)):
        for size in (4, 3, 2, 1):
            if k + size > len(front) or (k and front[k - 1] in _NOT_THAT):
                continue
            found = _states().get(" ".join(front[k : k + size]))
            if found is None or not found[1] or found[2] == "capital":
                continue
            last = k + size == len(front)
            if last and k:
                continue  # “South Georgia”, “Air France”: part of another name
            if found[2] in {"name", "alias"} and head in _ABOUT:
                continue
            if not last and not (head.islower() and front[-1].islower()) and not _official(front):
                continue  # “American Airlines”: a name of its own
            if not last and _sector(front, []) == "company" and front[-1][0].isupper():
                continue
            return found[1]
    return None


def _official(front: list[str]) -> bool:
    """A name for a body of a state or a title: “Russian Foreign Minister”, “Royal Norwegian Navy”."""
    head = _singular(front[-1].lower())
    return head in _ACTS_FOR or head in titles() or _sector(front, []) in _OF_A_STATE | {"party", "religion"}


def _after(front: list[str], rest: list[str], sector: str | None) -> str | None:
    """“the government of Norway”, “the president of France”."""
    head = _singular(front[-1].lower())
    if head in {"mayor", "governor", "council"}:
        return None  # of a city
    if not rest or rest[0].lower() != "of" or not (sector in _OF_A_STATE or head in {"president", "people", "citizen"}):
        return None
    tail = [t for t in rest[1:] if t.lower() != "the"]
    for size in (4, 3, 2, 1):
        found = _states().get(" ".join(tail[:size])) if len(tail) >= size else None
        if found is not None and found[2] in {"name", "alias"}:
            return found[1] or None
    return None


def _of_seat(state: tuple[str, str, str]) -> str | None:
    """A seat that stands for those who sit in it is the government; a state as such may be anybody's."""
    if not state[1]:
        return "international_organization"
    return "government" if state[2] in {"metonym", "capital"} else None


@functools.cache
def _nouns() -> dict[str, dict[str, str]]:
    return {row["noun"]: row for row in lexicons.rows("sectors")}


@functools.cache
def _states() -> dict[str, tuple[str, str, str]]:
    """Word for a state → its name, its code where it is a country, and how the word names it."""
    out: dict[str, tuple[str, str, str]] = {}
    for row in lexicons.rows("countries"):
        code = "" if row["name"] == "European Union" else row["iso3"]
        columns = (("name", "name"), ("aliases", "alias"), ("demonyms", "demonym"), ("metonyms", "metonym"))
        for column, form in (*columns, ("capital", "capital")):
            for value in filter(None, row[column].split("|")):
                out.setdefault(value.replace("’", "'"), (row["name"], code, form))
    return out


@functools.cache
def _singular(word: str) -> str:
    """“ministries” → ministry, “officials” → official; a word that is listed as it stands is kept."""
    if word in _nouns() or word in {"forces", "authorities", "police"}:
        return "authority" if word == "authorities" and word not in _nouns() else word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
