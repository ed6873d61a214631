"""The database as one file, copied online by its own means, and the number of its rows in that very moment."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from atrium.foundation.backups.archive import DUMP, SQLITE
from atrium.foundation.errors import Refusal

if TYPE_CHECKING:
    import psycopg

PROGRAMS = Path("/usr/lib/postgresql")
_MAPPED = 1 << 31


def copied(known: dict[str, Any], folder: Path) -> tuple[Path, dict[str, int]]:
    """Copy the database that Django's settings ``known`` name; answers the file and its rows by table."""
    if known["ENGINE"].endswith("sqlite3"):
        target = folder / SQLITE
        with (
            closing(sqlite3.connect(f"file:{known['NAME']}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
        return target, sqlite_rows(target)
    return Server(known).dump(folder / DUMP)


def sqlite_rows(path: Path) -> dict[str, int]:
    """The rows of each table of the file; the insides of the word index are not counted."""
    with closing(sqlite3.connect(path)) as database:
        told = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        tables = {name: sql or "" for name, sql in told}
        virtual = [name for name, sql in tables.items() if sql.startswith("CREATE VIRTUAL")]
        plain = [
            name
            for name in tables
            if not name.startswith("sqlite_")
            and not any(name == one or name.startswith(f"{one}_") for one in virtual)
        ]
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names from the schema
            for name in sorted(plain)
        }


def check_sqlite(path: Path) -> None:
    """Refused where SQLite finds damage in the file, or a reference that leads nowhere."""
    try:
        with closing(sqlite3.connect(path)) as database:
            # It goes through every index: the pages are read where they lie, not copied one by one.
            database.execute(f"PRAGMA mmap_size={_MAPPED}")
            whole = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
            astray = database.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        whole, astray = str(error), None
    if whole != "ok" or astray:
        msg = f"The database in the backup is damaged: {whole if whole != 'ok' else astray}."
        raise Refusal(msg)


class Server:
    """A PostgreSQL database, for its own programs and for what is asked past Django."""

    def __init__(self, known: dict[str, Any]) -> None:
        self.known = known

    @contextmanager
    def connected(self, name: str = "") -> Iterator[psycopg.Connection]:
        """A connection that sees the rows of every organisation; to another database with ``name``."""
        import psycopg  # noqa: PLC0415 - SQLite needs no driver of PostgreSQL's

        told = self._told() | ({"dbname": name} if name else {})
        try:
            with closing(psycopg.connect(**told, autocommit=True)) as connection:
                connection.execute("SET atrium.unscoped = 'on'")
                yield connection
        except psycopg.Error as error:
            msg = f"PostgreSQL says: {str(error).strip().splitlines()[0]}"
            raise Refusal(msg) from error

    def dump(self, target: Path) -> tuple[Path, dict[str, int]]:
        """Dump by ``pg_dump`` and count the rows, both in one snapshot."""
        with self.connected() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = _one(connection, "SELECT pg_export_snapshot()")
            how = ["--format=custom", "--no-owner", "--enable-row-security"]
            self._run("pg_dump", [*how, f"--snapshot={snapshot}", f"--file={target}"])
            return target, _rows(connection)

    def restore(self, dump: Path) -> dict[str, int]:
        """Fill the empty database from the dump, all or nothing; answers the rows by table."""
        self.refuse_filled()
        how = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        self._run("pg_restore", [*how, f"--dbname={self.known['NAME']}", str(dump)])
        with self.connected() as connection:
            connection.execute("ANALYZE")
            return _rows(connection)

    def refuse_filled(self) -> None:
        """Say no where the database holds any table."""
        with self.connected() as connection:
            if _tables(connection):
                msg = f"The database {self.known['NAME']} is not empty; name one that is."
                raise Refusal(msg)

    @contextmanager
    def scratch(self) -> Iterator[Server | None]:
        """A database that is gone afterwards; None where the role may not make one."""
        name = f"atrium_check_{uuid4().hex[:12]}"
        with self.connected() as connection:
            may = "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user"
            if not _one(connection, may):
                yield None
                return
            # A server that was set up without a language would make it without an encoding.
            made = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
            connection.execute(f'CREATE DATABASE "{name}" {made}'.encode())
            try:
                yield Server(self.known | {"NAME": name})
            finally:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _told(self) -> dict[str, Any]:
        places = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        named = {name: str(self.known[key]) for name, key in places.items() if self.known.get(key)}
        # A pool of transactions lends no session for a whole dump.
        if host := self.known.get("DIRECT"):
            named["host"], _, named["port"] = host.rpartition(":")
        options = self.known.get("OPTIONS") or {}
        return (
            {k: v for k, v in options.items() if isinstance(v, str)}
            | named
            | {"dbname": self.known["NAME"]}
        )

    def _run(self, name: str, arguments: Sequence[str]) -> None:
        told = {f"PG{key.upper()}": value for key, value in self._told().items()}
        told["PGDATABASE"] = told.pop("PGDBNAME")
        # The role cannot get round row-level security, so it reads as the queue and the doctor do.
        told["PGOPTIONS"] = "-c atrium.unscoped=on"
        run_program(name, arguments, told)


def read_through(dump: Path) -> None:
    """Refused where ``pg_restore`` cannot read the dump to its end."""
    run_program("pg_restore", [f"--file={os.devnull}", str(dump)], {})


def run_program(name: str, arguments: Sequence[str], told: dict[str, str]) -> None:
    """Run one of PostgreSQL's client programs; refused in its words where it fails."""
    done = subprocess.run(
        [_program(name), *arguments],
        env=os.environ | told,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [str(done.returncode)]
        msg = f"{name} failed: {said[0]}"
        raise Refusal(msg)


def _program(name: str) -> str:
    beside = sorted(PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = shutil.which(name) or (str(beside[-1]) if beside else None)
    if found is None:
        msg = f"{name} was not found; install PostgreSQL's client programs and put them on PATH."
        raise Refusal(msg)
    return found


def _one(connection: psycopg.Connection, sql: Any) -> Any:
    row = connection.execute(sql).fetchone()
    return row[0] if row else None


def _tables(connection: psycopg.Connection) -> list[str]:
    told = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
        ' AND relnamespace = current_schema()::regnamespace ORDER BY relname COLLATE "C"'
    )
    return [name for (name,) in told]


def _rows(connection: psycopg.Connection) -> dict[str, int]:
    count = 'SELECT count(*) FROM "{}"'
    return {name: _one(connection, count.format(name)) for name in _tables(connection)}
