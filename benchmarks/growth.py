"""Whether a long run stays as fast and as small as it began: time per article and memory of one process, as they grow.

    python benchmarks/growth.py [--articles 1000] [--tables attributions,…] [--fresh 1000]

The articles are invented, each with names and words that no other has, so that whatever is kept per word or per article
shows. Memory is the resident set after the batch, in MB; `peak` the highest until then.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

_PARAGRAPHS = (
    "{a} must close the dam at {place} by Friday, Mayor {b} said on Monday, calling the delay a disgrace.",
    "“We asked for the {thing} in {month} and heard nothing,” said {c}, who leads the {place} harbor union.",
    "An official who asked not to be named said that {a} might withdraw its boats from {place} if {b} signed.",
    "{c} praised the plan as brave and fair, but {b} accused the {thing} company of lying about its costs.",
    "The ministry in {place} rejected the offer, according to a statement that cited {n:,} letters from residents.",
    "{b} told reporters that nobody had been hurt, and that the {thing} would possibly reopen in {month}.",
    "Norway demanded that {a} return the {thing}. {a} refused, and warned of a strike at all {n} gates.",
    "Critics say the {thing} has never worked as promised. “It is a farce,” {c} wrote in a letter to {b}.",
)
_MONTHS = "January February March April May June July".split()


def article(number: int) -> str:
    """An invented article of about 200 words, a dozen of them never seen before."""
    chance = random.Random(number)

    def word() -> str:
        return "".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))

    a, b, c = word().title(), f"{word().title()} {word().title()}", f"{word().title()} {word().title()}"
    known = {"a": a, "b": b, "c": c, "place": word().title(), "month": chance.choice(_MONTHS)}
    lines = chance.sample(_PARAGRAPHS, len(_PARAGRAPHS)) + chance.sample(_PARAGRAPHS, 4)
    return "\n\n".join(line.format(**known, thing=word(), n=chance.randint(100, 99_999)) for line in lines)


def resident() -> float:
    """Memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--tables", help="names with commas between them (default: those of a corpus)")
    parser.add_argument("--fresh", type=int, help="articles after which the parser is loaded anew (default: 1000)")
    options = parser.parse_args()

    from newslens.corpora import work
    from newslens.corpora.batches import Entry, Job
    from newslens.corpora.rows import DEFAULT
    from newslens.ingest import Record

    tables = options.tables.split(",") if options.tables else DEFAULT
    work.FRESH = options.fresh or work.FRESH
    work.warm(tables)
    print("| articles | seconds per article | resident MB | peak MB |")
    print("| ---: | ---: | ---: | ---: |")
    print(f"| 0 | | {resident():.0f} | |", flush=True)
    batch, began, last = 10, time.process_time(), 0
    for number in range(0, options.articles, batch):
        texts = [(n, article(n)) for n in range(number, number + batch)]
        entries = tuple(Entry(f"a{n}", str(n), Record(str(n), text, "text", {})) for n, text in texts)
        result = work.analyze_batch(Job(number, entries), tables)
        assert result.errors == 0
        done = number + batch
        if done in {10, 30, 100, 300} or done % 500 == 0 or done >= options.articles:
            each = (time.process_time() - began) / (done - last)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"| {done:,} | {each:.3f} | {resident():.0f} | {peak:.0f} |", flush=True)
            began, last = time.process_time(), done


if __name__ == "__main__":
    main()
