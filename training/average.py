"""The mean of the weights of some runs that began alike, often better than each (Wortsman et al. 2022, “Model soups”).

python -m training.average run1/tone.safetensors run2/tone.safetensors --out mean/tone.safetensors
"""

from __future__ import annotations

import argparse
from pathlib import Path

from safetensors.torch import load_file, save_file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--parts", type=float, nargs="+", help="how much of each; default: as much of one as of another"
    )
    options = parser.parse_args()
    runs = [load_file(path) for path in options.weights]
    parts = options.parts or [1.0] * len(runs)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    mean = {name: sum(n * run[name] for n, run in zip(parts, runs, strict=True)) / sum(parts) for name in runs[0]}
    save_file(mean, options.out)


if __name__ == "__main__":
    main()
