"""What one line of a header says: dates, names, mastheads, datelines.

A line is header only if *all* of it can be read so: “By Monday evening the port was closed.” begins like a byline and
is none.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

#: fields of the article that a line gives
Fields = dict[str, Any]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?,?\s+)?"
_DATE = re.compile(
    rf"""{_WEEKDAY}(?:
      (?P<year>\d{{4}})[-/](?P<month>\d\d?)[-/](?P<day>\d\d?)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?
    | (?P<name1>{_MONTH})\s*(?P<day1>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year1>\d{{4}})
    | (?P<day2>\d\d?)(?:st|nd|rd|th)?\s+(?P<name2>{_MONTH}),?\s+(?P<year2>\d{{4}})
    | (?P<one>\d\d?)(?P<mark>[./-])(?P<two>\d\d?)(?P=mark)(?P<year3>\d{{4}})
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_ZONE = r"(?:\s*\(?(?:[A-Z]{1,4}T|UTC|Z|Eastern|Central|Pacific|local\s+time|[+-]\d\d:?\d\d)(?:[+-]\d\d?)?\)?(?!\w))?"
_TIME = re.compile(
    r"(?:at\s+)?(?:\d\d?[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\b\.?)?|\d\d?\s*[ap]\.?m\b\.?|\d{4}(?=\s+[A-Z]{2,3}T\b))"
    + _ZONE,
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:date|dated|(?:first\s+|originally\s+)?published|publication\s+date|posted|filed|released?|created"
    r"|last\s+(?:updated|modified)|updated|modified)\b\s*(?:on\b|at\b|:)?\s*",
    re.IGNORECASE,
)
_LONGEST = 400  # characters of a byline, cities and offices included
_NOTE = re.compile(r"\d+\s*-?\s*min(?:ute)?s?\s+read|\d+\s+(?:minute|hour|day|week)s?\s+ago", re.IGNORECASE)
_GAP = re.compile(r"[\s,;|·•—–\-/()\[\]]+")
_BY = re.compile(
    r"(?:(?:story|written|reported|words|analysis|opinion|commentary|review|perspective|essay|interview)\s+)?by\b:?\s*",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(title|headline|authors?|byline|by|source|outlet|publisher|publication|newspaper|url|link)\s*:\s+(\S.*)",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://\S{3,2000}")

#: agencies that sign a dateline in parentheses, and broadcasters that do as they do
_AGENCIES = {
    *("AP", "AFP", "Reuters", "CNN", "UPI", "dpa", "DPA", "PA", "ANI", "PTI", "EFE", "ANSA", "TASS", "IRNA", "Xinhua"),
    *("Bloomberg", "BBC", "NPR", "VOA", "RFE/RL", "Interfax", "Kyodo", "Yonhap", "CP", "AAP", "CNS", "RNS", "IPS"),
    *("Associated Press", "The Associated Press", "CNN Business", "Thomson Reuters Foundation"),
}
_MASTHEAD = re.compile(
    r"\b(?:News|Press|Times|Post|Herald|Tribune|Journal|Guardian|Agency|Reuters|Bloomberg|Politico|Axios|Network|Radio|TV"
    r"|Television|Broadcasting|Today|Daily|Weekly|Magazine|Chronicle|Gazette|Mail|Mirror|Observer|Globe|Review|Courier"
    r"|Bulletin|Examiner|Inquirer|Independent|Monitor|Telegraph|Register|Dispatch|Sentinel|Courant|Advertiser|Argus|Echo"
    r"|Standard|Economist|Atlantic|Intercept|Conversation|Services?|Media|Xinhua)\b|\.(?:com|org|net|co\.uk)\b"
)
_ROLE = re.compile(
    r"\b(?:(?:chief|senior|special|foreign|political|national|diplomatic|security|staff|white\s+house|pentagon)\s+)*"
    r"(?:staff|writers?|reporters?|correspondents?|editors?|columnists?|contributors?|bureau\s+chief|producers?|analyst"
    r"|journalist|special\s+to(?:\s+the)?)\b",
    re.IGNORECASE,
)
_PARTICLES = {
    *("de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "ter", "ten"),
    *("bin", "bint", "ibn", "al", "el", "y", "e", "zu", "af", "av", "ul"),
}
_SUFFIXES = {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"}
#: words that no name holds: “By Train Through Siberia” is a headline
_NO_NAME = {
    *("a", "an", "and", "as", "at", "but", "for", "from", "his", "her", "if", "in", "into", "its", "no", "not", "now"),
    *("of", "on", "or", "our", "out", "over", "than", "that", "their", "then", "this", "through", "to", "up", "with"),
    *("your", "my", "all", "way", "far", "sea", "air", "law", "accident", "numbers", "popular", "demand"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"),
    *("july", "august", "september", "october", "november", "december", "christmas", "noon", "midnight"),
}
_SIGNED = r"\s*\((?P<{}>[A-Za-z][\w ./&’'-]{{1,30}})\)"
_DATELINE = re.compile(
    rf"""(?P<place>[^()\d—–_]{{2,50}}?)??
    (?:,\s+(?P<date>{_MONTH}\s+\d\d?(?:,?\s+\d{{4}})?|\d\d?\s+{_MONTH}(?:,?\s+\d{{4}})?))?
    (?:{_SIGNED.format("undashed")}\s*(?=["“'‘A-Z])|(?:{_SIGNED.format("agency")})?(?:\s*—\s*|\s*--+\s*|\s+[–_-]\s+))
    (?=["“'‘\[]*[A-Z0-9$€£À-Þ])""",
    re.VERBOSE,
)


def header_line(line: str, masthead_wanted: bool = False) -> Fields | None:
    """What a line says if all of it is header, else None; `masthead_wanted`: it follows a byline without outlet.

    >>> header_line("By Ann Lee and Tom Moss | Harbor News")
    {'outlet': 'Harbor News', 'byline': ('Ann Lee', 'Tom Moss')}
    """
    if len(line) > 400:
        return None
    if field := _FIELD.fullmatch(line):
        return _labeled(field[1].lower(), field[2].strip())
    if _URL.fullmatch(line):
        return {"url": line}
    if masthead_wanted and len(line) <= 60 and _is_masthead(line) and _is_name(line, 6):
        return _masthead(line)
    fields: Fields | None = None
    for part in re.split(r"\s+[|·•/]\s+|\t+", line):
        found = dates(part)
        if found is None and (by := _BY.match(part)):
            found = names(part[by.end() :])
        if found is None and fields is not None and _TIME.fullmatch(part):
            found = {}
        if found is None and fields is not None and len(part) <= 60 and _is_name(part, 6):
            found = _masthead(part)
        if found is None and (by := re.search(r"(?<=[\s,;])By\s+(?=[A-Z])", part)):  # date 2022-03-04 By …
            before, after = dates(part[: by.start()]), names(part[by.end() :])
            found = None if before is None or after is None else before | after
        if found is None:
            return None
        fields = found | (fields or {})
    return fields


def _labeled(key: str, value: str) -> Fields:
    """A line such as “Author: Ann Lee”."""
    if key in {"title", "headline"}:
        return {"title": value}
    if key in {"author", "authors", "byline", "by"}:
        return names(_BY.sub("", value, count=1)) or {"byline": (value,)}
    if key in {"url", "link"}:
        return {"url": value}
    return {"outlet": value}


def dates(part: str) -> Fields | None:
    """Dates, times and their labels, if the part is nothing else: `published`, `updated`."""
    fields: Fields = {}
    place, label, anything = 0, "published", False
    while True:
        if gap := _GAP.match(part, place):
            place = gap.end()
        if place == len(part):
            return fields if anything else None
        if match := _DATE.match(part, place):
            if day := _day(match):
                fields.setdefault(label, day)
            anything = True
        elif match := _TIME.match(part, place):
            pass  # an hour alone is an entry of a program
        elif match := _NOTE.match(part, place):
            anything = True
        elif match := _LABEL.match(part, place):
            anything = True
            label = "updated" if re.match(r"last|updat|modif", match[0], re.IGNORECASE) else "published"
        else:
            return None
        place = match.end()


def day_in(line: str) -> datetime.date | None:
    """The first date that stands anywhere in a line, if it is one of the calendar and no other reading is possible."""
    match = re.search(rf"(?<!\w){_DATE.pattern}", line, _DATE.flags)
    return _day(match) if match else None


def _day(match: re.Match[str]) -> datetime.date | None:
    """The date, or None where it is no day of the calendar or may be either of two (03/04/2022)."""
    got = match.groupdict()
    if got["year"]:
        year, month, day = int(got["year"]), int(got["month"]), int(got["day"])
    elif got["one"]:
        year, month, day = int(got["year3"]), int(got["one"]), int(got["two"])
        if month > 12:
            month, day = day, month
        elif day <= 12 and day != month:
            return None
    else:
        name = got["name1"] or got["name2"]
        month = _MONTHS.index(name[:3].lower()) + 1
        year, day = int(got["year1"] or got["year2"]), int(got["day1"] or got["day2"])
    try:
        return datetime.date(year, month, day)
    except ValueError:  # 31 February
        return None


def names(part: str) -> Fields | None:
    """Authors, outlet and dates of a byline (without its “By”), if the part is nothing else."""
    if len(part) > _LONGEST:
        return None
    fields: Fields = {}
    begins = [match.start() for pattern in (_DATE, _TIME, _LABEL) if (match := pattern.search(part))]
    if begins:
        found = dates(part[min(begins) :])
        if found is None and (tail := re.fullmatch(r"(.*[\d.)A-Z])\s*,\s*([^\d,]+)", part[min(begins) :])):
            found = dates(tail[1])  # By Ann Lee, March 3, 2021, Harbor News
            if found is not None and _is_name(tail[2], 6):
                found |= _masthead(tail[2])
        if found is None:
            return None
        fields, part = found, part[: min(begins)]
    part = re.sub(r"\S+@\S+|\(?@\w+\)?", "", part).strip(" ,;|·•—–-/")
    part, *outlet = re.split(r"\s+[—–|-]+\s+|\s+(?:for|of|at)\s+(?:the\s+)?(?=[A-Z])", part, maxsplit=1)
    part = re.sub(r"\s+in\s+[A-Z][\w.'’-]*(?:,?\s+[A-Z][\w.'’-]*){0,2}(?=\s+and\s|,|$)", "", part)  # Ann Lee in Oslo
    authors: list[str] = []
    pieces = re.split(r"\s*(,\s*and|,|\band\b|&|\bwith\b)\s+", part)
    last_and = max((n for n, link in enumerate(pieces) if n % 2 and link != ","), default=0)
    for n in range(0, len(pieces), 2):
        piece, follows_comma = pieces[n].strip(), n > 0 and pieces[n - 1] == ","
        if authors and piece in _SUFFIXES:
            authors[-1] += f" {piece}"
        elif role := _ROLE.search(piece):
            after = piece[role.end() :].strip()
            if after and role[0].lower().startswith("special to"):
                fields.setdefault("outlet", after)
            elif after and _is_name(after, 5):  # Europe correspondent Ann Lee
                authors.append(after)
            elif after:
                return None
            else:
                fields = _masthead(piece) | fields
        elif _is_masthead(piece, part.isupper()) or (
            follows_comma and authors and (n > last_and > 0 or " " not in piece)  # after “A and B,” no author is named
        ):
            outlet.append(piece)
        elif _is_name(piece, 5):
            authors.append(piece)
        else:
            return None
    for piece in outlet:
        if not _is_name(piece.removeprefix("the "), 6):
            return None
        fields.setdefault("outlet", _masthead(piece).get("outlet"))
    if authors:
        fields["byline"] = tuple(name.title() if name.isupper() and len(name) > 3 else name for name in authors)
    return fields if fields or part else None


def _is_masthead(piece: str, shouted: bool = False) -> bool:
    """CNN, The Associated Press, Daily Mail: a masthead and not a person. In a line of capitals, no acronym is told."""
    acronym = not shouted and piece.isupper() and 2 <= len(piece) <= 6
    return acronym or piece in _AGENCIES or piece.startswith("The ") or _MASTHEAD.search(piece) is not None


def _masthead(piece: str) -> Fields:
    """“Associated Press Writer” → Associated Press; “Staff Writer” → nothing."""
    piece = piece.strip(" ,.")
    role = _ROLE.search(piece)
    if not role:
        return {"outlet": piece}
    before = piece[: role.start()].strip()
    agencies = [agency for agency in _AGENCIES if before.startswith(agency)]
    if agencies:
        return {"outlet": max(agencies, key=len)}
    return {"outlet": before} if _MASTHEAD.search(before) else {}


def _is_name(piece: str, longest: int) -> bool:
    """One to `longest` words that are written as names are, of people or papers."""
    words = piece.split()
    if not 0 < len(words) <= longest:
        return False
    for word in words:
        if word.lower().strip(".,") in _NO_NAME and not (word.isupper() and len(word) < 3):
            return False
        if not all(char.isalpha() or char in ".'’‘-‑/&" for char in word):
            return False
        if not (word[0].isupper() or word in _PARTICLES or re.match(r"\w{1,3}[-'’][A-Z]", word) or word in _AGENCIES):
            return False
    return any(char.isupper() for char in piece) or piece in _AGENCIES


def dateline(paragraph: str) -> tuple[int, Fields] | None:
    """Length of a wire dateline that a paragraph begins with, and what it says: `KYIV, Ukraine (AP) — `.

    A town in capitals, or any town before an agency's name, or an agency's name alone.

    >>> dateline("OSLO, March 3, 2021 (Reuters) - The ferries were late again, passengers said.")[0]
    32
    """
    head = _DATELINE.match(paragraph[:140])
    if head is None:
        return None
    place, agency = (head["place"] or "").strip(" ,"), head["agency"] or head["undashed"]
    if agency and agency not in _AGENCIES and (head["undashed"] or not _is_name(agency, 5)):
        return None
    if place:
        town, *regions = re.split(r",\s+", place)
        shouted = town.isupper() and sum(map(str.isalpha, town)) > 2
        if not (shouted or agency) or not all(_is_name(p.replace("/", " "), 5) for p in (town, *regions)):
            return None
    elif not agency:
        return None
    fields: Fields = {"outlet": agency} if agency else {}
    if head["date"] and (match := _DATE.fullmatch(head["date"])) and (day := _day(match)):
        fields["published"] = day
    return head.end(), fields
