"""Loaded words: wording that judges beside the fact, and words in quotation marks that nobody is quoted with."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newslens import lexicons
from newslens.actors import cast
from newslens.article import Article
from newslens.attribution.cues import cue_verbs
from newslens.language import Parse, parse
from newslens.sourcing import find_attributions, find_quotations
from newslens.tables import Finding, Part, column, to_table
from newslens.voices import holders, role_tokens, voice

if TYPE_CHECKING:
    import pandas as pd

_MOST_SCARE = 3  # words between scare quotes; a longer stretch is a quotation whose speaker is left out
_NEAR = 4  # words on either side in which an entry's `unless` is looked for
#: verbs that make a name or term of what follows (verbs of saying are in lexicons/cues.tsv)
_NAMING = frozenset("call dub name term label title entitle nickname know refer define brand deem read mean".split())
_INTRODUCES = frozenset("as or : called described identified".split())
#: words that are votes, pleas and answers rather than anybody's wording
_ANSWERS = frozenset("yes no yea aye nay leave remain guilty for against in out".split())
#: where a judged word stands in its sentence; a predicate (“It was “absurd””) is a quotation without a speaker
_PLACES = frozenset("nsubj nsubjpass dobj pobj compound amod nmod poss conj attr advmod".split())


@dataclasses.dataclass(frozen=True, kw_only=True)
class Loaded(Finding):
    """One loaded word or phrase. Evidence role: loaded."""

    kind: str = column("emotive, partisan, intensifier, judging, label or scare_quotes")
    plainer: str | None = column("what an editor might write instead; none where it is best left out", None)
    basis: str | None = column("on what ground the word is in the lexicon; none for scare quotes", None)
    sentence: int = column("number of the sentence in the article, from 0")
    voice: str = column("author or speaker")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    attribution: str | None = column("id of the attribution that the words stand in", None)


@functools.lru_cache(maxsize=16)
def find_loaded(article: Article) -> tuple[Loaded, ...]:
    """The loaded words of an article as records, in text order."""
    parsed = parse(article)
    owner = holders(article)
    found = [*_words(article, parsed), *_scare_quotes(article, parsed)]
    out = []
    for number, (i, j, kind, plainer, basis) in enumerate(sorted(found, key=lambda f: f[:2]), 1):
        part = Part("loaded", *parsed.offsets(i, j))
        said_by, speaker, attribution = voice(owner[i])
        out.append(
            Loaded(
                article=article.id,
                id=f"l{number}",
                start=part.start,
                end=part.end,
                text=article.text[part.start : part.end],
                parts=(part,),
                kind=kind,
                plainer=plainer,
                basis=basis,
                sentence=parsed.sentence(i),
                voice=said_by,
                speaker=speaker,
                attribution=attribution,
            )
        )
    return tuple(out)


def loaded(article: Article) -> pd.DataFrame:
    """A row per loaded word, in text order: where the wording judges beside the fact, and in whose voice.

    Words come from `lexicons/loaded_words.tsv`, each with its ground: one-sided terms, subjective intensifiers and
    loaded reporting verbs (Recasens, Danescu-Niculescu-Mizil & Jurafsky 2013), judgement and affect (Martin & White
    2005), euphemism and dysphemism (Orwell 1946). They count as the part of speech that they are listed with and not
    within names. Scare quotes are a word in quotation marks, or up to three after a possessive, to which the article
    gives no speaker; names, titles, terms that it introduces and echoes of a quotation are none.

    A loaded word is no fault in itself: in a quotation it is the speaker's (`voice`), and sometimes it is the fact.

    >>> from newslens import Article
    >>> text = "The heartless scheme was scrapped. The “experts” disagreed."
    >>> loaded(Article.from_text(text))[["text", "kind"]].values.tolist()
    [['heartless', 'judging'], ['“experts”', 'scare_quotes']]
    """
    return to_table(find_loaded(article), Loaded, "loaded")


Found = tuple[int, int, str, str | None, str | None]
Entry = tuple[tuple[frozenset[str], ...], frozenset[str], dict[str, str]]


@functools.cache
def _lexicon() -> dict[str, list[Entry]]:
    """First word of an entry → (alternatives for each place, words that make it innocent, row), longest first."""
    out: dict[str, list[Entry]] = {}
    for row in lexicons.rows("loaded_words"):
        # the parser takes hyphens for words of their own
        places = tuple(frozenset(w.split("/")) for w in row["word"].replace("-", " - ").split())
        for word in places[0]:
            out.setdefault(word.lower(), []).append((places, frozenset(row["unless"].lower().split()), row))
    return {word: sorted(entries, key=lambda e: -len(e[0])) for word, entries in out.items()}


def _words(article: Article, parsed: Parse) -> Iterator[Found]:
    lexicon = _lexicon()
    named = {k for m in cast(article).mentions for k in range(m.i, m.j) if parsed.pos[k] == "PROPN"}
    cues = {k for a in find_attributions(article) for k in role_tokens(parsed, a, "cue")}
    reached = 0
    for i in range(len(parsed)):
        for places, unless, row in (e for w in (parsed.lower[i], parsed.lemmas[i]) for e in lexicon.get(w, ())):
            j = i + len(places)
            first, last = parsed.sentences[parsed.sentence(i)]
            near = {*parsed.lower[max(first, i - _NEAR) : i], *parsed.lower[j : min(last, j + _NEAR)]}
            if (
                i >= reached
                and j <= last
                and all(_fits(parsed, k, words, k == i) for k, words in enumerate(places, i))
                and _is(parsed, i, row["pos"], cues)
                and (row["word"] != row["word"].lower() or not named & set(range(i, j)))
                and not unless & near
            ):
                yield i, j, row["kind"], None if row["plainer"] == "-" else row["plainer"], row["basis"]
                reached = j
                break


def _fits(parsed: Parse, k: int, words: frozenset[str], first: bool) -> bool:
    """Whether token `k` is one of the words. A capital within a sentence makes a name of it (“the Shady Grove inn”)."""
    capital = parsed.words[k][0].isupper()
    starts = first and (k == 0 or parsed.pos[k - 1] == "PUNCT" or parsed.sentence(k - 1) != parsed.sentence(k))
    return any(
        w.lower() in {parsed.lower[k], parsed.lemmas[k]} and (not capital or starts if w == w.lower() else capital)
        for w in words
    )


def _is(parsed: Parse, i: int, pos: str, cues: set[int]) -> bool:
    """Whether the entry that begins at token `i` is what it is listed as; whatever modifies a noun is an adjective."""
    if pos == "cue":
        return i in cues and parsed.pos[i] == "VERB"
    if pos == "adj" and parsed.pos[i] in {"VERB", "NOUN"}:
        return parsed.deps[i] in {"amod", "acomp", "compound"}
    return pos == "phrase" or parsed.pos[i] == pos.upper()


def _scare_quotes(article: Article, parsed: Parse) -> Iterator[Found]:
    quotations = find_quotations(article)
    said = " ".join(q.text.lower() for q in quotations if q.attribution)
    for quotation in quotations:
        if quotation.attribution is not None or quotation.words > _MOST_SCARE:
            continue
        # what somebody is quoted with elsewhere is an echo of that
        if quotation.text[1:-1].strip(" ,.").lower() not in said:
            i, j = parsed.tokens(quotation.start, quotation.end)
            words = [k for k in range(i, j) if parsed.pos[k] not in {"PUNCT", "SPACE"}]
            # two words are mostly a term (“road map”), unless they are somebody's: her “personal messages”
            scorns = quotation.words == 1 or (i > 0 and parsed.tags[i - 1] in {"PRP$", "POS"})
            if words and scorns and _is_wording(parsed, i, j, words) and _is_used(parsed, i, words):
                yield i, j, "scare_quotes", None, None


def _is_wording(parsed: Parse, i: int, j: int, words: list[int]) -> bool:
    """Whether the words in quotation marks could be put plainly: they are no name, title, vote, letter or outcry."""
    first, last = parsed.sentences[parsed.sentence(i)]
    if (i == first and j >= last - 1) or parsed.words[j - 2] in {"!", "?"} or len(parsed.words[words[0]]) == 1:
        return False
    if j < last and parsed.lower[j] in ({"the", "a", "an"} if parsed.words[j - 2] == "," else {"(", "which", "or"}):
        return False  # “brushing” (a kind of fraud); “birtherism,” the notion that …
    return all(
        (parsed.words[k].isalpha() or parsed.words[k] in {"-", "’s"})
        and not (parsed.lower[k] in _ANSWERS or parsed.pos[k] == "INTJ")
        and (k == first + 1 or not parsed.words[k][0].isupper())
        for k in words
    )


def _is_used(parsed: Parse, i: int, words: list[int]) -> bool:
    """Whether the words work in the sentence, neither mentioned (“the word “sorry””) nor introduced as a term."""
    head = next(k for k in words if parsed.heads[k] not in words or parsed.heads[k] == k)
    before = parsed.pos[i - 1] if i else ""
    subject = any(parsed.deps[c][:5] == "nsubj" for c in parsed.children[head])
    if [head] == words and parsed.pos[head] == "VERB" and subject:
        return True  # The council “lost” the file
    if before in {"NOUN", "PROPN"} or (before and parsed.lower[i - 1] in _INTRODUCES):
        return False
    if parsed.deps[head] not in _PLACES or any(parsed.lower[c] in {"a", "an"} for c in parsed.children[head]):
        return False  # It was “absurd”; it pays a “premium”
    k = head
    while parsed.deps[k] not in {"nsubj", "nsubjpass", "ROOT"}:
        k = parsed.heads[k]
        if k not in words and parsed.pos[k] in {"VERB", "AUX"}:
            return parsed.lemmas[k] not in _NAMING and parsed.lemmas[k] not in cue_verbs()
    return True
