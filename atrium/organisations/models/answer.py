from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from atrium.foundation.causes import SENT_TWICE
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.owned import Owned

KEPT_FOR = timedelta(hours=24)


class KeyReused(Refusal):
    """The idempotency key came before, with something else."""

    status = 422
    cause = SENT_TWICE


class Answer(Owned):
    """The answer that a write was given, so that the same request sent again is answered, not done.

    It is committed with the write or not at all. ``asker`` is who asked ("member:7", "token:3"):
    nobody reads another's answer.
    """

    asker = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers: models.JSONField[dict[str, str]] = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField(default=timezone.now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "asker", "key"], name="answered_once"),
        ]
        indexes = [models.Index(fields=["organisation", "at"], name="answer_by_age")]

    def __str__(self) -> str:
        return f"{self.key} of {self.asker}"

    @classmethod
    def claim(cls, *, asker: str, key: str, asked: str) -> tuple[Answer, bool]:
        """The row for this question and whether it is new, inside the transaction of the write.

        ``asked`` is the hash of the question; another one under the same key raises KeyReused.
        Where the first is still being answered, this waits for it.
        """
        rows = cls.objects.filter(asker=asker, key=key)
        rows.filter(at__lt=timezone.now() - KEPT_FOR).delete()
        try:
            with transaction.atomic():
                claimed: Answer = cls.objects.create(asker=asker, key=key, asked=asked)
        except IntegrityError:
            earlier: Answer = rows.get()
            if earlier.asked != asked:
                msg = gettext(
                    "This was sent before with something else. Load the page anew and send it again."
                )
                raise KeyReused(msg) from None
            return earlier, False
        return claimed, True

    def keep(self, *, status: int, headers: dict[str, str], body: bytes) -> None:
        """Keep what was answered, for whoever sends the same again."""
        self.status, self.headers, self.body = status, headers, body
        self.save(update_fields=["status", "headers", "body"])

    @classmethod
    def purge(cls) -> int:
        """Forget what is older than a day, in every organisation; the number of answers forgotten."""
        with current.unscoped("old answers are forgotten"):
            return cls.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]
