"""Notes in the margin are short, stand where their finding begins, and leave out what would drown the rest."""

import pytest

import newslens as nl
from newslens.margin import notes


def shown(text):
    return [f"{n.id} {n.words}" for n in notes(nl.analyze(nl.Article.from_text(text, check_language=False)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge is safe, Mayor Ada Brook said.", "a1 named source: Ada Brook, Mayor"),
        ("The bridge could fall, an official said.", "a1 unnamed source: an official"),
        (
            "The bridge could fall, an official said on condition of anonymity because talks continue.",
            "a1 unnamed source: an official; the reason is given",
        ),
        ("Norway demanded that Sweden reopen the border.", "d1 demand by Norway: no answer reported"),
        ("Norway demanded that the US reopen the border. The US refused.", "d1 demand by Norway: rejected"),
        ("Norway demanded that the US reopen the border. The US refused.", "d2 refusal by the United States, to d1"),
        ("The regime closed the border on Monday.", "l1 “regime”, loaded; plainer: government"),
        ("The hall was closed on Monday out of “great and lasting caution.”", "q1 quoted without a speaker"),
    ],
)
def test_note(text, expected):
    assert expected in shown(text)


def test_an_institution_that_acts_is_named_once():
    assert shown("Norway demanded that Sweden reopen the border.") == ["d1 demand by Norway: no answer reported"]


def test_hedges_have_no_note():
    assert shown("The bridge could perhaps fall.") == []


def test_a_source_is_noted_once_in_a_paragraph_and_its_office_once_in_the_article():
    text = (
        "The bridge is safe, Mayor Ada Brook said. “Nobody was hurt,” Brook said.\n\n"
        "“The road is open,” Brook said on Tuesday."
    )
    assert shown(text) == ["a1 named source: Ada Brook, Mayor", "a3 named source: Ada Brook"]


def test_notes_stand_under_their_paragraph_and_lead_to_the_table():
    article = nl.Article.from_text("Rain fell on the valley.\n\nThe bridge <is> safe, Ada Brook said.")
    analysis = nl.analyze(article)
    html = nl.highlight(article, analysis.attributions, notes=notes(analysis)).html
    first, second = html.split('<div class="nl-beside">')[1:]
    assert "nl-notes" not in first
    assert '<a data-to="attributions-a1">a1</a> named source: Ada Brook' in second
    assert "nl-notes" not in nl.highlight(article, analysis.attributions).html.split("</style>")[1]
