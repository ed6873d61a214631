"""Names as people search, sort and see them: folded text, initials for avatars, a steady hue."""

import unicodedata
from functools import lru_cache

_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
        "ı": "i", "ŀ": "l", "ŋ": "n", "ŧ": "t", "ə": "a", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "ʻ": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    }
)  # fmt: skip
_SMALL_WORDS = frozenset("and und et y e og och en the of der die das de la le les & + the".split())
_LEGAL_FORMS = frozenset(
    "gmbh ag kg ohg ug se ltd llc llp lp inc plc corp co company limited sa sas sarl srl spa sl bv nv ab as asa aps oy oyj "
    "kft sp zoo doo sro ae ooo pty gbr ev ek mbh ооо оао зао ип αε επε 株式会社 有限会社".split()
)
_HUES = 10


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return text in the one spelling used for search and sort: no case, no accents, single spaces.

    Letters that Unicode cannot take apart are written out (ß is ss, ł is l, ø is o, æ is ae); other scripts keep their
    letters, without marks.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    folded = (
        unicodedata.normalize("NFKC", str(text))
        .casefold()
        .translate(_LETTERS_WITHOUT_DECOMPOSITION)
    )
    apart = unicodedata.normalize("NFD", folded)
    kept = "".join(
        mark
        for mark in apart
        if not unicodedata.combining(mark) and unicodedata.category(mark) != "Cf"
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


@lru_cache(maxsize=8192)
def initials(name: str) -> str:
    """Return one or two letters for an avatar; "?" when the name holds no letter or digit.

    Small words and legal forms are passed over ("Harbour & Pine Architects" is HP), emoji and punctuation too. Chinese,
    Japanese and Korean names give their first character alone, as is usual there.
    """
    words = [
        word
        for word in ("".join(_readable(part)) for part in name.replace("-", " ").split())
        if word
    ]
    telling = [
        word for word in words if fold(word) not in _SMALL_WORDS and fold(word) not in _LEGAL_FORMS
    ] or words
    if not telling:
        return "?"
    if _is_cjk(telling[0][0]):
        return telling[0][0]
    return "".join(word[0].upper()[0] for word in telling[:2])


def legal_form(word: str) -> bool:
    """Tell whether a folded word is a legal form, such as gmbh or ltd."""
    return word in _LEGAL_FORMS


def hue_of(number: int) -> int:
    """Return the colour, 1 to 10, that a client or member of this number always has; neighbours differ."""
    return (number * 7) % _HUES + 1


def _readable(word: str) -> list[str]:
    return [
        letter
        for letter in unicodedata.normalize("NFC", word)
        if unicodedata.category(letter)[0] in "LN"
    ]


def _is_cjk(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))
