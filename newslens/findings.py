"""What the tables say, in plain sentences: each number computed, each sentence with the findings it stands on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from newslens.markup import STYLE, Shown, count, esc, listing, missing, plain, ref, tabulate

if TYPE_CHECKING:
    import pandas as pd

    from newslens.analysis import Analysis
    from newslens.article import Article

Evidence = tuple[str, str]  # lens and id of a finding

_SHOWN = 6  # references shown at once; the others unfold
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
    """Up to six sentences on sources, demands, tone and hedges, each with references to the words it stands on."""
    found = (
        _speaking(analysis),
        _naming(analysis),
        _asking(analysis),
        _tone(analysis),
        _hedging(analysis),
        _unclaimed(analysis),
    )
    return Findings(tuple(s for s in found if s is not None))


def about(article: Article) -> str:
    """The line under a headline: by whom, where, when."""
    when = f"{article.published:%Y-%m-%d}" if article.published else None
    return " · ".join(filter(None, (listing(article.byline), article.outlet, when)))


def title(article: Article) -> str:
    """The headline; where there is none, how the article begins."""
    if article.title:
        return article.title
    start, end = article.paragraphs[0] if article.paragraphs else (0, 0)
    words = article.text[start:end].split()
    return " ".join(words[:9]) + (" …" if len(words) > 9 else "") or article.id


def origin(analysis: Analysis) -> str:
    """What made the tables, in a line."""
    p = analysis.provenance
    return (
        f"newslens {p['newslens']} · spaCy {p['spacy']} with {p['model']} · TextBlob {p['textblob']} · "
        f"text SHA-256 {p['sha256'][:12]}…"
    )


def card(analysis: Analysis) -> str:
    """The summary card of an analysis: findings first, then where the tables are."""
    tables = " · ".join(f"<b>.{esc(name)}</b> {len(table):,}" for name, table in analysis.tables())
    head = esc(title(analysis.article))
    line = esc(about(analysis.article))
    return (
        f'{STYLE}<div class="nl nl-card"><p class="nl-title"><b>{head}</b><br><span class="nl-muted">{line}</span></p>'
        f'{analysis.findings.html}<p class="nl-key">Tables and their rows: {tables}</p>'
        f'<p class="nl-key">{esc(origin(analysis))}</p></div>'
    )


def _refs(shown: tuple[Evidence, ...]) -> str:
    if not shown:
        return ""
    links = [ref(lens, key) for lens, key in shown]
    more = links[_SHOWN:]
    rest = f" <details><summary>+{len(more)}</summary> {' '.join(more)}</details>" if more else ""
    return f" {' '.join(links[:_SHOWN])}{rest}"


def _ids(table: pd.DataFrame, lens: str) -> tuple[Evidence, ...]:
    return tuple((lens, str(i)) for i in table["id"])


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.to_dict("records")  # type: ignore[return-value]


def _speaking(analysis: Analysis) -> Statement:
    said, sources = analysis.attributions, analysis.sources
    if not len(said):
        return Statement((("The article attributes nothing to anybody: every word is its own.", ()),))
    top = _rows(sources.sort_values("words", ascending=False, kind="stable"))[0]
    verb = "speaks" if len(sources) == 1 else "speak"
    first = f"{count(len(sources), 'source').capitalize()} {verb} in {count(len(said), 'attribution')};"
    kind = plain(top["kind"])
    words = (
        f"most is said by {top['name']} ({kind}): {top['words']} words, {top['share']:.0%} of all that is attributed."
    )
    if len(sources) == 1:
        words = f"it is {top['name']} ({kind}), with {top['words']} words."
    return Statement(
        (
            (first, _ids(said, "attributions")),
            (words, _ids(said[said["actor"].str.casefold() == top["name"].casefold()], "attributions")),
        )
    )


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
        kinds = listing(
            [count(n, str(act), _many(str(act))) for act, n in acts["act"].value_counts(sort=False).items()]
        )
        return Statement(((f"Nothing is demanded or asked for; the article reports {kinds}.", _ids(acts, "demands")),))
    pieces: list[tuple[str, tuple[Evidence, ...]]] = []
    for row in _rows(asked)[:2]:
        answers = [] if missing(row["answered_by"]) else str(row["answered_by"]).split(" ; ")
        refs = (("demands", str(row["id"])), *(("demands", a) for a in answers))
        pieces.append((f"{_act(row)}: {_status(row)}.", refs))
    rest = asked[2:]
    if len(rest):
        verb = "is" if len(rest) == 1 else "are"
        pieces.append(
            (
                f"{count(len(rest), 'more act of asking', 'more acts of asking').capitalize()} {verb} reported.",
                _ids(rest, "demands"),
            )
        )
    return Statement(tuple(pieces))


_VERBS = {
    "condition": "sets a condition",
    "demand": "makes a demand",
    "appeal": "appeals",
    "request": "makes a request",
}


def _many(act: str) -> str:
    return {"refusal": "refusals"}.get(act, f"{act}s")


def _act(row: dict[str, Any]) -> str:
    who = "Somebody" if missing(row["demander"]) else listing(str(row["demander"]).split(" ; "))
    whom = "" if missing(row["addressees"]) else f" of {listing(str(row['addressees']).split(' ; '))}"
    what = "" if missing(row["content"]) else f" (“{plain(row['content'])}”)"
    return f"{row['act'].capitalize()} by {who}{whom}{what}"


def _status(row: dict[str, Any]) -> str:
    if missing(row["status"]) or row["status"] == "not_reported":
        return "no answer is reported"
    return plain(row["status"])


def _tone(analysis: Analysis) -> Statement | None:
    from newslens.sentiment import label
    from newslens.tone import tone_by_voice

    voices = tone_by_voice(analysis.article)
    own = voices[voices["voice"] == "author"]
    if not len(own):
        return None
    row = _rows(own)[0]
    mean = f"{row['mean']:+.2f}".replace("-", "−")
    first = (
        f"In its own voice the article is {label(row['mean'])} by TextBlob’s word list: {mean} on a scale from −1 to +1, "
        f"over {count(row['passages'], 'passage')}"
    )
    words = analysis.drivers[analysis.drivers["voice"] == "author"]
    if not len(words):
        return Statement(((f"{first}.", ()),))
    strong = words.loc[words["polarity"].abs().sort_values(ascending=False, kind="stable").index][:3]
    quoted = listing([f"“{text}”" for text in dict.fromkeys(strong["text"])])
    return Statement(((f"{first}; what moves it most: {quoted}.", _ids(strong, "drivers")),))


def _hedging(analysis: Analysis) -> Statement:
    marks = analysis.hedges
    if not len(marks):
        return Statement((("No mark of uncertainty was found.", ()),))
    own = marks[marks["voice"] == "author"]
    verb = "weakens" if len(marks) == 1 else "weaken"
    first = f"{count(len(marks), 'mark').capitalize()} of uncertainty {verb} what is claimed"
    common = marks["hedge"].str.lower().value_counts(sort=False)
    if common.max() > 1:
        word = str(common.idxmax())
        first += f" (most often “{word}”, {common.max()} times)"
    second = f"{count(len(own), 'of them', 'of them')} in the article’s own voice."
    if len(marks) == 1:
        second = "in the article’s own voice." if len(own) else "in the words of a source."
    return Statement(((f"{first},", _ids(marks, "hedges")), (second, _ids(own, "hedges"))))


def _unclaimed(analysis: Analysis) -> Statement | None:
    quotes = analysis.quotations
    if not len(quotes):
        return None
    orphans = quotes[quotes["attribution"].isna()]
    if not len(orphans):
        return Statement((("Everything in quotation marks has a speaker.", ()),))
    has = "has" if len(orphans) == 1 else "have"
    first = f"{count(len(orphans), 'stretch', 'stretches').capitalize()} in quotation marks {has} no speaker:"
    shown = listing([str(text) for text in orphans["text"][:3]]) + (" …" if len(orphans) > 3 else "")
    return Statement(((f"{first} {shown}", _ids(orphans, "quotations")),))


def versions(analysis: Analysis) -> Shown:
    """What made the page and of what text, as a table: enough to make it again."""
    import pandas as pd

    p = analysis.provenance
    rows = [
        ("newslens", p["newslens"]),
        ("spaCy", p["spacy"]),
        ("language model", p["model"]),
        ("TextBlob", p["textblob"]),
        ("article", analysis.article.id),
        ("characters", f"{len(analysis.article.text):,}"),
        ("SHA-256 of its text", p["sha256"]),
    ]
    return tabulate(pd.DataFrame(rows, columns=["made with", "version or value"]), caption="Versions")
