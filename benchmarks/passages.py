"""Passages with their annotated acts, as JSON lines.

A line is `{"id", "text", "frames", "non_demands"}` (see demands.py). Where the text may not be copied, a line has
`"of": [article, start, end]` in its place: half-open characters of an article that has to be handed over; all other
offsets of the line count from `start`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def articles(files: Iterable[Path]) -> dict[str, str]:
    """Texts by id, of files of JSON lines."""
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return {article["id"]: article["text"] for article in map(json.loads, lines)}


def read(path: Path, texts: Mapping[str, str]) -> list[Record]:
    """The passages of a file. ValueError where one is of an article that is not among `texts`."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for record in records:
        if "of" in record:
            article, start, end = record["of"]
            if article not in texts:
                raise ValueError(
                    f"{path.name}: {record['id']} is part of {article}. Give the JSON lines that have it: --texts FILE"
                )
            record["text"] = texts[article][start:end]
            _quote(record)
    return records


def _quote(record: Record) -> None:
    """Puts the words beside the places."""
    text = record["text"]
    for frame in record["frames"]:
        for actor in [*frame["demander"], *frame["demandee"]]:
            actor.setdefault("entity", text[slice(*actor["span"])])
        for item in frame["content"]:
            item["text"] = " ".join(text[slice(*span)] for span in item["spans"])
