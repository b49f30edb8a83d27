"""The command line: what it writes, what it says of wrong input, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import newslens
from newslens.__main__ import main
from newslens.analysis import TABLES

ROOT = Path(__file__).parent.parent
WIRE = str(Path(__file__).parent / "articles" / "ferry-strike.txt")
PAGE = str(Path(__file__).parent / "articles" / "library-roof.md")


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A process of its own, as a shell starts it."""
    return subprocess.run([sys.executable, "-m", "newslens", *arguments], input=stdin, capture_output=True, check=False)


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_help_has_examples_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "newslens analyze story.txt --table attributions" in said
    assert all(f"\n  {code}  " in said for code in (0, 1, 2))


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"newslens {newslens.__version__}\n"


def test_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(TABLES)
    assert main(["tables", "evidence"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        *("article", "lens", "id", "role", "start", "end", "text"),
    ]


def test_csv_of_several_articles_has_one_head(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", WIRE, PAGE, "--table", "attributions"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["article"] for row in rows} == {"ferry-strike", "library-roof"}
    text = Path(WIRE).read_text(encoding="utf-8")
    assert all(text[int(r["start"]) : int(r["end"])] == r["text"] for r in rows if r["article"] == "ferry-strike")


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", WIRE, "--table", "attributions", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    assert {row["said_on"] for row in rows} <= {None, "2021-03-02"}


def test_json_without_rows_is_an_empty_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("The ferry was late.")
    assert main(["analyze", str(tmp_path / "a.txt"), "--table", "demands", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_parquet_by_the_suffix(tmp_path: Path) -> None:
    import pandas as pd

    out = tmp_path / "actors.parquet"
    assert main(["analyze", WIRE, PAGE, "--table", "actors", "-o", str(out)]) == 0
    table = pd.read_parquet(out)
    assert set(table["article"]) == {"ferry-strike", "library-roof"}
    assert table["start"].dtype == "int64"
    assert list(tmp_path.iterdir()) == [out]


def test_parquet_is_not_for_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", WIRE, "--table", "actors", "--format", "parquet"]) == 2
    assert "-o table.parquet" in capsys.readouterr().err


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    give(monkeypatch, "By Ann Lee\n\nThe café was late, Zoë said.".encode("cp1252"))
    assert main(["analyze", "-", "--table", "attributions"]) == 0
    assert "The café was late, Zoë said" in capsys.readouterr().out


def test_a_page_on_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("trafilatura")
    give(monkeypatch, (Path(WIRE).parent / "museum-loan.html").read_bytes())
    assert main(["analyze", "-", "--table", "attributions"]) == 0
    assert "Pavla Nemec" in capsys.readouterr().out


def test_same_file_name_in_two_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / "may" / "a.txt", tmp_path / "june" / "a.txt"]
    for file in files:
        file.parent.mkdir()
        file.write_text("The ferry was late, she said.")
    assert main(["analyze", *map(str, files), "--table", "attributions"]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert [row["article"].split("/")[-2:] for row in rows] == [["may", "a"], ["june", "a"]]


def test_no_cell_is_a_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "=cmd.txt"
    file.write_text("“=1+1 is what we asked for,” the minister said on Monday.")
    for form in ("csv", "json"):
        assert main(["analyze", str(file), "--table", "quotations", "--format", form]) == 0
    table, _, rest = capsys.readouterr().out.partition("[\n")
    assert [row["article"] for row in csv.DictReader(io.StringIO(table))] == ["'=cmd"]
    assert {row["article"] for row in json.loads("[" + rest)} == {"=cmd"}


def test_some_articles_fail_and_the_others_are_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text(" ")
    assert main(["analyze", str(empty), WIRE, WIRE + "x", "--table", "attributions"]) == 1
    said = capsys.readouterr()
    assert {row["article"] for row in csv.DictReader(io.StringIO(said.out))} == {"ferry-strike"}
    assert said.err.count("newslens: ") == 2
    assert "no story in 'empty'" in said.err
    assert "Did you mean" in said.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["analyze", "nowhere.txt", "--table", "demands"], "no file 'nowhere.txt'"),
        (["analyze", WIRE, "--table", "demand"], "Did you mean 'demands'?"),
        (["tables", "hedge"], "Did you mean 'hedges'?"),
        (["report", str(Path(WIRE).parent)], "is a folder"),
        (["report", WIRE, "-o", WIRE], "is the article itself"),
        (["analyze", WIRE, "--table", "hedges", "-o", "nowhere/hedges.csv"], "no folder 'nowhere'"),
        (["analyze", WIRE, "--table", "hedges", "-o", str(ROOT)], "is a folder"),
    ],
)
def test_wrong_input(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path(WIRE).read_bytes()
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err
    assert told.out == ""
    assert Path(WIRE).read_bytes() == before


@pytest.mark.parametrize(
    "arguments", [[], ["analyse"], ["analyze", WIRE], ["report"], ["analyze", WIRE, "--format", "x"]]
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: newslens" in capsys.readouterr().err


def test_what_is_there_stays_when_nothing_can_be_read(tmp_path: Path) -> None:
    out = tmp_path / "hedges.csv"
    out.write_text("kept")
    assert main(["analyze", "nowhere.txt", "--table", "hedges", "-o", str(out)]) == 2
    assert out.read_text() == "kept"


def test_report_and_its_notebook(tmp_path: Path) -> None:
    page, notebook = tmp_path / "page.html", tmp_path / "page.ipynb"
    assert main(["report", WIRE, "-o", str(page), "--notebook", str(notebook)]) == 0
    assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    assert sorted(tmp_path.iterdir()) == [page, notebook]


def test_report_is_named_after_its_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", WIRE]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["ferry-strike.html"]


def test_a_report_in_a_style_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, folder = tmp_path / "page.html", tmp_path / "desk"
    folder.mkdir()
    assert main(["report", WIRE, "-o", str(page), "--template", str(folder)]) == 2
    assert "holds none of the parts that are known" in capsys.readouterr().err
    assert not page.exists()
    (folder / "style.css").write_text("h1 { color: darkred }", encoding="utf-8")
    assert main(["report", WIRE, "-o", str(page), "--template", str(folder)]) == 0
    assert "h1 { color: darkred }" in page.read_text(encoding="utf-8")


def test_no_traceback_and_no_half_file_in_a_process(tmp_path: Path) -> None:
    ended = run("analyze", "-", "--table", "demands", "-o", str(tmp_path / "a.csv"), stdin=b"\x89PNG\r\n\x00\x00")
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"newslens: 'standard input' is not text")
    assert b"Traceback" not in ended.stderr
    assert not list(tmp_path.iterdir())


def test_a_reader_that_stops_early_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "newslens", "tables", "demands"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0
