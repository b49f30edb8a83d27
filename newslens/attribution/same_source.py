"""Which sources are one: the headline's and the story's, the officials and “one of the officials”."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from newslens.actors import Cast
from newslens.language import Parse
from newslens.titles import is_person_noun

if TYPE_CHECKING:
    from newslens.sourcing import Attribution

_PART = re.compile(
    r"(?:(?:at least |only |all )?(?:one|two|three|four|five|six|some|several|many|most|both|another|half)"
    r"|an?other|(?:a|the) (?:first|second|third|fourth|latter|other))"
    r" of (?:(?P<them>them|whom)|(?:the|these|those)(?: [\w-]+)*? (?P<noun>[\w-]+))(?=,|$)",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NEAR = 2  # paragraphs within which “them” is looked for
_TELLING = frozenset("tell ask assure inform remind warn advise".split())
_UNNAMED = frozenset({"unnamed", "public"})


def unite(people: Cast, drafts: list[Attribution]) -> list[Attribution]:
    """Attributions in text order with one actor, and one kind, for each source."""
    out: list[Attribution] = []
    for d in drafts:
        whole = _whole_of(people.parse, d, out)
        out.append(d if whole is None else _part_of(whole, d))
    return _one_kind(people.parse, _with_headline(people, out))


def _part_of(whole: Attribution, d: Attribution) -> Attribution:
    """The same source, and how many of it: one, two, or several."""
    words = d.source.lower().split()
    plural = not {"one", "another", "first", "second", "third", "fourth", "latter"} & set(words[: words.index("of")])
    count = next((n for w in words for n in [_NUMBERS.get(w)] if n), None) if plural else 1
    return dataclasses.replace(d, actor=whole.actor, source_kind=whole.source_kind, plural=plural, count=count)


def _whole_of(parse: Parse, d: Attribution, earlier: list[Attribution]) -> Attribution | None:
    """The plural source that “one of them” or “one of the officials” belongs to."""
    part = _PART.match(d.source)
    if part is None:
        return None
    here = parse.paragraph(_head(parse, d))
    told = _told(parse, _head(parse, d)) if part["them"] else None
    if told is not None:
        return dataclasses.replace(d, actor=told, source_kind="unnamed", plural=True)
    for whole in reversed(earlier):
        if not whole.plural or whole.source_kind not in _UNNAMED or _PART.match(whole.source):
            continue
        head = _head(parse, whole)
        if part["them"]:
            return whole if here - parse.paragraph(head) <= _NEAR else None
        if parse.lower[head] == part["noun"].lower():
            return whole
    return None


def _told(parse: Parse, part: int) -> str | None:
    """“She told colleagues that …, two of them recalled”: those who were told in the same sentence."""
    start, _ = parse.sentences[parse.sentence(part)]
    for k in range(start, part):
        plural = parse.tags[k] == "NNS" and parse.deps[k] in {"dobj", "dative"}
        if plural and parse.lemmas[parse.heads[k]] in _TELLING and is_person_noun(parse.lemmas[k]):
            return parse.prose(parse.subtrees[k][0], k + 1)
    return None


def _with_headline(people: Cast, drafts: list[Attribution]) -> list[Attribution]:
    """“Regulator orders recall” over “The health regulator …”: a headline's bare noun is the story's source."""
    parse, title = people.parse, people.parse.article.title
    if not title or not drafts:
        return drafts
    place = parse.article.text.find(title)
    over = [d for d in drafts if place <= d.start and d.end <= place + len(title)] if place >= 0 else []
    story = [d for d in drafts if d not in over]
    out = []
    for d in drafts:
        head = _head(parse, d)
        bare = d in over and parse.pos[head] != "PRON" and people.actor(d.actor) is None
        same = next((s for s in story if bare and _alike(parse, head, _head(parse, s))), None)
        out.append(d if same is None else dataclasses.replace(d, actor=same.actor, source_kind=same.source_kind))
    return out


def _alike(parse: Parse, a: int, b: int) -> bool:
    """The same common noun in the same number; a headline's capitals may make a name of it."""
    return parse.lower[a] == parse.lower[b] and parse.pos[b] == "NOUN"


def _one_kind(parse: Parse, drafts: list[Attribution]) -> list[Attribution]:
    """A source is of one kind throughout: what its fullest mention says holds where a pronoun stands for it."""
    kinds: dict[str, str] = {}
    for d in sorted(drafts, key=lambda d: parse.pos[_head(parse, d)] == "PRON"):
        kinds.setdefault(d.actor.casefold(), d.source_kind)
    return [dataclasses.replace(d, source_kind=kinds[d.actor.casefold()]) for d in drafts]


def _head(parse: Parse, d: Attribution) -> int:
    """The token of the source that its other words depend on."""
    part = next(p for p in d.parts if p.role == "source")
    own = range(*parse.tokens(part.start, part.end))
    return next((k for k in own if parse.heads[k] not in own or parse.heads[k] == k), own[0])
