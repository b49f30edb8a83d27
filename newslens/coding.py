"""Coding by hand: a person goes through the findings, and what is decided becomes a table like the machine's."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from newslens.analysis import Analysis
from newslens.article import Article
from newslens.decisions.changes import FIXED, column_of, nullable, places, roles, values
from newslens.decisions.session import Session
from newslens.errors import InputError, MissingExtraError, OptionError
from newslens.highlight import excerpt
from newslens.looks import STYLE
from newslens.markup import esc, missing, plain
from newslens.tables import dtypes

if TYPE_CHECKING:
    import pandas as pd

_EMPTY = "(empty)"
_AROUND = 25  # characters shown on either side of words to choose among


class Coding(Session):
    """What `code` returns: a form in a notebook, in an export the finding at hand as it was last shown.

    All it does can be done in code: `confirm`, `reject`, `correct`, `respan`, `add`, `undo`, `goto`, `next`,
    `previous`; `table()` and `evidence()` are the findings as coded.
    """

    def __init__(
        self, analysis: Analysis | Article, lens: str, coder: str, file: str | os.PathLike[str] | None = None
    ) -> None:
        self._widgets = _widgets()
        super().__init__(analysis, lens, coder, file)
        w = self._widgets
        self.message = w.HTML()
        self.shown = w.HTML()
        buttons = [
            self._button("Confirm", lambda: self.confirm(), "check"),
            self._button("Reject", lambda: self.reject(), "times"),
            self._button("Undo", lambda: self.undo(), "undo"),
            self._button("Previous", lambda: self.previous(), "arrow-left"),
            self._button("Next", lambda: self.next(), "arrow-right"),
        ]
        columns = [c for c in dtypes(self.record) if c not in FIXED]
        self.column = w.Dropdown(options=columns, description="Column")
        self.value = w.VBox()
        self.role = w.Dropdown(options=roles(lens), description="Role")
        self.words = self._place("Words")
        self.new_spans = {role: self._place(role) for role in roles(lens)}
        named = {column_of(self.record, role) for role in roles(lens)}
        wanted = [c for c in columns if c not in named and not nullable(self.record, c)]
        self.new_fields = {c: self._entry(c, None) for c in wanted if dtypes(self.record)[c] != "float64"}
        self.column.observe(lambda _: self._offer(), names="value")
        correct = w.VBox(
            [
                w.HBox([self.column, self.value, self._button("Correct", self._correct)]),
                w.HBox([self.role, self.words, self._button("Set the words", self._respan)]),
            ]
        )
        missed = w.VBox([*self.new_spans.values(), *self.new_fields.values(), self._button("Add", self._add, "plus")])
        forms = w.Accordion([correct, missed], selected_index=None, titles=("Correct", "Add what was missed"))
        across = w.Layout(flex_flow="row wrap")
        self.buttons = {button.description: button for button in buttons}
        self.widget = w.VBox([self.shown, w.HBox(buttons, layout=across), self.message, forms])
        self._after()

    def _after(self) -> Self:
        if hasattr(self, "widget"):
            self.shown.value = self._repr_html_()
            self._offer()
        return self

    def _button(self, label: str, act: Callable[[], object], icon: str = "") -> Any:
        button = self._widgets.Button(description=label, icon=icon)
        button.on_click(lambda _: self._tried(act))
        return button

    def _tried(self, act: Callable[[], object]) -> None:
        """Do what a button says; where it cannot be done, say below the buttons why."""
        try:
            act()
        except InputError as error:
            self.message.value = f'<p role="alert">{esc(error)}</p>'
        else:
            self.message.value = ""

    def _entry(self, column: str, now: object) -> Any:
        """A menu where the codebook lists the values, else a line of text."""
        w = self._widgets
        listed = (
            ("yes", "no") if dtypes(self.record)[column] in {"bool", "boolean"} else values(self.record).get(column)
        )
        held = "" if now is None or missing(now) else "yes" if now is True else "no" if now is False else str(now)
        if not listed:
            return w.Text(value=held, description=column)
        choices = [(_EMPTY, ""), *((v.replace("_", " "), v) for v in listed)]
        return w.Dropdown(options=choices, value=held if held in listed else "", description=column)

    def _offer(self) -> None:
        """The value of the chosen column as it is, to be changed."""
        now = getattr(self.item.now, self.column.value) if self.items else None
        for entry in self.value.children:
            entry.close()
        self.value.children = (self._entry(self.column.value, now),)

    def _place(self, label: str) -> Any:
        """A line for words of the article, and a menu of the places where they stand if they do so more than once."""
        w = self._widgets
        line = w.Text(description=label, placeholder="words in the article, or first … last", continuous_update=False)
        menu = w.Dropdown(options=[("", 1)], layout=w.Layout(display="none"))

        def look(_: object) -> None:
            found = places(self.article, line.value)
            menu.options = [(f"{n}: {self._around(*span)}", n) for n, span in enumerate(found, 1)] or [("", 1)]
            menu.layout.display = "" if len(found) > 1 else "none"

        line.observe(look, names="value")
        return w.HBox([line, menu])

    def _around(self, start: int, end: int) -> str:
        text = self.article.text
        return " ".join(
            f"{text[max(0, start - _AROUND) : start]}[{text[start:end]}]{text[end : end + _AROUND]}".split()
        )

    def _correct(self) -> None:
        self.correct(**{self.column.value: self.value.children[0].value})

    def _respan(self) -> None:
        line, menu = self.words.children
        self.respan(self.role.value, line.value, menu.value)
        line.value = ""

    def _add(self) -> None:
        lines = {role: box.children for role, box in self.new_spans.items()}
        spans = {role: (line.value, menu.value) for role, (line, menu) in lines.items() if line.value.strip()}
        self.add(spans, **{column: entry.value for column, entry in self.new_fields.items() if entry.value})
        for line, _ in lines.values():
            line.value = ""

    def _repr_html_(self) -> str:
        progress = f'<p class="nl-key">{esc(self.progress)}</p>'
        if not self.items:
            return f'{STYLE}<div class="nl">{progress}<p class="nl-muted">Nothing was found.</p></div>'
        item = self.item
        rows = []
        for column in dtypes(self.record):
            if column in FIXED:
                continue
            now, found = getattr(item.now, column), getattr(item.found, column)
            was = "" if now == found or (now is not None and now != now) else f" (was: {plain(found, column)})"
            rows.append(f'<tr><th scope="row">{esc(column)}</th><td>{esc(plain(now, column) + was)}</td></tr>')
        decision = item.decision or "no decision yet"
        return (
            f'{STYLE}<div class="nl">{progress}</div>{excerpt(self.article, self.lens, item.now).html}'
            f'<div class="nl"><div class="nl-scroll"><table><caption>{esc(item.now.id)}: {esc(decision)}</caption>'
            f"<tbody>{''.join(rows)}</tbody></table></div></div>"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = dict(self.widget._repr_mimebundle_())
        return bundle | {"text/plain": repr(self), "text/html": self._repr_html_()}

    def __repr__(self) -> str:
        return f"<Coding of {self.article.id!r}: {self.progress}>"


def code(
    analysis: Analysis | Article,
    lens: str = "attributions",
    *,
    coder: str,
    file: str | os.PathLike[str] | None = None,
) -> Coding:
    """A form to go through the findings of a lens by hand: confirm, reject, correct, add what was missed, undo.

    Each decision is on the disk before the next one can be taken: in `<article file>.<coder>.coding.jsonl` beside the
    article, or in `file`. Opened again, it goes on at the first finding without a decision. All of it can be done with
    Tab and Enter, and without a browser by methods of the same names. Spans are given by words of the article.

    Raises OptionError for an unknown lens or a coder's name that is more than letters, digits, - and _, CodingError for
    a log of another article, MissingExtraError without ipywidgets.

    >>> import tempfile
    >>> import newslens as nl
    >>> article = nl.Article.from_text("The mayor said the bridge is safe.", id="bridge")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     nl.code(article, coder="ab", file=f"{folder}/log.jsonl").correct(source_kind="institution")
    <Coding of 'bridge': attributions: 1 of 1, 1 decided, 0 to go, 0 added (coder ab)>
    """
    return Coding(analysis, lens, coder, file)


def coded(
    analysis: Analysis | Article,
    coder: str,
    lens: str = "attributions",
    *,
    file: str | os.PathLike[str] | None = None,
    rejected: bool = False,
    evidence: bool = False,
) -> pd.DataFrame:
    """The table of a lens as a coder left it: corrections made, rejected rows dropped, added rows (`ab1` …) at the end.

    The columns and dtypes are the lens's own, then `decision` (confirm, correct, add; missing where none was taken, so
    that the row is still the machine's) and `coder`. In each row `article.text[start:end] == text`. `rejected=True`
    keeps the rejected rows. `evidence=True` gives the evidence table of the same findings instead, to be highlighted.

    Raises OptionError where there is no log yet, and what `code` raises.

    >>> import tempfile
    >>> import newslens as nl
    >>> article = nl.Article.from_text("The mayor said the bridge is safe.")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     log = f"{folder}/log.jsonl"
    ...     _ = nl.code(article, coder="ab", file=log).confirm()
    ...     nl.coded(article, "ab", file=log)[["id", "source_kind", "decision"]].values.tolist()
    [['a1', 'unnamed', 'confirm']]
    """
    session = Session(analysis, lens, coder, file)
    if not session.log.path.exists():
        raise OptionError(
            f"There is no log {str(session.log.path)!r}. Code first: nl.code(analysis, {lens!r}, coder={coder!r})."
        )
    return session.evidence(rejected=rejected) if evidence else session.table(rejected=rejected)


def _widgets() -> Any:
    try:
        import ipywidgets
    except ImportError as error:
        raise MissingExtraError(
            "code() needs ipywidgets, which comes with the extra “lab”: pip install '.[lab]' in the checkout. "
            "What was coded before can be read without it: nl.coded(analysis, coder)."
        ) from error
    return ipywidgets
