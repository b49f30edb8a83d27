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
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from training.data import SKIP, Example, examples, read, varied
from training.model import Tagger

#: genres of GUM whose texts have no NC in their licence: weights trained on them may be shipped
FREE_GENRES = frozenset({"academic", "bio", "court", "interview", "speech", "textbook", "voyage"})
_AVERAGE = 0.998  # decay of the running mean of the weights, which is what is kept
_WARM_UP = 60  # steps until the learning rate is at its height


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


class Run:
    """The state of a training run: model, running mean of its weights, optimizer, step; saved whole."""

    def __init__(self, options: argparse.Namespace, steps_an_epoch: int) -> None:
        self.checkpoint = options.out / "checkpoint.pt"
        self.total = int(options.epochs * steps_an_epoch)
        self.model = Tagger.from_weights(options.start) if options.start else Tagger.from_base()
        self.model.trunk.words.weight.requires_grad_(False)  # a small corpus would only unlearn rare words
        trunk = [p for p in self.model.trunk.parameters() if p.requires_grad and p is not self.model.trunk.shape.weight]
        known = {id(p) for p in trunk} | {id(self.model.trunk.words.weight)}
        heads = [p for p in self.model.parameters() if id(p) not in known]
        self.rates = [options.rate, 10 * options.rate]
        groups = [{"params": p, "lr": rate} for p, rate in zip((trunk, heads), self.rates, strict=True)]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        self.mean = {k: v.clone() for k, v in self.model.state_dict().items()}
        self.step = 0
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, weights_only=True)
            self.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.mean, self.step = state["mean"], state["step"]

    def learn(self, batch: list[Example]) -> float:
        """One step; returns the loss."""
        factor = min(1.0, (self.step + 1) / _WARM_UP) * (1 - self.step / self.total)
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor
        tags, *pointers = losses(self.model, batch)
        loss = tags + 0.5 * sum(pointers)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        decay = min(_AVERAGE, self.step / (self.step + 10))
        for name, value in self.model.state_dict().items():
            self.mean[name].lerp_(value, 1 - decay)
        return float(loss.detach())

    def save(self) -> None:
        """Checkpoint, and the mean weights so far, each whole or not at all."""
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict()}
        state |= {"mean": self.mean, "step": self.step}
        torch.save(state, self.checkpoint.with_suffix(".new"))
        self.checkpoint.with_suffix(".new").replace(self.checkpoint)
        weights = self.checkpoint.with_name("tagger.safetensors")
        save_file(self.mean, weights.with_suffix(".new"))
        weights.with_suffix(".new").replace(weights)

    def judge(self, dev: list[Example]) -> list[float]:
        """Mean losses of the running mean's weights on held-out windows: tags, cues, sources."""
        judge = Tagger()
        judge.load_state_dict(self.mean)
        judge.eval()
        with torch.no_grad():
            found = [[float(v) for v in losses(judge, b)] for b in batches(dev, 16, random.Random(0))]
        return [sum(column) / len(column) for column in zip(*(row for row in found if len(row) == 3), strict=True)]


def train(options: argparse.Namespace) -> None:
    """From the files to `tagger.safetensors` in the folder `out`."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    data, dev = examples(training_records(options.train)), examples(read(options.dev))
    each = -(-len(data) // options.batch)
    run = Run(options, each)
    print(f"{len(data)} windows, {len(dev)} of dev; step {run.step} of {run.total}", flush=True)
    began, running = time.time(), 0.0
    while run.step < run.total:
        epoch, done = divmod(run.step, each)
        rng = random.Random(options.seed + epoch)
        run.model.train()
        for number, batch in enumerate(batches(data, options.batch, rng)):
            if number < done or run.step >= run.total:
                continue
            running += run.learn(
                [varied(e, random.Random(f"{options.seed}/{run.step}/{i}")) for i, e in enumerate(batch)]
            )
            if run.step % 50 == 0:
                print(
                    f"{run.step} epoch {run.step / each:.2f} loss {running / 50:.3f} {time.time() - began:.0f} s",
                    flush=True,
                )
                running = 0.0
            if run.step % 200 == 0 or run.step == run.total:
                run.save()
        tags, cues, sources = run.judge(dev)
        print(f"dev after {run.step} steps: tags {tags:.4f} cues {cues:.4f} sources {sources:.4f}", flush=True)


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
