"""What the trained reader says of acts that no rule has to know."""

import pytest

from newslens import analysis, language
from newslens.acts.reader import readings
from newslens.article import Article
from newslens.demands import find_demands


def read(text):
    return Article.from_text(text, id="test", check_language=False)


def said(parsed, runs):
    return [parsed.text(*run) for run in runs]


def test_who_asks_what_of_whom():
    article = read("On Monday the dockers' union asked the port of Brell to reopen the north gate.")
    parsed = language.parse(article)
    (act,) = readings(article).acts
    assert (act.act, act.realis) == ("request", "actual")
    assert [parsed.words[k] for k in act.cue] == ["asked"]
    assert said(parsed, act.demander) == ["the dockers' union"]
    assert said(parsed, act.addressee) == ["the port of Brell"]
    assert said(parsed, act.content) == ["reopen the north gate"]
    assert act.probability > 0.9


def test_what_answers_what():
    article = read("The dockers' union asked the port to reopen the north gate. The port turned the request down.")
    found = {act.act: act for act in readings(article).acts if act.probability > 0.9}
    asked, refused = found["request"], found["refusal"]
    assert refused.answers[asked.cue[0]] > 0.5
    assert readings(article).at(asked.cue) == asked.probability
    assert readings(article).at([]) == 0


@pytest.mark.parametrize("text", ["Rain fell on Brell all day. The river rose by a foot.", "Results: 12 14 17"])
def test_plain_news_has_none(text):
    assert readings(read(text)).acts == ()


def test_a_token_for_every_one_of_the_parse():
    article = read("“Reopen the gate,” the union told the port.\n\nIt did.")
    assert len(readings(article).shows) == len(language.parse(article))
    assert all(0 <= p <= 1 for p in readings(article).shows)


def test_long_texts_are_read_in_windows():
    passage = "The union asked the port to reopen the gate. The port rejected the request. "
    filler = "The tide was low, and gulls stood on the wall of the old customs house until the evening. " * 12
    article = read("\n\n".join([passage + filler] * 6))
    parsed = language.parse(article)
    asked = [act for act in readings(article).acts if act.act == "request" and act.probability > 0.5]
    assert {parsed.paragraph(act.cue[0]) for act in asked} == set(range(6))


def test_acts_without_a_cue_of_the_lexicon():
    asked, refused = find_demands(read("The council wanted the ferry scrapped. Its owners were having none of it."))
    assert (asked.act, asked.demander, asked.status) == ("request", "The council", "rejected")
    assert (refused.act, refused.demander, refused.addressees) == ("refusal", "Its owners", "The council")
    assert refused.cue == "were having none of"


def test_an_addressee_that_no_rule_knows():
    *_, threat = find_demands(read("Hackers gave the clinic ten days to pay, threatening to publish its files."))
    assert (threat.act, threat.addressees) == ("threat", "the clinic")


def test_findings_stay_within_the_text():
    article = read("No deal without the dam, the envoy said. “Then there is no deal,” Oslo shot back.")
    for lens in ("demands", "demand_items", "responses"):
        for record in analysis.records(article, lens):
            assert article.text[record.start : record.end] == record.text
