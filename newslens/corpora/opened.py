"""A corpus to ask: its tables as DataFrames, SQL over all of them, and the questions that everyone asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslens.corpora import questions
from newslens.corpora.dataset import finished_batches, part, read_manifest
from newslens.corpora.rows import arrow_schema, row_class
from newslens.errors import CorpusError, MissingExtraError, OptionError, did_you_mean
from newslens.looks import STYLE
from newslens.markup import count, esc
from newslens.tables import dtypes
from newslens.tables import schema as codebook

if TYPE_CHECKING:
    import pandas as pd

_OPERATORS = ("==", "!=", "<", "<=", ">", ">=", "in", "not in")

#: Which rows: `{"column": value or list of values}`, or triples such as `("confidence", ">", 0.8)`, all of which hold
Where = Mapping[str, Any] | Sequence[tuple[str, str, Any]]


class Corpus:
    """What `nl.open_corpus` and `nl.corpus` return. Each table is an attribute (`corpus.attributions`, …), read from
    the disk when it is asked for; `tables` names them. `manifest` says what made the corpus."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        self.tables: tuple[str, ...] = ("articles", *self.manifest["options"]["tables"], "duplicates", "errors")
        self._numbers = finished_batches(folder)

    @property
    def finished(self) -> bool:
        """Whether the run that made it came to its end."""
        return bool(self.manifest["finished"])

    def table(self, name: str, *, columns: Sequence[str] | None = None, where: Where = ()) -> pd.DataFrame:
        """One table, or those of its columns and rows that are asked for: only they are read from the disk.

        `where` is `{"column": value}` (or a list of values), or triples with an operator, all of which must hold:
        `[("confidence", ">", 0.8), ("form", "==", "direct")]`. Dtypes are those of the lens. Raises OptionError for a
        table, column or operator that there is not.
        """
        dataset = self._dataset(name)
        known = dataset.schema.names
        for column in columns or ():
            _known(column, known, f"The table {name!r} has no column")
        chosen = {"columns": list(columns) if columns else None, "filter": _filter(where, known, name)}
        found = self._read(dataset.to_table, **chosen)
        types = dtypes(row_class(name))
        frame: pd.DataFrame = found.to_pandas().astype({column: types[column] for column in found.column_names})
        frame.attrs["lens"] = name
        return frame

    def schema(self, name: str) -> pd.DataFrame:
        """The codebook of a table: a row per column with its dtype and meaning."""
        _known(name, self.tables, "This corpus has no table")
        return codebook(row_class(name))

    def sql(self, query: str) -> pd.DataFrame:
        """What a query gives; every table is there under its name. Reads the corpus and nothing else, on no network.

        Needs the extra `corpus` (DuckDB). Raises OptionError with what DuckDB says of a query that it cannot run.

        >>> import tempfile, pandas as pd, newslens as nl
        >>> frame = pd.DataFrame({"outlet": ["Harbor News"], "text": ["The mayor may close the bridge."]})
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     corpus = nl.corpus(frame, f"{folder}/mine", tables=["hedges"], processes=1)
        ...     corpus.sql("select outlet, hedge from hedges join articles using (article)").values.tolist()
        [['Harbor News', 'may']]
        """
        try:
            import duckdb
        except ImportError as error:
            raise MissingExtraError(
                "corpus.sql() needs DuckDB, which comes with the extra “corpus”: pip install '.[corpus]' in the "
                "checkout. Without it, corpus.table(name, columns=…, where=…) reads a part of a table."
            ) from error
        with duckdb.connect(config={"enable_external_access": "false"}) as connection:
            for name in self.tables:
                connection.register(name, self._dataset(name))
            try:
                result: pd.DataFrame = connection.sql(query).df()
            except (duckdb.Error, AttributeError) as error:
                raise OptionError(f"DuckDB cannot run this: {error}") from None
        return result

    def unnamed_sources(self, by: Sequence[str] = ("outlet", "month"), *, duplicates: bool = True) -> pd.DataFrame:
        """The share of sources that are not named, by outlet and month; see `questions.unnamed_sources`."""
        return questions.unnamed_sources(self, by, duplicates=duplicates)

    def tone_toward(
        self, actor: str | Sequence[str], by: Sequence[str] = ("month", "voice"), *, duplicates: bool = True
    ) -> pd.DataFrame:
        """The tone toward an actor, by month and voice; see `questions.tone_toward`."""
        return questions.tone_toward(self, actor, by, duplicates=duplicates)

    def demand_dyads(self, *, acts: Sequence[str] = questions.ASKS, duplicates: bool = True) -> pd.DataFrame:
        """Who asks something of whom, by month; see `questions.demand_dyads`."""
        return questions.demand_dyads(self, acts=acts, duplicates=duplicates)

    def _dataset(self, name: str) -> Any:
        import pyarrow.dataset as ds

        _known(name, self.tables, "This corpus has no table")
        numbers = ([0] if self.finished else []) if name == "duplicates" else self._numbers
        files = [str(self.folder / name / part(number)) for number in numbers]
        if not files:
            return ds.dataset(arrow_schema(name).empty_table())
        wanted = arrow_schema(name)
        found = self._read(ds.dataset, files[0], format="parquet").schema
        if found.names != wanted.names:
            raise CorpusError(
                f"The table {name} in {str(self.folder)!r} has other columns than in this newslens "
                f"({', '.join(sorted({*found.names} ^ {*wanted.names})) or 'in another order'}). Read it with newslens "
                f"{self.manifest.get('newslens')}, which made it, or make the corpus again."
            )
        return self._read(ds.dataset, files, schema=wanted, format="parquet")

    def _read(self, read: Callable[..., Any], *what: Any, **how: Any) -> Any:
        """What pyarrow reads; CorpusError where a file is damaged or gone."""
        import pyarrow as pa

        try:
            return read(*what, **how)
        except (pa.ArrowException, OSError) as error:
            raise CorpusError(f"A file of {str(self.folder)!r} is damaged or gone ({error}). Make it again.") from error

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name == "tables":
            raise AttributeError(name)
        if name not in self.tables:
            raise AttributeError(f"A corpus has no {name!r}. {did_you_mean(name, self.tables)}")
        return self.table(name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.tables})

    def __len__(self) -> int:
        return int(self._dataset("articles").count_rows())

    def __repr__(self) -> str:
        whole = f"<Corpus {self.folder.name!r}: {self._counts()}>"
        return whole if self.finished else f"{whole}\n{_UNFINISHED}"

    def _repr_html_(self) -> str:
        warning = "" if self.finished else f"<p><strong>{esc(_UNFINISHED)}</strong></p>"
        return (
            f'{STYLE}<div class="nl"><p><strong>{esc(self.folder.name)}</strong>: {esc(self._counts())}</p>{warning}'
            f'<p class="nl-muted">{esc(", ".join(self.tables))}</p></div>'
        )

    def _counts(self) -> str:
        errors = self._dataset("errors").count_rows()
        return f"{count(len(self), 'article')}, {count(errors, 'error')}, {len(self.tables)} tables"


_UNFINISHED = "Unfinished: the run that makes it has not come to its end. The same command goes on where it stopped."


def _filter(where: Where, known: Sequence[str], table: str) -> Any:
    import pyarrow.dataset as ds

    if isinstance(where, Mapping):
        where = [(c, "in" if isinstance(v, list | tuple | set) else "==", v) for c, v in where.items()]
    whole = None
    for column, operator, value in where:
        _known(column, known, f"The table {table!r} has no column")
        _known(operator, _OPERATORS, "There is no operator")
        field = ds.field(column)
        if operator in {"in", "not in"}:
            one = field.isin(list(value))
            one = ~one if operator == "not in" else one
        else:
            compare = {
                "==": field.__eq__,
                "!=": field.__ne__,
                "<": field.__lt__,
                "<=": field.__le__,
                ">": field.__gt__,
                ">=": field.__ge__,
            }
            one = compare[operator](ds.scalar(value))
        whole = one if whole is None else whole & one
    return whole


def _known(value: str, known: Sequence[str], what: str) -> None:
    if value not in known:
        raise OptionError(f"{what} {value!r}. {did_you_mean(value, list(known))}")
