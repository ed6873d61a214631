"""The tables of search, each as its engine keeps it best: ordered by its key, and by bytes."""

import django.db.models.deletion
from django.db import migrations, models

import atrium.organisations.current

SQLITE = [
    """
    CREATE TABLE clients_searchtoken (
      organisation_id bigint NOT NULL, token varchar(120) NOT NULL, weight smallint NOT NULL,
      client_id bigint NOT NULL,
      PRIMARY KEY (organisation_id, token, weight, client_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE clients_searchspelling (
      organisation_id bigint NOT NULL, key varchar(120) NOT NULL, word varchar(120) NOT NULL,
      PRIMARY KEY (organisation_id, key, word)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE clients_searchdocument (
      client_id integer NOT NULL PRIMARY KEY, organisation_id bigint NOT NULL,
      archived bool NOT NULL, text text NOT NULL, shown text NOT NULL
    )
    """,
]
POSTGRESQL = [
    """
    CREATE TABLE clients_searchtoken (
      organisation_id bigint NOT NULL, client_id bigint NOT NULL, weight smallint NOT NULL,
      token varchar(120) COLLATE "C" NOT NULL,
      PRIMARY KEY (organisation_id, token, weight, client_id)
    )
    """,
    """
    CREATE TABLE clients_searchspelling (
      organisation_id bigint NOT NULL, key varchar(120) COLLATE "C" NOT NULL,
      word varchar(120) COLLATE "C" NOT NULL,
      PRIMARY KEY (organisation_id, key, word)
    )
    """,
    """
    CREATE TABLE clients_searchdocument (
      client_id bigint NOT NULL PRIMARY KEY, organisation_id bigint NOT NULL,
      archived boolean NOT NULL, text text NOT NULL, shown text NOT NULL
    )
    """,
]
TABLES = ("clients_searchtoken", "clients_searchspelling", "clients_searchdocument")


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("clients", "0003_grants_of_a_team")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, unmake)],
            state_operations=[
                migrations.CreateModel(
                    name="SearchDocument",
                    fields=[
                        (
                            "client_key",
                            models.BigIntegerField(
                                db_column="client_id", primary_key=True, serialize=False
                            ),
                        ),
                        ("archived", models.BooleanField(default=False)),
                        ("text", models.TextField()),
                        ("shown", models.TextField()),
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
                migrations.CreateModel(
                    name="SearchSpelling",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "organisation",
                                "key",
                                "word",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("key", models.CharField(max_length=120)),
                        ("word", models.CharField(max_length=120)),
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
                migrations.CreateModel(
                    name="SearchToken",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "organisation",
                                "token",
                                "weight",
                                "client_key",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("token", models.CharField(max_length=120)),
                        ("weight", models.PositiveSmallIntegerField()),
                        ("client_key", models.BigIntegerField(db_column="client_id")),
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
