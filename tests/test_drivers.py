"""Drivers: the words that moved a tone, by hiding each in turn, and those that TextBlob's list knows."""

from __future__ import annotations

import pytest

from newslens import Article, InputError
from newslens.drivers import LEAST, drivers, find_drivers
from newslens.sentiment import find_sentiments
from newslens.voices import passages

TEXT = (
    "Mayor Ada Quist stole the money and lied to the council about it. “Minister Tomas Vell saved our village,” the "
    "farmer Olav Berg said. Vell met Quist on Tuesday. It was not a very good day."
)


@pytest.fixture(scope="module")
def article() -> Article:
    return Article.from_text(TEXT)


def test_the_words_that_say_so_are_the_drivers(article):
    found = {(d.text, d.target, d.effect > 0) for d in find_drivers(article)}
    assert ("stole", "Ada Quist", False) in found or ("lied", "Ada Quist", False) in found
    assert ("saved", "Tomas Vell", True) in found


def test_effects_are_large_enough_and_lead_to_a_polar_sentiment(article):
    sentiments = {s.id: s for s in find_sentiments(article)}
    for driver in find_drivers(article):
        moved = sentiments[driver.sentiment]
        assert LEAST <= abs(driver.effect) <= 2
        assert moved.label != "neutral"
        assert not moved.abstain
        assert (moved.target, moved.voice, moved.speaker) == (driver.target, driver.voice, driver.speaker)
        assert moved.sentence == driver.sentence


def test_the_target_itself_is_no_reason(article):
    assert not {"Ada", "Quist", "Tomas", "Vell"} & {d.text for d in find_drivers(article)}


def test_drivers_stand_in_text_order_with_ids_of_their_own(article):
    for scorer in ("newslens", "textblob"):
        found = find_drivers(article, scorer)
        assert [d.sentence for d in found] == sorted(d.sentence for d in found)
        assert len({d.id for d in found}) == len(found)
        assert all(article.text[p.start : p.end] for d in found for p in d.parts)


def test_the_same_each_time(article):
    first = find_drivers(article)
    find_drivers.cache_clear()
    assert find_drivers(article) == first


def test_an_unknown_scorer_is_an_error_that_helps(article):
    with pytest.raises(InputError, match=r"no drivers by 'textblop'.*Did you mean 'textblob'"):
        drivers(article, scorer="textblop")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was not a very good idea.", ["not", "very good"]),
        ("It was a terrible, terrible idea.", ["terrible"]),
        ("A really awful day!", ["really awful"]),
        ("He is not happy.", ["not happy"]),
        ("Goods are cheap, goodness knows, but are they good?", ["good"]),
        ("The “best” plan", ["best"]),
    ],
)
def test_textblob_s_words_are_found_where_they_stand(text, expected):
    article = Article.from_text(text)
    pieces = [[article.text[p.start : p.end] for p in d.parts] for d in find_drivers(article, "textblob")]
    assert expected in pieces


def test_the_right_one_of_two_equal_words_is_meant():
    article = Article.from_text("Goodwill is good.")
    (driver,) = find_drivers(article, "textblob")
    assert (driver.start, driver.text) == (12, "good")


def test_the_mean_of_textblob_s_words_is_its_polarity(article):
    from textblob import TextBlob

    for passage in passages(article):
        ident = passage.attribution.id if passage.attribution else None
        found = find_drivers(article, "textblob")
        own = [d.effect for d in found if (d.sentence, d.attribution) == (passage.sentence, ident)]
        assert sum(own) / max(1, len(own)) == pytest.approx(TextBlob(passage.text).polarity)


def test_words_that_hard_line_breaks_and_soft_hyphens_hide():
    article = Article.from_text("It was a won\u00adderful\nday, but\nterrible food.")
    assert [d.text for d in find_drivers(article, "textblob")] == ["won\u00adderful", "terrible"]


def test_columns_do_not_depend_on_the_findings(article):
    empty = Article(id="dash", text="—")
    for scorer in ("newslens", "textblob"):
        assert dict(drivers(empty, scorer=scorer).dtypes) == dict(drivers(article, scorer=scorer).dtypes)
        assert len(drivers(empty, scorer=scorer)) == 0


def test_a_very_long_sentence_is_read_around_its_target():
    long = Article.from_text(
        "The mayor Ada Quist stole the money, and " + "rain fell on the river, " * 80 + "and it was cold."
    )
    assert "stole" in {d.text for d in find_drivers(long) if d.target == "Ada Quist"}


def test_words_that_say_the_same_are_both_reasons():
    article = Article.from_text("“Tomas Vell is a liar and a thief,” Senator Ada Quist said on Monday.")
    assert {"liar", "thief"} <= {d.text for d in find_drivers(article) if d.target == "Tomas Vell"}
