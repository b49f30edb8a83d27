"""Header lines of all shapes, and sentences that only look like them."""

from __future__ import annotations

import datetime

import pytest

from newslens.reading.byline import dateline, header_line
from newslens.reading.header import read_header

STORY = "The council closed three ferry lines on Monday, a spokeswoman said, after the storm broke two piers."
DAY = datetime.date(2021, 3, 3)


@pytest.mark.parametrize(
    ("line", "byline", "outlet"),
    [
        ("By Ann Lee", ("Ann Lee",), None),
        ("by Ann Lee", ("Ann Lee",), None),
        ("BY ANN LEE", ("Ann Lee",), None),
        ("By Ann Lee, Harbor News", ("Ann Lee",), "Harbor News"),
        ("By Ann Lee | Harbor News", ("Ann Lee",), "Harbor News"),
        ("By Ann Lee for Harbor News", ("Ann Lee",), "Harbor News"),
        ("By Ann Lee of the Harbor News", ("Ann Lee",), "Harbor News"),
        ("By ANN LEE and TOM MOSS, Harbor News", ("Ann Lee", "Tom Moss"), "Harbor News"),
        ("By Ann Lee and Tom Moss, CNN", ("Ann Lee", "Tom Moss"), "CNN"),
        ("By Ann Lee, Tom Moss and Ida Quist", ("Ann Lee", "Tom Moss", "Ida Quist"), None),
        ("By Ann Lee, Tom Moss, and Ida Quist, CNN", ("Ann Lee", "Tom Moss", "Ida Quist"), "CNN"),
        ("By Ann Lee & Tom Moss", ("Ann Lee", "Tom Moss"), None),
        ("By Ann Lee, Tom Moss", ("Ann Lee", "Tom Moss"), None),
        ("By ANN LEE, Associated Press Writer", ("Ann Lee",), "Associated Press"),
        ("By Ann Lee, CNN Pentagon Correspondent", ("Ann Lee",), "CNN"),
        ("By Ann Lee, Staff Writer", ("Ann Lee",), None),
        ("By Ann Lee, Special to The Harbor Post", ("Ann Lee",), "Harbor Post"),
        ("By Europe correspondent Nils Dole", ("Nils Dole",), None),
        ("By Luke Moss in Oslo and Ida Quist in Riga", ("Luke Moss", "Ida Quist"), None),
        ("By Ann Lee Jr. and Tom Moss", ("Ann Lee Jr.", "Tom Moss"), None),
        ("By Jean-Luc O’Brien de la Cruz", ("Jean-Luc O’Brien de la Cruz",), None),
        ("By Omar al-Masri and Ahmed bin Said", ("Omar al-Masri", "Ahmed bin Said"), None),
        ("By The Associated Press", (), "The Associated Press"),
        ("By Reuters Staff", (), "Reuters"),
        ("Analysis by Ann Lee, The New York Times", ("Ann Lee",), "The New York Times"),
        ("By Ann Lee • 4 min read", ("Ann Lee",), None),
        ("By Ann Lee ann.lee@example.org", ("Ann Lee",), None),
    ],
)
def test_byline(line: str, byline: tuple[str, ...], outlet: str | None) -> None:
    header = read_header(f"{line}\n\n{STORY}")
    assert (header.byline, header.outlet) == (byline, outlet)
    assert header.aside == ((0, len(line)),)


@pytest.mark.parametrize(
    "line",
    [
        "March 3, 2021",
        "Mar. 3, 2021 at 10:13 a.m. ET",
        "Wed March 3, 2021",
        "Updated 10:13 AM ET, Wed March 3, 2021",
        "3 March 2021, 14:05 GMT",
        "3rd March 2021",
        "2021-03-03",
        "2021-03-03T10:13:00Z",
        "Published: Mar 3, 2021 | Updated: Mar 5, 2021",
        "Last updated: 5 March 2021. First published: 3 March 2021".replace(".", " |"),
        "Posted Wed 3 Mar 2021 at 4:30pm",
        "date 2021-03-03",
        "03/03/2021",
        "Date: 2021/3/3",
        "March 3, 2021 / 5:02 PM / Harbor News",
        "By Ann Lee, Harbor News Updated 10:13 AM ET, Wed March 3, 2021",
        "By Ann Lee, March 3, 2021, Harbor News",
        " date 2021-03-03 By Ann Lee and Tom Moss, CNN",
        "Published March 3, 2021 By Ann Lee",
    ],
)
def test_date(line: str) -> None:
    header = read_header(f"{line}\n\n{STORY}")
    assert header.published == DAY
    assert header.aside == ((0, len(line)),)


@pytest.mark.parametrize("line", ["04/05/2021", "February 31, 2021", "Updated 3 hours ago"])
def test_a_date_that_may_be_two_or_none_is_header_without_a_date(line: str) -> None:
    header = read_header(f"{line}\n\n{STORY}")
    assert header.published is None
    assert header.aside == ((0, len(line)),)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday evening the port was closed.",
        "By Train Through Siberia",
        "By the time help came, it was late.",
        "By 2030, ferries will run on batteries.",
        "By Ann Lee's account, the pier was rotten.",
        "By Brussels standards that was fast.",
        "March 3, 2021, was the coldest day in years.",
        "Published reports say the pier was rotten.",
        "On March 3, 2021 the pier broke.",
        "Updated rules will follow in May.",
        "7 p.m.",
        "2021",
        "Harbor News reported the closure first.",
    ],
)
def test_prose_is_no_header(line: str) -> None:
    assert header_line(line) is None
    assert read_header(f"{line}\n\n{STORY}").aside == ()


@pytest.mark.parametrize(
    ("mark", "outlet", "day"),
    [
        ("KYIV, Ukraine (AP) — ", "AP", None),
        ("WASHINGTON, Jan 24 (Reuters) - ", "Reuters", None),
        ("BEIJING, Jan. 24 (Xinhua) -- ", "Xinhua", None),
        ("LONDON — ", None, None),
        ("ST. PAUL, Minn. — ", None, None),
        ("SÃO PAULO, Brazil, 3 March 2021 (AFP) – ", "AFP", DAY),
        ("PARIS, March 3, 2021 — ", None, DAY),
        ("WASHINGTON/KYIV, Jan 24 (Reuters) - ", "Reuters", None),
        ("Kyiv, Ukraine (CNN) — ", "CNN", None),
        ("(CNN)", "CNN", None),
        ("(CNN) — ", "CNN", None),
        ("LONDON (AP) _ ", "AP", None),
        ("OSLO -- ", None, None),
    ],
)
def test_dateline(mark: str, outlet: str | None, day: datetime.date | None) -> None:
    header = read_header(mark + STORY)
    assert header.aside == ((0, len(mark)),)
    assert (header.outlet, header.published) == (outlet, day)


@pytest.mark.parametrize(
    "start",
    [
        "NATO — the alliance — said the ",
        "Kyiv — ",
        "The U.S. — ",
        "A spokesman (who left) — ",
        "WASHINGTON-based ",
        "“Stop,” he said — ",
        "2021 — ",
    ],
)
def test_no_dateline(start: str) -> None:
    assert dateline(start + STORY) is None


def test_headline_is_found_and_stays_prose() -> None:
    header = read_header(f"Council closes ferries, spokeswoman says\n\nBy Ann Lee\nMarch 3, 2021\n\n{STORY}")
    assert header.title == "Council closes ferries, spokeswoman says"
    assert header.aside == ((42, 52), (53, 66))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Council closes ferries\n\n{STORY}", "Council closes ferries"),
        (f"Council closes ferries\n{STORY}", "Council closes ferries"),
        (f"Will ferries return?\nBy Ann Lee\n\n{STORY}", "Will ferries return?"),
        (f"Will ferries return?\n\n{STORY}", None),
        (f"{STORY}\n\n{STORY}", None),
        ("Council closes ferries", None),
        ("The council closed three ferry\nlines on Monday, a spokeswoman\nsaid.", None),
        ("The council wants:\n\nNew ferries, a spokeswoman said.", None),
    ],
)
def test_headline(text: str, title: str | None) -> None:
    assert read_header(text).title == title


def test_outlet_on_its_own_line_after_the_byline() -> None:
    header = read_header(f"By ANN LEE\nAssociated Press\n\n{STORY}")
    assert (header.byline, header.outlet) == (("Ann Lee",), "Associated Press")


def test_labeled_lines() -> None:
    lines = "Title: Ferries\nAuthor: Ann Lee\nSource: Harbor News\nDate: 2021-03-03\nURL: https://example.org/a"
    header = read_header(f"{lines}\n\n{STORY}")
    assert (header.title, header.byline, header.outlet) == ("Ferries", ("Ann Lee",), "Harbor News")
    assert (header.published, header.url) == (DAY, "https://example.org/a")


def test_published_wins_over_updated() -> None:
    header = read_header(f"Updated March 5, 2021\nPublished March 3, 2021\n\n{STORY}")
    assert header.published == DAY


def test_dates_in_a_timeline_are_no_header() -> None:
    text = f"March 3, 2021\n\n{STORY}\n\nThe piers reopened.\n\nApril 9, 2021\n\n{STORY}"
    assert read_header(text).aside == ((0, 13),)


@pytest.mark.parametrize(
    "credit",
    [
        "(Reporting by Ann Lee; editing by Tom Moss)",
        "Reporting by Ann Lee in Oslo; Additional reporting by Tom Moss; Editing by Ida Quist",
        "Additional reporting by Tom Moss.",
    ],
)
def test_credits_at_the_foot(credit: str) -> None:
    text = f"{STORY}\n\n{credit}\n"
    assert [text[start:end] for start, end in read_header(text).aside] == [credit]


def test_a_sentence_about_reporting_is_no_credit() -> None:
    assert read_header(f"{STORY}\n\nReporting by phone was hard, she said.").aside == ()


@pytest.mark.parametrize(
    ("block", "byline", "title"),
    [
        ("title: Ferries late\nauthor: Ann Lee", ("Ann Lee",), "Ferries late"),
        ("title: 'Ferries: late again'\nauthors: [Ann Lee, Tom Moss]", ("Ann Lee", "Tom Moss"), "Ferries: late again"),
        ("title: Ferries: late again\nauthor: By Ann Lee and Tom Moss", ("Ann Lee", "Tom Moss"), "Ferries: late again"),
        ("title: &x Ferries\nauthor: *x\nother: !!python/object:os.system x", ("Ferries",), "Ferries"),
    ],
)
def test_front_matter(block: str, byline: tuple[str, ...], title: str) -> None:
    text = f"---\n{block}\ndate: 2021-03-03\nsource: Harbor News\n---\n\n{STORY}"
    header = read_header(text)
    assert (header.byline, header.title, header.outlet, header.published) == (byline, title, "Harbor News", DAY)
    assert [text[start:end] for start, end in header.aside] == [text[: text.index(STORY)].strip()]


@pytest.mark.parametrize("block", ["just a line", "- a\n- b", "She was clear: no ferries."])
def test_what_is_no_front_matter_is_prose(block: str) -> None:
    assert read_header(f"---\n{block}\n---\n\n{STORY}").aside == ()


@pytest.mark.parametrize("block", ["layout: page", "a: " + "[" * 5_000, "a: {b: {c: d}}", "date: 2021-13-45"])
def test_front_matter_that_says_nothing_of_use(block: str) -> None:
    header = read_header(f"---\n{block}\n---\n\n{STORY}")
    assert header.aside == ((0, len(block) + 8),)
    assert header.published is None


def test_markdown_marks_do_not_hide_a_byline() -> None:
    header = read_header(f"# Ferries late\n\n*By Ann Lee, Harbor News*\n\n{STORY}", markdown=True)
    assert (header.title, header.byline, header.outlet) == ("Ferries late", ("Ann Lee",), "Harbor News")
