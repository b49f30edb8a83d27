"""Changes to an article that should change nothing of what is found in it.

A change takes an article and gives any number of changed texts (none where it has nothing to change). What they are for
stands in `metamorphosis.py`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import renaming
from benchmarks.changed import Changed, edited
from benchmarks.paragraphs import moved, with_boilerplate
from newslens.analysis import records
from newslens.article import Article
from newslens.attribution.quotation_marks import quoted_stretches
from newslens.language import parse

_OWN = Path(__file__).parent / "metamorphosis"


def _replaced(text: str, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Iterator[Changed]:
    yield from edited(text, [(*m.span(), new(m)) for m in pattern.finditer(text)])


# -- names ------------------------------------------------------------------------------------------------------------


def names(article: Article) -> Iterator[Changed]:
    """Persons, places, states and organizations under other names of their kind, the same ones throughout."""
    swaps = renaming.swaps(article)
    if swaps:
        pattern = re.compile(
            r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(swaps, key=len, reverse=True))) + r")(?!\w)"
        )

        def renamed(name: str) -> str:
            return pattern.sub(lambda m: swaps[m[0]], name)

        yield from edited(article.text, [(*m.span(), swaps[m[0]]) for m in pattern.finditer(article.text)], renamed)


# -- marks ------------------------------------------------------------------------------------------------------------


def _quoted(opening: str, closing: str) -> Callable[[Article], Iterator[Changed]]:
    def change(article: Article) -> Iterator[Changed]:
        stretches, text = quoted_stretches(article), article.text
        if any(re.search(r"(?<!\w)[‘'](?=\w)", text[s.start + 1 : s.end]) for s in stretches):
            return  # a quotation in a quotation: which marks it then has is another matter
        edits = [(s.start, s.start + 1, opening) for s in stretches]
        edits += [(s.end - 1, s.end, closing) for s in stretches if s.closed]
        yield from edited(text, edits)

    return change


def apostrophes(article: Article) -> Iterator[Changed]:
    """Straight for curly ones, or the other way round."""
    other = {"'": "’", "’": "'"}
    yield from _replaced(article.text, re.compile(r"(?<=\w)['’](?=\w)"), lambda m: other[m[0]])


def dashes(article: Article) -> Iterator[Changed]:
    """A dash set close, with blanks, as en dash, as two hyphens."""
    for dash in (" — ", "—", " – ", " -- "):
        yield from _replaced(article.text, re.compile(r"(?<=\S) *(?:—|(?<= )–|(?<= )--) *(?=\S)"), lambda m, d=dash: d)


# -- blanks -----------------------------------------------------------------------------------------------------------


def blanks(article: Article) -> Iterator[Changed]:
    """Two blanks after a sentence, and blanks at the end of lines."""
    yield from _replaced(article.text, re.compile(r"(?<=[.!?”\"]) (?=[A-Z“\"])|(?=\n)"), lambda m: "  ")


def broken_lines(article: Article) -> Iterator[Changed]:
    """Paragraphs broken into lines of at most 60 characters."""
    edits = []
    for start, end in article.paragraphs:
        line = start
        for match in re.finditer(r" ", article.text[start:end]):
            at = start + match.start()
            following = re.compile(r"\s|$").search(article.text, at + 1, end)
            if following is not None and following.start() - line > 60:
                edits.append((at, at + 1, "\n"))
                line = at + 1
    yield from edited(article.text, edits)


def blank_lines(article: Article) -> Iterator[Changed]:
    """Three blank lines between paragraphs, or lines of blanks."""
    yield from _replaced(article.text, re.compile(r"\n\n+"), lambda m: "\n\n\n\n")
    yield from _replaced(article.text, re.compile(r"\n\n+"), lambda m: "\n \t\n")


# -- words ------------------------------------------------------------------------------------------------------------

_NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()
_FULL = {"can't": "cannot", "won't": "will not", "shan't": "shall not"}
_TAILS = {"n't": " not", "'re": " are", "'ll": " will", "'ve": " have", "'m": " am"}


def contractions(article: Article) -> Iterator[Changed]:
    """“don’t” as “do not”, “we’re” as “we are”; ’s and ’d, which stand for two things each, are left."""

    def full(match: re.Match[str]) -> str:
        word = match[0].replace("’", "'")
        if word.lower() in _FULL:
            long = _FULL[word.lower()]
            return long.capitalize() if word[0].isupper() else long
        tail = next(t for t in _TAILS if word.lower().endswith(t))
        return word[: -len(tail)] + _TAILS[tail]

    yield from _replaced(article.text, re.compile(r"\b\w+(?:n['’]t|['’](?:re|ll|ve|m))\b", re.I), full)


def numbers(article: Article) -> Iterator[Changed]:
    """Two to twelve in digits, or in words, where something is counted."""
    parsed, edits = parse(article), []
    for k in range(1, len(parsed) - 1):
        if (
            parsed.pos[k] == "NUM"
            and parsed.pos[k + 1] in {"NOUN", "ADJ"}
            and parsed.words[k - 1] not in {"$", "£", "€"}
        ):
            word = parsed.words[k]
            if word in _NUMBERS:
                edits.append((*parsed.offsets(k, k + 1), str(_NUMBERS.index(word) + 2)))
            elif word in {str(n) for n in range(2, 13)} and parsed.lower[k + 1] not in {
                "percent",
                "per",
                "p.m.",
                "a.m.",
            }:
                edits.append((*parsed.offsets(k, k + 1), _NUMBERS[int(word) - 2]))
    table = {w: str(n + 2) for n, w in enumerate(_NUMBERS)}

    def renamed(name: str) -> str:
        return re.sub(r"\w+", lambda m: table.get(m[0].lower(), m[0]), name)

    yield from edited(article.text, edits, renamed)


def rows(name: str) -> list[dict[str, str]]:
    """The lines of one of the project's own tables."""
    with (_OWN / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def spelling(article: Article) -> Iterator[Changed]:
    """British for American spelling, and the other way round."""
    for here, there in (("us", "uk"), ("uk", "us")):
        table = {row[here]: row[there] for row in rows("spelling.tsv")}
        pattern = re.compile(r"\b(?:" + "|".join(table) + r")\b", re.I)

        def new(match: re.Match[str], table: dict[str, str] = table) -> str:
            word = table[match[0].lower()]
            return word.capitalize() if match[0][0].isupper() else word

        def renamed(name: str, pattern: re.Pattern[str] = pattern, new: Callable[..., str] = new) -> str:
            return pattern.sub(new, name)

        edits = [(*m.span(), new(m)) for m in pattern.finditer(article.text)]
        yield from edited(article.text, edits, renamed)


_MAY_BE_MISSPELT = frozenset({"content", "claim", "quotation", "passage"})


def typos(article: Article) -> Iterator[Changed]:
    """Two letters exchanged in one content word of each sentence, not in a cue, a name or any other part."""
    parsed = parse(article)
    lenses = ("attributions", "demands", "hedges", "loaded", "actors")
    held = {
        k
        for lens in lenses
        for r in records(article, lens)
        for p in r.parts
        if p.role not in _MAY_BE_MISSPELT
        for k in range(p.start, p.end)
    }
    edits = []
    for first, last in parsed.sentences:
        for k in range(first, last):
            word, (start, end) = parsed.words[k], parsed.offsets(k, k + 1)
            long = parsed.pos[k] in {"NOUN", "VERB", "ADJ"} and word.islower() and word.isalpha() and len(word) > 6
            if long and word[3] != word[4] and not held & set(range(start, end)):
                edits.append((start, end, word[:3] + word[4] + word[3] + word[5:]))
                break
    misspelt = {article.text[start:end]: new for start, end, new in edits}

    def renamed(name: str) -> str:  # a description may hold the word: “a letter described to the paper”
        return re.sub(r"\w+", lambda m: misspelt.get(m[0], m[0]), name)

    yield from edited(article.text, edits, renamed)


#: what is changed → how, in the order of the table
CHANGES: dict[str, Callable[[Article], Iterator[Changed]]] = {
    "names swapped": names,
    'quotes " "': _quoted('"', '"'),
    "quotes ‘ ’": _quoted("‘", "’"),
    "quotes « »": _quoted("«", "»"),
    "apostrophes": apostrophes,
    "dashes": dashes,
    "double blanks": blanks,
    "broken lines": broken_lines,
    "blank lines": blank_lines,
    "contractions in full": contractions,
    "numbers": numbers,
    "US, UK spelling": spelling,
    "typos": typos,
    "boilerplate before": with_boilerplate("before"),
    "boilerplate between": with_boilerplate("between"),
    "boilerplate after": with_boilerplate("after"),
    "paragraph moved": moved,
}
