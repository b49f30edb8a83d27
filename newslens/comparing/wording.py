"""When two stretches of two articles say much the same: words in common. That is no entailment, and no paraphrase."""

from __future__ import annotations

import functools
from typing import NamedTuple

from newslens.article import Article, Span
from newslens.language import parse
from newslens.tables import Finding

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV"})
_NEGATIONS = frozenset({"no", "not", "n't", "n’t", "never", "nobody", "none", "nothing", "neither", "nor", "without"})


class Wording(NamedTuple):
    """What is compared of a stretch: lemmas of its content words, its numbers, and whether it denies something."""

    words: frozenset[str]
    numbers: frozenset[str]
    negated: bool


def wording(article: Article, finding: Finding) -> Wording:
    """The wording of a finding's content: nouns, names, verbs, adjectives and adverbs but the commonest, as lemmas.

    >>> from newslens.sourcing import find_attributions
    >>> article = Article.from_text("The two bridges will not reopen, the mayor said.")
    >>> found = wording(article, find_attributions(article)[0])
    >>> sorted(found.words), sorted(found.numbers), found.negated
    (['bridge', 'reopen'], ['two'], True)
    """
    return _wording(article, tuple((p.start, p.end) for p in finding.parts if p.role == "content"))


@functools.lru_cache(maxsize=4096)
def _wording(article: Article, spans: tuple[Span, ...]) -> Wording:
    parsed = parse(article)
    tokens = sorted({k for span in spans for k in range(*parsed.tokens(*span))})
    words = {
        parsed.lemmas[k].lower()
        for k in tokens
        if parsed.pos[k] in _CONTENT and not parsed.doc[k].is_stop and parsed.lower[k][:1].isalnum()
    }
    numbers = {parsed.lower[k] for k in tokens if parsed.pos[k] == "NUM"}
    return Wording(
        frozenset(words),
        frozenset(numbers),
        any(parsed.deps[k] == "neg" or parsed.lower[k] in _NEGATIONS for k in tokens),
    )


def shared_of_shorter(a: Wording, b: Wording) -> float:
    """Share of the shorter one's words that stand in the longer one, 0 to 1."""
    shorter = min(len(a.words), len(b.words))
    return len(a.words & b.words) / shorter if shorter else 0.0


def shared_of_both(a: Wording, b: Wording) -> float:
    """Jaccard index of the words, 0 to 1."""
    return len(a.words & b.words) / len(a.words | b.words) if a.words | b.words else 0.0


def contradict(a: Wording, b: Wording) -> bool:
    """One denies and the other does not, or both count and no number is in both: “12 died”, “14 died”."""
    return a.negated != b.negated or bool(a.numbers and b.numbers and not a.numbers & b.numbers)
