"""Web archives (.warc, .warc.gz), those of CC-News among them: each page that was delivered is an article."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from newslens.errors import MissingExtraError
from newslens.ingest.record import Record, Unread, known

_MOST = 16_000_000  # bytes of a page, unpacked


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
    key = path.as_posix()
    fresh = path.name.upper().startswith("CC-NEWS")
    seen: set[str] = set()
    number = 0
    try:
        with path.open("rb") as file:
            responses = ArchiveIterator(file)
            responses.INC_RECORD = ""  # else it prints what a damaged record lacks
            for number, found in enumerate(responses, 1):
                if not _is_page(found):
                    continue
                given = str(found.rec_headers.get_header("WARC-Record-ID") or number)
                name = given.strip("<> ").removeprefix("urn:uuid:")
                name = f"{key}#{name if name not in seen else f'{name}~{number}'}"
                seen.add(name.partition("#")[2])
                try:
                    page = found.content_stream().read(_MOST + 1)
                except (OSError, ValueError, zlib.error) as error:
                    yield Unread.because(name, f"the page cannot be unpacked: {error}")
                    continue
                if len(page) > _MOST:
                    yield Unread.because(name, f"the page has more than {_MOST:,} bytes")
                    continue
                url = found.rec_headers.get_header("WARC-Target-URI")
                day = found.rec_headers.get_header("WARC-Date")
                yield Record(name, page, "html", known(url=str(url or "").strip("<>"), crawled=day if fresh else None))
    except Exception as error:  # warcio has errors of its own, and stumbles over what is no archive
        yield Unread.because(key, f"{path.name!r} is cut off or damaged after record {number}: {error}")


def _is_page(found: Any) -> bool:
    head = found.http_headers
    if found.rec_type != "response" or head is None or head.get_statuscode() != "200":
        return False
    return "html" in str(head.get_header("Content-Type") or "").lower()
