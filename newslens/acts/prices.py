"""What an act is backed or bought with: “or face a fine”, “unless the port pays”, “if it does not pay”."""

from __future__ import annotations

import dataclasses

from newslens.acts.clauses import SUBJECTS
from newslens.acts.complements import Complements
from newslens.acts.frames import ASKS, Frame, Item
from newslens.acts.words import words

_CONDITIONS = frozenset({"unless", "until", "before"})


class Prices(Complements):
    """Threats and conditions that hang on another act."""

    def _or_face(self, frame: Frame, verb: int) -> None:
        """“… or face a blockade”, “or we walk”, “on pain of a fine” beside what is asked: the threat that backs it."""
        t, p = self.tree, self.parse
        if frame.act not in ASKS or not frame.items:
            return
        stop = p.sentences[p.sentence(frame.at)][1]
        for k in range(frame.at + 1, stop):
            pain = p.lower[k : k + 3] == ("on", "pain", "of") or p.lower[k : k + 2] == ("failing", "which")
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

    def _price(self, clause: int) -> bool:
        """“only if”, “only once”, “unless”, “until”, “before”: somebody else's action is the price."""
        marks = {self.parse.lower[c] for c in self.tree.kids(clause, "mark", "advmod")}
        return (bool(marks & _CONDITIONS) and bool(self.tree.kids(clause, *SUBJECTS))) or self._only(clause)

    def _only(self, clause: int) -> bool:
        t, p = self.tree, self.parse
        marks = {p.lower[c] for c in t.kids(clause, "mark", "advmod")}
        first = min(t.subtree(clause))
        only = "only" in p.lower[max(first - 1, 0) : first + 2] or t.has(clause, "only")
        return only and bool(marks & {"if", "once", "when", "after"}) and bool(t.kids(clause, *SUBJECTS))

    def _withheld(self, verb: int, price: int) -> bool:
        """“will strike unless …”: something bad is done until the price is paid."""
        marks = {self.parse.lower[c] for c in self.tree.kids(price, "mark")}
        kind = words("comply") - words("adverse") - words("adverse_if")
        return self._adverse(verb, True) or ("unless" in marks and self.parse.lemmas[verb] not in kind)

    def _over_others(self, threat: Frame) -> None:
        """“threatened to cut their budgets if they did not comply”: not over oneself, but over whoever acted before."""
        acting = {d.name for d in threat.demanders}
        before = [f for f in self.frames if not acting & {d.name for d in f.demanders}]
        for act in [threat, *(f for f in self.frames if threat in f.backed_by)]:
            if acting & {w.name for w in act.addressees}:
                act.addressees = list(before[-1].demanders) if before else []

    def _holds_out(self, frame: Frame, verb: int, deed: int) -> None:
        """“vowed to stay until the rent is cut”: a price, not a promise."""
        t, p = self.tree, self.parse
        clause = next((c for v in (verb, deed) for c in t.kids(v, "advcl") if t.has(c, "until", "unless")), None)
        refused = frame.act == "refusal"  # “refused to return until …”
        lasting = refused or p.lemmas[deed] in words("lasting") or bool(t.kids(deed, "neg"))
        if clause is None or not lasting or not t.kids(clause, *SUBJECTS):
            return
        marks = [c for c in t.kids(clause, "mark", "advmod") if p.lower[c] in {"until", "unless"}]
        frame.act, frame.strength, frame.condition, frame.items = "condition", "strong", None, []
        frame.cue = [verb, *marks]
        self._price_of(frame, clause, self.surroundings(frame, clause, [], said=False))

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

    def _threatened(self, frame: Frame) -> None:
        """“… if the board goes ahead”: whoever can avert it is whom it is held over."""
        if frame.condition is not None:
            t = self.tree
            acting = [k for k in range(*frame.condition) if t.deps[k] in {"nsubj", "agent"} and t.is_agent(k)]
            own = {d.name for d in frame.demanders}
            frame.addressees = [w for w in self.parties(acting) if w.name not in own]

    def _goes_to_court(self, verb: int) -> bool:
        """“will appeal”, “would file a motion”: a step in a trial, no commitment toward anybody."""
        t, p = self.tree, self.parse
        steps = [o for o in t.kids(verb, "dobj") if p.lemmas[o] in words("court_step")]
        return p.lemmas[verb] == "appeal" or (p.lemmas[verb] in words("support") and bool(steps))

    def _defied(self, verb: int) -> bool:
        """“… if Oslo does not end it”, “if the board ignores them”: to come if somebody else will not do as told."""
        t, p = self.tree, self.parse
        own = {self.who(s).name for s in t.subjects(verb)}
        for clause in t.kids(verb, "advcl"):
            agents = [s for s in self._own_subjects(clause) if t.is_agent(s)]
            others = agents and not own & {self.who(s).name for s in agents}
            no = bool(t.kids(clause, "neg")) or p.lemmas[clause] in words("defiance")
            if t.has(clause, "if") and others and no:
                return True
        return False

    def _adverse(self, verb: int, conditional: bool = False) -> bool:
        """The action hurts somebody; closing, cutting or leaving only does where it is held over them with an “if”.

        To end a strike or a siege is relief.
        """
        lemma = self.parse.lemmas[verb]
        hardship = any(self.parse.lemmas[o] in words("hardship") for o in self.tree.kids(verb, "dobj"))
        if hardship and lemma in words("worsen"):
            return True  # “would extend its strike”
        return lemma in words("adverse") or (conditional and lemma in words("adverse_if") and not hardship)
