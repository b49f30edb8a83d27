"""What the words for an actor tell: country, sector and head noun; and what they do not tell."""

from __future__ import annotations

import pytest

from newslens.actors import actors, find_actors
from newslens.article import Article
from newslens.entities import SECTORS, entity_of_role, identify
from newslens.lexicons import rows


def article(text: str) -> Article:
    return Article.from_text(text, id="test", check_language=False)


@pytest.mark.parametrize(
    ("words", "country", "sector", "head"),
    [
        # states, their seats and their governments
        ("Russia", "RUS", None, "Russia"),
        ("Moscow", "RUS", "government", "Moscow"),
        ("the Kremlin", "RUS", "government", "Kremlin"),
        ("the White House", "USA", "government", "House"),
        ("the government of Norway", "NOR", "government", "government"),
        ("Biden administration", None, "government", "administration"),
        # bodies and offices of a state
        ("the Russian foreign ministry", "RUS", "government", "ministry"),
        ("US officials", "USA", "government", "officials"),
        ("multiple US and defense officials", "USA", "government", "officials"),
        ("the German embassy in Paris", "DEU", "government", "embassy"),
        ("the president of France", "FRA", "government", "president"),
        ("the Israeli army", "ISR", "military", "army"),
        ("Russian forces", "RUS", "military", "forces"),
        ("Norwegian prosecutors", "NOR", "court", "prosecutors"),
        ("the Ukrainian parliament", "UKR", "legislature", "parliament"),
        ("members of parliament", None, "legislature", "members"),
        # nationals
        ("Ukrainians", "UKR", None, "Ukrainians"),
        ("French farmers", "FRA", None, "farmers"),
        # somebody by office and name
        ("U.S. President Donald Trump", "USA", "government", "President"),
        ("UN Secretary General Ada Quist", None, "international_organization", "General"),
        ("Indian Prime Minister Narendra Modi", "IND", "government", "Minister"),
        ("Judge Olive Tran", None, "court", "Judge"),
        # numbers and brackets
        ("30,000 Irish soldiers", "IRL", "military", "soldiers"),
        ("the Security Council (UNSC)", None, "international_organization", "Council"),
        # parts of society
        ("the teachers' union", None, "union", "union"),
        ("union leaders", None, "union", "leaders"),
        ("the police union", None, "union", "union"),
        ("a police spokesman", None, "police", "spokesman"),
        ("the Labour Party", None, "party", "Party"),
        ("the appeals court", None, "court", "court"),
        ("Swedish carmaker Volvo", "SWE", "company", "carmaker"),
        ("Nordal Shipping Inc.", None, "company", "Inc."),
        ("The New York Times", None, "media", "Times"),
        ("Human Rights Watch", None, "civil_society", "Watch"),
        ("the rebels", None, "armed_group", "rebels"),
        ("Hamas", None, "armed_group", "Hamas"),
        ("NATO", None, "international_organization", "NATO"),
        ("European Union", None, "international_organization", "Union"),
        ("European Central Bank", None, "international_organization", "Bank"),
        ("Harvard University", None, "education", "University"),
        ("Catholic Church", None, "religion", "Church"),
    ],
)
def test_what_words_tell(words: str, country: str | None, sector: str | None, head: str) -> None:
    assert identify(words) == (country, sector, head)


@pytest.mark.parametrize(
    ("words", "country", "sector"),
    [
        # about a country, against it, named after it
        ("a Russia expert", None, None),
        ("critics of Norway", None, None),
        ("voters in Georgia", None, None),
        ("anti-American protesters", None, "civil_society"),
        ("pro-Russian separatists", None, "armed_group"),
        ("African American voters", None, None),
        ("Korean War veterans", None, None),
        ("American Airlines", None, "company"),
        ("Bank of America", None, "company"),
        ("Air France", None, None),
        ("Georgia Power", None, None),
        ("NATO countries", None, None),
        # words that are a body elsewhere
        ("the search party", None, None),
        ("a tennis court", None, None),
        ("the food bank", None, None),
        ("market forces", None, None),
        ("the fire department", None, None),
        ("the department store", None, None),
        ("the student council", None, None),
        ("the Salvation Army", None, None),
        ("League officials", None, None),
        ("the president of the club", None, None),
        ("the mayor of Guatemala", None, "government"),
        ("potential troop deployments", None, None),
        ("military deployments", None, None),
        ("Turkey and Russia", None, None),
        ("New Mexico lawmakers", None, "legislature"),
        ("Northern Ireland officials", None, None),
        ("General Motors", None, "company"),
        ("officials", None, None),
        ("two people familiar with the talks", None, None),
        # who was one is none
        ("former US officials", "USA", None),
        ("", None, None),
        ("the", None, None),
    ],
)
def test_what_words_do_not_tell(words: str, country: str | None, sector: str | None) -> None:
    assert identify(words)[:2] == (country, sector)


@pytest.mark.parametrize(
    ("role", "country", "sector"),
    [
        ("Russian Foreign Minister", "RUS", "government"),
        ("NATO Secretary General", None, "international_organization"),
        ("Secretary of State", None, "government"),
        ("President", None, "government"),
        ("club president", None, None),
        (None, None, None),
    ],
)
def test_a_title_tells(role: str | None, country: str | None, sector: str | None) -> None:
    assert entity_of_role(role)[:2] == (country, sector)


def test_the_lexicon() -> None:
    assert {"government", "military", "party", "company", "union", "court", "media", "civil_society"} < set(SECTORS)
    for row in rows("sectors"):
        assert row["by"] in {"head", "any"}
        assert row["source"] == "newslens" or row["source"].startswith("CAMEO 2012 ch. 3, ")
        assert row["noun"] == row["noun"].lower().strip()
    assert len({row["noun"] for row in rows("sectors")}) == len(rows("sectors"))


TEXT = (
    "The Russian foreign ministry said it would leave. US officials met the mayor. The Israeli army warned Hamas. "
    "Norwegian prosecutors charged Telenor, a Norwegian phone company. The Biden administration said no. "
    "Russian Foreign Minister Sergey Lavrov spoke. The Russian foreign ministry declined. Swedish carmaker Volvo sued."
)


def test_the_table() -> None:
    table = actors(article(TEXT)).astype(object)
    columns = table.where(table.notna(), None)[["name", "kind", "country", "sector", "head"]]
    found = {name: tuple(rest) for name, *rest in columns.itertuples(index=False)}
    assert found["United States"][:3] == ("state", "USA", "government")
    assert found["Sergey Lavrov"] == ("person", "RUS", "government", "Lavrov")
    assert found["Russian foreign ministry"] == ("group", "RUS", "government", "ministry")
    assert found["US officials"] == ("group", "USA", "government", "officials")
    assert found["Norwegian prosecutors"] == ("group", "NOR", "court", "prosecutors")
    assert found["Telenor"][1:3] == ("NOR", "company")
    assert found["Volvo"][1:3] == ("SWE", "company")


def test_an_administration_is_no_person() -> None:
    (first,) = find_actors(article("The Biden administration said no."))
    assert (first.name, first.kind, first.country, first.head) == ("United States", "state", "USA", "administration")


def test_a_group_is_counted_over_its_mentions() -> None:
    ministry = next(a for a in find_actors(article(TEXT)) if a.name == "Russian foreign ministry")
    assert ministry.mentions == len(ministry.parts) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The child was taken to the hospital.",
        "He walked past the church.",
        "Rain fell on the court.",
        "French wine was sold in the valley.",
        "A Russia expert disagreed.",
    ],
)
def test_what_is_no_group(text: str) -> None:
    assert [a.name for a in find_actors(article(text)) if a.kind == "group"] == []
