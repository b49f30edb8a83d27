"""How two acts stand to each other: who answers whom, what points back to what, how much they share."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from newslens.acts.clauses import Tree
from newslens.acts.frames import Finder, Frame
from newslens.acts.parties import Who
from newslens.acts.status import ANSWERABLE, Answer, addressed, root, same
from newslens.acts.words import asking, deed_kinds, words
from newslens.article import Span

BACK = frozenset(["it", "them", "this", "that", "these", "those", "one", "so", "neither", "both"])

ORDINALS = {"first": 0, "former": 0, "second": 1, "latter": -1, "third": 2, "last": -1, "fourth": 3}


class Relations:
    """The acts of one stretch of an article, and judgments about pairs of them."""

    def __init__(self, rules: Finder, stretch: Span, found: tuple[Frame, ...]) -> None:
        self.rules, self.stretch = rules, stretch
        self.tree: Tree = self.rules.tree
        self.parse = self.tree.parse
        self.frames = [dataclasses.replace(f, items=list(f.items)) for f in found]
        originals = dict(zip(found, self.frames, strict=True))
        for frame in self.frames:
            frame.backed_by = [originals[b] for b in frame.backed_by if b in originals]
            frame.answers = []
            frame.replies_to = originals.get(frame.replies_to) if frame.replies_to is not None else None
        self.replies: dict[Frame, list[Answer]] = defaultdict(list)
        #: acts whose addressees only their answers tell, by answer
        self.inferred: dict[Frame, dict[Frame, list[Who]]] = defaultdict(dict)

    def _before_that(self, frame: Frame, other: Frame) -> bool:
        """“rejected the bid … Dunmore had offered 310p a share”: told later, done before."""
        p = self.parse
        if self.tree.has(other.at, "after") and p.sentence(other.at) == p.sentence(frame.at):
            return True  # “has agreed to open it, a week after the envoy asked for that”
        return self.tree.is_pluperfect(other.at) and 0 <= p.sentence(other.at) - p.sentence(frame.at) <= 1

    def _asked(self, frame: Frame, other: Frame) -> bool:
        """Whoever acts in `frame` is, or speaks for, or is one of those whom `other` is addressed to."""
        return addressed(self.rules, frame.demanders, other.addressees)

    def _alike(self, a: Frame, b: Frame) -> bool:
        """The same party acts in both, or one speaks for the other."""
        voices = [{f.attribution.actor} if f.attribution is not None else set() for f in (a, b)]
        heard = any(w.name in voices[1] for w in a.demanders) or any(w.name in voices[0] for w in b.demanders)
        spoken = any(
            self.rules.speaks_for(x, y) or self.rules.speaks_for(y, x) for x in a.demanders for y in b.demanders
        )
        return same(a.demanders, b.demanders) or heard or spoken

    def _own_side(self, frame: Frame, other: Frame) -> bool:
        """Its own chief executive made the offer: the company does not answer that."""
        bodies = self.rules.bodies
        pairs = [(a.name, b.name) for a in frame.demanders for b in other.demanders]
        return any(a in bodies.get(b, ()) or b in bodies.get(a, ()) for a, b in pairs)

    def _open(self, frame: Frame, other: Frame) -> bool:
        """Not answered yet, and asked of whoever answers now, in so many words or not."""
        return not self.replies[other] and (self._asked(frame, other) or not other.addressees)

    def _other_sums(self, frame: Frame, other: Frame) -> bool:
        """Both name an amount, and not the same: 3 percent where 7 were asked is no yes."""
        p = self.parse
        a, b = ({p.lower[k] for x in f.items for k in x.tokens if p.pos[k] == "NUM"} for f in (frame, other))
        return bool(a) and bool(b) and not a & b

    def _does_so(self, verb: int) -> bool:
        """“would do so”, “will give that assurance”."""
        t, p = self.tree, self.parse
        if p.lemmas[verb] in {"comply", "obey", "cooperate"}:
            return True
        if p.lemmas[verb] == "do":
            return t.has(verb, "so", "it", "that", "this")
        return any(
            p.lower[c] in {"that", "this", "such"} for o in t.kids(verb, "dobj") for c in t.kids(o, "det", "predet")
        )

    def _does_it(self, verb: int, other: Frame) -> bool:
        """What is announced is what was asked, in other words."""
        return self._does_so(verb) or self._bridges(verb) or self._same_kind_of_deed(verb, other)

    def _same_kind_of_deed(self, verb: int, other: Frame) -> bool:
        """“would ship a first batch”, where samples were to be shared: both verbs are of giving (Levin 1993)."""
        kinds = deed_kinds(self.parse.lemmas[verb])
        asked = [x for x in other.items if not x.refrain]
        return any(kinds & deed_kinds(self.parse.lemmas[x.head]) for x in asked)

    def _is_the_deed(self, frame: Frame, other: Frame, asked: bool) -> bool:
        """“appealed for guarantees”, “would guarantee”: done what was asked, by whoever was, or for whoever asked."""
        p = self.parse
        verb = frame.items[0].head
        nouns = [x.head for x in other.items if p.pos[x.head] == "NOUN" and not x.refrain]
        if not any(root(p.lemmas[verb]) == root(p.lemmas[n]) for n in nouns):
            return False
        named = {m.name for x in frame.items for k in x.tokens if (m := self.rules.cast.at(k)) is not None}
        return asked or (not other.addressees and bool(named & {w.name for w in other.demanders}))

    def _bridges(self, verb: int) -> bool:
        """“would erase the files”, where no files were spoken of: other words for what was asked."""
        t, p = self.tree, self.parse
        if p.lemmas[verb] in words("adverse") | words("adverse_if"):
            return False
        return any(
            t.has(o, "the") and p.places[p.lemmas[o]][0] >= verb and p.pos[o] == "NOUN" for o in t.kids(verb, "dobj")
        )

    def _noun(self, frame: Frame) -> int | None:
        """The noun or pronoun in a response that points back to what it answers (“these demands”, “it”)."""
        p = self.parse
        for item in frame.items:
            head = item.head
            points = asking(p.lemmas[head]) or p.lemmas[head] in words("step")
            if points or p.lower[head] in BACK or self._counted(head):
                return head
            for k in sorted(item.tokens):
                points_back = asking(p.lemmas[k]) and p.pos[k] == "NOUN" and self._definite(k)
                if points_back or (p.lower[k] in BACK and p.pos[k] == "PRON" and p.deps[k] in {"dobj", "pobj"}):
                    return k
        return None

    def _of_that_kind(self, frame: Frame, other: Frame) -> bool:
        """The noun by which `frame` takes something up is the very word for acts like `other`."""
        noun = self._noun(frame)
        return noun is not None and self.parse.lemmas[noun] in words(f"act:{other.act}")

    def _latest_named(self, frame: Frame, noun: int) -> Frame | None:
        """“accepted the offer”, “will rule on that motion”: the last one that somebody else made, not long before."""
        p, acts = self.parse, asking(self.parse.lemmas[noun])
        if p.tags[noun] != "NN" or not self.tree.has(noun, "the", "that", "this"):
            return None
        near = [f for f in self.frames if f.at < frame.at and p.sentence(frame.at) - p.sentence(f.at) <= 1]
        near = [f for f in near if f.act in acts & ANSWERABLE and not same(f.demanders, frame.demanders)]
        return near[-1] if near else None

    def _counted(self, head: int) -> bool:
        """“the first”, “the last two”: things counted, their noun left out."""
        p, t = self.parse, self.tree
        number = p.lower[head] in ORDINALS or any(p.lower[c] in ORDINALS for c in t.children[head])
        return number and p.pos[head] in {"ADJ", "NUM"} and t.has(head, "the")

    def _definite(self, noun: int) -> bool:
        p = self.parse
        if p.lower[noun] in BACK:
            return True
        return any(
            p.lower[c] in {"the", "this", "that", "these", "those", "both", "all", "such", "any"}
            or self.tree.deps[c] == "poss"
            for c in self.tree.children[noun]
        )

    def _plural_anaphor(self, frame: Frame) -> bool:
        noun = self._noun(frame)
        return noun is not None and self.parse.tags[noun] == "NNS" and self._definite(noun)

    def _turned_away(self, frame: Frame, other: Frame) -> bool:
        """“Officials turned her down”: what is refused is the one who asked."""
        for item in frame.items:
            personal = self.parse.lower[item.head] in {"her", "him", "them", "us", "me"}
            if personal or same([self.rules.who(item.head)], other.demanders):
                return True
        return False

    def _pronoun(self, frame: Frame) -> bool:
        """The responder is named by a pronoun alone."""
        spans = [w.span for w in frame.demanders if w.span is not None]
        return bool(spans) and all(j - i == 1 and self.parse.pos[i] == "PRON" for i, j in spans)

    def _unnamed(self, frame: Frame, other: Frame) -> bool:
        """The responder is only “it”, and one party had been asked."""
        return len(other.addressees) == 1 and [w.name.lower() for w in frame.demanders] in (["it"], ["they"])

    def _latest(self, frame: Frame) -> Frame | None:
        earlier = (f for f in reversed(self.frames) if f.act in ANSWERABLE and f.at < frame.at)
        return next((f for f in earlier if f.realis == "actual"), None)

    def _relative_to(self, head: int, other: Frame) -> bool:
        """“… a deal, which their association rejected”: the relative pronoun stands for what was offered."""
        t = self.tree
        if self.parse.tags[head] not in {"WDT", "WP"}:
            return False
        clause = next((a for a in t.ancestors(head) if t.deps[a] in {"relcl", "advcl", "ccomp"}), None)
        return clause is not None and (
            t.heads[clause] in other.cue or any(t.heads[clause] in item.tokens for item in other.items)
        )

    def _in_apposition(self, frame: Frame, other: Frame) -> bool:
        """“…, a claim the firm said it had no intention of paying”: an answer to what stands right before that noun."""
        t, p = self.tree, self.parse
        clause = next((a for a in [frame.cue[0], *t.ancestors(frame.cue[0])] if t.deps[a] == "relcl"), None)
        if clause is None or t.deps[t.heads[clause]] != "appos":
            return False
        noun = t.heads[clause]
        named = asking(p.lemmas[noun]) or p.lemmas[noun] in words("step") | words("claim_noun") | {"something"}
        before = [
            f for f in self.frames if f.act in ANSWERABLE and f.at < noun and p.sentence(f.at) == p.sentence(noun)
        ]
        return bool(named) and before[-1:] == [other]

    def _overlap(self, frame: Frame, other: Frame) -> float:
        """Shared content words, as a share of the response's own, its anaphoric nouns left out."""
        own = {w for w in self.rules.content_words(frame) if not asking(w) and w not in words("unit")}
        theirs = self.rules.content_words(other)
        stems = {root(w) for w in theirs}
        return len({w for w in own if root(w) in stems}) / len(own) if own else 0.0

    def _words(self, frame: Frame) -> Span:
        """The run of words that shows an answer: from its cue to the end of its first item."""
        p = self.parse
        near = [frame.at] + [k for k in frame.cue if abs(k - frame.at) < 4]
        tokens = set(near).union(*(item.tokens for item in frame.items[:1])) if frame.items else set(near)
        sentence = p.sentences[p.sentence(frame.at)]
        inside = [k for k in tokens if sentence[0] <= k < sentence[1]]
        return p.trim(min(inside), max(inside) + 1)

    def _asker_named(self, frame: Frame) -> bool:
        """The noun that an answer takes up says whose it is; the asker is then whom it is addressed to."""
        t, noun = self.tree, self._noun(frame)
        if noun is None or not asking(self.parse.lemmas[noun]):
            return False
        owners = [*t.kids(noun, "poss"), *t.prepositional(noun, "by", "from", "of")]
        frame.addressees = self.rules.parties([o for o in owners if self.parse.pos[o] != "PRON"])
        return bool(frame.addressees)

    def _persons(self, whos: Iterable[Who]) -> bool:
        t = self.tree
        heads = [
            k for w in whos if w.span is not None for k in range(*w.span) if not w.span[0] <= t.heads[k] < w.span[1]
        ]
        return any(t.is_agent(k) for k in heads) or any(self.rules.cast.actor(w.name) is not None for w in whos)
