"""One article, all lenses: every table computed when it is first asked for, and kept."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from newslens.article import Article
from newslens.errors import OptionError, did_you_mean
from newslens.tables import Evidence, Finding, to_evidence, to_table
from newslens.tables import schema as _schema

if TYPE_CHECKING:
    import pandas as pd

    from newslens.statements import Findings

#: table → (module, record class, function from article to records)
_LENSES = {
    "attributions": ("sourcing", "Attribution", "find_attributions"),
    "quotations": ("sourcing", "Quotation", "find_quotations"),
    "sources": ("sources", "Source", "find_sources"),
    "sentiments": ("sentiment", "Sentiment", "find_sentiments"),
    "drivers": ("drivers", "Driver", "find_drivers"),
    "demands": ("demands", "Demand", "find_demands"),
    "demand_items": ("demands", "DemandItem", "find_demand_items"),
    "demand_addressees": ("responses", "DemandAddressee", "find_demand_addressees"),
    "responses": ("responses", "Response", "find_responses"),
    "concessions": ("concessions", "Concession", "find_concessions"),
    "hedges": ("hedges", "Hedge", "find_hedges"),
    "loaded": ("loaded", "Loaded", "find_loaded"),
    "actors": ("actors", "Actor", "find_actors"),
}
LENSES = tuple(_LENSES)
#: every table of an `Analysis`
TABLES = (*LENSES, "evidence")


def record_class(lens: str) -> type:
    """The dataclass whose fields are the columns of the table `lens`."""
    if lens == "evidence":
        return Evidence
    if lens not in _LENSES:
        raise OptionError(f"There is no table {lens!r}. {did_you_mean(lens, TABLES)}")
    module, record, _ = _LENSES[lens]
    return getattr(importlib.import_module(f"newslens.{module}"), record)  # type: ignore[no-any-return]


def records(article: Article, lens: str) -> Sequence[Finding]:
    """The findings of one lens as records, each with its parts."""
    record_class(lens)
    module, _, function = _LENSES[lens]
    return getattr(importlib.import_module(f"newslens.{module}"), function)(article)  # type: ignore[no-any-return]


def evidence(article: Article, *lenses: str) -> pd.DataFrame:
    """A row per part of every finding: which lens, which finding, what the words do in it, and where they stand.

    It ties every number to the words it came from: `article.text[start:end] == text` in each row (half-open character
    offsets). Without `lenses`, all of them. Demands that are negated, planned or hypothetical are included.

    >>> import newslens as nl
    >>> rows = nl.evidence(nl.Article.from_text("“We are ready,” the mayor said."), "attributions")
    >>> sorted(set(rows["role"]))
    ['content', 'cue', 'source']
    """
    rows = [row for lens in lenses or LENSES for row in to_evidence(records(article, lens), article, lens)]
    return to_table(rows, Evidence, "evidence")


def schema(name: str) -> pd.DataFrame:
    """The codebook of a table: a row per column with its dtype and what it means.

    >>> import newslens as nl
    >>> nl.schema("hedges")["column"].tolist()[:3]
    ['article', 'id', 'start']
    """
    return _schema(record_class(name))


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Analysis:
    """An article and its tables, one attribute each (`analysis.attributions`, …); `TABLES` names them all."""

    article: Article

    @functools.cached_property
    def attributions(self) -> pd.DataFrame:
        """Who says what: a row per attribution."""
        return self._table("attributions")

    @functools.cached_property
    def quotations(self) -> pd.DataFrame:
        """A row per stretch in quotation marks, attributed or not."""
        return self._table("quotations")

    @functools.cached_property
    def sources(self) -> pd.DataFrame:
        """A row per source: what kind it is, how often and how much it speaks."""
        return self._table("sources")

    @functools.cached_property
    def sentiments(self) -> pd.DataFrame:
        """In what tone, about whom, in whose voice: a row per passage and actor."""
        return self._table("sentiments")

    @functools.cached_property
    def drivers(self) -> pd.DataFrame:
        """A row per word that moved a score."""
        return self._table("drivers")

    @functools.cached_property
    def demands(self) -> pd.DataFrame:
        """Who asks what of whom, and the answer: a row per act that the article reports as done."""
        from newslens.demands import demands

        return demands(self.article)

    @functools.cached_property
    def demand_items(self) -> pd.DataFrame:
        """A row per separable thing asked for, offered or refused."""
        return self._table("demand_items")

    @functools.cached_property
    def demand_addressees(self) -> pd.DataFrame:
        """A row per party that an act is addressed to, and what it answered."""
        return self._table("demand_addressees")

    @functools.cached_property
    def responses(self) -> pd.DataFrame:
        """Who answers whom, and how: a row per answer that the article reports as given."""
        from newslens.responses import responses

        return responses(self.article)

    @functools.cached_property
    def concessions(self) -> pd.DataFrame:
        """Who gives way: a row per deed told as done (prisoners freed, a ban lifted, troops withdrawn)."""
        from newslens.concessions import concessions

        return concessions(self.article)

    @functools.cached_property
    def hedges(self) -> pd.DataFrame:
        """A row per mark of uncertainty, and the claim that it weakens."""
        return self._table("hedges")

    @functools.cached_property
    def loaded(self) -> pd.DataFrame:
        """A row per loaded word: wording that judges beside the fact, scare quotes included."""
        return self._table("loaded")

    @functools.cached_property
    def actors(self) -> pd.DataFrame:
        """A row per person, state, organization or group mentioned."""
        return self._table("actors")

    @functools.cached_property
    def evidence(self) -> pd.DataFrame:
        """The words that every finding stands on: a row per part, with its place in the text."""
        return evidence(self.article)

    @functools.cached_property
    def provenance(self) -> dict[str, str]:
        """What made the tables, and of what text: versions, and the SHA-256 of models and text."""
        from newslens.provenance import provenance

        return provenance(self.article)

    @functools.cached_property
    def findings(self) -> Findings:
        """What the tables say, in plain sentences."""
        from newslens.findings import findings

        return findings(self)

    def _table(self, lens: str) -> pd.DataFrame:
        return to_table(records(self.article, lens), record_class(lens), lens)

    def tables(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Name and table, in the order of `TABLES`."""
        return ((name, getattr(self, name)) for name in TABLES)

    def to_html(self, path: str | Path) -> Path:
        """The report as one self-contained HTML file; see `newslens.report`."""
        from newslens.report import report

        report(self, path)
        return Path(path)

    def to_json(self, path: str | Path | None = None) -> str:
        """Article, provenance and all tables as JSON (missing values null, dates ISO), written to `path` if given.

        `nl.read_analysis` reads it again.
        """
        from newslens.saved import to_json

        text = to_json(self)
        if path is not None:
            with replacing(path) as temporary:
                temporary.write_text(text, encoding="utf-8")
        return text

    def to_parquet(self, folder: str | Path) -> Path:
        """One Parquet file per table in `folder`, made if need be, and article.json with the article and provenance.

        The provenance stands in each file's metadata, too. `nl.read_analysis` reads the folder again.
        """
        from newslens.saved import to_parquet

        return to_parquet(self, Path(folder))

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(table)} {name.replace('_', ' ')}" for name, table in self.tables())
        return f"<Analysis of {self.article.id!r}: {counts}>"

    def _repr_html_(self) -> str:
        from newslens.findings import card

        return card(self)


def file_name(id: str) -> str:
    """An article's id as the beginning of a file's name: no folder, nothing hidden, nothing that a system reserves.

    >>> file_name("../../etc/passwd"), file_name("COM1"), file_name("Zürich, 2 May")
    ('etc_passwd', 'COM1_', 'Zürich_2_May')
    """
    name = re.sub(r"[^\w-]+", "_", id).strip("_-") or "article"
    name = name.encode("utf-8", "replace")[:100].decode("utf-8", "ignore")
    return f"{name}_" if re.fullmatch(r"con|prn|aux|nul|(?:com|lpt)\d", name, re.IGNORECASE) else name


def analyze(article: Article) -> Analysis:
    """All lenses on one article. Nothing is computed until a table is asked for.

    >>> import newslens as nl
    >>> analysis = nl.analyze(nl.Article.from_text("The mayor said the bridge is safe."))
    >>> len(analysis.attributions)
    1
    """
    if not isinstance(article, Article):
        raise OptionError(
            f"analyze() wants an Article, not {type(article).__name__}. "
            "Make one with nl.read_article(path) or nl.Article.from_text(text)."
        )
    return Analysis(article)


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place when all went well: never half a file, never a lost one."""
    path = Path(path)
    try:
        os.lstat(path.parent / path.name)
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        raise OptionError(f"{str(path)[:200]!r} cannot name a file to write: {error}. Give another name.") from error
    if path.is_dir():
        raise OptionError(f"{str(path)!r} is a folder. Give the name of the file to write.")
    if not path.parent.is_dir():
        raise OptionError(f"There is no folder {str(path.parent)!r} to write {path.name!r} into. Make it first.")
    temporary = path.with_name(f".{path.stem[:100]}.{os.getpid()}{path.suffix}")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
