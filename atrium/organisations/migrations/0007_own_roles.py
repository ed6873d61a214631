import django.db.models.deletion
from django.db import migrations, models

import atrium.foundation.ids
import atrium.organisations.constraints
import atrium.organisations.current


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0006_outdated_after"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnRole",
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
                ("name", models.CharField(max_length=40)),
                ("name_key", models.CharField(max_length=40)),
                (
                    "base_role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("admin", "Admin"),
                            ("manager", "Manager"),
                            ("staff", "Staff"),
                            ("viewer", "Viewer"),
                        ],
                        default="staff",
                        max_length=20,
                    ),
                ),
                ("allowed", models.TextField()),
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
                "ordering": ["name_key"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="own_role_by_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="own_role_by_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "name_key"), name="own_role_once"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="member",
            name="allowed",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="member",
            name="own_role",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="organisations.ownrole",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="own_role",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="organisations.ownrole",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "own_role", name="organisations_member_own_role_same_org"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=atrium.organisations.constraints.SameOrganisation(
                "own_role", name="organisations_invitation_own_role_same_org"
            ),
        ),
    ]
