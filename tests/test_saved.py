"""What was saved comes back as it was, or is refused with a reason."""

import json
import shutil

import pandas as pd
import pytest

import newslens as nl
from newslens import analysis as analysis_module
from newslens.analysis import TABLES
from newslens.errors import InputError, NotFoundError, SchemaError
from newslens.tables import SCHEMA_VERSION

TEXT = """By Ana Ruiz, Harbor Gazette

March 3, 2023

Two people familiar with the talks said on Friday that port workers could walk out, speaking on condition of anonymity.

“We want a fair raise,” union leader Mara Lind said, “and safe cranes 🏗.” She demanded that Nordal Shipping reply by \
Monday. Nordal rejected the demand and called the plan “reckless”.
"""


@pytest.fixture(scope="module")
def analysis():
    return nl.analyze(nl.Article.from_text(TEXT, id="port"))


@pytest.fixture(scope="module")
def files(analysis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    analysis.to_json(folder / "port.json")
    analysis.to_parquet(folder / "port")
    return folder


def altered(files, tmp_path, change):
    """The JSON file with a change made to it."""
    whole = json.loads((files / "port.json").read_text(encoding="utf-8"))
    change(whole)
    path = tmp_path / "port.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["port.json", "port"])
def test_there_and_back(analysis, files, name, monkeypatch):
    monkeypatch.setattr(analysis_module, "records", lambda *_: pytest.fail("the article was read anew"))
    again = nl.read_analysis(files / name)
    assert again.article == analysis.article
    assert again.provenance == analysis.provenance
    for lens, table in analysis.tables():
        pd.testing.assert_frame_equal(getattr(again, lens), table, check_exact=True)
        assert getattr(again, lens).attrs == table.attrs
    assert repr(again) == repr(analysis)
    assert again.to_json() == analysis.to_json()


@pytest.mark.parametrize("name", ["empty.json", "empty"])
def test_tables_without_rows_keep_their_dtypes(tmp_path, name):
    empty = nl.analyze(nl.Article.from_text("The ferry was late."))
    empty.to_json(tmp_path / "empty.json")
    empty.to_parquet(tmp_path / "empty")
    again = nl.read_analysis(tmp_path / name)
    for lens, table in empty.tables():
        pd.testing.assert_frame_equal(getattr(again, lens), table)


def test_json_from_before_versions_is_read(analysis, files, tmp_path):
    def older(whole):
        del whole["provenance"]["schema"], whole["provenance"]["model_sha256"]
        whole["article"]["published"] = str(analysis.article.published)
        for row in whole["tables"]["attributions"]:  # days had a time, numbers ten digits
            row["said_on"] = row["said_on"] and row["said_on"] + "T00:00:00.000"

    again = nl.read_analysis(altered(files, tmp_path, older))
    pd.testing.assert_frame_equal(again.attributions, analysis.attributions)
    assert analysis.attributions["said_on"].notna().any()
    assert "schema" not in again.provenance


def test_parquet_from_before_versions_wants_the_article(analysis, files, tmp_path):
    folder = shutil.copytree(files / "port", tmp_path / "port")
    (folder / "article.json").unlink()
    for lens in TABLES:
        table = pd.read_parquet(folder / f"{lens}.parquet")
        del table.attrs["schema"]
        table.to_parquet(folder / f"{lens}.parquet", index=False)
    with pytest.raises(SchemaError, match="does not hold the article"):
        nl.read_analysis(folder)
    with pytest.raises(SchemaError, match="not the one"):
        nl.read_analysis(folder, article=nl.Article.from_text("The ferry was late."))
    pd.testing.assert_frame_equal(nl.read_analysis(folder, article=analysis.article).demands, analysis.demands)


@pytest.mark.parametrize("version", [str(SCHEMA_VERSION + 1), "99", "-1", "1.0", "", "next"])
def test_tables_of_a_newer_or_unknown_version_are_refused(files, tmp_path, version):
    with pytest.raises(SchemaError, match=f"schema version {version}, .* reads up to version {SCHEMA_VERSION}"):
        nl.read_analysis(altered(files, tmp_path, lambda w: w["provenance"].update(schema=version)))
    folder = shutil.copytree(files / "port", tmp_path / "port")
    table = pd.read_parquet(folder / "hedges.parquet")
    table.attrs["schema"] = version
    table.to_parquet(folder / "hedges.parquet", index=False)
    with pytest.raises(SchemaError, match=rf"hedges\.parquet' has schema version {version}"):
        nl.read_analysis(folder)
    about = json.loads((folder / "article.json").read_text(encoding="utf-8"))
    about["provenance"]["schema"] = version
    (folder / "article.json").write_text(json.dumps(about), encoding="utf-8")
    with pytest.raises(SchemaError, match=rf"port' has schema version {version}"):
        nl.read_analysis(folder)


@pytest.mark.parametrize("version", range(SCHEMA_VERSION + 1))
def test_every_older_version_is_read_or_says_what_differs(analysis, files, tmp_path, version):
    again = nl.read_analysis(altered(files, tmp_path, lambda w: w["provenance"].update(schema=str(version))))
    pd.testing.assert_frame_equal(again.demands, analysis.demands)
    other = altered(files, tmp_path, lambda w: [row.pop("plural") for row in w["tables"]["attributions"]])
    with pytest.raises(SchemaError, match=r"attributions has other columns .*missing plural.* Read the article again"):
        nl.read_analysis(other)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: w["provenance"].update(schema="2"), r"schema version 2, written by newslens .* up to version 1"),
        (lambda w: w["provenance"].update(schema="x"), "schema version x"),
        (lambda w: w["tables"].pop("hedges"), "hedges"),
        (lambda w: w["tables"]["demands"][0].pop("status"), r"demands has other columns in row 1 \(missing status\)"),
        (lambda w: w["tables"]["demands"][0].update(mood="x"), "unknown mood"),
        (lambda w: w["tables"]["demands"][0].update(start="x"), "damaged"),
        (lambda w: w["tables"]["demands"][0].update(end=10**30), "damaged"),
        (lambda w: w["tables"]["demands"][0].update(text="x"), "it was altered"),
        (lambda w: w["article"].update(text="x"), "not the one"),
        (lambda w: w["article"].update(published="soon"), "damaged"),
        (lambda w: w["article"].update(mood="x"), "damaged"),
        (lambda w: w.pop("provenance"), "no saved analysis"),
        (lambda w: w.update(provenance=[]), "no saved analysis"),
    ],
)
def test_what_does_not_fit_is_refused(files, tmp_path, change, said):
    with pytest.raises(SchemaError, match=said):
        nl.read_analysis(altered(files, tmp_path, change))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b"[" * 100_000])
def test_what_is_no_analysis_is_refused(tmp_path, content):
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(SchemaError, match=r"no saved analysis.*nl\.read_article"):
        nl.read_analysis(tmp_path / "x.json")


def test_a_folder_that_is_not_whole_is_refused(files, tmp_path):
    with pytest.raises(SchemaError, match=r"has no attributions\.parquet"):
        nl.read_analysis(tmp_path)
    folder = shutil.copytree(files / "port", tmp_path / "port")
    (folder / "hedges.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(SchemaError, match="damaged"):
        nl.read_analysis(folder)
    other = nl.analyze(nl.Article.from_text("The mayor may go.")).to_parquet(tmp_path / "other")
    shutil.copy(other / "hedges.parquet", folder)
    with pytest.raises(SchemaError, match=r"hedges\.parquet .* was made of another text"):
        nl.read_analysis(folder)


def test_where_there_is_nothing(tmp_path):
    with pytest.raises(NotFoundError, match="to_json or to_parquet"):
        nl.read_analysis(tmp_path / "gone.json")
    assert issubclass(SchemaError, InputError)
