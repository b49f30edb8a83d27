"""Trained weights to the shipped file: ONNX, eight-bit integers, with the hash that newslens checks at load.

    python -m training.export tagger/tagger.safetensors newslens/models/attribution.onnx

Weights are rounded per output channel and to seven bits (`reduce_range`): plain rounding of whole matrices cost four
points of F1 in a trial, this costs hardly any. The heads stay in floating point.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from pathlib import Path

import torch

from training.attribution import collate
from training.data import examples
from training.hashes import record_hashes
from training.model import Tagger

INPUTS = ["ids", "attention", "shapes", "first_pieces", "is_word"]
OUTPUTS = ["tags", "cues", "sources"]
#: parts of node names that keep a matrix product in floating point: everything after the trunk
_HEADS = ("/tag/", "/cue/", "/source/")


def export(tagger: Tagger, out: Path, int8: bool = True) -> str:
    """Write the model; returns its SHA-256."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    tagger.eval()
    text = "“We leave,” Ada Quist said on Monday.\n\nShe added that the dam, according to aides, held."
    records = [{"text": text, "attributions": []}, {"text": text[:50], "attributions": []}]
    inputs, _ = collate(examples(records))
    axes = {name: {0: "batch", 1: "pieces"} for name in INPUTS[:3]} | {n: {0: "batch", 1: "words"} for n in INPUTS[3:]}
    axes |= {"tags": {0: "batch", 1: "words"}, "cues": {0: "batch", 1: "words", 2: "others"}}
    axes |= {"sources": axes["cues"]}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            tagger,
            tuple(inputs),
            str(full),
            input_names=INPUTS,
            output_names=OUTPUTS,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        small = Path(folder) / "small.onnx"
        if int8:
            nodes = onnx.load(full).graph.node
            quantize_dynamic(
                full,
                small,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                op_types_to_quantize=["MatMul", "Gather"],
                nodes_to_exclude=[n.name for n in nodes if any(n.name.startswith(head) for head in _HEADS)],
            )
        content = (small if int8 else full).read_bytes()
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--full", action="store_true", help="keep 32-bit floating point, to measure what rounding costs"
    )
    options = parser.parse_args()
    digest = export(Tagger.from_weights(options.weights), options.out, int8=not options.full)
    record_hashes(options.out.parent)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
