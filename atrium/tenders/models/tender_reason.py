from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.tenders.models.outcome import Outcome

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.tenders.models.tender import Tender


class Fits(models.TextChoices):
    """Which outcomes a reason is offered for, where not for all."""

    WON = "won", gettext_lazy("Won")
    LOST = "lost", gettext_lazy("Lost")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")
    NOT_WON = "not_won", gettext_lazy("Lost or withdrawn")


class TenderReason(Term):
    """Why tenders are won, lost or withdrawn, in the organisation's own words (B04).

    ``fits`` says for which outcomes it is offered; empty for all of them.
    """

    fits = models.CharField(max_length=10, choices=Fits, blank=True)

    if TYPE_CHECKING:
        tenders: RelatedManager[Tender]

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("reason")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="tender_reason_by_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="tender_reason_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="tender_reason_label_once"
            ),
        ]

    def is_for(self, outcome: str) -> bool:
        """Whether it can be the reason for this outcome."""
        if self.fits == Fits.NOT_WON:
            return outcome != Outcome.WON
        return self.fits in {"", outcome}

    def retire(self, *, by: Member, into: TenderReason | None = None) -> None:
        """Take the reason off the list; its tenders get ``into``, or none."""
        if into is not None and into.pk == self.pk:
            msg = gettext("Choose another reason for the tenders that have this one.")
            raise Refusal(msg, field="into")
        with self._taken_off(by=by) as act:
            rows: Any = self.tenders.order_by("id")
            act.change_many(act.lock_many(rows), reason=into)
            act.remove(self)
