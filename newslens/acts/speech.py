"""The rules for acts without a cue verb of their own: idioms, said + must or will, “only if”, quoted commands."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from newslens.acts.announcements import PERMISSION
from newslens.acts.clauses import FUTURE, SUBJECTS, tree
from newslens.acts.confidence import LEAST, is_shown
from newslens.acts.frames import ANSWERS, ASKS, Cue, Frame, Item, idioms
from newslens.acts.parties import Who
from newslens.acts.proposals import Proposals
from newslens.acts.status import same
from newslens.acts.stretches import stretches
from newslens.acts.words import is_office, lowered, words
from newslens.article import Article

_MODALS = {"must": "strong", "should": "medium", "ought": "medium"}
_CLAUSES = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "parataxis"})
_OURSELVES = frozenset({"us", "me", "'s", "’s"})
_GOVERNED = frozenset({"dobj", "pobj", "pcomp", "xcomp", "ccomp", "advcl", "acl", "attr"})


@functools.lru_cache(maxsize=16)
def find_frames(article: Article, least: float = LEAST) -> tuple[tuple[Frame, ...], ...]:
    """All acts of an article in text order, not yet tied to what they answer, stretch by stretch."""
    rules = SpeechRules(article, tree(article))
    return tuple(rules.find(*stretch, least) for stretch in stretches(rules.parse))


class SpeechRules(Proposals):
    """All rules, in the order in which one may claim words before the next."""

    def find(self, first: int, end: int, least: float) -> tuple[Frame, ...]:
        """The acts that are told from token `first` to `end`, of at least some confidence."""
        self.frames = []
        for i in range(first, end):
            if self.parse.tags[i][:2] == "VB" and self.tree.deps[i] not in {"aux", "auxpass", "amod", "compound"}:
                self.verb(i)
                self.plain_answer(i)
        for i in range(first, end):
            if self.parse.pos[i] == "NOUN":
                self.noun(i)
        self.idiom(first, end)
        for i in range(first, end):
            self.modal(i)
        for i in range(first, end):
            if self.parse.pos[i] in {"VERB", "AUX"} and not any(i in f.cue for f in self.frames):
                self.stands_firm(i)
        self.commands(first, end)
        self.frames = [f for f in self.frames if not self._inside_another(f)]
        self.read(first, end)
        # of all others it is seen first what they answer
        judged = ASKS | {"threat"}
        frames = [f for f in self.frames if f.act not in judged or is_shown(self.parse, f, least)]
        frames.sort(key=lambda f: min(f.cue))
        return tuple(frames)

    def _inside_another(self, frame: Frame) -> bool:
        """What is only asked for, offered or refused is no act of its own (“urged Oslo to reject the plan”)."""
        for other in self.frames:
            if other is not frame and any(frame.at in item.tokens for item in other.items):
                if other.act in ANSWERS and frame.act not in ANSWERS and (frame.demanders or frame.items):
                    continue  # “rejected a call by the mayor to resign”: the call was made, and then rejected
                if frame not in other.backed_by:
                    return True
        return False

    def _goes_on(self, modal: int, verb: int, term: int | None = None) -> None:
        """“The firm must also mark the trees”, “has 30 days to mark them”, after a court's order: the order goes on."""
        t = self.tree
        subjects = self.parties(t.subjects(modal if term is not None else verb), vetted=True)
        earlier = [f for f in self.frames if f.act == "demand" and f.cue[0] < modal and f.realis == "actual"]
        if (
            not (t.has(verb, "also") or term is not None)
            or not earlier
            or self.parse.sentence(modal) - self.parse.sentence(earlier[-1].at) > (1 if term is None else 2)
        ):
            return
        before = max(earlier, key=lambda f: f.at)
        if same(subjects, before.addressees):
            frame = Frame("demand", [modal], "strong", demanders=before.demanders, addressees=subjects)
            frame.attribution = before.attribution
            frame.deadline = t.phrase(term, without=[verb]) if term is not None else None
            also = {k for k in t.children[verb] if self.parse.lower[k] == "also"}
            frame.items = self.items(verb, self.surroundings(frame, verb, [], said=False) | also)
            self.frames.append(frame)
            self._or_face(frame, verb)

    # -- idioms -------------------------------------------------------------------------------------------------------

    def idiom(self, first: int, end: int) -> None:
        p = self.parse
        low, high = p.offsets(first, end) if first < end else (0, 0)
        text = lowered(self.article.text[low:high])
        for pattern, cue in idioms():
            for match in pattern.finditer(text):
                i, j = p.tokens(match.start() + low, match.end() + low)
                if i < j and not text[max(0, match.start() - 1) : match.start()].isalnum():
                    frame = self._idiom_frame(i, j, cue)
                    if frame is not None:
                        self.frames.append(frame)

    def _idiom_frame(self, i: int, j: int, cue: Cue) -> Frame | None:
        t, p = self.tree, self.parse
        verb = next((k for k in range(j - 1, i - 1, -1) if p.pos[k] in {"VERB", "AUX"} and p.lemmas[k] != "to"), None)
        if verb is None:
            verb = next((a for a in t.ancestors(i) if p.pos[a] in {"VERB", "AUX"}), None)
        if verb is None or any(verb in f.cue and f.act == cue.act for f in self.frames):
            return None  # “rejected the plan as an insult”: the verb has told it
        if t.deps[j - 1] == "amod" and t.heads[j - 1] >= j:
            return None  # “unacceptable behavior”
        if cue.content == ("comp",):
            return self._comp_idiom(i, j, cue, verb)
        if cue.content == ("rest",):
            return self._rest_idiom(i, j, cue)
        frame = Frame(cue.act, list(range(i, j)), cue.strength, needs_link="link" in cue.needs)
        realis = self.realis(verb)
        if realis is None or (realis != "actual" and p.lower[i] not in {"not", "non"}):
            return None
        if p.lemmas[verb] in {
            "call",
            "consider",
            "deem",
            "declare",
            "find",
            "label",
            "make",
            "regard",
            "describe",
            "view",
            "see",
        } and t.kids(verb, "nsubj"):
            content = [o for o in t.kids(verb, "dobj", "ccomp") if o < i and o > verb]
            frame.demanders = self.parties(t.doers(verb))
            if not content:
                content = [o for k in [*t.kids(verb, "ccomp", "oprd"), *range(i, j)] for o in t.kids(k, "nsubj")]
        else:
            content = [s for s in t.subjects(verb)][:1]
            towards = [n for k in range(i, j) for n in t.prepositional(k, "to", "for") if t.is_agent(n)]
            voice = self.voice(i)
            frame.demanders = self.parties(towards) or ([self.speaker(voice)] if voice is not None else [])
        if not frame.demanders or not content:
            return None
        for head in content:
            frame.items += self.items(head, set())
        self._speech(frame, i)
        if frame.attribution is not None:
            self._said_how(frame)
        return frame

    def _comp_idiom(self, i: int, j: int, cue: Cue, verb: int) -> Frame | None:
        t, p = self.tree, self.parse
        head = next((k for k in range(j, min(j + 4, len(p))) if p.pos[k] in {"VERB", "AUX"}), None)
        if head is None:
            return None
        if p.lemmas[head] in words("stative"):
            return None
        governor = verb
        if not t.subjects(governor):
            governor = next((a for a in t.ancestors(head) if t.kids(a, "nsubj")), verb)
        doers = [d for d in t.subjects(governor) if t.is_agent(d) or p.lower[d] == "it"]
        if not doers or self.realis(t.heads[governor] if t.deps[governor] == "aux" else governor) is None:
            return None
        frame = Frame(cue.act, list(range(i, j)), cue.strength)
        drop = self.surroundings(frame, head, [])
        frame.items = self.items(head, drop)
        if p.tags[head] == "VBG" and t.deps[head] == "amod":  # “no intention of changing course”
            course = frozenset(k for k in t.subtree(t.heads[head]) if k >= head)
            frame.items = [Item(head, course, False)]
        frame.needs_link = "link" in cue.needs
        frame.demanders = self.parties(doers)
        self._speech(frame, i)
        return frame

    def _rest_idiom(self, i: int, j: int, cue: Cue) -> Frame | None:
        """“poured cold water on the plan”, “dug in her heels”: the subject acts; what follows is what it is about."""
        t, p = self.tree, self.parse
        verbs = [k for k in range(i, j) if p.pos[k] in {"VERB", "AUX"} and t.deps[k] not in {"aux", "auxpass"}]
        verb = next(iter(verbs), None)
        if verb is None or any(k in f.cue for k in range(i, j) for f in self.frames):
            return None
        doers = [d for d in t.subjects(verb) if t.is_agent(d) or self._may_act(d) or p.lower[d] in {"it", "they"}]
        realis = self.realis(verb)
        inside = set(range(i, j))
        if not doers or realis is None or (realis == "negated" and not inside & set(t.kids(verb, "neg"))):
            return None  # “did not dig in her heels”; in “would not budge” the idiom itself says no
        frame = Frame(cue.act, list(range(i, j)), cue.strength, needs_link="link" in cue.needs)
        said = cue.act in ANSWERS | {"threat", "offer", "promise"} and realis in {"planned", "negated"}
        frame.realis = "actual" if said else realis
        heads = [k for k in range(j, p.sentences[p.sentence(i)][1]) if t.heads[k] in inside and not p.doc[k].is_punct]
        heads = [k for k in heads if t.deps[k] in _GOVERNED]
        drop = self.surroundings(frame, verb, heads[:1])
        for head in heads[:1]:
            frame.items += self.items(head, drop, subject=t.deps[head] == "ccomp")
        frame.demanders = self.parties(doers) or [self.who(d) for d in doers]
        if cue.act not in ANSWERS and not frame.items:
            return None
        if cue.act in ASKS:
            acting = {d.name for d in frame.demanders}
            asked = [x for h in heads[:1] for x in [*self._own_subjects(h), *t.objects(verb)] if t.is_agent(x)]
            frame.addressees = [w for w in self.parties(asked) if w.name not in acting]
        self._speech(frame, i)
        return frame

    def _said_how(self, frame: Frame) -> None:
        """Adds the verb of saying to the cue where the speaker is whose act it is (“has said repeatedly …”)."""
        attribution = frame.attribution
        if attribution is None or attribution.actor not in {d.name for d in frame.demanders}:
            return
        for part in attribution.parts:
            if part.role == "cue":
                said = list(range(*self.parse.tokens(part.start, part.end)))
                frame.cue = [*said, *(k for k in frame.cue if k not in said)]
                again = {self.parse.lower[c] for k in said for c in self.tree.children[k]}
                frame.repeated = frame.repeated or bool(again & {"repeatedly", "again"})

    # -- said + must, will --------------------------------------------------------------------------------------------

    def modal(self, i: int) -> None:
        t, p = self.tree, self.parse
        lower = p.lower[i]
        verb = t.heads[i]
        if t.deps[i] == "aux" and lower in _MODALS and not self._inverted(i, verb):
            self._required(i, verb, _MODALS[lower])
        elif t.deps[i] == "aux" and lower in FUTURE | PERMISSION:
            self._announced(i, verb)
        elif ((p.tags[i] == "MD" and lower in FUTURE) or lower == "did") and t.kids(i, "neg") and t.deps[i] != "aux":
            self._declined(i)
        elif p.lemmas[i] in {"have", "need"} and t.deps[i] not in {"aux", "auxpass"}:
            for v in t.kids(i, "xcomp"):
                if self._infinitive(v) and v - i <= 3:
                    self._required(i, v, "strong", governor=i)
            terms = [o for o in t.kids(i, "dobj", "prep") if self._dated(o)] if p.lemmas[i] == "have" else []
            for v in [v for o in [i, *terms] for v in t.kids(o, "relcl", "acl", "xcomp", "advcl") if terms]:
                if self._infinitive(v) and v > terms[0] and p.lemmas[v] not in words("answering"):
                    self._goes_on(i, v, terms[0])

    def _required(self, modal: int, verb: int, strength: str, governor: int | None = None) -> None:
        t, p = self.tree, self.parse
        top = verb if governor is None else governor
        voice = self.voice(modal)
        if voice is None and strength == "strong":
            self._goes_on(modal, verb)
        if voice is None or not self._main_of(top, voice) or self._covered(modal) or not self._spoken(voice[0]):
            return
        subjects = t.subjects(top)
        if not subjects or not self._asserted(top):
            return
        speaker = self.speaker(voice)
        everybody = any(t.has(s, "no", "every") or p.lower[s] in {"nobody", "nothing"} for s in subjects)
        ours = any(p.lower[c] in {"our", "my"} for s in subjects for c in t.kids(s, "poss"))
        if self._adviser(voice[0]) or everybody or ours or t.has(verb, "have"):
            return  # “our members should not pay”, “should have acted in March”
        passive = t.is_passive(verb)
        later = p.lemmas[top] == "need" and bool({p.lower[c] for c in t.kids(top, "aux")} & FUTURE)
        if p.lemmas[verb] in words("stative") or later or (passive and p.lemmas[top] == "need"):
            return  # “must be patient”, “need to be rebuilt”: how things are or ought to be
        agents = [s for s in subjects if t.is_agent(s)]
        if not agents and not passive:
            return
        addressees = [] if passive and not agents else self.parties(agents)
        addressees = [
            a
            for a in addressees
            if a.name != speaker.name and p.words[a.span[0] if a.span else 0] not in {"we", "We", "I"}
        ]
        if agents and not addressees:
            return
        if strength == "medium" and agents and all(self._anybody(x) for x in agents):
            return  # “travelers should wear long sleeves”: advice
        if passive:
            addressees = self.parties(t.doers(verb))
        generic = any(a.name.lower() == "you" for a in addressees)
        addressees = [w for a in addressees for w in ([a] if a.name.lower() != "you" else self._told(voice[0]))]
        if generic and governor is not None and not addressees:
            return  # “you have to come up with the money”: anybody has to
        frame = Frame("demand" if strength == "strong" else "request", [modal], strength)
        drop = self.surroundings(frame, verb, [], said=False)
        before = [c for c in t.kids(verb, "advcl") if t.has(c, "before") and t.kids(c, *SUBJECTS)]
        if before:
            frame.act, frame.in_return = "condition", t.phrase(before[0])
            drop |= set(before)
        frame.items = self.items(verb, drop, subject=passive)
        frame.demanders, frame.addressees, frame.attribution = [speaker], addressees, voice[0]
        self._said_how(frame)
        self.frames.append(frame)
        self._or_face(frame, verb)

    def _anybody(self, i: int) -> bool:
        """“travelers”, “companies”: a bare plural that stands for all there are."""
        t, p = self.tree, self.parse
        return (
            p.tags[i] == "NNS"
            and not t.kids(i, "det", "poss", "nummod", "prep", "appos")
            and not any(t.kids(k, "det", "poss") for k in p.places[p.lemmas[i]] if k < i)
            and not is_office(p.lemmas[i])
        )

    # -- yes and no ---------------------------------------------------------------------------------------------------

    def plain_answer(self, i: int) -> None:
        """“The chair said no.”"""
        t, p = self.tree, self.parse
        answer = next((c for c in t.children[i] if p.lower[c] in {"no", "yes"} and c == i + 1), None)
        if (
            p.lemmas[i] != "say"
            or answer is None
            or (answer + 1 < len(p) and p.pos[answer + 1] in {"NOUN", "ADJ", "PROPN"})
        ):
            return
        frame = Frame("refusal" if p.lower[answer] == "no" else "acceptance", [i, answer], needs_link=True)
        frame.demanders = self.parties(t.doers(i))
        if frame.demanders and self.realis(i) == "actual":
            self._speech(frame, i)
            self.frames.append(frame)

    def _inverted(self, modal: int, verb: int) -> bool:
        """“… would act should the firm win”: a condition, or a question; nothing is required."""
        return any(modal < s < verb for s in self.tree.kids(verb, *SUBJECTS))

    # -- commands -----------------------------------------------------------------------------------------------------

    def commands(self, first: int, end: int) -> None:
        """A bare imperative in quotation marks is a demand of the one quoted."""
        p = self.parse
        for attribution, inside, _ in self.voices:
            if attribution.form == "indirect" or not inside or not first <= min(inside) < end:
                continue
            for i in self._imperatives(inside):
                if not self._covered(i) and not any(i in f.cue for f in self.frames):
                    frame = Frame("demand", [i], "strong", attribution=attribution)
                    part = next((x for x in attribution.parts if x.role == "source"), None)
                    speaker = Who(self._full(attribution.actor), p.tokens(part.start, part.end) if part else None)
                    frame.demanders, frame.addressees = [speaker], self._told(attribution)
                    self._quoted_by(frame, i)
                    drop = self.surroundings(frame, i, [])
                    frame.items = self.items(i, drop)
                    self.frames.append(frame)
                    self._or_face(frame, i)

    def _quoted_by(self, frame: Frame, i: int) -> None:
        """““Run,” a man shouted at guards, witnesses said”: the man commands, the witnesses only tell of it."""
        t, p = self.tree, self.parse
        said = t.heads[i]
        between = p.sentences[p.sentence(i)]
        outer = {d.name for d in frame.demanders}
        doers = t.kids(said, "nsubj") if said != i and p.lemmas[said] in words("speech") | words("shout") else []
        who = self.parties(doers)
        if who and who[0].name not in outer and said in range(*between) and not any(said in v[2] for v in self.voices):
            frame.demanders = who
            frame.addressees = self.parties([*t.kids(said, "dobj", "dative"), *t.prepositional(said, "at", "to")])

    def _imperatives(self, inside: frozenset[int]) -> Iterator[int]:
        t, p = self.tree, self.parse
        for i in sorted(inside):
            if (
                p.doc[i].is_punct
                or p.tags[i] not in {"VB", "VBP"}
                or t.kids(i, *SUBJECTS)
                or p.lemmas[i] in words("speakerless")
            ):
                continue
            if any(p.lower[c] not in {"do", "don"} for c in t.kids(i, "aux")):
                continue
            if t.deps[i] not in _CLAUSES or (p.lower[i] == "let" and _OURSELVES.intersection(p.lower[i + 1 : i + 2])):
                continue
            own = [c for c in t.kids(i, "advcl") if c < i and t.has(c, "if")]
            hanging = set().union(*(t.subtree(c) for c in own))
            first = min(k for k in t.subtree(i) if k in inside and not p.doc[k].is_punct and k not in hanging)
            opens = p.lower[first] in {p.lower[i], "do", "please", "never", "now", "just", "stop", "immediately"}
            before = first - 1
            if opens and (before < 0 or p.doc[before].is_quote or p.doc[before].is_sent_end or p.doc[before].is_punct):
                yield i
