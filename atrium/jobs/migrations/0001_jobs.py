"""Jobs with their stages, clients, people, checklists, incidents, times and candidates."""

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
        ("organisations", "0006_outdated_after"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stage",
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
                    "phase",
                    models.CharField(
                        choices=[
                            ("open", "Open: there is work to do"),
                            ("done", "Done: the work is complete"),
                            ("cancelled", "Cancelled: it will not be done"),
                        ],
                        default="open",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="stage_by_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="stage_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "label_key"), name="stage_label_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
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
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("open", "Open: there is work to do"),
                            ("done", "Done: the work is complete"),
                            ("cancelled", "Cancelled: it will not be done"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("timezone", models.CharField(max_length=60)),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Low"), (1, "Normal"), (2, "High"), (3, "Urgent")], default=1
                    ),
                ),
                ("amount", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("is_opening", models.BooleanField(default=False)),
                ("positions", models.PositiveIntegerField(blank=True, null=True)),
                ("fee", models.BigIntegerField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("binned_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "billing",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                    "finished_by",
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
                    "location",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.location",
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
                (
                    "stage",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="jobs.stage",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "stage", "number"], name="job_by_stage"),
                    models.Index(fields=["organisation", "client"], name="job_by_client"),
                    models.Index(
                        condition=models.Q(("billing__isnull", False)),
                        fields=["organisation", "billing"],
                        name="job_by_payer",
                    ),
                    models.Index(
                        condition=models.Q(("binned_at", None), ("phase", "open")),
                        fields=["organisation", "due_on", "id"],
                        name="job_open_by_day",
                    ),
                    models.Index(
                        condition=models.Q(("binned_at", None), ("phase", "open")),
                        fields=["organisation", "manager", "due_on"],
                        name="job_open_by_manager",
                    ),
                    models.Index(
                        condition=models.Q(("binned_at", None), ("phase", "open")),
                        fields=["organisation", "priority", "id"],
                        name="job_open_by_priority",
                    ),
                    models.Index(
                        condition=models.Q(("location__isnull", False)),
                        fields=["organisation", "location"],
                        name="job_by_location",
                    ),
                    models.Index(
                        condition=models.Q(("binned_at__isnull", False)),
                        fields=["organisation", "binned_at"],
                        name="job_in_the_bin",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="job_by_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "number"), name="job_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="job_by_public_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None),
                            models.Q(
                                ("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="job_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", None), ("fee", None)),
                            models.Q(("currency", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="job_amount_has_currency",
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "stage", name="jobs_job_stage_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "client", name="jobs_job_client_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "billing", name="jobs_job_billing_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "manager", name="jobs_job_manager_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "location", name="jobs_job_location_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "finished_by", name="jobs_job_finished_by_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "created_by", name="jobs_job_created_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participation",
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
                (
                    "kept",
                    models.CharField(
                        choices=[
                            ("primary", "Primary"),
                            ("secondary", "Secondary"),
                            ("billing", "Billing contact"),
                            ("technical", "Technical contact"),
                            ("own", "Own role"),
                        ],
                        default="secondary",
                        max_length=10,
                    ),
                ),
                ("own", models.CharField(blank=True, max_length=60)),
                ("notes", models.TextField(blank=True)),
                (
                    "client",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="clients.client",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "client", "job"], name="participation_by_client"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="participation_by_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="participation_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "job", "client"), name="client_in_job_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kept__in", ["secondary", "technical"]), ("own", "")),
                            models.Q(("kept", "own"), models.Q(("own", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="part_beside_the_job",
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "job", name="jobs_participation_job_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "client", name="jobs_participation_client_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeEntry",
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
                ("day", models.DateField()),
                ("minutes", models.PositiveIntegerField()),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="times",
                        to="jobs.job",
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
            ],
            options={
                "verbose_name_plural": "time entries",
                "ordering": ("-day", "-id"),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "job", "day"], name="time_by_job"),
                    models.Index(fields=["organisation", "member", "day"], name="time_by_member"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="time_entry_by_public_id"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                        name="time_entry_within_a_day",
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "job", name="jobs_timeentry_job_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "member", name="jobs_timeentry_member_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
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
                ("happened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text", models.TextField()),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                ("resolution", models.TextField(blank=True)),
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
                    "reported_by",
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
                    "resolved_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "ordering": ("-happened_at", "-id"),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "job", "happened_at"], name="incident_by_job"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="incident_by_public_id"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "job", name="jobs_incident_job_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "reported_by", name="jobs_incident_reported_by_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "resolved_by", name="jobs_incident_resolved_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
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
                ("text", models.CharField(max_length=300)),
                ("position", models.PositiveIntegerField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "done_by",
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
                (
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklist",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "id"),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "job", "position"], name="checklist_by_job"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="checklist_item_by_public_id"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "job", name="jobs_checklistitem_job_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "done_by", name="jobs_checklistitem_done_by_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
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
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("interview", "Interview"),
                            ("offer", "Offer"),
                            ("placed", "Placed"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrew"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
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
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "job", "id"], name="candidate_by_job"),
                    models.Index(
                        condition=models.Q(("contact__isnull", False)),
                        fields=["organisation", "contact"],
                        name="candidate_by_contact",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="candidate_by_public_id"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "job", name="jobs_candidate_job_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "contact", name="jobs_candidate_contact_same_org"
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
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="associates",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "member"], name="job_associate_by_member")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "job", "member"), name="job_associate_once"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "job", name="jobs_associate_job_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "member", name="jobs_associate_member_same_org"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParticipationContact",
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
                    "participation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chosen",
                        to="jobs.participation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "contact"], name="part_by_contact")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "participation", "contact"),
                        name="contact_in_part_once",
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "participation", name="jobs_participationcontact_participation_same_org"
                    ),
                    atrium.organisations.constraints.SameOrganisation(
                        "contact", name="jobs_participationcontact_contact_same_org"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="participation",
            name="contacts",
            field=models.ManyToManyField(
                related_name="participations",
                through="jobs.ParticipationContact",
                to="clients.contact",
            ),
        ),
    ]
