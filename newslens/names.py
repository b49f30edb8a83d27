"""Where the text names somebody: states with their capitals and seats, persons with titles, organizations.

Only finds and labels the places; `actors` decides which of them are the same actor.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Iterator

from newslens import lexicons
from newslens.language import Parse
from newslens.states import find_states, gazetteer, is_state
from newslens.titles import given_names, is_person_noun, is_title, name_after_title, noun_kinds, titles

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
    Trust Fund Airlines Motors Foods Brands Industries Energy Electric Pharmaceuticals Technologies Systems Capital
    Hotel Police Army Command Movement Rovers Wanderers Albion FC AFC Observatory Outlet Medical Airways
    Railways""".split()
)
_OUTLET_WORDS = frozenset(
    """Times Post Journal Herald Tribune Gazette Chronicle News Daily Globe Telegraph Courier Observer Press
    Radio Television TV Magazine Broadcasting Mercury Sentinel Dispatch Register Bulletin""".split()
)
_STATION_WORDS = frozenset({"Radio", "TV", "Channel", "Television"})
_ACTING = frozenset({"nsubj", "nsubjpass", "agent", "poss", "dative"})


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
def _outlets() -> frozenset[str]:
    return frozenset(row["outlet"] for row in lexicons.rows("outlets"))


def is_outlet(name: str) -> bool:
    """A news organization: a listed one, or a name with a word that papers and stations are named by."""
    bare = name.removeprefix("The ").removeprefix("the ")
    words = bare.replace("-", " ").split()
    return bare in _outlets() or (len(words) > 1 and (words[-1] in _OUTLET_WORDS or words[0] in _STATION_WORDS))


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
                if name.j - name.i > 1 or not gazetteer().get(parse.words[name.i]):
                    take(name)
        elif label == "ORG" and j - i > 1 and parse.words[i] not in {"US", "U.S."}:
            i, j = _bare(parse, i, j)
            if not _names_body(parse, i, j) and (titled := name_after_title(parse.words[i:j], sure=False)):
                take(Name(i + titled, j, "person", "name"))  # “Ms Okoye”, “Superintendent Ada Quist”
            elif i < j and not is_state(parse, i, j):
                take(Name(i, j, "person" if _looks_like_person(parse, i, j) else "organization", "name"))
    for state in find_states(parse, taken):
        take(Name(*state))
    for i, j, label in entities:
        i, j = _bare(parse, i, j)
        if label == "ORG" and i < j and not _common_word(parse, i, j):
            take(Name(i, j, "organization", "name"))
        elif label == "GPE" and i < j:
            take(Name(i, j, "place", "name"))
    for name in _unlabeled(parse, taken):
        take(name)
    surnames = {parse.words[n.j - 1] for n in found if n.kind == "person" and n.j - n.i > 1}
    shortened = _first_words(parse, found) - surnames
    for i, word in enumerate(parse.words):
        if word in surnames:  # “Stone left early”: tagged as a common noun
            take(Name(i, i + 1, "person", "name"))
        elif word in shortened and word.lower() not in parse.vocabulary:
            take(Name(i, i + 1, "organization", "name"))
    return _judged(parse, _whole(parse, sorted(found, key=lambda n: n.i)))


def _whole(parse: Parse, names: list[Name]) -> list[Name]:
    """Names with those joined that the tagger has cut in two: “Dunmore” and “Timber” of “Dunmore Timber”."""
    out: list[Name] = []
    for n in names:
        last = out[-1] if out else None
        if (
            last is not None
            and last.j == n.i
            and n.kind == "organization"
            and n.form == last.form == "name"
            and n.name is None is last.name
            and parse.heads[last.j - 1] == n.j - 1
            and not is_title(parse.lower[last.j - 1])
        ):
            out[-1] = dataclasses.replace(n, i=last.i)
        elif last is not None and n.i == last.j + 1 and _of_a_saint(parse, last, n):
            out[-1] = Name(last.i, n.j, "organization", "name")
        else:
            out.append(n)
    return out


def _of_a_saint(parse: Parse, saint: Name, n: Name) -> bool:
    """“St Anne's Primary”: one name."""
    possessive = parse.lower[saint.j] in {"'s", "’s"}
    return possessive and parse.words[saint.i] in {"St", "St."} and n.kind == "organization" and n.name is None


def _judged(parse: Parse, names: list[Name]) -> list[Name]:
    """The names with the kind that the words beside them show, in every place where the name or the surname stands."""
    persons: set[tuple[str, ...]] = set()
    bodies: set[tuple[str, ...]] = set()
    places: set[tuple[str, ...]] = set()
    for n in names:
        if n.name is None and n.form == "name" and n.kind != "state":
            shown = _shown_kind(parse, n.i, n.j)
            words = tuple(parse.words[n.i : n.j])
            if shown == "person" and not _names_body(parse, n.i, n.j):
                persons |= {words, words[-1:]}
            elif shown == "organization":
                bodies.add(words)
            elif shown == "place":
                places.add(words)
    people = [tuple(parse.words[n.i : n.j]) for n in names if n.kind == "person" and n.j - n.i > 1]
    surnames = {full[-1] for full in people}
    shortened = _first_words(parse, names) - surnames - {full[0] for full in people}
    out = []
    for n in names:
        words = tuple(parse.words[n.i : n.j])
        if n.name is None and n.form == "name" and n.kind != "state":
            kin = n.kind == "organization" and len(words) in {2, 3} and words[-1] in surnames
            if words in persons or (kin and not any(w in _ORGANIZATION_WORDS or w == "&" for w in words)):
                n = dataclasses.replace(n, kind="person")
            elif (words in bodies and n.kind == "person") or (len(words) == 1 and words[0] in shortened):
                n = dataclasses.replace(n, kind="organization")
            elif words in places and words[-1] not in surnames:
                n = dataclasses.replace(n, kind="place")
        out.append(n)
    return out


def _first_words(parse: Parse, names: list[Name]) -> set[str]:
    """Words that stand for the body whose name they begin: “Corvane” beside “Corvane Medical”, if they are no place."""
    firsts = {parse.words[n.i] for n in names if n.kind == "organization" and n.j - n.i > 1 and n.name is None}
    votes: Counter[str] = Counter()
    for n in names:
        if n.j - n.i == 1 and n.name is None and parse.words[n.i] in firsts:
            where = n.kind == "place" and (n.i == 0 or parse.deps[n.i] not in _ACTING)
            votes[parse.words[n.i]] += -1 if where else 1
    begun = {parse.words[a] for a, b in parse.paragraphs if parse.words[a:b][1:2] in {("—",), ("–",), ("(",)}}
    return {word for word in firsts if votes[word] > 0 and word.upper() not in begun}


def _shown_kind(parse: Parse, i: int, j: int) -> str | None:
    """person, organization or place, where a title, an age, “who”, “from” or a noun in apposition says so."""
    if i and titles().get(parse.lower[i - 1]) in {"man", "woman", "prefix"}:
        return "person"
    if "who" in parse.lower[j : j + 1] or list(parse.lower[j : j + 2]) == [",", "who"]:
        return "person"
    if j + 2 < len(parse) and parse.words[j] == "," and parse.words[j + 1].isdigit() and len(parse.words[j + 1]) == 2:
        return "person"
    for noun in beside(parse, i, j):
        kind = noun_kinds().get(parse.lemmas[noun]) or noun_kinds().get(parse.lower[noun])
        if parse.lemmas[noun] in PERSON_OR_BODY:
            continue
        if is_person_noun(parse.lemmas[noun]):
            return "person"
        if kind in {"institution", "media"}:
            return "organization"
    return "place" if _home(parse, i, j) else None


def _home(parse: Parse, i: int, j: int) -> bool:
    """“Mo Vik, 58, from Hull,”, “a farmer from Hull”, and what a dateline begins with: a place."""
    if i and parse.lower[i - 1] == "from":
        before = parse.heads[i - 1]
        return parse.words[i - 2 : i - 1] == (",",) or (before < i and is_person_noun(parse.lemmas[before]))
    opens = i == parse.paragraphs[parse.paragraph(i)][0]
    return opens and parse.words[j : j + 1] in {("—",), ("–",), ("(",)} and parse.words[i].isupper()


def beside(parse: Parse, i: int, j: int) -> Iterator[int]:
    """Nouns beside a name that say what it is: “defender Cal Ode”, “the owner, Corvel”, “Ines Varga, a chemist”."""
    if i and (parse.pos[i - 1] == "NOUN" or (parse.pos[i - 1] == "PROPN" and parse.words[i - 1].islower())):
        yield i - 1
    if i > 1 and parse.words[i - 1] == "," and parse.pos[i - 2] == "NOUN" and parse.deps[j - 1] in {"appos", "nsubj"}:
        yield agent(parse, i - 2)
    if j + 2 < len(parse) and parse.words[j] == "," and parse.lower[j + 1] in _DETERMINERS:
        k = j + 2
        while k < min(len(parse), j + 9) and parse.pos[k] in {"ADJ", "NOUN", "PROPN", "PUNCT", "NUM", "PART"}:
            if parse.words[k] in {",", ".", ";"}:
                break
            k += 1
        if parse.pos[k - 1] == "NOUN":
            yield k - 1


def agent(parse: Parse, i: int) -> int:
    """“a spokesman for the governor, Tim Hale”: the noun that the name after it is for, the spokesman's place."""
    above = parse.heads[parse.heads[i]]
    if parse.deps[i] == "pobj" and parse.lower[parse.heads[i]] in {"for", "to", "of"} and above < i:
        return above if parse.lemmas[above] in _AGENTS else i
    return i


_AGENTS = frozenset(
    """spokesman spokeswoman spokesperson lawyer attorney solicitor barrister counsel aide adviser advisor assistant
    secretary deputy agent representative envoy""".split()
)
#: nouns for persons and for bodies alike
PERSON_OR_BODY = frozenset(
    """owner maker operator developer publisher producer supplier seller employer lender contractor sponsor member
    partner rival leader competitor backer donor investor shareholder plaintiff defendant sister neighbor""".split()
)
_DETERMINERS = frozenset({"a", "an", "the", "its", "his", "her", "their"})


def _names_body(parse: Parse, i: int, j: int) -> bool:
    """A word by which bodies are named is among the tokens."""
    return any(w in _ORGANIZATION_WORDS or w == "&" for w in parse.words[i:j])


def _looks_like_person(parse: Parse, i: int, j: int) -> bool:
    """A given name first, or a title before: the tagger now and then takes people for organizations."""
    words = parse.words[i:j]
    if _names_body(parse, i, j) or not all(w[0].isupper() for w in words) or parse.lower[i - 1 : i] == ("the",):
        return False
    titled = i > 0 and titles().get(parse.lower[i - 1]) in {"man", "woman", "prefix", "office"}
    return (j - i > 1 and words[0] in given_names()) or (titled and not words[0].isupper())


def _common_word(parse: Parse, i: int, j: int) -> bool:
    """A capitalized word that is no name: the office in “Secretary of State”, or one the text also writes small."""
    if i and parse.words[i] in _AFTER_NAMES and parse.pos[i - 1] == "PROPN":
        return True
    if j - i == 1 and parse.tags[i] == "NN" and parse.deps[i] == "compound" and parse.words[i + 1 : i + 2][0].islower():
        return True  # “Hedge fund” at the head of a sentence
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
    while i < j - 1 and is_title(parse.lower[i]) and parse.lower[i] != "pope":
        i += 1
    i += name_after_title(parse.words[i:j], sure=True)
    while j > i and (not parse.words[j - 1][0].isupper() or (j - i > 1 and parse.words[j - 1] in _AFTER_NAMES)):
        j -= 1
    if i >= j or parse.words[j - 1] in _STREETS or (j - i == 1 and _lone_title(parse, i)):
        return
    if j - i > 1 and _lone_title(parse, j - 1):
        yield Name(i, j - 1, "organization", "name")  # “Larkin” before “Chairwoman Teresa Vance”
        return
    beside = {parse.lemmas[i - 1] if i else "", parse.lemmas[parse.heads[i]] if parse.deps[i] == "appos" else ""}
    group = _names_body(parse, i, j) or (j - i == 1 and beside & GROUP_NOUNS)
    yield Name(i, j, "organization" if group else "person", "name")


def _lone_title(parse: Parse, i: int) -> bool:
    """“Det.” taken apart from its name, the dean in “Dean of Ely”: no name by itself."""
    return is_title(parse.lower[i]) and (
        parse.lower[i + 1 : i + 2] in {(".",), ("of",)} or (i + 1 < len(parse) and parse.pos[i + 1] == "PROPN")
    )


#: orders, degrees and offices that stand behind a name
_AFTER_NAMES = frozenset("KC QC SC MP MEP MSP MBE OBE CBE MD PhD Esq Esq. RN DBE KBE".split())
_STREETS = frozenset("Street Road Lane Avenue Boulevard Square Drive Highway St. Rd. Ave. Blvd. Crescent".split())


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
        titled = name_after_title(words[i : h + 1], sure=False)
        i += titled
        if parse.lower[h] in titles() or len(words[h]) < 2 or _of_a_party(parse, i, h):
            continue
        if words[h] in _STREETS and parse.deps[h] not in _ACTING:
            continue
        if _common_word(parse, i, h + 1) or _of_a_date(parse, h):
            continue
        person = titled or (words[i] in given_names() and h > i)
        person = person or (i and titles().get(parse.lower[i - 1]) in _BEFORE_NAMES)
        yield Name(i, h + 1, "person" if person else "organization", "name")


def _of_a_party(parse: Parse, i: int, h: int) -> bool:
    """“a Democrat”, “Sen. Mo Vik, Republican of Maine”: a member of a party or faith, who has a name of their own."""
    single = i == h and parse.tags[h] == "NNP"
    return single and (
        parse.lower[h - 1 : h] in {("a",), ("an",)} or (parse.deps[h] == "appos" and parse.doc[h].ent_type_ == "NORP")
    )


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
