"""The rules that read acts off cue nouns: “issued an ultimatum”, “Oslo’s demand that …”, “a plea by the widow to …”."""

from __future__ import annotations

from newslens.acts.clauses import SUBJECTS
from newslens.acts.frames import ANSWERS, ASKS, Cue, Frame, Item, cues
from newslens.acts.parties import Who
from newslens.acts.verbs import VerbRules
from newslens.acts.words import is_deed, words


class NounRules(VerbRules):
    """Acts that a noun carries, with a support verb or an owner."""

    def noun(self, i: int) -> None:
        p = self.parse
        for cue in cues("noun").get(p.lemmas[i], ()):
            frame = self._noun_frame(i, cue)
            if frame is not None and not self._said_before(frame):
                self.frames.append(frame)
                self._or_face(frame, i)

    def _noun_frame(self, i: int, cue: Cue) -> Frame | None:
        t, p = self.tree, self.parse
        verb = t.heads[i]
        having = p.lemmas[verb] == "have" and p.tags[i] == "NNS"  # “has requests for tours”: a state
        if having:
            return None
        support = t.deps[i] in {"dobj", "attr"} and p.lemmas[verb] in words("support")
        listing = t.heads[verb] if t.deps[i] == "pobj" and p.lemmas[t.heads[verb]] in words("listing") else None
        if listing is not None and t.deps[listing] == "dobj" and p.lemmas[t.heads[listing]] in words("support"):
            support, verb = True, t.heads[listing]  # “handed the rector a list of four demands”
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
                    if (self._infinitive(c) or (p.tags[c] == "VB" and ":" in p.words[i:c])) and c > i
                ]
            elif kind == "that":
                content = [
                    c
                    for h in hosts
                    for c in t.kids(h, "acl", "ccomp", "relcl")
                    if c > i and t.kids(c, *SUBJECTS) and t.has(c, "that") and not self._relative(c)
                ]
            else:
                content = [n for h in ([i, *hosts] if kind == "for" else [i]) for n in t.prepositional(h, kind)][:1]
            if content:
                break
        if not content:
            kind, content = self._beside_noun(i, cue, verb, support)
        if "amount" in cue.needs and kind != "compound":
            return None
        if cue.act == "offer" and p.tags[i] == "NNS" and not support and not answer:
            return None  # “the dealers' offers of free tires”
        if "supported" in cue.needs and not support:
            return None  # “his commitment to the plan” is a state
        given = support and cue.act == "promise" and t.has(i, "that", "this", "such")
        refused = None if content or cue.act not in ASKS else self._refused_beside(i)
        if not content and refused is None and "bare" not in cue.needs and not given:
            return None
        owners = [*t.kids(i, "poss"), *t.prepositional(i, "from", "by")]
        if not owners and answer and not t.is_passive(verb):
            owners = t.prepositional(verb, "from", "by")
        side = words("side")  # “a defense request to adjourn”
        beside = t.kids(i, "compound", "amod", "nmod")
        owners += [c for c in beside if c not in content and (self.cast.at(c) is not None or p.lower[c] in side)]
        if support and not owners:
            owners = t.doers(verb)
        owners = [
            o for o in owners if p.lower[o] in side or t.is_agent(o) or self._may_act(o) or self.cast.at(o) is not None
        ]
        # “dismissed calls for him to stand down”: somebody called for it, though not told who
        answered = any(c.act in ANSWERS for c in cues("verb").get(p.lemmas[verb], ()))
        ignored = p.lemmas[verb] == "ignore"  # “had ignored two requests for data”
        turned_down = (answer or ignored) and bool(content) and cue.act in ASKS and p.tags[i] == "NNS"
        if not (owners or turned_down) or (realis := self.realis(verb)) is None:
            return None
        goods = bool(content) and kind == "for" and p.tags[i] != "NNS" and not is_deed(p.lemmas[content[0]])
        if "sense:deed" in cue.needs and goods and not answered and not ignored:
            return None
        frame = Frame(cue.act, [verb, i] if support and verb < i else [i], cue.strength)
        if support:
            frame.realis = realis
        if given and not content:  # “gave that assurance”: does what was asked
            frame.act, frame.strength, frame.needs_link = "acceptance", None, True
            frame.realis = "actual" if realis == "planned" else realis
            frame.items = self.items(i, set())
        addressees = [n for a in cue.addressee for h in hosts for n in t.prepositional(h, a)]
        addressees = [n for n in addressees if t.is_agent(n) or self._may_act(n)]
        addressees = [n for n in addressees if n not in content and p.pos[n] in {"NOUN", "PROPN", "PRON"}]
        if support:
            addressees += [d for d in t.kids(verb, "dative", "dobj") if t.is_agent(d) and d < i]
        if cue.act in ASKS:
            addressees += [s for c in content for s in self._own_subjects(c) if t.is_agent(s) and s not in owners]
        drop = self.surroundings(frame, i, content)
        if kind == "list":
            frame.items = [Item(h, frozenset(tokens), False) for h, tokens in self._listed(i)]
            content = []
        for head in content[:1]:
            keep = bool(self._own_subjects(head)) and not any(s in addressees for s in self._own_subjects(head))
            frame.items += self.items(head, drop, subject=keep)
        frame.demanders = self._owners(owners)
        if ignored and not owners and (voice := self.voice(i)) is not None and verb not in voice[2]:
            frame.demanders = [self.speaker(voice)]  # who says that requests were ignored had made them
        frame.addressees = self.parties(addressees)
        if refused is not None:
            frame.items, frame.addressees = list(refused.items), frame.addressees or list(refused.demanders)
            refused.replies_to = frame
        self._object_addressee(frame, content)
        self._speech(frame, i)
        return frame

    def _beside_noun(self, i: int, cue: Cue, verb: int, support: bool) -> tuple[str, list[int]]:
        """What is asked, where no phrase after the noun says it: “a ransom demand”, “demands: lower rents, …”."""
        t, p = self.tree, self.parse
        if cue.act in ASKS and (listed := self._listed(i)):
            return "list", [listed[0][0]]
        beside = [c for c in t.kids(i, "compound", "nmod") if c < i]
        before = [k for k in sorted(t.subtree(i)) if k < i]
        sums = [
            k for k in before if p.doc[k].ent_type_ == "MONEY" or p.words[k] in "£$€" or p.lemmas[k] in words("bid")
        ]
        if "amount" in cue.needs:
            return ("compound", sums[-1:]) if sums else ("", [])
        named = [c for c in beside if p.pos[c] == "NOUN" and p.lemmas[c] in words("asked_thing")]
        return ("compound", named[-1:]) if named else ("", [])

    def _listed(self, i: int) -> list[tuple[int, list[int]]]:
        """Head and tokens of each thing in the list after “demands: …”."""
        p = self.parse
        stop = p.sentences[p.sentence(i)][1]
        colon = next((k for k in range(i + 1, stop) if p.words[k] == ":"), None)
        if colon is None or p.tags[i] != "NNS" or any(p.pos[k] == "VERB" for k in range(i, colon)):
            return []
        runs: list[list[int]] = [[]]
        for k in range(colon + 1, stop):
            last = p.lower[k] == "and" and (len(runs) > 1 or p.tags[k + 1 : k + 2] in {("DT",), ("TO",)})
            if p.words[k] in {",", ";"} or last:
                runs.append([])
            elif not p.doc[k].is_punct or p.words[k] in {"-", "%"}:
                runs[-1].append(k)
        runs = [run for run in runs if run]
        heads = [next(k for k in run if p.heads[k] not in run or p.heads[k] == k) for run in runs]
        return list(zip(heads, runs, strict=True)) if len(runs) > 1 else []

    def _refused_beside(self, i: int) -> Frame | None:
        """The refusal in whose clause the noun stands: “ruled out an inquiry, despite pleas from the families”."""
        t, p = self.tree, self.parse
        preposition = t.heads[i]
        if t.deps[i] != "pobj" or p.lower[preposition] not in {"despite", "after", "amid", "following"}:
            return None
        verb = t.heads[preposition]
        return next((f for f in self.frames if f.act == "refusal" and verb in f.cue and f.items), None)

    def _owners(self, owners: list[int]) -> list[Who]:
        out: dict[str, Who] = {}
        for o in owners:
            mention = self.cast.at(o)
            adjective = mention is not None and self.tree.deps[o] in {"compound", "amod", "nmod"}
            who = Who(mention.name, (mention.i, mention.j)) if adjective and mention is not None else self.who(o)
            if self.parse.lower[o] in {"his", "her", "its", "their"} and self.cast.actor(who.name) is None:
                who = self._taking_back(o) or who
            out.setdefault(who.name, who)
        return list(out.values())

    def _taking_back(self, pronoun: int) -> Who | None:
        """“Ada Holt has withdrawn her request”: hers who withdrew it."""
        verb = next((a for a in self.tree.ancestors(pronoun) if self.parse.pos[a] == "VERB"), None)
        withdrawn = verb is not None and any(
            c.act == "withdrawal" for c in cues("verb").get(self.parse.lemmas[verb], ())
        )
        return next(iter(self.parties(self.tree.doers(verb))), None) if verb is not None and withdrawn else None

    def _relative(self, clause: int) -> bool:
        return any(self.parse.tags[s] in {"WDT", "WP"} for s in self.tree.kids(clause, *SUBJECTS, "dobj"))

    def _said_before(self, frame: Frame) -> bool:
        """The noun only names an act that a verb has already reported, with the same content."""
        for other in self.frames:
            same = {d.name for d in other.demanders} & {d.name for d in frame.demanders}
            if same and (other.act in ASKS) == (frame.act in ASKS) and self.overlap(frame, other) >= 0.6:
                return True
            if same and frame.act == other.act == "offer" and self.parse.lemmas[frame.at] in words("sum_offered"):
                return True  # “an approach … Dunmore had offered 310p a share”
        return False
