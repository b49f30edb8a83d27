"""The article beside its findings, to be looked through: choose a lens, a source, a kind; text and table follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from newslens.analysis import Analysis, analyze
from newslens.article import Article
from newslens.errors import MissingExtraError, OptionError, did_you_mean
from newslens.highlight import highlight
from newslens.markup import count, missing, plain, tabulate

if TYPE_CHECKING:
    import pandas as pd


class View(NamedTuple):
    """How a lens is looked through: which column says who, which says what kind, and what the table shows."""

    label: str
    who: str
    kind: str | None
    columns: tuple[str, ...]


VIEWS = {
    "attributions": View("who says so", "actor", "source_kind", ("actor", "source_kind", "cue", "content")),
    "quotations": View("quotation marks", "speaker", None, ("text", "speaker", "words")),
    "sentiments": View("in what tone", "speaker", "label", ("label", "tone", "target", "speaker", "text")),
    "drivers": View("words that carry tone", "speaker", None, ("text", "effect", "target", "speaker")),
    "demands": View(
        "who wants what", "demander", "act", ("demander", "act", "addressees", "content", "status", "answered_by")
    ),
    "responses": View(
        "what was answered", "responder", "relation", ("responder", "relation", "asker", "asked", "answer", "demand")
    ),
    "concessions": View("who gave way", "conceder", "kind", ("conceder", "kind", "what", "beneficiary", "reported_by")),
    "hedges": View("what is uncertain", "speaker", "kind", ("hedge", "kind", "claim", "speaker")),
    "loaded": View("loaded words", "speaker", "kind", ("text", "kind", "plainer", "speaker")),
    "actors": View("who is mentioned", "name", "kind", ("name", "kind", "role", "country", "sector", "mentions")),
}
ALL, NOBODY = "all", "the article itself"


class Explorer:
    """What `explore` returns: a widget in a notebook, in an export the text and table as they were chosen.

    `lens`, `source` and `kind` are the menus, `text` and `table` the panes; `findings` is the table as chosen.
    """

    def __init__(self, analysis: Analysis) -> None:
        widgets = _widgets()
        self.analysis = analysis
        wide = widgets.Layout(width="auto", min_width="14rem")
        names = [(f"{view.label} ({len(getattr(analysis, lens))})", lens) for lens, view in VIEWS.items()]
        self.lens = widgets.Dropdown(options=names, description="Lens", layout=wide)
        self.source = widgets.Dropdown(options=[ALL], description="Source", layout=wide)
        self.kind = widgets.Dropdown(options=[ALL], description="Kind", layout=wide)
        pane = {
            "max_height": "36rem",
            "overflow": "auto",
            "min_width": "18rem",
            "flex": "1 1 24rem",
            "padding": "0 1rem 0 0",
        }
        self.text = widgets.HTML(layout=widgets.Layout(**pane))
        self.table = widgets.HTML(layout=widgets.Layout(**pane))
        across = widgets.Layout(flex_flow="row wrap", align_items="flex-start")
        self.widget = widgets.VBox(
            [
                widgets.HBox([self.lens, self.source, self.kind], layout=across),
                widgets.HBox([self.text, self.table], layout=across),
            ]
        )
        self.lens.observe(self._on_lens, names="value")
        self.source.observe(self._on_choice, names="value")
        self.kind.observe(self._on_choice, names="value")
        self._on_lens()

    @property
    def findings(self) -> pd.DataFrame:
        """The rows of the chosen lens, by the chosen source, of the chosen kind."""
        view = VIEWS[self.lens.value]
        table: pd.DataFrame = getattr(self.analysis, self.lens.value)
        if self.source.value != ALL:
            table = table[[_who(value) == self.source.value for value in table[view.who]]]
        if self.kind.value != ALL and view.kind:
            table = table[[plain(value) == self.kind.value for value in table[view.kind]]]
        return table

    def choose(self, *, lens: str | None = None, source: str | None = None, kind: str | None = None) -> Explorer:
        """Set the menus from code: the names that they show. Raises OptionError for what a menu does not have."""
        for name, value in (("lens", lens), ("source", source), ("kind", kind)):
            if value is not None:
                menu = getattr(self, name)
                known = [str(option[1] if isinstance(option, tuple) else option) for option in menu.options]
                if value not in known:
                    raise OptionError(f"The menu “{name}” does not have {value!r}. {did_you_mean(value, known)}")
                menu.value = value
        return self

    def _on_lens(self, _: object = None) -> None:
        view = VIEWS[self.lens.value]
        table = getattr(self.analysis, self.lens.value)
        kept = self.source.value
        self.source.options = [ALL, *dict.fromkeys(_who(value) for value in table[view.who])]
        self.source.value = kept if kept in self.source.options else ALL
        kinds = table[view.kind] if view.kind else ()
        self.kind.options = [ALL, *dict.fromkeys(plain(value) for value in kinds)]
        self.kind.value = ALL
        self.kind.disabled = view.kind is None
        self._on_choice()

    def _on_choice(self, _: object = None) -> None:
        self.text.value, self.table.value = self._panes()

    def _panes(self) -> tuple[str, str]:
        view, found = VIEWS[self.lens.value], self.findings
        whole = len(getattr(self.analysis, self.lens.value))
        caption = f"{view.label}: {count(len(found), 'finding')}" + (f" of {whole}" if len(found) < whole else "")
        table = tabulate(found, view.columns, caption=caption, empty="Nothing fits this choice.")
        return highlight(self.analysis.article, found).html, table.html

    def _repr_html_(self) -> str:
        return "".join(self._panes())

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = dict(self.widget._repr_mimebundle_())
        return bundle | {"text/plain": repr(self), "text/html": self._repr_html_()}

    def __repr__(self) -> str:
        view = VIEWS[self.lens.value]
        return (
            f"<Explorer of {self.analysis.article.id!r}: {view.label}, source {self.source.value}, "
            f"kind {self.kind.value}, {count(len(self.findings), 'finding')}>"
        )


def explore(subject: Analysis | Article) -> Explorer:
    """A widget to look through an article: choose a lens, a source and a kind; the marked text and the table follow.

    Shown in JupyterLab, Notebook and whatever else speaks ipywidgets; exported to HTML it is the text and the table as
    they were chosen. Raises MissingExtraError without ipywidgets.

    >>> import newslens as nl
    >>> nl.explore(nl.Article.from_text("The mayor said the bridge is safe.", id="bridge")).choose(source="The mayor")
    <Explorer of 'bridge': who says so, source The mayor, kind all, one finding>
    """
    return Explorer(subject if isinstance(subject, Analysis) else analyze(subject))


def _who(value: object) -> str:
    """Whose words: where no speaker stands in the table, they are the article's own."""
    return NOBODY if missing(value) else str(value)


def _widgets() -> Any:
    try:
        import ipywidgets
    except ImportError as error:
        raise MissingExtraError(
            "explore() needs ipywidgets, which comes with the extra “lab”: pip install '.[lab]' in the checkout. "
            "Without it, nl.highlight(article, table) shows the same marks."
        ) from error
    return ipywidgets
