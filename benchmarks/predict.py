"""Writes what newslens finds in the texts of a JSONL file, by its public functions alone, in the scorers' formats.

    python benchmarks/predict.py attributions|tone|demands|events IN.jsonl OUT.jsonl

An input line is `{"id", "text", …}`, for `tone` also `"target": [start, end] | null`; other keys are ignored. All
offsets are half-open characters of `text`. What an output line holds:

attributions  {"id", "attributions": [{"source", "cue", "content": [[start, end], …]}]}
tone          {"id", "label", "proba": [negative, neutral, positive]}
demands       {"id", "frames": [{"id", "act", "cue", "content": [{"spans", "text", "polarity", "status"}], "demander",
              "demandee": [{"entity"}], "realis", "reported_by", "status", "responds_to": [{"frame", "relation"}]}]}
events        {"id", "events": [{"source", "target", "code", "text"}]}, PLOVER codes

A text that newslens cannot read (empty, not English) gets an empty prediction; how many is said at the end.
"""

from __future__ import annotations

import argparse
import functools
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

import newslens as nl
from newslens.demands import plover_code
from newslens.sentiment import label

Record = dict[str, Any]
LABELS = ("negative", "neutral", "positive")


@functools.lru_cache(maxsize=4)
def read(text: str) -> nl.Article:
    return nl.Article.from_text(text, id="text", check_language=False)


def spans(rows: pd.DataFrame, role: str) -> list[list[int]]:
    """Where the evidence rows of a role stand."""
    found = rows.loc[rows["role"] == role, ["start", "end"]]
    return [[int(start), int(end)] for start, end in found.itertuples(index=False)]


def split(value: Any) -> list[str]:
    """The names in a cell that joins several with ' ; '; none in an empty one."""
    return [] if pd.isna(value) else str(value).split(" ; ")


def attributions(record: Record) -> Record:
    """Source, cue and content of every attribution."""
    evidence = nl.evidence(read(record["text"]), "attributions")
    found = evidence.groupby("id", sort=False)
    return {"attributions": [{role: spans(rows, role) for role in ("source", "cue", "content")} for _, rows in found]}


def tone(record: Record) -> Record:
    """Tone toward the target; without one, the mean of the sentences' valences as a label with a dead zone."""
    article = read(record["text"])
    if not record.get("target"):
        valence = float(nl.article_tone(article)["mean"].fillna(0.0).iloc[0])
        chosen = label(valence)
        return {"label": chosen, "proba": [float(chosen == name) for name in LABELS]}
    row = nl.sentiments(article, targets=[tuple(record["target"])]).iloc[0]
    return {"label": row["label"], "proba": [row["p_neg"], row["p_neu"], row["p_pos"]]}


def demands(record: Record) -> Record:
    """Every act, whatever its realis, with its content items, status and links."""
    article = read(record["text"])
    evidence = dict(list(nl.evidence(article, "demands").groupby("id")))
    items = nl.demand_items(article)
    parts = nl.evidence(article, "demand_items")
    frames = []
    for row in nl.demands(article, realis="all").itertuples():
        content = [
            {
                "spans": spans(parts[parts["id"] == item.id], "content"),
                "text": item.text,
                "polarity": item.polarity,
                "status": None if pd.isna(item.status) else item.status,
            }
            for item in items[items["demand"] == row.id].itertuples()
        ]
        frames.append(
            {
                "id": row.id,
                "act": row.act,
                "cue": spans(evidence[row.id], "cue"),
                "content": content,
                "demander": [{"entity": name} for name in split(row.demander)],
                "demandee": [{"entity": name} for name in split(row.addressees)],
                "realis": row.realis,
                "reported_by": None if pd.isna(row.reported_by) else {"entity": row.reported_by},
                "status": None if pd.isna(row.status) else row.status,
                "responds_to": [{"frame": target, "relation": row.relation} for target in split(row.responds_to)],
            }
        )
    return {"frames": frames}


def events(record: Record) -> Record:
    """Acts that are said or planned as PLOVER events.

    Event data want a recipient where a demand names no addressee (“rejected Oslo’s plan”): it is then the first other
    actor in what is asked, offered or refused, else those words themselves; of two who agree, each other. “Will not …
    until …” is a condition here and a REJECT in PLOVER, an ultimatum a THREATEN. What is answered in the same sentence
    is coded by its answer alone, and an order for a deed (“ordered his arrest”) by the deed. What only the network
    takes for an act is left out: of a sentence alone it sees too little.
    """
    article = read(record["text"])
    table = nl.demands(article, realis="all")
    evidence = nl.evidence(article, "demands", "actors")
    actors = nl.actors(article)
    names = actors[actors["kind"] != "group"].set_index("id")["name"]
    found = []
    answered = {target for row in table.itertuples() for target in split(row.responds_to) if row.act != "offer"}
    for row in table[table["realis"].isin(["actual", "planned"]) & (table["found_by"] != "network")].itertuples():
        deed = row.cue.startswith("order") and (pd.isna(row.addressees) or "against" in str(row.content))
        if deed or (row.id in answered and _in_one_sentence(row, table, record["text"])):
            continue
        price = "" if pd.isna(row.in_return) else str(row.in_return)
        refused = row.act == "condition" and (
            row.cue.startswith(("refus", "declin")) or price.startswith(("not ", "never ", "no "))
        )
        ultimatum = row.act == "demand" and (
            "ultimatum" in row.cue or (row.cue[:4] in _TERMS and pd.notna(row.deadline))
        )
        code = plover_code("refusal" if refused else "threat" if ultimatum else row.act)
        if code is not None:
            mutual = row.act in {"promise", "acceptance"} and len(split(row.demander)) > 1
            target = " ; ".join(split(row.addressees) or (split(row.demander) if mutual else []))
            target = target or _recipient(row, evidence, names)
            source = " ; ".join(split(row.demander))
            found.append({"source": source, "target": target, "code": code, "text": row.cue})
    yielded = nl.evidence(article, "concessions")
    agreed = [(row.start, row.end) for row in table[table["plover"].eq("AGREE").fillna(False)].itertuples()]
    for deed in nl.concessions(article, realis="all").itertuples():
        told = deed.realis == "planned" and any(s < deed.end and deed.start < e for s, e in agreed)
        if deed.realis in {"actual", "planned"} and not told:
            words = " ; ".join(yielded.loc[(yielded["id"] == deed.id) & (yielded["role"] == "what"), "text"])
            target = deed.beneficiary if pd.notna(deed.beneficiary) else words
            source = "" if pd.isna(deed.conceder) else deed.conceder
            found.append({"source": source, "target": target, "code": deed.plover, "text": deed.cue})
    return {"events": found}


_TERMS = ("gave", "give", "set ")


def _in_one_sentence(row: Any, table: pd.DataFrame, text: str) -> bool:
    """No sentence ends between an act and its answers."""
    replies = table[table["responds_to"].map(lambda cell: row.id in split(cell))]
    return all(
        ". " not in text[min(row.start, reply.start) : max(row.end, reply.end)] for reply in replies.itertuples()
    )


def _recipient(row: Any, evidence: pd.DataFrame, names: pd.Series[str]) -> str:
    content = evidence[(evidence["lens"] == "demands") & (evidence["id"] == row.id)]
    mentions = evidence[evidence["lens"] == "actors"].sort_values("start")
    for start, end in spans(content, "content"):
        for mention in mentions[mentions["id"].isin(names.index)].itertuples():
            name = names[mention.id]
            if start <= mention.start and mention.end <= end and name not in split(row.demander):
                return str(mention.text if mention.text[:1].isupper() else name)
    return " ".join(split(row.content))


TASKS: dict[str, tuple[Callable[[Record], Record], Record]] = {
    "attributions": (attributions, {"attributions": []}),
    "tone": (tone, {"label": "neutral", "proba": [0.0, 1.0, 0.0]}),
    "demands": (demands, {"frames": []}),
    "events": (events, {"events": []}),
}


def predict(task: str, lines: Iterable[str], unread: list[str]) -> Iterable[str]:
    """A line of predictions for each line of input; ids of the texts that could not be read go to `unread`."""
    function, nothing = TASKS[task]
    for line in lines:
        record = json.loads(line)
        try:
            found = function(record)
        except nl.InputError as error:
            unread.append(f"{record['id']}: {error}")
            found = nothing
        yield json.dumps({"id": record["id"], **found}, ensure_ascii=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=list(TASKS))
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    unread: list[str] = []
    with options.input.open(encoding="utf-8") as lines, options.output.open("w", encoding="utf-8") as out:
        for line in predict(options.task, (x for x in lines if x.strip()), unread):
            out.write(line + "\n")
    if unread:
        sys.stderr.write(f"{len(unread)} texts could not be read, e.g. {unread[0]}\n")


if __name__ == "__main__":
    main()
