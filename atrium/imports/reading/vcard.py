"""vCards 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350) as a table: a row for each card, columns under headings we know.

Lenient: what real programs write is read although the standards forbid it. Pictures, sounds and keys are left out.
"""

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import BinaryIO

from atrium.foundation.reading import decode
from atrium.imports.reading.vcard_lines import PICTURES, Property, properties_of

_BEGINS = re.compile(r"\s*(?:[\w-]+\.)?begin\s*:\s*vcard", re.IGNORECASE)
_APPLE_LABEL = re.compile(r"^_\$!<(.*)>!\$_$")
_MACHINERY = frozenset(
    "BEGIN END VERSION KIND PRODID REV SOURCE PROFILE MAILER CLASS SORT-STRING LABEL XML CLIENTPIDMAP X-ABLABEL X-ABADR X-ABUID "
    "X-ETAG X-MS-OL-DESIGN X-MS-OL-DEFAULT-POSTAL-ADDRESS X-ABSHOWAS NAME".split()
)
_ADDRESS = ("PO Box", "Extended Address", "Street", "City", "Region", "Postal Code", "Country")
_NAMED = ("Last Name", "First Name", "Middle Name", "Name Prefix", "Name Suffix")


@dataclass(slots=True)
class Card:
    """A person or company as cells by heading."""

    cells: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, heading: str, text: str) -> None:
        """Keep the text; what is said twice stands on lines of its own."""
        text = text.strip()
        before = self.cells.get(heading, "")
        if text and text not in before.split("\n"):
            self.cells[heading] = f"{before}\n{text}" if before else text

    def number(self, what: str) -> str:
        """The beginning of the next heading of its kind: Phone 2."""
        self._counts[what] = self._counts.get(what, 0) + 1
        return f"{what} {self._counts[what]}"


def is_vcard(head: bytes) -> bool:
    """Whether a file that begins like this holds cards."""
    try:
        encoding, _ = decode.encoding_of(head)
        return bool(_BEGINS.match(head.decode(encoding, errors="replace")))
    except (UnicodeError, LookupError):
        return False


def rows_of(opened: Callable[[], BinaryIO]) -> Callable[[], Generator[tuple[int, list[str]]]]:
    """Rows of the table: the headings of all cards as row 0, then the cards, numbered from 1."""
    headings: dict[str, None] = {}
    for card in cards(opened):
        headings.update(dict.fromkeys(card.cells))
    columns = sorted(headings, key=_place)

    def rows() -> Generator[tuple[int, list[str]]]:
        yield 0, list(columns)
        for number, card in enumerate(cards(opened), start=1):
            yield number, [card.cells.get(column, "") for column in columns]

    return rows


def _place(heading: str) -> int:
    """Names stand first; the rest keeps the order it came in."""
    return _NAMED.index(heading) if heading in _NAMED else len(_NAMED)


def cards(opened: Callable[[], BinaryIO]) -> Iterator[Card]:
    """The cards of a file, one at a time; one that is not ended ends where the next begins."""
    properties: list[Property] = []
    depth = 0
    with closing(properties_of(opened)) as lines:
        for found in lines:
            if found.name == "BEGIN":
                if depth and properties and not _is_within(properties):
                    yield _card(properties)
                    depth = 0
                if not depth:
                    properties = []
                depth += 1
            elif found.name == "END":
                depth = max(0, depth - 1)
                if not depth and properties:
                    yield _card(properties)
                    properties = []
            elif depth == 1:
                properties.append(found)
    if properties:
        yield _card(properties)


def _is_within(properties: Sequence[Property]) -> bool:
    """Whether the card that begins here is a value of the one around it (AGENT of vCard 2.1)."""
    return properties[-1].name == "AGENT"


def _card(properties: Sequence[Property]) -> Card:
    labels = {
        found.group: _apple_label(found.text())
        for found in properties
        if found.name == "X-ABLABEL" and found.group
    }
    card = Card()
    for found in properties:
        label = labels.get(found.group, "") or found.label
        if found.name in _PLACES:
            _PLACES[found.name](card, found, label)
        elif found.name not in _MACHINERY and found.name not in PICTURES:
            heading = found.name.removeprefix("X-").replace("-", " ").replace("_", " ").capitalize()
            card.add(f"{heading} ({label})" if label else heading, found.text())
    if any(found.name in {"X-ABSHOWAS", "KIND"} and _is_company(found) for found in properties):
        card.cells.setdefault("Organization Name", card.cells.pop("Full name", ""))
    if any(card.cells.get(heading) for heading in (*_NAMED[:2], "Organization Name")):
        card.cells.pop("Full name", None)
    return card


def _is_company(found: Property) -> bool:
    return found.text().casefold() in {"company", "org", "organization", "group"}


def _apple_label(text: str) -> str:
    known = _APPLE_LABEL.match(text)
    return (known[1] if known else text).casefold()


def _name(card: Card, found: Property, label: str) -> None:
    for heading, part in zip(_NAMED, found.parts(), strict=False):
        card.add(
            heading, " ".join(part.replace(",", " ").split()) if heading in _NAMED[1:3] else part
        )


def _organisation(card: Card, found: Property, label: str) -> None:
    name, *units = found.parts()
    if card.cells.get("Organization Name") not in {None, name}:
        card.add("Further organisations", name)
        return
    card.add("Organization Name", name)
    card.add("Organization Department", ", ".join(filter(None, units)))


def _phone(card: Card, found: Property, label: str) -> None:
    number = found.text().removeprefix("tel:").replace(";ext=", " ext ")
    if number:
        begin = card.number("Phone")
        card.add(f"{begin} - Label", label)
        card.add(f"{begin} - Value", number)


def _email(card: Card, found: Property, label: str) -> None:
    if address := found.text().removeprefix("mailto:"):
        begin = card.number("E-mail")
        card.add(f"{begin} - Label", label)
        card.add(f"{begin} - Value", address)


def _address(card: Card, found: Property, label: str) -> None:
    parts = found.parts()
    if any(parts):
        begin = card.number("Address")
        card.add(f"{begin} - Label", label)
        for heading, part in zip(_ADDRESS, parts, strict=False):
            card.add(f"{begin} - {heading}", part.rstrip(","))


def _website(card: Card, found: Property, label: str) -> None:
    if url := found.text():
        begin = card.number("Website")
        card.add(f"{begin} - Label", label)
        card.add(f"{begin} - Value", url)


def _birthday(card: Card, found: Property, label: str) -> None:
    if not card.cells.get("Birthday"):
        card.add("Birthday", found.text().partition("T")[0])


def _list(heading: str) -> Callable[[Card, Property, str], None]:
    def add(card: Card, found: Property, label: str) -> None:
        card.add(heading, ", ".join(filter(None, found.parts(","))))

    return add


def _under(heading: str) -> Callable[[Card, Property, str], None]:
    def add(card: Card, found: Property, label: str) -> None:
        card.add(heading, found.text())

    return add


_PLACES: dict[str, Callable[[Card, Property, str], None]] = {
    "N": _name,
    "FN": _under("Full name"),
    "NICKNAME": _list("Nickname"),
    "ORG": _organisation,
    "O": _organisation,
    "ROLE": _under("Profession"),
    "TITLE": _under("Organization Title"),
    "TEL": _phone,
    "EMAIL": _email,
    "ADR": _address,
    "URL": _website,
    "BDAY": _birthday,
    "NOTE": _under("Notes"),
    "CATEGORIES": _list("Labels"),
    "UID": _under("Id"),
    "LANG": _under("Language"),
}
