"""How a long run tells where it is: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time

from newslens.corpora.work import Result

_EVERY = 30.0  # seconds from one line to the next


class Progress:
    """Counts articles and errors; `total`: how many there are, if that is known; `done`: how many were before."""

    def __init__(self, total: int | None, done: int) -> None:
        from tqdm import tqdm

        self.read, self.errors = done, 0
        self._total, self._before = total, done
        self._began = self._told = time.monotonic()
        terminal = sys.stderr.isatty()
        self._bar = tqdm(total=total, initial=done, unit="article", smoothing=0.05) if terminal else None

    def add(self, result: Result) -> None:
        """A batch is written."""
        self.read += result.articles + result.errors
        self.errors += result.errors
        if self._bar is not None:
            self._bar.set_postfix(errors=self.errors, refresh=False)
            self._bar.update(result.articles + result.errors)
        elif time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            print(f"newslens: {self}", file=sys.stderr, flush=True)

    def close(self) -> None:
        """The bar stays as it is."""
        if self._bar is not None:
            self._bar.close()

    def __str__(self) -> str:
        rate = (self.read - self._before) / max(1e-9, time.monotonic() - self._began)
        of = f" of {self._total:,}" if self._total is not None else ""
        left = f", about {_span((self._total - self.read) / rate)} left" if self._total is not None and rate else ""
        return f"{self.read:,}{of} articles, {rate:.1f} a second{left}, errors so far: {self.errors:,}"


def _span(seconds: float) -> str:
    """A time as one says it.

    >>> _span(50), _span(7_500), _span(200_000)
    ('50 s', '2 h 5 min', '2 days 7 h')
    """
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86400)
    if minutes < 1:
        return f"{seconds:.0f} s"
    if hours < 1:
        return f"{minutes} min"
    return f"{hours} h {minutes % 60} min" if days < 1 else f"{days} days {hours % 24} h"
