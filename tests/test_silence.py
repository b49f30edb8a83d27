"""Who was asked and said nothing is told apart from who speaks."""

import pytest

import newslens as nl
from newslens import Article
from newslens.sourcing import find_attributions, find_reports


@pytest.mark.parametrize(
    ("text", "actor", "cue"),
    [
        ("The Ministry of Ports declined to comment.", "Ministry of Ports", "declined"),
        ("A lawyer for the driver did not return calls seeking comment.", "A lawyer for the driver", "did not return"),
        (
            "The owner's lawyer could not be reached for comment.",
            "The owner's lawyer",
            "could not be reached",
        ),
        (
            "Officials at the quarry have not responded to questions.",
            "Officials at the quarry",
            "have not responded",
        ),
        ("The captain had no comment.", "The captain", "had"),
        ("The union's treasurer was not available for comment.", "The union's treasurer", "was not"),
        ("Mayor Ada Quist would not say whether the pier had been inspected.", "Ada Quist", "would not say"),
        ("Mayor Ada Quist refused to discuss the contract.", "Ada Quist", "refused"),
    ],
)
def test_nobody_s_words(text: str, actor: str, cue: str) -> None:
    (found,) = find_attributions(Article.from_text(text, check_language=False))
    assert (found.actor, found.cue_class) == (actor, "no_comment")
    assert found.cue.startswith(cue)
    assert not find_reports(Article.from_text(text, check_language=False))


@pytest.mark.parametrize(
    "text",
    [
        "Governor Lena Moe declined to intervene in the strike.",
        "The judge refused a request for a delay.",
        "“I will not comment on rumors,” Mayor Ada Quist said.",
    ],
)
def test_refusals_and_speech_are_none(text: str) -> None:
    assert all(a.cue_class != "no_comment" for a in find_attributions(Article.from_text(text, check_language=False)))


TEXT = """The pier is rotten, Mayor Ada Quist said. “We closed it in May,” she said.

The builder, Harrow Works, did not respond to a request for comment. A spokesman for the port declined to comment."""


def test_who_is_silent_is_no_source_but_has_a_sentence() -> None:
    analysis = nl.analyze(Article.from_text(TEXT, check_language=False))
    assert analysis.sources["name"].tolist() == ["Ada Quist"]
    said = repr(analysis.findings)
    assert "The article has one source, Ada Quist (named person), in two attributions." in said
    assert (
        "Declined to comment, gave no answer or could not be reached: Harrow Works and a spokesman for the port."
        in said
    )
    assert "No attribution rests on an unnamed source." in said


def test_silent_on_one_matter_and_cited_on_another() -> None:
    text = "“Profits are up,” the chief, Ada Quist, said. Quist declined to comment on the sale of the yard."
    said = repr(nl.analyze(Article.from_text(text, check_language=False)).findings)
    assert "could not be reached: Ada Quist (cited on other matters)." in said


def test_nobody_but_the_silent() -> None:
    said = repr(nl.analyze(Article.from_text("The port declined to comment.", check_language=False)).findings)
    assert "Nobody is said to have said anything." in said
