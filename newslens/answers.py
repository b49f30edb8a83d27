"""What came of it: ties refusals, acceptances and deferrals to the act they answer, and derives its status.

A response is tied by what points back: an anaphor (“these demands”, “the second request”, “it”), a possessor
(“Moscow’s demands”), reversed roles (the one asked answers the one who asked), or shared words. Status is never
guessed: where the article reports no answer it is `not_reported`.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from newslens.article import Article, Span
from newslens.clauses import Tree, tree
from newslens.demand_frames import ANSWERS, ASKS, Finder, Frame, Who
from newslens.demand_speech import find_frames
from newslens.demand_words import asking, words

_RELATION = {"refusal": "rejects", "acceptance": "accepts", "deferral": "defers", "offer": "counters"}
_VERDICT = {"rejects": "rejected", "accepts": "accepted", "defers": "under_consideration", "counters": "countered"}
_ORDINALS = {"first": 0, "former": 0, "second": 1, "latter": -1, "third": 2, "last": -1, "fourth": 3}
_BACK = frozenset(["it", "them", "this", "that", "these", "those", "one", "so", "neither", "both"])
_GENERIC = frozenset(
    [
        "company",
        "firm",
        "group",
        "agency",
        "club",
        "bank",
        "airline",
        "union",
        "maker",
        "carrier",
        "operator",
        "retailer",
        "regulator",
    ]
)
_ANSWERABLE = ASKS | {"offer", "promise"}
_THRESHOLD = 2.5


@dataclasses.dataclass(frozen=True)
class Answer:
    """One answer to one act: who gave it, to which items (none: all), how, and the words that show it."""

    relation: str
    by: str | None
    items: tuple[int, ...]
    at: Span


def answered(article: Article) -> tuple[Frame, ...]:
    """The article's acts with links and status, in text order; answers to nothing are dropped where they need one."""
    return Linker(article).run()


class Linker:
    def __init__(self, article: Article) -> None:
        self.rules = Finder(article, tree(article))
        self.tree: Tree = self.rules.tree
        self.parse = self.tree.parse
        self.frames = [dataclasses.replace(f, items=list(f.items)) for f in find_frames(article)]
        originals = dict(zip(find_frames(article), self.frames, strict=True))
        for frame in self.frames:
            frame.backed_by = [originals[b] for b in frame.backed_by if b in originals]
            frame.answers = []
        self.replies: dict[Frame, list[Answer]] = defaultdict(list)
        self.inferred: set[Frame] = set()

    def run(self) -> tuple[Frame, ...]:
        for frame in self.frames:
            self._link(frame)
        self._unlinked()
        self._threats()
        for frame in self.frames:
            if frame.act not in ANSWERS:
                self._silence_and_deeds(frame)
                self._settle(frame)
        for frame in self.frames:
            frame.reporter = self.rules.reporter(frame)
        return tuple(f for f in self.frames if f.act != "withdrawal")

    # -- linking --------------------------------------------------------------------------------------------------

    def _takes_up(self, frame: Frame) -> bool:
        """A promise by the one asked to do what was asked is an acceptance."""
        if frame.act != "promise" or frame.realis != "actual" or any(item.refrain for item in frame.items):
            return False
        for other in self.frames:
            if other.act in ASKS and other.at < frame.at and self._overlap(frame, other) >= 0.5:
                if self._same(frame.demanders, other.addressees) or self._akin(frame.demanders, other.addressees):
                    return True
        return False

    def _link(self, frame: Frame) -> None:
        if self._takes_up(frame):
            frame.act, frame.strength = "acceptance", None
        if frame.act not in ANSWERS and not self._may_counter(frame):
            return
        scored = [(self._score(frame, other), k, other) for k, other in enumerate(self.frames) if other is not frame]
        scored = [s for s in scored if s[0] >= _THRESHOLD]
        if not scored:
            return
        _, _, best = max(scored, key=lambda s: (s[0], s[1]))
        targets = [best]
        if frame.act != "offer" and self._plural_anaphor(frame):
            # “rejected both demands”, “the calls”: all open ones of the same asker
            targets = [o for s, _, o in scored if s >= _THRESHOLD and self._same(o.demanders, best.demanders)] or [best]
        for target in targets:
            if frame.act == "withdrawal":
                self.replies[target].append(Answer("withdrawn", None, (), self._words(frame)))
                continue
            relation = _RELATION[frame.act]
            if frame.realis == "negated":
                relation = {"rejects": "accepts", "accepts": "rejects"}.get(relation, relation)
            frame.answers.append((target, relation))
            by = frame.demanders[0].name if frame.demanders else None
            self.replies[target].append(Answer(relation, by, self._which(frame, target), self._words(frame)))
            if (not target.addressees or target in self.inferred) and frame.demanders:
                # whoever answers had been asked
                self.inferred.add(target)
                target.addressees = [
                    *target.addressees,
                    *(w for w in frame.demanders if not self._same([w], target.addressees)),
                ]
            if self._turned_away(frame, target):
                frame.addressees, frame.items = list(target.demanders), []
            if not frame.addressees:
                frame.addressees = self._named_asker(frame, target)

    def _may_counter(self, frame: Frame) -> bool:
        t, p = self.tree, self.parse
        sentence = p.sentences[p.sentence(frame.at)]
        return frame.act == "offer" and any(
            p.lower[k] in {"instead", "counter", "counteroffer"} for k in range(*sentence)
        )

    def _score(self, frame: Frame, other: Frame) -> float:
        """How surely `frame` answers `other`; below the threshold it does not."""
        p = self.parse
        taking_back = frame.act == "withdrawal"
        if other.act not in _ANSWERABLE or other.realis in {"negated", "hypothetical"}:
            return 0.0
        inside = any(other.at in item.tokens for item in frame.items)
        if min(other.cue) > frame.at and not inside:
            return 0.0
        own = self._same(frame.demanders, other.demanders)
        if own != taking_back:
            return 0.0
        if inside:
            return 10.0
        noun = self._noun(frame)
        score = 0.0
        if any(self._relative_to(item.head, other) for item in frame.items):
            return 8.0
        if noun is not None:
            acts = asking(p.lemmas[noun])
            if acts and other.act in acts:
                score += 3.0 if self._definite(noun) else 1.5
            elif (acts and other.act != "promise" and self._definite(noun)) or (not acts and p.lower[noun] in _BACK):
                score += 1.5
            owner = [w for k in self.tree.kids(noun, "poss") for w in [self.rules.who(k)]]
            if owner:
                score += 2.0 if self._same(owner, other.demanders) else -3.0
        elif not frame.items:
            score += 1.5
        elif self._turned_away(frame, other):
            score += 3.0
        near = 0 <= p.sentence(frame.at) - p.sentence(other.at) <= 1
        if near and other is self._latest(frame) and (not frame.items or (noun is not None and p.lower[noun] in _BACK)):
            score += 1.2
        reversed_roles = self._same(frame.demanders, other.addressees)
        kin = reversed_roles or self._akin(frame.demanders, other.addressees)
        if kin:
            score += 3.0 if reversed_roles else 2.0
        elif other.addressees and frame.demanders and noun is None:
            score -= 1.0
        if self._same(frame.addressees, other.demanders):
            score += 2.0
        shared = self._overlap(frame, other)
        score += 3.0 * shared
        if kin and frame.act == "refusal" and [f for f in self.frames if f.act in _ANSWERABLE - {"promise"}] == [other]:
            score += 1.0  # the only thing anybody asked
        if frame.needs_link and noun is None and frame.items and not shared and not self._turned_away(frame, other):
            return 0.0
        if frame.act == "acceptance" and frame.items and noun is None and not shared:
            return 0.0
        away = p.sentence(frame.at) - p.sentence(other.at)
        return score - 0.1 * min(away, 15)

    def _relative_to(self, head: int, other: Frame) -> bool:
        """“… a deal, which their association rejected”: the relative pronoun stands for what was offered."""
        t = self.tree
        if self.parse.tags[head] not in {"WDT", "WP"}:
            return False
        clause = next((a for a in t.ancestors(head) if t.deps[a] == "relcl"), None)
        return clause is not None and any(t.heads[clause] in item.tokens for item in other.items)

    def _latest(self, frame: Frame) -> Frame | None:
        earlier = [f for f in self.frames if f.act in _ANSWERABLE and f.at < frame.at and f.realis == "actual"]
        return earlier[-1] if earlier else None

    def _turned_away(self, frame: Frame, other: Frame) -> bool:
        """“Officials turned her down”: what is refused is the one who asked."""
        for item in frame.items:
            personal = self.parse.lower[item.head] in {"her", "him", "them", "us", "me"}
            if personal or self._same([self.rules.who(item.head)], other.demanders):
                return True
        return False

    def _noun(self, frame: Frame) -> int | None:
        """The noun or pronoun in a response that points back to what it answers (“these demands”, “it”)."""
        p = self.parse
        for item in frame.items:
            head = item.head
            if asking(p.lemmas[head]) or p.lower[head] in _BACK:
                return head
            for k in sorted(item.tokens):
                points_back = asking(p.lemmas[k]) and p.pos[k] == "NOUN" and self._definite(k)
                if points_back or (k == head + 1 and p.lower[k] in _BACK and p.pos[k] == "PRON"):
                    return k
        return None

    def _definite(self, noun: int) -> bool:
        p = self.parse
        if p.lower[noun] in _BACK:
            return True
        return any(
            p.lower[c] in {"the", "this", "that", "these", "those", "both", "all", "such", "any"}
            or self.tree.deps[c] == "poss"
            for c in self.tree.children[noun]
        )

    def _plural_anaphor(self, frame: Frame) -> bool:
        noun = self._noun(frame)
        return noun is not None and self.parse.tags[noun] == "NNS" and self._definite(noun)

    def _which(self, frame: Frame, target: Frame) -> tuple[int, ...]:
        """The items of `target` that the response is about; empty for all of them."""
        if len(target.items) < 2:
            return ()
        noun = self._noun(frame)
        if noun is not None:
            for c in self.tree.children[noun]:
                if self.parse.lower[c] in _ORDINALS:
                    return (_ORDINALS[self.parse.lower[c]] % len(target.items),)
            return ()
        said = self.rules.content_words(frame)
        shares = [len(said & self.rules.content_words(Frame("", [0], items=[item]))) for item in target.items]
        if max(shares) == 0:
            rest = [k for k in range(len(target.items)) if not any(k in a.items for a in self.replies[target])]
            return tuple(rest) if len(rest) < len(target.items) else ()
        return tuple(k for k, n in enumerate(shares) if n == max(shares))

    def _named_asker(self, frame: Frame, target: Frame) -> list[Who]:
        """The asker, where the response names it: “rejected a proposal from the mayor”, “Oslo’s demands”."""
        inside = {k for item in frame.items for k in item.tokens}
        named = [w for w in target.demanders if w.span is not None and w.span[0] in inside]
        noun = self._noun(frame)
        owners = [self.rules.who(k) for k in self.tree.kids(noun, "poss")] if noun is not None else []
        return named or [w for w in owners if self._same([w], target.demanders)]

    def _overlap(self, frame: Frame, other: Frame) -> float:
        """Shared content words, as a share of the response's own, its anaphoric nouns left out."""
        own = {w for w in self.rules.content_words(frame) if not asking(w)}
        theirs = self.rules.content_words(other)
        stems = {_stem(w) for w in theirs}
        return len({w for w in own if _stem(w) in stems}) / len(own) if own else 0.0

    @staticmethod
    def _same(a: Iterable[Who], b: Iterable[Who]) -> bool:
        return bool({w.name for w in a} & {w.name for w in b})

    def _akin(self, a: Iterable[Who], b: Iterable[Who]) -> bool:
        """The one speaks for the other: officials of a league, a ministry of the government, a named body's spokesman."""
        return any(_akin(x.name, y.name) for x in a for y in b)

    def _words(self, frame: Frame) -> Span:
        """The run of words that shows an answer: from its cue to the end of its first item."""
        p = self.parse
        near = [frame.at] + [k for k in frame.cue if abs(k - frame.at) < 4]
        tokens = set(near).union(*(item.tokens for item in frame.items[:1])) if frame.items else set(near)
        sentence = p.sentences[p.sentence(frame.at)]
        inside = [k for k in tokens if sentence[0] <= k < sentence[1]]
        return p.trim(min(inside), max(inside) + 1)

    # -- what needs an antecedent ------------------------------------------------------------------------------------

    def _unlinked(self) -> None:
        kept = []
        for frame in self.frames:
            if frame.act == "acceptance" and not frame.answers and not frame.needs_link and frame.items:
                # “agreed to open a corridor”, where nobody had asked for it, is a promise
                frame.act, frame.strength = "promise", "medium"
            elif frame.act in {"acceptance", "deferral", "withdrawal"} and not frame.answers:
                if frame.act != "withdrawal" or not frame.answers:
                    continue
            kept.append(frame)
        self.frames = kept

    def _threats(self) -> None:
        """A threat made to get what was asked: same party, and “if they refuse”, “otherwise”, “unless”."""
        p = self.parse
        for k, frame in enumerate(self.frames):
            if frame.act != "threat" or any(frame in f.backed_by for f in self.frames):
                continue
            conditional = frame.condition is not None and any(
                p.lemmas[i] in {"refuse", "not", "fail", "reject", "ignore", "comply", "meet", "unless"}
                for i in range(*frame.condition)
            )
            earlier = [f for f in self.frames[:k] if f.act in ASKS]
            same = [f for f in earlier if self._same(f.demanders, frame.demanders)]
            if conditional and not same and earlier and not self._persons(frame.demanders):
                # “the voice on the tape said”: a voice without a name is that of whoever made the demand
                same = earlier
                frame.demanders, frame.addressees = earlier[-1].demanders, earlier[-1].addressees
            if same and (conditional or self._same(same[-1].addressees, frame.addressees)):
                same[-1].backed_by.append(frame)

    def _persons(self, whos: Iterable[Who]) -> bool:
        t = self.tree
        heads = [
            k for w in whos if w.span is not None for k in range(*w.span) if not w.span[0] <= t.heads[k] < w.span[1]
        ]
        return any(t.is_agent(k) for k in heads) or any(self.rules.cast.actor(w.name) is not None for w in whos)

    # -- silence and deeds -------------------------------------------------------------------------------------------

    def _silence_and_deeds(self, frame: Frame) -> None:
        """The addressee said nothing, or did what was asked."""
        t, p = self.tree, self.parse
        if frame.act not in _ANSWERABLE or not frame.items:
            return
        asked = self.rules.content_words(frame)
        taken = {k for f in self.frames for k in f.cue}
        for i in range(max(max(frame.cue), max(max(x.tokens) for x in frame.items)) + 1, len(p)):
            if p.pos[i] not in {"VERB", "AUX"} or i in taken or p.sentence(i) - p.sentence(frame.at) > 6:
                continue
            subjects = t.subjects(i)
            who = [self.rules.who(s) for s in subjects]
            by_addressee = self._same(who, frame.addressees) or self._akin(who, frame.addressees)
            both = any(p.lower[k] in {"neither", "none", "nobody"} for s in subjects for k in [s, *t.children[s]])
            by_addressee = by_addressee or (both and len(frame.addressees) > 0)
            about = any(frame.at in t.subtree(s) for s in subjects)
            if self._silent(i) and (by_addressee or not frame.addressees or about):
                self.replies[frame].append(Answer("silent", who[0].name if who else None, (), self._clause(i)))
            elif frame.act in ASKS and self._does(i, subjects, by_addressee, asked, frame):
                self.replies[frame].append(
                    Answer("accepts", who[0].name if by_addressee else None, (), self._clause(i))
                )

    def _silent(self, i: int) -> bool:
        t, p = self.tree, self.parse
        negated = bool(t.kids(i, "neg")) or any(
            p.lower[c] in {"no", "neither", "none"} for s in t.kids(i, "nsubj") for c in [s, *t.children[s]]
        )
        if p.lemmas[i] in {"respond", "reply", "answer"} and (negated or "yet" in p.lower[max(i - 2, 0) : i]):
            return True
        if p.lemmas[i] in {"decline", "refuse"} and any(p.lemmas[c] == "comment" for c in t.kids(i, "xcomp")):
            return True
        if p.lemmas[i] == "ignore" and any(asking(p.lemmas[o]) for o in t.kids(i, "dobj")):
            return True
        if p.lemmas[i] == "meet" and any(p.lemmas[n] == "silence" for n in t.prepositional(i, "with", "by")):
            return True
        if p.lemmas[i] == "go" and any(p.lower[c] in {"unanswered", "unheeded", "ignored"} for c in t.children[i]):
            return True
        objects = t.kids(i, "dobj", "attr", "nsubjpass", "nsubj")
        return p.lemmas[i] in {"give", "send", "be", "make", "receive", "come", "offer"} and any(
            p.lemmas[o] in {"answer", "response", "reply"} and (t.has(o, "no") or negated) for o in objects
        )

    def _does(self, i: int, subjects: list[int], by_addressee: bool, asked: frozenset[str], frame: Frame) -> bool:
        """A deed in the past that does what was asked: “which issued one”, “the boats turned for port”."""
        t, p = self.tree, self.parse
        if p.tags[i] not in {"VBD", "VBN"} or t.kids(i, "neg"):
            return False
        voice = self.rules.voice(i)
        if voice is not None and voice is not self.rules.voice(frame.at) and frame.at not in voice[2]:
            return False
        if t.deps[i] in {"acl", "advcl", "amod", "xcomp"} or p.lemmas[i] not in words("comply"):
            return False
        if t.kids(i, "aux") and not any(p.lemmas[c] == "have" for c in t.kids(i, "aux")):
            return False
        objects = [*t.kids(i, "dobj"), *t.kids(i, "nsubjpass")]
        done = {p.lemmas[k] for o in objects for k in t.subtree(o)} | {p.lemmas[i]}
        stems = {_stem(w) for w in asked}
        if by_addressee:
            if p.lemmas[i] in {"comply", "obey"} or any(p.lower[o] in {"one", "it", "so"} for o in objects):
                return True
            return len([w for w in done if _stem(w) in stems]) > 0
        moved = {p.lemmas[k] for s in subjects for k in t.subtree(s)}
        return bool({_stem(w) for w in moved} & stems) and not any(t.is_agent(s) for s in subjects)

    def _clause(self, verb: int) -> Span:
        t, p = self.tree, self.parse
        tokens = [
            k for k in t.subtree(verb, without=t.kids(verb, "conj", "cc")) if k >= verb or t.deps[verb] != "relcl"
        ]
        if t.deps[verb] == "relcl":
            return p.trim(verb, max(tokens) + 1)
        subject = [k for s in t.kids(verb, "nsubj", "nsubjpass") for k in t.subtree(s)]
        start = min([verb, *subject])
        return p.trim(start, max(k for k in tokens) + 1)

    # -- status -----------------------------------------------------------------------------------------------------

    def _settle(self, frame: Frame) -> None:
        """Status of an act from all that answers it, and the words that decided it.

        withdrawn, then mixed (addressees differ), partly accepted (items differ), rejected or accepted (the last
        explicit answer), countered, under consideration, unanswered; not reported where the article says nothing.
        A promise to reply later does not lift a refusal.
        """
        replies = self.replies.get(frame, [])
        explicit = [r for r in replies if r.relation in {"accepts", "rejects"}]
        taken_back = [r for r in replies if r.relation == "withdrawn"]
        addressed = {w.name for w in frame.addressees}
        per_actor = {
            r.by: r.relation for r in replies if r.by in addressed and r.relation in {"accepts", "rejects", "silent"}
        }
        per_item = self._per_item(frame, explicit)
        if taken_back:
            frame.status, frame.status_at = "withdrawn", taken_back[-1].at
        elif len(per_actor) > 1 and len(set(per_actor.values())) > 1 and not any(r.items for r in explicit):
            both = [r.at for r in replies if r.by in addressed]
            frame.status, frame.status_at = "mixed", (min(a for a, _ in both), max(b for _, b in both))
        elif len(set(per_item.values())) > 1 or (
            explicit and None in per_item.values() and "accepts" in per_item.values()
        ):
            frame.status, frame.status_at = "partly_accepted", next(r.at for r in explicit if r.relation == "accepts")
            for k, relation in per_item.items():
                frame.items[k].status = _VERDICT[relation] if relation else None
        elif explicit:
            frame.status, frame.status_at = _VERDICT[explicit[-1].relation], self._first_of(explicit).at
        else:
            for relation in ("counters", "defers", "silent"):
                found = [r for r in replies if r.relation == relation]
                if found:
                    frame.status, frame.status_at = _VERDICT.get(relation, "unanswered"), found[0].at
                    return
            frame.status = "not_reported"

    @staticmethod
    def _first_of(explicit: list[Answer]) -> Answer:
        """The answer that settled it: the earliest of the run of equal ones at the end."""
        last = explicit[-1]
        for answer in reversed(explicit):
            if answer.relation != last.relation:
                break
            last = answer
        return last

    @staticmethod
    def _per_item(frame: Frame, explicit: list[Answer]) -> dict[int, str | None]:
        if not any(r.items for r in explicit):
            return {}
        out: dict[int, str | None] = dict.fromkeys(range(len(frame.items)))
        for reply in explicit:
            for k in reply.items or out:
                out[k] = reply.relation
        return out


def _akin(a: str, b: str) -> bool:
    """Names for a body and its part or its people: “League officials” and “the league”."""
    x, y = (
        {
            _stem(w.removesuffix("'s").removesuffix("’s"))
            for w in name.lower().split()
            if len(w) > 3 and w not in {"from", "with"}
        }
        for name in (a, b)
    )
    if x & y:
        return True
    if a.lower().removeprefix("the ") in _GENERIC and b[:1].isupper() and not b.startswith(("The ", "A ", "An ")):
        return True  # “the company” after a name
    state = words("state")
    return any(w in state for w in a.lower().split()) and any(w in state for w in b.lower().split())


def _stem(word: str) -> str:
    """Crude common beginning of related words: resign, resignation; admit, admission keep apart."""
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "als", "al", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
