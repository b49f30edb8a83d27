"""The report says plainly where it is unsure, and leads to the words."""

import re

import newslens as nl
from newslens.doubts import EVEN, least_sure, open_tones

TEXT = (
    "Residents want a rethink of the rail plan, a clerk said. The union asked the port to reopen the gate. "
    "Mayor Ada Brook called the report a disgrace, and Leo Park thanked her. "
    "Ministers would “read the paper with interest”, a spokesman for Leo Park added. "
    "A man on the roof said he would free the clerk if the bank paid him."
)


def analysis(text=TEXT):
    return nl.analyze(nl.Article.from_text(text, id="doubts", check_language=False))


def test_acts_that_are_likelier_wrong_are_counted_and_led_to():
    made = analysis()
    low = made.demands[made.demands["confidence"] < EVEN].sort_values("confidence", kind="stable")
    assert len(low), "some act is hardly one"
    shown = least_sure(made)
    assert (
        f"of {len(made.demands)} with a confidence below 0.5, the lowest {low['confidence'].iloc[0]:.2f}." in shown.text
    )
    assert f'data-nl="demands-{low["id"].iloc[0]}"' in shown.html


def test_a_confident_page_says_that_it_is():
    assert least_sure(analysis("Rain fell on the valley.")).text.splitlines() == [
        "• No attribution has a confidence below 0.5.",
        "• No act has a confidence below 0.5.",
        "• No tone toward anybody was left open.",
    ]


def test_open_tones_are_those_that_abstain_least_likely_first():
    made = analysis()
    table = open_tones(made)
    assert set(table["id"]) == set(
        made.sentiments[made.sentiments["abstain"] & made.sentiments["target"].notna()]["id"]
    )
    assert table[["p_neg", "p_neu", "p_pos"]].max(axis=1).is_monotonic_increasing


def test_the_report_ends_with_where_it_is_least_sure():
    page = nl.report(analysis()).html
    assert page.index("What it cannot tell") < page.index("Least sure")
    doubts = re.search(r'<ul class="nl-doubts">.*?</ul>', page, re.DOTALL)[0]
    ends = set(re.findall(r'href="#([^"]+)"', doubts))
    assert ends
    assert all(f'id="{end}"' in page for end in ends)
