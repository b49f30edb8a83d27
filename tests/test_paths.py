"""Names that are no names: article ids and files called “../../x”, NUL, a kilometer long, or what a system reserves."""

import csv
import io
import json
import os
from pathlib import Path

import pandas as pd
import pytest

import newslens as nl
from newslens.__main__ import main
from newslens.analysis import TABLES, file_name
from newslens.corpora import processes
from newslens.corpora.work import analyze_batch
from newslens.errors import InputError

TEXT = "“We may close the bridge,” the mayor said."
IDS = [
    "../../x",
    "/abs/x",
    "C:\\x",
    "a\0b",
    "x" * 5000,
    "é" * 300,
    "CON",
    "lpt1",
    ".",
    "..",
    "-rf",
    ".hidden",
    "a\nb",
    "~",
    "$(x)",
]
NO_NAMES = ["a\0b.html", "x" * 5000, f"{'y' * 300}/z.html"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder in a folder to work in."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    return inner


def written(folder):
    """Every file below the test's own folder, seen from the folder that was worked in."""
    return {Path(os.path.relpath(path, folder)).as_posix() for path in folder.parents[1].rglob("*") if path.is_file()}


@pytest.mark.parametrize("id", IDS)
def test_an_id_never_leads_out_of_its_folder(here, id):
    article = nl.Article.from_text(TEXT, id=id)
    nl.code(article, coder="ab").confirm()
    (log,) = written(here)
    assert "/" not in log
    assert not log.startswith((".", "-"))
    assert len(log.encode()) < 150
    assert log.split(".")[0].upper() not in {"CON", "LPT1", ""}
    analysis = nl.analyze(article)
    analysis.to_json("a.json")
    analysis.to_parquet("tables")
    assert nl.read_analysis("a.json").article.id == id
    tables = {f"tables/{name}.parquet" for name in TABLES} | {"tables/article.json"}
    assert written(here) == {log, "a.json", *tables}


def test_ids_of_a_corpus_are_rows_and_no_files(here, monkeypatch):
    monkeypatch.setattr(processes, "run", lambda jobs, tables, _: (analyze_batch(job, tables) for job in jobs))
    frame = pd.DataFrame({"id": IDS, "text": [f"{TEXT} It is {n} years old." for n in range(len(IDS))]})
    found = nl.corpus(frame, "out", tables=["hedges"])
    assert len(found) == len(IDS)
    assert "../../x" in found.hedges["article"].tolist()
    assert all(name.startswith("out/") for name in written(here))


def test_what_comes_in_does_not_choose_where_it_is_written(here, monkeypatch):
    paper = "Title: Ferries late\n\nPublication title: Harbor News\n\nProQuest document ID: ../../x\n\nDatabase: x\n\n"
    rule = "_" * 30
    export = f"{rule}\n\nFerries late\n\nFull text: {TEXT}\n\n{paper}{rule}\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(export.encode())))
    assert main(["report", "-"]) == 0
    assert written(here) == {"x.html"}


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_of_a_file_is_said(here, name):
    article = nl.Article.from_text(TEXT, id="a")
    analysis = nl.analyze(article)
    both = nl.compare([article, nl.Article.from_text(f"{TEXT} Nobody asked why.", id="b")])
    for write in (
        lambda: analysis.to_json(name),
        lambda: analysis.to_html(name),
        lambda: analysis.to_parquet(name),
        lambda: both.to_html(name),
        lambda: nl.corpus(pd.DataFrame({"text": [TEXT]}), name, tables=[]),
        lambda: nl.code(article, coder="ab", file=f"{name}.jsonl"),
        lambda: nl.read_article(name),
        lambda: list(nl.read_articles(name)),
        lambda: nl.read_analysis(name),
        lambda: nl.open_corpus(name),
        lambda: nl.verify(name, article),
    ):
        with pytest.raises(InputError):
            write()
    assert written(here) == set()


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("2023-03-03 Port, strike", "2023-03-03_Port_strike"),
        ("Zürich", "Zürich"),
        ("nul", "nul_"),
        ("null", "null"),
        ("…", "article"),
    ],
)
def test_an_id_as_the_name_of_a_file(id, name):
    assert file_name(id) == name


FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1+1", "x;=HYPERLINK(1);y", "x\n=1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("table", ["quotations", "attributions", "evidence", "hedges"])
def test_no_cell_is_a_formula_wherever_a_spreadsheet_parts_it(here, formula, table, capsys):
    Path("a.txt").write_text(f"“{formula} may be what we want,” the mayor said on Monday.", encoding="utf-8")
    for form in ("csv", "json"):
        assert main(["analyze", "a.txt", "--table", table, "--format", form]) == 0
    sheet, _, rest = capsys.readouterr().out.partition("[\n")
    for parted_by in ",;":
        cells = [cell for row in csv.reader(io.StringIO(sheet), delimiter=parted_by) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert not [line for line in sheet.splitlines() if line.startswith(("=", "+", "-", "@", "＝"))]
    said = Path("a.txt").read_text(encoding="utf-8")
    assert all(row["text"] in said for row in json.loads("[" + rest))
