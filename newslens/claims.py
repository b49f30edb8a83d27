"""What a hedge weakens: the clause or phrase that it bears on, read off the dependency tree.

All functions speak of token indices in the article's one parse and return sets of them.
"""

from __future__ import annotations

from newslens.language import Parse, phrase

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_COMPLEMENTS = frozenset({"ccomp", "xcomp", "acl", "pcomp", "csubj", "csubjpass", "advcl", "relcl"})
_OBJECTS = frozenset({"dobj", "xcomp", "ccomp", "pcomp", "advcl"})
_ABOUT = frozenset({"of", "for", "on", "about", "over", "to"})
_CONTRAST = frozenset({"though", "although", "while", "whereas", "but"})
_PRONOUNS = frozenset({"it", "there", "that", "this", "what", "i", "we", "you", "he", "she", "they"})


def weakened(parsed: Parse, i: int, j: int, kind: str) -> set[int]:
    """Tokens of the claim that the hedge in tokens `i` to `j` weakens; its whole sentence where the tree says nothing.

    A modal or an adverb weakens its clause, an adjective its noun phrase, a condition the main clause, an
    approximation the quantity, a noun or a verb of pondering what is pondered.
    """
    return _SCOPES[kind](parsed, i, j) or set(range(*parsed.sentences[parsed.sentence(i)]))


def subtree(parsed: Parse, top: int, without: set[int] | None = None) -> set[int]:
    """`top` and all below it, except the branches that begin at `without`."""
    out, todo = set[int](), [top]
    while todo:
        k = todo.pop()
        if k not in out and not (without and k in without):
            out.add(k)
            todo.extend(parsed.children[k])
    return out


def kids(parsed: Parse, i: int, *deps: str) -> list[int]:
    """Dependents of `i` with one of these relations."""
    return [c for c in parsed.children[i] if parsed.deps[c] in deps]


def top(parsed: Parse, i: int, j: int) -> int:
    """The token of the range whose head stands outside it."""
    return next((k for k in range(i, j) if not i <= parsed.heads[k] < j or parsed.heads[k] == k), i)


def verb_above(parsed: Parse, i: int) -> int:
    """The verb of the clause that token `i` stands in: the nearest verb above it that is not a mere auxiliary."""
    while parsed.heads[i] != i:
        i = parsed.heads[i]
        if parsed.pos[i] in {"VERB", "AUX"} and parsed.deps[i] not in {"aux", "auxpass", "amod"}:
            break
    return i


def clause(parsed: Parse, verb: int, without: set[int] | None = None) -> set[int]:
    """The clause of a verb with its own subject, without what is only joined to it by “and” or set against it.

    A joined verb borrows its neighbor's subject, a relative clause brings the noun that it speaks of.
    """
    barred = set(without or ())
    for c in parsed.children[verb]:
        dep = parsed.deps[c]
        if dep in {"mark", "cc", "preconj", "parataxis", "intj", "discourse", "punct"} and not (
            dep in {"cc", "preconj"} and c > verb
        ):
            barred.add(c)
        elif dep == "conj" and (kids(parsed, c, *SUBJECTS) or kids(parsed, c, "aux")):
            barred.add(c)
            barred |= {k for k in kids(parsed, verb, "cc") if k < c}
        elif dep == "advcl" and any(parsed.lower[m] in _CONTRAST for m in kids(parsed, c, "mark")):
            barred.add(c)
    tokens = subtree(parsed, verb, barred)
    head = parsed.heads[verb]
    if parsed.deps[verb] in {"relcl", "acl"} and (parsed.deps[verb] == "relcl" or parsed.tags[verb] in {"VBN", "VBG"}):
        tokens |= set(range(*phrase(parsed.doc[head])))
    elif not kids(parsed, verb, *SUBJECTS):
        while parsed.deps[verb] in {"conj", "xcomp"} and not kids(parsed, verb, *SUBJECTS):
            verb = parsed.heads[verb]
        for subject in kids(parsed, verb, *SUBJECTS):
            tokens |= subtree(parsed, subject)
    return tokens


def _of_verb(parsed: Parse, i: int, j: int) -> set[int]:
    """“The strait *could* freeze”: the clause of the verb that the modal helps."""
    k = top(parsed, i, j)
    return clause(parsed, k if parsed.deps[k] not in {"aux", "auxpass", "neg"} else parsed.heads[k])


def _of_adverb(parsed: Parse, i: int, j: int) -> set[int]:
    """“The ferry *apparently* sank”; before an adjective or a noun the phrase alone (“a possibly fatal error”)."""
    k = top(parsed, i, j)
    head = parsed.heads[k]
    while parsed.deps[head] in {"amod", "advmod", "nummod", "quantmod"} and parsed.heads[head] != head:
        head = parsed.heads[head]
    if parsed.pos[head] in {"NOUN", "PROPN", "NUM"} and parsed.subtrees[head][0] <= i:
        return set(range(*phrase(parsed.doc[head])))
    verb = head if parsed.pos[head] in {"VERB", "AUX"} else verb_above(parsed, head)
    return _without_edge(clause(parsed, verb), i, j)


def _of_adjective(parsed: Parse, i: int, j: int) -> set[int]:
    """Before its noun: the noun phrase. As predicate: the clause, or what “it is likely that …” introduces."""
    k = top(parsed, i, j)
    head = parsed.heads[k]
    if parsed.deps[k] in {"amod", "compound", "nmod"} or (parsed.pos[head] in {"NOUN", "PROPN"} and k < head):
        return set(range(*phrase(parsed.doc[head])))
    verb = verb_above(parsed, k) if parsed.pos[k] not in {"VERB", "AUX"} else k
    return _introduced(parsed, verb, k) or clause(parsed, verb)


def _of_noun(parsed: Parse, i: int, j: int) -> set[int]:
    """“The *option* of closing the port”, “one *option* is closing the port”: what the option consists in."""
    k = top(parsed, i, j)
    for c in parsed.children[k]:
        if c > k and parsed.deps[c] == "prep" and parsed.lower[c] in _ABOUT:
            return {t for o in kids(parsed, c, "pobj", "pcomp") for t in subtree(parsed, o)}
        stated = (
            parsed.pos[c] in {"VERB", "AUX"}
            and parsed.tags[c] != "VBN"
            and (kids(parsed, c, "mark") or not kids(parsed, c, *SUBJECTS))
        )
        if c > k and parsed.deps[c] in {"acl", "ccomp"} and stated:
            return _bare(parsed, c)
    verb = parsed.heads[k]
    if parsed.deps[k] in {"nsubj", "attr"} and parsed.pos[verb] in {"VERB", "AUX"}:
        own = subtree(parsed, k)
        copula = [a for a in (verb, *kids(parsed, verb, "aux")) if parsed.lemmas[a] == "be" and a > k]
        said = {t for t in subtree(parsed, verb) if copula and t > copula[0]} - own
        if said:
            return said
    return set(range(*phrase(parsed.doc[k], clauses=True)))


def _of_appearance(parsed: Parse, i: int, j: int) -> set[int]:
    """“The wall *appears to* lean”: the clause; “it *appears* that the wall leans”: what is said to appear."""
    k = top(parsed, i, j)
    if parsed.pos[k] not in {"VERB", "AUX"}:
        k = verb_above(parsed, k)
    return _introduced(parsed, k, k) or clause(parsed, k)


def _of_pondering(parsed: Parse, i: int, j: int) -> set[int]:
    """“The board *is weighing* a sale”: the sale; “it is *not clear* who won”: who won; else the subject or clause."""
    k = top(parsed, i, j)
    verb = k if parsed.pos[k] in {"VERB", "AUX"} else verb_above(parsed, k)
    for owner in dict.fromkeys([*range(i, j), verb]):
        for c in parsed.children[owner]:
            dep = parsed.deps[c]
            if c < j or dep in {"punct", "mark", "neg", "aux"}:
                continue
            if dep == "prep" and parsed.lower[c] in _ABOUT and owner != verb:
                return {t for o in kids(parsed, c, "pobj", "pcomp") for t in subtree(parsed, o)}
            if dep in _OBJECTS | {"csubj", "csubjpass", "acl"} and parsed.tags[c] != "VBN":
                return _bare(parsed, c)
    subjects = [s for s in kids(parsed, verb, *SUBJECTS) if s < i and parsed.lower[s] not in _PRONOUNS]
    passive = kids(parsed, verb, "auxpass") or parsed.lemmas[verb] == "be"
    if subjects and passive:
        return {t for s in subjects for t in subtree(parsed, s)}
    return clause(parsed, verb)


def _of_condition(parsed: Parse, i: int, j: int) -> set[int]:
    """“*If* it rains, the game is off”: the main clause, without the condition."""
    k = top(parsed, i, j)
    if parsed.deps[k] in {"mark", "aux", "advmod"} and parsed.heads[k] != k:
        k = parsed.heads[k]
    if parsed.heads[k] == k:
        return set()
    main = parsed.heads[k]
    if parsed.deps[k] == "acomp":  # “the sale is subject to approval”
        return {t for subject in kids(parsed, main, *SUBJECTS) for t in subtree(parsed, subject)}
    if parsed.pos[main] not in {"VERB", "AUX"}:
        main = verb_above(parsed, main)
    return clause(parsed, main, {k}) - set(range(i, j))


def _without_edge(tokens: set[int], i: int, j: int) -> set[int]:
    """The claim without the hedge where that opens or closes it (“*Perhaps* it rains”)."""
    inside = min(tokens) < i and max(tokens) >= j
    return tokens if inside else tokens - set(range(i, j))


def _of_quantity(parsed: Parse, i: int, j: int) -> set[int]:
    """“*about* 200 head of cattle”: from the hedge to the noun that is counted."""
    last = j - 1
    first, end = parsed.sentences[parsed.sentence(i)]
    number = next((k for k in range(j, min(j + 3, end)) if parsed.pos[k] == "NUM" or parsed.doc[k].like_num), None)
    if number is None:
        number = next((k for k in range(last, max(first, i - 3) - 1, -1) if parsed.pos[k] == "NUM"), last)
    noun = number
    while parsed.deps[noun] in {"nummod", "quantmod", "compound", "amod", "advmod", "nmod", "npadvmod"}:
        if not noun < parsed.heads[noun] <= number + 6:
            break
        noun = parsed.heads[noun]
    if number + 1 < end and parsed.lower[number + 1] in {"%", "percent"}:
        noun = max(noun, number + 1)
    return set(range(min(i, number), max(noun, last) + 1))


def _introduced(parsed: Parse, verb: int, predicate: int) -> set[int]:
    """What an empty “it” stands for: “it is possible *that the bridge fell*”."""
    if not any(parsed.lower[s] in {"it", "there"} for s in kids(parsed, verb, "nsubj", "nsubjpass", "expl")):
        subjects = kids(parsed, verb, "nsubj", "nsubjpass")
        if subjects and parsed.lemmas[verb] not in {"suggest", "indicate", "speculate"}:
            return set()
    for owner in dict.fromkeys((predicate, verb)):
        for c in parsed.children[owner]:
            if c > predicate and parsed.deps[c] in {"ccomp", "csubj", "advcl", "acl"}:
                return _bare(parsed, c)
            if c > predicate and parsed.deps[c] == "xcomp" and parsed.lemmas[verb] == "be":
                return _bare(parsed, c)
    return set()


def _bare(parsed: Parse, verb: int) -> set[int]:
    """A dependent clause without the “that”, “whether” or “to” that ties it in; “who” and “how” belong to it."""
    tied = {c for c in kids(parsed, verb, "mark", "aux") if parsed.lower[c] in {"that", "whether", "if", "to", "as"}}
    tokens = subtree(parsed, verb, {c for c in tied if c < verb})
    first = min(tokens)
    return tokens - {first} if parsed.lower[first] == "that" and parsed.tags[first] == "IN" else tokens


_SCOPES = {
    "modal": _of_verb,
    "adverb": _of_adverb,
    "adjective": _of_adjective,
    "noun": _of_noun,
    "verb": _of_appearance,
    "undecided": _of_pondering,
    "condition": _of_condition,
    "approximation": _of_quantity,
}
