"""Quotation marks to stretches, in all the shapes that newsrooms and converters leave behind."""

import pytest

from newslens.article import Article
from newslens.attribution.quotation_marks import quoted_stretches


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We leave,” she said, “at dawn.”", ["“We leave,”", "“at dawn.”"]),
        ('"We leave," she said. Nobody moved.', ['"We leave,"']),
        ("``We leave,'' she said.", ["``We leave,''"]),
        ("''We leave,'' she said. ''At dawn.''", ["''We leave,''", "''At dawn.''"]),
        ("“We leave,“ she said. “At dawn.”", ["“We leave,“", "“At dawn.”"]),
        ("«We leave», said the captain.", ["«We leave»"]),
        ("‘I don’t know,’ said the players’ agent. ‘We’ll see.’", ["‘I don’t know,’", "‘We’ll see.’"]),
        ("He said 'no way,' and left the players' room.", ["'no way,'"]),
        ("“She called it ‘mad’ today,” he said.", ["“She called it ‘mad’ today,”"]),
        ('The 6" pipe "broke" twice.', ['"broke"']),
        ("No marks at all.", []),
        ("It's the mayor's dog.", []),
    ],
)
def test_stretches(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in quoted_stretches(Article(id="x", text=text))] == expected


def test_quotation_over_paragraphs_is_left_open() -> None:
    text = "“The first reason is cost.\n\n“The second is time,” Quist said."
    first, second = quoted_stretches(Article(id="x", text=text))
    assert (text[first.start : first.end], first.closed, first.continues) == ("“The first reason is cost.", False, True)
    assert (text[second.start : second.end], second.closed) == ("“The second is time,”", True)


def test_a_mark_that_is_never_closed_ends_with_its_sentence() -> None:
    text = 'He called it "a disgrace. The hall fell silent.\n\nNobody spoke.'
    (stretch,) = quoted_stretches(Article(id="x", text=text))
    assert text[stretch.start : stretch.end] == '"a disgrace.'
    assert not stretch.closed


def test_many_marks_take_linear_time() -> None:
    assert len(quoted_stretches(Article(id="x", text='"a" ' * 20_000))) == 20_000
