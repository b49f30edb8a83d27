"""Does anything break it: passages of benchmarks/demands/ with words dropped, doubled, shuffled, and odd marks put in.

    python benchmarks/fuzz.py [--seconds 600] [--seed 1] [--texts ARTICLES.jsonl ...]

Every table but the tone's (which takes most of the time and reads what the others have parsed) is made of each text; a
finding's words have to be the article's. Of every twentieth, all tables are made, shown in the explorer and a report,
saved, and read again. Texts that are named are tried first, each as it is. What fails is printed with the text, and the
exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
import traceback
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import pandas as pd

import newslens as nl
from newslens.analysis import LENSES, records
from newslens.article import Article
from newslens.errors import InputError

_SAMPLE = 20  # one in so many texts goes through all that is made of tables
_SLOW = frozenset({"sentiments", "drivers"})
_ODD = (
    *(
        "“",
        "”",
        '"',
        "'",
        "‘",
        "—“",
        "—",
        ";",
        ":",
        "(",
        ")",
        "...",
        "\n\n",
        "\u202e",
        "\u200d",
        "\x00",
        "🙂",
        "é",
        "ل",
    ),
    *("$", "£14m", "12 May", "3%", "U.S.", "Mr.", "or", "unless", "if", "only if", "that", "which", "not", "no", "had"),
    *("would", "and", "by", "to", "of", "it", "they", "his", "demands:"),
)


def mutated(text: str, rng: random.Random) -> str:
    """A text like the given one, damaged."""
    words = text.split(" ")
    if rng.random() < 0.25:
        rng.shuffle(words)
    for _ in range(rng.randint(0, 25)):
        at, how = rng.randrange(len(words)), rng.random()
        if how < 0.4:
            words.insert(at, rng.choice(_ODD))
        elif how < 0.7 and len(words) > 3:
            words.pop(at)
        elif how < 0.85:
            words[at] = words[at].upper()
        else:
            words[at] += rng.choice(_ODD)
    text = " ".join(words)
    if rng.random() < 0.2:
        text = text.replace("\n", " ")
    return text[: rng.randint(1, len(text))] if rng.random() < 0.25 else text


def check(text: str) -> None:
    """Make every table of a text; AssertionError where a finding's words are not the article's."""
    article = Article.from_text(text, id="fuzz", check_language=False)
    for lens in LENSES:
        for finding in records(article, lens) if lens not in _SLOW else ():
            assert article.text[finding.start : finding.end] == finding.text, (lens, finding)
            assert all(0 <= p.start < p.end <= len(article.text) for p in finding.parts), (lens, finding)


def check_outputs(text: str) -> None:
    """The explorer's state, a report and a saved analysis: whole, true to the article, and free of scripts."""
    analysis = nl.analyze(Article.from_text(text, id="fuzz", check_language=False))
    explorer = nl.explore(analysis).choose(search=text[:20], confidence=0.5)
    state = json.loads(json.dumps(explorer._data, allow_nan=False))
    assert state["article"]["text"] == analysis.article.text
    for lens in state["lenses"]:
        assert all(0 <= start < end <= len(text) for row in lens["rows"] for _, start, end in row["parts"]), lens[
            "name"
        ]
    for page in (nl.report(analysis).html, explorer._repr_html_()):
        assert "<script" not in page.lower()
    with tempfile.TemporaryDirectory() as folder:
        analysis.to_json(f"{folder}/a.json")
        analysis.to_parquet(f"{folder}/a")
        for path in (f"{folder}/a.json", f"{folder}/a"):
            again = nl.read_analysis(path)
            assert again.article == analysis.article
            for name, table in analysis.tables():
                pd.testing.assert_frame_equal(getattr(again, name), table, check_exact=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help='JSON lines, each with a "text"')
    options = parser.parse_args()
    whole = [json.loads(line)["text"] for f in options.texts for line in f.read_text(encoding="utf-8").splitlines()]
    files = sorted((Path(__file__).parent / "demands").glob("*.jsonl"))
    records = [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines()]
    passages = [record["text"] for record in records if "text" in record]  # the news have only places
    rng, end = random.Random(options.seed), time.monotonic() + options.seconds
    tried, failures = 0, set()
    while whole or time.monotonic() < end:
        text = whole.pop() if whole else mutated(rng.choice(passages), rng)
        tried += 1
        try:
            check(text)
            if tried % _SAMPLE == 0:
                check_outputs(text)
        except InputError:
            continue  # nothing is left of it that could be read, and it says so
        except Exception:
            where = traceback.format_exc()
            if (last := "".join(where.splitlines()[-4:])) not in failures:
                failures.add(last)
                print(where, repr(text), sep="\n", flush=True)
    print(f"{tried:,} texts, {len(failures)} kinds of failure")
    return bool(failures)


if __name__ == "__main__":
    raise SystemExit(main())
