"""The rules that read acts off cue nouns: “issued an ultimatum”, “Oslo’s demand that …”, “a plea by the widow to …”."""

from __future__ import annotations

from newslens.acts.clauses import SUBJECTS
from newslens.acts.frames import ANSWERS, ASKS, Cue, Frame, cues
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
        if "supported" in cue.needs and not support:
            return None  # “his commitment to the plan” is a state
        given = support and cue.act == "promise" and t.has(i, "that", "this", "such")
        if not content and "bare" not in cue.needs and not given:
            return None
        owners = [*t.kids(i, "poss"), *t.prepositional(i, "from", "by")]
        if not owners and answer and not t.is_passive(verb):
            owners = t.prepositional(verb, "from", "by")
        side = words("side")  # “a defense request to adjourn”
        beside = t.kids(i, "compound", "amod", "nmod")
        owners += [c for c in beside if self.cast.at(c) is not None or p.lower[c] in side]
        if support and not owners:
            owners = t.doers(verb)
        owners = [
            o for o in owners if p.lower[o] in side or t.is_agent(o) or self._may_act(o) or self.cast.at(o) is not None
        ]
        if not owners or (realis := self.realis(verb)) is None:
            return None
        answered = any(c.act in ANSWERS for c in cues("verb").get(p.lemmas[verb], ())) or p.lemmas[verb] == "ignore"
        goods = bool(content) and kind == "for" and p.tags[i] != "NNS" and not is_deed(p.lemmas[content[0]])
        if "sense:deed" in cue.needs and goods and not answered:
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
            addressees += [d for d in t.kids(verb, "dative") if t.is_agent(d)]
        if cue.act in ASKS:
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
