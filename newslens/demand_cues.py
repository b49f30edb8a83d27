"""The rules that read acts off cue verbs and cue nouns: “urged Oslo to”, “issued an ultimatum”, “Oslo’s demand”."""

from __future__ import annotations

import dataclasses

from newslens.clauses import SUBJECTS
from newslens.demand_frames import ANSWERS, ASKS, Cue, Finder, Frame, Item, Who, cues
from newslens.demand_words import asking, is_deed, is_thing, words

_QUESTION = frozenset(["what", "why", "how", "who", "whom", "which", "where", "when", "whether", "if"])
_FUTURE = frozenset({"will", "would", "shall", "'ll", "’ll", "wo"})


class CueRules(Finder):
    """Acts with a cue verb or noun of their own."""

    # -- cue verbs --------------------------------------------------------------------------------------------------

    def verb(self, i: int) -> None:
        p = self.parse
        for cue in cues("verb").get(p.lemmas[i], ()):
            particle = self._particle(i, cue)
            if cue.particle is None or particle is not None:
                frame = self._verb_frame(i, cue)
                if frame is not None:
                    if particle is not None:
                        frame.cue.append(particle)
                    self.frames.append(frame)
                    self._or_face(frame, i)
                    if frame.act == "threat":
                        self._unless(frame, [i, *(x.head for x in frame.items)])
                return

    def _particle(self, i: int, cue: Cue) -> int | None:
        """The cue's particle or preposition: right after the verb, and not that of a date (“called her on Monday”)."""
        t, p = self.tree, self.parse
        for c in t.children[i]:
            if p.lower[c] == cue.particle and c > i:
                near = c <= i + 2 or t.deps[c] == "prt"
                return c if near and not (t.deps[c] == "prep" and self._dated(c)) else None
        return None

    def _verb_frame(self, i: int, cue: Cue) -> Frame | None:
        t, p = self.tree, self.parse
        realis = self.realis(i)
        doers = t.doers(i)
        if realis is None or p.text(*p.sentences[p.sentence(i)]).rstrip("”\"' ").endswith("?"):
            return None
        auxiliaries = {p.lower[c] for c in t.kids(i, "aux")}
        if any(n.startswith("aux:") and n[4:] not in auxiliaries for n in cue.needs):
            return None
        if any(n.startswith("no:") and t.has(i, n[3:]) for n in cue.needs):
            return None
        kind, content = self._content(i, cue)
        if content and p.lemmas[content[0]] in cue.bars:
            return None
        if kind == "question":
            return None
        addressees = [o for a in cue.addressee for o in self._addressed(i, a, kind, content) if o not in content]
        clause_subjects = [s for c in content if kind in {"inf", "that", "for"} for s in self._own_subjects(c)]
        agents = [s for s in clause_subjects if t.is_agent(s) and s not in doers]
        addressees += [a for a in agents if a not in addressees]
        if not self._licensed(i, cue, kind, content, doers, addressees):
            return None
        frame = Frame(cue.act, [i], cue.strength, realis=realis)
        frame.needs_link = "link" in cue.needs
        if cue.act in ANSWERS and realis == "planned":
            frame.realis = "actual"
        if cue.act == "deferral" and realis == "negated":
            if p.tags[i] != "VBG":
                return None  # “has not replied” is silence, not an act
            frame.act, frame.realis = "refusal", "actual"
        if cue.act == "acceptance" and realis == "negated":
            # “will not accept”, “did not agree”
            frame.act, frame.realis, frame.needs_link = "refusal", "actual", cue.lemma not in {"accept", "agree"}
        drop = self.surroundings(frame, i, content)
        for a in cue.addressee:
            hosts = [i, *(h for h in content if not asking(p.lemmas[h]))]
            drop |= {
                c
                for h in hosts
                for c in t.children[h]
                if p.lower[c] == a and any(x in t.subtree(c) for x in addressees)
            }
        drop |= {c for h in content for c in t.kids(h, "agent") if any(x in t.subtree(c) for x in doers)}
        if "sense:term" in cue.needs:
            term = next((c for c in t.kids(i, "dobj", "npadvmod", "prep", "dative") if self._dated(c)), None)
            if term is None:
                return None
            frame.deadline = t.phrase(term, without=content)
            drop.add(term)
        for head in content:
            subjects = self._own_subjects(head)
            keep = bool(subjects) and not any(s in addressees for s in subjects) and kind in {"that", "inf", "for"}
            if keep and cue.act in {"promise", "threat", "offer"}:
                # “promised that it would pay”: the one who promises is who is to act
                keep = not any(
                    self.who(s).name in {self.who(d).name for d in doers} or p.pos[s] == "PRON" for s in subjects
                )
            if head in {c for x in frame.items for c in t.conjuncts(x.head)}:
                continue
            frame.items += self.items(head, drop, subject=keep)
        if cue.act == "deferral" and realis == "planned":
            # “would study it”: the later answer itself is what is promised
            said_in = {c for c in drop if frame.channel is not None and c == frame.channel[0]}
            frame.items = self.items(i, drop - said_in)
        frame.demanders = self.parties(doers) or [self.who(d) for d in doers]
        frame.addressees = [w for w in self.parties(addressees) if w.name not in {d.name for d in frame.demanders}]
        self._speech(frame, i)
        if "refrain" in cue.needs or kind == "against":
            frame.items = [dataclasses.replace(item, refrain=True) for item in frame.items]
        conditional = frame.condition is not None
        if (
            cue.act == "promise"
            and cue.lemma in {"vow", "swear", "pledge"}
            and content
            and self._adverse(content[0], conditional)
        ):
            frame.act, frame.strength = "threat", "strong"
        if cue.act in ASKS | {"threat", "offer", "promise"} and not frame.items:
            return None
        self._object_addressee(frame, content)
        return frame

    def _content(self, i: int, cue: Cue) -> tuple[str, list[int]]:
        """The kind of complement found and its heads; kind `question` where the cue only asks something."""
        t, p = self.tree, self.parse
        clauses = [c for c in t.kids(i, "ccomp", "xcomp", "advcl", "acl") if not self._parenthetical(i, c)]
        clauses = [c for c in clauses if ";" not in p.lower[min(i, c) : max(i, c)]]
        for c in clauses:
            first = min(t.subtree(c))
            if t.deps[c] in {"ccomp", "xcomp"} and c > i and p.lower[first] in _QUESTION:
                return "question", []
        for kind in cue.content:
            if kind == "inf":
                objects = t.objects(i) if "obj" in cue.addressee else []
                hosts = [i, *objects, *(x for a in cue.addressee for x in t.prepositional(i, a))]
                hosts += [n for c in t.kids(i, "prep") if self._dated(c) for n in t.kids(c, "pobj")]
                found = [
                    c
                    for h in hosts
                    for c in t.kids(h, "xcomp", "ccomp", "advcl", "acl", "relcl")
                    if self._infinitive(c)
                ]
                found = [c for c in found if c > i and (t.deps[c] != "advcl" or not self._thing_object(i))]
                found = [c for c in found if not t.kids(c, "mark") or t.has(c, "for")]
            elif kind == "that":
                found = [
                    c
                    for c in clauses
                    if t.deps[c] in {"ccomp", "xcomp"} and t.kids(c, *SUBJECTS) and not self._infinitive(c)
                ]
                found += [
                    c
                    for c in t.kids(i, "ccomp", "xcomp")
                    if self._infinitive(c) and t.kids(c, *SUBJECTS) and "own" in {n[6:] for n in cue.needs}
                ]
            elif kind == "ing":
                found = [c for c in t.kids(i, "xcomp", "pcomp", "dobj", "ccomp") if p.tags[c] == "VBG"]
            elif kind == "obj":
                found = [o for o in t.objects(i) if not self._obj_is_addressee(o, cue)][:1]
            elif kind == "for":
                found = [c for c in t.kids(i, "advcl", "ccomp", "xcomp") if t.has(c, "for") and t.kids(c, *SUBJECTS)]
                found += [
                    n for h in [i, *(o for o in t.objects(i) if t.is_agent(o))] for n in t.prepositional(h, "for")
                ][:1]
            else:
                found = t.prepositional(i, kind)[:1]
            found = [c for c in found if t.deps[c] != "pobj" or not self._dated(t.heads[c])]
            if found:
                return kind, found[:1]
        return "", []

    def _parenthetical(self, verb: int, clause: int) -> bool:
        """“Russia, he said, demands …”: the clause before the verb that only reports it."""
        return clause < verb and self.parse.lemmas[clause] in words("speech")

    def _infinitive(self, i: int) -> bool:
        t, p = self.tree, self.parse
        passive = p.tags[i] == "VBN" and bool(t.kids(i, "auxpass"))
        return (passive or p.tags[i] in {"VB", "VBP"}) and any(p.lower[c] == "to" and c < i for c in t.kids(i, "aux"))

    def _thing_object(self, i: int) -> bool:
        objects = self.tree.objects(i)
        return bool(objects) and not self.tree.is_agent(objects[0])

    def _obj_is_addressee(self, o: int, cue: Cue) -> bool:
        return "obj" in cue.addressee and self.tree.is_agent(o)

    def _own_subjects(self, clause: int) -> list[int]:
        t = self.tree
        return [x for s in t.kids(clause, *SUBJECTS) for x in t.conjuncts(s)]

    def _addressed(self, i: int, spec: str, kind: str, content: list[int]) -> list[int]:
        """Whom the cue is directed at; beside an infinitive any object is (“asked the airport to cut fees”)."""
        t = self.tree
        if spec == "obj":
            acting = kind == "inf" or not content
            return [
                o
                for o in t.objects(i)
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
        if "sense:agent" in needs and doers and not pronoun and not any(t.is_agent(d) for d in doers):
            return False
        if pronoun and "link" not in needs and self.who(doers[0]).name.lower() in {"it", "that", "this", "which"}:
            return False
        head = content[0] if content else None
        if "sense:own" in needs:
            own = kind in {"that", "inf"} and head is not None and (self._own_subjects(head) or to)
            if not own and not (kind == "obj" and to):
                return False
        if "sense:deed" in needs and kind in {"obj", "for"} and not to and not self._deeds(head):
            return False
        if "sense:ask" in needs and (
            head is None or not (asking(p.lemmas[head]) or p.lemmas[head] in words("grantable") or self._pro_form(head))
        ):
            return False
        if "subjunctive" in needs and kind == "that" and head is not None:
            modal = {p.lower[c] for c in t.kids(head, "aux")}
            if p.tags[head] != "VB" and not t.has(head, "be") and not modal & {"must", "should"}:
                return False
            if modal & {"will", "would", "could", "can", "may", "might"}:
                return False
        if "future" in needs and head is not None and not {p.lower[c] for c in t.kids(head, "aux")} & _FUTURE:
            return False
        if "later" in needs:
            coming = {p.lower[c] for c in t.kids(i, "aux")} & _FUTURE or p.tags[i] == "VBG" or self._infinitive(i)
            if not coming:
                return False
        return True

    def _deeds(self, head: int | None) -> bool:
        if head is None:
            return False
        return self.parse.pos[head] in {"VERB", "AUX"} or any(
            is_deed(self.parse.lemmas[h]) for h in self.tree.conjuncts(head)
        )

    def _may_act(self, i: int) -> bool:
        """A noun the word lists do not know: it may be a body of people, unless it is a known thing."""
        p = self.parse
        return p.pos[i] in {"NOUN", "PRON", "PROPN", "NUM", "ADJ"} and not is_thing(p.lemmas[i]) and p.lower[i] != "it"

    def _pro_form(self, i: int) -> bool:
        return self.parse.lower[i] in {"it", "them", "this", "that", "one", "these", "those"}

    def _adverse(self, verb: int, conditional: bool = False) -> bool:
        """The action hurts somebody; closing, cutting or leaving only does where it is held over them with an “if”."""
        lemma = self.parse.lemmas[verb]
        return lemma in words("adverse") or (conditional and lemma in words("adverse_if"))

    def _object_addressee(self, frame: Frame, content: list[int]) -> None:
        """Whose resignation or withdrawal is asked is also of whom it is asked."""
        t, p = self.tree, self.parse
        if frame.act not in ASKS or frame.addressees:
            return
        for head in content:
            if p.lemmas[head] in {"resignation", "withdrawal", "departure", "apology", "restraint", "retreat"}:
                owners = [*t.kids(head, "poss"), *t.prepositional(head, "of", "by", "from")]
                frame.addressees = self.parties([o for o in owners if t.is_agent(o)])

    def _speech(self, frame: Frame, i: int) -> None:
        """Who reports the act: the attribution it stands in, unless that source is the demander."""
        voice = self.voice(i)
        frame.attribution = voice[0] if voice is not None else None

    def _or_face(self, frame: Frame, verb: int) -> None:
        """“… or face a blockade” beside what is asked: the threat that backs it."""
        t, p = self.tree, self.parse
        for item in list(frame.items):
            for c in t.children[item.head]:
                if (
                    t.deps[c] == "conj"
                    and p.lemmas[c] in {"face", "risk", "suffer", "be"}
                    and "or" in p.lower[item.head : c]
                ):
                    objects = t.kids(c, "dobj", "xcomp", "acomp")
                    threat = Frame("threat", [*(k for k in range(item.head, c) if p.lower[k] == "or"), c], "strong")
                    threat.demanders, threat.addressees = frame.demanders, frame.addressees
                    threat.items = [x for o in objects[:1] for x in self.items(o, set())]
                    threat.attribution, threat.realis = frame.attribution, frame.realis
                    gone = t.subtree(c) | set(threat.cue)
                    frame.items = [self._less(x, gone) for x in frame.items]
                    frame.backed_by.append(threat)
                    self.frames.append(threat)

    def _unless(self, threat: Frame, verbs: list[int]) -> None:
        """“… unless the operator pays”, “… if it does not pay”: a threat that names its price is also a condition."""
        t, p = self.tree, self.parse
        for clause in [c for v in verbs for c in t.kids(v, "advcl")]:
            marks = [c for c in t.kids(clause, "mark") if p.lower[c] in {"unless", "if"}]
            denied = [c for c in t.kids(clause, "neg")]
            if not marks or (p.lower[marks[0]] == "if" and not denied):
                continue
            condition = Frame("condition", marks, "strong", demanders=threat.demanders, attribution=threat.attribution)
            drop = self.surroundings(condition, clause, [], said=False) | set(denied)
            self._price_of(condition, clause, drop)
            condition.realis = threat.realis
            condition.backed_by.append(threat)
            self.frames.append(condition)
            return

    def _price_of(self, condition: Frame, clause: int, drop: set[int]) -> None:
        """Whose action the price is, and what action."""
        t = self.tree
        passive = t.is_passive(clause)
        agents = [s for s in self._own_subjects(clause) if t.is_agent(s) or (not passive and self._may_act(s))]
        condition.addressees = self.parties(t.doers(clause)) if passive else [self.who(s) for s in agents]
        marks = set(condition.cue)
        items = self.items(clause, drop, subject=passive or not agents)
        condition.items = [self._less(item, marks) for item in items]

    def _less(self, item: Item, gone: set[int]) -> Item:
        return dataclasses.replace(item, tokens=item.tokens - gone)

    # -- cue nouns ----------------------------------------------------------------------------------------------------

    def noun(self, i: int) -> None:
        p = self.parse
        for cue in cues("noun").get(p.lemmas[i], ()):
            frame = self._noun_frame(i, cue)
            if frame is not None and not self._said_before(frame):
                self.frames.append(frame)

    def _noun_frame(self, i: int, cue: Cue) -> Frame | None:
        t, p = self.tree, self.parse
        verb = t.heads[i]
        support = t.deps[i] in {"dobj", "attr"} and p.lemmas[verb] in words("support")
        answer = t.deps[i] == "dobj" and any(c.act in ANSWERS for c in cues("verb").get(p.lemmas[verb], ()))
        hosts = [i, verb] if support or answer else [i]
        content: list[int] = []
        kind = ""
        for kind in cue.content:
            if kind == "inf":
                content = [
                    c
                    for h in hosts
                    for c in t.kids(h, "acl", "relcl", "xcomp", "advcl")
                    if self._infinitive(c) and c > i
                ]
            elif kind == "that":
                content = [
                    c
                    for h in hosts
                    for c in t.kids(h, "acl", "ccomp", "relcl")
                    if c > i and t.kids(c, *SUBJECTS) and t.has(c, "that") and not self._relative(c)
                ]
            else:
                content = t.prepositional(i, kind)[:1]
            if content:
                break
        if not content and "bare" not in cue.needs:
            return None
        owners = [*t.kids(i, "poss"), *t.prepositional(i, "from", "by")]
        if not owners and answer and not t.is_passive(verb):
            owners = t.prepositional(verb, "from", "by")
        owners += [c for c in t.kids(i, "compound", "amod", "nmod") if self.cast.at(c) is not None]
        if support and not owners:
            owners = t.doers(verb)
        owners = [o for o in owners if t.is_agent(o) or self._may_act(o) or self.cast.at(o) is not None]
        if not owners or (realis := self.realis(verb)) is None:
            return None
        if "sense:deed" in cue.needs and kind == "for" and p.tags[i] != "NNS" and not is_deed(p.lemmas[content[0]]):
            return None
        frame = Frame(cue.act, [verb, i] if support and verb < i else [i], cue.strength)
        if support:
            frame.realis = realis
        addressees = [n for a in cue.addressee for h in hosts for n in t.prepositional(h, a)]
        addressees = [n for n in addressees if t.is_agent(n) or self._may_act(n)]
        addressees = [n for n in addressees if n not in content and p.pos[n] in {"NOUN", "PROPN", "PRON"}]
        if support:
            addressees += [d for d in t.kids(verb, "dative") if t.is_agent(d)]
        addressees += [s for c in content for s in self._own_subjects(c) if t.is_agent(s) and s not in owners]
        drop = self.surroundings(frame, i, content)
        for head in content[:1]:
            keep = bool(self._own_subjects(head)) and not any(s in addressees for s in self._own_subjects(head))
            frame.items += self.items(head, drop, subject=keep)
        frame.demanders = self._owners(owners)
        frame.addressees = self.parties(addressees)
        self._object_addressee(frame, content)
        self._speech(frame, i)
        return frame

    def _owners(self, owners: list[int]) -> list[Who]:
        out: dict[str, Who] = {}
        for o in owners:
            mention = self.cast.at(o)
            adjective = mention is not None and self.tree.deps[o] in {"compound", "amod", "nmod"}
            who = Who(mention.name, (mention.i, mention.j)) if adjective and mention is not None else self.who(o)
            out.setdefault(who.name, who)
        return list(out.values())

    def _relative(self, clause: int) -> bool:
        return any(self.parse.tags[s] in {"WDT", "WP"} for s in self.tree.kids(clause, *SUBJECTS, "dobj"))

    def _said_before(self, frame: Frame) -> bool:
        """The noun only names an act that a verb has already reported, with the same content."""
        for other in self.frames:
            same = {d.name for d in other.demanders} & {d.name for d in frame.demanders}
            if same and (other.act in ASKS) == (frame.act in ASKS) and self.overlap(frame, other) >= 0.6:
                return True
        return False
