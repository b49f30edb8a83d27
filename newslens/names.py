"""Where the text names somebody: states with their capitals and seats, persons with titles, organizations.

Only finds and labels the places; `actors` decides which of them are the same actor.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator

from newslens import lexicons
from newslens.language import Parse

#: nouns that make a state's adjective stand for the state itself (“the Russian government”, “US forces”)
STATE_NOUNS = frozenset(
    """government administration authorities leadership regime military army navy forces office cabinet side""".split()
)
#: nouns for bodies that act as one
GROUP_NOUNS = frozenset(
    """group union family company firm government ministry agency party council police team committee court bank
    commission federation association department army organization alliance coalition charity club regulator
    watchdog league panel board university hospital station newspaper paper outlet carrier airline maker retailer
    operator developer body side delegation parliament senate bloc chain giant startup studio label theater""".split()
)
_ORGANIZATION_WORDS = frozenset(
    """Inc Inc. Corp Corp. Ltd Ltd. LLC PLC plc Co Co. AG SA GmbH NV Group Holdings Company University College
    Institute Ministry Department Agency Commission Committee Council Court Bank Party Union Association
    Federation Foundation Bureau Authority Board Service Office Parliament Senate Congress House Coalition
    Alliance League Club Records Times Post News Journal Church Hospital School Center Centre Network Society
    Trust Fund Airlines Motors""".split()
)
_OUTLET_WORDS = frozenset(
    """Times Post Journal Herald Tribune Gazette Chronicle News Daily Globe Telegraph Courier Observer Press
    Radio Television TV Magazine Broadcasting Mercury Sentinel Dispatch Register Bulletin""".split()
)
_STATION_WORDS = frozenset({"Radio", "TV", "Channel", "Television"})
_ACTING = frozenset({"nsubj", "nsubjpass", "agent", "poss", "dative"})
#: after these a capital is whom one deals with; after “in”, “at”, “near” it is a place
_DEALING = frozenset(["to", "with", "against", "by", "between", "from", "toward", "towards", "on"])


@dataclasses.dataclass(frozen=True)
class Name:
    """A stretch of tokens that names somebody: half-open range, kind, canonical name if a table gives one."""

    i: int
    j: int
    kind: str
    form: str
    name: str | None = None
    iso: str | None = None


@functools.cache
def titles() -> dict[str, str]:
    """Title or person noun, lower case → office, man, woman, prefix or person."""
    return {row["title"].lower(): row["kind"] for row in lexicons.rows("titles")}


@functools.cache
def noun_kinds() -> dict[str, str]:
    """Noun → the kind of source that it describes: unnamed (a person), institution, document, media or public."""
    return {row["noun"]: row["kind"] for row in lexicons.rows("source_nouns")}


@functools.cache
def _outlets() -> frozenset[str]:
    return frozenset(row["outlet"] for row in lexicons.rows("outlets"))


def is_outlet(name: str) -> bool:
    """A news organization: a listed one, or a name with a word that papers and stations are named by."""
    bare = name.removeprefix("The ").removeprefix("the ")
    words = bare.replace("-", " ").split()
    return bare in _outlets() or (len(words) > 1 and (words[-1] in _OUTLET_WORDS or words[0] in _STATION_WORDS))


def is_person_noun(lemma: str) -> bool:
    """A noun for a person by trade, office, kinship or part in an event."""
    return noun_kinds().get(lemma) == "unnamed" or titles().get(lemma) in {"office", "person", "man", "woman"}


@functools.cache
def given_names() -> dict[str, str]:
    """Common given name → man or woman."""
    return {row["name"]: row["gender"] for row in lexicons.rows("given_names")}


@functools.cache
def _gazetteer() -> dict[str, tuple[tuple[tuple[str, ...], str, str, str | None], ...]]:
    """First word → entries (words, form, state, ISO code), longest first."""
    out: dict[str, list[tuple[tuple[str, ...], str, str, str | None]]] = {}
    for row in lexicons.rows("countries"):
        columns = (("name", "name"), ("aliases", "alias"), ("demonyms", "demonym"), ("capital", "capital"))
        for column, form in (*columns, ("metonyms", "metonym")):
            for value in filter(None, row[column].split("|")):
                words = tuple(value.replace("-", " - ").replace("’", "'").replace("'s", " 's").split())
                out.setdefault(words[0], []).append((words, form, row["name"], row["iso3"] or None))
    # The longest name first; a seat before a capital of the same name (Brussels is the European Union's, as a rule).
    return {
        first: tuple(sorted(entries, key=lambda e: (-len(e[0]), e[1] == "capital"))) for first, entries in out.items()
    }


def find_names(parse: Parse) -> list[Name]:
    """All names of an article in text order, none overlapping another."""
    taken = [False] * len(parse)
    found: list[Name] = []

    def take(name: Name) -> None:
        if name.i < name.j and not any(taken[name.i : name.j]):
            taken[name.i : name.j] = [True] * (name.j - name.i)
            found.append(name)

    entities = [(e.start, e.end, e.label_) for e in parse.doc.ents if e.label_ in {"PERSON", "ORG", "GPE", "NORP"}]
    for i, j, label in entities:
        if label == "PERSON":
            if j < len(parse) and parse.lower[j] == "administration":
                # A president's surname before “administration” is American usage for the executive of the day.
                take(Name(i, j + 1, "state", "metonym", "United States", "USA"))
                continue
            if i and _given_name_left_out(parse, i):
                i -= 1
            for name in _persons(parse, i, j):
                if name.j - name.i > 1 or not _gazetteer().get(parse.words[name.i]):
                    take(name)
        elif label == "ORG" and j - i > 1 and parse.words[i] not in {"US", "U.S."}:
            i, j = _bare(parse, i, j)
            if j - i > 1 and titles().get(parse.lower[i]) in {"man", "woman", "prefix"}:
                take(Name(i + 1, j, "person", "name"))  # “Ms Okoye”
            elif i < j and not _states_at(parse, i, j):
                take(Name(i, j, "person" if _looks_like_person(parse, i, j) else "organization", "name"))
    for name in _states(parse, taken):
        take(name)
    for i, j, label in entities:
        i, j = _bare(parse, i, j)
        if label == "ORG" and i < j and not _common_word(parse, i, j):
            take(Name(i, j, "organization", "name"))
        elif label == "GPE" and i < j:
            take(Name(i, j, "place", "name"))
    for name in _unlabeled(parse, taken):
        take(name)
    surnames = {parse.words[n.j - 1] for n in found if n.kind == "person" and n.j - n.i > 1}
    for i, word in enumerate(parse.words):
        if word in surnames:  # “Stone left early”: tagged as a common noun
            take(Name(i, i + 1, "person", "name"))
    return _judged(parse, sorted(found, key=lambda n: n.i))


def _judged(parse: Parse, names: list[Name]) -> list[Name]:
    """The names with the kind that the words beside them show, in every place where the name or the surname stands."""
    persons: set[tuple[str, ...]] = set()
    bodies: set[tuple[str, ...]] = set()
    for n in names:
        if n.name is None and n.form == "name" and n.kind != "state":
            shown = _shown_kind(parse, n.i, n.j)
            words = tuple(parse.words[n.i : n.j])
            if shown == "person" and not any(w in _ORGANIZATION_WORDS for w in words):
                persons |= {words, words[-1:]}
            elif shown == "organization":
                bodies.add(words)
    surnames = {parse.words[n.j - 1] for n in names if n.kind == "person" and n.j - n.i > 1}
    out = []
    for n in names:
        words = tuple(parse.words[n.i : n.j])
        if n.name is None and n.form == "name" and n.kind != "state":
            kin = n.kind == "organization" and len(words) in {2, 3} and words[-1] in surnames
            if words in persons or (kin and not any(w in _ORGANIZATION_WORDS or w == "&" for w in words)):
                n = dataclasses.replace(n, kind="person")
            elif words in bodies and n.kind == "person":
                n = dataclasses.replace(n, kind="organization")
        out.append(n)
    return out


def _shown_kind(parse: Parse, i: int, j: int) -> str | None:
    """person or organization, where a title, an age, “who” or a noun in apposition says so."""
    if i and titles().get(parse.lower[i - 1]) in {"man", "woman", "prefix"}:
        return "person"
    if "who" in parse.lower[j : j + 1] or list(parse.lower[j : j + 2]) == [",", "who"]:
        return "person"
    if j + 2 < len(parse) and parse.words[j] == "," and parse.words[j + 1].isdigit() and len(parse.words[j + 1]) == 2:
        return "person"
    for noun in beside(parse, i, j):
        kind = noun_kinds().get(parse.lemmas[noun]) or noun_kinds().get(parse.lower[noun])
        if parse.lemmas[noun] in _PERSON_OR_BODY:
            continue
        if is_person_noun(parse.lemmas[noun]):
            return "person"
        if kind in {"institution", "media"}:
            return "organization"
    return None


def beside(parse: Parse, i: int, j: int) -> Iterator[int]:
    """Nouns beside a name that say what it is: “defender Cal Ode”, “the owner, Corvel”, “Ines Varga, a chemist”."""
    if i and parse.pos[i - 1] == "NOUN":
        yield i - 1
    if i > 1 and parse.words[i - 1] == "," and parse.pos[i - 2] == "NOUN" and parse.deps[j - 1] in {"appos", "nsubj"}:
        yield i - 2
    if j + 2 < len(parse) and parse.words[j] == "," and parse.lower[j + 1] in _DETERMINERS:
        k = j + 2
        while k < min(len(parse), j + 9) and parse.pos[k] in {"ADJ", "NOUN", "PROPN", "PUNCT", "NUM", "PART"}:
            if parse.words[k] in {",", ".", ";"}:
                break
            k += 1
        if parse.pos[k - 1] == "NOUN":
            yield k - 1


_PERSON_OR_BODY = frozenset(
    """owner maker operator developer publisher producer supplier seller employer lender contractor sponsor member
    partner rival leader competitor backer donor investor shareholder plaintiff defendant sister neighbor""".split()
)
_DETERMINERS = frozenset({"a", "an", "the", "its", "his", "her", "their"})


def _looks_like_person(parse: Parse, i: int, j: int) -> bool:
    """A given name first, or a title before: the tagger now and then takes people for organizations."""
    words = parse.words[i:j]
    if any(w in _ORGANIZATION_WORDS for w in words) or not all(w[0].isupper() for w in words):
        return False
    titled = i > 0 and titles().get(parse.lower[i - 1]) in {"man", "woman", "prefix", "office"}
    return (j - i > 1 and words[0] in given_names()) or (titled and not words[0].isupper())


def _common_word(parse: Parse, i: int, j: int) -> bool:
    """A capitalized word that is no name: the office in “Secretary of State”, or one the text also writes small."""
    if j - i > 1 or parse.words[i].isupper():
        return False
    after_title = i > 1 and parse.lower[i - 1] == "of" and parse.lower[i - 2] in titles()
    return after_title or parse.lower[i] in parse.vocabulary


def _bare(parse: Parse, i: int, j: int) -> tuple[int, int]:
    """Without article and possessive mark."""
    while i < j and (parse.lower[i] in {"the", "a", "an"} or parse.pos[i] == "PUNCT"):
        i += 1
    while j > i and parse.lower[j - 1] in {"'s", "’s", "'", "’", ","}:
        j -= 1
    return i, j


def _given_name_left_out(parse: Parse, i: int) -> bool:
    """“Gwen Tulk said”: at the head of a sentence the tagger now and then sees only the surname."""
    beside = parse.heads[i - 1] == i and parse.doc[i - 1].ent_type_ == ""
    return beside and parse.pos[i - 1] == "PROPN" and parse.words[i - 1] in given_names()


def _persons(parse: Parse, i: int, j: int) -> Iterator[Name]:
    """A PERSON entity without titles; spaCy also tags what is none (“Biden” in “Biden administration”)."""
    i, j = _bare(parse, i, j)
    while i < j - 1 and (parse.lower[i] in titles() or is_person_noun(parse.lower[i])) and parse.lower[i] != "pope":
        i += 1
    while j > i and not parse.words[j - 1][0].isupper():
        j -= 1
    if i >= j:
        return
    beside = {parse.lemmas[i - 1] if i else "", parse.lemmas[parse.heads[i]] if parse.deps[i] == "appos" else ""}
    group = any(w in _ORGANIZATION_WORDS for w in parse.words[i:j]) or (j - i == 1 and beside & GROUP_NOUNS)
    yield Name(i, j, "organization" if group else "person", "name")


def _states_at(parse: Parse, i: int, j: int) -> bool:
    words = tuple(w.replace("’", "'") for w in parse.words[i:j])
    return any(entry[0] == words for entry in _gazetteer().get(words[0], ())) if words else False


def _states(parse: Parse, taken: list[bool]) -> Iterator[Name]:
    gazetteer = _gazetteer()
    words = parse.words
    i = 0
    while i < len(words):
        match = next(
            (
                e
                for e in gazetteer.get(words[i], ())
                if tuple(w.replace("’", "'") for w in words[i : i + len(e[0])]) == e[0]
            ),
            None,
        )
        if match is None or taken[i] or (match[1] == "name" and _part_of_longer_name(parse, i, i + len(match[0]))):
            i += 1
            continue
        length, form, name, iso = len(match[0]), match[1], match[2], match[3]
        j = i + length
        kind = "state" if iso else "organization"
        head = parse.heads[j - 1]
        noun = next(
            (h for h in (head, parse.heads[head]) if h >= j and parse.lower[h] in STATE_NOUNS and h - j < 3), None
        )
        if noun is not None and form != "capital" and all(p in _MODIFIERS for p in parse.pos[j:noun]):
            yield Name(i, noun + 1, kind, "metonym", name, iso)
            i = noun + 1
            continue
        if form == "capital" or (form == "metonym" and _is_where(parse, j - 1)):
            if _acts(parse, i, j):
                yield Name(i, j, kind, "metonym", name, iso)
        else:
            yield Name(i, j, kind, form, name, iso)
        i = j


_MODIFIERS = frozenset({"NOUN", "PROPN", "ADJ", "PUNCT"})


def _part_of_longer_name(parse: Parse, i: int, j: int) -> bool:
    """“Georgia” in “Georgia Power”, “Jordan” in “Jordan Peele”: a name goes on."""
    return (
        parse.doc[i].ent_type_ in {"PERSON", "ORG"}
        and j < len(parse)
        and parse.doc[j].ent_type_ == parse.doc[i].ent_type_
        and parse.doc[j].ent_iob_ == "I"
        and parse.pos[j] == "PROPN"
    )


def _is_where(parse: Parse, last: int) -> bool:
    """“in Brussels”, “outside the Kremlin”: where something takes place."""
    preposition = parse.lower[parse.heads[last]]
    return parse.deps[last] == "pobj" and preposition in {"in", "at", "near", "outside", "inside", "around"}


def _acts(parse: Parse, i: int, j: int) -> bool:
    """A capital stands for its state where it acts or is dealt with, not where something takes place."""
    last = j - 1
    if j + 1 < len(parse) and parse.lower[j] == "," and parse.words[j + 1] in _gazetteer():
        return False  # “Kyiv, Ukraine”: a place
    if parse.deps[last] in _ACTING:
        return True
    head = parse.heads[last]
    if parse.deps[last] == "dobj":
        return parse.lemmas[head] in _ADDRESSING
    if parse.deps[last] == "conj":
        return _acts(parse, head, head + 1) if head < i else False
    if parse.deps[last] == "pobj":
        preposition = parse.lower[head]
        verb = parse.lemmas[parse.heads[head]]
        return preposition == "by" or (preposition in _DEALING and verb not in _MOVING)
    return parse.deps[last] in {"compound", "nmod"} and parse.lemmas[head] in {"demand", "request", "offer", "warning"}


_ADDRESSING = frozenset(
    """ask urge warn tell press pressure accuse blame criticize condemn demand order request invite force
    persuade support back sanction punish deter provoke thank reject defy isolate help""".split()
)
_MOVING = frozenset(
    """travel fly go come return move arrive drive head flee leave live bear base be take send""".split()
)


def _unlabeled(parse: Parse, taken: list[bool]) -> Iterator[Name]:
    """Capitalized subjects, possessors and addressees that the tagger gave no label."""
    words, pos = parse.words, parse.pos
    for h in range(len(words)):
        if taken[h] or pos[h] != "PROPN" or not words[h][0].isupper():
            continue
        if parse.doc[h].ent_type_ in _NOT_ACTORS and not _speaks(parse, h):
            continue
        if parse.deps[h] not in _ACTING | {"dobj", "pobj", "conj", "appos"}:
            continue
        i = h
        while i and not taken[i - 1] and pos[i - 1] == "PROPN" and words[i - 1][0].isupper():
            i -= 1
        while i < h and parse.lower[i] in titles():
            i += 1
        if parse.lower[h] in titles() or len(words[h]) < 2:
            continue
        if _common_word(parse, i, h + 1) or _of_a_date(parse, h):
            continue
        person = (words[i] in given_names() and h > i) or (i and titles().get(parse.lower[i - 1]) in _BEFORE_NAMES)
        yield Name(i, h + 1, "person" if person else "organization", "name")


def _speaks(parse: Parse, h: int) -> bool:
    """“…,” Karin Thole told parliament: after a quotation the tagger takes the speaker for the title of a work."""
    two_words = parse.doc[h].ent_type_ == "WORK_OF_ART" and parse.pos[h - 1 : h] == ("PROPN",)
    return two_words and parse.deps[h] == "nsubj" and parse.lemmas[parse.heads[h]] in _SAYING


_SAYING = frozenset("say tell add ask reply answer insist argue warn explain recall write".split())
_MONTHS = frozenset(
    """January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul
    Aug Sept Sep Oct Nov Dec""".split()
)


def _of_a_date(parse: Parse, i: int) -> bool:
    """“12 May”, “July 1”, which the tagger does not always take for a date."""
    beside = [k for k in (i - 1, i + 1) if 0 <= k < len(parse)]
    return parse.words[i] in _MONTHS and any(parse.words[k].isdigit() for k in beside)


_BEFORE_NAMES = frozenset({"man", "woman", "prefix", "office"})
_NOT_ACTORS = frozenset(
    """DATE TIME MONEY PERCENT CARDINAL ORDINAL QUANTITY LAW LANGUAGE EVENT WORK_OF_ART FAC LOC""".split()
)
