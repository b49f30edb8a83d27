"""Train the reader of acts, with checkpoints: kill it at any time, call it again, and it goes on.

    python -m training.acts --train training/acts/*.txt training/acts/news.jsonl benchmarks/demands/part-*.jsonl \
        --texts polnear.train.jsonl --tagger tagger/tagger.safetensors --out reader/

See training/README.md for the data, and for the whole way to the file that newslens ships.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks import passages
from newslens.acts.reader import ROLES
from newslens.encoder import Encoded
from training import acts_data
from training.acts_data import Example
from training.data import SKIP, varied
from training.data import Example as Window
from training.model import ActReader
from training.runs import Run

#: what a word in each role counts for in the loss, beside a word's act
_WEIGHTS = dict(zip(ROLES, (0.3, 1.0, 2.0, 2.0, 2.0), strict=True))
_ROLES, _REALIS = 0.05, 0.2


def collate(batch: list[Example], read: list[Encoded]) -> tuple[list[Tensor], Tensor, Tensor]:
    """Inputs of the model (windows as they are shown, `read`), acts and realis, padded to the longest of the batch."""
    length, width = max(len(e.ids) for e in read), max(len(e.acts) for e in batch)

    def padded(rows: list[list[int]], size: int, value: int) -> Tensor:
        return torch.tensor([r + [value] * (size - len(r)) for r in rows])

    inputs = [
        padded([e.ids for e in read], length, 0),
        padded([[1] * len(e.ids) for e in read], length, 0),
        padded([e.shapes for e in read], length, 0),
        padded([e.first_pieces for e in read], width, 0),
    ]
    return inputs, padded([e.acts for e in batch], width, SKIP), padded([e.realis for e in batch], width, SKIP)


def loss(model: ActReader, batch: list[Example], read: list[Encoded]) -> Tensor:
    """Cross-entropy of the acts and of their realis, and of the roles of every act, word by word."""
    inputs, acts, realis = collate(batch, read)
    with torch.autocast("cpu", torch.bfloat16):
        scores = [s.float() for s in model(*inputs)]
    total = functional.cross_entropy(scores[0].flatten(0, 1), acts.flatten(), ignore_index=SKIP, label_smoothing=0.03)
    begun = [(b, k, parts) for b, e in enumerate(batch) for k, parts in e.roles.items()]
    if not begun:
        return total
    total = total + _REALIS * functional.cross_entropy(scores[1].flatten(0, 1), realis.flatten(), ignore_index=SKIP)
    found = scores[2][[b for b, _, _ in begun], :, [k for _, k, _ in begun]]
    wanted, present = torch.zeros_like(found), torch.zeros(len(begun), 1, found.size(-1))
    for n, (b, _, parts) in enumerate(begun):
        present[n, 0, : len(batch[b].acts)] = 1
        for role, words in enumerate(parts):
            wanted[n, role, words] = 1
    missed = functional.binary_cross_entropy_with_logits(found, wanted, reduction="none") * present
    each = missed.sum((0, 2)) / len(begun)
    return total + _ROLES * (each * torch.tensor([_WEIGHTS[role] for role in ROLES])).sum()


def batches(data: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Batches of windows of about one length, in random order."""
    order = sorted(range(len(data)), key=lambda i: len(data[i].encoded.ids) + 40 * rng.random())
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    return [[data[i] for i in group] for group in groups]


def shown(example: Example, rng: random.Random) -> Encoded:
    """The window a little different each time (`training.data.varied`)."""
    return varied(Window(example.encoded, [], [], []), rng).encoded


def rates(model: ActReader, rate: float) -> dict[nn.Parameter, float]:
    """What learns how fast: the trunk by `rate`, the heads ten times that, the words' own vectors not at all."""
    model.trunk.words.weight.requires_grad_(False)
    trunk = set(model.trunk.parameters())
    return {p: rate if p in trunk else 10 * rate for p in model.parameters() if p.requires_grad}


def train(options: argparse.Namespace) -> None:
    """From the files to `reader.safetensors` in the folder `out`."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    texts = passages.articles(options.texts)
    data = acts_data.examples([r for path in options.train for r in acts_data.read(path, texts)])
    each = -(-len(data) // options.batch)
    model = ActReader.from_weights(options.start) if options.start else ActReader.from_tagger(options.tagger)
    run = Run(model, rates(model, options.rate), int(options.epochs * each), options.out / "reader.safetensors")
    count = sum(len(e.roles) for e in data)
    print(f"{len(data)} windows, {count} acts; step {run.step} of {run.total}", flush=True)
    began, running = time.time(), 0.0
    while run.step < run.total:
        epoch, done = divmod(run.step, each)
        model.train()
        for batch in batches(data, options.batch, random.Random(options.order + epoch))[done:]:
            if run.step >= run.total:
                break
            read = [shown(e, random.Random(f"{options.order}/{run.step}/{i}")) for i, e in enumerate(batch)]
            running += run.learn(loss(model, batch, read))
            if run.step % 50 == 0:
                print(f"{run.step} of {run.total} loss {running / 50:.3f} {time.time() - began:.0f} s", flush=True)
                running = 0.0
            if run.step % 200 == 0 or run.step == run.total:
                run.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, nargs="+", required=True, help="passages (.txt) and JSON lines")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="JSON lines of the articles that some are of")
    begin = parser.add_mutually_exclusive_group(required=True)
    begin.add_argument("--tagger", type=Path, help="tagger.safetensors, whose trunk it begins with")
    begin.add_argument("--start", type=Path, help="reader.safetensors of an earlier run, to go on from")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint and the trained weights")
    parser.add_argument("--epochs", type=float, default=8.0)
    parser.add_argument(
        "--rate", type=float, default=1.5e-4, help="learning rate of the trunk; the heads' is ten times it"
    )
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1, help="of the fresh heads: of one seed, means of runs make sense")
    parser.add_argument("--order", type=int, default=1, help="in which batches, and how the windows vary")
    parser.add_argument("--threads", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
