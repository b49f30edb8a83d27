"""Which verb says that something is said, and where its source and content stand in the sentence."""

from __future__ import annotations

import dataclasses
import functools

from newslens import lexicons
from newslens.language import Parse
from newslens.titles import titles

_TIME = frozenset({"npadvmod", "advmod", "tmod"})
#: nouns that name a saying: “US warnings that …”, “the mayor's claim that …”
CUE_NOUNS = frozenset(
    """claim warning statement assertion allegation announcement report view belief argument suggestion
    accusation assurance promise pledge demand threat denial admission acknowledgment complaint prediction
    concern fear hope insistence contention conclusion remark testimony estimate assessment vow call""".split()
)
_SUBORDINATORS = frozenset({"though", "although", "while", "whereas", "but", "even"})


@dataclasses.dataclass
class Candidate:
    """A possible attribution, in tokens. `source` is None where the sentence names none."""

    source: tuple[int, int] | None
    source_head: int | None
    cue: set[int]
    content: set[int]
    verb: int
    #: class of the cue
    kind: str
    frame: str
    #: what its confidence is judged by (`confidence.FEATURES`); empty if the rules alone found it
    clues: tuple[float, ...] = ()


@functools.cache
def cue_verbs() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Lemma (with particle, “point out”) → class and frames."""
    return {row["cue"]: (row["class"], tuple(row["frames"].split())) for row in lexicons.rows("cues")}


@functools.cache
def _cue_words() -> dict[str, str]:
    """Lemma → class of words that attribute without being a verb of the rules: “wary of”, “his insistence”."""
    return {row["word"]: row["class"] for row in lexicons.rows("cue_words")}


def cue_class(parse: Parse, cue: set[int], verb: int, content: set[int]) -> str:
    """speech, belief, intention or feeling: by the cue's head word, else by another of its words, else by shape.

    What is quoted, or follows as a clause, is taken for speech; what is to be done for an intention.
    """
    verbs, words = cue_verbs(), _cue_words()
    for k in [verb, *sorted(cue - {verb})]:
        lemma = parse.lemmas[k].lower()
        particle = next((parse.lower[c] for c in parse.children[k] if parse.deps[c] == "prt"), None)
        entry = verbs.get(f"{lemma} {particle}") or (verbs.get(lemma) if parse.pos[k] in {"VERB", "AUX"} else None)
        found = entry[0] if entry else words.get(lemma) or (verbs[lemma][0] if lemma in verbs else None)
        if found:
            return found
    first = min(content, default=verb)
    return "intention" if parse.lower[first] == "to" and parse.pos[first] == "PART" else "speech"


def noun_phrase(parse: Parse, head: int) -> tuple[int, int]:
    """Half-open range of a source: the noun phrase with its appositions, without clauses and other conjuncts' verbs."""
    left, right = parse.subtrees[head]
    for child in parse.children[head]:
        if child < head:
            continue
        dep = parse.deps[child]
        first = parse.subtrees[child][0]
        if dep in {"relcl", "advcl", "parataxis", "ccomp", "dep", "punct"} and first < right:
            if dep == "punct" and parse.words[child] not in "—–-:;":
                continue
            right = min(right, first)
        elif dep == "acl" and parse.words[first - 1] == ",":
            right = min(right, first)
    while right > head + 1 and parse.pos[right - 1] == "PUNCT" and parse.words[right - 1] not in ")]":
        right -= 1
    while left < head and (parse.pos[left] == "PUNCT" or parse.deps[left] == "cc"):
        left += 1
    return left, right


def cue_tokens(parse: Parse, verb: int) -> set[int]:
    """The verb with its auxiliaries, negation and particle, and an adverb that touches them (“has said repeatedly”)."""
    out = {verb}
    for child in parse.children[verb]:
        dep = parse.deps[child]
        if dep in {"aux", "auxpass", "neg", "prt"} and abs(child - verb) < 5:
            out.add(child)
    first = min(out)
    out |= {k for k in range(first, verb) if parse.pos[k] in {"ADV", "PART", "AUX"}}
    if verb + 1 < len(parse) and parse.pos[verb + 1] == "ADV" and parse.heads[verb + 1] == verb:
        out.add(verb + 1)
    return out


def subject_of(parse: Parse, verb: int) -> int | None:
    """Head token of whoever says it, or None; looks through coordination, control, participles and relatives."""
    v = verb
    for _ in range(4):
        agent = _agent(parse, v)
        if agent is not None:
            return agent
        passive = False
        for child in parse.children[v]:
            if parse.deps[child] == "nsubj":
                if parse.lower[child] in {"who", "which", "that"} and parse.deps[v] == "relcl":
                    return parse.heads[v]
                return child
            passive = passive or parse.deps[child] in {"nsubjpass", "expl"}
        if passive:
            return None
        dep, head = parse.deps[v], parse.heads[v]
        if dep in {"acl", "relcl"} and parse.tags[v] == "VBG" and head < v:
            return head
        if dep in {"conj", "xcomp", "advcl", "pcomp"} and head != v:
            if dep == "advcl" and parse.tags[v] not in {"VBG", "VB"}:
                return None
            v = parse.heads[head] if dep == "pcomp" and parse.pos[head] == "ADP" else head
            continue
        return None
    return None


def antecedent(parse: Parse, head: int, source: tuple[int, int]) -> tuple[int, tuple[int, int]]:
    """Head and range of whom a relative pronoun stands for (“her son, Peter Moe, who said …”), or of the source."""
    if source[1] - source[0] > 1 or parse.lower[head] not in {"who", "which", "that"}:
        return head, source
    verb = parse.heads[head]
    while parse.deps[verb] in {"conj", "xcomp", "ccomp", "aux"} and parse.heads[verb] != verb:
        verb = parse.heads[verb]
    if parse.deps[verb] != "relcl" or parse.pos[parse.heads[verb]] not in {"NOUN", "PROPN"}:
        return head, source
    return parse.heads[verb], noun_phrase(parse, parse.heads[verb])


def _agent(parse: Parse, verb: int) -> int | None:
    for child in parse.children[verb]:
        if parse.deps[child] == "agent":
            return next((g for g in parse.children[child] if parse.deps[g] == "pobj"), None)
    return None


def clause(parse: Parse, head: int, without: set[int]) -> set[int]:
    """Tokens of a content clause: its subtree without “that”, and without a clause that says what another says."""
    left, right = parse.subtrees[head]
    out = set(range(left, right)) - without
    for child in parse.children[head]:
        if parse.lower[child] == "that" and (
            parse.deps[child] == "mark" or (child == left and parse.deps[child] == "dobj")
        ):
            out.discard(child)
        if parse.deps[child] in {"advcl", "conj", "parataxis"} and child > head and _another_saying(parse, child):
            start, end = parse.subtrees[child]
            out -= set(range(start, end))
            if parse.deps[child] == "conj":
                out -= {k for k in parse.children[head] if parse.deps[k] == "cc" and k < child}
    return out


def _another_saying(parse: Parse, verb: int) -> bool:
    """“…, though the minister said …”: a clause with a speaker of its own is no part of the first speaker's content."""
    verbs = cue_verbs()
    if parse.lemmas[verb] not in verbs or verbs[parse.lemmas[verb]][0] != "speech":
        return False
    kids = parse.children[verb]
    start = parse.subtrees[verb][0]
    apart = start > 0 and (
        parse.words[start - 1] in {",", ";", "—", "–"}
        or parse.lower[start] in _SUBORDINATORS
        or parse.deps[verb] == "conj"
    )
    return (
        apart
        and any(parse.deps[k] == "nsubj" for k in kids)
        and any(parse.deps[k] in {"ccomp", "xcomp", "dobj"} for k in kids)
    )


def verb_candidates(parse: Parse, quoted: list[int]) -> list[Candidate]:
    """Every cue verb outside quotation marks with its source and the content that syntax gives it."""
    verbs = cue_verbs()
    out = []
    for v in range(len(parse)):
        if quoted[v] >= 0 or parse.pos[v] not in {"VERB", "AUX"}:
            continue
        lemma = parse.lemmas[v]
        particle = next((parse.lower[c] for c in parse.children[v] if parse.deps[c] == "prt"), None)
        entry = verbs.get(f"{lemma} {particle}") if particle else None
        entry = entry or verbs.get(lemma)
        if entry is None:
            continue
        kind, frames = entry
        head = subject_of(parse, v)
        if head is None or (parse.deps[v] == "conj" and parse.heads[head] != v):
            head = _inverted(parse, v) or (head if head is not None else _swallowed(parse, v, kind))
        source = noun_phrase(parse, head) if head is not None else None
        cue = cue_tokens(parse, v)
        content, frame = _content(parse, v, frames, cue, source)
        out.append(Candidate(source, head, cue, content, v, kind, frame))
    return out


def _inverted(parse: Parse, verb: int) -> int | None:
    """“…,” said Quist: the parser takes a subject after the verb for an object now and then."""
    if (
        parse.tags[verb] not in {"VBD", "VBZ"}
        or not verb
        or parse.words[verb - 1] not in {",", "”", '"', "’", "?", "!", "''"}
    ):
        return None
    for child in parse.children[verb]:
        if child > verb and parse.deps[child] in {"dobj", "npadvmod", "attr", "oprd"} and child - verb < 12:
            lemma = titles().get(parse.lemmas[child])
            if parse.pos[child] == "PROPN" or lemma or parse.lower[child] in {"he", "she", "they"}:
                return child
    return None


def _swallowed(parse: Parse, verb: int, kind: str) -> int | None:
    """“The ship must leave by noon, the guard's chief, Lena Moe, warned.”: the subject of a closing cue.

    The parser hangs it under the clause before; it is the noun phrase between commas right before the cue.
    """
    if kind != "speech" or verb < 3 or not any(parse.deps[c] == "ccomp" and c < verb for c in parse.children[verb]):
        return None
    head = verb - 1 if parse.words[verb - 1] != "," else verb - 2
    while parse.deps[head] in {"appos", "compound", "flat"} and parse.pos[parse.heads[head]] in {"NOUN", "PROPN"}:
        head = parse.heads[head]
    first = parse.subtrees[head][0]
    person = parse.pos[head] == "PROPN" or titles().get(parse.lemmas[head]) in {"office", "person", "man", "woman"}
    return head if person and head < verb and first > 0 and parse.words[first - 1] == "," else None


def _content(
    parse: Parse, verb: int, frames: tuple[str, ...], cue: set[int], source: tuple[int, int] | None
) -> tuple[set[int], str]:
    """What the verb's frames give as content, and the frame that gave it. Empty where only a quotation can."""
    without = cue | (set(range(*source)) if source else set())
    kids = parse.children[verb]
    by_dep: dict[str, list[int]] = {}
    for child in kids:
        by_dep.setdefault(parse.deps[child], []).append(child)
    for frame in frames:
        if frame == "clause":
            clauses = by_dep.get("ccomp", []) or _that_clause_of_channel(parse, by_dep.get("prep", []))
            if clauses:
                out: set[int] = set()
                for c in clauses:
                    out |= clause(parse, c, without)
                return out, frame
            if source is not None and _aside(parse, verb, source):
                head = parse.heads[verb]
                a, b = parse.subtrees[head]
                c, d = parse.subtrees[verb]
                return set(range(a, b)) - set(range(c, d)) - without, "aside"
        elif frame == "infinitive":
            found = [c for c in by_dep.get("xcomp", []) if c > verb and parse.pos[c] in {"VERB", "AUX"}]
            if found:
                return set(range(*parse.subtrees[found[0]])) - without, frame
        elif frame == "object-infinitive":
            found = [c for c in by_dep.get("xcomp", []) + by_dep.get("ccomp", []) if c > verb]
            if found:
                return clause(parse, found[0], without), frame
        elif frame == "wh":
            found = [c for c in by_dep.get("ccomp", []) + by_dep.get("advcl", []) if c > verb]
            if found:
                return clause(parse, found[0], without), frame
        elif frame == "object":
            found = [c for c in by_dep.get("dobj", []) + by_dep.get("oprd", []) + by_dep.get("attr", []) if c > verb]
            if found:
                return _after(parse, verb, min(parse.subtrees[c][0] for c in found), without), frame
        elif frame.startswith("preposition:"):
            wanted = frame.partition(":")[2].split("|")
            found = [c for c in by_dep.get("prep", []) + by_dep.get("prt", []) if c > verb and parse.lower[c] in wanted]
            if found:
                return _after(parse, verb, found[0] + 1, without), frame
    return set(), ""


def _that_clause_of_channel(parse: Parse, prepositions: list[int]) -> list[int]:
    """“said in a statement that he was ready”: the parser hangs the clause under the statement."""
    for preposition in prepositions:
        for noun in parse.children[preposition]:
            for c in parse.children[noun]:
                if parse.deps[c] == "acl" and any(parse.lower[g] == "that" for g in parse.children[c]):
                    return [c]
    return []


def _aside(parse: Parse, verb: int, source: tuple[int, int]) -> bool:
    """The cue clause is set off by commas inside or after the content: “The plant, she said, is closed.”"""
    if parse.deps[verb] not in {"parataxis", "ccomp", "conj"} or parse.heads[verb] == verb:
        return False
    first = min(verb, source[0])
    if parse.deps[verb] == "conj" and source[0] < verb:
        return False
    start, end = parse.subtrees[verb]
    return first > 0 and parse.words[first - 1] in {",", "—", "–", "”", "''", '"'} and end - start <= 25


def _after(parse: Parse, verb: int, start: int, without: set[int]) -> set[int]:
    """From the object on to the end of the verb's own clause; a further clause after a comma is not part of it."""
    end = parse.subtrees[verb][1]
    for child in parse.children[verb]:
        first = parse.subtrees[child][0]
        if child > start and (
            parse.deps[child] in {"cc", "conj"}
            or (parse.deps[child] in {"advcl", "npadvmod", "parataxis"} and parse.words[first - 1] == ",")
        ):
            end = min(end, first)
    return set(range(start, end)) - without


def according_to(parse: Parse, quoted: list[int]) -> list[Candidate]:
    """“according to X”, “in X's view”: the source follows, the content is the rest of the clause."""
    out = []
    for i in range(len(parse) - 1):
        if parse.lower[i] != "according" or parse.lower[i + 1] != "to" or quoted[i] >= 0:
            continue
        head = next((c for c in parse.children[i + 1] if parse.deps[c] == "pobj"), None)
        if head is None:
            head = next((c for c in parse.children[i] if parse.deps[c] == "pobj"), None)
        if head is None:
            continue
        source = noun_phrase(parse, head)
        cue = {i, i + 1}
        start, end = parse.sentences[parse.sentence(i)]
        opens = i - start <= 1  # “According to X, …”
        content = set(range(source[1], end)) if opens else set(range(_clause_start(parse, start, i), i))
        out.append(Candidate(source, head, cue, content - set(range(*source)) - cue, i, "speech", "according"))
    return out


def _clause_start(parse: Parse, start: int, i: int) -> int:
    """Where the co-ordinated clause begins that token `i` closes (“No date is set, but the talks, according to …”)."""
    for k in range(i - 1, start, -1):
        if parse.deps[k] == "cc" and parse.words[k - 1] in {",", ";"}:
            head = parse.heads[k]
            if any(
                parse.deps[c] == "conj"
                and c > k
                and any(parse.deps[g] in {"nsubj", "nsubjpass"} for g in parse.children[c])
                for c in parse.children[head]
            ):
                return k + 1
    return start


def _that_clause(parse: Parse, verb: int) -> bool:
    """A “that” that opens a content clause, not a relative one; the parser confuses them where a modal follows."""
    kids = parse.children[verb]
    that = next((k for k in kids if parse.lower[k] == "that" and k < verb), None)
    if that is None:
        return False
    subject = any(parse.deps[k] in {"nsubj", "nsubjpass"} and k != that for k in kids)
    return parse.deps[that] == "mark" or (subject and any(parse.tags[k] == "MD" for k in kids))


def noun_candidates(parse: Parse, quoted: list[int]) -> list[Candidate]:
    """“US warnings that …”, “the mayor's claim that …”: a noun is the cue, its possessor or modifier the source."""
    out = []
    for n in range(len(parse)):
        if quoted[n] >= 0 or parse.pos[n] != "NOUN" or parse.lemmas[n] not in CUE_NOUNS:
            continue
        that = next(
            (
                c
                for c in parse.children[n]
                if parse.deps[c] in {"acl", "ccomp", "relcl"} and c > n and _that_clause(parse, c)
            ),
            None,
        )
        if that is None:
            continue
        head = next((c for c in parse.children[n] if parse.deps[c] == "poss"), None)
        if head is None:
            head = next(
                (
                    c
                    for c in parse.children[n]
                    if parse.deps[c] in {"compound", "nmod", "amod"} and parse.doc[c].ent_type_
                ),
                None,
            )
        if head is None:
            by = next(
                (c for c in parse.children[n] if parse.deps[c] == "prep" and parse.lower[c] in {"by", "from", "of"}),
                None,
            )
            head = next((c for c in parse.children[by] if parse.deps[c] == "pobj"), None) if by is not None else None
        if head is None or head > that:
            continue
        source = (head, head + 1) if parse.deps[head] in {"compound", "nmod", "amod"} else noun_phrase(parse, head)
        while source[1] - source[0] > 1 and parse.lower[source[1] - 1] in {"'s", "’s", "'", "’"}:
            source = (source[0], source[1] - 1)
        out.append(Candidate(source, head, {n}, clause(parse, that, set()), n, "speech", "noun"))
    return out
