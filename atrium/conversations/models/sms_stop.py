from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.organisations.owned import Owned, OwnedManager


class SmsStopQuerySet(models.QuerySet["SmsStop"]):
    """Ways to choose them."""

    def standing(self) -> SmsStopQuerySet:
        return self.filter(ended_at=None)


SmsStopManager = OwnedManager.from_queryset(SmsStopQuerySet)


class SmsStop(Owned):
    """That a telephone number wants no SMS any more: it said so itself, and only it can take that back.

    It holds whoever has the number now or later. Those who had it then are not contacted by SMS
    either (clients.NoContact), which is what lists and headers show.
    """

    number = models.CharField(max_length=20)
    word = models.CharField(max_length=60)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = SmsStopManager()

    class Meta(Owned.Meta):
        verbose_name = "SMS stop"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=Q(ended_at=None),
                name="sms_stopped_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} said {self.word}"

    @classmethod
    def hear(cls, number: str, word: str) -> None:
        """The number asks for no more."""
        cls.objects.get_or_create(number=number, ended_at=None, defaults={"word": word[:60]})

    @classmethod
    def end(cls, number: str) -> None:
        """The number comes back."""
        cls.objects.standing().filter(number=number).update(ended_at=timezone.now())
