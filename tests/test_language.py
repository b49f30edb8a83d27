"""One parse per article; every token knows where it stands in the article's own text."""

import pytest

from newslens import Article
from newslens.errors import ModelError
from newslens.language import model_path, parse


def test_tokens_stand_where_they_say() -> None:
    article = Article.from_text("KYIV — The  dam\nholds, said Quist.\r\n\r\nIt is\u200b new.", check_language=False)
    tokens = parse(article)
    assert [article.text[s:e].replace("\u200b", "") for s, e in zip(tokens.starts, tokens.ends, strict=True)] == list(
        tokens.words
    )


def test_header_lines_are_not_parsed() -> None:
    article = Article.from_text("By Ada Quist | The Calder Courier\n\nThe dam holds.\n")
    assert parse(article).words == ("The", "dam", "holds", ".")


def test_sentences_do_not_cross_paragraphs() -> None:
    tokens = parse(Article.from_text("The dam holds\n\nThe rain stopped", check_language=False))
    assert len(tokens.paragraphs) == 2
    assert [tokens.text(*s) for s in tokens.sentences] == ["The dam holds", "The rain stopped"]


def test_a_paragraph_longer_than_the_parser_takes_at_once() -> None:
    sentence = "The dam held through the night and the rain went on. "
    article = Article.from_text(sentence * 300)
    tokens = parse(article)
    assert len(tokens.paragraphs) == 1
    assert len(tokens.sentences) == 300


def test_one_word_without_end() -> None:
    article = Article.from_text("a" * 20_000, check_language=False)
    assert parse(article).starts[0] == 0


def test_offsets_to_tokens_and_back() -> None:
    tokens = parse(Article.from_text("The dam holds, said Quist."))
    start = tokens.article.text.index("dam holds")
    assert tokens.text(*tokens.tokens(start, start + len("dam holds"))) == "dam holds"


def test_parsed_once() -> None:
    article = Article.from_text("The dam holds.")
    assert parse(article) is parse(article)


def test_a_wrong_model_folder_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLENS_MODEL", "nowhere")
    with pytest.raises(ModelError, match="no spaCy pipeline folder"):
        model_path()
