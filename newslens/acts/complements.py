"""What stands in the clause around a cue: its complement, the phrases that belong to it, what kind of thing it is."""

from __future__ import annotations

import dataclasses

from newslens.acts.clauses import SUBJECTS
from newslens.acts.frames import ANSWERS, ASKS, Cue, Finder, Frame
from newslens.acts.words import asking, is_deed, is_thing, words

_QUESTION = frozenset(["what", "why", "how", "who", "whom", "which", "where", "when", "whether", "if"])
_JUDGED = frozenset({"call", "describe", "regard", "see", "term", "consider"})
_COUNTED = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"})
_OF_THING = frozenset({"for", "to", "from", "of"})


class Complements(Finder):
    """Finds and judges the complement of a cue."""

    def _content(self, i: int, cue: Cue) -> tuple[str, list[int]]:
        """The kind of complement found and its heads; kind `question` where the cue only asks something."""
        t, p = self.tree, self.parse
        clauses = [c for c in t.kids(i, "ccomp", "xcomp", "advcl", "acl") if not self._parenthetical(i, c)]
        added = {c for c in clauses if p.tags[f := min(t.subtree(c))] == "WDT" and p.words[f - 1] == ","}
        clauses = [c for c in clauses if c not in added]  # “…, which was denied”
        clauses = [c for c in clauses if ";" not in p.lower[min(i, c) : max(i, c)]]
        for c in clauses:
            first = min(t.subtree(c))
            if t.deps[c] in {"ccomp", "xcomp"} and c > i and first > i and p.lower[first] in _QUESTION:
                judged = cue.act in ANSWERS and p.lower[first] == "what" and p.lemmas[c] in _JUDGED
                return ("obj", [c]) if judged else ("question", [])  # “rejected what she called a trick”
        for kind in cue.content:
            if kind == "inf":
                objects = t.objects(i) if "obj" in cue.addressee else []
                hosts = [i, *objects, *(x for a in cue.addressee for x in t.prepositional(i, a))]
                hosts += [n for c in t.kids(i, "prep") if self._dated(c) for n in t.kids(c, "pobj")]
                hosts += [n for n in t.prepositional(i, "for") if "for" in cue.content and t.is_agent(n)]
                hosts += [r for h in hosts if h > i for r in t.kids(h, "relcl") if cue.act in ASKS]
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
                goods = self._thing_object(i) and "sense:term" not in cue.needs  # “gave the app six weeks to comply”
                found = [c for c in found if c > i and (t.deps[c] != "advcl" or not goods)]
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
                objects = t.objects(i)
                relative = (
                    bool(objects) and all(p.lower[o] in {"that", "which"} for o in objects) and cue.act not in ANSWERS
                )
                objects = self._antecedent(i, cue) or objects if relative or not objects else objects
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
            found = [c for c in found if kind == "for" or t.deps[c] != "pobj" or not self._dated(t.heads[c])]
            found = [c for c in found if t.deps[c] != "pobj" or p.lemmas[c] != "condition" or cue.act != "acceptance"]
            if found:
                return kind, found[:1]
        return "", []

    def _antecedent(self, i: int, cue: Cue) -> list[int]:
        """“a demand Oslo has dismissed”: an act's noun that a clause says the answer to."""
        t, p = self.tree, self.parse
        clause = i
        if t.deps[i] == "ccomp" and p.lemmas[t.heads[i]] in words("speech") and not t.objects(i):
            clause = t.heads[i]  # “a plan the ministry said it would study”
        noun = t.heads[clause]
        lemma = p.lemmas[noun]
        answers = cue.act in ANSWERS and bool(asking(lemma) or lemma in words("step"))
        asks = cue.act in ASKS | {"offer"} and (is_deed(lemma) or self._sum(noun))  # “the 11 percent they had demanded”
        fits = t.deps[clause] == "relcl" and (answers or asks)
        return [noun] if fits and t.kids(i, "nsubj") and noun not in t.subjects(i) else []

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

    def _wanted(self, i: int, cue: Cue, kind: str, content: list[int]) -> int | None:
        """What stands between “asked for” and an infinitive: a thing wanted for it, or who is to do it.

        “asked for an hour to think”: the hour; “called for the police to leave”: the police.
        """
        if kind != "inf" or ("for" not in cue.content and cue.particle != "for"):
            return None
        between = [n for n in self.tree.prepositional(i, "for") if i < n < content[0]]
        return between[0] if between else None

    def _with_purpose(self, frame: Frame, i: int, content: list[int], purpose: list[int], drop: set[int]) -> None:
        """An infinitive that says what the thing asked or answered is for belongs to it, wherever the tree hangs it."""
        t = self.tree
        after = purpose or [
            c for c in t.kids(i, "xcomp", "advcl") if self._infinitive(c) and c > max(t.subtree(content[0]))
        ]
        if after and frame.items:
            tail = t.subtree(after[0], without=drop)
            last = frame.items[-1]
            frame.items[-1] = dataclasses.replace(last, tokens=last.tokens | frozenset(tail))

    def _with_phrases(self, frame: Frame, i: int, drop: set[int]) -> None:
        """“sought a yearly fee for the use of snippets”: what follows the thing says which, though hung on the verb."""
        t, p = self.tree, self.parse
        for prep in t.kids(i, "prep"):
            last = frame.items[-1] if frame.items else None
            if last is not None and prep == max(last.tokens) + 1 and p.lower[prep] in _OF_THING and prep not in drop:
                frame.items[-1] = dataclasses.replace(
                    last, tokens=last.tokens | frozenset(t.subtree(prep, without=drop))
                )

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

    def _answerable(self, head: int) -> bool:
        """The object of a verb of answering: a demand, an offer, a permit, or what points back to one."""
        lemma = self.parse.lemmas[head]
        noun = asking(lemma) and lemma not in words("amount")
        matter = lemma in words("matter") and self.tree.has(head, "the", "this", "that", "it")
        return bool(noun) or lemma in words("grantable") or self._pro_form(head) or matter

    def _sum(self, head: int) -> bool:
        """An amount: “45 cents a liter”, “another 60 days”."""
        p = self.parse
        return p.doc[head].ent_type_ in {"MONEY", "PERCENT"} or any(
            p.pos[c] == "NUM" for c in self.tree.kids(head, "nummod")
        )

    def _may_act(self, i: int) -> bool:
        """A noun the word lists do not know: it may be a body of people, unless it is a known thing."""
        p = self.parse
        counted = p.doc[i].ent_type_ in _COUNTED or p.words[i][0].isdigit()
        can = p.pos[i] in {"NOUN", "PRON", "PROPN", "NUM", "ADJ"} and p.lower[i] != "it"
        return can and not is_thing(p.lemmas[i]) and not counted

    def _pro_form(self, i: int) -> bool:
        return self.parse.lower[i] in {"it", "them", "this", "that", "one", "these", "those", "which"}

    def _deeds(self, head: int | None) -> bool:
        if head is None:
            return False
        return self.parse.pos[head] in {"VERB", "AUX"} or any(
            is_deed(self.parse.lemmas[h]) for h in self.tree.conjuncts(head)
        )
