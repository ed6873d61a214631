"""Everything moved from one database into another, of the other engine too, and back (X13)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections

from atrium.clients.models import Client
from atrium.installation.moving import HERE, fill, moved_models, other_database
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.testing.databases import migrated_beside, migrated_sqlite
from atrium.timeline.models import Event


@pytest.mark.once
def test_x13_each_table_is_moved_once_and_none_is_forgotten() -> None:
    moved = [model._meta.db_table for model in moved_models()]
    assert len(set(moved)) == len(moved)
    assert set(moved) == {
        model._meta.db_table for model in apps.get_models(include_auto_created=True)
    }


@pytest.mark.django_db(transaction=True)
def test_x13_everything_moves_to_sqlite_and_back_to_this_engine(
    alice: Member, bakery: Client, charlie: Member, tmp_path: Path
) -> None:
    bakery.edit(by=alice, name="Oven & Daughter")
    with connections[HERE].cursor() as cursor:
        if connections[HERE].vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = 70 WHERE name = 'clients_client'")
        else:
            cursor.execute("SELECT setval('clients_client_id_seq', 70)")
    with (
        migrated_sqlite(tmp_path / "aside.sqlite3") as aside,
        other_database(aside, "aside"),
        migrated_beside(tmp_path / "back.sqlite3") as back,
        other_database(back, "back"),
    ):
        moved = fill(HERE, "aside")
        assert fill("aside", "back") == moved
        assert moved.rows > 100
        for alias in ("aside", "back"):
            with current.unscoped("all of both places came over"):
                came = Client.objects.using(alias).get(pk=bakery.pk)
                events = Event.objects.using(alias).order_by("pk").values_list("pk", "text")
                assert (came.name, came.public_id) == ("Oven & Daughter", bakery.public_id)
                assert list(events) == list(Event.objects.order_by("pk").values_list("pk", "text"))
        with connections["aside"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM timeline_words WHERE timeline_words MATCH 'oven'")
            assert cursor.fetchone()[0] >= 1
        with connections["back"].cursor() as cursor:
            if connections["back"].vendor == "sqlite":
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'clients_client'")
            else:
                cursor.execute("SELECT last_value FROM clients_client_id_seq")
            assert cursor.fetchone() == (70,)
