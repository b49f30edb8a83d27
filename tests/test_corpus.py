"""A corpus: what is in it, what it refuses, and that no death at any moment changes what it holds in the end.

Most tests here run batches in their own process. Those that kill take a while; with NEWSLENS_KILLS=20 more of it.
"""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import newslens as nl
from newslens.__main__ import main
from newslens.corpora import batches, dataset, processes
from newslens.corpora.batches import Done, Entry, Job
from newslens.corpora.work import Result, analyze_batch
from newslens.errors import CorpusError, InputError, OptionError
from newslens.ingest import Record
from newslens.tables import SCHEMA_VERSION

KILLS = int(os.environ.get("NEWSLENS_KILLS", "3"))
CHEAP = ["quotations", "hedges"]
CITY = "“We may close the dam,” Mayor Ada Quist said. An official who asked not to be named said Norway helped."


def story(number: int) -> str:
    """An invented article that differs from all others."""
    return f"The council of ward {number} met on Monday. “We may close {number} gates,” Ada Quist said."


def frame(numbers: range) -> pd.DataFrame:
    return pd.DataFrame(
        {"id": [f"w{n}" for n in numbers], "text": [story(n) for n in numbers]}, index=[f"row {n}" for n in numbers]
    )


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a corpus."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of two, read in this process, finished out of order."""

    def run(jobs: Iterator[Job], tables: Any, _: int) -> Iterator[Result]:
        for job in jobs:
            pair = [job, *(other for other in [next(jobs, None)] if other)]
            yield from (analyze_batch(one, tables) for one in reversed(pair))

    monkeypatch.setattr(processes, "run", run)
    monkeypatch.setattr(batches, "size", lambda number: 2)


class Killed(BaseException):
    """Stands for a SIGKILL: nothing catches it."""


@pytest.mark.usefixtures("here")
def test_a_run_cut_off_at_any_file_goes_on_to_the_same_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = frame(range(7))
    articles.loc["row 4", "text"] = ""
    whole = nl.corpus(articles, tmp_path / "whole", tables=[])
    assert (len(whole), len(whole.errors)) == (6, 1)
    write = dataset._write
    writes = 0

    def count(path: Path, data: bytes) -> None:
        nonlocal writes
        writes += 1
        write(path, data)

    monkeypatch.setattr(dataset, "_write", count)
    nl.corpus(articles, tmp_path / "counted", tables=[])
    assert writes > 18
    for last in range(writes):
        for torn in (False, True):
            left = last

            def until(path: Path, data: bytes, torn: bool = torn) -> None:
                nonlocal left
                if left == 0:
                    if torn:
                        path.with_name(f".{path.name}").write_bytes(data[: len(data) // 2])
                    raise Killed
                left -= 1
                write(path, data)

            out = tmp_path / f"cut-{last}-{torn}"
            monkeypatch.setattr(dataset, "_write", until)
            with pytest.raises(Killed):
                nl.corpus(articles, out, tables=[])
            monkeypatch.setattr(dataset, "_write", write)
            if (out / "manifest.json").exists():
                assert len(nl.open_corpus(out)) <= 6
            nl.corpus(articles, out, tables=[])
            assert content(out) == content(tmp_path / "whole"), f"cut off at file {last}"


@pytest.mark.usefixtures("here")
def test_new_articles_are_added_and_no_other_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for n in (1, 3, 5):
        (folder / f"{n}.txt").write_text(story(n), encoding="utf-8")
    nl.corpus(folder, out, tables=["hedges"])
    before = content(out)
    read: list[str] = []
    article = Record.article
    monkeypatch.setattr(Record, "article", lambda self: read.append(Path(self.key).stem) or article(self))
    for n in (2, 4):
        (folder / f"{n}.txt").write_text(story(n), encoding="utf-8")
    grown = nl.corpus(folder, out, tables=["hedges"])
    assert read == ["2", "4"]
    assert sorted(grown.articles["article"]) == list("12345")
    after = content(out)
    assert all(after[name] == data for name, data in before.items() if name != "duplicates/part-000000.parquet")
    assert nl.corpus(folder, out, tables=["hedges"]).finished
    assert content(out) == after


@pytest.mark.usefixtures("here")
def test_what_was_read_may_not_change_or_go(tmp_path: Path) -> None:
    nl.corpus(frame(range(4)), tmp_path / "out", tables=["hedges"])
    other = frame(range(1, 6))
    other.loc["row 2", "text"] = CITY
    with pytest.raises(
        CorpusError, match=r"one article changed since \(table#row 2\) and one article not in .* \(table#row 0\)"
    ):
        nl.corpus(other, tmp_path / "out", tables=["hedges"])
    with pytest.raises(CorpusError, match=r"2 articles not in|two articles not in"):
        nl.corpus(iter([pd.concat([frame(range(1, 2)), other.iloc[2:]])]), tmp_path / "out", tables=["hedges"])


@pytest.mark.usefixtures("here")
def test_other_options_are_refused_by_name(tmp_path: Path) -> None:
    nl.corpus(frame(range(2)), tmp_path / "out", tables=["hedges"])
    with pytest.raises(CorpusError, match="tables was hedges, now it is quotations, hedges"):
        nl.corpus(frame(range(2)), tmp_path / "out", tables=CHEAP)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    manifest["made_with"]["spacy"] = "3.7.0"
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"spacy was '3\.7\.0', now it is"):
        nl.corpus(frame(range(2)), tmp_path / "out", tables=["hedges"])


@pytest.mark.usefixtures("here")
def test_a_bad_article_is_an_error_and_once_mended_an_article(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "good.txt").write_text(CITY, encoding="utf-8")
    (folder / "bad.txt").write_text("", encoding="utf-8")
    (folder / "deutsch.txt").write_text("Der Bürgermeister sagte am Montag, dass die Brücke sicher ist." * 9, "utf-8")
    made = nl.corpus(folder, out, tables=["hedges"])
    assert made.errors.set_index("kind")["key"].map(lambda key: Path(key).stem).to_dict() == {
        "empty_article": "bad",
        "language": "deutsch",
    }
    (folder / "bad.txt").write_text(story(1), encoding="utf-8")
    mended = nl.corpus(folder, out, tables=["hedges"])
    assert sorted(mended.articles["article"]) == ["bad", "good"]
    assert mended.errors["kind"].tolist() == ["language"]


@pytest.mark.usefixtures("here")
def test_an_error_in_a_lens_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = Record.article

    def broken(self: Record) -> nl.Article:
        if self.key == "table#row 1":
            raise ZeroDivisionError("division by zero")
        return article(self)

    monkeypatch.setattr(Record, "article", broken)
    made = nl.corpus(frame(range(3)), tmp_path / "out", tables=["hedges"])
    assert made.articles["article"].tolist() == ["w0", "w2"]
    assert made.errors["kind"].tolist() == ["failed"]
    assert "ZeroDivisionError: division by zero (in broken" in made.errors["reason"][0]


@pytest.mark.usefixtures("here")
def test_ids_are_unique_and_stay_the_same(tmp_path: Path) -> None:
    for folder in ("a", "b", "c"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "story.txt").write_text(story(ord(folder)), encoding="utf-8")
    sources = tmp_path / "in"
    made = nl.corpus([sources, sources / "a"], tmp_path / "out", tables=["hedges"])
    first = made.articles.set_index("key")["article"]
    assert len(made) == 3  # the folder a stands in the sources twice, with the same files
    assert first.is_unique
    assert first[str(sources / "a" / "story.txt")] == "story"
    assert first.str.fullmatch(r"story(-[0-9a-f]{8})?").all()
    assert set(made.hedges["article"]) == set(first)
    again = nl.corpus(sources, tmp_path / "again", tables=["hedges"])
    assert again.articles.set_index("key")["article"].to_dict() == first.to_dict()


def test_never_more_is_read_than_is_asked_for() -> None:
    read = 0

    def endless() -> Iterator[Record]:
        nonlocal read
        while True:
            read += 1
            yield Record(f"k{read}", "text", "text", {})

    jobs = batches.jobs(endless(), Done(numbers={0, 2}), set())
    assert (next(jobs).number, read) == (1, 16)
    assert (next(jobs).number, read) == (3, 32)
    heavy = batches.jobs((Record(f"k{n}", b"x" * 3_000_000, "html", {}) for n in range(9)), Done(), set())
    assert [len(job.entries) for job in heavy] == [3, 3, 3]


@pytest.mark.usefixtures("here")
def test_only_one_run_writes(tmp_path: Path) -> None:
    nl.corpus(frame(range(2)), tmp_path / "out", tables=["hedges"])
    manifest = dataset.read_manifest(tmp_path / "out")
    with (
        dataset.Dataset(tmp_path / "out", manifest["made_with"], manifest["options"]),
        pytest.raises(CorpusError, match="Another run is writing"),
    ):
        nl.corpus(frame(range(2)), tmp_path / "out", tables=["hedges"])


def test_wrong_arguments(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ada", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"not empty either \(it holds 'letter.txt'\)"):
        nl.corpus(frame(range(1)), tmp_path)
    with pytest.raises(OptionError, match="Did you mean 'hedges'"):
        nl.corpus(frame(range(1)), tmp_path / "out", tables=["hedge"])
    with pytest.raises(OptionError, match="1 or more"):
        nl.corpus(frame(range(1)), tmp_path / "out", processes=0)
    with pytest.raises(CorpusError, match=r"no manifest\.json"):
        nl.open_corpus(tmp_path)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("here")
def test_a_corpus_of_another_format_is_refused_and_an_unfinished_one_says_so(tmp_path: Path) -> None:
    made = nl.corpus(frame(range(3)), tmp_path / "out", tables=["hedges"])
    assert repr(made) == "<Corpus 'out': three articles, no errors, 4 tables>"
    path = tmp_path / "out" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"finished": False}), encoding="utf-8")
    (tmp_path / "out" / "batches" / "000001.json").unlink()
    unfinished = nl.open_corpus(tmp_path / "out")
    assert len(unfinished) == 2
    assert "Unfinished" in repr(unfinished)
    assert "Unfinished" in unfinished._repr_html_()
    path.write_text(json.dumps(manifest | {"format": 2}), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"format 2, made with newslens .*; this version reads format 1"):
        nl.open_corpus(tmp_path / "out")


def versioned(folder: Path, **made_with: str) -> None:
    """A corpus as if another version had made it."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["made_with"] |= made_with
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("version", [str(SCHEMA_VERSION + 1), "99", "next", "-1"])
def test_a_corpus_with_newer_tables_is_refused_and_not_gone_on_with(tmp_path: Path, version: str) -> None:
    nl.corpus(frame(range(3)), tmp_path / "out", tables=["hedges"])
    versioned(tmp_path / "out", schema=version)
    before = content(tmp_path / "out")
    said = f"tables of schema version {version}, made with newslens .* reads up to version {SCHEMA_VERSION}"
    with pytest.raises(CorpusError, match=said):
        nl.open_corpus(tmp_path / "out")
    with pytest.raises(CorpusError, match=said):
        nl.corpus(frame(range(4)), tmp_path / "out", tables=["hedges"])
    assert content(tmp_path / "out") == before


@pytest.mark.usefixtures("here")
def test_a_corpus_of_an_older_version_is_read_but_not_gone_on_with(tmp_path: Path) -> None:
    made = nl.corpus(frame(range(3)), tmp_path / "out", tables=["hedges"]).hedges
    versioned(tmp_path / "out", schema="0", newslens="0.0.9")
    before = content(tmp_path / "out")
    pd.testing.assert_frame_equal(nl.open_corpus(tmp_path / "out").hedges, made)
    with pytest.raises(CorpusError, match=r"newslens was '0\.0\.9', now it is .*; schema was '0', now it is '1'"):
        nl.corpus(frame(range(4)), tmp_path / "out", tables=["hedges"])
    assert content(tmp_path / "out") == before


@pytest.mark.usefixtures("here")
def test_tables_with_other_columns_or_damaged_files_are_refused(tmp_path: Path) -> None:
    nl.corpus(frame(range(3)), tmp_path / "out", tables=["hedges"])
    for file in (tmp_path / "out" / "hedges").glob("*.parquet"):
        pd.read_parquet(file).rename(columns={"claim": "assertion"}).to_parquet(file, index=False)
    old = nl.open_corpus(tmp_path / "out")
    assert len(old) == 3
    with pytest.raises(
        CorpusError, match=r"hedges .* has other columns .*\(assertion, claim\).* or make the corpus again"
    ):
        old.hedges  # noqa: B018
    for file in (tmp_path / "out" / "hedges").glob("*.parquet"):
        file.write_bytes(b"PAR1 and no more")
    with pytest.raises(CorpusError, match="damaged or gone"):
        old.hedges  # noqa: B018
    for broken in ("{}", '{"format": 1}', '{"format": 1, "made_with": [], "options": {"tables": []}}', "[" * 100_000):
        (tmp_path / "out" / "manifest.json").write_text(broken)
        with pytest.raises(CorpusError, match="is damaged"):
            nl.open_corpus(tmp_path / "out")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> nl.Corpus:
    """A small corpus with every table, two outlets, two months and a reprint."""
    demand = "Norway demanded that Sweden return the boats. “It is a disgrace,” Ada Quist said of Sweden."
    table = pd.DataFrame(
        {
            "id": ["0", "1", "2", "3"],
            "body": [CITY, demand, demand.replace("boats", "ships"), CITY + " Nobody was hurt."],
            "paper": ["Harbor News", "Harbor News", "The Ledger", "The Ledger"],
            "published": ["2022-01-24", "2022-01-25", "2022-02-01", None],
            "title": ["<script>", None, None, None],
        }
    )
    out = tmp_path_factory.mktemp("corpus") / "asked"
    columns = {"text": "body", "outlet": "paper"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "run", lambda jobs, tables, _: (analyze_batch(job, tables) for job in jobs))
        return nl.corpus(table, out, columns=columns)


def test_tables_are_those_of_the_lenses(asked: nl.Corpus) -> None:
    assert "drivers" not in asked.tables
    article = nl.Article.from_text(CITY, id="0", outlet="Harbor News", published="2022-01-24")
    alone = nl.analyze(article)
    for name in asked.manifest["options"]["tables"]:
        table = getattr(asked, name)
        expected = getattr(alone, name)
        if name == "evidence":
            expected = expected[expected["lens"] != "drivers"].reset_index(drop=True)
        pd.testing.assert_frame_equal(table[table["article"] == "0"].reset_index(drop=True), expected)
    assert asked.schema("articles")["column"].tolist()[:2] == ["article", "key"]


def test_parts_of_tables(asked: nl.Corpus) -> None:
    part = asked.table("sources", columns=["article", "kind"], where={"kind": ["unnamed"], "article": "0"})
    assert part.to_dict("list") == {"article": ["0"], "kind": ["unnamed"]}
    assert asked.table("attributions", where=[("confidence", ">", 2.0)]).empty
    with pytest.raises(OptionError, match="Did you mean 'kind'"):
        asked.table("sources", where={"kinds": "unnamed"})
    with pytest.raises(AttributeError, match="Did you mean 'sources'"):
        _ = asked.source


def test_sql_reads_the_corpus_and_nothing_else(asked: nl.Corpus, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    counted = asked.sql("select outlet, count(*) as n from articles group by outlet order by outlet")
    assert counted.values.tolist() == [["Harbor News", 2], ["The Ledger", 2]]
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(OptionError, match="DuckDB cannot run this"):
        asked.sql(f"select * from read_csv('{tmp_path / 'secret.csv'}')")
    with pytest.raises(OptionError, match="article"):
        asked.sql("select * from artikles")


def test_the_questions_everyone_asks(asked: nl.Corpus) -> None:
    unnamed = asked.unnamed_sources()
    january = unnamed[unnamed["month"] == "2022-01"].iloc[0]
    assert (january["outlet"], january["sources"], january["unnamed"]) == ("Harbor News", 4, 1)
    assert january["low"] < january["share"] == 0.25 < january["high"]
    assert unnamed["month"].isna().sum() == 1  # the article without a date
    dyads = asked.demand_dyads()
    assert dyads[["month", "demander", "addressee", "demands"]].values.tolist() == [
        ["2022-01", "Norway", "Sweden", 1],
        ["2022-02", "Norway", "Sweden", 1],
    ]
    tone = asked.tone_toward("sweden")
    assert tone.groupby(["month", "voice"])["share"].sum().tolist() == pytest.approx(
        [1] * len(tone.groupby(["month", "voice"]))
    )
    assert set(tone["label"]) == {"negative", "neutral", "positive"}
    by_article = asked.tone_toward("Sweden", by=["outlet", "article"], duplicates=False)
    assert by_article.columns.tolist()[:3] == ["outlet", "article", "articles"]
    assert (by_article["articles"] == 1).all()
    assert by_article["passages"].drop_duplicates().sum() <= tone["passages"].sum()
    with pytest.raises(OptionError, match="Did you mean 'voice'"):
        asked.tone_toward("Sweden", by=["voices"])
    with pytest.raises(OptionError, match="Near it: Sweden"):
        asked.tone_toward("Swedn")
    with pytest.raises(OptionError, match="Did you mean 'outlet'"):
        asked.unnamed_sources(["outlets"])


def test_known_duplicates_can_be_left_out(asked: nl.Corpus) -> None:
    repeated = set(asked.duplicates["article"])
    assert repeated
    assert len(asked.demand_dyads(duplicates=False)) == 2 - len(repeated & {"1", "2"})


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)]
)
def test_wilson(count: int, of: int, low: float, high: float) -> None:
    """The last is Newcombe's example (1998, Statistics in Medicine 17:857–872)."""
    from newslens.corpora.questions import wilson

    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


def test_shown_without_addresses_and_escaped(asked: nl.Corpus) -> None:
    assert repr(asked) == "<Corpus 'asked': four articles, no errors, 16 tables>"
    assert " at 0x" not in asked._repr_html_()
    assert asked.articles["title"][0] == "<script>"


@dataclasses.dataclass(frozen=True)
class Deadly(Record):
    """An article that kills whatever reads it, as the system does when memory runs out."""

    def article(self) -> nl.Article:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def entries(count: int) -> list[Entry]:
    return [Entry(f"w{n}", f"{n:032}", Record(f"k{n}", story(n), "text", {})) for n in range(count)]


def test_an_article_that_kills_its_process_ends_in_errors() -> None:
    some = entries(7)
    some[2] = Entry("dead", "f" * 32, Deadly("deadly", "", "text", {}))
    jobs = [Job(0, tuple(some[:5])), Job(1, tuple(some[5:]))]
    results = {result.number: result for result in processes.run(iter(jobs), (), 2)}
    assert [(r.articles, r.errors) for _, r in sorted(results.items())] == [(4, 1), (2, 0)]
    from newslens.corpora.rows import unpack

    (row,) = unpack(results[0].parts["errors"]).to_pylist()
    assert (row["key"], row["kind"]) == ("deadly", "crashed")
    assert "SIGKILL" in row["reason"]
    kept = unpack(results[0].parts["articles"])["article"].to_pylist()
    assert kept == ["w0", "w1", "w3", "w4"]


def test_a_worker_that_is_killed_loses_nothing() -> None:
    jobs = [Job(n, tuple(entries(60)[n * 10 : n * 10 + 10])) for n in range(6)]
    expected = {job.number: analyze_batch(job, CHEAP).parts for job in jobs}
    found: dict[int, dict[str, bytes]] = {}
    for result in processes.run(iter(jobs), CHEAP, 2):
        assert result.errors == 0
        assert result.number not in found
        found[result.number] = result.parts
        if len(found) == 1:
            os.kill(
                random.choice([child.pid for child in multiprocessing.active_children() if child.pid]), signal.SIGKILL
            )
    assert found == expected


def command(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    arguments = ["corpus", str(folder), "-o", str(out), "--processes", "2", "--tables", ",".join(CHEAP)]
    return subprocess.Popen([sys.executable, "-m", "newslens", *arguments], stderr=subprocess.DEVNULL)


def test_a_run_that_is_killed_again_and_again_ends_in_the_same_corpus(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(32 * (KILLS + 1)):
        (folder / f"{n}.txt").write_text(story(n) if n != 5 else "", encoding="utf-8")
    assert command(folder, tmp_path / "whole").wait() == 1
    out = tmp_path / "out"
    for _ in range(KILLS):
        before = len(list(out.glob("batches/*.json")))
        running = command(folder, out)
        while len(list(out.glob("batches/*.json"))) == before and running.poll() is None:
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.5))
        running.kill()
        assert running.wait() == -signal.SIGKILL, "it was done before it could be killed"
        assert not nl.open_corpus(out).finished
    assert command(folder, out).wait() == 1
    assert content(out) == content(tmp_path / "whole")
    assert len(nl.open_corpus(out)) == 32 * (KILLS + 1) - 1


def test_dask_loses_nothing_when_a_worker_is_killed(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    from newslens.corpora import cluster

    jobs = [Job(n, tuple(entries(60)[n * 10 : n * 10 + 10])) for n in range(6)]
    expected = {job.number: analyze_batch(job, CHEAP).parts for job in jobs}
    found: dict[int, dict[str, bytes]] = {}
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path)
    ) as local:
        for result in cluster.run(iter(jobs), CHEAP, local.scheduler_address):
            found[result.number] = result.parts
            if len(found) == 1:
                os.kill(local.workers[0].pid, signal.SIGKILL)
        assert found == expected
        made = nl.corpus(frame(range(3)), tmp_path / "out", tables=["hedges"], scheduler=local.scheduler_address)
    assert made.articles["article"].tolist() == ["w0", "w1", "w2"]


def test_a_lens_over_a_dask_frame() -> None:
    dd = pytest.importorskip("dask.dataframe")
    from newslens.corpora.cluster import map_lens

    articles = pd.concat([frame(range(4)), pd.DataFrame({"id": ["empty"], "text": [""]})])
    import dask

    with dask.config.set(scheduler="synchronous"):
        lazy = map_lens(dd.from_pandas(articles, npartitions=2, sort=False), "hedges", id="id")
        found = lazy.compute()
    alone = [nl.hedges(nl.Article.from_text(story(n), id=f"w{n}")) for n in range(4)]
    pd.testing.assert_frame_equal(found.reset_index(drop=True), pd.concat(alone, ignore_index=True))
    assert lazy.dtypes.to_dict() == alone[0].dtypes.to_dict()


def test_no_scheduler_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("newslens.corpora.cluster._PATIENCE", "1s")
    with pytest.raises(InputError, match="no Dask scheduler at"):
        nl.corpus(frame(range(1)), tmp_path / "out", tables=[], scheduler="tcp://127.0.0.1:1")


@pytest.mark.usefixtures("here")
def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bridge.txt").write_text(CITY, encoding="utf-8")
    order = ["corpus", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--tables", "hedges,quotations"]
    assert main(order) == 0
    assert "<Corpus 'out': one article, no errors, 5 tables>" in capsys.readouterr().err
    (tmp_path / "in" / "empty.txt").write_text("", encoding="utf-8")
    assert main(order) == 1
    assert main([*order[:4], "--tables", "hedges"]) == 2
    assert "tables was quotations, hedges, now it is hedges" in capsys.readouterr().err
