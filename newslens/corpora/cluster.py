"""Batches on a Dask cluster, on whatever machines; and lenses over a Dask DataFrame of articles."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from newslens.corpora.batches import Job
from newslens.corpora.rescue import Rescue
from newslens.corpora.work import Result, analyze_batch
from newslens.errors import CorpusError, MissingExtraError, OptionError

if TYPE_CHECKING:
    import pandas as pd

_PATIENCE = "10s"  # until a scheduler must have answered
_FIELDS = ("title", "byline", "outlet", "published", "url", "language")


def run(jobs: Iterator[Job], tables: Sequence[str], scheduler: Any) -> Iterator[Result]:
    """The results of the batches, each as soon as it is there; two per worker are under way, no more are read.

    `scheduler` is an address or a `distributed.Client`. Dask itself runs the batch of a worker that died again
    elsewhere; when it gives up (its setting `allowed-failures`), the batch is run article by article.
    """
    distributed = _distributed()
    rescue = Rescue(tables, tries=1)
    again: deque[Job] = deque()
    under_way: dict[Any, Job] = {}
    name = f"newslens-{uuid.uuid4().hex[:8]}"
    own = isinstance(scheduler, str)
    try:
        client = distributed.Client(scheduler, set_as_default=False, timeout=_PATIENCE) if own else scheduler
    except (OSError, ValueError) as error:
        raise CorpusError(
            f"There is no Dask scheduler at {scheduler!r} ({error}). Give one as tcp://host:8786."
        ) from None
    try:
        while True:
            most = max(2, 2 * len(client.nthreads()))
            while len(under_way) < most:
                job = again.popleft() if again else next(jobs, None)
                if job is None:
                    break
                key = f"{name}-{job.number}-{job.piece}"
                under_way[client.submit(analyze_batch, job, tuple(tables), key=key, pure=False)] = job
            if not under_way:
                return
            with client.as_current():
                finished = distributed.wait(list(under_way), return_when="FIRST_COMPLETED").done
            for future in finished:
                job = under_way.pop(future)
                try:
                    result = rescue.finished(future.result())
                except distributed.KilledWorker:
                    more, result = rescue.crashed(job, "KilledWorker")
                    again.extend(more)
                future.release()
                if result is not None:
                    yield result
    finally:
        if under_way:
            client.cancel(list(under_way))
        if own:
            client.close()


def map_lens(frame: Any, lens: str, *, text: str = "text", id: str | None = None) -> Any:
    """A lens over a Dask DataFrame with an article in each row: its table, lazily, as a Dask DataFrame.

    `text` is the column that holds the article, `id` the one that names it (else the row's label does); columns called
    title, byline, outlet, published, url or language are what they say. Rows that are no article are left out;
    `nl.corpus` is the one that keeps account of them. Raises OptionError for a column or lens that there is not, and
    MissingExtraError without Dask.

    >>> import dask.dataframe, pandas
    >>> frame = pandas.DataFrame({"body": ["The mayor said that the bridge is safe.", "An engineer denied it."]})
    >>> lazy = map_lens(dask.dataframe.from_pandas(frame, npartitions=2), "attributions", text="body")
    >>> lazy[["source", "cue"]].compute(scheduler="synchronous").values.tolist()
    [['The mayor', 'said'], ['An engineer', 'denied']]
    """
    _distributed()
    empty = table_of(frame._meta.iloc[:0], lens, text, id)
    return frame.map_partitions(table_of, lens, text, id, meta=empty, enforce_metadata=True)


def table_of(part: pd.DataFrame, lens: str, text: str = "text", id: str | None = None) -> pd.DataFrame:
    """The table of one lens for every article of a pandas DataFrame; the columns and dtypes are always the same."""
    import pandas as pd

    from newslens.analysis import analyze, record_class
    from newslens.article import Article
    from newslens.corpora.work import TURN
    from newslens.errors import InputError, did_you_mean
    from newslens.tables import to_table

    columns = [str(column) for column in part.columns]
    for column in filter(None, (text, id)):
        if column not in columns:
            raise OptionError(f"The frame has no column {column!r}. {did_you_mean(column, columns)}")
    out = [to_table([], record_class(lens), lens)]
    for label, row in part.iterrows():
        known = {name: row[name] for name in _FIELDS if name in columns and not pd.isna(row[name])}
        try:
            article = Article.from_text(row[text], id=str(row[id] if id else label), **known)
        except InputError:
            continue
        with TURN:
            out.append(getattr(analyze(article), lens))
    full = [table for table in out if len(table)]
    return pd.concat(full, ignore_index=True) if full else out[0]


def _distributed() -> Any:
    try:
        import dask.dataframe  # noqa: F401
        import distributed
    except ImportError as error:
        raise MissingExtraError(
            "A cluster needs Dask, which comes with the extra “scale”: pip install '.[scale]' in the checkout. "
            "Without it, nl.corpus uses the cores of this machine."
        ) from error
    return distributed
