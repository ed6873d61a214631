"""Organisations keep the roles that clients can have in jobs."""

import atrium.foundation.ids
import atrium.organisations.current
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0003_external_ids"),
        ("organisations", "0006_outdated_after"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=atrium.foundation.ids.public_id, editable=False),
                ),
                ("label", models.CharField(max_length=60)),
                ("label_key", models.CharField(editable=False, max_length=80)),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=atrium.organisations.current.organisation_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "job role",
                "ordering": ("position", "label_key", "id"),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="job_role_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "label_key"), name="job_role_label_once"
                    ),
                ],
            },
        ),
    ]
