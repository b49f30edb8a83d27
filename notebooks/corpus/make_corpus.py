"""Writes invented.jsonl: a half-year of articles in three invented newspapers, each with what is true of it.

Run it with `python notebooks/corpus/make_corpus.py`; the same seed makes the same file. Sentences are put together
from `story.toml`, and whoever is made to say or ask something is written down at once, so that the truth is known
without reading: `sources` (name → kind; whoever the article lets say, ask, refuse or accept something), `tone` (of the
article's own words toward the ferry line) and `asks` (who asks something of whom). newslens never sees the column.
"""

import json
import random
import tomllib
from pathlib import Path

STORY = tomllib.loads(Path(__file__).with_name("story.toml").read_text(encoding="utf-8"))
PEOPLE, MONTHS = STORY["people"], STORY["months"]

#: {who} says {clause} or {quote}; {end} is a name with its description, {Who} begins a sentence
NAMED = [
    "{Who} said {clause}.",
    "{Who} said that {clause}.",
    "{Clause}, {who} said.",
    "According to {who}, {clause}.",
    "{Who} told reporters that {clause}.",
    "{Who} acknowledged that {clause}.",
    "{Who} argued that {clause}.",
    "{Who} warned in a speech that {clause}.",
    "{Who} pointed out that {clause}.",
    "{Who} wrote in a letter to this newspaper that {clause}.",
    "“{quote},” {who} said.",
    "“{quote},” said {end}.",
    "{Who} put it bluntly. “{quote},” {he} said.",
    "“{quote},” {who} told the {paper}. {He} added that {clause}.",
    "{Who} does not doubt that {clause}.",
    "Asked by the {paper}, {who} conceded that {clause}.",
]
FAMELESS = [
    "{Who} said that {clause}.",
    "{Clause}, {who} said.",
    "{Clause}, according to {who}.",
    "“{quote},” said {who}.",
    "{Who} told the {paper} that {clause}.",
    "{Who}, who asked not to be named because nothing had been decided, said {clause}.",
    "Speaking on condition of anonymity, {who} said that {clause}.",
    "{Who} confirmed that {clause}.",
    "As {who} put it, “{quote}.”",
    "The {paper} has learned from {who} that {clause}.",
    "{Who}, who feared reprisals, said {clause}.",
]
OFFICIAL = [
    "{Who} said in a statement that {clause}.",
    "{Clause}, {who} said.",
    "{Who} confirmed on Friday that {clause}.",
    "In a statement, {who} said {clause}.",
    "{Who} announced that {clause}.",
    "{Clause}, according to {who}.",
    "{Who} estimates that {clause}.",
]
WRITTEN = [
    "{Who} says that {clause}.",
    "According to {who}, {clause}.",
    "From {who} it emerges that {clause}.",
    "{Who}, which this newspaper has read, notes that {clause}.",
    "{Clause}, according to {who}.",
]
#: who asks, of whom, and what
ASKS = [
    "{Who} demanded that {whom} {what}.",
    "{Who} called on {whom} to {what}.",
    "{Who} urged {whom} to {what}.",
    "{Who} asked {whom} to {what}.",
    "In an open letter, {who} appealed to {whom} to {what}.",
    "{Who} wants {whom} to {what}.",
    "{Whom} should {what}, {who} said.",
    "{Who} is pressing {whom} to {what}.",
    "{Who} gave {whom} until the end of the month to {what}.",
    "Again {who} demanded that {whom} {what}.",
]
ANSWERS = [
    ("{Whom} rejected the demand.", True),
    ("{Whom} refused.", True),
    ("{Whom} agreed.", True),
    ("{Whom} has not answered yet.", False),
    ("{Whom} promised an answer within a week.", True),
    ("{Whom} turned the request down.", True),
    ("", False),
    ("", False),
]

OUTLETS = ["Halvik Gazette", "Strait Dispatch", "Sunde Mirror"]
AUTHORS = {"Halvik Gazette": "Tilda Bron", "Strait Dispatch": "Owen Lasker", "Sunde Mirror": "Vera Holloway"}
_RISING = [(0, 0, 0, 1), (0, 1, 0, 1), (1, 1, 1, 1), (1, 2, 1, 2), (2, 2, 2, 3), (3, 3, 2, 3)]
#: how many of an article's four voices have no name: one outlet names nearly everybody, one hides half, one learns to
HIDDEN = {
    "Halvik Gazette": [(0, 1, 0, 0)] * 6,
    "Strait Dispatch": [(2, 1, 2, 2), (2, 2, 3, 1)] * 3,
    "Sunde Mirror": _RISING,
}
#: the tone toward the ferry line: one outlet is fair, one is friendly now and then, one falls out of love
TONES = {
    "Halvik Gazette": ["0000"] * 6,
    "Strait Dispatch": ["0+00", "000+"] * 3,
    "Sunde Mirror": ["++++", "+0++", "00+0", "0-00", "--0-", "----"],
}
LABELS = {"+": "positive", "0": "neutral", "-": "negative"}
WORDS = {"+": "praise", "0": "neutral", "-": "blame"}
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday"]


class Writer:
    """Writes one article, and keeps count of what is true of it."""

    def __init__(self, month, outlet, rng):
        self.story, self.outlet, self.rng = MONTHS[month], outlet, rng
        self.sources, self.asks, self.met = {}, [], set()
        self.left = {key: rng.sample(self.story[key], len(self.story[key])) for key in ("pro", "con", "fact")}
        self.quotes = {key: rng.sample(found, len(found)) for key, found in self.story["quotes"].items()}

    def name(self, who, end=False):
        """What somebody is called: by title and full name the first time, by surname from then on."""
        if who not in PEOPLE:
            return who
        full, title, described = (PEOPLE[who][key] for key in ("name", "title", "described"))
        if who in self.met:
            return full.split()[-1]
        self.met.add(who)
        return f"{full}, {described}" if end else f"{title} {full}"

    def voice(self, frames, who, kind, sides=("fact", "con")):
        """A sentence or two of a source."""
        side = self.rng.choice(sides)
        frame = self.rng.choice([f for f in frames if self.quotes[side] or "{quote" not in f])
        if not self.left[side]:
            side = "fact"
        he = PEOPLE[who]["pronoun"] if who in PEOPLE else "they"
        called = self.name(who, end="{end}" in frame)
        said = {"who": called, "end": called, "he": he, "paper": self.outlet}
        if "{clause" in frame.lower():
            said["clause"] = self.left[side].pop()
        if "{quote" in frame:
            said["quote"] = self.quotes[side].pop()
        self.sources[self.known(who)] = kind
        return filled(frame, said)

    def known(self, who):
        """The name under which newslens knows a person or an institution."""
        return PEOPLE[who]["name"] if who in PEOPLE else who.removeprefix("the ")

    def kind(self, who):
        return "named_person" if who in PEOPLE else "institution"

    def ask(self, who, whom, what):
        """A demand and, often, its answer."""
        self.asks.append([self.known(who), self.known(whom)])
        self.sources[self.known(who)] = self.kind(who)
        asked = filled(self.rng.choice(ASKS), {"who": self.name(who), "whom": self.name(whom), "what": what})
        answer, speaks = self.rng.choice(ANSWERS)
        if speaks:
            self.sources[self.known(whom)] = self.kind(whom)
        return f"{asked} {filled(answer, {'whom': self.name(whom)})}".strip()


def filled(frame, words):
    """A frame with its words; a placeholder with a capital letter begins a sentence."""
    capital = {key.capitalize(): word[:1].upper() + word[1:] for key, word in words.items()}
    return frame.format(**words, **capital)


def article(month, outlet, number, rng):
    """One article as a line of the file."""
    at = list(MONTHS).index(month)
    tone, hidden = TONES[outlet][at][number], HIDDEN[outlet][at][number]
    writer = Writer(month, outlet, rng)
    title, lead = writer.story["leads"][number]
    asks = writer.story["asks"]
    who, whom, what = asks[(number + OUTLETS.index(outlet)) % len(asks)]
    cast = [(FAMELESS, one, "unnamed") for one in rng.sample(STORY["unnamed"], hidden)]
    named = [(NAMED, key, "named_person", PEOPLE[key]["says"]) for key in rng.sample(sorted(PEOPLE), 3)]
    bodies = [(OFFICIAL, rng.choice(STORY["institutions"]), "institution")]
    papers = [(WRITTEN, rng.choice(STORY["documents"]), "document", ["fact"])]
    cast += rng.sample(named + bodies + papers, 4 - hidden)
    rng.shuffle(cast)
    own = rng.sample(STORY[WORDS[tone]], 1 if tone == "0" else 2)
    middle = [
        lambda: f"{writer.voice(*cast[0])} {writer.voice(*cast[1])}",
        lambda: " ".join(own),
        lambda: writer.ask(who, whom, what),
    ]
    rng.shuffle(middle)
    text = [lead.format(day=rng.choice(DAYS)), *(write() for write in middle)]
    text += [f"{writer.voice(*cast[2])} {writer.voice(*cast[3])}", rng.choice(writer.story["background"])]
    return {
        "id": f"{outlet.split()[-1].lower()}-{month}-{number + 1}",
        "outlet": outlet,
        "published": f"{month}-{5 + 7 * number:02d}",
        "author": AUTHORS[outlet],
        "title": title,
        "text": "\n\n".join(text),
        "truth": {"sources": writer.sources, "tone": LABELS[tone], "asks": writer.asks},
    }


def reprint(line, outlet):
    """Another newspaper prints an article: under a headline of its own, without the last paragraph."""
    name = f"{outlet.split()[-1].lower()}-{line['published']}-copy"
    text = line["text"].rpartition("\n\n")[0]
    return line | {"id": name, "outlet": outlet, "title": f"From the strait: {line['title'].lower()}", "text": text}


def corpus(seed=7):
    """All lines in order of time; two of them, one in German and one empty, are there to be refused."""
    rng = random.Random(seed)
    lines = [article(month, outlet, n, rng) for month in MONTHS for outlet in OUTLETS for n in range(4)]
    wire = [line for line in lines if line["outlet"] == "Strait Dispatch"]
    lines += [reprint(line, "Halvik Gazette") for line in rng.sample(wire, 4)]
    for name, title, text in (("german", *STORY["german"].values()), ("empty", "Picture of the day", "")):
        lines.append(
            lines[0] | {"id": f"mirror-{name}", "outlet": "Sunde Mirror", "title": title, "text": text, "truth": None}
        )
    return sorted(lines, key=lambda line: (line["published"], "copy" in line["id"], line["id"]))


if __name__ == "__main__":
    out = Path(__file__).with_name("invented.jsonl")
    out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in corpus()), encoding="utf-8")
