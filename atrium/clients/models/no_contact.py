from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.events import ContactAllowed, ContactForbidden
from atrium.clients.models.client import Client
from atrium.clients.models.contact import Contact
from atrium.clients.models.hold import checked_reason
from atrium.clients.models.point import clients_of
from atrium.clients.reach.words import ANY, BARS, Channel
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from collections.abc import Iterable


class NoContact(Owned):
    """That a client or a person is not to be contacted by a channel, or by any: who said so, when, why.

    It is final: no preference, purpose or urgency passes it, only a legal notice that has no other
    way. What stands is kept on the subject's own row as well (``bars``), where lists and pages read
    it without a question more (J11).
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client,
        models.PROTECT,
        null=True,
        related_name="no_contacts",
        db_constraint=False,
        db_index=False,
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        related_name="no_contacts",
        db_constraint=False,
        db_index=False,
    )
    channel = models.CharField(max_length=10, choices=BARS, default=ANY)
    reason = models.CharField(max_length=500)
    placed_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    placed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=500, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-placed_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(client=None, contact__isnull=False)
                | Q(client__isnull=False, contact=None),
                name="no_contact_of_one",
            ),
            models.UniqueConstraint(
                fields=["organisation", "client", "channel"],
                condition=Q(lifted_at=None, client__isnull=False),
                name="no_contact_of_client_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "contact", "channel"],
                condition=Q(lifted_at=None, contact__isnull=False),
                name="no_contact_of_contact_once",
            ),
            SameOrganisation("client"),
            SameOrganisation("contact"),
            SameOrganisation("placed_by"),
            SameOrganisation("lifted_by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client"], name="no_contact_by_client"),
            models.Index(fields=["organisation", "contact"], name="no_contact_by_contact"),
        ]

    def __str__(self) -> str:
        return gettext("Do not contact {subject} {words}").format(
            subject=self.subject, words=self.words
        )

    @classmethod
    def place(
        cls, subject: Client | Contact, *, by: Member | None, reason: str, channel: str = ANY
    ) -> NoContact:
        """Forbid a channel, or any; refused without a reason and where it is forbidden already."""
        reason, channel = checked_reason(reason), checked_channel(channel)
        whose = {"client" if isinstance(subject, Client) else "contact": subject}
        with acting(
            by=by, label=gettext("Set do not contact for {subject}").format(subject=subject)
        ) as act:
            act.lock(subject)
            row = cls(channel=channel, reason=reason, placed_by=by, **whose)
            try:
                act.insert(row)
            except IntegrityError as error:
                msg = gettext("{subject} is not to be contacted {words} already.").format(
                    subject=subject, words=row.words
                )
                raise Refusal(msg, field="channel") from error
            story = ContactForbidden(who=str(subject), how=row.words, reason=reason)
            act.record_many(
                (story, client, row.contact or client) for client in clients_of(subject)
            )
        return row

    def lift(self, *, by: Member | None, reason: str) -> None:
        """Allow it again, for a reason; the row stays as history."""
        reason = checked_reason(reason)
        with acting(
            by=by, label=gettext("Lifted do not contact of {subject}").format(subject=self.subject)
        ) as act:
            act.lock(self.subject)
            act.lock(self)
            if self.lifted_at:
                msg = gettext("{subject} may be contacted {words} already.").format(
                    subject=self.subject, words=self.words
                )
                raise Refusal(msg)
            act.change(self, lifted_at=timezone.now(), lifted_by=by, lift_reason=reason)
            story = ContactAllowed(who=str(self.subject), how=self.words, reason=reason)
            clients = clients_of(self.subject)
            act.record_many((story, client, self.contact or client) for client in clients)

    @property
    def subject(self) -> Client | Contact:
        """Whom it is about."""
        subject = self.client or self.contact
        assert subject is not None, "the database holds that there is one"
        return subject

    @property
    def words(self) -> str:
        """Inside a sentence: "by phone", "at all"."""
        return gettext("at all") if self.channel == ANY else Channel(self.channel).by


def checked_channel(text: str) -> str:
    """A channel or any; refused with the list where it is neither."""
    if text not in dict(BARS):
        msg = gettext("Choose one of {bars}.").format(
            bars=", ".join(str(label) for _, label in BARS)
        )
        raise Refusal(msg, field="channel")
    return text


def keep_bars(rows: Iterable[NoContact]) -> None:
    """Write what stands onto the rows of those whom it is about."""
    some = list(rows)
    for model, name in ((Client, "client_id"), (Contact, "contact_id")):
        keys = {getattr(row, name) for row in some} - {None}
        bars: dict[int, dict[str, str]] = {key: {} for key in keys}
        standing = NoContact.objects.filter(lifted_at=None, **{f"{name}__in": keys})
        for key, channel, reason in standing.values_list(name, "channel", "reason"):
            bars[key][channel] = reason
        for key, found in bars.items():
            model.objects.filter(pk=key).update(bars=found)
        for row in some:
            if getattr(row, name) in bars:
                row.subject.bars = bars[getattr(row, name)]
