from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from atrium.clients.models import Client
from atrium.foundation.registry import Registry
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.privacy.models.retention_rule import RetentionRule

type Rows = models.QuerySet[Any]


class RetentionSort:
    """A sort of record that an organisation may let go after a time, and what becomes of it then.

    ``slug`` names it in addresses, ``becomes`` and ``stays`` say to a reader what happens and what
    is spared.
    """

    slug: ClassVar[str]
    # Where it stands on the page.
    order: ClassVar[int]
    label: ClassVar[str]
    becomes: ClassVar[str]
    stays: ClassVar[str] = ""
    # Whether a rule has to say of clients in which status.
    asks_statuses: ClassVar[bool] = False
    # What says of which client a row is, and what its preview takes besides seeing that client.
    client: ClassVar[str] = "client"
    needs: ClassVar[Can] = Can.CLIENTS_SEE
    # How many go in one transaction.
    at_a_time: ClassVar[int] = 200

    def lowest(self, organisation: Organisation) -> int:
        """The shortest time in months that a rule may name."""
        return 1

    def rows(self, rule: RetentionRule, before: datetime) -> Rows:
        """What would go now: older than ``before`` and not gone yet, the oldest first."""
        raise NotImplementedError

    def seen(self, rows: Rows, reader: Member) -> Rows:
        """Those of the rows that a preview may name to the reader."""
        if not reader.can(self.needs):
            return rows.none()
        if not self.client or reader.can(Can.CLIENTS_SEE_ALL):
            return rows
        return rows.filter(**{f"{self.client}__in": Client.objects.met_by(reader).values("pk")})

    def take(self, rule: RetentionRule, rows: list[Any]) -> None:
        """Let these rows go, in the transaction of their portion."""
        raise NotImplementedError

    def named(self, row: Any) -> str:
        """The row in a preview."""
        return str(row)

    def counted(self, count: int) -> str:
        """How many, in words."""
        raise NotImplementedError


RETENTION: Registry[RetentionSort] = Registry()


def retains[S: type[RetentionSort]](sort: S) -> S:
    """Offer the sort on the page of retention and in the API."""
    RETENTION.add(sort.slug, sort())
    return sort
