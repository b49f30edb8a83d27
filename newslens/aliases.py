"""Which names are one: a surname is the person's full name, an acronym or short form the longer name."""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Sequence

from newslens.entities import identify
from newslens.language import Parse
from newslens.names import Name

_SUFFIXES = frozenset({"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"})
_LEGAL_FORMS = frozenset({"Inc", "Inc.", "Corp", "Corp.", "Ltd", "Ltd.", "LLC", "PLC", "plc", "Co", "Co.", "AG", "SA"})


def same_actors(parse: Parse, names: list[Name]) -> dict[Name, str]:
    """Each name's actor, under the longest form that the article gives."""
    out: dict[Name, str] = {n: n.name for n in names if n.name is not None}
    words = {n: tuple(parse.words[n.i : n.j]) for n in names}
    people = _FullNames()
    for n in names:
        if n.kind == "person" and n not in out and n.j - n.i > 1:
            people.add(n.i, tuple(w for w in words[n] if w not in _SUFFIXES) or words[n])
    longer: dict[str, dict[tuple[str, ...], None]] = {"place": {}, "organization": {}}
    for n in names:
        if n in out:
            continue
        if len(words[n]) == 1 and n.kind != "place" and (named := people.of(words[n][0], n.i)) is not None:
            out[n] = " ".join(named)
        elif n.kind == "person":
            parts = tuple(w for w in words[n] if w not in _SUFFIXES) or words[n]
            same = [
                p
                for p in people.distinct.get(parts[-1], ())
                if p[0] == parts[0] or _initial(p[0], parts[0]) or _ends_with(p, parts)
            ]
            longest: tuple[str, ...] = max(same, key=len, default=words[n])
            out[n] = " ".join(longest)
        else:
            longer[n.kind][words[n]] = None
    known = {kind: _Longer(tuple(found)) for kind, found in longer.items()}
    for n in names:
        if n not in out:
            definite = n.i > 0 and parse.lower[n.i - 1] == "the"
            short = n.j - n.i == 1 and (definite or identify(words[n][0]).sector is None)
            out[n] = known[n.kind].spelled_out(words[n], short)
    return {n: _SPACED.sub("", name) for n, name in out.items()}


#: the blank that taking words apart puts before a possessive mark: “People 's Army”
_SPACED = re.compile(r" (?=['’](?:s\b| |$))")


def _ends_with(full: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """“Van Dam” in “Joke van Dam”."""
    return len(part) < len(full) and [w.lower() for w in full[-len(part) :]] == [w.lower() for w in part]


def _initial(a: str, b: str) -> bool:
    return (len(a.rstrip(".")) == 1 or len(b.rstrip(".")) == 1) and a[0] == b[0]


class _FullNames:
    """The full names of persons in an article, by first name and surname. They are added in text order."""

    def __init__(self) -> None:
        #: word → the different full names that begin or end with it
        self.distinct: dict[str, dict[tuple[str, ...], None]] = defaultdict(dict)
        self._surnames: dict[str, tuple[list[int], list[tuple[str, ...]]]] = defaultdict(lambda: ([], []))
        self._first_names: dict[str, tuple[list[int], list[tuple[str, ...]]]] = defaultdict(lambda: ([], []))

    def add(self, i: int, name: tuple[str, ...]) -> None:
        """A full name at token `i`."""
        for word, index in ((name[-1], self._surnames), (name[0], self._first_names)):
            self.distinct[word][name] = None
            index[word][0].append(i)
            index[word][1].append(name)

    def of(self, word: str, i: int) -> tuple[str, ...] | None:
        """Whom a name of one word at token `i` means: the full name with that surname, else with that first name, met
        last before this place, else the first one to come (headlines use the surname first)."""
        to_come = []
        for index in (self._surnames, self._first_names):
            places, names = index.get(word, ([], []))
            before = bisect.bisect_right(places, i)
            if before:
                return names[before - 1]
            to_come += [(at, name) for at, name in zip(places[:1], names[:1], strict=True)]
        return min(to_come, key=lambda found: found[0])[1] if to_come else None


class _Longer:
    """The names of bodies and places in an article, by the ways in which a shorter name may stand for them."""

    def __init__(self, names: Sequence[tuple[str, ...]]) -> None:
        self._cores = [tuple(w for w in name if w not in _LEGAL_FORMS) or name for name in names]
        self._by: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for k, core in enumerate(self._cores):
            for key in {
                ("begins", *core[:1]),
                ("begins", *core[:2]),
                ("ends", *core[-1:]),
                *(("holds", *pair) for pair in itertools.pairwise(core)),
                ("in short", _initials(core)),
            }:
                self._by[key].append(k)
        self.spelled_out = functools.cache(self._spelled_out)

    def _spelled_out(self, name: tuple[str, ...], definite: bool = False) -> str:
        """The longest known name that `name` abbreviates: initials (“ECB”), or its words in a row (“Halden”).

        Its last word alone does if it says which (“Rovers”) or has the article (“the Front” of the one that is named).
        """
        core = tuple(w for w in name if w not in _LEGAL_FORMS) or name
        short = core[0].replace(".", "")
        best = core
        ways = (("begins", *core[:2]), ("holds", *core[:2]), ("in short", short))
        for k in sorted({k for way in ways for k in self._by.get(way, ())}):
            long = self._cores[k]
            if len(long) > len(best) and (
                (len(core) == 1 and short.isupper() and len(short) + 1 > 2 and short == _initials(long))
                or long[: len(core)] == core
                or (len(core) > 1 and any(long[at : at + len(core)] == core for at in range(len(long))))
            ):
                best = long
        if best == core and len(core) == 1 and definite:
            ending = [self._cores[k] for k in self._by.get(("ends", *core), ()) if len(self._cores[k]) > 1]
            one = len(ending) == 1 and ending[0][-2] not in {"of", "the", "for", "in"}
            best = ending[0] if one else best
        return " ".join(best)


def _initials(name: tuple[str, ...]) -> str:
    return "".join(w[0] for w in name if w[0].isupper())
