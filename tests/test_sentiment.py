"""Sentiment: the tone of one voice toward each actor that it mentions, and the valence of its words."""

from __future__ import annotations

import pytest

from newslens import Article, InputError
from newslens.actors import cast
from newslens.sentiment import find_sentiments, label, sentiments
from newslens.voices import passages

TEXT = (
    "The bridge is a wonderful sight. “The new toll is awful and unfair,” Mayor Ingrid Solberg said on Tuesday. "
    "Norway and Iceland opened a harbor on Monday. The toll, Solberg said, was not a very good idea."
)


@pytest.fixture(scope="module")
def article() -> Article:
    return Article.from_text(TEXT)


def toward(text: str) -> dict[str | None, str]:
    return {r.target: r.label for r in find_sentiments(Article.from_text(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Judge Ada Quist sentenced Tomas Vell to nine years in prison for fraud.",
            {"Ada Quist": "neutral", "Tomas Vell": "negative"},
        ),
        (
            "Tomas Vell was sentenced to nine years in prison by Judge Ada Quist.",
            {"Ada Quist": "neutral", "Tomas Vell": "negative"},
        ),
        (
            "Senator Ada Quist accused Senator Tomas Vell of lying about the loans.",
            {"Ada Quist": "neutral", "Tomas Vell": "negative"},
        ),
        (
            "Senator Tomas Vell was accused by Senator Ada Quist of lying about the loans.",
            {"Ada Quist": "neutral", "Tomas Vell": "negative"},
        ),
        ("Mayor Ada Quist was praised for her courage.", {"Ada Quist": "positive"}),
        (
            "Senator Ada Quist met Senator Tomas Vell in Geneva on Monday.",
            {"Ada Quist": "neutral", "Tomas Vell": "neutral"},
        ),
    ],
)
def test_the_tone_is_toward_the_one_it_is_about(text, expected):
    found = toward(text)
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.xfail(strict=True, reason="the model hears the words beside the target as said of it")
@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Norway thanked Iceland for the swift and generous rescue of its sailors.", "Norway"),
        ("The State Department will reduce its staff in Kyiv out of an abundance of caution.", "United States"),
    ],
)
def test_known_failures(text, target):
    assert toward(text)[target] == "neutral"


def test_probabilities_sum_to_one_and_agree_with_the_label(article):
    for r in find_sentiments(article):
        if r.target is None:
            assert (r.p_neg, r.p_neu, r.p_pos, r.tone, r.abstain) == (None, None, None, None, False)
            continue
        shares = {"negative": r.p_neg, "neutral": r.p_neu, "positive": r.p_pos}
        assert sum(shares.values()) == pytest.approx(1)
        assert min(shares.values()) >= 0
        assert shares[r.label] == max(shares.values())
        assert r.tone == pytest.approx(r.p_pos - r.p_neg)


def test_each_voice_keeps_its_own_words(article):
    rows = [(r.voice, r.speaker, r.valence > 0) for r in find_sentiments(article) if r.sentence in (0, 1)]
    assert ("author", None, True) in rows
    assert ("speaker", "Ingrid Solberg", False) in rows


def test_who_is_harsh_on_whom():
    article = Article.from_text("“Tomas Vell is a liar and a thief,” Senator Ada Quist said on Monday.")
    rows = {r.target: (r.voice, r.speaker, r.label) for r in find_sentiments(article)}
    assert rows["Tomas Vell"] == ("speaker", "Ada Quist", "negative")
    assert rows["Ada Quist"][:2] == ("author", None)


def test_a_row_per_actor_mentioned(article):
    rows = {r.target: r.valence for r in find_sentiments(article) if r.sentence == 2}
    assert set(rows) == {"Norway", "Iceland"}
    assert len(set(rows.values())) == 1


def test_a_passage_that_mentions_nobody_has_a_row_without_target(article):
    (row,) = [r for r in find_sentiments(article) if r.sentence == 0]
    assert row.target is None
    assert row.label == label(row.valence)


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
        text = by_place.get((record.sentence, record.attribution))
        if text is not None:
            score = TextBlob(text).sentiment
            assert (record.textblob_polarity, record.textblob_subjectivity) == (score.polarity, score.subjectivity)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("The harvest was a splendid success.", "The harvest was a miserable failure."),
        ("Children cheered as the pool opened.", "Children wept as the pool closed."),
        ("Four hostages were freed unharmed.", "Four hostages died in the massacre."),
        ("She serves on the Superior Court.", "She serves a life sentence for murder."),
    ],
)
def test_valence_orders_sentences(better, worse):
    scores = [find_sentiments(Article.from_text(text))[0].valence for text in (better, worse)]
    assert scores[0] > scores[1]


@pytest.mark.parametrize(
    ("valence", "expected"),
    [(-1, "negative"), (-0.126, "negative"), (-0.125, "neutral"), (0, "neutral"), (0.2, "positive")],
)
def test_label_has_a_dead_zone(valence, expected):
    assert label(valence) == expected


def test_targets_keep_the_rows_of_these_actors(article):
    assert set(sentiments(article, targets=["Iceland"]).target) == {"Iceland"}
    assert set(sentiments(article, targets="Iceland").target) == {"Iceland"}
    assert len(sentiments(article, targets=[])) == 0


def test_targets_can_be_words_of_ones_own_choice(article):
    start = article.text.index("toll")
    (row,) = sentiments(article, targets=[(start, start + 4)]).to_dict("records")
    assert (row["target"], row["voice"], row["speaker"]) == ("toll", "speaker", "Ingrid Solberg")
    assert row["label"] == "negative"


@pytest.mark.parametrize("span", [(-3, 2), (5, 5), (10, 4), (0, 10**9), (31, 32)])
def test_offsets_without_a_word_are_an_error_that_helps(article, span):
    with pytest.raises(InputError, match=r"no word of the story.*Offsets count characters"):
        sentiments(article, targets=[span])


def test_an_unknown_target_is_an_error_that_helps(article):
    with pytest.raises(InputError, match=r"no actor 'Iseland'.*Did you mean 'Iceland'"):
        sentiments(article, targets=["Iseland"])


@pytest.mark.parametrize("scorer", [lambda text: -0.5, lambda text: (-0.5, 0.3), lambda text: -1])
def test_another_scorer(article, scorer):
    ours, theirs = sentiments(article), sentiments(article, scorer=scorer)
    assert set(theirs.label) == {"negative"}
    assert list(theirs.columns) == list(ours.columns)
    assert dict(theirs.dtypes) == dict(ours.dtypes)
    assert theirs.textblob_polarity.equals(ours.textblob_polarity)
    assert theirs.valence.lt(0).all()
    assert theirs.p_neg.isna().all()


def test_a_scorer_may_give_probabilities_and_ask_for_the_target(article):
    def scorer(text: str, target: str | None) -> tuple[float, float, float]:
        return (0.1, 0.2, 0.7) if target == "Norway" else (0.0, 1.0, 0.0)

    found = sentiments(article, scorer=scorer)
    assert set(found.label[found.target == "Norway"]) == {"positive"}
    assert set(found.label[found.target != "Norway"]) == {"neutral"}
    assert found.tone[found.target == "Norway"].to_list() == pytest.approx([0.6])


def test_a_scorer_reads_each_passage_once(article):
    read: list[str] = []
    sentiments(article, scorer=lambda text: read.append(text) or 0.0)
    assert len(read) == len(set(read))
    assert {p.text for p in passages(article)} <= set(read)


@pytest.mark.parametrize("score", [2, -1.5, float("nan"), None, "good", (), (0.5, 0.2, 0.1), (0.9, 0.9, -0.8)])
def test_a_scorer_out_of_range_is_an_error(article, score):
    with pytest.raises(InputError, match="scorer"):
        sentiments(article, scorer=lambda text: score)


def test_columns_do_not_depend_on_the_findings(article):
    empty = Article(id="dash", text="—")
    assert dict(sentiments(empty).dtypes) == dict(sentiments(article).dtypes)


def test_ids_are_unique(article):
    records = find_sentiments(article)
    assert len({r.id for r in records}) == len(records)


def test_targets_are_actors_of_the_article(article):
    names = {a.name for a in cast(article).actors}
    assert {r.target for r in find_sentiments(article)} - {None} <= names
