from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.models import Client, Contact
from atrium.clients.models.point import clients_of
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.said import within
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.privacy.events import ConsentGiven, ConsentWithdrawn
from atrium.privacy.models.consent_purpose import ConsentPurpose
from atrium.timeline.acting import acting


class ConsentSource(models.TextChoices):
    """By which way it was said."""

    FORM = "form", gettext_lazy("A form")
    MAIL = "mail", gettext_lazy("E-mail")
    LETTER = "letter", gettext_lazy("A letter")
    WORD = "word", gettext_lazy("By word of mouth")
    PHONE = "phone", gettext_lazy("On the phone")
    IMPORT = "import", gettext_lazy("An import")


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Ways to choose them."""

    def of(self, subject: Client | Contact) -> ConsentQuerySet:
        whose = "client" if isinstance(subject, Client) else "contact"
        return self.filter(**{whose: subject})

    def newest_first(self) -> ConsentQuerySet:
        return self.order_by("-said_on", "-id")


ConsentManager = OwnedManager.from_queryset(ConsentQuerySet)


class Consent(Owned):
    """That a person or a client agreed to a purpose, or withdrew it: when, by which way, with what proof.

    Rows are only ever added; of each purpose the newest stands, the others are its history.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client,
        models.PROTECT,
        null=True,
        related_name="consents",
        db_constraint=False,
        db_index=False,
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        related_name="consents",
        db_constraint=False,
        db_index=False,
    )
    purpose = models.ForeignKey(
        ConsentPurpose,
        models.PROTECT,
        related_name="consents",
        db_constraint=False,
        db_index=False,
    )
    given = models.BooleanField()
    source = models.CharField(max_length=10, choices=ConsentSource)
    said_on = models.DateField()
    evidence = models.TextField(blank=True)
    noted_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    noted_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ConsentManager()

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(client=None, contact__isnull=False)
                | Q(client__isnull=False, contact=None),
                name="consent_of_one",
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="consent_by_public_id"
            ),
            SameOrganisation("client"),
            SameOrganisation("contact"),
            SameOrganisation("purpose"),
            SameOrganisation("noted_by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client", "purpose"], name="consent_by_client"),
            models.Index(fields=["organisation", "contact", "purpose"], name="consent_by_contact"),
            models.Index(fields=["organisation", "purpose"], name="consent_by_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {'given' if self.given else 'withdrawn'}"

    @classmethod
    def note(  # noqa: PLR0913 - each is part of the proof
        cls,
        subject: Client | Contact,
        purpose: ConsentPurpose,
        *,
        by: Member,
        given: bool,
        source: str,
        said_on: date | None = None,
        evidence: str = "",
    ) -> Consent:
        """What was said to a purpose. Refused for a day to come and where it stands so already."""
        if not by.can(Can.CLIENTS_EDIT):
            raise Refusal(
                gettext("{by} may not do this; ask somebody who changes clients.").format(by=by)
            )
        today = by.organisation.today()
        said_on = said_on or today
        if said_on > today:
            raise Refusal(gettext("Choose a day that is not to come."), field="said_on")
        if source not in ConsentSource.values:
            raise Refusal(gettext("Choose how it was said."), field="source")
        whose: dict[str, Any] = {"client" if isinstance(subject, Client) else "contact": subject}
        row = cls(
            purpose=purpose, given=given, source=source, said_on=said_on, noted_by=by, **whose
        )
        row.evidence = evidence.strip()
        words = (
            gettext("Noted consent of {subject}: {purpose}")
            if given
            else gettext("Noted a withdrawal of {subject}: {purpose}")
        )
        label = words.format(subject=subject, purpose=purpose)
        with acting(by=by, label=label) as act:
            act.lock(subject)
            if isinstance(subject, Client):
                subject.refuse_archived()
            act.insert(row)
            kind = ConsentGiven if given else ConsentWithdrawn
            story = kind(who=str(subject), purpose=str(purpose), how=row.how)
            act.record_many((story, client, row) for client in clients_of(subject))
        return row

    @property
    def how(self) -> str:
        return within(ConsentSource(self.source).label)

    @property
    def subject(self) -> Client | Contact:
        found = self.client or self.contact
        assert found is not None, "the database holds that there is one"
        return found


def standing(rows: Iterable[Consent]) -> dict[int, Consent]:
    """Of each purpose, by its key, what was said last."""
    found: dict[int, Consent] = {}
    for row in rows:
        before = found.get(row.purpose_id)
        if before is None or (before.said_on, before.pk) < (row.said_on, row.pk):
            found[row.purpose_id] = row
    return found
