"""Every output names what made it and of what text."""

import hashlib
import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

import newslens as nl
from newslens import provenance as made
from newslens.__main__ import main
from newslens.analysis import TABLES, record_class
from newslens.tables import SCHEMA_VERSION, dtypes

TEXT = "By Ana Ruiz\n\nMarch 3, 2023\n\n“We want a raise,” union leader Mara Lind said on Friday. Nordal refused.\n"

#: schema version → SHA-256 of all tables' columns and dtypes
SCHEMAS = {1: "9836d94a0d26bda4a54b612ef428a8eb3a4cc81d6c6ea5c532a7c26bef3b6112"}


@pytest.fixture(scope="module")
def analysis():
    return nl.analyze(nl.Article.from_text(TEXT, id="port"))


def test_the_schema_is_the_one_that_its_version_says():
    columns = json.dumps({name: dtypes(record_class(name)) for name in TABLES})
    # The tables changed? If a release wrote SCHEMA_VERSION, raise it (see newslens/tables.py); note the hash here.
    assert hashlib.sha256(columns.encode()).hexdigest() == SCHEMAS[SCHEMA_VERSION]


def test_it_names_versions_models_and_text(analysis):
    told = analysis.provenance
    assert told["newslens"] == nl.__version__
    assert told["schema"] == str(SCHEMA_VERSION)
    assert told["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    for model in ("model_sha256", "attribution_model", "tone_model", "acts_model"):
        assert re.fullmatch(r"(sha256 )?[0-9a-f]{64}", told[model])
    assert all(isinstance(value, str) and "/" not in value for value in told.values())


def test_a_pipeline_of_ones_own_is_told(monkeypatch, tmp_path):
    (tmp_path / "meta.json").write_text('{"lang": "en", "name": "own", "version": "2.0"}')
    monkeypatch.setenv("NEWSLENS_MODEL", str(tmp_path))
    told = made.engines()
    assert told["model"] == "en_own 2.0 (NEWSLENS_MODEL)"
    assert told["model_sha256"] == made.folder_hash(tmp_path)
    assert str(tmp_path) not in json.dumps(told)


def test_the_hash_of_a_folder_is_of_names_and_contents(tmp_path):
    digests = set()
    for name, content in (("a", "1"), ("b", "1"), ("a", "2")):
        folder = tmp_path / f"{name}{content}"
        folder.mkdir()
        (folder / name).write_text(content)
        digests.add(made.folder_hash(folder))
    assert len(digests) == 3


def test_rows_are_json_with_days_nulls_and_exact_numbers():
    table = pd.DataFrame(
        {
            "day": pd.Series(["2023-03-03", None], dtype="datetime64[ms]"),
            "share": [1 / 3, float("nan")],
            "count": pd.Series([1, None], dtype="Int64"),
            "plural": [True, False],
            "name": pd.Series(["Zoë", None], dtype="string"),
        }
    )
    assert json.loads(json.dumps(made.rows(table), allow_nan=False)) == [
        {"day": "2023-03-03", "share": 1 / 3, "count": 1, "plural": True, "name": "Zoë"},
        {"day": None, "share": None, "count": None, "plural": False, "name": None},
    ]


def test_a_renamed_article_has_the_same_findings(analysis):
    renamed = nl.analyze(nl.Article.from_text(TEXT, id="harbor"))
    assert made.stamp(renamed)["findings"] == made.stamp(analysis)["findings"]
    other = nl.analyze(nl.Article.from_text(TEXT.replace("Friday", "Monday"), id="port"))
    assert made.stamp(other)["findings"] != made.stamp(analysis)["findings"]


def test_an_article_comes_back_from_its_description(analysis):
    again = made.described(json.loads(json.dumps(made.describe(analysis.article))), TEXT)
    assert again == analysis.article
    assert again.published is not None


def test_page_and_notebook_carry_the_stamp(analysis):
    report = nl.report(analysis)
    stamp = made.stamp(analysis)
    assert json.loads(report.notebook)["metadata"]["newslens"] == stamp
    tags: dict[str, str | None] = {}
    head = HTMLParser()
    head.handle_startendtag = lambda tag, attrs: tags.update({dict(attrs).get("name", ""): dict(attrs).get("content")})
    head.feed(report.html.partition("<title>")[0])
    assert {f"newslens:{name}": value for name, value in stamp.items()}.items() <= tags.items()
    assert "<script" not in report.html


def test_a_table_from_the_command_line_tells_too(tmp_path):
    file, out, told = tmp_path / "port.txt", tmp_path / "port.parquet", tmp_path / "port.json"
    file.write_text(TEXT, encoding="utf-8")
    assert main(["analyze", str(file), "--table", "demands", "-o", str(out), "--provenance", str(told)]) == 0
    attrs = pd.read_parquet(out).attrs
    assert attrs == json.loads(told.read_text())
    assert attrs["lens"] == "demands"
    assert attrs["articles"] == {"port": hashlib.sha256(TEXT.encode()).hexdigest()}
    assert attrs["schema"] == str(SCHEMA_VERSION)
    assert main(["analyze", str(file), "--table", "demands", "-o", str(out), "--provenance", str(file)]) == 2
    assert file.read_text(encoding="utf-8") == TEXT
