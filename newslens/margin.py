"""Notes for the margin of an annotated article: few and short, so that the text stays the main thing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from newslens.attribution.silence import NO_COMMENT
from newslens.markup import anchor, esc, listing, missing, plain
from newslens.phrasing import inside

if TYPE_CHECKING:
    from newslens.analysis import Analysis

_KINDS = {"named_person": "named source", "unnamed": "unnamed source", "media": "news outlet"}


@dataclasses.dataclass(frozen=True)
class Note:
    """A few words on one finding, to stand beside the paragraph in which the finding begins."""

    start: int
    lens: str
    id: str
    words: str


def notes(analysis: Analysis) -> tuple[Note, ...]:
    """Who speaks, who asks and with what outcome, the article's own loaded words, and quotations without a speaker.

    Hedges and the words that moved a tone have their marks and tables; a note on each would drown the rest.

    >>> import newslens as nl
    >>> text = "Norway demanded that Sweden reopen the border. Sweden refused, an official said."
    >>> [f"{note.id} {note.words}" for note in notes(nl.analyze(nl.Article.from_text(text)))]
    ['d1 demand by Norway: rejected', 'a2 unnamed source: an official', 'd2 refusal by Sweden, to d1']
    """
    found = (*_sources(analysis), *_acts(analysis), *_loaded(analysis), *_unclaimed(analysis))
    return tuple(sorted(found, key=lambda note: note.start))


def beside(notes: Sequence[Note]) -> str:
    """The notes on one paragraph as HTML, each leading to the row of its finding."""
    if not notes:
        return ""
    items = "".join(
        f'<li class="nl-{esc(n.lens)}"><a data-to="{esc(anchor(n.lens, n.id))}">{esc(n.id)}</a> {esc(n.words)}</li>'
        for n in notes
    )
    return f'<ul class="nl-notes" aria-label="Notes on this paragraph">{items}</ul>'


def _sources(analysis: Analysis) -> Iterator[Note]:
    """What kind of source it is; its office once, at its first words, and no note again in the same paragraph."""
    met: set[str] = set()
    beside: set[tuple[str, int]] = set()
    acting = {(row["demander"], _paragraph(analysis, row["start"])) for row in _rows(analysis.demands)}
    for row in _rows(analysis.attributions):
        place = (row["actor"], _paragraph(analysis, row["start"]))
        if place in beside or (place in acting and row["source_kind"] == "institution"):  # the act's note names it
            continue
        beside.add(place)
        kind = _KINDS.get(row["source_kind"], plain(row["source_kind"]))
        role = "" if missing(row["role"]) or row["actor"] in met else f", {row['role']}"
        reason = "" if missing(row["anonymity"]) else "; the reason is given"
        met.add(row["actor"])
        who = inside(row["actor"], analysis.article)
        kind = "no comment" if row["cue_class"] == NO_COMMENT else kind
        yield Note(row["start"], "attributions", row["id"], f"{kind}: {who}{role}{reason}")


def _acts(analysis: Analysis) -> Iterator[Note]:
    for row in _rows(analysis.demands):
        names = [] if missing(row["demander"]) else str(row["demander"]).split(" ; ")
        who = f" by {listing([inside(name, analysis.article) for name in names])}" if names else ""
        what = plain(row["act"]) if row["realis"] == "actual" else f"{row['realis']} {plain(row['act'])}"
        if not missing(row["responds_to"]):
            outcome = f", to {listing(str(row['responds_to']).split(' ; '))}"
        elif missing(row["status"]):
            outcome = ""
        else:
            outcome = ": no answer reported" if row["status"] == "not_reported" else f": {plain(row['status'])}"
        yield Note(row["start"], "demands", row["id"], f"{what}{who}{outcome}")


def _loaded(analysis: Analysis) -> Iterator[Note]:
    for row in _rows(analysis.loaded[analysis.loaded["voice"] == "author"]):
        plainer = "" if missing(row["plainer"]) else f"; plainer: {row['plainer']}"
        words = row["text"] if row["kind"] == "scare_quotes" else f"“{row['text']}”"
        kind = "in scare quotes" if row["kind"] == "scare_quotes" else "loaded"
        yield Note(row["start"], "loaded", row["id"], f"{words}, {kind}{plainer}")


def _unclaimed(analysis: Analysis) -> Iterator[Note]:
    quotes, loaded = analysis.quotations, analysis.loaded
    for row in _rows(quotes[quotes["attribution"].isna()]):
        if row["start"] not in set(loaded["start"]):  # scare quotes have their note
            yield Note(row["start"], "quotations", row["id"], "quoted without a speaker")


def _paragraph(analysis: Analysis, start: int) -> int:
    return next((n for n, (_, high) in enumerate(analysis.article.paragraphs) if start < high), -1)


def _rows(table: Any) -> list[dict[str, Any]]:
    return table.to_dict("records")  # type: ignore[no-any-return]
