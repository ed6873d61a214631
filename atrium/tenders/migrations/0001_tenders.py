"""Tenders with their stages, reasons, people and files."""

import atrium.foundation.ids
import atrium.organisations.constraints
import atrium.organisations.current
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clients", "0029_source_mail"),
        ("documents", "0002_words_and_first_kinds"),
        ("jobs", "0002_first_stages"),
        ("organisations", "0006_outdated_after"),
        ("projects", "0002_deliverables"),
    ]

    operations = [
        migrations.CreateModel(
            name="TenderReason",
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
                    "fits",
                    models.CharField(
                        blank=True,
                        choices=[("won", "Won"), ("lost", "Lost"), ("withdrawn", "Withdrawn")],
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
                "verbose_name": "reason",
                "ordering": ("position", "label_key", "id"),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="TenderStage",
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
                    "tone",
                    models.CharField(
                        choices=[
                            ("neutral", "Grey"),
                            ("info", "Blue"),
                            ("good", "Green"),
                            ("warn", "Amber"),
                            ("bad", "Red"),
                        ],
                        default="neutral",
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
                "verbose_name": "stage",
                "ordering": ("position", "label_key", "id"),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Tender",
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
                ("description", models.TextField(blank=True)),
                ("notes", models.TextField(blank=True)),
                ("amount", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("chance", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("due_time", models.TimeField(blank=True, null=True)),
                ("timezone", models.CharField(max_length=60)),
                ("due_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("remind_before", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("remind_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("won", "Won"), ("lost", "Lost"), ("withdrawn", "Withdrawn")],
                        max_length=10,
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("binned_at", models.DateTimeField(blank=True, null=True)),
                ("purged_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "client",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenders",
                        to="clients.client",
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
                    "decided_by",
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
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="jobs.job",
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
                    "owner",
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
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.project",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenders",
                        to="tenders.tenderreason",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenders",
                        to="tenders.tenderstage",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="TenderContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "tender",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chosen",
                        to="tenders.tender",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "contact"], name="tender_by_contact")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "tender", "contact"), name="tender_contact_once"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "tender", name="tenders_tendercontact_tender_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "contact", name="tenders_tendercontact_contact_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TenderFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
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
                    "tender",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_files",
                        to="tenders.tender",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "file"], name="tender_by_file")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "tender", "file"), name="tender_file_once"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "tender", name="tenders_tenderfile_tender_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "file", name="tenders_tenderfile_file_same_org"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="tenderreason",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="tender_reason_by_organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderreason",
            constraint=models.UniqueConstraint(
                fields=("organisation", "public_id"), name="tender_reason_by_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderreason",
            constraint=models.UniqueConstraint(
                fields=("organisation", "label_key"), name="tender_reason_label_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderstage",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="tender_stage_by_organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderstage",
            constraint=models.UniqueConstraint(
                fields=("organisation", "public_id"), name="tender_stage_by_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderstage",
            constraint=models.UniqueConstraint(
                fields=("organisation", "label_key"), name="tender_stage_label_once"
            ),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(
                fields=["organisation", "client", "outcome", "due_at"], name="tender_by_client"
            ),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(fields=["organisation", "stage", "number"], name="tender_by_stage"),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(
                condition=models.Q(("binned_at", None), ("outcome", "")),
                fields=["organisation", "due_at", "id"],
                name="tender_open_by_time",
            ),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(
                condition=models.Q(("binned_at", None), ("outcome", "")),
                fields=["organisation", "owner", "due_at"],
                name="tender_open_by_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(
                condition=models.Q(
                    ("binned_at", None),
                    ("outcome", ""),
                    ("remind_at__isnull", False),
                    ("reminded_at", None),
                ),
                fields=["organisation", "remind_at"],
                name="tender_to_remind",
            ),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(
                condition=models.Q(("binned_at", None), ("decided_at__isnull", False)),
                fields=["organisation", "decided_at", "outcome"],
                name="tender_by_decision",
            ),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(
                condition=models.Q(("job__isnull", False)),
                fields=["organisation", "job"],
                name="tender_by_job",
            ),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(
                condition=models.Q(("project__isnull", False)),
                fields=["organisation", "project"],
                name="tender_by_project",
            ),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(
                condition=models.Q(("reason__isnull", False)),
                fields=["organisation", "reason"],
                name="tender_by_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="tender",
            index=models.Index(
                condition=models.Q(("binned_at__isnull", False), ("purged_at", None)),
                fields=["organisation", "binned_at"],
                name="tender_in_the_bin",
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="tender_by_organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=models.UniqueConstraint(
                fields=("organisation", "number"), name="tender_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=models.UniqueConstraint(
                fields=("organisation", "public_id"), name="tender_by_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount", None), models.Q(("currency", ""), _negated=True), _connector="OR"
                ),
                name="tender_amount_has_currency",
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("outcome", "")),
                    models.Q(
                        models.Q(("outcome", ""), _negated=True), ("decided_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="tender_decided_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=models.CheckConstraint(
                condition=models.Q(("job", None), ("project", None), _connector="OR"),
                name="tender_became_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "client", name="tenders_tender_client_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "stage", name="tenders_tender_stage_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "owner", name="tenders_tender_owner_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "reason", name="tenders_tender_reason_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "job", name="tenders_tender_job_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "project", name="tenders_tender_project_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "decided_by", name="tenders_tender_decided_by_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "created_by", name="tenders_tender_created_by_same_org"
            ),
        ),
    ]
