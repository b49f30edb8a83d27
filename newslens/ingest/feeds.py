"""Feeds (RSS, Atom) that were saved as files. Nothing is fetched: an entry is as long as the feed has it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from newslens.errors import MissingExtraError, NotTextError
from newslens.ingest.record import Record, Unread, known
from newslens.reading import formats

_FEW = 60  # words: a teaser that ends in “read more”


def records(path: Path, columns: Mapping[str, str] | None) -> Iterator[Record | Unread]:
    """A record for each entry, path#1, path#2 …, from its full content where the feed has it, else from its summary.

    Most feeds give a sentence or two to an entry; those are no articles, and are `Unread`.
    """
    try:
        import feedparser
    except ImportError:
        raise MissingExtraError(
            f"{path.name!r} is a feed; to read one, install the extra: pip install '.[formats]' in the checkout."
        ) from None
    key = path.as_posix()
    data = formats.read_bytes(path, many=True)
    if b"<!ENTITY" in data:
        raise NotTextError(f"{path.name!r} defines entities of its own, which no feed needs. It was not opened.")
    try:
        feed: Any = feedparser.parse(io.BytesIO(data))  # of bytes in memory: given a name or address it would open that
    except Exception as error:  # feedparser mends what it can; what it cannot ends in any error
        raise NotTextError(f"{path.name!r} is no feed that can be read ({type(error).__name__}).") from error
    if not feed.get("version") and not feed.get("entries"):
        raise NotTextError(
            f"{path.name!r} is no feed: neither RSS nor Atom. Known are feeds, and tables as .csv, .json."
        )
    about = feed.get("feed", {})
    for number, entry in enumerate(feed.entries, 1):
        body = max((part.get("value") or "" for part in entry.get("content", [])), key=len, default="")
        body = body or entry.get("summary") or ""
        count = len(re.sub(r"<[^<>]*>", " ", body).split())
        if count < _FEW:
            reason = f"the feed has only {count} words of it, a teaser; get the page that it points to"
            yield Unread.because(f"{key}#{number}", reason)
            continue
        authors = [author.get("name") for author in entry.get("authors", [])]
        yield Record(
            f"{key}#{number}",
            body,
            "fragment",
            known(
                title=re.sub(r"<[^<>]*>", "", entry.get("title") or ""),
                byline=authors if any(authors) else entry.get("author"),
                outlet=entry.get("source", {}).get("title") or about.get("title"),
                published=entry.get("published") or entry.get("updated"),
                url=entry.get("link"),
                language=about.get("language"),
                id=None,
            ),
        )
    if feed.get("bozo") and not _is_harmless(feed.get("bozo_exception")):
        yield Unread.because(
            key, f"{path.name!r} is cut off or damaged after entry {len(feed.entries)}: {feed.bozo_exception}"
        )


def _is_harmless(error: object) -> bool:
    """Whether feedparser complains of a label only, not of the feed."""
    return type(error).__name__ in ("CharacterEncodingOverride", "NonXMLContentType")
