"""One text printed by many: wire copy under other headlines, cut at the end, edited a little.

Counted as so many articles, one agency's report would make its sources and its tone look like everybody's.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from newslens.errors import OptionError
from newslens.tables import column, to_table

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from newslens.article import Article

    Signature = npt.NDArray[np.uint32]

Key = TypeVar("Key")

_SHINGLE = 5  # words in a row: two reporters hardly ever write the same five, beyond a quotation
_SIZE = 128  # numbers of a signature; shares of passages are off by 0.04 at most times
_BAND = 3  # of them that must agree before two texts are compared at all
_SHORTEST = 1 / 3  # of the other's length; a brief of two sentences is no copy of the report that they open
_CROWD = 100  # texts that share a band with more are compared with the first of them only
_WORD = re.compile(r"[^\W_]+")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Duplicate:
    """An article that repeats an earlier one."""

    article: str = column("id of the article that repeats another")
    duplicate_of: str = column("id of the first article with this text")
    similarity: float = column("share of the shorter one's passages that stand in the other, estimated; 1 is all")


def near_duplicates(articles: Iterable[Article], *, threshold: float = 0.7) -> pd.DataFrame:
    """A row for each article that repeats an earlier one, word for word or nearly: article, duplicate_of, similarity.

    Headlines and bylines do not count, only the story. `threshold` is the least share of the shorter one's passages
    (five words in a row) that must stand in the other; a third of the other's length is the least that counts as a
    copy of it. Two reports of one event in their own words share hardly any. The first in order is the original here,
    whoever wrote it. Shares are estimated from signatures, to within 0.1.

    Raises `OptionError` where `threshold` is not above 0 and at most 1. Borrowed: MinHash with bands, Broder, “On the
    resemblance and containment of documents”, 1997; Leskovec, Rajaraman, Ullman, *Mining of Massive Datasets*, ch. 3.

    >>> from newslens.article import Article
    >>> text = "The ferry was late on Monday because of the storm, and nobody was surprised, the harbor master said."
    >>> copies = [Article.from_text(text, id="one"), Article.from_text("Late again\\n\\n" + text, id="two")]
    >>> near_duplicates(copies).to_dict("records")
    [{'article': 'two', 'duplicate_of': 'one', 'similarity': 1.0}]
    """
    names: list[str] = []
    signatures: list[Signature] = []
    for article in articles:
        names.append(article.id)
        signatures.append(signature_of(article))
    found = [
        Duplicate(article=names[n], duplicate_of=names[first], similarity=round(similarity, 2))
        for n, (first, similarity) in enumerate(_firsts(signatures, threshold))
        if first != n
    ]
    return to_table(found, Duplicate, "near_duplicates")


def signature_of(article: Article) -> Signature:
    """The signature of an article's story: headline and byline do not count."""
    headline = article.title.strip() if article.title else ""
    story = (article.text[start:end] for start, end in article.paragraphs)
    return signature(" ".join(part for part in story if part != headline))


def signature(text: str) -> Signature:
    """128 numbers that stand for a text: of two texts, as many agree as they share of their passages.

    The same text has the same signature in every process, on every machine, and with every version of numpy, so that
    signatures can be stored. Case, punctuation and white space do not count.

    >>> bool((signature("The ferry is late.") == signature("THE FERRY IS LATE")).all())
    True
    """
    import numpy as np

    words = _WORD.findall(text.lower())
    passages = {" ".join(words[n : n + _SHINGLE]) for n in range(max(1, len(words) - _SHINGLE + 1))} if words else set()
    hashes = b"".join(
        hashlib.blake2b(passage.encode("utf-8", "replace"), digest_size=8).digest() for passage in passages
    )
    numbers = np.frombuffer(hashes, dtype="<u8").astype(np.uint64)
    least = np.full(_SIZE, 0xFFFFFFFF, dtype=np.uint32)
    factors, terms = _permutations()
    for begin in range(0, len(numbers), 2048):
        mixed = numbers[begin : begin + 2048, None] * factors + terms  # modulo 2**64, by overflow
        least = np.minimum(least, (mixed >> np.uint64(32)).astype(np.uint32).min(axis=0))
    return least


def similarities(
    keys: Sequence[Key], signatures: Iterable[Signature], *, threshold: float = 0.7
) -> dict[Key, tuple[Key, float]]:
    """Key → key of the first text that it repeats, and how much of the shorter of the two stands in the other.

    A text that repeats none is its own first.

    >>> late = signature("The ferry is late, and nobody at the pier knows why.")
    >>> similarities(["a", "b", "c"], [late, signature("All is well in the harbor, said its master."), late])
    {'a': ('a', 1.0), 'b': ('b', 1.0), 'c': ('a', 1.0)}
    """
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise OptionError(f"Keys tell texts apart, and {twice[0]!r} stands there twice.")
    firsts = _firsts(list(signatures), threshold)
    if len(firsts) != len(keys):
        raise OptionError(f"There are {len(keys)} keys for {len(firsts)} signatures. Give one key for each.")
    return {key: (keys[first], similarity) for key, (first, similarity) in zip(keys, firsts, strict=True)}


def _firsts(given: Sequence[Signature], threshold: float) -> list[tuple[int, float]]:
    """For each text the place of the first that it repeats (else its own), and the similarity of the two.

    Each text is compared with firsts only. Were copies of copies chained, a roundup of two reports would make one of
    them.
    """
    import numpy as np

    if not 0 < threshold <= 1:
        raise OptionError(f"threshold is {threshold!r}; it is a share above 0 and at most 1.")
    if not given:
        return []
    signatures = np.vstack(given)
    sizes = (_SIZE - 1) / -np.log1p(-(signatures + 0.5) / 2**32).sum(axis=1)  # of n hashes, the least is near 1/n
    out = [(n, 1.0) for n in range(len(given))]
    for later, earlier in _candidates(signatures):
        firsts = np.array([n for n in earlier if out[n][0] == n], dtype=np.intp)
        if not len(firsts):
            continue
        shared = (signatures[firsts] == signatures[later]).mean(axis=1)
        least = np.minimum(sizes[firsts], sizes[later])
        both = sizes[firsts] + sizes[later]
        inside = np.minimum(1.0, shared * both / ((1 + shared) * least))
        inside[least < _SHORTEST * (both - least)] = 0.0
        best = int(inside.argmax())
        if inside[best] >= threshold:
            out[later] = (int(firsts[best]), float(inside[best]))
    return out


def _candidates(signatures: Signature) -> Iterable[tuple[int, list[int]]]:
    """In order, each text with the earlier ones that share three numbers in a row with it, at one of 42 places."""
    import numpy as np

    factors, _ = _permutations()
    said = np.flatnonzero((signatures != 0xFFFFFFFF).any(axis=1))  # nothing is no copy of nothing
    pairs: dict[int, set[int]] = {}
    for begin in range(0, _SIZE - _BAND + 1, _BAND):
        band = signatures[said, begin : begin + _BAND].astype(np.uint64)
        mixed = (band * factors[:_BAND]).sum(axis=1)
        order = np.argsort(mixed, kind="stable")
        for run in np.split(order, np.flatnonzero(np.diff(mixed[order])) + 1) if len(order) else []:
            if len(run) > 1:
                alike = said[run].tolist()
                for place, later in enumerate(alike[1:], 1):
                    pairs.setdefault(later, set()).update(alike[: min(place, _CROWD)])
    return ((later, sorted(pairs[later])) for later in sorted(pairs))


@functools.cache
def _permutations() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Factors and terms of 128 maps h → (factor · h + term) mod 2**64. Drawn once for all: signatures are stored.

    With odd factors each is a permutation (Dietzfelbinger et al., “A reliable randomized algorithm”, 1997).
    """
    import numpy as np

    drawn = b"".join(hashlib.blake2b(f"newslens {n}".encode(), digest_size=16).digest() for n in range(_SIZE))
    both = np.frombuffer(drawn, dtype="<u8").astype(np.uint64).reshape(_SIZE, 2)
    return both[:, 0] | np.uint64(1), both[:, 1]
