"""What changes nothing of an article changes nothing of what is found in it (all: `benchmarks/metamorphosis.py`)."""

from __future__ import annotations

import functools
import itertools

import pytest

from benchmarks.changed import edited, pieced
from benchmarks.changes import CHANGES, rows
from benchmarks.metamorphosis import ROWS, Score, compare, compare_pair, scores, texts
from newslens.article import Article
from newslens.demands import find_demands
from newslens.hedges import find_hedges
from newslens.sourcing import find_attributions

ARTICLES = 8


@functools.cache
def articles() -> tuple[Article, ...]:
    return tuple(itertools.islice(texts(), ARTICLES))


def article(text: str) -> Article:
    return Article.from_text(text, id="test", check_language=False)


def attributions(text: str) -> list[tuple[str, str, str]]:
    return [(a.actor, a.source_kind, " ".join(a.content.split())) for a in find_attributions(article(text))]


@pytest.mark.parametrize("change", ["double blanks", "blank lines", "broken lines", "dashes"])
def test_how_the_page_is_set_changes_nothing(change: str) -> None:
    score = scores(articles(), [change], tone=False)[change]
    assert sum(score.asked.values()) > 100
    assert not score.mistakes
    assert not sum(score.new.values())


@pytest.mark.parametrize(
    ("change", "least"),
    [
        ("names swapped", 0.95),
        ('quotes " "', 0.96),
        ("quotes ‘ ’", 0.94),
        ("quotes « »", 0.92),
        ("apostrophes", 0.95),
        ("numbers", 0.95),
        ("US, UK spelling", 0.95),
        ("typos", 0.90),
        ("boilerplate before", 0.94),
        ("boilerplate between", 0.94),
        ("boilerplate after", 0.94),
    ],
)
def test_what_is_meant_stays_what_is_found(change: str, least: float) -> None:
    score = scores(articles(), [change], tone=False)[change]
    asked = sum(score.asked.values())
    assert asked > 80
    assert sum(score.stayed.values()) / asked >= least, score.mistakes


@pytest.mark.parametrize(
    ("change", "row", "least"),
    [
        ("passive", "demands", 0.92),
        ("passive", "parties", 0.91),
        ("said before", "attributions", 0.98),
        ("said before", "source, kind", 0.94),
        ("said before", "demands", 0.8),
    ],
)
def test_other_order_same_findings(change: str, row: str, least: float) -> None:
    score = _pairs(change)
    assert score.stayed[row] / score.asked[row] >= least, score.mistakes


@functools.cache
def _pairs(change: str) -> Score:
    return scores((), [change], tone=False)[change]


def test_tone_is_not_of_marks_and_blanks() -> None:
    score = Score.empty()
    (first,) = (a for a in articles() if a.id == "ferry-strike")
    for change in ('quotes " "', "blank lines", "double blanks"):
        for changed in CHANGES[change](first):
            compare(first, changed, score)
    assert score.asked["tone"]
    assert score.stayed["tone"] == score.asked["tone"], score.mistakes


def test_a_change_that_does_change_something_is_noticed() -> None:
    score = Score.empty()
    compare_pair("The union asked the port to reopen.", "The port asked the union to reopen.", score, tone=False)
    assert score.stayed["parties"] < score.asked["parties"]
    assert set(score.asked) <= set(ROWS)


def test_every_character_says_where_it_went() -> None:
    (changed,) = edited("Two men ran.", [(0, 3, "2"), (8, 11, "walked")])
    assert changed.text == "2 men walked."
    assert changed.text[slice(*changed.span(4, 11))] == "men walked"
    turned = pieced("ab cd", [(3, 5, None), (2, 3, None), (0, 2, None)])
    assert turned.text == "cd ab"
    assert turned.text[slice(*turned.span(0, 2))] == "ab"


def test_names_are_swapped_throughout() -> None:
    text = "Julia Ferrante met Leo Park in Turkey. Ferrante said Turkish guards let her pass."
    (changed,) = CHANGES["names swapped"](article(text))
    assert not {"Julia", "Ferrante", "Turkey", "Turkish"} & set(changed.text.replace(".", "").split())
    assert changed.text.count(changed.renamed("Ferrante")) == 2


@pytest.mark.parametrize(("file", "least"), [("voice.tsv", 60), ("said.tsv", 60), ("spelling.tsv", 90)])
def test_the_pairs_are_pairs(file: str, least: int) -> None:
    table = rows(file)
    assert len(table) >= least
    assert all(len(set(row.values())) == 2 and all(row.values()) for row in table)


# -- what the changes brought to light, mended ------------------------------------------------------------------------


def test_a_line_that_ends_on_a_full_page_is_no_paragraph() -> None:
    text = (
        "The engineer in charge of the tunnel told reporters on Monday\nthat the pumps had failed twice in "
        "a week, and that nobody at\nthe ministry had answered his letters."
    )
    joined = text.replace("\n", " ")
    assert attributions(text) == attributions(joined) != []


def test_a_dateline_is_one_where_the_lines_are_short() -> None:
    text = "PORT ELMA, Norway (AP) — Rescuers found the missing trawler on\nFriday, police said, after a long search.\n"
    assert article(text).outlet == "AP"
    start, end = article(text).aside[0]
    assert text[start:end] == "PORT ELMA, Norway (AP) — "


def test_who_speaks_after_a_quotation_is_no_title_of_a_work() -> None:
    assert attributions("“I will not resign,” Karin Thole told parliament.")[0][:2] == ("Karin Thole", "named_person")
    assert attributions("“They lied to us,” Marta Oleen, a pear grower, said.")[0][:2] == (
        "Marta Oleen",
        "named_person",
    )


def test_a_given_name_at_the_head_of_a_sentence_belongs_to_the_name() -> None:
    assert attributions("Gwen Tulk said: “The fish are gone.”")[0][:2] == ("Gwen Tulk", "named_person")


def test_an_age_for_a_name_over_two_lines() -> None:
    text = "The man was arrested in the morning, and a neighbor saw it all. The\n84-year-old said the police were rude."
    assert ("unnamed", "the police were rude") in [found[1:] for found in attributions(text)]


def test_who_has_not_decided_has_not_answered() -> None:
    text = "The court asked Redmoor and Corvane to publish the fees. Redmoor did so on Monday. Corvane has not decided."
    (asked, *_) = find_demands(article(text))
    assert asked.status == "mixed"


@pytest.mark.parametrize(
    "line",
    [
        "© 2024 Example News. All rights reserved. This material may not be published or broadcast.",
        "Copyright 2023 The Harbor Times. It may not be rewritten.",
    ],
)
def test_reserved_rights_are_no_prose(line: str) -> None:
    text = f"The bridge is safe, Ada Brook said.\n\n{line}\n\nThe river could rise, Leo Park said."
    assert [h.hedge for h in find_hedges(article(text))] == ["could"]


def test_a_sentence_about_copyright_is_prose() -> None:
    text = "Copyright may not protect a recipe, Ada Brook said.\n\nThe river rose."
    assert attributions(text)


def test_an_offer_that_nobody_in_particular_makes_is_an_answer() -> None:
    found = find_demands(article("The families demanded an inquiry. They were offered a meeting."))
    assert [(d.act, d.demander, d.status) for d in found] == [
        ("demand", "The families", "countered"),
        ("offer", None, "not_reported"),
    ]
