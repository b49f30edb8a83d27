"""What kind of source somebody is: a named person, unnamed, an institution, a document, the media or the public."""

from __future__ import annotations

import functools
import re

from newslens import lexicons
from newslens.actors import Actor, Cast
from newslens.language import Parse

KINDS = ("named_person", "unnamed", "institution", "document", "media", "public")
#: quantities that say “more than one” without saying how many: left out of an unnamed source's description
_VAGUE = frozenset(["multiple", "several", "many", "some", "various", "numerous"])
_OUTLET_WORDS = frozenset(
    [
        "Times",
        "Post",
        "Journal",
        "Herald",
        "Tribune",
        "Gazette",
        "Chronicle",
        "News",
        "Daily",
        "Globe",
        "Telegraph",
        "Courier",
        "Observer",
        "Press",
        "Radio",
        "Television",
        "TV",
        "Magazine",
        "Broadcasting",
        "Mercury",
        "Sentinel",
        "Dispatch",
        "Register",
        "Bulletin",
    ]
)
_ANONYMITY = re.compile(
    r"(?:not\s+(?:been\s+)?authori[sz]ed\s+to\b|anonymity|anonymously|not\s+(?:to\s+)?be\s+(?:named|identified|quoted)"
    r"|declined\s+to\s+be\s+(?:named|identified))[^,.;”\"—]*"
)
_WHY = re.compile(r"\b(?:because|since|citing|for fear|fearing|to avoid)\b[^,.;”\"—]*")


@functools.cache
def _nouns() -> dict[str, str]:
    return {row["noun"]: row["kind"] for row in lexicons.rows("source_nouns")}


@functools.cache
def _outlets() -> frozenset[str]:
    return frozenset(row["outlet"] for row in lexicons.rows("outlets"))


def is_outlet(name: str) -> bool:
    """A news organization: a listed one, or a name with a word that papers and stations are named by."""
    bare = name.removeprefix("The ").removeprefix("the ")
    words = bare.split()
    return bare in _outlets() or (len(words) > 1 and words[-1] in _OUTLET_WORDS)


def source_kind(parse: Parse, head: int, name: str, actor: Actor | None) -> str:
    """One of `KINDS` for the source whose noun phrase is headed by token `head` and whose resolved name is `name`."""
    if actor is not None:
        if actor.kind == "person":
            return "named_person"
        return "media" if is_outlet(actor.name) else "institution"
    if is_outlet(name):
        return "media"
    if parse.lower[head] in {"one", "another", "two", "three"}:
        return "unnamed"
    if parse.pos[head] == "PRON" and parse.lower[head] not in {"many", "some", "others", "most", "everyone", "both"}:
        # A pronoun that stands for a description: judge by the description's nouns.
        words = [w for w in re.findall(r"[\w-]+", name.lower()) if w in _nouns()]
        return _nouns()[words[0]] if words else ("unnamed" if parse.lower[head] in {"he", "she", "who"} else "public")
    for word in (parse.lower[head], parse.lemmas[head]):
        if word in _nouns():
            return _nouns()[word]
    if parse.pos[head] == "PROPN":
        return "institution"
    return "unnamed" if parse.tags[head] in {"NN", "NNS"} and _is_person(parse, head) else "institution"


def _is_person(parse: Parse, head: int) -> bool:
    """A relative “who” or an agent noun (“-er”, “-ist”) shows a person."""
    right = parse.subtrees[head][1]
    return any(w == "who" for w in parse.lower[head:right]) or bool(
        re.search(r"(?:er|or|ist|ant|ian)s?$", parse.lower[head])
    )


def is_plural(parse: Parse, head: int) -> bool:
    """More than one person: plural noun or “they”, or sources joined by “and”."""
    joined = any(parse.deps[c] == "conj" for c in parse.children[head])
    return (
        joined or parse.tags[head] in {"NNS", "NNPS"} or parse.lower[head] in {"they", "both", "many", "some", "others"}
    )


def description(cast: Cast, head: int, source: tuple[int, int]) -> str:
    """Who the source is in words: the actor's name, else the noun phrase without a vague quantity (“several”)."""
    parse = cast.parse
    mention = cast.mention_of(parse.doc[head])
    if mention is not None:
        return mention.name
    i, j = source
    while i < j - 1 and parse.lower[i] in _VAGUE:
        i += 1
    cut = next((k for k in range(head + 1, j) if parse.words[k] == ","), j)
    return " ".join(parse.text(i, cut).split())


def anonymity_reason(parse: Parse, source: tuple[int, int], cue: int) -> tuple[int, int] | None:
    """Why the source is not named, where the article says it beside the source: character offsets, or None.

    The words after “because”, “for fear of” and the like; without them the condition itself (“on condition of
    anonymity”). Looks from the source to the end of its sentence, and in the next sentence of the paragraph if that
    goes on about the same people (“The officials spoke …”, “They asked …”).
    """
    text = parse.article.text
    number = parse.sentence(cue)
    start = parse.offsets(*source)[0]
    end = parse.offsets(*parse.sentences[number])[1]
    found = _ANONYMITY.search(text, start, end)
    if found is None and number + 1 < len(parse.sentences):
        i, j = parse.sentences[number + 1]
        head = source[1] - 1
        same = parse.lower[i] in {"he", "she", "they"} or (
            parse.lower[i] in {"the", "both"} and parse.lower[head] in parse.lower[i : i + 4]
        )
        if same and parse.paragraph(i) == parse.paragraph(cue):
            start, end = parse.offsets(i, j)
            found = _ANONYMITY.search(text, start, end)
    if found is None:
        return None
    why = _WHY.search(text, found.start(), end) or _WHY.search(text, start, found.end())
    if why is None:
        return found.span()
    lead = re.match(r"(?:because|since|citing|for fear|fearing)\s+(?:of\s+)?", why.group())
    return why.start() + (lead.end() if lead else 0), why.end()
