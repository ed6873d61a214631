"""Organisations that are here already get the sections and fields of the profile.

Where one has a field or a section of that name, it keeps its own.
"""

from typing import Any

from django.db import migrations

from atrium.clients.first_fields import FIRST_FIELDS, SECTIONS
from atrium.foundation.formats.names import fold
from atrium.organisations import current


def begin(apps: Any, schema_editor: Any) -> None:
    with current.unscoped("a migration is about every organisation"):
        for organisation in apps.get_model("organisations", "Organisation").objects.all():
            _give(apps, organisation)
            organisation.lexicon_version += 1
            organisation.save(update_fields=["lexicon_version"])


def _give(apps: Any, organisation: Any) -> None:
    section, field = apps.get_model("clients", "FieldSection"), apps.get_model("clients", "Field")
    theirs = field.objects.filter(organisation=organisation, subject="client")
    last = max(theirs.values_list("position", flat=True), default=-1)
    keys = set(theirs.values_list("key", flat=True))
    labels = set(theirs.exclude(state=2).values_list("label_key", flat=True))
    sections: dict[str, Any] = {}
    for place, label in enumerate(SECTIONS, last + 1):
        sections[label], _ = section.objects.get_or_create(
            organisation=organisation,
            subject="client",
            label_key=fold(label),
            defaults={"label": label, "position": place},
        )
    field.objects.bulk_create(
        field(
            organisation=organisation,
            section=sections[first.section],
            **first.values(last + 1 + place),
        )
        for place, first in enumerate(FIRST_FIELDS)
        if first.key not in keys and fold(first.label) not in labels
    )


class Migration(migrations.Migration):
    dependencies = [("clients", "0024_merges")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
