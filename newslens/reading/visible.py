"""What a piece of HTML shows: the body of a feed's entry, a cell of a table, an export of a news database."""

from __future__ import annotations

import re
from typing import Any

from newslens.errors import MissingExtraError, NotTextError

RULE = "_" * 60  # what a horizontal rule becomes
_BLOCKS = set(
    """address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul""".split()
)
_UNSEEN = {"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "math"}


def visible_text(page: bytes | str, name: str) -> str:
    """All that a browser would show of a page or a piece of one, with a blank line between blocks.

    Unlike `formats.read_html` it leaves no menu out: it is for pieces that hold a text and nothing else.
    """
    try:
        from lxml import etree, html
    except ImportError:
        raise MissingExtraError(
            f"{name!r} holds HTML; to read it, install the extra: pip install '.[html]' in the checkout."
        ) from None
    if not page.strip():
        return ""
    parser = html.HTMLParser(encoding="utf-8") if isinstance(page, str) or _is_utf8(page) else html.HTMLParser()
    try:
        root: Any = html.document_fromstring(page.encode() if isinstance(page, str) else page, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise NotTextError(f"The HTML in {name!r} cannot be read ({error}). Give the text itself.") from error
    said: list[str] = []
    unseen: Any = None
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if unseen is None:
                said.append(node.tail or "")
            continue
        opens = event == "start"
        if unseen is None:
            if node.tag in _BLOCKS:
                said.append("\n\n")
            if opens and node.tag in _UNSEEN:
                unseen = node
            elif opens:
                said.append({"br": "\n", "hr": f"\n\n{RULE}\n\n"}.get(node.tag, re.sub(r"\s+", " ", node.text or "")))
        elif node is unseen and not opens:
            unseen = None
        if not opens and unseen is None:
            said.append(re.sub(r"\s+", " ", node.tail or ""))
    text = "\n".join(line.strip(" \t") for line in "".join(said).split("\n")).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", text)).strip()


def _is_utf8(page: bytes) -> bool:
    try:
        page.decode()
    except UnicodeDecodeError:
        return False
    return True
