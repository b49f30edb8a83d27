"""Pronouns and short descriptions (“he”, “the company”) to the actor they stand for.

A small salience model after Lappin & Leass (1994): recency, subjects before objects, agreement in number and gender.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

from newslens.attribution.cues import cue_verbs
from newslens.attribution.quotation_marks import quoted_stretches
from newslens.bodies import BODIES, COMPANIES, fitness
from newslens.language import Parse, phrase, top
from newslens.names import GROUP_NOUNS, PERSON_OR_BODY, beside, is_outlet
from newslens.titles import given_names, is_person_noun, noun_kinds, titles

if TYPE_CHECKING:
    from newslens.actors import Mention

_MAN = frozenset({"he", "him", "his", "himself"})
_WOMAN = frozenset({"she", "her", "hers", "herself"})
_MANY = frozenset({"they", "them", "their", "theirs"})
_THING = frozenset({"it", "its", "itself"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})
_OBJECTS = frozenset({"dobj", "dative", "pobj"})
_REMEMBERED = 500  # mentions that a reader keeps in mind at least: those of a very long article


@dataclasses.dataclass
class _Candidate:
    """Somebody or something mentioned, whom a later short mention may take up."""

    name: str
    i: int
    sentence: int
    subject: bool
    #: subject of a cue, or “according to” it: sources tend to go on speaking
    speaks: bool
    plural: bool
    person: bool
    gender: str | None
    #: lemmas of a description's words, by which it can be taken up (“the nurse”); none for a name
    words: frozenset[str] = frozenset()
    #: lemma of the noun of a description; “rebel-held port” is no rebel
    noun: str = ""


def resolve_pronouns(
    parse: Parse, mentions: list[Mention], kinds: dict[str, str], roles: dict[str, str]
) -> list[tuple[int, int, str, str]]:
    """Token range, actor name and form (pronoun or nominal) of every short mention that has an antecedent.

    A description that is taken up later is a mention too, under the words it was first given in. First and second
    person are left alone: inside quotation marks they are the speaker's, which sourcing knows.
    """
    return _Resolver(parse, mentions, kinds, roles).resolve()


class _Resolver:
    def __init__(self, parse: Parse, mentions: list[Mention], kinds: dict[str, str], roles: dict[str, str]) -> None:
        self.parse, self.kinds, self.roles = parse, kinds, roles
        self.named = {m.i: m for m in mentions}
        self.named_at: dict[str, list[int]] = {}
        for m in self.named.values():
            self.named_at.setdefault(m.name, []).append(m.i)
        self.described = _described(parse, mentions, kinds)
        self.covered = {k for m in mentions for k in range(m.i, m.j)}
        self.quoted = {k for s in quoted_stretches(parse.article) for k in range(*parse.tokens(s.start, s.end))}
        self.genders: dict[str, str] = {}
        self.seen: list[_Candidate] = []
        self.out: dict[int, tuple[int, int, str, str]] = {}

    def resolve(self) -> list[tuple[int, int, str, str]]:
        parse = self.parse
        skip = 0
        for i in range(len(parse)):
            if i < skip:
                continue
            if len(self.seen) > 2 * _REMEMBERED:
                del self.seen[:-_REMEMBERED]
            lower = parse.lower[i]
            if i in self.named:
                self._name(self.named[i])
            elif i in self.covered:
                continue
            elif lower == "the" and (end := _aged(parse, i)):
                skip = end
                self._take_up(i, end, self._of_age(i), "nominal")
            elif parse.pos[i] == "PRON" and lower in _MAN | _WOMAN | _MANY | _THING:
                found = self._antecedent(i)
                if found is not None and lower in _MAN | _WOMAN:
                    self.genders[found.name] = "man" if lower in _MAN else "woman"
                self._take_up(i, i + 1, found, "pronoun")
            elif (number := _all_of(parse, i)) and _role(parse, i) in _SUBJECTS:
                groups = (c for c in reversed(self.seen) if c.plural and c.words & number)
                self._take_up(i, i + 1, next(groups, None), "nominal")
            elif lower in _ORDINALS | {"one", "another"} and _alone(parse, i):
                self._ordinal(i)
            elif parse.pos[i] == "NOUN":
                self._noun(i)
        return list(self.out.values())

    def _take_up(self, i: int, j: int, found: _Candidate | None, form: str) -> None:
        if found is None:
            return
        self.out[i] = (i, j, found.name, form)
        if found.words and found.i not in self.covered:
            self.out.setdefault(found.i, (found.i, found.i + 1, found.name, "nominal"))
        head = j - 1
        if form == "nominal" or _role(self.parse, head) in _SUBJECTS:
            self.seen.append(self._at(found, head))

    def _at(self, c: _Candidate, i: int) -> _Candidate:
        """The same one, mentioned again at token `i`."""
        parse = self.parse
        subject = _role(parse, i) in _SUBJECTS
        return dataclasses.replace(c, i=i, sentence=parse.sentence(i), subject=subject, speaks=_speaks(parse, i))

    def _see(self, name: str, i: int, **fields: Any) -> None:
        new = _Candidate(name=name, i=i, sentence=0, subject=False, speaks=False, **fields)
        self.seen.append(self._at(new, i))

    def _name(self, m: Mention) -> None:
        parse = self.parse
        head = m.j - 1
        kind = self.kinds.get(m.name, "organization")
        if m.form == "demonym" and parse.pos[head] == "ADJ" and parse.heads[head] != head and parse.heads[head] > head:
            return
        if m.form == "demonym" and m.i and parse.lower[m.i - 1] == "the" and parse.tags[head] in {"NN", "NNP", "JJ"}:
            found = self._of_nation(m)
            if found is not None:  # “the Brazilian said”: a person
                self.out[m.i] = (m.i, m.j, found.name, "nominal")
                self.seen.append(self._at(found, head))
                return
        person = kind == "person"
        gender = self.genders.get(m.name) or _gender(parse, m.i, m.name) if person else None
        if gender:
            self.genders[m.name] = gender
        self._see(m.name, top(parse, m.i, m.j), plural=kind == "organization", person=person, gender=gender)

    def _noun(self, i: int) -> None:
        parse = self.parse
        lemma = parse.lemmas[i]
        title = titles().get(lemma)
        kind = noun_kinds().get(lemma) or noun_kinds().get(parse.lower[i])
        plural = parse.tags[i] == "NNS" or lemma in {"people", "police"}
        if not plural and title not in {"office", "person", "man", "woman"} and lemma not in GROUP_NOUNS and not kind:
            return
        if any(parse.deps[c] == "appos" and c in self.covered for c in parse.children[i]) or self._names(i + 1):
            return  # “her attorney, Samuel Brandt”: the name is the candidate
        if parse.deps[i] == "appos" and (beside := self._named_before(i)) is not None:
            if (gender := _NOUN_GENDER.get(lemma)) and self.kinds.get(beside.name) == "person":
                self.genders[beside.name] = gender  # “Ines Varga, a spokeswoman”
            return
        found = self._description(i)
        if found is not None:
            self._take_up(i, i + 1, found, "nominal")
            return
        if _role(parse, i) not in _SUBJECTS | {"dobj", "pobj", "conj", "attr"}:
            return
        a, _ = phrase(parse.doc[i])
        person = not plural and (title is not None or kind == "unnamed")
        gender = {"woman": "woman", "man": "man"}.get(title or "") or _NOUN_GENDER.get(lemma)
        self._see(
            _shown(parse, i),
            i,
            plural=plural or not person,
            person=person,
            gender=gender,
            words=frozenset(parse.lemmas[a : i + 1]) | {lemma},
            noun=lemma,
        )

    def _named_before(self, i: int) -> Mention | None:
        """The name beside which a noun stands in apposition: “Okafor, president of the union”, “Corvel, the owner”."""
        head = self.parse.heads[i]
        found = next((m for m in (self.named.get(k) for k in range(head, head - 6, -1)) if m and head < m.j), None)
        if found is None or self.parse.lemmas[i] in PERSON_OR_BODY:
            return found
        return found if (self.kinds.get(found.name) == "person") == is_person_noun(self.parse.lemmas[i]) else None

    def _names(self, comma: int) -> bool:
        """A person's name follows after a comma, perhaps with a title: “The clerk, Mrs Voight, …”."""
        if comma >= len(self.parse) or self.parse.words[comma] != ",":
            return False
        mentions = [self.named[k] for k in (comma + 1, comma + 2) if k in self.named]
        return any(self.kinds.get(m.name) == "person" for m in mentions)

    def _ordinal(self, i: int) -> None:
        """“A third said …”, “the first”, “another”: one of several persons, told apart by count."""
        parse = self.parse
        definite = i > 0 and parse.lower[i - 1] == "the"
        if definite:
            found = self._nth(parse.lower[i], [c for c in self.seen if c.words and c.person])
            self._take_up(i, i + 1, found, "nominal")
        elif _role(parse, i) in _SUBJECTS and (parse.lower[i] != "one" or "who" in parse.lower[i : i + 3]):
            a, b = phrase(parse.doc[i])
            words = frozenset(parse.lower[a:b])
            self._see(_shown(parse, i), i, plural=False, person=True, gender=None, words=words)

    def _nth(self, ordinal: str, candidates: list[_Candidate]) -> _Candidate | None:
        """The first, second … of the different ones; one that was introduced with that very word comes first."""
        told = [c for c in candidates if ordinal in c.words]
        if told:
            return told[-1]
        distinct = list({c.name: c for c in candidates}.values())
        if ordinal == "other" and len(distinct) > 1:
            return next(c for c in reversed(distinct) if c.name != candidates[-1].name)
        place = _PLACES.get(ordinal)
        return distinct[place] if place is not None and place < len(distinct) else None

    def _of_age(self, i: int) -> _Candidate | None:
        """“the 58-year-old”: the person beside whose name that age stands, else the person mentioned last."""
        parse = self.parse
        age = parse.words[i + 1]
        persons = [c for c in self.seen if c.person and c.name in self.kinds]
        for c in reversed(persons):
            if age in parse.words[c.i + 1 : c.i + 4] or age in parse.words[max(0, c.i - 7) : c.i]:
                return c
        sentence = parse.sentence(i)
        near = [c for c in persons if sentence - c.sentence <= 4 and c.i not in self.quoted]
        return max(near, key=lambda c: (c.subject + c.speaks - 0.75 * (sentence - c.sentence), c.i), default=None)

    def _of_nation(self, m: Mention) -> _Candidate | None:
        """“the Brazilian”: a person in whose sentence the nation was named before."""
        parse = self.parse
        there = {parse.sentence(i) for i in self.named_at[m.name] if i < m.i}
        known = next((c for c in reversed(self.seen) if c.person and c.sentence in there), None)
        return known or self._variation(m.i, "native")

    def _description(self, i: int) -> _Candidate | None:
        """Whom “the ministry”, “the second official” or “the memo” takes up again: by noun, role or kind of body."""
        parse = self.parse
        noun, lower = parse.lemmas[i], parse.lower[i]
        if noun in _GOVERNMENTS and self._of_person(i):
            known = {c.name: c for c in self.seen if c.noun == noun}
            return next(iter(known.values())) if len(known) == 1 else None
        determiner = next((c for c in parse.children[i] if parse.deps[c] in {"det", "poss"} and c < i), None)
        if determiner is None or parse.lower[determiner] not in {"the", "this", "that", "these", "those"}:
            return None
        if any(_narrows(parse, c) for c in parse.children[i] if c > i):
            return None
        before = [parse.lower[k] for k in range(determiner + 1, i) if parse.pos[k] not in {"PUNCT", "PART"}]
        ordinals = [w for w in before if w in _ORDINALS]
        rest = {w for w in before if w not in _ORDINALS}
        alike = [
            c
            for c in self.seen
            if c.words
            and c.noun in _alike(noun)
            and rest <= {parse.lower[c.i], *c.words}
            and c.plural == _plural(parse, i, c)
        ]
        if ordinals:
            return self._nth(ordinals[-1], alike)
        if alike:
            body = self._body(i, noun) if noun == "group" and not rest else None
            # “The group” is rather the one that has spoken since than another that was called one before
            return body if body is not None and body.speaks and body.i > alike[-1].i else alike[-1]
        if parse.tags[i] == "NNS":
            return None
        for c in reversed(self.seen):
            if c.name not in self.kinds:
                continue
            if self.kinds[c.name] == "person":
                role = (self.roles.get(c.name) or "").lower().replace("-", " ").split()
                if noun in role and rest <= set(role) and is_person_noun(noun):
                    return c
            elif not rest and lower in c.name.lower().split() and not self._acts_on(c, i):
                return c
        return None if rest else self._body(i, noun) or self._variation(i, noun)

    def _of_person(self, i: int) -> bool:
        """“the government of President Kost”, “Kost's government”."""
        parse = self.parse
        under = [c for c in parse.children[i] if parse.deps[c] == "poss"]
        under += [o for c in parse.children[i] if parse.lower[c] == "of" for o in parse.children[c]]
        return any(m.j - 1 in under and self.kinds.get(m.name) == "person" for k in under for m in self._ending(k))

    def _ending(self, i: int) -> list[Mention]:
        return [m for k in range(max(0, i - 5), i + 1) if (m := self.named.get(k)) is not None and m.j == i + 1]

    def _modifies(self, c: _Candidate) -> bool:
        """“the UN nuclear watchdog”: another body, which the article only describes."""
        head = self.parse.heads[c.i]
        return self.parse.deps[c.i] in {"compound", "nmod", "amod"} and head not in self.covered

    def _acts_on(self, c: _Candidate, i: int) -> bool:
        """Whether a candidate is the subject whose verb has the noun at `i` for an object: nobody urges themselves."""
        return c.subject and self.parse.heads[c.i] == self.parse.heads[i] and _role(self.parse, i) in {"dobj", "dative"}

    def _variation(self, i: int, noun: str) -> _Candidate | None:
        """“the roofer”, “the man”: other words for the person who spoke last, where none was introduced in them."""
        if not (is_person_noun(noun) or noun == "native") or noun in _OFFICES or _role(self.parse, i) not in _SUBJECTS:
            return None
        gender = _NOUN_GENDER.get(noun)
        for c in reversed(self.seen):
            if self.parse.sentence(i) - c.sentence > 3:
                break
            known = self.genders.get(c.name) or c.gender
            fits = c.person and c.speaks and c.i not in self.quoted and not (gender and known and gender != known)
            if fits and (c.name in self.kinds or noun in _NOUN_GENDER):
                return c
        return None

    def _body(self, i: int, noun: str) -> _Candidate | None:
        """“the company”, “the paper”: the organization of that kind that was heard last, else mentioned last."""
        outlet = noun_kinds().get(noun) == "media" or noun == "paper"
        if not outlet and noun not in BODIES:
            return None
        fit: dict[int, list[_Candidate]] = {1: [], 2: []}
        for c in self.seen:
            if self.kinds.get(c.name) != "organization" or self._acts_on(c, i) or self._modifies(c):
                continue
            paper = is_outlet(c.name) or self._prints(c)
            level = 1 if outlet else fitness(noun, c.name, self.described.get(c.name, frozenset()))
            if paper == outlet and level and (level == 2 or c.subject or c.speaks):
                fit[level].append(c)
        bodies = fit[2] or fit[1]
        here = [c for c in fit[2] if c.sentence == self.parse.sentence(i)]
        if here and noun in COMPANIES:
            return here[-1]  # “Larkin's chairwoman said it undervalues the company”
        return next((c for c in reversed(bodies) if c.speaks), bodies[-1] if bodies else None)

    def _prints(self, c: _Candidate) -> bool:
        return self.parse.lemmas[self.parse.heads[c.i]] in {"report", "publish", "print", "broadcast", "obtain"}

    def _antecedent(self, i: int) -> _Candidate | None:
        """The best candidate of the last few sentences, or None."""
        parse, genders = self.parse, self.genders
        sentence = parse.sentence(i)
        lower = parse.lower[i]
        wanted = "man" if lower in _MAN else "woman" if lower in _WOMAN else None
        speaks = _speaks(parse, i)
        if lower == "it" and _expletive(parse, i):
            return None
        best: tuple[float, int] | None = None
        chosen = None
        for c in reversed(self.seen):
            distance = sentence - c.sentence
            if distance > (4 if wanted else 2):
                break
            gender = genders.get(c.name) or c.gender
            if wanted:
                if not c.person or (gender and gender != wanted):
                    continue
            elif lower in _MANY:
                letter = noun_kinds().get(c.noun) == "document" and parse.tags[c.i] == "NN"
                if not c.plural or letter or (speaks and c.words and not _can_speak(parse, c.i)):
                    continue
            elif (
                c.person
                or (c.words and parse.tags[c.i] == "NNS")
                or (self.kinds.get(c.name) == "place" and not c.subject)
            ):
                continue
            if parse.heads[c.i] == parse.heads[i] and parse.deps[i] not in {"poss", "nsubj"}:
                continue
            score = -1.5 * distance
            if parse.deps[i] in _OBJECTS:  # objects tend to take up objects, as subjects take up subjects
                score += 0.5 if c.subject else 1.0
            elif c.subject:
                score += 2.0
            if parse.deps[parse.heads[c.i]] == "ROOT":
                score += 0.5
            if c.i in self.quoted and i not in self.quoted:
                score -= 2.0  # whom a speaker mentions is less in the reader's mind than who speaks
            if c.name in self.kinds:
                score += 1.5
            if lower in _MANY and c.name in self.kinds:
                score -= 2.5  # “they” may be a body, but is rather several people
            if speaks and c.speaks:
                score += 1.5
            if wanted and gender == wanted:
                score += 1.5
            if best is None or (score, c.i) > best:
                best, chosen = (score, c.i), c
        return chosen


_PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "former": 0, "latter": 1}
_ORDINALS = frozenset({*_PLACES, "other", "fifth"})
#: of these there is one, whoever spoke last
_OFFICES = frozenset(
    """president pope king queen premier chancellor governor mayor minister secretary speaker sheriff ambassador
    spokesman spokeswoman spokesperson official officer judge prosecutor lawyer attorney chairman chairwoman""".split()
)
_GOVERNMENTS = frozenset({"government", "administration", "cabinet"})


#: nouns by which the same document is taken up again
_SAME = (
    frozenset({"poll", "survey"}),
    frozenset({"study", "paper", "research", "report", "analysis", "review", "article"}),
    frozenset({"data", "datum", "figure", "number", "statistic", "finding", "result"}),
    frozenset({"email", "e-mail", "message", "mail"}),
    frozenset({"letter", "note", "memo", "memorandum"}),
    frozenset({"lawsuit", "suit", "complaint", "filing"}),
)


def _described(parse: Parse, mentions: list[Mention], kinds: dict[str, str]) -> dict[str, frozenset[str]]:
    """Organization → lemmas of the nouns that stand beside its name: “hedge fund Sable Point”."""
    out: dict[str, frozenset[str]] = {}
    for m in mentions:
        if kinds.get(m.name) == "organization":
            out[m.name] = out.get(m.name, frozenset()) | {parse.lemmas[k] for k in beside(parse, m.i, m.j)}
    return out


def _alike(noun: str) -> frozenset[str]:
    return next((nouns for nouns in _SAME if noun in nouns), frozenset({noun}))


def _narrows(parse: Parse, child: int) -> bool:
    """A clause or phrase after a noun that says which one is meant; after a comma it only adds something."""
    first = parse.subtrees[child][0]
    return (parse.deps[child] in {"relcl", "acl"} and parse.words[first - 1] != ",") or parse.lower[child] == "of"


#: marks and words with which a description has told who it is
_ENDS = frozenset((*',;:“"‘(—–', *"over after amid despite during before since".split()))


def _shown(parse: Parse, i: int) -> str:
    """The words of a description: its noun phrase up to a mark, eight words after the noun at most.

    A range before it is left out: “between 1,000 to 5,000 troops” are troops.
    """
    a, b = phrase(parse.doc[i])
    ranged = parse.pos[a] == "ADP"
    while ranged and a < i and parse.pos[a] in {"ADP", "NUM", "CCONJ", "PART"}:
        a += 1
    cut = next((k for k in range(i + 1, min(b, i + 9)) if parse.lower[k] in _ENDS), min(b, i + 9))
    return parse.prose(a, cut)


def _role(parse: Parse, i: int) -> str:
    """Dependency of a noun phrase; that of its head where it stands in apposition (“her lawyer, Dana Whit, said”)."""
    for _ in range(3):
        if parse.deps[i] != "appos":
            break
        i = parse.heads[i]
    return parse.deps[i]


def _speaks(parse: Parse, i: int) -> bool:
    """Subject of a verb of saying, or what “according to” names."""
    for _ in range(3):
        if parse.deps[i] != "appos":
            break
        i = parse.heads[i]
    verb = parse.heads[i]
    if parse.deps[i] in _SUBJECTS:
        return cue_verbs().get(parse.lemmas[verb], ("",))[0] in {"speech", "document", "belief"}
    return parse.deps[i] == "pobj" and parse.lower[parse.heads[verb]] == "according"


def _can_speak(parse: Parse, i: int) -> bool:
    return (noun_kinds().get(parse.lemmas[i]) or noun_kinds().get(parse.lower[i])) is not None


def _plural(parse: Parse, i: int, c: _Candidate) -> bool:
    """Whether token `i` is plural, as candidates count it: a body is both."""
    return c.plural if not c.person and parse.tags[i] == parse.tags[c.i] else parse.tags[i] == "NNS"


def _aged(parse: Parse, i: int) -> int:
    """End of “the 58-year-old” that begins at token `i`, or 0."""
    end = next((k + 1 for k in range(i + 2, min(i + 7, len(parse))) if parse.lower[k] in {"old", "year-old"}), 0)
    found = end and re.fullmatch(r"\d+-year-old", "".join(parse.lower[i + 1 : end]))
    return end if found and (end >= len(parse) or parse.pos[end] not in {"NOUN", "PROPN"}) else 0


def _all_of(parse: Parse, i: int) -> frozenset[str]:
    """Words for the number of a group that “both” or “all three” takes up; none if token `i` does not."""
    if not _alone(parse, i):
        return frozenset()
    if parse.lower[i] == "both":
        return frozenset({"two", "pair", "couple"})
    counted = i > 0 and parse.lower[i - 1] == "all" and parse.pos[i] == "NUM"
    return frozenset({parse.lower[i]}) if counted else frozenset()


def _alone(parse: Parse, i: int) -> bool:
    """A number word that is no modifier: “a third said”, “the first”."""
    return parse.deps[i] not in {"amod", "nummod", "advmod", "det", "compound", "npadvmod"} and (
        i + 1 >= len(parse) or parse.pos[i + 1] not in {"NOUN", "PROPN", "ADJ", "NUM"}
    )


_NOUN_GENDER = {
    **dict.fromkeys(("woman", "girl", "mother", "sister", "daughter", "wife", "spokeswoman", "chairwoman"), "woman"),
    **dict.fromkeys(("man", "boy", "father", "brother", "son", "husband", "spokesman", "chairman"), "man"),
}


def _gender(parse: Parse, i: int, name: str) -> str | None:
    before = titles().get(parse.lower[i - 1]) if i else None
    return before if before in {"man", "woman"} else given_names().get(name.split()[0])


def _expletive(parse: Parse, i: int) -> bool:
    """“It is unclear whether”, “it rained”: no actor is meant."""
    verb = parse.heads[i]
    rest = {parse.deps[c] for c in parse.children[verb]}
    return parse.lemmas[verb] in {"be", "seem", "appear", "rain", "snow"} and bool(
        rest & {"acomp", "ccomp", "xcomp", "advcl", "oprd", "attr"}
    )
