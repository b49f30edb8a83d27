"""JSON with an article to an object: one to a line, or a list of them, or one alone."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from newslens.errors import TooLongError
from newslens.ingest.columns import choose, to_record
from newslens.ingest.record import Record, Unread
from newslens.ingest.tables import MOST_BROKEN, opened
from newslens.reading.formats import LONGEST

_CHUNK = 1_000_000  # characters
_LONGEST_OBJECT = 16 * LONGEST
_BETWEEN = " \t\r\n,[]"
_WRAPPED = ("articles", "items", "results", "docs", "documents", "data", "response")

Found = Iterator[Record | Unread]
_Objects = Iterator[dict[str, Any] | str]


def records(path: Path, columns: Mapping[str, str] | None) -> Found:
    """A record for each object, path#1, path#2 …; what the fields are called is told from the first.

    Raises `OptionError` where the field of the text cannot be told.
    """
    key = path.as_posix()
    chosen: dict[str, str] | None = None
    number = broken = 0
    try:
        with opened(path) as file:
            by_line = path.suffix.lower() != ".json"
            for found in _by_line(file) if by_line else _one_by_one(file):
                for item in _unwrapped(found):
                    number += 1
                    name = f"{key}#{number}"
                    broken = broken + 1 if isinstance(item, str) else 0
                    if broken > MOST_BROKEN:
                        what = f"{MOST_BROKEN:,} objects of {path.name!r} are broken, one after the other"
                        yield Unread.because(key, f"{what}; what follows was not read")
                        return
                    if isinstance(item, str):
                        yield Unread.because(name, f"object {number} of {path.name!r} cannot be read: {item}")
                        continue
                    chosen = chosen or choose(item, columns, key)
                    if item.get(chosen["text"]) is None:
                        yield Unread.because(name, f"object {number} of {path.name!r} has no {chosen['text']!r}")
                    else:
                        yield to_record(name, item, chosen)
    except (OSError, EOFError, zlib.error) as error:
        yield Unread.because(key, f"{path.name!r} is cut off or damaged after object {number}: {error}")
    if number == 0:
        yield Unread.because(key, f"{path.name!r} holds no article: there is no object in it")


def _by_line(file: TextIO) -> _Objects:
    while line := file.readline(_LONGEST_OBJECT):
        if len(line) >= _LONGEST_OBJECT:
            raise TooLongError(f"A line has more than {_LONGEST_OBJECT:,} characters: no article.")
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield _why(error)
        else:
            yield item if isinstance(item, dict) else "it is no object with named fields"


def _one_by_one(file: TextIO) -> _Objects:
    """The objects of a list, or one after the other, without holding the list."""
    decoder = json.JSONDecoder()
    buffer, place, ended = "", 0, False
    while True:
        while place < len(buffer) and buffer[place] in _BETWEEN:
            place += 1
        try:
            item, place = decoder.raw_decode(buffer, place)
        except (ValueError, RecursionError) as error:
            if ended:
                if place < len(buffer):
                    yield f"{_why(error)}; what follows was not read"
                return
            buffer, place = buffer[place:], 0
            if len(buffer) > _LONGEST_OBJECT or isinstance(error, RecursionError):
                yield "it is longer than any article, or damaged; what follows was not read"
                return
            more = file.read(max(_CHUNK, len(buffer)))
            ended = not more
            buffer += more
        else:
            yield item if isinstance(item, dict) else "it is no object with named fields"


def _unwrapped(item: dict[str, Any] | str) -> Iterator[dict[str, Any] | str]:
    """The articles in a news service's answer ({"status": "ok", "articles": […]}), or the object itself."""
    if isinstance(item, dict):
        for name in _WRAPPED:
            inner = item.get(name)
            if isinstance(inner, dict):
                yield from _unwrapped(inner)
                return
            if isinstance(inner, list) and inner and all(isinstance(article, dict) for article in inner):
                yield from inner
                return
    yield item


def _why(error: Exception) -> str:
    return "it is nested too deep" if isinstance(error, RecursionError) else f"it is no JSON ({error})"
