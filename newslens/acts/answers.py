"""What came of it: ties refusals, acceptances and deferrals to the act they answer, and derives its status.

A response is tied by what points back: an anaphor (“these demands”, “the second request”, “it”), a possessor
(“Moscow’s demands”), reversed roles (the one asked answers the one who asked), or shared words. Status is never
guessed: where the article reports no answer it is `not_reported`.
"""

from __future__ import annotations

from newslens.acts.clauses import tree
from newslens.acts.confidence import LEAST, is_shown
from newslens.acts.frames import ANSWERS, ASKS, Finder, Frame
from newslens.acts.parties import Who
from newslens.acts.relations import BACK, ORDINALS, Relations
from newslens.acts.speech import find_frames
from newslens.acts.status import ANSWERABLE, Answer, Reactions, akin, same, settle
from newslens.acts.stretches import stretches
from newslens.acts.words import asking, words
from newslens.article import Article

_RELATION = {"refusal": "rejects", "acceptance": "accepts", "deferral": "defers", "offer": "counters"}
_NUMBERS = {"two": 2, "three": 3, "four": 4}
_THRESHOLD = 2.5
_NAMED = 5.0  # what counts for an answer whose own words say to what
_READ = 0.3  # probability from which on the reader's word for an answer is taken


def answered(article: Article, least: float = LEAST) -> tuple[tuple[Frame, ...], ...]:
    """The article's acts of at least some confidence with links and status, in text order, stretch by stretch.

    Answers to nothing are dropped where they need one.
    """
    rules = Finder(article, tree(article))
    found = zip(stretches(rules.parse), find_frames(article, least), strict=True)
    return tuple(Linker(rules, stretch, frames).run(least) for stretch, frames in found)


class Linker(Relations):
    """Ties the acts together, then settles what came of each."""

    def run(self, least: float) -> tuple[Frame, ...]:
        for frame in self.frames:
            self._point_away(frame)
        self._disputed()
        for frame in list(self.frames):
            self._link(frame)
            if frame.act != "withdrawal" and not is_shown(self.parse, frame, least):
                self._drop(frame)
        self._unlinked()
        self._threats()
        reactions = Reactions(self.rules, self.frames)
        for frame in self.frames:
            if frame.act not in ANSWERS:
                settle(frame, [*self.replies[frame], *reactions.to(frame)])
        for frame in self.frames:
            frame.reporter = self.rules.reporter(frame)
            # the reader may break off at the article of whom it has in mind: somebody, but not named
            frame.addressees = [w for w in frame.addressees if w.name.lower() not in {"the", "a", "an"}]
        return tuple(f for f in self.frames if f.act != "withdrawal")

    def _drop(self, frame: Frame) -> None:
        """Too unlikely an act is none, and neither answers nor is answered."""
        self.frames.remove(frame)
        self.replies.pop(frame, None)
        for target, asked in self.inferred.items():
            gone = asked.pop(frame, [])
            target.addressees = [w for w in target.addressees if not any(w is x for x in gone)]
        for other, replies in self.replies.items():
            self.replies[other] = [reply for reply in replies if reply.frame is not frame]
        for other in self.frames:
            other.answers = [(target, relation) for target, relation in other.answers if target is not frame]
            other.backed_by = [threat for threat in other.backed_by if threat is not frame]

    def _point_away(self, frame: Frame) -> None:
        """“They must go too”, he said: not his own side, but those of whom he asked something before."""
        if frame.act not in ASKS or not frame.addressees or frame.attribution is None:
            return
        earlier = [
            f for f in self.frames if f.act in ASKS and f.at < frame.at and f.addressees and self._alike(f, frame)
        ]
        spans = [w.span for w in frame.addressees if w.span is not None]
        pronoun = bool(spans) and all(j - i == 1 and self.parse.pos[i] == "PRON" for i, j in spans)
        if earlier and pronoun and same(earlier[-1].demanders, frame.addressees):
            frame.addressees = list(earlier[-1].addressees)

    def _disputed(self) -> None:
        """What one source reports and the actor denies: “denies giving any such order”, “has not asked for it”."""
        t, p = self.tree, self.parse
        for i in p.places.get("deny", ()):
            if not self.stretch[0] <= i < self.stretch[1]:
                continue
            claimed = t.deps[i] == "relcl" and p.lemmas[t.heads[i]] in words("claim_noun")
            if claimed:  # “… had demanded an apology, a claim Seoul denied”
                denying = self.rules.parties(t.subjects(i))
                for frame in [f for f in self.frames if f.at < i and p.sentence(f.at) == p.sentence(i)]:
                    if same(frame.demanders, denying):
                        frame.realis = "disputed"
            if any(p.tags[o] == "WDT" for o in t.kids(i, "dobj")):  # “threatened to walk out, which she denies”
                for frame in [f for f in self.frames if t.heads[i] in f.tokens]:
                    frame.realis = "disputed"
            given = [o for c in t.kids(i, "xcomp", "ccomp") if p.tags[c] == "VBG" for o in t.kids(c, "dobj")]
            nouns = [o for o in given if asking(p.lemmas[o]) and t.has(o, "any", "such", "the", "that")]
            who = self.rules.parties(t.subjects(i))
            before = [f for f in self.frames if f.at < i and nouns and f.act in asking(p.lemmas[nouns[0]])]
            for frame in [f for f in before if same(f.demanders, who)][-1:]:
                frame.realis = "disputed"
        for frame in self.frames:
            for other in self.frames:
                against = other.realis == "negated" and {frame.act, other.act} <= ASKS
                against = against and frame.realis == "actual" and same(frame.demanders, other.demanders)
                if against and self.rules.overlap(frame, other) >= 0.5:
                    frame.realis = "disputed"

    def _takes_up(self, frame: Frame) -> str | None:
        """What a promise or an offer that takes up an earlier act really is: doing what was asked, or fighting it."""
        p = self.parse
        if frame.act not in {"promise", "offer"} or frame.realis != "actual" or not frame.items:
            return None
        head = frame.items[0].head
        for other in reversed(self.frames):
            if other.act not in ASKS or other.at >= frame.at or same(frame.demanders, other.demanders):
                continue
            asked = self._asked(frame, other)
            away = p.sentence(frame.at) - p.sentence(other.at)
            assured = p.pos[frame.at] == "NOUN" and p.lemmas[frame.at] in words("assurance") and away == 0
            if assured and not self._others(frame.demanders, other.addressees):
                # “called on managers to keep the files, and the trust gave an assurance that …”
                frame.replies_to = other
                return "acceptance"
            if p.lemmas[head] in words("defy") and asked and self._overlap(frame, other):
                return "refusal"
            if self._other_sums(frame, other):
                continue
            if self._overlap(frame, other) >= (0.5 if asked else 0.6):
                # “not to park there”, “would go on parking there”: the opposite of what was asked
                opposite = {x.refrain for x in frame.items} != {x.refrain for x in other.items}
                return "refusal" if opposite else "acceptance"
            if any(x.refrain for x in frame.items):
                continue
            if asked and frame.act == "promise" and away <= 3 and self._does_it(head, other):
                return "acceptance"
            if frame.act == "promise" and away <= 3 and self._is_the_deed(frame, other, asked):
                frame.replies_to = other
                return "acceptance"
        return None

    def _link(self, frame: Frame) -> None:
        if (taken := self._takes_up(frame)) is not None:
            frame.act, frame.strength = taken, None
        if frame.act not in ANSWERS and not self._may_counter(frame):
            self._counter(frame)
            return
        scored = [(self._score(frame, other), k, other) for k, other in enumerate(self.frames) if other is not frame]
        if frame.replies_to is not None:
            scored = [(_NAMED, 0, frame.replies_to)]
        own = [other for s, _, other in scored if s >= _THRESHOLD and self._of_that_kind(frame, other)]
        # “dismissed the conditions”: no demand, where there are conditions
        barred = [] if not own else [o for o in self.frames if o not in own and not self._of_that_kind(frame, o)]
        scored = [(s if o in barred else max(s, self._read_as_answer(frame, o)), k, o) for s, k, o in scored]
        scored = [s for s in scored if s[0] >= _THRESHOLD] or self._only_open(frame)
        if not scored:
            return
        frame.tied, _, best = max(scored, key=lambda s: (s[0], s[1]))
        best = self._ordinal(frame, best)
        targets = [best]
        if frame.act in {"refusal", "acceptance"} and (not frame.items or self._turned_away(frame, best)):
            # “refused”, “turned them down”: all that the same asker wanted of the one who answers
            targets = [o for s, _, o in scored if self._alike(o, best) and self._open(frame, o)] or [best]
        if frame.act != "offer" and self._plural_anaphor(frame):
            # “rejected both demands”, “the calls”: all open ones of the same asker
            targets = [o for s, _, o in scored if s >= _THRESHOLD and self._alike(o, best)] or [best]
            noun = self._noun(frame)
            if noun is not None and self.tree.has(noun, "both") and len(targets) == 1:
                targets = [o for o in self.frames if o.act in ASKS and o.at < frame.at][-2:]
        for target in targets:
            if frame.act == "withdrawal":
                self.replies[target].append(Answer("withdrawn", None, (), self._words(frame), frame))
                continue
            relation = _RELATION[frame.act]
            if frame.realis == "negated":
                relation = {"rejects": "accepts", "accepts": "rejects"}.get(relation, relation)
            frame.answers.append((target, relation))
            nobody = not frame.demanders  # “the request was being considered”
            if nobody or self._unnamed(frame, target) or same(frame.demanders, target.demanders):
                frame.replaced |= {w.name for w in frame.demanders}
                frame.demanders = list(target.addressees)
            by = frame.demanders[0].name if frame.demanders else None
            self.replies[target].append(Answer(relation, by, self._which(frame, target), self._words(frame), frame))
            if (not target.addressees or target in self.inferred) and frame.demanders:
                # whoever answers had been asked
                asked = [self.rules.on_behalf(w) for w in frame.demanders]
                self.inferred[target][frame] = [w for w in asked if not same([w], target.addressees)]
                target.addressees += self.inferred[target][frame]
            if self._turned_away(frame, target):
                frame.addressees, frame.items = list(target.demanders), []
            if not frame.addressees:
                countered = frame.act == "offer"
                frame.addressees = list(target.demanders) if countered else self._named_asker(frame, target)

    def _read_as_answer(self, frame: Frame, other: Frame) -> float:
        """What the reader's word that `frame` answers `other` counts for; nobody answers himself."""
        if frame.reading is None or same(frame.demanders, other.demanders):
            return 0.0
        surely = max((p for k, p in frame.reading.answers.items() if k in other.cue), default=0.0)
        return _THRESHOLD + 4.0 * surely if surely >= _READ else 0.0

    def _only_open(self, frame: Frame) -> list[tuple[float, int, Frame]]:
        """The one thing asked just before that nobody has answered: a refusal that says no more is of that.

        Not where somebody else of the same kind had been asked: another state, another company.
        """
        agreed = frame.act == "acceptance" and (not frame.items or self.parse.lemmas[frame.at] in {"agree", "consent"})
        plain = frame.act in {"refusal", "deferral"} or agreed
        if not plain or frame.realis != "actual" or not frame.demanders or frame.only_answers:
            return []
        here = self.parse.sentence(frame.at)
        near = [
            (k, f)
            for k, f in enumerate(self.frames)
            if f.act in ASKS and f.realis == "actual" and f.at < frame.at
            if here - self.parse.sentence(f.at) <= (1 if f.addressees else 2)
        ]
        near = [(k, f) for k, f in near if not self.replies[f] and not same(f.demanders, frame.demanders)]
        near = [(k, f) for k, f in near if not self._others(frame.demanders, f.addressees)]
        near = [(k, f) for k, f in near if not akin(frame.demanders, f.demanders)]  # “officers”, after the force asked
        return [(_THRESHOLD, k, f) for k, f in near] if len(near) == 1 else []

    def _others(self, acting: list[Who], addressed: list[Who]) -> bool:
        """Both are named, of one kind, and not the same."""
        actors = [(self.rules.cast.actor(a.name), self.rules.cast.actor(b.name)) for a in acting for b in addressed]
        return any(a is not None and b is not None and a.kind == b.kind and a.name != b.name for a, b in actors)

    def _ordinal(self, frame: Frame, best: Frame) -> Frame:
        """“the second request”, where each request is an act of its own."""
        noun = self._noun(frame)
        if noun is None or len(best.items) > 1:
            return best
        place = next(
            (ORDINALS[self.parse.lower[c]] for c in self.tree.children[noun] if self.parse.lower[c] in ORDINALS), None
        )
        row = [f for f in self.frames if f.act in ASKS and f.at < frame.at and same(f.demanders, best.demanders)]
        return row[place % len(row)] if place is not None and len(row) > 1 else best

    def _counter(self, frame: Frame) -> None:
        """An offer or a condition from the one asked: something else instead."""
        if frame.act not in {"offer", "condition"} or frame.realis not in {"actual", "planned"}:
            return
        p = self.parse
        for other in reversed(self.frames):
            away = p.sentence(frame.at) - p.sentence(other.at)
            if other.act not in ASKS | {"offer"} or other.at >= frame.at or away > 4 or other.realis != "actual":
                continue
            if self.tree.is_pluperfect(frame.at) and not self.tree.is_pluperfect(other.at):
                continue  # “had offered that in May”
            if any(r.relation == "accepts" and r.by in {w.name for w in frame.demanders} for r in self.replies[other]):
                return  # has said yes already
            unnamed = frame.act == "offer" and not other.addressees and away <= 1
            if (unnamed or self._asked(frame, other)) and not self._alike(frame, other):
                frame.answers.append((other, "counters"))
                by = frame.demanders[0].name if frame.demanders else None  # “they were offered a meeting”
                self.replies[other].append(Answer("counters", by, (), self._words(frame), frame))
                if frame.act == "offer" and not frame.addressees:
                    frame.addressees = list(other.demanders)
                return

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
        if min(other.cue) > frame.at and not inside and not self._before_that(frame, other):
            return 0.0
        own = same(frame.demanders, other.demanders) or (taking_back and not frame.demanders)  # “the order was lifted”
        own = own or self._own_side(frame, other)
        swapped = own and not taking_back and bool(other.addressees) and self._pronoun(frame)
        if own != taking_back and not swapped:  # nobody answers himself: “it” is the other one
            return 0.0
        if inside:
            return 10.0
        if frame.only_answers:
            return self._follows(frame, other)
        noun = self._noun(frame)
        so = bool(frame.items) and self._does_so(frame.items[0].head)
        score = 0.0
        if any(self._relative_to(item.head, other) for item in frame.items) or self._in_apposition(frame, other):
            return 8.0
        if noun is not None:
            acts = asking(p.lemmas[noun])
            first = self.tree.phrase(noun)[0]
            beside = first > 0 and p.words[first - 1] == "," and p.sentence(noun) == p.sentence(other.at)
            named = (
                other.act in acts or (other.act in ASKS and bool(ASKS & set(acts))) or p.lemmas[noun] in words("step")
            )
            if beside and named and other.at < noun:
                return 8.0  # “…, a demand the studio has dismissed”
            if acts and other.act in acts:
                score += 3.0 if self._definite(noun) else 1.5
                score += 1.5 if p.lemmas[noun] in words(f"act:{other.act}") else 0.0
            elif "offer" in acts and other.act == "promise" and other.condition is not None:
                score += 3.0  # “will end the strike if …”: a proposal
            elif (acts and other.act != "promise" and self._definite(noun)) or (
                not acts and (p.lower[noun] in BACK or self._counted(noun))
            ):
                score += 1.5
            if other is self._latest_named(frame, noun):
                score += 2.0 if self.tree.has(noun, "that", "this") else 1.0
            owner = [w for k in self.tree.kids(noun, "poss") for w in [self.rules.who(k)]]
            if owner:
                pronoun = any(p.pos[k] == "PRON" for k in self.tree.kids(noun, "poss"))
                score += 2.0 if same(owner, other.demanders) else 0.0 if pronoun else -3.0
        elif not frame.items or so:
            score += 1.5
        if noun is None and self._turned_away(frame, other):
            score += 3.0
        assured = frame.needs_link and any(p.lemmas[x.head] in words("assurance") for x in frame.items)
        score += 1.5 * assured
        explicit = [r for r in self.replies[other] if r.relation in {"accepts", "rejects"}]
        answered = {r.by for r in explicit if p.sentence(r.at[0]) < p.sentence(frame.at)}
        if frame.act in {"acceptance", "refusal", "deferral"} and answered & {w.name for w in frame.demanders}:
            score -= 2.0  # has had its answer
        last = max([p.sentence(other.at), *(p.sentence(r.at[0]) for r in self.replies[other])])
        near = 0 <= p.sentence(frame.at) - last <= 1
        if (
            near
            and other is self._latest(frame)
            and (not frame.items or so or (noun is not None and p.lower[noun] in BACK))
        ):
            score += 1.2
        elif near and frame.act == "offer" and other is self._latest(frame):
            score += 2.6
        elif near and other is self._latest(frame) and not other.addressees:
            if noun is not None:
                score += 3.0 if self.tree.has(noun, "that", "this") else 1.5
            elif frame.act in {"refusal", "deferral"}:
                score += 2.6  # “ruled out any change”, right after a demand on nobody in particular
        reversed_roles = same(frame.demanders, other.addressees)
        shared = self._overlap(frame, other)
        kin = reversed_roles or self._asked(frame, other) or self._unnamed(frame, other) or swapped
        if kin:
            score += (3.0 if reversed_roles else 2.0) + (0.8 if near else 0.0)
        elif other.addressees and frame.demanders and noun is None and frame.items and shared < 0.5:
            score -= 1.0
        if same(frame.addressees, other.demanders):
            score += 2.0
        score += 3.0 * shared
        if frame.act == "deferral" and shared >= 0.5 and not other.addressees:
            score += 1.2  # “would decide on the recount”, where nobody in particular had been asked for one
        if any(same([self.rules.who(k)], other.demanders) for x in frame.items for k in self.tree.kids(x.head, "poss")):
            score += 2.0  # “is studying their claims”
        if kin and frame.act == "refusal" and [f for f in self.frames if f.act in ANSWERABLE - {"promise"}] == [other]:
            score += 1.0  # the only thing anybody asked
        obeys = kin and p.lemmas[frame.cue[0]] in {"comply", "obey", "abide"}  # “would comply with the ruling”
        bare = (
            assured or obeys or (frame.act == "deferral" and (kin or near))
        )  # “would reply next week”: nothing but the answering itself
        if kin and near and frame.act == "acceptance" and any(self.tree.has(x.head, "the") for x in frame.items):
            bare = True  # “accepted the sale”: other words for what was asked
        if (
            frame.needs_link
            and noun is None
            and frame.items
            and not (shared or bare or self._turned_away(frame, other))
        ):
            return 0.0
        if frame.act == "acceptance" and frame.items and noun is None and not shared:
            head = frame.items[0].head
            deed = p.pos[head] in {"VERB", "AUX"}
            if not kin or (deed and not self._does_it(head, other)):
                return 0.0  # “agreed to open a corridor”, where that is not what was asked
        away = p.sentence(frame.at) - p.sentence(other.at)
        return score - 0.1 * min(away, 15)

    def _follows(self, frame: Frame, other: Frame) -> float:
        """How surely words that are no answer by themselves are one: said by whoever was asked, right after it."""
        last = max([self.parse.sentence(other.at), *(self.parse.sentence(r.at[0]) for r in self.replies[other])])
        away = self.parse.sentence(frame.at) - last
        asked = self._asked(frame, other) or self._unnamed(frame, other)
        anybody = not other.addressees and other is self._latest(frame)
        return 6.0 - away if other.act in ASKS | {"offer"} and 0 <= away <= 2 and (asked or anybody) else 0.0

    def _which(self, frame: Frame, target: Frame) -> tuple[int, ...]:
        """The items of `target` that the response is about; empty for all of them."""
        if len(target.items) < 2:
            return ()
        noun = self._noun(frame)
        if noun is not None:
            for c in [*self.tree.children[noun], noun]:
                if self.parse.lower[c] in ORDINALS:
                    return self._places(noun, ORDINALS[self.parse.lower[c]], len(target.items))
        said = {w for w in self.rules.content_words(frame) if not asking(w)}
        shares = [len(said & self.rules.content_words(Frame("", [0], items=[item]))) for item in target.items]
        if max(shares) == 0 and noun is not None:
            return ()
        if max(shares) == 0:
            rest = [k for k in range(len(target.items)) if not any(k in a.items for a in self.replies[target])]
            return tuple(rest) if len(rest) < len(target.items) else ()
        return tuple(k for k, n in enumerate(shares) if n == max(shares))

    def _places(self, noun: int, first: int, count: int) -> tuple[int, ...]:
        """“the last two” of four: the third and the fourth."""
        numbers = [noun, *self.tree.children[noun]]
        many = next((_NUMBERS[w] for k in numbers if (w := self.parse.lower[k]) in _NUMBERS), 1)
        span = range(first, first + many) if first >= 0 else range(-many, 0)
        return tuple(sorted({k % count for k in span}))

    def _named_asker(self, frame: Frame, target: Frame) -> list[Who]:
        """The asker, where the response names it: “rejected a proposal from the mayor”, “Oslo’s demands”.

        Or its sentence does: “called these demands unfair, though it would answer Oslo’s demands”.
        """
        inside = {k for item in frame.items for k in item.tokens}
        named = [w for w in target.demanders if w.span is not None and w.span[0] in inside]
        noun = self._noun(frame)
        lemmas, sentence = self.parse.lemmas, self.parse.sentences[self.parse.sentence(frame.at)]
        nouns = [k for k in range(*sentence) if noun is not None and lemmas[k] == lemmas[noun]]
        owners = [self.rules.who(k) for n in nouns for k in self.tree.kids(n, "poss") if self.parse.pos[k] != "PRON"]
        return named or [w for w in owners if same([w], target.demanders)]

    def _unlinked(self) -> None:
        kept = []
        for frame in self.frames:
            if frame.only_answers and not frame.answers:
                continue
            if frame.act == "acceptance" and frame.needs_link and not frame.answers and self._asker_named(frame):
                kept.append(frame)  # “accepted the key demands of the strikers”: asked, though not told what
                continue
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
