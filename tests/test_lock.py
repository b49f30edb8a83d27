"""The pinned install: inside pyproject's ranges, every file hashed, and the bill of materials says the same."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRY = re.compile(
    r"^([a-z0-9-]+)==([^\s;]+)(?: ; ([^\\]+))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+)", re.M
)
EXTRAS = PROJECT["project"]["optional-dependencies"]
WANTED = [
    *PROJECT["project"]["dependencies"],
    *EXTRAS["lab"],
    *EXTRAS["html"],
    *PROJECT["build-system"]["requires"],
]


@pytest.mark.parametrize("line", WANTED)
def test_what_pyproject_asks_for_is_pinned_in_its_range(line: str) -> None:
    wanted = Requirement(line)
    pinned = [entry[2] for entry in ENTRY.finditer(LOCK) if entry[1] == canonicalize_name(wanted.name)]
    assert pinned, f"{wanted.name} is not in requirements.lock: run .ci/lock"
    assert all(wanted.specifier.contains(version) for version in pinned)


def test_nothing_but_pinned_and_hashed_packages() -> None:
    rest = ENTRY.sub("", LOCK)
    assert re.fullmatch(r"(#[^\n]*\n)*", rest), f"not a pinned package: {rest[:300]}"
    assert not re.search(r"https?://|file:|--index-url|--find-links|/(root|home|tmp)/", LOCK)


def test_each_python_gets_one_version_of_a_package() -> None:
    for python in ("3.11.7", "3.12.1", "3.13.0"):
        for system in ("linux", "darwin", "win32"):
            names = []
            for name, version, marker, _ in ENTRY.findall(LOCK):
                line = Requirement(f"{name}=={version}" + (f" ; {marker}" if marker else ""))
                where = {"python_full_version": python, "python_version": python[:4], "sys_platform": system}
                if line.marker is None or line.marker.evaluate(where):
                    names.append(name)
            assert len(names) == len(set(names))


def test_the_bill_of_materials_is_of_the_lock() -> None:
    text = (ROOT / "sbom.json").read_text(encoding="utf-8")
    bill = json.loads(text)
    named = sorted((part["name"], part["version"]) for part in bill["components"])
    assert named == sorted((entry[1], entry[2]) for entry in ENTRY.finditer(LOCK))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == PROJECT["project"]["name"]
    assert "serialNumber" not in bill
    assert "timestamp" not in bill["metadata"]
    assert not re.search(r'"/|file:|/(root|home|tmp)/', text)
