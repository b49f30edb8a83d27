"""The network and the timeline: what they say, and that no words in them cover others."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

import newslens as nl
from newslens.diagrams import LOOKS, VERBS
from newslens.ledger import GROUP

NAMES = ["Russia", "United States", "NATO", "Ukraine", "European Union", "Organization for Security", "Germany", "Mali"]


def table(rows: list[tuple[str, str | None, str | None]], **columns: object) -> pd.DataFrame:
    out = pd.DataFrame(rows, columns=["act", "demander", "addressees"])
    out["id"] = [f"d{n}" for n in range(1, len(out) + 1)]
    out = out.assign(responds_to=None, content="withdraw all troops from the border", said_when=None)
    return out.assign(said_on=pd.NaT, said_until=pd.NaT).assign(**columns)


def many(names: list[str], every: int) -> pd.DataFrame:
    pairs = [pair for n, pair in enumerate(itertools.permutations(names, 2)) if n % every == 0]
    return table([(act, *pair) for act, pair in zip(itertools.cycle(GROUP), pairs)])


def boxes(picture: nl.charts.Picture) -> dict[str, tuple[float, float, float, float]]:
    """Words in a picture → where they stand, in dots."""
    renderer = picture.figure.canvas.get_renderer()
    picture.figure.draw(renderer)
    texts = [text for text in picture.figure.axes[0].texts if text.get_text()]
    return {f"{n} {text.get_text()}": text.get_window_extent(renderer).extents for n, text in enumerate(texts)}


def covered(picture: nl.charts.Picture) -> list[tuple[str, str]]:
    places = boxes(picture)
    out = []
    for (a, x), (b, y) in itertools.combinations(places.items(), 2):
        if min(x[2], y[2]) - max(x[0], y[0]) > 1 and min(x[3], y[3]) - max(x[1], y[1]) > 1:
            out.append((a, b))
    return out


NETWORKS = {
    "two": table([("demand", "Norway", "Sweden"), ("threat", "Norway", "Sweden"), ("refusal", "Sweden", "Norway")]),
    "three": many(NAMES[:3], 1),
    "four": many(NAMES[:4], 2),
    "six": many(NAMES[:6], 3),
    "eight": many(NAMES, 4),
    "nobody": table([("promise", "Norway", None), ("demand", None, "Sweden"), ("appeal", "Mali", "Norway")]),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_no_words_cover_others_in_a_network(name: str) -> None:
    picture = nl.charts.network(NETWORKS[name])
    assert covered(picture) == []
    width, height = picture.figure.get_size_inches() * picture.figure.dpi
    for left, low, right, high in boxes(picture).values():
        assert 0 <= left < right <= width
        assert 0 <= low < high <= height


def test_the_network_of_an_article() -> None:
    article = nl.Article.from_text("Norway demanded that Sweden and Mali open the border. Sweden refused.")
    assert nl.charts.network(nl.demands(article)).alt == (
        "Who acts toward whom: Norway → Sweden: demands (d1); Norway → Mali: demands (d1); "
        "Sweden → Norway: refuses (d2)."
    )


def test_acts_of_one_kind_are_one_arrow() -> None:
    rows = [("demand", "A", "B"), ("request", "A", "B"), ("demand", "A", "B"), ("appeal", "A", "B")]
    assert nl.charts.network(table(rows)).alt == "Who acts toward whom: A → B: asks (d1, d2, d3, d4)."


def test_whoever_acts_toward_nobody_else_is_no_network() -> None:
    assert (
        nl.charts.network(table([("demand", "A", "A")])).alt == "No act in the article goes from one actor to another."
    )


def test_actors_beyond_the_drawing_are_counted() -> None:
    crowd = table([("demand", f"A{n}", f"B{n}") for n in range(9)])
    assert nl.charts.network(crowd).alt.endswith("and 10 more actors.")


def test_kinds_differ_in_more_than_color() -> None:
    assert set(LOOKS) == set(GROUP.values())
    assert set(VERBS) == set(GROUP)
    for place in range(4):
        assert len({str(look[place]) for look in LOOKS.values()}) == len(LOOKS)


def test_dated_acts_come_in_order_and_the_undated_last() -> None:
    days = ["2022-01-24", None, "2022-01-17"]
    ends = ["2022-01-24", None, "2022-01-23"]
    rows = table(
        [("demand", "A", "B"), ("refusal", "B", None), ("offer", "C", "A")],
        responds_to=[None, "d1", None],
        said_when=["Monday", None, "last week"],
        said_on=pd.to_datetime(days),
        said_until=pd.to_datetime(ends),
        content=["x", None, "y"],
    )
    picture = nl.charts.timeline(rows)
    assert picture.alt == (
        "What was said when: January 17, 2022 to January 23, 2022: C → A, offer: y; "
        "January 24, 2022: A → B, demand: x; undated: B → A, refusal."
    )
    assert covered(picture) == []


@pytest.mark.parametrize("days", [["2022-01-24"] * 20, ["2021-12-01", "2022-01-24"] * 10, [None] * 20])
def test_no_words_cover_others_in_a_timeline(days: list[str | None]) -> None:
    rows = [("demand", NAMES[n % 8], " ; ".join(NAMES[: n % 8]) or None) for n in range(20)]
    dates = pd.to_datetime(pd.Series(days))
    picture = nl.charts.timeline(table(rows, said_when="last month, on a Monday", said_on=dates, said_until=dates))
    assert covered(picture) == []
    assert picture.alt.endswith("and six more acts.")


def test_days_follow_from_the_date_of_the_article() -> None:
    text = "Norway demanded on Monday that Sweden open it. Mali said last week that it would close the port."
    dated = nl.demands(nl.Article.from_text(text, published="2022-01-26"))
    undated = nl.demands(nl.Article.from_text(text))
    assert str(dated.said_on[0].date()) == str(dated.said_until[0].date()) == "2022-01-24"
    assert undated.said_on.isna().all()
    assert undated.said_when.tolist() == dated.said_when.tolist()


@pytest.mark.parametrize("name", ["A $\\frac{1$ & co.", "x" * 300, "an association of " * 9, "Zoë <b>", "a\nb"])
def test_no_name_can_break_a_drawing(name: str) -> None:
    rows = table([("demand", name, "B"), ("refusal", "B", name)], content=name, said_when=name)
    for draw in (nl.charts.network, nl.charts.timeline):
        assert draw(rows).png.startswith(b"\x89PNG")
        assert draw(rows).png == draw(rows).png


def test_days_may_be_written() -> None:
    rows = table([("demand", "A", "B")], said_on="2022-01-24", said_until="2022-01-24")
    assert nl.charts.timeline(rows).alt.startswith("What was said when: January 24, 2022: A → B")


def test_saved_as_vectors_it_is_the_same_drawing(tmp_path) -> None:
    for ending in ("svg", "pdf"):
        assert nl.charts.network(NETWORKS["four"]).save(tmp_path / f"n.{ending}").stat().st_size > 1000
