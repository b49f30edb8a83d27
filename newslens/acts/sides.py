"""Who “both sides”, “the two countries” or “both leaders” are: two that face each other in what came before."""

from __future__ import annotations

from collections.abc import Iterable

from newslens.actors import Mention
from newslens.acts.clauses import SUBJECTS, Tree
from newslens.acts.words import words
from newslens.entities import identify
from newslens.language import phrase, top
from newslens.names import is_outlet

_PAIRED = frozenset({"both", "two"})
_ACTING = SUBJECTS | {"agent", "dobj", "poss", "conj", "pobj"}
#: what one does with, against or between those who face each other
_FACING = frozenset("with against between to toward towards on from".split())
#: they act with each other, not on each other
_FRIENDS = frozenset({"ally", "partner"})
_ASKING = frozenset("insist demand urge ask request require order want".split())
#: they watch or teach, and are seldom a side
_BYSTANDERS = frozenset({"media", "education"})


def is_pair(tree: Tree, head: int) -> bool:
    """“both”, or a noun for such as face each other with “both” or “two” before it."""
    p = tree.parse
    i, _ = phrase(p.doc[head])
    return p.lower[head] == "both" or (bool(_PAIRED & set(p.lower[i:head])) and p.lemmas[head] in words("paired"))


def two_sides(tree: Tree, head: int, before: Iterable[Mention]) -> list[str]:
    """The two whom the phrase headed by `head` takes up, from the mentions before it, nearest first; none if unclear.

    Two that act on one another in one sentence come first (“Oslo rejected the union's terms”), else those two are
    taken that alone were mentioned. A third who urges them (the subject of the same clause) is none of them.
    """
    noun = tree.parse.lemmas[head]
    kinds = {"person"} if noun == "leader" else {"state"} if noun in words("state_noun") else {"state", "organization"}
    subjects = [s for k in tree.ancestors(head) for s in tree.kids(k, *SUBJECTS) if s < head]
    clause = set().union(*(tree.subtree(s) for s in subjects))
    by_sentence: dict[int, list[Mention]] = {}
    for m in before:
        if m.form != "demonym" and m.i not in clause and _may_be_side(tree, m, kinds):
            by_sentence.setdefault(tree.parse.sentence(m.i), []).append(m)
    for mentions in by_sentence.values():
        pairs = [(a, b) for a in mentions for b in mentions if _face(tree, a, b)]
        facing = {frozenset({a.name, b.name}) for a, b in pairs if noun not in _FRIENDS or _together(tree, b.j - 1)}
        if len(facing) == 1:
            first = {m.name: m.i for m in mentions}
            return sorted(facing.pop(), key=lambda name: first[name])
    names = {m.name for mentions in by_sentence.values() for m in mentions if tree.cast.actor(m.name)}
    if len(names) != 2:
        return []
    first = {m.name: m.i for mentions in by_sentence.values() for m in mentions}
    return sorted(names, key=lambda name: first[name])


def _may_be_side(tree: Tree, m: Mention, kinds: set[str]) -> bool:
    head, actor = top(tree.parse, m.i, m.j), tree.cast.actor(m.name)
    if _role(tree, head) not in _ACTING or (_role(tree, head) == "pobj" and tree.parse.lower[tree.heads[head]] == "in"):
        return False
    if actor is not None:
        return actor.kind in kinds and actor.sector not in _BYSTANDERS and not is_outlet(actor.name)
    described = m.form in {"nominal", "pronoun"} and identify(m.name).sector not in _BYSTANDERS
    noun = tree.parse.lemmas[head]
    bodies = words("body") | words("state_noun")
    return described and "organization" in kinds and noun in bodies and noun != "body"  # the dead


def _face(tree: Tree, a: Mention, b: Mention) -> bool:
    """`a` acts on `b` or deals with it in one clause, or they act together (“Norway and Iceland met”)."""
    i, j = top(tree.parse, a.i, a.j), top(tree.parse, b.i, b.j)
    if a.name == b.name:
        return False
    if tree.deps[j] == "conj" and tree.heads[j] == i:
        return _role(tree, i) in SUBJECTS or tree.parse.lower[tree.heads[i]] == "between"
    if _role(tree, i) not in SUBJECTS | {"agent"}:
        return False
    verb = tree.heads[i]
    while tree.deps[verb] == "prep":  # “by”
        verb = tree.heads[verb]
    return tree.deps[j] != "conj" and _reaches(tree, j, verb)


def _together(tree: Tree, j: int) -> bool:
    return tree.deps[j] == "conj" or tree.parse.lower[tree.heads[j]] == "with"


def _reaches(tree: Tree, j: int, verb: int) -> bool:
    """Token `j` is what the verb is about, or is the subject of its condition (“unless the board drops it”)."""
    if _role(tree, j) in SUBJECTS:
        clause = tree.heads[j]
        above = tree.heads[clause]
        marked = any(tree.parse.lower[c] in {"if", "unless", "until"} for c in tree.kids(clause, "mark", "advmod"))
        asked = tree.deps[clause] == "ccomp" and tree.parse.lemmas[above] in _ASKING
        return _under(tree, above, verb) and (asked or (tree.deps[clause] == "advcl" and marked))
    for _ in range(4):
        above = tree.heads[j]
        if tree.deps[j] == "prep" and tree.parse.lower[j] not in _FACING:
            return False
        if above == verb:
            return True
        if above == j or tree.parse.pos[above] in {"VERB", "AUX"}:
            return above != j and _under(tree, above, verb)
        j = above
    return False


def _under(tree: Tree, above: int, verb: int) -> bool:
    """The two verbs have one subject: “said it was a joke and rejected the plan, insisting …”."""
    for _ in range(4):
        if above == verb:
            return True
        if tree.deps[above] not in {"conj", "advcl", "xcomp"} or tree.kids(above, *SUBJECTS):
            return False
        above = tree.heads[above]
    return False


def _role(tree: Tree, i: int) -> str:
    while tree.deps[i] == "appos" and tree.heads[i] < i:
        i = tree.heads[i]
    return tree.deps[i]
