"""Status of an act: what came of it, from what was answered, done or left unsaid, and the words that show it."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable

from newslens.acts.frames import ASKS, Finder, Frame
from newslens.acts.parties import Who
from newslens.acts.words import asking, words
from newslens.article import Span

_VERDICT = {"rejects": "rejected", "accepts": "accepted", "defers": "under_consideration", "counters": "countered"}
ANSWERABLE = ASKS | {"offer", "promise"}
_REACH = 6  # sentences from an act to a silence or a deed that answers it


@dataclasses.dataclass(frozen=True)
class Answer:
    """One answer to one act: who gave it, to which items (none: all), how, the words and the act that show it."""

    relation: str
    by: str | None
    items: tuple[int, ...]
    at: Span
    frame: Frame | None = None


def same(a: Iterable[Who], b: Iterable[Who]) -> bool:
    """Some party stands on both sides."""
    return bool({_bare(w.name) for w in a} & {_bare(w.name) for w in b})


def _bare(name: str) -> str:
    """A description without its article: “The mill” and “the mill” are one."""
    first, _, rest = name.partition(" ")
    return rest.lower() if first.lower() in {"the", "a", "an"} and rest else name


def akin(a: Iterable[Who], b: Iterable[Who]) -> bool:
    """The one speaks for the other: officials of a league, a ministry of the government, a body's spokesman."""
    return any(_speaks_for(x.name, y.name) for x in a for y in b)


def addressed(finder: Finder, acting: Iterable[Who], addressees: Iterable[Who]) -> bool:
    """Who acts is, or speaks for, or is one of the addressees."""
    pairs = [(a, b) for a in acting for b in addressees]
    return any(
        a.name == b.name or _speaks_for(a.name, b.name) or finder.speaks_for(a, b) or _one_of(finder, a, b)
        for a, b in pairs
    )


def _one_of(finder: Finder, a: Who, b: Who) -> bool:
    """“One of the pair”, “the other”, “most” of several; a leader, where both leaders were asked."""
    p, heads = finder.parse, finder.tree.heads
    if a.span is None or b.span is None:
        return False
    head = next((k for k in range(*b.span) if not b.span[0] <= heads[k] < b.span[1]), b.span[0])
    several = p.tags[head] in {"NNS", "NNPS"}
    actor = finder.cast.actor(a.name)
    body = actor is not None and actor.kind in {"organization", "state"} and finder.cast.actor(b.name) is None
    if several and body and p.lemmas[head] in words("generic") | words("state_noun") and a.span[0] > b.span[0]:
        return True  # “asked three airlines …; Lumen Air said”
    office = actor is not None and p.lemmas[head] in (actor.role or "").lower().split()
    first = a.span[0] + (p.lower[a.span[0]] == "the")
    return several and (office or p.lower[first] in words("partitive"))


def _speaks_for(a: str, b: str) -> bool:
    """Names for a body and its part or its people: “League officials” and “the league”."""
    x, y = (
        {
            stem(w.removesuffix("'s").removesuffix("’s"))
            for w in name.lower().split()
            if len(w) > 3 and w not in {"from", "with"}
        }
        for name in (a, b)
    )
    if x & y:
        return True
    for one, other in ((a, b), (b, a)):
        named = other[:1].isupper() and not other.startswith(("The ", "A ", "An "))
        described = one.lower().startswith(("the ", "its ", "their "))
        if named and described and one.lower().split()[-1] in words("generic"):
            return True  # “the company” after a name
    if named_body(b) and a.lower().removeprefix("the ") in words("staff"):
        return True  # “officials”, after a league was asked
    state = words("state")
    return any(w in state for w in a.lower().split()) and any(w in state for w in b.lower().split())


def named_body(name: str) -> bool:
    """A body rather than a person: “the league”, “Harbor Club”."""
    return any(w.strip(".,") in words("body") for w in name.lower().split())


def stem(word: str) -> str:
    """Crude common beginning of related words: resign, resignation; admit, admission keep apart."""
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "als", "al", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def root(word: str) -> str:
    """What a verb and its noun share: “suspend” and “suspension”."""
    return stem(word)[:6]


class Reactions:
    """Silence and deeds: the answers that nobody put into words."""

    def __init__(self, finder: Finder, frames: list[Frame]) -> None:
        self.finder, self.frames = finder, frames
        self._taken = {k for f in frames for k in f.cue}
        self._asked_at = sorted(f.at for f in frames if f.act in ANSWERABLE)
        self.tree, self.parse = finder.tree, finder.parse

    def to(self, frame: Frame) -> list[Answer]:
        """Silence about an act, and deeds that do what it asks."""
        t, p = self.tree, self.parse
        if frame.act not in ANSWERABLE or not frame.items:
            return []
        found = self._unanswered(frame)
        asked = self.finder.content_words(frame)
        after = max(max(frame.cue), max(max(x.tokens) for x in frame.items)) + 1
        first = 0 if t.is_pluperfect(frame.at) else after  # “had asked”: what is told before it was done after it
        here = p.sentence(frame.at)
        nearby = p.sentences[max(here - _REACH, 0)][0], p.sentences[min(here + _REACH, len(p.sentences) - 1)][1]
        for i in range(max(first, nearby[0]), nearby[1]):
            if p.pos[i] not in {"VERB", "AUX"} or i in self._taken:
                continue
            subjects = t.subjects(i)
            who = [self.finder.who(s) for s in subjects]
            if same(who, frame.demanders) and all(p.pos[s] == "PRON" for s in subjects):
                who = frame.addressees[:1]  # nobody answers himself: “it” is the other one
            by_addressee = addressed(self.finder, who, frame.addressees)
            if i < frame.at and (not by_addressee or p.sentence(frame.at) - p.sentence(i) > 1 or self._silent(i)):
                continue
            later = bisect.bisect_right(self._asked_at, frame.at)
            nearest = self._asked_at[later : later + 1] >= [i] or later == len(self._asked_at)
            both = nearest and any(
                p.lower[k] in {"neither", "none", "nobody"} for s in subjects for k in [s, *t.children[s]]
            )
            by_addressee = by_addressee or (both and len(frame.addressees) > 0)
            about = any(frame.at in t.subtree(s) for s in subjects)
            nobody = not subjects and p.sentence(i) - p.sentence(frame.at) <= 1  # “there was no response”
            silent = self._silent(i) and frame.realis == "actual" and self._is_about(i, frame)
            open_to_all = silent and not frame.addressees and nearest and not self._asked_elsewhere(frame, who)
            if self._heard_nothing(i, who, frame):
                found.append(Answer("silent", None, (), self._clause(i)))
            elif silent and (by_addressee or open_to_all or about or nobody):
                found.append(Answer("silent", who[0].name if who and by_addressee else None, (), self._clause(i)))
            elif frame.act in ASKS and self._does(i, subjects, by_addressee, asked, frame):
                found.append(Answer("accepts", who[0].name if by_addressee else None, (), self._clause(i)))
        return found

    def _heard_nothing(self, verb: int, who: list[Who], frame: Frame) -> bool:
        """“The asker had heard nothing”, “nothing was heard from those asked”."""
        if self.parse.lemmas[verb] != "hear" or not self.tree.has(verb, "nothing"):
            return False
        others = self.finder.parties(self.tree.prepositional(verb, "from"))
        return same(who, frame.demanders) or addressed(self.finder, others, frame.addressees)

    def _asked_elsewhere(self, frame: Frame, who: list[Who]) -> bool:
        """Whoever is silent was asked something else."""
        return any(f is not frame and addressed(self.finder, who, f.addressees) for f in self.frames)

    def _is_about(self, verb: int, frame: Frame) -> bool:
        """“ignored two earlier requests for data”: a silence about requests is about those named, no order or offer."""
        t, p = self.tree, self.parse
        nouns = [*t.kids(verb, "dobj", "nsubjpass", "nsubj"), *t.prepositional(verb, "to")]
        nouns = [n for n in nouns if asking(p.lemmas[n])]
        named = [f for f in self.frames if f.at in nouns]
        if named or not nouns:
            return frame in named or not nouns
        kin = [f for f in self.frames if f.at < verb and any(f.act in asking(p.lemmas[n]) for n in nouns)]
        alone = all(p.tags[n] == "NN" for n in nouns)  # “ignored that request”: the last
        return frame in (kin[-1:] if alone else kin)

    def _unanswered(self, frame: Frame) -> list[Answer]:
        """“Kenya has not responded to the offer”: the silence stands before the act that it is about."""
        t = self.tree
        verb = t.heads[frame.at]
        if t.deps[verb] == "prep":
            verb = t.heads[verb]
        elif t.deps[frame.at] != "dobj":
            return []
        if verb >= frame.at or not self._silent(verb):
            return []
        who = self.finder.parties(t.subjects(verb))
        if not frame.addressees:
            frame.addressees = [w for w in who if not same([w], frame.demanders)]
        return [Answer("silent", who[0].name if who else None, (), self._clause(verb))]

    def _silent(self, i: int) -> bool:
        t, p = self.tree, self.parse
        negated = bool(t.kids(i, "neg")) or any(
            p.lower[c] in {"no", "neither", "none"} for s in t.kids(i, "nsubj") for c in [s, *t.children[s]]
        )
        if p.lemmas[i] in {"respond", "reply", "answer"} and (negated or "yet" in p.lower[max(i - 2, 0) : i]):
            return True
        if p.lemmas[i] in {"write", "call", "get"} and t.has(i, "back") and negated:
            return True
        if p.lemmas[i] in {"decline", "refuse"} and any(p.lemmas[c] == "comment" for c in t.kids(i, "xcomp")):
            return True
        if p.lemmas[i] in {"rule", "decide"} and (
            "yet" in p.lower[max(i - 2, 0) : i] or (negated and t.has(i, "have", "has"))
        ):
            return True
        if p.lemmas[i] == "ignore" and any(asking(p.lemmas[o]) for o in t.kids(i, "dobj", "nsubjpass")):
            return True
        if p.lemmas[i] == "meet" and any(p.lemmas[n] == "silence" for n in t.prepositional(i, "with", "by")):
            return True
        if p.lemmas[i] == "go" and any(p.lower[c] in {"unanswered", "unheeded", "ignored"} for c in t.children[i]):
            return True
        objects = t.kids(i, "dobj", "attr", "nsubjpass", "nsubj")
        if p.lemmas[i] == "be" and not t.has(i, "there"):
            return False  # “that is not an answer” is a judgment
        return p.lemmas[i] in {"give", "send", "be", "make", "receive", "come", "offer"} and any(
            p.lemmas[o] in {"answer", "response", "reply", "comment"} and (t.has(o, "no") or negated) for o in objects
        )

    def _does(self, i: int, subjects: list[int], by_addressee: bool, asked: frozenset[str], frame: Frame) -> bool:
        """A deed in the past that does what was asked: “which sent one”, “the trucks left the square”."""
        t, p = self.tree, self.parse
        if p.tags[i] not in {"VBD", "VBN"} or t.kids(i, "neg") or any(frame.at in t.subtree(s) for s in subjects):
            return False
        voice = self.finder.voice(i)
        if voice is not None and voice is not self.finder.voice(frame.at) and frame.at not in voice[2]:
            return False
        if by_addressee and p.lemmas[i] == "do" and not t.kids(i, "dobj"):
            return True  # “did so”, “most did”
        if by_addressee and p.lemmas[i] == "do" and t.has(i, "it", "that"):
            return True
        if t.deps[i] in {"acl", "advcl", "amod", "xcomp"} or p.lemmas[i] not in words("comply"):
            return False
        if t.kids(i, "aux") and not any(p.lemmas[c] == "have" for c in t.kids(i, "aux")):
            return False
        objects = [*t.kids(i, "dobj"), *t.kids(i, "nsubjpass")]
        done = {p.lemmas[k] for o in objects for k in t.subtree(o)} | {p.lemmas[i]}
        stems = {root(w) for w in asked}
        if by_addressee:
            if p.lemmas[i] in {"comply", "obey"} or any(p.lower[o] in {"one", "it", "so"} for o in objects):
                return True
            return len([w for w in done if root(w) in stems]) > 0
        moved = {p.lemmas[k] for s in subjects for k in t.subtree(s)}
        return bool({root(w) for w in moved} & stems) and not any(t.is_agent(s) for s in subjects)

    def subjects(self, at: Span) -> list[int]:
        """Heads of what does the deed or keeps silent in the words that tell of it, without “…, she said, …”."""
        t = self.tree
        tops = [k for k in range(*at) if t.deps[k] == "ROOT" or not at[0] <= t.heads[k] < at[1]]
        verbs = [k for k in tops if self.parse.pos[k] in {"VERB", "AUX"}] or list(range(*at))
        return [s for k in verbs for s in t.subjects(k) if s in range(*at)]

    def _clause(self, verb: int) -> Span:
        t, p = self.tree, self.parse
        voice = self.finder.voice(verb)
        said = voice[2] if voice is not None else frozenset()  # “…, the mayor said”
        tokens = [
            k
            for k in t.subtree(verb, without=[*t.kids(verb, "conj", "cc"), *said])
            if k >= verb or t.deps[verb] != "relcl"
        ]
        if t.deps[verb] == "relcl":
            return p.trim(verb, max(tokens) + 1)
        subject = [k for s in t.kids(verb, "nsubj", "nsubjpass") for k in t.subtree(s)]
        start = min([verb, *subject])
        return p.trim(start, max(k for k in tokens) + 1)


def settle(frame: Frame, replies: list[Answer]) -> None:
    """Status of an act from all that answers it, and the words that decided it.

    withdrawn, then mixed (addressees differ), partly accepted (items differ), rejected or accepted (the last
    explicit answer), countered, under consideration, unanswered; not reported where the article says nothing.
    A promise to reply later does not lift a refusal.
    """
    explicit = [r for r in replies if r.relation in {"accepts", "rejects"}]
    taken_back = [r for r in replies if r.relation == "withdrawn"]
    answering = [r for r in replies if r in explicit or r.relation == "silent"]
    per_actor = {r.by: r.relation for r in replies if r.relation == "defers" and r.by is not None}
    per_actor |= {r.by: r.relation for r in answering if r.by is not None}
    per_item = _per_item(frame, explicit)
    for k, relation in per_item.items():
        frame.items[k].status = _VERDICT[relation] if relation else None
    if taken_back:
        frame.status, frame.status_at = "withdrawn", taken_back[-1].at
    elif explicit and len(per_actor) > 1 and len(set(per_actor.values())) > 1 and not any(r.items for r in explicit):
        both = [r.at for r in replies if r.by in per_actor]
        frame.status, frame.status_at = "mixed", (min(a for a, _ in both), max(b for _, b in both))
    elif "accepts" in per_item.values() and len(set(per_item.values())) > 1:
        frame.status, frame.status_at = "partly_accepted", next(r.at for r in explicit if r.relation == "accepts")
    elif explicit:
        frame.status, frame.status_at = _VERDICT[explicit[-1].relation], _first_of(explicit).at
    else:
        for relation in ("counters", "defers", "silent"):
            found = [r for r in replies if r.relation == relation]
            if found:
                frame.status, frame.status_at = _VERDICT.get(relation, "unanswered"), found[0].at
                return
        frame.status = "not_reported"


def _first_of(explicit: list[Answer]) -> Answer:
    """The answer that settled it: the earliest of the run of equal ones at the end."""
    last = explicit[-1]
    for answer in reversed(explicit):
        if answer.relation != last.relation:
            break
        last = answer
    return last


def _per_item(frame: Frame, explicit: list[Answer]) -> dict[int, str | None]:
    if not any(r.items for r in explicit):
        return {}
    out: dict[int, str | None] = dict.fromkeys(range(len(frame.items)))
    for reply in explicit:
        for k in reply.items or out:
            out[k] = reply.relation
    return out
