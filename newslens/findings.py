"""What the tables say, in plain sentences: each number computed, each sentence with the findings it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newslens.attribution.silence import NO_COMMENT
from newslens.imprint import about, title
from newslens.looks import STYLE
from newslens.markup import count, esc, listing, missing, plain, signed, times
from newslens.phrasing import inside
from newslens.sourcing import REPORTS
from newslens.statements import Evidence, Findings, Statement

if TYPE_CHECKING:
    import pandas as pd

    from newslens.analysis import Analysis
    from newslens.article import Article

_ANSWERS = {
    "accepted": "It was accepted.",
    "rejected": "It was rejected.",
    "partly_accepted": "It was accepted in part.",
    "mixed": "The answers to it differ.",
    "countered": "It was met with something else.",
    "under_consideration": "It is under consideration.",
    "unanswered": "It has not been answered, the article says.",
    "withdrawn": "It was withdrawn.",
    "not_reported": "No answer is reported.",
}
_ASKING = ("condition", "demand", "appeal", "request")


def findings(analysis: Analysis) -> Findings:
    """Up to nine sentences on sources, demands, tone and hedges, each with references to the words it stands on.

    The most telling come first: what stands on words of the article before what was looked for and not found.
    """
    found = (
        _speaking(analysis),
        _naming(analysis),
        _silent(analysis),
        _asking(analysis),
        _toward(analysis),
        _loaded(analysis),
        _hedging(analysis),
        _unclaimed(analysis),
        _tone(analysis),
    )
    statements = [s for s in found if s is not None]
    return Findings(tuple(sorted(statements, key=lambda s: not any(evidence for _, evidence in s.pieces))))


def card(analysis: Analysis) -> str:
    """The summary card of an analysis: findings first, then where the tables are."""
    tables = " · ".join(f"<b>.{esc(name)}</b> {len(table):,}" for name, table in analysis.tables())
    head = esc(title(analysis.article))
    line = esc(about(analysis.article))
    return (
        f'{STYLE}<div class="nl nl-card"><p class="nl-title"><b>{head}</b><br><span class="nl-muted">{line}</span></p>'
        f'{analysis.findings.html}<p class="nl-key">Tables and their rows: {tables}</p></div>'
    )


def _ids(table: pd.DataFrame, lens: str) -> tuple[Evidence, ...]:
    return tuple((lens, str(i)) for i in table["id"])


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.to_dict("records")  # type: ignore[return-value]


def _cited(analysis: Analysis) -> pd.DataFrame:
    """The attributions of the sources: who only wishes, feels or declines to comment is none."""
    said = analysis.attributions
    return said[said["cue_class"].isin(REPORTS)]


def _speaking(analysis: Analysis) -> Statement:
    said, sources = _cited(analysis), analysis.sources
    if not len(analysis.attributions):
        return Statement((("The article attributes nothing to anybody: every word is its own.", ()),))
    if not len(sources):
        felt = analysis.attributions[analysis.attributions["cue_class"] != NO_COMMENT]
        if not len(felt):
            return Statement((("Nobody is said to have said anything.", ()),))
        are = "is" if len(felt) == 1 else "are"
        second = f"there {are} {count(len(felt), 'attribution')} of a thought, a wish or a feeling."
        return Statement((("Nobody is said to have said anything;", ()), (second, _ids(felt, "attributions"))))
    top = _rows(sources)[0]
    who = f"{inside(top['name'], analysis.article)} ({plain(top['kind'])})"
    mine = _ids(said[said["actor"].str.casefold() == top["name"].casefold()], "attributions")
    if len(sources) == 1:
        return Statement(((f"The article has one source, {who}, in {count(len(said), 'attribution')}.", mine),))
    first = f"The article has {count(len(sources), 'source')}, in {count(len(said), 'attribution')};"
    second = f"most is said by {who}: {count(top['words'], 'word')}, {top['share']:.0%} of all that is attributed."
    return Statement(((first, _ids(said, "attributions")), (second, mine)))


def _naming(analysis: Analysis) -> Statement | None:
    said, sources = _cited(analysis), analysis.sources
    if not len(sources):
        return None
    hidden = sources[sources["kind"] == "unnamed"]
    if not len(hidden):
        return Statement((("No attribution rests on an unnamed source.", _ids(said, "attributions")),))
    lines = said[said["source_kind"] == "unnamed"]
    reasons = lines[lines["anonymity"].notna()]
    explained = reasons["actor"].nunique()
    share = f"{float(hidden['share'].sum()):.0%} of the attributed words"
    first = f"{share} come from {count(len(hidden), 'source')} that the article does not name;"
    if not explained:
        of = "it" if len(hidden) == 1 else "any of them"
        second = f"it gives no reason for not naming {of}."
    elif explained == len(hidden):
        second = "it says why it does not name " + ("it." if explained == 1 else "them.")
    else:
        second = f"it says why for {count(explained, 'of them', 'of them')}."
    return Statement(((first, _ids(lines, "attributions")), (second, _ids(reasons, "attributions"))))


def _silent(analysis: Analysis) -> Statement | None:
    """Who was asked, as fairness wants it, and said nothing."""
    rows = analysis.attributions[analysis.attributions["cue_class"] == NO_COMMENT]
    if not len(rows):
        return None
    cited = set(_cited(analysis)["actor"])
    names = [
        inside(name, analysis.article) + (" (cited on other matters)" if name in cited else "")
        for name in dict.fromkeys(rows["actor"])
    ]
    more = [f"{count(len(names) - 3, 'other')}"] if len(names) > 4 else []
    shown = listing([*names[:3], *more] if more else names)
    return Statement(
        ((f"Declined to comment, gave no answer or could not be reached: {shown}.", _ids(rows, "attributions")),)
    )


def _asking(analysis: Analysis) -> Statement:
    acts = analysis.demands
    asked = acts[acts["act"].isin(_ASKING)]
    if not len(acts):
        return Statement((("Nobody is reported to ask, offer, threaten or refuse anything.", ()),))
    if not len(asked):
        kinds = listing([count(n, str(act)) for act, n in acts["act"].value_counts(sort=False).items()])
        return Statement(((f"Nothing is demanded or asked for; the article reports {kinds}.", _ids(acts, "demands")),))
    pieces: list[tuple[str, tuple[Evidence, ...]]] = []
    for row in _rows(asked)[:2]:
        answers = [] if missing(row["answered_by"]) else str(row["answered_by"]).split(" ; ")
        refs = (("demands", str(row["id"])), *(("demands", a) for a in answers))
        pieces.append((f"{_act(row, analysis.article)}. {_status(row)}", refs))
    rest = asked[2:]
    if len(rest):
        pieces.append((f"The article reports {count(len(rest), 'more such act')}.", _ids(rest, "demands")))
    return Statement(tuple(pieces))


def _act(row: dict[str, Any], article: Article) -> str:
    a = "An" if row["act"] == "appeal" else "A"
    who = "" if missing(row["demander"]) else f" by {_names(row['demander'], article)}"
    whom = "" if missing(row["addressees"]) else f", addressed to {_names(row['addressees'], article)}"
    what = "" if missing(row["content"]) else f": {listing([f'“{item}”' for item in str(row['content']).split(' ; ')])}"
    return f"{a} {row['act']}{who}{whom}{what}"


def _names(joined: str, article: Article) -> str:
    return listing([inside(name, article) for name in joined.split(" ; ")])


def _status(row: dict[str, Any]) -> str:
    return _ANSWERS["not_reported" if missing(row["status"]) else row["status"]]


def _tone(analysis: Analysis) -> Statement | None:
    from newslens.sentiment import label
    from newslens.tone import LEAST_PASSAGES, tone_by_voice

    voices = tone_by_voice(analysis.article)
    own = voices[voices["voice"] == "author"]
    if not len(own):
        return None
    row = _rows(own)[0]
    verdict = "too few for an interval" if row["passages"] < LEAST_PASSAGES else "all alike"
    if not missing(row["low"]):
        sure = row["low"] > 0 or row["high"] < 0
        between = f"95% interval {signed(row['low'])} to {signed(row['high'])}"
        verdict = f"{between}: {label(row['mean'])}" if sure else f"{between}: not to be told from neutral"
    return Statement(
        (
            (
                f"In its own voice the article scores {signed(row['mean'])}, on a scale from −1 to +1 "
                f"({count(row['passages'], 'passage')}, {verdict}).",
                (),
            ),
        )
    )


def _toward(analysis: Analysis) -> Statement | None:
    """The harshest and the warmest word on an actor, not on oneself, of those on which the model does not abstain."""
    table = analysis.sentiments
    others = table["target"].notna() & (table["speaker"].isna() | (table["target"] != table["speaker"]))
    sure = table[others & table["tone"].notna() & ~table["abstain"]]
    pieces = []
    for name, label, sign in (("harshest", "negative", 1), ("warmest", "positive", -1)):
        order = (sign * sure["tone"]).sort_values(kind="stable").index
        rows = _rows(sure.loc[order[:1]])
        if not rows or rows[0]["label"] != label:
            continue
        row = rows[0]
        who = "the article itself" if row["voice"] == "author" else inside(row["speaker"], analysis.article)
        moved = analysis.drivers[analysis.drivers["sentiment"] == row["id"]]
        moved = moved[sign * moved["effect"] < 0]  # only words that pull the same way are reasons for it
        strong = moved.loc[(-moved["effect"].abs()).sort_values(kind="stable").index][:3]
        words = listing([f"“{text}”" for text in dict.fromkeys(strong["text"])])
        because = f": {words}" if words else ""
        whom = inside(row["target"], analysis.article)
        words = f"The {name} tone is toward {whom}, by {who} ({signed(row['tone'])}){because}."
        pieces.append((words, _ids(strong, "drivers") or (("sentiments", str(row["id"])),)))
    return Statement(tuple(pieces)) if pieces else None


def _hedging(analysis: Analysis) -> Statement:
    marks = analysis.hedges
    if not len(marks):
        return Statement((("No mark of uncertainty was found.", ()),))
    own = marks[marks["voice"] == "author"]
    first = f"The article marks uncertainty {times(len(marks))}"
    common = marks["hedge"].str.lower().value_counts(sort=False)
    if common.max() > 1:
        first += f" (most often with “{common.idxmax()}”, {times(int(common.max()))})"
    if len(marks) == 1:
        where = "in its own voice." if len(own) else "in the words of a source."
        return Statement(((f"{first}, {where}", _ids(marks, "hedges")),))
    return Statement(
        (
            (f"{first},", _ids(marks, "hedges")),
            (f"{times(len(own)) if len(own) else 'never'} in its own voice.", _ids(own, "hedges")),
        )
    )


def _loaded(analysis: Analysis) -> Statement | None:
    own = analysis.loaded[analysis.loaded["voice"] == "author"]
    if not len(own):
        return None
    quoted = listing([f"“{text.strip('“”')}”" for text in list(dict.fromkeys(own["text"]))[:3]])
    most = f"; among them {quoted}" if len(own) > 3 else f": {quoted}"
    return Statement(
        ((f"In its own voice the article uses {count(len(own), 'loaded word')}{most}.", _ids(own, "loaded")),)
    )


def _unclaimed(analysis: Analysis) -> Statement | None:
    quotes = analysis.quotations
    if not len(quotes):
        return None
    orphans = quotes[quotes["attribution"].isna()]
    if not len(orphans):
        spoken = tuple(("attributions", str(key)) for key in dict.fromkeys(quotes["attribution"]))
        return Statement((("Everything in quotation marks has a speaker.", spoken),))
    first = f"No speaker is given for {count(len(orphans), 'stretch', 'stretches')} in quotation marks:"
    shown = ", ".join(orphans["text"][:3]) + (" …" if len(orphans) > 3 else "")
    return Statement(((f"{first} {shown}", _ids(orphans, "quotations")),))
