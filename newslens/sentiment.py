"""In what tone, about whom, and in whose voice."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from newslens.article import Article
from newslens.tables import Finding, column, to_table

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sentiment(Finding):
    """The tone of one voice in one sentence toward one actor. Evidence roles: passage (the words scored), target."""

    sentence: int = column("number of the sentence in the article, from 0")
    target: str | None = column("actor mentioned in the passage; none where it mentions nobody", None)
    voice: str = column("author (the article's own) or speaker (reported)")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    attribution: str | None = column("id of the attribution that the passage belongs to", None)
    label: str = column("negative, neutral or positive, by the sign of the polarity")
    textblob_polarity: float = column("TextBlob polarity of the passage, -1 to 1")
    textblob_subjectivity: float = column("TextBlob subjectivity of the passage, 0 to 1")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Driver(Finding):
    """A word or phrase that moved a score. Evidence role: driver."""

    sentence: int = column("number of the sentence in the article, from 0")
    voice: str = column("author or speaker")
    speaker: str | None = column("who speaks, where voice is speaker", None)
    polarity: float = column("what TextBlob gives the words, -1 to 1")
    subjectivity: float = column("what TextBlob gives the words, 0 to 1")


@functools.lru_cache(maxsize=16)
def find_sentiments(article: Article) -> tuple[Sentiment, ...]:
    """The sentiments of an article as records, in text order."""
    raise NotImplementedError


def sentiments(article: Article) -> pd.DataFrame:
    """A row per passage × actor mentioned in it, in text order."""
    return to_table(find_sentiments(article), Sentiment, "sentiments")
