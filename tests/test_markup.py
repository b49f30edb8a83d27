"""Tables to be read: words for headings, a dash for what is missing, everything escaped."""

import datetime

import pandas as pd
import pytest

import newslens as nl
from newslens.errors import OptionError
from newslens.markup import plain, signed, tabulate


@pytest.mark.parametrize(
    ("value", "column", "expected"),
    [
        (None, "", "–"),
        (float("nan"), "", "–"),
        (pd.NA, "", "–"),
        (pd.NaT, "", "–"),
        (True, "", "yes"),
        (False, "", "no"),
        ("named_person", "", "named person"),
        ("snake_case is kept", "", "snake_case is kept"),
        ("a ; b", "", "a; b"),
        (0.312, "share", "31%"),
        (-0.1, "polarity", "−0.10"),
        (0.25, "subjectivity", "0.25"),
        (3, "", "3"),
        (datetime.date(2022, 1, 4), "", "January 4, 2022"),
        (pd.Timestamp(2022, 1, 4), "", "January 4, 2022"),
    ],
)
def test_plain(value, column, expected):
    assert plain(value, column) == expected


@pytest.mark.parametrize(("number", "expected"), [(0.0, "0.00"), (-0.001, "0.00"), (0.004, "0.00"), (-1, "−1.00")])
def test_signed(number, expected):
    assert signed(number) == expected


def test_a_table_says_what_it_shows():
    table = pd.DataFrame({"id": ["x1"], "kind": ["a<b"], "share": [0.5], "answered_by": ["d2 ; d3"]})
    table.attrs["lens"] = "demands"
    shown = tabulate(table, ["kind", "share", "answered_by"], caption="Things & more")
    assert "<caption>Things &amp; more</caption>" in shown.html
    assert '<th scope="col" style="text-align:left">kind</th>' in shown.html
    assert '<th scope="row" style="text-align:left">a&lt;b</th>' in shown.html
    assert '<td class="nl-n" style="text-align:right">50%</td>' in shown.html
    assert 'data-row="demands-x1"' in shown.html
    assert shown.html.count('data-nl="demands-d') == 2
    assert repr(shown).splitlines()[1].split() == ["a<b", "50%", "d2;", "d3"]


def test_an_empty_table_is_a_sentence():
    article = nl.Article.from_text("Rain fell on the valley.")
    shown = tabulate(nl.demands(article), ["act"], empty="Nobody wants anything.")
    assert repr(shown) == "Nobody wants anything."
    assert "<table" not in shown.html


def test_a_codebook_keeps_the_names_as_they_are_typed():
    assert "reported_by" in tabulate(nl.schema("demands")).html


def test_unknown_column():
    with pytest.raises(OptionError, match="Did you mean 'kind'"):
        tabulate(pd.DataFrame({"kind": ["x"]}), ["kinds"])


def test_all_columns_but_offsets_by_default():
    article = nl.Article.from_text("The bridge could fall.")
    head = repr(tabulate(nl.hedges(article))).splitlines()[0]
    assert "hedge" in head
    assert "start" not in head
