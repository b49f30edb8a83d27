"""Who gives way: deeds by which somebody frees, eases, withdraws, returns, allows or gives something up.

Words of demand and answer stand in `demands` and `responses`; this is about what was done, whether or not the article
says that anybody had asked for it. Event data call it YIELD (PLOVER) or root 08 (CAMEO).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from newslens import lexicons
from newslens.acts.clauses import tree
from newslens.acts.complements import Complements
from newslens.acts.parties import Who
from newslens.acts.words import is_office, is_person_noun, words
from newslens.article import Article, Span
from newslens.demands import named, of_realis
from newslens.language import phrase
from newslens.tables import Finding, Part, column, envelope, to_table

if TYPE_CHECKING:
    import pandas as pd

KINDS = (
    "release",
    "easing",
    "withdrawal",
    "ceasefire",
    "return",
    "resignation",
    "surrender",
    "reversal",
    "permission",
)
_COUNTS = frozenset("some part most all half many more several number dozen hundred thousand group".split())
_LEADING = frozenset({"begin", "start", "decide", "agree", "vote", "continue", "finish", "complete", "choose", "move"})
#: CAMEO's yielding → the same as a mere intent, by their first three digits
_INTENDED = {"081": "0351", "082": "0352", "083": "034", "084": "0353", "085": "0354", "086": "0355", "087": "0356"}
#: “curfew hours”: the noun before it says what is eased
_LIGHT = frozenset({"hour", "measure", "law", "regime", "policy", "order", "rule", "term", "bill"})
_NOT_DONE = frozenset({"refuse", "decline", "fail", "want", "hope", "demand", "ask", "urge", "try", "seek", "need"})


@dataclasses.dataclass(frozen=True, kw_only=True)
class Concession(Finding):
    """One deed that gives way. Evidence roles: conceder, cue, what, beneficiary."""

    kind: str = column(
        "release, easing (of sanctions, bans, charges …), withdrawal (of forces), ceasefire, return, resignation, "
        "surrender, reversal (of a decision) or permission"
    )
    conceder: str | None = column(
        "who gives way; several: joined with ' ; '; none where the article does not say", None
    )
    beneficiary: str | None = column(
        "who has the good of it: who is freed, whom the ban hit, to whom it is returned", None
    )
    what: str | None = column("what is freed, lifted, withdrawn, returned …", None)
    cue: str = column("the words that show the deed")
    realis: str = column("actual, planned, negated or hypothetical", "actual")
    reported_by: str | None = column("who reports it, where that is not the conceder or the article itself", None)
    plover: str = column("category of PLOVER's manual 0.8: CONCEDE, or AGREE where the deed is only planned", "CONCEDE")
    cameo: str | None = column("code of CAMEO 2012", None)


class _Cue(NamedTuple):
    particle: str | None
    kind: str
    what: tuple[str, ...]
    to: tuple[str, ...]
    cameo: str


@functools.cache
def _cues() -> dict[str, tuple[_Cue, ...]]:
    out: dict[str, list[_Cue]] = {}
    for row in lexicons.rows("concession_cues"):
        if not row["kind"].startswith("@"):
            lemma, _, particle = row["cue"].partition(" ")
            what, to = (tuple(x for x in row[c].split(s) if x) for c, s in (("what", "|"), ("to", ",")))
            out.setdefault(lemma, []).append(_Cue(particle or None, row["kind"], what, to, row["cameo"]))
    return {lemma: tuple(sorted(cues, key=lambda c: c.particle is None)) for lemma, cues in out.items()}


@functools.cache
def _nouns(kind: str) -> frozenset[str]:
    return frozenset(row["cue"] for row in lexicons.rows("concession_cues") if row["kind"] == kind)


@functools.lru_cache(maxsize=16)
def find_concessions(article: Article) -> tuple[Concession, ...]:
    """All deeds of an article that give way, as records in text order, whatever their realis."""
    return tuple(dataclasses.replace(c, id=f"y{n}") for n, c in enumerate(_Reader(article, tree(article)).all(), 1))


def concessions(article: Article, *, realis: str = "actual") -> pd.DataFrame:
    """A row per deed by which somebody gives way: who, to whom, what, with PLOVER and CAMEO codes.

    It is the deed that counts, not whether anybody had demanded it (that is in `responses`). `realis` is as in
    `demands`: “actual”, one of its other values, or “all”; OptionError else. Offsets are half-open characters.

    >>> from newslens import Article
    >>> table = concessions(Article.from_text("Norland freed two reporters and lifted its ban on Zemland's fish."))
    >>> table[["kind", "conceder", "what"]].values.tolist()
    [['release', 'Norland', 'two reporters'], ['easing', 'Norland', "its ban on Zemland's fish"]]
    """
    return to_table(of_realis(find_concessions(article), realis), Concession, "concessions")


class _Reader(Complements):
    """Reads the deeds off an article's tree."""

    def all(self) -> Iterator[Concession]:
        for i in range(len(self.parse)):
            verb = self.parse.pos[i] == "VERB" and self.tree.deps[i] not in {"amod", "compound"}
            for cue in _cues().get(self.parse.lemmas[i], ()) if verb else ():
                found = self._deed(i, cue)
                if found is not None:
                    yield found
                    break

    def _deed(self, i: int, cue: _Cue) -> Concession | None:
        t, p = self.tree, self.parse
        beside = [c for c in (*t.children[i], i + 1) if c > i and p.lower[c : c + 1] == (cue.particle,)]
        realis = self._done(i)
        if (cue.particle is not None and not beside) or realis is None:
            return None
        passive = t.is_passive(i)
        objects = (
            t.kids(i, "nsubjpass") if passive else [o for h in [i, *beside[:1]] for o in t.kids(h, "dobj", "dative")]
        )
        places = p.lemmas[i] == "leave" and any(p.doc[o].ent_type_ in {"GPE", "LOC"} for o in objects)
        # “troops pulled out of the valley”, “left Norland”
        moving = cue.kind == "withdrawal" and cue.what and (places or not objects)
        if moving:
            objects = t.subjects(i)
        what = [o for o in objects if self._fits(o, cue)]
        if cue.what and not what:
            return None
        if not cue.what and (objects or passive):
            return None
        doers = [d for d in t.doers(i) if t.is_agent(d) or self._may_act(d)]
        who = self.parties(doers or t.doers(i)) or [self.who(d) for d in doers]
        who = [w for w in who if w.name.lower() != "it"]
        if not who and not passive:
            return None
        if cue.kind == "permission":  # “allowed the ships to sail”
            what = what or [c for c in t.kids(i, "ccomp", "xcomp") if p.tags[c] == "VB"]
        holders = [i, *what, *(self._counted(o) for o in what)]
        if cue.kind == "return":  # “returned a mask that was stolen in Oslo to Benin”
            holders += [k for o in what for k in sorted(t.subtree(o)) if k > o]
        bound = list(dict.fromkeys(n for h in holders for n in t.prepositional(h, *cue.to))) if cue.to else []
        if cue.kind == "return" and not any(t.is_agent(n) for n in bound):
            return None  # “returned the ball”
        people = [o for o in what if cue.kind in {"release", "permission"} and self._person(self._counted(o))]
        people += [o for o in t.kids(i, "dative") if t.is_agent(o)]
        if cue.kind == "permission":  # “gave approval for the ships to sail”
            meant = [c for h in [i, *what] for c in t.kids(h, "advcl", "acl", "xcomp", "relcl") if t.has(c, "for")]
            people += [s for c in meant for s in t.kids(c, "nsubj") if t.is_agent(s)]
        good = self.parties([n for n in bound if t.is_agent(n) or self.cast.at(n) is not None], vetted=True)
        good = [w for w in [*(self._in_words(o, beside) for o in people), *good] if w.name not in {x.name for x in who}]
        voice = self.voice(i)
        outside = {voice[0].actor, self.speaker(voice).name} if voice is not None else set()
        reported = voice[0].actor if voice is not None and not outside & {w.name for w in who} else None
        return self._record(i, beside, cue, realis, who, good, what, reported)

    def _record(
        self,
        i: int,
        beside: list[int],
        cue: _Cue,
        realis: str,
        who: list[Who],
        good: list[Who],
        what: list[int],
        reported: str | None,
    ) -> Concession:
        p, text = self.parse, self.article.text
        verb = p.offsets(i, i + 1)
        parts = [Part("conceder", *p.offsets(*w.span)) for w in who if w.span is not None]
        parts += [Part("cue", *p.offsets(k, k + 1)) for k in [i, *beside[:1]]]
        things = [p.offsets(*_after(beside, self.tree.phrase(o))) for o in what]
        parts += [Part("what", *span) for span in things]
        parts += [Part("beneficiary", *p.offsets(*w.span)) for w in good if w.span is not None]
        start, end = envelope(parts)
        return Concession(
            article=self.article.id,
            id="",
            start=start,
            end=end,
            text=text[start:end],
            parts=tuple(sorted(dict.fromkeys(parts), key=lambda part: (part.start, part.end, part.role))),
            kind=cue.kind,
            conceder=named(who),
            beneficiary=named(good),
            what=" ; ".join(" ".join(text[a:b].split()) for a, b in things) or None,
            cue=text[verb[0] : verb[1]] + (f" {cue.particle}" if cue.particle else ""),
            realis=realis,
            reported_by=reported,
            plover="AGREE" if realis == "planned" else "CONCEDE",
            cameo=_INTENDED.get(cue.cameo[:3], "035") if realis == "planned" else cue.cameo or None,
        )

    def _done(self, verb: int) -> str | None:
        """Whether the deed is told as done; None where it is only wanted, asked, refused or supposed."""
        t, p = self.tree, self.parse
        above = t.heads[verb]
        if t.deps[verb] == "ccomp" and p.lemmas[above] in _NOT_DONE and p.tags[verb] in {"VB", "VBP"}:
            return None  # “demanding that authorities release him”
        bare = p.tags[verb] == "VB" and not {p.lower[c] for c in t.kids(verb, "aux")} - {"to"}
        if t.deps[verb] in {"xcomp", "ccomp", "advcl", "acl", "pcomp", "relcl"} and (bare or p.tags[verb] == "VBG"):
            governor = p.lemmas[above] if t.deps[verb] != "pcomp" else p.lemmas[t.heads[above]]
            if governor in _NOT_DONE or governor not in _LEADING | {"announce", "say"}:
                return None
            told = self.realis(above if t.deps[verb] != "pcomp" else t.heads[above])
            return "planned" if governor == "agree" and told == "actual" else told
        if bare and t.deps[verb] != "conj":
            return None
        return self.realis(verb)

    def _counted(self, noun: int) -> int:
        """“some of its troops”, “11 of the prisoners”: the troops, the prisoners."""
        of = self.tree.prepositional(noun, "of")
        return of[0] if of and (self.parse.lemmas[noun] in _COUNTS or self.parse.pos[noun] == "NUM") else noun

    def _in_words(self, noun: int, beside: list[int]) -> Who:
        """Who has the good of it: “three Russians” are not Russia."""
        mention = self.cast.mention_of(self.parse.doc[noun])
        if mention is not None and mention.form != "demonym":
            return self.who(noun)
        i, j = _after(beside, phrase(self.parse.doc[noun]))
        return Who(" ".join(self.parse.text(i, j).split()), (i, j))

    def _person(self, noun: int) -> bool:
        p = self.parse
        mention = self.cast.mention_of(p.doc[noun])
        actor = self.cast.actor(mention.name) if mention is not None else None
        if actor is not None and actor.kind == "person":
            return True
        lemma = p.lemmas[noun]
        body = lemma in words("body") | words("state")
        return is_office(lemma) or lemma in _nouns("@people") or (is_person_noun(lemma) and not body)

    def _fits(self, noun: int, cue: _Cue) -> bool:
        noun = self._counted(noun)
        names = self._names(noun)
        for wanted in cue.what:
            if wanted == "@person":
                fits = self._person(noun)
            elif wanted.startswith("@"):
                fits = not names.isdisjoint(_nouns(wanted))
            else:
                fits = wanted == "*" or wanted in names
            if fits:
                return True
        return False

    def _names(self, noun: int) -> set[str]:
        """What a thing is called by one word: “curfew hours” a curfew, a “cease-fire” not a fire."""
        p, lemma = self.parse, self.parse.lemmas[noun]
        before = [p.lemmas[c] for c in self.tree.kids(noun, "compound")]
        if lemma == "fire" and "cease" in before:
            return {"ceasefire"}
        return {lemma, lemma.removesuffix("s"), *(before if lemma in _LIGHT else [])}


def _after(beside: list[int], run: Span) -> Span:
    """A run of tokens without the cue's particle at its head: “let | free | two pilots”."""
    return run[0] + (run[0] in beside), run[1]
