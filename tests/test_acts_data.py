"""The notation of annotated acts, and what the reader learns from it."""

import json
from pathlib import Path

import pytest

from benchmarks import passages
from newslens.acts.reader import ACTS
from training import acts_data
from training.data import SKIP

NOTED = """x1 | trade
Oslo was urged to drop its tariff by nine ports, a clerk said. The ministry would study it, and ruled out a refund.
--
f1 request | urged | nine ports | Oslo=Norway | drop its tariff | by=a clerk | status=mixed | ev=would study it
f2 deferral | would study | The ministry=Norway | - | study {{it}} | -> f1 defers
f3 refusal | ruled out | The ministry=Norway | - | ~a refund
trap | a clerk said | a saying
"""


def test_a_passage_in_the_notation():
    record = acts_data.passage(NOTED)
    text, (request, deferral, refusal) = record["text"], record["frames"]
    assert (record["id"], record["genre"]) == ("x1", "trade")
    assert [text[slice(*span)] for span in request["cue"]] == ["urged"]
    assert (request["demandee"][0]["entity"], request["reported_by"]["text"]) == ("Norway", "a clerk")
    assert (request["status"], request["status_evidence"]["text"]) == ("mixed", "would study it")
    assert deferral["content"][0]["text"] == "it"
    assert deferral["content"][0]["spans"] == [[text.index("study it") + 6, text.index("study it") + 8]]
    assert (deferral["status"], deferral["responds_to"]) == (None, [{"frame": "f1", "relation": "defers"}])
    assert refusal["content"][0]["polarity"] == "refrain"
    assert record["non_demands"][0]["text"] == "a clerk said"


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("urged |", "asked |", "'asked' stands 0 times"),
        ("study {{it}}", "it", "'it' stands 2 times"),
        ("f2 deferral", "f2 delay", "'delay' is no act"),
        ("-> f1 defers", "-> f9 defers", "there is no f9"),
        ("-> f1 defers", "-> f1 delays", "relation"),
        ("by=a clerk", "via=a clerk", "'via=a clerk' is not known"),
    ],
)
def test_what_is_wrong_is_said(wrong, right, said):
    assert wrong in NOTED
    with pytest.raises(ValueError, match=f"x1: .*{said}"):
        acts_data.passage(NOTED.replace(wrong, right, 1))


def test_what_is_learned_of_each_word():
    (example,) = acts_data.examples([acts_data.passage(NOTED)])
    words = NOTED.split("\n")[1].replace(",", " ,").replace(".", " .").split()
    shown = {words[k]: ACTS[act - 1] for k, act in enumerate(example.acts) if act}
    assert shown == {
        "urged": "request",
        "would": "deferral",
        "study": "deferral",
        "ruled": "refusal",
        "out": "refusal",
    }
    roles = {
        words[k]: [" ".join(words[n] for n in role) for role in parts] for k, parts in sorted(example.roles.items())
    }
    assert roles["urged"] == ["urged", "drop its tariff", "nine ports", "Oslo", ""]
    assert roles["would"] == ["would study", "it", "The ministry", "", "urged"]
    assert roles["ruled"] == ["ruled out", "a refund", "The ministry", "", ""]
    assert [example.realis[k] == SKIP for k in range(len(words))] == [act == 0 for act in example.acts]


def test_what_stands_apart_from_its_text(tmp_path):
    frame = {"id": "f1", "act": "request", "cue": [[6, 11]], "demander": [{"span": [0, 5]}], "demandee": []}
    frame |= {"content": [{"spans": [[16, 19]], "polarity": "do"}], "responds_to": []}
    path = tmp_path / "apart.jsonl"
    path.write_text(json.dumps({"id": "n1", "of": ["a", 4, 24], "frames": [frame], "non_demands": []}) + "\n")
    (record,) = passages.read(path, {"a": "All Paris asked for aid today."})
    assert record["text"] == "Paris asked for aid "
    assert record["frames"][0]["demander"][0]["entity"] == "Paris"
    assert record["frames"][0]["content"][0]["text"] == "aid"
    with pytest.raises(ValueError, match=r"apart.jsonl: n1 is part of a\. .*--texts FILE"):
        passages.read(path, {})


def test_every_passage_of_our_own_can_be_read():
    folder = Path(__file__).parents[1] / "training" / "acts"
    records = [record for path in sorted(folder.glob("*.txt")) for record in acts_data.read(path, {})]
    assert len({record["id"] for record in records}) == len(records) > 1000
    for record in records:
        for frame in record["frames"]:
            assert frame["demander"], (record["id"], frame["id"])
            assert all(frame["cue"])
