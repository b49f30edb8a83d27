"""Who the sources are, how much they get to say, and on whose word the article rests."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from typing import TYPE_CHECKING

from newslens.article import Article, Span
from newslens.attribution.source_kinds import KINDS
from newslens.sourcing import Attribution, count_words, find_reports, words_of
from newslens.tables import Finding, column, to_table

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True, kw_only=True)
class Source(Finding):
    """A source; `start, end` is where it is first cited. Evidence role: source, one row per attribution.

    Sourcing studies count sources and what they get to say (Sigal 1973, “Reporters and Officials”; Gans 1979, “Deciding
    What's News”). A source with `direct` above 0 is quoted in its own words; with 0 it is only paraphrased."""

    name: str = column("the actor's name, or the description of an unnamed source")
    kind: str = column("named_person, unnamed, institution, document, media or public")
    role: str | None = column("title or office", None)
    plural: bool = column("the source is more than one person", False)
    attributions: int = column("how often the article attributes something to it")
    direct: int = column("of these, how many in direct or partly direct speech")
    words: int = column("words attributed to it, each counted once")
    share: float = column("its part of all sources' words, 0 to 1; the shares of all sources sum to 1")


@dataclasses.dataclass(frozen=True, kw_only=True)
class KindShare:
    """A row of the sourcing profile."""

    article: str = column("id of the article")
    kind: str = column("named_person, unnamed, institution, document, media or public")
    sources: int = column("distinct sources of that kind")
    attributions: int = column("attributions to them")
    words: int = column("words attributed to them, each counted once per source")
    share: float = column("part of all attributed words, 0 to 1")
    single_source_claims: int = column("claims that rest on one such source alone: no other source says the same")


@functools.lru_cache(maxsize=16)
def find_sources(article: Article) -> tuple[Source, ...]:
    """The sources of an article as records, most words first.

    Attributions with the same actor are one source. Two unnamed sources described in the same words cannot be told
    apart and are counted as one: the article gives the reader no more.
    """
    groups: dict[tuple[str, str], list[Attribution]] = {}
    for a in find_reports(article):
        groups.setdefault((a.actor.casefold(), a.source_kind), []).append(a)
    words = {key: count_distinct_words(article, group) for key, group in groups.items()}
    total = sum(words.values())
    ranked = sorted(groups.items(), key=lambda item: (-words[item[0]], item[1][0].start))
    out = []
    for number, (key, group) in enumerate(ranked, 1):
        parts = tuple(p for a in group for p in a.parts if p.role == "source")
        start, end = parts[0].start, parts[0].end
        out.append(
            Source(
                article=article.id,
                id=f"s{number}",
                start=start,
                end=end,
                text=article.text[start:end],
                parts=tuple(dict.fromkeys(parts)),
                name=group[0].actor,
                kind=key[1],
                role=next((a.role for a in group if a.role), None),
                plural=any(a.plural for a in group),
                attributions=len(group),
                direct=sum(a.form != "indirect" for a in group),
                words=words[key],
                share=words[key] / total if total else 0.0,
            )
        )
    return tuple(out)


def sources(article: Article) -> pd.DataFrame:
    """A row per source, most words first.

    >>> from newslens import Article
    >>> text = "The bridge is safe, Mayor Ada Quist said. “It is not,” said an engineer who asked not to be named."
    >>> sources(Article.from_text(text))[["name", "kind", "words"]].values.tolist()
    [['Ada Quist', 'named_person', 4], ['an engineer', 'unnamed', 3]]
    """
    return to_table(find_sources(article), Source, "sources")


def sourcing_profile(article: Article) -> pd.DataFrame:
    """A row per kind of source, all six kinds, with its sources, words, share and single-source claims.

    Shares are of attributed words, as in studies of source diversity that weigh how much each source gets to say
    rather than how often it is named. The article's own words are no source's and do not count.
    """
    found = find_sources(article)
    total = sum(s.words for s in found)
    alone = {a.id for a in single_source_claims(article)}
    attributions = find_reports(article)
    records = []
    for kind in KINDS:
        of_kind = [s for s in found if s.kind == kind]
        words = sum(s.words for s in of_kind)
        records.append(
            KindShare(
                article=article.id,
                kind=kind,
                sources=len(of_kind),
                attributions=sum(s.attributions for s in of_kind),
                words=words,
                share=words / total if total else 0.0,
                single_source_claims=sum(a.source_kind == kind and a.id in alone for a in attributions),
            )
        )
    return to_table(records, KindShare, "sourcing_profile")


def single_source_claims(article: Article) -> tuple[Attribution, ...]:
    """Attributions whose claim no other source shares, relays left out (who passes a claim on does not confirm it).

    Two claims are the same if their content spans overlap, or their words do by half (Jaccard index of lower-case
    words longer than three letters): a coarse measure that finds repetition, not paraphrase.
    """
    found = find_reports(article)
    relays = {a.relayed_by for a in found if a.relayed_by}
    words = {a.id: {w for w in words_of(a.content.lower()) if len(w) > 3} for a in found}
    using: dict[str | Span, list[Attribution]] = {}  # a word of a claim, or where it stands
    for a in found:
        keys: list[str | Span] = [*words[a.id], *_contents([a])]
        for key in keys:
            using.setdefault(key, []).append(a)
    alone = []
    for a in found:
        if a.id in relays:
            continue
        # half of the words in common: one of any half of them and one more
        rare = sorted(words[a.id], key=lambda w: (len(using[w]), w))[: len(words[a.id]) // 2 + 1]
        alike = (b for w in rare for b in using[w] if _jaccard(words[a.id], words[b.id]) >= 0.5)
        others = itertools.chain((b for span in _contents([a]) for b in using[span]), alike)
        if not any(b.actor != a.actor and b.id not in relays and a.relayed_by != b.id for b in others):
            alone.append(a)
    return tuple(alone)


def _jaccard(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _contents(group: list[Attribution]) -> list[Span]:
    return [(p.start, p.end) for a in group for p in a.parts if p.role == "content"]


def count_distinct_words(article: Article, group: list[Attribution]) -> int:
    """Words in the contents of these attributions; where contents overlap, their words are counted once."""
    total, reached = 0, 0
    for start, end in sorted(_contents(group)):
        start = max(start, reached)
        if start < end:
            total += count_words(article.text[start:end])
            reached = end
    return total
