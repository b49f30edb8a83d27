"""Many articles, from what researchers have: folders, tables, web archives, feeds, exports of news databases.

Finding and reading are two steps. `records` finds: it walks through the sources in a fixed order, holds one article at
a time, and never stops at a broken one. `Record.article` reads: a record is small and can be sent to another process.
There is a module for each kind of source; each gives `Record`s and `Unread`s.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from newslens.errors import InputError, OptionError, did_you_mean
from newslens.ingest.record import Record as Record
from newslens.ingest.record import Unread as Unread

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    import pandas as pd

    from newslens.article import Article

    Source = str | os.PathLike[str] | pd.DataFrame
    Sources = Source | Iterable[Source]

_ON_ERROR = ("raise", "skip")


def records(sources: Sources, *, columns: Mapping[str, str] | None = None) -> Iterator[Record | Unread]:
    """Every article in the sources, found and not yet read, in an order that is the same on every machine.

    `sources` is a path, a pattern (“stories/*.txt”), a folder (read with all folders in it, by name), a DataFrame, or
    several of these. A file is read by its suffix: .txt .md .html .docx .rtf .pdf, tables (.csv .tsv .jsonl .json
    .parquet), web archives (.warc .warc.gz), feeds (.rss .atom .xml). In a folder all else is passed over. Exports
    of Nexis Uni, Factiva and ProQuest are told by what stands in them. `columns` says which column of a table is what:
    {"text": "body", "published": "date"}; the fields are text, title, byline, outlet, published, url, language and id,
    and common names are guessed.

    Raises `NotFoundError` for a path that is not there, before anything is read, and `OptionError` where a table given
    by name has no column for the text, or more than one. All else that cannot be read is an `Unread` with its reason.

    >>> [record.key for record in records("tests/articles/*.txt")][:2]
    ['tests/articles/court-verdict.txt', 'tests/articles/feature-orchard.txt']
    """
    from newslens.ingest.sources import found, resolved

    return found(resolved(sources, columns), columns)


def read_articles(
    sources: Sources, *, columns: Mapping[str, str] | None = None, on_error: Literal["raise", "skip"] = "raise"
) -> Iterator[Article]:
    """The articles in files, folders, tables, web archives, feeds and database exports, one after the other.

    `sources` and `columns` are those of `newslens.ingest.records`. An iterator, because a web archive holds more than
    fits into memory; `list(nl.read_articles("stories"))` has them all. An article's `id` is the id that its source
    gives, else its file's path, with “#” and a number where the file holds several.

    With `on_error="raise"` the first article that cannot be read, or is not in English, ends it with an `InputError`;
    with "skip" it is left out, and one warning at the end counts what was. To see each, use `newslens.ingest.records`.

    >>> [article.title for article in read_articles("tests/articles/*.md")]
    ['Library roof: who pays?']
    """
    if on_error not in _ON_ERROR:
        raise OptionError(f"on_error is {on_error!r}. {did_you_mean(on_error, _ON_ERROR)}")
    return _read(records(sources, columns=columns), on_error == "skip")


def _read(found: Iterator[Record | Unread], skip: bool) -> Iterator[Article]:
    skipped: Counter[str] = Counter()
    first = ""
    count = 0
    for count, record in enumerate(found, 1):  # noqa: B007
        try:
            if isinstance(record, Unread):
                raise record.error()
            article = record.article()
        except InputError as error:
            if not skip:
                raise
            skipped[type(error).__name__] += 1
            first = first or str(error)
            continue
        yield article
    if skipped:
        kinds = ", ".join(f"{number} {kind}" for kind, number in skipped.most_common())
        warnings.warn(f"{skipped.total()} of {count} were not read ({kinds}). The first: {first}", stacklevel=2)
