"""The report is one file, asks for nothing, links every number to its words, and is the same each time."""

import ast
import datetime
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import nbformat
import pytest

import newslens as nl
from newslens.errors import OptionError
from newslens.report import build

TEXT = """Dockers & owners <at odds>

By Ana Ruiz, Harbor Gazette

March 3, 2023

Port workers could walk out on Friday, two people familiar with the talks said, speaking on condition of anonymity \
because the meeting was private.

“We want a fair raise,” union leader Mara Lind said, “and safe cranes.” She demanded that Nordal Shipping \
reply by Monday.

Nordal Shipping rejected the demand in a statement. Its plan was called “reckless & late”.
"""


ARTICLE = nl.Article.from_text(TEXT, id="port", title="Dockers & owners <at odds>")


@pytest.fixture(scope="module")
def article():
    return ARTICLE


@pytest.fixture(scope="module")
def page(article):
    return nl.report(article)


class Page(HTMLParser):
    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.tags, self.ids, self.links, self.headings, self.words, self.quiet = [], [], [], [], "", 0
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        self.quiet += tag in {"style", "title"}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        self.quiet -= tag in {"style", "title"}

    def handle_data(self, data):
        if not self.quiet:
            self.words += data


def test_same_input_same_bytes(article, page):
    again = nl.report(nl.Article.from_text(TEXT, id="port", title="Dockers & owners <at odds>"))
    assert again.html == page.html
    assert again.notebook == page.notebook


def test_same_bytes_in_every_process(page):
    source = "import sys; from tests.test_report import *; sys.stdout.buffer.write(nl.report(ARTICLE).html.encode())"
    made = [
        subprocess.run([sys.executable, "-c", source], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True)
        for seed in ("1", "2")
    ]
    assert [(run.returncode, run.stdout.decode()) for run in made] == [(0, page.html)] * 2


def test_it_asks_for_nothing_and_runs_nothing(page):
    read = Page(page.html)
    assert not {tag for tag, _ in read.tags} & {"script", "link", "iframe", "object", "embed", "base", "form"}
    for tag, given in read.tags:
        assert not any(name.startswith("on") for name in given)
        assert tag != "img" or given["src"].startswith("data:image/png;base64,")
    policy = next(g["content"] for t, g in read.tags if t == "meta" and "http-equiv" in g)
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert not re.search(r"url\(|@import|https?://", page.html)


def test_every_reference_leads_to_its_words(page):
    read = Page(page.html)
    assert len(read.ids) == len(set(read.ids))
    targets = [g["href"] for g in read.links if "href" in g]
    assert len(targets) > 20
    assert {t.removeprefix("#") for t in targets} <= set(read.ids)
    dead = [g for g in read.links if "href" not in g and g.get("class") == "nl-ref"]
    assert not dead
    assert "data-nl" not in page.html
    assert "data-row" not in page.html
    assert "data-to" not in page.html


def test_structure_for_those_who_listen(page):
    read = Page(page.html)
    assert read.headings[0] == 1
    assert read.headings.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(read.headings, read.headings[1:], strict=False))
    assert ("html", {"lang": "en"}) in read.tags
    assert all(g.get("alt") for t, g in read.tags if t == "img")
    assert sum(t == "caption" for t, _ in read.tags) == sum(t == "table" for t, _ in read.tags)
    assert all("scope" in g for t, g in read.tags if t == "th")


def test_sections_can_be_reached(page):
    read = Page(page.html)
    assert [tag for tag, _ in read.tags if tag in {"nav", "main"}] == ["nav", "main"]
    assert read.links[0]["href"] == "#main"
    contents = re.search(r"<nav .*?</nav>", page.html)[0]
    sections = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', page.html)
    assert re.findall(r'<a href="#([^"]+)">(.*?)</a>', contents) == sections
    assert [words for _, words in sections] == [
        "In short",
        "The article",
        "Who says so",
        "In what tone",
        "Who wants what from whom",
        "What is left uncertain",
        "How this was made",
        "What it cannot tell",
    ]


def test_the_first_screen_says_where_the_article_is_from_and_how_it_was_read(page):
    first = page.html.split('<h2 id="section-the-article">')[0]
    given = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", first))
    assert given["Outlet"] == "Harbor Gazette"
    assert given["Byline"] == "Ana Ruiz"
    assert given["Date"] == "March 3, 2023"
    assert re.fullmatch(r"\d+ words", given["Length"])
    assert given["Read"] == f"by newslens {nl.__version__}, checked by nobody"
    five = re.findall(r"<li>(.*?)</li>", first.split('class="nl-findings"')[1])[:5]
    assert len(five) == 5
    assert all(re.match(r'<a class="nl-say" href="#[^"]+">', finding) for finding in five)


def test_what_the_header_does_not_say_is_said():
    page = nl.report(nl.Article.from_text("Rain fell on the valley."))
    assert page.html.count(">not given</dd>") == 3


def test_notes_stand_beside_the_article(page):
    notes = re.findall(r'<li class="nl-[a-z]+"><a href="#row-[^"]+">(.*?)</li>', page.html)
    assert "a1</a> unnamed source: two people familiar with the talks; the reason is given" in notes
    assert any(re.match(r"d\d</a> demand by Mara Lind: rejected", note) for note in notes)


def test_every_picture_is_told_in_words_too(page):
    alts = re.findall(r'<img [^>]*alt="([^"]+)"', page.html)
    assert alts
    assert re.findall(r"<details><summary>The picture in words</summary><p>(.*?)</p>", page.html) == alts


def test_missing_values_are_dashes(page):
    words = Page(page.html).words
    assert not re.search(r"<NA>|\bNaN\b|\bNone\b|\bNaT\b|\bnan\b", words)
    assert "–" in words


def test_code_is_hidden(page):
    assert "nl.charts" not in page.html


def test_the_title_is_text(page):
    assert "<title>Dockers &amp; owners &lt;at odds&gt;</title>" in page.html
    assert re.search(r"<h1[^>]*>Dockers &amp; owners &lt;at odds&gt;</h1>", page.html)
    assert "March 3, 2023" in Page(page.html).words


EVIL = "<script>alert(1)</script> [x](javascript:alert(2)) **b** $x$ `c` <img src=x onerror=alert(3)>"


def test_nothing_of_the_article_becomes_markup():
    page = nl.report(nl.Article(id=EVIL, text=f"{EVIL} said {EVIL}.", title=EVIL, byline=(EVIL,), outlet=EVIL))
    read = Page(page.html)
    assert not {tag for tag, _ in read.tags} & {"script", "strong", "code"}
    assert not any(name.startswith("on") for _, given in read.tags for name in given)
    assert not any("javascript" in (g.get("href") or "") for g in read.links)


def test_the_notebook_is_valid_ran_in_order_and_holds_the_article(article, page):
    notebook = nbformat.reads(page.notebook, as_version=4)
    nbformat.validate(notebook)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    assert [c["id"] for c in notebook.cells] == [f"cell-{n}" for n in range(1, len(notebook.cells) + 1)]
    space = {}
    exec(code[0].source, space)
    assert space["article"] == article


@pytest.mark.parametrize(
    "article",
    [
        nl.Article(id="a'b\"c", text="x\r\ny\x0bz\u2028w\t“é” \\n\n\n"),
        nl.Article(id="d", text="Dated.", published=datetime.date(2020, 2, 29), byline=("A", "B"), aside=((0, 2),)),
    ],
)
def test_any_article_is_written_out_exactly(article):
    source = build(article, "").cells[1].source
    ast.parse(source)
    space = {}
    exec(source, space)
    assert space["article"] == article


@pytest.mark.parametrize("text", ["Rain fell on the valley.", "Storm warning", "“It"])
def test_little_to_report_is_a_report_too(text):
    page = nl.report(nl.Article.from_text(text, check_language=False))
    assert "No mark of uncertainty was found." in page.html
    assert Page(page.html).headings[0] == 1


def test_files_are_written_whole(article, tmp_path):
    nl.report(article, tmp_path / "r.html", notebook=tmp_path / "r.ipynb")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["r.html", "r.ipynb"]
    assert nl.analyze(article).to_html(tmp_path / "again.html") == tmp_path / "again.html"
    assert (tmp_path / "again.html").read_bytes() == (tmp_path / "r.html").read_bytes()
    with pytest.raises(OptionError, match="no folder"):
        nl.report(article, tmp_path / "none" / "r.html")


def test_repr_has_no_address(page):
    assert repr(page) == "<Report on 'port': one HTML page, and the notebook behind it>"


def test_a_network_stands_only_where_somebody_acts_toward_somebody(article, page):
    assert "Who acts toward whom: " in page.html
    alone = nl.report(nl.Article.from_text("Rain fell on the valley. Norway threatened to close the border."))
    assert "Who acts toward whom" not in alone.html
    assert "No act in the article" not in alone.html
    assert alone.html.count("<img") < page.html.count("<img")


def test_a_template_of_ones_own_may_replace_a_part_and_keeps_the_rest(article, page, tmp_path):
    (tmp_path / "style.css").write_text("body { color: #123456 }")
    made = nl.report(article, template=tmp_path)
    assert "<style>\nbody { color: #123456 }</style>" in made.html
    assert json.loads(made.notebook)["cells"] == json.loads(page.notebook)["cells"]
    assert re.search(r"<meta [^>]*\bname=\"newslens:template\"", made.html)
    assert nl.report(article, template=tmp_path / "style.css").html == made.html


def test_its_cells_say_what_the_page_says(article, tmp_path):
    (tmp_path / "report.md").write_text("## Only this\n```python\nnl.tabulate(nl.hedges(article), ['hedge'])\n```\n")
    made = nl.report(article, template=str(tmp_path))
    assert re.findall("<h2.*?>(.*?)</h2>", made.html) == ["Only this"]
    assert "<td" in made.html
    assert "default-src 'none'" in made.html


def test_its_page_may_build_on_ours(article, tmp_path):
    (tmp_path / "index.html.j2").write_text(
        "{% extends 'report/index.html.j2' %}"
        "{% block footer %}<footer>The Harbor desk</footer>{{ super() }}{% endblock %}"
    )
    made = nl.report(article, template=tmp_path)
    assert "<footer>The Harbor desk</footer>" in made.html
    assert made.html.count("<main") == made.html.count("</main>") == 1


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("styles.css", "p {}", "none of the parts that are known: report.md, index.html.j2, style.css"),
        ("report.md", "```python\nnl.nothing\n```\n", "does not work: AttributeError"),
        ("report.md", "```python\nnl.(\n```\n", "does not work: SyntaxError, line 1"),
        ("index.html.j2", "{% if %}", "does not work: TemplateSyntaxError, line 1"),
        ("style.css", b"\xff\xfe\xfa", "not UTF-8"),
    ],
)
def test_a_template_that_is_none_is_said_to_be_so(article, tmp_path, name, text, message):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(OptionError, match=re.escape(message)):
        nl.report(article, tmp_path / "page.html", template=tmp_path)
    assert not (tmp_path / "page.html").exists()


def test_a_template_that_is_not_there(article, tmp_path):
    with pytest.raises(OptionError, match="There is no template"):
        nl.report(article, template=tmp_path / "none")
    with pytest.raises(OptionError, match="none of the parts"):
        nl.report(article, template=__file__)
