"""Organisations that are here already get the first stages of jobs."""

from typing import Any

from django.db import migrations

from atrium.foundation.formats.names import fold
from atrium.organisations import current

STAGES = [
    ("New", "info", "open"),
    ("Planned", "info", "open"),
    ("In progress", "warn", "open"),
    ("Waiting", "neutral", "open"),
    ("Done", "good", "done"),
    ("Cancelled", "neutral", "cancelled"),
]


def begin(apps: Any, schema_editor: Any) -> None:
    stage = apps.get_model("jobs", "Stage")
    with current.unscoped("a migration is about every organisation"):
        for organisation in apps.get_model("organisations", "Organisation").objects.all():
            stage.objects.bulk_create(
                stage(
                    organisation=organisation,
                    label=label,
                    label_key=fold(label),
                    position=place,
                    tone=tone,
                    phase=phase,
                )
                for place, (label, tone, phase) in enumerate(STAGES)
            )
            organisation.lexicon_version += 1
            organisation.save(update_fields=["lexicon_version"])


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_jobs")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
