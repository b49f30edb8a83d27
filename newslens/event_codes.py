"""Acts between actors in the codes of event data, as far as the words of an act allow it.

CAMEO asks what is done between actors (its root: demand, appeal, reject, threaten …) and what about (release of
persons, de-escalation, talks …). The root follows from the act; what about only from the words of the content, and
where they do not tell, or tell several things, the code stops at what is common to them.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, NamedTuple

from newslens import lexicons
from newslens.errors import OptionError, did_you_mean

if TYPE_CHECKING:
    from newslens.acts.frames import Frame, Item
    from newslens.language import Parse

#: act → the verbal category that PLOVER 0.8 (and CAMEO's root before it) codes it as; a deferral has none
_PLOVER = {
    "condition": "REQUEST",
    "demand": "REQUEST",
    "appeal": "REQUEST",
    "request": "REQUEST",
    "offer": "AGREE",
    "promise": "AGREE",
    "acceptance": "CONCEDE",
    "threat": "THREATEN",
    "refusal": "REJECT",
    "deferral": None,
}
#: CAMEO's root → PLOVER's category, after CAMEO2PLOVER-2021; its DEMAND is REQUEST in the manual 0.8
_CROSSWALK = {"02": "REQUEST", "03": "AGREE", "08": "CONCEDE", "10": "REQUEST", "12": "REJECT", "13": "THREATEN"}
_ROOT = {
    "condition": "10",
    "demand": "10",
    "appeal": "02",
    "request": "02",
    "offer": "03",
    "promise": "03",
    "refusal": "12",
    "threat": "13",
}
_ASKS = frozenset({"condition", "demand", "appeal", "request"})
#: CAMEO's rejections are fewer than its demands and in another order
_REJECTS = {"2": "", "3": "2", "4": "3", "5": "4", "6": "5", "7": "7", "8": "6", "9": "6"}
_CONSIDERING = frozenset({"consider", "review", "study", "weigh", "examine", "assess", "evaluate", "think", "mull"})
#: verbs and nouns that only lead to the deed: “agree to withdraw”, “secure the release of”
_LEADS = frozenset(
    """agree begin start commit continue consider secure ensure order complete accept announce seek help try promise
    guarantee approve demand arrange speed resume permit declare negotiate put bring make have get work move""".split()
)
_ASIDE = frozenset(
    """over after while before amid about against during until because despite following since as than unlike""".split()
)
_DOWN = frozenset({"xcomp", "pcomp", "ccomp", "prep", "dobj", "pobj", "acl"})


class Codes(NamedTuple):
    """PLOVER's category and CAMEO's code of one act; either is None where there is none."""

    plover: str | None
    cameo: str | None


class _Line(NamedTuple):
    topic: str
    heads: frozenset[str]
    groups: tuple[frozenset[str], ...]
    bars: frozenset[str]
    polarity: str


def plover_code(act: str) -> str | None:
    """The PLOVER category of an act, so that a table can stand beside event data; None where PLOVER has none.

    >>> plover_code("appeal"), plover_code("refusal"), plover_code("deferral")
    ('REQUEST', 'REJECT', None)

    Source: PLOVER manual 0.8 (openeventdata), REQUEST, AGREE, REJECT, THREATEN.
    """
    if act not in _PLOVER:
        raise OptionError(f"act={act!r} is not known. {did_you_mean(act, tuple(_PLOVER))}")
    return _PLOVER[act]


def codes(parse: Parse, frame: Frame) -> Codes:
    """The codes of an act as the rules have found it, its links to other acts included.

    What refers back (“rejected these demands”) is about what the act that it answers is about. An act that the article
    calls an ultimatum is CAMEO 139 only if its content has no code of its own, as the coders' rules have it (PLOVER
    manual, “Commandments on verb phrases”). The category is CAMEO's by the crosswalk, so that the two agree: an
    acceptance is CONCEDE where it yields, AGREE where it takes what was offered or means to do what is not yet done.
    """
    cameo = _cameo(parse, frame)
    known = cameo is not None and cameo[:2] in _CROSSWALK
    return Codes(_CROSSWALK[str(cameo)[:2]] if known else plover_code(frame.act), cameo)


def item_code(parse: Parse, frame: Frame, item: Item) -> str | None:
    """CAMEO's code of an act as if this item were all of it."""
    return _cameo(parse, dataclasses.replace(frame, items=[item]))


def _cameo(parse: Parse, frame: Frame) -> str | None:
    if frame.act == "deferral":
        return "014" if any(parse.lemmas[k] in _CONSIDERING for k in frame.cue) else None
    if frame.act == "threat":
        return _common([_topic(parse, frame, item, "threat") for item in frame.items]) or "13"
    topic = _common([_topic(parse, frame, item, "content") for item in frame.items])
    answered = [target for target, _ in frame.answers]
    if not topic and answered:
        topic = _common([_topic(parse, f, item, "content") for f in answered for item in f.items])
    if frame.act == "acceptance":
        return _accepted(topic, [target.act for target in answered])
    root = _ROOT[frame.act]
    if root == "12":
        return root + _rejected(topic)
    if root == "10" and not topic and any(parse.lemmas[k] == "ultimatum" for k in frame.cue):
        return "139"
    return root + ("" if topic == "9" and root != "03" else topic)


def _accepted(topic: str, answered: list[str]) -> str:
    """To accede to political reform is to yield (08); whatever else is agreed to is meant, not yet done (03).

    Where the words do not tell, yielding to what was asked is 08, taking what was offered 03.
    """
    if topic.startswith("4"):
        return f"083{topic[1:]}"
    return f"03{topic}" if topic or not _ASKS & set(answered) else "08"


def _rejected(topic: str) -> str:
    if topic.startswith("1"):
        return topic if topic in {"11", "12"} else "1"
    return _REJECTS[topic[0]] + topic[1:] if topic else ""


def _common(topics: list[str]) -> str:
    """What all items are about; nothing if one of them has no topic."""
    shortest = min(topics, key=len, default="")
    return next((shortest[:n] for n in range(len(shortest), 0, -1) if all(t[:n] == shortest[:n] for t in topics)), "")


def _topic(parse: Parse, frame: Frame, item: Item, of: str) -> str:
    """The most specific topic that the words of an item show, or nothing; of two, the one whose words are nearer."""
    where: dict[str, int] = {}
    for k in sorted(_core(parse, item), key=lambda k: -abs(k - item.head)):
        where |= {parse.lemmas[k].lower(): abs(k - item.head), parse.lower[k]: abs(k - item.head)}
    party = {w.lower() for who in frame.addressees for w in who.name.split()}
    heads = _heads(parse, item)
    fitting: list[tuple[int, int, str]] = []
    for line in _lines(of):
        found = [
            [where.get(word, 0) for word in group if word in where or ("@" in group and word in party)]
            for group in line.groups
        ]
        meant = line.polarity == "any" or not item.refrain
        if meant and line.heads & heads and all(found) and not line.bars & where.keys():
            fitting.append((len(line.topic), -sum(map(min, found)), line.topic))
    return max(fitting, default=(0, 0, ""))[2]


def _core(parse: Parse, item: Item) -> set[int]:
    """The item without clauses and phrases that only tell when, why or about what else: “…, over a recent attack”."""
    out, todo = set(), [item.head]
    while todo:
        k = todo.pop()
        out.add(k)
        for c in parse.children[k]:
            aside = parse.deps[c] in {"relcl", "advcl", "acl"} or (parse.deps[c] == "prep" and parse.lower[c] in _ASIDE)
            if c in item.tokens and not aside:
                todo.append(c)
    return out


def _heads(parse: Parse, item: Item) -> frozenset[str]:
    """Lemmas of the head of an item and, where it only leads to a deed, of what it leads to."""
    out, todo = set(), [item.head]
    while todo:
        k = todo.pop()
        lemma = parse.lemmas[k].lower()
        out |= {lemma, parse.lower[k]}
        if lemma in _LEADS or parse.pos[k] == "ADP" or k != item.head:
            leads = lemma in _LEADS or parse.pos[k] == "ADP"
            todo += [c for c in parse.children[k] if leads and c in item.tokens and parse.deps[c] in _DOWN and c > k]
    return frozenset(out)


@functools.cache
def _lines(of: str) -> tuple[_Line, ...]:
    return tuple(
        _Line(
            row["topic"],
            frozenset(row["heads"].split("|")),
            tuple(frozenset(group.replace("@", "@|").split("|")) for group in row["with"].split(";") if group),
            frozenset(row["not"].split("|")) - {""},
            row["polarity"],
        )
        for row in lexicons.rows("cameo")
        if row["of"] == of
    )
