"""Attributions by rule: source, cue and content put together from syntax and quotation marks.

`relations` sets what is found here beside what the encoder finds.
"""

from __future__ import annotations

import re
from collections import defaultdict

from newslens.attribution.cues import Candidate, according_to, cue_verbs, noun_candidates, verb_candidates
from newslens.attribution.quotation_marks import Stretch
from newslens.language import Parse
from newslens.titles import titles

_LABEL = re.compile(r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|\([^)]{1,12}\))){0,4}")
_NO_SPEAKER = frozenset(
    """note update updated warning correction photo video related read watch q a source sources""".split()
)


def rule_relations(parse: Parse, stretches: tuple[Stretch, ...]) -> list[Candidate]:
    """All attribution relations of an article, in text order of their cues."""
    quotes = [_without_cue(parse, s) for s in stretches]
    quoted = [-1] * len(parse)
    for number, (i, j) in enumerate(quotes):
        if _is_fragment(parse, i, j) and not _whole_sentence(parse, i, j):
            continue
        for k in range(i, j):
            quoted[k] = number
    found = verb_candidates(parse, quoted) + noun_candidates(parse, quoted) + according_to(parse, quoted)
    owner = _give_quotations(parse, found, quotes, stretches)
    found = [c for c in found if _is_attribution(parse, c)]
    found += _labels(parse, quoted)
    found.sort(key=lambda c: min(c.cue))
    _share_content(found)
    _continue_quotations(parse, found, quotes, stretches, owner)
    return _one_each(parse, found)


def _without_cue(parse: Parse, stretch: Stretch) -> tuple[int, int]:
    """Token range of a stretch. Where its closing mark is missing, a cue after the last comma is not quoted."""
    i, j = parse.tokens(stretch.start, stretch.end)
    if not stretch.closed and not stretch.continues:
        for k in range(j - 1, i, -1):
            if parse.words[k] == ",":
                said = any(cue_verbs().get(parse.lemmas[v], ("",))[0] == "speech" for v in range(k, j))
                return (i, k + 1) if said else (i, j)
    return i, j


def _is_fragment(parse: Parse, i: int, j: int) -> bool:
    """A few quoted words inside a sentence of the author's: a cue may stand within (“he ‘warned’ them”)."""
    return j - i <= 4


def _whole_sentence(parse: Parse, i: int, j: int) -> bool:
    start, end = parse.sentences[parse.sentence(i)]
    return i <= start and j >= end


def _is_attribution(parse: Parse, c: Candidate) -> bool:
    if not c.content or c.source is None or c.source_head is None:
        return False
    if parse.lower[c.source_head] in {"i", "we", "you", "there", "this", "which", "what"} and c.frame != "according":
        return False
    if c.kind == "document":
        return c.frame == "clause"
    return not _asks_not_to_be_named(parse, c)


def _asks_not_to_be_named(parse: Parse, c: Candidate) -> bool:
    """“who asked not to be named”, “declined to be identified”: a reason for anonymity, not a claim."""
    words = parse.lower[min(c.content) : min(c.content) + 5]
    return any(w in {"named", "identified", "anonymity", "anonymous"} for w in words)


def _give_quotations(
    parse: Parse, found: list[Candidate], quotes: list[tuple[int, int]], stretches: tuple[Stretch, ...]
) -> dict[int, Candidate]:
    """Each quoted stretch goes to the cue whose content it touches, else to the nearest cue beside it.

    Returns stretch number → candidate. A stretch belongs to a candidate as a whole.
    """
    owner: dict[int, Candidate] = {}
    speakers = [c for c in found if c.source is not None and c.kind != "intention"]
    by_sentence: dict[int, list[Candidate]] = {}
    for c in speakers:
        by_sentence.setdefault(parse.sentence(min(c.cue)), []).append(c)
    for number, (i, j) in enumerate(quotes):
        if i >= j:
            continue
        first, last = parse.sentence(i), parse.sentence(j - 1)
        near = [c for s in range(first - 1, last + 2) for c in by_sentence.get(s, ())]
        touching = [c for c in near if any(k in c.content for k in range(i, j)) and not c.cue & set(range(i, j))]
        if touching:
            best = min(touching, key=lambda c: (len(c.content), abs(min(c.cue) - i)))
        else:
            beside = [(gap, c) for c in near if (gap := _gap(parse, c, i, j)) is not None]
            if not beside:
                continue
            best = min(beside, key=lambda pair: (pair[0], min(pair[1].cue)))[1]
        words = {k for k in range(i, j)} - best.cue - set(range(*best.source or (0, 0)))
        if not touching and best.frame in {"object", "infinitive"} and j - i > 6:
            best.content = set()  # the quotation is the content, not the object beside it
        best.content |= words
        owner[number] = best
    return owner


def _gap(parse: Parse, c: Candidate, i: int, j: int) -> int | None:
    """Tokens between a quotation and the cue group beside it; None where they do not belong together.

    Before the cue: “…,” she said. After it: She said: “…”. In both cases only marks, the source, an adverb or an
    addressee may stand between.
    """
    if c.source is None or c.kind not in {"speech", "belief"}:
        return None
    if j - i <= 4 and parse.words[j - 2 : j - 1] not in ((",",), (".",), ("?",), ("!",)):
        return None  # a scare quote, not speech
    lo, hi = min(min(c.cue), c.source[0]), max(max(c.cue) + 1, c.source[1])
    if parse.paragraph(lo) != parse.paragraph(i):
        return None
    if j <= lo:
        between = range(j, lo)
    elif hi <= i:
        between = range(hi, i)
    elif j <= min(c.cue) or i > max(c.cue):
        return 0
    else:
        return None
    words = [k for k in between if parse.pos[k] not in {"PUNCT", "SPACE", "ADV", "DET"}]
    limit = 2 if j <= lo else 12
    if len(words) > limit or (j <= lo and any(parse.pos[k] == "VERB" for k in words)):
        return None
    if hi <= i and parse.sentence(lo) != parse.sentence(i) and parse.words[i - 1] not in {":", ",", "—"}:
        return None
    if j <= lo and parse.sentence(lo) != parse.sentence(j - 1) and parse.words[j - 2] not in {",", "?", "!", "…"}:
        return None
    if hi <= i and parse.words[i - 1] not in {":", ",", "—", "–"} and not words:
        return len(words) + 1
    return len(words)


def _labels(parse: Parse, quoted: list[int]) -> list[Candidate]:
    """Speaker labels: “QUIST: The bridge is safe.” in a transcript, “Quist: Bridge Is Safe” in a headline."""
    out = []
    for start, end in parse.paragraphs:
        i = start + (parse.words[start] in {'"', "“", "‘"} if start < end else 0)
        colon = next((k for k in range(i + 1, min(i + 7, end)) if parse.words[k] == ":"), None)
        if colon is None or end - colon < 4:
            continue
        label = parse.text(i, colon)
        if not _LABEL.fullmatch(label) or label.lower() in _NO_SPEAKER or parse.words[colon + 1] in {"“", '"'}:
            continue
        named = label.isupper() or any(parse.doc[k].ent_type_ in {"PERSON", "ORG", "GPE"} for k in range(i, colon))
        if not named or any(titles().get(w.lower()) == "other" for w in label.split()):
            continue
        content = set(range(colon + 1, end))
        out.append(Candidate((i, colon), colon - 1, {colon}, content, colon, "speech", "label"))
    return out


def _share_content(found: list[Candidate]) -> None:
    """“Radio Nord reported that A, according to an aide”: both say A, and neither says who the other is."""
    heads: dict[int, set[int]] = defaultdict(set)  # token → the candidates that have it in source or cue
    contents: dict[int, set[int]] = defaultdict(set)  # token → those that have or had it in their content
    for number, c in enumerate(found):
        for k in c.cue | set(range(*c.source or (0, 0))):
            heads[k].add(number)
        for k in c.content:
            contents[k].add(number)

    def touching(tail: Candidate, group: set[int], after: int) -> int | None:
        """The next candidate that the tail may share its content with."""
        near = set().union(*(heads[k] for k in tail.content), *(contents[k] for k in group))
        return min((n for n in near if n > after), default=None)

    for number, tail in enumerate(found):
        if tail.frame != "according":
            continue
        assert tail.source is not None
        group = tail.cue | set(range(*tail.source))
        at = touching(tail, group, -1)
        while at is not None:
            c = found[at]
            if c is not tail and c.source is not None:
                head = c.cue | set(range(*c.source))
                if c.frame == "clause" and c.content and head & tail.content and min(c.content) > min(c.cue):
                    c.content -= group
                    tail.content = set(c.content)
                    for k in tail.content:
                        contents[k].add(number)
                elif group & c.content and min(group) > min(c.content):
                    c.content -= group
            at = touching(tail, group, at)


def _continue_quotations(
    parse: Parse,
    found: list[Candidate],
    quotes: list[tuple[int, int]],
    stretches: tuple[Stretch, ...],
    owner: dict[int, Candidate],
) -> None:
    """Quotations without a cue of their own that plainly go on from one before: “…,” she said. “…”

    In the same paragraph, or in the next one if the mark was left open or the paragraph is nothing but quotation.
    """
    kept = {id(c) for c in found}
    for number, (i, j) in enumerate(quotes):
        if i >= j or id(owner.get(number)) in kept:
            continue
        before = number - 1
        speaker = owner.get(before) if before >= 0 else None
        if speaker is not None and id(speaker) not in kept:
            speaker = None
        paragraph = parse.paragraph(i)
        start, end = parse.paragraphs[paragraph]
        whole = i <= start and _only_marks(parse, j, end)
        if speaker is not None and stretches[before].continues:
            pass
        elif speaker is not None and parse.paragraph(quotes[before][0]) == paragraph:
            if not _own_sentence(parse, i, j):
                continue
        elif whole:
            speaker = _introduced(parse, found, start) or (speaker if _adjacent(parse, quotes, number) else None)
        else:
            speaker = None
        if speaker is None:
            after = owner.get(number + 1)
            same = number + 1 < len(quotes) and parse.paragraph(quotes[number + 1][0]) == paragraph
            if after is None or id(after) not in kept or not same or not _own_sentence(parse, i, j):
                continue
            speaker = after
        speaker.content |= set(range(i, j)) - speaker.cue
        owner[number] = speaker


def _adjacent(parse: Parse, quotes: list[tuple[int, int]], number: int) -> bool:
    """The quotation before ended in the paragraph before."""
    return parse.paragraph(quotes[number][0]) - parse.paragraph(quotes[number - 1][1] - 1) <= 1


def _introduced(parse: Parse, found: list[Candidate], start: int) -> Candidate | None:
    """The last cue of a paragraph that ends in a colon, just before token `start`."""
    if not start or parse.words[start - 1] != ":":
        return None
    paragraph = parse.paragraph(start - 1)
    return next((c for c in reversed(found) if parse.paragraph(min(c.cue)) == paragraph), None)


def _own_sentence(parse: Parse, i: int, j: int) -> bool:
    """The quotation fills whole sentences."""
    start = parse.sentences[parse.sentence(i)][0]
    end = parse.sentences[parse.sentence(j - 1)][1]
    return i - start <= 1 and _only_marks(parse, j, end)


def _only_marks(parse: Parse, i: int, j: int) -> bool:
    return all(parse.pos[k] in {"PUNCT", "SPACE"} for k in range(i, j))


def _one_each(parse: Parse, found: list[Candidate]) -> list[Candidate]:
    """Relations whose content has words, without what somebody only wants, thinks or mentions in another's content.

    A saying within a saying is kept: it shows who relays whom.
    """
    for c in found:
        assert c.source is not None
        c.content -= set(range(*c.source)) | c.cue
    found = [c for c in found if any(parse.pos[k] not in {"PUNCT", "SPACE"} for k in c.content)]
    held: list[set[int]] = [set() for _ in range(len(parse))]
    for number, c in enumerate(found):
        for k in c.content:
            held[k].add(number)
    out = []
    for c in found:
        assert c.source_head is not None
        chained = any(found[n].source_head == c.source_head for n in held[c.verb])  # “declined to say”
        if not chained and (_relays(c) or not held[c.source_head]):
            out.append(c)
    return out


def _relays(c: Candidate) -> bool:
    return c.kind == "speech" and c.frame in {"clause", "according", "aside", "label", ""}
