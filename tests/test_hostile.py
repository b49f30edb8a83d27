"""Texts that nobody wrote to be read: no foreign exception, and every finding is still the article's own words."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import newslens as nl
from newslens.__main__ import main
from newslens.analysis import TABLES, record_class
from newslens.article import Article
from newslens.attribution.tagger import Tagged, tag
from newslens.encoder import Word
from newslens.errors import InputError, NotTextError, TooLongError
from newslens.tables import dtypes

SAID = "“We leave on Friday,” Mayor Ada Quist said. Moscow demanded that Norway lower its fees. Norway refused. "

TEXTS = {
    "one word of a megabyte": "a" * 1_000_000,
    "one word of a megabyte among others": SAID + "b" * 900_000 + ". " + SAID,
    "100,000 quotation marks": SAID + "“" * 100_000,
    "100,000 marks of all kinds": SAID + "“\"‘'’”«»„" * 11_111 + SAID,
    "straight marks with words": SAID + '" said ' * 4_000,
    "quotations in quotations": SAID + "“he said ‘she said " * 2_000 + "no" + "’”" * 2_000 + " Quist said.",
    "brackets in brackets": SAID + "(" * 20_000 + "no" + ")" * 20_000 + SAID,
    "no letters": "1,000 – 2,000; 40 % (§ 3) … 17:30 – 18:00.\n" * 200,
    "nothing but marks": "!?" * 5_000 + "1",
    "right to left": "قال الوزير إن الجسر آمن. " * 200 + SAID,
    "right to left overrides": SAID.replace(" ", " \u202e") + "\u202d" * 1_000,
    "emoji": SAID + "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇳🇴 said 🙂. “🙂,” said 🙂. " * 300,
    "zero-width joiners": "\u200d".join(SAID) + "\u200b" * 5_000,
    "combining marks": "".join(c + "\u0301" * 5 for c in SAID) + "\u0300" * 5_000,
    "control characters": "\x00\x01\x1b[31m".join(SAID.split(" ")),
    "spaces": SAID + " " * 300_000 + "\u00a0" * 1_000 + "\u2028\u2029\x85\x0b\x0c" * 100 + SAID,
    "line breaks": SAID + "\r\n" * 50_000 + "\n" * 50_000 + "\r" * 50_000 + SAID,
    "one sentence without an end": "Ada Quist said that " * 1_500,
    "names only": "Ada Quist " * 5_000,
    "a list of numbers": SAID + "$1,000,000.00 " * 5_000,
    "tags": SAID + "<b>" * 100_000,
    "dashes": SAID + "—" * 50_000 + SAID,
    "half of a letter's words": "-'’" * 20_000 + SAID,
    "datelines": "OSLO, Norway (AP) — " * 2_000 + SAID,
    "bylines": "By Ann Lee\n" * 5_000 + "\n" + SAID,
    "labels": "QUIST: No.\n\n" * 500,
    "addresses": SAID + "https://example.org/" + "a/" * 10_000,
}
_SLOW = frozenset({"sentiments", "drivers"})  # read sentence by sentence what the others have parsed


def check(article: Article, *lenses: str) -> None:
    """Every table has its columns and dtypes, and every finding the article's words."""
    analysis = nl.analyze(article)
    for name in lenses or [table for table in TABLES if table not in {*_SLOW, "evidence"}]:
        table = getattr(analysis, name)
        assert {c: str(t) for c, t in table.dtypes.items()} == dtypes(record_class(name))
        spans = zip(table["start"], table["end"], table["text"], strict=True)
        assert all(article.text[start:end] == text for start, end, text in spans)


@pytest.fixture
def rules_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the encoder, which takes most of the time and reads window by window."""

    def nothing(text: str) -> tuple[list[Word], list[Tagged]]:
        return [], []

    monkeypatch.setattr("newslens.attribution.relations.tag", nothing)


@pytest.mark.parametrize("name", TEXTS)
def test_it_is_read(name: str, rules_only: None) -> None:
    began = time.process_time()
    check(Article.from_text(TEXTS[name], id="hostile", check_language=False))
    assert time.process_time() - began < 30


@pytest.mark.parametrize("name", TEXTS)
def test_the_encoder_reads_it(name: str) -> None:
    words, found = tag(TEXTS[name][:3_000])
    assert all(0 <= i < j <= len(words) for t in found for i, j in (t.cue, *t.sources, *t.contents))


@pytest.mark.parametrize("name", ["emoji", "zero-width joiners", "right to left overrides", "no letters"])
def test_its_tone_is_read(name: str) -> None:
    text = TEXTS[name][:3_000]
    check(Article.from_text(text, id="hostile", check_language=False), "sentiments", "drivers", "evidence")


@pytest.mark.parametrize("mark", ["#", "> ", "- ", "*", "_", "`", "[", "![", "<", "[a](b", "](", "| ", "\\", "***a "])
def test_markdown_without_end(mark: str, rules_only: None) -> None:
    began = time.process_time()
    article = Article.from_text(SAID + mark * 20_000 + "\n\n" + SAID, id="x", markdown=True, check_language=False)
    check(article, "quotations")
    assert time.process_time() - began < 20


def test_more_than_an_article_is_refused() -> None:
    with pytest.raises(TooLongError):
        Article.from_text("a " * 500_001)


@pytest.mark.parametrize("half", ["\ud800", "said \ud83d."])
def test_half_characters_are_refused(half: str) -> None:
    with pytest.raises(NotTextError, match="half a character"):
        Article.from_text(SAID + half)
    with pytest.raises(NotTextError, match="half a character"):
        Article.from_text(SAID + half, id="given")
    with pytest.raises(NotTextError, match="half a character"):
        Article.from_text(SAID, title=half)


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are Unicode there")
def test_the_name_of_a_file_may_be_no_utf_8(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")
    with open(path, "w") as file:
        file.write(SAID)
    analysis = nl.analyze(nl.read_article(os.fsdecode(path)))
    assert analysis.article.id == "caf\ufffd"
    assert "caf\ufffd" in analysis.to_json(tmp_path / "out.json")


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + SAID + "</div>" * 100_000,
        "<p>" + "<b>" * 100_000 + SAID + SAID,
        "<table><tr><td>" * 30_000 + SAID,
        "<" * 200_000,
        "<!--" * 50_000 + SAID,
        "<script>" * 10_000 + SAID,
        "<p " + "a=1 " * 100_000 + ">" + SAID + "</p>",
        "&amp;" * 200_000 + SAID,
        "&#x110000;&#xd800;&#0;" * 1_000 + SAID,
        "<p>" + SAID + "</p>" + "<p>" + "\x00" * 1_000 + SAID,
    ],
    ids=lambda page: page[:8],
)
def test_pages_like_bombs(page: str, tmp_path: Path, rules_only: None) -> None:
    pytest.importorskip("trafilatura")
    path = tmp_path / "bomb.html"
    path.write_bytes(f"<!doctype html><html><body><article>{page}</article></body></html>".encode())
    began = time.process_time()
    with contextlib.suppress(InputError):  # nothing was found in it, and that is said
        check(nl.read_article(path, check_language=False), "quotations")
    assert time.process_time() - began < 60


@pytest.mark.parametrize(
    "data",
    [
        SAID.encode("utf-8")[:-100] + b"\xff\xfe\xfa",
        SAID.encode("utf-16") + b"\x00",
        b"\xff\xfe" + SAID.encode("utf-8"),
        b"\xfe\xff\xd8\x00",
        b"\xef\xbb\xbf" * 3 + SAID.encode(),
        bytes(range(256)) * 40,
        bytes(range(128, 256)) * 40,
        b"\xed\xa0\x80" * 40 + SAID.encode(),
        b"\xf4\x90\x80\x80" * 40 + SAID.encode(),
        "Zoë said “no”.".encode("cp1252") + "Zoë said “no”.".encode(),
        SAID.encode("utf-7"),
        SAID.encode("utf-32"),
        b"",
        b"\n",
    ],
)
def test_broken_encodings(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_bytes(data)
    with contextlib.suppress(InputError):
        check(nl.read_article(path, check_language=False), "attributions")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "=\u200b", "＝", "\u202e="])
def test_no_cell_of_a_csv_file_begins_a_formula(start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"{start.strip() or 'x'}1.txt"
    file.write_text(f"“{start}cmd|' /C calc'!A0,” Mayor Ada Quist said. {start}HYPERLINK(1) was late, Quist said.")
    for table in ("attributions", "quotations", "actors", "demands", "evidence"):
        assert main(["analyze", str(file), "--table", table]) in {0, 2}
        for row in csv.reader(io.StringIO(capsys.readouterr().out)):
            assert not any(cell[:1] in {"=", "+", "@", "\t", "\r", "＝"} for cell in row)
            assert not any(cell[:1] == "-" and not cell[1:].replace(".", "").isdigit() for cell in row)


def test_time_grows_with_length(rules_only: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.growth_length import prose, steps

    monkeypatch.setattr(
        "newslens.targeted_tone.raw",
        lambda asked: (np.zeros((len(asked), len(asked[0].targets), 3)), np.zeros(len(asked))),
    )
    times: list[float] = []
    for number, length in enumerate((5_000, 30_000, 120_000)):  # the first warms up
        todo: dict[str, Callable[[], object]] = steps(prose(length, seed=number), tone=True)
        todo.pop("reading")
        todo.pop("parse")()
        began = time.process_time()
        for step in todo.values():
            step()
        times.append(time.process_time() - began)
    assert times[2] < 4 * 1.6 * times[1]
