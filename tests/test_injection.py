"""Untrusted text in a real browser: what stands in an article, its header or its file name is shown, never run.

Every page is opened twice: as it is, and without its content-security policy, so that escaping alone has to hold. So is
what stands in a table, feed or web archive, in a corpus and its pictures, in a comparison and in the explorer.
"""

import dataclasses
import json
import re
import warnings
from html import escape as esc

import pandas as pd
import pytest

import newslens as nl
from newslens.corpora import processes
from newslens.corpora.work import analyze_batch
from tests.test_browser import browser, playwright, pytestmark  # noqa: F401
from tests.test_explorer_page import mount  # noqa: F401
from tests.test_ingest_archives import archive

_RUN = "window.ran=1"
PAYLOADS = [
    f"<script>{_RUN}</script>",
    f"</script><script>{_RUN}</script>",
    f"<SCRIPT SRC=data:text/javascript,{_RUN}></SCRIPT>",
    f"<img src=x onerror={_RUN}>",
    f"<img src=x onerror='{_RUN}'>",
    f'"><img src=x onerror={_RUN}>',
    f"'><img src=x onerror={_RUN}>",
    f"<svg onload={_RUN}>",
    f"<svg/onload={_RUN}//",
    f"<svg><script>{_RUN}</script></svg>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={_RUN}>",
    f"<body onload={_RUN}>",
    f"<iframe srcdoc='<script>parent.{_RUN.removeprefix('window.')}</script>'>",
    f"<iframe src=javascript:parent.{_RUN.removeprefix('window.')}>",
    f"<object data=javascript:{_RUN}>",
    f"<embed src=javascript:{_RUN}>",
    f"<a href=javascript:{_RUN}>press</a>",
    f"[press](javascript:{_RUN})",
    f"![x](x) onerror={_RUN}",
    f"<javascript:{_RUN}>",
    f"<form action=javascript:{_RUN}><input type=submit autofocus onfocus={_RUN}>",
    f"<input autofocus onfocus={_RUN}>",
    f"<details open ontoggle={_RUN}>",
    f"<video><source onerror={_RUN}></video>",
    f"<audio src=x onerror={_RUN}>",
    f"<marquee onstart={_RUN}>",
    f"<style>@import 'data:text/css,*{{display:none}}';</style><style onload={_RUN}>",
    "<style>.nl,main{display:none!important}</style>",
    "</style><style>*{display:none}</style>",
    "<link rel=stylesheet href='data:text/css,*{display:none}'>",
    "<meta http-equiv=refresh content='0;url=data:text/html,gone'>",
    "<base href='https://example.invalid/'>",
    "</main></body></html><h1>gone</h1>",
    f"<!--><img src=x onerror={_RUN}>-->",
    f"<![CDATA[<img src=x onerror={_RUN}>]]>",
    f"&lt;img src=x onerror={_RUN}&gt;",
    f"&#60;script&#62;{_RUN}&#60;/script&#62;",
    f"\\u003cscript\\u003e{_RUN}\\u003c/script\\u003e",
    f"%3Cscript%3E{_RUN}%3C/script%3E",
    f"＜script＞{_RUN}＜/script＞",
    f"{{{{constructor.constructor('{_RUN}')()}}}}",
    f"{{% print('{_RUN}') %}} {{{{ 7*7 }}}}",
    f"${{{_RUN}}} `${{{_RUN}}}`",
    f"<template><script>{_RUN}</script></template>",
    f'<noscript><p title="</noscript><img src=x onerror={_RUN}>">',
    f"<xss style=animation-name:x onanimationstart={_RUN}>",
    f"$$\\href{{javascript:{_RUN}}}{{x}}$$ $\\unicode{{<img src=x onerror={_RUN}>}}$",
    f"<p\x00onclick={_RUN}>\u202e<img src=x onerror={_RUN}>",
]
#: what an article may never bring into a page
_FOREIGN = (
    "script, iframe, object, embed, form, input, svg, video, audio, base, link, math, template, marquee, body h1 ~ h1"
)


#: in the explorer there are menus, a slider and a search of its own
_EXPLORERS = (
    "script, iframe, object, embed, form, svg, video, audio, base, link, math, template, marquee, img, style, meta"
)


def body(payloads):
    """An article whose speakers, quotations, demands and headings hold the payloads."""
    said = [f"“{p},” Mayor Ada Quist said of {p} on Monday, and demanded that {p} be paid." for p in payloads]
    return "\n\n".join(["The council met on Monday in the old hall by the river, and it was loud.", *said])


def header(payload):
    quoted = payload.replace("\n", " ").replace("\x00", "").replace('"', "'")
    return f'---\ntitle: "{quoted}"\nauthor: "{quoted}"\noutlet: "{quoted}"\n---\nMayor Ada Quist said no on Monday.\n'


def pages(tmp_path):
    """Reports and pieces of HTML that show the payloads, by name."""
    story = nl.Article.from_text(body(PAYLOADS), id=PAYLOADS[3], title=PAYLOADS[0], outlet=PAYLOADS[5])
    nl.analyze(story).to_html(tmp_path / "body.html")
    yield "body", (tmp_path / "body.html").read_text(encoding="utf-8")
    shown = [nl.highlight(story)._repr_html_(), nl.tabulate(nl.attributions(story))._repr_html_()]
    shown.append(nl.compare([story, nl.Article.from_text("Mayor Ada Quist said no.", id=PAYLOADS[7])])._repr_html_())
    yield "pieces", "<!doctype html><html><body><main>" + "".join(shown) + "</main></body></html>"
    for number in (0, 3, 5, 17, 29, 33, 42):
        path = tmp_path / f"x{number} <img src=x onerror={_RUN}>.txt"
        path.write_text(header(PAYLOADS[number]), encoding="utf-8")
        nl.analyze(nl.read_article(path, check_language=False)).to_html(tmp_path / f"{number}.html")
        yield f"header {number}", (tmp_path / f"{number}.html").read_text(encoding="utf-8")


def quiet(page, where, allowed=()):
    """Nothing has run in a page, nothing of the article's is an element, nothing leads anywhere else."""
    assert page.evaluate("typeof window.ran") == "undefined", where
    assert page.locator(_FOREIGN).count() == 0, where
    handlers = "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on/i.test(a.name)))"
    assert page.evaluate(f"{handlers}.length") == 0, where
    links = page.evaluate(
        "[...document.querySelectorAll('[href], [src], [action]')].map(a => a.href ?? a.src ?? a.action)"
    )
    assert [
        href for href in links if not href.startswith((f"{page.url.partition('#')[0]}#", "data:image/png", *allowed))
    ] == [], where


def opened_twice(browser, tmp_path, name, html):  # noqa: F811
    """A page as it is, and without its policy."""
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    for policy, text in (("with", html), ("without", bare)):
        page = browser.new_page()
        heard: list[str] = []
        page.on("dialog", lambda dialog, heard=heard: (heard.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda asked, heard=heard: heard.append(asked.url[:80]))
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        page.goto(file.as_uri())
        page.mouse.move(200, 200)
        page.keyboard.press("Tab")
        page.wait_for_timeout(150)
        where = f"{name}, {policy} policy"
        assert [url for url in heard if not url.startswith(("data:", file.as_uri()))] == [], where
        quiet(page, where)
        assert page.locator("main").is_visible(), where
        page.close()


def test_nothing_of_an_article_runs_or_changes_the_page(browser, tmp_path):  # noqa: F811
    assert len(PAYLOADS) >= 40
    for name, html in pages(tmp_path):
        opened_twice(browser, tmp_path, name, html)


LINKS = [
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}//https://example.org",
    f"data:text/html,<script>parent.{_RUN.removeprefix('window.')}</script>",
    f"vbscript:{_RUN}",
    f'https://example.org/"onmouseover={_RUN}',
    f"https://example.org/'><img src=x onerror={_RUN}>",
]


def collections(tmp_path):
    """Payloads in what tables, feeds and web archives say of an article: one file of each kind, read."""
    said = (
        "Mayor Ada Quist said on Monday that the ferry is late because of the storm. The council demanded an answer. "
    )
    rows = [
        {
            "id": f"{n} {p}",
            "title": p,
            "author": p,
            "outlet": p,
            "url": LINKS[n % len(LINKS)],
            "text": f"{said}{p} said no.",
        }
        for n, p in enumerate(PAYLOADS[:40:5])
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "a.csv", index=False)
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    cells = [{name: esc(value) for name, value in row.items()} for row in rows]
    items = "".join(
        f"<item><title>{esc(c['title'])}</title><author>{c['author']}</author><link>{c['url']}</link>"
        f"<description>{(esc('<p>' + said * 3) + c['text'])}</description></item>"
        for c in cells
    )
    feed = f"<rss version='2.0'><channel><title>{esc(PAYLOADS[3])}</title>{items}</channel></rss>"
    (tmp_path / "a.xml").write_text(feed.replace("\x00", ""), encoding="utf-8")
    about = "<title>{title}</title><meta name='author' content=\"{author}\"><meta property='og:url' content=\"{url}\">"
    whole = (
        f"<html><head>{about}<meta property='og:site_name' content=\"{{outlet}}\"></head><body><article><p>{said * 3}"
    )
    pages = [("200 OK", "text/html", f"{whole}<p>{{text}}</article>".format(**c).encode()) for c in cells]
    archive(tmp_path / "a.warc", *pages, packed=False)
    for name in ("a.csv", "a.jsonl", "a.xml", "a.warc"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield name, list(nl.read_articles(tmp_path / name, on_error="skip"))


def test_nothing_that_a_collection_says_of_an_article_runs(browser, tmp_path):  # noqa: F811
    for name, articles in collections(tmp_path):
        assert len(articles) >= 7, name
        odd = [article for article in articles if (article.url or "").lower().startswith("javascript:")]
        assert odd or name == "a.warc", name  # of a page, trafilatura takes web addresses only
        assert any("onerror" in (article.title or "") for article in articles), name
        told = pd.DataFrame([dataclasses.asdict(article) for article in articles])
        shown = [nl.tabulate(told)._repr_html_(), *(nl.analyze(article)._repr_html_() for article in articles)]
        opened_twice(browser, tmp_path, f"{name}, tables", f"<html><body><main>{''.join(shown)}</main></body></html>")
        opened_twice(browser, tmp_path, f"{name}, report", nl.report([*odd, *articles][0]).html)
        nl.compare(articles[:3], names=[f"{n} {p}" for n, p in enumerate(PAYLOADS[:3])]).to_html(
            tmp_path / "compared.html"
        )
        html = (tmp_path / "compared.html").read_text(encoding="utf-8")
        opened_twice(browser, tmp_path, f"{name}, comparison", html)


def test_nothing_of_a_corpus_or_its_pictures_runs(browser, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(processes, "run", lambda jobs, tables, _: (analyze_batch(job, tables) for job in jobs))
    text = "Mayor Ada Quist said no. An official said yes. {} said nothing."
    frame = pd.DataFrame(
        {
            "id": [f"{n}{p}" for n, p in enumerate(PAYLOADS)],
            "title": PAYLOADS,
            "outlet": PAYLOADS,
            "url": [LINKS[n % len(LINKS)] for n in range(len(PAYLOADS))],
            "text": [text.format(p) if n % 4 else "" for n, p in enumerate(PAYLOADS)],
            "published": "2022-01-24",
        },
        index=[f"row {p}" for p in PAYLOADS],
    )
    found = nl.corpus(frame, tmp_path / f"<img src=x onerror={_RUN}>", tables=["sources"])
    assert len(found.errors) == 13
    picture = nl.charts.over_time(found.unnamed_sources())
    shown = [found._repr_html_(), nl.tabulate(found.articles)._repr_html_(), nl.tabulate(found.errors)._repr_html_()]
    shown.append(nl.tabulate(found.unnamed_sources())._repr_html_())
    opened_twice(browser, tmp_path, "corpus", f"<html><body><main>{''.join(shown)}</main></body></html>")
    drawn = picture.save(tmp_path / "picture.svg")
    page = browser.new_page()
    page.goto(drawn.as_uri())
    page.wait_for_timeout(100)
    assert page.evaluate("typeof window.ran") == "undefined"
    assert page.locator("script, foreignObject, image, a[onclick], [onload]").count() == 0
    page.close()


def test_nothing_runs_in_the_explorer(mount):  # noqa: F811
    story = nl.Article.from_text(body(PAYLOADS), id=PAYLOADS[3], title=PAYLOADS[0], outlet=PAYLOADS[5], url=LINKS[0])
    own = pd.DataFrame(
        {
            "start": [story.text.index(p) for p in PAYLOADS],
            "end": [story.text.index(p) + len(p) for p in PAYLOADS],
            "id": PAYLOADS,
            "kind": PAYLOADS,
            "source": PAYLOADS,
            "act": PAYLOADS,
            "voice": PAYLOADS,
            PAYLOADS[4]: PAYLOADS,
        }
    )
    own.attrs["lens"] = PAYLOADS[1]
    lenses = ["attributions", "quotations", "demands", PAYLOADS[1]]
    page = mount(nl.explore(story, own).choose(lens=lenses))
    assert page.locator("tr.row").count() > len(PAYLOADS)
    here = "http://explorer.test/"
    allowed = (f"{here}explorer.css",)

    def look(where):
        page.wait_for_timeout(30)
        assert page.evaluate("typeof window.ran") == "undefined", where
        assert page.locator(f"main :is({_EXPLORERS})").count() == 0, where
        handlers = (
            "[...document.querySelectorAll('main *')].filter(e => [...e.attributes].some(a => /^on/i.test(a.name)))"
        )
        assert page.evaluate(f"{handlers}.length") == 0, where
        links = page.evaluate("[...document.querySelectorAll('[href], [src]')].map(a => a.href ?? a.src)")
        assert [link for link in links if link not in allowed] == [], where

    look("as it opens")
    for key in ("n", "n", "ArrowRight", "o"):
        page.locator(".text").press(key)
        look(key)
    rows = page.locator("tr.row")
    for n in range(0, rows.count(), 7):
        rows.nth(n).click()
        look(f"row {n}")
    page.keyboard.press("Escape")
    for payload in PAYLOADS[::6]:
        page.locator("input[type=search]").fill(payload)
        look(f"search {payload}")
    page.locator("input[type=search]").fill("")
    for menu in range(page.locator("select").count()):
        select = page.locator("select").nth(menu)
        if select.is_visible():
            select.select_option(index=select.locator("option").count() - 1)
            look(f"menu {menu}")
            page.locator("button.plain").click()
    for chip in page.locator(".lenses button").all():
        chip.click()
        look("lens")


@pytest.mark.parametrize("payload", [*PAYLOADS[:10], *LINKS])
def test_the_explorers_state_and_its_export_hold_the_payload_as_text(payload):
    story = nl.Article.from_text(
        f"“{payload},” Mayor Ada Quist said of {payload}.", id=payload, title=payload, url=payload
    )
    explorer = nl.explore(story).choose(search=payload[:8])
    assert explorer._data["article"]["title"] == payload
    shown = explorer._repr_html_()
    assert not re.search(r"<(?:script|img|svg|iframe|object|embed|math|body)\b", shown, re.IGNORECASE)


@pytest.mark.parametrize("payload", PAYLOADS[:40:4])
def test_the_words_are_shown_as_they_stand(browser, payload):  # noqa: F811
    article = nl.Article.from_text(f"“{payload},” Mayor Ada Quist said on Monday.", id="x", check_language=False)
    page = browser.new_page()
    page.set_content(nl.highlight(article)._repr_html_())
    assert " ".join(payload.split()) in " ".join(page.locator("body").inner_text().split())
    page.close()
