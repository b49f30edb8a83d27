"""The table of states: codes, names, and no word that stands for two of them unless the table says so."""

from __future__ import annotations

import collections
import re

import pytest

from newslens.lexicons import rows

MANY = ("aliases", "demonyms", "capital", "metonyms")
COUNTRIES = rows("countries")


def values(row: dict[str, str], *columns: str) -> list[str]:
    return [value for column in columns for value in row[column].split("|") if value]


def test_header_and_size():
    assert list(COUNTRIES[0]) == ["name", "iso2", "iso3", "aliases", "demonyms", "capital", "metonyms", "source"]
    assert sum(bool(re.fullmatch("[A-Z]{2}", r["iso2"])) for r in COUNTRIES) >= 198
    assert [r["name"] for r in COUNTRIES[-3:]] == ["European Union", "NATO", "United Nations"]


@pytest.mark.parametrize("column", ["name", "iso2", "iso3"])
def test_names_and_codes_are_unique(column):
    seen = collections.Counter(r[column] for r in COUNTRIES if r[column])
    assert [value for value, n in seen.items() if n > 1] == []


def test_format():
    for row in COUNTRIES:
        assert row["name"]
        assert row["source"], row["name"]
        assert re.fullmatch("([A-Z]{2})?", row["iso2"]), row["name"]
        assert re.fullmatch("([A-Z]{3})?", row["iso3"]), row["name"]
        assert bool(row["iso2"]) == bool(row["iso3"]), row["name"]
        for column in MANY:
            for value in row[column].split("|") if row[column] else ():
                assert value == value.strip() != "", (row["name"], column)


def test_no_word_twice_in_a_row():
    for row in COUNTRIES:
        own = collections.Counter([*([] if row["capital"] == row["name"] else [row["name"]]), *values(row, *MANY)])
        assert [value for value, n in own.items() if n > 1] == [], row["name"]


def test_what_two_states_share_is_flagged_in_both():
    owners = collections.defaultdict(set)
    for row in COUNTRIES:
        for value in {row["name"], *values(row, *MANY)}:
            owners[value].add(row["name"])
    shared = {value: names for value, names in owners.items() if len(names) > 1}
    assert set(shared) == {"Brussels"}
    for value, names in shared.items():
        for row in COUNTRIES:
            if row["name"] in names:
                assert re.search(rf"ambiguous: .*{value}", row["source"]), row["name"]


def test_aliases_are_written_as_names():
    """Matching is case-sensitive: “US” is a state, “us” is a pronoun."""
    for row in COUNTRIES:
        for value in values(row, "aliases", "demonyms"):
            assert value[0].isupper() or value in {"i-Kiribati", "mainland China"}, value


@pytest.mark.parametrize(
    ("word", "name", "iso3"),
    [
        ("U.S.", "United States", "USA"),
        ("Kremlin", "Russia", "RUS"),
        ("Kyiv", "Ukraine", "UKR"),
        ("Kiev", "Ukraine", "UKR"),
        ("Downing Street", "United Kingdom", "GBR"),
        ("Élysée", "France", "FRA"),
        ("Dutch", "Netherlands", "NLD"),
        ("The Hague", "Netherlands", "NLD"),
        ("Côte d’Ivoire", "Ivory Coast", "CIV"),
        ("DRC", "Democratic Republic of the Congo", "COD"),
        ("Czechia", "Czech Republic", "CZE"),
        ("Holy See", "Vatican", "VAT"),
        ("Kosovars", "Kosovo", "XKX"),
        ("Taipei", "Taiwan", "TWN"),
        ("Nigerien", "Niger", "NER"),
        ("Nigerian", "Nigeria", "NGA"),
        ("La Paz", "Bolivia", "BOL"),
        ("U.N.", "United Nations", ""),
    ],
)
def test_word_stands_for_state(word, name, iso3):
    found = [(r["name"], r["iso3"]) for r in COUNTRIES if word in (r["name"], *values(r, *MANY))]
    assert found == [(name, iso3)]


@pytest.mark.parametrize("name", ["Georgia", "Jordan", "Chad", "Turkey", "Guinea", "Dominican Republic"])
def test_ambiguous_names_say_so(name):
    assert "ambiguous: " in next(r["source"] for r in COUNTRIES if r["name"] == name)
