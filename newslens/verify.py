"""Does an output belong to an article, and does reading the article again give the same findings?"""

from __future__ import annotations

import dataclasses
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from newslens.analysis import TABLES, Analysis, analyze
from newslens.article import Article, read_article
from newslens.errors import NotFoundError, SchemaError
from newslens.looks import STYLE
from newslens.markup import esc, listing
from newslens.provenance import described, engines, findings_hash, table_hash, text_hash
from newslens.saved import read_analysis
from newslens.tables import SCHEMA_VERSION

#: a picture's bytes vary with matplotlib and the fonts of a machine
_PICTURE = re.compile(r'data:image/png;base64,[^"]*|"image/png": "[^"]*"')


@dataclasses.dataclass(frozen=True, repr=False)
class Verification:
    """What `verify` found. `same` is the answer; the other fields say why."""

    name: str
    #: whether the output was made of this article's text
    belongs: bool
    #: what made the output is not what is installed: name, then, now
    changed: tuple[tuple[str, str, str], ...] = ()
    #: tables that come out differently; empty where `belongs` is False and nothing was read again
    differing: tuple[str, ...] = ()
    #: whether a page or notebook, but for its pictures, is what newslens makes of the article; None where that cannot
    #: be told, because other versions or a template of one's own made it
    untouched: bool | None = True

    @property
    def same(self) -> bool:
        """Whether article and output belong together and reading the article again gives the same."""
        return self.belongs and not self.differing and self.untouched is not False

    @property
    def lines(self) -> tuple[str, ...]:
        """What was found, in sentences."""
        if not self.belongs:
            return (f"{self.name} was made of another text than this article: their SHA-256 differ.",)
        versions = "; ".join(f"{name} was {then}, now {now}" for name, then, now in self.changed)
        tables = f"Reading the article again gives other findings in {listing(self.differing)}."
        out = [
            f"{self.name} was made of this article: the SHA-256 of the text is the same.",
            f"Made by others than are installed: {versions}."
            if versions
            else "Made by the versions and models installed.",
            tables
            if self.differing
            else f"Reading the article again gives the same findings in all {len(TABLES)} tables.",
        ]
        if self.untouched is False and not self.differing:
            out.append("What it shows is not what newslens writes of these findings: it was altered afterwards.")
        if self.untouched is None:
            out.append(
                "Whether its wording was altered cannot be told: other versions or a template word it otherwise."
            )
        return tuple(out)

    def __repr__(self) -> str:
        return "\n".join((f"{'Same' if self.same else 'Not the same'}.", *self.lines))

    def _repr_html_(self) -> str:
        return f'{STYLE}<div class="nl"><p>{"<br>".join(map(esc, repr(self).splitlines()))}</p></div>'


def verify(output: str | Path | Analysis, article: str | Path | Article) -> Verification:
    """Whether an output of newslens and an article belong together, and whether the article still gives that output.

    `output` is a report, its notebook, what `to_json` or `to_parquet` wrote, or an analysis read from it. The article
    is read again with what is installed, and as it was read then: a title or date that was given by hand is taken from
    the output. Saved tables are compared as they stand in the file, and of a page and notebook all but the pictures.

    Raises `SchemaError` where the output does not tell what it was made of or is of a newer schema, and what
    `nl.read_article` raises.

    >>> import newslens as nl
    >>> article = nl.Article.from_text("The mayor said the bridge is safe.")
    >>> nl.verify(nl.analyze(article), article).same
    True
    """
    name = "the analysis" if isinstance(output, Analysis) else Path(output).name
    text = (article if isinstance(article, Article) else read_article(article, check_language=False)).text
    if isinstance(output, Analysis) or Path(output).is_dir() or Path(output).suffix.lower() == ".json":
        saved = output if isinstance(output, Analysis) else read_analysis(output)
        if saved.provenance["sha256"] != text_hash(text):
            return Verification(name, belongs=False)
        tables = {lens: table_hash(table) for lens, table in saved.tables()}
        return _compared(name, saved.provenance, tables, analyze(dataclasses.replace(saved.article)))
    source, marks = _marks(Path(output))
    if marks["sha256"] != text_hash(text):
        return Verification(name, belongs=False)
    try:
        tables = dict(pair.split("=") for pair in marks["tables"].split())
        again = described(json.loads(marks["about"]), text)
        if findings_hash(tables) != marks["findings"]:
            raise ValueError("the hashes of its tables do not make up that of its findings")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SchemaError(f"What {name!r} says of its own making is damaged: {error}.") from error
    found = _compared(name, marks, tables, analyze(again))
    untouched = None if found.changed or marks.get("template") else _shown(source) == _shown(_made(Path(output), again))
    return dataclasses.replace(found, untouched=untouched)


def _compared(name: str, then: dict[str, str], tables: dict[str, str], analysis: Analysis) -> Verification:
    now = engines()
    changed = tuple(
        (key, _short(then.get(key, "not told")), _short(now[key])) for key in now if then.get(key) != now[key]
    )
    again = {lens: table_hash(table) for lens, table in analysis.tables()}
    differing = tuple(lens for lens in again if tables.get(lens) != again[lens])
    return Verification(name, True, changed, differing)


def _short(value: str) -> str:
    """A version as it stands, of a hash its beginning."""
    digest = value.removeprefix("sha256 ")
    return f"{digest[:12]}…" if re.fullmatch("[0-9a-f]{64}", digest) else value


def _marks(path: Path) -> tuple[str, dict[str, str]]:
    """A page or notebook, and what it says of its own making."""
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {str(path)!r}. Give an output of newslens.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(f"{str(path)!r} cannot be read as an output of newslens: {error}.") from error
    marks: dict[str, Any] = {}
    if path.suffix.lower() == ".ipynb":
        try:
            marks = {str(k): str(v) for k, v in json.loads(source)["metadata"]["newslens"].items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            marks = {}
    else:
        marks = _Head(source).marks
    if "sha256" not in marks or not marks.get("schema", "").isdecimal():
        raise SchemaError(
            f"{str(path)!r} does not tell what made it and of what text. It is no output of newslens, one from before "
            "schema version 1, or a table alone. Give a report, its notebook, an analysis as JSON or a Parquet folder."
        )
    if int(marks["schema"]) > SCHEMA_VERSION:
        raise SchemaError(
            f"{str(path)!r} has schema version {marks['schema']}, written by newslens {marks.get('newslens', '?')}; "
            f"this newslens knows up to version {SCHEMA_VERSION}. Install that newslens to verify it."
        )
    return source, marks


class _Head(HTMLParser):
    """The `newslens:` meta tags of a page. Only its head is looked at."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.marks: dict[str, str] = {}
        self.feed(source.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        key = given.get("name") or ""
        if tag == "meta" and key.startswith("newslens:"):
            self.marks[key.removeprefix("newslens:")] = given.get("content") or ""


def _made(path: Path, article: Article) -> str:
    """The page or notebook that newslens makes of an article now."""
    from newslens.report import report

    made = report(article)
    return made.notebook if path.suffix.lower() == ".ipynb" else made.html


def _shown(source: str) -> str:
    """What people read in a page or notebook."""
    return _PICTURE.sub("", source)
