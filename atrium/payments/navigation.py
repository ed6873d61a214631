"""What payments add to the frame of every page."""

from __future__ import annotations

from django.db.models import QuerySet

from atrium.foundation.navigation import WORK, nav_item
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.organisations.settings_pages import settings_page
from atrium.payments.models import BankEntry
from atrium.payments.provider_form import ProviderForm
from atrium.payments.reminder_forms import RulesForm


def _to_match(request: MemberRequest) -> QuerySet[BankEntry]:
    """The entries of the bank of which nobody said what they are for."""
    rows: QuerySet[BankEntry] = BankEntry.objects.to_match()
    return rows


nav_item(
    label=gettext_lazy("Bank"),
    icon="landmark",
    url_name="bank",
    order=70,
    group=WORK,
    needs=Can.MONEY_TAKE,
    count=_to_match,
)

settings_page(
    label=gettext_lazy("Payments"),
    icon="credit-card",
    url_name="pay-provider",
    order=420,
    needs=Can.ORGANISATION_EDIT,
    text=gettext_lazy("The provider by which clients pay by card and link."),
    words="stripe cards provider checkout online payment",
    forms=(ProviderForm,),
    kept=("payments.provideraccount",),
)

settings_page(
    label=gettext_lazy("Reminders and receipts"),
    icon="bell-ring",
    url_name="reminders",
    order=430,
    needs=Can.ORGANISATION_EDIT,
    text=gettext_lazy(
        "When and how clients are reminded of unpaid invoices, fees, interest, and receipts."
    ),
    words="dunning overdue late fees interest receipts thank collection",
    forms=(RulesForm,),
    kept=("payments.collectingrules", "payments.reminderlevel", "payments.wording"),
)
