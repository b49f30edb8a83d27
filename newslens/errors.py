"""What can be wrong with the input, said so that the reader knows what to do next."""

from __future__ import annotations


class InputError(ValueError):
    """Base of every error that newslens raises about what it was given."""


class NotFoundError(InputError, FileNotFoundError):
    """There is no file at the path."""


class NotTextError(InputError):
    """The bytes are not text: an image, a PDF, an archive, a folder."""


class EmptyArticleError(InputError):
    """There is nothing to read once header lines and white space are set aside."""


class TooLongError(InputError):
    """More text than one article has; a collection wants to be split first."""


class LanguageError(InputError):
    """The text is not English."""


class OptionError(InputError):
    """An argument has a value that the function does not know."""


class MissingExtraError(InputError, ImportError):
    """The task needs a package that is installed only with an extra."""


class CodingError(InputError):
    """A coding log is of another text, of another version, damaged, or cannot be written."""


class CorpusError(InputError):
    """The folder holds no corpus, one of another version, of other sources or options, or one that is being written."""


class SchemaError(InputError):
    """A saved analysis is of a version that this newslens does not know, is damaged, or is none."""


class ModelError(InputError, RuntimeError):
    """The language model is missing or damaged."""


def did_you_mean(value: object, known: list[str] | tuple[str, ...]) -> str:
    """One sentence naming the nearest known value, or all of them.

    >>> did_you_mean("demand", ["demands", "hedges"])
    "Did you mean 'demands'? Known: demands, hedges."
    """
    import difflib

    close = difflib.get_close_matches(str(value), known, n=1)
    hint = f"Did you mean {close[0]!r}? " if close else ""
    return f"{hint}Known: {', '.join(known)}."
