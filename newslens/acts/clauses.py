"""Who does what in a clause: subjects, agents, complements and coordination over one corrected tree.

spaCy's small model makes a few mistakes that turn a sentence's meaning round. `Tree` sets those right by general rules,
once per article, so that every rule above it can trust the heads.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable

from newslens.actors import Cast, cast
from newslens.acts.words import asking, is_person_noun, is_thing, takes_that, words
from newslens.article import Article, Span
from newslens.language import Parse, parse

FUTURE = frozenset({"will", "would", "shall", "'ll", "’ll", "wo"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_RELATIVE = frozenset({"which", "who", "that", "whom"})
_PERSONAL = frozenset(
    """i we he she they you me us him her them who anyone anybody everyone everybody someone those""".split()
)
#: “promised the union to ask”: it is the subject that asks; with other verbs (“told the union to ask”) the object
_CONTROLLED_BY_SUBJECT = frozenset(["promise", "threaten", "vow", "use", "need", "take", "have"])


@dataclasses.dataclass(frozen=True, eq=False)
class Tree:
    """One article's dependency tree with corrected heads. All members speak of token indices."""

    parse: Parse
    cast: Cast

    @functools.cached_property
    def _arcs(self) -> tuple[list[int], list[str]]:
        heads, deps = list(self.parse.heads), list(self.parse.deps)
        for i, dep in enumerate(self.parse.deps):
            if dep == "conj" and (better := self._bare_governor(i)) is not None:
                heads[i] = better
                for c in self.parse.children[self.parse.heads[i]]:
                    if self.parse.deps[c] == "cc" and self.parse.heads[i] < c < i:
                        heads[c] = better  # “or” and “and” go with what they join
            elif dep == "conj" and (sayer := self._finite_governor(i)) is not None:
                heads[i] = sayer
            elif dep == "conj" and (twin := self._same_auxiliary(i)) is not None:
                heads[i] = twin
            elif dep in {"dobj", "npadvmod", "nsubj"} and self._taken_up(i):
                deps[i] = "appos"
                verb = self.parse.heads[i]
                if dep == "nsubj":
                    first = next(c for c in self.parse.children[verb] if self.parse.deps[c] == "ccomp" and c < i)
                    above = self.parse.heads[verb]
                    heads[first], deps[first] = first if above == verb else above, self.parse.deps[verb]
                    heads[verb], deps[verb], heads[i] = i, "relcl", first
            elif dep == "relcl" and (cue := self._asked_with_that(i)) is not None:
                heads[i], deps[i] = cue, "ccomp"
            elif dep == "advcl" and (told := self._told_after(i)) is not None:
                heads[told], deps[told] = heads[i], "advcl"
                for mark in self.parse.children[i]:
                    if self.parse.deps[mark] == "mark":
                        heads[mark] = told
                root = i
                while self.parse.heads[root] != root:
                    root = self.parse.heads[root]
                heads[i], deps[i] = root, "parataxis"
            elif dep == "prep" and self.parse.lower[i] == "by" and (passive := self._passive_governor(i)) is not None:
                heads[i], deps[i] = passive, "agent"
        return heads, deps

    def _bare_governor(self, i: int) -> int | None:
        """The verb that a bare infinitive is really joined to.

        “must commit to never admitting Ukraine and pull back its troops”: `pull` agrees in form with `commit`, which
        the modal governs, not with `admitting`, although that is nearer. Read under `admitting` it would be negated.
        """
        p = self.parse
        if p.tags[i] != "VB" or any(p.deps[c] == "aux" for c in p.children[i]):
            return None
        h = p.heads[i]
        while p.deps[h] == "conj" and p.pos[p.heads[h]] == "VERB":
            h = p.heads[h]
        if p.tags[h] not in {"VBG", "VBN", "NN", "NNS"} or h > i:
            return None
        while p.heads[h] != h:
            h = p.heads[h]
            if p.tags[h] == "VB" and h < i and any(p.deps[c] == "aux" and c < h for c in p.children[h]):
                return h
        return None

    def _finite_governor(self, i: int) -> int | None:
        """The verb of saying that a past tense is joined to: “said it would never yield, and called on Oslo to …”."""
        p = self.parse
        h = p.heads[i]
        while p.deps[h] == "conj":
            h = p.heads[h]
        above = p.heads[h]
        asked = p.deps[h] == "xcomp" and p.tags[h] == "VB" and any(p.lower[c] == "to" for c in p.children[h])
        if asked and p.tags[i] == p.tags[above] == "VBD" and not any(p.deps[c] in SUBJECTS for c in p.children[i]):
            return above  # “urged Oslo to reconsider and offered …”
        said = p.deps[h] == "ccomp" and p.tags[above] == "VBD" and above < h and p.lemmas[above] in words("speech")
        if p.tags[i] != "VBD" or not said or any(p.deps[c] in SUBJECTS for c in p.children[i]):
            return None
        bare = p.tags[h] == "VB" and any(p.tags[c] == "MD" for c in p.children[h])
        # “said the price was too high and asked for another”: a thing does not ask
        subjects = [c for c in p.children[h] if p.deps[c] in SUBJECTS]
        thing = bool(subjects) and not any(self.is_agent(s) for s in subjects)
        sayers = [c for c in p.children[above] if p.deps[c] == "nsubj"]
        return above if bare or (thing and any(self.is_agent(s) for s in sayers)) else None

    def _same_auxiliary(self, i: int) -> int | None:
        """The verb that a verb with an auxiliary of its own goes on from, over a clause that has none.

        “has threatened to sue unless the firm agrees, and has asked the minister to …”: it is not the firm that asks.
        """
        p = self.parse
        own = [(p.lower[c], p.tags[c]) for c in p.children[i] if p.deps[c] == "aux" and p.lower[c] != "to"]
        h = p.heads[i]
        first = min([i, *p.children[i]])
        joined = p.lower[max(first - 2, 0) : first] in {(",", "and"), (",", "but")}
        if not own or not joined or any(p.deps[c] in SUBJECTS for c in p.children[i]):
            return None
        while p.heads[h] != h and p.deps[h] in {"advcl", "relcl", "ccomp", "xcomp", "acl", "conj"}:
            if any(p.deps[c] == "aux" and (p.lower[c], p.tags[c]) == own[0] for c in p.children[h]):
                return None
            h = p.heads[h]
            if h < i and any(p.deps[c] == "aux" and (p.lower[c], p.tags[c]) == own[0] for c in p.children[h]):
                return h
        return None

    def _taken_up(self, i: int) -> bool:
        """The noun names anew what was told before it: “…, a plan the port said it would study”, read as an object.

        Or as a second subject of the verb of saying, whose own stands beside it.
        """
        p = self.parse
        verb, kids = p.heads[i], p.children[i]
        first = min([i, *(c for c in kids if c < i)])
        named = asking(p.lemmas[i]) or p.lemmas[i] in words("step") | words("claim_noun")
        named = named and p.lower[first] in {"a", "an"}
        if not (named or p.lower[i] == "something") or p.words[max(first - 1, 0)] != ",":
            return False
        if p.deps[i] != "nsubj":
            return any(p.deps[c] == "relcl" for c in kids) and verb < i
        beside = [c for c in p.children[verb] if p.deps[c] == "nsubj" and i < c < verb]
        told = any(p.deps[c] == "ccomp" and c < i for c in p.children[verb])
        return told and bool(beside) and min([*p.children[beside[0]], beside[0]]) == i + 1

    def _asked_with_that(self, i: int) -> int | None:
        """The verb whose clause “that …” is, though hung on a noun before: “will demand at the summit that they pay”.

        “that” is no relative pronoun where the clause has a subject and an object of its own.
        """
        p = self.parse
        kids = {p.deps[c] for c in p.children[i]}
        mark = any(p.lower[c] == "that" and p.deps[c] == "mark" for c in p.children[i])
        noun = p.heads[i]
        verb = noun
        while p.deps[verb] == "pobj" and p.deps[p.heads[verb]] == "prep":
            verb = p.heads[p.heads[verb]]
        if not mark or not kids & SUBJECTS or verb == noun:
            return None
        return verb if p.pos[verb] == "VERB" and takes_that(p.lemmas[verb]) else None

    def _told_after(self, i: int) -> int | None:
        """The clause that “unless” really belongs to in “will strike unless the depot reopens, two drivers said”."""
        p = self.parse
        kids = {p.deps[c]: c for c in p.children[i]}
        told, mark, subject = kids.get("ccomp"), kids.get("mark"), kids.get("nsubj")
        if told is None or mark is None or subject is None or p.lemmas[i] not in words("speech"):
            return None
        return told if mark < told < subject < i else None

    def _passive_governor(self, i: int) -> int | None:
        """The passive verb that a stranded “by …” names the doer of: “was pressed to lower its fees by nine ports”."""
        p = self.parse
        doer = next((c for c in p.children[i] if p.deps[c] == "pobj"), None)
        if doer is None or not self.is_agent(doer):
            return None
        h = p.heads[i]
        while p.heads[h] != h and p.deps[h] in {"xcomp", "ccomp", "dobj", "pobj", "prep", "conj"}:
            h = p.heads[h]
            passive = any(p.deps[c] == "auxpass" for c in p.children[h])
            if passive and not any(p.deps[c] == "agent" for c in p.children[h]):
                return h
        return None

    @functools.cached_property
    def heads(self) -> list[int]:
        return self._arcs[0]

    @functools.cached_property
    def deps(self) -> list[str]:
        return self._arcs[1]

    @functools.cached_property
    def children(self) -> list[list[int]]:
        out: list[list[int]] = [[] for _ in self.heads]
        for i, h in enumerate(self.heads):
            if h != i:
                out[h].append(i)
        return out

    def kids(self, i: int, *deps: str) -> list[int]:
        """The dependents of `i` with one of these relations, in text order."""
        return [c for c in self.children[i] if self.deps[c] in deps]

    def subtree(self, i: int, without: Iterable[int] = ()) -> set[int]:
        """`i` and all that hangs below it, except the branches that begin at `without`."""
        barred, out, todo = set(without), set(), [i]
        while todo:
            k = todo.pop()
            if k not in barred and k not in out:
                out.add(k)
                todo.extend(self.children[k])
        return out

    def conjuncts(self, i: int) -> list[int]:
        """`i` and whatever is joined to it by “and”, in text order; “or” and “but” join alternatives, not parts."""
        out = [i]
        for k in out:
            joins = {self.parse.lower[c] for c in self.kids(k, "cc")}
            if not joins or joins & {"and", "&", "both", ","}:
                out.extend(self.kids(k, "conj"))
        return sorted(out)

    def ancestors(self, i: int) -> Iterable[int]:
        """The heads above `i`, nearest first."""
        while self.heads[i] != i:
            i = self.heads[i]
            yield i

    def has(self, i: int, *words: str) -> bool:
        """A direct dependent of `i` is one of these words."""
        return any(self.parse.lower[c] in words for c in self.children[i])

    # -- who acts ------------------------------------------------------------------------------------------------

    def is_passive(self, verb: int) -> bool:
        if self.kids(verb, "auxpass", "nsubjpass"):
            return True
        # “Residents asked by police to leave”: a participle beside its noun. Where nothing else in the sentence is a
        # verb, it was the past tense (“Nurses at the clinic asked for masks”).
        beside = self.parse.tags[verb] == "VBN" and self.deps[verb] in {"acl", "relcl"} and not self.kids(verb, "nsubj")
        return beside and (self.deps[self.heads[verb]] != "ROOT" or bool(self.kids(verb, "agent")))

    def is_pluperfect(self, verb: int) -> bool:
        return any(self.parse.lower[c] == "had" for c in self.kids(verb, "aux"))

    def subjects(self, verb: int) -> list[int]:
        """Heads of the noun phrases that are the verb's grammatical subject, also where it is understood.

        Relative pronouns stand for their noun (“the union, which wants”), a joined verb shares its neighbor's
        subject, an infinitive takes the subject of the verb above it, or its object (“told them to ask”).
        """
        p, seen = self.parse, set()
        while verb not in seen:
            seen.add(verb)
            own = self.kids(verb, *SUBJECTS)
            if own:
                out = []
                for s in own:
                    relative = p.tags[s] in {"WDT", "WP"} and p.lower[s] in _RELATIVE
                    out += (self._antecedent(verb) or [s]) if relative else self.conjuncts(s)
                return out
            dep, head = self.deps[verb], self.heads[verb]
            loose = dep == "acl" or (dep == "relcl" and p.tags[verb] == "VB")
            if loose and p.tags[verb] in {"VBG", "VB"} and p.pos[head] == "NOUN" and not self.is_agent(head):
                # “voiced his support, urging …”, “needs time to consider”: who voices, who needs
                above = next((a for a in self.ancestors(head) if p.pos[a] == "VERB"), None)
                sent = above is not None and p.lemmas[above] in words("send")  # “sent a letter urging …”
                if above is not None and (sent or p.lemmas[head] not in words("channel_noun")):
                    verb = above
                    continue
            if dep in {"acl", "relcl"} and p.pos[head] in {"NOUN", "PROPN", "PRON"}:
                return self.conjuncts(head)[:1] if dep == "acl" else []
            if dep in {"conj", "xcomp", "advcl", "ccomp", "pcomp", "dep"}:
                if dep == "pcomp":
                    head = self.heads[head]
                if dep == "ccomp" and p.tags[verb] not in {"VB", "VBG"}:
                    return []
                objects = self.kids(head, "dobj")
                if dep == "xcomp" and objects and objects[0] < verb and p.lemmas[head] not in _CONTROLLED_BY_SUBJECT:
                    return objects
                verb = head
                continue
            return []
        return []

    def _antecedent(self, verb: int) -> list[int]:
        for k in [verb, *self.ancestors(verb)]:
            if self.deps[k] == "relcl":
                return [self.heads[k]]
        return []

    def doers(self, verb: int) -> list[int]:
        """Who performs the verb's act: the subject of an active verb, the “by” phrase of a passive one."""
        if self.is_passive(verb):
            return [d for a in self.kids(verb, "agent") for n in self.kids(a, "pobj") for d in self.conjuncts(n)]
        return self.subjects(verb)

    def objects(self, verb: int) -> list[int]:
        """Whom or what the verb's act is done to: the object of an active verb, the subject of a passive one."""
        if not self.is_passive(verb):
            return [d for o in self.kids(verb, "dobj", "dative") if self._nominal(o) for d in self.conjuncts(o)]
        if self.deps[verb] in {"acl", "relcl"} and not self.kids(verb, *SUBJECTS):
            return [self.heads[verb]]
        return self.subjects(verb)

    def _nominal(self, i: int) -> bool:
        """A noun, a name or what stands for one; not the preposition that spaCy calls dative."""
        return self.parse.lower[i] == "that" or self.parse.pos[i] in {
            "NOUN",
            "PROPN",
            "PRON",
            "NUM",
            "ADJ",
            "VERB",
            "X",
        }

    def prepositional(self, i: int, *words: str) -> list[int]:
        """Heads of what the prepositions hanging on `i` govern: nouns or gerunds."""
        out = []
        for prep in self.children[i]:
            if self.deps[prep] in {"prep", "dative", "agent", "prt"} and self.parse.lower[prep] in words:
                out += self.kids(prep, "pobj", "pcomp")
        return out

    def is_agent(self, i: int) -> bool:
        """The noun phrase headed by `i` can act: a named actor, a person, people, a body of people."""
        p = self.parse
        if p.lower[i] in _PERSONAL:
            return True
        if p.pos[i] == "PRON":
            mention = self.cast.at(i)
            return mention is not None and self.cast.actor(mention.name) is not None
        if p.lower[i] in words("thing") and i == self.parse.sentences[self.parse.sentence(i)][0]:
            return False  # a capital only because it begins the sentence: “Snow threatens to close the pass”
        if (mention := self.cast.mention_of(p.doc[i])) is not None:
            actor = self.cast.actor(mention.name)
            if actor is None and mention.form == "nominal":
                return is_person_noun(p.lemmas[i])
            named = mention.i > i and actor is not None and actor.kind != "place"  # “the messaging app Plink”
            return p.pos[i] == "PROPN" or named or not is_thing(p.lemmas[i])
        if p.pos[i] == "PROPN" and p.lower[i] in words("body"):
            return True
        if p.pos[i] == "PROPN":
            return p.doc[i].ent_type_ not in {"DATE", "TIME", "MONEY", "PERCENT", "EVENT", "LAW", "WORK_OF_ART"}
        return p.pos[i] == "NOUN" and is_person_noun(p.lemmas[i])

    # -- what is asked --------------------------------------------------------------------------------------------

    def phrase(self, i: int, without: Iterable[int] = ()) -> Span:
        """The longest run around `i` of what hangs below it, commas and quotation marks trimmed off its edges."""
        words = self.subtree(i, without)
        a = b = i
        while a - 1 in words:
            a -= 1
        while b + 1 in words:
            b += 1
        return self.parse.trim(a, b + 1)


@functools.lru_cache(maxsize=16)
def tree(article: Article) -> Tree:
    """The article's corrected tree."""
    return Tree(parse(article), cast(article))
