"""Each article in one row: the figures that can be set side by side."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from newslens.article import Article
from newslens.demands import find_demands
from newslens.hedges import find_hedges
from newslens.loaded import find_loaded
from newslens.sources import find_sources
from newslens.sourcing import count_words, find_quotations
from newslens.tables import column
from newslens.tone import find_article_tone


@dataclasses.dataclass(frozen=True, kw_only=True)
class Overview:
    """An article at a glance. Rates are of small numbers where articles are short: see `words`."""

    article: str = column("name of the article in the comparison")
    id: str = column("id of the article")
    outlet: str | None = column("newspaper or agency", None)
    published: datetime.date | None = column("day of publication", None)
    words: int = column("words of the story, header aside")
    sources: int = column("different sources")
    unnamed_share: float | None = column("share of the sources that are unnamed, 0 to 1; none without a source", None)
    quoted_share: float = column("share of the words that stand in quotation marks, 0 to 1")
    hedges_per_1000: float = column("marks of uncertainty per 1,000 words, whoever speaks")
    loaded_per_1000: float = column("loaded words per 1,000 words, whoever speaks")
    tone: float | None = column("mean valence of the passages, -1 to 1", None)
    low: float | None = column("lower end of the 95 % bootstrap interval of the tone; none: too few passages", None)
    high: float | None = column("upper end of the interval", None)
    demands: int = column("acts reported as done: demands, offers, threats, refusals …")


def overview(articles: Mapping[str, Article]) -> tuple[Overview, ...]:
    """A record per article, in the order given."""
    return tuple(_of(name, article) for name, article in articles.items())


def _of(name: str, article: Article) -> Overview:
    words = sum(count_words(article.text[start:end]) for start, end in article.paragraphs)
    sources = find_sources(article)
    (tone,) = find_article_tone(article)
    return Overview(
        article=name,
        id=article.id,
        outlet=article.outlet,
        published=article.published,
        words=words,
        sources=len(sources),
        unnamed_share=sum(s.kind == "unnamed" for s in sources) / len(sources) if sources else None,
        quoted_share=_quoted(article) / words if words else 0.0,
        hedges_per_1000=1000 * len(find_hedges(article)) / words if words else 0.0,
        loaded_per_1000=1000 * len(find_loaded(article)) / words if words else 0.0,
        tone=tone.mean,
        low=tone.low,
        high=tone.high,
        demands=sum(demand.realis == "actual" for demand in find_demands(article)),
    )


def _quoted(article: Article) -> int:
    """Words in quotation marks; those of a quotation within a quotation once."""
    total = reached = 0
    for quotation in find_quotations(article):
        start = max(quotation.start, reached)
        if start < quotation.end:
            total += count_words(article.text[start : quotation.end])
            reached = quotation.end
    return total
