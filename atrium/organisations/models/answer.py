from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.http import HttpResponse
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.owned import Owned

KEPT_FOR = timedelta(hours=24)
HEADERS = (
    "Content-Type",
    "Location",
    "ETag",
    "HX-Redirect",
    "HX-Location",
    "HX-Trigger",
    "HX-Push-Url",
)
_GOOD = 400


class KeyReused(Refusal):
    """The idempotency key came before, with something else."""

    status = 422


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
    def once(
        cls, *, asker: str, key: str, asked: str, act: Callable[[], HttpResponse]
    ) -> HttpResponse:
        """What ``act`` answers, or what it answered to the same question before.

        ``asked`` is the hash of the question. Another question under the same key raises
        KeyReused. Two at once: the second waits for the first. An answer that is no success
        (from 400) is not kept, so that it can be mended and sent again.
        """
        with transaction.atomic():
            kept = cls._claimed(asker=asker, key=key, asked=asked)
            if kept is None:
                earlier: Answer = cls.objects.get(asker=asker, key=key)
                return earlier.again(asked)
            answer = act()
            if answer.status_code >= _GOOD:
                kept.delete()
            else:
                kept.keep(answer)
            return answer

    @classmethod
    def _claimed(cls, **named: str) -> Answer | None:
        """The row of a question that is new or whose answer is too old; None when it was answered."""
        cls.objects.filter(
            asker=named["asker"], key=named["key"], at__lt=timezone.now() - KEPT_FOR
        ).delete()
        try:
            with transaction.atomic():
                claimed: Answer = cls.objects.create(**named)
        except IntegrityError:
            return None
        return claimed

    def again(self, asked: str) -> HttpResponse:
        """The kept answer; another question under its key raises KeyReused."""
        if self.asked != asked:
            msg = "This was sent before with something else. Load the page anew and send it again."
            raise KeyReused(msg)
        answer = HttpResponse(bytes(self.body), status=self.status, headers=self.headers)
        answer["Idempotent-Replayed"] = "true"
        return answer

    def keep(self, answer: HttpResponse) -> None:
        """Keep what was answered."""
        render: Any = getattr(answer, "render", None)
        if render is not None:
            render()
        self.status, self.body = answer.status_code, answer.content
        self.headers = {name: answer[name] for name in HEADERS if name in answer}
        self.save(update_fields=["status", "body", "headers"])

    @classmethod
    def purge(cls) -> int:
        """Forget what is older than a day, in every organisation; the number of answers forgotten."""
        with current.unscoped("old answers are forgotten"):
            return cls.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]
