"""An analysis as a page for people: a notebook is built, executed here and now, and printed as one HTML file.

Nothing is asked of the network and no kernel is started: each cell is one line or two that call newslens, and what it
returns is shown as Jupyter would show it. Every number on the page leads to the words that it came from.
"""

from __future__ import annotations

import ast
import base64
import dataclasses
import itertools
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
_FENCE = re.compile(r"^```python\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
_IMPORTS = """import datetime

import newslens as nl
from newslens.findings import origin, versions
from newslens.markup import tabulate
from newslens.sources import single_source_claims"""
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Report:
    """The page (`html`) and the notebook that it was printed from (`notebook`, as JSON)."""

    html: str
    notebook: str
    name: str

    def __repr__(self) -> str:
        return f"<Report on {self.name!r}: one HTML page, and the notebook behind it>"


def report(
    subject: Analysis | Article, path: str | Path | None = None, *, notebook: str | Path | None = None
) -> Report:
    """One self-contained HTML page on an article, findings first; written to `path`, if given.

    It reads without Python, network or scripts, on paper and on a telephone; the same input gives the same bytes.
    `notebook` also writes the executed notebook behind the page; it holds the article itself and runs again anywhere.
    Files are replaced whole or not at all. Raises OptionError if a path is a folder or lies in none.

    >>> import newslens as nl
    >>> page = nl.report(nl.Article.from_text("The mayor said the bridge is safe."))
    >>> page.html.lower().startswith("<!doctype html>")
    True
    """
    import nbformat

    analysis = subject if isinstance(subject, Analysis) else analyze(subject)
    executed = build(analysis.article)
    run(executed)
    made = Report(render(executed), nbformat.writes(executed) + "\n", analysis.article.id)  # type: ignore[no-untyped-call]
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
        new = v4.new_markdown_cell if kind == "markdown" else v4.new_code_cell
        cell = new(source)  # type: ignore[no-untyped-call]
        cell["id"] = f"cell-{n}"
        cells.append(cell)
    metadata = {
        "title": title(article),
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    notebook: NotebookNode = v4.new_notebook(cells=cells, metadata=metadata)  # type: ignore[no-untyped-call]
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
            if value is None:  # shown as nothing, as in Jupyter
                continue
            data, metadata = _bundle(value)
            shown = {"data": data, "metadata": metadata, "execution_count": number}
            cell.outputs.append(v4.new_output("execute_result", **shown))  # type: ignore[no-untyped-call]


def render(notebook: NotebookNode) -> str:
    """An executed notebook as one HTML page, its references turned into links."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
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
    """Kind and source of every cell: headline, the article itself, then what `templates/report.md` says."""
    line = _markdown(about(article))
    cells = [
        ("markdown", f"# {_markdown(title(article))}" + (f"\n\n{line}" if line else "")),
        ("code", f"{_IMPORTS}\n\narticle = {_article(article)}"),
    ]
    pieces = _FENCE.split((_TEMPLATES / "report.md").read_text(encoding="utf-8"))
    kinds = itertools.cycle(("markdown", "code"))
    return cells + [(kind, piece.strip()) for kind, piece in zip(kinds, pieces, strict=False) if piece.strip()]


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
