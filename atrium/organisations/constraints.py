"""A reference between two rows of one organisation, held by the database itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import DEFAULT_DB_ALIAS, NotSupportedError
from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.models import BaseConstraint, ForeignKey, Model

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_REFERENCE = (
    "FOREIGN KEY (%(columns)s) REFERENCES %(parent)s (%(keys)s) DEFERRABLE INITIALLY DEFERRED"
)
_INLINE = f"CONSTRAINT %(name)s {_REFERENCE}"
# Immediate for the rest of the migration: PostgreSQL refuses a later ALTER while a check waits.
_ALTER = f"ALTER TABLE %(table)s ADD CONSTRAINT %(name)s {_REFERENCE}; SET CONSTRAINTS %(name)s IMMEDIATE"


class SameOrganisation(BaseConstraint):
    """``SameOrganisation("client")``: the client belongs to the organisation of the row.

    A composite foreign key ``(organisation_id, client_id)`` to ``(organisation_id, id)``, which
    the parent must have as a unique constraint. Checked when the transaction commits; a null
    reference passes. The field itself can have ``db_constraint=False``: this says more.
    """

    def __init__(self, field: str, *, name: str = "", **kwargs: Any) -> None:
        self.field = field
        super().__init__(name=name or f"%(app_label)s_%(class)s_{field}_same_org", **kwargs)

    def constraint_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        """The part of CREATE TABLE; empty on PostgreSQL, where it follows the last table."""
        if schema_editor.connection.vendor == "sqlite":
            return str(self._statement(model, schema_editor, _INLINE))
        self.create_sql(model, schema_editor)
        return ""

    # A statement put off is no statement now: Django's own constraints return None there too.
    def create_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> None:
        """Put the ALTER TABLE behind the migration's other statements: the parent's key first."""
        if schema_editor.connection.vendor == "sqlite":
            msg = "SQLite adds a foreign key only with the table: use AddConstraint or CreateModel."
            raise NotSupportedError(msg)
        schema_editor.deferred_sql.append(self._statement(model, schema_editor, _ALTER))

    def remove_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        """The ALTER TABLE that drops it (SQLite remakes the table without it)."""
        name = schema_editor.quote_name(self.name)
        table = schema_editor.quote_name(model._meta.db_table)
        return f"SET CONSTRAINTS {name} IMMEDIATE; ALTER TABLE {table} DROP CONSTRAINT {name}"

    def _statement(
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor, template: str
    ) -> Statement:
        field = self.reference(model)
        parent = field.remote_field.model
        child, target, quote = model._meta.db_table, parent._meta.db_table, schema_editor.quote_name
        columns = [column_of(model, "organisation"), column_of(model, field.name)]
        keys = [column_of(parent, "organisation"), column_of(parent, field.target_field.name)]
        return Statement(
            template,
            table=Table(child, quote),
            name=quote(self.name),
            columns=Columns(child, columns, quote),
            parent=Table(target, quote),
            keys=Columns(target, keys, quote),
        )

    def reference(self, model: type[Model]) -> ForeignKey[Any, Any]:
        """The foreign key this holds together; raises FieldDoesNotExist where there is none."""
        field = model._meta.get_field(self.field)
        if not isinstance(field, ForeignKey):
            msg = f"{model._meta.label}.{self.field} is no foreign key."
            raise FieldDoesNotExist(msg)
        return field

    def validate(
        self,
        model: type[Model],
        instance: Model,
        exclude: Collection[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Nothing to ask: forms offer only rows of the organisation, the database has the last word."""

    def check(
        self, model: type[Model], connection: BaseDatabaseWrapper
    ) -> list[checks.CheckMessage]:
        """Say at start-up when either side has no organisation or the parent lacks the key."""
        try:
            field = self.reference(model)
            model._meta.get_field("organisation")
            parent = field.remote_field.model
            parent._meta.get_field("organisation")
        except FieldDoesNotExist as error:
            return [checks.Error(f"SameOrganisation: {error}", obj=model, id="atrium.E001")]
        wanted = ("organisation", field.target_field.name)
        keys = {unique.fields for unique in parent._meta.total_unique_constraints}
        if wanted in keys:
            return []
        hint = f"Add UniqueConstraint(fields={list(wanted)}) to {parent._meta.label}."
        message = f"{parent._meta.label} cannot be referred to with its organisation."
        return [checks.Error(message, hint=hint, obj=model, id="atrium.E002")]

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """What a migration writes down."""
        path, _, kwargs = super().deconstruct()
        return path, (self.field,), kwargs

    def __eq__(self, other: object) -> bool:
        if isinstance(other, SameOrganisation):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.field, self.name))

    def __repr__(self) -> str:
        return f"SameOrganisation({self.field!r}, name={self.name!r})"


def column_of(model: type[Model], name: str) -> str:
    """The column of a model's field."""
    return str(getattr(model._meta.get_field(name), "column"))  # noqa: B009 a relation has none
