import pytest

from newslens.encoder import WINDOW, encode, pieces, special, split_words, windows

ARTICLE = "\n\n".join(
    f"“We have waited {n} years,” Ada Quist said. The harbor board, according to two engineers, will not pay."
    for n in range(60)
)


def test_words_have_offsets_shapes_and_line_breaks():
    text = "ADA said:\n“Well-being in 1902,” he said."
    words = split_words(text)
    assert all(text[w.start : w.end] == w.text for w in words)
    assert [w.text for w in words if w.breaks] == ["“"]
    shapes = {w.text: w.shape for w in words}
    assert (shapes["ADA"], shapes["Well-being"], shapes["1902"], shapes["he"]) == (2, 5, 7, 0)


def test_quotation_ends_with_its_line():
    words = split_words("“Never closed, she said.\nIt rained.")
    assert [w.shape for w in words if w.text == "It"] == [1]


@pytest.mark.parametrize("word", ["Quist", "naïve", "𝔘𝔫𝔦", "​", "x" * 5000, "東京", "🙂", "don’t"])
def test_every_word_has_pieces(word):
    assert 1 <= len(pieces(word)) <= 16


def test_pieces_are_uncased_and_without_accents():
    assert pieces("Café") == pieces("cafe")
    assert pieces("harbormaster") != (special("[UNK]"),)


def test_windows_cover_every_word_once_and_fit():
    words = split_words(ARTICLE)
    found = windows(words)
    kept = [k for w in found for k in range(w.keep, w.last)]
    assert kept == list(range(len(words)))
    assert len(found) > 5
    assert all(len(encode(words, w).ids) <= WINDOW for w in found)
    assert all(w.first < w.keep for w in found[1:])


def test_one_endless_word_still_has_a_window():
    words = split_words("a" * 100_000)
    assert [tuple(w) for w in windows(words)] == [(0, 1, 0)]


def test_no_words_no_windows():
    assert windows(split_words(" \n\n ")) == []


def test_encoding_marks_lines_and_points_to_first_pieces():
    words = split_words("Rain fell.\nQuist left.")
    read = encode(words, windows(words)[0])
    assert read.ids[0] == special("[CLS]")
    assert read.ids[-1] == special("[SEP]")
    assert read.ids.count(special("[unused1]")) == 1
    assert [read.ids[k] for k in read.first_pieces] == [pieces(w.text)[0] for w in words]
    assert len(read.shapes) == len(read.ids)
