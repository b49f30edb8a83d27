"""The ledger as a matrix: who acts toward whom, by actor, country and part of society."""

from __future__ import annotations

from pathlib import Path

import pytest

from newslens.article import Article, read_article
from newslens.demands import ACTS, find_demands
from newslens.errors import OptionError
from newslens.ledger import GROUP, demand_matrix

SEED = Path(__file__).parent.parent / "seeds" / "2022-01-24-cnn-us-troops-eastern-europe.txt"


def article(text: str) -> Article:
    return Article.from_text(text, id="test", check_language=False)


def cells(text: str, by: str = "actor") -> list[tuple[str, str, str, int]]:
    table = demand_matrix(article(text), by=by).fillna("")
    return list(table[["demander", "addressee", "group", "acts"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway demanded that Sweden and Denmark open the border. Sweden refused.",
            [
                ("Norway", "Sweden", "asks", 1),
                ("Norway", "Denmark", "asks", 1),
                ("Sweden", "Norway", "refuses", 1),
            ],
        ),
        ("Norway threatened to close the border.", [("Norway", "", "threatens", 1)]),
        ("Rain fell on the valley.", []),
    ],
)
def test_by_actor(text: str, expected: list[tuple[str, str, str, int]]) -> None:
    assert cells(text) == expected


def test_by_country_and_sector() -> None:
    text = "The Russian foreign ministry demanded that the teachers’ union return the money."
    assert cells(text, by="country") == [("RUS", "", "asks", 1)]
    assert cells(text, by="sector") == [("government", "union", "asks", 1)]


def test_the_seed() -> None:
    table = demand_matrix(read_article(SEED), by="country").dropna()
    assert table[["demander", "addressee", "group", "demands"]].values.tolist() == [
        ["RUS", "USA", "asks", "d2"],
        ["USA", "RUS", "refuses", "d3"],
        ["USA", "RUS", "puts_off", "d4"],
    ]


def test_a_square_one_is_a_line_of_pandas() -> None:
    matrix = demand_matrix(read_article(SEED))
    square = matrix.pivot_table(index="demander", columns="addressee", values="acts", aggfunc="sum", fill_value=0)
    assert square.loc["United States", "Russia"] == 2
    assert square.loc["Russia", "NATO"] == 1


def test_each_act_has_a_group_and_its_rows_add_up() -> None:
    assert set(GROUP) == set(ACTS)
    text = "The union asked the port to reopen. The port refused. The city offered the union a tent."
    table = demand_matrix(article(text), realis="all")
    ids = {key for joined in table.demands for key in joined.split(" ; ")}
    assert ids == {d.id for d in find_demands(article(text))}
    assert table.acts.tolist() == [len(joined.split(" ; ")) for joined in table.demands]


def test_empty_and_full_have_the_same_columns() -> None:
    full, empty = demand_matrix(read_article(SEED)), demand_matrix(article("Rain fell."))
    assert full.dtypes.to_dict() == empty.dtypes.to_dict()


@pytest.mark.parametrize(("given", "said"), [({"by": "sectors"}, "'sector'"), ({"realis": "actuel"}, "'actual'")])
def test_other_values_are_told_from_near_ones(given: dict[str, str], said: str) -> None:
    with pytest.raises(OptionError, match=f"Did you mean {said}"):
        demand_matrix(article("Rain fell."), **given)
