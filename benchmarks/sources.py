"""Who the sources are: newslens against annotated articles of the project's own writing (benchmarks/sources/).

    python benchmarks/sources.py [ARTICLES.txt …]

Of every marked source it asks: does newslens attribute something to it (found), is its kind right, and, where the
article uses a pronoun, a short name or a description, is it resolved to the right source? The guidelines beside the
articles say what is marked and how.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

_OWN = Path(__file__).parent / "sources"
KINDS = ("named_person", "unnamed", "institution", "document", "media", "public")
_MARK = re.compile(r"\{(\w+):([^{}]*)\}")


@dataclasses.dataclass(frozen=True)
class Annotated:
    """An article: its text, the marked mentions as (source id, start, end), and a row of fields per source."""

    name: str
    text: str
    mentions: tuple[tuple[str, int, int], ...]
    sources: dict[str, dict[str, str]]


def read(path: Path) -> Annotated:
    """One annotated file. ValueError where marks and table do not agree."""
    marked, _, table = path.read_text(encoding="utf-8").partition("\n==\n")
    rows = {row["id"]: row for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)}
    text, mentions, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        mentions.append((mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        at = mark.end()
    text += marked[at:]
    ids = {m[0] for m in mentions}
    if ids != set(rows):
        raise ValueError(f"{path.name}: marked but not in the table, or the other way round: {ids ^ set(rows)}")
    return Annotated(path.stem, text, tuple(mentions), rows)


def plain(name: str) -> str:
    """A name for comparison: lower case, no leading article, no possessive."""
    return re.sub(r"^(?:the|an?|some)\s+|['’]s$", "", " ".join(name.split()).casefold())


@dataclasses.dataclass
class Tally:
    """Counts of right answers and of questions, by what was asked."""

    right: Counter[str] = dataclasses.field(default_factory=Counter)
    asked: Counter[str] = dataclasses.field(default_factory=Counter)
    mistakes: list[str] = dataclasses.field(default_factory=list)

    def ask(self, question: str, right: bool, mistake: str) -> None:
        self.asked[question] += 1
        self.right[question] += right
        if not right:
            self.mistakes.append(f"{question}: {mistake}")


def judge(annotated: Annotated, tally: Tally) -> None:
    """Ask newslens about every marked source of an article."""
    import newslens as nl

    article = nl.Article.from_text(annotated.text, id=annotated.name, check_language=False)
    found = nl.attributions(article)
    spans = nl.evidence(article).query("lens == 'attributions' and role == 'source'")
    rows = {r.id: r for r in found.itertuples()}
    answers = []
    for source, start, end in annotated.mentions:
        hits = [s for s in spans.itertuples() if s.start < end and start < s.end]
        best = max(hits, key=lambda s: min(end, s.end) - max(start, s.start), default=None)
        answers.append((source, start, end, rows[best.id] if best else None))
    full: dict[str, set[str]] = defaultdict(set)  # what newslens calls a source where the article is explicit
    seen: set[str] = set()
    short = []
    for source, start, end, row in answers:
        name = annotated.sources[source]["name"]
        explicit = plain(name) in plain(annotated.text[start:end]) or source not in seen
        seen.add(source)
        if explicit and row is not None:
            full[source].add(plain(row.actor))
        short.append(not explicit)
    for (source, start, end, row), is_short in zip(answers, short, strict=True):
        gold = annotated.sources[source]
        words = annotated.text[start:end]
        where = f"{annotated.name} {words!r}"
        tally.ask("found", row is not None, where)
        if row is None:
            continue
        tally.ask(f"kind {gold['kind']}", row.source_kind == gold["kind"], f"{where} taken for {row.source_kind}")
        if is_short:
            others = {n for s, names in full.items() if s != source for n in names}
            name = plain(row.actor)
            right = name == plain(gold["name"]) or (name in full[source] and name not in others)
            tally.ask("resolved", right, f"{where} is {gold['name']!r}, taken for {row.actor!r}")
        if gold["role"] and gold["kind"] == "named_person":
            known = row.role if isinstance(row.role, str) else ""
            tally.ask("role", plain(gold["role"]) in plain(known), f"{where} is {gold['role']!r}, not {known!r}")
        if gold["anonymity"]:
            tally.ask("anonymity given", isinstance(row.anonymity, str), where)
    wanted = len(annotated.sources)
    tally.ask(
        "number of sources within one", abs(len(nl.sources(article)) - wanted) <= 1, f"{annotated.name}: {wanted}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="*", default=sorted(_OWN.glob("[0-9]*.txt")), help="all if none")
    parser.add_argument("--mistakes", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    articles = [read(path) for path in options.articles]
    tally = Tally()
    for article in articles:
        judge(article, tally)
    sources = sum(len(a.sources) for a in articles)
    print(
        f"{len(articles)} articles, {sources} sources, {sum(len(a.mentions) for a in articles)} attributions to them\n"
    )
    print("| asked | right | of | share |")
    print("| --- | ---: | ---: | ---: |")
    kinds = [f"kind {k}" for k in KINDS if tally.asked[f"kind {k}"]]
    tally.asked["kind, all"] = sum(tally.asked[k] for k in kinds)
    tally.right["kind, all"] = sum(tally.right[k] for k in kinds)
    rest = [q for q in tally.asked if q not in {"found", "kind, all", *kinds}]
    for question in ["found", "kind, all", *kinds, *rest]:
        right, asked = tally.right[question], tally.asked[question]
        print(f"| {question} | {right} | {asked} | {right / asked if asked else 0:.3f} |")
    if options.mistakes:
        print("\n" + "\n".join(sorted(tally.mistakes)))


if __name__ == "__main__":
    main()
