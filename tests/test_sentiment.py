"""Sentiment: the tone of a passage, whom it mentions, and the words that made it."""

from __future__ import annotations

import pytest

from newslens import Article, InputError
from newslens.actors import cast
from newslens.sentiment import drivers, find_drivers, find_sentiments, label, sentiments
from newslens.voices import passages

TEXT = (
    "The bridge is a wonderful sight. “The new toll is awful and unfair,” Mayor Ingrid Solberg said on Tuesday. "
    "Norway and Iceland signed an excellent treaty. The toll, Solberg said, was not a very good idea."
)


@pytest.fixture(scope="module")
def article() -> Article:
    return Article.from_text(TEXT)


def test_each_voice_keeps_its_own_tone(article):
    rows = [(r.voice, r.speaker, r.label) for r in find_sentiments(article) if r.sentence in (0, 1)]
    assert ("author", None, "positive") in rows
    assert ("speaker", "Ingrid Solberg", "negative") in rows
    assert not any(voice == "author" and sentence == "negative" for voice, _, sentence in rows)


def test_a_row_per_actor_mentioned(article):
    rows = {r.target: r.valence for r in find_sentiments(article) if r.sentence == 2}
    assert set(rows) == {"Norway", "Iceland"}
    assert len(set(rows.values())) == 1


def test_a_passage_that_mentions_nobody_has_a_row_without_target(article):
    (row,) = [r for r in find_sentiments(article) if r.sentence == 0]
    assert row.target is None


def test_target_evidence_is_the_mention(article):
    for record in find_sentiments(article):
        named = [article.text[p.start : p.end] for p in record.parts if p.role == "target"]
        assert bool(named) == (record.target is not None)
        assert "passage" in {p.role for p in record.parts}
        assert record.text == article.text[record.start : record.end]


def test_textblob_columns_are_textblobs_own(article):
    from textblob import TextBlob

    by_place = {(p.sentence, p.attribution.id if p.attribution else None): p.text for p in passages(article)}
    for record in find_sentiments(article):
        score = TextBlob(by_place[record.sentence, record.attribution]).sentiment
        assert (record.textblob_polarity, record.textblob_subjectivity) == (score.polarity, score.subjectivity)
        assert record.valence == record.textblob_polarity


@pytest.mark.parametrize(
    ("valence", "expected"),
    [(-1, "negative"), (-0.051, "negative"), (-0.05, "neutral"), (0, "neutral"), (0.05, "neutral"), (0.2, "positive")],
)
def test_label_has_a_dead_zone(valence, expected):
    assert label(valence) == expected


def test_targets_keep_the_rows_of_these_actors(article):
    assert set(sentiments(article, targets=["Iceland"]).target) == {"Iceland"}
    assert set(sentiments(article, targets="Iceland").target) == {"Iceland"}
    assert len(sentiments(article, targets=[])) == 0


def test_an_unknown_target_is_an_error_that_helps(article):
    with pytest.raises(InputError, match=r"no actor 'Iseland'.*Did you mean 'Iceland'"):
        sentiments(article, targets=["Iseland"])


@pytest.mark.parametrize("scorer", [lambda text: -0.5, lambda text: (-0.5, 0.3), lambda text: -1])
def test_another_scorer(article, scorer):
    ours, theirs = sentiments(article), sentiments(article, scorer=scorer)
    assert set(theirs.label) == {"negative"}
    assert list(theirs.columns) == list(ours.columns)
    assert theirs.textblob_polarity.equals(ours.textblob_polarity)
    assert theirs.valence.lt(0).all()


def test_a_scorer_reads_each_passage_alone(article):
    read: list[str] = []
    sentiments(article, scorer=lambda text: read.append(text) or 0.0)
    assert read == [p.text for p in passages(article)]


@pytest.mark.parametrize("score", [2, -1.5, float("nan"), None, "good", ()])
def test_a_scorer_out_of_range_is_an_error(article, score):
    with pytest.raises(InputError, match="scorer"):
        sentiments(article, scorer=lambda text: score)


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
def test_drivers_are_found_where_they_stand(text, expected):
    article = Article.from_text(text)
    pieces = [[article.text[p.start : p.end] for p in d.parts] for d in find_drivers(article)]
    assert expected in pieces


def test_the_right_one_of_two_equal_words_is_meant():
    article = Article.from_text("Goodwill is good.")
    (driver,) = find_drivers(article)
    assert (driver.start, driver.text) == (12, "good")


def test_the_mean_of_the_drivers_is_the_score(article):
    for record in find_sentiments(article):
        own = [
            d.polarity
            for d in find_drivers(article)
            if (d.sentence, d.attribution) == (record.sentence, record.attribution)
        ]
        assert sum(own) / max(1, len(own)) == pytest.approx(record.textblob_polarity)


def test_driver_words_that_hard_line_breaks_and_soft_hyphens_hide():
    article = Article.from_text("It was a won\u00adderful\nday, but\nterrible food.")
    assert [d.text for d in find_drivers(article)] == ["won\u00adderful", "terrible"]


def test_columns_do_not_depend_on_the_findings(article):
    empty = Article(id="dash", text="—")
    assert dict(sentiments(empty).dtypes) == dict(sentiments(article).dtypes)
    assert dict(drivers(empty).dtypes) == dict(drivers(article).dtypes)
    assert len(drivers(empty)) == 0


def test_ids_are_unique(article):
    for records in (find_sentiments(article), find_drivers(article)):
        assert len({r.id for r in records}) == len(records)


def test_targets_are_actors_of_the_article(article):
    names = {a.name for a in cast(article).actors}
    assert {r.target for r in find_sentiments(article)} - {None} <= names


@pytest.mark.xfail(strict=True, reason="TextBlob reads words: no contracted negation, no names, no hard news")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The road isn’t good.", "negative"),
        ("She serves on the Superior Court.", "neutral"),
        ("Four hostages died in the massacre.", "negative"),
    ],
)
def test_known_failures(text, expected):
    assert {r.label for r in find_sentiments(Article.from_text(text))} == {expected}
