"""Through which channel something was said, and when: read beside the cue, dated from the article's date."""

from __future__ import annotations

import datetime
import functools
import re

from newslens import lexicons
from newslens.language import Parse
from newslens.names import is_outlet

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHEN = re.compile(
    r"\b(?:(?:late|early|earlier|later)\s+)?(?:on\s+)?(?:"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:\s+(?:morning|afternoon|evening|night))?"
    r"|yesterday|today|tonight"
    r"|(?:last|this|earlier\s+this)\s+(?:week|month|year|morning|afternoon|evening)"
    r"|(?:a|two|three|four|five|six|several)\s+(?:day|week|month|year)s?\s+(?:ago|earlier)"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:,\s+\d{4})?"
    r"|\d{1,2}\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?(?:\s+\d{4})?"
    r")\b",
    re.I,
)
_NUMBERS = {"a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@functools.cache
def _channels() -> dict[str, str]:
    return {row["noun"]: row["channel"] for row in lexicons.rows("channels")}


def channel(parse: Parse, cue: int, content: set[int]) -> tuple[str, tuple[int, int]] | None:
    """Kind of channel and the tokens that name it: “said in a statement”, “wrote on Facebook”, “told reporters”."""
    for child in parse.children[cue]:
        if child in content:
            continue
        if parse.deps[child] == "prep" and parse.lower[child] in {
            "in",
            "on",
            "at",
            "during",
            "via",
            "by",
            "through",
            "to",
            "over",
        }:
            for obj in parse.children[child]:
                if parse.deps[obj] != "pobj" or obj in content:
                    continue
                kind = _noun_channel(parse, obj) or ("media" if _outlet(parse, obj) else None)
                if kind and not (parse.lower[child] == "to" and kind not in {"broadcast", "media"}):
                    left, right = parse.subtrees[child]
                    return kind, (left, min(right, obj + 1))
        if parse.deps[child] in {"dobj", "dative"} and parse.lemmas[cue] == "tell":
            if parse.lemmas[child] in {"reporter", "journalist"}:
                return "briefing", (child, child + 1)
            if _outlet(parse, child):
                return "media", parse.subtrees[child]
    if parse.lemmas[cue] == "post" and any(parse.deps[c] == "dobj" for c in parse.children[cue]):
        return None  # “posted a profit”
    return {
        "tweet": ("post", (cue, cue + 1)),
        "post": ("post", (cue, cue + 1)),
        "testify": ("court", (cue, cue + 1)),
    }.get(parse.lemmas[cue])


def _outlet(parse: Parse, noun: int) -> bool:
    """“told Reuters”, “said on Fox News”: what is said to a news organization, to this one or another."""
    name = parse.prose(*parse.subtrees[noun])
    return parse.pos[noun] == "PROPN" and is_outlet(name.removeprefix("the "))


def _noun_channel(parse: Parse, noun: int) -> str | None:
    both = f"{parse.lower[noun - 1]} {parse.lemmas[noun]}" if noun else ""
    return _channels().get(both) or _channels().get(parse.lemmas[noun]) or _channels().get(parse.lower[noun])


def when(parse: Parse, cue: int, content: set[int], others: set[int]) -> tuple[int, int] | None:
    """Character offsets of the time expression that belongs to the saying, or None.

    It stands in the cue's clause outside content and source, at most a dozen tokens from the cue.
    """
    start, end = parse.sentences[parse.sentence(cue)]
    text = parse.article.text
    best: tuple[int, tuple[int, int]] | None = None
    lo, hi = parse.offsets(max(start, cue - 8), min(end, cue + 13))
    for match in _WHEN.finditer(text, lo, hi):
        i, j = parse.tokens(*match.span())
        between = range(min(j, cue), max(i, cue + 1))
        if any(k in content or k in others for k in range(i, j)):
            continue
        if any(parse.pos[k] == "VERB" and k != cue for k in between) or any(k in content for k in between):
            continue
        distance = len(between)
        if best is None or distance < best[0]:
            best = (distance, match.span())
    return best[1] if best else None


def day_of(words: str, published: datetime.date | None) -> datetime.date | None:
    """The day that a time expression means in an article of that date; for a span of days its first.

    A weekday is the last one up to the date of publication, as in news style (AP Stylebook, “time element”).

    >>> day_of("Monday", datetime.date(2022, 1, 26))
    datetime.date(2022, 1, 24)
    """
    if published is None:
        return None
    low = " ".join(words.lower().split())
    for number, name in enumerate(_WEEKDAYS):
        if name in low:
            return published - datetime.timedelta(days=(published.weekday() - number) % 7)
    if "yesterday" in low:
        return published - datetime.timedelta(days=1)
    if any(w in low for w in ("today", "tonight", "this morning", "this afternoon", "this evening")):
        return published
    monday = published - datetime.timedelta(days=published.weekday())
    if "week" in low and "ago" not in low and "earlier" not in low.split()[1:]:
        return monday - datetime.timedelta(days=7) if "last" in low else monday
    if "month" in low and "ago" not in low:
        first = published.replace(day=1)
        return (first - datetime.timedelta(days=1)).replace(day=1) if "last" in low else first
    if "year" in low and "ago" not in low:
        return datetime.date(published.year - ("last" in low), 1, 1)
    if found := re.match(r"(a|two|three|four|five|six) (day|week|month|year)s? (?:ago|earlier)", low):
        days = {"day": 1, "week": 7, "month": 30, "year": 365}[found.group(2)]
        if found.group(2) in {"day", "week"}:
            return published - datetime.timedelta(days=_NUMBERS[found.group(1)] * days)
        return None
    return _calendar_day(low, published)


def last_day_of(words: str, first: datetime.date) -> datetime.date:
    """The last day of the span that begins on `first`: of “last week” its Sunday, of a day the day itself.

    >>> last_day_of("last week", datetime.date(2022, 1, 17))
    datetime.date(2022, 1, 23)
    """
    low = words.lower()
    if "ago" in low.split() or any(name in low for name in _WEEKDAYS):
        return first
    if "week" in low:
        return first + datetime.timedelta(days=6)
    if "month" in low and first.day == 1:
        return (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
    if "year" in low and (first.month, first.day) == (1, 1):
        return first.replace(month=12, day=31)
    return first


def _calendar_day(low: str, published: datetime.date) -> datetime.date | None:
    """“Jan. 12”, “12 January 2021”; without a year the last such day up to publication."""
    month = next((n for n, m in enumerate(_MONTHS, 1) if re.search(rf"\b{m}", low)), None)
    day = re.search(r"\b(\d{1,2})\b", low)
    if month is None or day is None:
        return None
    year = re.search(r"\b(\d{4})\b", low)
    try:
        said = datetime.date(int(year.group(1)) if year else published.year, month, int(day.group(1)))
        return said if year or said <= published else said.replace(year=said.year - 1)
    except ValueError:  # 31 June, or a year out of range: the article's slip, no date
        return None
