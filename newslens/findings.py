"""What the tables say, in plain sentences: each number computed, each sentence with the findings it stands on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from newslens.markup import STYLE, Shown, anchor, count, day, esc, listing, missing, plain, ref, signed, tabulate, times

if TYPE_CHECKING:
    import pandas as pd

    from newslens.analysis import Analysis
    from newslens.article import Article

Evidence = tuple[str, str]  # lens and id of a finding

_SHOWN = 12  # references after a piece
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


@dataclasses.dataclass(frozen=True)
class Statement:
    """A sentence in pieces, each with the findings that bear it out."""

    pieces: tuple[tuple[str, tuple[Evidence, ...]], ...]

    @property
    def text(self) -> str:
        """The sentence without its references."""
        return " ".join(words for words, _ in self.pieces)


@dataclasses.dataclass(frozen=True, repr=False)
class Findings:
    """The statements on one article, the most telling first."""

    statements: tuple[Statement, ...]

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __len__(self) -> int:
        return len(self.statements)

    @property
    def html(self) -> str:
        """A list, each piece followed by references to its evidence."""
        items = "".join(
            f"<li>{' '.join(esc(words) + _refs(shown) for words, shown in s.pieces)}</li>" for s in self.statements
        )
        return f'<ul class="nl-findings">{items}</ul>'

    def _repr_html_(self) -> str:
        return f'{STYLE}<div class="nl">{self.html}</div>'

    def __repr__(self) -> str:
        return "\n".join(f"• {s.text}" for s in self.statements)


def findings(analysis: Analysis) -> Findings:
    """Up to eight sentences on sources, demands, tone and hedges, each with references to the words it stands on."""
    found = (
        _speaking(analysis),
        _naming(analysis),
        _asking(analysis),
        _tone(analysis),
        _toward(analysis),
        _hedging(analysis),
        _loaded(analysis),
        _unclaimed(analysis),
    )
    return Findings(tuple(s for s in found if s is not None))


def about(article: Article) -> str:
    """The line under a headline: by whom, where, when."""
    when = day(article.published) if article.published else None
    return " · ".join(filter(None, (listing(article.byline), article.outlet, when)))


def title(article: Article) -> str:
    """The headline; where there is none, how the article begins."""
    if article.title:
        return article.title
    start, end = article.paragraphs[0] if article.paragraphs else (0, 0)
    words = article.text[start:end].split()
    return f"“{' '.join(words[:9])} …”" if len(words) > 9 else " ".join(words) or article.id


def origin(analysis: Analysis) -> Shown:
    """What made the tables, in a line."""
    p = analysis.provenance
    line = (
        f"Read by newslens {p['newslens']} with spaCy {p['spacy']} ({p['model']}), TextBlob {p['textblob']} and its "
        f"own models for attributions ({p['attribution_model'][:15]}…) and tone ({p['tone_model'][:15]}…) · "
        f"SHA-256 of the text {p['sha256'][:12]}…"
    )
    return Shown(f'{STYLE}<div class="nl"><p class="nl-key">{esc(line)}</p></div>', line)


def card(analysis: Analysis) -> str:
    """The summary card of an analysis: findings first, then where the tables are."""
    tables = " · ".join(f"<b>.{esc(name)}</b> {len(table):,}" for name, table in analysis.tables())
    head = esc(title(analysis.article))
    line = esc(about(analysis.article))
    return (
        f'{STYLE}<div class="nl nl-card"><p class="nl-title"><b>{head}</b><br><span class="nl-muted">{line}</span></p>'
        f'{analysis.findings.html}<p class="nl-key">Tables and their rows: {tables}</p></div>'
    )


def _refs(shown: tuple[Evidence, ...]) -> str:
    """References after a piece; what is more than a few stands in the table of the lens, where the last one leads."""
    links = [ref(lens, key) for lens, key in shown[:_SHOWN]]
    if len(shown) > _SHOWN:
        lens, key = shown[_SHOWN]
        links.append(f'<a class="nl-ref" data-to="{esc(anchor(lens, key))}">+{len(shown) - _SHOWN}</a>')
    return f" {' '.join(links)}" if links else ""


def _ids(table: pd.DataFrame, lens: str) -> tuple[Evidence, ...]:
    return tuple((lens, str(i)) for i in table["id"])


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.to_dict("records")  # type: ignore[return-value]


def _speaking(analysis: Analysis) -> Statement:
    said, sources = analysis.attributions, analysis.sources
    if not len(said):
        return Statement((("The article attributes nothing to anybody: every word is its own.", ()),))
    top = _rows(sources)[0]
    who = f"{_inside(top['name'])} ({plain(top['kind'])})"
    mine = _ids(said[said["actor"].str.casefold() == top["name"].casefold()], "attributions")
    if len(sources) == 1:
        return Statement(((f"The article has one source, {who}, in {count(len(said), 'attribution')}.", mine),))
    first = f"The article has {count(len(sources), 'source')}, in {count(len(said), 'attribution')};"
    second = f"most is said by {who}: {count(top['words'], 'word')}, {top['share']:.0%} of all that is attributed."
    return Statement(((first, _ids(said, "attributions")), (second, mine)))


def _naming(analysis: Analysis) -> Statement | None:
    said, sources = analysis.attributions, analysis.sources
    if not len(said):
        return None
    hidden = sources[sources["kind"] == "unnamed"]
    if not len(hidden):
        return Statement((("No attribution rests on an unnamed source.", ()),))
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
        pieces.append((f"{_act(row)}. {_status(row)}", refs))
    rest = asked[2:]
    if len(rest):
        pieces.append((f"The article reports {count(len(rest), 'more such act')}.", _ids(rest, "demands")))
    return Statement(tuple(pieces))


def _act(row: dict[str, Any]) -> str:
    article = "An" if row["act"] == "appeal" else "A"
    who = "" if missing(row["demander"]) else f" by {_names(row['demander'])}"
    whom = "" if missing(row["addressees"]) else f", addressed to {_names(row['addressees'])}"
    what = "" if missing(row["content"]) else f": {listing([f'“{item}”' for item in str(row['content']).split(' ; ')])}"
    return f"{article} {row['act']}{who}{whom}{what}"


def _names(joined: str) -> str:
    return listing([_inside(name) for name in joined.split(" ; ")])


def _inside(name: str) -> str:
    """A description as it stands inside a sentence: “the union”, but still “The Hague”.

    >>> _inside("A spokesman"), _inside("The Hague")
    ('a spokesman', 'The Hague')
    """
    first, _, rest = name.partition(" ")
    return f"{first.lower()} {rest}" if first in {"A", "An", "The"} and rest[:1].islower() else name


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
    """The harshest and the warmest word on an actor, of those on which the model does not abstain."""
    table = analysis.sentiments
    sure = table[table["target"].notna() & table["tone"].notna() & ~table["abstain"]]
    pieces = []
    for name, label, sign in (("harshest", "negative", 1), ("warmest", "positive", -1)):
        order = (sign * sure["tone"]).sort_values(kind="stable").index
        rows = _rows(sure.loc[order[:1]])
        if not rows or rows[0]["label"] != label:
            continue
        row = rows[0]
        who = "the article itself" if row["voice"] == "author" else row["speaker"]
        moved = analysis.drivers[analysis.drivers["sentiment"] == row["id"]]
        moved = moved[sign * moved["effect"] < 0]  # only words that pull the same way are reasons for it
        strong = moved.loc[(-moved["effect"].abs()).sort_values(kind="stable").index][:3]
        words = listing([f"“{text}”" for text in dict.fromkeys(strong["text"])])
        because = f": {words}" if words else ""
        tone = f"The {name} tone is toward {row['target']}, by {who} ({signed(row['tone'])}){because}."
        pieces.append((tone, _ids(strong, "drivers")))
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
        return Statement((("Everything in quotation marks has a speaker.", ()),))
    first = f"No speaker is given for {count(len(orphans), 'stretch', 'stretches')} in quotation marks:"
    shown = ", ".join(orphans["text"][:3]) + (" …" if len(orphans) > 3 else "")
    return Statement(((f"{first} {shown}", _ids(orphans, "quotations")),))


def versions(analysis: Analysis) -> Shown:
    """What made the page and of what text, as a table: enough to make it again."""
    import pandas as pd

    p = analysis.provenance
    rows = [
        ("newslens", p["newslens"]),
        ("spaCy", p["spacy"]),
        ("language model", p["model"]),
        ("model for attributions", p["attribution_model"]),
        ("model for tone", p["tone_model"]),
        ("onnxruntime", p["onnxruntime"]),
        ("TextBlob", p["textblob"]),
        ("article", analysis.article.id),
        ("characters", f"{len(analysis.article.text):,}"),
        ("SHA-256 of its text", p["sha256"]),
    ]
    return tabulate(pd.DataFrame(rows, columns=["made with", "version or value"]), caption="Versions")
