"""Everything about one person in one archive: pages for people, JSON for machines, and the files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.timezone import now

from atrium.documents.models import Content, File, FileVersion
from atrium.foundation import files
from atrium.foundation.personal import Kept
from atrium.privacy.letters import Letters
from atrium.privacy.person import Person
from atrium.timeline.models import Event

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation

_HIDDEN = ("_hash", "_key", "secret", "token")
_FOR_MACHINES = ("_id", "_model", "_key", "html", "version", "normal")
_LETTERS = {
    "conversations.Message": "pk",
    "conversations.Attachment": "message",
    "conversations.Party": "message",
}
_ENDINGS = {
    "conversations.Message": ".eml",
    "billing.InvoicePaper": ".pdf",
    "payments.Receipt": ".pdf",
    "payments.Reminder": ".pdf",
}


@dataclass
class Section:
    """What one table holds of the person: a heading, why it is kept, the rows."""

    kept: Kept
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.kept.title

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The rows as people read them: without keys, each name in words."""
        return [
            {name.replace("_", " ").capitalize(): value for name, value in _read(row)}
            for row in self.rows
        ]


def _read(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What of a row is for reading: of an event its sentence alone."""
    if "told" in row:
        yield from ((name, row[name]) for name in ("at", "told"))
        return
    for name, value in row.items():
        if not name.endswith(_FOR_MACHINES):
            yield name, ", ".join(map(str, value)) if isinstance(value, list) else value


def write_archive(path: Path, person: Person, organisation: Organisation) -> None:
    """Write everything that the organisation holds of the person into a ZIP archive at ``path``."""
    letters = Letters(person)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        sections = []
        for kept in person.all:
            section = Section(kept)
            for row in _rows(person, kept, letters):
                section.rows.append(_told(row, kept) | _enclosed(archive, row, kept))
            if section.rows:
                sections.append(section)
        facts = {"person": person, "organisation": organisation, "sections": sections, "at": now()}
        archive.writestr("index.html", render_to_string("privacy/archive.html", facts))
        data = {section.kept.model: section.rows for section in sections}
        whole = {"person": person.name, "held_by": str(organisation), "at": now(), "data": data}
        archive.writestr(
            "data.json", json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        )


def _rows(person: Person, kept: Kept, letters: Letters) -> Iterator[models.Model]:
    rows = person.rows(kept)
    if kept.model in _LETTERS:
        table: Any = kept.table
        rows = table.objects.filter(**{f"{_LETTERS[kept.model]}__in": letters.all})
    yield from rows.order_by("pk").iterator(500)


def _told(row: models.Model, kept: Kept) -> dict[str, Any]:
    """The fields of a row, each under its name; references as the words that people know."""
    told: dict[str, Any] = {}
    for each in row._meta.concrete_fields:
        if each.name in {"id", "organisation"} or each.name.endswith(_HIDDEN):
            continue
        value = getattr(row, each.attname)
        if value in (None, "", [], {}) or each.name in kept.files:
            continue
        told[each.name] = str(getattr(row, each.name)) if each.is_relation else value
    if isinstance(row, Event):
        told["told"] = unescape(strip_tags(row.sentence))
    return told


def _enclosed(archive: ZipFile, row: Any, kept: Kept) -> dict[str, Any]:
    """Put the stored file of a row into the archive, and say where."""
    stored_as = next((getattr(row, name) for name in _stored(kept)), "")
    if isinstance(row, File | FileVersion):
        content = Content.objects.filter(pk=row.content_id).first()
        stored_as = content.stored_as if content else ""
    if not stored_as or not default_storage.exists(stored_as):
        return {}
    name = files.name_of(str(getattr(row, "name", "")) or f"file{_ENDINGS.get(kept.model, '')}")
    place = f"files/{kept.table._meta.model_name}-{row.pk}/{name}"
    with default_storage.open(stored_as) as source, archive.open(place, "w") as copy:
        for portion in source.chunks():
            copy.write(portion)
    return {"file": place}


def _stored(kept: Kept) -> tuple[str, ...]:
    return kept.files or (("stored_as",) if kept.model in _ENDINGS else ())
