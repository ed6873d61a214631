"""The quick road for ordinary phone numbers: the same metadata and rules as phonenumbers, without its general machinery.

Whatever is not certain at once is left to the full reading: an empty answer means "not settled here", never "wrong".
"""

import re
from dataclasses import dataclass
from functools import cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

_PUNCTUATION = str.maketrans("", "", " \u00a0-–.()/")
# Set aside for films, books and examples (Ofcom, NANPA): they belong to nobody, but people who try things out type them.
FICTIONAL = re.compile(r"\+44(?:7700900|1632960)\d{3}|\+1555\d{7}|\+1\d{3}55501\d\d")
_LONGEST_COUNTRY_CODE = 3
_LONGEST = 15
_SHORTEST = 5
_NO_COUNTRY = "001"
_KINDS = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Region:
    code: str
    national: re.Pattern[str]
    in_use: re.Pattern[str]
    trunk: re.Pattern[str] | None
    outward: re.Pattern[str]
    # How its numbers are written from abroad: where the leading digits and the whole fit, the groups.
    written: tuple[tuple[re.Pattern[str] | None, re.Pattern[str], str], ...]


def e164(text: str, country: str) -> str:
    """Return the number as +49…, or nothing where only the full reading can tell."""
    bare = text.translate(_PUNCTUATION)
    if bare[:1] == "+":
        digits = bare[1:]
        return (
            _abroad(digits)
            if digits.isdecimal() and digits.isascii() and len(digits) <= _LONGEST
            else ""
        )
    if (
        not country
        or not bare.isdecimal()
        or not bare.isascii()
        or not _SHORTEST <= len(bare) <= _LONGEST
    ):
        return ""
    region = _region(country)
    if region is None or bare.startswith(region.code) or region.outward.match(bare):
        return ""
    national = _without_trunk(bare, region)
    return f"+{region.code}{national}" if national and region.in_use.fullmatch(national) else ""


def international(number: str) -> str:
    """Return how an E.164 number is written from abroad, or nothing where only phonenumbers can tell."""
    digits = number[1:]
    if not (digits.isdecimal() and digits.isascii()):
        return ""
    for length in range(1, _LONGEST_COUNTRY_CODE + 1):
        if regions := _regions(digits[:length]):
            region = _region(regions[0])
            return f"+{region.code} {_grouped(digits[length:], region)}" if region else ""
    return ""


def _grouped(national: str, region: _Region) -> str:
    for leading, whole, groups in region.written:
        if (leading is None or leading.match(national)) and whole.fullmatch(national):
            return whole.sub(groups, national)
    return national


def _abroad(digits: str) -> str:
    for length in range(1, _LONGEST_COUNTRY_CODE + 1):
        regions = _regions(digits[:length])
        if not regions:
            continue
        main = _region(regions[0])
        national = _without_trunk(digits[length:], main) if main else ""
        if not main or not national:
            return ""
        whole = f"+{main.code}{national}"
        known = _in_use_in_any(national, regions) or FICTIONAL.fullmatch(whole)
        return whole if known else ""
    return ""


@cache
def _regions(code: str) -> tuple[str, ...]:
    """The regions of a country code, the main one first; none where it is no code."""
    return COUNTRY_CODE_TO_REGION_CODE.get(int(code), ()) if code and code[0] != "0" else ()


def _in_use_in_any(national: str, regions: tuple[str, ...]) -> bool:
    for one in regions:
        region = _region(one)
        if region is not None and region.in_use.fullmatch(national):
            return True
    return False


def _without_trunk(digits: str, region: _Region) -> str:
    """Return the number as dialled from abroad; nothing where the trunk prefix leaves room for doubt."""
    if region.trunk is None:
        return digits
    found = region.trunk.match(digits)
    if not found or not found.end():
        return digits
    rest = digits[found.end() :]
    whole, cut = region.national.fullmatch(digits), region.national.fullmatch(rest)
    if whole:
        return "" if cut else digits
    return rest if cut else ""


@cache
def _region(country: str) -> _Region | None:
    if country == _NO_COUNTRY:
        return None
    data = PhoneMetadata.metadata_for_region(country, None)
    if data is None or data.national_prefix_transform_rule:
        return None
    kinds = [getattr(data, name) for name in _KINDS]
    patterns = [
        kind.national_number_pattern
        for kind in kinds
        if kind is not None and kind.national_number_pattern
    ]
    general = data.general_desc.national_number_pattern if data.general_desc else None
    if not general:
        return None
    trunk = data.national_prefix_for_parsing
    return _Region(
        code=str(data.country_code),
        national=re.compile(general),
        in_use=re.compile("|".join(f"(?:{pattern})" for pattern in patterns)),
        trunk=re.compile(trunk) if trunk else None,
        outward=re.compile(data.international_prefix or "00"),
        written=tuple(
            (
                re.compile(form.leading_digits_pattern[-1])
                if form.leading_digits_pattern
                else None,
                re.compile(form.pattern),
                form.format,
            )
            for form in data.intl_number_format or data.number_format
            if form.pattern and form.format
        ),
    )
