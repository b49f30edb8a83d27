"""Tone of voices, actors and articles: means over passages, honest about small numbers."""

from __future__ import annotations

import pytest

from newslens import Article
from newslens.sentiment import find_sentiments, valences
from newslens.tone import article_tone, find_tone_by_actor, find_tone_by_voice, interval, tone_by_actor, tone_by_voice
from newslens.voices import passages

TEXT = (
    "Norway and Iceland signed a wonderful treaty. “The treaty is awful,” the fisher Olav Berg said. "
    "Norway was pleased with the good result. The weather in Iceland was bad. "
    "“The harbor will close,” Berg said. Norway will send three ships to the island."
)


@pytest.fixture(scope="module")
def article() -> Article:
    return Article.from_text(TEXT)


def test_the_author_comes_first_then_who_speaks_most(article):
    rows = find_tone_by_voice(article)
    assert (rows[0].voice, rows[0].speaker) == ("author", None)
    assert [(r.voice, r.speaker) for r in rows[1:]] == [("speaker", "Olav Berg")]


def test_every_passage_counts_once(article):
    rows = find_tone_by_voice(article)
    assert sum(r.passages for r in rows) == len(passages(article)) < len(find_sentiments(article))
    assert sum(r.words for r in rows) == sum(len(p.text.replace(",", "").split()) for p in passages(article))


def test_few_passages_have_no_interval_and_say_why(article):
    author, berg = find_tone_by_voice(article)
    assert author.low is not None
    assert author.high is not None
    assert author.low <= author.mean <= author.high
    assert author.note is None
    assert (berg.passages, berg.low, berg.high, berg.note) == (2, None, None, "an interval needs 3 passages")


def test_actor_by_voice(article):
    rows = {(r.target, r.voice): r for r in find_tone_by_actor(article)}
    assert rows["Norway", "author"].passages == 3
    assert rows["Iceland", "author"].passages == 2
    assert rows["Norway", "author"].mean > rows["Iceland", "author"].mean
    assert next(iter(rows))[0] == "Norway"


def test_the_article_is_a_mean_over_its_passages(article):
    (row,) = article_tone(article).to_dict("records")
    once = [valences(article)[p.runs] for p in passages(article)]
    assert row["mean"] == pytest.approx(sum(once) / len(once))
    assert row["passages"] == len(once)
    assert row["low"] < row["mean"] < row["high"]


@pytest.mark.parametrize(
    ("values", "why"),
    [([], "3 passages"), ([0.5], "3 passages"), ([0.1, 0.3], "3 passages"), ([0.0, 0.0, 0.0, 0.0], "alike")],
)
def test_no_interval(values, why):
    low, high, note = interval(values)
    assert (low, high) == (None, None)
    assert why in (note or "")


def test_interval_is_the_same_each_time_and_narrows_with_more():
    few, many = [0.5, -0.5, 0.2], [0.5, -0.5, 0.2] * 20
    assert interval(few) == interval(few)
    low, high, _ = interval(few)
    lower, higher, _ = interval(many)
    assert low is not None
    assert high is not None
    assert lower is not None
    assert higher is not None
    assert higher - lower < high - low


def test_columns_do_not_depend_on_the_findings(article):
    empty = Article(id="dash", text="—")
    for table in (tone_by_voice, tone_by_actor, article_tone):
        assert dict(table(empty).dtypes) == dict(table(article).dtypes)
    assert len(tone_by_voice(empty)) == len(tone_by_actor(empty)) == 0
    assert article_tone(empty).note.to_list() == ["no passage"]
