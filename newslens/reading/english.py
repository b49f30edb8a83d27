"""Is this English? Told by the small words, which every language has and which the subject does not change."""

from __future__ import annotations

import re
from collections import Counter

from newslens.errors import LanguageError
from newslens.reading import languages

_SAMPLE = 20_000  # characters looked at
_FEW = 20  # words; a headline may have no small word at all
_USUAL = 0.2  # the least share of small words in English prose; a list of results or names may have fewer
_SURE = 0.95  # py3langid on a text that is not English after all: names and numbers stay well below

# The commonest function words of each language that are none in English. “in”, “an”, “was”, “die”, “a”, “on” … are
# shared and count for neither side.
_SMALL_WORDS = {
    "English": """the of and to that with said by from his he it are be been has had have this which who they their
        would will its were not but or after about into she her you we there at for is""",
    "German": """der das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus er hat
        dass sie nach wird bei einer um noch wie einem über sind vor""",
    "French": """le la les des et est une du que dans qui pour pas au sur avec ce il sont plus par ne se aux cette ont
        été""",
    "Spanish": "el la los las y que en de del una por con para es se un su lo al como más pero fue sus ha este",
    "Italian": "il la di che e è per un una non con del si le della da al dei gli sono nel anche alla più ha",
    "Portuguese": "o os que e do da em um uma para com não dos das se na no ao mais por foi como pela são",
    "Dutch": "het een van en dat niet zijn op te voor met aan ook er door maar bij naar uit hij wordt om heeft",
    "Swedish": "och att det som är för med på av inte har till ett om var de från han vi",
    "Danish or Norwegian": "og det som er på til av af med ikke har den et de om var fra også han jeg",
    "Polish": "w i z na do nie się że to jest o jak po za od przez ale są oraz dla który",
}
_LISTS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")


def check_english(text: str, name: str, said: str | None = None) -> None:
    """Raise `LanguageError` where a text is plainly not English; what is too short to tell passes.

    Of English prose a third are small words, and hardly ever less than a fifth. A text is refused if less than a tenth
    of its words are those of English and another language's are more, if hardly any are, or if its script is another.
    Below a fifth py3langid, where it is installed, is asked as well. `said` is the ISO code of the language that the
    text's source gives; it counts where the words leave a doubt.

    >>> check_english("Der Minister redet nicht mit dem Sender und auch nicht mit der Zeitung. " * 2, "news.txt")
    Traceback (most recent call last):
    newslens.errors.LanguageError: 'news.txt' reads like German (0% of its words are small words of English, ...
    """
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    letters = sum(map(len, words))
    foreign = sum(char > "\u024f" for word in words for char in word)
    if letters >= 20 and foreign > letters / 2:
        guess = languages.identify(text)
        what = guess.name if guess and guess.code != "en" else "a text in a script other than Latin"
        raise _error(name, what, f"{foreign / letters:.0%} of its letters are in a script other than Latin")
    counts = Counter(words)
    shares = {language: sum(counts[word] for word in small) / len(words or " ") for language, small in _LISTS.items()}
    english = shares.pop("English")
    if english >= _USUAL:
        return
    if said and said != "en":
        raise _error(name, languages.name_of(said), f"so its source says, and {english:.0%} of its words are English")
    if len(words) < _FEW:
        return
    likeliest = max(shares, key=lambda language: shares[language])
    if english < 0.1 and shares[likeliest] > max(0.15, 2 * english):
        raise _error(
            name,
            likeliest,
            f"{english:.0%} of its words are small words of English, {shares[likeliest]:.0%} of {likeliest}",
        )
    guess = languages.identify(text)
    if guess and guess.code != "en" and guess.probability >= _SURE:
        raise _error(name, guess.name, f"{english:.0%} of its words are small words of English, where a third is usual")
    if english < 0.03 and len(words) >= 60:
        raise _error(name, "no English", f"{english:.0%} of its words are its small words, where a third is usual")


def _error(name: str, what: str, why: str) -> LanguageError:
    return LanguageError(
        f"{name!r} reads like {what} ({why}). newslens reads English only; give an English version, or pass "
        "check_language=False if it is English after all."
    )
