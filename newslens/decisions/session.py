"""A coder's way through the findings of one lens: each decision goes to the log and then to the records."""

from __future__ import annotations

import dataclasses
import datetime
import math
import os
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from newslens.analysis import LENSES, Analysis, analyze, record_class, records
from newslens.article import Article
from newslens.decisions.changes import cast, column_of, follows, own_span, place, roles, words_of
from newslens.decisions.log import Decision, Log, open_log
from newslens.decisions.replay import Item, held, index, made, replay
from newslens.errors import CodingError, OptionError, did_you_mean
from newslens.tables import Evidence, Part, to_evidence, to_table

if TYPE_CHECKING:
    import pandas as pd

#: a span as a coder gives it: words, or words and which occurrence of them, from 1
Words = str | tuple[str, int]


class Session:
    """The findings of a lens in text order, then those added; `position` is the one at hand, from 0.

    It opens on the first finding without a decision. Decisions are in the log before a method returns. Confirm and
    reject say whether a finding stands; correct and respan say how it reads, and that it stands. They add up.
    """

    def __init__(
        self,
        analysis: Analysis | Article,
        lens: str = "attributions",
        coder: str = "",
        file: str | os.PathLike[str] | None = None,
    ) -> None:
        if lens not in LENSES:
            raise OptionError(f"There is no lens {lens!r} to code. {did_you_mean(lens, LENSES)}")
        self.analysis = analysis if isinstance(analysis, Analysis) else analyze(analysis)
        self.article = self.analysis.article
        self.lens, self.coder = lens, coder
        self.log: Log = open_log(self.article, coder, file)
        self.record = record_class(lens)
        shown = set(getattr(self.analysis, lens)["id"])
        self._found = [r for r in records(self.article, lens) if r.id in shown]
        self.items: list[Item] = []
        #: decisions about findings that are no longer made
        self.lost: list[Decision] = []
        self._load()
        if self.lost:
            named = ", ".join(f"{d.id} “{d.text[:60]}”" for d in self.lost)
            warnings.warn(
                f"{len(self.lost)} decision(s) in {str(self.log.path)!r} are about findings that this newslens does "
                f"not make; they are left out: {named}. Where they still hold, add the findings anew with add().",
                stacklevel=4,
            )
        self.position = next((n for n, item in enumerate(self.items) if item.decision is None), len(self.items) - 1)

    @property
    def item(self) -> Item:
        """The finding at hand. Raises OptionError where there is none at all."""
        if not self.items:
            raise OptionError(f"There are no {self.lens} in {self.article.id!r} to decide on. Add what was missed.")
        return self.items[self.position]

    @property
    def progress(self) -> str:
        """Where the coder stands, in one line."""
        total = len(self.items)
        added = sum(item.added for item in self.items)
        decided = sum(item.decision is not None for item in self.items)
        where = f"{self.position + 1} of {total}" if total else "none found"
        return f"{self.lens}: {where}, {decided} decided, {total - decided} to go, {added} added (coder {self.coder})"

    def confirm(self) -> Self:
        """The finding stands as it reads now; on to the next undecided one."""
        return self._write(self._line("confirm"), onward=True)

    def reject(self) -> Self:
        """The finding is none; on to the next undecided one."""
        return self._write(self._line("reject"), onward=True)

    def correct(self, **fields: Any) -> Self:
        """New values for columns of the finding at hand; OptionError for a column or value that there is not."""
        if not fields:
            raise OptionError("correct() wants what to correct: correct(source_kind='institution').")
        return self._write(self._line("correct", self._cast(fields)))

    def respan(self, role: str, text: str, occurrence: int = 1) -> Self:
        """The words of a role stand elsewhere: where `text` stands in the article for the `occurrence`-th time.

        They take the place of all former parts of that role, and of their words in the column that held these. “first …
        last” names a long stretch. Raises OptionError for an unknown role and for words that the article does not have.
        """
        part = self._part(role, text, occurrence)
        column = follows(self.article, self.item.now, role)
        fields = {column: words_of(self.article, [part])} if column else {}
        return self._write(self._line("correct", fields, [part]))

    def add(self, spans: Mapping[str, Words | Sequence[Words]], **fields: Any) -> Self:
        """A finding that was missed: role → its words (or words and occurrence, or several), and the columns' values.

        A column named like a role takes that role's words. Numbers that only a machine has (confidence, scores) may be
        left out. Raises OptionError that lists what else is lacking. The new finding, `ab1`, is then the one at hand.
        """
        self._catch_up()
        parts = []
        for role, given in spans.items():
            for words, occurrence in _each(given):
                parts.append(self._part(role, words, occurrence))
        start, end = own_span(self.lens, parts)
        said = self._cast(fields)
        for role in dict.fromkeys(p.role for p in parts):
            column = column_of(self.record, role)
            if column is not None and column not in said:
                said[column] = words_of(self.article, [p for p in parts if p.role == role])
        decision = Decision(
            decision="add",
            lens=self.lens,
            coder=self.coder,
            id=self._new_id(),
            start=start,
            end=end,
            text=self.article.text[start:end],
            parts=tuple(parts),
            fields=said,
            spans=tuple(parts),
        )
        made(self.article, decision)
        return self._write(decision)

    def undo(self) -> Self:
        """Take back the last decision that still holds; its finding is then the one at hand."""
        self._catch_up()
        standing = held(self._said)
        if not standing:
            raise OptionError("There is nothing to undo: no decision of this coder on this lens holds.")
        last = standing[-1]
        return self._write(dataclasses.replace(last, decision="undo", fields={}, spans=(), time=""), at=last)

    def goto(self, n: int | str) -> Self:
        """To the n-th finding, from 1, or to the one with that id."""
        ids = [item.now.id for item in self.items]
        if isinstance(n, str) and n in ids:
            n = ids.index(n) + 1
        if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= len(ids):
            raise OptionError(f"There is no finding {n!r} to go to. Give a number from 1 to {len(ids)}, or an id.")
        self.position = n - 1
        return self._after()

    def next(self) -> Self:
        """To the finding after this one, if there is one."""
        return self.goto(min(self.position + 2, len(self.items))) if self.items else self

    def previous(self) -> Self:
        """To the finding before this one, if there is one."""
        return self.goto(max(self.position, 1)) if self.items else self

    def table(self, *, rejected: bool = False) -> pd.DataFrame:
        """The lens's table as coded, with `decision` (missing: none yet) and `coder`; see `newslens.coded`."""
        import pandas as pd

        kept = [item for item in self.items if rejected or item.decision != "reject"]
        table = to_table([item.now for item in kept], self.record, self.lens)
        table["decision"] = pd.Series([item.decision for item in kept], dtype="string")
        table["coder"] = pd.Series([self.coder] * len(kept), dtype="string")
        return table

    def evidence(self, *, rejected: bool = False) -> pd.DataFrame:
        """The evidence table of the findings as coded: `article.text[start:end] == text` in each row."""
        kept = [item.now for item in self.items if rejected or item.decision != "reject"]
        return to_table(to_evidence(kept, self.article, self.lens), Evidence, "evidence")

    def _after(self) -> Self:
        """What is done when the findings or the place among them changed; a view shows them."""
        return self

    def _line(self, decision: str, fields: dict[str, Any] | None = None, spans: Sequence[Part] = ()) -> Decision:
        self._catch_up()
        found = self.item.found
        return Decision(
            decision=decision,
            lens=self.lens,
            coder=self.coder,
            id=found.id,
            start=found.start,
            end=found.end,
            text=found.text,
            parts=found.parts,
            fields=fields or {},
            spans=tuple(spans),
        )

    def _write(self, decision: Decision, *, onward: bool = False, at: Decision | None = None) -> Self:
        self.log.append(decision)
        self._said.append(decision)
        self._size = self.log.size
        self.items, self.lost = replay(self.article, self._found, self._said)
        last = len(self.items) - 1
        if decision.decision == "add":
            self.position = last
        elif at is not None:
            again = index(self.items, at)
            self.position = min(self.position, last) if again is None else again
        elif onward:
            order = [*range(self.position, last + 1), *range(self.position)]
            open_ = (n for n in order if self.items[n].decision is None)
            self.position = next(open_, min(self.position + 1, last))
        return self._after()

    def _catch_up(self) -> None:
        """Read the log again if it grew: the same coder may have it open in a second notebook."""
        if self.log.size != self._size:
            self._load()

    def _load(self) -> None:
        self._said = [d for d in self.log.read() if d.lens == self.lens and d.coder == self.coder]
        self._size = self.log.size
        try:
            self.items, self.lost = replay(self.article, self._found, self._said)
        except OptionError as error:
            raise CodingError(
                f"{str(self.log.path)!r} does not fit the {self.lens} of this newslens: {error} Use the newslens that "
                "wrote it, which each of its lines names."
            ) from error

    def _cast(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The values as the columns want them, written as JSON can hold them."""
        said = {column: cast(self.record, column, value) for column, value in fields.items()}
        return {
            c: v.isoformat() if isinstance(v, datetime.date) else None if isinstance(v, float) and math.isnan(v) else v
            for c, v in said.items()
        }

    def _part(self, role: str, words: Any, occurrence: int = 1) -> Part:
        known = roles(self.lens)
        if role not in known:
            raise OptionError(f"The {self.lens} have no role {role!r}. {did_you_mean(role, known)}")
        return Part(role, *place(self.article, words, occurrence))

    def _new_id(self) -> str:
        """`ab1`, `ab2` …, never used twice; with a hyphen where it could be taken for a machine's (a1) or another's."""
        number = 1 + sum(d.decision == "add" for d in self._said)
        return f"{self.coder}{'-' if len(self.coder) == 1 or self.coder[-1].isdigit() else ''}{number}"


def _each(given: Any) -> list[tuple[str, int]]:
    """The stretches of one role, each as words and occurrence; `given` is `Words` or several of them."""
    if isinstance(given, str):
        return [(given, 1)]
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[1], int):
        return [(given[0], given[1])]
    if isinstance(given, Sequence) and given and all(isinstance(one, str | tuple) for one in given):
        return [pair for one in given for pair in _each(one)]
    raise OptionError(f"A span is given by its words, or by (words, occurrence), or by several of them, not {given!r}.")
