"""The database brought up to date: by one process at a time, and never by an older Atrium."""

from __future__ import annotations

import fcntl
import pkgutil
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from atrium.foundation.away import is_away, is_hopeless
from atrium.foundation.errors import Refusal

# Longer than PostgreSQL takes to read its log again after a power cut, as a rule.
PATIENCE, PAUSE = 120.0, 0.5
# Any number that nothing else in the database locks by.
LOCK = 7_283_615_042


class TooNew(Refusal):
    """The database was brought up to date by a newer Atrium than this one."""

    def __init__(self, migration: str) -> None:
        super().__init__(
            f"The database belongs to a newer Atrium (it has had {migration}, which this one does not know). "
            "Install that version or a later one, or restore a backup from before the upgrade."
        )


def pending() -> list[str]:
    """The migrations that the database has not seen, as "app.name"."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> list[str]:
    """Bring the database up to date; answers what was applied.

    Others who want the same wait meanwhile and then find it done. Refused with TooNew.
    """
    with _alone():
        refuse_newer()
        missing = pending()
        if missing:
            call_command("migrate", interactive=False, verbosity=0, stdout=StringIO())
        return missing


def refuse_newer() -> None:
    """Say no where the database has had a migration of ours that is not among our files."""
    unknown = sorted(_applied() - _filed())
    own = {label for label, _ in _filed()}
    for label, name in unknown:
        if label in own:
            raise TooNew(f"{label}.{name}")


def is_current() -> bool:
    """Whether the database has had exactly what is among our files.

    By names alone and without the apps, so that a server may ask at each start; a no may be wrong,
    where a package names its app otherwise, and then costs the time of ``migrate()``.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Accessing the database during app initialization")
        return _applied() == _filed()


def patiently[T](ask: Callable[[], T]) -> T:
    """What the database answers; one that is away is waited for, in words on standard error.

    Raises its error when it does not come in time, or turns us away.
    """
    until, told = time.monotonic() + PATIENCE, False
    while True:
        try:
            return ask()
        except (DatabaseError, InterfaceError) as error:
            if not is_away(error) or is_hopeless(error) or time.monotonic() > until:
                raise
            if not told:
                words = str(error).strip().splitlines()[0]
                sys.stderr.write(f"atrium: Waiting for the database, which says: {words}\n")
                sys.stderr.flush()
            told = True
        finally:
            connection.close()
        time.sleep(PAUSE)


def _applied() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def _filed() -> set[tuple[str, str]]:
    found = set()
    for entry in settings.INSTALLED_APPS:
        package = entry.partition(".apps.")[0]
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            folder = [str(Path(place) / "migrations")]
            names = (module.name for module in pkgutil.iter_modules(folder))
            label = package.rpartition(".")[2]
            found |= {(label, name) for name in names if not name.startswith("_")}
    return found


@contextmanager
def _alone() -> Iterator[None]:
    """Keep other processes out: by a lock of PostgreSQL for those on other machines, else by a file's.

    The lock is held in a transaction of a connection of its own, so that it holds behind a pool of connections as well,
    and goes with the process that had it.
    """
    if connection.vendor == "postgresql":
        keeper = connections.create_connection(connection.alias)
        try:
            keeper.set_autocommit(False)
            with keeper.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            yield
            keeper.rollback()
        finally:
            keeper.close()
        return
    name = connection.settings_dict["NAME"]
    place = Path(str(name)).with_suffix(".migrating")
    with place.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
