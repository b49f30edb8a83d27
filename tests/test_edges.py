"""Where a source, a cue and a content begin and end."""

import pytest

from newslens import Article
from newslens.sourcing import find_attributions


def read(text: str) -> list[tuple[str, str, str]]:
    found = find_attributions(Article.from_text(text, check_language=False))
    return [(a.source, a.cue, a.content) for a in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Moe later said the guard would protect the ships of Norway, but not those of other states.",
            ("Moe", "said", "the guard would protect the ships of Norway, but not those of other states"),
        ),
        ("Quist demanded a full audit, which the council ruled out.", ("Quist", "demanded", "a full audit")),
        (
            "The firm has offered to replace the pumps, a proposal the watchdog said it would study.",
            ("the watchdog", "said", "it would study"),
        ),
        (
            "A leaked memo dated May 3 and obtained by The Courier warned that the dam could break.",
            ("A leaked memo dated May 3 and obtained by The Courier", "warned", "that the dam could break"),
        ),
        (
            "One man was held after a fire that police said started in a bakery.",
            ("police", "said", "started in a bakery"),
        ),
        (
            "Talks on the strike broke off on Friday after the drivers rejected a demand that they return at once, "
            "two people close to the talks said.",
            (
                "two people close to the talks",
                "said",
                "Talks on the strike broke off on Friday after the drivers rejected a demand that they return at once",
            ),
        ),
    ],
)
def test_edges(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "The relief agency said its stores in the port had been looted and appealed for guards for its staff.",
        "Harrow Works, based in Calder, said it would obey the order but called it unfair.",
        "He said the quay was safe and left.",
    ],
)
def test_no_content_ends_on_a_conjunction(text: str) -> None:
    assert all(content.split()[-1] not in {"and", "but", "or", "which", "who"} for _, _, content in read(text))


def test_each_quotation_has_its_own_cue() -> None:
    text = (
        "“I heard a bang, then glass,” said Leo Brandt, who was closing his shop. "
        "“When I looked out,” he added, “the bus was on its side.”"
    )
    contents = [content for _, _, content in read(text)]
    assert contents == ["I heard a bang, then glass", "When I looked out … the bus was on its side"]


def test_a_colon_after_other_words_than_a_speaker_attributes_nothing() -> None:
    article = Article.from_text("Storm Odile live: hundreds without power as Calder floods", check_language=False)
    assert not find_attributions(article)
