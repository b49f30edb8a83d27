"""Pages that stand elsewhere: the codebook is made from the schemas, measurements and model cards are taken over.

Links in docs/ lead to the files of the checkout, so that they work where the Markdown itself is read; on the site they
lead to the page that each file has become.
"""

import re
from pathlib import Path

from mkdocs.structure.files import File

import newslens as nl

ROOT = Path(__file__).parents[2]
#: file of the checkout → its page
TAKEN = {
    "benchmarks/README.md": "measured.md",
    "newslens/models/attribution.md": "card-attribution.md",
    "newslens/models/acts.md": "card-acts.md",
    "newslens/models/tone.md": "card-tone.md",
    "CHANGELOG.md": "changelog.md",
}
_OUT = re.compile(r"\]\(\.\./([\w./-]+?)(#[\w-]*)?\)")


def on_files(files, config):
    for source, page in TAKEN.items():
        files.append(File.generated(config, page, content=(ROOT / source).read_text(encoding="utf-8")))
    book = nl.codebook().replace("# Codebook: all lenses", "# Codebook", 1)
    files.append(File.generated(config, "codebook.md", content=book))
    return files


def on_page_markdown(markdown, page, config, files):
    def inward(match):
        target, anchor = match[1], match[2] or ""
        if target.endswith("00_tutorial.ipynb"):
            return f"](tutorial.md{anchor})"
        if target.endswith(".ipynb"):
            return f"](gallery/{Path(target).stem}.html{anchor})"
        return f"]({TAKEN[target]}{anchor})" if target in TAKEN else match[0]

    return _OUT.sub(inward, markdown)
