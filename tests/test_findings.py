"""Findings are sentences of correct English, whether there is nothing, one thing or many."""

import pytest

import newslens as nl
from newslens.imprint import about, title
from newslens.markup import count, listing, times


def sentences(text):
    return repr(nl.analyze(nl.Article.from_text(text, id="a", check_language=False)).findings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain fell on the valley.", "The article attributes nothing to anybody: every word is its own."),
        ("Rain fell on the valley.", "Nobody is reported to ask, offer, threaten or refuse anything."),
        ("Rain fell on the valley.", "No mark of uncertainty was found."),
        (
            "The bridge is safe, Ada Brook said.",
            "The article has one source, Ada Brook (named person), in one attribution.",
        ),
        ("The bridge is safe, Ada Brook said.", "No attribution rests on an unnamed source."),
        ("The bridge could fall.", "The article marks uncertainty once, in its own voice."),
        ("The bridge could fall. It might hold.", "The article marks uncertainty twice, twice in its own voice."),
        ("The bridge is a “wreck”.", "No speaker is given for one stretch in quotation marks: “wreck”"),
    ],
)
def test_sentence(text, expected):
    assert expected in sentences(text)


def test_what_somebody_says_of_herself_is_not_the_warmest_word_on_her():
    said = sentences("Mayor Ada Brook said she had been brave, honest and brilliant. The council met on Monday.")
    assert "toward Ada Brook, by Ada Brook" not in said


def test_every_piece_refers_to_findings_that_exist():
    analysis = nl.analyze(
        nl.Article.from_text(
            "The bridge could fall, two officials said on condition of anonymity. “Close it,” Ada Brook demanded. "
            "Mayor Leo Park refused to close the awful bridge. It is a “wreck”.",
            id="bridge",
        )
    )
    referred = [(lens, key) for s in analysis.findings for _, refs in s.pieces for lens, key in refs]
    assert referred
    for lens, key in referred:
        assert key in set(getattr(analysis, lens)["id"])


def test_findings_are_a_list_for_people():
    findings = nl.analyze(nl.Article.from_text("The <b> bridge could fall, Ada Brook said.")).findings
    assert 1 <= len(findings) <= 6
    assert findings._repr_html_().count("<li>") == len(findings)
    assert all(s.text[0].isupper() or s.text[0].isdigit() for s in findings)
    assert all(s.text.endswith((".", "”", "…")) for s in findings)


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "no dogs"), (1, "one dog"), (9, "nine dogs"), (1200, "1,200 dogs")]
)
def test_count(number, expected):
    assert count(number, "dog") == expected


def test_listing_and_times():
    assert [listing(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [times(n) for n in (1, 2, 3, 11)] == ["once", "twice", "three times", "11 times"]


def test_an_article_without_a_headline_is_called_by_its_beginning():
    assert title(nl.Article.from_text("One two three four five six seven eight nine ten.", check_language=False)) == (
        "“One two three four five six seven eight nine …”"
    )
    assert title(nl.Article(id="x", text="", title=None)) == "x"
    assert about(nl.Article(id="x", text="", byline=("A", "B"), outlet="O")) == "A and B · O"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway demanded that the US reopen the border.", "addressed to the United States: “reopen the border”"),
        (
            "Britain and Norway asked the EU to wait.",
            "A request by the United Kingdom and Norway, addressed to the Eur",
        ),
        ("The Philippines said the islands were its own.", "The article has one source, the Philippines (institution)"),
    ],
)
def test_names_take_the_article_that_english_gives_them(text, expected):
    assert expected in sentences(text)


def test_what_was_found_comes_before_what_was_looked_for_in_vain():
    findings = nl.analyze(nl.Article.from_text("The bridge could fall. It is a “wreck”.")).findings
    borne_out = [any(evidence for _, evidence in s.pieces) for s in findings]
    assert borne_out == sorted(borne_out, reverse=True)
    assert borne_out[0]
    assert not borne_out[-1]


def test_an_article_in_which_nobody_speaks_but_somebody_fears():
    said = sentences(
        "Floods killed 26 in the delta. Rain is forecast, and engineers fear a dyke at Long Phu cannot hold."
    )
    assert "Nobody is said to have said anything; there is one attribution of a thought, a wish or a feeling." in said
    assert "unnamed source" not in said
