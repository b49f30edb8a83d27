"""Marks of uncertainty, and the claim that each one weakens."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from newslens import lexicons
from newslens.article import Article
from newslens.claims import SUBJECTS, kids, subtree, top, weakened
from newslens.language import Parse, parse
from newslens.sourcing import Attribution, find_attributions
from newslens.tables import Finding, Part, column, envelope, to_table
from newslens.voices import holders, join, role_tokens, voice

if TYPE_CHECKING:
    import pandas as pd

_GAP = 2  # words that `*` in a cue stands for, at most
_PERCEPTION = frozenset("see hear feel smell taste sense understand afford remember".split())
_HARDLY = frozenset("barely hardly scarcely only finally".split())
_AFTERWARDS = frozenset("later eventually soon subsequently ultimately".split())
_SPEAKING = frozenset("say comment elaborate discuss disclose identify name confirm specify answer speak reveal".split())
_PERSONS = frozenset("i we he she they you who".split())
_EXTREMES = frozenset("best worst every".split())


@dataclasses.dataclass(frozen=True, kw_only=True)
class Hedge(Finding):
    """One mark of uncertainty. Evidence roles: hedge, claim."""

    hedge: str = column("the hedging words")
    kind: str = column("modal, adjective, adverb, noun, verb, condition, undecided or approximation")
    claim: str = column("the clause or phrase that is weakened; “ … ” where something else interrupts it")
    voice: str = column("author or speaker")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    attribution: str | None = column("id of the attribution that the hedge stands in", None)


@functools.lru_cache(maxsize=16)
def find_hedges(article: Article) -> tuple[Hedge, ...]:
    """The hedges of an article as records, in text order."""
    parsed = parse(article)
    owner = holders(article)
    contents = {a.id: frozenset(role_tokens(parsed, a, "content")) for a in find_attributions(article)}
    out = []
    for number, (i, j, kind) in enumerate(_cues(parsed, owner), start=1):
        tokens = weakened(parsed, i, j, kind)
        # “It could rain, he said”: who says so is no part of what is uncertain.
        attribution = owner[i]
        if attribution is not None:
            tokens = tokens & contents[attribution.id] or {k for k in contents[attribution.id] if k in tokens} or tokens
        runs = join(parsed, tokens) or ((i, j),)
        parts = (
            Part("hedge", *parsed.offsets(i, j)),
            *(Part("claim", *parsed.offsets(*run)) for run in runs),
        )
        start, end = envelope(parts)
        said_by, speaker, ident = voice(attribution)
        out.append(
            Hedge(
                article=article.id,
                id=f"h{number}",
                start=start,
                end=end,
                text=article.text[start:end],
                parts=parts,
                hedge=parsed.text(i, j),
                kind=kind,
                claim=" … ".join(parsed.text(*run) for run in runs),
                voice=said_by,
                speaker=speaker,
                attribution=ident,
            )
        )
    return tuple(out)


def hedges(article: Article) -> pd.DataFrame:
    """A row per mark of uncertainty, in text order: what the article leaves open, and who leaves it open.

    Marks come from `lexicons/hedges.tsv` and count only where grammar makes hedges of them: “may” is no month here,
    “said it would respond” is a promise, “about” needs a number. The claim is the clause or phrase that is weakened,
    without the words that attribute it.

    >>> from newslens import Article
    >>> table = hedges(Article.from_text("The old bridge could collapse."))
    >>> table[["hedge", "claim"]].values.tolist()
    [['could', 'The old bridge could collapse']]
    """
    return to_table(find_hedges(article), Hedge, "hedges")


@functools.cache
def _lexicon() -> dict[str, list[tuple[tuple[frozenset[str], ...], str, str]]]:
    """First word of a cue → (alternatives for each place, kind, cue), longest first; an empty place is a gap."""
    out: dict[str, list[tuple[tuple[frozenset[str], ...], str, str]]] = {}
    for row in lexicons.rows("hedges"):
        places = tuple(frozenset() if w == "*" else frozenset(w.split("/")) for w in row["cue"].split())
        for word in places[0]:
            out.setdefault(word, []).append((places, row["kind"], row["cue"]))
    for entries in out.values():
        entries.sort(key=lambda e: -len(e[0]))
    return out


def _cues(parsed: Parse, owner: tuple[Attribution | None, ...]) -> Iterator[tuple[int, int, str]]:
    """Hedges as token ranges with their kind; longer cues first, no word in two of them."""
    lexicon = _lexicon()
    for first, last in parsed.sentences:
        i = first
        while i < last:
            j = 0
            found = {parsed.lower[i], parsed.lemmas[i]}
            for places, kind, cue in (e for word in sorted(found) for e in lexicon.get(word, ())):
                end = _match(parsed, places, i, last)
                if end and _GUARDS[kind](parsed, i, end, cue, owner[i]):
                    i, j = _extent(parsed, i, end, cue), end
                    yield i, j, kind
                    break
            i = j or i + 1


def _match(parsed: Parse, places: tuple[frozenset[str], ...], i: int, last: int) -> int:
    """End of the cue that begins at token `i`, 0 where it does not stand there."""
    if not places:
        return i
    if not places[0]:
        ends = (_match(parsed, places[1:], k, last) for k in range(i, min(i + _GAP, last) + 1) if _words(parsed, i, k))
        return next((end for end in ends if end), 0)
    if i < last and (parsed.lower[i] in places[0] or parsed.lemmas[i] in places[0]):
        return _match(parsed, places[1:], i + 1, last)
    return 0


def _words(parsed: Parse, i: int, j: int) -> bool:
    return all(parsed.pos[k] != "PUNCT" for k in range(i, j))


def _extent(parsed: Parse, i: int, j: int, cue: str) -> int:
    """Where the hedging words end: “between” takes its two numbers along."""
    if cue != "between":
        return j
    return _second_number(parsed, i) + 1


# Whether grammar makes a hedge of the words in tokens i to j. --------------------------------------------------------


def _modal(parsed: Parse, i: int, j: int, cue: str, holder: Attribution | None) -> bool:
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
    if cue == "would":
        return _hypothetical(parsed, i, verb, around, holder)
    return True


def _hypothetical(parsed: Parse, i: int, verb: int, around: set[str], holder: Attribution | None) -> bool:
    """“The plan would cost millions”, not “she said she would go”, “he would later resign”, “would not comment”."""
    for c in kids(parsed, verb, "advcl"):
        if any(parsed.lower[m] in {"if", "unless"} for m in kids(parsed, c, "mark")):
            return True
    if parsed.lemmas[verb] in {"like", "love", "prefer"} or around & ({"rather"} | _AFTERWARDS):
        return False
    if kids(parsed, verb, "neg") and parsed.lemmas[verb] in _SPEAKING:
        return False
    if any(parsed.lower[d] in {"every", "each"} for c in parsed.children[verb] for d in (c, *parsed.children[c])) and any(
        parsed.deps[c] == "npadvmod" for c in parsed.children[verb]
    ):
        return False
    if any(parsed.lemmas[c] == "have" and parsed.deps[c] == "aux" for c in parsed.children[verb]):
        return True
    return not _backshifted(parsed, i, verb, holder)


def _backshifted(parsed: Parse, i: int, verb: int, holder: Attribution | None) -> bool:
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


def _adjective(parsed: Parse, i: int, j: int, cue: str, holder: Attribution | None) -> bool:
    attributive = parsed.deps[i] in {"amod", "compound", "nmod"} and parsed.heads[i] > i
    if parsed.pos[i] == "ADV" or (parsed.pos[i] == "NOUN" and not attributive):
        return False
    if cue in {"apparent", "alleged", "suspected", "presumed", "supposed", "purported", "reputed"}:
        return attributive
    if cue == "likely":
        return not (attributive and parsed.lemmas[parsed.heads[i]] == "voter")
    if cue == "possible":
        before = {parsed.lower[k] for k in range(max(0, i - 4), i)}
        made = parsed.lemmas[parsed.heads[i]] in {"make", "have"}
        return not ("as" in before and parsed.lower[i - 1] != "is") and not before & _EXTREMES and not made
    return True


def _adverb(parsed: Parse, i: int, j: int, cue: str, holder: Attribution | None) -> bool:
    if cue == "likely":
        return parsed.pos[i] == "ADV" or parsed.deps[i] == "advmod"
    return j - i > 1 or parsed.pos[i] != "NOUN"


def _noun(parsed: Parse, i: int, j: int, cue: str, holder: Attribution | None) -> bool:
    if parsed.pos[i] != "NOUN" or parsed.deps[i] == "compound":
        return False
    about = any(parsed.lower[c] in {"of", "for"} and parsed.deps[c] == "prep" for c in parsed.children[i])
    if cue == "option":
        return not kids(parsed, i, "compound")
    if cue in {"chance", "prospect"}:
        told = [c for c in kids(parsed, i, "acl", "ccomp") if any(parsed.lower[m] == "that" for m in parsed.children[c])]
        return bool(told) or (about and parsed.lower[i] != "chances")
    return True


def _verb(parsed: Parse, i: int, j: int, cue: str, holder: Attribution | None) -> bool:
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


def _undecided(parsed: Parse, i: int, j: int, cue: str, holder: Attribution | None) -> bool:
    if cue == "consider/weigh/contemplate/explore":
        progressive = parsed.tags[i] == "VBG" and any(parsed.lemmas[c] == "be" for c in kids(parsed, i, "aux"))
        return progressive or (parsed.tags[i] == "VBG" and parsed.deps[i] in {"acl", "conj"})
    if cue in {"mull", "ponder"}:
        return parsed.pos[i] == "VERB"
    if cue == "no * decision":
        return parsed.pos[j - 1] == "NOUN"
    return True


def _condition(parsed: Parse, i: int, j: int, cue: str, holder: Attribution | None) -> bool:
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
    if cue == "assuming":
        return parsed.deps[i] in {"advcl", "prep", "mark"} and bool(kids(parsed, i, "ccomp", "dobj") or True)
    if cue in {"pending", "subject to"}:
        return parsed.deps[i] in {"prep", "advcl"} or (cue == "subject to" and parsed.deps[i] in {"acomp", "amod", "advcl"})
    if cue == "in case":
        return j >= len(parsed) or parsed.lower[j] != "of" or True
    return True


def _approximation(parsed: Parse, i: int, j: int, cue: str, holder: Attribution | None) -> bool:
    last = parsed.sentences[parsed.sentence(i)][1]
    if cue == "between":
        return _second_number(parsed, i) > i
    if cue == "or so":
        return i > 0 and any(parsed.pos[k] == "NUM" for k in range(max(0, i - 3), i))
    number = next((k for k in range(j, min(j + 2, last)) if parsed.pos[k] not in {"SYM", "DET"} and parsed.lower[k] != "$"), j)
    if number >= last or not (parsed.pos[number] == "NUM" or parsed.lower[number] in {"half", "dozen", "hundreds", "thousands"}):
        return False
    if cue in {"about", "around"}:
        return parsed.deps[i] != "prep" or parsed.tags[number] == "CD"
    return True


def _second_number(parsed: Parse, i: int) -> int:
    """The upper bound in “between 1,000 and 5,000”; `i` itself where “between” has no two numbers."""
    last = min(i + 9, parsed.sentences[parsed.sentence(i)][1])
    numbers = [k for k in range(i + 1, last) if parsed.pos[k] == "NUM"]
    joined = [k for k in range(i + 1, last) if parsed.lower[k] in {"and", "to", "-", "–"}]
    if len(numbers) >= 2 and numbers[0] <= i + 2 and any(numbers[0] < k < numbers[1] for k in joined):
        return next((n for n in numbers[1:] if n > min(k for k in joined if k > numbers[0])), i)
    return i


_Guard = Callable[[Parse, int, int, str, "Attribution | None"], bool]
_GUARDS: dict[str, _Guard] = {
    "modal": _modal,
    "adjective": _adjective,
    "adverb": _adverb,
    "noun": _noun,
    "verb": _verb,
    "undecided": _undecided,
    "condition": _condition,
    "approximation": _approximation,
}
