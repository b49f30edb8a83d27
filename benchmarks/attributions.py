"""Attribution side by side: newslens, its rules alone, plain dependency rules, and textacy, in the same run.

    python benchmarks/attributions.py GOLD.jsonl [--limit N]

A gold line is `{"id", "text", "attributions": [{"source", "cue", "content": [[start, end], …]}]}`; other keys are
ignored. Prints a Markdown table. An attribution counts as found if the words of its content overlap by half or more
(Jaccard index) and its source shares a word with the gold source (a word that carries meaning, where there is one);
`direct` counts only attributions with a quotation mark in or next to the content. Words are what `\\w+` finds, so that
punctuation never decides. Gold without a source wants an empty source. textacy is needed for the comparison only:
`pip install textacy`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

SAYING = frozenset(
    """say tell add announce argue ask believe claim deny declare explain insist note report state suggest think warn
    write""".split()
)
Spans = list[list[int]]
Attribution = dict[str, Spans]
WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
MARK = re.compile("[\"“”«»„]|``|''")
EMPTY = set(
    re.findall(
        r"\w+",
        "a an the of in on at to for from by with and or but as is was were be been are he she they it i we you his "
        "her their its our my who which that this these those him them us me mr mrs ms one some",
    )
)


def newslens(text: str) -> list[Attribution]:
    """What `attributions` finds, as spans per role from the evidence table."""
    import newslens as nl

    article = nl.Article.from_text(text, id="article", check_language=False)
    found: dict[str, Attribution] = {}
    for row in nl.evidence(article).query("lens == 'attributions'").itertuples():
        found.setdefault(row.id, {"source": [], "cue": [], "content": []}).setdefault(row.role, []).append(
            [row.start, row.end]
        )
    return list(found.values())


def textacy(text: str) -> list[Attribution]:
    """What textacy's rules for direct quotations find over the same spaCy pipeline, a paragraph at a time.

    Paragraphs, because textacy refuses a text whose quotation marks do not pair; what it refuses yields nothing.
    """
    from textacy.extract import direct_quotations

    from newslens.language import pipeline

    found: list[Attribution] = []
    lines = [(m.start(), m.group()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    for (at, _), document in zip(lines, pipeline().pipe((line for _, line in lines), batch_size=12), strict=True):
        try:
            quotes = list(direct_quotations(document))
        except ValueError:
            continue
        for q in quotes:
            found.append(
                {
                    "source": [[at + t.idx, at + t.idx + len(t)] for t in q.speaker],
                    "cue": [[at + t.idx, at + t.idx + len(t)] for t in q.cue],
                    "content": [[at + q.content.start_char, at + q.content.end_char]],
                }
            )
    return found


def dependency_rules(text: str) -> list[Attribution]:
    """A plain baseline over the same pipeline: a verb of saying with its subject and clause, and “according to”."""
    from newslens.language import pipeline

    found: list[Attribution] = []
    lines = [(m.start(), m.group()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    for (at, _), document in zip(lines, pipeline().pipe((line for _, line in lines), batch_size=12), strict=True):
        for token in document:
            kids = list(token.children)
            if token.lemma_ in SAYING and token.pos_ == "VERB":
                sources = [c for c in kids if c.dep_ == "nsubj"]
                contents = [c for c in kids if c.dep_ in {"ccomp", "xcomp"}]
                cue = [token]
            elif token.lower_ == "according":
                sources = [g for c in kids if c.lower_ == "to" for g in c.children if g.dep_ == "pobj"]
                contents, cue = [token.head], [token]
            else:
                continue
            if sources and contents:
                out = {t.i for t in sources[0].subtree} | {t.i for t in cue}
                inside = [t for t in contents[0].subtree if t.i not in out]
                found.append(
                    {
                        "source": [[at + t.idx, at + t.idx + len(t)] for t in sources[0].subtree],
                        "cue": [[at + t.idx, at + t.idx + len(t)] for t in cue],
                        "content": [[at + t.idx, at + t.idx + len(t)] for t in inside],
                    }
                )
    return found


def newslens_rules(text: str) -> list[Attribution]:
    """newslens' own rules alone, without the trained encoder."""
    from newslens.article import Article
    from newslens.attribution.quotation_marks import quoted_stretches
    from newslens.attribution.rules import rule_relations
    from newslens.language import parse

    article = Article(id="article", text=text)
    parsed = parse(article)
    return [
        {
            "source": [list(parsed.offsets(*c.source))] if c.source else [],
            "cue": [list(parsed.offsets(*run)) for run in parsed.runs(c.cue)],
            "content": [list(parsed.offsets(*run)) for run in parsed.runs(c.content)],
        }
        for c in rule_relations(parsed, quoted_stretches(article))
    ]


def words(text: str, spans: Spans) -> frozenset[tuple[int, str]]:
    """The words of the spans with their places."""
    return frozenset((m.start(), m.group().lower()) for s, e in spans for m in WORD.finditer(text, s, e))


def score(gold: list[tuple[str, list[Attribution]]], predicted: list[list[Attribution]]) -> dict[str, float]:
    """Micro precision, recall and F1 over all articles, and F1 of direct speech."""
    n_gold = n_predicted = right = exact = direct_gold = direct_predicted = direct_right = 0
    for (text, wanted), found in zip(gold, predicted, strict=True):
        g = [_view(text, a) for a in wanted if words(text, a["content"])]
        p = [_view(text, a) for a in found if words(text, a["content"])]
        n_gold, n_predicted = n_gold + len(g), n_predicted + len(p)
        partner = _pair(g, p)
        matched = {i: j for i, (j, jaccard) in partner.items() if jaccard >= 0.5}
        good = {i for i, j in matched.items() if _same_source(g[i], p[j])}
        right += len(good)
        exact += sum(jaccard == 1.0 for _, jaccard in partner.values())
        direct_gold += sum(a["direct"] for a in g)
        direct_right += sum(g[i]["direct"] for i in good)
        indirect_match = {j for i, j in matched.items() if not g[i]["direct"]}
        direct_match = {j for i, j in matched.items() if g[i]["direct"]}
        direct_predicted += sum(j in direct_match or (a["direct"] and j not in indirect_match) for j, a in enumerate(p))
    f1 = _f1(right, n_predicted, n_gold)
    return {
        "precision": right / n_predicted if n_predicted else 0.0,
        "recall": right / n_gold if n_gold else 0.0,
        "f1": f1,
        "exact": _f1(exact, n_predicted, n_gold),
        "direct": _f1(direct_right, direct_predicted, direct_gold),
    }


def right_ones(text: str, wanted: list[Attribution], found: list[Attribution]) -> set[int]:
    """Places in `found` of the attributions that are right."""
    g = [_view(text, a) for a in wanted if words(text, a["content"])]
    p = [_view(text, a) for a in found]
    return {j for i, (j, jaccard) in _pair(g, p).items() if jaccard >= 0.5 and _same_source(g[i], p[j])}


def _view(text: str, a: Attribution) -> dict[str, Any]:
    content, source = words(text, a["content"]), words(text, a["source"])
    key = frozenset(w for w in source if w[1] not in EMPTY) or source
    return {"content": content, "source": source, "key": key, "direct": any(_quoted(text, w[0]) for w in content)}


def _quoted(text: str, at: int) -> bool:
    """Inside double quotation marks, counted within the line."""
    inside = False
    for m in MARK.finditer(text, text.rfind("\n", 0, at) + 1, at):
        inside = m.group() in "“«„``" if m.group() not in {'"', "''"} else (not inside and m.group() == '"')
    return inside


def _pair(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[int, tuple[int, float]]:
    """One to one, the best overlap first."""
    pairs = []
    for i, g in enumerate(gold):
        for j, p in enumerate(found):
            both = len(g["content"] & p["content"])
            if both:
                pairs.append((both / len(g["content"] | p["content"]), _same_source(g, p), -i, -j))
    out: dict[int, tuple[int, float]] = {}
    used = set()
    for jaccard, _, i, j in sorted(pairs, reverse=True):
        if -i not in out and -j not in used:
            out[-i] = (-j, jaccard)
            used.add(-j)
    return out


def _same_source(gold: dict[str, Any], found: dict[str, Any]) -> bool:
    return bool(gold["key"] & found["source"]) if gold["source"] else not found["source"]


def _f1(right: int, predicted: int, gold: int) -> float:
    return 2 * right / (predicted + gold) if predicted + gold else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N articles")
    options = parser.parse_args()
    records = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()][: options.limit]
    gold = [(r["text"], r["attributions"]) for r in records]
    size = sum(len(text.split()) for text, _ in gold)
    systems: dict[str, Callable[[str], list[Attribution]]] = {
        "textacy direct_quotations": textacy,
        "plain dependency rules": dependency_rules,
        "newslens, rules alone": newslens_rules,
        "newslens attributions": newslens,
    }
    print(f"{options.gold.name}: {len(gold)} articles, {size:,} words\n")
    print("| system | precision | recall | soft+source F1 | direct F1 | exact content F1 | words a CPU second |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, system in systems.items():
        system("“We leave,” Ada Quist said.")  # models are loaded before the clock starts
        started = time.process_time()
        predicted = [system(text) for text, _ in gold]
        seconds = time.process_time() - started
        s = score(gold, predicted)
        print(
            f"| {name} | {s['precision']:.3f} | {s['recall']:.3f} | {s['f1']:.3f} | {s['direct']:.3f} "
            f"| {s['exact']:.3f} | {size / seconds:,.0f} |"
        )


if __name__ == "__main__":
    main()
