"""The documentation: its examples run, its commands are known, and every public name has its place in it."""

import contextlib
import doctest
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

import newslens as nl
from newslens.__main__ import _parser

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def blocks(path, *languages):
    return [m[3] for m in FENCE.finditer(path.read_text(encoding="utf-8")) if m[2] in languages]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A copy of the articles, where examples may write."""
    for folder in ("seeds", "notebooks/articles"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("path", [p for p in PAGES if blocks(p, "python", "pycon")], ids=lambda path: path.stem)
def test_examples_run(path, checkout):
    namespace = {"__name__": "__main__"}
    for number, block in enumerate(blocks(path, "python", "pycon"), 1):
        if not block.startswith(">>> "):
            exec(compile(block, f"{path.name}, block {number}", "exec"), namespace)
            continue
        example = doctest.DocTestParser().get_doctest(block, namespace, f"{path.name}, block {number}", str(path), 0)
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            failed = doctest.DocTestRunner(optionflags=FLAGS).run(example, clear_globs=False).failed
        assert not failed, told.getvalue()
        namespace = example.globs


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_commands_are_known(path):
    """What the pages tell to type is what the command line takes."""
    for block in blocks(path, "sh"):
        for part in re.split(r"[|\n]|&&", block):
            words = shlex.split(part)
            if words and Path(words[0]).name == "newslens" and "--help" not in words:
                _parser().parse_args(words[1:])  # what it does not know ends in SystemExit


def test_every_public_name_has_its_place_in_the_api_pages():
    text = "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "api").glob("*.md"))
    documented = {name.rsplit(".", 1)[-1] for name in re.findall(r"^::: (\S+)$", text, re.MULTILINE)}
    assert set(nl.__all__) - documented == {"__version__", "InputError"}  # InputError stands with the other errors


def test_the_version_to_cite_is_this_one():
    cite = (ROOT / "docs" / "cite.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\d+\.\d+\.\d+", cite)) == {nl.__version__}
