"""Phone numbers: kept as E.164, shown the way people of the country write them, extension beside.

Numbers are read with phonenumbers. Its full reading takes 100 µs and more, too slow for an import, so `phone_fast`
settles the ordinary ones by the same metadata.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat

from atrium.foundation.formats import phone_fast
from atrium.foundation.formats.error import FormatError
from atrium.foundation.translation import gettext, gettext_lazy

_EXTENSION = re.compile(
    r"[\s,;]*(?:;ext=|(?:ext(?:ension)?|extn|x|poste|durchwahl|dw|int(?:erno)?|доб)\.?|#)\s*[:=.]?\s*(\d{1,7})\s*$",
    re.IGNORECASE,
)
_GUARD = re.compile(r'^=\s*"(.*)"$|^=\s*(\+?[\d\s()./-]+)$', re.DOTALL)
_LABEL = re.compile(
    r"^\s*(?:tel|phone|telefon|fon|mobile?|mob|cell|handy|fax|t|m|p|f|h|w)\s*[.:]+\s*",
    re.IGNORECASE,
)
_TRUNK_IN_BRACKETS = re.compile(r"^((?:\+|00)\s*\d{1,3}[\s.-]*)\(0\)")
_TEXT_AFTER = re.compile(
    r"^(.*\d)[-–]?[\s,;]\s*[-–(\[]*\s*(?!ext|x\d|poste|int|доб|dw)([^\W\d_][^\d]*)$",
    re.IGNORECASE | re.DOTALL,
)
_TEXT_IN_BRACKETS = re.compile(r"[(\[][^\d()\[\]]*[)\]]")
_NO_PHONE = gettext_lazy(
    "“{}” is not a phone number. Write digits, with the country code, for example +44 20 7946 0018."
)
_WORDS_BEHIND = re.compile(r"[^\W\d_]|;|[(\[,](?!\d)")
_FEWEST_DIGITS = 3
_LONGEST = 250


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can be dialled; `e164` is +49…, `extension` digits or empty."""

    e164: str
    extension: str = ""

    @property
    def country(self) -> str:
        """The ISO code of the number's country; empty for numbers of no country, such as +800."""
        return phonenumbers.region_code_for_number(phonenumbers.parse(self.e164)) or ""

    @property
    def national(self) -> str:
        """As written inside its country."""
        return self._shown(PhoneNumberFormat.NATIONAL)

    @property
    def international(self) -> str:
        """As written from abroad."""
        return self._shown(PhoneNumberFormat.INTERNATIONAL)

    def shown_in(self, country: str) -> str:
        """As a reader in the country (ISO alpha-2) expects it: national at home, else international."""
        return self.national if self.country == country.upper() else self.international

    def _shown(self, form: int) -> str:
        text = phonenumbers.format_number(phonenumbers.parse(self.e164), form)
        return f"{text} ext. {self.extension}" if self.extension else text


@lru_cache(maxsize=65536)
def parse(text: str, country: str = "") -> Phone:
    """Return the number in the text; `country` (ISO alpha-2) tells how to read one without a country code.

    Patient with what people paste: "tel:", "(0)" after the country code, apostrophes, ="…" guards, words before and after.
    """
    region = country.upper()
    direct = phone_fast.e164(text, region)
    if direct:
        return Phone(direct)
    number, extension = _bare(text)
    if not region and number.startswith("00"):
        number = f"+{number[2:]}"
    direct = phone_fast.e164(number, region)
    return Phone(direct or _read_fully(number, region, text.strip()), extension)


def is_landline(e164: str) -> bool:
    """Whether the number is certainly no mobile phone's: a landline, of those that tell by their digits."""
    kind = phonenumbers.number_type(phonenumbers.parse(e164))
    return bool(kind == phonenumbers.PhoneNumberType.FIXED_LINE)


def dialled(kept: str) -> str:
    """What can be dialled of a number as it is kept: one that did not parse still has its words. Empty when it begins so."""
    number = re.sub(r"[^\d+]", "", _WORDS_BEHIND.split(kept, maxsplit=1)[0])
    extension = kept.partition(";ext=")[2]
    return f"{number};ext={extension}" if extension.isdecimal() else number


def _read_fully(number: str, region: str, written: str) -> str:
    digits = sum(letter.isdigit() for letter in number)
    if digits < _FEWEST_DIGITS or len(number) > _LONGEST:
        raise FormatError(_NO_PHONE.format(written[:60]))
    if not region and not number.startswith("+"):
        message = gettext(
            "“{written}” lacks its country code. Put it in front, for example +44 20 7946 0018."
        ).format(written=written[:60])
        raise FormatError(message)
    try:
        found = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException:
        raise FormatError(_NO_PHONE.format(written[:60])) from None
    normal = phonenumbers.format_number(found, PhoneNumberFormat.E164)
    if phone_fast.FICTIONAL.fullmatch(normal) or phonenumbers.is_valid_number(found):
        return normal
    reason = phonenumbers.is_possible_number_with_reason(found)
    if reason in {
        phonenumbers.ValidationResult.TOO_SHORT,
        phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY,
    }:
        message = gettext(
            "“{written}” is too short. Add the area code, or the country code if it is from abroad."
        ).format(written=written[:60])
    elif reason == phonenumbers.ValidationResult.TOO_LONG:
        message = gettext(
            "“{written}” is too long. Keep one number, and write an extension as “ext. 12”."
        ).format(written=written[:60])
    else:
        message = gettext(
            "“{written}” is no number in use there. Check the digits and the country code."
        ).format(written=written[:60])
    raise FormatError(message)


def _bare(text: str) -> tuple[str, str]:
    """Return the number without the junk around it, and its extension."""
    clear = unicodedata.normalize("NFKC", text).strip()
    guard = _GUARD.match(clear)
    if guard:
        clear = guard.group(1) or guard.group(2)
    clear = clear.strip(" \t\r\n'\"`´‘’\u200b\u202a\u202c\u200e")
    clear = _LABEL.sub("", clear)
    extension = _EXTENSION.search(clear)
    if (
        extension
        and sum(letter.isdigit() for letter in clear[: extension.start()]) > _FEWEST_DIGITS
    ):
        clear = clear[: extension.start()]
    else:
        extension = None
    clear = _TEXT_IN_BRACKETS.sub(" ", clear)
    clear = _TRUNK_IN_BRACKETS.sub(r"\1", clear)
    after = _TEXT_AFTER.match(clear)
    if after:
        clear = after.group(1)
    return clear.strip(), extension.group(1) if extension else ""
