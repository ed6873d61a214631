from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.privacy.models.consent import Consent


class LegalGround(models.TextChoices):
    """Why personal data may be used (GDPR, article 6)."""

    CONSENT = "consent", gettext_lazy("Consent")
    CONTRACT = "contract", gettext_lazy("A contract")
    INTEREST = "interest", gettext_lazy("Legitimate interest")
    DUTY = "duty", gettext_lazy("A legal duty")


class ConsentPurpose(Term):
    """What somebody may agree to, in the organisation's own words: a newsletter, photos, data to partners.

    ``covers_mailings``: who agreed to it may be sent mailings, who withdrew it may not.
    """

    ground = models.CharField(max_length=10, choices=LegalGround, default=LegalGround.CONSENT)
    covers_mailings = models.BooleanField(default=False)

    if TYPE_CHECKING:
        consents: RelatedManager[Consent]

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("purpose")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="consent_purpose_by_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="consent_purpose_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="consent_purpose_label_once"
            ),
        ]

    def retire(self, *, by: Member, into: ConsentPurpose | None = None) -> None:
        """Take it off the list; refused where somebody agreed to it, for that is proof."""
        if into is not None or self.consents.exists():
            msg = gettext(
                "Somebody agreed to {label} or withdrew it; that is kept as proof. Rename it "
                "instead."
            ).format(label=self.label)
            raise Refusal(msg)
        with self._taken_off(by=by) as act:
            act.remove(self)

    @classmethod
    def known(cls) -> list[Any]:
        """All of them, in their order."""
        return list(cls.objects.order_by("position", "label_key"))
