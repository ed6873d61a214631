"""Organisations that are here already get the first stages of tenders and reasons for their outcome."""

from typing import Any

from django.db import migrations

from atrium.foundation.formats.names import fold
from atrium.organisations import current

STAGES = [
    ("Preparing", "info"),
    ("Submitted", "warn"),
    ("Shortlisted", "warn"),
    ("Negotiating", "good"),
]
REASONS = [
    ("Best value", "won"),
    ("They know our work", "won"),
    ("Price", "lost"),
    ("Another bidder was stronger", "lost"),
    ("The client dropped the plan", ""),
    ("No capacity", "withdrawn"),
    ("Terms we cannot accept", "withdrawn"),
]


def begin(apps: Any, schema_editor: Any) -> None:
    stage = apps.get_model("tenders", "TenderStage")
    reason = apps.get_model("tenders", "TenderReason")
    with current.unscoped("a migration is about every organisation"):
        for organisation in apps.get_model("organisations", "Organisation").objects.all():
            stage.objects.bulk_create(
                stage(
                    organisation=organisation,
                    label=label,
                    label_key=fold(label),
                    position=place,
                    tone=tone,
                )
                for place, (label, tone) in enumerate(STAGES)
            )
            reason.objects.bulk_create(
                reason(
                    organisation=organisation,
                    label=label,
                    label_key=fold(label),
                    position=place,
                    fits=fits,
                )
                for place, (label, fits) in enumerate(REASONS)
            )
            organisation.lexicon_version += 1
            organisation.save(update_fields=["lexicon_version"])


class Migration(migrations.Migration):
    dependencies = [("tenders", "0001_tenders")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
