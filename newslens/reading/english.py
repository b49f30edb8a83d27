"""Is this English? Told by the small words, which every language has and which the subject does not change."""

from __future__ import annotations

import re
from collections import Counter

from newslens.errors import LanguageError

_SAMPLE = 20_000  # characters looked at
_FEW = 20  # words; a headline may have no small word at all

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


def check_english(text: str, name: str) -> None:
    """Raise `LanguageError` where a text is plainly not English; what is too short to tell passes.

    Of English prose a third are small words, and hardly ever less than a fifth. A text is refused if less than a tenth
    of its words are those of English and another language's are more, if hardly any are, or if its script is another.

    >>> check_english("Der Minister redet nicht mit dem Sender und auch nicht mit der Zeitung. " * 2, "news.txt")
    Traceback (most recent call last):
    newslens.errors.LanguageError: 'news.txt' reads like German (0% of its words are small words of English, ...
    """
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    letters = sum(map(len, words))
    foreign = sum(char > "\u024f" for word in words for char in word)
    if letters >= 20 and foreign > letters / 2:
        raise _error(name, "a text in a script other than Latin", f"{foreign / letters:.0%} of its letters")
    if len(words) < _FEW:
        return
    counts = Counter(words)
    shares = {language: sum(counts[word] for word in small) / len(words) for language, small in _LISTS.items()}
    english = shares.pop("English")
    likeliest = max(shares, key=lambda language: shares[language])
    if english < 0.1 and shares[likeliest] > max(0.15, 2 * english):
        raise _error(
            name,
            likeliest,
            f"{english:.0%} of its words are small words of English, {shares[likeliest]:.0%} of {likeliest}",
        )
    if english < 0.03 and len(words) >= 60:
        raise _error(name, "no English", f"{english:.0%} of its words are its small words, where a third is usual")


def _error(name: str, what: str, why: str) -> LanguageError:
    return LanguageError(
        f"{name!r} reads like {what} ({why}). newslens reads English only; give an English version, or pass "
        "check_language=False if it is English after all."
    )
