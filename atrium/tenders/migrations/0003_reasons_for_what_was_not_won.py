"""A client that dropped the plan is no reason for a tender that was won."""

from typing import Any

from django.db import migrations, models

from atrium.foundation.formats.names import fold
from atrium.organisations import current

# As the founding of an organisation wrote it, in each language that it knows.
LABELS = (
    "The client dropped the plan",
    "Der Kunde hat das Vorhaben aufgegeben",
    "El cliente abandonó el plan",
    "Le client a abandonné le projet",
    "Klient porzucił plan",
)


def narrow(apps: Any, schema_editor: Any) -> None:
    with current.unscoped("a migration is about every organisation"):
        rows = apps.get_model("tenders", "TenderReason").objects
        keys = [fold(label) for label in LABELS]
        rows.filter(label_key__in=keys, fits="").update(fits="not_won")


class Migration(migrations.Migration):
    dependencies = [("tenders", "0002_first_words")]

    operations = [
        migrations.AlterField(
            model_name="tenderreason",
            name="fits",
            field=models.CharField(
                blank=True,
                choices=[
                    ("won", "Won"),
                    ("lost", "Lost"),
                    ("withdrawn", "Withdrawn"),
                    ("not_won", "Lost or withdrawn"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(narrow, migrations.RunPython.noop),
    ]
