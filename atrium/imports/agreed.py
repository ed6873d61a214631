"""What a file says was agreed to, as the plan keeps it: of a mapped column, of a cell and of a list of our own export."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

from atrium.clients.models.term import LONGEST
from atrium.foundation.translation import gettext
from atrium.imports.reading.row import Said

type Entry = dict[str, Any]
# The column of an exported table, and the list of JSON Lines.
CELL, LIST = "consent", "consents"
_ANSWER = re.compile(r"(.+?): (agreed|withdrawn) (\d{4}-\d\d-\d\d) \((\w+)\)(?:; |$)", re.DOTALL)
_LONGEST = 200


def told(said: Said) -> Entry:
    """What a mapped column says, with the words it says it in as the proof."""
    words = gettext("By the file, column {header}: {text}")
    evidence = words.format(header=said.header, text=said.text[:_LONGEST])
    on = said.on.isoformat() if said.on else ""
    entry = _entry(said.purpose, on, "import", evidence, given=said.given)
    return entry | {"header": said.header, "text": said.text}


def in_cell(text: str) -> list[Entry] | None:
    """The answers in the column of an exported table; None where it was written by somebody else."""
    found = list(_ANSWER.finditer(text))
    if sum(len(answer.group()) for answer in found) != len(text):
        return None
    entries = [
        _entry(label[:LONGEST], _day(on), source, "", given=word == "agreed")
        for label, word, on, source in (answer.groups() for answer in found)
    ]
    return entries if all(entry["on"] for entry in entries) else None


def in_list(rows: list[dict[str, Any]]) -> list[Entry]:
    """The answers in the list of an exported line, whole; what is no answer is left out."""
    found = []
    for row in rows:
        label, on = (
            " ".join(str(row.get("purpose", "")).split())[:LONGEST],
            _day(str(row.get("on", ""))),
        )
        if label and on and isinstance(row.get("given"), bool):
            source, evidence = str(row.get("source", "")), str(row.get("evidence", ""))
            entry = _entry(label, on, source, evidence, given=row["given"])
            entry |= {"id": identifier(row.get("id")), "who": str(row.get("contact", ""))}
            found.append(entry | {"contact": identifier(row.get("contact_id"))})
    return found


def _entry(purpose: str, on: str, source: str, evidence: str, *, given: bool) -> Entry:
    return {"purpose": purpose, "given": given, "on": on, "source": source, "evidence": evidence}


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def identifier(said: Any) -> str:
    """The id that something of a file has; empty where it is none."""
    try:
        return str(UUID(str(said)))
    except ValueError:
        return ""
