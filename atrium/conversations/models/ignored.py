from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import acting


class Ignored(Owned):
    """That mail of an address, or of all of a domain, does not wait to be filed. It is kept all the same."""

    public_id = models.UUIDField(default=public_id, editable=False)
    what = models.CharField(max_length=320)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        verbose_name_plural = "ignored"
        ordering = ("what",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "what"], name="ignored_once"),
            SameOrganisation("by"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_domain(self) -> bool:
        return "@" not in self.what

    @classmethod
    def place(cls, what: str, *, by: Member) -> Ignored:
        """Ignore an address, or a domain where ``what`` has no @. Refused for who may not write mail."""
        what = what.strip().strip("@").casefold()[:320]
        if not by.can(Can.MAIL_SEND):
            raise Refusal(gettext("Your role does not sort mail."))
        if not what or " " in what or "." not in what:
            raise Refusal(gettext("Say which address or domain to ignore, like shop.example."))
        with acting(by=by, label=gettext("Ignored a sender of mail")) as act:
            if cls.objects.filter(what=what).exists():
                raise Refusal(gettext("{what} is ignored already.").format(what=what))
            return act.insert(cls(what=what, by=by))

    def lift(self, *, by: Member) -> None:
        """Let its mail wait again."""
        if not by.can(Can.MAIL_SEND):
            raise Refusal(gettext("Your role does not sort mail."))
        with acting(by=by, label=gettext("No longer ignored a sender of mail")) as act:
            act.remove(act.lock(self))
