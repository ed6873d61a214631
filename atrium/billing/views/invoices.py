"""The list of invoices, one invoice, and what is done with it (B07, C12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atrium.billing.access import invoice_view
from atrium.billing.days import today_of
from atrium.billing.forms import AmountForm, IssueForm, ReasonForm
from atrium.billing.listing import Invoices
from atrium.billing.models import Invoice, WriteOff
from atrium.billing.say import say
from atrium.billing.sheet import Sheet
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models.organisation import ListStyle
from atrium.organisations.permissions import Can

type Deed = Callable[[], object]


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MONEY_SEE)
def invoices(request: MemberRequest) -> HttpResponse:
    """The list; with htmx aimed at the results, those alone. POST keeps how it is shown (C13)."""
    member, style = request.member, request.POST.get("style", "")
    if request.method == "POST" and style in ListStyle.values:
        member.prefers(list_style=style)
        return redirect(request.get_full_path())
    aimed = "invoice-results" in request.headers.get("HX-Target", "")
    context = {
        "invoices": Invoices(member, request.GET),
        "look": member.list_style or member.organisation.list_style,
        "organisation": member.organisation,
        "may_export": member.can(Can.CLIENTS_EXPORT),
        "may_import": member.can(Can.MONEY_ISSUE),
    }
    template = "billing/list.html#results" if aimed else "billing/list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_GET
@invoice_view(needs=Can.MONEY_SEE)
def invoice(request: MemberRequest, invoice: Invoice) -> HttpResponse:
    """One invoice with its lines, taxes, payments, credits and history."""
    context = {"sheet": Sheet(invoice, request.member), "invoice": invoice}
    return render(request, "billing/page.html", context)


@require_http_methods(["GET", "POST"])
@invoice_view(needs=Can.MONEY_ISSUE)
@idempotent
def issue(request: MemberRequest, invoice: Invoice) -> HttpResponse:
    """Give it its number; asked for first, since it cannot be taken back."""
    form = IssueForm(request.POST or None, initial={"on": today_of(invoice.client)})
    deed: Deed = lambda: invoice.issue(by=request.member, on=form.cleaned_data["on"])  # noqa: E731
    words = (
        gettext("Issue"),
        gettext("From then on it stands as it is: it can be credited or cancelled."),
    )
    return _done(request, invoice, form, deed, words)


@require_http_methods(["GET", "POST"])
@invoice_view(needs=Can.MONEY_ISSUE)
@idempotent
def cancel(request: MemberRequest, invoice: Invoice) -> HttpResponse:
    """Cancel it by a credit note over all that is left."""
    form = ReasonForm(request.POST or None)
    deed: Deed = lambda: invoice.cancel(by=request.member, **form.cleaned_data)  # noqa: E731
    words = (
        gettext("Cancel"),
        gettext("A credit note over all that is left is issued; payments are free again."),
    )
    return _done(request, invoice, form, deed, words)


@require_http_methods(["GET", "POST"])
@invoice_view(needs=Can.MONEY_ISSUE)
@idempotent
def credit(request: MemberRequest, invoice: Invoice) -> HttpResponse:
    """Credit a part of it."""
    form = AmountForm(request.POST or None, currency=invoice.currency, member=request.member)
    deed: Deed = lambda: invoice.credit(by=request.member, **form.cleaned_data)  # noqa: E731
    words = (
        gettext("Credit"),
        gettext("A credit note is issued; leave the amount empty to credit all."),
    )
    return _done(request, invoice, form, deed, words)


@require_http_methods(["GET", "POST"])
@invoice_view(needs=Can.MONEY_TAKE)
@idempotent
def write_off(request: MemberRequest, invoice: Invoice) -> HttpResponse:
    """No longer expect what is owed, or a part of it."""
    form = AmountForm(request.POST or None, currency=invoice.currency, member=request.member)
    deed: Deed = lambda: invoice.write_off(by=request.member, **form.cleaned_data)  # noqa: E731
    words = (
        gettext("Write off"),
        gettext("It is no longer expected; leave the amount empty to write all off."),
    )
    return _done(request, invoice, form, deed, words)


@require_POST
@invoice_view(needs=Can.MONEY_TAKE)
def expect_again(request: MemberRequest, invoice: Invoice, part: Any) -> HttpResponse:
    """Take a write-off back; one that is gone is passed over."""
    row: WriteOff | None = invoice.write_offs.filter(public_id=part).first()
    if row is not None:
        row.invoice = invoice
        row.take_back(by=request.member)
        say(
            request,
            gettext("{amount} is expected again.").format(amount=invoice.shown(row.amount)),
            undo=False,
        )
    return redirect(invoice)


@require_POST
@invoice_view(needs=Can.MONEY_EDIT)
@idempotent
def copy(request: MemberRequest, invoice: Invoice) -> HttpResponse:
    """A new draft with the same lines."""
    made = invoice.copy(by=request.member)
    say(request, gettext("Copied {invoice} into a draft.").format(invoice=invoice))
    return redirect(made)


def _done(
    request: MemberRequest, invoice: Invoice, form: forms.Form, deed: Deed, words: tuple[str, str]
) -> HttpResponse:
    """Do it and go back to the invoice, or ask for what it takes."""
    if accepted(form, deed):
        say(request, f"{words[0]}: {invoice}.", undo=False)
        return redirect(invoice)
    context = {"form": form, "invoice": invoice, "verb": words[0], "why": words[1]}
    status = 422 if request.method == "POST" else 200
    return render(request, "billing/deed.html", context, status=status)
