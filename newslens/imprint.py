"""What a page says of the article and of its own making: headline, provenance, versions and hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslens.looks import STYLE
from newslens.markup import Shown, count, day, esc, listing, tabulate

if TYPE_CHECKING:
    from newslens.analysis import Analysis
    from newslens.article import Article

_UNKNOWN = "not given"


def title(article: Article) -> str:
    """The headline; where there is none, how the article begins."""
    if article.title:
        return article.title
    start, end = article.paragraphs[0] if article.paragraphs else (0, 0)
    words = article.text[start:end].split()
    return f"“{' '.join(words[:9])} …”" if len(words) > 9 else " ".join(words) or article.id


def about(article: Article) -> str:
    """The line under a headline: by whom, where, when."""
    when = day(article.published) if article.published else None
    return " · ".join(filter(None, (listing(article.byline), article.outlet, when)))


def origin(analysis: Analysis) -> Shown:
    """Where the article comes from and how it was read. What its header does not give is said, not left out."""
    article = analysis.article
    words = sum(len(article.text[start:end].split()) for start, end in article.paragraphs)
    lines = [
        ("Outlet", article.outlet),
        ("Byline", listing(article.byline)),
        ("Date", day(article.published) if article.published else None),
        ("Length", count(words, "word")),
        ("Read", f"by newslens {analysis.provenance['newslens']}, checked by nobody"),
    ]
    shown = "".join(
        f"<div><dt>{name}</dt><dd{_look(value)}>{esc(value or _UNKNOWN)}</dd></div>" for name, value in lines
    )
    text = "\n".join(f"{name}: {value or _UNKNOWN}" for name, value in lines)
    return Shown(f'{STYLE}<div class="nl"><dl class="nl-origin">{shown}</dl></div>', text)


def _look(value: str | None) -> str:
    return "" if value else ' class="nl-muted"'


def versions(*analyses: Analysis) -> Shown:
    """What made the page and of what texts, as a table: enough to make it again."""
    import pandas as pd

    p = analyses[0].provenance
    rows = [
        ("newslens", p["newslens"]),
        ("spaCy", p["spacy"]),
        ("language model", p["model"]),
        ("model for attributions", p["attribution_model"]),
        ("model for tone", p["tone_model"]),
        ("model for acts", p["acts_model"]),
        ("onnxruntime", p["onnxruntime"]),
        ("TextBlob", p["textblob"]),
    ]
    for analysis in analyses:
        rows += [
            ("article", analysis.article.id),
            *([("address", analysis.article.url)] if analysis.article.url else []),
            ("characters", f"{len(analysis.article.text):,}"),
            ("SHA-256 of its text", analysis.provenance["sha256"]),
        ]
    return tabulate(pd.DataFrame(rows, columns=["made with", "version or value"]), caption="Versions and hashes")
