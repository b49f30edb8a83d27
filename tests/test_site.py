"""The site that `mkdocs build` makes: built without a warning, and in need of nothing from elsewhere.

Wants the extra `docs`; what is looked at in a browser wants Chromium besides. Without them the tests are skipped.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
CHROMIUM = os.environ.get("NEWSLENS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    pytest.importorskip("material", reason="MkDocs comes with the extra “docs”")
    pytest.importorskip("mkdocstrings_handlers.python", reason="mkdocstrings comes with the extra “docs”")
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_the_site_holds_every_page(site):
    names = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    notebooks = {f"gallery/{name}.html" for name in NOTEBOOKS}
    assert notebooks | {"index.html", "tutorial.html", "codebook.html", "api/showing.html", "measured.html"} <= names


def test_no_page_takes_anything_from_elsewhere(site):
    for path in [*site.rglob("*.html"), *site.rglob("*.css")]:
        text = path.read_text(encoding="utf-8")
        loaded = re.findall(r'<(?:script|img|iframe|link)\b[^>]*?(?:src|href)="(?:https?:)?//[^"]+"', text)
        assert loaded + re.findall(r"url\((?:https?:)?//|@import", text) == [], path.name


def test_examples_in_docstrings_are_shown_as_code(site):
    pages = [path.read_text(encoding="utf-8") for path in (site / "api").glob("*.html")]
    assert any("&gt;&gt;&gt; " in page for page in pages)
    assert not any("<blockquote" in page for page in pages)


@pytest.fixture(scope="module")
def browser():
    engine = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with engine.sync_playwright() as started:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield chromium
        chromium.close()


@pytest.fixture(params=[1280, 390], ids=["desk", "telephone"])
def page(browser, site, request):
    """A window without a network; what it asks for outside of the site and what it complains about is kept."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, offline=True)
    page = context.new_page()
    page.complaints = []
    own = (site.as_uri(), "data:", "blob:")
    page.on("request", lambda asked: asked.url.startswith(own) or page.complaints.append(asked.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


PAGES = ["index", "tutorial", "who-says-so", "codebook", "measured", "api/showing", "gallery/index"]


@pytest.mark.parametrize("name", [*PAGES, *(f"gallery/{name}" for name in NOTEBOOKS)])
def test_pages_need_no_network_and_fit_the_window(page, site, name):
    page.goto((site / f"{name}.html").as_uri())
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.complaints == []


@pytest.mark.parametrize("name", ["index", "gallery/index", *(f"gallery/{name}" for name in NOTEBOOKS)])
def test_links_lead_to_what_is_there(browser, site, name):
    """Links that are written as HTML, which MkDocs does not check."""
    path = site / f"{name}.html"
    page = browser.new_page()
    page.goto(path.as_uri())
    links = page.evaluate("[...document.links].map(link => link.getAttribute('href').split('#')[0])")
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []
    lead = "a => a.hash === '' || document.getElementById(decodeURIComponent(a.hash.slice(1)))"
    assert page.evaluate(f"[...document.querySelectorAll('a[href^=\"#\"]')].every({lead})")
    page.close()


def test_the_search_works_from_a_folder(browser, site):
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.get_by_placeholder("Search").click()
    page.keyboard.type("anonymity")
    page.locator(".md-search-result__item").first.wait_for()
    page.close()
