"""A name inside a sentence has the article that English gives it."""

import pytest

import newslens as nl
from newslens import lexicons
from newslens.phrasing import TAKES_ARTICLE, inside


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("United States", "Nothing happened.", "the United States"),
        ("Netherlands", "Nothing happened.", "the Netherlands"),
        ("European Union", "Nothing happened.", "the European Union"),
        ("Norway", "The Norway of today is rich.", "Norway"),
        ("A spokesman", "Nothing happened.", "a spokesman"),
        ("His mother", "Nothing happened.", "his mother"),
        ("The Hague", "Nothing happened.", "The Hague"),
        ("European Commission", "Norway asked the European Commission to wait.", "the European Commission"),
        ("Analysts at the bank", "Analysts at the bank said prices would fall.", "analysts at the bank"),
        ("Regulator", "Regulator orders Corvel to stop.", "the regulator"),
        ("president of the union", "Lena Moe, president of the union, spoke.", "the president of the union"),
        ("Police", "Police said two were held.", "police"),
        ("She", "She said it was over.", "somebody (“she”)"),
        ("Northern Rail", "Northern Rail said trains would run.", "Northern Rail"),
        ("Reuters", "The minister told Reuters on Monday that talks failed.", "Reuters"),
        ("NATO", "The NATO chief met reporters. NATO said it would wait.", "NATO"),
        ("Mara Lind", "The Mara Lind of old would have laughed, friends said.", "Mara Lind"),
    ],
)
def test_inside(name, text, expected):
    assert inside(name, nl.Article.from_text(text, check_language=False)) == expected


def test_the_list_is_of_names_as_newslens_has_them():
    assert {row["name"] for row in lexicons.rows("countries")} >= TAKES_ARTICLE
