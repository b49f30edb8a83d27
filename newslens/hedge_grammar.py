"""Whether grammar makes a hedge of hedging words: “may” the month, “about” a topic and “would” in the past are none."""

from __future__ import annotations

from collections.abc import Callable

from newslens.claims import SUBJECTS, kids
from newslens.language import Parse
from newslens.sourcing import Attribution
from newslens.voices import role_tokens

_PERCEPTION = frozenset({"see", "hear", "feel", "smell", "taste", "sense", "understand", "afford", "remember"})
_HARDLY = frozenset({"barely", "hardly", "scarcely", "only", "finally"})
_AFTERWARDS = frozenset({"later", "eventually", "soon", "subsequently", "ultimately"})
_SPEAKING = frozenset(
    {"say", "comment", "elaborate", "discuss", "disclose", "identify", "name", "confirm"}
) | frozenset({"specify", "answer", "speak", "reveal"})
_PERSONS = frozenset({"i", "we", "he", "she", "they", "you", "who"})
_EXTREMES = frozenset({"best", "worst", "every"})
_ATTRIBUTIVE_ONLY = frozenset({"apparent", "alleged", "suspected", "presumed", "supposed", "purported", "reputed"})
_ROUND = frozenset({"half", "dozen", "dozens", "hundreds", "thousands", "millions"})

Holder = Attribution | None


def hedging(parsed: Parse, i: int, j: int, kind: str, cue: str, holder: Holder) -> bool:
    """Whether the words of `cue` in tokens `i` to `j` hedge; `holder` is the attribution they stand in."""
    return _GUARDS[kind](parsed, i, j, cue, holder)


def _modal(parsed: Parse, i: int, j: int, cue: str, holder: Holder) -> bool:
    if parsed.tags[i] != "MD":
        return False
    verb = parsed.heads[i] if parsed.deps[i] in {"aux", "auxpass"} else i
    around = {parsed.lower[c] for c in parsed.children[verb]}
    if cue == "could":
        purpose = any(parsed.lower[m] == "so" for m in kids(parsed, verb, "mark", "advmod")) or (
            i >= 2 and parsed.lower[i - 2] == "so" and parsed.deps[verb] == "advcl"
        )
        ability = parsed.lemmas[verb] in _PERCEPTION or around & _HARDLY or kids(parsed, verb, "neg") or purpose
        return not ability
    if cue == "may":  # “May he rest in peace” is a wish
        return not any(s > i for s in kids(parsed, verb, *SUBJECTS))
    if cue == "would":
        return _hypothetical(parsed, i, verb, around, holder)
    return True


def _hypothetical(parsed: Parse, i: int, verb: int, around: set[str], holder: Holder) -> bool:
    """“The plan would cost millions”, not “she said she would go”, “he would later resign”, “would not comment”."""
    for c in kids(parsed, verb, "advcl"):
        if any(parsed.lower[m] in {"if", "unless"} for m in kids(parsed, c, "mark")):
            return True
    if parsed.lemmas[verb] in {"like", "love", "prefer"} or around & ({"rather"} | _AFTERWARDS):
        return False
    by_me = any(parsed.lower[s] in {"i", "we"} for s in kids(parsed, verb, "nsubj"))
    if parsed.lemmas[verb] in _SPEAKING and (by_me or kids(parsed, verb, "neg")):
        return False
    if any(
        parsed.lower[d] in {"every", "each"} for c in parsed.children[verb] for d in (c, *parsed.children[c])
    ) and any(parsed.deps[c] == "npadvmod" for c in parsed.children[verb]):
        return False
    if any(parsed.lemmas[c] == "have" and parsed.deps[c] == "aux" for c in parsed.children[verb]):
        return True
    return not _backshifted(parsed, i, verb, holder)


def _backshifted(parsed: Parse, i: int, verb: int, holder: Holder) -> bool:
    """Whether “would” is only “will” told in the past: under “said”, “promised”, “the vow that …”."""
    if holder is not None and holder.form == "direct":
        return False
    if holder is not None and any(
        parsed.tags[k] in {"VBD", "VBN"} and parsed.pos[k] == "VERB" for k in role_tokens(parsed, holder, "cue")
    ):
        return True
    at = verb
    while parsed.heads[at] != at and parsed.deps[at] not in {"relcl"}:
        dep, at = parsed.deps[at], parsed.heads[at]
        if dep == "ccomp" and parsed.tags[at] in {"VBD", "VBN"}:
            return True
        if dep in {"acl", "ccomp"} and parsed.pos[at] == "NOUN":
            return True
    return False


def _adjective(parsed: Parse, i: int, j: int, cue: str, holder: Holder) -> bool:
    attributive = parsed.deps[i] in {"amod", "compound", "nmod"} and parsed.heads[i] > i
    if parsed.pos[i] == "ADV" or (parsed.pos[i] == "NOUN" and not attributive):
        return False
    if cue in _ATTRIBUTIVE_ONLY:
        return attributive
    if cue == "likely":
        return not (attributive and parsed.lemmas[parsed.heads[i]] == "voter")
    if cue == "possible":
        before = {parsed.lower[k] for k in range(max(0, i - 4), i)}
        made = parsed.lemmas[parsed.heads[i]] in {"make", "have"}
        return not ("as" in before and parsed.lower[i - 1] != "is") and not before & _EXTREMES and not made
    return True


def _adverb(parsed: Parse, i: int, j: int, cue: str, holder: Holder) -> bool:
    if cue == "likely":
        return parsed.pos[i] == "ADV" or parsed.deps[i] == "advmod"
    return j - i > 1 or parsed.pos[i] != "NOUN"


def _noun(parsed: Parse, i: int, j: int, cue: str, holder: Holder) -> bool:
    if parsed.pos[i] != "NOUN" or parsed.deps[i] == "compound":
        return False
    about = any(parsed.lower[c] in {"of", "for"} and parsed.deps[c] == "prep" for c in parsed.children[i])
    if cue == "option":
        return not kids(parsed, i, "compound")
    if cue in {"chance", "prospect"}:
        told = [
            c for c in kids(parsed, i, "acl", "ccomp") if any(parsed.lower[m] == "that" for m in parsed.children[c])
        ]
        return bool(told) or (about and parsed.lower[i] != "chances")
    return True


def _verb(parsed: Parse, i: int, j: int, cue: str, holder: Holder) -> bool:
    if parsed.pos[i] not in {"VERB", "AUX"}:
        return False
    if "/" in cue or cue == "suspected of":
        return parsed.tags[i] == "VBN" and (
            bool(kids(parsed, i, "auxpass")) or parsed.deps[i] in {"acl", "relcl", "conj", "advcl", "amod"}
        )
    said = kids(parsed, i, "ccomp", "advcl")
    if cue in {"appear", "seem"}:
        linked = kids(parsed, i, "acomp", "oprd") or any(parsed.lower[c] in {"like", "as"} for c in parsed.children[i])
        return bool(linked or [c for c in said if parsed.deps[c] == "ccomp"])
    if cue in {"suggest", "indicate"}:
        subjects = kids(parsed, i, "nsubj")
        person = any(parsed.lower[s] in _PERSONS or parsed.doc[s].ent_type_ in {"PERSON", "NORP"} for s in subjects)
        bare = any(
            parsed.tags[c] == "VB" and not kids(parsed, c, "aux", "auxpass") for c in said if parsed.deps[c] == "ccomp"
        )
        return bool(said) and bool(subjects) and not person and not bare
    return True


def _undecided(parsed: Parse, i: int, j: int, cue: str, holder: Holder) -> bool:
    if cue == "consider/weigh/contemplate/explore":
        progressive = parsed.tags[i] == "VBG" and any(parsed.lemmas[c] == "be" for c in kids(parsed, i, "aux"))
        return progressive or (parsed.tags[i] == "VBG" and parsed.deps[i] in {"acl", "conj"})
    if cue in {"mull", "ponder"}:
        return parsed.pos[i] == "VERB"
    if cue == "no * decision":
        return parsed.pos[j - 1] == "NOUN"
    return True


def _condition(parsed: Parse, i: int, j: int, cue: str, holder: Holder) -> bool:
    head = parsed.heads[i]
    if cue == "should":
        subjects = [s for s in kids(parsed, head, *SUBJECTS) if s > i]
        return parsed.deps[i] == "aux" and parsed.deps[head] in {"advcl", "ccomp"} and bool(subjects)
    if cue == "if":
        before = parsed.lower[i - 1] if i else ""
        after = parsed.lower[i + 1] if i + 1 < len(parsed) else ""
        asked = parsed.deps[i] == "mark" and parsed.deps[head] in {"ccomp", "pcomp", "csubj", "xcomp"}
        return not asked and before not in {"even", "as", "what", "only"} and after not in {"not", "only", "any"}
    if cue in {"as long as", "so long as"}:
        return any(parsed.deps[parsed.heads[k]] == "advcl" for k in range(i, j))
    if cue == "assuming":  # “assuming the bank agrees”, not “a clerk assuming new duties”
        return parsed.deps[i] in {"advcl", "prep", "mark"}
    if cue in {"pending", "subject to"}:
        return parsed.deps[i] in {"prep", "advcl"} or (
            cue == "subject to" and parsed.deps[i] in {"acomp", "amod", "advcl"}
        )
    return True


def _approximation(parsed: Parse, i: int, j: int, cue: str, holder: Holder) -> bool:
    last = parsed.sentences[parsed.sentence(i)][1]
    if cue == "between":
        return upper_bound(parsed, i) > i
    if cue == "or so":
        return any(parsed.pos[k] == "NUM" or parsed.lower[k] in {"a", "an"} for k in range(max(0, i - 3), i))
    number = next(
        (k for k in range(j, min(j + 2, last)) if parsed.pos[k] not in {"SYM", "DET"} and parsed.lower[k] != "$"), j
    )
    if number >= last or not (parsed.pos[number] == "NUM" or parsed.lower[number] in _ROUND):
        return False
    if cue in {"about", "around"}:
        return parsed.deps[i] != "prep"
    return True


def upper_bound(parsed: Parse, i: int) -> int:
    """The upper bound in “between 1,000 and 5,000”; `i` itself where “between” has no two numbers."""
    last = min(i + 9, parsed.sentences[parsed.sentence(i)][1])
    numbers = [k for k in range(i + 1, last) if parsed.pos[k] == "NUM"]
    joined = [k for k in range(i + 1, last) if parsed.lower[k] in {"and", "to", "-", "–"}]
    close = bool(numbers) and all(parsed.pos[k] in {"SYM", "ADV"} for k in range(i + 1, numbers[0]))  # no dates
    if close and len(numbers) >= 2 and any(numbers[0] < k < numbers[1] for k in joined):
        return next((n for n in numbers[1:] if n > min(k for k in joined if k > numbers[0])), i)
    return i


_GUARDS: dict[str, Callable[[Parse, int, int, str, Holder], bool]] = {
    "modal": _modal,
    "adjective": _adjective,
    "adverb": _adverb,
    "noun": _noun,
    "verb": _verb,
    "undecided": _undecided,
    "condition": _condition,
    "approximation": _approximation,
}
