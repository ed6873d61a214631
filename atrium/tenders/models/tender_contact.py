from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from atrium.clients.models import Contact
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.owned import Owned, OwnedManager
from atrium.timeline.acting import Acting

if TYPE_CHECKING:
    from atrium.tenders.models.tender import Tender


class TenderContact(Owned):
    """That a person of the client is whom one talks with about a tender."""

    tender = models.ForeignKey(
        "tenders.Tender",
        models.PROTECT,
        related_name="chosen",
        db_constraint=False,
        db_index=False,
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "tender", "contact"], name="tender_contact_once"
            ),
            SameOrganisation("tender"),
            SameOrganisation("contact"),
        ]
        indexes = [models.Index(fields=["organisation", "contact"], name="tender_by_contact")]

    def __str__(self) -> str:
        return gettext("{contact} for {tender}").format(contact=self.contact, tender=self.tender)

    @classmethod
    def choose(cls, act: Acting, tender: Tender, contacts: Iterable[Contact]) -> bool:
        """Let exactly these people be whom one talks with; whether that is a change."""
        wished = {contact.pk: contact for contact in contacts}
        has = {row.contact_id: row for row in tender.chosen.all()}
        for key in has.keys() - wished.keys():
            act.remove(has[key])
        for key in wished.keys() - has.keys():
            act.insert(cls(tender=tender, contact=wished[key]))
        return wished.keys() != has.keys()
