#!/bin/sh
# From the published corpora to the shipped files. Call it again after a stop: it goes on where it was.
#   training/run.sh DATA [WORK]
set -eu
data=$1
work=${2:-tagger}
passages=training/passages
# the passages stand three times: they are few, and what they teach is rare in the corpora
python -m training.attribution --out "$work" --epochs 6 --rate 1e-4 --dev "$data/polnear.dev.jsonl" \
  --train "$data/polnear.train.jsonl" "$data/gum.train.jsonl" $passages $passages $passages
python -m training.export "$work/tagger.safetensors" newslens/models/attribution.onnx
python -m training.calibrate "$data/polnear.dev.jsonl" newslens/models/confidence.json
