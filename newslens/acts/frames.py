"""Finds the acts of an article: who demands, asks, offers, threatens, promises, refuses … what, of whom.

A cue of `lexicons/demand_cues.tsv` says where its addressee and its content stand; this module finds them in the
clause around it. Acts without a cue verb of their own are in `speech` (said + must, quoted commands) and in
`announcements` (will, “only if”); what answers what is in `answers`.
"""

from __future__ import annotations

import dataclasses
import functools
import re

from newslens import lexicons
from newslens.acts.clauses import SUBJECTS, Tree
from newslens.acts.parties import Parties, Who
from newslens.acts.reader import Reading
from newslens.acts.words import asking, is_deed, words
from newslens.article import Article, Span
from newslens.sourcing import Attribution

ASKS = frozenset({"condition", "demand", "appeal", "request"})
ANSWERS = frozenset({"refusal", "acceptance", "deferral", "withdrawal"})


def group(act: str) -> str:
    """The kind of an act: a demand, a request, an appeal and a condition all ask."""
    return "ask" if act in ASKS else act


@dataclasses.dataclass(frozen=True)
class Cue:
    """A line of the lexicon."""

    lemma: str
    particle: str | None
    act: str
    strength: str | None
    addressee: tuple[str, ...]
    content: tuple[str, ...]
    bars: frozenset[str]
    needs: frozenset[str]


@dataclasses.dataclass(eq=False)
class Item:
    """One separable thing asked, offered or refused."""

    head: int
    tokens: frozenset[int]
    refrain: bool
    status: str | None = None


@dataclasses.dataclass(eq=False)
class Frame:
    """An act on its way to becoming a `Demand`; all places are token indices."""

    act: str
    cue: list[int]
    strength: str | None = None
    demanders: list[Who] = dataclasses.field(default_factory=list)
    addressees: list[Who] = dataclasses.field(default_factory=list)
    items: list[Item] = dataclasses.field(default_factory=list)
    realis: str = "actual"
    repeated: bool = False
    needs_link: bool = False
    #: stands only as an answer of whoever was asked, right after the asking (“We are not leaving”)
    only_answers: bool = False
    #: the act whose noun stands beside the answer (“ruled out an inquiry, despite pleas from the families”)
    replies_to: Frame | None = None
    #: what the trained reader says of it, and whether nothing else does
    reading: Reading | None = None
    proposed: bool = False
    #: the innermost attribution around the act, and the one whose source reports it without being the demander
    attribution: Attribution | None = None
    reporter: Attribution | None = None
    reported_by: str | None = None
    #: names that stood for the actor before it turned out who “it” was
    replaced: set[str] = dataclasses.field(default_factory=set)
    condition: Span | None = None
    in_return: Span | None = None
    deadline: Span | None = None
    time: Span | None = None
    channel: Span | None = None
    status: str | None = None
    status_at: Span | None = None
    answers: list[tuple[Frame, str]] = dataclasses.field(default_factory=list)
    #: how much speaks for it that it is an answer
    tied: float = 0.0
    backed_by: list[Frame] = dataclasses.field(default_factory=list)

    @property
    def at(self) -> int:
        """The token where the act is said."""
        return self.cue[-1]

    @property
    def tokens(self) -> set[int]:
        return set(self.cue).union(*(item.tokens for item in self.items))


@functools.cache
def cues(pos: str) -> dict[str, tuple[Cue, ...]]:
    """The lexicon's verbs or nouns by lemma, those with a particle first."""
    out: dict[str, list[Cue]] = {}
    for row in lexicons.rows("demand_cues"):
        if row["pos"] == pos:
            lemma, _, particle = row["cue"].partition(" ") if pos != "idiom" else (row["cue"], "", "")
            needs = [n for n in row["needs"].split(";") if n]
            bars = [n.removeprefix("not:").split(",") for n in needs if n.startswith("not:")]
            cue = Cue(
                lemma,
                particle or None,
                row["act"],
                row["strength"] or None,
                tuple(a for a in row["addressee"].split(",") if a),
                tuple(c for c in row["content"].split(",") if c),
                frozenset(bars[0] if bars else ()),
                frozenset(n for n in needs if not n.startswith("not:")),
            )
            out.setdefault(lemma, []).append(cue)
    return {lemma: tuple(sorted(cs, key=lambda c: c.particle is None)) for lemma, cs in out.items()}


@functools.cache
def idioms() -> tuple[tuple[re.Pattern[str], Cue], ...]:
    """The lexicon's predicates as patterns over a text in lower case.

    What comes before is left to the reader: a pattern that begins with a letter is found six times faster.
    """
    return tuple(
        (re.compile(c.lemma.lower().replace(" ", r"\s+") + r"(?!\w)"), c) for cs in cues("idiom").values() for c in cs
    )


class Finder(Parties):
    """Reads one article's acts off its tree. Kept while the frames are collected, then dropped."""

    def __init__(self, article: Article, tree: Tree) -> None:
        super().__init__(article, tree)
        self.frames: list[Frame] = []

    # -- parties --------------------------------------------------------------------------------------------------

    def reporter(self, frame: Frame) -> Attribution | None:
        """Who reports the act: the innermost attribution around it whose source is not the demander.

        A recording or a letter is the channel through which the demander speaks, not somebody who vouches for it.
        """
        acting = {w.name for w in frame.demanders} | frame.replaced
        for voice in self.around(frame.at, frame.cue[0]):
            name = self.speaker(voice).name
            own = bool({name, voice[0].actor} & acting) or voice[0].source_kind == "document"
            own = own or any(w.span is not None and w.span[0] in voice[2] for w in frame.demanders)
            if not own and not self._answers(voice[2]):
                frame.reported_by = name
                return voice[0]
        return None

    def _answers(self, outside: frozenset[int]) -> bool:
        """Whoever rejects a plea has not reported it."""
        return any(c.act in ANSWERS | {"offer"} for k in outside for c in cues("verb").get(self.parse.lemmas[k], ()))

    # -- content --------------------------------------------------------------------------------------------------

    def items(self, head: int, drop: set[int], subject: bool = False) -> list[Item]:
        """The content headed by `head`, one item for each separable part, without what `drop` holds.

        A subject other than the addressee stays (“sanctions be lifted”). “Protect and defend all allies” is one item:
        its verbs share their object; “repair the roof and rehire the cook” is two.
        """
        t, p = self.tree, self.parse
        verbal = p.pos[head] in {"VERB", "AUX"}
        heads = [h for h in t.conjuncts(head) if h not in drop and (p.pos[h] in {"VERB", "AUX"}) == verbal]
        if verbal:
            heads = [h for h in heads if h == head or self._parallel(head, h)]
        groups: list[list[int]] = []
        for h in heads:
            shares = bool(groups) and not self._complete(groups[-1][-1], verbal)
            if shares:
                groups[-1].append(h)
            else:
                groups.append([h])
        voice = self.voice(head)
        outside = voice[2] if voice is not None else frozenset()
        firsts = {g[0] for g in groups}
        out = []
        for first in sorted(firsts):
            apart = {c for c in t.kids(first, "conj") if verbal and c not in heads and "or" not in p.lower[first:c]}
            tokens = t.subtree(first, without=(firsts - {first}) | drop | apart) - outside
            for k in [k for k in tokens if t.deps[k] in {"relcl", "advcl"} and k != first]:
                begins = min(t.subtree(k))
                if p.lower[max(begins - 1, 0)] == "," and (t.deps[k] == "relcl" or p.tags[begins] == "WDT"):
                    tokens -= t.subtree(k)  # “…, which their association rejected” tells what came of it
            for k in [k for k in tokens if t.deps[k] == "appos" and k != first and _names_an_act(p.lemmas[k])]:
                tokens -= t.subtree(k)  # “…, a request that the board is studying”
            start = min(tokens, default=first)
            if verbal:
                near = [c for c in t.children[first] if c < first and (t.deps[c] == "neg" or c == first - 1)]
                near = [c for c in near if t.deps[c] in {"neg", "advmod"} and c not in drop]
                near += [c for c in t.kids(first, "aux") if c + 1 in near and p.lemmas[c] == "do"]
                start = min([first, *(min(t.subtree(c)) for c in near)])  # “at least open one road”
                if p.lower[min(t.subtree(first))] == "what" and self.parse.deps[first] == "ccomp":
                    start = min(t.subtree(first))  # “what she called a trick”
                if subject and first == head:
                    start = min([start, *(min(t.subtree(s)) for s in t.kids(first, *SUBJECTS))])
            tokens = _without_tail({k for k in tokens if k >= start}, p.lower, first)
            if tokens:
                out.append(Item(first, frozenset(tokens), self._refrains(first, tokens)))
        return out

    def _parallel(self, a: int, b: int) -> bool:
        """The second verb is asked for like the first: same form, no subject and no tense of its own."""
        t, p = self.tree, self.parse
        own = {p.lower[c] for c in t.kids(b, "aux")} - {"to"} - {p.lower[c] for c in t.kids(a, "aux")}
        return not t.kids(b, *SUBJECTS) and not own and _same_form(p.tags[a], p.tags[b])

    def _complete(self, head: int, verbal: bool) -> bool:
        """What is joined on to `head` is a thing of its own: the verb has its own object, the noun is a deed."""
        t, p = self.tree, self.parse
        if not verbal:
            apart = all(t.kids(h, "det") for h in [head, *t.kids(head, "conj")]) and bool(t.kids(head, "conj"))
            return apart or is_deed(p.lemmas[head]) or bool(t.kids(head, "prep", "acl", "relcl"))
        return any(c > head and t.deps[c] not in {"cc", "conj", "punct", "prt"} for c in t.children[head])

    def _refrains(self, head: int, tokens: set[int]) -> bool:
        t, p = self.tree, self.parse
        if tokens & set(t.kids(head, "neg")) or p.lemmas[head] in words("refrain"):
            return True
        if p.lemmas[head] in words("empty"):
            return any(t.kids(c, "neg") for c in t.kids(head, "xcomp", "ccomp"))
        return t.has(head, "no") and p.pos[head] == "NOUN"

    # -- the surroundings of a cue -----------------------------------------------------------------------------------

    def realis(self, verb: int) -> str | None:
        """actual, negated, hypothetical or planned; None where the clause asserts no act at all (if-clauses)."""
        t, p = self.tree, self.parse
        chain = verb
        while True:
            if any(p.lower[c] in {"if", "unless", "whether", "lest"} for c in t.kids(chain, "mark")):
                return None
            if t.deps[chain] == "advcl" and t.has(chain, "once", "until") and t.kids(t.heads[chain], "aux", "neg"):
                return None  # “could go only once Oslo had guaranteed …”
            auxiliaries = {p.lower[c] for c in t.kids(chain, "aux")}
            if t.kids(chain, "neg") or any(
                p.lower[c] in {"no", "neither", "nobody", "none"}
                for s in t.kids(chain, "nsubj")
                for c in [s, *t.children[s]]
            ):
                return "negated"
            if auxiliaries & {"could", "may", "might"}:
                return "hypothetical"
            if auxiliaries & {"should", "must"}:
                return None
            if auxiliaries & {"would", "'d", "’d"} and p.lemmas[chain] not in {"like", "prefer"}:
                return "hypothetical" if self.voice(chain) is None or self._conditional(chain) else "planned"
            if auxiliaries & {"will", "shall", "'ll", "’ll"}:
                return "hypothetical" if self._conditional(chain) else "planned"
            head = t.heads[chain]
            if t.deps[chain] in {"xcomp", "pcomp"} and head != chain:
                above = head if t.deps[chain] == "xcomp" else t.heads[head]
                if p.lemmas[above] in {"decline", "refuse", "fail", "stop", "avoid", "deny"}:
                    return "negated"
                if p.lemmas[above] in {"want", "plan", "intend", "expect", "hope", "prepare", "go", "decide", "vow"}:
                    return "planned"
            if t.deps[chain] == "ccomp" and p.lemmas[head] in words("deny"):
                return "disputed"
            claimed = t.deps[chain] in {"acl", "ccomp"} and p.lemmas[head] in words("claim_noun")
            if claimed and p.lemmas[t.heads[head]] in words("deny"):
                return "disputed"  # “denied reports that they had threatened to resign”
            if t.deps[chain] == "conj" and not t.kids(chain, "aux", *SUBJECTS):
                chain = head
                continue
            return "actual"

    def _conditional(self, verb: int) -> bool:
        return any(self.tree.has(c, "if", "unless", "should") for c in self.tree.kids(verb, "advcl"))

    def surroundings(self, frame: Frame, verb: int, content: list[int], said: bool = True) -> set[int]:
        """Fills deadline, condition, return, time and channel; gives the branches that are therefore not content.

        `said`: the verb tells of the saying, so that its time is when that was said, not when something is to be done.
        """
        t, p = self.tree, self.parse
        drop: set[int] = set()
        parts = [h for c in content or [verb] for h in t.conjuncts(c) if said or h != verb]
        for host in dict.fromkeys([*parts, verb]):
            for c in list(t.children[host]):
                lower, dep = p.lower[c], t.deps[c]
                where = t.phrase(c)
                given = lower in {"provided", "providing"} and c > host
                if_clause = dep == "advcl" and t.has(c, "if", "unless", "once", "provided", "until")
                on_condition = lower == "on" and any(p.lemmas[n] == "condition" for n in t.kids(c, "pobj"))
                if c not in content and (given or if_clause or on_condition):
                    frame.condition = frame.condition or where
                    drop.add(c)
                elif dep == "advcl" and p.tags[c] == "VBG" and c > host and p.words[min(t.subtree(c)) - 1] == ",":
                    drop.add(c)  # “pay up, threatening to publish the files”
                elif dep == "prep" and lower in {"by", "within", "before"} and (self._dated(c) or self._occasion(c)):
                    frame.deadline = frame.deadline or where
                    drop.add(c)
                elif (
                    dep == "prep"
                    and lower == "in"
                    and any(p.lower[n] in {"return", "exchange"} for n in t.kids(c, "pobj"))
                ):
                    noun = t.kids(c, "pobj")[0]
                    goods = t.prepositional(noun, "for") or t.prepositional(verb, "for")
                    if goods:
                        frame.in_return = t.phrase(goods[0])
                        drop |= {c, *(k for k in t.kids(verb, "prep") if goods[0] in t.children[k])}
                elif dep == "prep" and (
                    lower in {"after", "following", "amid"} or (lower == "over" and t.kids(c, "pcomp"))
                ):
                    drop.add(c)
                elif (
                    dep == "advcl"
                    and p.lemmas[c] == "give"
                    and (terms := [o for o in t.kids(c, "dobj", "npadvmod") if self._dated(o)])
                ):
                    frame.deadline = frame.deadline or t.phrase(terms[0])
                    drop.add(c)  # “…, giving it 72 hours”
                elif dep == "advcl" and c not in content and t.has(c, "after", "as", "because") and not t.has(c, "if"):
                    drop.add(c)  # why it was asked, not what
                elif host == verb and said and self._dated(c) and dep in {"npadvmod", "prep"} and c not in content:
                    frame.time = frame.time or where
                    drop.add(c)
                elif host == verb and said and dep == "prep" and lower in {"in", "through", "via", "at", "by", "on"}:
                    nouns = t.kids(c, "pobj")
                    if nouns and p.lemmas[nouns[0]] in words("channel_noun"):
                        frame.channel = frame.channel or (c, min([where[1], *t.kids(nouns[0], "prep")]))
                        drop.add(c)
            if host == verb and t.has(host, "repeatedly", "again"):
                frame.repeated = True
        for c in t.kids(verb, "conj"):
            if p.lemmas[c] == "set" and any(p.lemmas[o] == "deadline" for o in t.kids(c, "dobj")):
                frame.deadline = frame.deadline or t.phrase(t.kids(c, "dobj")[0])
        return drop

    def _occasion(self, prep: int) -> bool:
        """“before the harvest holiday”, not “before a committee”."""
        nouns = self.tree.kids(prep, "pobj")
        return self.parse.lower[prep] == "before" and bool(nouns) and not self.tree.is_agent(nouns[0])

    def _dated(self, i: int) -> bool:
        nouns = self.tree.kids(i, "pobj") if self.tree.deps[i] == "prep" else [i]
        return any(self.parse.doc[n].ent_type_ in {"DATE", "TIME"} for n in nouns)

    def overlap(self, a: Frame, b: Frame) -> float:
        """Share of the shorter content's words that the other has too."""
        x, y = self.content_words(a), self.content_words(b)
        return len(x & y) / min(len(x), len(y)) if x and y else 0.0

    def content_words(self, frame: Frame) -> frozenset[str]:
        tokens = {k for item in frame.items for k in item.tokens}
        kept = {"NOUN", "VERB", "PROPN", "ADJ", "NUM"}
        return frozenset(self.parse.lemmas[k] for k in tokens if self.parse.pos[k] in kept)


def _names_an_act(lemma: str) -> bool:
    return bool(asking(lemma)) or lemma in words("step") | words("claim_noun") | {"something"}


def _same_form(a: str, b: str) -> bool:
    return a == b or {a, b} <= {"VB", "VBP"} or {a, b} <= {"VBD", "VBN"} or {a, b} <= {"VBZ", "VBD"}


def _without_tail(tokens: set[int], lower: tuple[str, ...], head: int) -> set[int]:
    """The run of tokens around the head, without a joining word left over at its end."""
    kept = sorted(tokens)
    while (
        kept
        and lower[kept[-1]] in {"and", "or", "but", ",", ";", "–", "—", "-", "’", "”", '"', "."}
        and kept[-1] > head
    ):
        kept.pop()
    return set(kept)
