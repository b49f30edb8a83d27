"""Who says so: attributions (source, cue, content), and what kind of source each one is."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from typing import TYPE_CHECKING

from newslens.actors import Cast, cast
from newslens.article import Article, Span
from newslens.attribution.circumstances import channel, day_of, when
from newslens.attribution.confidence import confidence
from newslens.attribution.cues import Candidate, antecedent
from newslens.attribution.quotation_marks import Stretch, quoted_stretches
from newslens.attribution.relations import relations
from newslens.attribution.relays import relays
from newslens.attribution.same_source import unite
from newslens.attribution.silence import NO_COMMENT
from newslens.attribution.source_kinds import affiliation, anonymity_reason, count, description, is_plural, source_kind
from newslens.intervals import Intervals
from newslens.language import Parse
from newslens.tables import Finding, Part, column, envelope, to_table

if TYPE_CHECKING:
    import pandas as pd


#: classes of cue by which somebody is cited
REPORTS = frozenset({"speech", "belief", "document"})


@dataclasses.dataclass(frozen=True, kw_only=True)
class Attribution(Finding):
    """One source saying (writing, thinking, wanting) one thing. Evidence roles: source, cue, content, channel,
    when, anonymity."""

    source: str = column("the source as the article words it")
    cue: str = column("the words that attribute (“said”, “according to”)")
    content: str = column("what is attributed to the source")
    cue_class: str = column(
        "speech, belief, intention, feeling (a stance too), no_comment (declined to comment, could not be reached …), "
        "or document where a text or data is the source"
    )
    confidence: float = column("share of such attributions that proved right on held-out articles, 0 to 1")
    form: str = column("direct (all in quotation marks), mixed (partly) or indirect")
    actor: str = column("who the source is: the actor's full name, or the description of an unnamed source")
    source_kind: str = column("named_person, unnamed, institution, document, media or public")
    role: str | None = column("title or office of the source", None)
    affiliation: str | None = column("body or state that the article's words for the source name beside it", None)
    plural: bool = column("the source is more than one person", False)
    count: int | None = column("how many they are, where the article says; 1 for one person", None)
    anonymity: str | None = column("the reason the article gives for not naming the source", None)
    channel: str | None = column("statement, interview, briefing, letter, post …, where the article says", None)
    said_on: datetime.date | None = column(
        "day it was said, from the article's date; first day of said_when's span", None
    )
    said_when: str | None = column("the article's words for when it was said", None)
    relayed_by: str | None = column("id of the attribution that this one stands inside: who relays it", None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Quotation(Finding):
    """A stretch in quotation marks, attributed or not. `start, end` includes the marks. Evidence role: quotation."""

    attribution: str | None = column(
        "id of the attribution that it belongs to; none: the article names no speaker", None
    )
    speaker: str | None = column("actor of that attribution", None)
    words: int = column("words between the marks")


@functools.lru_cache(maxsize=16)
def find_attributions(article: Article) -> tuple[Attribution, ...]:
    """The attributions of an article as records, in text order."""
    people = cast(article)
    stretches = quoted_stretches(article)
    found = relations(people.parse, stretches)
    quoted = Intervals([(s.start, s.end) for s in stretches])
    drafts = [_draft(people, c, stretches, quoted) for c in found]
    drafts = [d for d in drafts if d.content]  # of some nothing is left but marks
    drafts.sort(key=lambda d: (d.start, d.end))
    drafts = _share(unite(people, drafts))
    named = [dataclasses.replace(d, id=f"a{number}") for number, d in enumerate(drafts, 1)]
    relay = relays(named)
    return tuple(dataclasses.replace(a, relayed_by=relay(a)) for a in named)


@functools.lru_cache(maxsize=16)
def find_reports(article: Article) -> tuple[Attribution, ...]:
    """The attributions that cite somebody: what a source says, writes, shows or holds to be so.

    What the article's author says that somebody wants or feels is left out, and who only declined to comment: nobody
    is cited for it.
    """
    return tuple(a for a in find_attributions(article) if a.cue_class in REPORTS)


def attributions(article: Article) -> pd.DataFrame:
    """A row per attribution (one source saying, writing, thinking or wanting one thing), in text order.

    After Pareti (2015): an attribution has a source, a cue and a content. Evidence roles: source, cue, content,
    and where the article gives them channel, when and anonymity. Offsets are half-open characters of `article.text`.

    >>> from newslens import Article
    >>> table = attributions(Article.from_text("The bridge is safe, Mayor Ada Quist said on Monday."))
    >>> table[["actor", "cue", "content", "form"]].values.tolist()
    [['Ada Quist', 'said', 'The bridge is safe', 'indirect']]
    """
    return to_table(find_attributions(article), Attribution, "attributions")


def quotations(article: Article) -> pd.DataFrame:
    """A row per stretch in quotation marks, attributed or not: a fragment without a cue gets no invented speaker.

    >>> from newslens import Article
    >>> quotations(Article.from_text("The hall closed out of “great caution.”"))["speaker"].isna().tolist()
    [True]
    """
    return to_table(find_quotations(article), Quotation, "quotations")


@functools.lru_cache(maxsize=16)
def find_quotations(article: Article) -> tuple[Quotation, ...]:
    """The quoted stretches of an article as records, in text order."""
    found = find_attributions(article)
    contents = [(a, (p.start, p.end)) for a in found for p in a.parts if p.role == "content"]
    places = Intervals([span for _, span in contents])
    out = []
    for number, stretch in enumerate(quoted_stretches(article), 1):
        text = article.text[stretch.start : stretch.end]
        owners = [contents[k][0] for k in places.meeting(stretch.start, stretch.end)]
        owner = min(owners, key=lambda a: len(a.content), default=None)
        out.append(
            Quotation(
                article=article.id,
                id=f"q{number}",
                start=stretch.start,
                end=stretch.end,
                text=text,
                parts=(Part("quotation", stretch.start, stretch.end),),
                attribution=owner.id if owner else None,
                speaker=owner.actor if owner else None,
                words=count_words(text),
            )
        )
    return tuple(out)


def count_words(text: str) -> int:
    """Words as readers count them: runs of letters and digits, with inner apostrophes, hyphens and points."""
    return len(words_of(text))


def words_of(text: str) -> list[str]:
    """The words of a text, without marks."""
    return _WORD.findall(text)


_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")


def _draft(people: Cast, c: Candidate, stretches: tuple[Stretch, ...], quoted: Intervals) -> Attribution:
    parse = people.parse
    article = parse.article
    assert c.source is not None
    assert c.source_head is not None
    spans = _content_spans(parse, c.content, stretches, quoted)
    cue_spans = [parse.offsets(c.verb, c.verb + 1)] if c.frame == "label" else _join(parse, c.cue)
    cue_spans = cue_spans or [parse.offsets(min(c.cue), max(c.cue) + 1)]  # nothing but a mark
    source = parse.offsets(*c.source)
    parts = [Part("source", *source), *(Part("cue", *s) for s in cue_spans), *(Part("content", *s) for s in spans)]
    sources = set(range(*c.source))
    said_through = channel(parse, c.verb, c.content)
    if said_through:
        parts.append(Part("channel", *parse.offsets(*said_through[1])))
    said_when = when(parse, c.verb, c.content, sources)
    if said_when:
        parts.append(Part("when", *said_when))
    head, words = antecedent(parse, c.source_head, c.source)
    name = description(people, head, words)
    actor = people.actor(name)
    kind = source_kind(parse, head, words, name, actor)
    reason = anonymity_reason(parse, c.source, c.verb) if kind == "unnamed" else None
    if reason:
        parts.append(Part("anonymity", *reason))
    plural = kind != "institution" and actor is None and is_plural(parse, head)
    parts.sort(key=lambda p: (p.start, p.end))
    start, end = envelope([p for p in parts if p.role in {"source", "cue", "content"}])
    said_words = article.text[said_when[0] : said_when[1]] if said_when else None
    return Attribution(
        article=article.id,
        id="",
        start=start,
        end=end,
        text=article.text[start:end],
        parts=tuple(parts),
        source=article.text[slice(*source)],
        cue=" … ".join(article.text[slice(*s)] for s in cue_spans),
        content=" … ".join(article.text[slice(*s)] for s in spans),
        cue_class="document" if kind == "document" and c.kind != NO_COMMENT else c.kind,
        confidence=confidence(c.clues, c.frame),
        form=_form(article, spans, quoted),
        actor=name,
        source_kind=kind,
        role=actor.role if actor else None,
        affiliation=affiliation(people, head, words, name),
        plural=plural,
        count=count(parse, head, words, plural) if kind in {"named_person", "unnamed", "public"} else None,
        anonymity=article.text[slice(*reason)] if reason else None,
        channel=said_through[0] if said_through else None,
        said_on=day_of(said_words, article.published) if said_words else None,
        said_when=said_words,
    )


def _share(drafts: list[Attribution]) -> list[Attribution]:
    """What the article says of a source once holds wherever that source speaks: whose it is, why it is not named."""
    affiliations = {d.actor: d.affiliation for d in reversed(drafts) if d.affiliation}
    reasons = {d.actor: (d.anonymity, p) for d in drafts if d.anonymity for p in d.parts if p.role == "anonymity"}
    out = []
    for d in drafts:
        d = dataclasses.replace(d, affiliation=d.affiliation or affiliations.get(d.actor))
        if d.source_kind == "unnamed" and d.anonymity is None and d.actor in reasons:
            reason, part = reasons[d.actor]
            d = dataclasses.replace(d, anonymity=reason, parts=(*d.parts, part))
        out.append(d)
    return out


def _join(parse: Parse, tokens: set[int]) -> list[Span]:
    """Token runs as character spans; runs with nothing but marks between them are one."""
    out: list[Span] = []
    for i, j in parse.runs(tokens):
        start, end = parse.offsets(i, j)
        if out and not any(ch.isalnum() for ch in parse.article.text[out[-1][1] : start]):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _content_spans(parse: Parse, tokens: set[int], stretches: tuple[Stretch, ...], quoted: Intervals) -> list[Span]:
    """Content as character spans. A mark whose partner stands inside is taken in: half a pair reads as a slip."""
    out: list[Span] = []
    for start, end in _join(parse, tokens):
        for s in (stretches[k] for k in quoted.meeting(start, end)):
            if start < s.start < end < s.end and s.end - end <= 2:
                end = s.end
            elif s.start < start < s.end < end and start - s.start <= 1:
                start = s.start
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return out


def _form(article: Article, spans: list[Span], marked: Intervals) -> str:
    """direct if all of the content's words stand in quotation marks, mixed if some do, else indirect."""
    total = quoted = 0
    for start, end in spans:
        for word in _WORD.finditer(article.text, start, end):
            total += 1
            quoted += bool(marked.meeting(word.start(), word.start() + 1))
    return "direct" if quoted == total else "mixed" if quoted else "indirect"
