"""A corpus on disk: one folder per table, a part file in each for every batch, and a marker that makes a batch count.

    OUT/manifest.json                      what made it, with which options, whether it is finished
    OUT/batches/000123.json                the marker
    OUT/articles/part-000123.parquet       a part, and so on for every table

Only one process writes. Every file is written under another name, brought to the disk (fsync) and then renamed; of a
batch, the marker comes last. A run that is killed therefore leaves whole batches and, at worst, parts without a marker,
which no reader looks at and the next run removes.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslens.corpora.batches import Done, short
from newslens.corpora.rows import DuplicateRow, from_records, pack
from newslens.corpora.work import Result
from newslens.errors import CorpusError
from newslens.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    import pyarrow as pa

#: version of this layout; a reader refuses any other (that of the tables is SCHEMA_VERSION, and older ones are read)
FORMAT = 1
OWN_TABLES = ("articles", "errors", "signatures")


def read_manifest(folder: Path) -> dict[str, Any]:
    """What the manifest of a corpus says. CorpusError where there is none, or one of another layout or newer tables."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        version, made_with = manifest["format"], manifest["made_with"]
        schema = str(made_with.get("schema", 0))
        list(manifest["options"]["tables"])
    except OSError:
        raise CorpusError(
            f"{str(folder)[:200]!r} is no corpus: it has no manifest.json. nl.corpus(sources, out=folder) makes one."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CorpusError(f"{str(folder / 'manifest.json')!r} is damaged ({error}). Make the corpus again.") from None
    if version != FORMAT:
        raise CorpusError(
            f"{str(folder)!r} is a corpus of format {version!r}, made with newslens {manifest.get('newslens')}; this "
            f"version reads format {FORMAT}. Use that version, or make the corpus again."
        )
    if not schema.isdecimal() or int(schema) > SCHEMA_VERSION:
        raise CorpusError(
            f"{str(folder)!r} has tables of schema version {schema}, made with newslens {manifest.get('newslens')}; "
            f"this newslens reads up to version {SCHEMA_VERSION}. Use that version, or make the corpus again."
        )
    return manifest  # type: ignore[no-any-return]


def finished_batches(folder: Path) -> list[int]:
    """Numbers of the batches that have a marker."""
    return sorted(int(file.stem) for file in (folder / "batches").glob("[0-9]*.json"))


def part(number: int) -> str:
    """Name of the part file of a batch."""
    return f"part-{number:06}.parquet"


class Dataset:
    """A corpus that is being written; as a context it keeps other runs out."""

    def __init__(self, folder: Path, made_with: Mapping[str, str], options: Mapping[str, Any]) -> None:
        self.folder = folder
        self.made_with = dict(made_with)
        self.lenses: tuple[str, ...] = tuple(options["tables"])
        self.tables = (*self.lenses, *OWN_TABLES)
        self._manifest: dict[str, Any] = {
            "format": FORMAT,
            "newslens": made_with["newslens"],
            "finished": False,
            "made_with": self.made_with,
            "options": dict(options),
        }

    def __enter__(self) -> Dataset:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            raise CorpusError(
                f"{str(self.folder)[:200]!r} cannot be made a folder: {error}. Give the name of a new folder."
            ) from error
        self._lock = _lock(self.folder)
        try:
            self._begin()
        except BaseException:
            os.close(self._lock)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._lock)

    def done(self) -> Done:
        """What the finished batches hold."""
        import pyarrow.parquet as pq

        done = Done(numbers=set(finished_batches(self.folder)))
        for number in sorted(done.numbers):
            rows = pq.read_table(self._path("articles", number), columns=["article", "key", "fingerprint"])
            for article, key, print_ in zip(*(column.to_pylist() for column in rows.columns), strict=True):
                done.articles[short(print_)] = short(key)
                done.ids.add(short(article))
            failed = pq.read_table(self._path("errors", number), columns=["fingerprint"])
            done.errors.update(map(short, failed["fingerprint"].to_pylist()))
        return done

    def names(self, keys: Sequence[int]) -> list[str]:
        """The first three keys of these, as they are written."""
        import pyarrow.parquet as pq

        wanted, out = set(keys), []
        for number in finished_batches(self.folder):
            for key in pq.read_table(self._path("articles", number), columns=["key"])["key"].to_pylist():
                if short(key) in wanted:
                    out.append(key)
                if len(out) == 3:
                    return out
        return out

    def commit(self, result: Result) -> None:
        """Write a batch; with its marker, the last of its files, it counts."""
        for table in self.tables:
            _write(self._path(table, result.number), result.parts[table])
        marker = {"articles": result.articles, "errors": result.errors}
        _write(self.folder / "batches" / f"{result.number:06}.json", _json(marker))

    def begin_again(self) -> None:
        """There is more to do: the corpus is not finished any more."""
        self._write_manifest(False)

    def finish(self, seen: set[int]) -> None:
        """Drop errors that the sources, of which these fingerprints were seen, no longer give; find duplicates."""
        import pyarrow as pa

        for number in finished_batches(self.folder):
            errors = self._read("errors", number)
            kept = [short(print_) in seen for print_ in errors["fingerprint"].to_pylist()]
            if not all(kept):
                _write(self._path("errors", number), pack([errors.filter(pa.array(kept))], "errors"))
        _write(self._path("duplicates", 0), pack([from_records(self._duplicates(), "duplicates")], "duplicates"))
        self._write_manifest(True)

    def _begin(self) -> None:
        """A new corpus in an empty folder, or one that goes on."""
        if (self.folder / "manifest.json").exists():
            self._same_options(read_manifest(self.folder))
        else:
            others = [path.name for path in self.folder.iterdir() if not path.name.startswith(".")]
            if others:
                raise CorpusError(
                    f"{str(self.folder)!r} is no corpus, but it is not empty either (it holds {others[0]!r}). "
                    "Give the name of a new folder."
                )
            self._write_manifest(False)
        for table in (*self.tables, "duplicates", "batches"):
            (self.folder / table).mkdir(exist_ok=True)
        numbers = set(finished_batches(self.folder))
        for file in self.folder.glob("*/.*"):
            file.unlink()
        for table in self.tables:
            for file in (self.folder / table).glob("part-*.parquet"):
                if int(file.stem.removeprefix("part-")) not in numbers:
                    file.unlink()

    def _same_options(self, before: Mapping[str, Any]) -> None:
        """CorpusError that names every way in which this run differs from the one that made the corpus."""
        pairs = [
            (name, before.get(kind, {}).get(name), self._manifest[kind].get(name))
            for kind in ("options", "made_with")
            for name in {**before.get(kind, {}), **self._manifest[kind]}
        ]
        differ = [f"{name} was {_shown(then)}, now it is {_shown(now)}" for name, then, now in pairs if then != now]
        if differ:
            raise CorpusError(
                f"{str(self.folder)!r} was begun in another way: {'; '.join(differ)}. A corpus is of one piece: "
                "go on as it was begun, or give the name of a new folder."
            )

    def _duplicates(self) -> list[Any]:
        import numpy as np

        from newslens.ingest.duplicates import similarities

        keys: list[str] = []
        signatures: list[Any] = []
        for number in finished_batches(self.folder):
            rows = self._read("signatures", number)
            keys += rows["article"].to_pylist()
            signatures += [np.load(io.BytesIO(data)) for data in rows["signature"].to_pylist()]
        return [
            DuplicateRow(article=article, duplicate_of=first, similarity=round(share, 2))
            for article, (first, share) in similarities(keys, signatures).items()
            if first != article
        ]

    def _write_manifest(self, finished: bool) -> None:
        _write(self.folder / "manifest.json", _json({**self._manifest, "finished": finished}))

    def _read(self, table: str, number: int) -> pa.Table:
        import pyarrow.parquet as pq

        return pq.read_table(self._path(table, number))

    def _path(self, table: str, number: int) -> Path:
        return self.folder / table / part(number)


def _write(path: Path, data: bytes) -> None:
    """A file that is there whole or not at all, even if the power fails."""
    temporary = path.with_name(f".{path.name}")
    with temporary.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else repr(value)


def _lock(folder: Path) -> int:
    """An open file that only one run can hold; the system lets go of it however the run ends."""
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT)
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise CorpusError(f"Another run is writing into {str(folder)!r}. Wait for it, or stop it.") from None
    return handle
