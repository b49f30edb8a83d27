"""In a real browser: the report needs no network, fits a telephone, and the explorer works in JupyterLab.

Wants Playwright for Python and Debian's Chromium; where either is missing, the tests are skipped and say so.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

import newslens as nl

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
CHROMIUM = os.environ.get("NEWSLENS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

ARTICLES = Path(__file__).with_name("articles")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    return nl.analyze(nl.read_article(ARTICLES / "ferry-strike.txt")).to_html(path)


@pytest.fixture(params=[1280, 390], ids=["desk", "telephone"])
def page(browser, report, request):
    """The report, opened with the network off; what it asks for and what it complains about is kept."""
    context = browser.new_context(viewport={"width": request.param, "height": 844}, offline=True)
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda asked: page.asked.append(asked.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(report.as_uri())
    yield page
    context.close()


def test_it_asks_for_nothing_but_itself_and_complains_of_nothing(page, report):
    page.locator("img").last.scroll_into_view_if_needed()
    assert [url for url in page.asked if not url.startswith("data:")] == [report.as_uri()]
    assert page.complaints == []


def test_the_page_does_not_scroll_sideways(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_pictures_are_drawn(page):
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    assert page.locator("img").count() == 7


def test_a_number_leads_to_its_words_and_back_to_its_row(page):
    page.locator("ol.nl-findings a[href^='#attributions-']").first.click()
    mark = page.locator("mark:target")
    mark.wait_for()
    assert page.evaluate("getComputedStyle(document.querySelector(':target')).outlineStyle") == "solid"
    page.locator("mark:target sup a[href], mark:target + mark sup a[href]").first.click()
    page.locator("tr:target").wait_for()


def test_nothing_lies_over_another_thing(page):
    """Wide tables scroll in their own box: no box is wider than the page."""
    assert page.evaluate(
        "[...document.querySelectorAll('.nl-scroll, figure, p, h1, h2')]"
        ".every(box => box.getBoundingClientRect().right <= window.innerWidth + 1)"
    )


def test_dark_pages_are_dark(browser, report):
    context = browser.new_context(color_scheme="dark", offline=True)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(27, 26, 25)"
    context.close()


def test_the_first_screen_holds_the_headline_and_five_findings(browser, report):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(report.as_uri())
    assert page.locator("h1").bounding_box()["y"] < 100
    fifth = page.locator("ol.nl-findings > li").nth(4).bounding_box()
    assert fifth["y"] + fifth["height"] <= 900
    page.close()


def test_the_keyboard_goes_from_the_skip_link_over_the_sections_to_the_findings_in_order(page):
    expected = page.evaluate(
        "[...document.querySelectorAll('.skip, nav a, .nl-findings a[href]')].map(a => a.getAttribute('href'))"
    )
    assert expected[0] == "#main"
    reached = []
    for _ in expected:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
        if len(reached) == 1:
            assert page.locator(".skip").bounding_box()["x"] >= 0
    assert reached == expected


def test_what_scrolls_can_be_reached_with_the_keyboard(page):
    stuck = """[...document.querySelectorAll('body *')].filter(box => box.scrollWidth > box.clientWidth + 1
        && ['auto', 'scroll'].includes(getComputedStyle(box).overflowX)
        && box.tabIndex < 0 && !box.querySelector('a[href]')).length"""
    assert page.evaluate(stuck) == 0


def test_notes_stand_beside_their_paragraph_and_on_a_telephone_under_it(page):
    wide = page.viewport_size["width"] > 1000
    places = page.evaluate(
        """[...document.querySelectorAll('.nl-notes')].map(notes => {
            const [p, n] = [notes.previousElementSibling, notes].map(box => box.getBoundingClientRect())
            return n.left >= p.right ? 'beside' : n.top >= p.bottom - 12 ? 'under' : 'over'
        })"""
    )
    assert places
    assert set(places) == {"beside" if wide else "under"}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, report, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe comes with the extra “test”")
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, offline=True)
    page = context.new_page()
    page.goto(report.as_uri())
    found = axe.Axe().run(page).response["violations"]
    grave = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in {"serious", "critical"}]
    assert grave == []
    context.close()


def test_it_prints_to_a4(browser, report, tmp_path):
    page = browser.new_page()
    page.goto(report.as_uri())
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    printed = (tmp_path / "report.pdf").read_bytes()
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]", printed)
    page.close()


@pytest.mark.parametrize(("millimeters", "place"), [(174, "beside"), (112, "under")], ids=["A4", "A5"])
def test_nothing_is_cut_off_in_print(browser, report, millimeters, place):
    """The page as wide as the print area of the paper; what is wider than that would be cut."""
    page = browser.new_page(viewport={"width": round(millimeters / 25.4 * 96), "height": 900})
    page.emulate_media(media="print")
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    columns = page.evaluate("getComputedStyle(document.querySelector('.nl-beside')).display")
    assert columns == {"beside": "grid", "under": "block"}[place]
    page.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An article, a notebook that explores it, and one to code it by hand."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ARTICLES / "ferry-strike.txt", folder / "article.txt")
    for name in ("notebooks", "seeds"):
        shutil.copytree(ARTICLES.parents[1] / name, folder / name)
    for name, last in (
        ("explore", "explorer = nl.explore(article)\nexplorer"),
        ("code", 'nl.code(article, coder="ab")'),
    ):
        cells = ["import newslens as nl", 'article = nl.read_article("article.txt")', last]
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
        kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        notebook.cells.append(nbformat.v4.new_code_cell('""'))
        notebook.metadata |= {"kernelspec": kernel, "language_info": {"name": "python"}}
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def lab(folder):
    """JupyterLab on a free port, with those notebooks."""
    pytest.importorskip("jupyterlab", reason="JupyterLab comes with the extra “lab”")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"--no-browser --ip=127.0.0.1 --port={port} --IdentityProvider.token= --ServerApp.password= --allow-root"
    command = [sys.executable, "-m", "jupyterlab", *options.split(), f"--ServerApp.root_dir={folder}"]
    private = {
        name: str(folder / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR")
    }
    private["JUPYTERLAB_WORKSPACES_DIR"] = str(folder / "workspaces")
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=os.environ | private)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/api/status", timeout=5)
                break
            except OSError:
                assert server.poll() is None, "JupyterLab did not start"
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def run_all(page, address):
    """Open a notebook and run it; errors of the page are kept."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=90_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    return errors


def photograph(page, name):
    if "NEWSLENS_SHOTS" in os.environ:
        page.screenshot(path=Path(os.environ["NEWSLENS_SHOTS"]) / f"{name}.png")


@pytest.mark.parametrize("name", ["00_tutorial", "03_who_wants_what", "05_your_own_article"])
def test_a_notebook_of_ours_opens_and_runs_in_jupyterlab(browser, lab, folder, name):
    """From a fresh copy, all cells, saved: no error in a cell or on the page."""
    path = folder / "notebooks" / f"{name}.ipynb"
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    errors = run_all(page, f"{lab}/lab/tree/notebooks/{name}.ipynb?reset")
    page.get_by_text("Python 3 (ipykernel) | Busy").wait_for(timeout=20_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=180_000)
    page.locator(".jp-InputPrompt", has_text=f"[{len(cells)}]:").first.wait_for(state="attached", timeout=20_000)
    before = path.stat().st_mtime_ns
    page.keyboard.press("Control+s")
    deadline = time.time() + 20
    while path.stat().st_mtime_ns == before and time.time() < deadline:
        page.wait_for_timeout(100)
    ran = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in ran] == list(range(1, len(cells) + 1))
    assert not [output for cell in ran for output in cell.outputs if output.output_type == "error"]
    assert errors == []
    photograph(page, name)
    page.close()


def test_decisions_outlive_a_reload_of_jupyterlab(browser, lab, folder):
    log = folder / "article.txt.ab.coding.jsonl"

    def decisions():
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [json.loads(line).get("decision") for line in lines]

    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    errors = run_all(page, f"{lab}/lab/tree/code.ipynb?reset")
    for number, label in enumerate(("Confirm", "Reject", "Confirm"), 1):
        page.locator(".jp-OutputArea button", has_text=label).first.click(timeout=60_000)
        deadline = time.time() + 20
        while len(decisions()) < number and time.time() < deadline:
            page.wait_for_timeout(50)
    assert decisions() == ["confirm", "reject", "confirm"]
    photograph(page, "code")
    page.reload()
    again = run_all(page, f"{lab}/lab/tree/code.ipynb?reset")
    page.locator(".jp-OutputArea button", has_text="Undo").first.wait_for(timeout=60_000)
    page.get_by_text("3 decided").first.wait_for(timeout=20_000)
    assert decisions() == ["confirm", "reject", "confirm"]
    assert errors == again == []
    page.close()


def test_the_explorer_works_in_jupyterlab(browser, lab):
    pytest.importorskip("anywidget", reason="anywidget comes with the extra “lab”")
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    errors = run_all(page, f"{lab}/lab/tree/explore.ipynb?reset")
    explorer = page.locator(".jp-OutputArea .newslens-explorer")
    explorer.wait_for(timeout=60_000)
    rows, chosen = explorer.locator("tr.row"), explorer.locator("tr[aria-selected=true]")
    before, cells = rows.count(), page.locator(".jp-Cell").count()

    explorer.locator("mark.w-cue").first.click()
    assert explorer.locator("mark.on").count() >= 3
    assert explorer.locator("tr.more .evidence button").count() >= 3
    rows.last.click()
    assert rows.last.get_attribute("aria-selected") == "true"
    assert explorer.locator("tr.more dt").first.bounding_box()["height"] < 30  # one line
    explorer.scroll_into_view_if_needed()
    photograph(page, "lab")

    for key in ("k", "p", "ArrowUp", "j", "Enter", "b", "a", "x", "d", "d", "m", "Shift+Enter", "0", "0"):
        page.keyboard.press(key)  # the lab's own: a cell below, above, cut, deleted, as Markdown, run, restart
    assert (page.locator(".jp-Cell").count(), chosen.count()) == (cells, 1)
    page.keyboard.press("/")
    page.keyboard.type("strike")
    page.wait_for_function(f"document.querySelectorAll('tr.row').length < {before}")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    explorer.get_by_label("Who").select_option("Marit Solheim")
    assert 0 < rows.count() < before
    assert all("Marit Solheim" in row for row in rows.all_inner_texts())
    explorer.get_by_role("button", name="who wants what").click()
    explorer.locator("mark[title^=d]").first.wait_for()
    rows.first.click()
    ask(page, "explorer.source, explorer.lens, explorer.selected == tuple(explorer.findings[['lens', 'id']].iloc[0])")
    page.get_by_text("('Marit Solheim', ['attributions', 'demands'], True)").wait_for(timeout=20_000)
    ask(page, "explorer.choose(lens='demands', source='all')")
    page.wait_for_function("[...document.querySelectorAll('tr.row th b')].every(b => b.textContent.startsWith('d'))")

    dress(page, "JupyterLab Dark")
    page.wait_for_function(
        "getComputedStyle(document.querySelector('.newslens-explorer')).backgroundColor === 'rgb(17, 17, 17)'"
    )
    rows.first.click()
    photograph(page, "lab-dark")
    dress(page, "JupyterLab Light")
    assert errors == complaints == []
    page.close()


def ask(page, code):
    """Runs a line in the notebook's last, empty cell."""
    page.locator(".jp-Notebook .jp-CodeCell").last.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(code)
    page.keyboard.press("Control+Enter")


def dress(page, theme):
    """JupyterLab in another theme."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Theme").first.hover()
    page.locator(".lm-Menu-item", has_text=theme).first.click()
    light = "true" if theme.endswith("Light") else "false"
    page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")
    page.locator("#jupyterlab-splash").wait_for(state="detached")
