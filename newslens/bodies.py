"""Which of the bodies that an article names a short description may stand for: “the union” is no company's."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from newslens.entities import identify

COMPANIES = frozenset(
    "company firm bank maker carrier airline retailer manufacturer insurer lender chain startup".split()
)
#: what a noun for a body says of its part of society; “group” and “organization” say nothing
_SECTORS = {
    **dict.fromkeys(COMPANIES, "company"),
    "union": "union",
    "charity": "civil_society",
    "agency": "government",
    "party": "party",
}
#: last words of names that are not in the lexicon of sectors because they do not tell enough by themselves
_LAST_WORDS = {
    **dict.fromkeys("Association Federation Guild Brotherhood Workers Teamsters Union Unison Unite".split(), "union"),
    **dict.fromkeys("Alliance Trust Foundation Society Relief Friends Watch Monitor".split(), "civil_society"),
    **dict.fromkeys("Agency Commission Administration Authority Bureau Department Ministry".split(), "government"),
    **dict.fromkeys("Council Court Parliament Senate Police Army Party Front Church".split(), "other"),
    **dict.fromkeys(
        "Foods Medical Motors Brands Industries Holdings Records Airlines Energy Capital".split(), "company"
    ),
}
#: nouns for a body whose name need not hold them
BODIES = frozenset({*_SECTORS, "group", "fund", "club"} - {"party"})
_ANYTHING = frozenset({"group", "organization", "organisation"})
_NO_GROUP = frozenset({"court", "legislature", "police", "government"})


@functools.lru_cache(maxsize=4096)
def fitness(noun: str, name: str, described: frozenset[str] = frozenset()) -> int:
    """Whether the noun may stand for the body of that name: 2 if words say so, 1 if none speaks against it, else 0.

    `described` are the nouns that stand beside the name (“the Sleep Alliance, a charity”).

    >>> fitness("union", "Harlow Education Association"), fitness("company", "Corvane")
    (2, 1)
    >>> fitness("company", "Sleep Alliance"), fitness("fund", "Sable Point", frozenset({"fund"}))
    (0, 2)
    """
    if noun in described:
        return 2
    sector = identify(name).sector
    told = {s for s in (sector, _LAST_WORDS.get(name.split()[-1]), *_sectors(described)) if s is not None}
    if noun in _ANYTHING:
        return 0 if sector in _NO_GROUP else 1
    wanted = _SECTORS.get(noun)
    if wanted is None:
        return 0 if told - {"company"} else 1
    if wanted == "government" and sector in {"international_organization", "police", "military"}:
        return 2
    return 2 if wanted in told else 0 if told else 1


def _sectors(nouns: Iterable[str]) -> set[str]:
    return {_SECTORS[noun] for noun in nouns if noun in _SECTORS}
