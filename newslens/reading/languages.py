"""Which language is this? Asked only where the small words do not show English."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

_SAMPLE = 4_000  # characters; more changes nothing

#: ISO 639 code → name; the languages that py3langid tells apart and that news is written in
_NAMES = dict(
    pair.split("=")
    for pair in """af=Afrikaans am=Amharic ar=Arabic ary=Arabic arz=Arabic az=Azerbaijani be=Belarusian bg=Bulgarian
    bn=Bengali bs=Bosnian ca=Catalan cs=Czech cy=Welsh da=Danish de=German el=Greek en=English eo=Esperanto es=Spanish
    et=Estonian eu=Basque fa=Persian fi=Finnish fo=Faroese fr=French fy=Frisian ga=Irish gd=Gaelic gl=Galician
    gu=Gujarati ha=Hausa he=Hebrew hi=Hindi hr=Croatian ht=Haitian hu=Hungarian hy=Armenian id=Indonesian ig=Igbo
    is=Icelandic it=Italian ja=Japanese jv=Javanese ka=Georgian kk=Kazakh km=Khmer kn=Kannada ko=Korean ku=Kurdish
    ky=Kyrgyz la=Latin lb=Luxembourgish lo=Lao lt=Lithuanian lv=Latvian mg=Malagasy mk=Macedonian ml=Malayalam
    mn=Mongolian mr=Marathi ms=Malay mt=Maltese my=Burmese ne=Nepali nl=Dutch no=Norwegian nb=Norwegian nn=Norwegian
    oc=Occitan om=Oromo or=Odia pa=Punjabi pl=Polish ps=Pashto pt=Portuguese ro=Romanian ru=Russian rw=Kinyarwanda
    sdh=Kurdish si=Sinhala sk=Slovak sl=Slovenian sn=Shona so=Somali sq=Albanian sr=Serbian sv=Swedish sw=Swahili
    ta=Tamil te=Telugu tg=Tajik th=Thai tk=Turkmen tl=Tagalog tr=Turkish tt=Tatar ug=Uyghur uk=Ukrainian ur=Urdu
    uz=Uzbek vi=Vietnamese xh=Xhosa yo=Yoruba yue=Cantonese zh=Chinese wuu=Chinese zu=Zulu""".split()
)


class Guess(NamedTuple):
    """A language and how likely it is; `code` is ISO 639, `name` English."""

    code: str
    name: str
    probability: float


def identify(text: str) -> Guess | None:
    """The likeliest of 140 languages, by py3langid (extra `formats`); None without it, or for a text without letters.

    py3langid's model is an array file that holds numbers only, ships with the package and asks no network. On a few
    words, names above all, it errs; its probability says so. Borrowed: Lui and Baldwin, “langid.py”, ACL 2012
    (aclanthology.org/P12-3005), in Barbaresi's py3langid.
    """
    model = _model()
    if model is None or not any(map(str.isalpha, text[:_SAMPLE])):
        return None
    code, probability = model.classify(text[:_SAMPLE])
    return Guess(code, _NAMES.get(code, f"the language {code!r}"), float(probability))


def named(label: str) -> str | None:
    """The ISO code in what a file says of its language: “English”, “en-GB” and “eng” are “en”."""
    label = label.strip()
    codes = {name.lower(): code for code, name in reversed(_NAMES.items())} | {"eng": "en", "ger": "de", "fre": "fr"}
    code = label.lower().replace("_", "-").split("-")[0]
    return code if code in _NAMES else codes.get(code)


def name_of(code: str) -> str:
    """The English name of a language.

    >>> name_of("de")
    'German'
    """
    return _NAMES.get(code, f"the language {code!r}")


@functools.cache
def _model() -> Any:
    try:
        from py3langid import langid
    except ImportError:
        return None
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
