"""Web archives (.warc, .warc.gz), those of CC-News among them: each page that was delivered is an article."""

from __future__ import annotations

import contextlib
import io
import logging
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from newslens.errors import MissingExtraError
from newslens.ingest.record import Record, Unread, known

_MOST = 16_000_000  # bytes of a page, unpacked
_LONGEST_HEAD = 1_000_000  # bytes of the lines above a page; a few kilobytes are usual
_CHUNK_HEAD = 64  # bytes at most in which warcio looks for the length of a piece of a page


def records(path: Path, columns: Mapping[str, str] | None) -> Iterator[Record | Unread]:
    """A record for each response with status 200 that is HTML, in the order of the archive: path#<its record id>.

    All else in the archive (requests, pictures, errors, robots.txt) is passed over in silence. The address is kept.
    The date of the crawl is taken for the day of publication in CC-News only, which crawls within hours, and there only
    where the page gives none.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise MissingExtraError(
            f"{path.name!r} is a web archive; to read one, install the extra: pip install '.[formats]' in the checkout."
        ) from None
    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # what is wrong with an archive is said here, once
    key = path.as_posix()
    fresh = path.name.upper().startswith("CC-NEWS")
    seen: set[str] = set()
    number = 0
    try:
        with path.open("rb") as file:
            responses = ArchiveIterator(file)
            responses.INC_RECORD = ""  # else it prints what a damaged record lacks
            head = _Head(responses.reader)
            while (found := _heard(lambda: next(responses, None))[0]) is not None:
                number += 1
                head.left = _LONGEST_HEAD
                if not _is_page(found):
                    continue
                given = str(found.rec_headers.get_header("WARC-Record-ID") or number)
                name = given.strip("<> ").removeprefix("urn:uuid:")
                name = f"{key}#{name if name not in seen else f'{name}~{number}'}"
                seen.add(name.partition("#")[2])
                try:
                    page, broken = _heard(lambda: found.content_stream().read(_MOST + 1))
                    broken = broken or ("" if len(page) > _MOST or _is_whole(found) else "it ends too early")
                except (OSError, ValueError, zlib.error) as error:
                    page, broken = b"", str(error)
                if broken:
                    yield Unread.because(name, f"the page cannot be unpacked: {broken}")
                    continue
                if len(page) > _MOST:
                    yield Unread.because(name, f"the page has more than {_MOST:,} bytes")
                    continue
                url = found.rec_headers.get_header("WARC-Target-URI")
                day = found.rec_headers.get_header("WARC-Date")
                yield Record(name, page, "html", known(url=str(url or "").strip("<>"), crawled=day if fresh else None))
    except Exception as error:  # warcio has errors of its own, and stumbles over what is no archive
        yield Unread.because(key, f"{path.name!r} is cut off or damaged after record {number}: {error}")


class _Head:
    """Keeps the heads of records short: a packed line may grow a thousandfold when it is read."""

    def __init__(self, reader: Any) -> None:
        self.left = _LONGEST_HEAD
        self._readline = reader.readline
        reader.readline = self.readline

    def readline(self, length: int | None = None) -> bytes:
        if length is not None and length <= _CHUNK_HEAD:
            return self._readline(length)  # type: ignore[no-any-return]
        line: bytes = self._readline(min(length or _LONGEST_HEAD, _LONGEST_HEAD))
        self.left -= len(line)
        if self.left <= 0:
            raise ValueError(f"the head of a record has more than {_LONGEST_HEAD:,} bytes")
        return line


def _heard(read: Callable[[], Any]) -> tuple[Any, str]:
    """What is read, and what warcio says meanwhile: where data is damaged, it prints that and gives what it has."""
    with contextlib.redirect_stderr(io.StringIO()) as said:
        return read(), said.getvalue().strip()


def _is_whole(found: Any) -> bool:
    """Whether as many bytes came as the record's head says."""
    _heard(lambda: found.raw_stream.read(_MOST))
    return getattr(found.raw_stream, "limit", 0) <= 0


def _is_page(found: Any) -> bool:
    head = found.http_headers
    if found.rec_type != "response" or head is None or head.get_statuscode() != "200":
        return False
    return "html" in str(head.get_header("Content-Type") or "").lower()
