"""JSON Lines of Atrium's own export: every value is taken as it stands, nothing is guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from atrium.clients import exported
from atrium.clients.attributes import BUILT_IN
from atrium.foundation.reading import dates
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.imports.agreed import LIST, in_list
from atrium.imports.content import Content, Contents
from atrium.imports.own_columns import take_own
from atrium.imports.own_export import NO_CONTACT, PLACE, PLACE_TYPE, REACH, STRUCTURES
from atrium.imports.own_structures import bars_of, place_of, reach_of, text_of
from atrium.imports.reading import Mapping, Row, Table
from atrium.imports.reading.mapping import IGNORE

_DETAILS = {
    "external_id": "external_id",
    "title": "title",
    "given name": "given_name",
    "family name": "family_name",
    "legal name": "legal_name",
    "registration number": "registration_number",
    "tax id": "tax_id",
    "industry": "industry",
    "source": "came_from",
    "language": "language",
    "preferred channel": "preferred_channel",
}
_DAYS = {"client since": "since", "birthday": "birthday"}
_NO_NAME = gettext_lazy("This line has no name. Write it as “name”.")
_TAKEN = frozenset({"kind", "name", NO_CONTACT, *REACH.values(), *PLACE, PLACE_TYPE})


def own_rows(table: Table) -> Iterator[Row]:
    """The lines of the file as rows that hold them whole."""
    for number, cells in table.records():
        name = cells.get("name", "").strip()
        kind = "individual" if cells.get("kind") == "individual" else "company"
        row = Row(number, kind=kind, name=name, extra=cells)
        if not name:
            row.failed = _NO_NAME
        yield row


class OwnLines(Contents):
    """Contents of the lines of an own export; columns that were left out stay out."""

    def __init__(self, mapping: Mapping, country: str) -> None:
        super().__init__(mapping)
        self._left_out = [c.header for c in mapping.columns if c.target == IGNORE]
        self._country = country

    def of(self, row: Row) -> Content:
        """The content of a line."""
        cells = {n: text for n, text in row.extra.items() if n not in self._left_out and text}
        content = Content(row=row.number, kind=row.kind, name=" ".join(row.name.split()))
        take_own(content, cells)
        for column, name in _DETAILS.items():
            self.put(content, name, cells.pop(column, ""), column)
        content.values = {name: text for name, text in content.values.items() if text}
        for column, name in _DAYS.items():
            if text := cells.pop(column, ""):
                self._day(content, name, text, column)
        content.status, content.owner = cells.pop("status", ""), cells.pop("owner", "")
        content.tags = [tag for tag in cells.pop("tags", "").split("; ") if tag]
        for attribute in BUILT_IN:
            if attribute.kept and (text := cells.pop(attribute.heading, "")):
                content.account[attribute.kept.column] = text
        self._structures(content, cells)
        content.extra |= {name: text for name, text in cells.items() if name not in _TAKEN}
        return content

    def _day(self, content: Content, name: str, text: str, column: str) -> None:
        try:
            found = dates.read(text, dates.usual_order(self._country))
        except (ValueError, OverflowError):
            found = None
        if found is not None:
            content.values[name] = found.isoformat()
        else:
            content.extra[column] = text
            reason = gettext("“{text}” is not a date. Write it like 2026-11-21.").format(
                text=text[:40]
            )
            content.problems.append([name, reason, False])

    def _structures(self, content: Content, cells: dict[str, str]) -> None:
        said = {name: _read(content, name, cells.pop(name, "")) for name in STRUCTURES}
        answers = cells.pop(LIST, "")
        content.consents = in_list(_rows(_read(content, LIST, answers))) if answers else ()
        for name in exported.names():
            cells.pop(name, None)
        for one in _rows(said["points"]):
            if reach := reach_of(one, self._country):
                content.reach.append(reach)
        content.places = [place_of(one) for one in _rows(said["addresses"])]
        content.contacts = [one for one in _rows(said["contacts"]) if _is_person(one)]
        content.further_notes = [t for one in _rows(said["notes"]) if (t := text_of(one, "text"))]
        content.no_contact = bars_of(said["no_contact"])


def _read(content: Content, name: str, text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        content.problems.append(
            [name, gettext("“{name}” is not what an export writes.").format(name=name), True]
        )
        return None


def _rows(said: Any) -> list[dict[str, Any]]:
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def _is_person(one: dict[str, Any]) -> bool:
    return any(
        isinstance(one.get(n), str) and one[n].strip() for n in ("given_name", "family_name")
    )
