"""Which client went up in which, and what clients remember of it."""

import atrium.foundation.ids
import atrium.organisations.constraints
import atrium.organisations.current
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0023_duplicates"),
        ("organisations", "0005_shows_presence"),
        ("timeline", "0006_events_by_subject"),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("moved", models.JSONField(default=dict)),
                ("held", models.JSONField(default=list)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-id",),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="client",
            name="absorbs",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="client",
            name="survivor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.client",
            ),
        ),
        migrations.AlterField(
            model_name="client",
            name="state",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "Live"), (1, "Archived"), (2, "Withdrawn"), (3, "Merged")], default=0
            ),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                condition=models.Q(("survivor__isnull", False)),
                fields=["organisation", "survivor"],
                name="client_by_survivor",
            ),
        ),
        migrations.AddConstraint(
            model_name="client",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "survivor", name="clients_client_survivor_same_org"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="absorbed",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges",
                to="clients.client",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="act",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges",
                to="timeline.act",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.member",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="kept",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="absorptions",
                to="clients.client",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                default=atrium.organisations.current.organisation_id,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["organisation", "kept", "id"], name="merge_by_kept"),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["organisation", "act"], name="merge_by_act"),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("organisation", "absorbed"),
                name="merged_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                fields=("organisation", "public_id"), name="merge_by_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "kept", name="clients_merge_kept_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "absorbed", name="clients_merge_absorbed_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "act", name="clients_merge_act_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "by", name="clients_merge_by_same_org"
            ),
        ),
    ]
