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
    options = parser.parse_args()
    runs = [load_file(path) for path in options.weights]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: sum(run[name] for run in runs) / len(runs) for name in runs[0]}, options.out)


if __name__ == "__main__":
    main()
