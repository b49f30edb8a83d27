"""Who an actor is of and what it is: for the named ones, and for groups that an article describes but does not name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newslens.entities import Entity, entity_of_role, identify
from newslens.language import Parse
from newslens.names import GROUP_NOUNS, beside
from newslens.states import STATE_NOUNS
from newslens.titles import is_person_noun, noun_kinds

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
        if (
            _is_no_group(people, i, h)
            or found.head is None
            or (found.sector is None and (found.country is None or not _people(parse, h)))
        ):
            continue
        governor = parse.lower[parse.heads[h]]
        acts = parse.deps[h] in _ACTS or (parse.deps[h] == "pobj" and governor == "by")
        dealt_with = parse.deps[h] in {"dobj", "poss", "conj", "appos"} or (
            parse.deps[h] == "pobj" and governor in _PARTNER
        )
        if acts or (dealt_with and found.sector not in _PLACES_TOO):
            yield i, h


def _is_no_group(people: Cast, i: int, h: int) -> bool:
    """Somebody who is named beside (“the regulator's chief executive, Ada Lowe”), a document, no or any one of a kind
    (“no teacher”, “either party”), a single person of no named body or country (“the minister”)."""
    parse = people.parse
    if noun_kinds().get(parse.lemmas[h]) == "document":
        return True
    if parse.deps[h] == "appos" and people.at(parse.heads[h]) is not None:
        return True
    after = h + 2 if parse.words[h + 1 : h + 2] == (",",) else h + 1
    actors = [people.actor(m.name) for k in range(after, after + 3) if (m := people.at(k)) and m.form == "name"]
    if any(a is not None and a.kind == "person" for a in actors) and (after == h + 1 or _apposed(parse, h, after)):
        return True
    if parse.lower[h] == "parties" and i == h:
        return True  # of a case or of talks
    if any(parse.lower[c] in _ANY for c in parse.children[h] if c < h):
        return True
    single = parse.tags[h] in {"NN", "NNP"} and is_person_noun(parse.lemmas[h]) and parse.lemmas[h] not in GROUP_NOUNS
    return single and not any(people.at(k) for k in range(i, h))


def _apposed(parse: Parse, h: int, after: int) -> bool:
    """The words after the comma are a name of what stands before it, not the next in a row."""
    ends = min(after + 5, len(parse))
    return any(parse.deps[k] == "appos" and after > parse.heads[k] >= h - 4 for k in range(after, ends)) or (
        parse.deps[h] == "appos" and after <= parse.heads[h] < ends
    )


_ANY = frozenset({"no", "both", "either", "neither", "any", "each", "every"})


def _people(parse: Parse, h: int) -> bool:
    return is_person_noun(parse.lemmas[h]) or parse.lemmas[h] in GROUP_NOUNS or parse.lower[h] in STATE_NOUNS
