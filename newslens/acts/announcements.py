"""The rules for what somebody says they will or will not do: promises, threats, refusals, and at what price."""

from __future__ import annotations

import re

from newslens.acts.clauses import FUTURE, SUBJECTS
from newslens.acts.frames import ASKS, Frame, Item, cues
from newslens.acts.nouns import NounRules
from newslens.acts.parties import Voice, Who
from newslens.acts.words import asking, words
from newslens.sourcing import Attribution

_MARKS = frozenset({"only", "if", "once", "when", "after", "unless", "until", "before"})
PERMISSION = frozenset({"can", "could", "may", "might"})
_BE = frozenset({"am", "is", "are", "was", "were", "'m", "’m", "'re", "’re", "'s", "’s"})
#: “Ruth Amsel of the Tide Observatory”; not “Bo Lind, a student at the university”
_OF_A_BODY = re.compile(r"(?:[A-Z]\S+ )+(?:of|at|from|with) ([^,]+)")
_NOBODY = frozenset({"no", "nobody", "none", "neither"})


class AnnouncementRules(NounRules):
    """Acts that show in what a source says of the future."""

    def _main_of(self, verb: int, voice: Voice) -> bool:
        """The verb is what is said, not something inside it (a relative or an if-clause)."""
        t = self.tree
        k = verb
        while t.deps[k] in {"conj"}:
            k = t.heads[k]
        return t.deps[k] in {"ccomp", "ROOT", "parataxis", "dep", "xcomp"} or t.heads[k] not in voice[1]

    def _spoken(self, attribution: Attribution) -> bool:
        """Said, not thought: who believes that somebody must act has asked nobody for it."""
        cue = [k for p in attribution.parts if p.role == "cue" for k in range(*self.parse.tokens(p.start, p.end))]
        return not cue or any(self.parse.lemmas[k] in words("speech") for k in cue)

    def _asserted(self, verb: int) -> bool:
        return not any(self.parse.lower[c] in {"if", "whether", "unless"} for c in self.tree.kids(verb, "mark"))

    def _covered(self, i: int) -> bool:
        """A cue verb's or noun's act has already claimed the token as content."""
        return any(f.items and (i in f.cue or any(i in item.tokens for item in f.items)) for f in self.frames)

    def _told(self, attribution: Attribution) -> list[Who]:
        """Whom the speaker speaks to: “you” in what somebody “told the contractor”."""
        t = self.tree
        cue = [k for p in attribution.parts if p.role == "cue" for k in range(*self.parse.tokens(p.start, p.end))]
        heads = [o for k in cue for o in [*t.kids(k, "dobj", "dative"), *t.prepositional(k, "to", "at")]]
        return self.parties([h for h in heads if t.is_agent(h) or self._may_act(h)])

    def _adviser(self, attribution: Attribution) -> bool:
        """Advice of somebody with no stake: an analyst, a study, a research house."""
        described = [
            w.rstrip("s,") for w in f"{attribution.source} {attribution.role or ''}".lower().replace("-", " ").split()
        ]
        if described[1:2] == ["of"] and described[-1] == "them":  # “one of them”, after “analysts said”
            earlier = [a for a, _, _ in self.voices if a.start < attribution.start]
            return bool(earlier) and self._adviser(max(earlier, key=lambda a: a.start))
        expert = any(w in words("adviser") or w.endswith("ologist") for w in described)
        return attribution.source_kind == "document" or expert or self._introduced_as_adviser(attribution)

    def _introduced_as_adviser(self, attribution: Attribution) -> bool:
        """“… said Ada Holt of the Tide Observatory”, or anybody without an office right after “Analysts said …”."""
        own = sorted((a for a, _, _ in self.voices if a.actor == attribution.actor), key=lambda a: a.start)
        actor = self.cast.actor(attribution.actor)
        if not own or actor is None or actor.kind != "person" or actor.role is not None or own[0].role is not None:
            return False
        named = _OF_A_BODY.match(own[0].source)
        if named is not None and words("research") & set(named[1].lower().replace("think tank", "think-tank").split()):
            return True
        p = self.parse
        here = p.sentence(p.tokens(own[0].start, own[0].end)[0])
        before = [a for a, _, outside in self.voices if outside and p.sentence(min(outside)) == here - 1]
        return any(
            a.source.lower().split()[-1].rstrip("s") in words("adviser") and a.source[-1:] == "s" for a in before
        )

    def _warned(self, attribution: Attribution) -> bool:
        """“The bank warned that it would answer …”: who warns of a deed of its own threatens."""
        cue = [k for p in attribution.parts if p.role == "cue" for k in range(*self.parse.tokens(p.start, p.end))]
        return any(self.parse.lemmas[k] in {"warn", "threaten"} for k in cue)

    def _declined(self, modal: int) -> None:
        """“Brandt said she would not”, “the mayor did not”: a refusal of what was asked before, the verb left out."""
        t, p = self.tree, self.parse
        voice = self.voice(modal)
        subjects = t.subjects(modal)
        if p.lemmas[modal] == "do":
            last = max(t.subtree(modal, without=t.kids(modal, "ccomp", "parataxis", "conj", "punct")))
            if t.kids(modal, "dobj", "xcomp", "advcl") or last > modal + 1:
                return
        elif voice is None or not self._main_of(modal, voice) or not self._spoken(voice[0]):
            return
        if not subjects or not any(t.is_agent(s) or p.pos[s] == "PRON" for s in subjects):
            return
        frame = Frame("refusal", [modal, *t.kids(modal, "neg")], None, needs_link=p.lemmas[modal] == "do")
        frame.demanders = self.parties(subjects) or [self.who(subjects[0])]
        frame.attribution = voice[0] if voice is not None else None
        self.frames.append(frame)

    def stands_firm(self, verb: int) -> None:
        """“We are not leaving”, “Niger does not pay bandits”, “the dismissals stand”, said by whoever was asked.

        Only as an answer: whether somebody had asked is seen when the acts are tied together.
        """
        t, p = self.tree, self.parse
        voice = self.voice(verb)
        if voice is None or self._covered(verb) or not self._main_of(verb, voice) or not self._spoken(voice[0]):
            return
        auxiliaries = [c for c in t.kids(verb, "aux", "auxpass") if p.lower[c] != "to"]
        lower = {p.lower[c] for c in auxiliaries}
        subjects = t.kids(verb, *SUBJECTS)
        denied = t.kids(verb, "neg")
        progressive = p.tags[verb] == "VBG" and bool(lower & _BE)
        able = bool(lower & {"can", "could", "ca"})
        habit = p.tags[verb] == "VB" and bool(lower & {"do", "does"})
        kept = p.lemmas[verb] in {"stand", "stay", "remain"} and not denied and not t.kids(verb, "attr", "acomp")
        thing = bool(subjects) and not any(t.is_agent(s) or p.pos[s] == "PRON" for s in subjects)
        kept = kept and thing and not any(asking(p.lemmas[s]) for s in subjects)  # “the offer stands” is no refusal
        asks = any(c.act in ASKS for c in cues("verb").get(p.lemmas[verb], ()))  # “we are not asking for the moon”
        ahead = bool(lower & FUTURE)
        firm = (
            denied
            and not asks
            and (progressive or able or habit or ahead)
            and p.lemmas[verb] not in words("stative") | words("silence")
        )
        own = any(self._same_party(s, self.speaker(voice), voice[0]) for s in subjects)
        bodies = [s for s in subjects if not own and self._is_body(s)]  # “Niger does not pay bandits”, a governor said
        own = own or bool(bodies) or (thing and (ahead or able))  # “the license would not be revoked”
        if not (firm and own) and not kept:
            return
        frame = Frame("refusal", sorted([*auxiliaries, *denied, verb][: 3 if kept else 2]), only_answers=True)
        frame.demanders, frame.attribution = self.parties(bodies) or [self.speaker(voice)], voice[0]
        drop = self.surroundings(frame, verb, [], said=False) | set(denied)
        frame.items = self.items(verb, drop, subject=t.is_passive(verb))
        if kept:
            subject = frozenset(t.subtree(subjects[0]))
            frame.items = [Item(subjects[0], subject, False)]
        self.frames.append(frame)

    def _is_body(self, subject: int) -> bool:
        actor = self.cast.actor(self.who(subject).name)
        return actor is not None and actor.kind in {"state", "organization"}

    def _announced(self, modal: int, verb: int) -> None:
        t, p = self.tree, self.parse
        voice = self.voice(modal)
        if voice is None and not self._covered(verb):
            self._told_as_fact(modal, verb)
        if voice is None or self._covered(modal) or self._covered(verb) or not self._main_of(verb, voice):
            return
        if not self._asserted(verb) or not self._spoken(voice[0]) or t.has(verb, "likely", "probably", "eventually"):
            return
        if p.lower[modal] == "would" and not self._backshifted(voice[0]):
            return
        permitted = p.lower[modal] in PERMISSION
        alternative = [s for s in t.subjects(verb) if p.lower[max(min(t.subtree(s)) - 1, 0)] == "or"]
        if self._goes_to_court(verb) or alternative:
            return  # “… or we will stay at home” is told with what comes before the “or”
        used = p.lemmas[verb] in cues("verb") and any(verb in f.cue for f in self.frames)
        price = next((c for c in self._clauses_of(verb, voice) if self._price(c)), None)
        if used or (p.lemmas[verb] in words("stative") and price is None) or p.lemmas[verb] in words("silence"):
            return
        nobody = [c for s in t.subjects(verb) for c in [s, *t.children[s]] if p.lower[c] in _NOBODY]
        negated = bool(t.kids(verb, "neg") or nobody)
        demanders = [] if permitted else self._undertakers(verb, voice, price, bool(nobody))
        if permitted and price is not None and (negated or self._only(price)) and not self._adviser(voice[0]):
            demanders = [self.speaker(voice)]  # “could race only if it paid”: whoever says so grants it
        if not demanders:
            return
        frame = Frame("promise", [modal], "medium", demanders=demanders, attribution=voice[0])
        if price is not None and (negated or self._only(price) or self._withheld(verb, price)):
            self._condition(frame, verb, price, negated)
        elif p.lemmas[verb] in words("stative"):
            return
        else:
            self._plain(frame, verb, voice, negated)
        self.frames.append(frame)

    def _told_as_fact(self, modal: int, verb: int) -> None:
        """“Norway will not lift the ban”, in the article's own voice: a stance taken toward whoever wants it lifted."""
        t, p = self.tree, self.parse
        price = next((c for c in t.kids(verb, "advcl") if t.has(c, "unless") and self._price(c)), None)
        agents = [s for s in t.subjects(verb) if t.is_agent(s)]
        if price is not None and agents and p.lower[modal] in FUTURE and not t.kids(verb, "neg"):
            frame = Frame("threat", [modal], "strong", demanders=self.parties(agents))
            others = not {self.who(s).name for s in t.subjects(price)} & {d.name for d in frame.demanders}
            if others and self._withheld(verb, price):
                # “will walk out unless a new offer is made”
                self._condition(frame, verb, price, negated=False)
                self.frames.append(frame)
            return
        named = [s for s in t.subjects(verb) if (m := self.cast.at(s)) is not None and self.cast.actor(m.name)]
        stance = p.lemmas[verb] in words("comply") | words("concede") and bool(t.kids(verb, "dobj", "prep", "xcomp"))
        negated = t.kids(verb, "neg")
        if (
            not named
            or not stance
            or not negated
            or p.lower[modal] not in FUTURE
            or t.deps[verb] not in {"ROOT", "conj"}
        ):
            return
        frame = Frame("refusal", [modal], demanders=self.parties(t.subjects(verb)))
        frame.items = self.items(verb, self.surroundings(frame, verb, [], said=False) | set(negated))
        self.frames.append(frame)

    def _plain(self, frame: Frame, verb: int, voice: Voice, negated: bool) -> None:
        """A promise, a refusal or a threat without a price."""
        t = self.tree
        drop = self.surroundings(frame, verb, [], said=False)
        if negated and self._warned(voice[0]):
            frame.act, frame.strength, frame.cue = "threat", "strong", [*frame.cue, verb]
        elif negated:
            frame.act, frame.strength = "refusal", None
            drop |= set(t.kids(verb, "neg"))
        elif self._threatens(verb, frame.condition is not None, voice):
            frame.act, frame.strength, frame.cue = "threat", "strong", [*frame.cue, verb]
            self._unless(frame, [verb])
            self._not_oneself(frame)
        elif frame.condition is not None and self._others_deed(frame, verb):
            frame.act, frame.strength = "offer", "medium"  # “would free them if the ransom was paid”
        passive = t.is_passive(verb)
        drop |= {c for c in t.kids(verb, "advmod") if self.parse.lower[c] == "otherwise"}
        frame.items = self.items(verb, drop, subject=passive)
        if frame.act == "threat":
            affected = [w for o in t.objects(verb) for w in self.parties([o])]
            if not frame.addressees:
                self._threatened(frame)
            victims = passive and frame.condition is not None  # “he would be shot if …”: not who is to be moved by it
            affected = [] if victims else [w for w in affected if not w.name.endswith(("self", "selves"))]
            frame.addressees = frame.addressees or affected or self._told(voice[0])

    def _others_deed(self, frame: Frame, verb: int) -> bool:
        """The clause with “if” is about what somebody else does."""
        t = self.tree
        own = {d.name for d in frame.demanders}
        clauses = [c for c in t.kids(verb, "advcl") if t.has(c, "if")]
        return any({self.who(s).name for s in self._own_subjects(c)} - own for c in clauses)

    def _threatens(self, verb: int, conditional: bool, voice: Voice) -> bool:
        """What is announced is meant to hurt: an adverse deed, or any if somebody else will not do as told."""
        if self.tree.has(verb, "otherwise"):
            return True
        return self._adverse(verb, conditional) or self._warned(voice[0]) or self._defied(verb)

    def _not_oneself(self, frame: Frame) -> None:
        """“warned Oslo that it will act if it does not pay”: the second “it” is Oslo, not who warns."""
        acting = {d.name for d in frame.demanders}
        for act in [frame, *(f for f in self.frames if frame in f.backed_by)]:
            if {w.name for w in act.addressees} & acting and frame.attribution is not None:
                act.addressees = [w for w in self._told(frame.attribution) if w.name not in acting]

    def _clauses_of(self, verb: int, voice: Voice) -> list[int]:
        """Adverbial clauses of the verb, also where “he said” stands between (“will not pay, he said, until …”)."""
        t = self.tree
        hosts = [verb]
        while t.deps[hosts[-1]] in {"conj", "ccomp", "parataxis"}:
            hosts.append(t.heads[hosts[-1]])
        inner = [x for x in t.kids(verb, "xcomp", "ccomp") if self._infinitive(x) and t.kids(verb, "neg")]
        below = [c for x in inner for c in t.kids(x, "advcl") if t.has(c, "unless", "until")]
        return [c for h in hosts for c in t.kids(h, "advcl") if c > verb and (h == verb or c in voice[1])] + below

    def _undertakers(self, verb: int, voice: Voice, price: int | None, nobody: bool) -> list[Who]:
        """Who says what they will do; none where the sentence only foretells what others do.

        The speaker or the speaker's own side; of others only a threat or a price can be reported. What is to happen to
        somebody (“he would be shot if …”, “nobody will enter until …”) is in the hands of whoever says so.
        """
        t, p = self.tree, self.parse
        subjects = t.subjects(verb)
        speaker = self.speaker(voice)
        held = price is not None or any(t.has(c, "if") for c in t.kids(verb, "advcl"))
        warned = self._warned(voice[0])
        if nobody or t.is_passive(verb):
            adverse = (self._adverse(verb, held) and (held or warned)) or t.has(verb, "otherwise")
            willed = (price is not None and nobody) or adverse or self._was_asked(speaker, verb)
            return [speaker] if willed and not self._adviser(voice[0]) else []
        acting = [s for s in subjects if t.is_agent(s) or p.pos[s] in {"PRON", "PROPN"} or self._may_act(s)]
        if any(self._same_party(s, speaker, voice[0]) for s in acting):
            return self.parties(subjects) or [self.who(subjects[0])]
        known = {s for s in acting if p.lower[s] == "they" and self._known(self.who(s).name)}
        agents = [s for s in acting if s in known or (t.is_agent(s) and p.lower[s] not in {"you", "they"})]
        if agents and (price is not None or (held and (warned or self._adverse(verb, True) or self._defied(verb)))):
            return self.parties(agents)
        forces = [s for s in agents if p.lemmas[s] in words("state") and not self.cast.at(s)]
        return [speaker] if forces and warned and self._adverse(verb) else []

    def _was_asked(self, speaker: Who, verb: int) -> bool:
        """“said the bins would be moved”, by whoever was asked to move them."""
        said = Frame("promise", [verb], items=self.items(verb, set(), subject=True))
        asked = [f for f in self.frames if f.act in ASKS and speaker.name in {w.name for w in f.addressees}]
        return any(self.overlap(said, f) >= 0.5 for f in asked)

    def _condition(self, frame: Frame, verb: int, clause: int, negated: bool) -> None:
        """Turns the frame into the condition it names, or leaves it a threat and adds the condition."""
        t, p = self.tree, self.parse
        first = min(t.subtree(clause))
        marks = [k for k in range(max(first - 1, 0), clause) if p.lower[k] in _MARKS]
        condition = Frame("condition", marks, "strong", demanders=frame.demanders, attribution=frame.attribution)
        drop = self.surroundings(condition, clause, [], said=False)
        self._price_of(condition, clause, drop)
        if not condition.addressees and frame.attribution is not None and p.lower[clause] != "there":
            pronoun = any(p.pos[s] == "PRON" for s in t.kids(clause, *SUBJECTS))
            condition.addressees = self._told(frame.attribution) if pronoun else []
        nobody = [s for s in t.kids(verb, *SUBJECTS) if p.lower[min(t.subtree(s))] in _NOBODY]
        tokens = sorted(t.subtree(verb, without={clause, *t.kids(verb, "aux", *([] if nobody else ["nsubj"]))}))
        begin = min([verb, *t.kids(verb, "neg"), *(min(t.subtree(s)) for s in nobody)])
        kept = [k for k in tokens if begin <= k < min([first, *marks])]
        if negated or self._only(clause):
            if kept:
                condition.in_return = p.trim(kept[0], kept[-1] + 1)
            frame.__dict__.update(condition.__dict__)
            return
        frame.act, frame.strength, frame.cue = "threat", "strong", [*frame.cue, verb]
        frame.condition = t.phrase(clause)
        frame.items = self.items(verb, {clause})
        self._not_oneself(condition)
        frame.addressees = condition.addressees
        condition.backed_by.append(frame)
        self.frames.append(condition)

    def _same_party(self, subject: int, speaker: Who, attribution: Attribution) -> bool:
        """The subject is the speaker, or the body the speaker speaks for (“NATO will”, its leader said)."""
        name = self.who(subject).name
        if name == speaker.name or self.parse.lower[subject] in {"i", "we"}:
            return True
        role = f"{attribution.role or ''} {attribution.source}"
        actor = self.cast.actor(speaker.name)
        role += f" {actor.role or ''}" if actor is not None else ""
        if name in role or self.parse.lemmas[subject] == "member":
            return True
        if self.parse.lemmas[subject] in words("state_noun") and self.speaks_for(speaker, self.who(subject)):
            return True  # “the government will”, the foreign minister said
        owner = [self.who(c).name for c in self.tree.kids(subject, "poss")]
        if speaker.name in owner and self.parse.lemmas[subject] in words("body"):
            return True  # “his government will”
        if not self.tree.is_agent(subject) and self.parse.pos[subject] not in {"PRON", "PROPN"}:
            return False  # “the fine would stand”, a spokeswoman said
        i, j = self.speaker_span(attribution)
        words_of_source = self.parse.lower[i:j]
        if any(w.startswith("spokes") or w in words("counsel") for w in [*words_of_source, *role.lower().split()]) or (
            words_of_source[:1] and words_of_source[0] in {"its", "their", "his", "her"}
        ):
            return True  # “its president said”, “a spokeswoman said”
        named = {m.name for k in range(i, j) if (m := self.cast.at(k)) is not None}
        return name in named or (self.parse.lower[subject] in {"it", "they"} and not self._known(name))

    def _known(self, name: str) -> bool:
        return self.cast.actor(name) is not None

    def speaker_span(self, attribution: Attribution) -> tuple[int, int]:
        part = next((p for p in attribution.parts if p.role == "source"), None)
        return self.parse.tokens(part.start, part.end) if part is not None else (0, 0)

    def _backshifted(self, attribution: Attribution) -> bool:
        for part in attribution.parts:
            if part.role == "cue":
                said = range(*self.parse.tokens(part.start, part.end))
                above = [self.tree.heads[k] for k in said if self.parse.tags[k] == "VBG"]  # “gave them a day, saying …”
                return any(self.parse.tags[k] in {"VBD", "VBN"} for k in [*said, *above])
        return True
