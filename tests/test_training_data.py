import random
from pathlib import Path

import pytest

from newslens import targeted_tone
from newslens.encoder import TAGS, pieces, split_words
from training import tone_data
from training.data import SKIP, examples, passage, varied

TEMPLATES = Path(__file__).parents[1] / "training" / "tone"


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


LINE = tone_data.Line("Ada Quist thanked the harbor board.", ((0, 9, (0.0, 1.0, 0.0)), (22, 34, (0.0, 0.0, 1.0))))
OTHER = tone_data.Line("It rained.", valence=-0.5)


def marked(question, number):
    return [piece for piece, own in zip(question.ids, question.targets[number], strict=True) if own]


def test_a_question_holds_the_sentence_and_marks_its_targets():
    asked = tone_data.question(LINE)
    assert asked.ids == [piece for w in split_words(LINE.text) for piece in pieces(w.text)]
    assert marked(asked, 0) == [*pieces("Ada"), *pieces("Quist")]
    assert marked(asked, 1) == [*pieces("harbor"), *pieces("board")]
    assert asked.labels == [(0.0, 1.0, 0.0), (0.0, 0.0, 1.0)]
    assert {len(asked.ids)} == {len(asked.shapes), *map(len, asked.targets)}


def test_a_rating_is_asked_for_without_target():
    asked = tone_data.question(OTHER)
    assert (asked.valence, asked.targets, asked.labels) == (-0.5, [], [])


def test_too_long_a_sentence_is_left_out():
    assert tone_data.question(tone_data.Line("word " * 400, LINE.targets)) is None


def test_newslens_asks_as_training_does():
    asked = tone_data.question(LINE)
    (ours,) = targeted_tone.questions(LINE.text, [target[:2] for target in LINE.targets])
    assert (ours.ids, ours.shapes, ours.targets) == (asked.ids, asked.shapes, asked.targets)


def test_hiding_leaves_each_target_whole_or_not_at_all():
    hidden = 103
    counts = set()
    for seed in range(60):
        asked = tone_data.question(LINE, random.Random(seed))
        for number in range(2):
            here = marked(asked, number)
            assert here.count(hidden) in {0, len(here)}
            counts.add(here.count(hidden))
    assert counts == {0, len(marked(asked, 0)), len(marked(asked, 1))}


def test_renamed_targets_keep_their_place_and_label():
    for seed in range(40):
        line = tone_data.renamed(LINE, ["Port of Norland"], random.Random(seed))
        names = [line.text[s:e] for s, e, _ in line.targets]
        assert names[0] in {"Ada Quist", "Port of Norland"}
        assert names[1] == "harbor board"
        assert [shares for *_, shares in line.targets] == [shares for *_, shares in LINE.targets]


@pytest.mark.parametrize(
    "row", ["{A} met {B}.\tneutral\t", "{A} left.\tneutral\tpositive", "Rain.\tneutral\t", "{A} left.\tgood\t"]
)
def test_wrong_templates_are_refused(tmp_path, row):
    (tmp_path / "sentences.tsv").write_text(f"sentence\ta\tb\n{row}\n", encoding="utf-8")
    (tmp_path / "names.tsv").write_text("name\tkind\nAda Quist\tperson\n", encoding="utf-8")
    with pytest.raises(ValueError, match="slots and labels"):
        tone_data.Templates.read(tmp_path)


def test_the_project_s_templates_fill_their_slots():
    templates = tone_data.Templates.read(TEMPLATES)
    assert len(templates.sentences) > 400
    for seed in range(200):
        line = templates.line(random.Random(seed))
        assert all(line.text[s:e].casefold() in {n.casefold() for n in templates.names} for s, e, _ in line.targets)
        assert not set("{}") & set(line.text)
