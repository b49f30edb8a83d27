"""The rules that read acts off cue verbs: “urged Oslo to …”, “was told by …”, “threatened to … unless …”."""

from __future__ import annotations

import dataclasses

from newslens.acts.clauses import FUTURE, SUBJECTS
from newslens.acts.frames import ANSWERS, ASKS, Cue, Frame, cues
from newslens.acts.parties import Who
from newslens.acts.prices import Prices
from newslens.acts.words import asking, words
from newslens.article import Span


class VerbRules(Prices):
    """Acts with a cue verb of their own."""

    def verb(self, i: int) -> None:
        p = self.parse
        for cue in cues("verb").get(p.lemmas[i], ()):
            particle = self._particle(i, cue)
            if cue.particle is None or particle is not None:
                frame = self._verb_frame(i, cue)
                if frame is not None and not self._deferred_already(frame):
                    if particle is not None:
                        frame.cue.append(particle)
                    self.frames.append(frame)
                    self._or_face(frame, i)
                    if frame.act == "threat":
                        self._unless(frame, [i, *(x.head for x in frame.items)])
                        self._over_others(frame)
                    return

    def _deferred_already(self, frame: Frame) -> bool:
        """“is weighing the offer and expects to rule by May” puts off one answer, not two."""
        sentence, acting = self.parse.sentence(frame.at), {d.name for d in frame.demanders}
        return frame.act == "deferral" and any(
            f.act == "deferral" and self.parse.sentence(f.at) == sentence and acting & {d.name for d in f.demanders}
            for f in self.frames
        )

    def _particle(self, i: int, cue: Cue) -> int | None:
        """The cue's particle or preposition: right after the verb, and not that of a date (“called her on Monday”)."""
        t, p = self.tree, self.parse
        for c in t.children[i]:
            if p.lower[c] == cue.particle and c > i:
                near = c <= i + 2 or t.deps[c] == "prt" or (t.deps[c] == "advmod" and not t.children[c])
                near = near or cue.content == ("obj",)  # “put the matter to the board”
                return c if near and not (t.deps[c] == "prep" and self._dated(c)) else None
        beside = i + 1 if i + 1 < len(p) and p.lower[i + 1] == cue.particle and t.deps[i + 1] == "mark" else None
        return beside if beside is not None and t.heads[t.heads[beside]] == i else None  # “called for the men to go”

    def _verb_frame(self, i: int, cue: Cue) -> Frame | None:
        t, p = self.tree, self.parse
        realis = self.realis(i)
        doers = self._able(i, cue, t.doers(i))
        if realis is None or p.text(*p.sentences[p.sentence(i)]).rstrip("”\"' ").endswith("?"):
            return None
        auxiliaries = {p.lower[c] for c in t.kids(i, "aux")}
        if any(n.startswith("aux:") and n[4:] not in auxiliaries for n in cue.needs):
            return None
        if any(n.startswith("no:") and t.has(i, n[3:]) for n in cue.needs):
            return None
        if cue.act == "acceptance" and self._infinitive(i) and t.deps[i] != "ROOT" and not self._resolved(i):
            return None  # “gave Oslo until Friday to comply”
        if cue.act in ANSWERS and auxiliaries & FUTURE and any(self._price(c) for c in t.kids(i, "advcl")):
            return None  # “would approve it only if …”, “would veto it unless …”: a price, not an answer
        kind, content = self._content(i, cue)
        wanted = self._wanted(i, cue, kind, content)
        if wanted is not None and not t.is_agent(wanted):
            kind, purpose, content = "for", content, [wanted]
        else:
            purpose = []
        if content and p.lemmas[content[0]] in cue.bars:
            return None
        if kind == "question":
            return None
        addressees = [o for a in cue.addressee for o in self._addressed(i, a, kind, content) if o not in content]
        clause_subjects = [s for c in content if kind in {"inf", "that", "for"} for s in self._own_subjects(c)]
        # “wants the quarry closed”: the quarry is what is to be closed, not who is asked
        small = kind == "that" and p.tags[content[0]] == "VBN" and not t.kids(content[0], "aux", "auxpass")
        wished = (
            kind in {"inf", "that"} and "sense:own" in cue.needs and not t.is_passive(content[0])
        )  # “want the quarry to pay”
        agents = [s for s in clause_subjects if t.is_agent(s) or (wished and self._may_act(s))]
        agents = [s for s in agents if s not in doers and not small and cue.act in ASKS]
        addressees += [a for a in agents if a not in addressees]
        if wanted is not None and t.is_agent(wanted) and wanted not in addressees:
            addressees.append(wanted)
        if not self._licensed(i, cue, kind, content, doers, addressees):
            return None
        told = cue.act in {"offer", "promise"} and any(t.is_agent(s) for s in t.kids(i, "nsubjpass"))
        open_act = cue.act in ASKS | ANSWERS or told  # “passengers were promised seats”
        affected = t.kids(i, "nsubjpass") or (t.is_passive(i) and t.deps[i] == "conj" and t.subjects(i))
        if not doers and (not open_act or "doer" in cue.needs or not affected):
            return None  # “the laws proposed in spring”: nobody is said to do it here
        frame = (
            self._of_answers(i, cue, realis) if cue.act in ANSWERS else Frame(cue.act, [i], cue.strength, realis=realis)
        )
        if frame is None:
            return None
        drop = self.surroundings(frame, i, content) | self._parties_within(i, cue, content, addressees, doers)
        if "sense:term" in cue.needs:
            term = next((c for c in t.kids(i, "dobj", "npadvmod", "prep", "dative") if self._dated(c)), None)
            if term is None:
                return None
            frame.deadline = t.phrase(term, without=content)
            drop.add(term)
            if not content or p.lemmas[content[0]] in words("answering"):
                self._sets_deadline(doers, frame.deadline)
                return None
        frame.demanders = self.parties(doers) or [self.who(d) for d in doers]
        if not doers and cue.act == "deferral" and (voice := self.voice(i)) is not None:
            frame.demanders = [self.speaker(voice)]  # “it was being studied, the ministry said”
        acting = {d.name for d in frame.demanders}
        named = [self._apart(w, content) for w in self.parties(addressees, vetted=True)]
        frame.addressees = [w for w in named if w.name not in acting]
        if not frame.addressees and any(p.lower[a] in {"him", "her", "them"} for a in addressees):
            # nobody asks himself: “him” is whoever acted before
            before = [f for f in self.frames if not acting & {d.name for d in f.demanders}]
            frame.addressees = list(before[-1].demanders) if before else []
        for head in content:
            drop |= {k for k in (i, *t.ancestors(i)) if head < k and t.heads[k] == head}
            frame.items += self.items(head, drop, subject=self._keeps_subject(frame, kind, head, addressees))
            if kind == "obj" and cue.act not in ANSWERS:
                self._with_phrases(frame, i, drop)
        if purpose or (cue.act in ANSWERS and content and asking(p.lemmas[content[0]])):
            self._with_purpose(frame, i, content, purpose, drop)
        gap = bool(content) and content[0] < i  # “a plan it said it would study”
        if cue.act == "deferral" and realis == "planned" and not t.is_passive(i) and not gap:
            # “would study it”: the later answer itself is what is promised
            said_in = {c for c in drop if frame.channel is not None and c == frame.channel[0]}
            frame.items = self.items(i, drop - said_in)
        self._speech(frame, i)
        if "refrain" in cue.needs or kind == "against":
            frame.items = [dataclasses.replace(item, refrain=True) for item in frame.items]
        solemn = cue.lemma in {"vow", "swear", "pledge"}
        if content and (solemn or (cue.lemma in {"refuse", "decline"} and kind == "inf")):
            self._holds_out(frame, i, content[0])
        if frame.act == "promise" and content and self._goes_to_court(content[0]):
            return None
        vowed = solemn and bool(content) and frame.act == "promise"
        unless = [c for v in (i, *content[:1]) for c in t.kids(v, "advcl") if t.has(c, "unless")]
        withheld = any(self._price(c) and self._withheld(content[0], c) for c in unless) if vowed else False
        if vowed and (withheld or self._adverse(content[0], frame.condition is not None) or self._defied(content[0])):
            frame.act, frame.strength = "threat", "strong"
        if frame.act == "promise" and kind == "obj" and p.lemmas[content[0]] in words("reply"):
            frame.act, frame.strength, frame.needs_link = "deferral", None, True  # “promised an answer by Friday”
        if cue.act in ASKS | {"threat", "offer", "promise"} and not frame.items:
            return None
        self._object_addressee(frame, content)
        if frame.act == "threat" and not frame.addressees:
            self._threatened(frame)
        return frame

    def _able(self, i: int, cue: Cue, doers: list[int]) -> list[int]:
        """“said its depots had been looted and appealed for guards”: no depot appeals; it is whoever says so."""
        t, p = self.tree, self.parse
        joined = t.deps[i] == "conj" and cue.act in ASKS and not t.kids(i, *SUBJECTS, "auxpass", "agent")
        onward = any(c > i for c in t.kids(i, "dobj", "prep", "xcomp", "ccomp"))
        if not joined or not onward or not doers or any(t.is_agent(d) or p.pos[d] == "PRON" for d in doers):
            return doers
        above = (t.subjects(k) for k in t.ancestors(i) if p.lemmas[k] in words("speech"))
        return next((found for found in above if any(t.is_agent(s) for s in found)), doers)

    def _resolved(self, i: int) -> bool:
        """An infinitive that tells of a choice made: “agreed to accept”, “voted to back”, “is going to yield”."""
        governor = self.parse.lemmas[self.tree.heads[i]]
        return governor in words("resolve")

    def _apart(self, who: Who, content: list[int]) -> Who:
        """“petitioned the operator for heaters”: the operator, without the heaters."""
        if who.span is None or not any(who.span[0] < c < who.span[1] for c in content):
            return who
        i, j = who.span
        end = min(k for k in range(i + 1, j) if k in content or self.tree.deps[k] == "prep")
        same_words = who.name == " ".join(self.parse.text(i, j).split())
        return Who(self.parse.text(i, end) if same_words else who.name, (i, end))

    def _sets_deadline(self, doers: list[int], deadline: Span) -> None:
        """“… and gave Oslo until Friday to comply”: a term for what was demanded before, not another demand."""
        by = {self.who(d).name for d in doers}
        for earlier in reversed(self.frames):
            if earlier.act in ASKS and by & {d.name for d in earlier.demanders}:
                earlier.deadline = earlier.deadline or deadline
                return

    def _of_answers(self, i: int, cue: Cue, realis: str) -> Frame | None:
        """Answers that are announced are given (“will accept”), and not to accept or consider is to refuse."""
        announced = realis == "planned" or (realis == "hypothetical" and cue.act == "deferral")
        what = {self.parse.lower[o] for o in self.tree.kids(i, "dobj")} if cue.lemma == "deny" else set()
        if what & {"this", "that"}:
            return None  # “the hospital denied this”: a claim, not a request
        frame = Frame(cue.act, [i], realis="actual" if announced else realis)
        subjects = self.tree.subjects(i)
        which = any(self.parse.tags[s] in {"WDT", "WP"} for s in subjects) and self.tree.is_passive(i)
        frame.needs_link = "link" in cue.needs or which or "it" in what
        if realis == "negated" and cue.act == "deferral":
            if self.parse.tags[i] != "VBG":
                return None  # “has not replied” is silence, not an act
            frame.act, frame.realis = "refusal", "actual"
        elif realis == "negated" and cue.act == "acceptance":
            frame.act, frame.realis, frame.needs_link = "refusal", "actual", cue.lemma not in {"accept", "agree"}
        return frame

    def _addressed(self, i: int, spec: str, kind: str, content: list[int]) -> list[int]:
        """Whom the cue is directed at; beside an infinitive any object is (“asked the airport to cut fees”)."""
        t = self.tree
        if spec == "obj":
            acting = kind == "inf" or not content
            pronouns = [
                w for h in [i, *content] for w in t.kids(h, "dobj") if self.parse.tags[w] in {"WP", "WDT"} and w < i
            ]
            if pronouns and t.deps[i] == "relcl":
                return t.conjuncts(t.heads[i])  # “the editor, whom the mayor asked to resign”
            written = t.deps[i] in {"advcl", "xcomp"} and self.parse.tags[i] == "VBG"
            above = t.heads[i]
            if written and not t.objects(i) and self.parse.lemmas[above] in words("send"):
                # “wrote to the company asking for a halt”
                return [o for o in [*t.kids(above, "dative"), *t.prepositional(above, "to")] if t.is_agent(o)]
            return [
                o
                for o in t.objects(i)
                if not self._dated(o)
                if t.is_agent(o) or (acting and (self._may_act(o) or self.parse.pos[o] == "PRON"))
            ]
        found = [n for x in t.prepositional(i, spec) for n in t.conjuncts(x)]
        near = [n for n in found if t.is_agent(n) or (spec in {"to", "on", "with"} and self._may_act(n))]
        hosts = [c for c in content if self.parse.pos[c] not in {"VERB", "AUX"}]
        if spec == "of":
            return near  # “the extradition of a suspect”: the suspect is not who is asked
        return near + [n for h in hosts for x in t.prepositional(h, spec) for n in t.conjuncts(x) if t.is_agent(n)]

    def _licensed(self, i: int, cue: Cue, kind: str, content: list[int], doers: list[int], to: list[int]) -> bool:
        """The licences of the lexicon's column `needs`, and that whoever acts can act."""
        t, p = self.tree, self.parse
        needs = cue.needs
        pronoun = any(p.pos[d] == "PRON" for d in doers)
        if doers and not pronoun and not any(t.is_agent(d) or self._may_act(d) for d in doers):
            return False
        if cue.act in ANSWERS and doers and all(p.lemmas[d] in words("adviser") for d in doers):
            return False  # “economists agree that …”: an opinion
        if "sense:agent" in needs and doers and not pronoun and not any(t.is_agent(d) for d in doers):
            return False
        if pronoun and "link" not in needs and self.who(doers[0]).name.lower() in {"it", "that", "this", "which"}:
            return False
        head = content[0] if content else None
        named = head is not None and p.lemmas[head] in {"name", "identify", "quote"} and not self._own_subjects(head)
        if named and head is not None and t.kids(head, "auxpass"):
            return False  # “asked not to be named”: a source's condition for speaking to the reporter
        views = t.prepositional(i, "with") if cue.lemma == "agree" and not content else []
        if views and not any(asking(p.lemmas[o]) or t.is_agent(o) for o in views):
            return False  # “agreed with the view”
        if "sense:own" in needs:
            wish = kind == "obj" and head is not None and (p.lemmas[head] in words("deed") or self._sum(head))
            wish = wish and bool(doers) and all(t.is_agent(d) for d in doers)
            own = wish or self._goes_on_asking(i, kind, doers)
            own = own or (kind in {"that", "inf"} and head is not None and bool(self._own_subjects(head) or to))
            if not own and not (kind == "obj" and to):
                return False
        sought = cue.lemma == "seek" and head is not None and self._sum(head)
        if "sense:deed" in needs and kind in {"obj", "for"} and not (to or sought or self._deeds(head)):
            return False
        if "sense:ask" in needs and (head is None or not self._answerable(head)):
            return False
        if cue.lemma == "deny" and head is not None and p.tags[head] == "WDT" and not t.is_passive(i):
            return False  # “…, which he denies”: a claim
        if "sense:reply" in needs and (head is None or p.lemmas[head] not in words("reply")):
            return False
        if "subjunctive" in needs and kind == "that" and head is not None:
            modal = {p.lower[c] for c in t.kids(head, "aux")}
            unshifted = p.tags[head] == "VBP" and p.tags[i] in {"VBD", "VBN"} and not modal
            if cue.lemma == "insist":  # “insisted that the list include two reporters”, not “that they know nothing”
                unshifted = unshifted and [p.tags[s] for s in t.kids(head, "nsubj")] in (["NN"], ["NNP"])
            if not (p.tags[head] == "VB" or unshifted or t.has(head, "be") or modal & {"must", "should"}):
                return False
            if modal & {"will", "would", "could", "can", "may", "might"}:
                return False
        if "event" in needs and kind == "obj" and p.tags[i] not in {"VBD", "VBN"} and not to:
            return False  # “offers loans” is what somebody does every day
        if "undertaking" in needs and kind == "that" and head is not None:
            modal = {p.lower[c] for c in t.kids(head, "aux")}
            if p.tags[head] != "VB" and not t.has(head, "be") and not modal & (FUTURE | {"should", "must"}):
                return False
        if "future" in needs and head is not None and not {p.lower[c] for c in t.kids(head, "aux")} & FUTURE:
            return False
        if "later" in needs and cue.lemma in {"respond", "reply", "answer"} and t.prepositional(i, "with"):
            return False  # “respond with new fees”: a deed, not a reply
        if "later" in needs:
            coming = {p.lower[c] for c in t.kids(i, "aux")} & FUTURE or p.tags[i] == "VBG" or self._infinitive(i)
            coming = coming or t.has(i, "being")  # “is being studied”
            if self._infinitive(i) and t.has(t.heads[i], "it", "up"):
                return False  # “it was up to her party to decide”
            if self._infinitive(i) and p.lemmas[t.heads[i]] == "have" and t.has(t.heads[i], "until"):
                return False  # “has until Friday to respond”
            if not coming or "yet" in p.lower[max(i - 2, 0) : i]:
                return False  # “has yet to reply”
        return True

    def _goes_on_asking(self, i: int, kind: str, doers: list[int]) -> bool:
        """“They want a playground instead”, after they asked for something: what they want is asked for too."""
        names = {self.who(d).name for d in doers}
        near = [f for f in self.frames if 0 <= self.parse.sentence(i) - self.parse.sentence(f.at) <= 4]
        return kind == "obj" and any(f.act in ASKS and names & {d.name for d in f.demanders} for f in near)

    def _object_addressee(self, frame: Frame, content: list[int]) -> None:
        """Whose resignation or withdrawal is asked is also of whom it is asked."""
        t, p = self.tree, self.parse
        if frame.act not in ASKS or frame.addressees:
            return
        for head in content:
            if p.lemmas[head] in {"resignation", "withdrawal", "departure", "apology", "restraint", "retreat"}:
                owners = [*t.kids(head, "poss"), *t.prepositional(head, "of", "by", "from")]
                frame.addressees = self.parties([o for o in owners if t.is_agent(o)])
            elif p.lemmas[head] in words("meeting"):  # “asked for direct talks with Norway”
                acting = {d.name for d in frame.demanders}
                others = self.parties([o for o in t.prepositional(head, "with") if t.is_agent(o)])
                frame.addressees = [w for w in others if w.name not in acting]

    def _speech(self, frame: Frame, i: int) -> None:
        """Who reports the act: the attribution it stands in, unless that source is the demander."""
        voice = self.voice(i)
        frame.attribution = voice[0] if voice is not None else None
