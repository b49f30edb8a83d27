"""Wire copy found again under other headlines, cut and edited; reports in own words left apart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import newslens as nl
from newslens.errors import OptionError
from newslens.ingest.duplicates import signature, similarities

ROOT = Path(__file__).parent.parent
WIRE = """\
Striking dockworkers shut the port of Skagvik on Tuesday, leaving eleven ships at anchor and the town's only fish plant
without supplies, after talks on night pay broke down for the third time in a month.

The walkout began at midnight, when crews refused to board the tugs that bring freighters through the narrow entrance.
By noon the queue of trucks at the gate stretched for two miles, and police had closed the coastal road to all but
residents.

“We have asked for the same thing since the spring, and since the spring we have been told to wait,” said Marit Olsen,
who leads the local branch of the dockers' union. “Nobody here is willing to wait through another winter.”

The port authority said it had offered a raise of four percent and a second break on night shifts. Its director, Henrik
Dahl, called the strike unlawful and said he would ask a court to end it. “The offer stands, but it will not stand
forever,” he told reporters outside the customs house.

The government in the capital has so far declined to step in. A spokeswoman for the labor ministry said mediators were
ready to travel north as soon as both sides asked for them, and urged the union to let ships with medicines pass.

About a third of the country's frozen fish leaves through Skagvik, most of it for Scotland and northern Germany.
Exporters warned that losses would pass ten million crowns by the weekend. The plant has sent two hundred workers home
without pay, and its owner said that it might move part of the production south if the port stays closed.

The last strike in the harbor, nine years ago, ended after six days, when the authority agreed to hire forty more hands.
Union members say half of those jobs have since been cut."""
PARAGRAPHS = WIRE.split("\n\n")
CUT = "\n\n".join(PARAGRAPHS[:4])
EDITED = (
    WIRE.replace("on Tuesday", "yesterday")
    .replace("said Marit Olsen", "union leader Marit Olsen said")
    .replace("ten million", "10 million")
    .replace("narrow entrance", "narrows")
    .replace("About a third", "Roughly one third")
)
ANOTHER = """\
Eleven freighters lay idle off Skagvik on Tuesday as a dispute over night work brought the northern port to a halt.

Union leader Marit Olsen said her members had lost patience with an employer that, in her words, answers every letter
with another letter. “Nobody here is willing to wait through another winter,” she said.

Henrik Dahl, who runs the harbor, wants judges to declare the action illegal. He maintains that an increase of four
percent is generous in a year of falling traffic and that longer pauses at night were also on the table.

For the fish plant, whose workers were told to stay at home, each lost day is costly. Customers in Scotland and Germany
are looking elsewhere already, its manager said, and contracts that are gone rarely come back. In the capital officials
offered mediation and otherwise kept their distance from the conflict, which has been smoldering since spring.

Nine years ago a walkout of six days ended with a promise of forty new posts. Twenty of them are gone, Olsen says."""
UNRELATED = """\
The town library will close for two years while its roof is rebuilt, the council decided by a single vote on Monday.
Readers can use the school's reading room in the afternoons, and a bus will bring books to the outlying villages twice
a month. The opposition called the plan a farce and demanded that the money be taken from the new parking garage."""


def article(name: str, text: str, title: str = "") -> nl.Article:
    return nl.Article.from_text(f"{title}\n\n{text}" if title else text, id=name)


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        CUT,
        EDITED,
        EDITED[: len(EDITED) // 2],
        f"By Tom Moss\n\nSKAGVIK (AP) — {WIRE}\n\n(Reporting by Ida Quist; editing by Rosa Lindt)",
        WIRE.upper(),
        WIRE.replace("\n", "  \r\n").replace("“", '"').replace("”", '"').replace("'", "’"),
        "\n\n".join(PARAGRAPHS[1:] + PARAGRAPHS[:1]),
    ],
    ids=["same", "cut", "edited", "edited and cut to half", "signed", "capitals", "other marks", "other order"],
)
def test_copies_are_found(copy: str) -> None:
    table = nl.near_duplicates(
        [
            article("wire", WIRE, "Dockworkers shut Skagvik"),
            article("library", UNRELATED),
            article("copy", copy, "Fish plant sends 200 home as port strike bites"),
        ]
    )
    assert table[["article", "duplicate_of"]].to_numpy().tolist() == [["copy", "wire"]]
    assert table.similarity[0] > 0.75
    assert table.dtypes.astype(str).tolist() == ["string", "string", "float64"]


def test_reports_in_their_own_words_are_none() -> None:
    table = nl.near_duplicates([article("wire", WIRE), article("other", ANOTHER), article("library", UNRELATED)])
    assert table.empty
    assert list(table.columns) == ["article", "duplicate_of", "similarity"]
    assert nl.near_duplicates([]).empty


def test_a_brief_and_a_roundup_are_no_copies() -> None:
    brief = article("brief", PARAGRAPHS[0])
    roundup = article("roundup", f"{ANOTHER}\n\n{UNRELATED}\n\n{PARAGRAPHS[2]}\n\n{PARAGRAPHS[3]}")
    assert nl.near_duplicates([article("wire", WIRE), brief, roundup]).empty


def test_a_roundup_does_not_make_one_of_two() -> None:
    found = similarities("abcd", [signature(text) for text in (WIRE, UNRELATED * 3 + WIRE, UNRELATED, ANOTHER)])
    assert {key: first for key, (first, _) in found.items()} == {"a": "a", "b": "a", "c": "c", "d": "d"}


def test_the_first_in_order_is_the_original() -> None:
    signatures = [signature(text) for text in (CUT, WIRE, EDITED, "", "", WIRE)]
    firsts = similarities(range(6), signatures)
    assert [first for first, _ in firsts.values()] == [0, 0, 0, 3, 4, 0]
    assert all(0.7 <= share <= 1 for _, share in firsts.values())
    assert similarities(range(6), signatures, threshold=1.0)[2][0] == 2


def test_what_is_asked_wrongly() -> None:
    with pytest.raises(OptionError, match="above 0 and at most 1"):
        nl.near_duplicates([article("a", WIRE)], threshold=70)
    with pytest.raises(OptionError, match="'a' stands there twice"):
        similarities(["a", "a"], [signature(WIRE)] * 2)
    with pytest.raises(OptionError, match="2 keys for 1 signatures"):
        similarities(["a", "b"], [signature(WIRE)])


def test_signatures_are_the_same_everywhere() -> None:
    made = signature(CUT)
    assert (made.shape, made.dtype) == ((128,), np.dtype("uint32"))
    assert made[:3].tolist() == [2981081, 5673466, 71972783]  # signatures are stored: they must not change
    code = "from tests.test_duplicates import *; print(signature(CUT).tolist())"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == str(made.tolist())


def test_a_signature_tells_how_much_is_shared() -> None:
    words = [f"word{n}" for n in range(3000)]
    one, two = signature(" ".join(words[:2000])), signature(" ".join(words[1000:]))
    assert (one == two).mean() == pytest.approx(1 / 3, abs=0.1)
    assert (signature(" ".join(words)) == signature("something else")).mean() < 0.05
