"""What a coder decides is kept, can be taken back, and becomes a table like the machine's."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import sys
import warnings
from pathlib import Path

import pandas as pd
import pytest

import newslens as nl
from newslens.__main__ import main
from newslens.analysis import LENSES, record_class, records
from newslens.decisions import session
from newslens.decisions.changes import cast, places, roles, values
from newslens.decisions.log import open_log
from newslens.errors import CodingError, MissingExtraError, OptionError

pytest.importorskip("ipywidgets", reason="ipywidgets comes with the extra “lab”")

ROOT = Path(__file__).parent.parent
SEED = "2022-01-24-cnn-us-troops-eastern-europe.txt"
TEXT = (
    "The bridge could fall, Ada Brook said. Two officials said on condition of anonymity that it might hold. "
    "Ada Brook demanded that the city close it. Café owners – “naïve”, in the words of Zoë Ünal – shrugged."
)
ARTICLE = nl.Article.from_text(TEXT, id="bridge")
NEW = {"cue_class": "speech", "form": "mixed", "actor": "Zoë Ünal", "source_kind": "named_person"}
ZOE = {"source": "Zoë Ünal", "cue": "in the words of", "content": "“naïve”"}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "bridge.jsonl"


@pytest.fixture
def coding(log: Path):
    return nl.code(ARTICLE, coder="ab", file=log)


def reopened(log: Path, article: nl.Article = ARTICLE, lens: str = "attributions", coder: str = "ab"):
    return nl.code(article, lens, coder=coder, file=log)


def lines(log: Path) -> list[dict]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def sliced(table: pd.DataFrame, article: nl.Article = ARTICLE) -> bool:
    return all(article.text[s:e] == t for s, e, t in zip(table["start"], table["end"], table["text"], strict=True))


# the log


def test_a_decision_is_in_the_file_before_the_method_returns(coding, log):
    coding.confirm()
    (line,) = lines(log)
    first = ARTICLE.text[line["start"] : line["end"]]
    assert line["text"] == first
    assert (line["decision"], line["id"], line["coder"], line["lens"]) == ("confirm", "a1", "ab", "attributions")
    assert (line["schema"], line["newslens"], line["article"]) == (1, nl.__version__, "bridge")
    assert line["sha256"] == nl.analyze(ARTICLE).provenance["sha256"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", line["time"])


def test_each_line_is_flushed_and_synced(coding, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(handle))
    coding.confirm()
    coding.reject()
    assert len(synced) == 3  # the folder once, for the new file


def test_the_log_only_grows(coding, log):
    coding.confirm()
    before = log.read_bytes()
    coding.undo()
    coding.reject()
    assert log.read_bytes().startswith(before)
    assert [line["decision"] for line in lines(log)] == ["confirm", "undo", "reject"]


@pytest.mark.parametrize("left", [1, 11, 12, 200, -2])
def test_a_crash_in_mid_line_costs_that_line_only(coding, log, left):
    coding.confirm()
    whole = log.read_bytes()
    coding.reject()
    log.write_bytes(log.read_bytes()[: len(whole) + left] if left > 0 else log.read_bytes()[:left])
    with pytest.warns(UserWarning, match="Line 2 of .* is cut off"):
        again = reopened(log)
    assert [item.decision for item in again.items][:2] == ["confirm", None]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        again.confirm()
        assert [item.decision for item in reopened(log).items][:2] == ["confirm", "confirm"]
    assert json.loads(log.read_bytes().split(b"\n")[-2])["decision"] == "confirm"


def test_a_cut_in_the_middle_of_a_letter(coding, log):
    coding.goto(1).correct(actor="Zoë")
    data = log.read_bytes()
    log.write_bytes(data[: data.index("ë".encode()) + 1])
    with pytest.warns(UserWarning, match="cut off"):
        assert reopened(log).item.decision is None


def test_a_line_that_lacks_only_its_break_counts(coding, log):
    coding.confirm()
    log.write_bytes(log.read_bytes().rstrip(b"\n"))
    again = reopened(log)
    assert again.items[0].decision == "confirm"
    again.reject()
    assert len(lines(log)) == 2


def test_a_log_of_another_text_is_refused(coding, log):
    coding.confirm()
    other = nl.Article.from_text(TEXT + " It rained.", id="bridge")
    with pytest.raises(CodingError, match="log of another text"):
        reopened(log, other)


def test_the_same_text_under_another_name_is_the_same_article(coding, log):
    coding.confirm()
    assert reopened(log, dataclasses.replace(ARTICLE, id="copy")).items[0].decision == "confirm"


@pytest.mark.parametrize("version", ["0", "2", '"1"', "null"])
def test_an_unknown_schema_version_is_refused(coding, log, version):
    coding.confirm()
    log.write_text(log.read_text(encoding="utf-8").replace('"schema": 1', f'"schema": {version}'), encoding="utf-8")
    before = log.read_bytes()
    with pytest.raises(
        CodingError, match=r"schema version .*, and this newslens reads 1\. Use the newslens that wrote it"
    ):
        reopened(log)
    assert log.read_bytes() == before


@pytest.mark.parametrize("fields", ['{"mood": "x"}', '{"source_kind": "martian"}'])
def test_a_decision_on_columns_or_values_of_other_tables_is_refused(coding, log, fields):
    coding.confirm()
    log.write_text(log.read_text(encoding="utf-8").replace('"fields": {}', f'"fields": {fields}'), encoding="utf-8")
    with pytest.raises(
        CodingError, match=r"does not fit the attributions of this newslens: .* which each of its lines"
    ):
        reopened(log)


@pytest.mark.parametrize("content", ["hello\n", "[1]\n", '{"a": 1}\n{"schema": 1\n', "\x00\x00\n"])
def test_a_file_that_is_no_log_is_refused_and_left_alone(log, content):
    log.write_text(content)
    with pytest.raises(CodingError):
        reopened(log)
    assert log.read_text() == content


@pytest.mark.parametrize(("key", "value"), [("start", 3), ("text", "other"), ("decision", "maybe"), ("end", 10**6)])
def test_a_line_changed_by_hand_is_refused(coding, log, key, value):
    coding.confirm()
    log.write_text(json.dumps(lines(log)[0] | {key: value}) + "\n", encoding="utf-8")
    with pytest.raises(CodingError, match="Line 1"):
        reopened(log)


def test_two_coders_and_two_lenses_may_share_a_file(coding, log):
    coding.confirm()
    reopened(log, coder="cd").reject()
    reopened(log, lens="hedges").confirm()
    assert [i.decision for i in reopened(log).items][:2] == ["confirm", None]
    assert [i.decision for i in reopened(log, coder="cd").items][:2] == ["reject", None]


def test_two_notebooks_of_one_coder_do_not_lose_each_other(coding, log):
    second = reopened(log)
    coding.add(ZOE, **NEW)
    second.add(ZOE, **NEW)
    assert [item.now.id for item in second.items][-2:] == ["ab1", "ab2"]
    coding.undo()
    assert [item.now.id for item in coding.items][-1] == "ab1"


def test_a_decision_that_cannot_be_saved_is_not_taken(coding, log):
    shutil.rmtree(log.parent)
    with pytest.raises(CodingError, match="not saved"):
        coding.confirm()
    assert coding.items[0].decision is None


# where the log is


def test_the_log_stands_beside_the_article(tmp_path):
    (tmp_path / "story.txt").write_text(TEXT, encoding="utf-8")
    article = nl.read_article(tmp_path / "story.txt")
    nl.code(article, coder="ab").confirm()
    assert (tmp_path / "story.txt.ab.coding.jsonl").is_file()
    assert nl.coded(article, "ab")["decision"].tolist()[0] == "confirm"
    assert str(tmp_path) not in nl.analyze(article).to_json()


def test_an_article_without_a_file_has_its_log_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    nl.code(nl.Article.from_text(TEXT, id="../../etc/x"), coder="ab").confirm()
    assert [p.name for p in tmp_path.iterdir()] == ["etc_x.ab.coding.jsonl"]


@pytest.mark.parametrize("coder", ["", "../ab", "a/b", "a b", "ab\n", "é", ".", "a" * 41, "a\0b", None])
def test_a_coder_is_letters_digits_hyphen_and_underscore(coder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OptionError, match="coder="):
        nl.code(ARTICLE, coder=coder)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("../log.jsonl", "steps out"),
        ("sub/../../log.jsonl", "steps out"),
        ("log.txt", "end in .jsonl"),
        ("a\0.jsonl", "steps out"),
        ("nowhere/log.jsonl", "no folder"),
        ("folder.jsonl", "link or a folder"),
        ("link.jsonl", "link or a folder"),
    ],
)
def test_a_file_stays_where_it_belongs(file, why, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OptionError, match=why):
        open_log(ARTICLE, "ab", file)


def test_the_article_is_never_its_own_log(tmp_path):
    path = tmp_path / "story.jsonl"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(OptionError, match="the article itself"):
        nl.code(nl.read_article(path), coder="ab", file=path)


# going through


def test_it_opens_on_the_first_undecided_finding(coding, log):
    assert coding.position == 0
    coding.confirm()
    coding.reject()
    assert reopened(log).position == coding.position == 2
    coding.goto(1).next().next().previous()
    assert coding.item.now.id == "a2"
    assert coding.goto("a1").position == 0


@pytest.mark.parametrize("n", [0, 99, -1, True, "zz", 1.5])
def test_there_is_no_going_nowhere(coding, n):
    with pytest.raises(OptionError, match="no finding"):
        coding.goto(n)


def test_undo_goes_back_step_by_step(coding, log):
    coding.confirm()
    coding.reject()
    coding.undo()
    assert coding.position == 1
    coding.undo()
    assert [item.decision for item in reopened(log).items] == [None] * len(coding.items)
    with pytest.raises(OptionError, match="nothing to undo"):
        coding.undo()


def test_all_that_was_decided_survives_reopening(coding, log):
    coding.confirm()
    coding.correct(source_kind="institution", count=3)
    coding.respan("source", "officials")
    coding.add(ZOE, **NEW)
    pd.testing.assert_frame_equal(reopened(log).table(), coding.table())
    pd.testing.assert_frame_equal(reopened(log).evidence(), coding.evidence())


def test_an_article_without_findings_can_still_be_added_to(log):
    bare = nl.Article.from_text("It rained on the old bridge all day.", id="rain")
    coding = nl.code(bare, coder="ab", file=log)
    assert "none found" in coding.progress
    assert "Nothing was found." in coding._repr_html_()
    assert coding.next() is coding.previous() is coding
    with pytest.raises(OptionError, match="Add what was missed"):
        coding.confirm()
    coding.add({"source": "the old bridge", "cue": "rained", "content": "all day"}, **NEW)
    assert coding.undo().items == []


# the coded table


@pytest.mark.parametrize("lens", LENSES)
def test_the_coded_table_has_the_columns_and_dtypes_of_the_lens(lens, log):
    article = nl.read_article(ROOT / "seeds" / SEED)
    coding = nl.code(article, lens, coder="ab", file=log)
    for _ in coding.items[:3]:
        coding.confirm()
    machine = getattr(nl.analyze(article), lens)
    table = coding.table()
    assert table.dtypes.drop(["decision", "coder"]).equals(machine.dtypes)
    assert list(table.columns) == [*machine.columns, "decision", "coder"]
    pd.testing.assert_frame_equal(table[machine.columns], machine)
    assert table.attrs == machine.attrs
    assert table["decision"].dtype == table["coder"].dtype == "string"
    assert "<mark" in coding._repr_html_() or not coding.items


def test_rejected_rows_are_dropped_or_kept(coding, log):
    coding.reject()
    assert "a1" not in nl.coded(ARTICLE, "ab", file=log)["id"].tolist()
    kept = nl.coded(ARTICLE, "ab", file=log, rejected=True)
    assert kept["decision"].tolist()[0] == "reject"
    assert kept["decision"].isna().sum() == len(kept) - 1
    assert "a1" not in nl.coded(ARTICLE, "ab", file=log, evidence=True)["id"].tolist()


def test_a_correction_changes_that_column_alone(coding):
    before = coding.table()
    coding.correct(source_kind="institution", said_on="2022-01-24", plural="yes")
    after = coding.table()
    changed = {c for c in before if not before[c].astype("string").equals(after[c].astype("string"))}
    assert changed == {"source_kind", "said_on", "plural", "decision"}
    assert after["said_on"][0] == pd.Timestamp("2022-01-24")
    assert after["decision"].tolist()[0] == "correct"


def test_corrections_add_up_and_rejecting_wins_until_confirmed(coding):
    coding.correct(role="engineer").correct(affiliation="City Hall").reject()
    assert coding.items[0].decision == "reject"
    coding.goto(1).confirm()
    row = coding.table().iloc[0]
    assert (row["decision"], row["role"], row["affiliation"]) == ("correct", "engineer", "City Hall")


def test_a_new_span_moves_words_envelope_and_evidence(coding):
    found = coding.item.found
    coding.respan("content", "bridge could fall")
    row = coding.table().iloc[0]
    assert row["content"] == "bridge could fall"
    assert row["start"] == ARTICLE.text.index("bridge could fall") > found.start
    assert sliced(coding.table())
    assert sliced(coding.evidence())
    assert ("content", "bridge could fall") in coding.evidence()[["role", "text"]].itertuples(index=False, name=None)


def test_a_full_name_and_a_status_are_not_overwritten_by_a_span(log):
    article = nl.Article.from_text("The union asked the port to reopen. The port refused.")
    coding = nl.code(article, "demands", coder="ab", file=log)
    coding.correct(demander="Dockers’ Union").respan("demander", "union").respan("status", "The port refused")
    row = coding.table().iloc[0]
    assert (row["demander"], row["status"]) == ("Dockers’ Union", "rejected")
    assert row["text"].startswith("union asked")
    assert not row["text"].endswith("refused")


def test_words_that_occur_twice_are_told_apart(coding):
    coding.respan("source", "Ada Brook", 2)
    assert coding.item.now.end == TEXT.rindex("Ada Brook") + len("Ada Brook")
    with pytest.raises(OptionError, match="2 time"):
        coding.respan("source", "Ada Brook", 3)


def test_an_added_finding_has_its_id_words_and_dtypes(coding, log):
    coding.add(ZOE, **NEW)
    assert coding.item.now.id == "ab1"
    row = coding.table().iloc[-1]
    assert (row["source"], row["content"], row["decision"], row["coder"]) == ("Zoë Ünal", "“naïve”", "add", "ab")
    assert pd.isna(row["confidence"])
    assert sliced(coding.table())
    assert sliced(coding.evidence())
    assert coding.table().dtypes.drop(["decision", "coder"]).equals(nl.attributions(ARTICLE).dtypes)
    coding.correct(role="owner")
    assert coding.item.decision == "add"


def test_added_findings_may_overlap_and_ids_are_never_used_again(coding):
    coding.add(ZOE, **NEW).add(ZOE | {"content": ["Café owners", "shrugged"]}, **NEW).undo().add(ZOE, **NEW)
    assert coding.table()["id"].tolist()[-2:] == ["ab1", "ab3"]
    coding.add(ZOE | {"content": ["Café owners", ("shrugged", 1)]}, **NEW)
    assert coding.table()["content"].tolist()[-1] == "Café owners … shrugged"


@pytest.mark.parametrize(("coder", "expected"), [("ab", "ab1"), ("a", "a-1"), ("x7", "x7-1"), ("A_b-c", "A_b-c1")])
def test_an_added_id_is_never_a_machines(coder, expected, log):
    assert reopened(log, coder=coder).add(ZOE, **NEW).item.now.id == expected


def test_an_addition_says_what_it_lacks(coding, log):
    with pytest.raises(OptionError, match=r"cue_class \(speech, belief.*actor; source_kind"):
        coding.add(ZOE, form="direct")
    with pytest.raises(OptionError, match="does not say 'Zoe'"):
        coding.add(ZOE | {"source": "Zoe"}, **NEW)
    with pytest.raises(OptionError, match="Give spans for source"):
        coding.add({}, **NEW)
    with pytest.raises(OptionError, match="Give spans for source"):
        coding.add({"when": "shrugged"}, **NEW)
    with pytest.raises(OptionError, match="given by its words"):
        coding.add({"source": [7]}, **NEW)
    assert not log.exists()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"source_kind": "person"}, "Did you mean"),
        ({"sauce": "x"}, "Did you mean 'source'"),
        ({"start": 3}, "follows from the spans"),
        ({"count": "two"}, "does not fit"),
        ({"count": 1.5}, "whole number"),
        ({"plural": "maybe"}, "yes or no"),
        ({"said_on": "Monday"}, "does not fit"),
        ({"source": ""}, "cannot be empty"),
        ({"role": "\ud800"}, "does not fit"),
        ({"confidence": True}, "does not fit"),
        ({}, "what to correct"),
    ],
)
def test_a_wrong_correction_is_refused_and_not_written(coding, log, wrong, why):
    with pytest.raises(OptionError, match=why):
        coding.correct(**wrong)
    assert not log.exists()


def test_an_unknown_lens_or_role_is_told_from_a_near_one(coding, log):
    with pytest.raises(OptionError, match="Did you mean 'hedges'"):
        reopened(log, lens="hedge")
    with pytest.raises(OptionError, match="Did you mean 'source'"):
        coding.respan("sources", "Ada Brook")
    with pytest.raises(OptionError, match="Code first"):
        nl.coded(ARTICLE, "ab", file=log)


def test_decisions_find_their_findings_when_an_update_numbers_them_anew(coding, log, monkeypatch):
    coding.goto(2).correct(source_kind="institution")
    coding.add(ZOE, **NEW)
    shifted = [dataclasses.replace(r, id=f"a{n}") for n, r in enumerate(records(ARTICLE, "attributions"), 7)]
    _updated(monkeypatch, shifted)
    again = reopened(log)
    assert [(i.now.id, i.decision) for i in again.items if i.decision] == [("a8", "correct"), ("ab1", "add")]


def test_a_decision_on_a_finding_that_is_gone_is_named(coding, log, monkeypatch):
    gone = coding.item.found
    coding.confirm()
    _updated(monkeypatch, list(records(ARTICLE, "attributions"))[1:])
    with pytest.warns(UserWarning, match=f"does not make; they are left out: a1 “{re.escape(gone.text[:20])}"):
        again = reopened(log)
    assert again.table()["decision"].isna().all()


def _updated(monkeypatch: pytest.MonkeyPatch, new: list) -> None:
    monkeypatch.setattr(session, "records", lambda article, lens: new)
    table = pd.DataFrame({"id": [r.id for r in new]})
    monkeypatch.setattr(nl.Analysis, "attributions", table)


# words as places


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ada Brook", ["Ada Brook", "Ada Brook"]),
        ("Ada\n  Brook", ["Ada Brook", "Ada Brook"]),
        ("Brook dem", []),
        ("it", ["it", "it"]),
        ('"naïve"', ["“naïve”"]),
        ("Café … Ünal", ["Café owners – “naïve”, in the words of Zoë Ünal"]),
        ("Café ... nowhere", []),
        (".*", []),
        ("", []),
        ("…", []),
    ],
)
def test_words_are_found_as_whole_words(words, found):
    assert [TEXT[start:end] for start, end in places(ARTICLE, words)] == found


def test_offsets_are_characters_whatever_the_alphabet(log):
    text = "“Мост упадёт 🌉,” said Zoë 𝒳. Officials said it is 日本 fine.\u2028And Ada said so."
    article = nl.Article.from_text(text, id="ü/ß", check_language=False)
    coding = nl.code(article, coder="ab", file=log)
    coding.add(
        {"source": "日本", "cue": "🌉", "content": "so.\u2028And" if "so.\u2028And" in text else "упадёт 🌉"}, **NEW
    )
    assert sliced(coding.table(), article)
    assert len(lines(log)) == 1 or "\u2028" in log.read_text(encoding="utf-8")
    pd.testing.assert_frame_equal(reopened(log, article).table(), coding.table())


def test_every_value_the_machine_gives_is_in_the_codebook():
    article = nl.read_article(ROOT / "seeds" / SEED)
    for lens in LENSES:
        for record in records(article, lens):
            assert {p.role for p in record.parts} <= set(roles(lens))
            for column, listed in values(record_class(lens)).items():
                held = getattr(record, column)
                assert held is None or cast(record_class(lens), column, held) in listed


# the form


def test_the_form_does_what_the_methods_do(coding, log):
    coding.buttons["Confirm"].click()
    assert coding.position == 1
    coding.column.value = "source_kind"
    (entry,) = coding.value.children
    assert entry.value == "unnamed"
    assert ("named person", "named_person") in entry.options
    entry.value = "institution"
    coding._correct()
    coding.role.value = "source"
    line, menu = coding.words.children
    line.value = "Ada Brook"
    assert len(menu.options) == 2
    assert menu.layout.display == ""
    menu.value = 2
    coding._respan()
    assert coding.item.now.source == "Ada Brook"
    for role, words in ZOE.items():
        coding.new_spans[role].children[0].value = words
    for column, value in NEW.items():
        coding.new_fields[column].value = value
    coding._add()
    assert [entry["decision"] for entry in lines(log)] == ["confirm", "correct", "correct", "add"]


def test_what_cannot_be_done_is_said_in_the_form(coding, log):
    coding.buttons["Undo"].click()
    assert "nothing to undo" in coding.message.value
    coding.words.children[0].value = "<script>alert(1)</script>"
    coding._tried(coding._respan)
    assert "<script" not in coding.message.value
    assert "&lt;script&gt;" in coding.message.value
    coding.buttons["Next"].click()
    assert coding.message.value == ""


def test_a_finding_with_a_script_is_shown_as_text(log):
    text = "The bridge <script>alert(1)</script> could fall, Ada Brook <img src=x onerror=alert(2)> said on Monday."
    article = nl.Article.from_text(text, id='"><script>')
    coding = nl.code(article, coder="ab", file=log)
    coding.add({"source": "Ada Brook", "cue": "said", "content": "<script>alert(1)</script>"}, **NEW)
    coding.correct(role="<script>alert(3)</script>")
    shown = coding._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert shown.count("&lt;script&gt;") >= 3


def test_the_bundle_has_the_widget_and_static_html(coding, log):
    bundle = coding._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "<mark" in bundle["text/html"]
    assert "(coder ab)" in bundle["text/html"]
    assert bundle["text/plain"] == repr(coding) == repr(reopened(log))
    assert bundle["text/html"] == reopened(log)._repr_html_()


def test_without_ipywidgets_the_message_says_what_to_install(monkeypatch, coding, log):
    coding.confirm()
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(MissingExtraError, match="lab"):
        reopened(log)
    assert len(nl.coded(ARTICLE, "ab", file=log))


# the codebook, and the README


def test_the_codebook_has_every_lens_column_and_value():
    text = nl.codebook()
    for lens in LENSES:
        assert f"\n## {lens}\n" in text
    assert "| `source_kind` | one of the values | no |" in text
    assert "`named_person`, `unnamed`" in text
    assert "Parts to mark: `demander`, `addressee`" in text
    assert nl.codebook(["hedges", "hedges"]).count("## hedges") == 1
    with pytest.raises(OptionError, match="Did you mean 'hedges'"):
        nl.codebook("hedge")


def test_the_codebook_on_the_command_line(tmp_path, capsys):
    assert main(["codebook", "hedges", "-o", str(tmp_path / "codebook.md")]) == 0
    assert (tmp_path / "codebook.md").read_text(encoding="utf-8") == nl.codebook("hedges")
    assert main(["codebook"]) == 0
    assert capsys.readouterr().out == nl.codebook()
    assert main(["codebook", "hedge"]) == 2
