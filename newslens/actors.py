"""Who is who: every mention of a person, state or organization, and the actor it stands for."""

from __future__ import annotations

import bisect
import dataclasses
import functools
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from newslens.aliases import same_actors
from newslens.article import Article, Span
from newslens.entities import identify
from newslens.groups import groups, layer
from newslens.language import Parse, parse, phrase
from newslens.names import Name, beside, find_names
from newslens.pronouns import resolve_pronouns
from newslens.tables import Finding, Part, column, to_table
from newslens.titles import is_person_noun, is_title, titles

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Token


@dataclasses.dataclass(frozen=True, kw_only=True)
class Actor(Finding):
    """An actor; `start, end` is its first mention, the evidence rows (role `mention`) are all of them."""

    name: str = column("the longest proper name in the article; a state's common English name")
    kind: str = column(
        "person, state, organization, place (a named place that is not a state) or group (people or a body that the "
        "article describes but does not name: “US officials”, “the Russian foreign ministry”)"
    )
    role: str | None = column("title or office named beside the actor (“NATO Secretary General”)", None)
    iso: str | None = column("ISO 3166-1 alpha-3 code, for states", None)
    country: str | None = column(
        "ISO 3166-1 alpha-3 code of the state that the actor is, or that the words for it say it is of: a body, an "
        "office, nationals (XKX, as the World Bank has it, for Kosovo); none where they do not tell",
        None,
    )
    sector: str | None = column(
        "part of society, by the words alone: government, legislature, military, police, court, party, union, company, "
        "media, civil_society, armed_group, international_organization, education, religion or health "
        "(lexicons/sectors.tsv, after CAMEO's roles); of a state: by what mostly stands for it",
        None,
    )
    head: str | None = column("head noun of the words for it: the ministry in “Russian foreign ministry”", None)
    mentions: int = column("how often the article mentions the actor, pronouns included, adjectives (“Russian”) not")


@dataclasses.dataclass(frozen=True)
class Mention:
    """One mention: half-open token range, the actor's name, and how it is said."""

    i: int
    j: int
    name: str
    #: name, alias, acronym, metonym, demonym, pronoun or nominal
    form: str


@dataclasses.dataclass(frozen=True, eq=False)
class Cast:
    """The actors of one article and where they are mentioned."""

    parse: Parse
    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [m.i for m in self.mentions]

    @functools.cached_property
    def _by_name(self) -> dict[str, Actor]:
        return {a.name: a for a in self.actors}

    def at(self, i: int) -> Mention | None:
        """The mention that covers token `i`, or None."""
        k = bisect.bisect_right(self._starts, i) - 1
        return self.mentions[k] if k >= 0 and i < self.mentions[k].j else None

    def before(self, i: int) -> Iterator[Mention]:
        """The mentions that begin before token `i`, nearest first."""
        return (self.mentions[k] for k in range(bisect.bisect_left(self._starts, i) - 1, -1, -1))

    def actor(self, name: str | None) -> Actor | None:
        """The actor of that name, or None."""
        return self._by_name.get(name) if name else None

    def mention_of(self, head: Token) -> Mention | None:
        """The mention that a noun phrase headed by `head` is: its head's, or that of a name set beside it.

        “the owner, Corvel” is Corvel; “Corvel, the owner” too.
        """
        mention = self.at(head.i)
        if mention is not None and (mention.form != "demonym" or self.parse.pos[head.i] in {"PROPN", "NOUN"}):
            return mention
        for child in head.children:
            if child.dep_ == "appos":
                last = min(phrase(child)[1], child.i + 5)
                beside = next((m for k in range(child.i, last) if (m := self.at(k)) and m.form != "demonym"), None)
                if beside is not None and beside.form in {"name", "alias", "acronym"}:
                    return beside
        if head.dep_ == "appos" and head.head.i < head.i:
            beside = self.at(head.head.i)
            actor = self.actor(beside.name) if beside is not None and beside.form == "name" else None
            if actor is not None and actor.kind == "person" and is_person_noun(self.parse.lemmas[head.i]):
                return beside  # “Robert Hanak, the Slovak minister”
        return None

    def name_of(self, head: Token) -> str:
        """Name of whoever the noun phrase headed by `head` stands for: the actor's, else the phrase's own words."""
        mention = self.mention_of(head)
        if mention is not None:
            return mention.name
        i, j = phrase(head)
        return self.parse.prose(i, j)


@functools.lru_cache(maxsize=16)
def cast(article: Article) -> Cast:
    """All actors of an article, from its one parse."""
    tokens = parse(article)
    names = find_names(tokens)
    canonical = same_actors(tokens, names)
    mentions = [Mention(n.i, n.j, canonical[n], n.form) for n in names]
    roles = _roles(tokens, [n for n in names if n.kind == "person"], canonical)
    kinds = _kinds(names, canonical)
    resolved = [Mention(*m) for m in resolve_pronouns(tokens, mentions, kinds, roles)]
    taken = {m.i for m in resolved}  # “the Brazilian” who is a person, not Brazil
    mentions = [m for m in mentions if m.i not in taken] + resolved
    mentions.sort(key=lambda m: m.i)
    by_name: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_name[mention.name].append(mention)
    iso = {canonical[n]: n.iso for n in names}
    counted = {name: sum(m.form != "demonym" for m in ms) for name, ms in by_name.items() if name in kinds}
    ranked = sorted((n for n in counted if counted[n]), key=lambda n: (-counted[n], by_name[n][0].i))
    records = tuple(
        _actor(
            tokens,
            number,
            [(m.i, m.j) for m in by_name[name]],
            name=name,
            kind=kinds[name],
            role=roles.get(name),
            iso=iso.get(name),
            **layer(tokens, name, kinds[name], roles.get(name), by_name[name])._asdict(),
            mentions=counted[name],
        )
        for number, name in enumerate(ranked, 1)
    )
    return Cast(tokens, records, tuple(mentions))


@functools.lru_cache(maxsize=16)
def find_actors(article: Article) -> tuple[Actor, ...]:
    """The named actors of an article, then groups that it only describes; both most mentioned first, as records."""
    people = cast(article)
    tokens = people.parse
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for i, head in groups(people):
        name = " ".join(tokens.text(i, head + 1).split())
        key = spelled.setdefault(name.casefold(), name[0].lower() + name[1:] if tokens.pos[i] == "NOUN" else name)
        found[key].append((i, head + 1))
    ranked = sorted(found, key=lambda name: (-len(found[name]), found[name][0]))
    described = (
        _actor(tokens, n, found[name], name=name, kind="group", mentions=len(found[name]), **identify(name)._asdict())
        for n, name in enumerate(ranked, len(people.actors) + 1)
    )
    return (*people.actors, *described)


def _actor(tokens: Parse, number: int, spans: list[Span], **columns: Any) -> Actor:
    """A record whose words are its first mention (token ranges), and whose evidence are all of them."""
    article = tokens.article
    parts = tuple(Part("mention", *tokens.offsets(*span)) for span in spans)
    start, end = parts[0].start, parts[0].end
    text = article.text[start:end]
    return Actor(article=article.id, id=f"p{number}", start=start, end=end, text=text, parts=parts, **columns)


def actors(article: Article) -> pd.DataFrame:
    """A row per actor, most mentioned first, then the groups that are described, not named. Evidence role: mention.

    Country and sector are what the words for an actor tell of it; see `newslens.entities`.

    >>> from newslens import Article
    >>> table = actors(Article.from_text("Mayor Ada Quist said no. Quist has six weeks left."))
    >>> table[["name", "kind", "role", "mentions"]].values.tolist()
    [['Ada Quist', 'person', 'Mayor', 2]]
    """
    return to_table(find_actors(article), Actor, "actors")


_LONGEST_ROLE = 30  # words before a name; what is longer is a list, no title


def _kinds(names: list[Name], canonical: dict[Name, str]) -> dict[str, str]:
    """The kind most of an actor's mentions have; one full personal name makes a person."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for n in names:
        votes[canonical[n]][n.kind] += 1000 if n.kind == "person" and n.j - n.i > 1 else 1
    return {name: min(c.items(), key=lambda kv: (-kv[1], kv[0]))[0] for name, c in votes.items()}


def _roles(parse: Parse, persons: list[Name], canonical: dict[Name, str]) -> dict[str, str]:
    """Title or office of each person: “NATO Secretary General” before the name, “, the harbor master,” after it.

    A mere form of address (“Dr”, “Col.”) stands only where the article gives nothing more.
    """
    out: dict[str, str] = {}
    address: dict[str, str] = {}
    of_persons = {k for n in persons for k in range(n.i, n.j)}
    for n in persons:
        name = canonical[n]
        before = _role_before(parse, n.i, of_persons)
        if before and titles().get(before.lower()) in {"prefix", "man", "woman"}:
            address.setdefault(name, before)
            before = None
        role = before or _role_beside(parse, n.i, n.j) or _role_after(parse, n.j)
        if role:
            out.setdefault(name, role)
    return address | out


def _role_before(parse: Parse, i: int, of_persons: set[int]) -> str | None:
    k = i
    if k > 1 and parse.lower[k - 1] == "." and titles().get(f"{parse.lower[k - 2]}.") == "prefix":
        return parse.prose(k - 2, k)  # “Sgt.” at the start of a sentence is taken apart
    while k and i - k < _LONGEST_ROLE and k - 1 not in of_persons:
        pos, lower = parse.pos[k - 1], parse.lower[k - 1]
        inside = pos in {"NOUN", "PROPN", "ADJ"} or lower in {"'s", "’s", "-"}
        joint = lower in {"of", "for", "and"} and parse.words[k][0].isupper() and k < i
        joint = joint and (lower == "and" or is_title(parse.lower[k - 2]))  # not “the government of President Kost”
        if (
            not (inside or joint)
            or parse.paragraph(k - 1) != parse.paragraph(i)
            or lower in {"mr.", "mrs.", "ms.", "mr", "mrs", "ms", "miss"}
        ):
            break
        k -= 1
    while k < i and (parse.lower[k] in {"of", "for", "and", "'s", "’s", "-", "former", "then"}):
        k += 1
    if k < i and any(map(is_title, parse.lower[k:i])) and not _may_be_verb(parse, k, i - 1):
        return parse.prose(k, i)
    return None


def _may_be_verb(parse: Parse, first: int, last: int) -> bool:
    """“Regulator orders Corvane”: in a headline the tagger takes a verb before a name for a noun."""
    complement = any(w in {"of", "for"} for w in parse.lower[first:last])
    return parse.tags[last] in {"NNS", "NNPS"} and not complement and not is_person_noun(parse.lower[last])


def _role_beside(parse: Parse, i: int, j: int) -> str | None:
    """“her attorney, Samuel Brandt”, “singer Ana Melo”, “Ines Varga, a statistician”: the noun beside the name."""
    head = next((k for k in beside(parse, i, j) if is_person_noun(parse.lemmas[k])), None)
    if head is None and parse.deps[j - 1] == "appos" and parse.heads[j - 1] < i:
        head = parse.heads[j - 1] if is_person_noun(parse.lemmas[parse.heads[j - 1]]) else None
    if head is None:
        return None
    a = head
    while (a > max(0, head - 8) and parse.pos[a - 1] in {"ADJ", "NOUN", "PROPN", "NUM"}) or parse.words[a - 1] == "-":
        a -= 1
    b = head + 1
    if head > j:  # with “of the council”, “at Leeds”
        while b < len(parse) and b - head < 8 and parse.pos[b] in {"ADP", "DET", "ADJ", "NOUN", "PROPN"}:
            b += 1
    return parse.prose(a, b)


def _role_after(parse: Parse, j: int) -> str | None:
    for child in parse.children[j - 1]:
        if parse.deps[child] == "appos" and child >= j and is_person_noun(parse.lemmas[child]):
            a, b = phrase(parse.doc[child])
            if parse.lower[a] in {"the", "a", "an", "its", "his", "her", "their"}:
                a += 1
            b = next((k for k in range(child, b) if parse.words[k] == ","), b)
            return parse.prose(a, b) if 0 < b - a <= 10 else None
    return None
