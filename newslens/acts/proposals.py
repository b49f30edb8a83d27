"""Acts that the trained reader finds where the rules do not, and what it knows of those that they find too."""

from __future__ import annotations

from newslens.acts.announcements import AnnouncementRules
from newslens.acts.clauses import SUBJECTS
from newslens.acts.frames import ANSWERS, ASKS, Frame, Item, cues, group
from newslens.acts.parties import Who
from newslens.acts.reader import Reading, readings
from newslens.acts.words import words
from newslens.article import Span

#: who has not answered yet has not refused
_ANSWERING = frozenset({"respond", "reply", "answer", "comment", "decide", "ignore"})
_BUYING = frozenset({"place", "fill", "book", "win"})
_WISHES = frozenset({"want", "wish", "hope", "like", "plan", "seek", "vote", "decide"})
_LIKELY = frozenset({"likely", "unlikely", "expect", "poised"})
_SAME = 0.6  # share of its words that an act has in common with another, if they are one
_STRENGTH = dict.fromkeys(("demand", "condition", "threat"), "strong") | dict.fromkeys(
    ("request", "appeal", "offer", "promise"), "medium"
)


class Proposals(AnnouncementRules):
    """What is read, beside what the rules have found."""

    def read(self, first: int, end: int) -> None:
        """Adds the acts that are read from token `first` to `end` to those that the rules have found there."""
        by_rule = list(self.frames)
        for reading in readings(self.article).acts:
            if not first <= reading.cue[0] < end:
                continue
            same = [f for f in by_rule if set(f.cue) & set(reading.cue)] or self._about_the_same(by_rule, reading)
            for frame in same:
                self._fill_in(frame, reading)
            told = not same and self._only_the_price(by_rule, reading)
            if not same and not told and (proposed := self._proposed(reading)) is not None:
                self.frames.append(proposed)

    def _about_the_same(self, frames: list[Frame], reading: Reading) -> list[Frame]:
        """The act of the same kind, in the same sentence, that is about the same words."""
        what = {k for i, j in reading.content for k in range(i, j)}
        here, kind = self.parse.sentence(reading.cue[0]), group(reading.act)
        near = [f for f in frames if group(f.act) == kind and self.parse.sentence(f.at) == here]
        if near and sum(j - i for i, j in reading.content) <= 1:
            return near  # “Teachers will strike, their union warned”
        about = [(f, set().union(*(item.tokens for item in f.items))) for f in near if f.items]
        return [f for f, words in about if len(what & words) >= _SAME * max(len(what), len(words), 1)]

    def _only_the_price(self, frames: list[Frame], reading: Reading) -> bool:
        """What is given or withheld for a price that the rules have found (“would sign only if …”) is no other act."""
        told = {k for i, j in reading.content for k in range(i, j)}.union(reading.cue)
        prices = [set(range(*f.in_return)) for f in frames if f.act == "condition" and f.in_return is not None]
        return reading.act not in ASKS and any(price & told for price in prices)

    def _fill_in(self, frame: Frame, reading: Reading) -> None:
        """What the rules left open of an act: to whom it is addressed."""
        frame.reading = reading
        if not frame.addressees and frame.act in ASKS | {"offer", "threat"}:
            acting = {w.name for w in frame.demanders}
            frame.addressees = [w for w in self._named_in(reading.addressee) if w.name not in acting]

    def _proposed(self, reading: Reading) -> Frame | None:
        """The act as the reader has it; None where it does not say who performs it, or, of an asking, what is asked.

        Nor where the rules know better.
        """
        t, p = self.tree, self.parse
        if self._no_act(reading):
            return None
        act, realis = self._foretold(reading)
        frame = Frame(act, list(reading.cue), _STRENGTH.get(act), realis=realis)
        frame.reading, frame.proposed = reading, True
        frame.demanders = self.parties([self._top(run) for run in reading.demander])
        voice = self.voice(reading.cue[0])
        if not frame.demanders and voice is not None:
            frame.demanders = [self.speaker(voice)]
        acting = {w.name for w in frame.demanders}
        frame.addressees = [w for w in self._named_in(reading.addressee) if w.name not in acting]
        verb = next((k for k in reading.cue if p.pos[k] == "VERB"), frame.at)
        heads = [self._top(run) for run in reading.content]
        drop = self.surroundings(frame, verb, heads)
        apart = {k for branch in drop if branch not in heads for k in t.subtree(branch)} - set(heads)
        for run, head in zip(reading.content, heads, strict=True):
            frame.items += self._things(run, head, apart)
        if not frame.demanders or (not frame.items and frame.act not in ANSWERS):
            return None
        vowed = any(c.act == "promise" for k in frame.cue for c in cues("verb").get(p.lemmas[k], ()))
        if frame.act == "promise" and not vowed and frame.items and all(x.refrain for x in frame.items):
            frame.act, frame.strength = "refusal", None  # “insisted that it would not pay”
        frame.needs_link = frame.act == "acceptance" and frame.realis != "hypothetical"
        self._speech(frame, verb)
        return frame

    def _foretold(self, reading: Reading) -> tuple[str, str]:
        """Act and realis; “is likely to reject” is a refusal that may come, whatever else it is read as."""
        p = self.parse
        if not _LIKELY.intersection(p.lemmas[k] for k in reading.cue):
            return reading.act, reading.realis
        acts = [c.act for k in reading.cue for c in cues("verb").get(p.lemmas[k], ()) if c.act != "withdrawal"]
        return (acts or [reading.act])[0], "hypothetical"

    def _no_act(self, reading: Reading) -> bool:
        """Questions, silence, advice, what should have been done, one's own wishes, going to court, orders of goods."""
        t, p = self.tree, self.parse
        lemmas = [p.lemmas[k] for k in reading.cue]
        sentence = p.text(*p.sentences[p.sentence(reading.cue[0])])
        silent = bool(_ANSWERING.intersection(lemmas)) and reading.act in {"refusal", "condition"}
        bought = "order" in lemmas and bool(_BUYING.intersection(lemmas))
        voice, heads = self.voice(reading.cue[0]), [self._top(run) for run in reading.content]
        term = bool(heads) and "give" in lemmas and all(p.lemmas[h] in words("answering") for h in heads)
        if sentence.rstrip("”\"'’ ").endswith("?") or silent or bought or (term and reading.act in ASKS):
            return True  # “gave the firm until May to comply”: a term for what was asked before
        if reading.act in ASKS and self._asks_to_know(reading, heads):
            return True
        if reading.act == "threat" and self._only_foretold(reading, heads):
            return True
        if reading.act == "refusal" and any(p.lemmas[h] in {"interview", "comment"} for h in heads):
            return True
        modal = any(p.tags[k] == "MD" for k in reading.cue)
        if modal and ((voice is not None and self._adviser(voice[0])) or any(t.has(h, "have") for h in heads)):
            return True
        own = [h for h in heads if t.deps[h] == "xcomp" and t.heads[h] in reading.cue and not t.kids(h, *SUBJECTS)]
        wished = any(p.lemmas[t.heads[h]] in _WISHES and not t.objects(t.heads[h]) for h in own)
        court = any(self._goes_to_court(k) for k in [*reading.cue, *heads] if p.pos[k] == "VERB")
        return (wished and reading.act in ASKS) or (court and reading.act in {"threat", "promise", "appeal"})

    def _asks_to_know(self, reading: Reading, heads: list[int]) -> bool:
        """“demanded to know”, “asked him what time it was”; “experts recommend” is advice."""
        t, p = self.tree, self.parse
        if any(p.lemmas[h] == "know" for h in heads):
            return True
        asked = [c for k in reading.cue if p.lemmas[k] == "ask" for c in t.kids(k, "ccomp", "advcl")]
        if any(p.tags[k][:1] == "W" for c in asked for k in t.children[c]):
            return True
        tops = [self._top(run) for run in reading.demander]
        generic = [k for k in tops if p.tags[k] == "NNS" and not t.kids(k, "det", "poss", "nummod")]
        advised = any(p.lemmas[k] in {"advise", "recommend"} for k in reading.cue)
        return bool(tops) and all(p.lemmas[k] in words("adviser") or (advised and k in generic) for k in tops)

    def _only_foretold(self, reading: Reading, heads: list[int]) -> bool:
        """“warned that the river would rise”: nobody is said to do it."""
        t, p = self.tree, self.parse
        subjects = [s for h in heads for s in t.kids(h, *SUBJECTS)]
        warned = any(p.lemmas[k] in {"warn", "warning"} for k in reading.cue)
        return warned and bool(subjects) and not any(t.is_agent(s) or self._may_act(s) for s in subjects)

    def _things(self, run: Span, head: int, apart: set[int]) -> list[Item]:
        """The things told in a run of words, one for each separable part if the run holds them all."""
        kept = set(range(*self.parse.trim(*run))) - apart
        if not kept:
            return []
        parts = [Item(x.head, x.tokens & kept, x.refrain) for x in self.items(head, set()) if x.head in kept]
        if len(parts) > 1 and len(set().union(*(x.tokens for x in parts))) >= _SAME * len(kept):
            return [x for x in parts if x.tokens]
        return [Item(head, frozenset(kept), self._refrains(head, kept))]

    def _top(self, run: Span) -> int:
        """The token of a run that hangs on a word outside of it: of several a verb or noun, then the first."""
        t, p = self.tree, self.parse
        tops = [k for k in range(*run) if not run[0] <= t.heads[k] < run[1] or t.heads[k] == k]
        return next((k for k in tops if p.pos[k] in {"VERB", "NOUN", "PROPN", "PRON"}), tops[0] if tops else run[0])

    def _named_in(self, runs: tuple[Span, ...]) -> list[Who]:
        """The parties that some runs of words name."""
        return self.parties([self._top(run) for run in runs], vetted=True)
