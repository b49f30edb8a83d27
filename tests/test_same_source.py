"""One source is one source, however the article names it."""

import pytest

from newslens import Article
from newslens.sources import sources
from newslens.sourcing import find_attributions


def actors(text: str) -> list[str]:
    return [a.actor for a in find_attributions(Article.from_text(text, check_language=False))]


@pytest.mark.parametrize(
    "text",
    [
        "Two harbor officials, who asked not to be named because an inquiry is open, said the crane had failed. "
        "“It was rusted through,” one of them said.",
        "Two harbor officials, who asked not to be named because an inquiry is open, said the crane had failed.\n\n"
        "One of the officials said that the owner had been warned.",
        "Two harbor officials, who asked not to be named because an inquiry is open, said the crane had failed.\n\n"
        "One of the officials, who has worked there for years, said that the owner had been warned.",
    ],
)
def test_one_of_them_is_the_same_source_with_the_same_reason(text: str) -> None:
    first, second = find_attributions(Article.from_text(text, check_language=False))
    assert first.actor == second.actor == "Two harbor officials"
    assert (first.count, second.count) == (2, 1)
    assert second.anonymity == first.anonymity == "an inquiry is open"
    assert len(sources(Article.from_text(text, check_language=False))) == 1


def test_two_of_them_who_were_told_in_the_same_sentence() -> None:
    text = "Several nurses said pay was low. Moe told aides that the plan would fail, two of them recalled."
    last = find_attributions(Article.from_text(text, check_language=False))[-1]
    assert (last.actor, last.plural, last.count) == ("aides", True, 2)


def test_a_relative_pronoun_is_whom_it_stands_for() -> None:
    text = "The death was confirmed by his brother, Leo Brandt, who said the cause was a stroke."
    assert set(actors(text)) == {"Leo Brandt"}


def test_the_headline_s_source_is_the_story_s() -> None:
    text = (
        "Watchdog tells Harrow Water to cut fees\n\n"
        "The water watchdog has told Harrow Water to cut its fees. The watchdog said that users had overpaid.\n"
    )
    article = Article.from_text(text, title="Watchdog tells Harrow Water to cut fees", check_language=False)
    found = find_attributions(article)
    assert found[0].source == "Watchdog"
    assert {a.actor for a in found} == {"The water watchdog"}


def test_a_source_is_of_one_kind() -> None:
    text = "A study by the Marrow Institute found that eels are rare. It recommends a ban."
    found = find_attributions(Article.from_text(text, check_language=False))
    assert {a.source_kind for a in found if a.actor == found[0].actor} == {"document"}


@pytest.mark.parametrize(
    ("text", "told_by", "passed_on_by"),
    [
        ("Radio Nord reported that the lock was shut, according to an aide.", "an aide", "Radio Nord"),
        ("Moe told friends that the lock was shut, according to an aide.", "Moe", "an aide"),
        ("“The lock is shut,” Moe told the crew, an aide said.", "Moe", "an aide"),
    ],
)
def test_who_passes_on_whose_words(text: str, told_by: str, passed_on_by: str) -> None:
    found = find_attributions(Article.from_text(text, check_language=False))
    by_id = {a.id: a for a in found}
    (inner,) = (a for a in found if a.relayed_by)
    assert inner.relayed_by is not None
    assert (inner.actor, by_id[inner.relayed_by].actor) == (told_by, passed_on_by)
