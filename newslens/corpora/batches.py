"""The plan of a run: which articles are still to be read, under which id, and in which numbered batch.

The plan depends on the sources and on the finished batches alone. So a run that was cut off and started again cuts the
same batches as one that was not: what is left is dealt out, in the sources' order, to the numbers that are missing.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from newslens.ingest import Record, Unread

#: bytes after which a batch is closed, however few its articles
_HEAVY = 8_000_000
_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".htm", ".html", ".xml", ".json"})


class Entry(NamedTuple):
    """An article to be read: its id in the corpus, the fingerprint of what was found, and that itself."""

    id: str
    fingerprint: str
    found: Record | Unread


class Job(NamedTuple):
    """A batch, or with `piece` a single article of a batch that crashed."""

    number: int
    entries: tuple[Entry, ...]
    piece: int | None = None


@dataclasses.dataclass
class Done:
    """What a corpus holds already. Fingerprints, keys and ids are kept as 64-bit hashes, to hold millions."""

    articles: dict[int, int] = dataclasses.field(default_factory=dict)  # fingerprint → key
    errors: set[int] = dataclasses.field(default_factory=set)  # fingerprints
    ids: set[int] = dataclasses.field(default_factory=set)
    numbers: set[int] = dataclasses.field(default_factory=set)  # of finished batches


def size(number: int) -> int:
    """Articles in a batch: few at first, so that a small corpus keeps all processes busy, then up to 256.

    >>> [size(number) for number in (0, 64, 128, 1000)]
    [16, 32, 64, 256]
    """
    return min(256, 16 << number // 64)


def short(text: str) -> int:
    """A 64-bit hash."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def fingerprint(found: Record | Unread) -> str:
    """A hash of the key and of all that the source holds under it, 32 hex digits."""
    if isinstance(found, Unread):
        parts: list[object] = [found.key, "unread", found.kind]
    else:
        parts = [found.key, found.form, found.data]
        parts += [part for name in sorted(found.known) for part in (name, found.known[name])]
    whole = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()[:32]


class Difference(NamedTuple):
    """How the sources stand to what is done; of the articles that differ, the hashes of their keys."""

    found: int
    done: int
    changed: list[int]
    gone: list[int]


def compare(sources: Iterable[Record | Unread], done: Done) -> Difference:
    """What the sources hold beside what is done: articles to add, articles changed, articles gone."""
    seen: set[int] = set()
    fresh: set[int] = set()
    for found in sources:
        print_ = short(fingerprint(found))
        seen.add(print_)
        if print_ not in done.articles:
            fresh.add(short(found.key))
    known = sum(print_ in done.articles or print_ in done.errors for print_ in seen)
    return Difference(len(seen), known, *missing(done, seen, fresh))


def missing(done: Done, seen: set[int], fresh: set[int]) -> tuple[list[int], list[int]]:
    """Articles that are done but not in the sources as they were: those whose key stands there anew, and the others."""
    keys = [key for print_, key in done.articles.items() if print_ not in seen]
    return [key for key in keys if key in fresh], [key for key in keys if key not in fresh]


def jobs(sources: Iterable[Record | Unread], done: Done, seen: set[int]) -> Iterator[Job]:
    """What is left to do, in batches. Never reads further than the batch that is asked for.

    What stands twice in the sources, same key and same content, is read once. `seen` receives the fingerprints met.
    """
    ids = set(done.ids)
    number = _next(done.numbers, -1)
    batch: list[Entry] = []
    weight = 0
    for found in sources:
        print_ = fingerprint(found)
        if short(print_) in seen:
            continue
        seen.add(short(print_))
        if short(print_) in done.articles or short(print_) in done.errors:
            continue
        batch.append(Entry(_unique(found, print_, ids), print_, found))
        weight += len(found.data) if isinstance(found, Record) else 0
        if len(batch) >= size(number) or weight >= _HEAVY:
            yield Job(number, tuple(batch))
            number = _next(done.numbers, number)
            batch, weight = [], 0
    if batch:
        yield Job(number, tuple(batch))


def _next(numbers: set[int], number: int) -> int:
    number += 1
    while number in numbers:
        number += 1
    return number


def _unique(found: Record | Unread, print_: str, ids: set[int]) -> str:
    """The id that the source gives, else the file's name; where that is taken, with a part of the fingerprint."""
    if isinstance(found, Unread):
        return found.key  # never becomes an article
    given = found.known.get("id")
    name = str(given) if given is not None and given == given else ""  # NaN, the empty cell, is not itself
    if not name:
        path = PurePath(found.key)
        name = path.stem if path.suffix.lower() in _SUFFIXES else path.name or found.key
    name = name.encode("utf-8", "backslashreplace").decode()
    unique, length = name, 8
    while short(unique) in ids:
        unique = f"{name}-{print_[:length]}"
        length += 4
    ids.add(short(unique))
    return unique
