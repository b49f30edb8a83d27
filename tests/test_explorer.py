"""The explorer's state in Python: what is chosen, what is selected, and what survives an export."""

import sys

import pandas as pd
import pytest

import newslens as nl
from newslens.errors import MissingExtraError, OptionError

pytest.importorskip("anywidget", reason="anywidget comes with the extra “lab”")

from newslens.exploring.views import VIEWS, search_pattern

ARTICLE = nl.Article.from_text(
    "The bridge could fall, Ada Brook said. Two officials said on condition of anonymity that it might hold. "
    "Ada Brook demanded that the city close it.",
    id="bridge",
)
OWN = pd.DataFrame({"start": [4, 23], "end": [10, 32], "label": ["thing", "person"], "speaker": [None, "Ada Brook"]})


@pytest.fixture(scope="module")
def analysis():
    return nl.analyze(ARTICLE)


@pytest.fixture
def explorer(analysis):
    return nl.explore(analysis)


def test_it_opens_on_all_attributions(explorer):
    assert explorer.lens == ["attributions"]
    assert explorer.findings.equals(nl.attributions(ARTICLE))
    assert 'data-nl="attributions-a1"' in explorer._repr_html_()


def test_a_source_narrows_text_and_table(explorer):
    explorer.source = "Ada Brook"
    assert set(explorer.findings["actor"]) == {"Ada Brook"}
    gone = set(nl.attributions(ARTICLE)["id"]) - set(explorer.findings["id"])
    assert gone
    assert all(f'data-nl="attributions-{i}"' not in explorer._repr_html_() for i in gone)


@pytest.mark.parametrize("kind", ["unnamed", "named_person", "named person"])
def test_a_kind_narrows_by_its_name_in_the_table_or_the_menu(explorer, kind):
    found = explorer.choose(kind=kind).findings
    assert set(found["source_kind"]) == {kind.replace(" ", "_")}


def test_voice_act_and_confidence_narrow(explorer, analysis):
    found = explorer.choose(lens="hedges", voice="speaker").findings
    assert found["id"].tolist() == analysis.hedges.query("voice == 'speaker'")["id"].tolist() != []
    assert explorer.choose(lens="demands", voice="all", act="demand").findings["act"].tolist() == ["demand"]
    sure = analysis.attributions["confidence"].max()
    found = explorer.choose(lens="attributions", act="all", confidence=sure).findings
    assert found["confidence"].tolist() == [sure]


@pytest.mark.parametrize("words", ["ada  BROOK", "hold", "a1", "nowhere"])
def test_search_looks_at_fields_and_evidence(explorer, analysis, words):
    found = explorer.choose(search=words).findings
    rows = [" ".join(map(str, row)).casefold() for row in analysis.attributions.to_numpy().tolist()]
    wanted = " ".join(words.casefold().split())
    assert len(found) == sum(wanted in row for row in rows)


@pytest.mark.parametrize(
    ("searched", "text"),
    [("don't", "I don’t"), ('"no"', "“No”"), ("a b", "A\n  b"), ("(x", "f(x)"), ("1.5", "1.5"), ("", None)],
)
def test_what_is_searched_for_need_not_be_typed_as_printed(searched, text):
    pattern = search_pattern(searched)
    assert pattern is None if text is None else pattern.search(text)


def test_a_point_in_a_search_is_a_point():
    assert not search_pattern("1.5").search("1x5")


def test_another_lens_brings_its_own_menus(explorer):
    explorer.choose(kind="unnamed")
    explorer.lens = ["hedges"]
    assert explorer.kind == "all"
    assert len(explorer.findings) == len(nl.hedges(ARTICLE))
    assert set(explorer.choose(kind="modal").findings["kind"]) == {"modal"}


def test_a_source_is_kept_where_the_next_lens_has_it(explorer):
    explorer.choose(source="Ada Brook", lens="attributions")
    assert explorer.choose(lens="hedges").source == "Ada Brook"
    assert explorer.choose(lens="quotations").source == "all"


def test_several_lenses_are_one_table_in_the_order_of_the_text(explorer, analysis):
    found = explorer.choose(lens=["hedges", "attributions"], source="Ada Brook").findings
    assert set(found["lens"]) == {"attributions", "hedges"}
    assert found["start"].is_monotonic_increasing
    assert set(found["source"]) == {"Ada Brook"}
    assert list(explorer.tables) == ["attributions", "hedges"]


def test_no_lens_is_the_bare_article(explorer):
    assert explorer.choose(lens=[]).findings.empty
    assert "Nothing is marked" in explorer._repr_html_()


@pytest.mark.parametrize("lens", sorted(VIEWS))
def test_every_lens_and_choice_can_be_shown(explorer, lens):
    explorer.choose(lens=lens)
    for source in ["all", *explorer._menu("source", [lens])]:
        found = explorer.choose(source=source).findings
        assert list(found.columns) == list(nl.schema(lens)["column"])
        assert len(found) == explorer._repr_html_().count("<tr data-row")


def test_an_empty_choice_says_so(explorer):
    assert "Nothing fits this choice." in explorer.choose(source="Ada Brook", kind="unnamed")._repr_html_()


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"source": "Ada Brock"}, "Did you mean 'Ada Brook'"),
        ({"lens": "hedge"}, "Did you mean 'hedges'"),
        ({"lens": ["hedges", "all"]}, "'all'"),
        ({"act": "demand"}, "“act” does not have 'demand'"),
        ({"confidence": 90}, "between 0 and 1, not at 90"),
    ],
)
def test_a_choice_that_is_not_there_changes_nothing(explorer, choice, message):
    before = repr(explorer)
    with pytest.raises(OptionError, match=message):
        explorer.choose(search="Brook", **choice)
    assert repr(explorer) == before


class TestSelected:
    def test_what_is_selected_is_shown(self, explorer):
        explorer.choose(source="Ada Brook")
        explorer.selected = ("hedges", "h2")
        assert (explorer.lens, explorer.source) == (["attributions", "hedges"], "all")
        assert explorer.selected == ("hedges", "h2")

    def test_what_is_not_shown_is_not_selected(self, explorer):
        explorer.selected = ("attributions", "a1")
        explorer.choose(kind="unnamed")
        assert explorer.selected is None

    @pytest.mark.parametrize(
        ("chosen", "message"),
        [(("attributions", "a99"), "no finding 'a99'"), (("hedge", "h1"), "Did you mean 'hedges'")],
    )
    def test_what_is_not_there_cannot_be(self, explorer, chosen, message):
        with pytest.raises(OptionError, match=message):
            explorer.selected = chosen
        assert explorer.selected is None

    def test_it_can_be_observed_and_set_by_the_browser(self, explorer):
        seen = []
        explorer.observe(lambda change: seen.append(change.new), "selected")
        explorer.set_state({"lens": ["hedges"], "source": "Ada Brook", "selected": ["hedges", "h1"]})
        assert seen == [("hedges", "h1")]
        assert set(explorer.findings["speaker"]) == {"Ada Brook"}


class TestOwnTables:
    def test_they_are_lenses_too(self, analysis):
        explorer = nl.explore(analysis, OWN)
        assert explorer.lens == ["own"]
        assert explorer.findings.equals(OWN)
        assert explorer.choose(kind="person", source="Ada Brook").findings["start"].tolist() == [23]
        assert explorer.choose(kind="all", source="the article itself").findings["start"].tolist() == [4]
        assert '<mark class="nl-own' in explorer._repr_html_()

    def test_two_are_told_apart(self, analysis):
        named = OWN.rename(columns={"label": "kind"})
        named.attrs["lens"] = "frames"
        assert nl.explore(analysis, OWN, named, OWN).lens == ["own", "frames", "own 3"]
        with pytest.raises(OptionError, match="Two of the tables are 'frames'"):
            nl.explore(analysis, named, named)

    def test_a_table_of_a_lens_stands_in_its_place(self, analysis):
        few = analysis.attributions.head(1)
        explorer = nl.explore(analysis, few, analysis.sources)
        assert explorer.lens == ["attributions", "sources"]
        assert explorer.choose(lens="attributions").findings.equals(few)
        assert set(explorer.choose(lens="sources").findings["kind"]) == set(analysis.sources["kind"])

    @pytest.mark.parametrize(
        ("table", "message"),
        [
            (pd.DataFrame({"word": ["x"]}), "no start and no end"),
            (pd.DataFrame({"start": [0], "end": [999]}), "has 146 characters"),
        ],
    )
    def test_one_that_does_not_fit_is_refused(self, analysis, table, message):
        with pytest.raises(OptionError, match=message.replace("146", str(len(ARTICLE.text)))):
            nl.explore(analysis, table)

    def test_the_evidence_is_there_already(self, analysis):
        with pytest.raises(OptionError, match="evidence"):
            nl.explore(analysis, analysis.evidence)

    def test_rows_of_other_articles_and_without_a_place_do_no_harm(self, analysis):
        table = OWN.assign(article=["bridge", "other"], start=[None, 3]).astype({"start": "Int64"})
        explorer = nl.explore(analysis, table)
        assert len(explorer.findings) == 1
        assert explorer._lenses["own"].rows[0].parts == []


def test_every_part_of_the_evidence_is_sent(explorer, analysis):
    rows = {(lens["name"], row["id"]): row for lens in explorer._data["lenses"] for row in lens["rows"]}
    for part in analysis.evidence.itertuples():
        if part.lens in VIEWS:
            assert (part.role, part.start, part.end) in rows[part.lens, part.id]["parts"]


def test_the_bundle_has_the_widget_and_static_html(explorer, analysis):
    bundle, _ = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "<mark" in bundle["text/html"]
    assert "<script" not in bundle["text/html"]
    assert bundle["text/plain"] == repr(explorer) == repr(nl.explore(analysis))
    assert bundle["text/html"] == nl.explore(analysis)._repr_html_()


def test_its_name_tells_what_was_chosen(explorer):
    explorer.choose(lens=["attributions", "hedges"], source="Ada Brook", confidence=0.5, search="bridge")
    assert repr(explorer) == (
        "<Explorer of 'bridge': who says so + what is uncertain, source Ada Brook, confidence 0.5 or more, "
        f"search 'bridge', {nl.markup.count(len(explorer.findings), 'finding')}>"
    )


def test_without_anywidget_the_message_says_what_to_install(monkeypatch):
    for name in ("anywidget", "newslens.exploring.widget"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError, match="lab"):
        nl.explore(ARTICLE)
