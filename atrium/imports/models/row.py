from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any, ClassVar

from django.db import connection, models
from django.db.models import F
from django.db.models.base import ModelState

from atrium.clients.models import Client
from atrium.foundation.said import told
from atrium.foundation.said_field import SaidField, read_again
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.bulk import Json, bulk_set
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned, OwnedManager


class Outcome(models.TextChoices):
    """What becomes of a row of the file."""

    CREATE = "create", gettext_lazy("New")
    UPDATE = "update", gettext_lazy("Updated")
    SKIP = "skip", gettext_lazy("Skipped")
    FAIL = "fail", gettext_lazy("Failed")


class Similar(models.TextChoices):
    """What a row looks like, so that someone may want to decide what becomes of it."""

    BASE = "base", gettext_lazy("Like a client here")
    FILE = "file", gettext_lazy("Like another row")


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Ways to choose rows."""

    def of(self, outcome: str) -> ImportRowQuerySet:
        """Those with this outcome, "problems" for those with something to say; all for none."""
        if outcome == "problems":
            return self.exclude(reason="", warned=False)
        if outcome in Similar.values:
            return self.filter(similar=outcome)
        return self.filter(outcome=outcome) if outcome in Outcome.values else self

    def after(self, number: int, count: int) -> list[ImportRow]:
        """The next rows of the file behind row ``number``, by one seek in the index."""
        return list(self.filter(number__gt=number).order_by("number")[:count])

    def to_write(self, number: int, count: int) -> list[ImportRow]:
        """The next rows behind row ``number`` as a run asks for them: what it never reads is absent.

        ``raw`` is the text that is kept, not yet understood. Django's own way to make these objects
        takes longer than to make a client of one.
        """
        rows = self.filter(number__gt=number).order_by("number").values_list(*_TO_WRITE)[:count]
        with connection.cursor() as cursor:
            cursor.execute(*rows.query.sql_with_params())
            return [
                _to_write(dict(zip(_TO_WRITE, kept, strict=True))) for kept in cursor.fetchall()
            ]


_TO_WRITE = (
    "id", "of_import_id", "number", "outcome", "client_id", "joins", "decided", "reason", "differences", "raw",
)  # fmt: skip
_TOGETHER = 10


def _to_write(kept: dict[str, Any]) -> ImportRow:
    """A row from what the database keeps in the columns of _TO_WRITE."""
    kept["decided"], kept["raw"] = bool(kept["decided"]), Json(kept["raw"])
    kept["differences"] = json.loads(kept["differences"]) if kept["differences"] != "[]" else []
    if kept["reason"]:
        kept["reason"] = read_again(kept["reason"])
    row = ImportRow.__new__(ImportRow)
    row.__dict__.update(kept, done=False, _state=ModelState())
    row._state.adding, row._state.db = False, connection.alias
    return row


def mark_done(rows: Iterable[ImportRow]) -> None:
    """Keep that these rows are done, and of which clients.

    Rows that follow each other and made clients that follow each other are one statement.
    """
    alone: list[ImportRow] = []
    for _, some in groupby(enumerate(rows), lambda at: (_steps(at[1]), at[1].pk - at[0])):
        together = [row for _, row in some]
        first, steps = together[0].pk, _steps(together[0])
        if steps is None or len(together) < _TOGETHER:
            alone += together
            continue
        stretch = ImportRow.objects.filter(pk__gte=first, pk__lt=first + len(together))
        stretch.update(client=F("pk") + steps, done=True)
    bulk_set(alone, ["client", "done"])


def _steps(row: ImportRow) -> int | None:
    return None if row.client_id is None else row.client_id - row.pk


ImportRowManager = OwnedManager.from_queryset(ImportRowQuerySet)


class ImportRow(Owned):
    """One row of the file: what the plan says about it and what came of it.

    ``number`` is the row in the file, ``raw`` its content as it was understood, ``joins`` the
    earlier row of the file that is about the same client, ``subject`` the key of the job or project. ``done`` turns true in the transaction
    that writes the client, so that no row is ever written twice. ``candidates`` are the keys of
    the clients that the row may be about, ``decided`` that someone chose its outcome.
    """

    of_import = models.ForeignKey(
        "imports.Import",
        models.PROTECT,
        related_name="rows_of_file",
        db_constraint=False,
        db_index=False,
    )
    number = models.PositiveBigIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    subject = models.PositiveBigIntegerField(null=True)
    joins = models.PositiveBigIntegerField(null=True)
    duplicate = models.BooleanField(default=False)
    similar = models.CharField(max_length=10, choices=Similar, blank=True)
    candidates: models.JSONField[list[int]] = models.JSONField(default=list)
    decided = models.BooleanField(default=False)
    warned = models.BooleanField(default=False)
    field = models.CharField(max_length=60, blank=True)
    reason = SaidField(blank=True)
    differences: models.JSONField[list[list[str]]] = models.JSONField(default=list)
    raw: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    done = models.BooleanField(default=False)

    objects: ClassVar = ImportRowManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "of_import", "number"], name="import_row_once"
            ),
            SameOrganisation("of_import"),
            SameOrganisation("client"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "of_import", "outcome", "number"],
                name="import_row_by_outcome",
            ),
            models.Index(
                fields=["organisation", "of_import", "client"], name="import_row_by_client"
            ),
            models.Index(
                fields=["organisation", "of_import", "similar", "number"],
                condition=~models.Q(similar=""),
                name="import_row_similar",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Row {number}: {get_outcome_display}").format(
            number=self.number, get_outcome_display=self.get_outcome_display()
        )

    # What the page offers to decide about the row, and what stands.
    choices: list[tuple[str, str]] = []
    choice: str = ""

    @property
    def tone(self) -> str:
        """The colour of its outcome."""
        return {"create": "good", "update": "info", "fail": "bad"}.get(self.outcome, "")

    @property
    def name(self) -> str:
        """Whom the row names."""
        return str(self.raw.get("name", ""))

    @property
    def problems(self) -> list[list[Any]]:
        """What was said about single values: [field, reason, whether it is only a warning]."""
        return [
            [told(name), told(reason), warns]
            for name, reason, warns in self.raw.get("problems", [])
        ]
