"""E-mail addresses: as strict as mail servers, as patient as a person reading a pasted line."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email
from email_validator.rfc_constants import EMAIL_MAX_LENGTH, LOCAL_PART_MAX_LENGTH

from atrium.foundation.formats.error import FormatError
from atrium.foundation.translation import gettext

# What almost every address looks like; these need no closer look, and a closer look costs 30 times as much.
_PLAIN = re.compile(
    r"[A-Za-z0-9_+'&-]+(?:\.[A-Za-z0-9_+'&-]+)*@((?:[a-z0-9](?:[a-z0-9]|-(?!-)){0,60}[a-z0-9]\.|[a-z0-9]\.)+([a-z]{2,24}))",
)
_DOTLESS = re.compile(r"([^@\s\"()<>\[\]]+)@([A-Za-z]{2})")
_SPECIAL = frozenset({"arpa", "invalid", "local", "localhost", "onion", "test", "alt"})
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), "")
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ANGLE = re.compile(r"<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>", re.IGNORECASE)
_AROUND = ' \t\r\n<>"“”,;:.()[]|'
_SAME_LOOK = ("LATIN", "CYRILLIC", "GREEK")


class Email(NamedTuple):
    """An address in its normal form: the domain in lower case and in Unicode, the part before @ as its owner writes it."""

    address: str

    @property
    def key(self) -> str:
        """The one spelling two equal addresses share."""
        return self.address.casefold()

    @property
    def domain(self) -> str:
        """What stands after the @."""
        return self.address.rpartition("@")[2]


@lru_cache(maxsize=16384)
def parse(text: str) -> Email:
    """Return the address exactly as written, spaces around it aside; nothing else is repaired."""
    bare = text.strip(" ")
    plain = _PLAIN.fullmatch(bare)
    if plain and _is_short_enough(bare) and plain.group(2) not in _SPECIAL:
        return Email(bare)
    if _CONTROL.search(bare) or _REORDERING.search(bare) or _mixes_scripts(bare.rpartition("@")[0]):
        message = gettext(
            "This e-mail address holds characters that cannot be seen or that imitate others. Type it again by hand."
        )
        raise FormatError(message)
    dotless = _DOTLESS.fullmatch(bare)
    if dotless and dotless.group(2).isalpha():
        validate = f"{dotless.group(1)}@example.{dotless.group(2)}"
        return Email(f"{_validated(validate, bare).rpartition('@')[0]}@{dotless.group(2).lower()}")
    return Email(_validated(bare, bare))


def plain(text: str) -> Email | None:
    """The address where the text is one and nothing else, as nearly every text is; else nothing is said."""
    found = _PLAIN.fullmatch(text)
    if found is None or found.group(2) in _SPECIAL or not _is_short_enough(text):
        return None
    return Email(text)


def mend(text: str) -> Email:
    """Return the one address in pasted text: "Name <a@b.c>", "mailto:", closing dots and semicolons, full-width letters.

    Raises FormatError where no address, or more than one, is found.
    """
    plain = _PLAIN.fullmatch(text)
    if plain:
        return parse(text)
    if _REORDERING.search(text):
        return parse(text)
    clear = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).strip()
    angle = _ANGLE.search(clear)
    if angle:
        clear = angle.group(1)
    clear = re.sub(r"^(?:e-?mail|mail ?to|mailto)\s*:\s*", "", clear, flags=re.IGNORECASE).split(
        "?subject="
    )[0]
    clear = re.sub(r"\s*(?:\(at\)|\[at\])\s*", "@", clear, flags=re.IGNORECASE)
    clear = (
        re.sub(r"\s*@\s*", "@", clear.strip(_AROUND)).strip("'")
        if '"' not in clear
        else clear.strip(" ;,.")
    )
    return parse(re.sub(r"\.{2,}(?=[^@]*$)", ".", clear) if "@" in clear else clear)


def mend_all(text: str) -> tuple[list[Email], list[str]]:
    """Return the addresses of a list ("a@b.c; d@e.f", one a line, commas, bars) and the pieces that are none."""
    found: dict[str, Email] = {}
    rest: list[str] = []
    for piece in re.split(r"\s*(?::::|[;,|\n])\s*", text) if not _PLAIN.fullmatch(text) else [text]:
        for part in piece.split() if piece.count("@") > 1 else [piece]:
            if not part.strip():
                continue
            try:
                email = mend(part)
            except FormatError:
                rest.append(part.strip())
            else:
                found.setdefault(email.key, email)
    return list(found.values()), rest


def _validated(candidate: str, written: str) -> str:
    try:
        return validate_email(candidate, check_deliverability=False, strict=True).normalized
    except EmailNotValidError:
        raise FormatError(_how_to_mend(written)) from None


def _how_to_mend(text: str) -> str:
    shown = f"“{text[:80]}”"
    if "@" not in text:
        return gettext(
            "{shown} is not an e-mail address: it has no @. Write it like name@example.com."
        ).format(shown=shown)
    local, _, domain = text.rpartition("@")
    if not local:
        return gettext(
            "{shown} lacks the part before the @. Write it like name@example.com."
        ).format(shown=shown)
    if "." not in domain:
        return gettext("{shown} lacks the end of its domain. Add it, for example .com.").format(
            shown=shown
        )
    if ".." in text:
        return gettext("{shown} has two dots in a row. Take one away.").format(shown=shown)
    if " " in text:
        return gettext("{shown} has a space in it. Take it away.").format(shown=shown)
    return gettext("{shown} is not an e-mail address. Write it like name@example.com.").format(
        shown=shown
    )


def _is_short_enough(text: str) -> bool:
    return len(text) <= EMAIL_MAX_LENGTH and text.index("@") <= LOCAL_PART_MAX_LENGTH


def _mixes_scripts(text: str) -> bool:
    if text.isascii():
        return False
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()}
    return len(scripts.intersection(_SAME_LOOK)) > 1
