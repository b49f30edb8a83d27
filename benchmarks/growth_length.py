"""Does time grow with the length of a text, or with its square? Each table of 100,000 characters beside ten times that.

    python benchmarks/growth_length.py [--short 100000] [--times 10] [--tone] [--profile TABLE]

The text is invented news of ever new names, so that nothing is spared by a cache. Tables share the parse and one
another's findings; each is timed (CPU seconds of the process, one thread) after those above it. The two tables of tone,
which take most of the time and read each sentence alone, are made only with `--tone`. A ratio of more than 1.1 times
`--times` ends with exit status 1. `--profile` prints where the time goes in a table of the long text.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import pstats
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable

os.environ.setdefault("OMP_NUM_THREADS", "1")

_TONE = ("sentiments", "drivers")
_FIRST = "Ada Tomas Mara Henrik Lena Oskar Pavla Idris Noor Emil Saskia Bram Ilse Anton Vera Kofi Rosa Milan Edda Yusuf"
_LAST = "ar bel cor dun el fen gar hol in jor kel lun mar nor ol per quin ros sal tor ul ven wil yor zan"
_ROLES = "mayor minister spokeswoman judge governor union leader analyst general farmer teacher engineer bishop".split()
_THINGS = (
    "fees dam ferries border schools harbor tariffs prisoners budget vaccine railway wages water oil ceasefire".split()
)
_VERBS = "said told reporters warned demanded insisted denied argued announced promised complained added".split()
_SENTENCES = (
    "“We will not accept the {thing},” {name} said on {day}.",
    "{name}, a {role} in {place}, {verb} that the {thing} could be closed by {day}.",
    "{org} demanded that {place} lower its {thing} or face sanctions.",
    "{place} rejected the demand, calling it “reckless and late”.",
    "According to {org}, at least {number} people lost their {thing} last year.",
    "“I am {number} years old,” said {name}, “and I have never seen such {thing}.”",
    "Two officials familiar with the talks, who asked not to be named, {verb} that {org} might leave {place}.",
    "She said the {thing} were safe, but {name} disputed that.",
    "{org} agreed to release {number} prisoners in exchange for the {thing}.",
    "Critics called the {role} a disgrace; {name} praised the plan for the {thing}.",
    "It rained in {place} on {day}, and the market stayed empty until noon.",
    "If {org} does not pay, {name} will close the {thing}, the {role} threatened.",
    "They refused to comment on the {thing}.",
)


def prose(length: int, seed: int = 1) -> str:
    """Invented news of just so many characters, in paragraphs of one to five sentences."""
    rng = random.Random(seed)
    firsts, syllables = _FIRST.split(), _LAST.split()

    def surname() -> str:
        return "".join(rng.choice(syllables) for _ in range(rng.randint(2, 3))).capitalize()

    people: list[str] = []
    pieces: list[str] = []
    size = 0
    while size < length:
        if not people or rng.random() < 0.3:
            people.append(f"{rng.choice(firsts)} {surname()}")
        sentence = rng.choice(_SENTENCES).format(
            name=rng.choice(people[-200:]),
            role=rng.choice(_ROLES),
            thing=rng.choice(_THINGS),
            verb=rng.choice(_VERBS),
            place=rng.choice(("Norway", "Ghana", "Moscow", "Peru", surname(), f"Port {surname()}")),
            org=rng.choice((f"{surname()} Shipping", f"the {surname()} Union", "the Kremlin", "the United Nations")),
            day=rng.choice(("Monday", "Tuesday", "Friday", "March 3", "the weekend")),
            number=rng.randint(2, 9000),
        )
        sentence = sentence[0].upper() + sentence[1:]
        pieces.append(sentence + rng.choice((" ", " ", "\n\n")))
        size += len(pieces[-1])
    return "".join(pieces)[:length]


def steps(text: str, tone: bool) -> dict[str, Callable[[], object]]:
    """What is timed, in order."""
    import newslens as nl
    from newslens.analysis import LENSES, evidence
    from newslens.language import parse

    article = nl.Article.from_text(text, id="growth")
    analysis = nl.analyze(article)
    lenses = [lens for lens in LENSES if tone or lens not in _TONE]

    def table(lens: str) -> Callable[[], object]:
        return lambda: getattr(analysis, lens)

    return {
        "reading": lambda: nl.Article.from_text(text, id="growth").paragraphs,
        "parse": lambda: parse(article),
        **{lens: table(lens) for lens in lenses},
        "evidence": lambda: evidence(article, *lenses),
    }


def timed(length: int, tone: bool, profiled: str | None = None) -> dict[str, float]:
    """CPU seconds of every step on a text of some length."""
    seconds = {}
    gc.disable()  # as timeit does: its rare, long pauses would fall into one table or another
    for name, step in steps(prose(length), tone).items():
        profile = cProfile.Profile() if name == profiled else None
        started = time.process_time()
        if profile is None:
            step()
        else:
            profile.runcall(step)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(40)
        seconds[name] = time.process_time() - started
    return seconds


def apart(length: int, tone: bool) -> tuple[dict[str, float], float]:
    """The same in a process of its own, and the most memory that it held, in MB."""
    command = [sys.executable, __file__, "--short", str(length), "--alone", *(["--tone"] if tone else [])]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    *lines, peak = out.splitlines()
    return {name: float(value) for name, value in (line.split() for line in lines)}, float(peak)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--tone", action="store_true")
    parser.add_argument("--profile", metavar="TABLE")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        warm = steps("“We leave,” Ada Quist said on Monday. Moscow demanded a reply.", options.tone)
        for step in warm.values():
            step()
        for name, seconds in timed(options.short, options.tone).items():
            print(name, seconds)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    if options.profile:
        timed(options.short * options.times, options.tone, options.profile)
        return 0
    (short, low), (long, high) = (apart(options.short * n, options.tone) for n in (1, options.times))
    short["all"], long["all"] = sum(short.values()), sum(long.values())
    print(f"| step | {options.short:,} characters, s | {options.short * options.times:,} characters, s | ratio |")
    print("| --- | ---: | ---: | ---: |")
    for name, seconds in short.items():
        print(f"| {name} | {seconds:.2f} | {long[name]:.2f} | {long[name] / seconds:.1f} |")
    print(f"\nPeak memory: {low:,.0f} MB and {high:,.0f} MB.")
    return int(long["all"] > 1.1 * options.times * short["all"])


if __name__ == "__main__":
    raise SystemExit(main())
