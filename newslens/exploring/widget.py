"""The explorer itself: its state in Python and in the browser are one; static/explorer.js draws it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
import traitlets as t

from newslens.analysis import Analysis
from newslens.errors import OptionError, did_you_mean
from newslens.exploring.views import MENUS, Choice, Lens, Row, lenses
from newslens.highlight import TINTS, WEIGHT, highlight
from newslens.markup import count, plain, tabulate

if TYPE_CHECKING:
    import pandas as pd

_STATIC = Path(__file__).parents[1] / "static"
ALL = "all"
_CHOICES = ("lens", *MENUS, "confidence", "search")


class Explorer(anywidget.AnyWidget):
    """What `explore` returns: a widget in a notebook, in an export the text and tables as they were chosen.

    `lens` (a list of names), `source`, `kind`, `voice`, `act`, `confidence` and `search` are what is chosen by,
    `selected` is the finding shown, as lens and id. Each can be read, set and observed (`explorer.observe`), and what
    is set here and what is clicked there are the same. `findings` is the table as chosen.
    """

    _esm: ClassVar[Any] = _STATIC / "explorer.js"
    _css: ClassVar[Any] = _STATIC / "explorer.css"
    _data = t.Dict().tag(sync=True)
    lens = t.List(t.Unicode()).tag(sync=True)
    source = t.Unicode(ALL).tag(sync=True)
    kind = t.Unicode(ALL).tag(sync=True)
    voice = t.Unicode(ALL).tag(sync=True)
    act = t.Unicode(ALL).tag(sync=True)
    confidence = t.Float(0.0).tag(sync=True)
    search = t.Unicode("").tag(sync=True)
    selected = t.Tuple(t.Unicode(), t.Unicode(), default_value=None, allow_none=True).tag(sync=True)

    def __init__(self, analysis: Analysis, tables: Iterable[pd.DataFrame] = ()) -> None:
        self.analysis = analysis
        self._lenses, given = lenses(analysis, list(tables))
        article = analysis.article
        data = {
            "article": {
                name: getattr(article, name) for name in ("id", "title", "language", "text", "paragraphs", "aside")
            },
            "lenses": [lens.payload() for lens in self._lenses.values()],
            "weights": WEIGHT,
            "tints": TINTS,
        }
        super().__init__(_data=data, lens=given or ["attributions"])

    @property
    def findings(self) -> pd.DataFrame:
        """The findings as chosen: of one lens its table; of several a row each with its lens, in order of the text."""
        import pandas as pd

        tables = self.tables
        if len(tables) == 1:
            return next(iter(tables.values()))
        fields = ("id", "start", "end", "source", "what", "words")
        rows = [{"lens": name} | {f: getattr(row, f) for f in fields} for name, row in self._rows()]
        rows.sort(key=lambda row: (row["start"], -row["end"]))
        return pd.DataFrame(rows, columns=["lens", *fields])

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Lens → its table as chosen, for each lens that is shown."""
        import numpy as np

        return {name: self._lenses[name].table[np.array(kept, dtype=bool)] for name, kept in self._kept().items()}

    def choose(
        self,
        *,
        lens: str | Iterable[str] | None = None,
        source: str | None = None,
        kind: str | None = None,
        voice: str | None = None,
        act: str | None = None,
        confidence: float | None = None,
        search: str | None = None,
    ) -> Explorer:
        """Choose from code: one lens or several, and the names that the menus show; “all” lets everything through.

        `confidence` is the least that a finding with one must have, `search` is looked for in the findings. Returns
        the explorer. Raises OptionError for what a menu does not have.
        """
        names = self.lens if lens is None else [lens] if isinstance(lens, str) else list(lens)
        for name in names:
            if name not in self._lenses:
                raise OptionError(f"The menu “lens” does not have {name!r}. {did_you_mean(name, list(self._lenses))}")
        wanted: dict[str, Any] = {"lens": names}
        for menu, value in zip(MENUS, (source, kind, voice, act), strict=True):
            if value is not None:
                known = [ALL, *self._menu(menu, names)]
                if value not in known and plain(value) not in known:
                    raise OptionError(f"The menu “{menu}” does not have {value!r}. {did_you_mean(value, known)}")
                wanted[menu] = value if value in known else plain(value)
        if confidence is not None:
            if not 0 <= confidence <= 1:
                raise OptionError(f"A confidence lies between 0 and 1, not at {confidence}.")
            wanted["confidence"] = float(confidence)
        if search is not None:
            wanted["search"] = search
        self._set(wanted)
        return self

    @t.validate("selected")
    def _known(self, proposal: Any) -> tuple[str, str] | None:
        chosen: tuple[str, str] | None = proposal["value"]
        if chosen is not None:
            name, key = chosen
            if name not in self._lenses:
                raise OptionError(f"There is no lens {name!r} to select from. {did_you_mean(name, list(self._lenses))}")
            known = [row.id for row in self._lenses[name].rows]
            if key not in known:
                raise OptionError(f"The lens {name!r} has no finding {key!r}. {did_you_mean(key, known)}")
        return chosen

    @t.observe("selected")
    def _on_selected(self, _: Any) -> None:
        """What is selected is shown: where a choice would hide it, the choice is dropped."""
        if self.selected is not None and not self._visible(*self.selected):
            names = self.lens if self.selected[0] in self.lens else [*self.lens, self.selected[0]]
            self._set({"lens": names} | dict.fromkeys(MENUS, ALL) | {"confidence": 0.0, "search": ""})

    @t.observe(*_CHOICES)
    def _on_choice(self, _: Any) -> None:
        """What a menu does not have any more is not chosen any more, and what is not shown is not selected."""
        gone = [m for m in MENUS if getattr(self, m) != ALL and getattr(self, m) not in self._menu(m, self.lens)]
        self._set(dict.fromkeys(gone, ALL))
        if self.selected is not None and not self._visible(*self.selected):
            self._set({"selected": None})

    def _set(self, values: dict[str, Any]) -> None:
        """Several at once: the browser hears of all of them in one message."""
        with self.hold_sync(), self.hold_trait_notifications():
            for name, value in values.items():
                setattr(self, name, value)

    def _shown(self) -> dict[str, Lens]:
        return {name: lens for name, lens in self._lenses.items() if name in self.lens}

    def _menu(self, menu: str, names: Iterable[str]) -> list[str]:
        return list(
            dict.fromkeys(value for name in names if name in self._lenses for value in self._lenses[name].values(menu))
        )

    def _kept(self) -> dict[str, list[bool]]:
        menus = {menu: "" if getattr(self, menu) == ALL else getattr(self, menu) for menu in MENUS}
        choice = Choice(**menus, confidence=self.confidence, search=self.search)
        return {name: lens.kept(self.analysis.article, choice) for name, lens in self._shown().items()}

    def _rows(self) -> Iterator[tuple[str, Row]]:
        for name, kept in self._kept().items():
            yield from ((name, row) for row, stays in zip(self._lenses[name].rows, kept, strict=True) if stays)

    def _visible(self, name: str, key: str) -> bool:
        return any((lens, row.id) == (name, key) for lens, row in self._rows())

    def _caption(self, name: str, found: pd.DataFrame) -> str:
        whole = len(self._lenses[name].rows)
        more = f" of {whole}" if len(found) < whole else ""
        return f"{self._lenses[name].view.label}: {count(len(found), 'finding')}{more}"

    def _repr_html_(self) -> str:
        shown = [
            tabulate(
                found,
                self._lenses[name].view.columns,
                caption=self._caption(name, found),
                empty="Nothing fits this choice.",
            )
            for name, found in self.tables.items()
        ]
        return "".join(each.html for each in (highlight(self.analysis.article, *self.tables.values()), *shown))

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return bundle | {"text/plain": repr(self), "text/html": self._repr_html_()}, metadata

    def __repr__(self) -> str:
        chosen = [f"{menu} {getattr(self, menu)}" for menu in MENUS if getattr(self, menu) != ALL]
        chosen += [f"confidence {self.confidence:g} or more"] if self.confidence else []
        chosen += [f"search {self.search!r}"] if self.search else []
        shown = " + ".join(lens.view.label for lens in self._shown().values()) or "no lens"
        total = sum(map(len, self.tables.values()))
        return f"<Explorer of {self.analysis.article.id!r}: {', '.join([shown, *chosen, count(total, 'finding')])}>"
