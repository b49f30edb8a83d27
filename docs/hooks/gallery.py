"""The notebooks as pages: each a self-contained HTML file in the gallery, the tutorial a page of the site as well.

They are shown as they were committed and not run again. nbconvert's own templates ask other machines for scripts; these
pages are printed like newslens' report, without a script, and ask for nothing.
"""

import base64
import html
import re
from pathlib import Path

import nbformat
from mkdocs.structure.files import File

from newslens.looks import STYLE
from newslens.report import linked, read_template, render

HERE = Path(__file__).parent
NOTEBOOKS = sorted((HERE.parents[1] / "notebooks").glob("*.ipynb"))
TUTORIAL = "tutorial.md"
_PAGE = (HERE / "notebook" / "index.html.j2").read_text(encoding="utf-8")
_CODE = (HERE / "notebook" / "code.css").read_text(encoding="utf-8")
_outputs: list[str] = []


def on_files(files, config):
    cards = []
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        name, (png, alt) = path.stem, picture(notebook)
        title, about = opening(notebook)
        files.append(File.generated(config, f"gallery/{name}.html", content=page(notebook)))
        files.append(File.generated(config, f"gallery/{name}.png", content=png))
        cards.append(
            f'<a class="card" href="{name}.html"><img src="{name}.png" alt="{html.escape(alt, quote=True)}">'
            f"<strong>{html.escape(title)}</strong><span>{html.escape(about)}</span></a>"
        )
        if name == "00_tutorial":
            files.append(File.generated(config, TUTORIAL, content=as_markdown(notebook)))
    intro = (HERE / "notebook" / "gallery.md").read_text(encoding="utf-8")
    content = f'{intro}\n<div class="cards">{"".join(cards)}</div>\n'
    files.append(File.generated(config, "gallery/index.md", content=content))
    return files


def on_page_content(content, page, config, files):
    """Outputs are put in after Markdown has been turned into HTML: they are HTML already."""
    if page.file.src_uri != TUTORIAL:
        return content
    shown = re.sub(r'<div data-output="(\d+)"></div>', lambda m: _outputs[int(m[1])], content)
    return STYLE + linked(shown.replace(STYLE, ""))


def page(notebook):
    """A notebook as one HTML file: its code, and what it shows, with links from label to row."""
    notebook.metadata.title = opening(notebook)[0]
    body = render(notebook, _PAGE, read_template()["style.css"] + _CODE)
    body = body.replace("<pre>", '<pre tabindex="0">')  # what scrolls sideways can be reached by the keyboard
    return re.sub(r'href="(\w+)\.ipynb"', r'href="\1.html"', body)


def as_markdown(notebook):
    """A notebook as a page of the site, places held for what its cells show."""
    lines = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            lines.append(re.sub(r"\]\((\w+)\.ipynb\)", r"](gallery/\1.html)", cell.source))
            continue
        lines.append(f"```python\n{cell.source}\n```")
        for output in cell.outputs:
            lines.append(f'<div data-output="{len(_outputs)}"></div>')
            _outputs.append(as_html(output))
    return "\n\n".join(lines) + "\n"


def as_html(output):
    data = output.data
    if "image/png" in data:
        look = output.metadata["image/png"]
        alt = html.escape(look["alt"], quote=True)
        return (
            f'<img class="shown" src="data:image/png;base64,{data["image/png"]}" width="{look["width"]}" alt="{alt}">'
        )
    if "text/html" in data:
        return f'<div class="shown">{data["text/html"]}</div>'
    return f'<pre class="shown">{html.escape(data["text/plain"])}</pre>'


def opening(notebook):
    """The heading of a notebook, and the paragraph below it."""
    heading, _, rest = notebook.cells[0].source.partition("\n")
    return heading.lstrip("# "), re.sub(r"[*`]", "", rest.strip().partition("\n")[0])


def picture(notebook):
    """The first chart of a notebook, and what it says in words."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "image/png" in output.data:
                return base64.b64decode(output.data["image/png"]), output.metadata["image/png"]["alt"]
    raise ValueError("A notebook of the gallery needs a chart, which becomes its thumbnail.")
