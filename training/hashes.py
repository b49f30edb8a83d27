"""The list of hashes beside the shipped models."""

from __future__ import annotations

import hashlib
from pathlib import Path


def record_hashes(folder: Path) -> None:
    """Write SHA256SUMS: the hashes of all files of the model folder that newslens loads."""
    files = sorted(file for kind in ("*.onnx", "*.txt", "*.json") for file in folder.glob(kind))
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="ascii")
