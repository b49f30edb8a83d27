#!/bin/sh
# From the published corpora to the shipped files. Call it again after a stop: it goes on where it was.
#   training/run.sh DATA [WORK]
set -eu
data=$1
work=${2:-work}
models=newslens/models
passages=training/passages
tone="python -m training.tone --news $data/newsmtsc.train.jsonl --dev $data/newsmtsc.devtest_mt.jsonl
  --rated $data/nytEditorialSnippets_GroundTruth.txt --templates training/tone"

# who says so; the passages stand three times: they are few, and what they teach is rare in the corpora
python -m training.attribution --out "$work/tagger" --epochs 6 --rate 1e-4 --dev "$data/polnear.dev.jsonl" \
  --train "$data/polnear.train.jsonl" "$data/gum.train.jsonl" $passages $passages $passages
python -m training.export "$work/tagger/tagger.safetensors" $models/encoder.onnx
python -m training.calibrate "$data/polnear.dev.jsonl" $models/confidence.json

# in what tone: two teachers, what they say of unlabeled news, and the layers that learn from both
$tone --seed 1 --out "$work/teacher1"
$tone --seed 2 --tagger "$work/tagger/tagger.safetensors" --out "$work/teacher2"
[ -f "$work/taught.jsonl" ] || python -m training.tone_teachers --texts "$data/polnear.train.jsonl" \
  --teachers "$work/teacher1/tone.safetensors" "$work/teacher2/tone.safetensors" \
  --names training/tone/names.tsv --out "$work/taught.jsonl"
$tone --shared 3 --tagger "$work/tagger/tagger.safetensors" --taught "$work/taught.jsonl" \
  --sizes 24 24 8 6 --epochs 4 --out "$work/tone"
python -m training.export "$work/tone/tone.safetensors" $models/tone.onnx
python -m training.calibrate_tone "$data/newsmtsc.devtest_mt.jsonl" $models/tone.json
