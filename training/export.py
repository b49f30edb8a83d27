"""Trained weights to the shipped files: ONNX, eight-bit integers, with the hashes that newslens checks at load.

    python -m training.export tagger/tagger.safetensors newslens/models/attribution.onnx
    python -m training.export tone/tone.safetensors newslens/models/tone.onnx
    python -m training.export reader/reader.safetensors newslens/models/acts.onnx

Weights are rounded per output channel and to seven bits (`reduce_range`): plain rounding of whole matrices cost four
points of F1 in a trial, this costs hardly any. The heads stay in floating point.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import torch
from safetensors import safe_open
from torch import Tensor, nn

from training import attribution, tone
from training.data import examples
from training.hashes import record_hashes
from training.model import ActReader, Tagger, ToneModel
from training.tone_data import Line, question

Axes = dict[int, str]
#: parts of node names that keep a matrix product in floating point: everything after the trunk
_HEADS = ("/tag/", "/cue/", "/source/", "/label/", "/valence/", "/realis/", "/roles/")
_PIECES: Axes = {0: "batch", 1: "pieces"}
_WORDS: Axes = {0: "batch", 1: "words"}


def _windows() -> tuple[tuple[Tensor, ...], dict[str, Axes]]:
    """Two windows to trace a network by that reads articles, and the varying axes of its inputs."""
    text = "“We leave,” Ada Quist said on Monday.\n\nShe added that the dam, according to aides, held."
    records = [{"text": text, "attributions": []}, {"text": text[:50], "attributions": []}]
    traced, _ = attribution.collate(examples(records))
    inputs = dict.fromkeys(("ids", "attention", "shapes"), _PIECES) | dict.fromkeys(("first_pieces", "is_word"), _WORDS)
    return tuple(traced), inputs


def tagger(weights: Path) -> tuple[nn.Module, tuple[Tensor, ...], dict[str, Axes], dict[str, Axes]]:
    """The network, inputs to trace it by, and the varying axes of its inputs and outputs."""
    traced, inputs = _windows()
    outputs = {"tags": _WORDS, "cues": _WORDS | {2: "others"}, "sources": _WORDS | {2: "others"}}
    return Tagger.from_weights(weights), traced, inputs, outputs


def reader(weights: Path) -> tuple[nn.Module, tuple[Tensor, ...], dict[str, Axes], dict[str, Axes]]:
    """The same for the reader of acts."""
    traced, inputs = _windows()
    inputs = {name: axes for name, axes in inputs.items() if name != "is_word"}
    outputs = {"acts": _WORDS, "realis": _WORDS, "roles": {0: "batch", 2: "words", 3: "others"}}
    return ActReader.from_weights(weights), traced[: len(inputs)], inputs, outputs


def judge(weights: Path) -> tuple[nn.Module, tuple[Tensor, ...], dict[str, Axes], dict[str, Axes]]:
    """The same for the judge of tone; sentences that are read together are of one length, so that none is padded."""
    quist = (0, 9, (0.0, 1.0, 0.0))
    asked = question(Line("Ada Quist praised Tomas Vell.", (quist, (18, 28, (0.0, 0.0, 1.0)))))
    assert asked is not None
    ids, shapes, targets, _ = tone.collate([asked, asked])
    inputs = {"ids": _PIECES, "shapes": _PIECES, "targets": {0: "batch", 1: "asked", 2: "pieces"}}
    outputs = {"scores": {0: "batch", 1: "asked"}, "valence": {0: "batch"}}
    return ToneModel.from_weights(weights), (ids, shapes, targets), inputs, outputs


def export(
    model: nn.Module, traced: tuple[Tensor, ...], inputs: dict[str, Axes], outputs: dict[str, Axes], out: Path
) -> None:
    """Write a model in 32-bit floating point."""
    torch.onnx.export(
        model.eval(),
        traced,
        str(out),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes=inputs | outputs,
        opset_version=17,
        dynamo=False,
    )


def quantize(full: Path, out: Path) -> None:
    """The same model with eight-bit weights."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        full,
        out,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=[n.name for n in onnx.load(full).graph.node if n.name.startswith(_HEADS)],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--full", action="store_true", help="keep 32-bit floating point, to measure what rounding costs"
    )
    options = parser.parse_args()
    with safe_open(options.weights, "pt") as file:
        names = set(file.keys())
    network = judge if "mark" in names else reader if "realis.weight" in names else tagger
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.out.parent) as folder:
        full, small = Path(folder) / "full.onnx", Path(folder) / "small.onnx"
        export(*network(options.weights), full)
        if not options.full:
            quantize(full, small)
        (full if options.full else small).replace(options.out)
    record_hashes(options.out.parent)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
