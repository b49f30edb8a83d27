"""The widget follows its menus, and what it shows survives an export."""

import sys

import pytest

import newslens as nl
from newslens.errors import MissingExtraError, OptionError
from newslens.explorer import VIEWS

pytest.importorskip("ipywidgets", reason="ipywidgets comes with the extra “lab”")

ARTICLE = nl.Article.from_text(
    "The bridge could fall, Ada Brook said. Two officials said on condition of anonymity that it might hold. "
    "Ada Brook demanded that the city close it.",
    id="bridge",
)


@pytest.fixture
def explorer():
    return nl.explore(ARTICLE)


def test_it_opens_on_all_attributions(explorer):
    assert len(explorer.findings) == len(nl.attributions(ARTICLE))
    assert "attributions-a1" in explorer.text.value
    assert explorer.table.value.count("<tr") == len(explorer.findings) + 1


def test_a_source_narrows_text_and_table(explorer):
    explorer.source.value = "Ada Brook"
    assert set(explorer.findings["actor"]) == {"Ada Brook"}
    gone = set(nl.attributions(ARTICLE)["id"]) - set(explorer.findings["id"])
    assert gone
    assert not any(f"attributions-{i}&quot;" in explorer.text.value for i in gone)
    assert all(f'data-nl="attributions-{i}"' not in explorer.text.value for i in gone)


def test_a_kind_narrows(explorer):
    explorer.kind.value = "unnamed"
    assert set(explorer.findings["source_kind"]) == {"unnamed"}


def test_another_lens_brings_its_own_menus(explorer):
    explorer.kind.value = "unnamed"
    explorer.lens.value = "hedges"
    assert explorer.kind.value == "all"
    assert "modal" in explorer.kind.options
    assert len(explorer.findings) == len(nl.hedges(ARTICLE))


def test_a_source_is_kept_where_the_next_lens_has_it(explorer):
    explorer.source.value = "Ada Brook"
    explorer.lens.value = "hedges"
    assert explorer.source.value == "Ada Brook"
    explorer.lens.value = "quotations"
    assert explorer.source.value == "all"


@pytest.mark.parametrize("lens", sorted(VIEWS))
def test_every_lens_and_choice_can_be_shown(explorer, lens):
    explorer.lens.value = lens
    for source in explorer.source.options:
        explorer.source.value = source
        assert len(explorer.findings) == explorer.table.value.count("<tr data-row")


def test_an_empty_choice_says_so(explorer):
    explorer.choose(source="Ada Brook", kind="unnamed")
    assert "Nothing fits this choice." in explorer.table.value


def test_choose_names_the_nearest(explorer):
    with pytest.raises(OptionError, match="Did you mean 'Ada Brook'"):
        explorer.choose(source="Ada Brock")


def test_the_bundle_has_the_widget_and_static_html(explorer):
    bundle = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "<mark" in bundle["text/html"]
    assert "<script" not in bundle["text/html"]
    assert bundle["text/plain"] == repr(explorer) == repr(nl.explore(ARTICLE))
    assert bundle["text/html"] == nl.explore(ARTICLE)._repr_html_()


def test_without_ipywidgets_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(MissingExtraError, match="lab"):
        nl.explore(ARTICLE)
