"""The third wall: PostgreSQL itself shows a session only the rows of the organisation it was told.

Each table has one forced policy on two settings of the session: ``atrium.organisation``, its key,
and ``atrium.unscoped``, which is on only inside current.unscoped(). A session that was told
nothing sees nothing. The settings are told before the first statement that needs them; the guard
refuses every other statement that touches them.

Behind a pool that lends a session for one transaction they are told to that transaction alone: a
session that goes back to the pool knows nothing, so whoever gets it next sees nothing of this.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from django.core import checks
from django.db import connection, connections, transaction
from django.db.backends.signals import connection_created

from atrium.organisations import current
from atrium.organisations.constraints import column_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper
    from django.db.models import Model

    from atrium.foundation.postgresql.base import DatabaseWrapper

POLICY = "organisation"
# Each setting is read once per statement (a subquery), not once per row.
_INSIDE = (
    "{column} = (SELECT nullif(current_setting('atrium.organisation', true), '')::bigint)"
    " OR (SELECT current_setting('atrium.unscoped', true) = 'on')"
)
# In the same breath: no compiling of statements, which took 15 s for a page whose rows are read in 40 ms.
_TELL = (
    "SELECT set_config('atrium.organisation', '{key}', {local}),"
    " set_config('atrium.unscoped', '{all}', {local}), set_config('jit', 'off', {local})"
)
# What may be one transaction with what is told before it.
_ROWS = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


def fortify(connection: BaseDatabaseWrapper, models: Iterable[type[Model]]) -> list[str]:
    """Put the policy on the models' tables that lack it; their names are returned.

    The migrate command ends with it, so that no new table can be forgotten. SQLite: nothing.
    """
    if connection.vendor != "postgresql":
        return []
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        bare = {model._meta.db_table: model for model in models}
        missing = sorted((set(bare) & there) - _walled(cursor))
        for name in missing:
            column = quote(column_of(bare[name], "organisation"))
            table, inside = quote(name), _INSIDE.format(column=column)
            with current.unscoped("raising the third wall"), transaction.atomic(connection.alias):
                cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
                cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
                cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
                cursor.execute(
                    f"CREATE POLICY {POLICY} ON {table} USING ({inside}) WITH CHECK ({inside})"
                )
    return missing


def _walled(cursor: CursorWrapper) -> set[str]:
    cursor.execute(
        "SELECT relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
        " WHERE relrowsecurity AND relforcerowsecurity AND polname = %s"
        " AND relnamespace = current_schema()::regnamespace",
        [POLICY],
    )
    return {name for (name,) in cursor.fetchall()}


def tell(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,  # noqa: FBT001 - as Django calls it
    context: dict[str, Any],
) -> Any:
    """An execute wrapper: tell the session whose rows it may see, when that has changed."""
    connection = cast("DatabaseWrapper", context["connection"])
    wanted = (current.organisation_id(), current.is_unscoped())
    alone = connection.is_pooled and connection.autocommit
    if connection.told == wanted and not alone:
        return execute(sql, params, many, context)
    # Told nothing, a session sees nothing; and some statements refuse to run in a transaction.
    if alone and wanted == (None, False):
        return execute(sql, params, many, context)
    if not many and _takes_words(context["cursor"].cursor, sql):
        return _in_one(connection, wanted, lambda: execute(sql, params, many, context))
    if alone:
        return _alone(connection, wanted, lambda: execute(sql, params, many, context))
    _tell(connection, wanted)
    return execute(sql, params, many, context)


def _in_one(
    connection: DatabaseWrapper, wanted: tuple[int | None, bool], run: Callable[[], Any]
) -> Any:
    """The statement in one message with what its session is told, which is taken back where it fails."""
    before, connection.told = connection.told, wanted
    try:
        with connection.saying(_words(connection, wanted)):
            answer = run()
    except BaseException:
        connection.told = before
        raise
    if connection.is_pooled and connection.autocommit:
        connection.told = None
    return answer


def _takes_words(cursor: object, sql: object) -> bool:
    """Whether the session can be told in the same message as the statement."""
    from atrium.foundation.postgresql.base import Telling  # noqa: PLC0415 - see _tell()

    return isinstance(cursor, Telling) and isinstance(sql, str) and bool(_ROWS.match(sql))


def _words(connection: DatabaseWrapper, wanted: tuple[int | None, bool]) -> str:
    organisation, unscoped = wanted
    key = "" if organisation is None else int(organisation)
    return _TELL.format(key=key, all="on" if unscoped else "", local=connection.is_pooled)


def _alone(
    connection: DatabaseWrapper, wanted: tuple[int | None, bool], run: Callable[[], Any]
) -> Any:
    """One statement outside of any transaction gets one of its own, told beforehand."""
    with connection.connection.transaction():
        _tell(connection, wanted)
        connection.told = None
        return run()


def _tell(connection: DatabaseWrapper, wanted: tuple[int | None, bool]) -> None:
    # SQLite needs no driver of PostgreSQL's at its start.
    from psycopg.pq import TransactionStatus  # noqa: PLC0415

    raw = connection.connection
    # A failed transaction takes nothing but its rollback, which has nothing to hide.
    if raw.info.transaction_status == TransactionStatus.INERROR:
        return
    with raw.cursor() as cursor:
        cursor.execute(_words(connection, wanted))
    connection.told = wanted


def install() -> None:
    """Have every PostgreSQL connection of this process told from here on."""

    def stand(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if connection.vendor == "postgresql" and tell not in connection.execute_wrappers:
            # In front: who wraps a block while the connection is made takes the last one off again.
            connection.execute_wrappers.insert(0, tell)

    connection_created.connect(stand, weak=False, dispatch_uid="atrium.organisations.walls.rls")


def weaknesses(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> list[str]:
    """Why the third wall would not hold on this database, in sentences; empty when it holds.

    ``tables`` are those that belong to organisations. SQLite has two walls and no third.
    """
    if connection.vendor != "postgresql":
        return []
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        role, superuser, bypass = cursor.fetchone()
        if superuser or bypass:
            why = "is a superuser" if superuser else "has BYPASSRLS"
            found.append(
                f"The role {role} {why}, so PostgreSQL would show it every organisation's rows. "
                "Use a role made with NOSUPERUSER NOBYPASSRLS in ATRIUM_DATABASE_URL."
            )
        walled = _walled(cursor)
    return found + [
        f"The table {table} has no forced policy. Run the migrations."
        for table in sorted(set(tables) - walled)
    ]


def standing() -> list[str]:
    """The weaknesses of the database in use: for readiness, the doctor and serve."""
    # The models are read late: they are built on the manager, which stands beside this wall.
    from atrium.organisations.walls.tables import owned_models  # noqa: PLC0415

    return weaknesses(connection, [model._meta.db_table for model in owned_models()])


def check_role(
    app_configs: object = None, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """Django's database check: a role that PostgreSQL shows everything is refused before migrating."""
    return [
        checks.Critical(sentence, id="atrium.E004")
        for alias in databases or []
        for sentence in weaknesses(connections[alias], ())
    ]
