"""What is handed over, to whom it goes, and the cover of a project."""

import atrium.foundation.ids
import atrium.organisations.constraints
import atrium.organisations.current
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0029_source_mail"),
        ("documents", "0002_words_and_first_kinds"),
        ("organisations", "0006_outdated_after"),
        ("projects", "0001_projects"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deliverable",
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
                ("name", models.CharField(max_length=200)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("number", models.PositiveIntegerField(default=1)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "added_by",
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
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.file",
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
                        related_name="deliverables",
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
                        fields=("organisation", "public_id"), name="deliverable_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="deliverable_by_organisation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", False), ("link", "")),
                            models.Q(("file", None), models.Q(("link", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="deliverable_is_a_file_or_a_link",
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "project", name="projects_deliverable_project_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "file", name="projects_deliverable_file_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "added_by", name="projects_deliverable_added_by_same_org"
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["organisation", "project", "id"], name="deliverable_by_project"
                    ),
                    models.Index(
                        condition=models.Q(("file__isnull", False)),
                        fields=["organisation", "file"],
                        name="deliverable_by_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sending",
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
                ("number", models.PositiveIntegerField()),
                ("address", models.CharField(max_length=320)),
                ("batch", models.UUIDField()),
                ("words", models.TextField(blank=True)),
                ("override", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("leave_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("held_back", models.CharField(blank=True, max_length=500)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No answer yet"),
                            ("approved", "Approved"),
                            ("changes", "Asks for changes"),
                        ],
                        max_length=10,
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=2000)),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contact",
                    ),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sendings",
                        to="projects.deliverable",
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
                    "sent_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.member",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="sending_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "batch", "deliverable", "contact"),
                        name="sending_once",
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "deliverable", name="projects_sending_deliverable_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "contact", name="projects_sending_contact_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "sent_by", name="projects_sending_sent_by_same_org"
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["organisation", "deliverable", "id"], name="sending_by_deliverable"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("held_back", ""), ("revoked_at", None), ("sent_at", None)
                        ),
                        fields=["organisation", "leave_at"],
                        name="sending_due",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="project",
            name="cover",
            field=models.UUIDField(blank=True, null=True),
        ),
    ]
