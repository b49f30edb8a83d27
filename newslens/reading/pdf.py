"""The text of a PDF: what stands on its pages, without running heads, in paragraphs."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter

from newslens.errors import EmptyArticleError, MissingExtraError, NotTextError, TooLongError
from newslens.reading.header import ends_sentence

_MOST_PAGES = 300
_MOST_STEPS = (
    1_500_000  # of drawing on all pages; a page of text takes some thousands, and a small file can ask for billions
)
_LONGEST_WORD = 100  # characters
_EDGE = 2  # lines at the top and at the foot of a page where a running head may stand
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—|]?\s*\d{1,4}\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)


def pdf_text(data: bytes, name: str) -> str:
    """The text of a PDF as pypdf (extra `formats`) extracts it, a blank line between paragraphs.

    A PDF knows lines and no paragraphs: lines are joined to paragraphs here, a word broken at a line's end is made
    whole, running heads and page numbers are left out. Offsets are those of this text; the file has none.
    """
    try:
        import pypdf
    except ImportError:
        raise MissingExtraError(
            f"{name!r} is a PDF; to read one, install the extra: pip install '.[formats]' in the checkout."
        ) from None
    steps = 0

    def step(_: object, operands: list[object], *__: object) -> None:
        nonlocal steps
        steps += 1 + sum(len(operand) for operand in operands if isinstance(operand, list))
        if steps > _MOST_STEPS:
            raise TooLongError(
                f"{name!r} takes more than {_MOST_STEPS:,} steps to draw, as no article does. Copy its text to a .txt."
            )

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said here, once
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
        wanted = reader.pages[:count] if 0 < count <= _MOST_PAGES else []
        pages = [_lines(page.extract_text(visitor_operand_before=step)) for page in wanted]
    except TooLongError:
        raise
    except Exception as error:  # a damaged PDF fails in as many ways as there are objects in it
        raise NotTextError(
            f"{name!r} is a damaged or unusual PDF ({type(error).__name__}). Save it anew, or copy its text to a .txt."
        ) from error
    if locked:
        raise NotTextError(f"{name!r} is locked with a password. Save it without one.")
    if count > _MOST_PAGES:
        raise TooLongError(f"{name!r} has {count:,} pages; an article has at most {_MOST_PAGES}. Split it.")
    if not any(pages):
        raise EmptyArticleError(f"{name!r} holds pictures of text and no text. Run it through OCR first (ocrmypdf).")
    return "\n\n".join(_paragraphs(_without_running_heads(pages)))


def _lines(page: str) -> list[str]:
    whole = page.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")
    return [re.sub(r"\s+", " ", line).strip() for line in whole.splitlines() if line.strip()]


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Lines at the edge of most pages that differ by their numbers only, and page numbers."""

    def shape(line: str) -> str:
        return re.sub(r"\d+", "0", line.lower())

    edges = Counter(shape(line) for page in pages for line in {*page[:_EDGE], *page[-_EDGE:]})
    often = max(2, (len(pages) + 1) // 2)
    out = []
    for page in pages:
        last = len(page) - _EDGE
        out.append(
            [
                line
                for n, line in enumerate(page)
                if _EDGE <= n < last or not (_PAGE_NUMBER.fullmatch(line) or edges[shape(line)] >= often)
            ]
        )
    return out


def _paragraphs(pages: list[list[str]]) -> list[str]:
    """Lines joined: a paragraph ends with a sentence on a line that is not full, a heading is short and has no stop."""
    lines = [line for page in pages for line in page]
    words = Counter(re.findall(r"[\w-]+", " ".join(lines)))
    full = 0.85 * sorted(map(len, lines))[int(len(lines) * 0.8)] if lines else 0.0
    out: list[str] = []
    goes_on = False
    for n, line in enumerate(lines):
        broken = re.search(r"[\w-]*[a-z]-$", out[-1][-_LONGEST_WORD:]) if goes_on else None
        if broken and line[0].islower():
            head, tail = broken[0], re.findall(r"[\w-]+", line)[0]
            keep = words[head + tail] > words[head[:-1] + tail]  # “cease-fire” stands elsewhere with its hyphen
            out[-1] = (out[-1] if keep else out[-1][:-1]) + line
        elif goes_on:
            out[-1] += f" {line}"
        else:
            out.append(line)
        following = lines[n + 1][:1] if n + 1 < len(lines) else ""
        short = len(line) < full
        goes_on = not (short and (ends_sentence(line) or not (following.islower() or line[-1] in ",;-–—")))
    return out
