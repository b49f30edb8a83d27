"""What came of it: ties refusals, acceptances and deferrals to the act they answer, and derives its status.

A response is tied by what points back: an anaphor (“these demands”, “the second request”, “it”), a possessor
(“Moscow’s demands”), reversed roles (the one asked answers the one who asked), or shared words. Status is never
guessed: where the article reports no answer it is `not_reported`.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from newslens.acts.clauses import Tree, tree
from newslens.acts.frames import ANSWERS, ASKS, Finder, Frame, Who
from newslens.acts.speech import find_frames
from newslens.acts.status import ANSWERABLE, Answer, Reactions, akin, same, settle, stem
from newslens.acts.words import asking
from newslens.article import Article, Span

_RELATION = {"refusal": "rejects", "acceptance": "accepts", "deferral": "defers", "offer": "counters"}
_ORDINALS = {"first": 0, "former": 0, "second": 1, "latter": -1, "third": 2, "last": -1, "fourth": 3}
_BACK = frozenset(["it", "them", "this", "that", "these", "those", "one", "so", "neither", "both"])
_THRESHOLD = 2.5


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
        reactions = Reactions(self.rules, self.frames)
        for frame in self.frames:
            if frame.act not in ANSWERS:
                settle(frame, [*self.replies[frame], *reactions.to(frame)])
        for frame in self.frames:
            frame.reporter = self.rules.reporter(frame)
        return tuple(f for f in self.frames if f.act != "withdrawal")

    # -- linking --------------------------------------------------------------------------------------------------

    def _takes_up(self, frame: Frame) -> bool:
        """A promise or an offer to do what had been asked is an acceptance."""
        if frame.act not in {"promise", "offer"} or frame.realis != "actual" or any(x.refrain for x in frame.items):
            return False
        for other in self.frames:
            if other.act in ASKS and other.at < frame.at and not same(frame.demanders, other.demanders):
                asked = same(frame.demanders, other.addressees) or akin(frame.demanders, other.addressees)
                if self._overlap(frame, other) >= (0.5 if asked else 0.6):
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
            targets = [o for s, _, o in scored if s >= _THRESHOLD and same(o.demanders, best.demanders)] or [best]
        for target in targets:
            if frame.act == "withdrawal":
                self.replies[target].append(Answer("withdrawn", None, (), self._words(frame)))
                continue
            relation = _RELATION[frame.act]
            if frame.realis == "negated":
                relation = {"rejects": "accepts", "accepts": "rejects"}.get(relation, relation)
            frame.answers.append((target, relation))
            if self._unnamed(frame, target):
                frame.demanders = list(target.addressees)
            by = frame.demanders[0].name if frame.demanders else None
            self.replies[target].append(Answer(relation, by, self._which(frame, target), self._words(frame)))
            if (not target.addressees or target in self.inferred) and frame.demanders:
                # whoever answers had been asked
                self.inferred.add(target)
                target.addressees = [
                    *target.addressees,
                    *(w for w in frame.demanders if not same([w], target.addressees)),
                ]
            if self._turned_away(frame, target):
                frame.addressees, frame.items = list(target.demanders), []
            if not frame.addressees:
                frame.addressees = self._named_asker(frame, target)

    def _may_counter(self, frame: Frame) -> bool:
        """An offer that is made instead of what was asked."""
        p = self.parse
        if frame.act != "offer" or not frame.demanders:
            return False
        sentence = p.sentences[p.sentence(frame.at)]
        return p.lemmas[frame.cue[0]] == "counter" or "instead" in p.lower[slice(*sentence)]

    def _score(self, frame: Frame, other: Frame) -> float:
        """How surely `frame` answers `other`; below the threshold it does not."""
        p = self.parse
        taking_back = frame.act == "withdrawal"
        if other.act not in ANSWERABLE or other.realis in {"negated", "hypothetical"}:
            return 0.0
        inside = any(other.at in item.tokens for item in frame.items)
        if min(other.cue) > frame.at and not inside:
            return 0.0
        own = same(frame.demanders, other.demanders) or (taking_back and inside and not frame.demanders)
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
            first = self.tree.phrase(noun)[0]
            beside = first > 0 and p.words[first - 1] == "," and p.sentence(noun) == p.sentence(other.at)
            named = other.act in acts or (other.act in ASKS and bool(ASKS & set(acts)))
            if beside and named and other.at < noun:
                return 8.0  # “…, a demand the studio has dismissed”
            if acts and other.act in acts:
                score += 3.0 if self._definite(noun) else 1.5
            elif (acts and other.act != "promise" and self._definite(noun)) or (not acts and p.lower[noun] in _BACK):
                score += 1.5
            owner = [w for k in self.tree.kids(noun, "poss") for w in [self.rules.who(k)]]
            if owner:
                score += 2.0 if same(owner, other.demanders) else -3.0
        elif not frame.items:
            score += 1.5
        if noun is None and self._turned_away(frame, other):
            score += 3.0
        near = 0 <= p.sentence(frame.at) - p.sentence(other.at) <= 1
        if near and other is self._latest(frame) and (not frame.items or (noun is not None and p.lower[noun] in _BACK)):
            score += 1.2
        elif near and frame.act == "offer" and other is self._latest(frame):
            score += 2.6
        reversed_roles = same(frame.demanders, other.addressees)
        shared = self._overlap(frame, other)
        kin = reversed_roles or akin(frame.demanders, other.addressees) or self._unnamed(frame, other)
        if kin:
            score += 3.0 if reversed_roles else 2.0
        elif other.addressees and frame.demanders and noun is None and frame.items and shared < 0.5:
            score -= 1.0
        if same(frame.addressees, other.demanders):
            score += 2.0
        score += 3.0 * shared
        if any(same([self.rules.who(k)], other.demanders) for x in frame.items for k in self.tree.kids(x.head, "poss")):
            score += 2.0  # “is studying their claims”
        if kin and frame.act == "refusal" and [f for f in self.frames if f.act in ANSWERABLE - {"promise"}] == [other]:
            score += 1.0  # the only thing anybody asked
        bare = frame.act == "deferral" and (kin or near)  # “would reply next week”: nothing but the answering itself
        if (
            frame.needs_link
            and noun is None
            and frame.items
            and not (shared or bare or self._turned_away(frame, other))
        ):
            return 0.0
        if frame.act == "acceptance" and frame.items and noun is None and not shared and not reversed_roles:
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

    def _unnamed(self, frame: Frame, other: Frame) -> bool:
        """The responder is only “it”, and one party had been asked."""
        return len(other.addressees) == 1 and [w.name.lower() for w in frame.demanders] in (["it"], ["they"])

    def _latest(self, frame: Frame) -> Frame | None:
        earlier = [f for f in self.frames if f.act in ANSWERABLE and f.at < frame.at and f.realis == "actual"]
        return earlier[-1] if earlier else None

    def _turned_away(self, frame: Frame, other: Frame) -> bool:
        """“Officials turned her down”: what is refused is the one who asked."""
        for item in frame.items:
            personal = self.parse.lower[item.head] in {"her", "him", "them", "us", "me"}
            if personal or same([self.rules.who(item.head)], other.demanders):
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
                if points_back or (p.lower[k] in _BACK and p.pos[k] == "PRON" and p.deps[k] in {"dobj", "pobj"}):
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
        """The asker, where the response names it: “rejected a proposal from the mayor”, “Oslo’s demands”.

        Or its sentence does: “called these demands unfair, though it would answer Oslo’s demands”.
        """
        inside = {k for item in frame.items for k in item.tokens}
        named = [w for w in target.demanders if w.span is not None and w.span[0] in inside]
        noun = self._noun(frame)
        lemmas, sentence = self.parse.lemmas, self.parse.sentences[self.parse.sentence(frame.at)]
        nouns = [k for k in range(*sentence) if noun is not None and lemmas[k] == lemmas[noun]]
        owners = [self.rules.who(k) for n in nouns for k in self.tree.kids(n, "poss")]
        return named or [w for w in owners if same([w], target.demanders)]

    def _overlap(self, frame: Frame, other: Frame) -> float:
        """Shared content words, as a share of the response's own, its anaphoric nouns left out."""
        own = {w for w in self.rules.content_words(frame) if not asking(w)}
        theirs = self.rules.content_words(other)
        stems = {stem(w) for w in theirs}
        return len({w for w in own if stem(w) in stems}) / len(own) if own else 0.0

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
            answer = frame.needs_link or frame.act in {"acceptance", "deferral", "withdrawal"} or not frame.items
            if frame.act == "acceptance" and not frame.answers and not frame.needs_link and frame.items:
                # “agreed to hire more midwives”, where nobody had asked for it, is a promise
                frame.act, frame.strength = "promise", "medium"
            elif answer and frame.act in ANSWERS and not frame.answers:
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
            own = [f for f in earlier if same(f.demanders, frame.demanders)]
            if conditional and not own and earlier and not self._persons(frame.demanders):
                # “the caller’s voice said”: a voice without a name is that of whoever made the demand
                own = earlier
                frame.demanders, frame.addressees = earlier[-1].demanders, earlier[-1].addressees
            near = bool(own) and 0 <= p.sentence(frame.at) - p.sentence(own[-1].at) <= 1
            if own and (conditional or near or same(own[-1].addressees, frame.addressees)):
                own[-1].backed_by.append(frame)

    def _persons(self, whos: Iterable[Who]) -> bool:
        t = self.tree
        heads = [
            k for w in whos if w.span is not None for k in range(*w.span) if not w.span[0] <= t.heads[k] < w.span[1]
        ]
        return any(t.is_agent(k) for k in heads) or any(self.rules.cast.actor(w.name) is not None for w in whos)
