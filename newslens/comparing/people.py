"""Who is heard, and who is spoken of, in which article."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from newslens.actors import find_actors
from newslens.article import Article
from newslens.comparing.matching import Directory, Who
from newslens.comparing.rows import Member, Row, grouped
from newslens.sources import Source, find_sources
from newslens.tables import column


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComparedSource(Row):
    """A source; the columns named after the articles count the attributions to it in each."""

    name: str = column("the actor's longest name in any of the articles, or the description of a source without one")
    kind: str = column("named_person, unnamed, institution, document, media or public, where it is first cited")
    named: bool = column("a proper name stands for it; a source without one is never matched with another article's")
    role: str | None = column("title or office, where an article gives one", None)
    shared: int = column("in how many articles it is heard")
    attributions: int = column("attributions to it in all articles")


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComparedActor(Row):
    """An actor; the columns named after the articles count its mentions in each."""

    name: str = column("its longest name in any of the articles")
    kind: str = column("person, state, organization, place or group, where it is first mentioned")
    named: bool = column("a proper name stands for it; groups are never matched with another article's")
    role: str | None = column("title or office, where an article gives one", None)
    shared: int = column("in how many articles it is mentioned")
    mentions: int = column("mentions in all articles, pronouns included")


def compare_sources(articles: Mapping[str, Article], known: Directory) -> tuple[ComparedSource, ...]:
    """The sources of all articles as rows: those heard in most articles first, then those heard most often."""
    whos: dict[tuple[str, ...], tuple[Who, str]] = {}
    pairs = []
    for name, article in articles.items():
        for source in find_sources(article):
            who = known.source(name, source.name, source.kind)
            whos.setdefault(who.key, (who, source.kind))
            pairs.append((who.key, Member(name, "sources", source)))
    drafts = []
    for key, members in grouped(pairs).items():
        who, kind = whos[key]
        cells = _counts(members, articles, "attributions")
        role = next((s.role for _, _, s in members if isinstance(s, Source) and s.role), who.role)
        shared, total = sum(n > 0 for n in cells), sum(cells)
        drafts.append(
            ComparedSource(
                id="",
                name=who.name,
                kind=kind,
                named=who.named,
                role=role,
                shared=shared,
                attributions=total,
                members=tuple(members),
                cells=cells,
            )
        )
    drafts.sort(key=lambda row: (-row.shared, -row.attributions))
    return tuple(dataclasses.replace(row, id=f"S{n}") for n, row in enumerate(drafts, 1))


def compare_actors(articles: Mapping[str, Article], known: Directory) -> tuple[ComparedActor, ...]:
    """The actors of all articles as rows: those in most articles first, then those mentioned most often."""
    whos: dict[tuple[str, ...], tuple[Who, str]] = {}
    pairs = []
    for name, article in articles.items():
        for actor in find_actors(article):
            who = known.who(name, actor.name)
            whos.setdefault(who.key, (who, actor.kind))
            pairs.append((who.key, Member(name, "actors", actor)))
    drafts = []
    for key, members in grouped(pairs).items():
        who, kind = whos[key]
        cells = _counts(members, articles, "mentions")
        drafts.append(
            ComparedActor(
                id="",
                name=who.name,
                kind=kind,
                named=who.named,
                role=who.role,
                shared=sum(n > 0 for n in cells),
                mentions=sum(cells),
                members=tuple(members),
                cells=cells,
            )
        )
    drafts.sort(key=lambda row: (-row.shared, -row.mentions))
    return tuple(dataclasses.replace(row, id=f"A{n}") for n, row in enumerate(drafts, 1))


def _counts(members: list[Member], articles: Mapping[str, Article], field: str) -> tuple[int, ...]:
    return tuple(sum(getattr(m.finding, field) for m in members if m.article == name) for name in articles)
