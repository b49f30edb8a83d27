"""The decision log: one JSON line for each decision, appended beside the article and never altered."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import re
import warnings
from pathlib import Path
from typing import Any

from newslens.analysis import file_name
from newslens.article import Article
from newslens.errors import CodingError, OptionError
from newslens.provenance import text_hash
from newslens.tables import Part

SCHEMA = 1
DECISIONS = ("confirm", "reject", "correct", "add", "undo")
_OPENING = b'{"schema": '  # how each line begins: what is cut off a line leaves a beginning of it
_CODER = re.compile(r"[A-Za-z0-9_-]{1,40}")
_SUFFIX = ".jsonl"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Decision:
    """One line of a log: who decided what about which finding, and when.

    `id, start, end, text` and `parts` are those of the finding as it was found, so that the decision can be tied to it
    again when an update of newslens numbers findings anew. `fields` (column → new value) and `spans` (the new stretches
    of a role, which take the place of all former ones) are what a correction or an addition says.
    """

    decision: str
    lens: str
    coder: str
    id: str
    start: int
    end: int
    text: str
    parts: tuple[Part, ...] = ()
    fields: dict[str, Any] = dataclasses.field(default_factory=dict)
    spans: tuple[Part, ...] = ()
    time: str = ""


@dataclasses.dataclass(frozen=True)
class Log:
    """The decisions about one article in one file, of one or several coders and lenses."""

    path: Path
    article: Article

    @property
    def sha256(self) -> str:
        """The SHA-256 of the article's text, by which a log knows its article."""
        return text_hash(self.article.text)

    @property
    def size(self) -> int:
        """Bytes in the file, 0 where there is none yet."""
        return self.path.stat().st_size if self.path.exists() else 0

    def read(self) -> tuple[Decision, ...]:
        """All decisions in the order in which they were taken; none where there is no file yet.

        A line that was cut off (a crash while it was written) is left out with a warning. Raises CodingError for a log
        of another article, of an unknown schema version, and for a file that is no log.
        """
        if not self.path.exists():
            return ()
        try:
            lines = self.path.read_bytes().split(b"\n")
        except OSError as error:
            raise CodingError(f"{str(self.path)!r} cannot be read: {error.strerror}. Give another file=.") from error
        found = []
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            entry = _parsed(line)
            if entry is not None:
                found.append(self._decision(entry, number))
            elif line.startswith(_OPENING) or _OPENING.startswith(line):
                warnings.warn(
                    f"Line {number} of {str(self.path)!r} is cut off, as a crash leaves it. That one decision is lost: "
                    "look whether the last finding is as you left it. All other decisions are there.",
                    stacklevel=3,
                )
            else:
                raise self._broken(number, "it is no line of a coding log")
        return tuple(found)

    def append(self, decision: Decision) -> None:
        """Write one decision to the end of the file, and return only when it is on the disk.

        A cut last line gets its line break first, so that it spoils no other. Raises CodingError if the file cannot be
        written.
        """
        line = json.dumps(self._entry(decision), ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        try:
            new = not self.path.exists()
            with self.path.open("a+b") as handle:
                if handle.seek(0, os.SEEK_END):
                    handle.seek(-1, os.SEEK_END)
                    if handle.read(1) != b"\n":
                        line = b"\n" + line
                handle.write(line)
                handle.flush()
                os.fsync(handle.fileno())
            if new and os.name == "posix":  # the folder's entry for the file has to last, too
                folder = os.open(self.path.parent, os.O_RDONLY)
                try:
                    os.fsync(folder)
                finally:
                    os.close(folder)
        except OSError as error:
            raise CodingError(
                f"The decision was not saved: {str(self.path)!r} cannot be written ({error.strerror}). "
                "Make room or give file= with a folder that you may write to."
            ) from error

    def _entry(self, decision: Decision) -> dict[str, Any]:
        import newslens

        said = dataclasses.asdict(decision)
        said["parts"] = [list(p) for p in decision.parts]
        said["spans"] = [[*p, self.article.text[p.start : p.end]] for p in decision.spans]
        said["time"] = decision.time or datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        head = {"schema": SCHEMA, "newslens": newslens.__version__, "article": self.article.id, "sha256": self.sha256}
        return head | said

    def _decision(self, entry: dict[str, Any], number: int) -> Decision:
        if entry.get("schema") != SCHEMA:
            raise CodingError(
                f"Line {number} of {str(self.path)!r} has schema version {entry.get('schema')!r}, and this newslens "
                f"reads {SCHEMA}. Use the newslens that wrote it ({entry.get('newslens', 'unknown')}), or a newer one."
            )
        if entry.get("sha256") != self.sha256:
            raise CodingError(
                f"{str(self.path)!r} is the log of another text (line {number}: article {entry.get('article')!r}, "
                f"SHA-256 {str(entry.get('sha256'))[:12]}…; this is {self.article.id!r}, {self.sha256[:12]}…). "
                "Offsets would point at other words. Read the article as it was coded, or give another file=."
            )
        names = [f.name for f in dataclasses.fields(Decision)]
        try:
            said = {name: entry[name] for name in names}
            said["parts"] = tuple(Part(*part) for part in said["parts"])
            said["spans"] = tuple(Part(role, start, end) for role, start, end, _ in said["spans"])
            decision = Decision(**said)
            ours = all(self._inside(p.start, p.end) for p in (*decision.parts, *decision.spans))
            words = all(self.article.text[start:end] == text for _, start, end, text in entry["spans"])
            ours = ours and words and self._inside(decision.start, decision.end)
        except (KeyError, TypeError, ValueError) as error:
            raise self._broken(number, f"it lacks something ({error})") from error
        if decision.decision not in DECISIONS or not isinstance(decision.fields, dict):
            raise self._broken(number, f"there is no decision {decision.decision!r}")
        if not ours or self.article.text[decision.start : decision.end] != decision.text:
            raise self._broken(number, "its offsets and its words do not agree")
        return decision

    def _inside(self, start: int, end: int) -> bool:
        return 0 <= start < end <= len(self.article.text)

    def _broken(self, number: int, why: str) -> CodingError:
        return CodingError(
            f"Line {number} of {str(self.path)!r} cannot be used: {why}. "
            "Give another file=, or take that line out if it was changed by hand."
        )


def open_log(article: Article, coder: str, file: str | os.PathLike[str] | None = None) -> Log:
    """The log of `coder` on `article`: `<article file>.<coder>.coding.jsonl` beside the article, or `file`.

    An article that was read from no file has its log in the current folder, named by its id. Raises OptionError for a
    coder's name that is more than letters, digits, - and _, and for a `file` that does not end in .jsonl, steps out of
    its folder with “..”, is a link, or lies in no folder.

    >>> article = Article.from_text("The mayor said the bridge is safe.", id="bridge")
    >>> print(open_log(article, "ab").path)
    bridge.ab.coding.jsonl
    """
    if not isinstance(coder, str) or not _CODER.fullmatch(coder):
        raise OptionError(
            f"coder={coder!r} cannot name a file. Use 1 to 40 letters (a to z), digits, - and _: coder='ab'."
        )
    if file is not None:
        path = Path(file)
    elif article.file is not None:
        path = article.file.with_name(f"{article.file.name}.{coder}.coding{_SUFFIX}")
    else:
        path = Path(f"{file_name(article.id)}.{coder}.coding{_SUFFIX}")
    named = f"file={str(path)!r}"
    if file is not None and (".." in path.parts or "\0" in str(path)):
        raise OptionError(f"{named} steps out of its folder. Give the path without “..”.")
    if path.suffix != _SUFFIX:
        raise OptionError(f"{named} is no name for a coding log. Let it end in {_SUFFIX}.")
    try:
        path.lstat()
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        raise OptionError(f"{named[:200]} cannot name a file: {error}. Give another name.") from error
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OptionError(f"{named} is a link or a folder. Give the log a file of its own.")
    if article.file is not None and path.exists() and article.file.exists() and path.samefile(article.file):
        raise OptionError(f"{named} is the article itself. Give another name for the log.")
    if not path.parent.is_dir():
        raise OptionError(f"There is no folder {str(path.parent)!r} to keep {path.name!r} in. Make it first.")
    return Log(path, article)


def _parsed(line: bytes) -> dict[str, Any] | None:
    """A line's content, or None where it is no whole JSON object."""
    try:
        entry = json.loads(line.decode("utf-8", "surrogatepass"))
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
