"""What to do when a process dies over a batch: try again, then article by article, until the culprit is alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from newslens.corpora.batches import Job
from newslens.corpora.work import Result, failed, joined


class Rescue:
    """Keeps count of crashes and puts the pieces of a batch together again."""

    def __init__(self, tables: Sequence[str], tries: int = 2) -> None:
        self._tables = tables
        self._tries = tries
        self._crashes: Counter[tuple[int, int | None]] = Counter()
        self._pieces: dict[int, list[Result | None]] = {}

    def crashed(self, job: Job, how: str) -> tuple[list[Job], Result | None]:
        """What to run after a crash, or the result if nothing is left to try."""
        self._crashes[job.number, job.piece] += 1
        if self._crashes[job.number, job.piece] < self._tries:
            return [job], None
        if job.piece is None:
            self._pieces[job.number] = [None] * len(job.entries)
            return [Job(job.number, (entry,), n) for n, entry in enumerate(job.entries)], None
        reason = f"Whatever process read it was killed ({how}): it may need more memory than there is."
        return [], self.finished(failed(job, self._tables, reason))

    def finished(self, result: Result) -> Result | None:
        """The result of a batch, if this was all of it or its last piece."""
        if result.piece is None:
            return result
        pieces = self._pieces[result.number]
        pieces[result.piece] = result
        there = [piece for piece in pieces if piece is not None]
        if len(there) < len(pieces):
            return None
        del self._pieces[result.number]
        return joined(there)
