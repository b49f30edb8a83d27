"""What persons are called: titles, offices, trades and given names, and whom a title stands before."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from newslens import lexicons


@functools.cache
def titles() -> dict[str, str]:
    """Title or person noun, lower case → office, man, woman, prefix or person."""
    return {row["title"].lower(): row["kind"] for row in lexicons.rows("titles")}


@functools.cache
def noun_kinds() -> dict[str, str]:
    """Noun → the kind of source that it describes: unnamed (a person), institution, document, media or public."""
    return {row["noun"]: row["kind"] for row in lexicons.rows("source_nouns")}


def is_person_noun(lemma: str) -> bool:
    """A noun for a person by trade, office, kinship or part in an event."""
    return noun_kinds().get(lemma) == "unnamed" or titles().get(lemma) in {"office", "person", "man", "woman"}


@functools.cache
def given_names() -> dict[str, str]:
    """Common given name → man or woman."""
    return {row["name"]: row["gender"] for row in lexicons.rows("given_names")}


def is_title(word: str) -> bool:
    """A word, in lower case, that may stand before a person's name: “superintendent”, “sgt.”, “striker”."""
    return word in titles() or is_person_noun(word)


def name_after_title(words: Sequence[str], sure: bool) -> int:
    """Where a person's name begins in capitalized words that begin with titles; 0 if they do not, or name nobody.

    `sure` tells that they name a person at all. If not, titles that firms and
    places bear too need a given name after them.

    >>> name_after_title(("Superintendent", "Ada", "Quist"), sure=False)
    1
    >>> name_after_title(("General", "Electric"), sure=False), name_after_title(("General", "Ada", "Quist"), sure=False)
    (0, 1)
    """
    for k in range(len(words) - 1, 0, -1):
        title = words[k - 1].lower()
        if not is_title(title) or not words[k - 1][0].isupper():
            continue
        rest = words[k:]
        if not rest[0][0].isupper() or not rest[-1][0].isupper() or len(rest) > 4:
            return 0
        given = rest[0] in given_names() and len(rest) > 1
        alone = k == 1 or all(is_title(w.lower()) or w in {"Very", "Right", "Most"} for w in words[: k - 1])
        if not alone and (words[0] in given_names() or title in _ALSO_NAMES):
            return 0  # “Billie Jean King”
        return k if sure or given or title not in _ALSO_NAMES else 0
    return 0


#: titles that people, firms and places are named by too: “Dean Foods”, “General Electric”, “Prince George”
_ALSO_NAMES = frozenset(
    """general major dean king queen prince princess bishop cardinal justice premier chief head coach captain speaker
    marshal partner patient driver manager student chair baron duke earl lord lady author actor engineer trader fighter
    player child friend son man woman people person worker parent father mother sister brother judge pope abbot canon
    deacon elder pilot ranger sheriff baker miner farmer fisher hunter carpenter painter porter singer skipper warden
    whip page doctor nurse teacher principal trustee private union consumer customer employee commuter passenger driver
    veteran volunteer citizen resident home chef model designer""".split()
)
