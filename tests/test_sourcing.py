"""Who says so: one sentence a case, with the source, cue, content and form that a trained reader marks."""

import datetime

import pytest

from newslens import Article
from newslens.sourcing import attributions, find_attributions, quotations


def read(text: str, **fields: object) -> list[tuple[str, str, str, str]]:
    found = find_attributions(Article.from_text(text, check_language=False, **fields))
    return [(a.source, a.cue, a.content, a.form) for a in found]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "form"),
    [
        ("The bridge is safe, Quist said.", "Quist", "said", "The bridge is safe", "indirect"),
        ("Quist said the bridge is safe.", "Quist", "said", "the bridge is safe", "indirect"),
        ("Quist has said repeatedly that it is safe.", "Quist", "has said repeatedly", "that it is safe", "indirect"),
        ("“The bridge is safe,” Quist said.", "Quist", "said", "The bridge is safe", "direct"),
        ("“The bridge is safe,” said Quist.", "Quist", "said", "The bridge is safe", "direct"),
        ("Quist said: “The bridge is safe.”", "Quist", "said", "The bridge is safe", "direct"),
        ("Quist called the bridge “a disgrace.”", "Quist", "called", "the bridge “a disgrace.”", "mixed"),
        ("The bridge, Quist said, is safe.", "Quist", "said", "The bridge … is safe", "indirect"),
        ("“The bridge,” Quist said, “is safe.”", "Quist", "said", "The bridge … is safe", "direct"),
        (
            "The dam will hold, according to two engineers.",
            "two engineers",
            "according to",
            "The dam will hold",
            "indirect",
        ),
        (
            "According to the survey, forty orchards have closed.",
            "the survey",
            "According to",
            "forty orchards have closed",
            "indirect",
        ),
        (
            "It comes amid Norwegian warnings that the dam could burst.",
            "Norwegian",
            "warnings",
            "that the dam could burst",
            "indirect",
        ),
        ("The plan will fail, warned Olsen, a farmer.", "Olsen, a farmer", "warned", "The plan will fail", "indirect"),
        (
            "The director said in a statement that he was ready.",
            "The director",
            "said",
            "that he was ready",
            "indirect",
        ),
        ("A report found that prices rose.", "A report", "found", "that prices rose", "indirect"),
        (
            "The ship must leave by noon, the coast guard's chief, Capt. Lena Moe, warned.",
            "the coast guard's chief, Capt. Lena Moe",
            "warned",
            "The ship must leave by noon",
            "indirect",
        ),
        ("The company declined to comment.", "The company", "declined", "to comment", "indirect"),
        ("‘The bridge is safe,’ Quist said.", "Quist", "said", "The bridge is safe", "direct"),
        (
            "QUIST: The bridge is safe and will stay open.",
            "QUIST",
            ":",
            "The bridge is safe and will stay open",
            "indirect",
        ),
    ],
)
def test_one_attribution(text: str, source: str, cue: str, content: str, form: str) -> None:
    assert read(text) == [(source, cue, content, form)]


@pytest.mark.xfail(strict=True, reason="the parser takes what follows the clause for a part of it")
def test_subject_clause_of_a_noun_cue() -> None:
    assert read("The mayor's claim that nobody knew is false.")[0][2] == "nobody knew"


@pytest.mark.parametrize(
    "text",
    [
        "The harbor opened in 1902 and has three cranes.",
        "The hall was closed out of “an abundance of care.”",
        "She took the so-called “green road” home.",
    ],
)
def test_nothing_is_attributed(text: str) -> None:
    assert read(text) == []


def test_an_unclosed_quote_is_no_exception() -> None:
    assert read("“The bridge is safe, Quist said.")[0][0] == "Quist"


def test_quotation_over_paragraphs_has_one_speaker() -> None:
    text = "“The first reason is cost,” Quist said. “It is high.\n\n“The second reason is time.”\n\nRain fell."
    ((source, _, content, form),) = read(text)
    assert (source, form) == ("Quist", "direct")
    assert content.startswith("The first reason")
    assert "The second reason is time" in content


def test_a_second_speaker_ends_the_first_one_s_content() -> None:
    found = read("Norway has said the fees are fair, though Minister Ada Quist said last week they would fall.")
    assert [(s, c) for s, _, c, _ in found] == [
        ("Norway", "the fees are fair"),
        ("Minister Ada Quist", "they would fall"),
    ]


def test_relay() -> None:
    article = Article.from_text("Radio Nord reported that the mayor met engineers on Sunday, according to an aide.")
    outer, inner = find_attributions(article)
    assert outer.content == inner.content == "the mayor met engineers on Sunday"
    assert (outer.actor, inner.actor, inner.relayed_by) == ("Radio Nord", "an aide", outer.id)


def test_unattributed_quotation_has_no_invented_speaker() -> None:
    table = quotations(Article.from_text("The hall closed out of “an abundance of care.” “We wait,” Quist said."))
    assert table["speaker"].isna().tolist() == [True, False]
    assert table["words"].tolist() == [4, 2]


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("Mayor Ada Quist said the hall is open.", "named_person", "Ada Quist"),
        ("A senior official said the hall is open.", "unnamed", "A senior official"),
        ("Several senior officials said the hall is open.", "unnamed", "senior officials"),
        ("Norway said the hall is open.", "institution", "Norway"),
        ("The Kremlin said the hall is open.", "institution", "Russia"),
        ("The company said the hall is open.", "institution", "The company"),
        ("The report said the hall is open.", "document", "The report"),
        ("Reuters reported that the hall is open.", "media", "Reuters"),
        ("The Calder Courier reported that the hall is open.", "media", "Calder Courier"),
        ("Residents said the hall is open.", "public", "Residents"),
        ("The owner, Ada Quist, said the hall is open.", "named_person", "Ada Quist"),
    ],
)
def test_kind_of_source(text: str, kind: str, actor: str) -> None:
    (found,) = find_attributions(Article.from_text(text))
    assert (found.source_kind, found.actor) == (kind, actor)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Two aides, who spoke on condition of anonymity because they feared for their jobs, said it was over.",
            "they feared for their jobs",
        ),
        ("An aide, who asked not to be named, said it was over.", "not to be named"),
        (
            "An aide said it was over. The aide was not authorized to discuss the talks.",
            "not authorized to discuss the talks",
        ),
        ("Speaking on condition of anonymity, an aide said it was over.", "anonymity"),
        ("“It is over,” an aide said. She refused to be named, fearing for her job.", "for her job"),
        (
            "“It is over,” an aide said. The Courier is withholding his name to protect his family.",
            "to protect his family",
        ),
        ("An aide said it was over. The rain went on.", None),
        ("An aide said it was over. The victim was not identified.", None),
    ],
)
def test_reason_for_anonymity(text: str, reason: str | None) -> None:
    (found,) = find_attributions(Article.from_text(text))
    assert found.source_kind == "unnamed"
    assert found.anonymity == reason


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Quist said in a statement that it was over.", "statement"),
        ("Quist told reporters it was over.", "briefing"),
        ("Quist said in an interview that it was over.", "interview"),
        ("Quist wrote on Facebook that it was over.", "post"),
        ("Quist tweeted that it was over.", "post"),
        ("Quist testified that it was over.", "court"),
        ("The lock is shut, Quist told Reuters.", "media"),
        ("Quist said on Fox News that the lock was shut.", "media"),
        ("The yard has posted a profit of nine million, Quist said.", None),
        ("Quist said it was over.", None),
    ],
)
def test_channel(text: str, channel: str | None) -> None:
    assert find_attributions(Article.from_text(text))[0].channel == channel


@pytest.mark.parametrize(
    ("text", "when", "day"),
    [
        ("The hall is open, Quist said Monday.", "Monday", datetime.date(2023, 5, 8)),
        ("The hall is open, Quist said on Thursday.", "on Thursday", datetime.date(2023, 5, 4)),
        ("Quist said last week the hall is open.", "last week", datetime.date(2023, 5, 1)),
        ("Quist said yesterday the hall is open.", "yesterday", datetime.date(2023, 5, 9)),
        ("Quist said on April 2 that the hall is open.", "on April 2", datetime.date(2023, 4, 2)),
        ("Quist said the hall opened on Monday.", None, None),
    ],
)
def test_when_it_was_said(text: str, when: str | None, day: datetime.date | None) -> None:
    (found,) = find_attributions(Article.from_text(text, published=datetime.date(2023, 5, 10)))
    assert (found.said_when, found.said_on) == (when, day)


def test_table_without_findings_has_the_same_columns_and_dtypes() -> None:
    empty = attributions(Article.from_text("The harbor opened in 1902."))
    full = attributions(Article.from_text("The harbor is open, Quist said."))
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        ("NATO Secretary General Ada Quist said the bridge is safe.", "NATO"),
        ("Ruth Amsel of the Lunde Institute said the bridge is safe.", "Lunde Institute"),
        ("Egypt and Qatar said the bridge is safe.", None),
        ("Marcus Bell, who has two sons at Lincoln College, said the bridge is safe.", None),
        ("Velnor Foods, the maker of Sunny Pail, said the bridge is safe.", None),
        (
            "Tarn Motors sued the Cough Alliance, a charity. A man close to the company said it was right.",
            "Tarn Motors",
        ),
    ],
)
def test_affiliation(text: str, affiliation: str | None) -> None:
    found = [a for a in find_attributions(Article.from_text(text, check_language=False)) if a.cue == "said"]
    assert [a.affiliation for a in found] == [affiliation]
