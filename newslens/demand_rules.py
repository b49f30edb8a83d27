"""The rules that read acts off a clause: cue verbs, cue nouns, idioms, said + must or will, “only if”, commands."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator

from newslens.article import Article
from newslens.clauses import SUBJECTS, tree
from newslens.demand_frames import ANSWERS, ASKS, Cue, Finder, Frame, Item, Who, cues, idioms
from newslens.demand_words import asking, is_deed, is_thing, words
from newslens.sourcing import Attribution

_QUESTION = frozenset("what why how who whom which where when whether if".split())
_MODALS = {"must": "strong", "should": "medium", "ought": "medium"}
_FUTURE = frozenset({"will", "would", "shall", "'ll", "’ll", "wo"})
_CONDITIONS = frozenset({"unless", "until", "before"})


@functools.lru_cache(maxsize=16)
def find_frames(article: Article) -> tuple[Frame, ...]:
    """All acts of an article in text order, not yet tied to what they answer."""
    finder = Rules(article, tree(article))
    return finder.find()


class Rules(Finder):
    def find(self) -> tuple[Frame, ...]:
        n = len(self.parse)
        for i in range(n):
            if self.parse.tags[i][:2] == "VB" and self.tree.deps[i] not in {"aux", "auxpass", "amod", "compound"}:
                self.verb(i)
        for i in range(n):
            if self.parse.pos[i] == "NOUN":
                self.noun(i)
        self.idiom()
        for i in range(n):
            self.modal(i)
        self.commands()
        frames = [f for f in self.frames if not self._inside_another(f)]
        frames.sort(key=lambda f: min(f.cue))
        return tuple(frames)

    def _inside_another(self, frame: Frame) -> bool:
        """What is only asked for, offered or refused is no act of its own (“urged Oslo to reject the plan”)."""
        for other in self.frames:
            if other is not frame and any(frame.at in item.tokens for item in other.items):
                if other.act in ANSWERS and frame.act not in ANSWERS and frame.demanders:
                    continue  # “rejected a call by the mayor to resign”: the call was made, and then rejected
                if frame not in other.backed_by:
                    return True
        return False

    # -- cue verbs --------------------------------------------------------------------------------------------------

    def verb(self, i: int) -> None:
        t, p = self.tree, self.parse
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
        for head in content:
            subjects = self._own_subjects(head)
            keep = bool(subjects) and not any(s in addressees for s in subjects) and kind in {"that", "inf", "for"}
            if keep and cue.act in {"promise", "threat", "offer"}:
                # “promised that it would pay”: the one who promises is who is to act
                keep = not any(self.who(s).name in {self.who(d).name for d in doers} or p.pos[s] == "PRON" for s in subjects)
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
        if cue.act == "promise" and cue.lemma in {"vow", "swear", "pledge"} and content and self._adverse(content[0]):
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
                return kind, found[:1] if kind != "that" else found[:1]
        return "", []

    def _parenthetical(self, verb: int, clause: int) -> bool:
        """“Russia, he said, demands …”: the clause before the verb that only reports it."""
        return clause < verb and self.parse.lemmas[clause] in words("speech")

    def _infinitive(self, i: int) -> bool:
        t, p = self.tree, self.parse
        return p.tags[i] in {"VB", "VBP"} and any(p.lower[c] == "to" and c < i for c in t.kids(i, "aux"))

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
            return [o for o in t.objects(i) if t.is_agent(o) or (acting and (self._may_act(o) or self.parse.pos[o] == "PRON"))]
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
        if "sense:deed" in needs and kind in {"obj", "for"} and not to:
            if (
                head is None
                or p.pos[head] not in {"VERB", "AUX"}
                and not any(is_deed(p.lemmas[h]) for h in t.conjuncts(head))
            ):
                return False
        if "sense:ask" in needs and (head is None or not (asking(p.lemmas[head]) or p.lemmas[head] in words("grantable") or self._pro_form(head))):
            return False
        if "subjunctive" in needs and kind == "that" and head is not None:
            modal = {p.lower[c] for c in t.kids(head, "aux")}
            if p.tags[head] != "VB" and p.lower[head] != "be" and not modal & {"must", "should"}:
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

    def _may_act(self, i: int) -> bool:
        """A noun the word lists do not know: it may be a body of people, unless it is a known thing."""
        p = self.parse
        return p.pos[i] in {"NOUN", "PRON", "PROPN", "NUM", "ADJ"} and not is_thing(p.lemmas[i]) and p.lower[i] != "it"

    def _pro_form(self, i: int) -> bool:
        return self.parse.lower[i] in {"it", "them", "this", "that", "one", "these", "those"}

    def _adverse(self, verb: int) -> bool:
        return self.parse.lemmas[verb] in words("adverse")

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
        t, p = self.tree, self.parse
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
        owners += [c for c in t.kids(i, "compound", "amod", "nmod") if self.cast.at(c) is not None]
        if support and not owners:
            owners = t.doers(verb)
        owners = [o for o in owners if t.is_agent(o) or self.cast.at(o) is not None]
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
            if (other.act in ASKS) == (frame.act in ASKS) and self.overlap(frame, other) >= 0.6:
                if {d.name for d in other.demanders} & {d.name for d in frame.demanders}:
                    return True
        return False

    # -- idioms -------------------------------------------------------------------------------------------------------

    def idiom(self) -> None:
        t, p = self.tree, self.parse
        for pattern, cue in idioms():
            for match in pattern.finditer(self.article.text):
                i, j = p.tokens(*match.span())
                if i < j:
                    frame = self._idiom_frame(i, j, cue)
                    if frame is not None:
                        self.frames.append(frame)

    def _idiom_frame(self, i: int, j: int, cue: Cue) -> Frame | None:
        t, p = self.tree, self.parse
        verb = next((k for k in range(j - 1, i - 1, -1) if p.pos[k] in {"VERB", "AUX"} and p.lemmas[k] != "to"), None)
        if verb is None:
            verb = next((a for a in t.ancestors(i) if p.pos[a] in {"VERB", "AUX"}), None)
        if verb is None:
            return None
        if cue.content == ("comp",):
            return self._comp_idiom(i, j, cue, verb)
        frame = Frame(cue.act, list(range(i, j)), cue.strength, needs_link="link" in cue.needs)
        realis = self.realis(verb)
        if realis is None or (realis != "actual" and p.lower[i] not in {"not", "non"}):
            return None
        if p.lemmas[verb] in {"call", "consider", "deem", "declare", "find", "label"} and t.kids(verb, "nsubj"):
            content = [o for o in t.kids(verb, "dobj", "ccomp") if o < i and o > verb]
            frame.demanders = self.parties(t.doers(verb))
            if not content:
                content = [o for k in t.kids(verb, "ccomp", "oprd") for o in t.kids(k, "nsubj")]
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
        governor = verb
        if not t.subjects(governor):
            governor = next((a for a in t.ancestors(head) if t.kids(a, "nsubj")), verb)
        doers = [d for d in t.subjects(governor) if t.is_agent(d)]
        if not doers or self.realis(t.heads[governor] if t.deps[governor] == "aux" else governor) is None:
            return None
        frame = Frame(cue.act, list(range(i, j)), cue.strength)
        drop = self.surroundings(frame, head, [])
        frame.items = self.items(head, drop)
        frame.demanders = self.parties(doers)
        self._speech(frame, i)
        return frame

    def _said_how(self, frame: Frame) -> None:
        """Adds the verb of saying to the cue where the speaker is whose act it is (“has said repeatedly …”)."""
        attribution = frame.attribution
        if attribution is None or attribution.actor not in {d.name for d in frame.demanders}:
            return
        for part in attribution.parts:
            if part.role == "cue":
                where = list(range(*self.parse.tokens(part.start, part.end)))
                frame.cue = sorted({*frame.cue, *where}, key=lambda k: (k in where, k))[::-1]
                frame.cue = [*where, *(k for k in frame.cue if k not in where)]
                frame.repeated = frame.repeated or any(
                    self.parse.lower[c] in {"repeatedly", "again"} for k in where for c in self.tree.children[k]
                )

    # -- said + must, will --------------------------------------------------------------------------------------------

    def modal(self, i: int) -> None:
        t, p = self.tree, self.parse
        lower = p.lower[i]
        verb = t.heads[i]
        if t.deps[i] == "aux" and lower in _MODALS:
            self._required(i, verb, _MODALS[lower])
        elif t.deps[i] == "aux" and lower in _FUTURE:
            self._announced(i, verb)
        elif p.lemmas[i] in {"have", "need"} and t.deps[i] not in {"aux", "auxpass"}:
            for v in t.kids(i, "xcomp"):
                if self._infinitive(v) and v - i <= 3:
                    self._required(i, v, "strong", governor=i)

    def _main_of(self, verb: int, voice: tuple[Attribution, frozenset[int], frozenset[int]]) -> bool:
        """The verb is what is said, not something inside it (a relative or an if-clause)."""
        t = self.tree
        k = verb
        while t.deps[k] in {"conj"}:
            k = t.heads[k]
        return t.deps[k] in {"ccomp", "ROOT", "parataxis", "dep", "xcomp"} or t.heads[k] not in voice[1]

    def _required(self, modal: int, verb: int, strength: str, governor: int | None = None) -> None:
        t, p = self.tree, self.parse
        top = verb if governor is None else governor
        voice = self.voice(modal)
        if voice is None or not self._main_of(top, voice) or self._covered(modal):
            return
        subjects = t.subjects(top)
        if not subjects or self.realis_of_clause(top) is False:
            return
        speaker = self.speaker(voice)
        if self._adviser(voice[0]):
            return
        passive = t.is_passive(verb)
        agents = [s for s in subjects if t.is_agent(s)]
        if (not agents and not passive) or (passive and p.lemmas[verb] in words("stative")):
            return
        addressees = [] if passive and not agents else self.parties(agents)
        addressees = [
            a
            for a in addressees
            if a.name != speaker.name and p.words[a.span[0] if a.span else 0] not in {"we", "We", "I"}
        ]
        if agents and not addressees:
            return
        if passive:
            addressees = self.parties(t.doers(verb))
        addressees = [w for a in addressees for w in ([a] if a.name.lower() != "you" else self._told(voice[0]))]
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

    def _told(self, attribution: Attribution) -> list[Who]:
        """Whom the speaker speaks to: “you” in what somebody “told the contractor”."""
        t = self.tree
        cue = [k for p in attribution.parts if p.role == "cue" for k in range(*self.parse.tokens(p.start, p.end))]
        heads = [o for k in cue for o in [*t.kids(k, "dobj", "dative"), *t.prepositional(k, "to")]]
        return self.parties([h for h in heads if t.is_agent(h) or self._may_act(h)])

    def realis_of_clause(self, verb: int) -> bool:
        return not any(self.parse.lower[c] in {"if", "whether", "unless"} for c in self.tree.kids(verb, "mark"))

    def _adviser(self, attribution: Attribution) -> bool:
        """Advice of somebody with no stake: an analyst, a study, a research house."""
        described = f"{attribution.source} {attribution.role or ''}".lower().replace("-", " ").split()
        return attribution.source_kind == "document" or any(w.rstrip("s,") in words("adviser") for w in described)

    def _covered(self, i: int) -> bool:
        return any(
            i in item.tokens or i in f.cue for f in self.frames for item in f.items or [None] if item is not None
        )

    def _announced(self, modal: int, verb: int) -> None:
        t, p = self.tree, self.parse
        voice = self.voice(modal)
        if voice is None or self._covered(modal) or self._covered(verb) or not self._main_of(verb, voice) or t.is_passive(verb):
            return
        if (
            p.lemmas[verb] in words("stative")
            or p.lemmas[verb] in cues("verb")
            and any(verb in f.cue for f in self.frames)
        ):
            return
        subjects = t.subjects(verb)
        speaker = self.speaker(voice)
        if not any(self._same_party(s, speaker, voice[0]) for s in subjects):
            return
        if p.lower[modal] == "would" and not self._backshifted(voice[0]):
            return
        frame = Frame("promise", [modal, verb] if self._adverse(verb) else [modal], "medium")
        frame.demanders = self.parties(subjects) or [self.who(subjects[0])]
        frame.attribution = voice[0]
        price = [c for c in t.kids(verb, "advcl") if self._price(c)]
        negated = bool(t.kids(verb, "neg"))
        if price:
            self._condition(frame, verb, price[0])
        else:
            drop = self.surroundings(frame, verb, [], said=False)
            if negated:
                frame.act, frame.strength = "refusal", None
                drop |= set(t.kids(verb, "neg"))
            elif self._adverse(verb):
                frame.act, frame.strength = "threat", "strong"
                self._unless(frame, [verb])
            frame.items = self.items(verb, drop)
            if frame.act == "threat":
                frame.addressees = [w for o in t.objects(verb) for w in self.parties([o])]
                if frame.condition is not None:
                    inside = range(*frame.condition)
                    subjects = [k for k in inside if t.deps[k] == "nsubj" and t.is_agent(k)]
                    frame.addressees = [
                        w for w in self.parties(subjects) if w.name not in {d.name for d in frame.demanders}
                    ] or frame.addressees
        self.frames.append(frame)

    def _price(self, clause: int) -> bool:
        """“only if”, “unless”, “not until”, “not before”: somebody else's action is the price."""
        t, p = self.tree, self.parse
        marks = {p.lower[c] for c in t.kids(clause, "mark")}
        only = any(p.lower[c] == "only" for c in [*t.children[clause], max(min(t.subtree(clause)) - 1, 0)])
        only = only or p.lower[max(min(t.subtree(clause)) - 1, 0)] == "only"
        return bool(marks & _CONDITIONS) and bool(t.kids(clause, *SUBJECTS)) or ("if" in marks and only)

    def _condition(self, frame: Frame, verb: int, clause: int) -> None:
        t, p = self.tree, self.parse
        first = min(t.subtree(clause))
        marks = [k for k in range(max(first - 1, 0), clause) if p.lower[k] in {"only", "if", *_CONDITIONS}]
        threat = self._adverse(verb) and not t.kids(verb, "neg")
        condition = Frame("condition", marks, "strong", demanders=frame.demanders, attribution=frame.attribution)
        drop = self.surroundings(condition, clause, [], said=False)
        self._price_of(condition, clause, drop)
        tokens = sorted(t.subtree(verb, without={clause, *t.kids(verb, "aux", "nsubj")}))
        kept = [k for k in tokens if min([verb, *t.kids(verb, "neg")]) <= k < min([first, *marks])]
        if kept:
            condition.in_return = p.trim(kept[0], kept[-1] + 1)
        if threat:
            frame.act, frame.strength = "threat", "strong"
            frame.condition = t.phrase(clause)
            frame.items = self.items(verb, {clause})
            condition.backed_by.append(frame)
            self.frames.append(condition)
        else:
            frame.__dict__.update(condition.__dict__)

    def _same_party(self, subject: int, speaker: Who, attribution: Attribution) -> bool:
        """The subject is the speaker, or the body the speaker speaks for (“NATO will …”, its secretary general said)."""
        name = self.who(subject).name
        if name == speaker.name or self.parse.lower[subject] in {"i", "we"}:
            return True
        role = f"{attribution.role or ''} {attribution.source}"
        actor = self.cast.actor(speaker.name)
        role += f" {actor.role or ''}" if actor is not None else ""
        if name in role:
            return True
        owner = [self.who(c).name for c in self.tree.kids(subject, "poss")]
        if speaker.name in owner and self.parse.lemmas[subject] in words("body"):
            return True  # “his government will”
        i, j = self.speaker_span(attribution)
        words_of_source = self.parse.lower[i:j]
        if any(w.startswith("spokes") for w in words_of_source) or (words_of_source[:1] and words_of_source[0] in {"its", "their", "his", "her"}):
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
                return any(
                    self.parse.tags[k] in {"VBD", "VBN"} for k in range(*self.parse.tokens(part.start, part.end))
                )
        return True

    # -- commands -----------------------------------------------------------------------------------------------------

    def commands(self) -> None:
        """A bare imperative in quotation marks is a demand of the one quoted."""
        t, p = self.tree, self.parse
        for attribution, inside, _ in self.voices:
            if attribution.form == "indirect" or not inside:
                continue
            for i in self._imperatives(inside):
                if not self._covered(i) and not any(i in f.cue for f in self.frames):
                    frame = Frame("demand", [i], "strong", attribution=attribution)
                    part = next((x for x in attribution.parts if x.role == "source"), None)
                    frame.demanders = [Who(attribution.actor, p.tokens(part.start, part.end) if part else None)]
                    drop = self.surroundings(frame, i, [])
                    frame.items = self.items(i, drop)
                    self.frames.append(frame)

    def _imperatives(self, inside: frozenset[int]) -> Iterator[int]:
        t, p = self.tree, self.parse
        for i in sorted(inside):
            if p.tags[i] != "VB" or t.kids(i, *SUBJECTS) or p.lemmas[i] in words("speakerless"):
                continue
            if any(p.lower[c] not in {"do", "don"} for c in t.kids(i, "aux")) or t.deps[i] not in {"ROOT", "ccomp"}:
                continue
            first = min(k for k in t.subtree(i) if k in inside and not p.doc[k].is_punct)
            opens = p.lower[first] in {p.lower[i], "do", "please", "never", "now", "just", "stop", "immediately"}
            before = first - 1
            if opens and (before < 0 or p.doc[before].is_quote or p.doc[before].is_sent_end or p.doc[before].is_punct):
                yield i

    # -- overlap ------------------------------------------------------------------------------------------------------

    def overlap(self, a: Frame, b: Frame) -> float:
        """Share of the shorter content's words that the other has too."""
        x, y = self.content_words(a), self.content_words(b)
        return len(x & y) / min(len(x), len(y)) if x and y else 0.0

    def content_words(self, frame: Frame) -> frozenset[str]:
        tokens = {k for item in frame.items for k in item.tokens}
        kept = {"NOUN", "VERB", "PROPN", "ADJ", "NUM"}
        return frozenset(self.parse.lemmas[k] for k in tokens if self.parse.pos[k] in kept)
