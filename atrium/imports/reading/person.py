"""Names of people and companies taken apart: titles, "Family, Given - Company", particles, legal forms."""

import re
from dataclasses import dataclass
from functools import lru_cache

from atrium.foundation.formats.names import fold
from atrium.imports.reading.heading_words import SALUTATIONS

_TITLES = frozenset(SALUTATIONS.split("|"))
_SINGLE_LETTERS = frozenset({"m", "d", "κ"})
_SUFFIX = re.compile(
    r"^(?:jr|sr|jun|sen|ii|iii|iv|phd|ph\.d|md|m\.d|esq|cpa|mba|dds|rn|cfa|msc|ma|ba)\.?$",
    re.IGNORECASE,
)
# A family name begins with these; "Thị" and "Văn" open the second part of a Vietnamese name.
_PARTICLES = frozenset(
    "de der den del della delle dello dei di da das do dos du la le van von vom zu zum zur af av ter ten te el al bin ibn ben bint st san santa "
    "y mac thi van- 'd d' ap".split()
)
_FORMS = (
    r"gmbh|mbh|ag|kg|ohg|ug|gbr|e\.?k\.?|e\.? ?v\.?|ltd|limited|llc|l\.l\.c|llp|lp|plc|inc|incorporated|corp|corporation|company|co|pty|pte|"
    r"s\.? ?a\.?|s\.? ?a\.? ?s\.?|sarl|s\.à r\.l|eurl|sasu|sci|s\.? ?l\.?|s\.? ?l\.? ?u\.?|s\.? ?r\.? ?l\.?|s\.? ?p\.? ?a\.?|snc|b\.?v\.?|n\.?v\.?|vof|"
    r"ab|aps|a/s|as|asa|oy|oyj|kft|zrt|sp\. ?z ?o\. ?o\.?|s\.r\.o|a\.s|d\.o\.o|sia|uab|lda|ltda|eireli|s\.? de r\.?l\.?|ооо|оао|зао|пао|ип|αε|επε|ικε"
)
_FORM = re.compile(rf"(?:^|[\s,(])(?:{_FORMS})\.?(?:$|[\s,)])", re.IGNORECASE)
# What a form may begin with where nothing but letters and spaces is written: "e v", "s r l", "sp a".
_FORMS_BEGIN = frozenset(
    "gmbh mbh ag kg ohg ug gbr ek e ev ltd limited llc llp lp plc inc incorporated corp corporation company co pty pte s sa sas sarl eurl sasu "
    "sci sl slu sr srl sp spa snc bv nv vof ab aps as asa oy oyj kft zrt sia uab lda ltda eireli".split()
)
_TRADES = (
    "group|holding|holdings|services?|solutions?|consulting|associates|partners|studio|studios|agency|"
    "trading|industries|bank|school|university|hotel|restaurant|cafe|clinic|church|foundation|association|society|institute|council|"
    "ministry|hospital|school|architects|plumbing|electrical|builders|construction|travel|garage|bakery|systems?|technologies|enterprises?|"
    "store|shop|club|team|stiftung|verein|schule|praxis|kanzlei|bäckerei|apotheke|autohaus|werkstatt|atelier|cabinet|mairie|hermanos|hnos"
)
_BUSINESS = re.compile(
    rf"株式会社|有限会社|合同会社|有限公司|公司|주식회사|[&@]|\b(?:{_TRADES})\b", re.IGNORECASE
)
_OF_COMPANIES = _FORMS_BEGIN.union(
    *({trade.removesuffix("?"), trade.removesuffix("s?")} for trade in _TRADES.split("|"))
)
_PACKED = re.compile(r"^(.*?\S)\s+[-–—|]\s+(\S.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a person's name as written."""

    title: str = ""
    given: str = ""
    family: str = ""


@lru_cache(maxsize=16384)
def split_name(text: str) -> PersonName:
    """Return the parts of "Given Family" or "Family, Given", with a title before and "Jr." behind kept in their place."""
    words = text.split()
    if len(words) < 2:
        return PersonName(given=text.strip())
    title = ""
    if fold(words[0]).strip(".") in _TITLES or fold(words[0]).replace(".", "") in _TITLES:
        title, words = _title_and_rest(words)
    rest = " ".join(words)
    if "," in rest:
        parts = [part.strip() for part in rest.split(",") if part.strip()]
        while len(parts) > 1 and _SUFFIX.match(parts[1]):
            parts[0:2] = [f"{parts[0]}, {parts[1]}"]
        if len(parts) > 1:
            return _with_title(title, given=" ".join(parts[1:]), family=parts[0])
        rest = parts[0] if parts else ""
        words = rest.split()
    given, family = _cut(words)
    return PersonName(title, given, family)


@lru_cache(maxsize=16384)
def is_company(text: str) -> bool:
    """Tell whether a name reads as that of a company, by its legal form or a word of business."""
    if text.isascii():
        words = text.casefold().split()
        if "".join(words).isalpha() and _OF_COMPANIES.isdisjoint(words):
            # Nearly every person's name.
            return False
    return bool(_FORM.search(text) or _BUSINESS.search(text))


def is_title(text: str) -> bool:
    """Tell whether the text is a way to address someone: Mr, Frau, Dr."""
    return fold(text).replace(".", "").strip() in _TITLES


def unpack(text: str) -> tuple[str, str] | None:
    """Return person and company of "Family, Given - Company", or nothing where the text is not packed so."""
    packed = _PACKED.match(text)
    return (packed.group(1), packed.group(2)) if packed else None


def _with_title(title: str, given: str, family: str) -> PersonName:
    words = given.split()
    if not title and len(words) > 1 and is_title(words[0]):
        title, words = _title_and_rest(words)
    return PersonName(title, " ".join(words), family)


def _title_and_rest(words: list[str]) -> tuple[str, list[str]]:
    taken = 0
    while taken < len(words) - 1 and _opens(words[taken]):
        taken += 1
    return " ".join(words[:taken]), words[taken:]


def _opens(word: str) -> bool:
    plain = fold(word).replace(".", "")
    return plain in _TITLES and (plain not in _SINGLE_LETTERS or word.endswith("."))


def _cut(words: list[str]) -> tuple[str, str]:
    end = len(words)
    while end > 1 and _SUFFIX.match(words[end - 1]):
        end -= 1
    if end < 2:
        return words[0], " ".join(words[1:])
    for place in range(1, end - 1):
        if fold(words[place]) in _PARTICLES:
            return " ".join(words[:place]), " ".join(words[place:])
    return " ".join(words[: end - 1]), " ".join(words[end - 1 :])
