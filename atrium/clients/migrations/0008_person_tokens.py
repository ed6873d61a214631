"""The table that the search for people reads: ordered by its key and by bytes, and once more by person."""

import django.db.models.deletion
from django.db import migrations, models

import atrium.organisations.current

SQLITE = [
    """
    CREATE TABLE clients_persontoken (
      organisation_id bigint NOT NULL, token varchar(120) NOT NULL, contact_id bigint NOT NULL,
      PRIMARY KEY (organisation_id, token, contact_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX person_token_by_person ON clients_persontoken (organisation_id, contact_id, token)",
]
POSTGRESQL = [
    """
    CREATE TABLE clients_persontoken (
      organisation_id bigint NOT NULL, contact_id bigint NOT NULL,
      token varchar(120) COLLATE "C" NOT NULL,
      PRIMARY KEY (organisation_id, token, contact_id)
    )
    """,
    "CREATE INDEX person_token_by_person ON clients_persontoken (organisation_id, contact_id, token)",
]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    schema_editor.execute("DROP TABLE clients_persontoken")


class Migration(migrations.Migration):
    dependencies = [("clients", "0007_people")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, unmake)],
            state_operations=[
                migrations.CreateModel(
                    name="PersonToken",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "organisation",
                                "token",
                                "contact_key",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("token", models.CharField(max_length=120)),
                        ("contact_key", models.BigIntegerField(db_column="contact_id")),
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
                    },
                ),
            ],
        )
    ]
