"""Sources counted and weighed."""

import pytest

from newslens import Article
from newslens.sources import single_source_claims, sources, sourcing_profile

TEXT = """The dam will hold, Mayor Ada Quist said. “It is new,” Quist added.

An engineer said the dam could crack within a year.

According to a second engineer, the dam could crack within a year.

Radio Nord reported that the gates were closed, according to an aide."""


def test_sources() -> None:
    table = sources(Article.from_text(TEXT)).set_index("name")
    assert table.loc["Ada Quist", ["kind", "role", "attributions", "direct", "words"]].tolist() == [
        "named_person",
        "Mayor",
        2,
        1,
        7,
    ]
    assert table.loc["a second engineer", "kind"] == "unnamed"
    assert table["share"].sum() == pytest.approx(1)


def test_profile_has_all_kinds_and_adds_up() -> None:
    article = Article.from_text(TEXT)
    profile = sourcing_profile(article).set_index("kind")
    assert list(profile.index) == ["named_person", "unnamed", "institution", "document", "media", "public"]
    assert profile["share"].sum() == pytest.approx(1)
    assert profile["words"].sum() == sources(article)["words"].sum()
    assert profile.loc["document", "sources"] == 0


def test_a_claim_by_two_sources_is_not_single_sourced_and_a_relay_confirms_nothing() -> None:
    alone = {a.actor for a in single_source_claims(Article.from_text(TEXT))}
    assert alone == {"Ada Quist", "an aide"}


def test_no_sources() -> None:
    article = Article.from_text("The harbor opened in 1902.")
    assert len(sources(article)) == 0
    assert sourcing_profile(article)["share"].tolist() == [0.0] * 6
