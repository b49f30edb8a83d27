"""Who answers whom, and how: in words, by a deed or by a silence, to all that was asked or to a part of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from newslens.article import Article, read_article
from newslens.demands import demands, find_demands
from newslens.errors import OptionError
from newslens.responses import (
    RELATIONS,
    DemandAddressee,
    Response,
    demand_addressees,
    find_demand_addressees,
    find_responses,
    responses,
)
from newslens.tables import dtypes

SEED = Path(__file__).parent.parent / "seeds" / "2022-01-24-cnn-us-troops-eastern-europe.txt"


def article(text: str) -> Article:
    return Article.from_text(text, id="test", check_language=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The union asked the port to reopen. The port refused.",
            [("words", "the port", "rejects", "The union", "request", "refused")],
        ),
        (
            "The bank offered to write off the debt. Farmers accepted the offer.",
            [("words", "Farmers", "accepts", "The bank", "offer", "accepted")],
        ),
        (
            "The agency said the supplier should recall the pumps. The supplier is reviewing the request.",
            [("words", "the supplier", "defers", "The agency", "request", "reviewing")],
        ),
        (
            "Norway demanded that Sweden and Denmark open the border. Neither has responded.",
            [("silence", "Sweden ; Denmark", "silent", "Norway", "demand", "Neither has responded")],
        ),
        (
            "Norway offered Kenya four ships. Kenya has not responded to the offer.",
            [("silence", "Kenya", "silent", "Norway", "offer", "Kenya has not responded to the offer")],
        ),
        # a noun in apposition, and who says so of it
        (
            "The mill has offered to pay for new wells, a plan the council said it would study.",
            [("words", "the council", "defers", "The mill", "offer", "study")],
        ),
        (
            "Ada Holt proposed that both towns share the lake, something Norway has long refused to do.",
            [("words", "Norway", "rejects", "Ada Holt", "offer", "refused")],
        ),
        # a silence is about what it names
        (
            "Councilors ordered the mill to close. The mayor said the mill had ignored two requests for its logs.",
            [
                (
                    "silence",
                    "the mill",
                    "silent",
                    "The mayor",
                    "request",
                    "the mill had ignored two requests for its logs",
                )
            ],
        ),
        (
            "Clerks told the bank to reopen. They asked the bank to publish its rules. It has ignored that request.",
            [("silence", "the bank", "silent", "Clerks", "request", "It has ignored that request")],
        ),
        (
            "Clerks asked the bank for masks. “That is not an acceptable answer,” a clerk said of its notice.",
            [],
        ),
        (
            "The mayor said she had asked the mill for a cleanup plan. “The mill never wrote back,” she said.",
            [("silence", "the mill", "silent", "The mayor", "request", "The mill never wrote back")],
        ),
        # the conditions are the conditions, whatever else was asked
        (
            "The mine demanded that the rebels leave. They said they would go only if it freed two men. "
            "The mine dismissed the conditions.",
            [
                ("words", "the rebels", "counters", "The mine", "demand", "only if"),
                ("words", "The mine", "rejects", "the rebels", "condition", "dismissed"),
            ],
        ),
        # “that motion” is the last one
        (
            "The firm asked the court to seal the files. The state asked the court to name a monitor. "
            "The court said it would rule on that request next month.",
            [("words", "The court", "defers", "The state", "request", "rule")],
        ),
        # asked for as a noun, promised as a verb
        (
            "The Red Cross appealed for guarantees for its staff. The interior minister, Omar Sel, said the government "
            "would guarantee the safety of Red Cross workers.",
            [("words", "the government", "accepts", "Red Cross", "appeal", "would")],
        ),
        # what is merely not told is no answer
        ("Norway demanded that Sweden open the border. The border is long.", []),
        ("The river rose by Friday.", []),
    ],
)
def test_who_answers_whom(text: str, expected: list[tuple[str, ...]]) -> None:
    found = find_responses(article(text))
    shown = [(r.form, r.responder, r.relation, r.asker, r.asked, r.answer) for r in found]
    lowered = [tuple(str(x).lower() for x in row) for row in shown]
    assert lowered == [tuple(x.lower() for x in row) for row in expected]


def test_an_answer_to_one_item_says_which() -> None:
    asked = "The union asked the port to reopen the gate and pay overtime."
    text = f"{asked} The port agreed to reopen the gate but refused to pay overtime."
    assert [(r.relation, r.items) for r in find_responses(article(text))] == [("accepts", "d1.1"), ("rejects", "d1.2")]
    assert [a.status for a in find_demand_addressees(article(text)) if a.demand == "d1"] == ["partly_accepted"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The union asked the port and the city to reopen the gate. The port refused.",
            {"the port": "rejected", "the city": "not_reported"},
        ),
        (
            "Norway demanded that Sweden and Denmark open the border. Neither has responded.",
            {"Sweden": "unanswered", "Denmark": "unanswered"},
        ),
        (
            "The appeals court ordered Brindle Mining to drain the shaft. The company complied on Monday.",
            {"Brindle Mining": "accepted"},
        ),
        ("Norway demanded that Sweden open the border.", {"Sweden": "not_reported"}),
    ],
)
def test_where_each_addressee_stands(text: str, expected: dict[str, str]) -> None:
    found = {a.addressee: a.status for a in find_demand_addressees(article(text)) if a.demand == "d1"}
    assert found == expected


def test_the_seed() -> None:
    seed = read_article(SEED)
    table = responses(seed)
    assert table[["responder", "relation", "asker", "response", "reported_by"]].fillna("").values.tolist() == [
        ["United States", "rejects", "Russia", "d3", ""],
        ["United States", "defers", "Russia", "d4", "Antony Blinken"],
    ]
    asked = demand_addressees(seed).query("demand == 'd2'")
    assert dict(zip(asked.addressee, asked.status, strict=True)) == {
        "United States": "rejected",
        "NATO": "not_reported",
    }
    assert asked.responses.fillna("").tolist() == ["r1 ; r2", ""]


TEXTS = [
    "The union asked the port and the city to reopen the gate. The port refused, and the city ignored the request.",
    "Chipmaker Arvo said it was asked by customs officers to disclose its suppliers and declined.",
    "Fans called on the owner to sell the team. He has repeatedly dismissed such calls.",
    "The council asked Nordal to stop. The firm stopped the pumps, which the council had asked for.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_ids_lead_somewhere(text: str) -> None:
    read = article(text)
    acts = {d.id: d for d in find_demands(read)}
    for r in find_responses(read):
        assert r.relation in RELATIONS
        assert acts[r.demand].act == r.asked
        assert (r.response in acts) == (r.form == "words")
        assert {p.role for p in r.parts} <= {"responder", "cue", "content", "answer"}
    known = {r.id for r in find_responses(read)}
    for a in find_demand_addressees(read):
        assert a.addressee in (acts[a.demand].addressees or "")
        assert {key for key in (a.responses or "").split(" ; ") if key} <= known


def test_every_link_between_acts_is_a_row() -> None:
    for text in TEXTS:
        table = demands(article(text), realis="all")
        linked = {
            (row.id, target)
            for row in table.itertuples()
            if not pd.isna(row.responds_to)
            for target in str(row.responds_to).split(" ; ")
        }
        assert {(r.response, r.demand) for r in find_responses(article(text)) if r.form == "words"} == linked


def test_realis_chooses() -> None:
    text = "The union asked the port to reopen. The port could refuse the request."
    assert len(responses(article(text))) == 0
    assert set(responses(article(text), realis="all").realis) <= {"hypothetical"}
    with pytest.raises(OptionError, match="Did you mean 'actual'"):
        responses(article(text), realis="actually")


@pytest.mark.parametrize(("make", "record"), [(responses, Response), (demand_addressees, DemandAddressee)])
def test_empty_tables_have_the_same_columns(make, record) -> None:
    full, empty = make(article("The union asked the port to reopen. The port refused.")), make(article("Rain fell."))
    assert len(empty) == 0 < len(full)
    assert full.dtypes.astype(str).to_dict() == empty.dtypes.astype(str).to_dict() == dtypes(record)
