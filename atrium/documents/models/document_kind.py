from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from atrium.documents.models.file import File

FIRST = (
    gettext_lazy("Contract"),
    gettext_lazy("Agreement"),
    gettext_lazy("Report"),
    gettext_lazy("Proposal"),
    gettext_lazy("Certificate"),
    gettext_lazy("Invoice"),
    gettext_lazy("Photo"),
)


class DocumentKind(Term):
    """What a document is: contract, agreement, report, or a kind of the organisation's own (R15)."""

    if TYPE_CHECKING:
        files: RelatedManager[File]

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("kind of document")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="document_kind_by_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="document_kind_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="document_kind_label_once"
            ),
        ]

    def retire(self, *, by: Member, into: DocumentKind | None = None) -> None:
        """Take the kind off the list; its documents become ``into``, or of no kind."""
        if into is not None and into.pk == self.pk:
            msg = gettext("Choose another kind for the documents that have this one.")
            raise Refusal(msg, field="into")
        with self._taken_off(by=by) as act:
            act.change_many(act.lock_many(self.files.order_by("id")), kind=into)
            act.remove(self)
