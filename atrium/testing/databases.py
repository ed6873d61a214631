"""Test databases as copies of one migrated template, on both engines.

Migrating takes seconds and copying takes milliseconds, so the template is made once for each state of the source.
The same copy renews the database after a test that commits: every such test starts from what the migrations left.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from atrium.config.environment import CHECKOUT, sqlite
from atrium.organisations import current
from atrium.testing.grounds import BARE

CACHE = CHECKOUT / ".cache" / "test-databases"


class TestDatabases:
    """The databases of one test process, known by the name of its xdist worker: one for each ground.

    The ground without a name is what the migrations leave. Each other is made from it when a test first
    stands on it, by what ``grounds`` says under its name, and stays: whoever stands there rolls back.
    """

    __test__ = False

    def __init__(self, worker: str, grounds: Mapping[str, Callable[[], object]]) -> None:
        engine = _Postgresql if connection.vendor == "postgresql" else _Sqlite
        digest = _source_digest()[:16]
        self._grounds = grounds
        self._engines = {ground: engine(digest, f"{worker}{ground}") for ground in (BARE, *grounds)}
        with _alone():
            self._engines[BARE].make_template()
        self._made: set[str] = set()

    def renew(self) -> None:
        """Throw away what tests left on the bare ground and start again from the template."""
        self._make(BARE)

    def stand_on(self, ground: str) -> None:
        """Let what follows find this ground."""
        if ground not in self._made:
            self._make(ground)
        elif connection.settings_dict["NAME"] != self._engines[ground].name:
            _point_to(self._engines[ground].name)

    def drop(self) -> None:
        """Take the databases away."""
        connection.close()
        for ground in self._made:
            self._engines[ground].drop()

    def _make(self, ground: str) -> None:
        connection.close()
        engine = self._engines[ground]
        engine.copy_template()
        self._made.add(ground)
        _point_to(engine.name)
        if ground != BARE:
            with transaction.atomic():
                self._grounds[ground]()
                # What follows a commit follows in no test either.
                connection.run_on_commit.clear()


class _Sqlite:
    def __init__(self, digest: str, worker: str) -> None:
        self.template = CACHE / f"{digest}.sqlite3"
        # Whoever changes a source and runs a test makes another template and takes this one away.
        self.held = settings.TEST_DATA / f"template-{digest}.sqlite3"
        # A process of a test run that was interrupted may still hold the file of the same worker.
        self.file = settings.TEST_DATA / f"test-{worker}-{os.getpid()}.sqlite3"
        self.name = str(self.file)

    def make_template(self) -> None:
        if not self.template.exists():
            self._migrate_template()
        if not self.held.exists():
            shutil.copyfile(self.template, self.held)

    def _migrate_template(self) -> None:
        for old in CACHE.glob("*.sqlite3*"):
            old.unlink()
        building = self.template.with_suffix(".building")
        building.unlink(missing_ok=True)
        _migrate(str(building))
        building.rename(self.template)

    def copy_template(self) -> None:
        self.drop()
        shutil.copyfile(self.held, self.file)

    def drop(self) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{self.file}{end}").unlink(missing_ok=True)


class _Postgresql:
    def __init__(self, digest: str, worker: str) -> None:
        place = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]
        self.family = f"atrium_template_{place}_"
        self.template = self.family + digest
        self.name = f"test_atrium_{place}_{worker}"

    def make_template(self) -> None:
        building = self.family + "building"
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.family]
            )
            old = [name for (name,) in cursor.fetchall()]
            if self.template in old:
                return
            for name in old:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{building}"')
        _migrate(building)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{building}" RENAME TO "{self.template}"')

    def copy_template(self) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            cursor.execute(
                f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}" STRATEGY FILE_COPY'
            )

    def drop(self) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


@contextmanager
def migrated_sqlite(path: Path) -> Iterator[dict[str, Any]]:
    """A SQLite database of its own as the migrations leave it, on either engine; Django's settings of it."""
    template = _Sqlite(_source_digest()[:16], "none").template
    with _alone():
        if not template.exists():
            url = f"sqlite://{template}"
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "-v0"],
                cwd=CHECKOUT,
                env=os.environ | {"ATRIUM_DATABASE_URL": url},
                check=True,
            )
    shutil.copyfile(template, path)
    yield sqlite(path)


@contextmanager
def migrated_beside(path: Path) -> Iterator[dict[str, Any]]:
    """One more database of the engine of this round, as the migrations leave it; gone afterwards."""
    if connection.vendor == "sqlite":
        with migrated_sqlite(path) as known:
            yield known
        return
    one = _Postgresql(_source_digest()[:16], f"beside{os.getpid()}")
    one.copy_template()
    try:
        yield {**connection.settings_dict, "NAME": one.name}
    finally:
        one.drop()


def lay(name: str, make: Callable[[], object]) -> None:
    """Let the database of a test that commits be what ``make`` leaves; on SQLite that is made once for all processes."""
    if connection.vendor != "sqlite":
        make()
        return
    own = str(connection.settings_dict["NAME"])
    kept = settings.TEST_DATA / f"{name}.sqlite3"
    with _alone():
        made = not kept.exists()
        if made:
            make()
        connection.close()
        if made:
            building = kept.with_suffix(".building")
            shutil.copyfile(own, building)
            building.rename(kept)
            return
    shutil.copyfile(kept, own)


def _migrate(name: str) -> None:
    before = str(connection.settings_dict["NAME"])
    _point_to(name)
    with current.unscoped("migrating the template of the test databases"):
        call_command("migrate", interactive=False, verbosity=0)
    _point_to(before)


def _point_to(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _source_digest() -> str:
    """One value for everything migrations can depend on: the packages and every source file but the tests."""
    total = hashlib.sha256((CHECKOUT / "uv.lock").read_bytes())
    for path in sorted((CHECKOUT / "atrium").glob("**/*.*")):
        if path.suffix in {".py", ".sql"} and "tests" not in path.parts:
            total.update(str(path.relative_to(CHECKOUT)).encode() + path.read_bytes())
    return total.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """One process of this checkout at a time; the others wait."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
