"""Train the attribution tagger, with checkpoints: kill it at any time, call it again, and it goes on.

    python -m training.attribution --train polnear.train.jsonl gum.train.jsonl training/passages \
        --dev polnear.dev.jsonl --out tagger/

See training/README.md for the data, and for the whole way to the file that newslens ships.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.data import SKIP, Example, examples, read, varied
from training.model import Tagger
from training.runs import Run

#: genres of GUM whose texts have no NC in their licence: weights trained on them may be shipped
FREE_GENRES = frozenset({"academic", "bio", "court", "interview", "speech", "textbook", "voyage"})


def training_records(paths: list[Path]) -> list[dict[str, Any]]:
    """All records, of GUM only those that weights may be shipped for."""
    records = [r for path in paths for r in read(path)]
    return [r for r in records if r.get("corpus") != "gum" or r["genre"] in FREE_GENRES]


def collate(batch: list[Example]) -> tuple[list[Tensor], list[Tensor]]:
    """Inputs of the model, and the targets (tags, cues, sources), padded to the longest of the batch."""
    length = max(len(e.encoded.ids) for e in batch)
    width = max(len(e.tags) for e in batch)

    def padded(rows: list[list[int]], size: int, value: int) -> Tensor:
        return torch.tensor([r + [value] * (size - len(r)) for r in rows])

    inputs = [
        padded([e.encoded.ids for e in batch], length, 0),
        padded([[1] * len(e.encoded.ids) for e in batch], length, 0),
        padded([e.encoded.shapes for e in batch], length, 0),
        padded([e.encoded.first_pieces for e in batch], width, 0),
        padded([[1] * len(e.tags) for e in batch], width, 0).bool(),
    ]
    return inputs, [
        padded(rows, width, SKIP) for rows in zip(*((e.tags, e.cues, e.sources) for e in batch), strict=True)
    ]


def batches(data: list[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches of windows of about one length, in random order."""
    order = sorted(range(len(data)), key=lambda i: len(data[i].encoded.ids) + 30 * rng.random())
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        yield [data[i] for i in group]


def losses(model: Tagger, batch: list[Example]) -> list[Tensor]:
    """Cross-entropy of the tags, and of both pointers where the batch has any."""
    inputs, targets = collate(batch)
    return [
        functional.cross_entropy(scores.flatten(0, 1), target.flatten(), ignore_index=SKIP)
        for scores, target in zip(model(*inputs), targets, strict=True)
        if (target != SKIP).any()
    ]


def rates(tagger: Tagger, rate: float) -> dict[nn.Parameter, float]:
    """What learns how fast: the trunk by `rate`, what is new ten times that, the words' own vectors not at all."""
    tagger.trunk.words.weight.requires_grad_(False)  # a small corpus would only unlearn rare words
    known = {p for p in tagger.trunk.parameters() if p is not tagger.trunk.shape.weight}
    return {p: rate if p in known else 10 * rate for p in tagger.parameters() if p.requires_grad}


def judge(weights: dict[str, Tensor], dev: list[Example]) -> list[float]:
    """Mean losses of some weights on held-out windows: tags, cues, sources."""
    tagger = Tagger()
    tagger.load_state_dict(weights)
    tagger.eval()
    with torch.no_grad():
        found = [[float(v) for v in losses(tagger, b)] for b in batches(dev, 16, random.Random(0))]
    return [sum(column) / len(column) for column in zip(*(row for row in found if len(row) == 3), strict=True)]


def train(options: argparse.Namespace) -> None:
    """From the files to `tagger.safetensors` in the folder `out`."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    data, dev = examples(training_records(options.train)), examples(read(options.dev))
    each = -(-len(data) // options.batch)
    tagger = Tagger.from_weights(options.start) if options.start else Tagger.from_base()
    run = Run(tagger, rates(tagger, options.rate), int(options.epochs * each), options.out / "tagger.safetensors")
    print(f"{len(data)} windows, {len(dev)} of dev; step {run.step} of {run.total}", flush=True)
    began, running = time.time(), 0.0
    while run.step < run.total:
        epoch, done = divmod(run.step, each)
        rng = random.Random(options.seed + epoch)
        tagger.train()
        for number, batch in enumerate(batches(data, options.batch, rng)):
            if number < done or run.step >= run.total:
                continue
            shown = [varied(e, random.Random(f"{options.seed}/{run.step}/{i}")) for i, e in enumerate(batch)]
            tags, *pointers = losses(tagger, shown)
            running += run.learn(tags + 0.5 * sum(pointers, tags.new_zeros(())))
            if run.step % 50 == 0:
                print(
                    f"{run.step} epoch {run.step / each:.2f} loss {running / 50:.3f} {time.time() - began:.0f} s",
                    flush=True,
                )
                running = 0.0
            if run.step % 200 == 0 or run.step == run.total:
                run.save()
        found = judge(run.mean, dev)
        print("dev after {} steps: tags {:.4f} cues {:.4f} sources {:.4f}".format(run.step, *found), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, nargs="+", required=True, help="files of JSON lines, folders of passages")
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint and the trained weights")
    parser.add_argument("--start", type=Path, help="tagger.safetensors of an earlier run to train on from")
    parser.add_argument("--epochs", type=float, default=6.0)
    parser.add_argument(
        "--rate", type=float, default=1e-4, help="learning rate of the trunk; the heads' is ten times it"
    )
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
