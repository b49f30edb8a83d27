"""Pictures are drawn from tables, say in words what they show, and are the same bytes each time."""

import sys

import pandas as pd
import pytest

import newslens as nl
from newslens.errors import OptionError

PNG = b"\x89PNG\r\n\x1a\n"


def profile(**words):
    total = sum(words.values())
    return pd.DataFrame(
        {"kind": list(words), "words": list(words.values()), "share": [w / total for w in words.values()]}
    )


def ledger(*rows):
    return pd.DataFrame(rows, columns=["act", "demander", "addressees", "content", "status"])


def acts(*rows, **columns):
    table = ledger(*rows)
    table["id"] = [f"d{n}" for n in range(1, len(table) + 1)]
    more = dict.fromkeys(["responds_to", "said_when", "said_on", "said_until"], pd.Series([None] * len(table)))
    return table.assign(**(more | columns))


VOICES = pd.DataFrame(
    {
        "voice": ["author", "speaker"],
        "speaker": [None, "Ada $x_1$ Brook"],
        "passages": [4, 1],
        "mean": [0.05, -0.2],
        "low": [-0.1, None],
        "high": [0.2, None],
    }
)
SHARES = pd.DataFrame(
    {
        "outlet": ["The $Ledger$", "The $Ledger$", None, "The $Ledger$"],
        "month": ["2023-12", "2022-11", "2022-12", None],
        "share": [0.25, 0.5, 1.0, 0.1],
        "low": [0.1, 0.2, 0.5, 0.0],
        "high": [0.6, 0.8, 1.0, 0.2],
    }
).astype({"outlet": "string", "month": "string"})
PICTURES = {
    "over time": (
        lambda: nl.charts.over_time(SHARES, what="Unnamed"),
        "Unnamed by month: The $Ledger$ 50% in 2022-11, 25% in 2023-12; no outlet 100% in 2022-12.",
    ),
    "kinds": (
        lambda: nl.charts.kinds(profile(named_person=12, unnamed=36)),
        "unnamed 36 (75%), named person 12 (25%).",
    ),
    "speakers": (
        lambda: nl.charts.speakers(pd.DataFrame({"name": ["B", "A"], "kind": ["media", "public"], "words": [3, 9]})),
        "Words per source: A (public) 9, B (media) 3.",
    ),
    "tone": (
        lambda: nl.charts.tone(VOICES),
        "the article itself +0.05 (four passages, 95% interval −0.10 to +0.20), Ada $x_1$ Brook −0.20 (one passage).",
    ),
    "demands": (
        lambda: nl.charts.demands(ledger(("demand", "Norway", "Sweden", "open the border", "rejected"))),
        "Who wants what: Norway → Sweden, demand: open the border (rejected).",
    ),
    "network": (
        lambda: nl.charts.network(acts(("demand", "Norway", "Sweden", "open it", None))),
        "Who acts toward whom: Norway → Sweden: demands (d1).",
    ),
    "timeline": (
        lambda: nl.charts.timeline(acts(("threat", "Norway", None, "close it", None))),
        "What was said when: undated: Norway, threat: close it.",
    ),
    "hedges": (
        lambda: nl.charts.hedges(pd.DataFrame({"kind": ["modal", "modal"], "voice": ["author", "speaker"]})),
        "Hedges by kind: modal 2 (1 in the article’s own voice).",
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_what_it_shows(name):
    draw, words = PICTURES[name]
    picture = draw()
    assert picture.alt.endswith(words)
    assert repr(picture) == picture.alt
    png, metadata = picture._repr_png_()
    assert png.startswith(PNG)
    assert metadata["alt"] == picture.alt
    assert draw().png == png


def test_nothing_to_draw_is_said():
    article = nl.Article.from_text("Rain fell on the valley.")
    empty = [
        nl.charts.kinds(nl.sourcing_profile(article)),
        nl.charts.speakers(nl.sources(article)),
        nl.charts.tone(nl.tone_by_voice(article)[:0]),
        nl.charts.demands(nl.demands(article)),
        nl.charts.network(nl.demands(article)),
        nl.charts.timeline(nl.demands(article)),
        nl.charts.hedges(nl.hedges(article)),
    ]
    assert [p.alt for p in empty] == [
        "The article attributes no words to a source.",
        "The article attributes no words to a source.",
        "The article has no passage to score.",
        *["The article reports no demand, offer, threat or answer."] * 3,
        "The article has no marks of uncertainty.",
    ]
    assert all(p.png.startswith(PNG) for p in empty)


def test_names_cannot_break_the_drawing():
    rows = ledger(
        ("demand", "A $\\frac{1$ & co.", None, "x" * 400, None), ("threat", None, "B", None, "some_new_status")
    )
    assert nl.charts.demands(rows).png.startswith(PNG)


def test_what_is_too_much_to_draw_is_counted():
    many = pd.DataFrame({"name": [f"S{n:02}" for n in range(20)], "kind": "media", "words": 5})
    assert nl.charts.speakers(many).alt.endswith("and six more sources with 30 words.")


def test_a_table_without_the_columns():
    with pytest.raises(OptionError, match="missing: words"):
        nl.charts.speakers(pd.DataFrame({"name": ["A"], "kind": ["media"]}))


def test_shares_without_dates_and_several_in_a_month():
    assert nl.charts.over_time(SHARES[3:]).alt == "No article has a date."
    with pytest.raises(OptionError, match="'The \\$Ledger\\$' has several"):
        nl.charts.over_time(pd.concat([SHARES, SHARES[:1]]))


def test_shares_of_one_outlet_or_many():
    for number in (1, 4):
        many = pd.concat([SHARES[:2].assign(outlet=f"Paper {n}") for n in range(number)])
        picture = nl.charts.over_time(many)
        assert picture.alt.count("Paper") == len(picture.figure.axes) == number
        assert picture.png.startswith(PNG)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_save(tmp_path, ending):
    path = nl.charts.kinds(profile(media=3)).save(tmp_path / f"x.{ending}")
    assert path.stat().st_size > 1000


def test_save_names_the_endings(tmp_path):
    with pytest.raises(OptionError, match="Known endings"):
        nl.charts.kinds(profile(media=3)).save(tmp_path / "x.docx")


def test_pyplot_is_never_touched():
    nl.charts.kinds(profile(media=3))
    assert "matplotlib.pyplot" not in sys.modules or "pyplot" not in vars(nl.charts)
