"""Krippendorff's alpha, of categories and of spans, each with a bootstrap interval; two coders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from newslens.article import Span
from newslens.errors import MissingExtraError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SEED = 20220124
LEAST = 3  # units: fewer give no interval


class Estimate(NamedTuple):
    """A value, the ends of its 95 % interval, and why one of them is missing."""

    value: float | None
    low: float | None = None
    high: float | None = None
    note: str | None = None


def nominal_alpha(pairs: Sequence[tuple[str, str]], resamples: int = 1000) -> Estimate:
    """Krippendorff's alpha for nominal data, over units that each of two coders gave a category.

    The value is that of the package krippendorff (Krippendorff 2011, “Computing Krippendorff's Alpha-Reliability”). The
    interval is a percentile bootstrap over units with the expected disagreement computed anew each time, which keeps
    its level where Krippendorff's own resampling does not (Zapf et al. 2016, BMC Medical Research Methodology 16:93).
    Without two categories alpha is not defined. Raises MissingExtraError without krippendorff.

    >>> nominal_alpha([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")]).value
    0.5333333333333333
    """
    import numpy as np

    package = _krippendorff()
    if not pairs:
        return Estimate(None, note="no finding of both has a category")
    known = sorted({category for pair in pairs for category in pair})
    if len(known) < 2:
        return Estimate(None, note="there is one category only: alpha needs two")
    number = {category: n for n, category in enumerate(known)}
    codes = np.array([[number[a], number[b]] for a, b in pairs])
    value = float(package.alpha(codes.T, level_of_measurement="nominal", value_domain=range(len(known))))
    cells, counts = np.unique(codes, axis=0, return_counts=True)
    drawn = _drawn(counts, resamples)
    differ = cells[:, 0] != cells[:, 1]
    marks = (cells[:, :, None] == np.arange(len(known))).sum(axis=1)  # how often each cell has each category
    totals = drawn @ marks
    n = 2 * len(pairs)
    expected = n * n - (totals**2).sum(axis=1)
    observed = 2 * drawn[:, differ].sum(axis=1)
    defined = expected > 0
    return _interval(value, 1 - (n - 1) * observed[defined] / expected[defined], len(pairs))


class Coders(NamedTuple):
    """What two coders marked as one category on one continuum: spans that do not overlap, in order."""

    a: list[Span]
    b: list[Span]


def unitized_alpha(categories: Sequence[Coders], length: int, resamples: int = 1000) -> Estimate:
    """Krippendorff's alpha_U: how far two coders agree on where the units of a continuum begin and end.

    `length` is the continuum's in characters; `categories` are taken together as in the source: one minus the sum of
    their observed over that of their expected disagreements. Two units that overlap disagree by the squared distances
    of their beginnings and of their ends, a unit in the other coder's gap by its squared length; expected is the mean
    of this over all places that the units could take. After Krippendorff 1995 (“On the reliability of unitizing
    continuous data”, Sociological Methodology 25:47–76) and 2004 (“Measuring the reliability of qualitative text
    analysis data”, Quality & Quantity 38:787–800), whose worked example it gives again.

    The interval resamples the stretches that either coder marked, with the expected disagreement held at its value, as
    Krippendorff's bootstrap does (Hayes and Krippendorff 2007, Communication Methods and Measures 1:77–89).

    >>> round(unitized_alpha([Coders([(10, 30)], [(10, 25)])], 100).value, 3)
    0.936
    """
    import numpy as np

    units = sum(len(c.a) + len(c.b) for c in categories)
    if not units:
        return Estimate(None, note="neither marked anything")
    expected = sum(_expected(c, length) for c in categories)
    if expected == 0:
        return Estimate(None, note="units of one character on a text of one: nothing can differ")
    blocks = merged([span for c in categories for span in (*c.a, *c.b)])
    starts = np.array([start for start, _ in blocks])
    apart = np.zeros(len(blocks))
    for coders in categories:
        for start, distance in _distances(coders):
            apart[np.searchsorted(starts, start, side="right") - 1] += distance / length**2
    value = float(1 - apart.sum() / expected)
    kinds, counts = np.unique(apart, return_counts=True)
    return _interval(value, 1 - _drawn(counts, resamples) @ kinds / expected, len(blocks))


def merged(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, those that overlap made one; spans that only touch stay two.

    >>> merged([(4, 9), (0, 5), (9, 12)])
    [(0, 9), (9, 12)]
    """
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def share(counts: Sequence[int], top: Sequence[float], bottom: Sequence[float], resamples: int = 1000) -> Estimate:
    """A ratio of two sums over units of some types, `counts` of each, with a percentile bootstrap over the units."""
    import numpy as np

    number, over, under = np.array(counts), np.array(top), np.array(bottom)
    if not number @ under:
        return Estimate(None, note="there is nothing to divide by")
    drawn = _drawn(number, resamples)
    below = drawn @ under
    defined = below > 0
    value = float(number @ over / (number @ under))
    return _interval(value, (drawn @ over)[defined] / below[defined], int(number @ (under > 0)))


def _distances(coders: Coders) -> list[tuple[int, float]]:
    """The squared distances that disagree, each with the character at which its unit begins."""
    out: list[tuple[int, float]] = []
    met: set[Span] = set()
    first = 0
    for start, end in coders.a:
        while first < len(coders.b) and coders.b[first][1] <= start:
            first += 1
        n = first
        while n < len(coders.b) and coders.b[n][0] < end:
            low, high = coders.b[n]
            met.add(coders.b[n])
            out.append((start, float((start - low) ** 2 + (end - high) ** 2)))
            n += 1
        if n == first:
            out.append((start, float((end - start) ** 2)))
    return out + [(start, float((end - start) ** 2)) for start, end in coders.b if (start, end) not in met]


def _expected(coders: Coders, length: int) -> float:
    """The mean squared distance over all ways in which the units of both could lie on the continuum."""
    import numpy as np

    lengths = np.array([end - start for spans in coders for start, end in spans], dtype=float)
    if not len(lengths):
        return 0.0
    gaps = []
    for spans in coders:
        edges = [0, *(x for span in spans for x in span), length]
        gaps += [high - low for low, high in zip(edges[::2], edges[1::2], strict=True) if high > low]
    room = np.sort(np.array(gaps, dtype=float))
    first = np.searchsorted(room, lengths)  # the gaps from there on are wide enough
    wide = len(room) - first
    widths = np.append(np.cumsum(room[::-1])[::-1], 0.0)[first]
    meet = (len(lengths) - 1) / 3 * (2 * lengths**3 - 3 * lengths**2 + lengths)
    miss = lengths**2 * (widths - wide * (lengths - 1))
    both = 2 * length
    ways = both * (both - 1) - (lengths * (lengths - 1)).sum()
    return float(2 / length * (meet + miss).sum() / ways)


def _drawn(counts: NDArray[Any], resamples: int) -> NDArray[Any]:
    """How many units of each type a resample has: drawing units one by one with replacement, done at once."""
    import numpy as np

    total = counts.sum()
    return np.random.default_rng(_SEED).multinomial(total, counts / total, size=resamples)


def _interval(value: float, drawn: NDArray[Any], units: int) -> Estimate:
    import numpy as np

    if units < LEAST:
        return Estimate(value, note=f"an interval needs {LEAST} units")
    if not len(drawn) or drawn.min() == drawn.max():
        return Estimate(value, note="all units are alike, so that resampling shows no spread")
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(value, float(low), float(high))


def _krippendorff() -> Any:
    try:
        import krippendorff
    except ImportError as error:
        raise MissingExtraError(
            "Krippendorff's alpha needs the package krippendorff, which comes with the extra “coding”: "
            "pip install '.[coding]' in the checkout. Without it, agreement(a, b, on=None) gives all but that."
        ) from error
    return krippendorff
