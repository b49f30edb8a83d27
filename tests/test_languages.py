"""Texts in other languages: named, by the small words or by the library; English with few small words passes."""

from __future__ import annotations

import pytest

from newslens.article import Article
from newslens.errors import LanguageError
from newslens.reading import languages

pytest.importorskip("py3langid")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("Finnish", "Kaupunginvaltuusto sulki maanantaina kolme lauttalinjaa, koska myrsky rikkoi kaksi laituria. "),
        (
            "Turkish",
            "Belediye meclisi, fırtınanın iki iskeleyi yıkması üzerine pazartesi günü üç vapur hattını kapattı. ",
        ),
        (
            "Romanian",
            "Consiliul orașului a închis luni trei linii de feribot, după ce furtuna a distrus două debarcadere. ",
        ),
        ("Czech", "Městská rada v pondělí uzavřela tři přívozní linky, protože bouře poničila dvě přístaviště. "),
        (
            "Afrikaans",
            "Die stadsraad het Maandag drie veerbootroetes gesluit omdat die storm twee piere vernietig het. ",
        ),
        (
            "Swahili",
            "Baraza la jiji lilifunga njia tatu za feri siku ya Jumatatu baada ya dhoruba kuharibu gati mbili. ",
        ),
        ("Russian", "Городской совет закрыл в понедельник три паромные линии, заявила пресс-секретарь. "),
        ("Chinese", "市议会周一关闭了三条渡轮航线，发言人说，因为暴风雨摧毁了两个码头。"),
        ("Arabic", "أغلق مجلس المدينة يوم الاثنين ثلاثة خطوط للعبارات بعد أن دمرت العاصفة رصيفين. "),
    ],
)
def test_languages_are_named(language: str, text: str) -> None:
    with pytest.raises(LanguageError, match=f"reads like {language}"):
        Article.from_text(text * 2)


@pytest.mark.parametrize(
    "text",
    [
        "Storm wrecks pier; two held.",
        "Quarterfinals: Alcaraz beat Sinner 6-4 6-3; Swiatek beat Rybakina 7-5 6-2; Gauff beat Sabalenka 6-3 6-4.",
        "Kyiv, Moscow, Washington, Brussels, Berlin, Paris, London: sanctions, gas, grain, tanks. " * 4,
        "“Schadenfreude,” wrote Der Spiegel. “C'est la vie,” replied Le Monde, said the ambassador. “Basta!”",
        "The mayor of São Paulo told Folha de S.Paulo that he would meet Luiz Inácio Lula da Silva in Brasília.",
    ],
)
def test_english_passes(text: str) -> None:
    assert Article.from_text(text).text == text


def test_what_the_source_says_counts_where_the_words_leave_a_doubt() -> None:
    assert Article.from_text("The ferry sank, police said, and the crew of it is safe.", language="de").language == "de"
    with pytest.raises(LanguageError, match=r"German.*so its source says"):
        Article.from_text("Hafen zu!", language="de")
    assert Article.from_text("Harbor shut!", language="en-GB").language == "en-GB"


@pytest.mark.parametrize(
    ("said", "code"),
    [("English", "en"), ("en-US", "en"), ("ENG", "en"), ("Norwegian", "no"), ("de_DE", "de"), ("?", None), ("", None)],
)
def test_names_and_codes(said: str, code: str | None) -> None:
    assert languages.named(said) == code


def test_nothing_to_tell() -> None:
    assert languages.identify("123 …") is None
