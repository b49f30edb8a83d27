"""Records become typed tables; an empty one has the same columns and dtypes as a full one."""

import dataclasses
import datetime

from newslens.tables import Finding, Part, column, dtypes, envelope, schema, to_table


@dataclasses.dataclass(frozen=True, kw_only=True)
class Example(Finding):
    count: int | None = column("a number", None)
    day: datetime.date | None = column("a day", None)
    sure: bool = column("yes or no", False)


def test_dtypes_follow_the_annotations() -> None:
    assert dtypes(Example) == {
        "article": "string",
        "id": "string",
        "start": "int64",
        "end": "int64",
        "text": "string",
        "count": "Int64",
        "day": "datetime64[ms]",
        "sure": "bool",
    }


def test_empty_and_full_agree() -> None:
    one = Example(article="x", id="e1", start=0, end=3, text="one", day=datetime.date(2023, 5, 1))
    full, empty = to_table([one], Example, "examples"), to_table([], Example, "examples")
    assert full.dtypes.to_dict() == empty.dtypes.to_dict()
    assert full.attrs["lens"] == "examples"
    assert full["day"][0].date() == datetime.date(2023, 5, 1)


def test_parts_are_no_column_and_have_an_envelope() -> None:
    assert "parts" not in dtypes(Example)
    assert envelope([Part("cue", 5, 9), Part("source", 0, 4)]) == (0, 9)


def test_schema_is_a_codebook() -> None:
    assert schema(Example).set_index("column").loc["count", "meaning"] == "a number"
