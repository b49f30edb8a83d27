"""The rules that read acts off cue verbs: “urged Oslo to …”, “was told by …”, “threatened to … unless …”."""

from __future__ import annotations

import dataclasses

from newslens.acts.clauses import SUBJECTS
from newslens.acts.frames import ANSWERS, ASKS, Cue, Finder, Frame, Item, cues
from newslens.acts.words import asking, is_deed, is_thing, words
from newslens.article import Span

_QUESTION = frozenset(["what", "why", "how", "who", "whom", "which", "where", "when", "whether", "if"])
_OF_THING = frozenset({"for", "to", "from", "of"})
_FUTURE = frozenset({"will", "would", "shall", "'ll", "’ll", "wo"})


class VerbRules(Finder):
    """Acts with a cue verb of their own."""

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
                near = c <= i + 2 or t.deps[c] == "prt" or (t.deps[c] == "advmod" and not t.children[c])
                return c if near and not (t.deps[c] == "prep" and self._dated(c)) else None
        beside = i + 1 if i + 1 < len(p) and p.lower[i + 1] == cue.particle and t.deps[i + 1] == "mark" else None
        return beside if beside is not None and t.heads[t.heads[beside]] == i else None  # “called for the men to go”

    def _verb_frame(self, i: int, cue: Cue) -> Frame | None:
        t, p = self.tree, self.parse
        realis = self.realis(i)
        doers = self._doers(i)
        if realis is None or p.text(*p.sentences[p.sentence(i)]).rstrip("”\"' ").endswith("?"):
            return None
        auxiliaries = {p.lower[c] for c in t.kids(i, "aux")}
        if any(n.startswith("aux:") and n[4:] not in auxiliaries for n in cue.needs):
            return None
        if any(n.startswith("no:") and t.has(i, n[3:]) for n in cue.needs):
            return None
        if cue.act == "acceptance" and self._infinitive(i) and t.deps[i] != "ROOT" and not self._resolved(i):
            return None  # “gave Oslo until Friday to comply”
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
        agents = [s for s in clause_subjects if t.is_agent(s) and s not in doers and not small]
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
                return self._sets_deadline(doers, frame.deadline)
        frame.demanders = self.parties(doers) or [self.who(d) for d in doers]
        frame.addressees = [w for w in self.parties(addressees, vetted=True) if w.name not in {d.name for d in frame.demanders}]
        for head in content:
            drop |= {i} if head < i and t.heads[i] == head else set()
            frame.items += self.items(head, drop, subject=self._keeps_subject(frame, kind, head, addressees))
            if kind == "obj" and cue.act not in ANSWERS:
                self._with_phrases(frame, i, drop)
        if purpose or (cue.act in ANSWERS and content and asking(p.lemmas[content[0]])):
            self._with_purpose(frame, i, content, purpose, drop)
        if cue.act == "deferral" and realis == "planned":
            # “would study it”: the later answer itself is what is promised
            said_in = {c for c in drop if frame.channel is not None and c == frame.channel[0]}
            frame.items = self.items(i, drop - said_in)
        self._speech(frame, i)
        if "refrain" in cue.needs or kind == "against":
            frame.items = [dataclasses.replace(item, refrain=True) for item in frame.items]
        solemn = cue.lemma in {"vow", "swear", "pledge"}
        if solemn and content and self._adverse(content[0], frame.condition is not None):
            frame.act, frame.strength = "threat", "strong"
        if cue.act in ASKS | {"threat", "offer", "promise"} and not frame.items:
            return None
        self._object_addressee(frame, content)
        if frame.act == "threat" and not frame.addressees:
            self._threatened(frame)
        return frame

    def _doers(self, i: int) -> list[int]:
        """Who does it; where a thing would, whoever says so: “said the price was too high and asked for another”."""
        t, p = self.tree, self.parse
        doers = t.doers(i)
        if any(t.is_agent(d) for d in doers) or t.deps[i] != "conj":
            return doers
        clause = i
        while t.deps[clause] == "conj":
            clause = t.heads[clause]
        above = t.heads[clause]
        said = t.deps[clause] == "ccomp" and p.tags[above] == p.tags[i] and p.lemmas[above] in words("speech")
        sayers = t.subjects(above) if said and above < clause else []
        return sayers if any(t.is_agent(s) for s in sayers) else doers

    def _with_phrases(self, frame: Frame, i: int, drop: set[int]) -> None:
        """“sought a yearly fee for the use of snippets”: what follows the thing says which, though hung on the verb."""
        t, p = self.tree, self.parse
        for prep in t.kids(i, "prep"):
            last = frame.items[-1] if frame.items else None
            if last is not None and prep == max(last.tokens) + 1 and p.lower[prep] in _OF_THING and prep not in drop:
                frame.items[-1] = dataclasses.replace(last, tokens=last.tokens | frozenset(t.subtree(prep, without=drop)))

    def _resolved(self, i: int) -> bool:
        """An infinitive that tells of a choice made: “agreed to accept”, “voted to back”, “is going to yield”."""
        governor = self.parse.lemmas[self.tree.heads[i]]
        return governor in words("resolve")

    def _wanted(self, i: int, cue: Cue, kind: str, content: list[int]) -> int | None:
        """What stands between “asked for” and an infinitive: a thing wanted for it, or who is to do it.

        “asked for an hour to think”: the hour; “called for the police to leave”: the police.
        """
        if kind != "inf" or "for" not in cue.content and cue.particle != "for":
            return None
        between = [n for n in self.tree.prepositional(i, "for") if i < n < content[0]]
        return between[0] if between else None

    def _with_purpose(self, frame: Frame, i: int, content: list[int], purpose: list[int], drop: set[int]) -> None:
        """An infinitive that says what the thing asked or answered is for belongs to it, wherever the tree hangs it."""
        t = self.tree
        after = purpose or [c for c in t.kids(i, "xcomp", "advcl") if self._infinitive(c) and c > max(t.subtree(content[0]))]
        if after and frame.items:
            tail = t.subtree(after[0], without=drop)
            last = frame.items[-1]
            frame.items[-1] = dataclasses.replace(last, tokens=last.tokens | frozenset(tail))

    def _sets_deadline(self, doers: list[int], deadline: Span) -> None:
        """“… and gave Oslo until Friday to comply”: a term for what was demanded before, not another demand."""
        by = {self.who(d).name for d in doers}
        for earlier in reversed(self.frames):
            if earlier.act in ASKS and by & {d.name for d in earlier.demanders}:
                earlier.deadline = earlier.deadline or deadline
                return

    def _threatened(self, frame: Frame) -> None:
        """“… if the board goes ahead”: whoever can avert it is whom it is held over."""
        if frame.condition is not None:
            t = self.tree
            acting = [k for k in range(*frame.condition) if t.deps[k] in {"nsubj", "agent"} and t.is_agent(k)]
            own = {d.name for d in frame.demanders}
            frame.addressees = [w for w in self.parties(acting) if w.name not in own]

    def _of_answers(self, i: int, cue: Cue, realis: str) -> Frame | None:
        """Answers that are announced are given (“will accept”), and not to accept or consider is to refuse."""
        announced = realis == "planned" or (realis == "hypothetical" and cue.act == "deferral")
        frame = Frame(cue.act, [i], realis="actual" if announced else realis)
        frame.needs_link = "link" in cue.needs
        if realis == "negated" and cue.act == "deferral":
            if self.parse.tags[i] != "VBG":
                return None  # “has not replied” is silence, not an act
            frame.act, frame.realis = "refusal", "actual"
        elif realis == "negated" and cue.act == "acceptance":
            frame.act, frame.realis, frame.needs_link = "refusal", "actual", cue.lemma not in {"accept", "agree"}
        return frame

    def _parties_within(self, i: int, cue: Cue, content: list[int], to: list[int], doers: list[int]) -> set[int]:
        """Branches that name the parties inside the content (“an apology from the mayor”)."""
        t, p = self.tree, self.parse
        hosts = [i, *(h for h in content if not asking(p.lemmas[h]))]
        branches = {c for h in hosts for c in t.children[h] if p.lower[c] in cue.addressee and p.lower[c] != "with"}
        branches |= {c for c in t.children[i] if p.lower[c] == "with" and "with" in cue.addressee}
        named = {c for c in branches if any(x in t.subtree(c) for x in to)}
        return named | {c for h in content for c in t.kids(h, "agent") if any(x in t.subtree(c) for x in doers)}

    def _keeps_subject(self, frame: Frame, kind: str, head: int, addressees: list[int]) -> bool:
        """A subject other than the addressee stays in the content (“that sanctions be lifted”).

        Who promises, offers or threatens is also who is to act (“promised that it would pay”).
        """
        subjects = self._own_subjects(head)
        if kind not in {"that", "inf", "for"} or not subjects or any(s in addressees for s in subjects):
            return False
        if frame.act in {"promise", "threat", "offer"}:
            acting = {d.name for d in frame.demanders}
            return not any(self.who(s).name in acting or self.parse.pos[s] == "PRON" for s in subjects)
        return True

    def _content(self, i: int, cue: Cue) -> tuple[str, list[int]]:
        """The kind of complement found and its heads; kind `question` where the cue only asks something."""
        t, p = self.tree, self.parse
        clauses = [c for c in t.kids(i, "ccomp", "xcomp", "advcl", "acl") if not self._parenthetical(i, c)]
        clauses = [c for c in clauses if ";" not in p.lower[min(i, c) : max(i, c)]]
        for c in clauses:
            first = min(t.subtree(c))
            if t.deps[c] in {"ccomp", "xcomp"} and c > i and first > i and p.lower[first] in _QUESTION:
                return "question", []
        for kind in cue.content:
            if kind == "inf":
                objects = t.objects(i) if "obj" in cue.addressee else []
                hosts = [i, *objects, *(x for a in cue.addressee for x in t.prepositional(i, a))]
                hosts += [n for c in t.kids(i, "prep") if self._dated(c) for n in t.kids(c, "pobj")]
                hosts += [n for n in t.prepositional(i, "for") if "for" in cue.content and t.is_agent(n)]
                found = [
                    c
                    for h in hosts
                    for c in t.kids(h, "xcomp", "ccomp", "advcl", "acl", "relcl")
                    if self._infinitive(c)
                ]
                if not found and cue.act in ASKS:
                    # “begged whoever drove the van to stop”: hung under the clause about the addressee
                    inner = [r for o in objects if t.is_agent(o) for r in t.kids(o, "relcl", "acl")]
                    found = [c for r in inner for c in t.kids(r, "xcomp", "advcl") if self._infinitive(c)]
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
                told = cue.act in {"offer", "promise"} and t.is_passive(i) and bool(t.kids(i, "dobj", "oprd"))
                objects = t.objects(i) or self._antecedent(i, cue)
                if cue.act in {"offer", "promise"}:
                    # “offered the parish £50,000”
                    objects = objects + [c for c in t.kids(i, "npadvmod", "oprd") if not self._dated(c)]
                alone = cue.act in {"offer", "promise"} and len(objects) == 1  # what is offered, not to whom
                if told:
                    objects = t.kids(i, "dobj", "oprd")
                found = [o for o in objects if alone or not self._obj_is_addressee(o, cue)][:1]
            elif kind == "for":
                found = [c for c in t.kids(i, "advcl", "ccomp", "xcomp") if t.has(c, "for") and t.kids(c, *SUBJECTS)]
                found += [
                    n for h in [i, *(o for o in t.objects(i) if t.is_agent(o))] for n in t.prepositional(h, "for")
                ][:1]
            else:
                found = t.prepositional(i, kind)[:1]
                if kind == "against" and cue.act in ASKS:
                    found = [c for c in found if p.tags[c] == "VBG"]
            found = [c for c in found if t.deps[c] != "pobj" or not self._dated(t.heads[c])]
            if found:
                return kind, found[:1]
        return "", []

    def _antecedent(self, i: int, cue: Cue) -> list[int]:
        """“a demand Oslo has dismissed”: an act's noun that a clause says the answer to."""
        t, p = self.tree, self.parse
        noun = t.heads[i]
        answers = cue.act in ANSWERS and t.deps[i] == "relcl" and bool(asking(p.lemmas[noun]))
        return [noun] if answers and t.kids(i, "nsubj") and noun not in t.subjects(i) else []

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
            pronouns = [w for h in [i, *content] for w in t.kids(h, "dobj") if self.parse.tags[w] in {"WP", "WDT"} and w < i]
            if pronouns and t.deps[i] == "relcl":
                return t.conjuncts(t.heads[i])  # “the editor, whom the mayor asked to resign”
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
        if head is not None and p.lemmas[head] in {"name", "identify", "quote"} and t.kids(head, "auxpass"):
            return False  # “asked not to be named”: a source's condition for speaking to the reporter
        if "sense:own" in needs:
            wish = kind == "obj" and head is not None and (p.lemmas[head] in words("deed") or self._sum(head))
            wish = wish and bool(doers) and all(t.is_agent(d) for d in doers)
            own = wish or (kind in {"that", "inf"} and head is not None and (self._own_subjects(head) or to))
            if not own and not (kind == "obj" and to):
                return False
        if "sense:deed" in needs and kind in {"obj", "for"} and not to and not self._deeds(head):
            if not (cue.lemma == "seek" and head is not None and self._sum(head)):
                return False
        if "sense:ask" in needs and (head is None or not self._answerable(head)):
            return False
        if "sense:reply" in needs and (head is None or p.lemmas[head] not in words("reply")):
            return False
        if "subjunctive" in needs and kind == "that" and head is not None:
            modal = {p.lower[c] for c in t.kids(head, "aux")}
            unshifted = p.tags[head] == "VBP" and p.tags[i] in {"VBD", "VBN"} and not modal and cue.lemma != "insist"
            if not (p.tags[head] == "VB" or unshifted or t.has(head, "be") or modal & {"must", "should"}):
                return False
            if modal & {"will", "would", "could", "can", "may", "might"}:
                return False
        if "event" in needs and kind == "obj" and p.tags[i] not in {"VBD", "VBN"} and not to:
            return False  # “offers loans” is what somebody does every day
        if "undertaking" in needs and kind == "that" and head is not None:
            modal = {p.lower[c] for c in t.kids(head, "aux")}
            if p.tags[head] != "VB" and not t.has(head, "be") and not modal & (_FUTURE | {"should", "must"}):
                return False
        if "future" in needs and head is not None and not {p.lower[c] for c in t.kids(head, "aux")} & _FUTURE:
            return False
        if "later" in needs and t.prepositional(i, "with"):
            return False  # “respond with new fees”: a deed, not a reply
        if "later" in needs:
            coming = {p.lower[c] for c in t.kids(i, "aux")} & _FUTURE or p.tags[i] == "VBG" or self._infinitive(i)
            coming = coming or t.has(i, "being")  # “is being studied”
            if self._infinitive(i) and t.has(t.heads[i], "it", "up"):
                return False  # “it was up to her party to decide”
            if not coming or "yet" in p.lower[max(i - 2, 0) : i]:
                return False  # “has yet to reply”
        return True

    def _deeds(self, head: int | None) -> bool:
        if head is None:
            return False
        return self.parse.pos[head] in {"VERB", "AUX"} or any(
            is_deed(self.parse.lemmas[h]) for h in self.tree.conjuncts(head)
        )

    def _answerable(self, head: int) -> bool:
        """What a verb of answering must have for its object: a demand, an offer, a permit, or what points back to one."""
        lemma = self.parse.lemmas[head]
        noun = asking(lemma) and lemma not in words("amount")
        return bool(noun) or lemma in words("grantable") or self._pro_form(head)

    def _sum(self, head: int) -> bool:
        """An amount: “45 cents a liter”, “another 60 days”."""
        p = self.parse
        return p.doc[head].ent_type_ in {"MONEY", "PERCENT"} or any(p.pos[c] == "NUM" for c in self.tree.kids(head, "nummod"))

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
        """“… or face a blockade”, “or we walk”, “on pain of a fine” beside what is asked: the threat that backs it."""
        t, p = self.tree, self.parse
        if frame.act not in ASKS or not frame.items:
            return
        stop = p.sentences[p.sentence(frame.at)][1]
        for k in range(frame.at + 1, stop):
            pain = p.lower[k : k + 3] == ("on", "pain", "of")
            if not pain and (p.lower[k] != "or" or not self._penalty(k + 1, stop)):
                continue
            end = next((n for n in range(k + 1, stop) if p.doc[n].is_punct and p.words[n] not in {"-", "%"}), stop)
            inside = list(range(k, end))
            own = next((n for n in inside[1:] if t.deps[n] in SUBJECTS and t.heads[n] in inside), None)
            if pain:
                cue, first = inside[:3], k + 3
            elif own is None:
                cue, first = [k, k + 1], k + 2 - (p.lower[k + 1] == "be")
            elif p.lower[own] in {"we", "i"}:
                cue, first = [k], t.heads[own]
            else:
                cue, first = [k], k + 1
            rest = frozenset(range(first, end))
            threat = Frame("threat", cue, "strong", demanders=frame.demanders, addressees=frame.addressees)
            threat.items = [Item(first, rest, False)] if rest else []
            if own is not None and not {"you", "your"} & set(p.lower[k:end]):
                threat.addressees = []  # “or more stations will burn”
            threat.attribution, threat.realis = frame.attribution, frame.realis
            frame.items = [x for item in frame.items if (x := self._less(item, set(range(k, stop)))).tokens]
            frame.backed_by.append(threat)
            self.frames.append(threat)
            return

    def _penalty(self, k: int, stop: int) -> bool:
        """What follows “or” is the worse of two things: a penalty, or a clause of its own."""
        t, p = self.tree, self.parse
        if k >= stop or p.lower[k] in {"if", "whether", "else"}:
            return k < stop and p.lower[k] == "else"
        if p.lemmas[k] in words("penalty"):
            return p.lemmas[k] != "be" or any(p.tags[n] == "VBN" for n in range(k + 1, min(k + 3, stop)))
        if p.lemmas[k] == "pay":
            return bool({"fine", "penalty", "damage", "price"} & set(p.lemmas[k:stop]))
        for n in range(k, min(k + 5, stop)):
            if p.doc[n].is_punct:
                return False
            if t.deps[n] in SUBJECTS and n < t.heads[n] < stop and p.pos[t.heads[n]] in {"VERB", "AUX"}:
                return min(t.subtree(n)) >= k
        return False
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
            threat.addressees = threat.addressees or condition.addressees
            self.frames.append(condition)
            return

    def _price_of(self, condition: Frame, clause: int, drop: set[int]) -> None:
        """Whose action the price is, and what action."""
        t = self.tree
        passive = t.is_passive(clause)
        agents = [s for s in self._own_subjects(clause) if t.is_agent(s)]
        condition.addressees = self.parties(t.doers(clause)) if passive else [self.who(s) for s in agents]
        marks = set(condition.cue)
        items = self.items(clause, drop, subject=passive or not agents)
        condition.items = [self._less(item, marks) for item in items]

    def _less(self, item: Item, gone: set[int]) -> Item:
        return dataclasses.replace(item, tokens=item.tokens - gone)
