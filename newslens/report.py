"""An analysis as a page for people: a notebook is built, executed here and now, and printed as one HTML file.

Nothing is asked of the network and no kernel is started: each cell is one line or two that call newslens, and what it
returns is shown as Jupyter would show it. Every number on the page leads to the words that it came from.
"""

from __future__ import annotations

import ast
import base64
import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslens.analysis import Analysis, analyze, replacing
from newslens.article import Article
from newslens.findings import about, title
from newslens.markup import STYLE

if TYPE_CHECKING:
    from nbformat import NotebookNode

_TEMPLATES = Path(__file__).with_name("templates")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Report:
    """The page (`html`) and the notebook that it was printed from (`notebook`, as JSON)."""

    html: str
    notebook: str
    name: str

    def __repr__(self) -> str:
        return f"<Report on {self.name!r}: {len(self.html.encode()):,} bytes of HTML>"


def report(
    subject: Analysis | Article, path: str | Path | None = None, *, notebook: str | Path | None = None
) -> Report:
    """One self-contained HTML page on an article, findings first; written to `path`, if given.

    It reads without Python, network or scripts, on paper and on a telephone; the same input gives the same bytes.
    `notebook` also writes the executed notebook behind the page; it holds the article itself and runs again anywhere.
    Files are replaced whole or not at all. Raises OptionError if a path is a folder or lies in none.

    >>> import newslens as nl
    >>> page = nl.report(nl.Article.from_text("The mayor said the bridge is safe."))
    >>> page.html.startswith("<!doctype html>")
    True
    """
    import nbformat

    analysis = subject if isinstance(subject, Analysis) else analyze(subject)
    executed = build(analysis.article)
    run(executed)
    made = Report(render(executed), nbformat.writes(executed) + "\n", analysis.article.id)
    for target, text in ((path, made.html), (notebook, made.notebook)):
        if target is not None:
            with replacing(target) as temporary:
                temporary.write_text(text, encoding="utf-8")
    return made


def build(article: Article) -> NotebookNode:
    """The notebook behind the page, not yet run. Its first code cell is the article itself."""
    from nbformat import v4

    cells = []
    for n, (kind, source) in enumerate(_cells(article), start=1):
        cell = v4.new_markdown_cell(source) if kind == "markdown" else v4.new_code_cell(source)
        cell["id"] = f"cell-{n}"
        cells.append(cell)
    metadata = {
        "title": title(article),
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    notebook: NotebookNode = v4.new_notebook(cells=cells, metadata=metadata)
    return notebook


def run(notebook: NotebookNode) -> None:
    """Execute the code cells in this process, in order and in a namespace of their own; outputs go into the cells."""
    from nbformat import v4

    namespace: dict[str, Any] = {"__name__": "__main__"}
    number = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        number += 1
        body = ast.parse(cell.source).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, type_ignores=[]), "<report>", "exec"), namespace)
        cell.execution_count = number
        cell.outputs = []
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<report>", "eval"), namespace)
            data, metadata = _bundle(value)
            output = v4.new_output("execute_result", data=data, metadata=metadata, execution_count=number)
            cell.outputs.append(output)


def render(notebook: NotebookNode) -> str:
    """An executed notebook as one HTML page, its references turned into links."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(_TEMPLATES)],
        exclude_input=True,
        exclude_anchor_links=True,
    )
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": notebook.metadata.title}})
    return _linked(page.replace(STYLE, "").replace("<!--style-->", STYLE))


def _bundle(value: object) -> tuple[dict[str, str], dict[str, Any]]:
    """What Jupyter would store of a result: text always, HTML or a picture where the object offers it."""
    data, metadata = {"text/plain": repr(value)}, {}
    if hasattr(value, "_repr_html_"):
        data["text/html"] = value._repr_html_()
    if hasattr(value, "_repr_png_"):
        png, metadata["image/png"] = value._repr_png_()
        data["image/png"] = base64.b64encode(png).decode("ascii")
    return data, metadata


def _linked(page: str) -> str:
    """References lead to the words, labels in the text lead to the row of the table; what has no other end is no link.

    Text from the article cannot interfere: all of it is escaped, so that it holds no tag.
    """
    for pattern, prefix in ((r'(<mark [^>]*?)data-nl="([^"]+)"', ""), (r'(<tr )data-row="([^"]+)"', "row-")):
        seen: set[str] = set()

        def name(match: re.Match[str], prefix: str = prefix, seen: set[str] = seen) -> str:
            first = match[2] not in seen
            seen.add(match[2])
            return f'{match[1]}id="{prefix}{match[2]}"' if first else match[1].rstrip()

        page = re.sub(pattern, name, page)
    ends = set(re.findall(r'<(?:mark|tr) [^>]*?\bid="([^"]+)"', page))

    def link(match: re.Match[str]) -> str:
        target = ("row-" if match[2] == "to" else "") + match[3]
        return f'{match[1]} href="#{target}"' if target in ends else match[1]

    return re.sub(r'(<a(?: class="nl-ref")?) data-(nl|to)="([^"]+)"', link, page)


def _cells(article: Article) -> list[tuple[str, str]]:
    """Kind and source of every cell, from the heading to the limits."""
    line = _markdown(about(article))
    dated = "import datetime\n\n" if article.published else ""
    return [
        ("markdown", f"# {_markdown(title(article))}" + (f"\n\n{line}" if line else "")),
        (
            "code",
            f"{dated}import newslens as nl\nfrom newslens.markup import tabulate\n\narticle = {_article(article)}",
        ),
        ("code", "analysis = nl.analyze(article)"),
        *_SECTIONS,
    ]


def _markdown(text: str) -> str:
    """Text of an article made harmless for Markdown: one line, every sign that could mean something escaped."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def _article(article: Article) -> str:
    """The call that makes the article again, its text line by line."""
    lines = article.text.splitlines(keepends=True) or [""]
    text = "\n".join(f"        {line!r}" for line in lines)
    out = [f"    id={article.id!r},", f"    text=(\n{text}\n    ),"]
    for field in dataclasses.fields(article):
        value = getattr(article, field.name)
        if field.name not in {"id", "text"} and value != field.default:
            out.append(f"    {field.name}={value!r},")
    return "nl.Article(\n" + "\n".join(out) + "\n)"


_SECTIONS: list[tuple[str, str]] = [
    ("markdown", "## In short"),
    ("code", "analysis.findings"),
    (
        "markdown",
        "The small labels lead to the words in the article below, and from there to the row of the table "
        "that holds them.",
    ),
    ("markdown", "## The article, annotated"),
    ("code", "unclaimed = analysis.quotations[analysis.quotations.attribution.isna()]"),
    ("code", "strongest = analysis.drivers[analysis.drivers.polarity.abs() >= 0.1]"),
    (
        "code",
        "nl.highlight(\n    article, analysis.attributions, analysis.demands, analysis.hedges, strongest, unclaimed,\n"
        '    roles=["source", "cue", "content", "demander", "status", "hedge", "driver", "quotation"],\n)',
    ),
    ("markdown", "## Who says so"),
    ("code", "nl.charts.kinds(nl.sourcing_profile(article))"),
    ("code", "nl.charts.speakers(analysis.sources)"),
    (
        "code",
        'tabulate(\n    analysis.sources,\n    ["name", "kind", "role", "attributions", "words", "share"],\n'
        '    caption="Sources, by words attributed to them",\n)',
    ),
    (
        "code",
        'tabulate(\n    analysis.attributions, ["actor", "cue", "content", "form", "channel", "said_when"],\n'
        '    caption="Who says what",\n)',
    ),
    ("markdown", "### Sources without a name"),
    ("code", 'unnamed = analysis.attributions[analysis.attributions.source_kind == "unnamed"]'),
    (
        "code",
        'tabulate(\n    unnamed, ["actor", "plural", "content", "anonymity"],\n'
        '    caption="How unnamed sources are described, and why they are not named",\n'
        '    empty="The article uses no unnamed source.",\n)',
    ),
    ("markdown", "### Claims that rest on one source"),
    (
        "code",
        "from newslens.sources import single_source_claims\n\n"
        "alone = analysis.attributions.id.isin([claim.id for claim in single_source_claims(article)])",
    ),
    (
        "code",
        'tabulate(\n    analysis.attributions[alone], ["actor", "source_kind", "content"],\n'
        '    caption="Said by this source and by no other in the article",\n'
        '    empty="No claim rests on one source alone.",\n)',
    ),
    ("markdown", "### Quotation marks without a speaker"),
    (
        "code",
        'tabulate(\n    unclaimed, ["text", "words"],\n    caption="In quotation marks, but said by nobody",\n'
        '    empty="Everything in quotation marks has a speaker.",\n)',
    ),
    ("markdown", "## In what tone"),
    ("code", "nl.charts.tone(nl.tone_by_voice(article))"),
    (
        "markdown",
        "TextBlob adds up the scores of single words from a list, mostly of adjectives found in product reviews. It knows "
        "no irony, no context and no news: a word such as “last” or “first” may count. Read a mean beside its interval and "
        "the words that drove it; a hollow dot has too few passages for an interval.",
    ),
    (
        "code",
        'tabulate(\n    strongest, ["text", "polarity", "voice", "speaker"],\n'
        '    caption="The words that moved the scores",\n    empty="No word moved a score.",\n)',
    ),
    ("markdown", "## Who wants what from whom"),
    ("code", "nl.charts.demands(analysis.demands)"),
    (
        "code",
        "tabulate(\n    analysis.demands,\n"
        '    ["demander", "act", "addressees", "content", "status", "answered_by", "reported_by", "cue"],\n'
        '    caption="The ledger of demands and answers",\n'
        '    empty="The article reports no demand, offer, threat or answer.",\n)',
    ),
    ("markdown", "## What is left uncertain"),
    ("code", "nl.charts.hedges(analysis.hedges)"),
    (
        "code",
        'tabulate(\n    analysis.hedges, ["hedge", "kind", "claim", "speaker"],\n'
        '    caption="Marks of uncertainty and the claims they weaken; no speaker: the article itself",\n'
        '    empty="No mark of uncertainty was found.",\n)',
    ),
    ("markdown", "## How this was made, and what it cannot tell"),
    (
        "markdown",
        "Sentences, names and grammar come from spaCy; rules and word lists over them find attributions, demands and "
        "hedges. No person has checked this page. A finding can be wrong and something can be missed, above all in long "
        "sentences, in irony and where a source is named only far from what it says. Every finding therefore shows its "
        "words: judge by them.\n\n"
        "The page says what the article *reports*, not whether it is true. A demand without an answer here may have been "
        "answered elsewhere. Words attributed to a source are counted without punctuation.",
    ),
    ("code", "from newslens.findings import versions\n\nversions(analysis)"),
]
