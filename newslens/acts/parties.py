"""Who a party to an act is: names, the speaker's “we”, and what “the company” or “both sides” take up again."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterator

from newslens.actors import Mention
from newslens.acts.clauses import SUBJECTS, Tree
from newslens.acts.sides import is_pair, two_sides
from newslens.acts.words import capitals, is_office, is_person_noun, words
from newslens.article import Article, Span
from newslens.language import parse, phrase, top
from newslens.names import agent, beside
from newslens.sourcing import Attribution, find_reports
from newslens.titles import given_names, titles

#: an attribution with the tokens of its content and those of its source and cue
Voice = tuple[Attribution, frozenset[int], frozenset[int]]
_FIRST_PERSON = frozenset(["I", "We", "we", "me", "us", "My", "my", "Our", "our"])
_THIRD_PERSON = frozenset({"it", "he", "she", "they"})
_LONGEST_NAME = 14  # tokens; a longer noun phrase is a misread sentence
_BEFORE_NAME = frozenset({"NOUN", "PROPN", "ADJ", "PART"})
_REACH = 6  # sentences back to which a description may point


@dataclasses.dataclass(frozen=True)
class Who:
    """A party to an act: resolved name, and where it is mentioned (token range) if it is."""

    name: str
    span: Span | None = None


class Parties:
    """Names the parties of one article."""

    def __init__(self, article: Article, tree: Tree) -> None:
        self.article, self.tree, self.parse, self.cast = article, tree, tree.parse, tree.cast
        self.voices, self._around = _voices(article)
        self._taken_up: dict[str, str | None] = {}

    def voice(self, i: int) -> Voice | None:
        """The innermost attribution in whose content token `i` stands."""
        return next((v for v in self.around(i) if i not in v[2]), None)

    def around(self, *tokens: int) -> list[Voice]:
        """The attributions in whose content one of some tokens stands, the innermost first."""
        return [self.voices[n] for n in sorted({n for i in tokens for n in self._around.get(i, ())})]

    def who(self, head: int) -> Who:
        """The party that the noun phrase headed by `head` names; “I” and “we” are whoever is speaking."""
        i, j = phrase(self.parse.doc[head])
        if j - 1 > head and self.tree.deps[j - 1] == "case":
            j -= 1
        if j - i > _LONGEST_NAME:
            j = head + 1
        i = max([i, *(k + 1 for k in range(i, head) if self.parse.words[k] == ";")])
        if self.parse.words[head] in _FIRST_PERSON and (voice := self.voice(head)) is not None:
            return Who(self._full(voice[0].actor), (i, j))
        if self.parse.lower[head] in {"both", "all", "neither", "each"} and self.tree.prepositional(head, "of"):
            return self.who(self.tree.prepositional(head, "of")[0])
        named = self._named.get(head)
        mention = named or self.cast.mention_of(self.parse.doc[head])
        name = mention.name if mention is not None else self.parse.prose(i, j)
        clauses = [a for a in self.tree.ancestors(head) if self.tree.deps[a] == "relcl"]
        if self.parse.lower[i] == "whose" and clauses:  # “Talrik, whose owners …”
            name = f"{self.who(self.tree.heads[clauses[0]]).name}'s {self.parse.prose(i + 1, j)}"
        if name.lower() in _THIRD_PERSON and (voice := self.voice(head)) is not None:
            name = voice[0].actor  # “the firm said it had been asked”
        if self.parse.lower[head] in _THIRD_PERSON and (sayer := self._sayer(head)) is not None:
            name = sayer
        elif self.parse.lower[head] == "it" and (speaking := self._speaking_body(head)) is not None:
            name = speaking
        name = self._full(name)
        if self.cast.actor(name) is None:
            name = self._owner_of_office(head) or self._described(head) or self._first_described(name) or name
        return Who(name.removesuffix("'s").removesuffix("’s").rstrip("'’"), (i, j))

    def _of_a_thing(self, head: int) -> bool:
        """“them” that takes up exams or trains: nobody."""
        mention = self.cast.at(head)
        if mention is None or self.parse.lower[head] not in {"them", "they"} or self.cast.actor(mention.name):
            return False
        first = next(iter(self._nominal.get(mention.name, ())), None)
        return first is not None and self.parse.pos[first] == "NOUN" and not is_person_noun(self.parse.lemmas[first])

    def _speaking_body(self, head: int) -> str | None:
        """“The ministry said it would”: the body that speaks."""
        voice = self.voice(head)
        verb = self.tree.heads[head]
        if voice is None or self.tree.deps[head] not in SUBJECTS or self.tree.heads[verb] not in voice[2]:
            return None
        actor = self.cast.actor(voice[0].actor)
        body = voice[0].source_kind == "institution" or (actor is not None and actor.kind in {"organization", "state"})
        return self.speaker(voice).name if body else None

    def _sayer(self, head: int) -> str | None:
        """“…, a plan the ministry said it would study”: who says so, in a relative clause, is who will do it."""
        t, p = self.tree, self.parse
        verb = t.heads[head]
        above = t.heads[verb]
        told = t.deps[head] in SUBJECTS and t.deps[verb] == "ccomp" and t.deps[above] == "relcl"
        if not told or p.lemmas[above] not in words("speech"):
            return None
        sayers = [s for s in t.kids(above, "nsubj") if s != head and t.is_agent(s) and p.pos[s] != "PRON"]
        return self.who(sayers[0]).name if sayers else None

    def _first_described(self, name: str) -> str | None:
        """Whom a description that “it” takes up stands for."""
        if name not in self._taken_up:
            found = (self._described(k) for k in self._nominal.get(name, ()))
            self._taken_up[name] = next((body for body in found if body), None)
        return self._taken_up[name]

    @functools.cached_property
    def _nominal(self) -> dict[str, list[int]]:
        """Name → the nouns of its descriptions."""
        out: dict[str, list[int]] = {}
        for m in self.cast.mentions:
            if m.form == "nominal":
                out.setdefault(m.name, []).append(m.j - 1)
        return out

    def parties(self, heads: list[int], vetted: bool = False) -> list[Who]:
        """The parties that noun phrases name, “both sides” as two; what cannot act is left out, unless `vetted`."""
        out: dict[str, Who] = {}
        for head in heads:
            if (
                (vetted and self.parse.pos[head] != "PUNCT")
                or self.tree.is_agent(head)
                or self.parse.pos[head] == "PRON"
            ):
                who = self.who(head)
                if self._of_a_thing(head):
                    continue
                pair = two_sides(self.tree, head, self._recent(head)) if is_pair(self.tree, head) else []
                for name in pair or [who.name]:
                    out.setdefault(name, Who(name, who.span))
        return list(out.values())

    def speaker(self, voice: Voice) -> Who:
        """The source of an attribution as a party."""
        part = next((p for p in voice[0].parts if p.role == "source"), None)
        if part is None:
            return Who(self._full(voice[0].actor))
        i, j = self.parse.tokens(part.start, part.end)
        name = self._full(voice[0].actor)
        if self.cast.actor(name) is None:
            heads = [k for k in range(i, j) if not i <= self.tree.heads[k] < j]
            name = next((n for k in heads if (n := self._owner_of_office(k) or self._described(k))), name)
        return Who(name, (i, j))

    @functools.cached_property
    def bodies(self) -> dict[str, frozenset[str]]:
        """Person → whose office they hold: “Norway's envoy, Ada Holt”, “its chair, Bo Lind”, “Dutch minister Lo”."""
        out: dict[str, set[str]] = {}
        for noun, m in self._named.items():
            office = [k for k in self.tree.subtree(noun) if k < m.i]
            out.setdefault(m.name, set()).update(x.name for k in office if (x := self.cast.at(k)) and k != noun)
        for m in self.cast.mentions:
            actor = self.cast.actor(m.name)
            if actor is not None and actor.kind == "person" and m.form == "name":
                k = m.i
                while k and (
                    self.parse.pos[k - 1] in {"NOUN", "PROPN", "ADJ", "PART"} or self.parse.words[k - 1] == "-"
                ):
                    k -= 1
                    if (x := self.cast.at(k)) and x.name != m.name:
                        out.setdefault(m.name, set()).add(x.name)
        return {name: frozenset(found) - {name} for name, found in out.items()}

    def speaks_for(self, a: Who, b: Who) -> bool:
        """Person `a` holds an office of `b`, or a minister's office of no named state where `b` is a state."""
        bodies = self.bodies.get(a.name, frozenset())
        if b.name in bodies or self._sent_by(a, b) or self._sent_by(b, a):
            return True
        person, other = self.cast.actor(a.name), self.cast.actor(b.name)
        bodies = frozenset(x for x in bodies if (actor := self.cast.actor(x)) is None or actor.kind != "person")
        if person is None or person.kind != "person" or bodies:
            return False
        role = set((person.role or "").lower().replace("-", " ").split())
        asked = set(b.name.lower().split())
        if (other is not None and other.kind == "state") or asked & words("state"):
            return bool(role & words("state"))
        body = (other is not None and other.kind == "organization") or bool(asked & words("body"))
        return body and bool(role & words("officer"))

    def on_behalf(self, who: Who) -> Who:
        """The body that a person answers for, where the article names one (“Ombra's head of policy, Ida Krall”)."""
        bodies = [b for b in self.bodies.get(who.name, ()) if (a := self.cast.actor(b)) and a.kind != "person"]
        return Who(bodies[0]) if len(bodies) == 1 else who

    def _sent_by(self, a: Who, b: Who) -> bool:
        """“the Bolivian ambassador” and Bolivia."""
        if a.span is None or self.cast.actor(a.name) is not None or self.cast.actor(b.name) is None:
            return False
        named = {m.name for k in range(*a.span) if (m := self.cast.at(k)) is not None}
        office = any(self.parse.lemmas[k] in words("envoy") | words("state") for k in range(*a.span))
        return office and b.name in named

    # -- descriptions -------------------------------------------------------------------------------------------------

    @functools.cached_property
    def _named(self) -> dict[int, Mention]:
        """Nouns for a person beside whose phrase the name stands, wherever the tree hangs it.

        “The bishop of Lund, Ada Holt, said”: the name is the bishop's, not Lund's.
        """
        out: dict[int, Mention] = {}
        p = self.parse
        for m in self.cast.mentions:
            first = m.i
            while first and p.lower[first - 1] in titles():
                first -= 1
            actor = self.cast.actor(m.name)
            if m.form != "name" or first < 2 or p.words[first - 1] != "," or actor is None or actor.kind != "person":
                continue
            noun = next((k for k in self._above(agent(p, first - 2)) if self._is_person(k)), None)
            if noun is not None:
                out.setdefault(noun, m)
        return out

    def _is_person(self, i: int) -> bool:
        lemma = self.parse.lemmas[i]
        return self.parse.tags[i] == "NN" and is_person_noun(lemma) and lemma not in words("body")

    def _above(self, i: int) -> Iterator[int]:
        """`i` and the nouns of whose phrase it is the end, innermost first."""
        while True:
            yield i
            head = self.tree.heads[i]
            if head > i or self.tree.deps[i] not in {"pobj", "prep", "poss", "compound", "nmod", "amod"}:
                return
            i = head

    @functools.cached_property
    def _full_names(self) -> dict[str, str]:
        """Descriptions whose name the article gives beside them, as the text words them."""
        out = {}
        for noun, mention in self._named.items():
            described = self.cast.at(noun)
            i = min(self.tree.subtree(noun))
            out[self.parse.prose(i, noun + 1)] = mention.name
            if described is not None:
                out[described.name] = mention.name
        return out

    def _full(self, name: str) -> str:
        return self._full_names.get(name, name)

    def _owner_of_office(self, head: int) -> str | None:
        """“His office”, “her country”: whose it is. “The ministry in Oslo”: the state whose capital that is."""
        lemma = self.parse.lemmas[head]
        owners = [k for k in self.tree.kids(head, "poss") if self.parse.pos[k] == "PRON"]
        if lemma in words("state_noun") | {"ministry"}:
            seat = [
                capitals()[w] for k in self.tree.prepositional(head, "in") if (w := self.parse.words[k]) in capitals()
            ]
            held = [b for k in owners for b in self.bodies.get(self.who(k).name, ()) if self._is_state(b)]
            return next(iter([*seat, *held]), None)
        return self.who(owners[0]).name if lemma == "office" and owners else None

    def _is_state(self, name: str) -> bool:
        actor = self.cast.actor(name)
        return actor is not None and actor.kind == "state"

    def _described(self, head: int) -> str | None:
        """The actor that “the company”, “the governor” or “the movement” takes up; None for what is no such phrase."""
        p = self.parse
        i, j = phrase(p.doc[head])
        if p.tags[head] != "NN":
            return None
        if p.lower[i] not in {"the", "this", "that"} or self.tree.heads[i] != head:
            owned = any(self.cast.at(k) for k in self.tree.kids(head, "poss"))  # “Sweden's ambassador”
            titled = p.lower[i] in {"a", "an"} and self._is_title(p.lemmas[head])  # “a federal judge”, then “Judge Lo”
            return self._by_role(p.lemmas[head]) if owned or titled else None
        noun = p.lemmas[head]
        kept = [k for k in range(i, head) if not (noun in words("generic") and self._demonym(k))]
        if head != j - 1 or any(p.pos[k] in {"PROPN", "NUM"} or self.cast.at(k) for k in kept):
            return None
        # “the ruling party” may be another than the one just named
        plain = head == i + 1 or (
            noun != "party"
            and not words("contrast") & set(p.lower[i:head])
            and not any(self.tree.deps[k] in {"compound", "nmod"} for k in range(i, head))
        )
        if not plain:
            return self._by_role(noun)
        if noun in words("state_noun") and (spoken_of := self._spoken_of(head)) is not None:
            return spoken_of
        own = self._by_own_noun(noun, head) if is_person_noun(noun) else None
        return self._by_role(noun) or own or self._by_kind(noun, head)

    def _spoken_of(self, head: int) -> str | None:
        """The government that “the government” takes up, where no state was there to be meant when it came up first.

        “The government of President Kost” is none of the states that mediate.
        """
        mention = self.cast.at(head)
        if mention is None or mention.form != "nominal":
            return None
        first = self._nominal[mention.name][0]
        if first >= head or self._described(first) is not None:
            return None
        states = [a.name for a in self.cast.actors if a.kind == "state"]
        owned = any(self.cast.at(k) for k in self.tree.subtree(first) if k != first)
        return states[0] if len(states) == 1 and not owned else mention.name

    def _is_title(self, noun: str) -> bool:
        return is_office(noun) and noun not in words("body")

    def _demonym(self, i: int) -> bool:
        """“the Norwegian shipbuilder”: the company that was named, said to be Norwegian."""
        mention = self.cast.at(i)
        return mention is not None and mention.form == "demonym"

    def _by_role(self, noun: str) -> str | None:
        """The one person of that office in the article, named before or after."""
        if noun in words("body"):
            return None
        held = self._holders.get(noun, [])
        return held[0] if len(held) == 1 else None

    @functools.cached_property
    def _holders(self) -> dict[str, list[str]]:
        """Word of an office → the persons who hold such a one."""
        out: dict[str, list[str]] = {}
        for actor in self.cast.actors:
            for word in set((actor.role or "").lower().split()) if actor.kind == "person" else ():
                out.setdefault(word, []).append(actor.name)
        return out

    def _by_own_noun(self, noun: str, head: int) -> str | None:
        """The body named beside that noun: “the grocer Tully's … the grocer”, “the Houthi movement”."""
        p = self.parse
        for m in self._before(head):
            around = {*(p.lemmas[k] for k in beside(p, m.i, m.j)), *p.lemmas[m.j : m.j + 1]}
            actor = self.cast.actor(m.name)
            if actor is not None and (noun in around or noun in m.name.lower().split()) and actor.kind != "place":
                return m.name
        return None

    def _by_kind(self, noun: str, head: int) -> str | None:
        """The body or state of that kind that was mentioned last; one that acts before one that is only a place."""
        state = noun in words("state_noun")
        if not state and noun not in words("generic"):
            return None
        best: dict[str, float] = {}
        for m in self._before(head):
            if noun == "bloc" and not m.name.endswith(("Union", "NATO", "ASEAN", "Mercosur", "League")):
                continue
            fit = self._fitness(m, state)
            if fit is not None:
                best[m.name] = max(best.get(m.name, -9), fit - 0.5 * len(best))
        return max(best, key=lambda name: best[name], default=None)

    def _fitness(self, m: Mention, state: bool) -> float | None:
        """How well a mention stands for a body (or a state); None if it cannot."""
        actor = self.cast.actor(m.name)
        if actor is None or m.form == "demonym" or (actor.kind == "state") != (state or m.name.endswith("Union")):
            return None
        last = m.name.split()[-1].lower()
        if not state and last in words("body") - words("generic"):
            return None  # a court or a ministry is no “firm”
        acts = self._role(top(self.parse, m.i, m.j)) in SUBJECTS | {"agent", "dobj", "poss"}
        told = any(self.parse.lemmas[k] in words("generic") for k in beside(self.parse, m.i, m.j))
        first, *rest = m.name.split()
        person = (first in given_names() and bool(rest)) or first.lower() in titles() or actor.role is not None
        person = person or m.name in self._he_or_she
        if not state and not told and (person or (actor.kind == "place" and not acts)):
            return None
        return 2.0 * acts + 2.0 * told + 1.0 * (actor.kind == "organization")

    @functools.cached_property
    def _he_or_she(self) -> frozenset[str]:
        personal = {"he", "she", "his", "her", "him"}
        return frozenset(m.name for m in self.cast.mentions if self.parse.lower[m.i] in personal)

    def _role(self, i: int) -> str:
        """Dependency of a mention, that of its noun where it only stands beside it (“the builder Larch & Lowe”)."""
        while self.tree.deps[i] == "appos" and self.tree.heads[i] < i:
            i = self.tree.heads[i]
        return self.tree.deps[i]

    def _recent(self, head: int) -> Iterator[Mention]:
        here = self.parse.sentence(head)
        return itertools.takewhile(lambda m: here - self.parse.sentence(m.i) <= _REACH, self.cast.before(head))

    def _before(self, head: int) -> Iterator[Mention]:
        """Mentions before a description, nearest first, without those that act on it in its own clause."""
        here = self.parse.sentence(head)
        acting = {s for k in self.tree.ancestors(head) for s in self.tree.kids(k, *SUBJECTS)}
        acting |= set(self.tree.kids(self.tree.heads[head], "dobj", "dative"))
        actors = {m.name for s in acting if s != head and (m := self.cast.at(s)) is not None}
        for m in self.cast.before(head):
            if m.form != "pronoun" and m.name not in actors:
                if here - self.parse.sentence(m.i) > _REACH:
                    return
                yield m


@functools.lru_cache(maxsize=16)
def _voices(article: Article) -> tuple[tuple[Voice, ...], dict[int, list[int]]]:
    """Who is cited, the nearest first, and for each token the places in that row of those who are cited with it."""
    parsed = parse(article)
    found: list[Voice] = []
    for a in find_reports(article):
        inside: set[int] = set()
        outside: set[int] = set()
        for part in a.parts:
            (inside if part.role == "content" else outside).update(range(*parsed.tokens(part.start, part.end)))
        found.append((a, frozenset(inside), frozenset(outside)))
    found.sort(key=_nearness)
    around: dict[int, list[int]] = {}
    for number, (_, inside_it, _) in enumerate(found):
        for i in inside_it:
            around.setdefault(i, []).append(number)
    return tuple(found), around


def _nearness(voice: Voice) -> tuple[bool, int]:
    """“A said the fees were too high, B said”: who comes first is quoted, who comes last passes it on."""
    _, inside, outside = voice
    return min(outside, default=0) > min(inside, default=0), len(inside)
