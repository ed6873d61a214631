"""Clients as vCards 4.0 (RFC 6350): a card for each client that is a person, each company, each contact.

A company is a card of KIND:org; its contacts are cards of their own whose ORG is the company. They have no
UID, as that of a card is the external ID of its client.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_WIDTH = 75
_PLAIN = {"source": "X-SOURCE", "industry": "X-INDUSTRY", "status": "X-STATUS", "owner": "X-OWNER"}
_TYPES = {"mobile": "cell", "cell": "cell", "work": "work", "office": "work", "home": "home"}
_TYPES |= {"private": "home", "fax": "fax"}


def write_cards(path: Path, columns: list[str], rows: Iterable[dict[str, Any]]) -> int:
    """Write the cards of the records; answers how many clients there were."""
    with path.open("w", newline="", encoding="utf-8") as file:
        count = 0
        for record in rows:
            count += 1
            for card in cards_of(record):
                file.writelines(_folded(line) for line in card)
    return count


def cards_of(record: dict[str, Any]) -> Iterator[list[str]]:
    """The card of a client, then those of its contacts."""
    people = [person for person in record["contacts"] if not person["ended_on"]]
    own = [*_head(record), *_reached(record["points"]), *_placed(record["addresses"])]
    if record["kind"] == "company":
        yield [*own, "END:VCARD"]
        for person in people:
            yield _person(record, person)
    else:
        yield [*own, *map(_related, people), "END:VCARD"]


def _related(person: dict[str, Any]) -> str:
    """Whom to ask about someone: as text, for a card of their own would be another client."""
    name = f"{person['given_name']} {person['family_name']}".strip()
    said = [name, person["job_title"], *(point["value"] for point in person["points"])]
    return f"RELATED;TYPE=contact;VALUE=text:{_text(', '.join(filter(None, said)))}"


def _head(record: dict[str, Any]) -> list[str]:
    name = _text(record["name"])
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{name}"]
    if record["kind"] == "company":
        lines += ["KIND:org", f"ORG:{name}"]
    else:
        lines += ["KIND:individual", _named(record, "family name", "given name")]
    if record["birthday"]:
        lines.append(f"BDAY:{record['birthday'].replace('-', '')}")
    if record["language"]:
        lines.append(f"LANG:{_text(record['language'])}")
    if record["tags"]:
        lines.append(f"CATEGORIES:{','.join(map(_text, record['tags'].split('; ')))}")
    lines += [
        f"NOTE:{_text(note)}"
        for note in (record["about"], *(n["text"] for n in record["notes"]))
        if note
    ]
    lines += [f"{name}:{_text(record[n])}" for n, name in _PLAIN.items() if record[n]]
    if record["external_id"]:
        lines.append(f"UID:{_text(record['external_id'])}")
    return lines


def _person(record: dict[str, Any], person: dict[str, Any]) -> list[str]:
    name = _text(f"{person['given_name']} {person['family_name']}".strip())
    lines = ["BEGIN:VCARD", "VERSION:4.0", "KIND:individual", f"FN:{name}"]
    lines += [_named(person, "family_name", "given_name"), f"ORG:{_text(record['name'])}"]
    if person["job_title"]:
        lines.append(f"TITLE:{_text(person['job_title'])}")
    if person["language"]:
        lines.append(f"LANG:{_text(person['language'])}")
    lines += [f"NOTE:{_text(person['about'])}"] if person["about"] else []
    return [*lines, *_reached(person["points"]), "END:VCARD"]


def _named(one: dict[str, Any], family: str, given: str) -> str:
    return f"N:{_text(one[family])};{_text(one[given])};;{_text(one['title'])};"


def _reached(points: Iterable[dict[str, Any]]) -> Iterator[str]:
    for point in points:
        type_ = _TYPES.get(point["label"].casefold(), "")
        about = f";TYPE={type_}" if type_ else ""
        about += ";PREF=1" if point["preferred"] else ""
        if point["kind"] == "email":
            yield f"EMAIL{about}:{_text(point['value'])}"
        elif point["kind"] == "phone":
            yield f"TEL{about}:{_text(point['value'])}"
        else:
            url = point["value"]
            yield f"URL{about}:{_text(url if '://' in url else f'https://{url}')}"


def _placed(places: Iterable[dict[str, Any]]) -> Iterator[str]:
    for place in places:
        parts = [_text(place[n]) for n in ("street", "city", "region", "postcode", "country")]
        kind = _word(place["type"])
        about = f";TYPE={kind}" if kind else ""
        yield f"ADR{about}:;;{';'.join(parts)}"


def _word(text: str) -> str:
    """A word as a parameter may hold it; quoted where it has signs of its own."""
    plain = "".join(c for c in text if c.isprintable() and c != '"')
    return plain if plain.isalnum() and plain.isascii() else f'"{plain}"'


def _text(text: str) -> str:
    """A value with what cards take for signs of their own escaped (RFC 6350, 3.4)."""
    escaped = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, none cut within a letter (RFC 6350, 3.2)."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    return "\r\n".join([*pieces, piece]) + "\r\n"
