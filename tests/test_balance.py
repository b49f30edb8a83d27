import newslens as nl

TEXT = """Norway demanded on Monday that Iceland lower its fees.

“The fees will stay,” said Jon Stefansson, an Icelandic minister. Norway’s premier, Kari Lund, said she was waiting.

The union demanded that the port pay overtime."""


def test_both_sides_are_heard():
    rows = nl.disputes(nl.Article.from_text(TEXT)).set_index(["a", "b"])
    row = rows.loc["Norway", "Iceland"]
    assert row["heard"] == "both"
    assert row["a_cited"] >= 1
    assert row["b_cited"] >= 1


def test_one_side_is_heard():
    text = "“Iceland must lower its fees,” Kari Lund said. Lund demanded that Iceland answer by Friday. It was raining."
    (row,) = nl.disputes(nl.Article.from_text(text)).to_dict("records")
    assert (row["a"], row["b"], row["heard"]) == ("Kari Lund", "Iceland", "a")


def test_no_dispute_is_an_empty_table_with_columns():
    table = nl.disputes(nl.Article.from_text("Rain fell on the harbor all night."))
    assert table.empty
    assert table.columns.tolist() == ["article", "a", "b", "acts", "a_cited", "b_cited", "heard"]
