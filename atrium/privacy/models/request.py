from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.timezone import now

from atrium.clients.models import Client, Contact
from atrium.clients.models.client import ClientKind
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.privacy.events import PersonErased, PersonExported
    from atrium.timeline.acting import Acting


class Sort(models.TextChoices):
    """What sort of record the person is."""

    CONTACT = "contact", gettext_lazy("Contact")
    CLIENT = "client", gettext_lazy("Client")


class Stage(models.TextChoices):
    """How far the queue is with it."""

    WAITING = "waiting", gettext_lazy("Waiting")
    ERASING = "erasing", gettext_lazy("Erasing")
    READY = "ready", gettext_lazy("Ready")
    FAILED = "failed", gettext_lazy("Failed")
    EXPIRED = "expired", gettext_lazy("Expired")


TONES = {"ready": "good", "failed": "bad", "waiting": "info", "erasing": "info"}


class Request(Owned):
    """Something done because a person has a right to it. Names the record by its key, which stays."""

    public_id = models.UUIDField(default=public_id, editable=False)
    number = models.PositiveBigIntegerField()
    by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    sort = models.CharField(max_length=10, choices=Sort)
    subject_id = models.BigIntegerField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING)
    trouble = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[OwnedManager] = OwnedManager()

    class Meta(Owned.Meta):
        abstract = True

    @property
    def subject(self) -> Client | Contact:
        """The record of the person."""
        rows: Any = (Client if self.sort == Sort.CLIENT else Contact).objects
        found: Client | Contact = rows.get(pk=self.subject_id)
        return found

    @property
    def tone(self) -> str:
        return TONES.get(self.stage, "")

    @property
    def is_waiting(self) -> bool:
        return self.stage == Stage.WAITING

    @property
    def what(self) -> str:
        """The record in words that stay true when its name is gone."""
        subject = self.subject
        return (
            gettext("the client {code}").format(code=subject.code)
            if isinstance(subject, Client)
            else gettext("a contact")
        )

    def fail(self, why: str) -> None:
        """Say why it was given up."""
        rows = type(self).objects.filter(pk=self.pk)
        rows.update(stage=Stage.FAILED, trouble=why[:500], finished_at=now())

    def tell(self, act: Acting, kind: type[PersonErased | PersonExported]) -> None:
        """Tell it on the timeline of the client, or of each client that the contact stands with."""
        subject = self.subject
        clients = Client.objects.filter(pk=subject.pk)
        if isinstance(subject, Contact):
            clients = Client.objects.filter(links__contact=subject).distinct()
        for client in clients:
            act.record(kind(what=self.what), client=client, subject=subject)


def refuse_unfit(subject: Client | Contact, *, by: Member) -> None:
    """Refuse who may not do this, and a client that is no person."""
    if not by.can(Can.PRIVACY_MANAGE):
        raise Refusal(gettext("{by} may not do this; ask an admin or an owner.").format(by=by))
    if isinstance(subject, Client) and subject.kind != ClientKind.INDIVIDUAL:
        msg = gettext(
            "This client is no person. Choose one of its contacts, or say that it is an individual."
        )
        raise Refusal(msg)
