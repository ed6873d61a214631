from __future__ import annotations

from django.db import models, transaction
from django.db.models import F

from atrium.organisations.owned import Owned


class Counter(Owned):
    """The last number given out per kind of thing: no gap, no repeat, also under concurrency.

    The row is locked until the verb's transaction ends, so a number that was rolled back is
    given out again.
    """

    kind = models.CharField(max_length=30)
    value = models.PositiveBigIntegerField(default=0)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"

    @classmethod
    def take(cls, kind: str, count: int = 1) -> range:
        """The next ``count`` numbers of ``kind``, inside the caller's transaction."""
        if not transaction.get_connection().in_atomic_block:
            msg = "a number belongs inside the transaction of the verb that uses it"
            raise RuntimeError(msg)
        rows = cls.objects.filter(kind=kind)
        if not rows.update(value=F("value") + count):
            cls.objects.get_or_create(kind=kind)
            rows.update(value=F("value") + count)
        last = rows.values_list("value", flat=True).get()
        return range(last - count + 1, last + 1)
