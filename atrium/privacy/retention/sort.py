from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from atrium.foundation.registry import Registry
from atrium.organisations.models import Organisation

if TYPE_CHECKING:
    from atrium.privacy.models.retention_rule import RetentionRule

type Rows = models.QuerySet[Any]


class RetentionSort:
    """A sort of record that an organisation may let go after a time, and what becomes of it then.

    ``slug`` names it in addresses, ``becomes`` and ``stays`` say to a reader what happens and what
    is spared, ``one`` and ``many`` count it.
    """

    slug: ClassVar[str]
    # Where it stands on the page.
    order: ClassVar[int]
    label: ClassVar[str]
    one: ClassVar[str]
    many: ClassVar[str]
    becomes: ClassVar[str]
    stays: ClassVar[str] = ""
    # Whether a rule has to say of clients in which status.
    asks_statuses: ClassVar[bool] = False
    # How many go in one transaction.
    at_a_time: ClassVar[int] = 200

    def lowest(self, organisation: Organisation) -> int:
        """The shortest time in months that a rule may name."""
        return 1

    def rows(self, rule: RetentionRule, before: datetime) -> Rows:
        """What would go now: older than ``before`` and not gone yet, the oldest first."""
        raise NotImplementedError

    def take(self, rule: RetentionRule, rows: list[Any]) -> None:
        """Let these rows go, in the transaction of their portion."""
        raise NotImplementedError

    def named(self, row: Any) -> str:
        """The row in a preview."""
        return str(row)

    def counted(self, count: int) -> str:
        return f"{count:,} {self.one if count == 1 else self.many}"


RETENTION: Registry[RetentionSort] = Registry()


def retains[S: type[RetentionSort]](sort: S) -> S:
    """Offer the sort on the page of retention and in the API."""
    RETENTION.add(sort.slug, sort())
    return sort
