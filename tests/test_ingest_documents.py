"""Word, Rich Text and PDF, and the exports of news databases in them: invented articles in the databases' layouts."""

from __future__ import annotations

import datetime
import io
import textwrap
import time
import zipfile
from pathlib import Path

import pytest

import newslens as nl
from newslens.errors import EmptyArticleError, InputError, MissingExtraError, NotTextError, TooLongError
from newslens.ingest import Record, Unread, records
from newslens.reading.exports import documents
from newslens.reading.visible import visible_text
from newslens.reading.word import docx_text

docx = pytest.importorskip("docx")
pytest.importorskip("pypdf")
pytest.importorskip("striprtf")

FIRST = "The council closed three ferry lines on Monday, a spokeswoman said, after the storm broke two piers."
SECOND = "“We could not wait for a decision,” she said, and promised buses for everyone who has a monthly ticket."
THIRD = "Unions demanded that the crews be paid for the days on which no ferry leaves the harbor."

NEXIS = f"""\
Ferries late again, and nobody says why

Harbor News (Bergen)

March 2, 2021 Tuesday 10:00 AM GMT

Copyright 2021 Harbor News Ltd. All Rights Reserved

Section: NEWS; Pg. A4

Length: 321 words

Byline: By Ann Lee and Tom Moss

Highlight: Passengers wait in the rain

Body

{FIRST}

{SECOND}

Graphic

A ferry at the pier. Photo: Tom Moss

Load-Date: March 3, 2021

End of Document

Crews demand pay

The Valley Courier

3 March 2021 Wednesday

Copyright 2021 Valley Courier
All Rights Reserved

Length: 210 words

Body

{THIRD}

{SECOND}

Load-Date: March 4, 2021

End of Document
"""

LEXISNEXIS = f"""\
                               1 of 2 DOCUMENTS


                                Harbor News

                          March 2, 2021 Tuesday
                             Final Edition

Ferries late again, and nobody says why

BYLINE: Ann Lee

SECTION: NEWS; Pg. A4

LENGTH: 321 words

{FIRST}

{SECOND}

LOAD-DATE: March 3, 2021

LANGUAGE: ENGLISH

                   Copyright 2021 Harbor News Ltd.

                               2 of 2 DOCUMENTS


                              Valley Courier

                               March 3, 2021

Crews demand pay

LENGTH: 210 words

{THIRD}

LOAD-DATE: March 4, 2021
"""

FACTIVA = f"""\
NEWS
Ferries late again, and nobody says why
By Ann Lee
321 words
2 March 2021
10:05
Harbor News Agency
HNAG
English
(c) 2021 Harbor News Agency
{FIRST}
{SECOND}
Document HNAG000020210302eh320008x

Crews demand pay
1,210 words
3 March 2021
The Valley Courier
VACO
A4
English
Copyright 2021. Valley Courier. All Rights Reserved.
{THIRD}
{SECOND}
Document VACO000020210303eh330001a

Search Summary
Text
ferry and strike
"""

FACTIVA_CODES = f"""\
HD
Ferries late again, and nobody says why
BY
Ann Lee
WC
321 words
PD
2 March 2021
ET
10:05
SN
Harbor News Agency
SC
HNAG
LA
English
CY
(c) 2021 Harbor News Agency
LP
{FIRST}
TD
{SECOND}
{THIRD}
NS
gstrk : Strikes
RE
norw : Norway
AN
Document HNAG000020210302eh320008x
"""

PROQUEST = f"""\
____________________________________________________________

Report Information from ProQuest
03 March 2021 09:00
____________________________________________________________

Document 1 of 2

Ferries late again, and nobody says why

Author: Lee, Ann; Moss, Tom

Publication info: Harbor News; Bergen [Bergen]. 02 Mar 2021: A.4.

http://example.org/docview/1

____________________________________________________________

Abstract: Three lines are closed.

Full text: {FIRST}

{SECOND}

Subject: Ferries; Strikes

Location: Norway

Title: Ferries late again, and nobody says why

Publication title: Harbor News; Bergen

Publication date: Mar 2, 2021

Document URL: http://example.org/docview/1

Language of publication: English

ProQuest document ID: 2501

Database: Example Newsstream

____________________________________________________________

Document 2 of 2

Crews demand pay

Full text: {THIRD}

Title: Crews demand pay

Publication title: Valley Courier

Publication date: Mar 3, 2021

ProQuest document ID: 2502

____________________________________________________________

Contact ProQuest

Copyright 2021 ProQuest LLC. All rights reserved.
"""

LATE = "Ferries late again, and nobody says why"


def word(text: str) -> bytes:
    made = docx.Document()
    for paragraph in text.split("\n"):
        made.add_paragraph(paragraph)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rich(text: str) -> bytes:
    coded = "".join(f"\\u{ord(char)}?" if char > "\x7f" else char for char in text)
    return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Times;}}\\f0 " + coded.replace("\n", "\\par\n") + "}").encode()


def page(text: str) -> bytes:
    shown = "".join(f"<p><b>{line}</b></p>" if line else "" for line in text.split("\n"))
    return f"<!doctype html><html><head><title>x</title></head><body>{shown}</body></html>".encode()


def pdf(*pages: list[str]) -> bytes:
    """A PDF of the simplest kind: each page a list of lines."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"]
    kids = []
    for lines in pages:
        shown = "".join(
            f"1 0 0 1 72 {740 - 14 * n} Tm ({line.replace('(', '').replace(')', '')}) Tj "
            for n, line in enumerate(lines)
        )
        stream = f"BT /F1 11 Tf {shown}ET"
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        contents = len(objects)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {contents} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{head}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


def paragraphs(article: nl.Article) -> list[str]:
    return [article.text[start:end] for start, end in article.paragraphs]


# one article in a file


@pytest.mark.parametrize(("suffix", "make"), [(".docx", word), (".rtf", rich)])
def test_one_article(tmp_path: Path, suffix: str, make: object) -> None:
    path = tmp_path / f"ferries{suffix}"
    path.write_bytes(make(f"{LATE}\n\nBy Ann Lee, Harbor News\nMarch 2, 2021\n\n{FIRST}\n{SECOND}"))  # type: ignore[operator]
    article = nl.read_article(path)
    assert (article.id, article.title, article.byline) == ("ferries", LATE, ("Ann Lee",))
    assert (article.outlet, article.published) == ("Harbor News", datetime.date(2021, 3, 2))
    assert paragraphs(article) == [LATE, FIRST, SECOND]
    (record,) = records(path)
    assert isinstance(record, Record)
    assert (record.form, record.article().text) == (suffix[1:], article.text)


def test_word_with_a_table_a_link_and_tracked_changes() -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    made = docx.Document()
    changed = made.add_paragraph("The harbor ")
    space = 'xml:space="preserve"'
    for tag, inner in [
        ("ins", f"<w:r><w:t {space}>master </w:t></w:r>"),
        ("del", "<w:r><w:delText>boss</w:delText></w:r>"),
    ]:
        changed._p.append(parse_xml(f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x">{inner}</w:{tag}>'))
    changed.add_run("said so.")
    made.add_table(1, 2).cell(0, 1).text = FIRST
    out = io.BytesIO()
    made.save(out)
    (text,) = [Record("a", out.getvalue(), "docx").article().text]
    assert text == f"The harbor master said so.\n\n{FIRST}"


def test_pdf(tmp_path: Path) -> None:
    width = 66
    head = "Harbor News                    "
    story = textwrap.wrap(f"{FIRST} {SECOND}".replace("“", '"').replace("”", '"'), width)
    broken = [*story[:1], "The mas-", "ter of the harbor called for a cease-", "fire in the dispute about pay."]
    first = [f"{head} page 1", LATE, *story, *textwrap.wrap(THIRD, width), "1"]
    second = [f"{head} page 2", *broken, "The cease-fire did not hold.", "2"]
    path = tmp_path / "ferries.pdf"
    path.write_bytes(pdf(first, second))
    article = nl.read_article(path)
    assert "page" not in article.text
    assert article.title == LATE
    assert paragraphs(article)[1].endswith("who has a monthly ticket.")
    assert paragraphs(article)[2] == THIRD
    assert "The master of the harbor called for a cease-fire in" in article.text
    assert not any(line.strip().isdigit() for line in article.text.splitlines())
    (record,) = records(path)
    assert isinstance(record, Record)
    assert isinstance(record.data, bytes)
    assert record.article().text == article.text


def test_a_pdf_of_broken_words_takes_no_time() -> None:
    from newslens.reading.pdf import _paragraphs

    began = time.process_time()
    (whole,) = _paragraphs(
        [["the harbor is closed to all but the fer-", "ries of the long-"] * 10_000 + ["haul lines."]]
    )
    assert whole.startswith("the harbor is closed to all but the ferries of the long")
    assert time.process_time() - began < 3


def test_pdf_without_text_and_with_too_many_pages() -> None:
    with pytest.raises(EmptyArticleError, match="OCR"):
        Record("a", pdf([], []), "pdf").article()
    with pytest.raises(TooLongError, match="301 pages"):
        Record("a", pdf(*[["x"]] * 301), "pdf").article()


def test_pdf_with_a_password() -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([FIRST])))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(NotTextError, match="locked with a password"):
        Record("a", out.getvalue(), "pdf").article()


# what is cut off or made to harm


@pytest.mark.parametrize(("form", "make"), [("docx", word), ("rtf", rich), ("pdf", lambda text: pdf([text]))])
def test_files_that_are_cut_off(tmp_path: Path, form: str, make: object) -> None:
    whole = make(FIRST)  # type: ignore[operator]
    for share in (0.3, 0.6, 0.95):
        path = tmp_path / f"cut.{form}"
        path.write_bytes(whole[: int(len(whole) * share)])
        (found,) = records(path)
        if isinstance(found, Record) and form == "pdf":
            with pytest.raises(InputError) if share < 0.5 else _either():
                found.article()
        else:
            assert isinstance(found, Unread)
            assert "cut.docx" in found.reason or "cut.rtf" in found.reason


def _either() -> object:
    import contextlib

    return contextlib.suppress(InputError)  # pypdf mends a PDF that has lost its table


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(300):
                part.write(bytes(1_000_000))
    assert path.stat().st_size < 500_000
    (found,) = records(path)
    assert isinstance(found, Unread)
    assert found.kind == "TooLongError"
    assert "would unpack to 300,000,008 bytes" in found.reason
    assert "It was not opened" in found.reason


def test_a_document_of_nothing_but_tags_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "tags.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:p/>" * 2_000_001)
    assert path.stat().st_size < 100_000
    with pytest.raises(TooLongError, match=r"more or with more tags than any document .* It was not opened"):
        nl.read_article(path)


def test_parts_of_a_document_that_point_out_of_it_are_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "in" / "ferries.docx"
    path.parent.mkdir()
    path.write_bytes(word(f"{LATE}\n{FIRST}"))
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("../../out.txt", f"{tmp_path}/out.txt", "word/../../../out.txt"):
            archive.writestr(name, "written")
    assert FIRST in nl.read_article(path).text
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["ferries.docx"]
    assert not list(tmp_path.parent.glob("out.txt"))


def test_a_pdf_that_draws_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newslens.reading.pdf._MOST_STEPS", 2_000)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([FIRST] * 100, [THIRD] * 100))
    assert FIRST in nl.read_article(path).text
    path.write_bytes(pdf([FIRST] * 1100))
    with pytest.raises(TooLongError, match="more than 2,000 steps to draw"):
        nl.read_article(path)


def test_a_zip_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "liar.docx"
    path.write_bytes(word(FIRST * 2000))
    data = bytearray(path.read_bytes())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 24 : place + 28] = (10).to_bytes(4, "little")
        place = data.find(b"PK\x01\x02", place + 4)
    path.write_bytes(bytes(data))
    (found,) = records(path)
    assert isinstance(found, Unread)


def test_entities_of_a_document_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    source = zipfile.ZipFile(io.BytesIO(word(FIRST)))
    path = tmp_path / "entity.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "word/document.xml":
                declared = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
                content = content.replace(b"?>", b"?>" + declared, 1).replace(b"piers.", b"piers. &x;")
            archive.writestr(part, content)
    (found,) = records(path)
    assert "secret" not in (found.article().text if isinstance(found, Record) else "")


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.docx").write_bytes(word(FIRST))
    (tmp_path / "a.pdf").write_bytes(pdf([FIRST]))
    (tmp_path / "a.rtf").write_bytes(rich(FIRST))
    for module in ("docx", "pypdf", "striprtf.striprtf"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    for suffix in ("docx", "pdf", "rtf"):
        with pytest.raises(MissingExtraError, match=r"pip install '\.\[formats\]'"):
            nl.read_article(tmp_path / f"a.{suffix}")


# exports of news databases

EXPORTS = {"nexis": NEXIS, "lexisnexis": LEXISNEXIS, "factiva": FACTIVA, "proquest": PROQUEST}


@pytest.mark.parametrize("database", EXPORTS)
@pytest.mark.parametrize(("suffix", "make"), [("txt", str.encode), ("docx", word), ("rtf", rich), ("html", page)])
def test_an_export_of_two_articles(tmp_path: Path, database: str, suffix: str, make: object) -> None:
    path = tmp_path / f"export.{suffix}"
    path.write_bytes(make(EXPORTS[database]))  # type: ignore[operator]
    found = list(records(path))
    assert [record.key for record in found] == [f"{path.as_posix()}#1", f"{path.as_posix()}#2"]
    first, second = nl.read_articles(path)
    assert (first.title, second.title) == (LATE, "Crews demand pay")
    assert first.byline == (("Ann Lee", "Tom Moss") if database in ("nexis", "proquest") else ("Ann Lee",))
    assert first.outlet == ("Harbor News Agency" if database == "factiva" else "Harbor News")
    assert (first.published, second.published) == (datetime.date(2021, 3, 2), datetime.date(2021, 3, 3))
    assert second.outlet in ("The Valley Courier", "Valley Courier")
    assert paragraphs(first) == [FIRST, SECOND]
    assert paragraphs(second)[0] == THIRD
    with pytest.raises(NotTextError, match=r"holds 2 articles\. Read them with nl\.read_articles"):
        nl.read_article(path)


@pytest.mark.parametrize(
    ("export", "known"),
    [
        (NEXIS, {"title": LATE, "outlet": "Harbor News"}),
        (LEXISNEXIS, {"language": "en"}),
        (FACTIVA, {"id": "HNAG000020210302eh320008x", "language": "en"}),
        (FACTIVA_CODES, {"id": "HNAG000020210302eh320008x", "title": LATE, "language": "en", "byline": ("Ann Lee",)}),
        (PROQUEST, {"id": "2501", "url": "http://example.org/docview/1", "language": "en"}),
    ],
)
def test_what_databases_say(export: str, known: dict[str, object]) -> None:
    first = documents(export)[0]
    assert {field: first.known.get(field) for field in known} == known
    assert first.known["published"] == datetime.date(2021, 3, 2)
    assert first.text.startswith(FIRST)
    assert "Graphic" not in first.text


def test_one_exported_article_is_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "ferries.docx"
    path.write_bytes(word(NEXIS.split("Crews demand pay")[0]))
    article = nl.read_article(path)
    assert (article.id, article.title, article.outlet) == ("ferries", LATE, "Harbor News")
    assert paragraphs(article) == [FIRST, SECOND]


def test_an_export_that_is_cut_off_keeps_what_is_whole(tmp_path: Path) -> None:
    for text in (NEXIS, FACTIVA, PROQUEST):
        path = tmp_path / "export.txt"
        path.write_text(text[: text.rindex(THIRD) + 20], encoding="utf-8")
        whole, cut = records(path)
        assert isinstance(whole, Record)
        assert isinstance(cut, Unread)
        assert cut.key == f"{path.as_posix()}#2"
        assert cut.reason == "'export.txt' is cut off within article 2; export it again"


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\n\nEnd of Document\n\n{SECOND}",
        f"{FIRST}\n\nFull text: {SECOND}",
        f"Document ONE is missing, the spokeswoman said.\n\n{FIRST}",
    ],
)
def test_articles_are_no_exports(text: str) -> None:
    assert documents(text) == []


@pytest.mark.parametrize("gap", [" " * 200_000, "\t" * 200_000, "; " * 100_000, "a@" * 100_000, ", and" * 40_000])
def test_a_gap_in_a_line_takes_no_time(gap: str) -> None:
    began = time.process_time()
    exports = [
        PROQUEST.replace("Harbor News; Bergen\n", f"a{gap}b\n").replace("Lee, Ann; Moss, Tom", f"Lee{gap}Ann"),
        NEXIS.replace("Harbor News (Bergen)", f"a{gap}b").replace("Ann Lee and Tom Moss", f"Ann{gap}Lee"),
        FACTIVA.replace("Harbor News", f"a{gap}b"),
    ]
    assert all(len(documents(export)) >= 2 for export in exports)
    assert visible_text(f"<p>a{'<b> </b>' * 50_000}b{gap}c</p>", "x").startswith("a b")
    assert docx_text(word(f"a{gap}b"), "x").endswith("b")
    nl.Article.from_text(f"By Ann{gap}Lee\n\n{FIRST}\n\nOutlet:{gap}x", check_language=False)
    assert time.process_time() - began < 10


def test_visible_text() -> None:
    html = (
        "<p>One <b>two</b>\n three<br>four</p><!-- no --><style>p{}</style><ul><li>a</li><li>b &amp; c</li></ul><hr>d"
    )
    assert visible_text(html, "x") == f"One two three\nfour\n\na\n\nb & c\n\n{'_' * 60}\n\nd"
    assert visible_text(" ", "x") == ""
    assert visible_text(b"\xe9t\xe9", "x") == "été"
