"""The command line: `newslens report`, `analyze`, `corpus`, `verify`, `tables`, `codebook`."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import newslens
from newslens.article import Article, read_article
from newslens.corpora import command
from newslens.errors import InputError, OptionError, did_you_mean
from newslens.reading import documents, formats

if TYPE_CHECKING:
    import pandas as pd

_EXAMPLES = """\
examples:
  newslens report story.txt -o report.html
  newslens report story.txt -o report.html --notebook report.ipynb
  newslens analyze story.txt --table attributions
  newslens analyze stories/*.txt --table demands --format parquet -o demands.parquet
  newslens corpus stories/ -o corpus/
  newslens verify report.html story.txt
  newslens tables demands
  newslens codebook attributions -o codebook.md
  cat story.txt | newslens analyze - --table hedges --format json

exit codes:
  0  all done
  1  some articles could not be read (each is named on standard error); the others were done
  2  nothing could be done: wrong usage, no readable article, or the output cannot be written

Nothing ever leaves this machine. Output files are replaced whole or not at all."""

_CSV_NOTE = """\
formats:
  csv      UTF-8. A cell that a spreadsheet would take for a formula (it begins with = + - @, wide or not, a tab or a
           line break), or begins one after a semicolon, gets an apostrophe there; json and parquet hold the words as
           they stand, and so does to_csv.
  json     a list of objects, one row to a line
  parquet  typed columns; needs -o

The column `article` is the file's name without its suffix, or with its folder where two files share that name; for
standard input it is the beginning of the text's SHA-256."""


_VERIFY_NOTE = """\
exit codes:
  0  same: made of this article, and reading it again gives the same findings
  1  not the same: another article, other findings, or a page altered afterwards
  2  cannot be told: no output of newslens, a newer schema, an article that cannot be read"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments` (default: those of the process) and return the exit code."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        code: int = options.command(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader (head, a pager) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (InputError, OSError) as error:
        _complain(error)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newslens",
        description="Reads news articles and shows who says so, in what tone, and who wants what from whom.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"newslens {newslens.__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    report = commands.add_parser("report", help="one article as one HTML page, for people")
    report.add_argument("file", help="text, Markdown, HTML, Word, RTF or PDF file; - for standard input")
    report.add_argument("-o", "--output", metavar="OUT.html", help="where to write it (default: FILE's name, here)")
    report.add_argument("--notebook", metavar="OUT.ipynb", help="also write the notebook that the page is made from")
    report.add_argument(
        "--template",
        metavar="DIR",
        help="folder with a report.md, index.html.j2 or style.css of your own (cells are run)",
    )
    report.set_defaults(command=_report)

    analyze = commands.add_parser(
        "analyze",
        help="one table of one or many articles, for machines",
        epilog=_CSV_NOTE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    analyze.add_argument(
        "files", nargs="+", metavar="FILE", help="text, Markdown, HTML, Word, RTF or PDF files; - for standard input"
    )
    analyze.add_argument("--table", required=True, metavar="NAME", help="which table; “newslens tables” lists them")
    analyze.add_argument("--format", choices=("csv", "json", "parquet"), help="default: by the suffix of OUT, else csv")
    analyze.add_argument("-o", "--output", metavar="OUT", help="where to write it (default: standard output)")
    analyze.add_argument(
        "--provenance", metavar="OUT.json", help="also write what made the table, and of which texts (parquet holds it)"
    )
    analyze.set_defaults(command=_analyze)

    command.add_to(commands)

    verify = commands.add_parser(
        "verify",
        help="whether an output and an article belong together, and the article still gives that output",
        epilog=_VERIFY_NOTE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verify.add_argument(
        "output", help="report, its notebook, analysis as JSON, folder of Parquet files, or page of a comparison"
    )
    verify.add_argument(
        "files", nargs="+", metavar="FILE", help="the article; of a comparison all; - for standard input"
    )
    verify.set_defaults(command=_verify)

    tables = commands.add_parser("tables", help="the tables there are, or the columns of one")
    tables.add_argument("name", nargs="?", help="a table, to see what its columns mean")
    tables.set_defaults(command=_tables)

    codebook = commands.add_parser(
        "codebook", help="how to code by hand: the tables, their columns and values, to print"
    )
    codebook.add_argument("names", nargs="*", metavar="TABLE", help="the tables to explain (default: all)")
    codebook.add_argument("-o", "--output", metavar="OUT.md", help="where to write it (default: standard output)")
    codebook.set_defaults(command=_codebook)
    return parser


def _report(options: argparse.Namespace) -> int:
    from newslens.analysis import file_name
    from newslens.report import report

    article = _read(options.file)
    own = file_name(article.id) if options.file == "-" else article.id  # what comes in may name itself “../x”
    output = options.output or f"{own}.html"
    for target in filter(None, (output, options.notebook)):
        _spare([options.file], target)
    report(article, output, notebook=options.notebook, template=options.template)
    print(f"newslens: wrote {output}", file=sys.stderr)
    return 0


def _analyze(options: argparse.Namespace) -> int:
    from newslens.analysis import replacing
    from newslens.provenance import of_table

    _known(options.table)
    suffix = Path(options.output or "").suffix.lstrip(".").lower()
    form = options.format or (suffix if suffix in {"csv", "json", "parquet"} else "csv")
    if form == "parquet" and not options.output:
        raise OptionError("Parquet is not for the screen. Say where to write it: -o table.parquet")
    failures: list[str] = []
    files = list(dict.fromkeys(options.files))
    texts: dict[str, str] = {}
    results = _results(files, options.table, failures, texts)
    first = next(results, None)
    if first is None:
        return 2
    tables = (table for part in ([first], results) for table in part)
    for target in filter(None, (options.output, options.provenance)):
        _spare(files, target)
    if options.output is None:
        _write_text(tables, form, sys.stdout)
    else:
        with replacing(options.output) as temporary:
            if form == "parquet":
                whole = _whole(tables)
                whole.attrs.update(of_table(options.table, texts))
                whole.to_parquet(temporary, index=False)
            else:
                with temporary.open("w", encoding="utf-8", newline="\n") as handle:
                    _write_text(tables, form, handle)
    if options.provenance:
        with replacing(options.provenance) as temporary:
            temporary.write_text(json.dumps(of_table(options.table, texts), indent=1) + "\n", encoding="utf-8")
    return 1 if failures else 0


def _results(files: list[str], table: str, failures: list[str], texts: dict[str, str]) -> Iterator[pd.DataFrame]:
    """The table of every article that can be read, its hash in `texts`; the others are named on standard error."""
    from tqdm import tqdm

    from newslens.provenance import text_hash

    stems = Counter(Path(file).stem for file in files if Path(file).is_file())
    watched = sys.stderr.isatty() and len(files) > 2
    for file in tqdm(files, unit="article", disable=not watched, leave=False):
        shared = stems[Path(file).stem] > 1
        try:
            article = _read(file, Path(file).with_suffix("").as_posix() if shared else None)
        except InputError as error:
            failures.append(file)
            with tqdm.external_write_mode(sys.stderr):
                _complain(error)
            continue
        texts[article.id] = text_hash(article.text)
        yield getattr(newslens.analyze(article), table)


def _read(file: str, id: str | None = None) -> Article:
    """The article in a file, or on standard input."""
    if file != "-":
        return read_article(file, id=id)
    if sys.stdin.isatty():
        print("newslens: reading standard input; end with Ctrl-D", file=sys.stderr)
    data = sys.stdin.buffer.read(4 * formats.LONGEST + 1)
    formats.check_length(len(data), "bytes", "standard input", 4 * formats.LONGEST)
    form = documents.form_of(data)
    text, known = documents.one_text(data, form, "standard input")
    return Article.from_text(text, **known)


def _write_text(tables: Iterator[pd.DataFrame], form: str, handle: TextIO) -> None:
    """Tables one under the other, each written as soon as it is there."""
    if form == "csv":
        for number, table in enumerate(tables):
            _harmless(table).to_csv(handle, index=False, header=number == 0, lineterminator="\n")
        return
    handle.write("[")
    between = "\n"
    for table in tables:
        days = {name: table[name].dt.strftime("%Y-%m-%d") for name in map(str, table.select_dtypes("datetime"))}
        dated = table.assign(**days)
        for row in dated.to_json(orient="records", lines=True, force_ascii=False).splitlines():
            handle.write(between + row)
            between = ",\n"
    handle.write("\n]\n")


def _harmless(table: pd.DataFrame) -> pd.DataFrame:
    """An article's words are not to run as a formula in the spreadsheet that opens them (OWASP, “CSV Injection”).

    Where commas are decimal points, spreadsheets part cells at semicolons, whatever the file is parted by.
    """
    words = {
        name: table[name].str.replace(r"\A(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])", "'", regex=True)
        for name in map(str, table.select_dtypes("string"))
    }
    return table.assign(**words)


def _whole(tables: Iterator[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    return pd.concat(list(tables), ignore_index=True)


def _verify(options: argparse.Namespace) -> int:
    found = newslens.verify(options.output, [_read("-") if file == "-" else file for file in options.files])
    print(found)
    return 0 if found.same else 1


def _tables(options: argparse.Namespace) -> int:
    from newslens.analysis import TABLES, Analysis, schema

    if options.name is None:
        for name in TABLES:
            print(f"{name:<19}{getattr(Analysis, name).__doc__}")
        return 0
    _known(options.name)
    for column, dtype, meaning in schema(options.name).itertuples(index=False):
        print(f"{column:<22}{dtype:<17}{meaning}")
    return 0


def _codebook(options: argparse.Namespace) -> int:
    from newslens.analysis import replacing

    text = newslens.codebook(options.names or None)
    if options.output is None:
        print(text, end="")
        return 0
    with replacing(options.output) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return 0


def _known(table: str) -> None:
    from newslens.analysis import TABLES

    if table not in TABLES:
        raise OptionError(f"There is no table {table!r}. {did_you_mean(table, TABLES)}")


def _spare(files: list[str], output: str) -> None:
    """Never write over the article that was read."""
    for file in files:
        with contextlib.suppress(OSError):
            if file != "-" and Path(output).samefile(file):
                raise OptionError(f"{output!r} is the article itself. Give another name to write to.")


def _complain(error: Exception) -> None:
    print(f"newslens: {error}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
