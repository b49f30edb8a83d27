"""The article beside its findings, to be looked through in a notebook; the widget itself is in `exploring`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newslens.analysis import Analysis, analyze
from newslens.article import Article
from newslens.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd

    from newslens.exploring.widget import Explorer


def explore(subject: Analysis | Article, *tables: pd.DataFrame) -> Explorer:
    """A widget to look through an article: the marked text beside its findings, each leading to the other.

    Click on marked words to see their finding with all its parts, on a finding to see its words; choose by lens,
    source, kind, voice, act, confidence and search. `choose` does the same from code, `selected` is the finding at
    hand, `findings` the table as chosen. A table of yours is a lens, too: it needs `start` and `end` (half-open
    character offsets) and may have `id`, `label`, `source` and more; a filtered or hand-coded table from newslens
    stands in for its lens.

    Shown in JupyterLab, Notebook, VS Code and whatever else speaks ipywidgets; exported to HTML it is the text and the
    tables as they were chosen. Raises MissingExtraError without anywidget, OptionError for a table that does not fit.

    >>> import newslens as nl
    >>> nl.explore(nl.Article.from_text("The mayor said the bridge is safe.", id="bridge")).choose(source="The mayor")
    <Explorer of 'bridge': who says so, source The mayor, one finding>
    """
    try:
        from newslens.exploring.widget import Explorer
    except ImportError as error:
        raise MissingExtraError(
            "explore() needs anywidget, which comes with the extra “lab”: pip install '.[lab]' in the checkout. "
            "Without it, nl.highlight(article, table) shows the same marks."
        ) from error
    return Explorer(subject if isinstance(subject, Analysis) else analyze(subject), tables)
