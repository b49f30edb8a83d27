"""What everyone asks of a corpus. Counts, shares, and of every share its 95 % interval.

Intervals are Wilson's (1927, “Probable inference, the law of succession, and statistical inference”, JASA 22:209–212),
which hold their level for small counts and shares near 0 or 1 (Brown, Cai & DasGupta 2001, Statistical Science
16:101–133). They take the findings for independent; those of one article are not quite, so that the true interval is
somewhat wider. They say nothing of what the lenses get wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from newslens.errors import OptionError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from newslens.corpora.opened import Corpus

#: acts that ask for something
ASKS = ("condition", "demand", "appeal", "request")
_Z = 1.959964  # of a two-sided 95 % interval
_FACTS = ("outlet", "month", "language", "published")


def wilson(count: float, of: float) -> tuple[float, float]:
    """The 95 % interval of a share: `count` of `of`.

    >>> [round(end, 3) for end in wilson(0, 10)]
    [0.0, 0.278]
    """
    share = count / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z / (1 + _Z**2 / of) * (share * (1 - share) / of + _Z**2 / (4 * of**2)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def unnamed_sources(
    corpus: Corpus, by: Sequence[str] = ("outlet", "month"), *, duplicates: bool = True
) -> pd.DataFrame:
    """How many of the sources that articles cite they do not name: a row per outlet and month.

    A source is counted once in each article that cites it. `by` is any of outlet, month, language and published;
    `duplicates=False` leaves out articles that repeat another. Columns: those of `by`, then articles (that cite
    anybody), sources, unnamed, share, low, high. Articles without an outlet or date form groups of their own.
    """
    for fact in by:
        if fact not in _FACTS:
            raise OptionError(f"Sources cannot be counted by {fact!r}. {did_you_mean(fact, _FACTS)}")
    rows = _with_facts(corpus, corpus.table("sources", columns=["article", "kind"]), duplicates)
    rows["unnamed"] = (rows["kind"] == "unnamed").astype("int64")
    groups = rows.groupby(list(by), dropna=False)
    out = groups.agg(
        articles=("article", "nunique"), sources=("article", "size"), unnamed=("unnamed", "sum")
    ).reset_index()
    return _with_share(out, "unnamed", "sources")


def tone_toward(
    corpus: Corpus,
    actor: str | Sequence[str],
    by: Sequence[str] = ("month", "voice"),
    *,
    duplicates: bool = True,
) -> pd.DataFrame:
    """In what tone an actor is written and spoken of: a row per month, voice and tone.

    `actor` is a name as in the table `sentiments`, or several that mean the same actor (“Joe Biden”, “Biden”); capital
    letters do not matter. `by` is any of month, voice, outlet, language, published and article; voice is author (the
    article's own words) or speaker (those of whom it cites). Columns: those of `by`, label (negative, neutral,
    positive), articles and passages (of that month and voice), count (those with this label), share, low, high;
    passages whose tone is too unsure to build on count as neutral. Raises OptionError where nobody of that name is
    mentioned.
    """
    import pandas as pd

    facts = (*_FACTS, "voice", "article")
    for fact in by:
        if fact not in facts:
            raise OptionError(f"Tones cannot be counted by {fact!r}. {did_you_mean(fact, facts)}")
    names = {name.casefold() for name in ([actor] if isinstance(actor, str) else actor)}
    rows = corpus.table("sentiments", columns=["article", "target", "voice", "label", "abstain"])
    mentioned = rows["target"].fillna("").str.casefold().isin(names)
    if not mentioned.any():
        known = rows["target"].value_counts().index[:2000].tolist()
        raise OptionError(f"Nobody called {actor!r} is mentioned in a passage. {_nearest(actor, known)}")
    rows = _with_facts(corpus, rows[mentioned], duplicates)
    rows["label"] = rows["label"].mask(rows["abstain"], "neutral")
    rows["in"] = rows["article"]
    groups = rows.groupby(list(by), dropna=False)
    whole = groups.agg(articles=("in", "nunique"), passages=("in", "size")).reset_index()
    labels = pd.DataFrame({"label": pd.array(["negative", "neutral", "positive"], dtype="string")})
    counted = rows.groupby([*by, "label"], dropna=False).size().rename("count").reset_index()
    out = whole.merge(labels, how="cross").merge(counted, how="left", on=[*by, "label"])
    out["count"] = out["count"].fillna(0).astype("int64")
    return _with_share(out, "count", "passages")


def demand_dyads(corpus: Corpus, *, acts: Sequence[str] = ASKS, duplicates: bool = True) -> pd.DataFrame:
    """Who asks something of whom: a row per month, demander and addressee, most demands first within the month.

    An act of or toward several parties counts for each pair. `acts` are values of the column `act` of `demands`; offers
    or threats can be asked about just so. Columns: month, demander, addressee, articles, demands, share (of the
    month's demands between all pairs), low, high. Acts whose demander or addressee the article leaves open are not
    counted.
    """
    from newslens.demands import ACTS

    for act in acts:
        if act not in ACTS:
            raise OptionError(f"There is no act {act!r}. {did_you_mean(act, ACTS)}")
    columns = ["article", "demander", "addressees"]
    rows = corpus.table("demands", columns=columns, where={"act": list(acts)}).dropna()
    rows = _with_facts(corpus, rows.rename(columns={"addressees": "addressee"}), duplicates)
    for column in ("demander", "addressee"):
        rows[column] = rows[column].str.split(" ; ")
        rows = rows.explode(column)
        rows[column] = rows[column].astype("string")
    groups = rows.groupby(["month", "demander", "addressee"], dropna=False)
    out = groups.agg(articles=("article", "nunique"), demands=("article", "size")).reset_index()
    of_month = out.groupby("month", dropna=False)["demands"].transform("sum")
    out = _with_share(out.assign(of=of_month), "demands", "of").drop(columns="of")
    order = ["month", "demands", "demander", "addressee"]
    return out.sort_values(order, ascending=[True, False, True, True], ignore_index=True)


def _with_facts(corpus: Corpus, rows: pd.DataFrame, duplicates: bool) -> pd.DataFrame:
    """Findings with what is known of their articles."""
    articles = corpus.table("articles", columns=["article", "outlet", "published", "language"])
    if not duplicates:
        if not corpus.finished:
            raise OptionError("Duplicates are found when a corpus is finished. Run the same command to its end.")
        repeated = corpus.table("duplicates", columns=["article"])["article"]
        articles = articles[~articles["article"].isin(repeated)]
    articles["month"] = articles["published"].dt.strftime("%Y-%m").astype("string")
    return rows.merge(articles, on="article", how="inner", validate="many_to_one")


def _with_share(table: pd.DataFrame, count: str, of: str) -> pd.DataFrame:
    """A table of counts with the share that `count` is of `of`, and the ends of its interval."""
    ends = [wilson(k, n) for k, n in zip(table[count], table[of], strict=True)]
    return table.assign(
        share=(table[count] / table[of]).astype("float64"),
        low=[low for low, _ in ends],
        high=[high for _, high in ends],
    ).astype({"share": "float64", "low": "float64", "high": "float64"})


def _nearest(actor: Any, known: list[str]) -> str:
    import difflib

    name = actor if isinstance(actor, str) else next(iter(actor), "")
    folded = {k.casefold(): k for k in reversed(known)}
    close = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.5)
    some = [folded[c] for c in close] or known[:5]
    return f"{'Near it' if close else 'Most mentioned'}: {', '.join(some)}." if some else "Nobody is."
