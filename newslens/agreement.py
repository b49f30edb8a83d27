"""How far two codings of the same articles agree: two people, or a person and the machine."""

from __future__ import annotations

import dataclasses
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from newslens.analysis import LENSES, Analysis, analyze
from newslens.article import Article, Span
from newslens.errors import OptionError, did_you_mean
from newslens.markup import missing
from newslens.reliability import Coders, Estimate, merged, nominal_alpha, share, unitized_alpha
from newslens.tables import column, to_table

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True, kw_only=True)
class Agreement:
    """One measure of agreement."""

    measure: str = column(
        "precision, recall or f1 of b against a, by overlap or exact spans; alpha_nominal of the category over pairs; "
        "alpha_u of the spans, and of the spans by category"
    )
    n: int = column(
        "how many it rests on: findings of b (precision), of a (recall), of both (f1, alpha_u); pairs (alpha_nominal)"
    )
    value: float | None = column("the measure; none: see note", None)
    low: float | None = column("lower end of its 95 % bootstrap interval; none: see note", None)
    high: float | None = column("upper end of the interval", None)
    note: str | None = column("why there is no value or no interval, or what it takes for granted", None)


class Row(NamedTuple):
    """What agreement needs of a finding."""

    article: str
    id: str
    start: int
    end: int
    category: str | None


def agreement(
    a: pd.DataFrame | Analysis | Article,
    b: pd.DataFrame | Analysis | Article,
    on: str | None = "source_kind",
    lens: str | None = None,
    *,
    articles: Article | Analysis | Iterable[Article | Analysis] | None = None,
    n: int = 1000,
) -> pd.DataFrame:
    """How far `b` agrees with `a`, a row per measure: precision, recall, F1, and Krippendorff's alpha of two kinds.

    `a` and `b` are tables of one lens, coded by hand (`nl.coded`) or the machine's; an analysis stands for its table of
    `lens`. Of several articles, concatenate the tables. `on` is the column with the categories; None leaves these out.

    Two findings of one article can be a pair if they share a character. Pairs are made one to one, those first whose
    spans have most in common (shared characters over all characters of both); of equals, those with the same id, then
    those that stand first. By overlap every pair counts, exactly only a pair with the same start and end.

    `alpha_nominal` is of the categories of all pairs in which both have one. `alpha_u` asks where findings begin and
    end, whatever their category, `alpha_u_by_category` also of which kind; overlapping findings of one coder (there of
    one category) count as one unit, and the articles are laid end to end. The `articles` tell how long the texts are;
    without them a text ends at its last finding. Intervals are bootstraps of `n` resamples with a fixed seed; see
    `newslens.reliability`, which cites the sources.

    Rows marked as rejected are left out. Undecided rows of a coded table are the machine's: there is a warning, since
    they agree without anybody having looked. And who corrects a machine's findings agrees with it, and with others who
    do, more than who codes from the bare text. Raises OptionError for tables of different lenses and for a column or
    an article that is not there, MissingExtraError without the package krippendorff.

    >>> import newslens as nl
    >>> article = nl.Article.from_text("The mayor said the bridge is safe. Critics said it is not.")
    >>> table = nl.attributions(article)
    >>> nl.agreement(table, table.head(1), on=None, articles=article)[["measure", "n", "value"]].head(2).values.tolist()
    [['precision_overlap', 1, 1.0], ['recall_overlap', 2, 0.5]]
    """
    if not isinstance(n, int) or n < 1:
        raise OptionError(f"n={n!r} is no number of resamples. Give 1000, or more for smoother intervals.")
    if lens is not None and lens not in LENSES:
        raise OptionError(f"There is no lens {lens!r}. {did_you_mean(lens, LENSES)}")
    first, second = _table(a, "a", lens), _table(b, "b", lens)
    lenses = {t.attrs["lens"] for t in (first, second) if t.attrs.get("lens") in LENSES} | ({lens} if lens else set())
    if len(lenses) > 1:
        raise OptionError(
            f"The tables are of different lenses: {', '.join(sorted(lenses))}. Compare tables of one lens."
        )
    rows = [_rows(table, name, on) for table, name in ((first, "a"), (second, "b"))]
    pairs = paired(*rows)
    found = _shares(rows[0], rows[1], pairs, n)
    if on is not None:
        both = [(x.category, y.category) for x, y in pairs]
        coded = [(x, y) for x, y in both if x is not None and y is not None]
        found.append(_row("alpha_nominal", len(coded), nominal_alpha(coded, n)))
    found += _unitized(rows, articles, on, n)
    return to_table(found, Agreement, "agreement")


def paired(a: Sequence[Row], b: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Findings one to one within their article, those with most in common first; in text order.

    >>> a = [Row("x", "a1", 0, 10, None)]
    >>> [(p.id, q.id) for p, q in paired(a, [Row("x", "b1", 8, 20, None), Row("x", "b2", 1, 10, None)])]
    [('a1', 'b2')]
    """
    there = defaultdict(list)
    for n, row in enumerate(b):
        there[row.article].append((n, row))
    met = []
    for m, x in enumerate(a):
        for n, y in there[x.article]:
            shared = min(x.end, y.end) - max(x.start, y.start)
            if shared > 0:
                met.append((-shared / (max(x.end, y.end) - min(x.start, y.start)), x.id != y.id, m, n))
    taken: tuple[set[int], set[int]] = (set(), set())
    out = []
    for _, _, m, n in sorted(met):
        if m not in taken[0] and n not in taken[1]:
            taken[0].add(m)
            taken[1].add(n)
            out.append((m, n))
    return [(a[m], b[n]) for m, n in sorted(out)]


def _shares(a: Sequence[Row], b: Sequence[Row], pairs: Sequence[tuple[Row, Row]], n: int) -> list[Agreement]:
    """Precision, recall and F1; the units to resample are pairs and what has no partner."""
    same = sum((x.start, x.end) == (y.start, y.end) for x, y in pairs)
    kinds = [same, len(pairs) - same, len(a) - len(pairs), len(b) - len(pairs)]
    in_a, in_b = [1, 1, 1, 0], [1, 1, 0, 1]
    either = [x + y for x, y in zip(in_a, in_b, strict=True)]
    out = []
    for how, hit in (("overlap", [1, 1, 0, 0]), ("exact", [1, 0, 0, 0])):
        for name, top, bottom, number in (
            ("precision", hit, in_b, len(b)),
            ("recall", hit, in_a, len(a)),
            ("f1", [2 * x for x in hit], either, len(a) + len(b)),
        ):
            estimate = share(kinds, top, bottom, n)
            if estimate.value is None:
                estimate = Estimate(
                    None, note={"precision": "b is empty", "recall": "a is empty"}.get(name, "no finding")
                )
            out.append(_row(f"{name}_{how}", number, estimate))
    return out


def _unitized(rows: Sequence[Sequence[Row]], articles: Any, on: str | None, n: int) -> list[Agreement]:
    """Alpha_U with all articles laid end to end."""
    lengths: Counter[str] = Counter()
    if articles is None:
        for row in (*rows[0], *rows[1]):
            lengths[row.article] = max(lengths[row.article], row.end)
    else:
        given = [articles] if isinstance(articles, Article | Analysis) else list(articles)
        for one in given:
            article = one.article if isinstance(one, Analysis) else one
            lengths[article.id] = len(article.text)
    begins, total = {}, 0
    for name, length in lengths.items():
        begins[name] = total
        total += length
    for row in (*rows[0], *rows[1]):
        if row.article not in begins:
            raise OptionError(f"articles= lacks {row.article!r}. {did_you_mean(row.article, list(begins))}")
        if row.end > lengths[row.article]:
            raise OptionError(
                f"The finding {row.id!r} ends at {row.end}, after the end of {row.article!r} ({lengths[row.article]} "
                "characters). Give the same text in articles= that was coded."
            )
    wanted: list[tuple[str, list[list[Row]]]] = [("alpha_u", [list(part) for part in rows])]
    if on is not None:
        wanted.append(("alpha_u_by_category", [[row for row in part if row.category is not None] for part in rows]))
    out = []
    for measure, (a, b) in wanted:
        known = sorted({str(row.category) for row in (*a, *b)}) if measure != "alpha_u" else [None]
        units = [Coders(_spans(a, begins, kind), _spans(b, begins, kind)) for kind in known]
        estimate = unitized_alpha(units, total, n)
        if articles is None and estimate.value is not None:
            short = "texts taken to end at their last finding: give articles= for their length"
            estimate = estimate._replace(note="; ".join(filter(None, (estimate.note, short))))
        out.append(_row(measure, sum(len(c.a) + len(c.b) for c in units), estimate))
    return out


def _spans(rows: Sequence[Row], begins: Mapping[str, int], category: str | None) -> list[Span]:
    """The spans of one category on the whole continuum."""
    mine = [row for row in rows if category is None or row.category == category]
    return merged([(begins[row.article] + row.start, begins[row.article] + row.end) for row in mine])


def _row(measure: str, n: int, estimate: Estimate) -> Agreement:
    return Agreement(measure=measure, n=n, **estimate._asdict())


def _table(given: Any, name: str, lens: str | None) -> pd.DataFrame:
    """The table itself, or that of an analysis."""
    if isinstance(given, Article | Analysis):
        if lens not in LENSES:
            raise OptionError(f"Say which table of {name} to take: lens='attributions'. {did_you_mean(lens, LENSES)}")
        table: pd.DataFrame = getattr(given if isinstance(given, Analysis) else analyze(given), lens)
        return table
    if not hasattr(given, "columns"):
        raise OptionError(f"agreement() wants two tables (DataFrames); {name} is {type(given).__name__}.")
    return given  # type: ignore[no-any-return]


def _rows(table: pd.DataFrame, name: str, on: str | None) -> list[Row]:
    """What agreement needs of a table, without what was rejected."""
    columns = [str(c) for c in table.columns]
    for wanted in ("article", "id", "start", "end", *([on] if on is not None else [])):
        if wanted not in columns:
            raise OptionError(f"The table {name} has no column {wanted!r}. {did_you_mean(wanted, columns)}")
    kept = table
    if "decision" in columns:
        kept = table[(table["decision"] != "reject").fillna(True).to_numpy(dtype=bool)]
        undecided = int(kept["decision"].isna().sum())
        if undecided:
            warnings.warn(
                f"{undecided} of {len(kept)} rows of {name} are undecided: nobody looked at them, and they agree with "
                "the machine all the same. Finish the coding, or leave them out: table[table.decision.notna()].",
                stacklevel=3,
            )
    categories = kept[on] if on is not None else [None] * len(kept)
    rows = zip(kept["article"], kept["id"], kept["start"], kept["end"], categories, strict=True)
    return [Row(str(x), str(i), int(s), int(e), None if missing(c) else str(c)) for x, i, s, e, c in rows]
