"""Does an output belong to an article, and does reading the article again give the same findings?"""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from newslens.analysis import TABLES, Analysis, analyze
from newslens.article import Article, read_article
from newslens.errors import NotFoundError, OptionError, SchemaError
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
    #: how many tables were compared
    tables: int = len(TABLES)
    #: whether it is a comparison, of several articles
    several: bool = False

    @property
    def same(self) -> bool:
        """Whether article and output belong together and reading the article again gives the same."""
        return self.belongs and not self.differing and self.untouched is not False

    @property
    def lines(self) -> tuple[str, ...]:
        """What was found, in sentences."""
        if not self.belongs:
            others = "other texts than these articles" if self.several else "another text than this article"
            return (f"{self.name} was made of {others}: their SHA-256 differ.",)
        texts, article = ("these articles", "articles") if self.several else ("this article", "article")
        versions = "; ".join(f"{name} was {then}, now {now}" for name, then, now in self.changed)
        tables = f"Reading the {article} again gives other findings in {listing(self.differing)}."
        out = [
            f"{self.name} was made of {texts}: the SHA-256 of {'each' if self.several else 'the'} text is the same.",
            f"Made by others than are installed: {versions}."
            if versions
            else "Made by the versions and models installed.",
            tables
            if self.differing
            else f"Reading the {article} again gives the same findings in all {self.tables} tables.",
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


def verify(
    output: str | Path | Analysis, article: str | Path | Article | Sequence[str | Path | Article]
) -> Verification:
    """Whether an output of newslens and an article belong together, and whether the article still gives that output.

    `output` is a report, its notebook, what `to_json` or `to_parquet` wrote, or an analysis read from it; or the page
    of a comparison, which wants a list of all its articles, in any order. What was read is read again with what is
    installed, and as it was read then: a title or date that was given by hand is taken from the output. Saved tables
    are compared as they stand in the file, and of a page and notebook all but the pictures.

    Raises `SchemaError` where the output does not tell what it was made of or is of a newer schema, `OptionError` for
    more or fewer articles than it was made of, and what `nl.read_article` raises.

    >>> import newslens as nl
    >>> article = nl.Article.from_text("The mayor said the bridge is safe.")
    >>> nl.verify(nl.analyze(article), article).same
    True
    """
    name = "the analysis" if isinstance(output, Analysis) else Path(output).name
    given = [article] if isinstance(article, (str, Path, Article)) else list(article)
    texts = [(one if isinstance(one, Article) else read_article(one, check_language=False)).text for one in given]
    kept = isinstance(output, Analysis) or os.path.isdir(output) or Path(output).suffix.lower() == ".json"
    source, marks = ("", {}) if isinstance(output, Analysis) or kept else _marks(Path(output))
    if "articles" in marks:
        return _comparison(name, source, marks, texts)
    if len(texts) != 1:
        raise OptionError(f"{name!r} was made of one article, and {len(texts)} came. Give that one.")
    (text,) = texts
    if kept:
        saved = output if isinstance(output, Analysis) else read_analysis(output)
        if saved.provenance["sha256"] != text_hash(text):
            return Verification(name, belongs=False)
        tables = {lens: table_hash(table) for lens, table in saved.tables()}
        return _compared(name, saved.provenance, tables, analyze(dataclasses.replace(saved.article)))
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
    untouched = None if found.changed or marks.get("template") else _shown(source) == _shown(_made(name, again))
    return dataclasses.replace(found, untouched=untouched)


def _comparison(name: str, source: str, marks: dict[str, str], texts: list[str]) -> Verification:
    """The page of a comparison against the texts of its articles."""
    from newslens.compare import compare
    from newslens.comparing.page import page

    try:
        told = [(str(one["name"]), str(one["sha256"]), dict(one["about"])) for one in json.loads(marks["articles"])]
        tables = dict(pair.split("=") for pair in marks["tables"].split())
        if findings_hash(tables) != marks["findings"]:
            raise ValueError("the hashes of its tables do not make up that of its findings")
        found = {text_hash(text): text for text in texts}
        if len(texts) != len(told):
            names = listing([called for called, _, _ in told])
            raise OptionError(
                f"{name!r} compares {len(told)} articles ({names}), and {len(texts)} came. Give all of them: "
                "nl.verify(page, [first, second])."
            )
        if set(found) != {digest for _, digest, _ in told}:
            return Verification(name, belongs=False, several=True)
        articles = [described(about, found[digest]) for _, digest, about in told]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, OptionError):
            raise
        raise SchemaError(f"What {name!r} says of its own making is damaged: {error}.") from error
    again = compare(articles, names=[called for called, _, _ in told])
    changed = _changed(marks)
    differing = tuple(one for one, table in again.tables() if tables.get(one) != table_hash(table))
    untouched = None if changed else source == page(again)
    return Verification(name, True, changed, differing, untouched, len(tables), True)


def _compared(name: str, then: dict[str, str], tables: dict[str, str], analysis: Analysis) -> Verification:
    changed = _changed(then)
    again = {lens: table_hash(table) for lens, table in analysis.tables()}
    differing = tuple(lens for lens in again if tables.get(lens) != again[lens])
    return Verification(name, True, changed, differing)


def _changed(then: dict[str, str]) -> tuple[tuple[str, str, str], ...]:
    now = engines()
    return tuple((key, _short(then.get(key, "not told")), _short(now[key])) for key in now if then.get(key) != now[key])


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
    except (OSError, ValueError) as error:
        raise SchemaError(f"{str(path)[:200]!r} cannot be read as an output of newslens: {error}.") from error
    marks: dict[str, Any] = {}
    if path.suffix.lower() == ".ipynb":
        try:
            marks = {str(k): str(v) for k, v in json.loads(source)["metadata"]["newslens"].items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            marks = {}
    else:
        marks = _Head(source).marks
    if not {"sha256", "articles"} & set(marks) or not marks.get("schema", "").isdecimal():
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


def _made(name: str, article: Article) -> str:
    """The page or notebook that newslens makes of an article now."""
    from newslens.report import report

    made = report(article)
    return made.notebook if name.lower().endswith(".ipynb") else made.html


def _shown(source: str) -> str:
    """What people read in a page or notebook."""
    return _PICTURE.sub("", source)
