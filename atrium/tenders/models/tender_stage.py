from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from atrium.clients.models.status import Tone
from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.tenders.models.tender import Tender


class TenderStage(Term):
    """How far a tender is, in the organisation's own words (B04). New tenders get the first one.

    A decided one keeps the stage at which it was decided.
    """

    tone = models.CharField(max_length=10, choices=Tone, default=Tone.NEUTRAL)

    if TYPE_CHECKING:
        tenders: RelatedManager[Tender]

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("stage")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="tender_stage_by_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="tender_stage_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="tender_stage_label_once"
            ),
        ]

    def retire(self, *, by: Member, into: TenderStage) -> None:
        """Take the stage off the list; its tenders go to ``into``. Refused for the last one."""
        if into.pk == self.pk:
            msg = gettext("Choose another stage for the tenders that are in this one.")
            raise Refusal(msg, field="into")
        with self._taken_off(by=by) as act:
            rows: Any = self.tenders.order_by("id")
            act.change_many(act.lock_many(rows), stage=into)
            act.remove(self)
