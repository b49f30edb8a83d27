"""Where the text names a state: by its name, its nationals, its capital or the seat of its government."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from newslens import lexicons
from newslens.language import Parse

#: nouns that make a state's adjective stand for the state itself (“the Russian government”, “US forces”)
STATE_NOUNS = frozenset(
    """government administration authorities leadership regime military army navy forces office cabinet side""".split()
)
_ACTING = frozenset({"nsubj", "nsubjpass", "agent", "poss", "dative"})
#: after these a capital is whom one deals with; after “in”, “at”, “near” it is a place
_DEALING = frozenset(["to", "with", "against", "by", "between", "from", "toward", "towards", "on"])


class State(NamedTuple):
    """A stretch of tokens that names a state (or a body of states, without a code): half-open range, and which."""

    i: int
    j: int
    kind: str
    form: str
    name: str
    iso: str | None


@functools.cache
def gazetteer() -> dict[str, tuple[tuple[tuple[str, ...], str, str, str | None], ...]]:
    """First word → entries (words, form, state, ISO code), longest first."""
    out: dict[str, list[tuple[tuple[str, ...], str, str, str | None]]] = {}
    for row in lexicons.rows("countries"):
        columns = (("name", "name"), ("aliases", "alias"), ("demonyms", "demonym"), ("capital", "capital"))
        for column, form in (*columns, ("metonyms", "metonym")):
            for value in filter(None, row[column].split("|")):
                words = tuple(value.replace("-", " - ").replace("’", "'").replace("'s", " 's").split())
                out.setdefault(words[0], []).append((words, form, row["name"], row["iso3"] or None))
    # The longest name first; a seat before a capital of the same name (Brussels is the European Union's, as a rule).
    return {
        first: tuple(sorted(entries, key=lambda e: (-len(e[0]), e[1] == "capital"))) for first, entries in out.items()
    }


def is_state(parse: Parse, i: int, j: int) -> bool:
    """Whether exactly these tokens are a word for a state."""
    words = tuple(w.replace("’", "'") for w in parse.words[i:j])
    return any(entry[0] == words for entry in gazetteer().get(words[0], ())) if words else False


def find_states(parse: Parse, taken: list[bool]) -> Iterator[State]:
    """The states that the tokens not yet taken name, in text order."""
    listed = gazetteer()
    words = parse.words
    i = 0
    while i < len(words):
        match = next(
            (
                e
                for e in listed.get(words[i], ())
                if tuple(w.replace("’", "'") for w in words[i : i + len(e[0])]) == e[0]
            ),
            None,
        )
        if match is None or taken[i] or (match[1] == "name" and _part_of_longer_name(parse, i, i + len(match[0]))):
            i += 1
            continue
        length, form, name, iso = len(match[0]), match[1], match[2], match[3]
        j = i + length
        kind = "state" if iso else "organization"
        head = parse.heads[j - 1]
        noun = next(
            (h for h in (head, parse.heads[head]) if h >= j and parse.lower[h] in STATE_NOUNS and h - j < 3), None
        )
        if noun is not None and form != "capital" and all(p in _MODIFIERS for p in parse.pos[j:noun]):
            yield State(i, noun + 1, kind, "metonym", name, iso)
            i = noun + 1
            continue
        if form == "capital" or (form == "metonym" and _is_where(parse, j - 1)):
            if _acts(parse, i, j):
                yield State(i, j, kind, "metonym", name, iso)
        else:
            yield State(i, j, kind, form, name, iso)
        i = j


_MODIFIERS = frozenset({"NOUN", "PROPN", "ADJ", "PUNCT"})


def _part_of_longer_name(parse: Parse, i: int, j: int) -> bool:
    """“Georgia” in “Georgia Power”, “Jordan” in “Jordan Peele”: a name goes on."""
    return (
        parse.doc[i].ent_type_ in {"PERSON", "ORG"}
        and j < len(parse)
        and parse.doc[j].ent_type_ == parse.doc[i].ent_type_
        and parse.doc[j].ent_iob_ == "I"
        and parse.pos[j] == "PROPN"
    )


def _is_where(parse: Parse, last: int) -> bool:
    """“in Brussels”, “outside the Kremlin”: where something takes place."""
    preposition = parse.lower[parse.heads[last]]
    return parse.deps[last] == "pobj" and preposition in {"in", "at", "near", "outside", "inside", "around"}


def _acts(parse: Parse, i: int, j: int) -> bool:
    """A capital stands for its state where it acts or is dealt with, not where something takes place."""
    last = j - 1
    if j + 1 < len(parse) and parse.lower[j] == "," and parse.words[j + 1] in gazetteer():
        return False  # “Kyiv, Ukraine”: a place
    if parse.deps[last] in _ACTING:
        return True
    head = parse.heads[last]
    if parse.deps[last] == "dobj":
        return parse.lemmas[head] in _ADDRESSING
    if parse.deps[last] == "conj":
        return _acts(parse, head, head + 1) if head < i else False
    if parse.deps[last] == "pobj":
        preposition = parse.lower[head]
        verb = parse.lemmas[parse.heads[head]]
        return preposition == "by" or (preposition in _DEALING and verb not in _MOVING)
    return parse.deps[last] in {"compound", "nmod"} and parse.lemmas[head] in {"demand", "request", "offer", "warning"}


_ADDRESSING = frozenset(
    """ask urge warn tell press pressure accuse blame criticize condemn demand order request invite force
    persuade support back sanction punish deter provoke thank reject defy isolate help""".split()
)
_MOVING = frozenset(
    """travel fly go come return move arrive drive head flee leave live bear base be take send""".split()
)
