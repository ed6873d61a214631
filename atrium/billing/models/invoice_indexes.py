"""What holds of invoices, and by which indexes they are found.

"May be open" is asked without a value (a number and no day of settlement), so that both engines use
the small indexes of the open ones whatever is asked besides. What is added up of them stands in
an index of its own, so that no row is read for it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from atrium.organisations.constraints import SameOrganisation

MAY_BE_OPEN = Q(number__isnull=False, settled_on=None)
OWING = Q(owed__isnull=False)
_DRAFT = Q(state="draft", number=None, issued_on=None)
_ISSUED = Q(number__isnull=False, issued_on__isnull=False, due_on__isnull=False)

CONSTRAINTS = [
    models.UniqueConstraint(fields=["organisation", "id"], name="invoice_by_organisation"),
    models.UniqueConstraint(fields=["organisation", "public_id"], name="invoice_by_public_id"),
    models.UniqueConstraint(
        fields=["organisation", "number"],
        condition=Q(number__isnull=False),
        name="invoice_number_once",
    ),
    models.CheckConstraint(
        condition=_DRAFT | (~Q(state="draft") & _ISSUED), name="invoice_has_number_once_issued"
    ),
    models.CheckConstraint(
        condition=Q(kind="credit", credits__isnull=False) | (~Q(kind="credit") & Q(credits=None)),
        name="credit_note_names_its_invoice",
    ),
    models.CheckConstraint(
        condition=Q(state="draft") | Q(total__gte=0), name="issued_total_from_zero"
    ),
    models.CheckConstraint(condition=~Q(currency=""), name="invoice_has_currency"),
    SameOrganisation("client"),
    SameOrganisation("credits"),
    SameOrganisation("created_by"),
    SameOrganisation("issued_by"),
]
INDEXES = [
    models.Index(
        fields=["organisation", "client", "due_on"],
        condition=MAY_BE_OPEN,
        name="invoice_open_by_client",
    ),
    models.Index(
        fields=["organisation", "client", "currency", "due_on", "owed"],
        condition=OWING,
        name="invoice_owed_by_client",
    ),
    models.Index(
        fields=["organisation", "due_on", "id"], condition=MAY_BE_OPEN, name="invoice_open_by_due"
    ),
    models.Index(fields=["organisation", "client", "dated_on", "id"], name="invoice_by_client"),
    models.Index(fields=["organisation", "dated_on", "id"], name="invoice_by_day"),
    models.Index(
        fields=["organisation", "client", "settled_on"],
        condition=Q(paid_after__isnull=False),
        name="invoice_paid_by_client",
    ),
    models.Index(
        fields=["organisation", "credits"],
        condition=Q(credits__isnull=False),
        name="invoice_by_credited",
    ),
    models.Index(
        fields=["organisation", "dated_on", "id"],
        condition=Q(number=None),
        name="invoice_drafts",
    ),
    models.Index(
        fields=["organisation", "subject_model", "subject_id"],
        condition=Q(subject_id__isnull=False),
        name="invoice_by_subject",
    ),
]
