"""How likely an act is one: clear acts above doubtful ones, and the same words the same figure."""

import pytest

from newslens.acts.confidence import FEATURES, _fitted, share
from newslens.article import Article
from newslens.demands import demands, find_demands


def sure(text):
    """The confidence of a text's first act; 0 where none is likely enough to be shown."""
    found = find_demands(Article.from_text(text, id="test", check_language=False))
    return found[0].confidence if found else 0.0


@pytest.mark.parametrize(
    ("clear", "doubtful"),
    [
        ("The union asked the port to reopen the north gate.", "The hospital said it would publish an audit."),
        ("The court ordered the mill to drain the shaft.", "Moscow rejected the findings."),
        ("Norway demanded that Russia free the crew.", "Brightline said it would cooperate with any authority."),
        ("The rebels threatened to shell the town unless the road opens.", "He said he would write to the league."),
    ],
)
def test_a_clear_act_is_surer_than_a_doubtful_one(clear, doubtful):
    assert sure(clear) > 0.8
    assert sure(doubtful) < sure(clear) - 0.05


def test_the_column_lies_between_nothing_and_certainty():
    table = demands(Article.from_text("The union asked the port to reopen. The port refused.", check_language=False))
    assert table["confidence"].dtype == "float64"
    assert table["confidence"].between(0, 1, inclusive="neither").all()


def test_the_weights_are_those_of_the_features():
    assert set(_fitted()["weights"]) == {"constant", "cue", *FEATURES}


def test_an_unknown_cue_has_the_share_of_its_act():
    shares = {"offer": (8, 10)}
    assert share(shares, "offer: dangle") == pytest.approx(1.0986, abs=1e-3)  # 9 of 12


@pytest.mark.parametrize(
    "text",
    [
        "Nurses said beds had been moved into the chapel. The hospital denied it.",
        "Officials said the talks had failed. The envoy denied this.",
    ],
)
def test_denying_a_claim_refuses_nothing(text):
    assert not find_demands(Article.from_text(text, id="test", check_language=False))


def test_denying_a_request_refuses_it():
    text = "The defense asked the judge to dismiss the charges. The judge denied the request."
    found = find_demands(Article.from_text(text, id="test", check_language=False))
    assert [d.act for d in found] == ["request", "refusal"]
