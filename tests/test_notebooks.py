"""The notebooks were run as they stand: every cell, in order, no error. `pytest --nbval` compares the outputs."""

import json
import re
import runpy
import statistics
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
NAMES = [
    "00_tutorial",
    "01_who_says_so",
    "02_in_what_tone",
    "03_who_wants_what",
    "04_the_whole_article",
    "05_your_own_article",
    "06_two_reports_of_one_event",
    "07_many_articles",
]


def read(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def code(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def prose(path):
    return "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


def test_all_are_here():
    assert [path.stem for path in NOTEBOOKS] == NAMES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_every_cell_ran_in_order(self, path):
        cells = code(path)
        assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))

    def test_no_cell_failed_or_warned(self, path):
        kinds = {output.output_type for cell in code(path) for output in cell.outputs}
        assert kinds <= {"execute_result"}

    def test_code_is_a_line_a_cell(self, path):
        assert statistics.median(len(cell.source.splitlines()) for cell in code(path)) == 1

    def test_headings_after_the_first_are_in_order(self, path):
        levels = [len(marks) for marks in re.findall(r"^(#+) ", prose(path), re.MULTILINE)]
        assert levels[0] == 1
        assert set(levels[1:]) == {2}

    def test_prose_states_no_number(self, path):
        """Numbers are computed in cells, where nbval checks them; years and the ends of a scale may stand in prose."""
        text = re.sub(r"`[^`]*`|\]\(\w+\.ipynb\)|SHA-256|\b[adhw]1\b|\b20\d\d\b|[−+]1\b", "", prose(path))
        assert not re.findall(r"\d+", text)

    def test_nothing_of_a_machine_is_in_it(self, path):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/home/|/Users/|/root/|/tmp/|C:\\\\| at 0x[0-9a-f]+|<NA>|\bNaN\b", text)
        assert "widget-view" not in text
        assert "widgets" not in json.loads(text)["metadata"]

    def test_outputs_have_no_script(self, path):
        for cell in code(path):
            for output in cell.outputs:
                assert "<script" not in output.data.get("text/html", "")


def test_your_own_article_has_a_parameters_cell():
    cells = [
        cell for cell in code(FOLDER / "05_your_own_article.ipynb") if "parameters" in cell.metadata.get("tags", ())
    ]
    assert len(cells) == 1
    assert cells[0].source.startswith("path = ")


def test_the_invented_corpus_is_what_its_script_makes():
    folder = FOLDER / "corpus"
    lines = runpy.run_path(str(folder / "make_corpus.py"))["corpus"]()
    kept = [json.loads(line) for line in (folder / "invented.jsonl").read_text(encoding="utf-8").splitlines()]
    assert kept == lines
    for line in kept:
        people = {
            name for name, kind in (line["truth"] or {"sources": {}})["sources"].items() if kind == "named_person"
        }
        assert all(name in line["text"] for name in people)
        assert "{" not in line["text"]
