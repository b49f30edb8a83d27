"""Where a page is least sure of itself: findings that are likelier wrong than right, and tones that were left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslens.looks import STYLE
from newslens.markup import Shown, count
from newslens.statements import Statement, pieces_html

if TYPE_CHECKING:
    import pandas as pd

    from newslens.analysis import Analysis

#: below it a finding is likelier wrong than right
EVEN = 0.5


def least_sure(analysis: Analysis) -> Shown:
    """A short list: attributions and acts with a confidence below one half, the least sure first, and tones left open.

    Counts, each with references to the findings; what there is none of is said, too.

    >>> import newslens as nl
    >>> least_sure(nl.analyze(nl.Article.from_text("The mayor asked the port to reopen.")))
    • No attribution has a confidence below 0.5.
    • No act has a confidence below 0.5.
    • No tone toward anybody was left open.
    """
    statements = (
        _unlikely(analysis.attributions, "attributions", "attribution"),
        _unlikely(analysis.demands, "demands", "act"),
        _left_open(analysis),
    )
    items = "".join(f"<li>{pieces_html(s)}</li>" for s in statements)
    text = "\n".join(f"• {s.text}" for s in statements)
    return Shown(f'{STYLE}<div class="nl"><ul class="nl-doubts">{items}</ul></div>', text)


def open_tones(analysis: Analysis) -> pd.DataFrame:
    """The passages with a tone toward somebody that the model leaves open, the least likely ones first."""
    table = analysis.sentiments
    table = table[table["target"].notna() & table["abstain"]]
    likeliest = table[["p_neg", "p_neu", "p_pos"]].max(axis=1).sort_values(kind="stable")
    return table.loc[likeliest.index]


def _unlikely(table: pd.DataFrame, lens: str, noun: str) -> Statement:
    doubtful = table[table["confidence"] < EVEN].sort_values("confidence", kind="stable")
    if not len(doubtful):
        return Statement(((f"No {noun} has a confidence below {EVEN}.", ()),))
    low = doubtful["confidence"].iloc[0]
    words = f"{count(len(doubtful), noun)} of {len(table):,} with a confidence below {EVEN}, the lowest {low:.2f}"
    evidence = tuple((lens, str(key)) for key in doubtful["id"])
    return Statement(((f"{words[0].upper()}{words[1:]}.", evidence),))


def _left_open(analysis: Analysis) -> Statement:
    table = open_tones(analysis)
    if not len(table):
        return Statement((("No tone toward anybody was left open.", ()),))
    judged = int(analysis.sentiments["target"].notna().sum())
    words = f"{count(len(table), 'tone')} of {judged:,} toward somebody left open, as none is likely enough."
    evidence = tuple(("sentiments", str(key)) for key in table["id"])
    return Statement(((f"{words[0].upper()}{words[1:]}", evidence),))
