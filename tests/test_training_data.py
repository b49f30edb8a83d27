import random

import pytest

from newslens.encoder import TAGS
from training.data import SKIP, examples, passage, varied


def tags(record):
    (example,) = examples([record])
    return [TAGS[t] if t != SKIP else "-" for t in example.tags], example


def test_a_passage_s_marks_become_offsets():
    record = passage("[C1 The dam held], [S1,2 Ada Quist] [Q1 said], and [Q2 added] [C2 that it was dry].", "dam")
    assert record["text"] == "The dam held, Ada Quist said, and added that it was dry."
    one, two = record["attributions"]
    text = record["text"]
    assert [text[s:e] for s, e in one["content"]] == ["The dam held"]
    assert [text[s:e] for s, e in two["source"]] == ["Ada Quist"]


@pytest.mark.parametrize("marked", ["[S1 Ada] left [early.", "[S1 Ada] [C1 left]."])
def test_wrong_marks_are_refused(marked):
    with pytest.raises(ValueError, match="dam: "):
        passage(marked, "dam")


def test_cues_and_sources_are_pointed_to():
    found, example = tags(passage("[S1,2 Quist] [Q1 said] [C1 yes] and [Q2 added] [C2 no].", "x"))
    assert found == ["B-source", "B-cue", "B-content", "O", "B-cue", "B-content", "O"]
    assert example.cues == [1, 1, 1, SKIP, 4, 4, SKIP]
    assert [example.sources[1], example.sources[4]] == [0, 0]


def test_a_cue_without_source_points_to_itself():
    _, example = tags(passage("It is [Q1 reportedly] [C1 closed].", "x"))
    assert example.sources[2] == 2


def test_of_nested_attributions_the_outermost_is_kept():
    text = "Ada said Bo thought rain fell."
    outer = {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 29]]}
    inner = {"source": [[9, 11]], "cue": [[12, 19]], "content": [[20, 29]]}
    found, _ = tags({"text": text, "attributions": [inner, outer]})
    assert found == ["B-source", "B-cue", "B-content", "I-content", "I-content", "I-content", "O"]


def test_variation_keeps_length_and_is_seeded():
    (example,) = examples([passage("[C1 “The dam held,”] [S1 Ada Quist] [Q1 said].", "x")])
    a, b = (varied(example, random.Random(4)) for _ in range(2))
    assert a.encoded.ids == b.encoded.ids
    assert len(a.encoded.ids) == len(example.encoded.ids)
    assert a.tags == example.tags
