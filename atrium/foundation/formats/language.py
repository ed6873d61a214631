"""Languages: ISO 639-1 codes and the names people write; the names are those of Unicode CLDR (Unicode licence)."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from atrium.foundation.formats.error import FormatError
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its ISO 639-1 code and its English name."""

    code: str
    name: str


def parse(text: str) -> Language:
    """Return the language a code ("de", "de-AT") or a name ("German", "Deutsch") stands for."""
    known = _by_word()
    found = known.get(fold(text)) or known.get(re.split(r"[-_]", fold(text))[0])
    if found is None:
        message = gettext(
            "“{text}” is not a language we know. Write its English name or its two-letter code, for example en."
        ).format(text=text.strip())
        raise FormatError(message)
    return found


def every() -> list[Language]:
    """All languages, each once, by name."""
    return sorted(set(_by_word().values()), key=lambda language: language.name)


@cache
def _by_word() -> dict[str, Language]:
    text = (
        files("atrium.foundation.formats")
        .joinpath("data/languages.tsv")
        .read_text(encoding="utf-8")
    )
    words: dict[str, Language] = {}
    for line in text.splitlines():
        code, _, names = line.partition("\t")
        language = Language(code, names.split("|")[0])
        words[code] = language
        for name in names.split("|"):
            words.setdefault(fold(name), language)
    return words
