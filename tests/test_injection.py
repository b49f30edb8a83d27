"""Untrusted text in a real browser: what stands in an article, its header or its file name is shown, never run.

Every page is opened twice: as it is, and without its content-security policy, so that escaping alone has to hold.
"""

import re

import pytest

import newslens as nl
from tests.test_browser import browser, playwright, pytestmark  # noqa: F401

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


def test_nothing_of_an_article_runs_or_changes_the_page(browser, tmp_path):  # noqa: F811
    assert len(PAYLOADS) >= 40
    for name, html in pages(tmp_path):
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
            assert page.evaluate("typeof window.ran") == "undefined", where
            assert page.locator(_FOREIGN).count() == 0, where
            handlers = (
                "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on/i.test(a.name)))"
            )
            assert page.evaluate(f"{handlers}.length") == 0, where
            links = page.evaluate("[...document.links].map(a => a.getAttribute('href'))")
            assert [href for href in links if not href.startswith("#")] == [], where
            assert page.locator("main").is_visible(), where
            page.close()


@pytest.mark.parametrize("payload", PAYLOADS[:40:4])
def test_the_words_are_shown_as_they_stand(browser, payload):  # noqa: F811
    article = nl.Article.from_text(f"“{payload},” Mayor Ada Quist said on Monday.", id="x", check_language=False)
    page = browser.new_page()
    page.set_content(nl.highlight(article)._repr_html_())
    assert " ".join(payload.split()) in " ".join(page.locator("body").inner_text().split())
    page.close()
