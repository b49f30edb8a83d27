"""newslens reads a news article and shows who says so, in what tone, and who wants what from whom.

This file is the table of contents. Importing it loads nothing heavy: every name is fetched when it is first used.

>>> import newslens as nl
>>> article = nl.Article.from_text("Norway must lower its fees, the harbor master said.")
>>> nl.attributions(article).cue.tolist()
['said']
"""

from __future__ import annotations

import importlib
import sys
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newslens import charts as charts
    from newslens.actors import actors as actors
    from newslens.agreement import agreement as agreement
    from newslens.analysis import Analysis as Analysis
    from newslens.analysis import analyze as analyze
    from newslens.analysis import evidence as evidence
    from newslens.analysis import schema as schema
    from newslens.article import Article as Article
    from newslens.article import read_article as read_article
    from newslens.balance import disputes as disputes
    from newslens.codebook import codebook as codebook
    from newslens.coding import code as code
    from newslens.coding import coded as coded
    from newslens.compare import Comparison as Comparison
    from newslens.compare import compare as compare
    from newslens.concessions import concessions as concessions
    from newslens.corpora.opened import Corpus as Corpus
    from newslens.corpus import corpus as corpus
    from newslens.corpus import open_corpus as open_corpus
    from newslens.demands import demand_items as demand_items
    from newslens.demands import demands as demands
    from newslens.drivers import drivers as drivers
    from newslens.errors import InputError as InputError
    from newslens.explorer import explore as explore
    from newslens.hedges import hedges as hedges
    from newslens.highlight import highlight as highlight
    from newslens.ingest import read_articles as read_articles
    from newslens.ingest.duplicates import near_duplicates as near_duplicates
    from newslens.ledger import demand_matrix as demand_matrix
    from newslens.loaded import loaded as loaded
    from newslens.markup import tabulate as tabulate
    from newslens.report import report as report
    from newslens.responses import demand_addressees as demand_addressees
    from newslens.responses import responses as responses
    from newslens.saved import read_analysis as read_analysis
    from newslens.sentiment import sentiments as sentiments
    from newslens.sources import sources as sources
    from newslens.sources import sourcing_profile as sourcing_profile
    from newslens.sourcing import attributions as attributions
    from newslens.sourcing import quotations as quotations
    from newslens.tone import article_tone as article_tone
    from newslens.tone import tone_by_actor as tone_by_actor
    from newslens.tone import tone_by_voice as tone_by_voice
    from newslens.verify import verify as verify

__version__ = "0.1.0"

#: public name → module that it stands in, in the order of the work: read, look, analyze, show
_CONTENTS = {
    "Article": "article",
    "read_article": "article",
    "read_articles": "ingest",
    "near_duplicates": "ingest.duplicates",
    "InputError": "errors",
    "actors": "actors",
    "attributions": "sourcing",
    "quotations": "sourcing",
    "sources": "sources",
    "sourcing_profile": "sources",
    "sentiments": "sentiment",
    "drivers": "drivers",
    "tone_by_voice": "tone",
    "tone_by_actor": "tone",
    "article_tone": "tone",
    "demands": "demands",
    "demand_items": "demands",
    "demand_addressees": "responses",
    "responses": "responses",
    "demand_matrix": "ledger",
    "concessions": "concessions",
    "disputes": "balance",
    "hedges": "hedges",
    "loaded": "loaded",
    "compare": "compare",
    "Comparison": "compare",
    "corpus": "corpus",
    "open_corpus": "corpus",
    "Corpus": "corpora.opened",
    "analyze": "analysis",
    "Analysis": "analysis",
    "read_analysis": "saved",
    "verify": "verify",
    "evidence": "analysis",
    "schema": "analysis",
    "highlight": "highlight",
    "explore": "explorer",
    "code": "coding",
    "coded": "coding",
    "codebook": "codebook",
    "agreement": "agreement",
    "charts": "charts",
    "tabulate": "markup",
    "report": "report",
}
__all__ = ["__version__", *_CONTENTS]


def __getattr__(name: str) -> Any:
    if name not in _CONTENTS:
        message = f"module 'newslens' has no attribute {name!r}."
        if not name.startswith("_"):
            from newslens.errors import did_you_mean

            message += " " + did_you_mean(name, list(_CONTENTS))
        raise AttributeError(message)
    module = importlib.import_module(f"newslens.{_CONTENTS[name]}")
    found = module if name == "charts" else getattr(module, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Contents(types.ModuleType):
    """A package whose public names win over its submodules.

    A lens is called like the module that it stands in (`demands`, `hedges`, `actors` …), and Python sets a submodule as
    attribute of its package whenever it is first imported, by whomever. Here that attribute becomes the function, so
    that `nl.demands(article)` and `from newslens.demands import find_demands` both work, in any order.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if _CONTENTS.get(name) == name != "charts" and isinstance(value, types.ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Contents
