"""Who was asked and said nothing: “declined to comment”, “did not return calls”, “could not be reached”.

That somebody was asked is part of fairness (Society of Professional Journalists, Code of Ethics: subjects of coverage
are given a chance to respond), but who says nothing is no source: no words are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newslens.attribution.cues import Candidate, cue_tokens, noun_phrase, subject_of
from newslens.language import Parse

#: class of cue by which somebody is said to have said nothing
NO_COMMENT = "no_comment"

_SOON = r"(?:(?:immediately|initially|yet|ever|repeatedly|also|further|publicly|again)\s+)*"
_DID_NOT = rf"(?:did|does|do|has|have|had)(?:\s+not|n['’]t)\s+{_SOON}"
_NOT = rf"(?:did|does|do|has|have|had|would|was|were|could)(?:\s+not|n['’]t)\s+{_SOON}"
_MAIL = r"(?:questions?|inquir(?:y|ies)|enquir(?:y|ies)|calls?|e-?mails?|messages?|texts?|requests?|letters?)"
_SPEAK = (
    r"(?:comment|elaborate|discuss|be\s+(?:interviewed|drawn)"
    r"|say\s+(?:if|whether|why|how|what|when|where|who)\b)"
)
_INVITED = (
    r"(?:an?\s+|all\s+|repeated\s+|multiple\s+)?"
    r"(?:comment\b|(?:interview\s+)?requests?\s+(?:for|to)\s+(?:an?\s+|be\s+)?(?:comment|interview)\w*|interview\b)"
)
_SILENT = re.compile(
    rf"\b(?:(?:declin|refus)(?:ed|es|ing)\s+{_SOON}(?:to\s+{_SPEAK}|{_INVITED})"
    rf"|{_NOT}(?:comment|elaborate)\b"
    rf"|would(?:\s+not|n['’]t)\s+{_SPEAK}"
    rf"|{_DID_NOT}(?:respond|reply|return|answer)(?:ed|ing)?\b(?:\s+(?:\w|['’-])+){{0,5}}?\s+{_MAIL}\b"
    rf"|{_NOT}be(?:en)?\s+(?:immediately\s+)?reached\b"
    rf"|(?:{_NOT}(?:immediately\s+)?available|(?:was|were)\s+unavailable)\s+(?:for|to)\s+comment"
    rf"|(?:had|has|have)\s+no\s+(?:immediate\s+|further\s+)?comment\b)"
    r"(?:\s+(?:for|seeking|requesting|asking\s+for)\s+(?:\w+\s+)?(?:comment|response|interview)s?)?",
    re.IGNORECASE,
)
_WORDLESS = frozenset({"PUNCT", "SPACE"})


def mark_silence(parse: Parse, found: list[Candidate], quoted: set[int]) -> list[Candidate]:
    """The attributions found, those of who says nothing told apart, and the silences that were not found among them."""
    out = list(found)
    for cue, content, verb in _silences(parse):
        if cue & quoted:
            continue
        known = [c for c in out if c.cue & cue]
        for c in known:
            c.kind = NO_COMMENT
        head = None if known else _whose(parse, verb)
        if head is not None:
            source = noun_phrase(parse, head)
            out.append(Candidate(source, head, cue, content - set(range(*source)), verb, NO_COMMENT, "silence"))
    return out


def _silences(parse: Parse) -> Iterator[tuple[set[int], set[int], int]]:
    """Cue, content and verb of everything worded as a silence: “did not return | calls seeking comment”."""
    for match in _SILENT.finditer(parse.article.text):
        i, j = parse.tokens(*match.span())
        verb = next((k for k in range(i, j) if parse.pos[k] == "VERB"), None)
        if verb is None:
            verb = next((k for k in range(i, j) if parse.pos[k] == "AUX"), None)
        if verb is None:
            continue
        cue = {k for k in cue_tokens(parse, verb) if k >= i and parse.pos[k] not in _WORDLESS}
        content = {k for k in range(max(cue) + 1, j) if parse.pos[k] not in _WORDLESS}
        if content:
            yield cue, content, verb


def _whose(parse: Parse, verb: int) -> int | None:
    """The head of whoever says nothing; of “could not be reached” the one who was not reached."""
    passive = next((c for c in parse.children[verb] if parse.deps[c] == "nsubjpass"), None)
    return passive if passive is not None else subject_of(parse, verb)
