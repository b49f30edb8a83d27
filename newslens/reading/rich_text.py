"""The text of a Rich Text file (.rtf): its paragraphs."""

from __future__ import annotations

import re
from typing import Any

from newslens.errors import MissingExtraError, NotTextError


def rtf_text(data: bytes, name: str) -> str:
    """The paragraphs of a Rich Text file, a blank line between them; pictures and formatting are left out.

    Read by striprtf (extra `formats`). Raises `NotTextError`, `MissingExtraError`.
    """
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise MissingExtraError(
            f"{name!r} is a Rich Text file; to read one, install the extra: pip install '.[formats]' in the checkout."
        ) from None
    try:
        read: Any = rtf_to_text
        text: str = read(data.decode("cp1252", "replace"), errors="replace")
    except Exception as error:  # striprtf trusts the control words that it meets
        raise NotTextError(f"{name!r} is a damaged Rich Text file ({error}). Save it anew.") from error
    braces = re.findall(rb"\\[\\{}]|([{}])", data)
    if braces.count(b"{") > braces.count(b"}"):
        raise NotTextError(f"{name!r} is cut off: braces that are opened in it are never closed. Get the whole file.")
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # RTF writes “😀” as two halves
    return "\n\n".join(line.strip() for line in whole.splitlines() if line.strip())
