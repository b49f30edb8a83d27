"""Two or more articles on one event: who is heard where, in what tone, and what only one of them reports."""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newslens.analysis import Analysis, analyze, replacing
from newslens.article import Article
from newslens.comparing.claims import ComparedClaim, compare_claims
from newslens.comparing.demands import ComparedDemand, compare_demands
from newslens.comparing.matching import Directory, directory
from newslens.comparing.overview import Overview, overview
from newslens.comparing.people import ComparedActor, ComparedSource, compare_actors, compare_sources
from newslens.comparing.rows import Row, evidence, to_wide
from newslens.comparing.tones import ComparedTone, ToneDifference, compare_tones
from newslens.errors import OptionError, did_you_mean
from newslens.tables import dtypes, schema, to_table

if TYPE_CHECKING:
    import pandas as pd

    from newslens.statements import Findings

#: table → (record class, dtype of its columns named after the articles, or none where it has no such columns)
_RECORDS: dict[str, tuple[type, str | None]] = {
    "summary": (Overview, None),
    "sources": (ComparedSource, "int64"),
    "actors": (ComparedActor, "int64"),
    "tone": (ComparedTone, None),
    "tone_differences": (ToneDifference, None),
    "demands": (ComparedDemand, "string"),
    "claims": (ComparedClaim, "int64"),
}
#: every table of a `Comparison`
TABLES = tuple(_RECORDS)


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Several articles and what they share, a table per attribute; `TABLES` names them all.

    `articles` and `analyses` go by the names that head the columns, in the order given. Every table is computed when it
    is first asked for, and kept. `comparison.evidence("claims")` leads its rows back to the words.
    """

    analyses: Mapping[str, Analysis]

    @functools.cached_property
    def articles(self) -> dict[str, Article]:
        """Name → article."""
        return {name: analysis.article for name, analysis in self.analyses.items()}

    @property
    def names(self) -> list[str]:
        """The names of the articles, in the order given."""
        return list(self.analyses)

    @functools.cached_property
    def summary(self) -> pd.DataFrame:
        """A row per article: outlet, words, unnamed sources, quotation, hedges, loaded words, tone, acts."""
        return to_table(overview(self.articles), Overview, "summary")

    @functools.cached_property
    def sources(self) -> pd.DataFrame:
        """A row per source: in how many articles it is heard, and how often in each."""
        return self._table("sources")

    @functools.cached_property
    def actors(self) -> pd.DataFrame:
        """A row per actor: in how many articles it is mentioned, and how often in each."""
        return self._table("actors")

    @functools.cached_property
    def tone(self) -> pd.DataFrame:
        """A row per actor and article: the mean tone toward the actor, with its interval."""
        return self._table("tone")

    @functools.cached_property
    def tone_differences(self) -> pd.DataFrame:
        """A row per actor and pair of articles that both mention it: how far their tones stand apart."""
        return self._table("tone_differences")

    @functools.cached_property
    def demands(self) -> pd.DataFrame:
        """A row per demand, offer, threat or answer: which articles report it, and what each says came of it."""
        return self._table("demands")

    @functools.cached_property
    def claims(self) -> pd.DataFrame:
        """A row per claim: how many sources stand behind it, and which articles carry it. Word overlap, no more."""
        return self._table("claims")

    @functools.cached_property
    def findings(self) -> Findings:
        """What the tables say, in plain sentences."""
        from newslens.comparing.page import findings

        return findings(self)

    def evidence(self, table: str) -> pd.DataFrame:
        """The words that each row of a table stands on: a row per part of a finding, with its place in the text.

        `row` is the id of the row, `article` the name of the article; `lens`, `id`, `role`, `start`, `end`, `text` are
        those of `nl.evidence`: `comparison.articles[article].text[start:end] == text`. Raises OptionError for a table
        that there is not, and for `summary`, whose rows stand on whole articles.

        >>> import newslens as nl
        >>> one = nl.Article.from_text("The bridge is safe, Mayor Ada Quist said.", id="one")
        >>> two = nl.Article.from_text("Mayor Ada Quist said that nobody was hurt.", id="two")
        >>> nl.compare([one, two]).evidence("sources")[["row", "article", "text"]].values.tolist()
        [['S1', 'one', 'Mayor Ada Quist'], ['S1', 'two', 'Mayor Ada Quist']]
        """
        known = [name for name in TABLES if name != "summary"]
        if table == "summary":
            raise OptionError("The rows of summary stand on whole articles: see comparison.analyses[name].evidence.")
        if table not in known:
            raise OptionError(f"There is no evidence for {table!r}. {did_you_mean(table, known)}")
        return evidence(self._rows[table], self.articles)

    def schema(self, table: str) -> pd.DataFrame:
        """The codebook of a table: a row per column with its dtype and meaning, but for those named after articles.

        Raises OptionError for a table that there is not.
        """
        if table not in TABLES:
            raise OptionError(f"There is no table {table!r}. {did_you_mean(table, TABLES)}")
        return schema(_RECORDS[table][0])

    def tables(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Name and table, in the order of `TABLES`."""
        return ((name, getattr(self, name)) for name in TABLES)

    @functools.cached_property
    def _directory(self) -> Directory:
        return directory(self.articles)

    @functools.cached_property
    def _rows(self) -> Mapping[str, Sequence[Row]]:
        return _Rows(self.articles, self._directory)

    def _table(self, name: str) -> pd.DataFrame:
        record, dtype = _RECORDS[name]
        if dtype is None:
            return to_table(self._rows[name], record, name)
        return to_wide(self._rows[name], record, name, self.names, dtype)

    def to_html(self, path: str | Path) -> Path:
        """The comparison as one HTML file without scripts, which names what made it and of which texts.

        `nl.verify(path, articles)` tells whether these articles still give it. Raises OptionError if `path` is a
        folder or lies in none.
        """
        from newslens.comparing.page import page

        html = page(self)
        with replacing(path) as temporary:
            temporary.write_text(html, encoding="utf-8")
        return Path(path)

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{len(table)} {name.replace('_', ' ')}" for name, table in self.tables() if name != "summary"
        )
        return f"<Comparison of {', '.join(map(repr, self.names))}: {counts}>"

    def _repr_html_(self) -> str:
        from newslens.comparing.page import card

        return card(self)


class _Rows(dict[str, Sequence[Row]]):
    """The rows of each table, made when they are first asked for."""

    def __init__(self, articles: Mapping[str, Article], known: Directory) -> None:
        super().__init__()
        self._articles, self._known = articles, known

    def __missing__(self, table: str) -> Sequence[Row]:
        if table in {"tone", "tone_differences"}:
            self["tone"], self["tone_differences"] = compare_tones(self._articles, self._known)
        else:
            make = {
                "sources": compare_sources,
                "actors": compare_actors,
                "demands": compare_demands,
                "claims": compare_claims,
            }
            self[table] = make[table](self._articles, self._known)
        return self[table]


def compare(articles: Sequence[Article | Analysis], *, names: Sequence[str] | None = None) -> Comparison:
    """What two or more articles on one event share, and what only one of them has.

    `articles` are articles or analyses, in the order in which their columns shall stand. `names` head the columns; else
    it is the outlets, where all have one and no two the same, else the articles' ids. What counts as the same stands
    with each rule: actors and sources in `newslens.comparing.matching`, acts in `demands`, claims in `claims`. All
    of them rather leave two apart than make two one, so that “only in one article” is an upper bound.

    Raises OptionError for fewer than two articles, for the same text twice, and for names that are empty, too few, not
    all different or the name of a column.

    >>> import newslens as nl
    >>> one = nl.Article.from_text("The bridge is safe, Mayor Ada Quist said.", id="one")
    >>> two = nl.Article.from_text("Mayor Ada Quist said that the bridge is safe. An engineer denied it.", id="two")
    >>> nl.compare([one, two]).sources[["name", "shared", "one", "two"]].values.tolist()
    [['Ada Quist', 2, 1, 1], ['An engineer', 1, 0, 1]]
    """
    if isinstance(articles, (str, bytes, Article, Analysis)) or not hasattr(articles, "__iter__"):
        raise OptionError(
            f"compare() wants two or more articles in a list, not one {type(articles).__name__}. "
            "Write nl.compare([first, second])."
        )
    given = list(articles)
    for item in given:
        if not isinstance(item, (Article, Analysis)):
            raise OptionError(
                f"compare() wants articles or analyses, not {type(item).__name__}. Make one with nl.read_article(path)."
            )
    analyses = [item if isinstance(item, Analysis) else analyze(item) for item in given]
    if len(analyses) < 2:
        number = "one article was" if analyses else "no article was"
        raise OptionError(f"compare() wants two or more articles; {number} given. For one, use nl.analyze(article).")
    _refuse_twins([analysis.article for analysis in analyses])
    chosen = _names([analysis.article for analysis in analyses], names)
    return Comparison(dict(zip(chosen, analyses, strict=True)))


def _refuse_twins(articles: list[Article]) -> None:
    first: dict[str, Article] = {}
    for article in articles:
        if article.text in first:
            raise OptionError(
                f"{first[article.text].id!r} and {article.id!r} have the very same text: a comparison would only find "
                "itself. Leave one of them out."
            )
        first[article.text] = article


def _names(articles: list[Article], given: Sequence[str] | None) -> list[str]:
    """What the columns are called."""
    if given is None:
        outlets = [article.outlet or "" for article in articles]
        ids = [article.id for article in articles]
        names = outlets if all(outlets) and len(set(outlets)) == len(outlets) else ids
    elif isinstance(given, str):
        raise OptionError(f"names is one string, {given!r}. Give a list with a name for each article.")
    else:
        names = list(given)
    if len(names) != len(articles):
        raise OptionError(f"There are {len(articles)} articles and {len(names)} names. Give a name for each article.")
    if not all(isinstance(name, str) and name.strip() for name in names):
        raise OptionError(f"names={names!r}: every name has to be a string with something in it.")
    twice = [name for name, n in Counter(names).items() if n > 1]
    if twice:
        raise OptionError(f"Two articles would be called {twice[0]!r}. Give them different names: names=[…].")
    columns = {c for record, dtype in _RECORDS.values() if dtype for c in dtypes(record)}
    taken = [name for name in names if name in columns]
    if taken:
        raise OptionError(f"{taken[0]!r} is a column of the tables already. Give another name: names=[…].")
    return names
