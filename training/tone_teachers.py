"""News sentences with the tone toward the names in them, as the mean of some teachers sees it.

    python -m training.tone_teachers --teachers teacher1/tone.safetensors teacher2/tone.safetensors \
        --texts polnear.train.jsonl --names training/tone/names.tsv --out taught.jsonl

A small annotated corpus teaches a network little about how news is worded; many sentences with a teacher's answers
teach it more (Hinton, Vinyals & Dean 2015, “Distilling the Knowledge in a Neural Network”). Names, pronouns and
annotated sources serve as targets. The texts are JSON lines `{"text", "attributions": [{"source": [[start, end]]}]}`.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from newslens.encoder import Word, split_words
from training.model import ToneTeacher
from training.tone import answers
from training.tone_data import Line, names, question, renamed

_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’']?\s+(?=[“\"‘A-Z])")
_PRONOUNS = frozenset("he she they him her them".split())
_MOST, _SHORTEST, _LONGEST = 3, 8, 70  # targets of a sentence; its words
_NAME = 5  # words of a target at most
_UNKNOWN = (0.0, 1.0, 0.0)


def sentences(records: list[dict[str, Any]], rng: random.Random) -> Iterator[Line]:
    """Each sentence of some texts with up to three targets."""
    for record in records:
        text = record["text"]
        sources = [tuple(span) for a in record.get("attributions", ()) for span in a["source"]]
        midway = {w.text for w, before in _neighbors(text) if w.shape % 4 == 1 and before not in ".?!“\"'‘—:"}
        for start, end in _split(text):
            words = split_words(text[start:end])
            if not _SHORTEST <= len(words) <= _LONGEST:
                continue
            spans = [(s - start, e - start) for s, e in sources if start <= s and e <= end]
            spans = [(s, e) for s, e in spans if len(text[start + s : start + e].split()) <= _NAME]
            spans += _names(words, midway)
            spans += [(w.start, w.end) for w in words if w.text.lower() in _PRONOUNS]
            chosen: list[tuple[int, int]] = []
            for span in rng.sample(spans, len(spans)):
                if len(chosen) < _MOST and all(span[1] <= s or e <= span[0] for s, e in chosen):
                    chosen.append(span)
            if chosen:
                yield Line(text[start:end], tuple((s, e, _UNKNOWN) for s, e in sorted(chosen)))


def _neighbors(text: str) -> Iterator[tuple[Word, str]]:
    words = split_words(text)
    for before, word in itertools.pairwise(words):
        yield word, "." if word.breaks else before.text


def _split(text: str) -> Iterator[tuple[int, int]]:
    for line in re.finditer(r"[^\n]+", text):
        at = line.start()
        for end in [*(m.start() for m in _SENTENCE_END.finditer(text, line.start(), line.end())), line.end()]:
            while at < end and text[at].isspace():
                at += 1
            if at < end:
                yield at, end
            at = end


def _names(words: list[Word], midway: set[str]) -> Iterator[tuple[int, int]]:
    """Runs of capitalized words; the first word of a sentence only if it is capitalized elsewhere too."""
    i = 0
    while i < len(words):
        j = i
        while j < len(words) and words[j].shape % 4 in {1, 2} and (j > 0 or words[j].text in midway):
            j += 1
        if i < j <= i + _NAME:
            yield words[i].start, words[j - 1].end
        i = max(j, i + 1)


def label(teachers: list[ToneTeacher], lines: list[Line]) -> Iterator[dict[str, Any]]:
    """Records with the teachers' mean probabilities."""
    with torch.no_grad():
        for i in range(0, len(lines), 64):
            held = lines[i : i + 64]
            asked = [asked for line in held if (asked := question(line)) is not None]
            found = [torch.softmax(answers(teacher, asked).scores.float(), dim=1) for teacher in teachers]
            shares = iter(torch.stack(found).mean(0).tolist())
            for line in held:
                yield {
                    "text": line.text,
                    "targets": [[s, e, [round(p, 3) for p in next(shares)]] for s, e, _ in line.targets],
                }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teachers", type=Path, nargs="+", required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=16_000, help="sentences")
    parser.add_argument("--bfloat16", action="store_true", help="twice as fast on processors that have AMX")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    records = [json.loads(line) for path in options.texts for line in path.read_text(encoding="utf-8").splitlines()]
    others = names(options.names)
    lines = [line for line in sentences(records, rng) if question(line) is not None]
    lines = [renamed(line, others, rng) for line in rng.sample(lines, min(options.count, len(lines)))]
    lines.sort(key=lambda line: len(line.text))
    teachers = [ToneTeacher.from_weights(path).eval() for path in options.teachers]
    new = options.out.with_suffix(".new")
    with new.open("w", encoding="utf-8") as out, torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
        for record in label(teachers, lines):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    new.replace(options.out)


if __name__ == "__main__":
    main()
