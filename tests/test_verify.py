"""An output and an article belong together, or it is said why not."""

import json
import shutil
import sys

import pytest

import newslens as nl
from newslens import provenance
from newslens.__main__ import main
from newslens.errors import NotFoundError, SchemaError

TEXT = """Dockers & owners <at odds>

By Ana Ruiz, Harbor Gazette

“We want a fair raise,” union leader Mara Lind said. She demanded that Nordal Shipping reply by Monday. It refused.
"""
OUTPUTS = ["port.html", "port.ipynb", "port.json", "port"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with an article and all outputs of it."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "port.txt").write_text(TEXT, encoding="utf-8")
    article = nl.read_article(folder / "port.txt")
    analysis = nl.analyze(article)
    nl.report(analysis, folder / "port.html", notebook=folder / "port.ipynb")
    analysis.to_json(folder / "port.json")
    analysis.to_parquet(folder / "port")
    return folder


@pytest.mark.parametrize("name", OUTPUTS)
def test_same(made, name, capsys):
    assert main(["verify", str(made / name), str(made / "port.txt")]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Same.\n")
    assert "all 14 tables" in said
    assert "by the versions and models installed" in said


@pytest.mark.parametrize("name", OUTPUTS)
def test_another_article(made, name, tmp_path, capsys):
    (tmp_path / "port.txt").write_text(TEXT + "That was all.\n", encoding="utf-8")
    assert main(["verify", str(made / name), str(tmp_path / "port.txt")]) == 1
    assert "made of another text" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["port.html", "port.ipynb"])
def test_an_altered_page(made, name, tmp_path):
    page = (made / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(page.replace("Mara Lind", "Mira Lund"), encoding="utf-8")
    found = nl.verify(tmp_path / name, made / "port.txt")
    assert found.belongs
    assert not found.same
    assert "altered afterwards" in repr(found)


def test_an_altered_table(made, tmp_path):
    whole = json.loads((made / "port.json").read_text(encoding="utf-8"))
    whole["tables"]["demands"][0]["act"] = "threat"
    (tmp_path / "port.json").write_text(json.dumps(whole))
    found = nl.verify(tmp_path / "port.json", made / "port.txt")
    assert found.differing == ("demands",)
    assert "other findings in demands" in repr(found)
    assert not found.same


@pytest.mark.parametrize("name", OUTPUTS)
def test_other_versions_are_named(made, name, monkeypatch):
    now = provenance.engines()
    monkeypatch.setattr(
        sys.modules["newslens.verify"], "engines", lambda: now | {"spacy": "9.9", "tone_model": "sha256 " + "0" * 64}
    )
    found = nl.verify(made / name, made / "port.txt")
    assert found.same
    assert [name for name, _, _ in found.changed] == ["spacy", "tone_model"]
    assert f"spacy was {now['spacy']}, now 9.9" in repr(found)
    assert ("cannot be told" in repr(found)) == (name in {"port.html", "port.ipynb"})


def test_what_was_given_by_hand_is_not_lost(made, tmp_path):
    article = nl.Article.from_text(
        TEXT, id="other", title="Ports", published="2023-03-03", outlet='The "Harbor" <Post>'
    )
    nl.report(article, tmp_path / "page.html")
    assert nl.verify(tmp_path / "page.html", made / "port.txt").same


def test_objects_do_as_well(made):
    article = nl.read_article(made / "port.txt")
    assert nl.verify(nl.read_analysis(made / "port.json"), article).same
    shown = nl.verify(made / "port.html", article)._repr_html_()
    assert "Same." in shown
    assert "<script" not in shown


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("port.html", 'content="1" name="newslens:schema"', 'content="7" name="newslens:schema"', "schema version 7"),
        ("port.html", "newslens:sha256", "newslens:sha255", "does not tell what made it"),
        ("port.html", "newslens:about", "newslens:abouts", "damaged"),
        ("port.html", 'content="attributions=', 'content="attributions=0', "damaged"),
        ("port.ipynb", '"newslens": {', '"newslenses": {', "does not tell what made it"),
        ("port.ipynb", "{", "", "does not tell what made it"),
    ],
)
def test_what_cannot_be_told(made, tmp_path, name, old, new, said, capsys):
    page = (made / name).read_text(encoding="utf-8")
    assert old in page
    (tmp_path / name).write_text(page.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaError, match=said):
        nl.verify(tmp_path / name, made / "port.txt")
    assert main(["verify", str(tmp_path / name), str(made / "port.txt")]) == 2
    assert capsys.readouterr().err.startswith("newslens: ")


def test_where_there_is_nothing(made, tmp_path):
    with pytest.raises(NotFoundError):
        nl.verify(tmp_path / "gone.html", made / "port.txt")
    with pytest.raises(NotFoundError):
        nl.verify(made / "port.html", tmp_path / "gone.txt")
    shutil.copy(made / "port.txt", tmp_path / "page.html")
    with pytest.raises(SchemaError):
        nl.verify(tmp_path / "page.html", made / "port.txt")


def test_a_page_in_ones_own_style_has_the_same_findings(made, tmp_path):
    (tmp_path / "style.css").write_text("h1 { color: darkred }", encoding="utf-8")
    article = nl.read_article(made / "port.txt")
    nl.report(article, tmp_path / "own.html", template=tmp_path)
    found = nl.verify(tmp_path / "own.html", article)
    assert found.same
    assert found.untouched is None
    assert "or a template word" in found.lines[-1]


OTHER = "Nordal Shipping will reply by Monday, a spokesman said. Union leader Mara Lind called for patience.\n"


@pytest.fixture(scope="module")
def compared(made):
    """The page of a comparison, and its articles."""
    (made / "gazette.txt").write_text(OTHER, encoding="utf-8")
    first = nl.read_article(made / "port.txt", outlet="<Post> & Sons")
    second = nl.read_article(made / "gazette.txt", check_language=False, outlet="Gazette")
    page = nl.compare([first, second]).to_html(made / "compared.html")
    return page, made / "port.txt", made / "gazette.txt"


def test_the_page_of_a_comparison_names_what_made_it(compared):
    page, *files = compared
    _, marks = sys.modules["newslens.verify"]._marks(page)
    assert {name: marks[name] for name in provenance.engines()} == provenance.engines()
    told = json.loads(marks["articles"])
    hashes = [provenance.text_hash(file.read_text(encoding="utf-8")) for file in files]
    assert [(one["name"], one["sha256"]) for one in told] == [("<Post> & Sons", hashes[0]), ("Gazette", hashes[1])]
    source = page.read_text(encoding="utf-8")
    assert "<script" not in source
    assert "<Post>" not in source
    assert all(digest in source.partition("<main>")[2] for digest in hashes)


def test_the_page_of_a_comparison_is_verified_with_all_its_articles(compared, capsys):
    page, first, second = map(str, compared)
    assert main(["verify", page, first, second]) == main(["verify", page, second, first]) == 0
    said = capsys.readouterr().out
    assert "made of these articles: the SHA-256 of each text is the same" in said
    assert "the same findings in all 7 tables" in said
    assert main(["verify", page, first]) == 2
    assert "compares 2 articles (<Post> & Sons and Gazette), and 1 came" in capsys.readouterr().err
    assert main(["verify", page, first, first]) == 1
    assert "made of other texts than these articles" in capsys.readouterr().out
    report = str(compared[0].with_name("port.html"))
    assert main(["verify", report, first, second]) == 2
    assert "was made of one article, and 2 came" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("spokesman", "spokeswoman", False),
        ("newslens:articles", "newslens:article", None),
        ("&quot;sha256", "&quot;sha", None),
    ],
)
def test_an_altered_page_of_a_comparison(compared, tmp_path, old, new, same):
    page = compared[0].read_text(encoding="utf-8")
    assert old in page
    path = tmp_path / "page.html"
    path.write_text(page.replace(old, new), encoding="utf-8")
    if same is None:
        with pytest.raises(SchemaError):
            nl.verify(path, compared[1:])
    else:
        found = nl.verify(path, compared[1:])
        assert found.same is same
        assert "altered afterwards" in repr(found)
