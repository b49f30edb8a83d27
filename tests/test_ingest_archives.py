"""Web archives and feeds, made here: what is taken from them, what is passed over, and damaged ones."""

from __future__ import annotations

import datetime
import gzip
import io
import socket
import tracemalloc
from pathlib import Path

import pytest

import newslens as nl
from newslens.errors import MissingExtraError, NotTextError
from newslens.ingest import Record, Unread, records

pytest.importorskip("warcio")
pytest.importorskip("feedparser")

STORY = (
    "The council closed three ferry lines on Monday, a spokeswoman said, after the storm broke two piers. “We could "
    "not wait for a decision,” she said, and promised buses for everyone who has a monthly ticket. Unions demanded "
    "that the crews be paid for the days on which no ferry leaves the harbor, and called for talks by the weekend."
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Ferries late</title>
<meta property="og:title" content="Ferries late"><meta property="og:site_name" content="Harbor News">{{date}}</head>
<body><nav>Home</nav><article><h1>Ferries late</h1><p>{STORY}</p><p>{STORY}</p></article></body></html>"""
DATED = '<meta property="article:published_time" content="2021-03-01T10:00:00Z">'


def archive(path: Path, *responses: tuple[str, str, bytes], packed: bool = True) -> None:
    """Each response: status line, content type, body; ids count up."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "a test"}))
        for number, (status, kind, body) in enumerate(responses):
            head = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            made = {"WARC-Date": "2021-03-02T09:30:00Z", "WARC-Record-ID": f"<urn:uuid:0000-{number}>"}
            url = f"https://example.org/{number}"
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=head, warc_headers_dict=made
            )
            writer.write_record(record)
            writer.write_record(
                writer.create_warc_record(url, "request", payload=io.BytesIO(b"GET / HTTP/1.1\r\n\r\n"))
            )


@pytest.mark.parametrize("name", ["CC-NEWS-20210302-1.warc.gz", "old.warc"])
def test_pages_that_were_delivered(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    archive(
        path,
        ("200 OK", "text/html; charset=utf-8", PAGE.format(date=DATED).encode()),
        ("404 Not Found", "text/html", b"<html>gone</html>"),
        ("200 OK", "image/png", b"\x89PNG"),
        ("200 OK", "TEXT/HTML", PAGE.format(date="").encode()),
        packed=name.endswith("gz"),
    )
    found = list(records(path))
    assert [record.key for record in found] == [f"{path.as_posix()}#0000-0", f"{path.as_posix()}#0000-3"]
    first, second = nl.read_articles(path)
    assert (first.title, first.outlet, first.url) == ("Ferries late", "Harbor News", "https://example.org/0")
    assert STORY in first.text
    assert first.published == datetime.date(2021, 3, 1)
    assert second.published == (datetime.date(2021, 3, 2) if name.startswith("CC") else None)


def test_an_archive_that_is_cut_off_or_none(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    archive(path, *[("200 OK", "text/html", PAGE.format(date=f"<!--{n}-->").encode()) for n in range(9)])
    whole = path.read_bytes()
    for share in (0.5, 0.8):
        path.write_bytes(whole[: int(len(whole) * share)])
        found = list(records(path))
        assert sum(isinstance(record, Record) for record in found) >= 3
    path.write_bytes(gzip.compress(b"no archive at all\r\n" * 100))
    (unread,) = records(path)
    assert isinstance(unread, Unread)
    assert "cut off or damaged" in unread.reason


def test_a_page_that_unpacks_to_more_than_a_page(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / "bomb.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        head = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"
        )
        bomb = io.BytesIO(gzip.compress(bytes(50_000_000)))
        writer.write_record(
            writer.create_warc_record("https://example.org", "response", payload=bomb, http_headers=head)
        )
    (unread,) = records(path)
    assert isinstance(unread, Unread)
    assert "more than 16,000,000 bytes" in unread.reason


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_page_that_ends_too_early_is_no_article(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    archive(path, ("200 OK", "text/html", PAGE.encode()), packed=name.endswith("gz"))
    whole = path.read_bytes()
    end = whole.rindex(b"\x1f\x8b") if name.endswith("gz") else whole.index(b"</article>")  # the request's, the page's
    path.write_bytes(whole[: end - 50])
    (unread,) = records(path)
    assert isinstance(unread, Unread)
    assert unread.reason == "the page cannot be unpacked: it ends too early"


ANSWER = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.org\r\nContent-Length: 99999999\r\n\r\n"


@pytest.mark.parametrize("head", [b"", b"WARC/1.0\r\nX: ", ANSWER + b"HTTP/1.1 200 OK\r\nX: "])
@pytest.mark.parametrize("fill", [b"aaaaaa", b"\0" * 6, b"a: b\r\n"])
def test_a_head_that_unpacks_to_more_than_a_head(tmp_path: Path, head: bytes, fill: bytes) -> None:
    path = tmp_path / "bomb.warc.gz"
    path.write_bytes(gzip.compress(head + fill * 10_000_000, 1))
    tracemalloc.start()
    try:
        (unread,) = records(path)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
    assert isinstance(unread, Unread)
    assert "more than 1,000,000 bytes" in unread.reason or "Unknown archive format" in unread.reason


def test_nothing_of_an_archive_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.warc"
    archive(path, *[("200 OK", "text/html", PAGE.encode())] * 2, packed=False)
    whole = (
        path.read_bytes()
        .replace(b"https://example.org/0", b"https://exam ple.or\x1b0")
        .replace(b"\r\n\r\nWARC", b"xxWARC", 1)
    )
    path.write_bytes(whole)
    assert list(records(path))
    assert capsys.readouterr() == ("", "")
    broken = Unread.because("a", "it begins with \x1b[2J\n" + "x" * 5_000_000)
    assert broken.reason.startswith("it begins with [2J xxx")
    assert len(broken.reason) < 1100


RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbor News</title><link>https://example.org</link><language>en-us</language>
<item><title>Ferries &amp; buses late</title><link>https://example.org/1</link><dc:creator>Ann Lee</dc:creator>
<pubDate>Tue, 02 Mar 2021 09:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{STORY}</p><p>Buses run.</p><img src="https://example.org/x.png">]]></content:encoded></item>
<item><title>Crews demand pay</title><link>https://example.org/2</link><description>Read more …</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Valley Courier</title>
<entry><title>Crews demand pay</title><link href="https://example.org/3"/><author><name>Tom Moss</name></author>
<updated>2021-03-03T09:00:00Z</updated><summary>{STORY}</summary></entry></feed>"""


def test_rss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    path = tmp_path / "feed.xml"
    path.write_text(RSS, encoding="utf-8")
    first, second = records(path)
    assert isinstance(first, Record)
    article = first.article()
    assert article.text == f"{STORY}\n\nBuses run."
    assert (article.title, article.byline, article.outlet) == ("Ferries & buses late", ("Ann Lee",), "Harbor News")
    assert (article.published, article.url) == (datetime.date(2021, 3, 2), "https://example.org/1")
    assert isinstance(second, Unread)
    assert second.key == f"{path.as_posix()}#2"
    assert second.reason.startswith("the feed has only 3 words of it")


def test_atom(tmp_path: Path) -> None:
    path = tmp_path / "feed.atom"
    path.write_text(ATOM, encoding="utf-8")
    (article,) = nl.read_articles(path)
    assert (article.text, article.byline, article.published) == (STORY, ("Tom Moss",), datetime.date(2021, 3, 3))


def test_feeds_that_are_cut_off_or_harmful(tmp_path: Path) -> None:
    path = tmp_path / "feed.rss"
    path.write_text(RSS[: RSS.index("Crews demand")], encoding="utf-8")
    found = list(records(path))
    assert isinstance(found[0], Record)
    assert isinstance(found[-1], Unread)
    assert "cut off or damaged" in found[-1].reason
    path.write_text(RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss', 1))
    (unread,) = records(path)
    assert isinstance(unread, Unread)
    assert "defines entities" in unread.reason
    path.write_text("<letters/>")
    with pytest.raises(NotTextError, match="neither RSS nor Atom"):
        list(nl.read_articles(path))


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.rss").write_text(RSS)
    archive(tmp_path / "a.warc")
    for module in ("feedparser", "warcio.archiveiterator"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    for name in ("a.rss", "a.warc"):
        with pytest.raises(MissingExtraError, match=r"pip install '\.\[formats\]'"):
            list(nl.read_articles(tmp_path / name))
