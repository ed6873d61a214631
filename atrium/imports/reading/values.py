"""One cell as it is meant: without spreadsheet guards, invisible signs and words that stand for nothing."""

import re
import unicodedata

_GUARD = re.compile(r'^=\s*"((?:[^"]|"")*)"$', re.DOTALL)
_APOSTROPHE = re.compile(r"^'(?=[+=@\d(-]|'[+=@\d('-])")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_NOTHING = frozenset(
    {
        "\\n",
        "#n/a",
        "n/a",
        "#null!",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
        "(blank)",
        "(null)",
        "(none)",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
    }
)
_NOTHING_IN_CODES = _NOTHING | {
    "na", "none", "null", "nil", "nan", "unknown", "?", "keine", "kein", "keines", "unbekannt", "aucun", "aucune", "ninguno", "ninguna", "no", "x",
    "k.a.", "k. a.", "not available", "not provided", "nessuno", "geen", "tbd", "tba", "no email", "no phone", "0", "00/00/0000",
}  # fmt: skip
_GUARDS = frozenset("='")
_LONGEST_NOTHING = max(map(len, _NOTHING))
_SEVERAL = re.compile(r"\s*:::\s*")


def clean(text: str) -> str:
    """Return the cell without surrounding space, ="…" guards, a guarding apostrophe and invisible signs; formulas stay text."""
    bare = text.strip()
    if not bare:
        return ""
    first = bare[0]
    if len(bare) > _LONGEST_NOTHING and first not in _GUARDS and bare.isascii():
        return bare
    if first == "=":
        guarded = _GUARD.match(bare)
        if guarded:
            bare = guarded.group(1).replace('""', '"').strip()
    elif first == "'":
        bare = _APOSTROPHE.sub("", bare)
    if not bare.isascii():
        bare = unicodedata.normalize("NFC", _INVISIBLE.sub("", bare)).replace("\xa0", " ").strip()
    return "" if len(bare) <= _LONGEST_NOTHING and bare.casefold() in _NOTHING else bare


def unguarded(text: str) -> str:
    """Return the text without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return _APOSTROPHE.sub("", text)


def is_nothing(text: str) -> bool:
    """Tell whether a cleaned cell of codes (e-mail, phone, date, postcode) says that there is none."""
    return text.casefold() in _NOTHING_IN_CODES


def several(text: str) -> list[str]:
    """Return the values of a " ::: " list."""
    return [part for part in _SEVERAL.split(text) if part] if ":::" in text else [text]
