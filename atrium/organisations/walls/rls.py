"""The third wall: PostgreSQL itself shows a session only the rows of the organisation it was told.

Each table has one forced policy on two settings of the session: ``atrium.organisation``, its key,
and ``atrium.unscoped``, which is on only inside current.unscoped(). A session that was told
nothing sees nothing. The settings are told before the first statement that needs them; the guard
refuses every other statement that touches them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.core import checks
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.migrations.operations.base import Operation
from psycopg.pq import TransactionStatus

from atrium.organisations import current

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

    from atrium.foundation.postgresql.base import DatabaseWrapper

POLICY = "organisation"
# Each setting is read once per statement (a subquery), not once per row.
_INSIDE = (
    "{column} = (SELECT nullif(current_setting('atrium.organisation', true), '')::bigint)"
    " OR (SELECT current_setting('atrium.unscoped', true) = 'on')"
)
_TELL = (
    "SELECT set_config('atrium.organisation', %s, false), set_config('atrium.unscoped', %s, false)"
)


class ForceRowSecurity(Operation):
    """``ForceRowSecurity("client", "note")``: the third wall around these models of the app.

    PostgreSQL only; elsewhere it does nothing. It belongs into the migration that makes the table.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, *names: str) -> None:
        self.names = names

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return type(self).__name__, self.names, {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Put up the policies."""
        for table, column in self._tables(app_label, schema_editor, to_state):
            inside = _INSIDE.format(column=column)
            for sql in (
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
                f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
                f"CREATE POLICY {POLICY} ON {table} USING ({inside}) WITH CHECK ({inside})",
            ):
                schema_editor.execute(sql, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take them down."""
        for table, _ in self._tables(app_label, schema_editor, to_state):
            for sql in (
                f"DROP POLICY {POLICY} ON {table}",
                f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
                f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            ):
                schema_editor.execute(sql, params=None)

    def _tables(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> Iterable[tuple[str, str]]:
        if schema_editor.connection.vendor != "postgresql":
            return
        for name in self.names:
            options = state.apps.get_model(app_label, name)._meta
            column = cast("Any", options.get_field("organisation")).column
            yield schema_editor.quote_name(options.db_table), schema_editor.quote_name(column)

    def describe(self) -> str:
        return f"Let PostgreSQL keep the rows of {', '.join(self.names)} within their organisation"

    @property
    def migration_name_fragment(self) -> str:
        return "force_row_security"


def tell(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """An execute wrapper: tell the session whose rows it may see, when that has changed."""
    connection = cast("DatabaseWrapper", context["connection"])
    wanted = (current.organisation_id(), current.is_unscoped())
    if connection.told != wanted:
        _tell(connection, *wanted)
    return execute(sql, params, many, context)


def _tell(connection: DatabaseWrapper, organisation: int | None, unscoped: bool) -> None:
    raw = connection.connection
    # A failed transaction takes nothing but its rollback, which has nothing to hide.
    if raw.info.transaction_status == TransactionStatus.INERROR:
        return
    with raw.cursor() as cursor:
        values = ("" if organisation is None else str(organisation), "on" if unscoped else "")
        cursor.execute(_TELL, values)
    connection.told = (organisation, unscoped)


def install() -> None:
    """Have every PostgreSQL connection of this process told from here on."""

    def stand(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if connection.vendor == "postgresql" and tell not in connection.execute_wrappers:
            connection.execute_wrappers.append(tell)

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
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE relrowsecurity AND relforcerowsecurity AND polname = %s"
            " AND relnamespace = current_schema()::regnamespace",
            [POLICY],
        )
        walled = {name for (name,) in cursor.fetchall()}
    return found + [
        f"The table {table} has no forced policy. Run the migrations."
        for table in sorted(set(tables) - walled)
    ]


def check_role(
    app_configs: object = None, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """Django's database check: a role that PostgreSQL shows everything is refused before migrating."""
    return [
        checks.Critical(sentence, id="atrium.E004")
        for alias in databases or []
        for sentence in weaknesses(connections[alias], ())
    ]
