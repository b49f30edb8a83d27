"""The explorer's script in a browser, on a page of its own: what is clicked, typed and chosen, how fast, and for whom.

The kernel is played by a few lines that keep the state; test_browser.py tries the whole in JupyterLab.
"""

import json
import random

import pandas as pd
import pytest

import newslens as nl
from tests.test_browser import ARTICLES, browser, playwright, pytestmark  # noqa: F401

pytest.importorskip("anywidget", reason="anywidget comes with the extra “lab”")

from newslens.analysis import Analysis
from newslens.exploring import views
from newslens.exploring.widget import Explorer

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Explorer</title>
<link rel="stylesheet" href="explorer.css"><style>body{margin:1rem}%s</style>
<button id="before">before</button><main id="here"></main>
<script type="module">
  import explorer from "./explorer.js";
  const heard = {};
  const state = await (await fetch("state.json")).json();
  window.pressed = [];
  document.addEventListener("keydown", (event) => window.pressed.push(event.key));
  window.model = {
    state,
    get: (name) => state[name],
    set: (name, value) => { state[name] = value; (heard[`change:${name}`] ?? []).forEach((does) => does()); },
    save_changes: () => { window.saved = (window.saved ?? 0) + 1; },
    on: (name, does) => (heard[name] ??= []).push(does),
    off: (name, does) => { heard[name] = heard[name].filter((d) => d !== does); },
  };
  window.gone = explorer.render({ model: window.model, el: document.getElementById("here") });
  document.body.dataset.ready = "yes";
</script></html>"""
STATE = ("_data", "lens", "source", "kind", "voice", "act", "confidence", "search", "selected")
JUPYTERLAB = {
    "light": ":root{--jp-layout-color0:white;--jp-content-font-color0:#000}",
    "dark": ":root{--jp-layout-color0:#111;--jp-content-font-color0:#fff}body{background:#111;color:#fff}",
    "system": "body{background:canvas}",
}


@pytest.fixture(scope="module")
def analysis():
    return nl.analyze(nl.read_article(ARTICLES / "wire-strike.txt"))


@pytest.fixture
def explorer(analysis):
    return nl.explore(analysis)


@pytest.fixture
def mount(browser):  # noqa: F811
    """Opens an explorer on a page; what the page complains of is an error."""
    opened, complaints = [], []

    def mount(explorer, *, theme="light", width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        opened.append(context)
        answers = {
            "": ("text/html", PAGE % JUPYTERLAB[theme]),
            "state.json": ("application/json", json.dumps({name: getattr(explorer, name) for name in STATE})),
            "explorer.js": ("text/javascript", str(Explorer._esm)),
            "explorer.css": ("text/css", str(Explorer._css)),
        }

        def answer(route):
            kind, body = answers[route.request.url.rsplit("/", 1)[1]]
            route.fulfill(content_type=kind, body=body)

        context.route("**/*", answer)
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("http://explorer.test/")
        page.locator("body[data-ready]").wait_for()
        return page

    yield mount
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def page(mount, explorer):
    return mount(explorer.choose(lens=["attributions", "demands", "hedges"]))


def row(page, key):
    return page.locator("tr.row", has=page.locator(f"th b:text-is('{key}')"))


def state(page, name):
    return page.evaluate(f"model.get('{name}')")


def in_sight(page, selector, pane):
    """Whether an element lies within what its pane shows."""
    return page.evaluate(
        """([selector, pane]) => {
            const [at, box] = [selector, pane].map((s) => document.querySelector(s).getBoundingClientRect());
            return at.top >= box.top && at.bottom <= box.bottom && box.top < innerHeight;
        }""",
        [selector, pane],
    )


def outlined(page):
    """The words that are outlined, as role and text, without the labels."""
    return set(
        page.evaluate(
            """() => [...document.querySelectorAll("mark.on")].map((mark) => {
                const copy = mark.cloneNode(true);
                copy.querySelectorAll("sup").forEach((sup) => sup.remove());
                return `${mark.dataset.role}: ${copy.textContent}`;
            })"""
        )
    )


def test_clicked_words_show_their_row_with_every_part(page, explorer):
    last = explorer.analysis.demands.query("status == 'mixed'").iloc[-1]
    page.locator(f"mark.w-cue[title^='{last['id']} ']").first.click()
    assert state(page, "selected") == ["demands", last["id"]]
    assert page.locator("tr[aria-selected=true]").count() == 1
    assert in_sight(page, "tr[aria-selected=true]", ".list")
    evidence = explorer.analysis.evidence.query(f"lens == 'demands' and id == '{last['id']}'")
    shown = page.locator("tr.more .evidence button").all_inner_texts()
    assert sorted(" ".join(words.split()) for words in shown) == sorted(
        " ".join(text.split()) for text in evidence["text"]
    )
    assert "status\nmixed" in page.locator("tr.more dl").nth(1).inner_text()


def test_a_clicked_row_scrolls_to_its_words_and_outlines_them(page, explorer):
    last = explorer.analysis.attributions.iloc[-1]
    row(page, last["id"]).click()
    evidence = explorer.analysis.evidence.query(f"lens == 'attributions' and id == '{last['id']}'")
    assert {f"{part.role}: {part.text}" for part in evidence.itertuples()} <= outlined(page)
    assert in_sight(page, "mark.on", ".text")


def test_a_part_leads_to_its_words(page, explorer):
    row(page, explorer.analysis.attributions["id"].iloc[-1]).click()
    page.locator(".text").evaluate("pane => pane.scrollTop = 0")
    page.locator("tr.more .evidence button").last.click()
    assert in_sight(page, "mark.now", ".text")


def test_clicks_on_the_same_words_go_through_all_findings_there(page):
    point = page.evaluate(
        """() => {
            const deep = [...document.querySelectorAll(".text mark mark")].find(
                (mark) => mark.getBoundingClientRect().y < 700);
            const [box] = deep.getClientRects();
            return [box.x + 4, box.y + box.height / 2];
        }"""
    )
    seen = []
    for _ in range(3):
        page.mouse.click(*point)
        seen.append(tuple(state(page, "selected")))
    assert len(set(seen)) >= 2
    page.locator(".text").evaluate("pane => pane.scrollTop = 0")
    also = page.locator("tr.more .to")
    assert also.count() >= 1
    name = also.last.inner_text()
    also.last.click()
    assert state(page, "selected")[1] == name


@pytest.mark.parametrize(
    "choice",
    [
        {"lens": ["attributions"]},
        {"lens": ["attributions", "hedges", "demands"], "source": "Joke van Dam"},
        {"lens": list(views.VIEWS), "voice": "author"},
        {"lens": list(views.VIEWS), "search": "offer"},
        {"lens": ["demands", "responses"], "act": "threat"},
        {"lens": ["attributions", "sentiments"], "kind": "named person", "search": "the  union"},
        {"lens": ["attributions", "hedges"], "confidence": 0.9},
        {"lens": []},
    ],
    ids=str,
)
def test_browser_and_python_choose_the_same(mount, explorer, choice):
    page = mount(explorer.choose(**choice))
    found = [key for table in explorer.tables.values() for key in table["id"]]
    assert sorted(page.locator("tr.row th b").all_inner_texts()) == sorted(found)
    marked = set(page.evaluate("[...document.querySelectorAll('mark')].flatMap(m => m.mark.findings.map(f => f.id))"))
    assert marked == set(found)


def test_menus_filter_without_a_round_trip_and_tell_the_kernel(page, explorer):
    page.get_by_label("Who").select_option("Joke van Dam")
    explorer.choose(lens=["attributions", "demands", "hedges"], source="Joke van Dam")
    assert 0 < page.locator("tr.row").count() == len(explorer.findings)
    assert page.locator("[role=status]").inner_text().startswith(f"{len(explorer.findings)} of ")
    assert state(page, "source") == "Joke van Dam"
    assert page.evaluate("saved") == 1
    page.get_by_role("button", name="Show all").click()
    assert state(page, "source") == "all"


def test_lenses_are_shown_together_or_alone(page):
    chip = page.get_by_role("button", name="what is uncertain")
    assert chip.get_attribute("aria-pressed") == "true"
    chip.click()
    assert state(page, "lens") == ["attributions", "demands"]
    chip.dblclick()
    assert state(page, "lens") == ["hedges"]


def test_the_kernel_selects_and_the_page_follows(page, explorer):
    key = explorer.analysis.demands["id"].iloc[-1]
    page.evaluate(f"model.set('selected', ['demands', '{key}'])")
    row(page, key).locator("xpath=self::*[@aria-selected='true']").wait_for()
    assert in_sight(page, "mark.on", ".text")


def test_search_marks_the_text_and_goes_from_place_to_place(page, explorer):
    page.get_by_label("Search findings and text").fill("OFFER")
    places = explorer.analysis.article.text.lower().count("offer")
    assert f"{places} places in the text" in page.locator("[role=status]").inner_text()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator(".hit.now").first.get_attribute("data-hit") == "1"
    assert in_sight(page, ".hit.now", ".text")
    page.keyboard.press("Escape")
    assert state(page, "search") == ""


def test_all_of_it_by_keyboard(page, explorer):
    page.locator("#before").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "lens"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("of")
    page.keyboard.press("ArrowDown")
    first = state(page, "selected")
    assert page.evaluate("document.activeElement.getAttribute('aria-selected')") == "true"
    page.keyboard.press("ArrowDown")
    assert state(page, "selected") != first
    page.keyboard.press("k")
    assert state(page, "selected") == first
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement === [...document.querySelectorAll('tr.row')].at(-1)")
    page.keyboard.press("Enter")
    assert in_sight(page, "mark.now", ".text")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "words"
    page.keyboard.press("Enter")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Escape")
    assert state(page, "selected") is None
    assert page.evaluate("document.activeElement.matches('tr.row')")
    assert page.evaluate("pressed") == ["Tab"]  # the one before the explorer: no other reaches the notebook


def test_every_finding_can_be_reached_from_the_text(page, explorer):
    page.locator(".text").focus()
    seen = set()
    for _ in range(page.locator("tr.row").count()):
        page.keyboard.press("n")
        seen.add(tuple(state(page, "selected")))
        assert in_sight(page, "tr[aria-selected=true]", ".list")
    assert len(seen) == page.locator("tr.row").count()
    assert page.evaluate("document.activeElement.className") == "text"


def test_a_reference_leads_to_a_finding_of_another_lens(mount, explorer):
    responses = explorer.analysis.responses
    assert len(responses)
    page = mount(explorer.choose(lens="responses"))
    row(page, responses["id"].iloc[0]).click()
    page.locator("tr.more").get_by_role("button", name=f"{responses['demand'].iloc[0]}, who wants what").first.click()
    assert state(page, "selected") == ["demands", responses["demand"].iloc[0]]
    assert state(page, "lens") == ["responses", "demands"]


def test_text_of_an_article_is_never_html(mount):
    attack = (
        "<img src=x onerror=window.ran=1> “<script>window.ran=1</script>,” Ada Brook 🙂 said. She 🙂 said it again."
    )
    article = nl.Article.from_text(attack, check_language=False)
    own = pd.DataFrame({"start": [0], "end": [10], "label": ["<img src=x onerror=window.ran=1>"], "speaker": ["<b>"]})
    page = mount(Explorer(Analysis(article), [own, nl.attributions(article)]))
    assert page.locator("tr.row").count() >= 2
    for n in range(page.locator("tr.row").count()):
        page.locator("tr.row").nth(n).click()
    assert page.evaluate("window.ran") is None
    assert page.locator("main :is(img, script)").count() == 0
    assert (
        page.evaluate(
            "() => { const text = document.querySelector('.text').cloneNode(true);"
            "text.querySelectorAll('sup').forEach((s) => s.remove()); return text.textContent.trim(); }"
        )
        == attack
    )


def test_offsets_count_characters_not_utf16_units(mount):
    article = nl.Article.from_text("A 🙂 smile, 👩‍🔬 said.", check_language=False)
    start = article.text.index("said")
    page = mount(nl.explore(article, pd.DataFrame({"start": [start], "end": [start + 4]})))
    page.locator("tr.row").click()
    assert outlined(page) == {"label: said"}


def test_the_page_lets_go_of_the_model(page):
    page.evaluate("gone(); model.set('search', 'nowhere')")
    page.wait_for_timeout(50)
    assert page.locator("tr.row").count() > 0


@pytest.fixture(scope="module")
def long_article():
    """5,000 words with 200 findings of two lenses, nested and crossing."""
    chance = random.Random(7)
    words = "harbor ferry council said strike mayor union would might quay talks boat crew pay offer".split()
    lines = [" ".join(chance.choices(words, k=50)).capitalize() + "." for _ in range(100)]
    article = nl.Article.from_text("\n\n".join(lines), id="long", check_language=False)
    tables = []
    for name in ("frames", "claims"):
        starts = sorted(chance.sample(range(len(article.text) - 400), 100))
        rows = [(n, n + chance.randint(20, 300), chance.choice("abc"), chance.choice(words)) for n in starts]
        table = pd.DataFrame(rows, columns=["start", "end", "label", "speaker"])
        table.attrs["lens"] = name
        tables.append(table)
    return article, tables


class TestLongArticle:
    @pytest.fixture
    def page(self, mount, long_article, monkeypatch):
        article, tables = long_article
        monkeypatch.setattr(views, "VIEWS", {})
        page = mount(Explorer(Analysis(article), tables))
        assert page.locator("tr.row").count() == 200
        return page

    TIMED = """async (act) => {
        const began = performance.now();
        eval(act);
        await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
        return performance.now() - began;
    }"""

    @pytest.mark.parametrize(
        ("act", "sign"),
        [
            ("[...document.querySelectorAll('mark')][{n}].click()", "tr[aria-selected=true] + tr.more"),
            ("[...document.querySelectorAll('tr.row')][{n}].click()", "mark.on"),
        ],
        ids=["words", "row"],
    )
    def test_a_click_answers_at_once(self, page, act, sign):
        took = []
        for n in (150, 20, 190, 90, 60):
            took.append(page.evaluate(self.TIMED, act.format(n=n)))
            assert page.locator(sign).count() >= 1
        assert sorted(took)[2] < 150

    def test_a_filter_answers_at_once(self, page):
        box = "document.querySelector('input[type=search]')"
        took = [
            page.evaluate(self.TIMED, f"{box}.value = '{words}'; {box}.dispatchEvent(new Event('input'))")
            for words in ("f", "fe", "fer", "ferr", "")
        ]
        assert sorted(took)[2] < 300
        assert page.locator("tr.row").count() == 200


@pytest.mark.parametrize(
    ("theme", "scheme"),
    [("light", "light"), ("light", "dark"), ("dark", "light"), ("system", "light"), ("system", "dark")],
)
@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "telephone"])
def test_nobody_is_shut_out(mount, explorer, theme, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    page = mount(explorer.choose(lens=list(views.VIEWS), search="offer"), theme=theme, width=width, color_scheme=scheme)
    page.locator("tr.row").first.click()
    page.get_by_text("Keys").click()
    violations = axe.run(page, context=".newslens-explorer").response["violations"]
    severe = [v for v in violations if v["impact"] in {"serious", "critical"}]
    assert [(v["id"], [node["html"][:200] for node in v["nodes"]][:3]) for v in severe] == []


@pytest.mark.parametrize("width", [320, 390, 430, 470])
def test_a_label_stands_on_the_line_of_its_word(mount, explorer, width):
    page = mount(explorer, width=width)
    torn = """() => [...document.querySelectorAll(".joint")].filter((joint) =>
        joint.textContent !== joint.lastChild.textContent &&
        joint.lastChild.getBoundingClientRect().x < joint.getBoundingClientRect().x + 1).length"""
    assert page.locator(".joint").count() > 10
    assert page.evaluate(torn) == 0


def test_it_fits_a_telephone(mount, explorer):
    page = mount(explorer, width=390)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    text, found = (page.locator(pane).bounding_box() for pane in (".text", ".list"))
    assert text["y"] + text["height"] <= found["y"] + 1
