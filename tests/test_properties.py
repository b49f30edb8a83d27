"""What must hold for any text: evidence is the article's own words, tables keep their shape, twice is the same."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import newslens as nl
from newslens.article import Article

LENSES = (
    "attributions",
    "quotations",
    "sources",
    "sentiments",
    "drivers",
    "demands",
    "demand_items",
    "demand_addressees",
    "responses",
    "concessions",
    "hedges",
    "actors",
)

#: the stuff of news in any order, with marks that do not pair and characters that do not belong
PIECES = st.sampled_from(
    [
        *"“”\"‘’'«»…()[]*#é🙂",
        *("``", "''", ", ", ". ", ": ", " — ", "<b>", "&amp;", "1,000", "$40", "你好"),
        *("\n\n", "\n", "\r\n", " ", "  ", "\u200b", "\u202e", "\x00", "\ud7ff"),
        *("Mayor Ada Quist", "Quist", "she", "they", "Moscow", "the Kremlin", "officials", "the company", "a report"),
        *(" said ", " says", " told reporters ", " according to ", " demanded that ", " refused to ", " offered "),
        *(" must ", "would not", "could", "possibly", "if necessary", "only if", "or face", "because", "who"),
        *("the fees are fair", "close the dam", "these demands", "a non-starter", "by Friday", "in a statement"),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, min_size=1, max_size=40).map("".join),
    st.text(alphabet=string.printable + "“”‘’—…é", min_size=1, max_size=200),
).filter(lambda text: text.strip() != "")


def read(text: str) -> Article:
    return Article(id="x", text=text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text(text: str) -> None:
    article = read(text)
    for name in LENSES:
        table = getattr(nl, name)(article)
        assert list(table.columns[:5]) == ["article", "id", "start", "end", "text"]
        assert all(text[s:e] == t for s, e, t in zip(table["start"], table["end"], table["text"], strict=True))
        assert table["id"].is_unique
    evidence = nl.evidence(article)
    assert all(text[s:e] == t for s, e, t in zip(evidence["start"], evidence["end"], evidence["text"], strict=True))
    assert (evidence["start"] < evidence["end"]).all()


@pytest.mark.parametrize(
    "text",
    [  # found by benchmarks/fuzz.py, or in news
        "He\u202e demanding without politicians.",
        "14 per a with steepest drop in physics, \u200d to figures published on Tuesday. Schools should brace gaps in "
        "the timetable, said Morag Elphinstone, who studies the—“ labour at Kelvinside College.",
        "“They re - elect, - and re- enact the law,” Quist said.",
        "Hugo Lambert said riders could' only if the team cut its ties to the army.",
    ],
)
def test_texts_that_once_broke_it(text: str) -> None:
    for name in LENSES:
        table = getattr(nl, name)(read(text))
        assert all(text[s:e] == t for s, e, t in zip(table["start"], table["end"], table["text"], strict=True))
    evidence = nl.evidence(read(text))
    assert (evidence["start"] < evidence["end"]).all()


def test_twice_is_the_same() -> None:
    text = "“We leave,” Quist said. Moscow demanded that Norway close the dam. Norway refused."
    for name in LENSES:
        one, two = getattr(nl, name)(read(text)), getattr(nl, name)(Article(id="x", text=text, title="other"))
        assert one.equals(two)
