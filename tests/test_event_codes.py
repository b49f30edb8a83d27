"""Acts in the codes of event data: the root from the act, the rest only where the words say so."""

from __future__ import annotations

import re

import pytest

from newslens.article import Article
from newslens.demands import ACTS, find_demand_items, find_demands
from newslens.event_codes import plover_code
from newslens.lexicons import rows

#: the manual's codes under the roots that an act can have; a demand's and an appeal's have the same last digits
_GRID = "1 11 12 13 14 2 3 31 32 33 34 4 41 42 43 44 5 51 52 53 54 55 56 6 7 8".split()
_REJECTS = "121 1211 1212 122 1221 1222 1223 1224 123 1231 1232 1233 1234 124 1241 1242 1243 1244 1245 1246 125 126 127"
_THREATS = "131 1311 1312 1313 132 1321 1322 1323 1324 133 134 135 136 137 138 1381 1382 1383 1384 1385 139"
MANUAL = {
    *("02", "03", "08", "10", "12", "13", "014", "039", "083", "0831", "0832", "0833", "0834"),
    *(root + code for root in ("02", "03", "10") for code in _GRID),
    *_REJECTS.split(),
    *_THREATS.split(),
}


def coded(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(d.act, d.plover, d.cameo) for d in find_demands(Article.from_text(text, id="t", check_language=False))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The kidnappers demanded that the government release the hostages.", ("demand", "REQUEST", "1053")),
        ("Russia demanded that NATO withdraw its troops from Romania.", ("demand", "REQUEST", "1056")),
        ("The rebels demanded a ceasefire.", ("demand", "REQUEST", "1056")),
        ("The rebels demanded that the army stop shelling the town.", ("demand", "REQUEST", "1056")),
        ("Protesters demanded that the parliament repeal the law.", ("demand", "REQUEST", "1042")),
        ("The opposition called on the president to resign.", ("request", "REQUEST", "0241")),
        ("Norway urged Sweden to lift the sanctions.", ("request", "REQUEST", "0254")),
        ("Residents asked the mayor to hold talks with the school.", ("request", "REQUEST", "026")),
        ("Serbia asked Kosovo to accept mediation.", ("request", "REQUEST", "028")),
        ("Aid groups appealed for humanitarian aid to be sent to the valley.", ("appeal", "REQUEST", "0233")),
        ("Germany promised to send tanks to Ukraine.", ("promise", "AGREE", "0332")),
        ("The EU offered to mediate.", ("offer", "AGREE", "039")),
        ("The president agreed to meet the rebels.", ("promise", "AGREE", "036")),
        ("Kenya rejected a demand that it extradite the banker.", ("refusal", "REJECT", "121")),
        ("The minister refused to negotiate.", ("refusal", "REJECT", "125")),
        ("Norway threatened to impose sanctions on Iceland.", ("threat", "THREATEN", "1312")),
        ("The general threatened to bomb the city.", ("threat", "THREATEN", "1384")),
        ("Workers threatened to go on strike.", ("threat", "THREATEN", "133")),
        ("The studio gave the writers an ultimatum to sign by Friday.", ("demand", "THREATEN", "139")),
    ],
)
def test_what_the_words_allow(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in coded(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # everyday matter has no code of its own
        ("The union asked the port to reopen the gate.", "02"),
        ("The editors promised to share the recipe.", "03"),
        ("The farm offered to deliver food to customers.", "03"),
        ("Iran threatened to close the strait.", "13"),
        ("The city asked tourists to pay the tax.", "02"),
        # a coach is no leader of a state
        ("Fans called on the coach to resign.", "02"),
        # words that only stand near
        ("The court ordered the paper to suspend publication over a recent attack on the government.", "10"),
        ("The union demanded that the port meet its conditions.", "10"),
        # not to do it is another thing than to do it
        ("The council demanded that the museum not return the painting.", "10"),
        # two things asked for, of which the words of one do not tell
        ("Russia demanded that NATO withdraw its troops from Romania and publish the map of the valley.", "10"),
    ],
)
def test_else_the_root_alone(text: str, expected: str) -> None:
    assert [cameo for _, _, cameo in coded(text)] == [expected]


def test_what_refers_back_is_about_the_same() -> None:
    text = "The Kremlin demanded the release of the prisoners. The US rejected the demand."
    assert coded(text) == [("demand", "REQUEST", "1053"), ("refusal", "REJECT", "1243")]


def test_only_considering_is_a_deferral_with_a_code() -> None:
    asked = "The agency said the supplier should recall the pumps."
    assert coded(f"{asked} The supplier is reviewing the request.")[-1] == ("deferral", None, "014")
    assert coded(f"{asked} The supplier will respond to the request next week.")[-1][1:] == (None, None)


def test_every_line_leads_to_a_code_of_the_manual() -> None:
    for row in rows("cameo"):
        assert row["of"] in {"content", "threat"}
        assert row["polarity"] in {"do", "any"}
        assert re.fullmatch(r"CAMEO 2012 \d{3,4}", row["source"])
        code = row["topic"] if row["of"] == "threat" or row["topic"] == "9" else f"10{row['topic']}"
        assert ("039" if code == "9" else code) in MANUAL, row
        assert row["source"].endswith("039" if code == "9" else code), row
        assert row["heads"] == row["heads"].lower()


@pytest.mark.parametrize("act", ACTS)
def test_each_act_has_a_category_or_is_a_deferral(act: str) -> None:
    assert (plover_code(act) is None) == (act == "deferral")


def test_each_item_has_its_own() -> None:
    text = "Russia demanded that NATO withdraw its troops from Romania and publish the map of the valley."
    items = find_demand_items(Article.from_text(text, id="t", check_language=False))
    assert [item.cameo for item in items] == ["1056", "10"]
