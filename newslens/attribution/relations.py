"""Attribution relations: what the fine-tuned encoder finds, with the rules where they add.

The encoder is the better judge of what is attributed and where it ends; the rules know who says it where the encoder
is silent, and some shapes that the corpora lack. Each choice was made by measurement (benchmarks/README.md).
"""

from __future__ import annotations

import dataclasses
from collections import Counter

from newslens.attribution.confidence import clues, confidence
from newslens.attribution.cues import Candidate, cue_class
from newslens.attribution.edges import own_cue, own_source, trimmed, whole_content
from newslens.attribution.quotation_marks import Stretch
from newslens.attribution.rules import rule_relations
from newslens.attribution.silence import mark_silence
from newslens.attribution.source_kinds import ANONYMITY
from newslens.attribution.tagger import Range, Tagged, tag
from newslens.encoder import prose
from newslens.language import Parse

#: confidence from which on a find of the encoder is shown; F1 is best, and flat, between 0.3 and 0.45
LEAST = 0.35
_MARKS = frozenset({"“", "”", '"', "‘", "’", "''", "``"})
_BETWEEN = len(" that her ")  # characters between a cue and what is asked for
#: what the rules find and the encoder may not: relays, and sayings named by a noun
_ADDED = frozenset({"clause", "according", "noun", "label"})


def relations(parse: Parse, stretches: tuple[Stretch, ...], least: float = LEAST) -> list[Candidate]:
    """All attribution relations of an article in text order of their cues; the encoder's from `least` confidence on."""
    rules = rule_relations(parse, stretches)
    by_cue = {k: c for c in rules for k in c.cue}
    words, tagged = tag(prose(parse.article))
    places = [(w.start, w.end) for w in words]
    quoted = {k for s in stretches for k in range(*parse.tokens(s.start, s.end))}
    candidates = (_candidate(parse, places, t, by_cue, quoted) for t in tagged)
    found = [c for c in candidates if c is not None and confidence(c.clues, c.frame) >= least]
    _fill_nested(found, by_cue)
    found += _added(parse, rules, found, quoted)
    _share_relayed(found, rules)
    _keep_to_own_turn(parse, found)
    found = mark_silence(parse, found, quoted)
    return sorted(found, key=lambda c: min(c.cue))


def _candidate(
    parse: Parse, places: list[Range], t: Tagged, by_cue: dict[int, Candidate], quoted: set[int]
) -> Candidate | None:
    """One tagged attribution in the parser's tokens; None where neither the encoder nor a rule has a source for it."""

    def tokens(ranges: tuple[Range, ...]) -> set[int]:
        return {k for i, j in ranges for k in range(*parse.tokens(places[i][0], places[j - 1][1]))}

    cue, content = tokens((t.cue,)), tokens(t.contents)
    if not cue:
        return None  # nothing but marks that the parser does not see, such as a change of direction
    rule = next((by_cue[k] for k in sorted(cue) if k in by_cue), None)
    if rule is not None and rule.frame == "label":
        return dataclasses.replace(rule, clues=clues(t, True, False))
    source = _nearest(cue, [s for s in t.sources if tokens((s,))], places, parse)
    source = trimmed(parse, source) if source else None
    cue, content = own_cue(parse, cue, content)
    if rule is not None and source is not None:
        source = own_source(parse, source, rule)
    head = _root(parse, set(range(*source))) if source else None
    by_rule = source is None and rule is not None
    if source is None and rule is not None:
        head, source = rule.source_head, rule.source
    if head is None or source is None:
        return None
    if not _words(parse, cue) and min(cue) != source[1]:
        return None  # “Poll: Voters Want Change”, but not “Storm Petra live: thousands without power”
    content = _content(parse, content, rule, quoted) if rule is not None else content
    content = _near(parse, content - set(range(*source)) - cue, cue)
    content = whole_content(parse, content, rule, quoted, by_cue) - set(range(*source)) - cue
    if not _words(parse, content) or _asks_not_to_be_named(parse, cue, content):
        return None
    seen = clues(t, rule is not None, by_rule)
    if rule is not None:  # the verb group alone: a channel or day beside it has a column of its own
        return Candidate(source, head, (rule.cue - content) or cue, content, rule.verb, rule.kind, rule.frame, seen)
    verb = _root(parse, cue)
    return Candidate(source, head, cue, content, verb, cue_class(parse, cue, verb, content), "encoder", seen)


def _content(parse: Parse, content: set[int], rule: Candidate, quoted: set[int]) -> set[int]:
    """The encoder's content, mended where syntax or quotation marks leave no doubt."""
    if rule.frame == "infinitive" and not rule.content & content:
        return set(rule.content)  # “the units it wants to send”: what is wanted follows
    if rule.frame == "aside":
        return content | rule.content  # “The bridge, Quist said, is safe”: all of the sentence that is around the cue
    told = _words(parse, rule.content)
    closes = bool(told) and max(told) < min(rule.cue) and parse.sentence(min(told)) == parse.sentence(rule.verb)
    if closes and rule.content & content and not told & quoted:
        return content | rule.content  # “The mayor asked them to stay, an aide said”: from the start of the sentence
    speech = bool(rule.content & content) and told <= quoted
    if speech and len(_words(parse, content) - quoted) > 2:
        return set(rule.content)  # “…,” she said: the sentence before is not hers
    return content


def _words(parse: Parse, tokens: set[int]) -> set[int]:
    return {k for k in tokens if parse.pos[k] not in {"PUNCT", "SPACE"}}


def _asks_not_to_be_named(parse: Parse, cue: set[int], content: set[int]) -> bool:
    """“was not authorized to speak”, “asked not to be named”: a reason for anonymity, not a claim."""
    first, last = min(cue | content), max(cue | content) + 1
    found = ANONYMITY.search(parse.article.text, *parse.offsets(first, last))
    return found is not None and found.start() <= parse.offsets(min(cue), max(cue) + 1)[1] + _BETWEEN


def _near(parse: Parse, content: set[int], cue: set[int]) -> set[int]:
    """Content without stray words of another paragraph: only a quotation goes on beyond its own."""
    own = parse.paragraph(min(cue))
    here = {k for k in content if parse.paragraph(k) == own}
    quoted = {parse.paragraph(k) for k in content - here if parse.words[k] in _MARKS}
    return here | {k for k in content if parse.paragraph(k) in quoted} if here else content


def _share_relayed(found: list[Candidate], rules: list[Candidate]) -> None:
    """“Radio Nord reported that A, according to an aide”: both say A, which the encoder gives to one of them."""
    clauses: dict[frozenset[int], list[Candidate]] = {}
    for c in rules:
        if c.frame == "clause":
            clauses.setdefault(frozenset(c.content), []).append(c)
    for tail in rules:
        if tail.frame != "according":
            continue
        for head in clauses.get(frozenset(tail.content), ()):
            for c in found:
                if c.cue & (tail.cue | head.cue):
                    c.content = set(tail.content)
            if not any(c.cue & head.cue for c in found):
                found.append(head)


def _fill_nested(found: list[Candidate], by_cue: dict[int, Candidate]) -> None:
    """The encoder gives a word one role, so that what is told within a told sentence leaves a hole in it.

    “It is close to finding the ships it wants to send, according to aides”: the aides tell all of it. Where the rules
    have the whole content, and the rest of it is another attribution's, it is filled.
    """
    taken = Counter(k for c in found for k in _tokens(c))
    for c in found:
        rule = next((by_cue[k] for k in sorted(c.cue) if k in by_cue), None)
        if rule is None or rule.frame != "according" or not c.content & rule.content:
            continue
        missing = rule.content - c.content
        own = _tokens(c)
        elsewhere = sum(taken[k] > (k in own) for k in missing)
        if missing and elsewhere > 0.6 * len(missing):
            c.content |= rule.content
            taken.update(_tokens(c) - own)


def _tokens(c: Candidate) -> set[int]:
    return c.content | c.cue | set(range(*c.source or (0, 0)))


def _keep_to_own_turn(parse: Parse, found: list[Candidate]) -> None:
    """In a transcript nobody's words reach into a paragraph that bears another speaker's label."""
    turns = {parse.paragraph(min(c.cue)) for c in found if c.frame == "label"}
    if turns:
        for c in found:
            own = parse.paragraph(min(c.cue))
            labelled = {k for k in c.content if parse.paragraph(k) in turns - {own}}
            if labelled != c.content:
                c.content -= labelled


def _nearest(cue: set[int], sources: list[Range], places: list[Range], parse: Parse) -> Range | None:
    """Token range of the source nearest to the cue."""
    ranges = [parse.tokens(places[i][0], places[j - 1][1]) for i, j in sources]
    return min(ranges, key=lambda r: min(abs(k - c) for k in range(*r) for c in cue), default=None)


def _added(parse: Parse, rules: list[Candidate], found: list[Candidate], quoted: set[int]) -> list[Candidate]:
    """The rules' sayings that stand in nothing that the encoder found."""
    cues = {k for c in found for k in c.cue}
    held = {k for c in found for k in c.content}
    out = []
    for c in rules:
        assert c.source is not None
        inside = (c.cue | set(range(*c.source))) & held
        if c.frame in _ADDED and c.kind == "speech" and not c.cue & cues and (not inside or c.frame == "label"):
            out.append(c)
            for other in found:
                _divide(parse, c, other, quoted)
    return out


def _divide(parse: Parse, added: Candidate, other: Candidate, quoted: set[int]) -> None:
    """A quotation is its own sentence's cue's alone; “…, two of them recalled” is no part of what they recall."""
    if added.content <= quoted and added.content < other.content:
        apart = {parse.sentence(k) for k in added.content} - {parse.sentence(k) for k in other.cue}
        if apart and parse.sentence(min(added.cue)) in apart:
            other.content -= added.content
    teller = other.cue | set(range(*other.source or (0, 0)))
    if teller & added.content and other.content & added.content and min(teller) > max(other.content):
        added.content = {k for k in added.content if k < min(teller)}


def _root(parse: Parse, tokens: set[int]) -> int:
    """The token whose head stands outside: the head of the stretch. Of several, the first that is no mark."""
    roots = [k for k in sorted(tokens) if parse.heads[k] not in tokens or parse.heads[k] == k]
    return next((k for k in roots if parse.pos[k] not in {"PUNCT", "DET"}), roots[0])
