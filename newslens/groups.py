"""Who an actor is of and what it is: for the named ones, and for groups that an article describes but does not name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newslens.entities import Entity, entity_of_role, identify
from newslens.language import Parse
from newslens.names import GROUP_NOUNS, STATE_NOUNS, beside, is_person_noun

if TYPE_CHECKING:
    from newslens.actors import Cast, Mention


def layer(parse: Parse, name: str, kind: str, role: str | None, mentions: list[Mention]) -> Entity:
    """Country, sector and head of a named actor, from its name, its title and the nouns beside it."""
    if kind == "person":
        words = [w for w in name.split() if w not in {"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"}]
        return entity_of_role(role)._replace(head=(words or [name])[-1])
    said = [parse.text(m.i, m.j) for m in mentions if m.form not in {"pronoun", "nominal", "demonym"}] or [name]
    if kind == "place":
        return Entity(None, None, identify(said[0]).head)
    found = [identify(words) for words in (said if kind == "state" else [name])]
    sectors = Counter(e.sector for e in found if e.sector is not None)
    beside_it = [identify(words) for m in mentions if kind == "organization" for words in _described(parse, m.i, m.j)]
    sector = sectors.most_common(1)[0][0] if sectors else next((e.sector for e in beside_it if e.sector), None)
    own = [identify(name)] if kind == "state" else []
    country = next((e.country for e in (*own, *found, *beside_it) if e.country), None)
    return Entity(country, sector, identify(said[0]).head)


def _described(parse: Parse, i: int, j: int) -> Iterator[str]:
    """“Swedish carmaker” in “Swedish carmaker Volvo”, “a news agency” in “Interfax, a news agency”."""
    for head in beside(parse, i, j):
        a, first = head, j if head >= j else parse.sentences[parse.sentence(i)][0]
        while a > first and parse.pos[a - 1] in {"ADJ", "NOUN", "PROPN"}:
            a -= 1
        yield parse.text(a, head + 1)


#: places as well as bodies: they are actors only where they act
_PLACES_TOO = frozenset({"education", "religion", "health", "court", "company"})
_ACTS = frozenset({"nsubj", "nsubjpass", "agent", "dative"})
_MANY = frozenset({"multiple", "several", "many", "some", "few", "other", "various"})
_PARTNER = frozenset({"by", "with", "against", "between", "from", "to", "on"})


def groups(people: Cast) -> Iterator[tuple[int, int]]:
    """First token and head of each noun phrase that describes actors without naming them and tells whose they are."""
    parse = people.parse
    for h in range(len(parse)):
        if parse.pos[h] not in {"NOUN", "PROPN"} or people.at(h) is not None or parse.deps[h] in {"compound", "amod"}:
            continue
        i = min([h, *(c for c in parse.children[h] if c < h and parse.deps[c] in {"compound", "amod", "nmod", "poss"})])
        while i and i < h and parse.deps[i] in {"compound", "amod", "nmod", "poss"} and parse.heads[i] == h:
            below = [
                c for c in parse.children[i] if c < i and parse.deps[c] in {"compound", "amod", "nmod", "npadvmod"}
            ]
            if not below:
                break
            i = min(below)
        while i < h and (parse.pos[i] in {"DET", "NUM", "PRON", "PUNCT", "PART"} or parse.lower[i] in _MANY):
            i += 1
        found = identify(parse.text(i, h + 1))
        if found.head is None or (found.sector is None and (found.country is None or not _people(parse, h))):
            continue
        governor = parse.lower[parse.heads[h]]
        acts = parse.deps[h] in _ACTS or (parse.deps[h] == "pobj" and governor == "by")
        dealt_with = parse.deps[h] in {"dobj", "poss", "conj", "appos"} or (
            parse.deps[h] == "pobj" and governor in _PARTNER
        )
        if acts or (dealt_with and found.sector not in _PLACES_TOO):
            yield i, h


def _people(parse: Parse, h: int) -> bool:
    return is_person_noun(parse.lemmas[h]) or parse.lemmas[h] in GROUP_NOUNS or parse.lower[h] in STATE_NOUNS
