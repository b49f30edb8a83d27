"""Pronouns and short descriptions (“he”, “the company”) to the actor they stand for.

A small salience model after Lappin & Leass (1994): recency, subjects before objects, agreement in number and gender.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from newslens.attribution.quotation_marks import quoted_stretches
from newslens.language import Parse, phrase
from newslens.names import GROUP_NOUNS, given_names, titles

if TYPE_CHECKING:
    from newslens.actors import Mention

_MAN = frozenset({"he", "him", "his", "himself"})
_WOMAN = frozenset({"she", "her", "hers", "herself"})
_MANY = frozenset({"they", "them", "their", "theirs"})
_THING = frozenset({"it", "its", "itself"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})
_OBJECTS = frozenset({"dobj", "dative", "pobj"})


@dataclasses.dataclass
class _Candidate:
    name: str
    i: int
    sentence: int
    subject: bool
    plural: bool
    person: bool
    gender: str | None


def resolve_pronouns(
    parse: Parse, mentions: list[Mention], kinds: dict[str, str], roles: dict[str, str]
) -> list[tuple[int, int, str, str]]:
    """Token range, actor name and form (pronoun or nominal) of every short mention that has an antecedent.

    First and second person are left alone: inside quotation marks they are the speaker's, which sourcing knows.
    """
    named = {m.i: m for m in mentions}
    quoted = {k for s in quoted_stretches(parse.article) for k in range(*parse.tokens(s.start, s.end))}
    covered = {k for m in mentions for k in range(m.i, m.j)}
    genders: dict[str, str] = {}
    seen: list[_Candidate] = []
    out: list[tuple[int, int, str, str]] = []
    for i in range(len(parse)):
        if i in named:
            m = named[i]
            head = m.j - 1
            kind = kinds.get(m.name, "organization")
            if m.form == "demonym" and parse.pos[head] == "ADJ":
                continue
            gender = genders.get(m.name) or _gender(parse, m.i, m.name) if kind == "person" else None
            if gender:
                genders[m.name] = gender
            person = kind == "person"
            seen.append(
                _Candidate(
                    m.name,
                    head,
                    parse.sentence(i),
                    parse.deps[head] in _SUBJECTS,
                    kind == "organization",
                    person,
                    gender,
                )
            )
            continue
        if i in covered:
            continue
        lower = parse.lower[i]
        if parse.pos[i] == "PRON" and lower in _MAN | _WOMAN | _MANY | _THING:
            found = _antecedent(parse, i, seen, genders, kinds, quoted)
            if found is not None:
                out.append((i, i + 1, found.name, "pronoun"))
                if lower in _MAN | _WOMAN:
                    genders[found.name] = "man" if lower in _MAN else "woman"
                if parse.deps[i] in _SUBJECTS:
                    seen.append(dataclasses.replace(found, i=i, sentence=parse.sentence(i), subject=True))
        elif parse.lower[i] in {"one", "another"} and parse.deps[i] in _SUBJECTS and "who" in _clause_words(parse, i):
            a, b = phrase(parse.doc[i])
            seen.append(_Candidate(parse.text(a, b), i, parse.sentence(i), True, False, True, None))
        elif parse.pos[i] == "NOUN":
            lemma = parse.lemmas[i]
            title = titles().get(lemma)
            plural = parse.tags[i] == "NNS" or lemma in {"people", "police"}
            if not plural and title not in {"office", "person", "man", "woman"} and lemma not in GROUP_NOUNS:
                continue
            if not plural and (nominal := _short_description(parse, i, seen, kinds, roles)) is not None:
                out.append((i, i + 1, nominal.name, "nominal"))
                seen.append(
                    dataclasses.replace(nominal, i=i, sentence=parse.sentence(i), subject=parse.deps[i] in _SUBJECTS)
                )
            elif parse.deps[i] in _SUBJECTS | {"dobj", "pobj", "conj", "attr"}:
                if any(parse.deps[c] == "appos" and c in covered for c in parse.children[i]):
                    continue  # “her attorney, Samuel Brandt”: the name is the candidate
                a, b = phrase(parse.doc[i])
                name = " ".join(parse.text(a, b).split())
                person = title is not None and not plural
                gender = {"woman": "woman", "man": "man"}.get(title or "") or _NOUN_GENDER.get(lemma)
                seen.append(
                    _Candidate(
                        name, i, parse.sentence(i), parse.deps[i] in _SUBJECTS, plural or not person, person, gender
                    )
                )
    return out


_NOUN_GENDER = {
    **dict.fromkeys(("woman", "girl", "mother", "sister", "daughter", "wife", "spokeswoman", "chairwoman"), "woman"),
    **dict.fromkeys(("man", "boy", "father", "brother", "son", "husband", "spokesman", "chairman"), "man"),
}


def _gender(parse: Parse, i: int, name: str) -> str | None:
    before = titles().get(parse.lower[i - 1]) if i else None
    return before if before in {"man", "woman"} else given_names().get(name.split()[0])


def _antecedent(
    parse: Parse,
    i: int,
    seen: list[_Candidate],
    genders: dict[str, str],
    kinds: dict[str, str],
    quoted: set[int],
) -> _Candidate | None:
    """The best candidate of the last few sentences, or None."""
    sentence = parse.sentence(i)
    lower = parse.lower[i]
    wanted = "man" if lower in _MAN else "woman" if lower in _WOMAN else None
    head = parse.heads[i]
    if lower == "it" and _expletive(parse, i):
        return None
    best: tuple[float, int] | None = None
    chosen = None
    mentioned: dict[str, int] = {}
    for c in reversed(seen):
        distance = sentence - c.sentence
        if distance > (4 if wanted else 2):
            break
        mentioned[c.name] = mentioned.get(c.name, 0) + 1
        if wanted:
            gender = genders.get(c.name) or c.gender
            if not c.person or (gender and gender != wanted):
                continue
        elif lower in _MANY:
            if not c.plural:
                continue
        elif c.person or parse.tags[c.i] == "NNS":
            continue
        same_verb = parse.heads[c.i] == head and parse.deps[i] not in {"poss", "nsubj"}
        if same_verb:
            continue
        score = -1.5 * distance
        if parse.deps[i] in _OBJECTS:  # objects tend to take up objects, as subjects take up subjects
            score += 0.5 if c.subject else 1.0
        elif c.subject:
            score += 2.0
        if parse.deps[parse.heads[c.i]] == "ROOT":
            score += 0.5
        if c.i in quoted and i not in quoted:
            score -= 2.0  # whom a speaker mentions is less in the reader's mind than who speaks
        if c.name in kinds:
            score += 1.5
        if wanted and (genders.get(c.name) or c.gender) == wanted:
            score += 1.0
        if best is None or (score, c.i) > best:
            best, chosen = (score, c.i), c
    return chosen


def _clause_words(parse: Parse, i: int) -> tuple[str, ...]:
    return parse.lower[i : parse.subtrees[i][1]]


def _expletive(parse: Parse, i: int) -> bool:
    """“It is unclear whether”, “it rained”: no actor is meant."""
    verb = parse.heads[i]
    rest = {parse.deps[c] for c in parse.children[verb]}
    return parse.lemmas[verb] in {"be", "seem", "appear", "rain", "snow"} and bool(
        rest & {"acomp", "ccomp", "xcomp", "advcl", "oprd", "attr"}
    )


def _short_description(
    parse: Parse, i: int, seen: list[_Candidate], kinds: dict[str, str], roles: dict[str, str]
) -> _Candidate | None:
    """The actor that “the ministry” or “the mayor” takes up again: one whose name or role has that noun."""
    determiner = next((c for c in parse.children[i] if parse.deps[c] == "det"), None)
    if determiner is None or parse.lower[determiner] not in {"the", "this", "that"}:
        return None
    if any(parse.deps[c] in {"relcl", "prep", "appos", "compound", "amod"} for c in parse.children[i]):
        return None
    noun = parse.lemmas[i]
    for c in reversed(seen):
        if c.name not in kinds:
            continue
        if kinds[c.name] == "person":
            if noun in (roles.get(c.name) or "").lower().split():
                return c
        elif noun in c.name.lower().split() or (
            noun in {"company", "firm", "bank", "agency"} and kinds[c.name] == "organization" and c.subject
        ):
            return c
    return None
