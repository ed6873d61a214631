"""Projects, and the first columns of the organisations that are here already."""

from typing import Any

import atrium.foundation.ids
import atrium.organisations.constraints
import atrium.organisations.current
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from atrium.organisations import current


COLUMNS = [
    ("To do", 7, "ready"),
    ("In progress", 6, "working"),
    ("Review", 8, "working"),
    ("With the client", 2, "waiting"),
]


def first_columns(apps: Any, schema_editor: Any) -> None:
    column = apps.get_model("projects", "Column")
    with current.unscoped("a migration is about every organisation"):
        for organisation in apps.get_model("organisations", "Organisation").objects.all():
            column.objects.bulk_create(
                column(
                    organisation=organisation,
                    label=label,
                    label_key=label.casefold(),
                    position=place,
                    hue=hue,
                    meaning=meaning,
                )
                for place, (label, hue, meaning) in enumerate(COLUMNS)
            )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clients", "0029_source_mail"),
        ("organisations", "0006_outdated_after"),
    ]

    operations = [
        migrations.CreateModel(
            name="Column",
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
                ("hue", models.PositiveSmallIntegerField(default=6)),
                ("limit", models.PositiveSmallIntegerField(default=0)),
                (
                    "meaning",
                    models.CharField(
                        choices=[
                            ("ready", "Not begun"),
                            ("working", "Being worked on"),
                            ("waiting", "Waiting for the client"),
                        ],
                        default="working",
                        max_length=10,
                    ),
                ),
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
                "verbose_name": "column",
                "verbose_name_plural": "columns",
                "ordering": ("position", "label_key", "id"),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="column_by_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="column_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "label_key"), name="column_label_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hue__gte", 1), ("hue__lte", 10)),
                        name="column_hue_is_one_of_ten",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
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
                ("number", models.PositiveBigIntegerField()),
                ("title", models.CharField(blank=True, max_length=200)),
                ("html", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("rank", models.BigIntegerField(default=0)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("binned_at", models.DateTimeField(blank=True, null=True)),
                ("purged_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "client",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="clients.client",
                    ),
                ),
                (
                    "column",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="projects.column",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                (
                    "delivered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
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
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="project_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="project_by_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "number"), name="project_by_number"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "client", name="projects_project_client_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "column", name="projects_project_column_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "manager", name="projects_project_manager_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "delivered_by", name="projects_project_delivered_by_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "created_by", name="projects_project_created_by_same_org"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["organisation", "client", "id"], name="project_by_client"),
                    models.Index(
                        condition=models.Q(("binned_at", None), ("delivered_at", None)),
                        fields=["organisation", "client", "due_on", "id"],
                        name="project_next",
                    ),
                    models.Index(
                        condition=models.Q(("binned_at", None), ("delivered_at", None)),
                        fields=["organisation", "column", "rank", "id"],
                        name="project_on_board",
                    ),
                    models.Index(
                        fields=["organisation", "column", "rank", "id"], name="project_by_rank"
                    ),
                    models.Index(
                        condition=models.Q(("binned_at", None), ("delivered_at", None)),
                        fields=["organisation", "due_on", "id"],
                        name="project_by_day",
                    ),
                    models.Index(
                        fields=["organisation", "manager", "id"], name="project_by_manager"
                    ),
                    models.Index(
                        condition=models.Q(("binned_at__isnull", False), ("purged_at", None)),
                        fields=["organisation", "binned_at"],
                        name="project_in_bin",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Associate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
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
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="associates",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "project", "member"), name="associate_once"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "project", name="projects_associate_project_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "member", name="projects_associate_member_same_org"
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["organisation", "member", "project"], name="associate_by_member"
                    )
                ],
            },
        ),
        migrations.RunPython(first_columns, migrations.RunPython.noop),
    ]
