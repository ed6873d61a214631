"""The way past one PostgreSQL: rows are kept apart by organisation, as Citus wants its tables (R01).

Its rules: each unique key and each reference of a distributed table holds the column it is distributed by. Only
primary keys of one column do not; (organisation_id, id) is as good a key and takes their place there.
"""

from __future__ import annotations

import pytest
from django.db import connection

from atrium.organisations.constraints import column_of
from atrium.organisations.walls.tables import owned_models

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="Citus is PostgreSQL"),
]


def test_every_unique_key_and_reference_of_an_organisations_table_holds_the_organisation() -> None:
    owned = {model._meta.db_table: column_of(model, "organisation") for model in owned_models()}
    astray = []
    with connection.cursor() as cursor:
        for table, column in owned.items():
            told = connection.introspection.get_constraints(cursor, table)
            for name, one in told.items():
                columns = one["columns"] or [column]  # an expression is read by the index test
                led = one["foreign_key"]
                inside = led and led[0] in owned
                if one["primary_key"] and len(columns) == 1:
                    continue
                if (one["unique"] or inside) and column not in columns:
                    astray.append((table, name, columns))
    assert astray == []
