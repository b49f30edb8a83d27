"""Who is speaking: every word of an article belongs to its author or to a speaker the author reports."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterable, Sequence

from newslens.article import Article, Span
from newslens.language import Parse, parse
from newslens.sourcing import Attribution, find_reports

#: words of the author's beside source and cue that make a passage out of “she said in a statement on Monday”
LEAST_WORDS = 2
_TIMES = frozenset({"DATE", "TIME"})


@dataclasses.dataclass(frozen=True)
class Passage:
    """The words of one voice in one sentence, in as many half-open token ranges as interruptions make of them."""

    sentence: int
    runs: tuple[Span, ...]
    #: the words as a scorer reads them: clean, without what interrupts them
    text: str
    attribution: Attribution | None

    @property
    def voice(self) -> str:
        return voice(self.attribution)[0]

    @property
    def speaker(self) -> str | None:
        return voice(self.attribution)[1]


def voice(attribution: Attribution | None) -> tuple[str, str | None, str | None]:
    """The columns voice, speaker and attribution for words that stand in `attribution`, or in none."""
    if attribution is None:
        return "author", None, None
    return "speaker", attribution.actor, attribution.id


@functools.lru_cache(maxsize=16)
def holders(article: Article) -> tuple[Attribution | None, ...]:
    """For every token the attribution whose content it is, or None for the author's own words.

    Where one speaker relays another, the innermost holds the words: it is she whom the article makes say them. The
    relaying source and cue stay with the voice that names them.
    """
    parsed = parse(article)
    owner: list[Attribution | None] = [None] * len(parsed)
    records = find_reports(article)
    depths = _depths(records)
    sizes = {a.id: sum(p.end - p.start for p in a.parts if p.role == "content") for a in records}
    for attribution in sorted(records, key=lambda a: (-sizes[a.id], depths[a.id])):
        for i in role_tokens(parsed, attribution, "content"):
            owner[i] = attribution
    return tuple(owner)


@functools.lru_cache(maxsize=16)
def passages(article: Article) -> tuple[Passage, ...]:
    """Every sentence cut by voice, in text order. What only attributes (“he said on Monday”) is no passage."""
    parsed = parse(article)
    owner = holders(article)
    framing = {
        i
        for attribution in find_reports(article)
        for role in ("source", "cue")
        for i in role_tokens(parsed, attribution, role)
    }
    attributed = {parsed.sentence(i) for i in framing}
    out = []
    for number, (first, last) in enumerate(parsed.sentences):
        found = []
        for attribution in dict.fromkeys(owner[first:last]):
            runs = join(parsed, (i for i in range(first, last) if owner[i] is attribution))
            if number in attributed:
                runs = tuple(_untied(parsed, run, owner, (first, last)) for run in runs)
                told = [sum(_counts(parsed, i) for i in range(*run) if i not in framing) for run in runs]
                framed = any(i in framing for run in runs for i in range(*run))
                if framed:
                    runs = tuple(run for run, n in zip(runs, told, strict=True) if n)
                if framed and sum(told) < LEAST_WORDS:
                    continue
            if not count_words(parsed, runs):
                continue
            found.append(_passage(parsed, number, runs, attribution))
        out += sorted(found, key=lambda p: p.runs)
    return tuple(out)


@functools.lru_cache(maxsize=16)
def framings(article: Article) -> tuple[Passage, ...]:
    """What only attributes, in text order: no passage of its own, yet it may name somebody (“Quist claimed”)."""
    parsed = parse(article)
    owner = holders(article)
    told = {i for passage in passages(article) for run in passage.runs for i in range(*run)}
    out = []
    for number, (first, last) in enumerate(parsed.sentences):
        rest = [i for i in range(first, last) if i not in told]
        for attribution in dict.fromkeys(owner[i] for i in rest):
            runs = tuple(
                run for run in parsed.runs([i for i in rest if owner[i] is attribution]) if count_words(parsed, [run])
            )
            if runs:
                out.append(_passage(parsed, number, runs, attribution))
    return tuple(sorted(out, key=lambda p: (p.sentence, p.runs)))


def _passage(parsed: Parse, sentence: int, runs: tuple[Span, ...], attribution: Attribution | None) -> Passage:
    return Passage(sentence, runs, " ".join(parsed.doc[i:j].text for i, j in runs), attribution)


def role_tokens(parsed: Parse, attribution: Attribution, role: str) -> list[int]:
    """Tokens of one role of an attribution."""
    return [i for p in attribution.parts if p.role == role for i in range(*parsed.tokens(p.start, p.end))]


def join(parsed: Parse, tokens: Iterable[int]) -> tuple[Span, ...]:
    """Tokens as half-open runs; punctuation between two of them bridges the gap, at the edges it is trimmed.

    A quotation mark stays where its partner is inside (“out of “an abundance of caution””).
    """
    kept = sorted(set(tokens))
    bridged = list(kept)
    for left, right in itertools.pairwise(kept):
        if right - left > 1 and not any(_is_word(parsed, i) for i in range(left + 1, right)):
            bridged += range(left + 1, right)
    return tuple(_closed(parsed, *run) for run in parsed.runs(bridged))


def _closed(parsed: Parse, i: int, j: int) -> Span:
    """The run with the closing mark of a quotation that it opens, and with its last number's “%”."""
    if j < len(parsed) and parsed.words[j] == "%" and j < parsed.sentences[parsed.sentence(i)][1]:
        j += 1
    inside = parsed.words[i:j]
    if inside.count("“") > inside.count("”") or inside.count('"') % 2:
        end = parsed.sentences[parsed.sentence(i)][1]
        for k in range(j, min(j + 3, end)):
            if parsed.words[k] in {"”", '"'}:
                return i, k + 1
            if _is_word(parsed, k):
                break
    return i, j


def _untied(parsed: Parse, run: Span, owner: Sequence[Attribution | None], sentence: Span) -> Span:
    """The run without the “that”, “and” or “though” that only ties it to another voice's words."""
    i, j = run
    while i < j - 1 and i > sentence[0] and parsed.pos[i] in {"SCONJ", "CCONJ"} and owner[i - 1] is not owner[i]:
        i += 1
    while j - 1 > i and j < sentence[1] and parsed.pos[j - 1] in {"SCONJ", "CCONJ"} and owner[j] is not owner[j - 1]:
        j -= 1
    return parsed.trim(i, j)


def count_words(parsed: Parse, runs: Iterable[Span]) -> int:
    """How many words stand in the runs, punctuation not counted."""
    return sum(_is_word(parsed, i) for run in runs for i in range(*run))


def _is_word(parsed: Parse, i: int) -> bool:
    return parsed.pos[i] not in {"PUNCT", "SPACE"} and any(c.isalnum() for c in parsed.words[i])


def _counts(parsed: Parse, i: int) -> bool:
    """Whether a word beside source and cue says something: “in”, “on Monday” and “who” do not."""
    token = parsed.doc[i]
    return _is_word(parsed, i) and not token.is_stop and token.ent_type_ not in _TIMES


def _depths(records: Iterable[Attribution]) -> dict[str, int]:
    """How many relaying sources each attribution stands under."""
    above = {a.id: a.relayed_by for a in records}
    depths = {}
    for start in above:
        chain, at = {start}, above[start]
        while at in above and at not in chain:
            chain.add(at)
            at = above[at]
        depths[start] = len(chain)
    return depths
