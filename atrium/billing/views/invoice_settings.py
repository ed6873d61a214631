"""How the organisation's invoices look, and what new ones begin with (C12)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from atrium.accounts.stepping_up import sure_first
from atrium.billing.models import Letterhead, Seller
from atrium.billing.paper_forms import InvoiceSettingsForm
from atrium.billing.printed.sample import sample
from atrium.billing.views.papers import inline
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.ORGANISATION_EDIT)
@sure_first
def invoice_settings(request: MemberRequest) -> HttpResponse:
    """Who sells, how papers look, how invoices begin."""
    member = request.member
    place = member.organisation
    seller, look = Seller.of(place), Letterhead.of(place)
    form = InvoiceSettingsForm(
        request.POST or None, request.FILES or None, seller=seller, look=look
    )
    if accepted(form, lambda: Seller.edit(place, by=member, **form.seller)) and accepted(
        form, lambda: Letterhead.edit(place, by=member, **form.look)
    ):
        messages.success(request, gettext("Settings of invoices saved."))
        return redirect("invoice-settings", place.slug)
    context = {"form": form, "look": look, "organisation": place}
    status = 422 if form.errors else 200
    return render(request, "billing/settings.html", context, status=status)


@require_safe
@member_view(needs=Can.ORGANISATION_EDIT)
def invoice_sample(request: MemberRequest) -> HttpResponse:
    """What an invoice looks like with what is set, drawn with invented lines."""
    return inline(sample(request.member.organisation), "sample.pdf")
