"""Loaded words: what judges beside the fact, in whose voice, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newslens import Article, read_article
from newslens.lexicons import rows
from newslens.loaded import find_loaded, loaded

KINDS = {"emotive", "partisan", "intensifier", "judging", "label"}
POS = {"noun", "verb", "adj", "adv", "phrase", "cue"}


def found(text: str) -> list[tuple[str, str, str]]:
    return [(record.text, record.kind, record.voice) for record in find_loaded(Article.from_text(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # judgement in the article's own voice
        ("The heartless scheme was scrapped.", ("heartless", "judging", "author")),
        ("The disgraced senator left through a side door.", ("disgraced", "judging", "author")),
        ("The brazen theft was filmed.", ("brazen", "judging", "author")),
        ("Draconian rules took effect on Monday.", ("Draconian", "judging", "author")),
        ("The notorious prison will close.", ("notorious", "judging", "author")),
        ("The so-called expert left at noon.", ("so-called", "judging", "author")),
        ("The far-fetched plan was dropped.", ("far-fetched", "judging", "author")),
        ("The army bungled the rescue.", ("bungled", "judging", "author")),
        ("The mayor doubled down on the plan.", ("doubled down", "judging", "author")),
        ("Officials will rightsize the agency.", ("rightsize", "judging", "author")),
        ("Sadly, the pool will close.", ("Sadly", "judging", "author")),
        ("The bank shamelessly raised its fees.", ("shamelessly", "judging", "author")),
        ("The board wants a power grab.", ("power grab", "judging", "author")),
        # loaded reporting verbs are the author's choice, whatever they report
        ("The minister claimed that the bridge was safe.", ("claimed", "judging", "author")),
        ("The treasurer admitted that she had lost the receipts.", ("admitted", "judging", "author")),
        ("The chairman boasted of record profits.", ("boasted", "judging", "author")),
        ("“The bridge is perfect,” the minister gushed.", ("gushed", "judging", "author")),
        ("He bragged about the new wall.", ("bragged", "judging", "author")),
        ("Her rivals gloated over the result.", ("gloated", "judging", "author")),
        ("The owner whined about the new tax.", ("whined", "judging", "author")),
        ("The senator slammed the bill as a giveaway.", ("slammed", "emotive", "author")),
        ("Critics blasted the governor for the delay.", ("blasted", "emotive", "author")),
        ("The mayor lashed out at reporters.", ("lashed out", "emotive", "author")),
        # emotive wording and intensifiers
        ("The raid ended in a bloodbath.", ("bloodbath", "emotive", "author")),
        ("The orgy of violence lasted two days.", ("orgy of violence", "emotive", "author")),
        ("The horrific crash closed the road.", ("horrific", "emotive", "author")),
        ("A gunman gunned down two guards.", ("gunned down", "emotive", "author")),
        ("The staggering bill was paid.", ("staggering", "intensifier", "author")),
        ("The tax is utterly new.", ("utterly", "intensifier", "author")),
        # labels
        ("The regime arrested 40 teachers.", ("regime", "label", "author")),
        ("The strongman won every vote.", ("strongman", "label", "author")),
        ("The president gave the mines to his cronies.", ("cronies", "label", "author")),
        ("His handlers kept reporters away.", ("His handlers", "label", "author")),
        ("Two freedom fighters were freed.", ("freedom fighters", "label", "author")),
        ("The illegals were sent home.", ("illegals", "label", "author")),
        # partisan terms of either side
        ("Lawmakers repealed the death tax.", ("death tax", "partisan", "author")),
        ("The pro-life group marched on Friday.", ("pro-life", "partisan", "author")),
        ("The pro-choice group marched on Friday.", ("pro-choice", "partisan", "author")),
        ("Illegal aliens built the road.", ("Illegal aliens", "partisan", "author")),
        ("Big Pharma raised prices.", ("Big Pharma", "partisan", "author")),
        ("Gun-grabbing mayors met in Ohio.", ("Gun-grabbing", "partisan", "author")),
        ("The budget is full of corporate welfare.", ("corporate welfare", "partisan", "author")),
        ("Woke activists ruined the school.", ("Woke", "partisan", "author")),
        ("The strike caused collateral damage.", ("collateral damage", "partisan", "author")),
        ("The prisoners faced enhanced interrogation.", ("enhanced interrogation", "partisan", "author")),
        # quoted, reported, denied: the speaker's
        ("“It is a witch hunt,” the governor said.", ("witch hunt", "judging", "speaker")),
        ("The governor said the inquiry was a witch hunt.", ("witch hunt", "judging", "speaker")),
        ("She described the plan as “reckless”.", ("reckless", "judging", "speaker")),
        ("He called it “absurd”.", ("absurd", "judging", "speaker")),
        ("Supporters denied that the mayor was a thug.", ("thug", "label", "speaker")),
        ("The senator called the report “fake news”.", ("fake news", "partisan", "speaker")),
        # scare quotes
        ("The “experts” disagreed.", ("“experts”", "scare_quotes", "author")),
        ("Police opened fire on the “peaceful” march.", ("“peaceful”", "scare_quotes", "author")),
        ("Residents of the “liberated” village fled.", ("“liberated”", "scare_quotes", "author")),
        ("Their “investigation” lasted one afternoon.", ("“investigation”", "scare_quotes", "author")),
        ("Soldiers entered the army’s “safe zone” at dawn.", ("“safe zone”", "scare_quotes", "author")),
        ("The council “lost” the records twice.", ("“lost”", "scare_quotes", "author")),
    ],
)
def test_loaded(text, expected):
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    [
        # facts, however grim
        "Two soldiers were killed in the attack.",
        "The court convicted him of murder.",
        "The flood was the worst disaster in 40 years.",
        "The war entered its third year.",
        # innocent senses
        "The tax regime changed in May.",
        "He had radical surgery in March.",
        "Free radicals damage cells.",
        "The senator slammed the door.",
        "The house boasts a large garden.",
        "The oil well gushed for a week.",
        "The team claimed the title in June.",
        "The group claimed responsibility for the blast.",
        "Two men were admitted to the hospital.",
        "The dog handler found the boy.",
        "The reactor suffered a meltdown in 1986.",
        "The film has a cult following in Peru.",
        "Reckless driving is a crime in Ohio.",
        "Volunteers whitewashed the walls of the cottage.",
        "The law has had a chilling effect.",
        "A big oil spill closed the beach.",
        "The guards fired back at the gunmen.",
        "The girl wore flip-flops to the beach.",
        "Police stunned the bear.",
        # names
        "The senator is a member of the Radical Party.",
        "Judge Ray Savage sentenced the man to a year.",
        "The inn at Shady Grove was sold.",
        # names, titles, terms, votes and fragments in quotation marks
        "The band released an album called “Blue Glass” in May.",
        "The film “Night Boat” opens on Friday.",
        "The scam, known as “brushing”, costs shops millions.",
        "The scam, or “brushing”, costs shops millions.",
        "The word “sorry” appears nowhere in the letter.",
        "The firm calls the device a “hub”.",
        "The insurer charges a “premium” for the cover.",
        "A sign reading “closed” hung on the door.",
        "The two sides agreed on a “road map” for peace.",
        "The road map is “birtherism,” the notion that the mayor is foreign.",
        "Voters chose between “yes” and “no” on Sunday.",
        "Robert “the fixer” Shaw was released.",
        "“Help!” The ferry sank at noon.",
        "The mayor called the bridge “old”.",
        "The ferry closed out of “an abundance of caution”.",
    ],
)
def test_not_loaded(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a term that a poll or a trade uses looks like scare quotes
        ("Turnout was low among “moderate” voters, a group of the pollster’s own.", []),
        # “insist” may be a demand
        ("Peru insisted that Chile pay for the dam.", []),
    ],
)
@pytest.mark.xfail(strict=True, reason="known failures of rules or parse")
def test_known_failures(text, expected):
    assert found(text) == expected


def test_an_echo_of_a_quotation_is_no_scare_quote():
    text = "“Ours is a haven,” the general said. Soldiers entered the “haven” at dawn."
    assert [kind for _, kind, _ in found(text)] == []


def test_what_an_editor_sees():
    (record,) = find_loaded(Article.from_text("The road is open. Officials faced a scathing rebuke."))
    assert (record.text, record.plainer, record.sentence) == ("scathing rebuke", "criticism", 1)
    assert record.basis is not None
    (scare,) = find_loaded(Article.from_text("The “experts” disagreed."))
    assert (scare.plainer, scare.basis) == (None, None)


def test_evidence_and_columns():
    article = Article.from_text("The heartless regime blamed “experts”. “It is a witch hunt,” Ada Quist said.")
    records = find_loaded(article)
    assert len(records) >= 3
    for record in records:
        (part,) = record.parts
        assert part.role == "loaded"
        assert record.text == article.text[record.start : record.end] == article.text[part.start : part.end]
    assert [r.id for r in records] == [f"l{n}" for n in range(1, len(records) + 1)]
    assert records[-1].speaker == "Ada Quist"
    table, empty = loaded(article), loaded(Article.from_text("The shop opened."))
    assert list(table.columns) == list(empty.columns)
    assert list(table.dtypes) == list(empty.dtypes)
    assert len(empty) == 0


def test_lexicon_is_clean():
    entries = rows("loaded_words")
    assert len(entries) >= 450
    assert list(entries[0]) == ["word", "pos", "kind", "plainer", "basis", "unless"]
    assert {e["kind"] for e in entries} == KINDS
    assert {e["pos"] for e in entries} == POS
    assert all(value == " ".join(value.split()) != "" for e in entries for value in e.values())
    assert all(any(c.isdigit() for c in e["basis"]) or e["basis"][:1].isupper() or "(" in e["basis"] for e in entries)
    assert all(e["pos"] == "phrase" or " " not in e["word"] for e in entries)
    assert len({(e["word"].lower(), e["pos"]) for e in entries}) == len(entries)


def test_lexicon_names_every_work_in_its_head():
    path = Path(__file__).parent.parent / "newslens" / "lexicons" / "loaded_words.tsv"
    text = path.read_text(encoding="utf-8")
    head = " ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith("#"))
    for basis in {e["basis"] for e in rows("loaded_words")}:
        work = basis[basis.find("(") + 1 :].rstrip(")") if "(" in basis else basis
        author = work.split()[0].rstrip(",")
        assert author in head, basis


def test_the_seed_article_is_plain():
    article = read_article(next((Path(__file__).parent.parent / "seeds").glob("*.txt")))
    assert [r.text for r in find_loaded(article) if r.voice == "author"] == []
