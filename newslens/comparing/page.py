"""What a comparison comes to, in plain sentences and small tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslens.analysis import analyze
from newslens.imprint import versions
from newslens.looks import STYLE
from newslens.markup import Shown, count, esc, listing, missing, plain, signed, tabulate
from newslens.provenance import stamp_of_comparison
from newslens.report import STYLES, read_template
from newslens.statements import Findings, Statement

if TYPE_CHECKING:
    import pandas as pd

    from newslens.compare import Comparison

#: what the page may load and run: nothing
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_MOST = 8  # rows of a small table; the whole ones are a name away


def findings(comparison: Comparison) -> Findings:
    """A sentence or two on sources, names, demands, claims and tone, each number from the tables."""
    said = (
        _heard(comparison),
        _unnamed(comparison),
        _demands(comparison),
        _disagreements(comparison),
        _claims(comparison),
        _tone(comparison),
        _toward(comparison),
    )
    return Findings(tuple(Statement(((words, ()),)) for words in said if words))


def card(comparison: Comparison) -> str:
    """The comparison at a glance: sentences, then who is heard where, what is demanded, and each article's figures."""
    body = "".join(
        f'<div style="margin:1.2em 0">{table.html.removeprefix(STYLE)}</div>' for table in _shown(comparison)
    )
    return (
        f'{STYLE}<div class="nl nl-card"><p class="nl-title"><b>{esc(listing(comparison.names))}</b></p>'
        f'{comparison.findings.html}</div>{body}<div class="nl">{_key(comparison)}</div>'
    )


def page(comparison: Comparison) -> str:
    """The same as a page of its own, which names what made it and of which texts."""
    made = stamp_of_comparison(comparison)
    marks = "".join(f'<meta name="newslens:{esc(name)}" content="{esc(value)}">\n' for name, value in made.items())
    shown = [comparison.findings._repr_html_(), *(table.html for table in _shown(comparison))]
    shown += [f'<div class="nl">{_key(comparison)}</div>', "<h2>How this page was made</h2>"]
    shown.append(versions(*map(analyze, comparison.articles.values())).html)
    names = esc(listing(comparison.names))
    body = "\n".join(f'<div class="shown">{html.removeprefix(STYLE)}</div>' for html in shown)
    style = read_template()[STYLES] + "@media (min-width: 76rem) { body { display: block } main { margin: 0 auto } }\n"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="color-scheme" content="light dark">
{marks}<title>{names}</title>
{STYLE}
<style>
{style}</style>
</head>
<body class="nl-page">
<main>
<h1>{names}</h1>
{body}
</main>
</body>
</html>
"""


def _shown(comparison: Comparison) -> tuple[Shown, ...]:
    names = comparison.names
    sources, demands = comparison.sources, comparison.demands
    columns = ["words", "sources", "unnamed_share", "quoted_share", "hedges_per_1000", "loaded_per_1000"]
    return (
        tabulate(comparison.summary, ["article", *columns], caption="The articles", link=False),
        tabulate(
            sources.head(_MOST),
            ["name", "kind", *names],
            caption=f"Who is heard where, in attributions{_of(sources)}",
            empty="No article attributes anything to anybody.",
            link=False,
        ),
        tabulate(
            demands.head(_MOST),
            ["demander", "group", "content", *names],
            caption=f"Who wants what, and what each article says came of it{_of(demands)}",
            empty="No article reports a demand, offer, threat or answer.",
            link=False,
        ),
    )


def _key(comparison: Comparison) -> str:
    tables = " · ".join(f"<b>.{esc(name)}</b> {len(table):,}" for name, table in comparison.tables())
    return f'<p class="nl-key">Tables and their rows: {tables}</p>'


def _of(table: pd.DataFrame) -> str:
    return f" (the first {_MOST} of {len(table)})" if len(table) > _MOST else ""


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.to_dict("records")  # type: ignore[return-value]


def _where(row: dict[str, Any], names: list[str]) -> list[str]:
    return [name for name in names if not missing(row[name]) and row[name] != 0]


def _heard(comparison: Comparison) -> str:
    rows = [r for r in _rows(comparison.sources) if r["named"]]
    if not rows:
        return "No article cites a source by name." if len(comparison.sources) else "No article cites anybody."
    every = [r["name"] for r in rows if r["shared"] == len(comparison.names)]
    several = sum(r["shared"] > 1 for r in rows)
    few = count(several, "is", "are") if several else "none is"
    first = f"Of {count(len(rows), 'source')} with a name, {few} heard in more than one article"
    first += f"; in all of them {listing(every)}." if every and len(comparison.names) > 2 else "."
    alone = []
    for name in comparison.names:
        only = [r["name"] for r in rows if _where(r, comparison.names) == [name]]
        if only:
            shown = listing([*only[:4], count(len(only) - 4, "more", "more")] if len(only) > 4 else only)
            alone.append(f"{name} alone cites {shown}")
    return f"{first} {'; '.join(alone)}." if alone else first


def _unnamed(comparison: Comparison) -> str:
    rows = [r for r in _rows(comparison.summary) if not missing(r["unnamed_share"])]
    if not rows:
        return ""
    shares = listing([f"{r['unnamed_share']:.0%} in {r['article']}" for r in rows])
    return f"The share of sources without a name is {shares}."


def _demands(comparison: Comparison) -> str:
    rows = _rows(comparison.demands)
    if not rows:
        return "No article reports that anybody asks, offers, threatens or refuses anything."
    shared = sum(r["shared"] > 1 for r in rows)
    first = f"Together they report {count(len(rows), 'demand or other act', 'demands and other acts')}, {_few(shared)} "
    first += "in more than one article."
    alone = [
        f"{name} alone has {count(n, 'of them', 'of them')}"
        for name in comparison.names
        if (n := sum(_where(r, comparison.names) == [name] for r in rows))
    ]
    return f"{first} {'; '.join(alone)}." if alone else first


def _few(number: int) -> str:
    return count(number, "of them", "of them") if number else "none of them"


def _disagreements(comparison: Comparison) -> str:
    out = []
    for row in _rows(comparison.demands):
        if row["agreement"] in {"disagree", "one_silent"}:
            told = listing([f"{_status(row[name])} in {name}" for name in _where(row, comparison.names)])
            what = "" if missing(row["content"]) else f" “{plain(row['content'])}”"
            act = str(row["acts"]).split(" ; ")[0]
            out.append(f"The {act}{what} by {plain(row['demander'])} is {told}.")
    return " ".join(out[:3])


def _status(status: str) -> str:
    """A status inside a sentence; “not reported” alone might be read of the demand and not of the answer."""
    return "without an answer" if status == "not_reported" else plain(status)


def _claims(comparison: Comparison) -> str:
    rows = _rows(comparison.claims)
    if not rows:
        return ""
    single = sum(r["backing"] == "single" for r in rows)
    alone = sum(r["shared"] == 1 for r in rows)
    return (
        f"Of {count(len(rows), 'claim')}, {_part(single, rows, 'rests', 'rest')} on one source, and "
        f"{_part(alone, rows, 'stands', 'stand')} in one article only, as far as words in common tell: "
        "a paraphrase is missed."
    )


def _part(number: int, rows: list[dict[str, Any]], one: str, many: str) -> str:
    """How many of the rows, with the verb: none rests, one rests, three rest, all rest."""
    if number == len(rows) > 1:
        return f"all {many}"
    return count(number, one, many) if number else f"none {one}"


def _tone(comparison: Comparison) -> str:
    rows = [r for r in _rows(comparison.summary) if not missing(r["tone"])]
    told = [
        f"{signed(r['tone'])} in {r['article']}"
        + ("" if missing(r["low"]) else f" (95% interval {signed(r['low'])} to {signed(r['high'])})")
        for r in rows
    ]
    return f"The tone of all passages is {listing(told)}, from −1 to +1." if told else ""


def _toward(comparison: Comparison) -> str:
    """The actors toward whom two articles surely differ."""
    rows = [r for r in _rows(comparison.tone_differences) if not missing(r["low"])]
    sure = [r for r in rows if r["low"] > 0 or r["high"] < 0]
    if not sure:
        return (
            "Toward no actor do two articles differ by more than chance may do, as far as so few passages tell."
            if rows
            else ""
        )
    sure.sort(key=lambda r: -abs(r["difference"]))
    told = [
        f"{r['b']} is {'kinder' if r['difference'] > 0 else 'harsher'} than {r['a']} on {r['target']} by "
        f"{abs(r['difference']):.2f} (95% interval {signed(r['low'])} to {signed(r['high'])})"
        for r in sure[:3]
    ]
    return f"{'; '.join(told)}."
