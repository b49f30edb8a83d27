"""Does it stay the same when it should? Every lens on articles before and after a change that changes nothing of it.

    python -m benchmarks.metamorphosis [--only CHANGE …] [--without-tone] [--mistakes]

After CheckList's invariance tests (Ribeiro et al. 2020, “Beyond Accuracy”). The texts are our own: `sources/`,
`tests/articles/`, and every eighth passage of `demands/part-*.jsonl`. The changes stand in `changes.py`; each says
where every character went, so that the places of findings can be compared exactly. A finding stays if the changed text
has one of the same lens that takes up the same words: their characters, those of the old finding moved to where they
went, have a Jaccard index of 0.5 or more, each finding paired once, the best first, and further

attributions   its content's characters, and its source's overlap (or both have none)
source, kind   of paired attributions: the source's name (under its new name where names change), and its kind
quotations     its characters; the same speaker, or none in both
tone           of passages with a target: its characters, its target, and the label
demands        its cue overlaps, its content's characters (or both have none), the act and its realis
parties        of paired demands: demanders and addressees are the same ones
status, links  of paired demands: the status, and how it answers what (the paired ones of those it answered)
hedges         its mark overlaps, its claim's characters, the kind
loaded         its characters and the kind
actors         its first mention overlaps; name and kind

The share is of the findings in the old text (of the paired ones, where it says so); “+n” are findings in the changed
text that none of the old ones became, in what was added as well. Two changes come as pairs of sentences, `voice.tsv`
(active, passive) and `said.tsv` (“…,” she said; She said: “…”): there the characters are compared as words, in any
order, and of tone target and label alone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")

from benchmarks.changed import Changed
from benchmarks.changes import CHANGES, rows
from newslens.analysis import records
from newslens.article import Article, read_article

_HERE = Path(__file__).parent
_MARK = re.compile(r"\{\w+:([^{}]*)\}")
LENSES = ("attributions", "quotations", "sentiments", "demands", "hedges", "loaded", "actors")
ROWS = (
    *("attributions", "source, kind", "quotations", "tone", "demands", "parties", "status, links"),
    *("hedges", "loaded", "actors"),
)
PAIRS = {"passive": ("voice.tsv", "active", "passive"), "said before": ("said.tsv", "after", "before")}
#: lens → the role whose characters are compared, and the one that has to overlap
_ROLES = {
    "attributions": ("content", "source"),
    "demands": ("content", "cue"),
    "hedges": ("claim", "hedge"),
}
Places = Callable[[Any, "str | None"], set[Any]]
Names = Callable[["str | None"], str]


class Score(NamedTuple):
    """How many findings stayed, of how many, and how many are new."""

    stayed: Counter[str]
    asked: Counter[str]
    new: Counter[str]
    mistakes: list[str]

    @classmethod
    def empty(cls) -> Score:
        return cls(Counter(), Counter(), Counter(), [])

    def ask(self, row: str, stayed: bool, what: str) -> None:
        self.asked[row] += 1
        self.stayed[row] += stayed
        if not stayed:
            self.mistakes.append(f"{row}: {what}")


def texts(every: int = 8) -> Iterator[Article]:
    """Our own articles, and every eighth passage with demands; never those held out."""
    for path in sorted((_HERE.parent / "tests" / "articles").glob("*.txt")):
        yield read_article(path)
    for path in sorted((_HERE / "sources").glob("[0-9]*.txt")):
        marked = path.read_text(encoding="utf-8").partition("\n==\n")[0]
        yield Article.from_text(_MARK.sub(r"\1", marked), id=path.stem, check_language=False)
    for path in sorted((_HERE / "demands").glob("part-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[::every]:
            passage = json.loads(line)
            yield Article.from_text(passage["text"], id=passage["id"], check_language=False)


def plain(name: str | None) -> str:
    """A name without what a change of marks or blanks does to it."""
    name = re.sub(r"[‘’]", "'", re.sub(r"[“”«»\"]", "", " ".join((name or "").split())))
    return re.sub(r"^(?:the|an?)\s+|'s$|'$", "", name.casefold())


def _jaccard(a: set[Any], b: set[Any]) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0


def _role(finding: Any, role: str | None) -> list[tuple[int, int]]:
    spans = [(p.start, p.end) for p in finding.parts if p.role == role] if role else [(finding.start, finding.end)]
    return [(s, e) for s, e in spans if s < e]


def _alike(lens: str, a: Any, b: Any, named: Names) -> bool:
    """What else has to be the same of two findings that take up the same words."""
    if lens == "quotations":
        return named(a.speaker) == plain(b.speaker)
    if lens == "sentiments":
        return named(a.target) == plain(b.target) and a.label == b.label
    if lens == "demands":
        return a.act == b.act and a.realis == b.realis
    if lens == "actors":
        return named(a.name) == plain(b.name) and a.kind == b.kind
    return a.kind == b.kind if lens in {"hedges", "loaded"} else True


def paired(lens: str, old: list[Any], new: list[Any], was: Places, now: Places, named: Names) -> dict[int, int]:
    """Which old finding became which new one."""
    main, touched = _ROLES.get(lens, (None, None))
    before = [(was(a, main), was(a, touched or "mention")) for a in old]
    after = [(now(b, main), now(b, touched or "mention")) for b in new]
    candidates = []
    for m, a in enumerate(old):
        for n, b in enumerate(new):
            (x, cue), (y, other) = before[m], after[n]
            shared = float(bool(x & y)) if lens == "actors" else _jaccard(x, y)
            touching = touched is None or bool(cue & other) or not (cue or other)
            if shared >= 0.5 and touching and _alike(lens, a, b, named):
                candidates.append((shared, -m, -n))
    out: dict[int, int] = {}
    for _, m, n in sorted(candidates, reverse=True):
        if -m not in out and -n not in out.values():
            out[-m] = -n
    return out


def _names(joined: str | None, named: Names) -> set[str]:
    return {named(name) for name in (joined or "").split(" ; ")}


def judge(a: Article, b: Article, was: Places, now: Places, named: Names, score: Score, tone: bool = True) -> None:
    """Compare what every lens finds in an article and in what became of it."""
    for lens in LENSES:
        if lens == "sentiments" and not tone:
            continue
        old, new = ([r for r in records(x, lens) if getattr(r, "target", "") is not None] for x in (a, b))
        pairs = paired(lens, old, new, was, now, named)
        row = "tone" if lens == "sentiments" else lens
        score.new[row] += len(new) - len(pairs)
        for m, finding in enumerate(old):
            what = f"{finding.id} {finding.text[:90]!r}"
            score.ask(row, m in pairs, what)
            if m not in pairs:
                continue
            other = new[pairs[m]]
            if lens == "attributions":
                same = named(finding.actor) == plain(other.actor) and finding.source_kind == other.source_kind
                score.ask(
                    "source, kind",
                    same,
                    f"{what} {finding.actor}/{other.actor} {finding.source_kind}/{other.source_kind}",
                )
            if lens == "demands":
                same = all(
                    _names(getattr(finding, who), named) == _names(getattr(other, who), plain)
                    for who in ("demander", "addressees")
                )
                what += f" {finding.demander}/{other.demander} → {finding.addressees}/{other.addressees}"
                score.ask("parties", same, what)
                became = {finding_.id: new[n].id for k, n in pairs.items() for finding_ in [old[k]]}
                answered = {became.get(i, i) for i in (finding.responds_to or "").split(" ; ")}
                same = finding.status == other.status and finding.relation == other.relation
                same = same and answered == set((other.responds_to or "").split(" ; "))
                score.ask("status, links", same, f"{what} {finding.status}/{other.status}")


def compare(article: Article, changed: Changed, score: Score, tone: bool = True) -> None:
    """An article beside its changed text."""
    after = Article.from_text(changed.text, id=article.id, check_language=False)

    def was(finding: Any, role: str | None) -> set[int]:
        spans = [changed.span(s, e) for s, e in _role(finding, role)]
        return {k for s, e in spans for k in range(s, e) if after.text[k].isalnum()}

    def now(finding: Any, role: str | None) -> set[int]:
        return {k for s, e in _role(finding, role) for k in range(s, e) if after.text[k].isalnum()}

    judge(article, after, was, now, lambda name: plain(changed.renamed(name or "")), score, tone)


_LITTLE = frozenset("a an the of to by was were been being be is are has have had that".split())


def compare_pair(one: str, two: str, score: Score, tone: bool = True) -> None:
    """A sentence beside another that says the same in other order."""
    a, b = (Article.from_text(text, id="pair", check_language=False) for text in (one, two))

    def words_in(article: Article) -> Places:
        def words(finding: Any, role: str | None) -> set[str]:
            if hasattr(finding, "label"):
                return set()
            text = " ".join(article.text[s:e] for s, e in _role(finding, role))
            found = set(re.findall(r"\w+", text.casefold())) - _LITTLE
            return found or set(re.findall(r"\w+", text.casefold()))

        return words

    judge(a, b, words_in(a), words_in(b), plain, score, tone)


def scores(articles: Iterable[Article], only: Iterable[str] = (), tone: bool = True) -> dict[str, Score]:
    """A score for every change."""
    chosen = list(only) or [*CHANGES, *PAIRS]
    out = {name: Score.empty() for name in chosen}
    for article in articles:
        for name in (n for n in chosen if n in CHANGES):
            for changed in CHANGES[name](article):
                compare(article, changed, out[name], tone)
    for name in (n for n in chosen if n in PAIRS):
        file, one, two = PAIRS[name]
        for row in rows(file):
            compare_pair(row[one], row[two], out[name], tone)
    return out


def table(found: dict[str, Score]) -> str:
    """The scores in Markdown, a line for each change."""
    lines = [f"| change | {' | '.join(ROWS)} |", f"| --- |{' ---: |' * len(ROWS)}"]
    for name, score in found.items():
        cells = []
        for row in ROWS:
            asked, new = score.asked[row], score.new[row]
            share = f"{score.stayed[row] / asked:.3f} of {asked:,}" if asked else "–"
            cells.append(share + (f" (+{new})" if new else ""))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[], choices=[*CHANGES, *PAIRS], help="these changes alone")
    parser.add_argument("--without-tone", action="store_true", help="leave out tone, which takes most of the time")
    parser.add_argument("--mistakes", action="store_true", help="list what did not stay")
    options = parser.parse_args()
    found = scores(texts(), options.only, tone=not options.without_tone)
    print(table(found))
    if options.mistakes:
        for name, score in found.items():
            print(f"\n### {name}\n" + "\n".join(score.mistakes))


if __name__ == "__main__":
    main()
