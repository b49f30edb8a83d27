import base64
import hashlib
import importlib.metadata

import pytest

from newslens import language, models
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


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda path: None, None),
        (lambda path: path.write_bytes(b"weightz"), "weights.bin of the language model own-model is damaged"),
        (lambda path: path.unlink(), r"is missing.*pip install --force-reinstall --no-deps own-model==1.0"),
    ],
)
def test_an_installed_pipeline_is_checked_against_its_record(tmp_path, change, said):
    info, folder = tmp_path / "own_model-1.0.dist-info", tmp_path / "own_model"
    info.mkdir()
    folder.mkdir()
    (folder / "weights.bin").write_bytes(b"weights")
    digest = base64.urlsafe_b64encode(hashlib.sha256(b"weights").digest()).rstrip(b"=").decode()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: own-model\nVersion: 1.0\n")
    (info / "RECORD").write_text(
        f"own_model/weights.bin,sha256={digest},7\nelsewhere/x,sha256=x,1\nown_model/a.pyc,,\n"
    )
    change(folder / "weights.bin")
    distribution = importlib.metadata.PathDistribution(info)
    if said is None:
        models.check_installed(distribution, folder)
    else:
        with pytest.raises(ModelError, match=said):
            models.check_installed(distribution, folder)


def test_the_pipeline_in_use_has_a_record():
    path, distribution = language._model()
    assert distribution is not None
    hashed = [f for f in distribution.files or () if f.hash and f.locate().is_relative_to(path)]
    assert {"config.cfg", "meta.json", "model", "tokenizer"} <= {f.name for f in hashed}


@pytest.mark.parametrize("name", ["attribution", "tone"])
def test_the_model_cards_name_the_shipped_files(name):
    card = (models.folder() / f"{name}.md").read_text(encoding="utf-8")
    assert models.hashes()[f"{name}.onnx"] in card
