"""What came of it: a row per answer to a demand or an offer, and where each of those asked stands."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from newslens.acts.clauses import tree
from newslens.acts.frames import Finder, Frame
from newslens.acts.parties import Who
from newslens.acts.status import Reactions, akin, same
from newslens.article import Article
from newslens.demands import Demand, find_demands, frames_of, named, of_realis, runs, stretches_of
from newslens.language import Parse, parse
from newslens.tables import Finding, Part, column, envelope, to_table

if TYPE_CHECKING:
    import pandas as pd

RELATIONS = ("rejects", "accepts", "defers", "counters", "silent")
_STATUS = {
    "rejects": "rejected",
    "accepts": "accepted",
    "counters": "countered",
    "defers": "under_consideration",
    "silent": "unanswered",
}
_ALL = frozenset({"neither", "none", "nobody", "both", "all"})


@dataclasses.dataclass(frozen=True, kw_only=True)
class Response(Finding):
    """One answer to one act; an act that answers two has two rows. Evidence roles: responder, answer, cue, content."""

    form: str = column("words (an act of its own in demands), deed (what was asked is done) or silence (it says so)")
    relation: str = column("rejects, accepts, defers, counters or silent")
    responder: str | None = column("who answers; several: joined with ' ; '", None)
    demand: str = column("id of the act that is answered")
    asked: str = column("what that act is: demand, request, offer …")
    asker: str | None = column("who is answered: whoever performed that act", None)
    items: str | None = column("ids in demand_items, where the answer is to some items only; joined with ' ; '", None)
    answer: str = column("the words that show the answer")
    response: str | None = column("id of the answering act in demands; none for deeds and silence", None)
    realis: str = column("actual, negated, hypothetical, planned or disputed", "actual")
    reported_by: str | None = column("who reports the answer, where that is not the responder or the article", None)
    said_when: str | None = column("the article's words for when", None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class DemandAddressee(Finding):
    """One party that an act is addressed to. `id` is the act's id, “.to” and a number; evidence role: addressee.

    Where the act's words do not name the party, `start, end` is the cue and there is no evidence row.
    """

    demand: str = column("id of the act")
    addressee: str = column("of whom or toward whom")
    status: str | None = column(
        "what this party answered: accepted, rejected, countered, under_consideration, unanswered, withdrawn or "
        "not_reported; none for answers, and where an answer is reported but not whose it is",
        None,
    )
    responses: str | None = column("ids of its answers in responses, joined with ' ; '", None)


class _Reply(NamedTuple):
    """An answer before it has a number: who, by token span where known, and the words that show it."""

    frame: Frame
    target: Frame
    relation: str
    whos: list[Who]
    form: str
    spans: list[tuple[int, int]]


@functools.lru_cache(maxsize=16)
def find_responses(article: Article) -> tuple[Response, ...]:
    """All answers of an article as records, in text order, whatever their realis."""
    return tuple(response for response, _, _ in _found(article))


@functools.lru_cache(maxsize=16)
def find_demand_addressees(article: Article) -> tuple[DemandAddressee, ...]:
    """The parties that the acts of an article are addressed to, as records in text order."""
    parsed, out = parse(article), []
    given: dict[Frame, list[tuple[Response, tuple[Who, ...]]]] = {}
    for r, target, whos in _found(article):
        if r.realis == "actual":
            given.setdefault(target, []).append((r, whos))
    for frame, number in frames_of(article).items():
        mine = given.get(frame, [])
        for k, who in enumerate(_once(frame.addressees), 1):
            status, answers = _standing(frame, who, mine)
            at = parsed.offsets(*(who.span or runs(frame.cue)[0]))
            out.append(
                DemandAddressee(
                    article=article.id,
                    id=f"{number}.to{k}",
                    start=at[0],
                    end=at[1],
                    text=article.text[slice(*at)],
                    parts=(Part("addressee", *at),) if who.span is not None else (),
                    demand=number,
                    addressee=" ".join(who.name.split()),
                    status=status,
                    responses=" ; ".join(answers) or None,
                )
            )
    return tuple(out)


def responses(article: Article, *, realis: str = "actual") -> pd.DataFrame:
    """A row per answer: who answers whom, what is answered, how (rejects, accepts, defers, counters), in which words.

    An answer is mostly an act of its own, with its row in `demands`. It can also be a deed (“the company complied”), or
    a silence that the article reports; what it merely leaves out is no row. `realis` is as in `demands`: “actual”, one
    of its other values, or “all”; OptionError else. Offsets are half-open characters of the article's text.

    >>> from newslens import Article
    >>> table = responses(Article.from_text("The union asked the port to reopen. The port refused."))
    >>> table[["responder", "relation", "asker", "answer"]].values.tolist()
    [['the port', 'rejects', 'The union', 'refused']]
    """
    chosen = of_realis(find_responses(article), realis)
    return to_table(chosen, Response, "responses")


def demand_addressees(article: Article) -> pd.DataFrame:
    """A row per party that an act is addressed to, with what that party answered: who is silent, and who is not.

    Offsets are half-open characters of the article's text; `demand` is the id in the table of `demands`.

    >>> from newslens import Article
    >>> text = "The union asked the port and the city to reopen the gate. The port refused."
    >>> demand_addressees(Article.from_text(text))[["id", "addressee", "status"]].values.tolist()[:2]
    [['d1.to1', 'the port', 'rejected'], ['d1.to2', 'the city', 'not_reported']]
    """
    return to_table(find_demand_addressees(article), DemandAddressee, "demand_addressees")


@functools.lru_cache(maxsize=16)
def _found(article: Article) -> tuple[tuple[Response, Frame, tuple[Who, ...]], ...]:
    """Each answer with the act that it answers and who gives it."""
    parsed, ids = parse(article), frames_of(article)
    if not ids:
        return ()
    acts = {d.id: d for d in find_demands(article)}
    replies = sorted(_replies(article, parsed), key=lambda r: (r.spans[0], ids[r.target]))
    return tuple(
        (_record(parsed, n, reply, ids, acts), reply.target, tuple(reply.whos)) for n, reply in enumerate(replies, 1)
    )


def _replies(article: Article, parsed: Parse) -> Iterator[_Reply]:
    """Acts that answer, then deeds and silences, which no act stands for."""
    everything = frames_of(article)
    finder = Finder(article, tree(article))
    for frame in everything:
        for target, relation in frame.answers:
            if target in everything:
                yield _Reply(frame, target, relation, frame.demanders, "words", runs(frame.cue))
    for frames in stretches_of(article):
        yield from _unspoken(finder, list(frames))


def _unspoken(finder: Finder, frames: list[Frame]) -> Iterator[_Reply]:
    """Deeds and silences that answer some acts."""
    reactions = Reactions(finder, frames)
    for target in frames:
        for answer in reactions.to(target) if target.status is not None else ():
            whos = [w for w in finder.parties(reactions.subjects(answer.at)) if not same([w], target.demanders)]
            whos = whos or [w for w in target.addressees if w.name == answer.by]
            if not whos and answer.by is not None:
                whos = [Who(answer.by)]
            if any(w.name.lower() in _ALL for w in whos):
                whos = target.addressees  # “neither has replied”
            form = "silence" if answer.relation == "silent" else "deed"
            yield _Reply(target, target, answer.relation, whos, form, [answer.at])


def _record(parsed: Parse, n: int, reply: _Reply, ids: dict[Frame, str], acts: dict[str, Demand]) -> Response:
    article, target = parsed.article, acts[ids[reply.target]]
    act = acts[ids[reply.frame]] if reply.form == "words" else None
    spoken = [Part("answer" if act is None else "cue", *parsed.offsets(*span)) for span in reply.spans]
    parts = [Part("responder", *parsed.offsets(*w.span)) for w in reply.whos if w.span is not None]
    parts = [*(p for p in parts if act is not None or spoken[0].start <= p.start < spoken[0].end), *spoken]
    if act is not None:
        parts += [p for p in act.parts if p.role == "content"]
    start, end = envelope(parts)
    return Response(
        article=article.id,
        id=f"r{n}",
        start=start,
        end=end,
        text=article.text[start:end],
        parts=tuple(parts),
        form=reply.form,
        relation=reply.relation,
        responder=named(reply.whos),
        demand=target.id,
        asked=target.act,
        asker=target.demander,
        items=_items(reply, target.id),
        answer=act.cue if act is not None else " ".join(article.text[spoken[0].start : spoken[0].end].split()),
        response=act.id if act is not None else None,
        realis=act.realis if act is not None else "actual",
        reported_by=act.reported_by if act is not None else None,
        said_when=act.said_when if act is not None else None,
    )


def _items(reply: _Reply, demand: str) -> str | None:
    """The items that an answer is to, where the items of the act have answers of their own."""
    verdicts = [item.status for item in reply.target.items]
    if not any(verdicts):
        return None
    mine = [f"{demand}.{k}" for k, verdict in enumerate(verdicts, 1) if verdict == _STATUS[reply.relation]]
    return " ; ".join(mine) if 0 < len(mine) < len(verdicts) else None


def _once(whos: list[Who]) -> list[Who]:
    return list({w.name: w for w in reversed(whos)}.values())[::-1]


def _standing(frame: Frame, who: Who, mine: list[tuple[Response, tuple[Who, ...]]]) -> tuple[str | None, list[str]]:
    """Status of one addressee, and the answers that it rests on.

    As for the whole act, the last yes or no decides, then a counteroffer, a deferral and a reported silence. An answer
    without a name is the addressee's where there is only one.
    """
    if frame.status is None:
        return None, []
    alone = len(_once(frame.addressees)) == 1
    own = [r for r, whos in mine if alone or _answers(who, whos)]
    if frame.status == "withdrawn":
        return "withdrawn", [r.id for r in own]
    if alone and not own:
        return frame.status, []
    explicit = [r.relation for r in own if r.relation in {"accepts", "rejects"}]
    softer = [relation for relation in ("counters", "defers", "silent") if any(r.relation == relation for r in own)]
    if explicit or softer:
        return frame.status if alone else _STATUS[(explicit[-1:] or softer)[0]], [r.id for r in own]
    others = [w for w in frame.addressees if w.name != who.name]
    unclaimed = [whos for _, whos in mine if not any(_answers(other, whos) for other in others)]
    return (None if unclaimed else "not_reported"), []


def _answers(who: Who, whos: tuple[Who, ...]) -> bool:
    return same([who], whos) or akin(whos, [who])
