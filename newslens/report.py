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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslens.analysis import Analysis, analyze, replacing
from newslens.article import Article
from newslens.errors import OptionError
from newslens.imprint import title
from newslens.looks import STYLE
from newslens.provenance import stamp

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: the report's own template
TEMPLATES = Path(__file__).with_name("templates")
#: the parts of a template: what the page says (prose and cells), how it is built, how it looks
CELLS, PAGE, STYLES = PARTS = ("report.md", "index.html.j2", "style.css")
_FENCE = re.compile(r"^```python\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
_IMPORTS = """import datetime

import newslens as nl
from newslens.doubts import least_sure, open_tones
from newslens.imprint import origin, versions
from newslens.margin import notes
from newslens.markup import tabulate
from newslens.sources import single_source_claims
from newslens.sourcing import REPORTS"""
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
    subject: Analysis | Article,
    path: str | Path | None = None,
    *,
    notebook: str | Path | None = None,
    template: str | Path | None = None,
) -> Report:
    """One self-contained HTML page on an article, findings first; written to `path`, if given.

    It reads without Python, network or scripts, on paper and on a telephone; the same input gives the same bytes.
    `notebook` also writes the executed notebook behind the page; it holds the article itself and runs again anywhere.
    `template` is a folder with parts of a template of your own, or one such part: `report.md` (prose and cells),
    `index.html.j2` (the page around them), `style.css`; what is missing is taken from ours. Its cells are run, so use
    only what you trust.

    Files are replaced whole or not at all. Raises OptionError if a path is a folder or lies in none, and for a
    template that has no known part or does not work.

    >>> import newslens as nl
    >>> page = nl.report(nl.Article.from_text("The mayor said the bridge is safe."))
    >>> page.html.lower().startswith("<!doctype html>")
    True
    """
    import nbformat

    analysis = subject if isinstance(subject, Analysis) else analyze(subject)
    parts = read_template(template)
    with _blaming(template):
        executed = build(analysis.article, parts[CELLS])
        run(executed)
        executed.metadata["newslens"] = stamp(analyze(analysis.article)) | ({"template": "own"} if template else {})
        html = render(executed, parts[PAGE], parts[STYLES])
    made = Report(html, nbformat.writes(executed) + "\n", analysis.article.id)  # type: ignore[no-untyped-call]
    for target, text in ((path, made.html), (notebook, made.notebook)):
        if target is not None:
            with replacing(target) as temporary:
                temporary.write_text(text, encoding="utf-8")
    return made


def read_template(given: str | Path | None = None) -> dict[str, str]:
    """The text of every part of a template, `given`'s before ours."""
    files = {name: TEMPLATES / name for name in PARTS}
    if given is not None:
        place = Path(given)
        if not place.exists():
            raise OptionError(f"There is no template {str(place)!r}. Give a folder with any of {', '.join(PARTS)}.")
        own = {name: place / name for name in PARTS if (place / name).is_file()} if place.is_dir() else {}
        if place.name in PARTS and place.is_file():
            own = {place.name: place}
        if not own:
            what = f"The template {str(place)!r} {'holds' if place.is_dir() else 'is'} none of the parts that are known"
            raise OptionError(
                f"{what}: {', '.join(PARTS)}. Name what you want to replace so; the rest is taken from ours."
            )
        files |= own
    try:
        return {name: file.read_text(encoding="utf-8") for name, file in files.items()}
    except UnicodeDecodeError as error:
        raise OptionError(f"A part of the template {str(given)!r} is not UTF-8 text: {error}.") from error


@contextmanager
def _blaming(template: str | Path | None) -> Iterator[None]:
    """What goes wrong in a template of one's own is said to be its fault."""
    try:
        yield
    except Exception as error:
        if template is None:
            raise
        line = f", line {error.lineno}" if getattr(error, "lineno", None) else ""  # type: ignore[attr-defined]
        raise OptionError(
            f"The template {str(template)!r} does not work: {type(error).__name__}{line}: {error}"
        ) from error


def build(article: Article, cells: str) -> NotebookNode:
    """The notebook behind the page, not yet run. Its first code cell is the article itself."""
    from nbformat import v4

    made = []
    for n, (kind, source) in enumerate(_cells(article, cells), start=1):
        new = v4.new_markdown_cell if kind == "markdown" else v4.new_code_cell
        cell = new(source)  # type: ignore[no-untyped-call]
        cell["id"] = f"cell-{n}"
        made.append(cell)
    metadata = {
        "title": title(article),
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    notebook: NotebookNode = v4.new_notebook(cells=made, metadata=metadata)  # type: ignore[no-untyped-call]
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


def render(notebook: NotebookNode, page: str, style: str) -> str:
    """An executed notebook as one HTML page, its references turned into links."""
    from jinja2 import DictLoader
    from nbconvert import HTMLExporter

    # a page of one's own may extend "report/index.html.j2", which is ours
    pages = {PAGE: page, f"report/{PAGE}": (TEMPLATES / PAGE).read_text(encoding="utf-8")}
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic", extra_loaders=[DictLoader(pages)], exclude_input=True, exclude_anchor_links=True
    )
    made, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": notebook.metadata.title}})
    made = made.replace(STYLE, "").replace("<!--style-->", f"{STYLE}\n<style>\n{style}</style>")
    return linked(_with_contents(made))


def _with_contents(page: str) -> str:
    """Sections get a name to lead to, and the page a list of them. Only the template has headings of that level."""
    links = []

    def name(match: re.Match[str]) -> str:
        key = "section-" + re.sub(r"[^a-z]+", "-", match[1].lower()).strip("-")
        links.append(f'<li><a href="#{key}">{match[1]}</a></li>')
        return f'<h2 id="{key}">{match[1]}</h2>'

    page = re.sub(r"<h2>(.*?)</h2>", name, page)
    return page.replace("<!--contents-->", "".join(links))


def _bundle(value: object) -> tuple[dict[str, str], dict[str, Any]]:
    """What Jupyter would store of a result: text always, HTML or a picture where the object offers it."""
    data, metadata = {"text/plain": repr(value)}, {}
    if hasattr(value, "_repr_html_"):
        data["text/html"] = value._repr_html_()
    if hasattr(value, "_repr_png_"):
        png, metadata["image/png"] = value._repr_png_()
        data["image/png"] = base64.b64encode(png).decode("ascii")
    return data, metadata


def linked(page: str) -> str:
    """References lead to the words, or where none are marked to the row of the table, as labels in the text do.

    What has no other end is no link.
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
        row = f"row-{match[3]}"
        target = match[3] if match[2] == "nl" and match[3] in ends else row
        return f'{match[1]} href="#{target}"' if target in ends else match[1]

    return re.sub(r'(<a(?: class="nl-[a-z]+")?) data-(nl|to)="([^"]+)"', link, page)


def _cells(article: Article, template: str) -> list[tuple[str, str]]:
    """Kind and source of every cell: headline, the article itself, then what the template says."""
    cells = [
        ("markdown", f"# {_markdown(title(article))}"),
        ("code", f"{_IMPORTS}\n\narticle = {_article(article)}"),
    ]
    kinds = itertools.cycle(("markdown", "code"))
    pieces = zip(kinds, _FENCE.split(template), strict=False)
    return cells + [(kind, piece.strip()) for kind, piece in pieces if piece.strip()]


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
