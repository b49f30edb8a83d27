"""Which column of a table is what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from newslens.errors import OptionError, did_you_mean
from newslens.ingest.record import Record, known, words

#: field → the names that its column goes by, besides its own
_NAMES = {
    "text": "body content fulltext articletext articlebody maintext story text_content bodytext plaintext",
    "title": "headline head articletitle hed",
    "byline": "author authors writer writers by",
    "outlet": "source publisher publication newspaper sitename site media sourcename publicationtitle domain",
    "published": "date publisheddate publicationdate pubdate datepublished datepublish publishedat publishdate day",
    "url": "link uri href weburl articleurl",
    "language": "lang",
    "id": "articleid docid documentid uuid guid",
}
_MARKUP = re.compile(r"</(?:p|div|li|h\d)\s*>|<br\s*/?>|<p[ >]", re.IGNORECASE)


def choose(found: Iterable[object], given: Mapping[str, str] | None, name: str) -> dict[str, str]:
    """Field → column: as given, else the column of that name, else the only one of its usual names.

    >>> choose(["Headline", "Body", "Date", "clicks"], None, "news.csv")
    {'text': 'Body', 'title': 'Headline', 'published': 'Date'}
    """
    columns = [str(column) for column in found]
    listed = ", ".join(columns) if len(columns) <= 40 else ", ".join(columns[:40]) + " …"
    chosen = dict(given or {})
    for field, column in chosen.items():
        if field not in _NAMES:
            raise OptionError(f"columns has {field!r}, which no article has. {did_you_mean(field, list(_NAMES))}")
        if column not in columns:
            raise OptionError(f"{name!r} has no column {column!r} for {field!r}. It has: {listed}.")
    taken = set(chosen.values())
    for field, usual in _NAMES.items():
        if field in chosen:
            continue
        alike = [c for c in columns if _plain(c) == field and c not in taken] or [
            c for c in columns if _plain(c) in map(_plain, usual.split()) and c not in taken
        ]
        if len(alike) > 1:
            raise OptionError(
                f"{name!r} has several columns that may be {field!r}: {', '.join(alike)}. Say which: "
                f'columns={{"{field}": "{alike[0]}"}}.'
            )
        if alike:
            chosen[field] = alike[0]
    if "text" not in chosen:
        raise OptionError(
            f'{name!r} has no column that is plainly the text. Say which: columns={{"text": "…"}}. It has: {listed}.'
        )
    return {field: chosen[field] for field in _NAMES if field in chosen}


def to_record(key: str, row: Mapping[str, object], chosen: Mapping[str, str]) -> Record:
    """A row as a record; a text with tags in it is read as a piece of HTML."""
    value = row.get(chosen["text"])
    text = value if isinstance(value, str) else words(value)
    about = known(**{field: row.get(column) for field, column in chosen.items() if field != "text"})
    return Record(key, text, "fragment" if _MARKUP.search(text) else "text", about)


def _plain(column: str) -> str:
    return re.sub(r"[\W_]+", "", column).lower()
