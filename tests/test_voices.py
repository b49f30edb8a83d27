"""Passages: whose words are whose, in sentences that quote, interrupt, relay and only attribute."""

from __future__ import annotations

import sys

import pytest

from newslens import Article
from newslens.sourcing import Attribution
from newslens.tables import Part
from newslens.voices import holders, passages


def said(
    article: Article, ident: str, source: str, cue: str, *content: str, relayed_by: str | None = None
) -> Attribution:
    """An attribution as its words: each piece is looked up in the article's text."""

    def part(role: str, words: str) -> Part:
        start = article.text.index(words)
        return Part(role, start, start + len(words))

    parts = (part("source", source), part("cue", cue), *(part("content", words) for words in content))
    return Attribution(
        article=article.id,
        id=ident,
        start=min(p.start for p in parts),
        end=max(p.end for p in parts),
        text="",
        parts=parts,
        source=source,
        cue=cue,
        content=" ".join(content),
        cue_class="speech",
        confidence=1.0,
        form="indirect",
        actor=source,
        source_kind="named_person",
        relayed_by=relayed_by,
    )


@pytest.fixture
def attribute(monkeypatch):
    """Puts attributions of the test's own making in place of what sourcing would find."""

    def put(article: Article, *records: Attribution) -> None:
        monkeypatch.setattr(sys.modules["newslens.voices"], "find_reports", lambda _: records)
        holders.cache_clear()
        passages.cache_clear()

    yield put
    holders.cache_clear()
    passages.cache_clear()


def cut(article: Article) -> list[tuple[str | None, str]]:
    return [(p.speaker, p.text) for p in passages(article)]


def test_without_attribution_the_sentence_is_the_authors(attribute):
    article = Article.from_text("The mayor opened the pool. Children cheered.")
    attribute(article)
    assert cut(article) == [(None, "The mayor opened the pool"), (None, "Children cheered")]


def test_a_cue_phrase_is_no_passage(attribute):
    article = Article.from_text("The pool is a disgrace, Ada Lund said on Monday.")
    attribute(article, said(article, "a1", "Ada Lund", "said", "The pool is a disgrace"))
    assert cut(article) == [("Ada Lund", "The pool is a disgrace")]


def test_what_the_author_adds_is_the_authors(attribute):
    article = Article.from_text("The pool is a disgrace, Ada Lund said after storming out of the council meeting.")
    attribute(article, said(article, "a1", "Ada Lund", "said", "The pool is a disgrace"))
    assert cut(article) == [
        ("Ada Lund", "The pool is a disgrace"),
        (None, "Ada Lund said after storming out of the council meeting"),
    ]


def test_an_interrupted_quotation_is_one_passage(attribute):
    article = Article.from_text("“The pool,” Ada Lund said, “is a disgrace.”")
    attribute(article, said(article, "a1", "Ada Lund", "said", "“The pool,”", "“is a disgrace.”"))
    (passage,) = passages(article)
    assert (passage.speaker, passage.text, len(passage.runs)) == ("Ada Lund", "The pool is a disgrace", 2)


def test_the_innermost_speaker_holds_the_words(attribute):
    article = Article.from_text("The paper reported the pool was sold, according to two clerks.")
    attribute(
        article,
        said(article, "a1", "The paper", "reported", "the pool was sold, according to two clerks"),
        said(article, "a2", "two clerks", "according to", "the pool was sold", relayed_by="a1"),
    )
    assert cut(article) == [("two clerks", "the pool was sold")]


def test_of_two_with_the_same_words_the_relayed_one_holds_them(attribute):
    article = Article.from_text("The paper reported the pool was sold, according to two clerks.")
    attribute(
        article,
        said(article, "a2", "two clerks", "according to", "the pool was sold", relayed_by="a1"),
        said(article, "a1", "The paper", "reported", "the pool was sold"),
    )
    assert cut(article) == [("two clerks", "the pool was sold")]


def test_ties_between_voices_belong_to_neither(attribute):
    article = Article.from_text("The sale comes amid angry warnings that the pool could close.")
    attribute(article, said(article, "a1", "angry", "warnings", "the pool could close"))
    assert cut(article) == [(None, "The sale comes amid angry warnings"), ("angry", "the pool could close")]


def test_a_quotation_mark_keeps_its_partner(attribute):
    article = Article.from_text("The guards left out of “an abundance of caution.”")
    attribute(article)
    assert cut(article) == [(None, "The guards left out of “an abundance of caution.”")]


@pytest.mark.parametrize(
    "text", ["“Go.", "— — —", "“” “”", "Said he, she said, they said.", "A headline without a stop", "1. 2. 3."]
)
def test_odd_prose_gives_passages_of_its_own_words(text):
    article = Article(id="odd", text=text)
    for passage in passages(article):
        assert all(i < j for i, j in passage.runs)
        assert passage.text
