"""Train the judge of tone, with checkpoints: kill it at any time, call it again, and it goes on.

    python -m training.tone --news newsmtsc.train.jsonl --dev newsmtsc.devtest_mt.jsonl \
        --rated nytEditorialSnippets_GroundTruth.txt --templates training/tone --out teacher/
    python -m training.tone … --taught taught.jsonl --sizes 24 16 6 5 --out tone/

The first trains a teacher. The second trains a student, on what teachers said of more sentences as well
(`tone_teachers.py`). See training/README.md.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
from sklearn.metrics import f1_score
from torch import Tensor, nn
from torch.nn import functional

from training import tone_data
from training.model import LAYERS, ToneModel
from training.runs import Run
from training.tone_data import Mixture, Question, Templates

_SMOOTH = 0.05  # of the labels: annotators agree in four of five
_VALENCE = 1.0  # weight of the squared error of a valence beside the cross-entropy of a label
_TOGETHER = 12  # questions of about one length that are answered in one go
_FADE = 0.9  # each layer below learns that much slower


def rates(model: ToneModel, rate: float) -> dict[nn.Parameter, float]:
    """What learns how fast: the highest layer by `rate`, lower ones slower, what is new ten times that, words not."""
    out = {p: 10 * rate for p in model.parameters()}
    for depth, layer in enumerate(model.trunk.layers):
        out |= dict.fromkeys(layer.parameters(), rate * _FADE ** (LAYERS - 1 - depth))
    out |= dict.fromkeys(model.trunk.norm.parameters(), rate * _FADE**LAYERS)
    for kept in (model.trunk.words.weight, model.trunk.places.weight, model.trunk.segment):
        kept.requires_grad_(False)  # a small corpus would only unlearn rare words
        del out[kept]
    return out


def answers(model: ToneModel, asked: list[Question]) -> tuple[Tensor, Tensor]:
    """Scores of the labels and valences for some questions, in order; those of about one length are read together."""
    order = sorted(range(len(asked)), key=lambda k: len(asked[k].ids))
    groups = [[asked[k] for k in order[i : i + _TOGETHER]] for i in range(0, len(order), _TOGETHER)]
    found = [model(*collate(group)) for group in groups]
    back = torch.argsort(torch.tensor(order))
    scores, valences = (torch.cat(parts)[back] for parts in zip(*found, strict=True))
    return scores, valences


def collate(asked: list[Question]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The model's inputs, padded to the longest question."""
    longest = max(len(q.ids) for q in asked)

    def padded(rows: list[list[int]]) -> Tensor:
        return torch.tensor([row + [0] * (longest - len(row)) for row in rows])

    target = padded([[int(marked) for marked in q.target] for q in asked]).float()
    present = padded([[1] * len(q.ids) for q in asked]).float()
    return padded([q.ids for q in asked]), padded([q.shapes for q in asked]), target, present


def loss(model: ToneModel, asked: list[Question]) -> Tensor:
    """Cross-entropy of the labels and squared error of the valences."""
    scores, valences = answers(model, asked)
    aimed = torch.tensor([q.has_target for q in asked])
    labels = torch.tensor([q.labels for q in asked])
    out = functional.cross_entropy(scores[aimed], labels[aimed], label_smoothing=_SMOOTH)
    if not aimed.all():
        rated = torch.tensor([q.valence for q in asked])
        out = out + _VALENCE * functional.mse_loss(valences[~aimed], rated[~aimed])
    return out


def judge(weights: dict[str, Tensor], dev: list[Question]) -> str:
    """How some weights do on held-out sentences, in a line."""
    model = ToneModel()
    model.load_state_dict(weights)
    model.eval()
    with torch.no_grad():
        scores = answers(model, dev)[0]
    labels = torch.tensor([q.labels for q in dev])
    log_loss = float(functional.cross_entropy(scores, labels))
    gold, predicted = labels.argmax(1).tolist(), scores.argmax(1).tolist()
    f1 = f1_score(gold, predicted, labels=[0, 1, 2], average="macro", zero_division=0)
    right = sum(g == p for g, p in zip(gold, predicted, strict=True)) / len(gold)
    return f"log loss {log_loss:.4f} macro-F1 {f1:.4f} accuracy {right:.4f}"


def train(options: argparse.Namespace) -> None:
    """From the files to `tone.safetensors` in the folder `out`."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    held_out = tone_data.news(options.dev)
    dev = [question for line in held_out for question in tone_data.questions(line)]
    mixture = Mixture(
        news=tone_data.news(options.news, without=[line.text for line in held_out]),
        taught=tone_data.taught(options.taught) if options.taught else [],
        rated=tone_data.rated(options.rated),
        templates=Templates.read(options.templates),
        sizes=tuple(options.sizes),
    )
    each = len(mixture.news) // mixture.sizes[0]
    model = ToneModel.from_weights(options.start) if options.start else ToneModel.from_base(options.tagger)
    total = int(options.epochs * each)
    run = Run(model, rates(model, options.rate), total, options.out / "tone.safetensors")
    print(f"{len(mixture.news)} sentences, {len(mixture.taught)} taught; step {run.step} of {run.total}", flush=True)
    began, running = time.time(), 0.0
    while run.step < run.total:
        model.train()
        torch.manual_seed(options.seed * 1_000_003 + run.step)  # dropout: the same after a stop as without one
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
            found = loss(model, mixture.batch(run.step, options.seed))
        running += run.learn(found)
        if run.step % 50 == 0:
            print(f"{run.step} of {total} loss {running / 50:.3f} {time.time() - began:.0f} s", flush=True)
            running = 0.0
        if run.step % 200 == 0 or run.step == total:
            run.save()
            print(f"dev after {run.step} steps: {judge(run.mean, dev)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True, help="sentences with marked targets")
    parser.add_argument("--dev", type=Path, required=True, help="the same, to watch the training by")
    parser.add_argument("--rated", type=Path, required=True, help="snippets with ratings")
    parser.add_argument("--templates", type=Path, required=True, help="folder of sentences.tsv and names.tsv")
    parser.add_argument("--taught", type=Path, help="what tone_teachers.py made")
    parser.add_argument(
        "--tagger", type=Path, help="tagger.safetensors to begin with, instead of the published weights"
    )
    parser.add_argument("--start", type=Path, help="tone.safetensors of an earlier run to train on from")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint and the trained weights")
    parser.add_argument("--epochs", type=float, default=3.0, help="times through the sentences with targets")
    parser.add_argument("--rate", type=float, default=1e-4, help="learning rate of the highest layer")
    parser.add_argument(
        "--sizes", type=int, nargs=4, default=(24, 0, 8, 6), help="sentences in a batch: news, taught, rated, templates"
    )
    parser.add_argument("--bfloat16", action="store_true", help="twice as fast on processors that have AMX")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
