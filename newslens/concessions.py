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
from newslens.acts.words import is_person_noun, words
from newslens.article import Article
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
_LEADING = frozenset({"begin", "start", "decide", "agree", "vote", "continue", "finish", "complete", "choose"})
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
    plover: str = column("category of PLOVER's manual 0.8", "CONCEDE")
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
        beside = [c for c in t.children[i] if p.lower[c] == cue.particle and c > i]
        realis = self._done(i)
        if (cue.particle is not None and not beside) or realis is None:
            return None
        passive = t.is_passive(i)
        objects = t.kids(i, "nsubjpass") if passive else [*t.kids(i, "dobj"), *t.kids(i, "dative")]
        moving = cue.kind == "withdrawal" and not objects and cue.what  # “troops pulled out of the valley”
        if moving:
            objects = t.subjects(i)
        what = [o for o in objects if self._fits(o, cue)]
        if cue.what and not what:
            return None
        if not cue.what and (objects or passive):
            return None
        doers = [d for d in t.doers(i) if t.is_agent(d) or self._may_act(d)]
        who = self.parties(doers) or [self.who(d) for d in doers]
        if not who and not passive:
            return None
        if cue.kind == "permission":  # “allowed the ships to sail”
            what = what or [c for c in t.kids(i, "ccomp", "xcomp") if p.tags[c] == "VB"]
        bound = [n for h in [i, *what] for n in t.prepositional(h, *cue.to)] if cue.to else []
        if cue.kind == "return" and not any(t.is_agent(n) for n in bound):
            return None  # “returned the ball”
        people = [o for o in what if cue.kind in {"release", "permission"} and self._person(self._counted(o))]
        people += [o for o in t.kids(i, "dative") if t.is_agent(o)]
        good = self.parties([n for n in bound if t.is_agent(n) or self.cast.at(n) is not None], vetted=True)
        good = [w for w in [*map(self._in_words, people), *good] if w.name not in {x.name for x in who}]
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
        things = [p.offsets(*self.tree.phrase(o)) for o in what]
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
            cameo=cue.cameo or None,
        )

    def _done(self, verb: int) -> str | None:
        """Whether the deed is told as done; None where it is only wanted, asked, refused or supposed."""
        t, p = self.tree, self.parse
        above = t.heads[verb]
        bare = p.tags[verb] == "VB" and not {p.lower[c] for c in t.kids(verb, "aux")} - {"to"}
        if t.deps[verb] in {"xcomp", "ccomp", "advcl", "acl", "pcomp", "relcl"} and (bare or p.tags[verb] == "VBG"):
            governor = p.lemmas[above] if t.deps[verb] != "pcomp" else p.lemmas[t.heads[above]]
            if governor in _NOT_DONE or governor not in _LEADING | {"announce", "say"}:
                return None
            return self.realis(above if t.deps[verb] != "pcomp" else t.heads[above])
        if bare and t.deps[verb] != "conj":
            return None
        return self.realis(verb)

    def _counted(self, noun: int) -> int:
        """“some of its troops”: the troops."""
        of = self.tree.prepositional(noun, "of")
        return of[0] if of and self.parse.lemmas[noun] in _COUNTS else noun

    def _in_words(self, noun: int) -> Who:
        """Who has the good of it: “three Russians” are not Russia."""
        mention = self.cast.mention_of(self.parse.doc[noun])
        if mention is not None and mention.form != "demonym":
            return self.who(noun)
        i, j = phrase(self.parse.doc[noun])
        return Who(" ".join(self.parse.text(i, j).split()), (i, j))

    def _person(self, noun: int) -> bool:
        p = self.parse
        mention = self.cast.mention_of(p.doc[noun])
        actor = self.cast.actor(mention.name) if mention is not None else None
        if actor is not None:
            return actor.kind == "person" or is_person_noun(p.lemmas[noun])
        return is_person_noun(p.lemmas[noun]) and p.lemmas[noun] not in words("body") | words("state")

    def _fits(self, noun: int, cue: _Cue) -> bool:
        noun = self._counted(noun)
        lemma = self.parse.lemmas[noun]
        for wanted in cue.what:
            if wanted == "@person":
                fits = self._person(noun)
            elif wanted.startswith("@"):
                fits = lemma in _nouns(wanted) or lemma.removesuffix("s") in _nouns(wanted)
            else:
                fits = wanted in {"*", lemma}
            if fits:
                return True
        return False
