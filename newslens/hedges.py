"""Marks of uncertainty, and the claim that each one weakens."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newslens import lexicons
from newslens.article import Article
from newslens.claims import weakened
from newslens.hedge_grammar import hedging, upper_bound
from newslens.language import Parse, parse
from newslens.sourcing import Attribution
from newslens.tables import Finding, Part, column, envelope, to_table
from newslens.voices import holders, join, role_tokens, voice

if TYPE_CHECKING:
    import pandas as pd

_GAP = 2  # words that `*` in a cue stands for, at most


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
    out = []
    for number, (i, j, kind) in enumerate(_cues(parsed, owner), start=1):
        tokens = weakened(parsed, i, j, kind)
        # “It could rain, he said”: who says so is no part of what is uncertain.
        attribution = owner[i]
        if attribution is not None:
            tokens = tokens & set(role_tokens(parsed, attribution, "content")) or tokens
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
                if end and hedging(parsed, i, end, kind, cue, owner[i]):
                    j = _extent(parsed, i, end, cue)
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
    return upper_bound(parsed, i) + 1
