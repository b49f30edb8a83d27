"""The command `newslens corpus`."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import newslens

_NOTE = """\
OUT gets one folder of Parquet files per table, and articles, errors and duplicates. Stopped at any moment, the same
command goes on where it stopped; articles added to the sources since are read, too. An article that cannot be read is a
row of errors and stops nothing (exit code 1). In Python: nl.open_corpus("OUT")."""


def add_to(commands: Any) -> None:
    """Add the command to those of the command line."""
    corpus = commands.add_parser(
        "corpus",
        help="all tables of any number of articles, as a Parquet dataset",
        epilog=_NOTE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    corpus.add_argument("sources", nargs="+", metavar="SOURCE", help="folders and files with articles")
    corpus.add_argument("-o", "--output", metavar="OUT", required=True, help="the folder to write into")
    corpus.add_argument("--processes", type=int, metavar="N", help="default: one per core; each needs about 700 MB")
    corpus.add_argument("--tables", type=_list, metavar="NAME,NAME", help="default: all but drivers, the slowest")
    corpus.add_argument(
        "--columns", type=_pairs, metavar="text=body,…", help="which column of a table of articles holds what"
    )
    corpus.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="a Dask scheduler whose workers do the work")
    corpus.set_defaults(command=_corpus)


def _corpus(options: argparse.Namespace) -> int:
    try:
        made = newslens.corpus(
            options.sources,
            options.output,
            tables=options.tables,
            processes=options.processes,
            columns=options.columns,
            scheduler=options.scheduler,
        )
    except KeyboardInterrupt:
        print("newslens: stopped; the same command goes on from here", file=sys.stderr)
        raise
    errors = len(made.errors)
    print(f"newslens: {options.output}: {made!r}", file=sys.stderr)
    if errors:
        print(f"newslens: see nl.open_corpus({options.output!r}).errors for what could not be read", file=sys.stderr)
    return 2 if not len(made) else 1 if errors else 0


def _list(given: str) -> list[str]:
    return [name.strip() for name in given.split(",") if name.strip()]


def _pairs(given: str) -> dict[str, str]:
    pairs = dict(pair.partition("=")[::2] for pair in _list(given))
    if not all(pairs.values()):
        raise argparse.ArgumentTypeError(f"{given!r} is not of the form text=body,title=headline")
    return pairs
