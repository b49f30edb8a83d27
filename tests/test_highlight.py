"""Marks stand where the findings are, nest rightly, and nothing of the article becomes markup."""

import html
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newslens as nl
from newslens.errors import OptionError

TEXT = "The tower leans a lot, Ada Brook said. “It could fall & kill <us>,” she warned, “and soon.”"
ARTICLE = nl.Article(id="tower", text=TEXT)


class Reader(HTMLParser):
    """Reads the marked text back: what stands outside labels and legend, and which marks hold each character."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.open, self.text, self.held, self.ids, self.skip = [], "", [], [], 0
        self.feed(source)
        assert not self.open, "every mark that opens closes"

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        assert tag in {"style", "div", "p", "mark", "sup", "a", "span", "b"}
        self.skip += tag in {"style", "sup"} or given.get("class") == "nl-key"
        if tag == "mark":
            self.open.append(given["title"])
            if "data-nl" in given:
                self.ids.append(given["data-nl"])

    def handle_endtag(self, tag):
        if tag == "mark":
            self.open.pop()
        if self.skip and tag in {"style", "sup", "p"}:
            self.skip -= 1

    def handle_data(self, data):
        if not self.skip:
            self.text += data
            self.held += [list(self.open)] * len(data)

    def words(self, title):
        """What a mark holds, by its title."""
        runs, inside = [], False
        for char, held in zip(self.text, self.held, strict=True):
            now = any(t.startswith(title) for t in held)
            if now and not inside:
                runs.append("")
            if now:
                runs[-1] += char
            inside = now
        return runs


def own(*spans, **more):
    return pd.DataFrame(spans, columns=["start", "end"]).assign(**more)


def test_findings_are_marked_where_they_stand():
    shown = nl.highlight(ARTICLE, nl.attributions(ARTICLE))
    reader = Reader(shown.html)
    assert reader.text == TEXT
    assert reader.words("a1 source") == ["Ada Brook"]
    assert reader.words("a1 cue") == ["said"]


def test_interrupted_speech_is_two_marks_of_one_finding():
    table = nl.attributions(ARTICLE)
    reader = Reader(nl.highlight(ARTICLE, table[table["cue"] == "warned"]).html)
    assert len(reader.words("a2 content")) == 2
    assert len(reader.ids) == len(set(reader.ids)) == 1


def test_a_filtered_table_marks_only_its_rows():
    table = nl.attributions(ARTICLE)
    reader = Reader(nl.highlight(ARTICLE, table[table["cue"] == "said"]).html)
    assert not reader.words("a2")


def test_the_lens_is_known_by_its_columns_when_the_stamp_is_lost():
    table = nl.attributions(ARTICLE)
    table.attrs = {}
    assert Reader(nl.highlight(ARTICLE, table).html).words("a1 source") == ["Ada Brook"]


def test_roles_choose_the_parts():
    reader = Reader(nl.highlight(ARTICLE, nl.attributions(ARTICLE), roles=["source"]).html)
    assert reader.words("a1 source")
    assert not reader.words("a1 content")


def test_unknown_role():
    with pytest.raises(OptionError, match="Did you mean 'source'"):
        nl.highlight(ARTICLE, nl.attributions(ARTICLE), roles=["sauce"])


def test_evidence_can_be_marked_itself():
    rows = nl.evidence(ARTICLE, "hedges")
    assert Reader(nl.highlight(ARTICLE, rows).html).words("h1 hedge") == ["could"]


def test_a_table_of_ones_own_needs_only_start_and_end():
    reader = Reader(nl.highlight(ARTICLE, own((0, 9), label=["<place>"])).html)
    assert reader.words("1 label: <place>") == ["The tower"]


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([(0, 9), (4, 9)], [["The tower"], ["tower"]]),
        ([(0, 9), (4, 17)], [["The tower"], ["tower leans a"]]),
        ([(0, 9), (0, 9)], [["The tower"], ["The tower"]]),
        ([(4, 9), (9, 10)], [["tower"], [" "]]),
    ],
)
def test_nested_crossing_and_equal_spans(spans, words):
    reader = Reader(nl.highlight(ARTICLE, own(*spans)).html)
    assert [reader.words(f"{n} label") for n in (1, 2)] == words


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 22)), max_size=8))
def test_any_spans_give_sound_markup_and_the_whole_text(spans):
    table = own(*[(start, start + length) for start, length in spans]) if spans else own()
    reader = Reader(nl.highlight(ARTICLE, table).html)
    assert reader.text == TEXT
    for n, (start, length) in enumerate(spans, start=1):
        assert "".join(reader.words(f"{n} label")) == TEXT[start : start + length]


def test_paragraphs_and_header_lines_are_kept():
    article = nl.Article.from_text("By Ana Ruiz, Harbor Gazette\n\nThe tower leans.\n\n* * *\n\nIt fell, she said.")
    shown = nl.highlight(article, nl.attributions(article)).html
    assert '<p class="nl-aside">By Ana Ruiz, Harbor Gazette</p>' in shown
    assert '<p class="nl-aside">* * *</p>' in shown
    assert "<p>The tower leans.</p>" in shown


def test_a_span_over_two_paragraphs_is_marked_in_both():
    article = nl.Article(id="x", text="One is here.\n\nTwo is there.")
    reader = Reader(nl.highlight(article, own((4, 17))).html)
    assert reader.words("1 label") == ["is here.Two"]
    assert nl.highlight(article, own((4, 17))).html.count("<sup>") == 1


def test_a_source_under_two_lenses_has_one_label():
    article = nl.Article.from_text("The bridge is safe, Ada Brook said.")
    shown = nl.highlight(article, nl.attributions(article), nl.sources(article)).html
    assert ">s1</a></sup>" not in shown
    assert 'data-nl="sources-s1"' in shown


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pd.DataFrame({"word": ["x"]}), "no start and no end"),
        (own((5, 500)), "characters. start and end"),
        (own((5, 5)), "half-open"),
        ("text", "not str"),
        (own((0, 3), article="other"), "is of the article 'other'"),
    ],
)
def test_what_cannot_be_placed_is_said(table, message):
    with pytest.raises(OptionError, match=re.escape(message)):
        nl.highlight(ARTICLE, table)


def test_rows_without_a_place_are_left_out():
    table = pd.DataFrame({"start": [0, None], "end": [3, None]})
    assert Reader(nl.highlight(ARTICLE, table).html).words("1 label") == ["The"]


def test_no_table_no_marks():
    assert "Nothing is marked." in nl.highlight(ARTICLE).html


def test_text_form_has_brackets():
    assert repr(nl.highlight(ARTICLE, own((4, 9), id=["t"]))).startswith("The [tower]t leans")


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><b>", "&lt;i&gt;"]
)
def test_nothing_of_the_article_becomes_markup(evil):
    article = nl.Article(id="x", text=f"{evil} said {evil}.")
    shown = nl.highlight(article, own((0, len(evil)), id=[evil], label=[evil])).html
    assert html.escape(evil, quote=False) in shown.replace("&quot;", '"').replace("&#x27;", "'")
    assert not re.search(r"<(script|img|b>)", shown.split("</p>", 1)[1])


def test_same_input_same_html():
    assert nl.highlight(ARTICLE, nl.hedges(ARTICLE)).html == nl.highlight(ARTICLE, nl.hedges(ARTICLE)).html


def test_another_scorer_s_drivers_stand_where_they_are():
    article = nl.Article.from_text("The bridge is wonderful. The road is terrible.")
    shown = repr(nl.highlight(article, nl.drivers(article, scorer="textblob")))
    assert "[wonderful]b1" in shown
    assert "[terrible]b2" in shown
