"""Batches on several processes of this machine. Each loads the models once; none that dies takes anything with it.

The standard library's pools will not do: when one process of theirs is killed, all that is under way is lost, and
nothing tells whose fault it was.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from newslens.corpora.batches import Job
from newslens.corpora.rescue import Rescue
from newslens.corpora.work import Result, analyze_batch, warm
from newslens.errors import CorpusError

_STARTS = 3  # processes in a row that die before they are ready: something is wrong with all of them


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker:
    def __init__(self, tables: Sequence[str]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, tuple(tables)), daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False
        self.job: Job | None = None

    def give(self, job: Job) -> None:
        self.job = job
        with contextlib.suppress(OSError):  # it has died: its pipe tells when it is read
            self.pipe.send(job)

    def end(self) -> str:
        """Stop it, if it still runs; how it ended."""
        self.pipe.close()
        self.process.join(0.2)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        code = self.process.exitcode or 0
        self.process.close()
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def run(jobs: Iterator[Job], tables: Sequence[str], processes: int) -> Iterator[Result]:
    """The results of the batches, each as soon as it is there. A batch is asked for when a process is free for it."""
    rescue = Rescue(tables)
    again: deque[Job] = deque()
    workers: list[_Worker] = []
    died = 0
    following = next(jobs, None)
    try:
        while True:
            for worker in workers:
                if worker.ready and worker.job is None and (again or following):
                    if again:
                        worker.give(again.popleft())
                    elif following:
                        worker.give(following)
                        following = next(jobs, None)
            busy = [w for w in workers if w.job is not None]
            if not busy and not again and following is None:
                return
            starting = sum(not w.ready for w in workers)
            waiting = len(again) + (following is not None)
            if len(workers) < processes and starting < waiting:
                workers.append(_Worker(tables))
                continue
            for pipe in wait([w.pipe for w in workers]):
                worker = next(w for w in workers if w.pipe is pipe)
                try:
                    message: Any = worker.pipe.recv()
                except (EOFError, OSError):
                    workers.remove(worker)
                    job, how = worker.job, worker.end()
                    if job is None:
                        died += not worker.ready
                        if died >= _STARTS:
                            raise CorpusError(_NOT_READY.format(how)) from None
                        continue
                    more, result = rescue.crashed(job, how)
                    again.extend(more)
                else:
                    died = 0
                    if message is None:
                        worker.ready = True
                        continue
                    worker.job = None
                    result = rescue.finished(message)
                if result is not None:
                    yield result
    finally:
        for worker in workers:
            worker.end()


_NOT_READY = (
    "The processes that were to read the articles end before they are ready ({}). In a script, call nl.corpus under "
    "`if __name__ == '__main__':`, because each process imports the script again. If it is memory that is short, ask "
    "for fewer: processes=1."
)


def _serve(pipe: Connection, tables: tuple[str, ...]) -> None:
    """The life of a process: load, then a batch at a time, until the pipe closes or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_die_with_parent, daemon=True).start()
    warm(tables)
    with contextlib.suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            pipe.send(analyze_batch(pipe.recv(), tables))


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
