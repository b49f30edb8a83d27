"""Markdown's marks: hidden from the parse, never words."""

from __future__ import annotations

import pytest

from newslens.article import Article
from newslens.reading.formats import markdown_marks


def prose(text: str) -> str:
    """The text without its marks, as the parse sees it."""
    for start, end in reversed(markdown_marks(text)):
        text = text[:start] + text[end:]
    return text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("# Ferries late", "Ferries late"),
        ("### Ferries late ###", "Ferries late"),
        ("#ferries is a hashtag", "#ferries is a hashtag"),
        ("He said *no* and **never**.", "He said no and never."),
        ("He said ***never***.", "He said never."),
        ("The _Harbor News_ and __others__.", "The Harbor News and others."),
        ("*“No,” she said.*", "“No,” she said."),
        ("See [the letter](https://example.org/a_b_c).", "See the letter."),
        ('See [the *letter*](https://example.org/x_(y) "A title").', "See the letter."),
        ("![A pier](pier.jpg) The pier broke.", " The pier broke."),
        ("[![A pier](pier.jpg)](https://example.org) It broke.", " It broke."),
        ("<https://example.org/a> has it.<br>", " has it."),
        ("It broke.[^1]\n\n[^1]: A note.", "It broke.\n\n A note."),
        ("It broke.\n\n[1]: https://example.org", "It broke.\n\n"),
        ("> “No,” he said.\n> “Never.”", "“No,” he said.\n“Never.”"),
        ("- first\n* second\n1. third", "first\nsecond\nthird"),
        ("The `late` one, ~~gone~~.", "The late one, gone."),
        ("A \\*star\\*.", "A *star*."),
        ("<!-- a note --> It broke.", " It broke."),
        ("**Ferries\nlate**", "Ferries\nlate"),
    ],
)
def test_marks(text: str, seen: str) -> None:
    assert prose(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "“[The] minister [said] so,” he wrote.",
        "“F*** that,” he said. “It is bull****.”",
        "It is 5 * 3 meters, or 4 * 2.",
        "Use snake_case_names here.",
        "2019. That was the year.",
        "*\n\n*",
        "A star* and another\n\nstar*.",
        "5 < 6 and 7 > 6",
        "“Stop,” he said (loudly).",
    ],
)
def test_words_are_no_marks(text: str) -> None:
    assert markdown_marks(text) == []


def test_lists_are_paragraphs_and_quotes_are_joined() -> None:
    article = Article.from_text("# Ferries\nLate again.\n\n- one\n- two\n\n> they\n> said", markdown=True)
    assert [article.text[a:b] for a, b in article.paragraphs] == [
        "Ferries",
        "Late again.",
        "one",
        "two",
        "they\n> said",
    ]
