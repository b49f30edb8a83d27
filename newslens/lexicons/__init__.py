"""Word lists as data: one TSV file each, a source on every line. `#` starts a comment line."""

from __future__ import annotations

import functools
from importlib import resources


@functools.cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The lines of `<name>.tsv` as dicts keyed by its header line.

    >>> rows("channels")[0]["channel"]
    'statement'
    """
    text = (resources.files(__package__) / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    header, *body = lines
    bad = [line for line in body if len(line) != len(header)]
    if bad:
        raise ValueError(f"lexicons/{name}.tsv: {len(bad)} lines do not have {len(header)} columns, e.g. {bad[0]}")
    return tuple(dict(zip(header, line, strict=True)) for line in body)
