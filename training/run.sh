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
python -m training.export "$work/tagger/tagger.safetensors" $models/attribution.onnx
python -m training.calibrate "$data/polnear.dev.jsonl" $models/confidence.json

# who wants what: from the tagger's trunk; the mean of two runs that see the same windows in another order, and from there on
# more slowly
older="benchmarks/demands/idioms.jsonl benchmarks/demands/part-a.jsonl benchmarks/demands/part-b.jsonl
  benchmarks/demands/part-c.jsonl benchmarks/demands/part-d.jsonl benchmarks/demands/wire.jsonl"
reader="python -m training.acts --texts $data/polnear.train.jsonl --train $older training/acts/*.txt training/acts/news.jsonl"
for order in 1 101; do
  $reader --tagger "$work/tagger/tagger.safetensors" --order $order --epochs 7 --out "$work/acts$order"
done
python -m training.average "$work/acts1/reader.safetensors" "$work/acts101/reader.safetensors" \
  --out "$work/mean_acts/reader.safetensors"
$reader --start "$work/mean_acts/reader.safetensors" --order 7 --epochs 2 --rate 7e-5 --out "$work/acts"
python -m training.export "$work/acts/reader.safetensors" $models/acts.onnx
python -m training.calibrate_demands $models/demand_confidence.json --texts "$data/polnear.train.jsonl"

# in what tone: two teachers; three networks that learn from what the teachers say of more news; the mean of some and another
# that learns from it; the mean of the best three is the teacher of the network that is shipped, which reads a sentence once
# for all its targets
teachers="python -m training.tone_teachers --texts $data/polnear.train.jsonl --names training/tone/names.tsv"
weights=tone.safetensors
$tone --seed 1 --out "$work/teacher1"
$tone --seed 2 --tagger "$work/tagger/tagger.safetensors" --out "$work/teacher2"
[ -f "$work/taught1.jsonl" ] || $teachers --count 16000 --seed 1 --out "$work/taught1.jsonl" \
  --teachers "$work/teacher1/$weights" "$work/teacher2/$weights"
$tone --seed 4 --taught "$work/taught1.jsonl" --sizes 24 16 6 5 --out "$work/student1"
[ -f "$work/taught2.jsonl" ] || $teachers --count 20000 --seed 2 --out "$work/taught2.jsonl" \
  --teachers "$work/teacher1/$weights" "$work/teacher2/$weights" "$work/student1/$weights"
$tone --seed 11 --taught "$work/taught2.jsonl" --sizes 24 16 6 14 --out "$work/student2"
$tone --seed 12 --taught "$work/taught2.jsonl" --sizes 20 20 4 20 --out "$work/student3"
python -m training.average "$work/teacher1/$weights" "$work/student1/$weights" "$work/student2/$weights" \
  "$work/student3/$weights" --out "$work/mean/$weights"
[ -f "$work/taught3.jsonl" ] || $teachers --count 22000 --seed 3 --out "$work/taught3.jsonl" \
  --teachers "$work/mean/$weights" "$work/teacher2/$weights"
$tone --seed 31 --taught "$work/taught3.jsonl" --sizes 20 20 4 20 --out "$work/student4"
python -m training.average "$work/student2/$weights" "$work/student3/$weights" "$work/student4/$weights" \
  --out "$work/teacher/$weights"
$tone --seed 2 --teacher "$work/teacher/$weights" --taught "$work/taught3.jsonl" --sizes 24 20 4 20 --epochs 2.5 --rate 8e-5 \
  --out "$work/reader"
for seed in 4 5; do
  $tone --seed $seed --teacher "$work/teacher/$weights" --advice 0.2 --start "$work/reader/$weights" \
    --taught "$work/taught3.jsonl" --sizes 28 16 4 16 --epochs 2 --rate 6e-5 --out "$work/reader$seed"
done
python -m training.average "$work/reader/$weights" "$work/reader4/$weights" "$work/reader5/$weights" --parts 4 3 3 \
  --out "$work/tone/$weights"
python -m training.export "$work/tone/$weights" $models/tone.onnx
python -m training.calibrate_tone "$data/newsmtsc.devtest_mt.jsonl" $models/tone.json
