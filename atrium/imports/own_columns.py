"""What only an export of Atrium says, taken from its columns: numbers, contacts, the archive."""

from __future__ import annotations

import re
from typing import Any

from atrium.clients.reach import typed
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.imports.agreed import CELL, in_cell
from atrium.imports.content import NUMBER, Content, Contents
from atrium.imports.own_export import ARCHIVED, CONTACTS, TEXTS, person_columns
from atrium.imports.own_structures import reach_of
from atrium.imports.reading import Row

_LARGEST = 18
# Where reading keeps the second and later websites of a cell.
_FURTHER_LINKS = "Website"
_PARTS = re.compile(r"\s*;\s*")


class OwnColumns(Contents):
    """Contents of the rows of an own export."""

    def of(self, row: Row) -> Content:
        """As of every row, and what no heading tells."""
        content = super().of(row)
        take_own(content, content.extra)
        cell = content.extra.pop(CELL, "")
        if (answers := in_cell(cell)) is not None:
            content.consents = answers
        else:
            content.extra[CELL] = cell
            reason = gettext("“{name}” is not what an export writes.").format(name=CELL)
            content.problems.append([CELL, reason, True])
        for url in content.extra.pop(_FURTHER_LINKS, "").splitlines():
            if reach := reach_of({"kind": "link", "value": url}, ""):
                content.reach.append(reach)
        for place in content.places:
            if label := place.get("label", ""):
                place.update(type=label.capitalize(), label="")
        for number in range(1, CONTACTS + 1):
            columns = person_columns(number)
            cells = {name: content.extra.pop(column, "") for name, column in columns.items()}
            if cells["given name"] or cells["family name"]:
                content.contacts.append(_person(cells))
        return content


def take_own(content: Content, cells: dict[str, Any]) -> None:
    """Take number, archive and texts out of ``cells``; what does not fit is told and stays."""
    number = str(cells.pop(NUMBER, ""))
    content.client_number = int(number) if number.isdecimal() and len(number) <= _LARGEST else 0
    content.archived = str(cells.pop(ARCHIVED, "")).casefold() == "yes"
    for column, name in TEXTS.items():
        text = str(cells.pop(column, ""))
        try:
            value = typed.zone(text) if name == "timezone" else text
        except Refusal as refusal:
            cells[column] = text
            content.problems.append(
                [column, gettext("“{text}”: {why}").format(text=text[:40], why=refusal), True]
            )
        else:
            if value:
                content.values[name] = value


def _person(cells: dict[str, str]) -> dict[str, Any]:
    points = [
        {"kind": kind, "value": value}
        for kind, name in (("email", "e-mail"), ("phone", "phone"))
        for value in _PARTS.split(cells[name])
        if value
    ]
    return {
        "title": cells["title"],
        "given_name": cells["given name"],
        "family_name": cells["family name"],
        "job_title": cells["job title"],
        "roles": [role for role in _PARTS.split(cells["roles"]) if role],
        "points": points,
    }
