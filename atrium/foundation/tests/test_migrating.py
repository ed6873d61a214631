"""The database is brought up to date by itself, and never by an Atrium that is too old for it."""

import pytest
from django.db import connection

from atrium.foundation.migrating import TooNew, is_current, migrate, pending


@pytest.mark.django_db
def test_a_server_sees_by_names_alone_that_nothing_is_to_do() -> None:
    assert pending() == []
    assert is_current()
    assert migrate() == []


@pytest.mark.django_db
def test_a_database_of_a_newer_atrium_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, CURRENT_TIMESTAMP)",
            ["clients", "9999_of_tomorrow"],
        )
    assert not is_current()
    with pytest.raises(TooNew, match=r"newer Atrium .*clients\.9999_of_tomorrow"):
        migrate()


@pytest.mark.django_db
def test_what_a_package_left_that_is_gone_stands_in_nobodys_way() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, CURRENT_TIMESTAMP)",
            ["gone", "0001_initial"],
        )
    assert not is_current()
    assert migrate() == []
