"""Agreement of two codings: measures on examples whose values are published or can be counted by hand."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newslens as nl
from newslens.agreement import Row, paired
from newslens.errors import MissingExtraError, OptionError
from newslens.reliability import Coders, _expected, merged, nominal_alpha, unitized_alpha

krippendorff = pytest.importorskip("krippendorff", reason="krippendorff comes with the extra “coding”")

ARTICLE = nl.Article.from_text(
    "The mayor said the bridge is safe. Critics said it is not, and that it could fall.", id="x"
)


def table(*rows: tuple, article: str = "x") -> pd.DataFrame:
    """Findings as (start, end, kind)."""
    frame = pd.DataFrame(
        [(article, f"a{n}", start, end, kind) for n, (start, end, kind) in enumerate(rows, 1)],
        columns=["article", "id", "start", "end", "source_kind"],
    )
    return frame.astype({"start": "int64", "end": "int64", "source_kind": "string"})


def measure(result: pd.DataFrame, name: str) -> pd.Series:
    return result.set_index("measure").loc[name]


# published examples


def test_nominal_alpha_of_krippendorff_2011() -> None:
    """Krippendorff (2011), “Computing Krippendorff's Alpha-Reliability”, section C: 4 coders, 12 units, alpha 0.743."""
    x = np.nan
    data = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, x, x, x],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, x, 3],
        [x, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, x],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, x],
    ]
    assert krippendorff.alpha(data, level_of_measurement="nominal") == pytest.approx(0.743, abs=0.0005)


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [("0100000000", "1110010010", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
)
def test_nominal_alpha_of_two_coders_in_krippendorff_2011(first: str, second: str, value: float) -> None:
    """The same paper, sections A (binary data) and B (nominal data): two observers, nothing missing."""
    assert nominal_alpha(list(zip(first, second, strict=True))).value == pytest.approx(value, abs=0.0005)


def example() -> tuple[Coders, Coders]:
    """Krippendorff (2004), Quality & Quantity 38:787–800, also Content Analysis, 2nd ed., p. 254: a continuum from 150
    to 450, categories c and k. Spans and values as the tests of DKPro Statistics (Meyer et al. 2014) quote them.
    """
    c = Coders([(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)])
    k = Coders([(30, 90), (150, 200)], [(30, 90), (150, 200)])
    return c, k


def test_alpha_u_of_krippendorff_2004() -> None:
    c, k = example()
    assert _expected(c, 300) == pytest.approx(0.0532, abs=0.00005)
    assert _expected(k, 300) == pytest.approx(0.0490, abs=0.00005)
    assert (1 - unitized_alpha([c], 300).value) * _expected(c, 300) == pytest.approx(0.0144, abs=0.00005)
    assert unitized_alpha([c], 300).value == pytest.approx(0.7286, abs=0.0001)
    assert unitized_alpha([k], 300).value == 1
    assert unitized_alpha([c, k], 300).value == pytest.approx(0.8591, abs=0.0005)  # there from rounded disagreements


# alpha and its interval


@pytest.mark.parametrize(
    ("pairs", "value", "note"),
    [
        ([], None, "no finding of both"),
        ([("a", "a")] * 5, None, "one category only"),
        ([("a", "a"), ("b", "b")], 1.0, "needs 3 units"),
        ([("a", "a"), ("b", "b"), ("b", "b")], 1.0, "no spread"),
    ],
)
def test_alpha_says_why_it_or_its_interval_is_missing(pairs, value, note) -> None:
    estimate = nominal_alpha(pairs)
    assert estimate.value == value
    assert estimate.low is None
    assert note in estimate.note


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=3, max_size=30))
@settings(max_examples=40, deadline=None)
def test_the_formula_of_the_resamples_gives_the_packages_alpha(pairs) -> None:
    """The formula that the resamples go by, on the sample itself."""
    estimate = nominal_alpha(pairs, 200)
    if estimate.value is None:
        return
    known = sorted({c for pair in pairs for c in pair})
    codes = np.array([[known.index(a), known.index(b)] for a, b in pairs])
    marks = np.array([(codes == n).sum() for n in range(len(known))])
    n = 2 * len(pairs)
    by_hand = 1 - (n - 1) * 2 * (codes[:, 0] != codes[:, 1]).sum() / (n * n - (marks**2).sum())
    assert estimate.value == pytest.approx(by_hand)
    if estimate.low is not None:
        assert estimate.low <= estimate.high <= 1


def test_more_units_give_a_narrower_interval_and_the_same_seed_the_same() -> None:
    some = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b"), ("c", "c")]
    few, many = nominal_alpha(some * 4), nominal_alpha(some * 40)
    assert few.low < few.value < few.high
    assert many.high - many.low < (few.high - few.low) / 2
    assert nominal_alpha(some * 4) == few
    assert nominal_alpha(list(reversed(some)) * 4) == few


spans = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), max_size=6).map(
    lambda found: merged([(start, min(start + length, 100)) for start, length in found])
)


@given(spans, spans)
@settings(max_examples=60, deadline=None)
def test_alpha_u_is_symmetric_and_one_only_for_the_same_spans(a, b) -> None:
    one, other = unitized_alpha([Coders(a, b)], 100, 20).value, unitized_alpha([Coders(b, a)], 100, 20).value
    if one is None:
        assert not a
        assert not b
        return
    assert one == pytest.approx(other)
    assert one <= 1
    assert (one == 1) == (a == b)


def test_alpha_u_falls_as_spans_drift_apart() -> None:
    values = [unitized_alpha([Coders([(20, 40)], [(20 + shift, 40 + shift)])], 100).value for shift in range(0, 30, 5)]
    assert values == sorted(values, reverse=True)
    assert values[0] == 1


def test_spans_that_overlap_become_one_and_those_that_touch_stay_two() -> None:
    assert merged([(5, 9), (0, 3), (2, 5), (20, 30), (21, 22)]) == [(0, 5), (5, 9), (20, 30)]


# pairing


def rows(*found: tuple) -> list[Row]:
    return [Row(*row, None) for row in found]


def test_the_best_overlap_is_paired_first() -> None:
    a = rows(("x", "a1", 0, 10), ("x", "a2", 5, 20))
    b = rows(("x", "b1", 5, 20), ("x", "b2", 0, 6))
    assert [(p.id, q.id) for p, q in paired(a, b)] == [("a1", "b2"), ("a2", "b1")]


def test_of_equal_overlaps_the_same_id_is_paired() -> None:
    a = rows(("x", "s1", 0, 10), ("x", "s2", 0, 10))
    assert [(p.id, q.id) for p, q in paired(a, list(reversed(a)))] == [("s1", "s1"), ("s2", "s2")]


def test_touching_findings_and_other_articles_are_no_pair() -> None:
    a = rows(("x", "a1", 0, 10))
    assert paired(a, rows(("x", "b1", 10, 20), ("y", "b2", 0, 10))) == []


def test_each_finding_is_in_one_pair_at_most() -> None:
    a = rows(("x", "a1", 0, 100))
    b = rows(("x", "b1", 0, 40), ("x", "b2", 40, 100))
    assert [(p.id, q.id) for p, q in paired(a, b)] == [("a1", "b2")]


# the table


def test_precision_recall_and_f1_by_hand() -> None:
    a = table((0, 10, "unnamed"), (20, 30, "media"), (40, 50, "public"))
    b = table((0, 10, "unnamed"), (22, 30, "media"), (60, 70, "media"), (71, 75, "media"))
    result = nl.agreement(a, b, articles=ARTICLE)
    assert [measure(result, f"{m}_overlap")["value"] for m in ("precision", "recall", "f1")] == [0.5, 2 / 3, 4 / 7]
    assert [measure(result, f"{m}_exact")["value"] for m in ("precision", "recall", "f1")] == [1 / 4, 1 / 3, 2 / 7]
    assert measure(result, "precision_exact")["n"] == 4
    assert measure(result, "recall_exact")["n"] == 3
    assert measure(result, "alpha_nominal")["n"] == 2
    assert measure(result, "alpha_u")["n"] == 7
    low, value, high = measure(result, "f1_overlap")[["low", "value", "high"]]
    assert 0 <= low < value < high <= 1


def test_perfect_agreement_is_one_everywhere() -> None:
    a = table((0, 10, "unnamed"), (20, 30, "media"), (40, 50, "public"))
    result = nl.agreement(a, a.copy(), articles=ARTICLE)
    assert result["value"].tolist() == [1.0] * 9
    assert result["note"].str.contains("no spread").all()


@pytest.mark.parametrize(("a", "b"), [(True, False), (False, True), (False, False)])
def test_empty_tables_give_no_number_and_say_why(a, b) -> None:
    full, none = table((0, 10, "unnamed")), table()
    result = nl.agreement(full if a else none, full if b else none, articles=ARTICLE)
    assert result["value"].dtype == "float64"
    assert pd.isna(measure(result, "precision_overlap")["value"]) == (not b)
    assert pd.isna(measure(result, "recall_overlap")["value"]) == (not a)
    assert pd.isna(measure(result, "alpha_nominal")["value"])
    assert result.loc[result["value"].isna(), "note"].notna().all()
    if a or b:
        assert measure(result, "f1_overlap")["value"] == 0
        assert measure(result, "alpha_u")["value"] < 1


def test_columns_and_dtypes_do_not_depend_on_what_was_found() -> None:
    full = nl.agreement(table((0, 10, "a")), table((0, 9, "b")), articles=ARTICLE)
    empty = nl.agreement(table(), table(), articles=ARTICLE)
    assert full.dtypes.equals(empty.dtypes)
    assert full["measure"].tolist() == empty["measure"].tolist()


def test_same_spans_of_another_kind_agree_in_place_only() -> None:
    a, b = table((0, 10, "media"), (20, 30, "public")), table((0, 10, "public"), (20, 30, "media"))
    result = nl.agreement(a, b, articles=ARTICLE)
    assert measure(result, "f1_exact")["value"] == 1
    assert measure(result, "alpha_u")["value"] == 1
    assert measure(result, "alpha_u_by_category")["value"] < 0.2
    assert measure(result, "alpha_nominal")["value"] < 0


def test_a_missing_category_is_left_out_of_alpha() -> None:
    a = table((0, 10, "media"), (20, 30, None), (40, 50, "public"))
    result = nl.agreement(a, a, articles=ARTICLE)
    assert measure(result, "alpha_nominal")["n"] == 2
    assert measure(result, "alpha_u_by_category")["n"] == 4
    assert measure(result, "alpha_u")["n"] == 6


def test_articles_are_paired_within_and_laid_end_to_end() -> None:
    other = nl.Article.from_text("It rained on the bridge, the mayor said to reporters.", id="y")
    a = pd.concat([table((0, 10, "media")), table((5, 20, "public"), article="y")])
    b = pd.concat([table((5, 20, "media")), table((0, 10, "public"), article="y")])
    result = nl.agreement(a, b, articles=[ARTICLE, nl.analyze(other)])
    assert measure(result, "recall_overlap")["value"] == 1
    assert measure(result, "recall_exact")["value"] == 0
    length = len(ARTICLE.text)
    laid = Coders([(0, 10), (length + 5, length + 20)], [(5, 20), (length, length + 10)])
    whole = unitized_alpha([laid], length + len(other.text))
    assert measure(result, "alpha_u")["value"] == whole.value


def test_without_the_articles_a_note_says_how_long_they_are_taken_to_be() -> None:
    a, b = table((0, 10, "media")), table((0, 8, "media"))
    short, long = nl.agreement(a, b), nl.agreement(a, b, articles=ARTICLE)
    assert "give articles=" in measure(short, "alpha_u")["note"]
    assert measure(short, "alpha_u")["value"] < measure(long, "alpha_u")["value"]


def test_an_analysis_stands_for_its_table() -> None:
    analysis = nl.analyze(ARTICLE)
    result = nl.agreement(analysis, ARTICLE, lens="attributions", articles=analysis)
    assert measure(result, "f1_exact")["value"] == 1
    with pytest.raises(OptionError, match="Say which table"):
        nl.agreement(analysis, analysis.attributions)


def test_other_lenses_have_other_categories() -> None:
    hedges = nl.hedges(ARTICLE)
    assert measure(nl.agreement(hedges, hedges, on="kind", lens="hedges", articles=ARTICLE), "alpha_u")["value"] == 1


def test_coded_tables_without_rejected_rows_and_with_a_warning_for_undecided_ones(tmp_path) -> None:
    pytest.importorskip("ipywidgets")
    for coder in ("ab", "cd"):
        coding = nl.code(ARTICLE, coder=coder, file=tmp_path / "log.jsonl")
        coding.confirm() if coder == "ab" else coding.reject()
    tables = [nl.coded(ARTICLE, c, file=tmp_path / "log.jsonl", rejected=True) for c in ("ab", "cd")]
    tables[1] = tables[1].assign(decision=tables[1]["decision"].fillna("confirm"))
    with pytest.warns(UserWarning, match="rows of a are undecided"):
        result = nl.agreement(*tables, articles=ARTICLE)
    assert measure(result, "recall_overlap")["value"] == 1 - 1 / len(tables[0])
    decided = [t[t["decision"].notna()] for t in tables]
    assert measure(nl.agreement(*decided, articles=ARTICLE), "recall_overlap")["value"] == 0


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"on": "source_kin"}, "Did you mean 'source_kind'"),
        ({"lens": "attribution"}, "Did you mean 'attributions'"),
        ({"n": 0}, "no number of resamples"),
        ({"articles": nl.Article.from_text("It rained all day, she said.", id="z")}, "articles= lacks 'x'"),
        ({"articles": nl.Article.from_text("It rained.", id="x")}, "after the end"),
    ],
)
def test_wrong_options_are_told(options, why) -> None:
    a = table((0, 20, "media"))
    with pytest.raises(OptionError, match=why):
        nl.agreement(a, a, **options)


def test_tables_of_two_lenses_are_refused() -> None:
    analysis = nl.analyze(ARTICLE)
    with pytest.raises(OptionError, match="different lenses: attributions, hedges"):
        nl.agreement(analysis.attributions, analysis.hedges, on=None)
    with pytest.raises(OptionError, match="different lenses"):
        nl.agreement(analysis.hedges, analysis.hedges, on=None, lens="demands")
    with pytest.raises(OptionError, match="wants two tables"):
        nl.agreement([1], [2])


def test_without_krippendorff_the_message_names_the_extra(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    a = table((0, 10, "media"))
    with pytest.raises(MissingExtraError, match="coding"):
        nl.agreement(a, a)
    assert measure(nl.agreement(a, a, on=None), "f1_exact")["value"] == 1


def test_importing_newslens_does_not_import_krippendorff() -> None:
    import subprocess

    code = "import newslens.agreement, newslens.coding, sys; print('krippendorff' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
