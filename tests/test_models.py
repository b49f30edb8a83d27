import hashlib

import pytest

from newslens import models
from newslens.errors import ModelError


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A model folder of the test's own, with one file in it."""
    (tmp_path / "small.onnx").write_bytes(b"weights")
    digest = hashlib.sha256(b"weights").hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{digest}  small.onnx\n{digest}  gone.onnx\n", encoding="ascii")
    monkeypatch.setattr(models, "folder", lambda: tmp_path)
    for cached in (models.hashes, models.model_file, models.session):
        cached.cache_clear()
    yield tmp_path
    for cached in (models.hashes, models.model_file, models.session):
        cached.cache_clear()


def test_every_shipped_file_is_whole_and_listed():
    listed = set(models.hashes())
    there = {p.name for p in models.folder().iterdir() if p.suffix in {".onnx", ".txt", ".json"}}
    assert listed == there
    assert all(models.model_file(name).is_file() for name in listed)


def test_a_whole_file_is_given(elsewhere):
    assert models.model_file("small.onnx").read_bytes() == b"weights"


def test_a_damaged_file_is_refused(elsewhere):
    (elsewhere / "small.onnx").write_bytes(b"weightz")
    with pytest.raises(ModelError, match=r"small\.onnx is damaged.*Install newslens again"):
        models.model_file("small.onnx")


def test_a_missing_file_is_refused(elsewhere):
    with pytest.raises(ModelError, match=r"gone\.onnx is missing.*Install newslens again"):
        models.session("gone.onnx")


@pytest.mark.parametrize("name", ["attribution", "tone"])
def test_the_model_cards_name_the_shipped_files(name):
    card = (models.folder() / f"{name}.md").read_text(encoding="utf-8")
    assert models.hashes()[f"{name}.onnx"] in card
