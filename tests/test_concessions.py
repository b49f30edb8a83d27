"""Who gives way: deeds that free, ease, withdraw, return, allow or give something up."""

from __future__ import annotations

import pytest

from newslens.article import Article
from newslens.concessions import KINDS, Concession, concessions, find_concessions
from newslens.errors import OptionError
from newslens.tables import dtypes


def article(text: str) -> Article:
    return Article.from_text(text, id="test", check_language=False)


def deeds(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(c.kind, c.conceder, c.what, c.beneficiary) for c in find_concessions(article(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norland freed two reporters.", [("release", "Norland", "two reporters", "two reporters")]),
        (
            "Orland released dozens of political activists on Monday.",
            [("release", "Orland", "dozens of political activists", "dozens of political activists")],
        ),
        # the freed are not their state, and who freed them is not told
        ("Three Russians were released from jail.", [("release", None, "Three Russians", "Three Russians")]),
        (
            "The court has lifted its ban on the app Plink.",
            [("easing", "The court", "its ban on the app Plink", "Plink")],
        ),
        ("Norway has begun withdrawing some of its troops.", [("withdrawal", "Norway", "some of its troops", None)]),
        ("The rebels declared a two-week truce.", [("ceasefire", "The rebels", "a two-week truce", None)]),
        ("The museum returned the mask to Benin.", [("return", "The museum", "the mask", "Benin")]),
        ("Mayor Ada Quist resigned on Sunday.", [("resignation", "Ada Quist", None, None)]),
        ("The ministry reversed its decision.", [("reversal", "The ministry", "its decision", None)]),
        (
            "Norway announced the release of two pilots.",
            [("release", "Norway", "the release of two pilots", "two pilots")],
        ),
        ("Guards let free two pilots.", [("release", "Guards", "two pilots", "two pilots")]),
        (
            "Orland freed 11 of its best-known prisoners.",
            [("release", "Orland", "11 of its best-known prisoners", "11 of its best-known prisoners")],
        ),
        (
            "Two Danish citizens were freed by the court.",
            [("release", "the court", "Two Danish citizens", "Two Danish citizens")],
        ),
        ("The council will not sit; it has eased curfew hours.", [("easing", "The council", "curfew hours", None)]),
        ("The army announced a cease-fire.", [("ceasefire", "The army", "a cease-fire", None)]),
        ("Norway rolled back tariffs on fish.", [("easing", "Norway", "tariffs on fish", None)]),
        (
            "The museum returned a mask that was stolen in Oslo to Benin.",
            [("return", "The museum", "a mask that was stolen in Oslo to Benin", "Benin")],
        ),
        ("The mayor gave in to the strikers.", [("reversal", "The mayor", None, "the strikers")]),
        ("Norwegian troops left Denmark.", [("withdrawal", "Norwegian troops", "Norwegian troops", None)]),
        (
            "The port gave approval for the crew to land.",
            [("permission", "The port", "approval", "the crew")],
        ),
        # no deeds
        ("The police left the building.", []),
        ("Pupils are demanding that teachers release their friend.", []),
        ("It cut tariffs.", []),
        ("The department store cut prices.", []),
        ("He returned the ball.", []),
        ("Residents urged the council to lift the curfew.", []),
        ("The council refused to lift the curfew.", []),
        ("The band released a record in May.", []),
        ("Prices eased in March.", []),
    ],
)
def test_deeds(text: str, expected: list[tuple[str, str | None, str | None, str | None]]) -> None:
    assert deeds(text) == expected


@pytest.mark.parametrize(
    ("text", "realis"),
    [
        ("The council will lift the curfew.", "planned"),
        ("The council agreed to lift the curfew.", "planned"),
        ("The council has not lifted the curfew.", "negated"),
        ("The council could lift the curfew.", "hypothetical"),
    ],
)
def test_realis(text: str, realis: str) -> None:
    assert [c.realis for c in find_concessions(article(text))] == [realis]
    assert len(concessions(article(text))) == 0
    assert len(concessions(article(text), realis=realis)) == 1


def test_who_reports_it() -> None:
    (deed,) = find_concessions(article("Norway freed two pilots, a Danish envoy, Ada Holt, said."))
    assert (deed.conceder, deed.reported_by) == ("Norway", "Ada Holt")


def test_table_and_evidence() -> None:
    text = "Norland freed two reporters. The ministry lifted its ban on fish."
    table = concessions(article(text))
    assert table["kind"].isin(KINDS).all()
    assert {c: str(t) for c, t in table.dtypes.items()} == dtypes(Concession)
    assert table[["plover", "cameo"]].values.tolist() == [["CONCEDE", "0841"], ["CONCEDE", "081"]]
    for deed in find_concessions(article(text)):
        assert {part.role for part in deed.parts} >= {"conceder", "cue", "what"}
        assert text[deed.start : deed.end] == deed.text
    assert dict(concessions(article("Nothing happened.")).dtypes.astype(str)) == dtypes(Concession)


def test_who_only_means_to_give_way_agrees() -> None:
    """CAMEO's 035, express intent to yield, and 0353, to release."""
    table = concessions(article("The council will lift the curfew. Norland will free two reporters."), realis="all")
    assert table[["plover", "cameo"]].values.tolist() == [["AGREE", "0351"], ["AGREE", "0353"]]


def test_unknown_realis_says_what_is_known() -> None:
    with pytest.raises(OptionError, match="actual"):
        concessions(article("Norland freed two reporters."), realis="actualy")
