"""How a name stands inside a sentence: “the United States”, “the union”, “the State Department”, but “Norway”."""

from __future__ import annotations

import functools
import re
from collections import Counter

from newslens.actors import cast
from newslens.article import Article

#: states and bodies whose English names take the article: unions, republics, kingdoms and groups of islands, as the
#: US Government Publishing Office Style Manual (2016, ch. 17) and the AP Stylebook write them. Names as in
#: lexicons/countries.tsv; those that newspapers write without it (Gambia, Ivory Coast, Sudan) are not here.
TAKES_ARTICLE = frozenset(
    {
        "Bahamas",
        "Central African Republic",
        "Comoros",
        "Czech Republic",
        "Democratic Republic of the Congo",
        "Dominican Republic",
        "European Union",
        "Maldives",
        "Marshall Islands",
        "Netherlands",
        "Philippines",
        "Republic of the Congo",
        "Seychelles",
        "Solomon Islands",
        "United Arab Emirates",
        "United Kingdom",
        "United Nations",
        "United States",
        "Vatican",
    }
)


_LEADS = frozenset("A An The My Your His Her Its Our Their Some Many Several Two Three".split())


#: a speaker whom nothing but a pronoun names
_PRONOUNS = dict.fromkeys(("he", "she", "who", "one"), "somebody") | {"they": "some people", "it": "something"}
_MASS = frozenset({"police", "management", "staff"})


def inside(name: str, article: Article) -> str:
    """A name or description as it stands inside a sentence, with the article that it takes.

    States take it by rule; other bodies where `article` itself mostly writes it with them.

    >>> story = Article.from_text("Corvel sued the European Commission.", check_language=False)
    >>> [inside(name, story) for name in ("United States", "Norway", "European Commission", "A spokesman", "The Hague")]
    ['the United States', 'Norway', 'the European Commission', 'a spokesman', 'The Hague']
    """
    if name.lower() in _PRONOUNS:
        return f"{_PRONOUNS[name.lower()]} (“{name.lower()}”)"
    first, _, rest = name.partition(" ")
    if first in _LEADS and rest[:1].islower():
        return f"{first.lower()} {rest}"
    if name in TAKES_ARTICLE or name in _definite(article):
        return f"the {name}"
    return _description(name, article) or name


def _description(name: str, article: Article) -> str | None:
    """Words that are no name: “Analysts at the bank” without its capital, a headline's “Regulator” with its article."""
    people = cast(article)
    parse = people.parse
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", article.text)
    actor = people.actor(name)
    if found is None or name[1:2].isupper() or (actor is not None and name[:1].isupper()):
        return None
    i, j = parse.tokens(*found.span())
    opens = i == parse.sentences[parse.sentence(i)][0] or name[:1].islower()
    if i == j or not opens or parse.pos[i] not in {"NOUN", "ADJ", "NUM", "DET", "PRON"}:
        return None
    head = next(k for k in range(i, j) if not i <= parse.heads[k] < j or parse.heads[k] == k)
    bare = parse.tags[head] == "NN" and parse.pos[i] in {"NOUN", "ADJ"} and name.lower() not in _MASS
    low = name[:1].lower() + name[1:]
    return f"the {low}" if bare and not any(parse.deps[k] in {"det", "poss"} for k in parse.children[head]) else low


@functools.lru_cache(maxsize=16)
def _definite(article: Article) -> frozenset[str]:
    """The bodies that this article mostly gives a “the” of their own: that of “the NATO chief” is the chief's."""
    people = cast(article)
    bodies = {actor.name for actor in people.actors if actor.kind in {"organization", "place", "group"}}
    votes: Counter[str] = Counter()
    for mention in people.mentions:
        if mention.name not in bodies or mention.form in {"pronoun", "nominal", "demonym"}:
            continue
        span = people.parse.doc[mention.i : mention.j]
        if span.root.dep_ in {"compound", "amod", "nmod"} or span[0].lower_ in {"the", "a", "an"}:
            continue
        the = any(child.dep_ == "det" and child.lower_ == "the" for child in span.root.children)
        votes[mention.name] += 1 if the else -1
    return frozenset(name for name, vote in votes.items() if vote > 0)
