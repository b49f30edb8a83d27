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

# in what tone: two teachers; a network that learns from what they say of more news; one that goes on from the mean of it and
# the first teacher, with what all three say; and the mean of those that began with the published weights
teachers="python -m training.tone_teachers --texts $data/polnear.train.jsonl --names training/tone/names.tsv"
weights=tone.safetensors
$tone --seed 1 --out "$work/teacher1"
$tone --seed 2 --tagger "$work/tagger/tagger.safetensors" --out "$work/teacher2"
[ -f "$work/taught1.jsonl" ] || $teachers --count 16000 --seed 1 --out "$work/taught1.jsonl" \
  --teachers "$work/teacher1/$weights" "$work/teacher2/$weights"
$tone --seed 4 --taught "$work/taught1.jsonl" --sizes 24 16 6 5 --out "$work/student1"
[ -f "$work/taught2.jsonl" ] || $teachers --count 20000 --seed 2 --out "$work/taught2.jsonl" \
  --teachers "$work/teacher1/$weights" "$work/teacher2/$weights" "$work/student1/$weights"
python -m training.average "$work/teacher1/$weights" "$work/student1/$weights" --out "$work/start/$weights"
$tone --seed 7 --start "$work/start/$weights" --taught "$work/taught2.jsonl" --rate 4e-5 --sizes 20 20 4 14 --epochs 1 \
  --out "$work/student2"
python -m training.average "$work/teacher1/$weights" "$work/student1/$weights" "$work/student2/$weights" --out "$work/tone/$weights"
python -m training.export "$work/tone/$weights" $models/tone.onnx
python -m training.calibrate_tone "$data/newsmtsc.devtest_mt.jsonl" $models/tone.json
