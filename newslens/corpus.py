"""From one article to millions: any number of sources in, a Parquet dataset out, resumable at any point."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newslens.errors import CorpusError, OptionError, did_you_mean

if TYPE_CHECKING:
    from newslens.corpora.dataset import Dataset
    from newslens.corpora.opened import Corpus


def corpus(
    sources: Any,
    out: str | os.PathLike[str],
    *,
    tables: Sequence[str] | None = None,
    processes: int | None = None,
    columns: Mapping[str, str] | None = None,
    scheduler: Any = None,
) -> Corpus:
    """Analyze every article of some sources into the folder `out`: a Parquet dataset with one folder per table.

    `sources` are folders, files, DataFrames or a list of these. `tables` are those of `nl.analyze` (default: all but
    `drivers`, which takes longer than the others together); `articles`, `errors` and `duplicates` are always there.
    `columns` says which column of a table of articles holds what: `{"text": "body", "outlet": "paper"}`. Work is done
    by `processes` of this machine (default: one per core; each needs about 700 MB), or by the workers of a Dask
    `scheduler`, an address such as "tcp://host:8786" or a `distributed.Client`.

    Stopped at any moment, by whatever means, the same call goes on where it stopped, and the dataset is the one that an
    undisturbed run makes. New articles in the sources are added; nothing is read again. CorpusError where articles that
    were read have changed or gone, where options or versions differ from those that the corpus was begun with, or
    where another run is at work. An article that cannot be read, or that kills its process, is a row of `errors`.

    In a script (not in a notebook) call it under `if __name__ == "__main__":`, for each process imports the script.

    >>> import tempfile, pandas as pd, newslens as nl
    >>> frame = pd.DataFrame({"id": ["bridge"], "text": ["The mayor said that the bridge is safe."]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     found = nl.corpus(frame, f"{folder}/mine", tables=["attributions"], processes=1)
    ...     found, found.attributions.cue.tolist()
    (<Corpus 'mine': one article, no errors, 4 tables>, ['said'])
    """
    from newslens.analysis import TABLES
    from newslens.corpora.dataset import Dataset
    from newslens.corpora.rows import DEFAULT
    from newslens.provenance import engines

    if isinstance(tables, str):
        raise OptionError(f"tables is a list of names, not {tables!r}: tables=[{tables!r}].")
    for table in tables or ():
        if table not in TABLES:
            raise OptionError(f"There is no table {table!r}. {did_you_mean(table, TABLES)}")
    if processes is not None and (not isinstance(processes, int) or processes < 1):
        raise OptionError(f"processes is {processes!r}. It is a number of processes, 1 or more.")
    chosen = [table for table in TABLES if table in (DEFAULT if tables is None else tables)]
    options = {"tables": chosen, "columns": dict(sorted((columns or {}).items()))}
    with Dataset(Path(out), engines(), options) as dataset:
        _fill(dataset, sources, columns, processes, scheduler)
    return open_corpus(out)


def open_corpus(folder: str | os.PathLike[str]) -> Corpus:
    """A corpus that `nl.corpus` made: its tables as DataFrames, each read when it is asked for.

    `corpus.attributions` and the like are whole tables, `corpus.table(name, columns=…, where=…)` a part of one,
    `corpus.sql(query)` whatever DuckDB can do; `len(corpus)` counts the articles. One that is still being made, or
    whose run was stopped, opens too, and says so. CorpusError where there is none, or one of another version.
    """
    from newslens.corpora.opened import Corpus

    return Corpus(Path(folder))


def _fill(
    dataset: Dataset, sources: Any, columns: Mapping[str, str] | None, processes: int | None, scheduler: Any
) -> None:
    """Read what is not read yet."""
    from newslens.corpora import batches
    from newslens.corpora.progress import Progress
    from newslens.ingest import records

    def found() -> Iterator[Any]:
        return records(sources, columns=columns)

    done = dataset.done()
    total, before = None, len(done.articles) + len(done.errors)
    if not isinstance(sources, Iterator):  # what can be gone through once only is not gone through to be compared
        difference = batches.compare(found(), done)
        _same_sources(dataset, difference.changed, difference.gone)
        total, before = difference.found, difference.done
    if total is None or before < total:
        dataset.begin_again()
    seen: set[int] = set()
    jobs = batches.jobs(found(), done, seen)
    progress = Progress(total, before)
    results = _results(jobs, dataset, processes, scheduler)
    try:
        for result in results:
            if result.made_with != dataset.made_with:
                raise CorpusError(
                    f"A worker has other versions: {result.made_with}, not {dataset.made_with} as here. "
                    "Install the same newslens on all of them."
                )
            dataset.commit(result)
            progress.add(result)
    finally:
        results.close()
        progress.close()
    changed, gone = batches.missing(done, seen, set())
    _same_sources(dataset, changed, gone)
    dataset.finish(seen)


def _results(jobs: Iterator[Any], dataset: Dataset, processes: int | None, scheduler: Any) -> Any:
    from newslens.corpora import cluster
    from newslens.corpora import processes as local

    tables = dataset.lenses
    if scheduler is not None:
        return cluster.run(jobs, tables, scheduler)
    return local.run(jobs, tables, processes or local.cores())


def _same_sources(dataset: Dataset, changed: Sequence[int], gone: Sequence[int]) -> None:
    """CorpusError unless every article of the corpus is in the sources as it was read."""
    from newslens.markup import count

    parts = []
    for keys, what in ((changed, "changed since"), (gone, "not in the sources any more")):
        if keys:
            names = dataset.names(keys)
            rest = ", …" if len(keys) > len(names) else ""
            parts.append(f"{count(len(keys), 'article')} {what} ({', '.join(names)}{rest})")
    if parts:
        raise CorpusError(
            f"Of what {str(dataset.folder)!r} was made from, {' and '.join(parts)}. New articles can be added, but "
            "those that were read must stay: put them back, or give the name of a new folder."
        )
