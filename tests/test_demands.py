"""Who asks what of whom: acts, parties, content and realis, in sentences of many fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from newslens.article import Article, read_article
from newslens.demands import ACTS, Demand, DemandItem, demand_items, demands, find_demands, plover_code
from newslens.errors import OptionError
from newslens.tables import dtypes

SEED = Path(__file__).parent.parent / "seeds" / "2022-01-24-cnn-us-troops-eastern-europe.txt"


def article(text: str) -> Article:
    return Article.from_text(text, id="test", check_language=False)


def acts(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(d.act, d.demander, d.addressees, d.content) for d in find_demands(article(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # warnings of a deed of one's own
        (
            "The port authority warned shippers on Monday that it would respond with new fees if the boycott goes on.",
            [("threat", "The port authority", "shippers", "respond with new fees")],
        ),
        ("The weather service warned that the river would rise by Friday.", []),
        (
            "“Open the gates now,” the bishop told the guards.",
            [("demand", "the bishop", "the guards", "Open the gates now")],
        ),
        ("Managers have offered 4 percent.", [("offer", "Managers", None, "4 percent")]),
        (
            "The landlord promised new radiators by November.",
            [("promise", "The landlord", None, "new radiators")],
        ),
        # courts
        (
            "The operator must refund its passengers by June, the court ruled.",
            [("demand", "the court", "The operator", "refund its passengers")],
        ),
        (
            "The appeals court ordered Brindle Mining to drain the flooded shaft within 30 days.",
            [("demand", "The appeals court", "Brindle Mining", "drain the flooded shaft")],
        ),
        (
            "Judge Olive Tran told the city to hand over the records or face daily fines.",
            [
                ("demand", "Olive Tran", "the city", "hand over the records"),
                ("threat", "Olive Tran", "the city", "daily fines"),
            ],
        ),
        (
            "The court gave the company until June 30 to clean the river.",
            [("demand", "The court", "the company", "clean the river")],
        ),
        (
            "Prosecutors are seeking the extradition of a shipping magnate from Malta.",
            [("request", "Prosecutors", None, "the extradition of a shipping magnate from Malta")],
        ),
        # trade and business
        (
            "Brazil's soybean growers, backed by exporters, pressed the government on Thursday to scrap the levy.",
            [("request", "Brazil's soybean growers", "Brazil", "scrap the levy")],
        ),
        (
            "Tech giant Omvia was told by the regulator to share its data with rivals.",
            [("demand", "the regulator", "Omvia", "share its data with rivals")],
        ),
        (
            "The watchdog wants phone makers to label their batteries.",
            [("request", "The watchdog", "phone makers", "label their batteries")],
        ),
        (
            "The firm is prepared to sell its stake, a spokeswoman said.",
            [("offer", "The firm", None, "sell its stake")],
        ),
        (
            "Farm leaders insisted on a meeting with the premier.",
            [("demand", "Farm leaders", "the premier", "a meeting with the premier")],
        ),
        # labor
        (
            "Ferry crews threatened to walk out on Friday unless the operator restored their pensions, the union said.",
            [
                ("threat", "Ferry crews", "the operator", "walk out on Friday"),
                ("condition", "Ferry crews", "the operator", "restored their pensions"),
            ],
        ),
        (
            "Teachers will strike on Monday if the board does not reopen the contract, their union warned.",
            [
                ("threat", "Teachers", "the board", "strike on Monday"),
                ("condition", "Teachers", "the board", "reopen the contract"),
            ],
        ),
        (
            "The guild said members would not return to work until the studio signs the contract.",
            [("condition", "members", "the studio", "signs the contract")],
        ),
        # said + must, should; commands
        (
            "The airline must refund passengers, the consumer ombudsman said in a letter.",
            [("demand", "the consumer ombudsman", "The airline", "refund passengers")],
        ),
        (
            "Ministers should publish the plans, opposition leader Hana Weiss said.",
            [("request", "Hana Weiss", "Ministers", "publish the plans")],
        ),
        (
            "“Leave our river alone,” said Nia Okoro, who leads the anglers' club.",
            [("demand", "Nia Okoro", None, "Leave our river alone")],
        ),
        (
            "“You must stop the dredging today,” the harbor's chief engineer, Omar Haddad, told the contractor.",
            [("demand", "Omar Haddad", "the contractor", "stop the dredging today")],
        ),
        # nouns
        (
            "The rebels issued an ultimatum to the garrison to surrender by dawn.",
            [("demand", "The rebels", "the garrison", "surrender by dawn")],
        ),
        (
            "Beekeepers' calls for a ban on the spray grew louder.",
            [("request", "Beekeepers", None, "a ban on the spray")],
        ),
        # pleas, promises, offers
        (
            "The cardinal pleaded with both armies to let food trucks pass.",
            [("appeal", "The cardinal", "both armies", "let food trucks pass")],
        ),
        (
            "The studio promised actors that it would not use their voices without consent.",
            [("promise", "The studio", "actors", "not use their voices without consent")],
        ),
        (
            "The minister vowed to rebuild the dam, and engineers welcomed the news.",
            [("promise", "The minister", None, "rebuild the dam")],
        ),
        (
            "The bank offered to write off the debt in return for the land titles.",
            [("offer", "The bank", None, "write off the debt")],
        ),
        (
            "“We will close the plant if the subsidy ends,” the chief executive, Ivo Brandt, said.",
            [("threat", "Ivo Brandt", None, "close the plant")],
        ),
        # several things asked
        (
            "In a letter to shareholders, the fund urged the board to sell the chemicals unit and return cash.",
            [("request", "the fund", "the board", "sell the chemicals unit ; return cash")],
        ),
        (
            "The league asked both clubs to protect and pay their players.",
            [("request", "The league", "both clubs", "protect and pay their players")],
        ),
        # passive, control, relative subjects
        ("Airlines were asked to share passenger lists.", [("request", None, "Airlines", "share passenger lists")]),
        (
            "Harbor officials, who were asked by pilots to close the channel, met on Monday.",
            [("request", "pilots", "Harbor officials", "close the channel")],
        ),
        (
            "Oslo was pressed to lower its fees on shrimp by a league of nine fishing ports.",
            [("request", "a league of nine fishing ports", "Norway", "lower its fees on shrimp")],
        ),
        ("Villagers blocked the road to demand clean water.", [("demand", "Villagers", None, "clean water")]),
    ],
)
def test_acts(text: str, expected: list[tuple[str, str | None, str | None, str | None]]) -> None:
    assert acts(text) == expected


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Peru said that Bolivia and Chile must agree to never raising the dam and open the sluices by May.",
            ["agree to never raising the dam", "open the sluices"],
        ),
        (
            "The coach said the owners must stop selling players and hire a physiotherapist.",
            ["stop selling players", "hire a physiotherapist"],
        ),
        (
            "The union asked the airline to commit to not cutting routes and publish its rosters.",
            ["commit to not cutting routes", "publish its rosters"],
        ),
    ],
)
def test_a_bare_verb_is_joined_to_the_bare_verb_not_to_the_gerund_before_it(text: str, content: list[str]) -> None:
    """Read under “never raising”, the second demand would be reversed."""
    items = demand_items(article(text))
    assert items["text"].tolist() == content
    assert items["polarity"].tolist()[-1] == "do"


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The army warned residents not to leave their homes.", "refrain"),
        ("Sailors were forbidden to speak to reporters.", "refrain"),
        ("Police asked drivers to avoid the tunnel.", "refrain"),
        ("Peru said that Bolivia must agree to never raising the dam.", "refrain"),
        ("Police asked drivers to use the bridge.", "do"),
        ("The mill said it would not pay the fine.", "do"),
    ],
)
def test_polarity(text: str, polarity: str) -> None:
    assert demands(article(text))["polarity"].tolist() == [polarity]


@pytest.mark.parametrize(
    "text",
    [
        "Consumer demand for electric vans fell, and the asking price of used ones rose.",
        "The regulator ordered 300 new laptops, and the ministry a new van.",
        "Reporters asked whether the minister would resign; she declined to comment.",
        "The senator has asked why the contract was never bid, and whether it will be.",
        "“Will you resign?” a reporter asked the commissioner.",
        "She asked him what time it was.",
        "The crowd demanded to know who had closed the gates.",
        "The virus demands caution, the doctor said.",
        "The crisis demands action.",
        "Snow threatens to close the pass.",
        "Doctors advise patients to drink more water.",
        "Experts recommend that the city plant more trees.",
        "Economists said the bank should cut rates in spring.",
        "Rents must fall before families return, the study said.",
        "The new law requires landlords to fix leaks.",
        "The treaty calls for inspections every year.",
        "The CEO wants to buy a rival.",
        "The strike could cost the port millions, economists warned.",
        "The company said it would lose 300 jobs.",
        "Investors expect the company to raise fees next year.",
        "The airline placed orders worth $2 billion.",
        "The minister called her counterpart on Monday.",
        "The chef demanded perfection.",
        "The book promises a journey through Peru.",
        "Economists agree that growth will slow.",
        "The team will need to score twice, the captain said.",
        "The lawyer declined an interview.",
        "The sheriff said he would not comment until the trial was over.",
        "Residents need to be patient, the mayor said.",
        "The wall must be painted every year, an architect said.",
        "“No other town has to put up with this,” the mayor said.",
        "People should sleep more, a virologist at the clinic said.",
        "The minister was refusing to be drawn on the date.",
        "The hotel offered little comfort.",
        "Guards took him away for unacceptable behavior.",
        "The bank came out to meet its customers.",
        "The bank came out to meet its customers and gave them until Friday to respond.",
        "Two clerks, who asked not to be named, said the vault was empty.",
        "The sheriff declined to say whether she would charge the driver.",
        "The envoy said ties would suffer should the firm be given the contract.",
        "Travelers should wear long sleeves, the mayor said.",
    ],
)
def test_what_only_looks_like_a_demand(text: str) -> None:
    assert acts(text) == []


@pytest.mark.xfail(strict=True, reason="the rules know better than the reader, which finds it likely enough")
@pytest.mark.parametrize(
    "text",
    [
        "The regulator ordered 300 new laptops, and the ministry sought advice on batteries.",
        "A firm has requests for tours from schools.",
    ],
)
def test_what_the_reader_takes_for_a_demand(text: str) -> None:
    assert acts(text) == []


def test_a_noun_with_what_came_of_it() -> None:
    assert [act for act, *_ in acts("The landlord's refusal to fix the lift drew a fine.")] == ["refusal"]


@pytest.mark.parametrize(
    ("text", "realis"),
    [
        ("The council did not ask the developer to pay.", "negated"),
        ("The opposition plans to ask the court for a recount.", "planned"),
        ("The mayor could ask the port to reopen.", "hypothetical"),
        ("If elected, Orlova would order banks to open on Sundays, her aide said.", "hypothetical"),
        ("Kestrel Air denied that it had asked the airport to cut fees.", "disputed"),
        ("The mayor asked the port to reopen.", "actual"),
    ],
)
def test_realis(text: str, realis: str) -> None:
    assert [d.realis for d in find_demands(article(text))] == [realis]
    assert len(demands(article(text))) == (realis == "actual")
    assert demands(article(text), realis=realis)["realis"].tolist() == [realis]
    assert len(demands(article(text), realis="all")) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a price, and what is given for it: one act
        (
            "The ferrymen said they would carry the mail only if the council dropped the fee.",
            [("condition", "The ferrymen", "the council", "dropped the fee")],
        ),
        # a joined verb goes on from the one with the same auxiliary, not from the clause between
        (
            "The Reed Society has threatened to sue unless Norvent pays, and has asked the mayor to meet farmers.",
            [
                ("threat", "Reed Society", "Norvent", "sue"),
                ("condition", "Reed Society", "Norvent", "pays"),
                ("request", "Reed Society", "the mayor", "meet farmers"),
            ],
        ),
        # what cannot ask does not
        (
            "The Red Cross said its trucks had been stolen and appealed for escorts.",
            [("appeal", "Red Cross", None, "escorts")],
        ),
        # the words of a threat's price, without its “not”
        (
            "The miners said they would block the bridge if the owner was not arrested by Friday.",
            [
                ("threat", "The miners", None, "block the bridge"),
                ("condition", "The miners", None, "the owner was arrested"),
            ],
        ),
        (
            "The port must at least reopen one gate, Mayor Ada Holt said.",
            [("demand", "Ada Holt", "The port", "at least reopen one gate")],
        ),
        # advice
        (
            "“Both can wait,” said Ada Holt of the Tide Observatory. The government should open a road, she said.",
            [],
        ),
        ("Analysts said little would change. “The bank should cut its rates,” Ada Holt said.", []),
        # who says that requests were ignored had made them
        (
            "The auditor, Bo Lind, said the mill had ignored two requests for its books.",
            [("request", "Bo Lind", "the mill", "its books")],
        ),
        (
            "The mayor, Ada Holt, rejected what she called “a trick” by the builder.",
            [("refusal", "Ada Holt", None, "what she called “a trick” by the builder")],
        ),
    ],
)
def test_who_acts_and_how_often(text: str, expected: list[tuple[str, str | None, str | None, str | None]]) -> None:
    assert acts(text) == expected


def test_an_act_that_is_only_asked_for_is_no_act_of_its_own() -> None:
    assert [d.act for d in find_demands(article("Greenpeace urged Norway to reject the plan."))] == ["request"]


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("The court ordered the mine to drain the shaft within 30 days.", "deadline", "within 30 days"),
        ("The bank offered to write off the debt in return for the land titles.", "in_return", "the land titles"),
        (
            "“We will close the plant if the subsidy ends,” its owner, Ivo Brandt, said.",
            "condition",
            "if the subsidy ends",
        ),
        ("The governor said he would sign the bill only if lawmakers removed the tax.", "in_return", "sign the bill"),
        (
            "In a joint letter, 60 authors implored the festival to end its deal with the bank.",
            "channel",
            "In a joint letter",
        ),
        ("Growers pressed the government on Thursday to scrap the levy.", "said_when", "on Thursday"),
        ("The mayor asked the port to reopen, a person close to her said.", "reported_by", "a person close to her"),
        ("The union has repeatedly asked the state for smaller classes.", "repeated", True),
        ("Police asked drivers to use the bridge.", "strength", "medium"),
    ],
)
def test_circumstances(text: str, column: str, value: object) -> None:
    assert demands(article(text))[column].tolist()[-1] == value


def test_the_source_of_a_report_is_not_its_demander() -> None:
    own = demands(article("The mayor said the port must reopen."))
    assert own["demander"].tolist() == ["The mayor"]
    assert own["reported_by"].isna().all()


def test_the_seed_article() -> None:
    seed = read_article(SEED)
    table = demands(seed)
    assert table["act"].tolist() == ["promise", "demand", "refusal", "deferral"]
    assert table["demander"].tolist() == ["NATO", "Russia", "United States", "United States"]
    assert table["addressees"].fillna("").tolist() == ["", "United States ; NATO", "Russia", "Russia"]
    assert table["status"].tolist()[1] == "rejected"
    assert table["relation"].tolist()[2:] == ["rejects", "defers"]
    assert table["responds_to"].tolist()[2:] == ["d2", "d2"]
    items = demand_items(seed)
    asked = items[items["demand"] == "d2"]
    assert asked["text"].tolist() == [
        "commit to never admitting Ukraine into NATO",
        "pull back military deployments from Eastern European counties, including Romania and Bulgaria",
    ]
    assert asked["polarity"].tolist() == ["refrain", "do"]
    (decided,) = [p for p in find_demands(seed)[1].parts if p.role == "status"]
    assert seed.text[decided.start : decided.end] == "these demands are a non-starter"


def test_tables_have_their_columns_even_when_empty() -> None:
    nothing = article("Rain fell on the valley all day.")
    for table, record in ((demands(nothing), Demand), (demand_items(nothing), DemandItem)):
        assert len(table) == 0
        assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dtypes(record)


def test_ids_and_evidence() -> None:
    text = article("The union asked the port to reopen the gate and pay overtime. The port refused.")
    found = find_demands(text)
    assert [d.id for d in found] == ["d1", "d2"]
    assert demand_items(text)["id"].tolist() == ["d1.1", "d1.2"]
    for demand in found:
        assert demand.text == text.text[demand.start : demand.end]
        assert all(0 <= p.start < p.end <= len(text.text) for p in demand.parts)
    roles = {text.text[p.start : p.end]: p.role for p in found[0].parts}
    assert roles["The union"] == "demander"
    assert roles["the port"] == "addressee"
    assert roles["asked"] == "cue"
    assert roles["pay overtime"] == "content"


def test_unknown_options_say_what_is_known() -> None:
    with pytest.raises(OptionError, match="Did you mean 'planned'"):
        demands(article("Nothing."), realis="plan")
    with pytest.raises(OptionError, match="Did you mean 'refusal'"):
        plover_code("refusals")


def test_plover_codes() -> None:
    assert {act: plover_code(act) for act in ACTS} == {
        "condition": "REQUEST",
        "demand": "REQUEST",
        "appeal": "REQUEST",
        "request": "REQUEST",
        "offer": "AGREE",
        "promise": "AGREE",
        "acceptance": "CONCEDE",
        "threat": "THREATEN",
        "refusal": "REJECT",
        "deferral": None,
    }


def test_parties_are_named_without_the_marks_of_markdown() -> None:
    text = "The **town council** urged the [state government](https://example.org/office) to pay for the roof."
    (found,) = find_demands(Article.from_text(text, id="test", markdown=True, check_language=False))
    assert (found.demander, found.addressees) == ("The town council", "the state government")
