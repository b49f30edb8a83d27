"""Who asks what of whom, and how it was answered."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from newslens.article import Article, Span
from newslens.attribution.circumstances import day_of, last_day_of
from newslens.errors import OptionError, did_you_mean
from newslens.event_codes import codes, item_code
from newslens.event_codes import plover_code as plover_code
from newslens.tables import Finding, Part, column, envelope, to_table

if TYPE_CHECKING:
    import pandas as pd

    from newslens.acts.frames import Frame, Item
    from newslens.acts.parties import Who
    from newslens.language import Parse

ACTS = ("condition", "demand", "appeal", "request", "offer", "threat", "promise", "refusal", "acceptance", "deferral")
REALIS = ("actual", "negated", "hypothetical", "planned", "disputed")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Demand(Finding):
    """One act between actors. Evidence roles: demander, addressee, cue, content, reported_by, channel, time, deadline,
    condition, in_return, status."""

    act: str = column("condition, demand, appeal, request, offer, threat, promise, refusal, acceptance or deferral")
    demander: str | None = column(
        "who performs the act (also of refusals, offers, threats …); several: joined with ' ; '", None
    )
    addressees: str | None = column("of whom or toward whom; several: joined with ' ; '", None)
    cue: str = column("the words that show the act")
    content: str | None = column("what is asked, offered, refused …; several items: joined with ' ; '", None)
    polarity: str | None = column("do, refrain, or mixed where the items differ", None)
    strength: str | None = column("strong, medium or weak", None)
    realis: str = column("actual, negated, hypothetical, planned or disputed", "actual")
    confidence: float = column(
        "how likely the act is one, of this kind, and done or not as realis says, 0 to 1: the share of such finds that "
        "proved right on annotated passages",
    )
    found_by: str = column("who takes the words for an act: rules, network or both", "rules")
    reported_by: str | None = column("who reports the act, where that is not the demander or the article itself", None)
    channel: str | None = column("kind of channel: letter, statement, recording, intermediary …", None)
    said_when: str | None = column("the article's words for when", None)
    said_on: datetime.date | None = column("that day, as far as the article's date and those words tell", None)
    said_until: datetime.date | None = column("its last day, where the words mean a span (“last week”)", None)
    deadline: str | None = column("by when", None)
    condition: str | None = column("under which condition", None)
    in_return: str | None = column("in return for what", None)
    repeated: bool = column("the article says it was done repeatedly", False)
    status: str | None = column(
        "accepted, rejected, partly_accepted, mixed, countered, under_consideration, unanswered, withdrawn or "
        "not_reported; none for answers",
        None,
    )
    answered_by: str | None = column("ids of the acts that answer this one, joined with ' ; '", None)
    responds_to: str | None = column("ids of the acts that this one answers, joined with ' ; '", None)
    relation: str | None = column("how it answers: rejects, accepts, defers or counters", None)
    backed_by: str | None = column("ids of the threats that back it, joined with ' ; '", None)
    attribution: str | None = column("id of the attribution that reports the act", None)
    plover: str | None = column(
        "PLOVER 0.8 category of the act (REQUEST, AGREE, CONCEDE, REJECT, THREATEN), whatever its realis; a deferral "
        "has none (openeventdata, PLOVER manual and CAMEO2PLOVER-2021)",
        None,
    )
    cameo: str | None = column(
        "CAMEO code: its root (10 demand, 02 appeal, 03 intend to cooperate, 08 yield, 12 reject, 13 threaten; 014 "
        "consider), and what about only as far as the content's words tell, as 1053 demand release of persons; 139 "
        "what the article calls an ultimatum, where no other code fits "
        "(CAMEO manual 1.1b3, 2012, ch. 2; words: lexicons/cameo.tsv)",
        None,
    )


@dataclasses.dataclass(frozen=True, kw_only=True)
class DemandItem(Finding):
    """One separable thing asked for, offered or refused. `id` is the demand's id, a dot and a number; role: content."""

    demand: str = column("id of the demand")
    polarity: str = column("do or refrain")
    status: str | None = column("its own status, where the items differ", None)
    cameo: str | None = column("CAMEO code of the act as to this item alone; see demands", None)


class _Real(Protocol):
    @property
    def realis(self) -> str: ...


R = TypeVar("R", bound=_Real)


@functools.lru_cache(maxsize=16)
def find_demands(article: Article) -> tuple[Demand, ...]:
    """All acts of an article as records, in text order, whatever their realis."""
    return tuple(demand for demand, _ in _found(article))


@functools.lru_cache(maxsize=16)
def find_demand_items(article: Article) -> tuple[DemandItem, ...]:
    """The separable things that the acts of an article ask for, offer or refuse, as records in text order."""
    return tuple(item for _, items in _found(article) for item in items)


def demands(article: Article, *, realis: str = "actual") -> pd.DataFrame:
    """A row per act between actors, in text order: who asks, offers, threatens or refuses what, and what came of it.

    `realis` is "actual" for acts the article reports as done, one of the other values of that column, or "all".
    Raises OptionError for any other value. Offsets are half-open characters of the article's text.

    >>> from newslens import Article
    >>> table = demands(Article.from_text("The union asked the port to reopen. The port refused."))
    >>> table[["act", "demander", "addressees", "content", "status"]].values.tolist()[0]
    ['request', 'The union', 'the port', 'reopen', 'rejected']

    After the annotation scheme for demand frames; categories of acts from Levin (1993) and the PLOVER manual 0.8.
    """
    return to_table(of_realis(find_demands(article), realis), Demand, "demands")


def demand_items(article: Article) -> pd.DataFrame:
    """A row per separable thing asked for, offered or refused, so that each can have its own answer.

    Offsets are half-open characters of the article's text; `demand` is the id in the table of `demands`.

    >>> from newslens import Article
    >>> text = "The union asked the port to reopen the gate and pay overtime."
    >>> demand_items(Article.from_text(text))[["id", "text", "polarity"]].values.tolist()
    [['d1.1', 'reopen the gate', 'do'], ['d1.2', 'pay overtime', 'do']]
    """
    return to_table(find_demand_items(article), DemandItem, "demand_items")


def of_realis(records: Iterable[R], realis: str) -> list[R]:
    """The records of one realis, or all of them; OptionError for a value that there is not."""
    if realis not in ("all", *REALIS):
        raise OptionError(f"realis={realis!r} is not known. {did_you_mean(realis, ('all', *REALIS))}")
    return [record for record in records if realis in ("all", record.realis)]


@functools.lru_cache(maxsize=16)
def stretches_of(article: Article) -> tuple[tuple[Frame, ...], ...]:
    """The acts as the rules leave them, by the stretches in which a very long text is read; not to be changed."""
    from newslens.acts.answers import answered

    return answered(article)


@functools.lru_cache(maxsize=16)
def frames_of(article: Article) -> dict[Frame, str]:
    """The acts as the rules leave them, each with the id of its record; not to be changed."""
    return {f: f"d{n}" for n, f in enumerate((f for frames in stretches_of(article) for f in frames), 1)}


@functools.lru_cache(maxsize=16)
def _found(article: Article) -> tuple[tuple[Demand, tuple[DemandItem, ...]], ...]:
    from newslens.language import parse

    ids = frames_of(article)
    answering: dict[Frame, list[Frame]] = {}
    for frame in ids:
        for target in dict.fromkeys(target for target, _ in frame.answers):
            answering.setdefault(target, []).append(frame)
    return tuple(_record(parse(article), frame, ids, answering.get(frame, [])) for frame in ids)


def _record(
    parse: Parse, frame: Frame, ids: dict[Frame, str], answering: list[Frame]
) -> tuple[Demand, tuple[DemandItem, ...]]:
    from newslens.acts.confidence import confidence

    article, number = parse.article, ids[frame]
    parts = [Part("demander", *parse.offsets(*w.span)) for w in frame.demanders if w.span is not None]
    parts += [Part("addressee", *parse.offsets(*w.span)) for w in frame.addressees if w.span is not None]
    cue = [Part("cue", *parse.offsets(*run)) for run in runs(frame.cue)]
    said = [item for item in frame.items if parse.runs(set(item.tokens))]  # some are nothing but marks
    items = [_item(parse, k, frame, item, number) for k, item in enumerate(said, 1)]
    reporter = frame.reporter
    parts += cue
    parts += [part for item in items for part in item.parts]
    if reporter is not None:
        parts += [Part("reported_by", p.start, p.end) for p in reporter.parts if p.role == "source"]
    spans = {"channel": frame.channel, "time": frame.time, "deadline": frame.deadline, "condition": frame.condition}
    spans |= {"in_return": frame.in_return, "status": frame.status_at}
    spans = {role: span if span and span[0] < span[1] else None for role, span in spans.items()}  # nothing but marks
    parts += [Part(role, *parse.offsets(*span)) for role, span in spans.items() if span is not None]
    words = {role: _words(parse, span) for role, span in spans.items()}
    when = words["time"] or (frame.attribution.said_when if frame.attribution is not None else None)
    day = day_of(when, article.published) if when is not None else None
    start, end = envelope([p for p in parts if p.role != "status"])
    polarities = {item.polarity for item in items}
    demand = Demand(
        article=article.id,
        id=number,
        start=start,
        end=end,
        text=article.text[start:end],
        parts=tuple(parts),
        act=frame.act,
        demander=named(frame.demanders),
        addressees=named(frame.addressees),
        cue=" … ".join(article.text[p.start : p.end] for p in cue),
        content=" ; ".join(_flat(_worded(article, item)) for item in items) or None,
        polarity=None if not items else polarities.pop() if len(polarities) == 1 else "mixed",
        strength=frame.strength,
        realis=frame.realis,
        confidence=confidence(parse, frame),
        found_by="network" if frame.proposed else "rules" if frame.reading is None else "both",
        reported_by=frame.reported_by,
        channel=words["channel"] or (frame.attribution.channel if frame.attribution is not None else None),
        said_when=when,
        said_on=day,
        said_until=last_day_of(when, day) if when is not None and day is not None else None,
        deadline=words["deadline"],
        condition=words["condition"],
        in_return=words["in_return"],
        repeated=frame.repeated,
        status=frame.status,
        answered_by=_ids(answering, ids),
        responds_to=_ids([target for target, _ in frame.answers], ids),
        relation=frame.answers[0][1] if frame.answers else None,
        backed_by=_ids(frame.backed_by, ids),
        attribution=frame.attribution.id if frame.attribution is not None else None,
        **codes(parse, frame)._asdict(),
    )
    return demand, tuple(items)


def _item(parse: Parse, k: int, frame: Frame, item: Item, demand: str) -> DemandItem:
    parts = tuple(Part("content", *parse.offsets(*run)) for run in parse.runs(set(item.tokens)))
    start, end = envelope(parts)
    return DemandItem(
        article=parse.article.id,
        id=f"{demand}.{k}",
        start=start,
        end=end,
        text=parse.article.text[start:end],
        parts=parts,
        demand=demand,
        polarity="refrain" if item.refrain else "do",
        status=item.status,
        cameo=item_code(parse, frame, item),
    )


def _worded(article: Article, item: DemandItem) -> str:
    """The words of an item; the “not” of a threat is left out (“… if the men were not freed”: that they be freed)."""
    out, end = "", item.start
    for part in item.parts:
        between = article.text[end : part.start]
        out += (" " if between.strip() in {"not", "n't", "n’t"} else between) + article.text[part.start : part.end]
        end = part.end
    return out


def runs(tokens: list[int]) -> list[Span]:
    out: list[Span] = []
    for i in sorted(set(tokens)):
        if out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return out


def _words(parse: Parse, span: Span | None) -> str | None:
    return _flat(parse.text(*span)) if span is not None else None


def _flat(text: str) -> str:
    return " ".join(text.split())


def named(whos: list[Who]) -> str | None:
    return " ; ".join(dict.fromkeys(_flat(w.name) for w in whos)) or None


def _ids(frames: Iterable[Frame], ids: dict[Frame, str]) -> str | None:
    return " ; ".join(ids[f] for f in frames if f in ids) or None
