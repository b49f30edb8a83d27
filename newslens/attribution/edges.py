"""Where source, cue and content begin and end: slips of the encoder that syntax sets right."""

from __future__ import annotations

import itertools
from collections.abc import Collection

from newslens.attribution.cues import Candidate, cue_verbs
from newslens.language import Parse

Range = tuple[int, int]

_RELATIVES = frozenset({"which", "who", "whom", "whose"})
_OPENS = frozenset({",", ";", ":", "—", "–", "who", "which", "that"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_WORDLESS = frozenset({"PUNCT", "SPACE"})


def trimmed(parse: Parse, source: Range) -> Range:
    """A source without the “who”, “of” or “and” at its end, with which more begins that was cut off."""
    i, j = source
    while i < j - 1 and (parse.words[j - 1] in _OPENS or parse.deps[j - 1] in {"prep", "cc"}):
        j -= 1
    return i, j


def own_source(parse: Parse, source: Range, rule: Candidate) -> Range:
    """The encoder's source, without words that syntax gives to another part of the sentence.

    “a proposal the regulator said it would review”, “In a report, planners wrote”: only the regulator and the planners
    speak. “a memo reviewed by The Ledger warned”: the memo does. Where the encoder names somebody else, it is believed.
    """
    subject, held = rule.source_head, set(range(*source))
    if subject is None or rule.source is None or rule.frame == "label":
        return source
    left, right = parse.subtrees[subject]
    whole = set(range(left, right))
    if subject in held:
        before = [k for k in range(source[0], left) if parse.pos[k] not in _WORDLESS]
        if before and any(_elsewhere(parse, k, held, rule.verb) for k in before):
            return left, source[1]
        return source
    roots = [k for k in held if parse.heads[k] not in held]
    inside = held <= whole and all(parse.deps[k] == "pobj" and parse.deps[parse.heads[k]] == "agent" for k in roots)
    return rule.source if inside else source


def _elsewhere(parse: Parse, k: int, held: set[int], verb: int) -> bool:
    """A word that another verb or a preposition governs, or the noun that a relative clause tells more of."""
    if k == parse.heads[verb] and parse.deps[verb] == "relcl":
        return True
    return parse.pos[k] == "VERB" or (parse.deps[k] in {"pobj", "dobj"} and parse.heads[k] not in held)


def own_cue(parse: Parse, cue: set[int], content: set[int]) -> tuple[set[int], set[int]]:
    """Cue and content where a cue ran on into what is told: “an attack that police said | began with a quarrel”."""
    said = next((k for k in sorted(cue) if parse.pos[k] == "VERB"), None)
    if said is None or cue_verbs().get(parse.lemmas[said], ("",))[0] != "speech":
        return cue, content
    told = next((k for k in sorted(cue) if k > said and parse.tags[k] in _FINITE), None)
    if told is None or parse.deps[told] == "conj":
        return cue, content
    rest = {k for k in cue if k > said}
    return cue - rest, content | rest


def whole_content(
    parse: Parse, content: set[int], rule: Candidate | None, quoted: set[int], cues: Collection[int]
) -> set[int]:
    """Content that stops neither within a phrase nor on a word that only leads on to what is not part of it.

    “He said the coast was safe, but | not the islands”: all of it. “He said the coast was safe and | left”: without
    “and”. “a challenge from Captain Joe | Tarrant”: with the surname.
    """
    content = content | _holes(parse, content, quoted, cues)
    last = _last(parse, content)
    if last is None or last in quoted:
        return content
    whole = rule.content if rule is not None and content <= rule.content | rule.cue else content
    if parse.lower[last] not in _RELATIVES and _breaks(parse, last, whole - content):
        return content | whole
    while last is not None and last not in quoted and (parse.deps[last] == "cc" or parse.lower[last] in _RELATIVES):
        rest = _fragment(parse, last, content)
        if rest:
            return content | rest
        before = {k for k in content if k < last}
        last = _last(parse, before)
        content = before if last is not None else content
    return content


def _last(parse: Parse, content: set[int]) -> int | None:
    return max((k for k in content if parse.pos[k] not in _WORDLESS), default=None)


def _holes(parse: Parse, content: set[int], quoted: set[int], cues: Collection[int]) -> set[int]:
    """What the encoder left out within a told sentence because somebody else says or wants it there.

    “Talks stalled | after the rebels rejected | a demand that they disarm, an aide said”: the aide tells it all. A
    speaker between commas is no part of what is told.
    """
    out: set[int] = set()
    held = sorted(content)
    for i, j in itertools.pairwise(held):
        gap = range(i + 1, j)
        if not gap or parse.sentence(i) != parse.sentence(j) or any(k in quoted for k in (i, *gap, j)):
            continue
        edges = {parse.pos[k] for k in (i, gap[0], gap[-1], j)}
        if not edges & _WORDLESS and any(k in cues for k in gap):
            out |= set(gap)
    return out


def _breaks(parse: Parse, last: int, missing: set[int]) -> bool:
    """The last word leads on to one that is missing: “Captain Joe | Tarrant”, “when the player | went down”."""
    head = parse.heads[last]
    return head > last and head in missing and parse.deps[last] not in {"ccomp", "advcl", "npadvmod", "punct"}


def _fragment(parse: Parse, last: int, content: set[int]) -> set[int]:
    """What follows a closing “but” or “and” to the end of the sentence, if it has no verb of its own."""
    end = parse.sentences[parse.sentence(last)][1]
    rest = [k for k in range(last + 1, end) if k not in content]
    plain = parse.deps[last] == "cc" and not any(parse.pos[k] in {"VERB", "AUX"} for k in rest)
    joined = any(parse.heads[k] in content or parse.heads[k] in rest for k in rest if parse.pos[k] not in _WORDLESS)
    words = [k for k in rest if parse.pos[k] not in _WORDLESS]
    return set(range(rest[0], words[-1] + 1)) if plain and joined and words else set()
