"""The doors to one invoice and one payment: who sees not its client finds nothing, who may not do this is told so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from atrium.billing.lines import with_standing
from atrium.billing.models import Invoice, Payment
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

LARGEST = 2**63 - 1
type InvoiceView[**P] = Callable[Concatenate[MemberRequest, Invoice, P], HttpResponse]
type PaymentView[**P] = Callable[Concatenate[MemberRequest, Payment, P], HttpResponse]


def _refuse_blind(request: MemberRequest) -> None:
    if not request.member.can(Can.MONEY_SEE):
        raise PermissionDenied


def the_invoice(request: MemberRequest, key: UUID) -> Invoice:
    """The invoice with this public id, with its balance, if the member sees its client; else 404."""
    _refuse_blind(request)
    rows = with_standing(Invoice.objects.visible_to(request.member)).filter(public_id=key)
    found: Any = rows.select_related("client", "credits").first()
    if found is None:
        raise Http404
    found.organisation = found.client.organisation = request.member.organisation
    invoice: Invoice = found
    return invoice


def numbered(request: MemberRequest, number: str) -> Invoice | None:
    """The issued invoice with this number, with its balance, if the member sees its client."""
    rows = Invoice.objects.visible_to(request.member).filter(number=number[:40])
    key = rows.values_list("public_id", flat=True).first() if number else None
    return the_invoice(request, key) if key else None


def the_payment(request: MemberRequest, number: int) -> Payment:
    """The payment with this number, if the member sees its client; else 404."""
    _refuse_blind(request)
    rows = Payment.objects.visible_to(request.member).filter(number=min(number, LARGEST))
    payment: Payment | None = rows.select_related("client").first()
    if payment is None:
        raise Http404
    payment.organisation = payment.client.organisation = request.member.organisation
    return payment


def invoice_view(*, needs: Can) -> Callable[[InvoiceView[...]], Callable[..., HttpResponse]]:
    """A view of one invoice: 404 if the member cannot see it, 403 if they may not do this."""

    def decorate(view: InvoiceView[...]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: MemberRequest, key: UUID, **kwargs: Any) -> HttpResponse:
            invoice = the_invoice(request, key)
            if not request.member.can(needs):
                raise PermissionDenied
            return view(request, invoice, **kwargs)

        return wrapper

    return decorate


def payment_view(*, needs: Can) -> Callable[[PaymentView[...]], Callable[..., HttpResponse]]:
    """A view of one payment: 404 if the member cannot see it, 403 if they may not do this."""

    def decorate(view: PaymentView[...]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: MemberRequest, number: int, **kwargs: Any) -> HttpResponse:
            payment = the_payment(request, number)
            if not request.member.can(needs):
                raise PermissionDenied
            return view(request, payment, **kwargs)

        return wrapper

    return decorate
