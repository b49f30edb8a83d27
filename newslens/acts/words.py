"""Kinds of words that the demands lens asks about: who can act, what is a deed, what is an adverse one."""

from __future__ import annotations

import functools
import re

from newslens import lexicons

_PERSON = re.compile(r"(?:er|or|ist|ian|ant|ent|ee|man|men|woman|women|person|folk|maker|owner|head|chief)s?$")
_ABSTRACT = re.compile(r"(?:tion|sion|ment|ness|ity|ism|ance|ence|ing|ship|hood|age|ure|ics|cy|dom)s?$")
_DEED = re.compile(r"(?:[^s]tion|sion|ment|ance|ing|wal|sal|val|dom)s?$")


@functools.cache
def words(kind: str) -> frozenset[str]:
    """All words of a kind: body, state, adviser, thing, deed, adverse, comply, stative, channel_noun …"""
    return frozenset(row["word"] for row in lexicons.rows("demand_words") if row["kind"] == kind)


@functools.cache
def _clausal() -> frozenset[str]:
    cues = (r for r in lexicons.rows("demand_cues") if r["pos"] == "verb" and "that" in r["content"].split(","))
    return words("speech") | {row["cue"] for row in cues}


def takes_that(lemma: str) -> bool:
    """A verb of saying or asking that a clause with “that” can follow.

    >>> takes_that("demand"), takes_that("build")
    (True, False)
    """
    return lemma in _clausal()


@functools.cache
def capitals() -> dict[str, str]:
    """Capital → common name of its state."""
    return {row["capital"]: row["name"] for row in lexicons.rows("countries") if row["capital"]}


@functools.cache
def _offices() -> frozenset[str]:
    return frozenset(row["title"] for row in lexicons.rows("titles") if row["kind"] in {"office", "person"})


def lowered(text: str) -> str:
    """A text in lower case, as long as it was: a letter that would become two (“İ”) stays.

    >>> lowered("İzmir SAID")
    'İzmir said'
    """
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def is_office(lemma: str) -> bool:
    """A noun for an office that somebody holds.

    >>> is_office("minister"), is_office("traveler")
    (True, False)
    """
    return lemma in _offices()


@functools.cache
def is_person_noun(lemma: str) -> bool:
    """A noun for a person, people or a body of people, by list or by its ending.

    >>> [is_person_noun(w) for w in ("mediator", "ministry", "inflation", "computer")]
    [True, True, False, False]
    """
    if lemma in words("body") or lemma in _offices():
        return True
    return bool(_PERSON.search(lemma)) and not is_thing(lemma)


@functools.cache
def is_thing(lemma: str) -> bool:
    """A noun for what cannot ask or answer: the weather, a market, a job.

    >>> is_thing("weather"), is_thing("mayor")
    (True, False)
    """
    if lemma in words("body") or lemma in _offices():
        return False
    return lemma in words("thing") or bool(_ABSTRACT.search(lemma))


@functools.cache
def is_deed(lemma: str) -> bool:
    """A noun for something done, so that it can be demanded of somebody (“the withdrawal”), not bought (“40 jets”).

    >>> is_deed("resignation"), is_deed("jet")
    (True, False)
    """
    return lemma in words("deed") or (bool(_DEED.search(lemma)) and lemma not in words("thing"))


@functools.cache
def deed_kinds(lemma: str) -> frozenset[str]:
    """The kinds of deeds a verb is of: giving, ending, leaving, paying …; empty for others.

    >>> sorted(deed_kinds("withdraw"))
    ['ending', 'leaving']
    """
    kinds = (row["kind"] for row in lexicons.rows("demand_words") if row["word"] == lemma)
    return frozenset(kind.removeprefix("deed:") for kind in kinds if kind.startswith("deed:"))


@functools.cache
def asking(lemma: str) -> frozenset[str]:
    """Which acts a noun can point back to: “demands” a demand, “the proposal” an offer; empty for other nouns.

    >>> sorted(asking("call"))
    ['appeal', 'condition', 'demand', 'request']
    """
    out: set[str] = set()
    if lemma in words("ask:demand"):
        out |= {"demand", "condition"}
    if lemma in words("ask:request"):
        out |= {"request", "appeal", "demand", "condition"}
    if lemma in words("ask:offer") or lemma in words("amount"):
        out |= {"offer"}
    return frozenset(out)
