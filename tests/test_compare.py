"""Several articles on one event: what is matched, what is not, and that every row leads back to the words."""

from pathlib import Path

import pytest

import newslens as nl
from newslens.compare import TABLES
from newslens.comparing.tones import difference_interval
from newslens.errors import OptionError

FOLDER = Path(__file__).parent.parent / "notebooks" / "articles"
NAMES = ["Calder Courier", "National Ledger", "Orrin Voice"]
COUNTED = {"sources": "attributions", "actors": "mentions"}


def compared(*texts, names=None):
    """A comparison of texts; they are called one, two, three."""
    ids = ["one", "two", "three"]
    articles = [
        nl.Article.from_text(text, id=name, check_language=False) for name, text in zip(ids, texts, strict=False)
    ]
    return nl.compare(articles, names=names)


def sources(*texts):
    table = compared(*texts).sources
    return sorted(zip(table["name"], table["shared"], strict=True))


def shared_demands(*texts):
    table = compared(*texts).demands
    return table[table.shared > 1]


def shared_claims(*texts):
    table = compared(*texts).claims
    return table[table.shared > 1]


@pytest.fixture(scope="module")
def three():
    articles = [nl.read_article(FOLDER / f"invented-{name.lower().replace(' ', '-')}.txt") for name in NAMES]
    return nl.compare(articles)


# --- who is who

SAFE = "Mayor Ada Quist said the bridge is safe."


@pytest.mark.parametrize(
    "second",
    [
        "Ada Quist said the road is open.",
        "Mayor Quist said the road is open.",
        "Engineer Ada Quist said the road is open.",
    ],
)
def test_one_person_in_two_articles(second):
    assert sources(SAFE, second) == [("Ada Quist", 2)]


@pytest.mark.parametrize(
    "second",
    [
        "Deputy Mayor Quist said the road is open.",  # another role
        "Quist said the road is open.",  # no role
        "Mayor Bea Quist said the road is open.",  # another first name
        "Mayor Ada Quisling said the road is open.",
    ],
)
def test_who_may_be_another_person_stays_another(second):
    found = sources(SAFE, second)
    assert len(found) == 2
    assert {n for _, n in found} == {1}


def test_a_surname_that_two_share_is_nobody_of_them():
    found = sources(SAFE, "Mayor Bea Quist said the road is open.", "Mayor Quist said it rained.")
    assert found == [("Ada Quist", 1), ("Bea Quist", 1), ("Quist", 1)]


def test_a_surname_finds_its_role_in_a_third_article():
    found = sources("Ada Quist said the road is open.", SAFE, "Mayor Quist said it rained.")
    assert found == [("Ada Quist", 3)]


def test_two_articles_that_only_have_the_surname():
    assert sources("Mayor Quist said it rained.", "Mayor Quist said the road is open.") == [("Quist", 2)]
    assert len(sources("Mayor Quist said it rained.", "Minister Quist said the road is open.")) == 2


def test_a_surname_with_its_particle():
    found = sources("Mayor Jens van Dam said it rained.", "Mayor van Dam said the road is open.")
    assert found == [("Jens van Dam", 2)]


def test_states_match_by_any_of_their_names():
    found = compared("The United States said it will pay.", "The US said it will not pay.").actors
    assert found[["name", "kind", "shared"]].values.tolist() == [["United States", "state", 2]]


def test_organizations_match_by_name_and_not_by_half_of_it():
    assert sources("The Harbor Board said it rained.", "The Harbor Board said it will pay.") == [("Harbor Board", 2)]
    assert len(sources("The Harbor Board said it rained.", "The Harbor Union said it will pay.")) == 2


@pytest.mark.parametrize("who", ["An official", "Two officials", "Residents", "A spokesman for Norway"])
def test_unnamed_sources_are_never_one(who):
    table = compared(f"{who} said the bridge is safe.", f"{who} said the road is open.").sources
    assert table["shared"].tolist() == [1, 1]
    assert table["named"].tolist() == [False, False]


def test_a_described_body_is_no_source_in_common():
    table = compared("The union said it will strike.", "The union said it will pay.").sources
    assert table["shared"].tolist() == [1, 1]


def test_counts_stand_under_their_articles():
    table = compared(f"{SAFE} “It will last,” Quist said.", "Ada Quist said the road is open.").sources
    assert table[["one", "two", "attributions"]].values.tolist() == [[2, 1, 3]]


# --- demands

OPEN = "Norway demanded that Sweden open the northern border to trucks."


def test_the_same_demand_in_other_words():
    (row,) = shared_demands(OPEN, "Norway asked Sweden to open the border to trucks.").to_dict("records")
    assert (row["demander"], row["acts"], row["shared"]) == ("Norway", "demand ; request", 2)


@pytest.mark.parametrize(
    "second",
    [
        "Iceland demanded that Sweden open the northern border to trucks.",  # another demander
        "Norway offered to open the northern border to trucks.",  # another group of act
        "Norway demanded that Finland open the northern border to trucks.",  # of somebody else
        "Norway demanded that Sweden pay for the northern road.",  # something else
        "Norway demanded that Sweden close the northern border.",  # two words of three
        "Norway demanded that Sweden not open the northern border to trucks.",  # the opposite
    ],
)
def test_what_may_be_another_demand_stays_another(second):
    assert shared_demands(OPEN, second).empty


def test_a_body_described_alike_demands_alike():
    first = "The union asked the port to reopen the gate."
    assert len(shared_demands(first, "The union demanded that the port reopen the gate.")) == 1
    assert shared_demands(first, "A union demanded that the port reopen the gate.").empty


def test_articles_that_disagree_on_what_came_of_it():
    first, second = f"{OPEN} Sweden refused.", f"{OPEN} Sweden agreed to the demand."
    row = shared_demands(first, second).iloc[0]
    assert (row["one"], row["two"], row["agreement"]) == ("rejected", "accepted", "disagree")


def test_silence_is_no_disagreement():
    first = f"{OPEN} Sweden refused."
    comparison = compared(first, f"{OPEN} It rained.")
    assert "is rejected in one and without an answer in two" in repr(comparison.findings)
    row = comparison.demands.iloc[0]
    assert (row["one"], row["two"], row["agreement"]) == ("rejected", "not_reported", "one_silent")
    assert shared_demands(first, f"{first} It rained.").iloc[0]["agreement"] == "same"


def test_an_answer_pairs_by_what_it_answers():
    table = shared_demands(f"{OPEN} Sweden refused.", f"{OPEN} Sweden rejected the demand.")
    assert table["group"].tolist() == ["asks", "refuses"]
    assert table["agreement"].isna().tolist() == [False, True]


def test_what_one_article_alone_reports_is_missing_in_the_other():
    table = compared(OPEN, "Rain fell on the valley.").demands
    assert table["two"].isna().all()
    assert table["agreement"].isna().all()


# --- claims

WEEKS = "the repair of the bridge will take six weeks"


def test_a_claim_with_two_sources_in_two_articles():
    (row,) = shared_claims(f"Ada Quist said {WEEKS}.", f"Jon Fell said {WEEKS}.").to_dict("records")
    assert (row["backing"], row["named"], row["sources"]) == ("several", 2, "Ada Quist ; Jon Fell")


def test_the_same_source_twice_is_one():
    (row,) = shared_claims(f"Ada Quist said {WEEKS}.", f"Ada Quist said {WEEKS}.  It rained.").to_dict("records")
    assert (row["backing"], row["named"], row["one"], row["two"]) == ("single", 1, 1, 1)


def test_two_unnamed_sources_may_be_the_same():
    (row,) = shared_claims(f"An official said {WEEKS}.", f"A senior aide said {WEEKS}.").to_dict("records")
    assert (row["backing"], row["named"], row["described"]) == ("unclear", 0, 2)


@pytest.mark.parametrize(
    "second",
    [
        "the repair of the bridge will take eight weeks",  # another number
        "the repair of the bridge will not take six weeks",  # denied
        "the road will stay open for six weeks",  # about something else
        "mending the crossing lasts a month and a half",  # a paraphrase, which is missed
    ],
)
def test_what_may_be_another_claim_stays_another(second):
    table = compared(f"Ada Quist said {WEEKS}.", f"Jon Fell said {second}.").claims
    assert table["shared"].tolist() == [1, 1]
    assert table["only_in"].tolist() == ["one", "two"]
    assert set(table["backing"]) == {"single"}


def test_what_is_asked_is_no_claim():
    assert compared(OPEN, f"{OPEN} It rained.").claims.empty


def test_who_passes_a_claim_on_does_not_back_it():
    relayed = f"Radio Nord reported that {WEEKS}, according to an aide."
    (row,) = shared_claims(relayed, f"Ada Quist said {WEEKS}.").to_dict("records")
    assert row["sources"] == "an aide ; Ada Quist"


# --- tone

KIND, HARSH = "Norway did a splendid job. " * 3, "Norway made a terrible mistake. " * 3


def test_the_difference_is_the_second_minus_the_first():
    (row,) = compared(KIND, HARSH).tone_differences.to_dict("records")
    assert (row["a"], row["b"], row["passages_a"], row["passages_b"]) == ("one", "two", 3, 3)
    assert row["difference"] < 0


def test_tone_is_that_of_the_article():
    table = compared(KIND, HARSH).tone
    assert table["article"].tolist() == ["one", "two"]
    alone = nl.tone_by_actor(nl.Article.from_text(KIND))
    assert table["mean"][0] == pytest.approx(alone["mean"][0])


def test_who_is_not_mentioned_has_a_row_without_a_mean():
    row = compared(KIND, "Rain fell on the valley.").tone.to_dict("records")[1]
    assert (row["article"], row["passages"], row["note"]) == ("two", 0, "not mentioned")


def test_difference_interval():
    low, high, note = difference_interval([0.0, 0.1, 0.2], [0.8, 0.9, 1.0])
    assert low > 0
    assert low < 0.8 < high
    assert note is None
    assert difference_interval([0.0, 0.1, 0.2], [0.8, 0.9, 1.0]) == (low, high, None)
    assert difference_interval([0.1] * 3, [0.2] * 3)[2].startswith("all passages score alike")


# --- the whole

RAIN = "Rain fell on the valley.", "Snow lay on the hills."


def test_order_and_names_of_the_articles(three):
    assert three.names == NAMES == three.summary["article"].tolist()
    assert three.sources.columns.tolist()[-3:] == NAMES
    turned = nl.compare(list(three.analyses.values())[::-1], names=["c", "b", "a"])
    assert turned.names == ["c", "b", "a"] == turned.demands.columns.tolist()[-3:]


@pytest.mark.parametrize("table", ["sources", "actors", "demands", "claims"])
def test_what_is_matched_does_not_hang_on_the_order(table, three):
    def groups(comparison):
        found = comparison.evidence(table)
        return {frozenset(zip(rows["article"], rows["id"], strict=True)) for _, rows in found.groupby("row")}

    assert groups(nl.compare(list(three.articles.values())[::-1])) == groups(three)


@pytest.mark.parametrize("text", ["…", "“", "1 2 3", "Ada. Ada. Ada.", "The The said that The The said no.", "\u200bx"])
def test_odd_prose_yields_less_and_never_an_error(text):
    comparison = compared(text, SAFE) if any(map(str.isalnum, text)) else compared(f"{text} x", SAFE)
    assert [name for name, _ in comparison.tables()] == list(TABLES)
    assert comparison._repr_html_()


def test_articles_of_different_events_share_little():
    folder = Path(__file__).parent / "articles"
    comparison = nl.compare([nl.read_article(folder / f"{name}.txt") for name in ("ferry-strike", "court-verdict")])
    assert (comparison.demands["shared"] == 1).all()
    assert (comparison.claims["shared"] == 1).all()
    for table in TABLES[1:]:
        found = comparison.evidence(table)
        assert all(comparison.articles[e.article].text[e.start : e.end] == e.text for e in found.itertuples())


def test_ids_are_the_names_where_not_all_have_an_outlet():
    assert compared(*RAIN).names == ["one", "two"]


@pytest.mark.parametrize("table", TABLES)
def test_empty_tables_keep_columns_and_dtypes(table, three):
    full = getattr(three, table)
    empty = getattr(compared(*RAIN, "Wind blew.", names=NAMES), table)
    assert empty.columns.tolist() == full.columns.tolist()
    assert empty.dtypes.tolist() == full.dtypes.tolist()
    assert len(empty) == (3 if table == "summary" else 0)


@pytest.mark.parametrize("table", [name for name in TABLES if name != "summary"])
def test_every_row_leads_to_its_words(table, three):
    rows, found = getattr(three, table), three.evidence(table)
    assert found.columns.tolist() == ["row", "article", "lens", "id", "role", "start", "end", "text"]
    assert all(three.articles[e.article].text[e.start : e.end] == e.text for e in found.itertuples())
    standing = rows["id"] if table != "tone" else rows.loc[rows["passages"] > 0, "id"]
    assert set(found["row"]) == set(standing)


@pytest.mark.parametrize(("table", "total"), COUNTED.items())
def test_counts_add_up(table, total, three):
    found = getattr(three, table)
    assert found[NAMES].sum(axis=1).tolist() == found[total].tolist()
    assert (found[NAMES] > 0).sum(axis=1).tolist() == found["shared"].tolist()
    alone = {name: getattr(a, table)[total].sum() for name, a in three.analyses.items()}
    assert found[NAMES].sum().to_dict() == alone


@pytest.mark.parametrize("table", TABLES)
def test_the_codebook_has_every_column_but_those_of_articles(table, three):
    book = three.schema(table)
    columns = [c for c in getattr(three, table).columns if c not in NAMES]
    assert book["column"].tolist() == columns
    assert book["meaning"].str.len().min() > 5


def test_the_same_articles_give_the_same_tables_and_page(three):
    again = nl.compare(list(three.articles.values()))
    for name, table in three.tables():
        assert table.equals(getattr(again, name))
    assert again._repr_html_() == three._repr_html_()
    assert nl.charts.compare_sources(again).png == nl.charts.compare_sources(three).png
    assert repr(again) == repr(three)


def test_the_invented_articles_differ_as_they_were_meant_to(three):
    figures = three.summary.set_index("article")
    assert figures["unnamed_share"].idxmax() == figures["hedges_per_1000"].idxmax() == "National Ledger"
    assert figures["loaded_per_1000"].idxmax() == figures["tone"].idxmin() == "Orrin Voice"
    assert figures["quoted_share"].idxmax() == "Calder Courier"
    assert three.demands.iloc[0]["agreement"] == "disagree"
    assert three.claims.iloc[0]["sources"] == "Nadia Kesh ; Ilse Brandvik"


@pytest.mark.parametrize("name", NAMES)
def test_the_invented_articles_say_so(name, three):
    article = three.articles[name]
    assert article.id.startswith("invented-")
    assert "Invented for a notebook" in article.text[: article.paragraphs[0][0]]


def test_findings_are_plain_sentences(three):
    said = repr(three.findings)
    assert "National Ledger alone cites Paul Ostrander" in said
    assert "under consideration in National Ledger" in said
    assert "one_silent" not in said
    assert "_" not in repr(compared(*RAIN).findings)
    few = repr(compared(SAFE, "Minister Jon Fell said the road is open.").findings)
    assert "Of two sources with a name, none is heard in more than one article." in few
    assert "Of two claims, all rest on one source" in few


def test_html_is_escaped_and_has_no_script():
    evil = '<script>alert("x")</script>'
    comparison = compared(f"{SAFE} {evil} said it.", "Mayor Quist asked Norway to pay.", names=[evil, "b&b"])
    page = comparison._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "b&amp;b" in page


def test_a_picture_of_who_is_heard_where(three):
    picture = nl.charts.compare_sources(three)
    assert "Paul Ostrander (named person) 3 in National Ledger" in picture.alt
    assert picture.png.startswith(b"\x89PNG")
    assert nl.charts.compare_sources(compared(*RAIN)).alt == "No article attributes anything to a source."
    with pytest.raises(OptionError, match=r"Make one with nl\.compare"):
        nl.charts.compare_sources(three.sources)


ONE, TWO = nl.Article.from_text(RAIN[0], id="one"), nl.Article.from_text(RAIN[1], id="two")
TWIN = nl.Article.from_text("Hail fell.", id="one", check_language=False)


@pytest.mark.parametrize(
    ("given", "names", "message"),
    [
        (ONE, None, r"nl\.compare\(\[first, second\]\)"),
        ([ONE], None, r"one article was given.*nl\.analyze"),
        ([], None, "no article was given"),
        ([ONE, "a.txt"], None, r"not str.*nl\.read_article"),
        ([ONE, ONE], None, "the very same text"),
        ([ONE, TWIN], None, r"would be called 'one'.*names="),
        ([ONE, TWO], ["a"], "2 articles and 1 names"),
        ([ONE, TWO], ["a", "a"], "different names"),
        ([ONE, TWO], ["a", " "], "something in it"),
        ([ONE, TWO], "ab", "names is one string"),
        ([ONE, TWO], ["kind", "b"], "column of the tables already"),
    ],
)
def test_what_cannot_be_compared(given, names, message):
    with pytest.raises(OptionError, match=message):
        nl.compare(given, names=names)


def test_one_id_for_two_articles_is_told_apart_by_names():
    comparison = nl.compare([ONE, TWIN], names=["a", "b"])
    assert comparison.summary[["article", "id"]].values.tolist() == [["a", "one"], ["b", "one"]]


def test_tables_that_there_are_not():
    comparison = compared(*RAIN)
    with pytest.raises(OptionError, match="Did you mean 'claims'"):
        comparison.evidence("claim")
    with pytest.raises(OptionError, match="whole articles"):
        comparison.evidence("summary")
    with pytest.raises(OptionError, match="Did you mean 'tone'"):
        comparison.schema("tones")
