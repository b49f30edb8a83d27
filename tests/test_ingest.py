"""Many articles found: sources in order, tables and their columns, what is broken named and passed over."""

from __future__ import annotations

import datetime
import gzip
import json
import os
import pickle
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newslens as nl
from newslens.errors import InputError, LanguageError, NotFoundError, OptionError
from newslens.ingest import Record, Unread, records
from newslens.ingest.columns import choose
from newslens.ingest.record import day, known

STORY = (
    "The council closed three ferry lines on Monday, a spokeswoman said, after the storm broke two piers. “We could "
    "not wait for a decision,” she said, and promised buses for everyone who has a monthly ticket."
)
GERMAN = (
    "Der Rat der Stadt hat am Montag drei Linien der Fähre eingestellt, sagte eine Sprecherin, weil der Sturm zwei "
    "Stege zerstört hat. Sie sollen bis Mai repariert werden, und bis dahin fahren Busse."
)


def keys(found: Iterator[Record | Unread], folder: Path) -> list[str]:
    return [record.key.removeprefix(folder.as_posix() + "/") for record in found]


# what is found, and in which order


def test_a_folder_is_read_by_name_with_the_folders_in_it(tmp_path: Path) -> None:
    for name in ["b.txt", "a.md", "inner/c.HTM", "inner/.hidden.txt", "~$b.docx", "photo.jpg", ".git/d.txt", "z.TXT"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(STORY)
    assert keys(records(tmp_path), tmp_path) == ["a.md", "b.txt", "z.TXT", "inner/c.HTM"]
    assert keys(records([tmp_path / "z.TXT", tmp_path]), tmp_path) == ["z.TXT", "a.md", "b.txt", "inner/c.HTM"]
    assert keys(records(f"{tmp_path}/*.*"), tmp_path) == ["a.md", "b.txt", "photo.jpg", "z.TXT", "~$b.docx"]
    assert keys(records(f"{tmp_path}/**/*.HTM"), tmp_path) == ["inner/c.HTM"]


def test_keys_are_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkdir("stories")
    Path("stories/a.txt").write_text(STORY)
    (record,) = records("stories")
    assert record.key == "stories/a.txt"
    assert isinstance(record, Record)
    article = pickle.loads(pickle.dumps(record)).article()
    assert (article.id, article.text, article.file) == ("stories/a.txt", STORY, Path("stories/a.txt"))


def test_a_path_that_is_not_there_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(STORY)
    with pytest.raises(NotFoundError, match=r"Did you mean '.*ferry.txt'"):
        records([tmp_path / "ferry.txt", tmp_path / "fery.txt"])
    with pytest.raises(NotFoundError, match="No file matches"):
        records(f"{tmp_path}/*.docx")
    with pytest.raises(OptionError, match="of type int"):
        records([3])  # type: ignore[list-item]


def test_what_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "c.parquet").write_bytes(b"PAR1")
    (tmp_path / "d.csv").write_text("name,clicks\nx,3\n")
    (tmp_path / "e.warc.gz").write_bytes(b"\x1f\x8b\x08 no gzip")
    (tmp_path / "f.xml").write_text("<letters/>")
    (tmp_path / "g.json").write_text("[")
    (tmp_path / "h.txt").write_text(STORY)
    found = list(records(tmp_path))
    assert [(type(record).__name__, record.key[-5:]) for record in found[-1:]] == [("Record", "h.txt")]
    assert len(found) == 8
    for unread in found[:-1]:
        assert isinstance(unread, Unread)
        assert "\n" not in unread.reason
        assert len(unread.reason.split()) > 4
        assert isinstance(unread.error(), InputError)


# read_articles


def test_articles_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text(GERMAN)
    (tmp_path / "c.txt").write_text("")
    (tmp_path / "d.txt").write_text(STORY)
    reading = nl.read_articles(tmp_path)
    assert next(reading).text == STORY
    with pytest.raises(LanguageError, match="German"):
        next(reading)
    with pytest.warns(UserWarning, match=r"2 of 4 were not read \(1 LanguageError, 1 EmptyArticleError\)\..*German"):
        assert [article.id[-5:] for article in nl.read_articles(tmp_path, on_error="skip")] == ["a.txt", "d.txt"]
    with pytest.raises(OptionError, match="Known: raise, skip"):
        nl.read_articles(tmp_path, on_error="ignore")  # type: ignore[arg-type]


# columns


@pytest.mark.parametrize(
    ("columns", "chosen"),
    [
        (["text"], {"text": "text"}),
        (["id", "Full Text", "Headline"], {"text": "Full Text", "title": "Headline", "id": "id"}),
        (["body", "text"], {"text": "text"}),
        (
            ["content", "source", "link", "pub_date", "author"],
            {"text": "content", "byline": "author", "outlet": "source", "published": "pub_date", "url": "link"},
        ),
    ],
)
def test_columns_are_guessed(columns: list[str], chosen: dict[str, str]) -> None:
    assert choose(columns, None, "a.csv") == chosen


def test_columns_as_given() -> None:
    assert choose(["body", "content", "day"], {"text": "content"}, "a.csv") == {"text": "content", "published": "day"}
    with pytest.raises(OptionError, match=r"several columns that may be 'text': body, content\. Say which: columns="):
        choose(["body", "content"], None, "a.csv")
    with pytest.raises(OptionError, match=r"no column 'story' for 'text'\. It has: body, day"):
        choose(["body", "day"], {"text": "story"}, "a.csv")
    with pytest.raises(OptionError, match=r"Did you mean 'published'"):
        choose(["body", "day"], {"publishd": "day"}, "a.csv")
    with pytest.raises(OptionError, match=r"no column that is plainly the text.*It has: name, clicks"):
        choose(["name", "clicks"], None, "a.csv")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2021-03-02", datetime.date(2021, 3, 2)),
        ("2021-03-02T10:00:00Z", datetime.date(2021, 3, 2)),
        ("20210302101500", datetime.date(2021, 3, 2)),
        ("2 March 2021", datetime.date(2021, 3, 2)),
        ("Tue, 02 Mar 2021 08:00:00 +0100", datetime.date(2021, 3, 2)),
        (pd.Timestamp("2021-03-02"), datetime.date(2021, 3, 2)),
        (pd.NaT, None),
        ("03/04/2021", None),
        ("soon", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_days(said: object, read: datetime.date | None) -> None:
    assert day(said) == read


def test_what_is_known_is_made_fit() -> None:
    assert known(byline=["Ann Lee", None, " "], outlet={"name": "Harbor News"}, language="English", id=7.0) == {
        "byline": ("Ann Lee",),
        "outlet": "Harbor News",
        "language": "en",
        "id": "7",
    }
    assert known(byline="", outlet=float("nan"), title=None, language="?") == {}
    assert known(byline="Lee, Ann; Moss, Tom")["byline"] == ("Lee, Ann", "Moss, Tom")


# tables

HEAD = ["headline", "body", "date", "source", "url", "author"]
ROWS = [
    ["Ferries late", STORY, "2021-03-02", "Harbor News", "https://example.org/1", "Ann Lee"],
    ["A “quoted” one\nin two lines", f"{STORY}\n\nAnd, “so on”, he said.", "March 3, 2021", "", "", ""],
]


def table(tmp_path: Path, kind: str) -> Path:
    frame = pd.DataFrame(ROWS, columns=HEAD)
    path = tmp_path / f"news.{kind}"
    match kind:
        case "csv" | "csv.gz":
            frame.to_csv(path, index=False)
        case "tsv":
            frame.to_csv(path, index=False, sep="\t")
        case "parquet":
            frame.to_parquet(path)
        case "jsonl" | "jsonl.gz":
            frame.to_json(path, orient="records", lines=True, force_ascii=False)
        case "json":
            path.write_text(json.dumps(frame.to_dict("records"), indent=1), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "tsv", "parquet", "jsonl", "jsonl.gz", "json"])
def test_a_table_of_any_kind(tmp_path: Path, kind: str) -> None:
    path = table(tmp_path, kind)
    found = list(records(path))
    assert [record.key for record in found] == [f"{path.as_posix()}#1", f"{path.as_posix()}#2"]
    first, second = nl.read_articles(path)
    assert first.text == ROWS[0][1]
    assert (first.title, first.byline, first.outlet) == ("Ferries late", ("Ann Lee",), "Harbor News")
    assert (first.published, first.url) == (datetime.date(2021, 3, 2), "https://example.org/1")
    assert second.text == ROWS[1][1]
    assert (second.title, second.byline) == ("A “quoted” one in two lines", ())


def test_a_frame() -> None:
    frame = pd.DataFrame(ROWS, columns=HEAD).assign(id=[17, None], published=[pd.Timestamp("2021-03-02"), pd.NaT])
    with pytest.raises(OptionError, match="several columns that may be 'byline'"):
        records(frame.assign(writer="x"))
    first, second = nl.read_articles(frame.drop(columns="date"))
    assert (first.id, first.published) == ("17", datetime.date(2021, 3, 2))
    assert (second.id, second.published) == ("table#2", None)
    listed = frame.drop(columns="date").assign(author=[np.array(["Ann Lee", "Tom Moss"]), pd.NA])
    assert [article.byline for article in nl.read_articles(listed)] == [("Ann Lee", "Tom Moss"), ()]
    assert [record.key for record in records([frame[:1], frame[1:]])] == ["table#1", "table2#1"]
    named = frame.set_axis(["ferry", "bus"])
    assert [record.key for record in records(named)] == ["table#ferry", "table#bus"]
    assert [record.key for record in records(frame.set_axis(["bus", "bus"]))] == ["table#1", "table#2"]


def test_cells_with_tags_in_them() -> None:
    frame = pd.DataFrame({"text": [f"<p>Ferries &amp; buses</p><p>{STORY}</p><script>go()</script>"]})
    (article,) = nl.read_articles(frame)
    assert article.text == f"Ferries & buses\n\n{STORY}"


def test_semicolons_and_an_old_encoding(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_bytes(f"Titel;text\r\nCafé;{STORY}\r\n".encode("cp1252"))
    (article,) = nl.read_articles(path, columns={"title": "Titel"})
    assert (article.title, article.text) == ("Café", STORY)


def test_broken_rows_are_named_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f'text,title\n"{STORY}",one\nonly one cell\n\n"a "b" c",two\n"{STORY}",three\n"cut of')
    found = list(records(path))
    assert [record.key.split("#")[1] for record in found] == ["1", "2", "3", "4", "5"]
    assert [type(record).__name__ for record in found] == ["Record", "Unread", "Unread", "Record", "Unread"]
    reasons = [record.reason for record in found if isinstance(record, Unread)]
    assert "row 2 of 'news.csv' has 1 cells, where the head has 2" in reasons[0]
    assert "row 5" in reasons[2]


def test_a_table_with_a_cell_that_unpacks_to_more_than_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"text": [STORY, "a" * 20_000_000]}).to_parquet(path, compression="zstd")
    assert path.stat().st_size < 100_000
    (unread,) = records([path])
    assert isinstance(unread, Unread)
    assert unread.kind == "TooLongError"
    assert "in 2 rows: no table of articles" in unread.reason


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.csv.gz", b"text\n" + b"a,b\n" * 99_999), ("a.jsonl.gz", b"1\n" * 99_999), ("a.json", b"[" + b"1," * 99_999)],
)
def test_what_is_broken_from_end_to_end_is_given_up(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    found = list(records([path]))
    assert len(found) == 1001
    assert isinstance(found[-1], Unread)
    assert found[-1].reason.endswith("are broken, one after the other; what follows was not read")


def test_a_packed_table_that_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "news.csv.gz"
    noise = "\n".join(f'"{STORY} {os.urandom(99).hex()}",x' for _ in range(2000))
    whole = gzip.compress(f"text,title\n{noise}".encode())
    path.write_bytes(whole[: len(whole) // 2])
    *found, last = records(path)
    assert len(found) > 100
    assert isinstance(last, Unread)
    assert "cut off or damaged after row" in last.reason


def test_json_lines_that_are_broken(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    row = json.dumps({"text": STORY})
    path.write_text(f'{row}\n{{"text": "cut\n\n[1]\n{{"title": "no text"}}\n{"[" * 100_000}\n{row}\n')
    found = list(records(path))
    assert [type(record).__name__ for record in found] == ["Record", *["Unread"] * 4, "Record"]
    assert [record.reason.split(": ", 1)[-1][:13] for record in found[1:3]] == ["it is no JSON", "it is no obje"]


def test_json_as_news_services_answer(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    one = {"source": {"id": None, "name": "Harbor News"}, "author": "Ann Lee", "title": "Late", "content": STORY}
    path.write_text(json.dumps({"status": "ok", "totalResults": 2, "articles": [one, one]}))
    articles = list(nl.read_articles(path))
    assert [article.outlet for article in articles] == ["Harbor News", "Harbor News"]
    path.write_text(json.dumps([one, one])[:-30])
    first, cut = records(path)
    assert isinstance(first, Record)
    assert isinstance(cut, Unread)
    assert "what follows was not read" in cut.reason


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl"])
def test_a_large_table_is_never_held(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"large.{kind}"
    row = json.dumps({"text": STORY * 26})
    with path.open("w") as file:
        file.write({"csv": "text\n", "json": "[", "jsonl": ""}[kind])
        for n in range(6_000):
            file.write(f'"{STORY * 26}"\n' if kind == "csv" else f"{',' if n and kind == 'json' else ''}{row}\n")
        file.write("]" if kind == "json" else "")
    assert path.stat().st_size > 30_000_000
    tracemalloc.start()
    try:
        assert sum(isinstance(record, Record) for record in records(path)) == 6_000
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


# whatever is in a record

FORMS = ["text", "markdown", "html", "fragment", "docx", "rtf", "pdf"]
STARTS = [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"{\\rtf1\\ansi ", b"<html><body><p>"]


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400) | st.text(max_size=200), start=st.sampled_from(STARTS), form=st.sampled_from(FORMS))
def test_reading_raises_input_errors_only(data: bytes | str, start: bytes, form: str) -> None:
    whole = start + data if isinstance(data, bytes) else data
    try:
        article = Record("a", whole, form, {"published": None}).article()
    except InputError:
        return
    assert article.text
