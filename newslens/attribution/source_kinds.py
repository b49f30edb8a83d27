"""What kind of source somebody is: a named person, unnamed, an institution, a document, the media or the public."""

from __future__ import annotations

import re

from newslens.actors import Actor, Cast, Mention
from newslens.language import Parse
from newslens.names import is_outlet
from newslens.titles import noun_kinds, titles

KINDS = ("named_person", "unnamed", "institution", "document", "media", "public")
#: quantities that say “more than one” without saying how many: left out of an unnamed source's description
_VAGUE = frozenset(["multiple", "several", "many", "some", "various", "numerous"])
#: words by which an article says that a source is not to be named
ANONYMITY = re.compile(
    r"(?:not\s+(?:been\s+)?(?:authori[sz]ed|permitted|allowed|cleared)\s+to\s+(?:\w+\s+){0,2}(?:speak|talk|comment|discuss)\b"
    r"|not\s+(?:been\s+)?authori[sz]ed\s+to\b|anonymity|anonymously|on\s+(?:deep\s+)?background\b(?!\s+check)"
    r"|(?:not|n['’]t|never|without|cannot|refused\s+to|declined\s+to)\s+(?:want\s+|wish\s+|like\s+)?(?:to\s+)?"
    r"(?:be(?:ing)?\s+)?(?:named|identified|quoted\s+by\s+name|naming|identifying)\b"
    r"|not\s+(?:to\s+)?be\s+(?:quoted|used)\b"
    r"|(?:declined|refused|not\s+want|n['’]t\s+want|would\s+not|not\s+wish|did\s+not|n['’]t)\s+(?:to\s+)?"
    r"(?:give|share|disclose|reveal|see)\s+(?:(?:his|her|their|a)\s+)?(?:\w+\s+)?names?\b"
    r"|(?:gave|giving)\s+(?:no\s+name|only\s+(?:his|her|their|a)\s+(?:first|last|given)\s+names?)"
    r"|not\s+(?:to\s+)?(?:use|print|publish|share|give)\s+(?:his|her|their)\s+(?:\w+\s+)?names?"
    r"|names?\s+(?:would|should|will|may|must|could|can|did|does)\s+not\s+(?:be|appear)"
    r"|not\s+(?:supposed|meant)\s+to\s+(?:speak|talk|comment|discuss)"
    r"|(?:remain|stay|go)\s+(?:unnamed|anonymous|nameless|unidentified)"
    r"|names?\s+(?:(?:is|are|was|were|be|been|being|has|have|had)\s+)+(?:withheld|changed|kept|left|not\s+being\s+(?:used|given|published))"
    r"|(?:withheld|withhold|withholding|keep|keeping|kept|leave|leaving|left)\s+(?:his|her|their)\s+names?"
    r"|(?:protect|conceal|shield|hide)(?:ing)?\s+(?:his|her|their)\s+identit(?:y|ies))[^,.;”\"—]*",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:because|since|citing|(?:for|out of) fear|fearing|to (?:avoid|protect)|given|as (?:he|she|they)\b)\b"
    r"[^,.;”\"—]*"
)
_GOES_ON = frozenset(["he", "she", "they", "both", "neither", "none", "each", "all"])
_ANYBODY = frozenset(["source", "person", "people", "man", "woman", "individual"])
_THEIRS = frozenset(["his", "her", "their", "him", "them"])


def source_kind(parse: Parse, head: int, source: tuple[int, int], name: str, actor: Actor | None) -> str:
    """One of `KINDS` for a source: its token range with the head noun, its resolved name, and the actor that it is."""
    if actor is not None:
        if actor.kind == "person":
            return "named_person"
        return "media" if is_outlet(actor.name) or _called_outlet(parse, source) else "institution"
    if (is_outlet(name) and parse.pos[head] == "PROPN") or _called_outlet(parse, source):
        return "media"
    if parse.pos[head] == "PRON" and parse.lower[head] not in _SOME | _COUNTED:
        # A pronoun that stands for a description: judge by the description's last noun that says anything.
        words = [w for w in re.findall(r"[\w-]+", name.lower()) if _kind_of(w)]
        return _kind_of(words[-1]) or "" if words else ("unnamed" if parse.lower[head] in _PERSONS else "public")
    if _indefinite(parse, head, source):
        return "public"
    if parse.lower[head] in _COUNTED or _AGED.fullmatch(parse.text(*source)):
        return "unnamed"
    kind = _kind_of(parse.lower[head]) or _kind_of(parse.lemmas[head])
    if kind == "public":  # people at large, but not “two residents of the block”
        return "unnamed"
    if kind == "institution" and parse.lemmas[head] in _OF_PEOPLE and _of_persons(parse, head):
        return "unnamed"
    if kind:
        return kind
    if parse.pos[head] == "PROPN":
        return "institution"
    return "unnamed" if parse.tags[head] in {"NN", "NNS", "JJ"} and _is_person(parse, head) else "institution"


#: reporters' own beat: bare plurals of these are people that they have heard, not people at large
_BEAT = frozenset("official source witness survivor diplomat aide adviser advisor insider colleague relative".split())
_SOME = frozenset("many some others most everyone everybody both all few nobody".split())
_COUNTED = frozenset("one another two three four five six first second third fourth fifth both other".split())
_PERSONS = frozenset({"he", "she", "who", "him", "her"})
#: nouns for a number of people, who are a source as unnamed persons (“a group of parents”)
_OF_PEOPLE = frozenset("group team number couple dozen family crowd pair handful".split())
_MEDIA_NAMED = re.compile(
    r"\b(?:news ?papers?|(?:news|press) (?:agency|service|site|outlet)|newswire|broadcaster"
    r"|(?:radio|television|tv) (?:station|channel|network)|daily|weekly|tabloid|broadsheet|magazine)\b",
    re.I,
)
_AGED = re.compile(r"the\s+\d+-year-old", re.I)


def _kind_of(noun: str) -> str | None:
    kind = noun_kinds().get(noun)
    if kind is None and titles().get(noun) in {"office", "person"}:
        return "unnamed"
    return kind


def _called_outlet(parse: Parse, source: tuple[int, int]) -> bool:
    """The words beside a name call it a newspaper or an agency: “the newspaper Nea Akti”, “Osk, a local daily”."""
    named = any(parse.pos[k] == "PROPN" for k in range(*source))
    return named and bool(_MEDIA_NAMED.search(parse.text(*source)))


def _indefinite(parse: Parse, head: int, source: tuple[int, int]) -> bool:
    """People at large: a bare plural of trade, station or nation (“analysts”, “many parents”, “six in ten Danes”).

    A number, a place or an occasion makes them particular people: “three nurses”, “truck drivers at the bridge”.
    """
    if parse.lower[head] in _SOME - {"both", "all"}:
        return True
    plural = parse.tags[head] in {"NNS", "NNPS"} or parse.lower[head] == "people"
    if not plural or parse.lemmas[head] in _BEAT or noun_kinds().get(parse.lower[head]) == "institution":
        return False
    nation = parse.doc[head].ent_type_ == "NORP"
    if not nation and _kind_of(parse.lemmas[head]) not in {"unnamed", "public"}:
        return parse.lower[head] in noun_kinds() and noun_kinds()[parse.lower[head]] == "public"
    before = parse.lower[source[0] : head]
    if re.search(r"\b(?:in (?:five|ten)|percent|per cent|%)", parse.text(*source)):
        return True
    if any(
        parse.deps[c] in {"nummod", "poss"} or parse.lower[c] in {"the", "these", "those"} for c in parse.children[head]
    ):
        return False
    if any(w in {"several", "multiple", "two", "three", "former"} for w in before):
        return False
    return not any(parse.deps[c] in {"prep", "relcl", "acl"} and c < source[1] for c in parse.children[head])


def _of_persons(parse: Parse, head: int) -> bool:
    """“a group of parents”, “the families of the strikers”: the noun's “of” names persons."""
    nouns = [o for c in parse.children[head] if parse.lower[c] == "of" for o in parse.children[c]]
    return parse.lemmas[head] in {"team", "family", "couple"} or any(
        _kind_of(parse.lemmas[o]) == "unnamed" for o in nouns
    )


def _is_person(parse: Parse, head: int) -> bool:
    """A relative “who” or an agent noun (“-er”, “-ist”) shows a person."""
    right = parse.subtrees[head][1]
    return any(w == "who" for w in parse.lower[head:right]) or bool(
        re.search(r"(?:er|or|ist|ant|ian|man|woman)s?$", parse.lower[head])
    )


def is_plural(parse: Parse, head: int) -> bool:
    """More than one person: plural noun or “they”, or sources joined by “and”."""
    joined = any(parse.deps[c] == "conj" for c in parse.children[head])
    return (
        joined or parse.tags[head] in {"NNS", "NNPS"} or parse.lower[head] in {"they", "both", "many", "some", "others"}
    )


_NUMBERS = {w: n for n, w in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)}


def count(parse: Parse, head: int, source: tuple[int, int], plural: bool) -> int | None:
    """How many persons a source is: the number beside its noun, 1 for a singular, None where none is given."""
    if not plural:
        return 1
    if parse.lower[head] == "both":
        return 2
    for k in range(source[0], head + 1):
        if parse.pos[k] == "NUM" and (k == head or parse.heads[k] == head):
            return _NUMBERS.get(parse.lower[k]) or (int(parse.words[k]) if parse.words[k].isdecimal() else None)
    return None


def affiliation(cast: Cast, head: int, source: tuple[int, int], name: str) -> str | None:
    """State or organization that the words for a source name as theirs: “NATO Secretary General …”, “US officials”.

    Not who is named beside them (“Egypt and Qatar”), nor whom a clause about them mentions (“who studied at Yale”).
    """
    own = cast.actor(name)
    body = own is not None and own.kind in {"state", "organization"}  # “Bexar, the maker of Sunny Pail”
    for k in range(source[0], head if body else source[1]):
        mention = cast.at(k)
        actor = cast.actor(mention.name) if mention else None
        if mention is None or actor is None or actor.name == name or actor.kind not in {"state", "organization"}:
            continue
        if not _aside(cast.parse, mention.j - 1, head, source):
            return actor.name
    return None


def _aside(parse: Parse, i: int, head: int, source: tuple[int, int]) -> bool:
    """Whether token `i` is a further source beside the head, or stands in a relative clause."""
    while i != head and source[0] <= i < source[1]:
        above = parse.heads[i]
        if parse.deps[i] == "relcl" or (parse.deps[i] == "conj" and above == head):
            return True
        if above == i:
            break
        i = above
    return False


def description(cast: Cast, head: int, source: tuple[int, int]) -> str:
    """Who the source is in words: the actor's name, else the noun phrase without a vague quantity (“several”)."""
    parse = cast.parse
    mention = cast.mention_of(parse.doc[head])
    if mention is None or mention.form in {"nominal", "demonym"}:
        mention = _named_beside(cast, head, source) or mention
    if mention is not None:
        return mention.name
    i, j = source
    while i < j - 1 and parse.lower[i] in _VAGUE:
        i += 1
    cut = next((k for k in range(head + 1, j) if parse.words[k] == ","), j)
    return parse.prose(i, cut)


def _named_beside(cast: Cast, head: int, source: tuple[int, int]) -> Mention | None:
    """The person whose name follows the head after a comma: “The clerk, Mrs Voight”."""
    comma = next((k for k in range(head + 1, source[1]) if cast.parse.words[k] == ","), source[1])
    mentions = (cast.at(k) for k in range(comma + 1, min(comma + 4, source[1])))
    return next((m for m in mentions if m and m.form == "name" and _is_named(cast, m)), None)


def _is_named(cast: Cast, mention: Mention) -> bool:
    actor = cast.actor(mention.name)
    return actor is not None and actor.kind == "person"


def anonymity_reason(parse: Parse, source: tuple[int, int], cue: int) -> tuple[int, int] | None:
    """Why the source is not named, where the article says it beside the source: character offsets, or None.

    The words after “because”, “for fear of” and the like; without them the condition itself (“on condition of
    anonymity”). Looks in the source's sentence, first behind the source and then before it, and in the next two
    sentences of the paragraph as long as they go on about the same people (“The officials spoke …”, “They asked …”).
    """
    text = parse.article.text
    number = parse.sentence(cue)
    start, end = parse.offsets(*parse.sentences[number])
    behind = parse.offsets(*source)[0]
    found = ANONYMITY.search(text, behind, end) or ANONYMITY.search(text, start, behind)
    for following in range(number + 1, min(number + 3, len(parse.sentences))):
        i, j = parse.sentences[following]
        if found is not None or parse.paragraph(i) != parse.paragraph(cue):
            break
        start, end = parse.offsets(i, j)
        said = ANONYMITY.search(text, start, end)
        if said is not None and _is_about(parse, range(i, parse.tokens(*said.span())[1]), source):
            found = said
    if found is None:
        return None
    why = _WHY.search(text, found.start(), end) or _WHY.search(text, start, found.end())
    if why is None:
        return found.span()
    lead = re.match(r"(?:because|since|citing|(?:for|out of) fear|fearing|given|as)\s+(?:of\s+)?", why.group())
    return why.start() + (lead.end() if lead else 0), why.end()


def _is_about(parse: Parse, opening: range, source: tuple[int, int]) -> bool:
    """Whether the beginning of a sentence goes on about a source: by a pronoun, or by its noun or one for anybody."""
    nouns = {parse.lemmas[k] for k in range(*source) if parse.pos[k] == "NOUN"}
    return any(
        parse.lower[k] in _THEIRS
        or (n < 2 and parse.lower[k] in _GOES_ON)
        or (n < 6 and parse.pos[k] == "NOUN" and parse.lemmas[k] in nouns | _ANYBODY)
        for n, k in enumerate(opening)
    )
