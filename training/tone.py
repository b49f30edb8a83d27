"""Train the judge of tone, with checkpoints: kill it at any time, call it again, and it goes on.

    python -m training.tone --news newsmtsc.train.jsonl --dev newsmtsc.devtest_mt.jsonl \
        --rated nytEditorialSnippets_GroundTruth.txt --templates training/tone --out teacher/
    python -m training.tone … --taught taught.jsonl --sizes 24 16 6 5 --out student/
    python -m training.tone … --taught taught.jsonl --sizes 20 20 4 20 --teacher mean/tone.safetensors --out tone/

The first trains a teacher, which reads a sentence once for each target. The second trains another on what teachers
said of more sentences as well (`tone_teachers.py`). The third trains the network that newslens ships, which answers for
all targets in one reading, from the weights and by the answers of a teacher. See training/README.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import time
from pathlib import Path
from typing import NamedTuple

import torch
from sklearn.metrics import f1_score
from torch import Tensor, nn
from torch.nn import functional

from training import tone_data
from training.model import LAYERS, ToneModel, ToneTeacher
from training.runs import Run
from training.tone_data import Line, Mixture, Question, Templates, question

_SMOOTH = 0.05  # of the labels: annotators agree in four of five
_SURE = 0.02  # the same where a teacher's doubt is in them
_VALENCE = 1.0  # weight of the squared error of a valence beside the cross-entropy of a label
_TOGETHER = 12  # questions of about one length that are answered in one go
_FADE = 0.9  # each layer below learns that much slower
_OWN = 30.0  # how much faster what draws a target's eye to itself is learned

Network = ToneModel | ToneTeacher


def rates(model: Network, rate: float) -> dict[nn.Parameter, float]:
    """What learns how fast: the highest layer by `rate`, lower ones slower, what is new ten times that, words not."""
    out = {p: 10 * rate for p in model.parameters()}
    for depth, layer in enumerate(model.trunk.layers):
        out |= dict.fromkeys(layer.parameters(), rate * _FADE ** (LAYERS - 1 - depth))
    out |= dict.fromkeys(model.trunk.norm.parameters(), rate * _FADE**LAYERS)
    if isinstance(model, ToneModel):  # its heads are a teacher's
        heads = (*model.label.parameters(), *model.valence.parameters())
        out |= dict.fromkeys(heads, 3 * rate) | {model.own: _OWN * rate}
    for kept in (model.trunk.words.weight, model.trunk.places.weight, model.trunk.segment):
        kept.requires_grad_(False)  # a small corpus would only unlearn rare words
        del out[kept]
    return out


class Answers(NamedTuple):
    """Scores of every target's labels and the right shares; valences of the rated sentences and the ratings."""

    scores: Tensor
    labels: Tensor
    valences: Tensor
    ratings: Tensor


def answers(model: Network, asked: list[Question]) -> Answers:
    """What a network says to some questions, in order; those of about one length are read together."""
    order = sorted(range(len(asked)), key=lambda k: len(asked[k].ids))
    scores: dict[int, Tensor] = {}
    valences: dict[int, Tensor] = {}
    for i in range(0, len(order), _TOGETHER):
        group = order[i : i + _TOGETHER]
        found = model(*collate([asked[k] for k in group]))
        for k, of_targets, whole in zip(group, *found, strict=True):
            scores[k], valences[k] = of_targets[: len(asked[k].targets)], whole
    rated = [k for k, q in enumerate(asked) if q.valence is not None]
    return Answers(
        torch.cat([scores[k] for k in range(len(asked))]),
        torch.tensor([shares for q in asked for shares in q.labels]),
        torch.stack([valences[k] for k in rated]) if rated else torch.zeros(0),
        torch.tensor([asked[k].valence for k in rated]),
    )


def collate(asked: list[Question]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The model's inputs, padded to the longest question and the most targets."""
    longest, most = max(len(q.ids) for q in asked), max(len(q.targets) for q in asked)
    ids, shapes = torch.zeros(2, len(asked), longest, dtype=torch.long)
    targets, present = torch.zeros(len(asked), most, longest), torch.zeros(len(asked), longest)
    for k, q in enumerate(asked):
        size = len(q.ids)
        ids[k, :size], shapes[k, :size], present[k, :size] = torch.tensor(q.ids), torch.tensor(q.shapes), 1.0
        for n, marked in enumerate(q.targets):
            targets[k, n, :size] = torch.tensor(marked).float()
    return ids, shapes, targets, present


def loss(model: Network, asked: list[Question], smooth: float) -> Tensor:
    """Cross-entropy of the labels and squared error of the valences."""
    found = answers(model, asked)
    out = functional.cross_entropy(found.scores.float(), found.labels, label_smoothing=smooth)
    return out + _VALENCE * functional.mse_loss(found.valences.float(), found.ratings) if len(found.ratings) else out


def judge(model: Network, weights: dict[str, Tensor], dev: list[Question]) -> str:
    """How some weights do on held-out sentences, in a line."""
    judged = type(model)()
    judged.load_state_dict(weights)
    judged.eval()
    with torch.no_grad():
        found = answers(judged, dev)
    log_loss = float(functional.cross_entropy(found.scores, found.labels))
    gold, predicted = found.labels.argmax(1).tolist(), found.scores.argmax(1).tolist()
    f1 = f1_score(gold, predicted, labels=[0, 1, 2], average="macro", zero_division=0)
    right = sum(g == p for g, p in zip(gold, predicted, strict=True)) / len(gold)
    return f"log loss {log_loss:.4f} macro-F1 {f1:.4f} accuracy {right:.4f}"


def advised(lines: list[Line], teacher: ToneTeacher, part: float) -> list[Line]:
    """Labeled sentences; a `part` of their answers is what a teacher says."""
    out = []
    for i in range(0, len(lines), 256):
        some = [(line, asked) for line in lines[i : i + 256] if (asked := question(line)) is not None]
        with torch.no_grad():
            said = torch.softmax(answers(teacher, [asked for _, asked in some]).scores.float(), dim=1)
        shares = iter(said.tolist())
        for line, _ in some:
            mixed = tuple(
                (s, e, tuple((1 - part) * own + part * p for own, p in zip(gold, next(shares), strict=True)))
                for s, e, gold in line.targets
            )
            out.append(dataclasses.replace(line, targets=mixed))
    return out


def train(options: argparse.Namespace) -> None:
    """From the files to `tone.safetensors` in the folder `out`."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    held_out = tone_data.news(options.dev)
    dev = [asked for line in held_out if (asked := question(line)) is not None]
    news = tone_data.news(options.news, without=[line.text for line in held_out])
    model: Network
    if options.teacher:
        model = ToneModel.from_weights(options.start) if options.start else ToneModel.from_teacher(options.teacher)
        news = advised(news, ToneTeacher.from_weights(options.teacher).eval(), options.advice)
    else:
        model = ToneTeacher.from_weights(options.start) if options.start else ToneTeacher.from_base(options.tagger)
    mixture = Mixture(
        news=news,
        taught=tone_data.taught(options.taught) if options.taught else [],
        rated=tone_data.rated(options.rated),
        templates=Templates.read(options.templates),
        sizes=tuple(options.sizes),
    )
    each = len(mixture.news) // mixture.sizes[0]
    total = int(options.epochs * each)
    run = Run(model, rates(model, options.rate), total, options.out / "tone.safetensors")
    print(f"{len(mixture.news)} sentences, {len(mixture.taught)} taught; step {run.step} of {run.total}", flush=True)
    began, running = time.time(), 0.0
    while run.step < run.total:
        model.train()
        torch.manual_seed(options.seed * 1_000_003 + run.step)  # dropout: the same after a stop as without one
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
            found = loss(model, mixture.batch(run.step, options.seed), _SURE if options.teacher else _SMOOTH)
        running += run.learn(found)
        if run.step % 50 == 0:
            print(f"{run.step} of {total} loss {running / 50:.3f} {time.time() - began:.0f} s", flush=True)
            running = 0.0
        if run.step % 200 == 0 or run.step == total:
            run.save()
            print(f"dev after {run.step} steps: {judge(model, run.mean, dev)}", flush=True)


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
    parser.add_argument("--teacher", type=Path, help="tone.safetensors of a teacher: train the network that is shipped")
    parser.add_argument("--advice", type=float, default=0.4, help="the teacher's part in the answers to labeled news")
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
