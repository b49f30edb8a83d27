"""Acts that hang on other words than a cue verb's plain complement: prices, threats, commands, nouns, odd trees."""

from __future__ import annotations

import pytest

from newslens.article import Article
from newslens.demands import find_demands


def acts(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    article = Article.from_text(text, id="test", check_language=False)
    return [(d.act, d.demander, d.addressees, d.content) for d in find_demands(article)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # other trees than they look
        (
            "The minister urged Denmark to reconsider and offered to share the maps.",
            [("request", "The minister", "Denmark", "reconsider"), ("offer", "The minister", None, "share the maps")],
        ),
        (
            "The dockers will strike for two days from 3 June unless the harbor board restores the bonus, they said.",
            [
                ("threat", "The dockers", "the harbor board", "strike for two days from 3 June"),
                ("condition", "The dockers", "the harbor board", "restores the bonus"),
            ],
        ),
        (
            "The senate insisted that the bill include two farms.",
            [("demand", "The senate", None, "the bill include two farms")],
        ),
        # what somebody who has asked wants is asked for too
        (
            "Clerks asked the bank for masks. They want a second window too.",
            [("request", "Clerks", "the bank", "masks"), ("request", "Clerks", None, "a second window")],
        ),
        # threats that show in what they hang on
        (
            "The captain vowed to sail without papers if the consul ignored his letter.",
            [("threat", "The captain", "the consul", "sail without papers")],
        ),
        (
            "Rebels threatened the town, saying they would otherwise shell the bridge.",
            [("threat", "Rebels", "the town", "shell the bridge")],
        ),
        # a term set for what was ordered before
        (
            "The court ordered Arden Mills to drain the pond. The company has 20 days to fence it or face a fine.",
            [
                ("demand", "The court", "Arden Mills", "drain the pond"),
                ("demand", "The court", "Arden Mills", "fence it"),
                ("threat", "The court", "Arden Mills", "a fine"),
            ],
        ),
        # nouns that say what is asked before or after them
        ("The pilots' union made a pay demand on Monday.", [("demand", "The pilots' union", None, "pay")]),
        (
            "Tenants handed the landlord a list of demands: lower rents, a new roof and an end to night work.",
            [("demand", "Tenants", "the landlord", "lower rents ; a new roof ; an end to night work")],
        ),
        # whom somebody wants to talk with is asked
        (
            "Iceland asked for direct talks with Norway.",
            [("request", "Iceland", "Norway", "direct talks with Norway")],
        ),
        # idioms: who acts is the subject, what follows is what it is about
        ("The ministry stands ready to share the maps.", [("offer", "The ministry", None, "share the maps")]),
        (
            "The union said it would be left with no choice but to walk out.",
            [("threat", "The union", None, "walk out")],
        ),
        # what will be done if somebody else does something: an offer; if not, or worse than now: a threat
        (
            "A man on the roof said he would free the clerk if the bank paid him.",
            [("offer", "A man on the roof", "the bank", "free the clerk")],
        ),
        (
            "Norway warned that it would not issue visas to the team.",
            [("threat", "Norway", None, "not issue visas to the team")],
        ),
        (
            "The pilots' union said it would extend its strike.",
            [("threat", "The pilots' union", None, "extend its strike")],
        ),
        (
            "“Give us the keys or we will stay at home,” a driver told the firm.",
            [
                ("demand", "a driver", "the firm", "Give us the keys"),
                ("threat", "a driver", "the firm", "stay at home"),
            ],
        ),
        # what was asked stands before the relative clause that says so
        (
            "The board offered 5 percent, less than the 11 percent that nurses had demanded.",
            [("offer", "The board", "nurses", "5 percent"), ("demand", "nurses", "The board", "the 11 percent")],
        ),
        # whoever called for it is not named
        (
            "The minister dismissed calls for him to stand down.",
            [
                ("refusal", "The minister", None, "calls for him to stand down"),
                ("request", None, "The minister", "stand down"),
            ],
        ),
        # no acts
        ("Our members should not pay for bad bets, the union said.", []),
        ("The regulator should have acted in March, the union said.", []),
        ("The fund agreed with the view of the board.", []),
        ("Brisk vowed to appeal.", []),
        ("Ada Quist was called on to take the last penalty.", []),
        ("The clinic said it would appeal.", []),
        # a price
        (
            "The council says it will fund the pool only once the club opens its books.",
            [("condition", "The council", "the club", "opens its books")],
        ),
        (
            "No ship would enter the harbor until the strike ended, the pilots said.",
            [("condition", "the pilots", None, "the strike ended")],
        ),
        (
            "Crews could return only if they paid the fine, the court said.",
            [("condition", "the court", "Crews", "paid the fine")],
        ),
        (
            "Teachers vowed to stay in the building until the board signed.",
            [("condition", "Teachers", "the board", "signed")],
        ),
        (
            "Germany has made the return of the painting a condition for the loan.",
            [("condition", "Germany", None, "the return of the painting")],
        ),
        # a threat that others report, or that is in the hands of whoever tells of it
        (
            "Norway will close the strait unless the tanker leaves, three envoys said.",
            [("threat", "Norway", None, "close the strait"), ("condition", "Norway", None, "the tanker leaves")],
        ),
        (
            "Hostages would be shot if the police moved in, the gunmen said.",
            [("threat", "the gunmen", "the police", "Hostages would be shot")],
        ),
        (
            "The army warned the rebels that it would bomb the bridge if they crossed it.",
            [("threat", "The army", "the rebels", "bomb the bridge")],
        ),
        # the worse of two things
        (
            "The regulator told the bank to repay its customers on pain of a fine of 3 million.",
            [
                ("demand", "The regulator", "the bank", "repay its customers"),
                ("threat", "The regulator", "the bank", "a fine of 3 million"),
            ],
        ),
        (
            "“Clear the road or we walk in,” the farmers' leader, Ib Dahl, told police.",
            [("demand", "Ib Dahl", "police", "Clear the road"), ("threat", "Ib Dahl", "police", "walk in")],
        ),
        (
            "Rail workers will walk out on May 3 unless a new offer is made.",
            [
                ("threat", "Rail workers", None, "walk out on May 3"),
                ("condition", "Rail workers", None, "a new offer is made"),
            ],
        ),
        (
            "Russia has warned Moldova that it will cut deliveries if it does not pay its debts.",
            [("threat", "Russia", "Moldova", "cut deliveries"), ("condition", "Russia", "Moldova", "pay its debts")],
        ),
        (
            "The guild has refused to return to work until the studios drop the clause.",
            [("condition", "The guild", "the studios", "drop the clause")],
        ),
        (
            "Turkey said it would approve the bid only if Helsinki extradited 12 men.",
            [("condition", "Turkey", "Finland", "extradited 12 men")],
        ),
        # what somebody will not do
        ("Sweden will not extradite the banker.", [("refusal", "Sweden", None, "extradite the banker")]),
        # an order that goes on
        (
            "The judge ordered the mill to stop dumping. The mill must also clean the river.",
            [
                ("demand", "The judge", "the mill", "stop dumping"),
                ("demand", "The judge", "The mill", "clean the river"),
            ],
        ),
        # who is to do it, and what it is for
        (
            "The islanders asked for a week to repair the ferry.",
            [("request", "The islanders", None, "a week to repair the ferry")],
        ),
        (
            "The mayor called for the guards to leave the square.",
            [("request", "The mayor", "the guards", "leave the square")],
        ),
        (
            "Villagers want the quarry to pay for new windows.",
            [("request", "Villagers", "the quarry", "pay for new windows")],
        ),
        (
            "The editor begged the person who took the photographs to send them.",
            [("appeal", "The editor", "the person", "send them")],
        ),
        (
            "The minister, whom the teachers had asked to resign, went home.",
            [("request", "the teachers", "The minister", "resign")],
        ),
        ("Nurses want a pay rise of 6 percent.", [("request", "Nurses", None, "a pay rise of 6 percent")]),
        # the speaker's, not the thing's
        (
            "The troupe said that the hall was too small and asked for another one.",
            [("request", "The troupe", None, "another one")],
        ),
        (
            "Norway's envoy said Oslo would never sell the islands, and called on Bern to lift the ban.",
            [
                ("refusal", "Norway", None, "sell the islands"),
                ("request", "Norway's envoy", "Switzerland", "lift the ban"),
            ],
        ),
        # two things, each with its article
        (
            "The gunman demanded a helicopter and the release of his brother.",
            [("demand", "The gunman", None, "a helicopter ; the release of his brother")],
        ),
        # not what is asked but why, or what else is done
        (
            "The agency ordered shops to withdraw the pills after glass was found in a bottle.",
            [("demand", "The agency", "shops", "withdraw the pills")],
        ),
        (
            "Hackers gave the clinic ten days to pay, threatening to publish its files.",
            [("demand", "Hackers", "the clinic", "pay"), ("threat", "Hackers", "the clinic", "publish its files")],
        ),
        # the subjunctive that looks like the indicative
        (
            "The envoy suggested that both armies pull back.",
            [("request", "The envoy", "both armies", "pull back")],
        ),
        # nobody is named
        ("The guards were promised a bonus.", [("promise", None, "The guards", "a bonus")]),
        # nouns
        (
            "The mill gave an assurance that nobody would be fired.",
            [("promise", "The mill", None, "nobody would be fired")],
        ),
        (
            "The governor refused a defense request to delay the trial.",
            [
                ("refusal", "The governor", "defense", "a defense request to delay the trial"),
                ("request", "defense", "The governor", "delay the trial"),
            ],
        ),
    ],
)
def test_acts(text: str, expected: list[tuple[str, str | None, str | None, str | None]]) -> None:
    assert acts(text) == expected


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The bishop of Lund, Ada Holt, asked the council to keep the chapel open.", "Ada Holt"),
        ("The foreign ministry in Oslo demanded that the tanker leave.", "Norway"),
        ("The brewer Velden Foods shut its plant. The company asked the union to wait.", "Velden Foods"),
        ("Mayor Rosa Lind left for Rome. The mayor asked drivers to stay at home.", "Rosa Lind"),
    ],
)
def test_who_asks(text: str, party: str) -> None:
    assert acts(text)[0][1] == party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Norway and Iceland met in Bergen. The mediator urged both sides to share the quota.", "Norway ; Iceland"),
        ("Greece closed two camps in May. The agency asked the government to open them.", "Greece"),
        ("The chain Petit Sol shut its stores. Drivers asked the chain to pay them.", "Petit Sol"),
        ("The ruling Union Party met. Voters asked the opposition party to speak.", "the opposition party"),
        # sides that face each other, not those who were merely named last
        (
            "The Maren Front met Norway's envoys. Egypt spoke to Reuters. Qatar urged both sides to talk.",
            "Maren Front ; Norway",
        ),
        ("Teal, who went to Lincoln School, met a doctor in Rome. She urged both parties to settle.", "both parties"),
        # a president's government is none of the states that mediate
        (
            "The government of President Mira Kost met on Monday. Egypt wrote to Norway. "
            "Aid groups asked the government to wait.",
            "The government of President Mira Kost",
        ),
    ],
)
def test_who_is_asked(text: str, party: str) -> None:
    assert acts(text)[0][2] == party
