"""Migrations that draw few models do to the database what Django's do."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection, migrations, models
from django.db.migrations import operations
from django.db.migrations.state import ProjectState

from atrium.foundation.sparing_states import sparing

pytestmark = pytest.mark.once

TOWN: Any = "made.Town"
STREET: Any = "made.Street"


def steps(seen: list[list[str]]) -> list[operations.base.Operation]:
    """Tables that point at one another, changed in every way, and one step that reads them all."""

    def look(apps: Apps, _editor: Any) -> None:
        town: Any = apps.get_model(TOWN)
        [points_here] = [f for f in town._meta.related_objects if f.name == "street"]
        seen.append(
            [f.name for f in town._meta.get_fields()]
            + [f.name for f in points_here.related_model._meta.get_fields()]
        )

    to_town: Any = models.ForeignKey(TOWN, models.PROTECT, db_index=False)
    once: Any = models.UniqueConstraint(fields=["name", "town"], name="street_once")
    return [
        operations.CreateModel("Town", [("id", models.BigAutoField(primary_key=True))]),
        operations.CreateModel("Street", [("id", models.BigAutoField(primary_key=True))]),
        operations.RunPython(lambda apps, _editor: apps.get_model(TOWN)),
        operations.AddField("Town", "name", models.CharField(max_length=30, default="")),
        operations.AddField("Street", "name", models.TextField(default="", null=True)),
        operations.AddField("Street", "town", to_town),
        operations.AddField("Town", "first", models.ForeignKey(STREET, models.PROTECT, null=True)),
        operations.AddConstraint("Street", once),
        operations.AddIndex("Street", models.Index(fields=["name"], name="street_by_name")),
        operations.AlterField("Town", "name", models.CharField(max_length=60, default="")),
        operations.RunPython(look),
        operations.RemoveIndex("Street", "street_by_name"),
        operations.RemoveConstraint("Street", "street_once"),
        operations.RenameField("Street", "town", "place"),
        operations.RemoveField("Town", "first"),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_tables_are_the_same_and_a_step_in_python_sees_every_model() -> None:
    told: dict[bool, tuple[list[str], list[list[str]]]] = {}
    for few in (False, True):
        seen: list[list[str]] = []
        made: Any = type("Migration", (migrations.Migration,), {"operations": steps(seen)})
        state = ProjectState()
        with sparing() if few else nullcontext(), connection.schema_editor() as editor:
            made("0001", "made").apply(state, editor)
            tables = _tables()
            editor.execute("DROP TABLE made_street")
            editor.execute("DROP TABLE made_town")
        told[few] = tables, seen
    assert told[True] == told[False]
    assert told[True][1] == [["street", "id", "name", "first", "town", "id", "name", "town"]]


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name LIKE 'made_%' ORDER BY name")
        return [sql for (sql,) in cursor.fetchall()]
