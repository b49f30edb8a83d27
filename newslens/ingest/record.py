"""One article as it was found, and one that cannot be read."""

from __future__ import annotations

import dataclasses
import datetime
import email.utils
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslens import errors
from newslens.errors import InputError, NotTextError
from newslens.reading import byline as bylines
from newslens.reading import documents, languages

if TYPE_CHECKING:
    from newslens.article import Article

_REASON = 1000  # characters: what is damaged is quoted in some reasons, and may have lines of a megabyte
_FIELDS = ("id", "title", "byline", "outlet", "published", "url", "language")


@dataclasses.dataclass(frozen=True)
class Record:
    """One article as found, not yet read: cheap and picklable, so that a worker process does the reading."""

    #: stable and unique in a run: the file's path as given, or path#3, or path#<record id>
    key: str
    #: as found: the file's bytes, or text that was taken out of a file with several articles
    data: bytes | str = dataclasses.field(repr=False)
    #: how to read `data`: text, markdown, html, fragment (a piece of HTML), docx, rtf, pdf
    form: str
    #: what is known from outside: title, byline, outlet, published, url, language, id
    known: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def article(self) -> Article:
        """The article, read. What is known from outside wins over what the text says of itself.

        Raises what `Article.from_text` raises, `NotTextError` and `MissingExtraError`: all are `InputError`s.
        """
        from newslens.article import Article

        outside = {field: value for field, value in self.known.items() if value}
        if isinstance(self.data, bytes) and self.form == "pdf":
            text, inside = documents.one_text(self.data, self.form, self.key)
        else:
            text, inside = documents.text_of(self.data, self.form, self.key)
        fields: dict[str, Any] = {"published": outside.get("crawled"), **inside, **outside}
        fields = {field: fields[field] for field in _FIELDS if fields.get(field)}
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _broken(text) else text
        article = Article.from_text(text, markdown=self.form == "markdown", **({"id": self.key} | fields))
        if file := outside.get("file"):
            object.__setattr__(article, "file", Path(str(file)))
        return article


@dataclasses.dataclass(frozen=True)
class Unread:
    """What cannot be read, and why."""

    key: str
    #: plain words, one line
    reason: str
    #: the error's class name
    kind: str

    @classmethod
    def because(cls, key: str, error: Exception | str) -> Unread:
        """From an error, or from the words of one."""
        if isinstance(error, str):
            error = NotTextError(error)
        said = "".join(char if char.isprintable() else " " for char in str(error)[:_REASON])
        return cls(key, " ".join(said.split()), type(error).__name__)

    def error(self) -> InputError:
        """The error again, to be raised."""
        kind = getattr(errors, self.kind, InputError)
        made = kind(self.reason)
        return made if isinstance(made, InputError) else InputError(self.reason)


def known(**given: object) -> dict[str, object]:
    """What a source says of an article, made fit for it: dates read, names split, what is empty or odd left out.

    >>> known(title=" Ferries late ", byline="By Ann Lee and Tom Moss", published="Mon, 01 Mar 2021 08:00:00 GMT")
    {'title': 'Ferries late', 'byline': ('Ann Lee', 'Tom Moss'), 'published': datetime.date(2021, 3, 1)}
    """
    out: dict[str, object] = {}
    for field, value in given.items():
        clean: object
        if field == "byline":
            clean = _authors(value)
        elif field in ("published", "crawled"):
            clean = day(value)
        elif field == "language":
            clean = languages.named(words(value))
        else:
            clean = words(value)
        if clean:
            out[field] = clean
    return out


def words(value: object) -> str:
    """A cell as words on one line; nothing for what is missing."""
    if isinstance(value, Mapping):  # {"name": "Harbor News"}, as news services give a source
        value = value.get("name") or value.get("title")
    if value is None or value != value or isinstance(value, (list, tuple, dict)):
        return ""
    if isinstance(value, float) and value.is_integer():  # a column of whole numbers with gaps in it
        value = int(value)
    return " ".join(str(value).encode("utf-8", "replace").decode().split())


def day(value: object) -> datetime.date | None:
    """The day of a date in any of the ways that tables, feeds and archives write one; None where it may be two."""
    if isinstance(value, datetime.datetime):
        return value.date() if value == value else None  # no date is unequal to itself
    if isinstance(value, datetime.date):
        return value
    said = words(value)
    if re.match(r"\d{8}(?:\d{6})?$", said):  # as archives write it
        said = f"{said[:4]}-{said[4:6]}-{said[6:8]}"
    try:
        return datetime.date.fromisoformat(said[:10])
    except ValueError:
        pass
    if found := bylines.day_in(said[:100]):
        return found
    try:
        return email.utils.parsedate_to_datetime(said).date()
    except (ValueError, TypeError, IndexError):
        return None


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        said = re.sub(r"^by\s+", "", words(value), flags=re.IGNORECASE)
        if not said:
            return ()
        found = bylines.names(said)
        return (found or {}).get("byline") or tuple(filter(None, map(str.strip, re.split(r"[;|]", said))))
    if isinstance(value, Iterable) and not isinstance(value, (bytes, Mapping)):
        return tuple(filter(None, map(words, value)))
    return (said,) if (said := words(value)) else ()


def _broken(text: str) -> bool:
    """Whether it holds halves of characters, as badly written JSON does."""
    return re.search("[\ud800-\udfff]", text) is not None
