"""The fine-tuned encoder's way of reading: words to word pieces, articles to overlapping windows.

Training and reading share this file, so that the model is asked just what it was taught.
"""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from newslens.article import FULL_LINE, Article
from newslens.models import model_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

ROLES = ("source", "cue", "content")
#: O, then B and I for each role
TAGS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BI"))
WINDOW = 256  # word pieces, [CLS] and [SEP] included
_EVERY = 4  # paragraphs, on average, from one that begins a window to the next
_SHORTEST = 80  # word pieces that a window keeps at least, if another follows
_WORD = re.compile(r"\w+(?:['’.\-]\w+)*|[^\w\s]")
_LONGEST, _PIECES_A_WORD = 80, 16  # characters and pieces of a word (an address, a smear of letters) that are read


class Word(NamedTuple):
    """A word or mark: half-open character offsets, its text, whether a new line begins before it, its shape."""

    start: int
    end: int
    text: str
    breaks: bool
    #: 0 lower, 1 capitalized, 2 all capitals, 3 digits; plus 4 inside quotation marks (the vocabulary has no case)
    shape: int


class Window(NamedTuple):
    """Words `first` to `last` (half-open) are read together; predictions are kept from word `keep` on."""

    first: int
    last: int
    keep: int


class Encoded(NamedTuple):
    """Word-piece ids and shapes of a window, and the position of each word's first piece."""

    ids: list[int]
    shapes: list[int]
    first_pieces: list[int]


def prose(article: Article) -> str:
    """The article's text with header lines and markup blanked out, every character where it was.

    Lines that were broken to fit a page are joined: to the encoder a line is a paragraph.
    """
    text = article.text
    parts, at = [], 0
    for start, end in article.aside:
        parts += [text[at:start], "".join(c if c == "\n" else " " for c in text[start:end])]
        at = max(at, end)
    text = "".join([*parts, text[at:]])
    widest = max((len(line) for i, j in article.paragraphs for line in text[i:j].splitlines()), default=0)
    parts, at = [], 0
    for start, end in article.paragraphs if widest <= FULL_LINE else ():
        parts += [text[at:start], text[start:end].replace("\n", " ")]
        at = end
    return "".join([*parts, text[at:]])


def split_words(text: str) -> list[Word]:
    """The words and marks of a text in order; quotation is followed within a line."""
    out: list[Word] = []
    quoted = False
    last = 0
    for match in _WORD.finditer(text):
        word = match.group()
        breaks = "\n" in text[last : match.start()]
        if breaks:
            quoted = False
        inside = quoted
        if word == "“" or (word == '"' and not quoted):
            inside = quoted = True
        elif word == "”" or (word == '"' and quoted):
            inside, quoted = True, False
        out.append(Word(match.start(), match.end(), word, breaks, _shape(word) + 4 * inside))
        last = match.end()
    return out


def _shape(word: str) -> int:
    if word.isdigit():
        return 3
    if len(word) > 1 and word.isupper():
        return 2
    return int(word[:1].isupper())


@functools.cache
def _tokenizer() -> Tokenizer:
    """The base model's WordPiece: lower case, accents off (uncased BERT)."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.WordPiece.from_file(str(model_file("vocab.txt")), unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


@functools.lru_cache(maxsize=200_000)
def pieces(word: str) -> tuple[int, ...]:
    """Ids of a word's pieces, at least one."""
    ids = _tokenizer().encode(word[:_LONGEST], add_special_tokens=False).ids[:_PIECES_A_WORD]
    return tuple(ids) or (special("[UNK]"),)


def special(piece: str) -> int:
    """Id of a piece that is no word: [CLS], [SEP], [UNK], [unused1]."""
    number = _tokenizer().token_to_id(piece)
    assert number is not None
    return int(number)


def _anchors(words: Sequence[Word]) -> set[int]:
    """First words of the paragraphs that begin a window."""
    breaks = [k for k, w in enumerate(words) if w.breaks]
    ends = [*breaks[1:], len(words)]
    lines = (" ".join(w.text for w in words[i:j]) for i, j in zip(breaks, ends, strict=False))
    return {
        k for k, line in zip(breaks, lines, strict=False) if zlib.crc32(line.encode("utf-8", "replace")) % _EVERY == 0
    }


def windows(words: Sequence[Word], context: int = 64) -> list[Window]:
    """Overlapping windows of at most `WINDOW` pieces, cut at line breaks where one is near.

    Each begins with up to `context` pieces that an earlier window has read already, so that every kept word is read
    with what stands before it. One paragraph in `_EVERY` begins a window, chosen by its own words alone
    (content-defined chunking; Muthitacharoen et al. 2001): what is added far above does not move the windows below.
    """
    anchors = _anchors(words)
    sizes = [len(pieces(w.text)) + w.breaks for w in words]
    out: list[Window] = []
    keep = 0
    while keep < len(words):
        first, before = keep, 0
        while first > 0 and before + sizes[first - 1] <= context:
            first -= 1
            before += sizes[first]
        last, kept = keep + 1, sizes[keep]
        while last < len(words) and before + kept + sizes[last] <= WINDOW - 2:
            if last in anchors and kept >= _SHORTEST:
                break
            kept += sizes[last]
            last += 1
        if last < len(words) and last not in anchors:
            half = max(keep + (last - keep) // 2, keep + 1)
            last = next((k for k in range(last, half, -1) if words[k].breaks), last)
        out.append(Window(first, last, keep))
        keep = last
    return out


def is_mute(words: Sequence[Word]) -> bool:
    """Nothing but marks and numbers: nobody says anything."""
    return not any(word.text[0].isalpha() for word in words)


def inputs(read: Encoded) -> dict[str, NDArray[np.int64]]:
    """A window as the inputs that all networks that read windows share, a batch of one."""
    import numpy as np

    ids = np.array([read.ids], dtype=np.int64)
    return {
        "ids": ids,
        "attention": np.ones_like(ids),
        "shapes": np.array([read.shapes], dtype=np.int64),
        "first_pieces": np.array([read.first_pieces], dtype=np.int64),
    }


def encode(words: Sequence[Word], window: Window) -> Encoded:
    """A window as the model reads it: [CLS], pieces with [unused1] at line breaks, [SEP]."""
    ids, shapes, first_pieces = [special("[CLS]")], [0], []
    for word in words[window.first : window.last]:
        if word.breaks:
            ids.append(special("[unused1]"))
            shapes.append(0)
        first_pieces.append(len(ids))
        found = pieces(word.text)
        ids += found
        shapes += [word.shape] * len(found)
    return Encoded([*ids, special("[SEP]")], [*shapes, 0], first_pieces)
