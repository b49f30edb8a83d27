"""Who is who: names, titles, states and their seats, pronouns and short descriptions."""

import pytest

from newslens import Article
from newslens.actors import actors, cast


def resolved(text: str) -> dict[str, str]:
    """Mention as written → actor."""
    people = cast(Article.from_text(text, check_language=False))
    return {people.parse.text(m.i, m.j): m.name for m in people.mentions}


@pytest.mark.parametrize(
    ("text", "mention", "actor"),
    [
        ("Harbor chief Amelia Stone spoke first. Stone left early.", "Stone", "Amelia Stone"),
        ("Joke van Dam spoke first. Van Dam left early.", "Van Dam", "Joke van Dam"),
        ("The Kremlin refused to comment on the pipeline.", "Kremlin", "Russia"),
        ("Moscow's demands were rejected on Friday.", "Moscow", "Russia"),
        ("Talks with Beijing resumed after the summit.", "Beijing", "China"),
        ("Brussels demanded that the mill close.", "Brussels", "European Union"),
        ("Washington urged restraint on both sides.", "Washington", "United States"),
        ("The Obama administration signed the accord.", "Obama administration", "United States"),
        ("The Norwegian government raised the tax.", "Norwegian government", "Norway"),
        ("Britain and France signed. The UK ratified it later.", "UK", "United Kingdom"),
        ("The European Central Bank met in May. The ECB kept its rate.", "ECB", "European Central Bank"),
        ("Halden Records apologized on Monday. Halden also paid.", "Halden", "Halden Records"),
        ("The Ministry of Fisheries closed the bay. The ministry gave no reason.", "ministry", "Ministry of Fisheries"),
        ("Denise Marlow wept as the verdict was read. She left by a side door.", "She", "Denise Marlow"),
        ("Mr. Olsen met Ms. Haugen. He thanked her.", "He", "Olsen"),
        ("Mr. Olsen met Ms. Haugen. He thanked her.", "her", "Haugen"),
        ("Mayor Ada Quist met engineers. She said they would stay.", "they", "engineers"),
        ("Aides met on Monday. Quist told jurors the dam held. She urged them to look.", "them", "jurors"),
        ("Corvel, the owner, said it would close the mine.", "it", "Corvel"),
    ],
)
def test_mentions(text: str, mention: str, actor: str) -> None:
    assert resolved(text)[mention] == actor


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("He was born in Moscow and lives there still.", "Moscow"),  # a place, not the state
        ("The ministers met in Brussels on Friday.", "Brussels"),
        ("The actor Jordan Peele opened the show.", "Jordan"),
        ("It is unclear whether the dam will hold.", "It"),
        ("Secretary of State Mary Holt flew home.", "State"),
    ],
)
def test_no_state_where_none_is_meant(text: str, mention: str) -> None:
    assert resolved(text).get(mention) in {None, mention}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("NATO Secretary General Jens Stoltenberg said no.", "Jens Stoltenberg", "NATO Secretary General"),
        ("Secretary of State Mary Holt flew home.", "Mary Holt", "Secretary of State"),
        ("Her attorney, Samuel Brandt, objected.", "Samuel Brandt", "attorney"),
        ("Ada Quist, the harbor commissioner, objected.", "Ada Quist", "harbor commissioner"),
        ("Sgt. Paul Stanek objected.", "Paul Stanek", "Sgt."),
        ("Paul Stanek objected.", "Paul Stanek", None),
    ],
)
def test_roles(text: str, name: str, role: str | None) -> None:
    actor = cast(Article.from_text(text, check_language=False)).actor(name)
    assert actor is not None
    assert actor.role == role


def test_table_counts_mentions_and_gives_iso_codes() -> None:
    table = actors(Article.from_text("Russia refused. Moscow said it would wait. The Russian plan failed, NATO said."))
    row = table.set_index("name").loc["Russia"]
    assert (row["kind"], row["iso"], row["mentions"]) == ("state", "RUS", 3)
    assert table.set_index("name").loc["NATO", "kind"] == "organization"
