"""What may be said of a finding: the values of a column, the roles of a lens, and words as places in the article."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import math
import re
import types
import typing
from collections.abc import Sequence
from typing import Any

from newslens.analysis import record_class
from newslens.article import Article, Span
from newslens.errors import OptionError, did_you_mean
from newslens.tables import Finding, Part, dtypes, envelope

#: columns that say which finding it is and where: they follow from the spans
FIXED = ("article", "id", "start", "end", "text")
#: lens → roles that may stand anywhere: they do not widen the finding's own span
_APART = {"attributions": ("channel", "when", "anonymity"), "demands": ("status",)}
_LIST = re.compile(r" ?([a-z_]+(?:, [a-z_]+)*) ?,? or ([a-z_]+)(?: where .*)?")
_REACH = 2000  # characters: how far the last words of “first … last” may stand from the first
_QUOTES = {"'": "['’‘]", '"': '["“”„]'}


@functools.cache
def values(record: type) -> dict[str, tuple[str, ...]]:
    """Column → the values that the schema lists for it (“named_person, unnamed, institution …”).

    >>> from newslens.sourcing import Attribution
    >>> values(Attribution)["form"]
    ('direct', 'mixed', 'indirect')
    """
    out = {}
    for field in dataclasses.fields(record):
        meaning = re.sub(r" ?\([^)]*\)", "", field.metadata.get("meaning", ""))
        for clause in re.split(r"[:;]", meaning):
            listed = _LIST.fullmatch(clause)
            # “title or office” explains, it lists nothing: two values make a list only where one of them always holds
            if listed and ("," in listed[0] or not nullable(record, field.name)):
                out[field.name] = (*listed[1].split(", "), listed[2])
                break
    return out


@functools.cache
def nullable(record: type, column: str) -> bool:
    """Whether a column may be empty."""
    return isinstance(typing.get_type_hints(record).get(column), types.UnionType)


@functools.cache
def roles(lens: str) -> tuple[str, ...]:
    """The evidence roles of a lens, as the docstring of its record class names them.

    >>> roles("hedges")
    ('hedge', 'claim')
    """
    doc = " ".join((record_class(lens).__doc__ or "").split())
    said = re.search(r"\b[Rr]ole(s?):? ([a-z_, ]+)", re.sub(r" \((?!role)[^)]*\)|`", "", doc))
    return tuple(said[2].rstrip(", ").split(", ")[: None if said[1] else 1]) if said else ()


def cast(record: type, column: str, value: Any) -> Any:
    """A value as the column wants it, from what was typed or given; None for an empty one where that may be.

    Raises OptionError for a column that there is not or that follows from the spans, and for a value that does not fit.

    >>> from newslens.sourcing import Attribution
    >>> cast(Attribution, "count", "2"), cast(Attribution, "role", "")
    (2, None)
    """
    kinds = dtypes(record)
    free = [c for c in kinds if c not in FIXED]
    if column not in free:
        why = "follows from the spans: use respan()" if column in FIXED else "is not a column of this lens"
        raise OptionError(f"{column!r} {why}. {did_you_mean(column, free)}")
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        if nullable(record, column):
            return None
        if kinds[column] == "float64" and value != "":
            return math.nan
        raise OptionError(f"{column} cannot be empty. Give a value.")
    listed = values(record).get(column)
    if listed and value not in listed:
        raise OptionError(f"{column}={value!r} is not in the codebook. {did_you_mean(value, listed)}")
    try:
        return _CASTS[kinds[column].lower()](value)
    except (TypeError, ValueError) as error:
        raise OptionError(f"{column}={value!r} does not fit: {error}.") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("it wants text")
    value.encode()  # half a character cannot be kept in a file
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or (not isinstance(value, str) and int(value) != value):
        raise ValueError("it wants a whole number")
    return int(value)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not math.isfinite(float(value)):
        raise ValueError("it wants a number")
    return float(value)


def _yes(value: Any) -> bool:
    known = {"yes": True, "true": True, "no": False, "false": False}
    key = str(value).lower()
    if key not in known:
        raise ValueError("it wants yes or no")
    return known[key]


def _day(value: Any) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


_CASTS = {"string": _text, "int64": _whole, "float64": _number, "bool": _yes, "boolean": _yes, "datetime64[ms]": _day}


def places(article: Article, words: str) -> tuple[Span, ...]:
    """Where words stand in the article, as half-open offsets in text order; whole words only.

    White space and the shape of quotation marks need not agree. “first words … last words” is the stretch from the
    first to the nearest last words after them.

    >>> article = Article.from_text("The ferry sank. The ferry was old, the mayor said.")
    >>> places(article, "the ferry"), places(article, "The ferry")
    ((), ((0, 9), (16, 25)))
    >>> [article.text[start:end] for start, end in places(article, "was … said")]
    ['was old, the mayor said']
    """
    found = _literal(article, words)
    ends = re.split(r"\s*(?:…|\.\.\.)\s*", words.strip(), maxsplit=1)
    if found or len(ends) < 2 or not all(ends):
        return found
    last = _literal(article, ends[1])
    out = []
    for start, end in _literal(article, ends[0]):
        after = next((hi for lo, hi in last if end <= lo <= start + _REACH), None)
        if after is not None:
            out.append((start, after))
    return tuple(out)


def _literal(article: Article, words: str) -> tuple[Span, ...]:
    tokens = words.split()
    if not tokens:
        return ()
    body = r"\s+".join("".join(_QUOTES.get(c, re.escape(c)) for c in token) for token in tokens)
    before = r"(?<!\w)" if re.match(r"\w", tokens[0]) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", tokens[-1]) else ""
    return tuple(m.span() for m in re.finditer(f"{before}{body}{after}", article.text))


def place(article: Article, words: str, occurrence: int = 1) -> Span:
    """The place of words in the article, the `occurrence`-th from 1; OptionError where they do not stand there."""
    if not isinstance(words, str):
        raise OptionError(f"A span is given by its words, not by {words!r}. Copy them from the article.")
    found = places(article, words)
    if not found:
        raise OptionError(
            f"The article does not say {words!r}. Copy whole words from it, or its first and last words with … between."
        )
    if isinstance(occurrence, bool) or not isinstance(occurrence, int) or not 1 <= occurrence <= len(found):
        raise OptionError(
            f"{words!r} stands in the article {len(found)} time(s), so that occurrence={occurrence!r} is none of them. "
            f"Give one from 1 to {len(found)}."
        )
    return found[occurrence - 1]


def words_of(article: Article, parts: Sequence[Part]) -> str:
    """The words of some parts as a column holds them: white space made one, “ … ” where they are interrupted."""
    return " … ".join(" ".join(article.text[p.start : p.end].split()) for p in parts)


def column_of(record: type, role: str) -> str | None:
    """The column that holds the words of a role, if there is one that takes any words."""
    kinds, listed = dtypes(record), values(record)
    return next((c for c in (role, f"{role}s") if kinds.get(c) == "string" and c not in (*FIXED, *listed)), None)


def follows(article: Article, finding: Finding, role: str) -> str | None:
    """The column to be changed with a role's span: one that held the old words, or none; a full name stays."""
    column = column_of(type(finding), role)
    if column is None:
        return None
    held = getattr(finding, column)
    old = words_of(article, [p for p in finding.parts if p.role == role])
    return column if held is None or _bare(held) == _bare(old) else None


def _bare(words: str) -> str:
    return " ".join(re.sub(r" […;] ", " ", words).split())


def changed(article: Article, lens: str, finding: Finding, fields: dict[str, Any], spans: Sequence[Part]) -> Finding:
    """The finding with new values in its columns and new spans for its roles; `start, end, text` follow the spans."""
    new = {column: cast(type(finding), column, value) for column, value in fields.items()}
    if spans:
        anew = {p.role for p in spans}
        kept = [p for p in finding.parts if p.role not in anew]
        apart = _APART.get(lens, ())
        own = [p for p in kept if p.role not in apart and finding.start <= p.start and p.end <= finding.end]
        own += [p for p in spans if p.role not in apart]
        start, end = envelope(own) if own else (finding.start, finding.end)
        new |= {"start": start, "end": end, "text": article.text[start:end], "parts": (*kept, *spans)}
    return dataclasses.replace(finding, **new)


def own_span(lens: str, spans: Sequence[Part]) -> Span:
    """The span of a new finding: all parts but those that may stand anywhere. OptionError where nothing is left."""
    own = [p for p in spans if p.role not in _APART.get(lens, ())]
    if not own:
        raise OptionError(f"A new finding needs the words that it stands on. Give spans for {', '.join(roles(lens))}.")
    return envelope(own)
