from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction

from atrium.organisations.owned import Owned


class Erasing(Owned):
    """Stands only while a person's data is erased: the one time when events may change.

    The triggers on the event table look for this row; it goes before the transaction ends.
    """

    reason = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        verbose_name = "erasing"

    def __str__(self) -> str:
        return self.reason

    @classmethod
    @contextmanager
    def allowed(cls, reason: str) -> Iterator[None]:
        """Let the block below blank out particulars of events, in one transaction."""
        with transaction.atomic():
            row = cls.objects.create(reason=reason)
            yield
            row.delete()
