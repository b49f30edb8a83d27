"""One article, all tables: each is there, each finding has its words, and nothing half-written stays on disk."""

import hashlib
import json

import pandas as pd
import pytest

import newslens as nl
from newslens.analysis import LENSES, TABLES, record_class, records, replacing
from newslens.errors import OptionError
from newslens.tables import dtypes

TEXT = """By Ana Ruiz, Harbor Gazette

Port workers could walk out on Friday, two people familiar with the talks said, speaking on condition of anonymity \
because the meeting was private.

“We want a fair raise,” union leader Mara Lind said, “and safe cranes.” She demanded that Nordal Shipping \
reply by Monday.

Nordal Shipping rejected the demand in a statement and called the plan “reckless & late”.
"""


@pytest.fixture(scope="module")
def analysis():
    return nl.analyze(nl.Article.from_text(TEXT, id="port"))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_the_columns_of_its_record(analysis, name):
    table = getattr(analysis, name)
    assert {c: str(t) for c, t in table.dtypes.items()} == dtypes(record_class(name))
    assert table.attrs["lens"] == name


def test_tables_are_computed_once(analysis):
    assert analysis.attributions is analysis.attributions


@pytest.mark.parametrize("text", [TEXT, "Nothing happened.", "“" * 40 + " she said.", "A\n\n\n* * *\n\n\tB said C.\n"])
def test_evidence_slices_the_text(text):
    article = nl.Article.from_text(text, check_language=False)
    rows = nl.evidence(article)
    assert [article.text[s:e] for s, e in zip(rows["start"], rows["end"], strict=True)] == rows["text"].tolist()
    assert set(rows["lens"]) <= set(LENSES)


def test_evidence_is_of_findings_that_exist(analysis):
    for lens in LENSES:
        mine = analysis.evidence[analysis.evidence["lens"] == lens]
        assert set(mine["id"]) <= {r.id for r in records(analysis.article, lens)}


def test_evidence_of_chosen_lenses(analysis):
    assert set(nl.evidence(analysis.article, "hedges")["lens"]) == {"hedges"}


def test_schema_is_a_codebook():
    book = nl.schema("demands")
    assert list(book.columns) == ["column", "dtype", "meaning"]
    assert (book["meaning"] != "").all()


@pytest.mark.parametrize("call", [lambda: nl.schema("demand"), lambda: nl.evidence(nl.Article("x", "y"), "demand")])
def test_unknown_table_is_named_with_the_nearest(call):
    with pytest.raises(OptionError, match="Did you mean 'demands'"):
        call()


def test_analyze_wants_an_article():
    with pytest.raises(OptionError, match="read_article"):
        nl.analyze("story.txt")


def test_provenance_names_what_read_what(analysis):
    assert analysis.provenance["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert analysis.provenance["newslens"] == nl.__version__
    assert analysis.provenance["model"].startswith("en_core_web")


def test_json_holds_all_tables_and_no_nan(analysis, tmp_path):
    text = analysis.to_json(tmp_path / "port.json")
    assert (tmp_path / "port.json").read_text(encoding="utf-8") == text
    whole = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert list(whole["tables"]) == list(TABLES)
    assert whole["article"]["text"] == TEXT
    assert len(whole["tables"]["attributions"]) == len(analysis.attributions)
    assert analysis.to_json() == text


def test_parquet_comes_back_as_it_was(analysis, tmp_path):
    folder = analysis.to_parquet(tmp_path / "new" / "port")
    assert sorted(p.name for p in folder.iterdir()) == sorted(["article.json", *(f"{name}.parquet" for name in TABLES)])
    again = pd.read_parquet(folder / "demands.parquet", dtype_backend="numpy_nullable")
    assert again["id"].tolist() == analysis.demands["id"].tolist()
    assert again.attrs["sha256"] == analysis.provenance["sha256"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("old")

    def fail():
        with replacing(path) as temporary:
            temporary.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]
    assert path.read_text() == "old"


def test_where_a_file_cannot_go(tmp_path, analysis):
    with pytest.raises(OptionError, match="is a folder"):
        analysis.to_json(tmp_path)
    with pytest.raises(OptionError, match="There is no folder"):
        analysis.to_json(tmp_path / "none" / "x.json")


def test_repr_counts_and_has_no_address(analysis):
    assert repr(analysis).startswith("<Analysis of 'port': ")
    assert f"{len(analysis.demands)} demands" in repr(analysis)
    assert "0x" not in repr(analysis)


def test_card_is_escaped_and_without_script():
    article = nl.Article.from_text("<script>alert(1)</script> & co. said “<b>no</b>”.", title="<img src=x>", id="x")
    html = nl.analyze(article)._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>no" not in html
    assert html == nl.analyze(article)._repr_html_()
