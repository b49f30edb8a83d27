"""Texts and files to articles: what they are read as, and what is said of those that cannot be read."""

from __future__ import annotations

import datetime
import itertools
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslens.article import Article, read_article
from newslens.errors import (
    EmptyArticleError,
    InputError,
    LanguageError,
    MissingExtraError,
    NotFoundError,
    NotTextError,
    OptionError,
    TooLongError,
)
from newslens.reading.english import check_english

ARTICLES = Path(__file__).parent / "articles"
SEED = Path(__file__).parent.parent / "seeds" / "2022-01-24-cnn-us-troops-eastern-europe.txt"
FIRST = "The council closed three ferry lines on Monday, a spokeswoman said, after the storm broke two piers."
SECOND = "“We could not wait for a decision,” she said, and promised buses for everyone who has a monthly ticket."


def paragraphs(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in article.paragraphs]


# the article itself


def test_seed() -> None:
    article = read_article(SEED)
    assert article.id == SEED.stem
    assert article.byline == ("Barbara Starr", "Jeremy Herb")
    assert (article.outlet, article.published, article.title) == ("CNN", datetime.date(2022, 1, 24), None)
    assert article.text.encode() == SEED.read_bytes()
    assert len(article.paragraphs) == 7
    assert paragraphs(article)[0].startswith("The Biden administration is in")


def test_text_file_with_headline_byline_dateline_and_credits() -> None:
    article = read_article(ARTICLES / "ferry-strike.txt")
    assert article.title == "Harbor crews walk out over night shifts"
    assert article.byline == ("Ida Quist", "Tom Moss")
    assert (article.outlet, article.published) == ("Harbor News", datetime.date(2021, 3, 2))
    assert len(article.paragraphs) == 4
    assert article.text[slice(*article.aside[2])] == "BERGEN, Norway (AP) — "
    assert "Reporting by" not in paragraphs(article)[-1]


def test_markdown_file() -> None:
    article = read_article(ARTICLES / "library-roof.md")
    assert (article.title, article.byline) == ("Library roof: who pays?", ("Rosa Lindt",))
    assert (article.outlet, article.published) == ("Valley Courier", datetime.date(2020, 11, 9))
    assert paragraphs(article)[0] == "Library roof: who pays?"
    assert paragraphs(article)[2] == "“[The] rain does not wait for a budget,” Mayor Anton Reyes wrote."
    assert paragraphs(article)[3:] == ["The state declined to comment.", "A decision is expected in May."]
    assert article.text.encode() == (ARTICLES / "library-roof.md").read_bytes()


def test_web_page() -> None:
    pytest.importorskip("trafilatura")
    article = read_article(ARTICLES / "museum-loan.html")
    assert (article.title, article.byline) == ("Museum asks for its statue back", ("Lena Okoro",))
    assert (article.outlet, article.published) == ("Coast Tribune", datetime.date(2019, 6, 14))
    assert article.url == "https://example.org/museum-loan"
    assert [p.split()[0] for p in paragraphs(article)] == ["Museum", "The", "“It", "The", "Visitors"]
    assert "Log in" not in article.text
    assert "tracking" not in article.text


def test_a_page_is_told_by_what_it_holds(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    page = tmp_path / "saved.txt"
    page.write_bytes((ARTICLES / "museum-loan.html").read_bytes())
    assert read_article(page).outlet == "Coast Tribune"


def test_ids() -> None:
    assert Article.from_text(FIRST).id == Article.from_text(FIRST).id
    assert len(Article.from_text(FIRST).id) == 12
    assert Article.from_text(FIRST, id="a").id == "a"
    assert read_article(SEED, id="seed").id == "seed"


def test_what_is_given_wins() -> None:
    article = Article.from_text(
        f"By Ann Lee, Harbor News\n\n{FIRST}", byline="Tom Moss", outlet="Bay News", published="2021-03-03", url="x"
    )
    assert (article.byline, article.outlet, article.url) == (("Tom Moss",), "Bay News", "x")
    assert article.published == datetime.date(2021, 3, 3)
    later = Article.from_text(FIRST, byline=["Ann Lee", "Tom Moss"], published=datetime.datetime(2021, 3, 4, 12))
    assert (later.byline, later.published) == (("Ann Lee", "Tom Moss"), datetime.date(2021, 3, 4))
    with pytest.raises(OptionError, match="'March', which is no date"):
        Article.from_text(FIRST, published="March")


def test_articles_are_values() -> None:
    article = Article.from_text(FIRST)
    assert article == Article.from_text(FIRST)
    assert hash(article) == hash(Article.from_text(FIRST))
    with pytest.raises(AttributeError):
        article.text = ""  # type: ignore[misc]


# paragraphs


@pytest.mark.parametrize(
    "between",
    ["\n\n", "\r\n\r\n", "\r\r", "\n", "\r\n", "\r", "\n \t\n", "\n\n\n\n", "\n* * *\n", "\n\u200b\n", "\u2029"],
)
def test_paragraphs_whatever_parts_them(between: str) -> None:
    article = Article.from_text(FIRST + between + SECOND + between)
    assert paragraphs(article) == [FIRST, SECOND]
    assert article.text == FIRST + between + SECOND + between


def test_lines_broken_to_fit_a_page_are_one_paragraph() -> None:
    wrapped = FIRST.replace("Monday, ", "Monday,\n").replace("storm ", "storm\n")
    assert paragraphs(Article.from_text(f"{wrapped}\n\n{wrapped}")) == [wrapped, wrapped]


def test_a_headline_above_its_story_is_a_paragraph() -> None:
    assert paragraphs(Article.from_text(f"Council closes ferries\n{FIRST}")) == ["Council closes ferries", FIRST]


def test_header_right_above_the_story() -> None:
    assert paragraphs(Article.from_text(f"By Ann Lee\n{FIRST}\n{SECOND}")) == [FIRST, SECOND]


def test_only_a_headline() -> None:
    article = Article.from_text("Council closes ferries, says spokeswoman")
    assert article.title is None
    assert paragraphs(article) == [article.text]


PIECES = [
    *(
        "By Ann Lee",
        "March 3, 2021",
        FIRST,
        SECOND,
        "KYIV (AP) — We left.",
        "# Head",
        "- item *one*",
        "---",
        "title: x",
    ),
    *(
        "> a [b](c)",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "*",
        "“",
        "\u200b",
        "7",
        "_x_",
        "\\*",
        "(Reporting by Ann Lee)",
    ),
]
PROSE = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(st.one_of(PROSE, st.text(max_size=200)), st.booleans())
@settings(max_examples=300, deadline=None)
def test_every_word_is_in_one_paragraph_or_aside(text: str, markdown: bool) -> None:
    try:
        article = Article.from_text(text, markdown=markdown)
    except InputError:
        return
    assert article.text == text
    assert list(article.aside) == sorted(article.aside)
    for spans in (article.paragraphs, article.aside):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert all(p == p.strip() for p in paragraphs(article))
    inside = {i for start, end in (*article.paragraphs, *article.aside) for i in range(start, end)}
    assert all(i in inside for i, char in enumerate(text) if char.isalnum())


# encodings

NAMES = (
    "“It is late,” said Zoë Brontë of the Café Müller in São Paulo – the owner’s résumé is naïve. The façade cost £5 "
    "more than the señor expected, she told the council on Monday, and the rest was to follow in the spring."
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(NAMES.encode(encoding))
    assert read_article(path).text == NAMES


def test_latin_1(tmp_path: Path) -> None:
    text = 'The mayor of Orléans said the fête was "très bien" for the café owners. He had been there at noon.\r\n'
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("latin-1"))
    assert read_article(path).text == text


def test_one_broken_byte_does_not_spoil_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(NAMES.encode()[:-1] + b"\xe2\x80")
    assert read_article(path).text.startswith(NAMES[:-1])


# wrong input


def test_missing_file_names_the_near_one() -> None:
    with pytest.raises(NotFoundError, match=r"no file .*ferry-strke.txt.* Did you mean .*ferry-strike\.txt"):
        read_article(ARTICLES / "ferry-strke.txt")
    with pytest.raises(NotFoundError, match=r"Did you mean .*library-roof\.md"):
        read_article(ARTICLES / "library-roof.txt")
    with pytest.raises(FileNotFoundError, match="no folder"):
        read_article(ARTICLES / "nowhere" / "a.txt")


def test_folder() -> None:
    with pytest.raises(NotTextError, match="is a folder"):
        read_article(ARTICLES)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a PNG image"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "a JPEG image"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "damaged or unusual PDF"),
        (b"PK\x03\x04" + bytes(30), "a ZIP archive"),
        (b"{\\rtf1 The ferry was la", "is cut off"),
        (b"The ferry\x00was late.", "holds bytes that no text has"),
        (bytes(range(1, 32)) * 20, "holds bytes that no text has"),
    ],
)
def test_not_text(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(NotTextError, match=what):
        read_article(path)


@pytest.mark.parametrize(
    "text", ["", " \n\t\r\n", "By Ann Lee, Harbor News\nMarch 3, 2021\n", "* * *", "---\ntitle: x\n---\n"]
)
def test_nothing_to_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "empty.md"
    path.write_text(text)
    with pytest.raises(EmptyArticleError, match="no story in 'empty'"):
        read_article(path)
    with pytest.raises(EmptyArticleError):
        Article.from_text(text)


def test_too_long(tmp_path: Path) -> None:
    path = tmp_path / "all.txt"
    path.write_bytes(b"The ferry was late. " * 1_000_000)
    with pytest.raises(TooLongError, match=r"'all.txt' has 20,000,000 bytes.*Split"):
        read_article(path)
    with pytest.raises(TooLongError, match="1,000,001 characters"):
        Article.from_text("a" * 1_000_001)


def test_no_string_and_half_a_character() -> None:
    with pytest.raises(NotTextError, match="read_article"):
        Article.from_text(SEED)  # type: ignore[arg-type]
    with pytest.raises(NotTextError, match="half a character"):
        Article.from_text(f"{FIRST} \ud83d")


def test_page_without_trafilatura(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    with pytest.raises(MissingExtraError, match=r"pip install '\.\[html\]'"):
        read_article(ARTICLES / "museum-loan.html")


def test_page_without_a_story(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    path = tmp_path / "a.html"
    path.write_text("<html><head><title>x</title></head><body><script>go()</script></body></html>")
    with pytest.raises(EmptyArticleError, match="web page"):
        read_article(path)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "German",
            "Der Rat der Stadt hat am Montag drei Linien der Fähre eingestellt, sagte eine Sprecherin, weil der "
            "Sturm zwei Stege zerstört hat. Sie sollen bis Mai repariert werden, und bis dahin fahren Busse.",
        ),
        (
            "French",
            "Le conseil de la ville a fermé lundi trois lignes de ferry, a dit une porte-parole, parce que la "
            "tempête avait détruit deux jetées. Les travaux dureront jusqu'en mai et des bus sont prévus.",
        ),
        (
            "Spanish",
            "El consejo de la ciudad cerró el lunes tres líneas de transbordador, dijo una portavoz, porque la "
            "tormenta destruyó dos muelles. Las obras durarán hasta mayo y habrá autobuses para los viajeros.",
        ),
        ("script|Russian", "Городской совет закрыл в понедельник три паромные линии, заявила пресс-секретарь."),
        ("script|Chinese", "市议会周一关闭了三条渡轮航线，发言人说，因为暴风雨摧毁了两个码头。"),
        (
            "no English|Finnish",
            "Kaupunginvaltuusto sulki maanantaina kolme lauttalinjaa, tiedottaja sanoi. Myrsky rikkoi kaksi "
            "laituria, ja korjaukset kestävät toukokuuhun asti. " * 4,
        ),
    ],
)
def test_not_english(language: str, text: str) -> None:
    with pytest.raises(LanguageError, match=language):
        Article.from_text(text)
    assert Article.from_text(text, check_language=False).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Ferry strike: Harbor crews vote today",
        "Norway Denmark ferry deal",
        "“Vive la République!” shouted Jean-Luc Picot of the Parti de la Mer, then he left.",
        "He said: “Ich bin ein Berliner.” It was the line that everyone had been waiting for, and they cheered.",
        "FULL TIME RESULTS Harbor 2 Valley 1; Coast 0 Bay 0; Hill 3 Dale 3; North 1 South 2; Lake 2 Fjord 2.",
        "La Paz, Santa Cruz, El Alto, Los Andes: the mayors of these towns want more money from the state, and say so.",
        "Der Spiegel reported on Tuesday that the minister and her deputy knew of it. Die Zeit had said so in May.",
    ],
)
def test_english_it_is(text: str) -> None:
    check_english(text, "a")


# time


@pytest.mark.parametrize(
    "unit", [f"{FIRST} ", f"{FIRST}\n\n", "[a](", "*a ", "<!--", "\r", "By Ann, ", "- *x* [y](z)\n", "KYIV, Jan ", "> "]
)
def test_a_million_characters_are_read_in_seconds(unit: str) -> None:
    text = unit * (990_000 // len(unit)) + "The end of it."
    began = time.process_time()
    Article.from_text(text, markdown=True, check_language=False)
    assert time.process_time() - began < 10
