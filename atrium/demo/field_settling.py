"""The fields of a demo organisation with the values that its clients and contacts have in them."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from atrium.clients.field_index import rebuild
from atrium.clients.first_fields import FIRST_FIELDS, SECTIONS, FirstField
from atrium.clients.models import Field, FieldFile, FieldSection
from atrium.clients.models.field import checked_options
from atrium.clients.value_types import TYPES, Where
from atrium.demo.classifying import HABITS
from atrium.demo.papers import pdf
from atrium.demo.world import shapes
from atrium.foundation.files import keep, type_of
from atrium.foundation.formats.names import fold
from atrium.organisations.models import Organisation

_EVERY = 3


class FieldSettler:
    """Writes sections and fields, and reads the values of the world as their types do."""

    def __init__(self, world: shapes.World, organisation: Organisation) -> None:
        self._where = Where(organisation)
        self._slug = world.slug
        labels = dict.fromkeys([*SECTIONS, *(f.section for f in world.fields if f.section)])
        self._sections = {
            label: FieldSection.objects.create(label=label, label_key=fold(label), position=place)
            for place, label in enumerate(labels)
        }
        made = [self._first(f, place) for place, f in enumerate(FIRST_FIELDS)]
        made += [self._made(f, place) for place, f in enumerate(world.fields, len(made))]
        Field.objects.bulk_create(made)
        self._fields = {f.key: f for f in made}
        self._of_contacts = [f for f in made if f.subject == "contact"]

    def _first(self, first: FirstField, place: int) -> Field:
        """A field of the profile, with the choices of this organisation."""
        values = first.values(place)
        if choices := HABITS[self._slug].choices(first.key):
            values["options"] = checked_options(first.type, {"choices": list(choices)})
        return Field(section=self._sections[first.section], **values)

    def _made(self, told: shapes.Field, place: int) -> Field:
        options = checked_options(told.kind, {"choices": list(told.choices), "unit": told.unit})
        return Field(
            label=told.label,
            label_key=fold(told.label)[:80],
            key=told.key,
            position=place,
            type=told.kind,
            options=options,
            section=self._sections.get(told.section),
            help=told.help,
            subject=told.subject,
            min_role=told.min_role,
            on_new=told.on_new,
            always=told.always,
            filterable=told.kind != "long_text",
            searched=TYPES[told.kind].searched,
        )

    def values(self, typed: dict[str, str]) -> dict[str, Any]:
        """What was told of a client, as it is stored."""
        return {key: self._value(self._fields[key], text) for key, text in typed.items()}

    def _value(self, field: Field, text: str) -> Any:
        if field.type != "file":
            return field.sort.read(text, field, self._where)
        paper = ContentFile(pdf([text.removesuffix(".pdf"), "", self._where.organisation.name]))
        stored_as, content_type = keep(paper, "fields"), type_of(paper)
        row = FieldFile(field=field, name=text, stored_as=stored_as, content_type=content_type)
        row.size = paper.size
        row.save()
        return row.value

    def of_contact(self, number: int) -> dict[str, Any]:
        """What every third contact has in the fields of contacts."""
        if number % _EVERY:
            return {}
        found = {}
        for field in self._of_contacts:
            labels = [choice["label"] for choice in field.options["choices"]]
            typed = labels[number // _EVERY % len(labels)]
            found[field.key] = field.sort.read(typed, field, self._where)
        return found

    def finish(self) -> None:
        """Write what lists are narrowed and sorted by."""
        for field in self._fields.values():
            rebuild(field.pk)
