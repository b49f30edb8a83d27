import pytest

from newslens.attribution.tagger import tag


def spans(text):
    words, found = tag(text)

    def shown(ranges):
        return " … ".join(text[words[i].start : words[j - 1].end] for i, j in ranges)

    return [(shown(t.sources), shown([t.cue]), shown(t.contents)) for t in found]


def test_direct_speech():
    assert spans("“The bridge is safe,” Ada Quist said.") == [("Ada Quist", "said", "“The bridge is safe,”")]


def test_indirect_speech():
    ((source, cue, content),) = spans("Two engineers warned that the dam could burst within days.")
    assert source == "Two engineers"
    assert cue.startswith("warned")
    assert content.endswith("the dam could burst within days")


def test_one_source_for_two_cues():
    found = spans("Ada Quist said the bridge was safe and insisted that nobody had been told to leave the valley.")
    assert [source for source, _, _ in found] == ["Ada Quist", "Ada Quist"]


def test_scores_are_log_probabilities():
    _, found = tag("“The bridge is safe,” Ada Quist said.")
    assert all(s <= 0 for t in found for s in t.scores)


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "Rain fell on the harbor all night, and the cranes stood still.", "…!?", "a" * 5000]
)
def test_nothing_to_find(text):
    assert spans(text) == []


PARAGRAPHS = [
    "The council of Hale voted on Monday to close the footbridge for the winter.",
    "“It is not safe,” Ada Quist, the mayor, told reporters. “We will not wait until somebody falls.”",
    "According to two engineers, the cables were last replaced in 1971.",
    "The regional government said in a statement that it would pay half of the repairs.",
    "Shopkeepers on the far bank fear that customers will stay away, said Omar Reyes, who sells bread there.",
]


@pytest.mark.parametrize("before", [2, 7, 30])
def test_where_windows_fall_does_not_matter(before):
    """Paragraphs put before move every window; what is found afterwards stays what it was."""
    filler = ["The market opened at eight. Forty stalls stood in the square, most of them with apples and nuts."]
    alone = spans("\n\n".join(filler + PARAGRAPHS))
    assert len(alone) >= 4
    assert spans("\n\n".join(filler * before + PARAGRAPHS)) == alone
