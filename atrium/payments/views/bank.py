"""What the bank told: statements, entries, and what becomes of each (V10)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.billing.access import the_payment
from atrium.foundation.accepting import accepted
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, ngettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.payments.access import sees_bookings, the_draft, the_entry
from atrium.payments.bank.layout import guessed
from atrium.payments.bank_page import lines_of, page
from atrium.payments.booking_certain import book_certain
from atrium.payments.forms import MOST_SHARES, ColumnsForm, ReasonForm, StatementForm, shares_of
from atrium.payments.models import BankBooking, BankDraft, BankEntry, BankFile

READ_ROWS = 6


@require_safe
@member_view(needs=Can.MONEY_TAKE)
def entries(request: MemberRequest) -> HttpResponse:
    """The entries in one state, the newest first, with what each may be for."""
    return _page(request, StatementForm())


@require_POST
@member_view(needs=Can.MONEY_TAKE)
@idempotent
def take(request: MemberRequest) -> HttpResponse:
    """Take a statement in; a CSV of unknown columns asks what they hold."""
    form = StatementForm(request.POST, request.FILES)
    taken: list[BankFile | BankDraft] = []
    if not accepted(
        form, lambda: taken.append(BankDraft.receive(form.cleaned_data["file"], by=request.member))
    ):
        return _page(request, form)
    if isinstance(taken[0], BankDraft):
        return redirect("bank-draft", request.member.organisation.slug, taken[0].public_id)
    return _took_in(request, taken[0])


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.MONEY_TAKE)
def draft(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say what the columns of a CSV hold, and of which account it is."""
    waiting = the_draft(request.member, key)
    rows = waiting.rows()
    layout = guessed(rows)
    form = ColumnsForm(request.POST or None, layout=layout)
    taken: list[BankFile] = []
    if accepted(
        form,
        lambda: taken.append(
            waiting.take(form.roles, form.chosen(request.member), by=request.member)
        ),
    ):
        return _took_in(request, taken[0])
    sample = rows[layout.begins : layout.begins + READ_ROWS]
    context = {"draft": waiting, "form": form, "layout": layout, "sample": sample}
    context |= {"organisation": request.member.organisation}
    status = 422 if form.is_bound else 200
    return render(request, "payments/bank/columns.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@member_view(needs=Can.MONEY_TAKE)
def entry(request: MemberRequest, key: UUID) -> HttpResponse:
    """One entry: to be split over clients, or to be freed."""
    found = the_entry(request.member, key)
    context = {"line": lines_of([found], request.member)[0], "places": range(MOST_SHARES)}
    context |= {"organisation": request.member.organisation}
    context |= {"may_free": sees_bookings(request.member, found)}
    return render(request, "payments/bank/entry.html", context)


@require_POST
@member_view(needs=Can.MONEY_TAKE)
@idempotent
def book(request: MemberRequest, key: UUID) -> HttpResponse:
    """Book it as payments of the clients named."""
    found = the_entry(request.member, key)
    shares = shares_of(request.POST, found, request.member)
    BankBooking.book(found, shares, by=request.member)
    names = " and ".join(str(share.client) for share in shares)
    return _decided(
        request,
        found,
        gettext("{shown} is booked to {names}.").format(shown=found.shown, names=names),
    )


@require_POST
@member_view(needs=Can.MONEY_TAKE)
@idempotent
def match(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say that it is a payment that was recorded by hand."""
    found = the_entry(request.member, key)
    number = request.POST.get("payment", "")
    if not fits(number):
        raise Refusal(gettext("Choose the payment that it is."))
    payment = the_payment(request, int(number))
    BankBooking.match(found, payment, by=request.member)
    return _decided(
        request,
        found,
        gettext("{shown} is {code}, recorded by hand.").format(
            shown=found.shown, code=payment.code
        ),
    )


@require_POST
@member_view(needs=Can.MONEY_TAKE)
@idempotent
def certain(request: MemberRequest) -> HttpResponse:
    """Book those of the page that are certain, as they were shown."""
    done, not_done = book_certain(request.POST.getlist("entry"), by=request.member)
    if done:
        messages.success(request, gettext("{done} booked.").format(done=done))
    for words in not_done:
        messages.error(request, words)
    return redirect("bank", request.member.organisation.slug)


@require_POST
@member_view(needs=Can.MONEY_TAKE)
def ignore(request: MemberRequest, key: UUID) -> HttpResponse:
    """Say that it is no payment of a client."""
    found = the_entry(request.member, key)
    found.ignore(by=request.member, reason=request.POST.get("reason", ""))
    return _decided(request, found, gettext("{shown} is ignored.").format(shown=found.shown))


@require_POST
@member_view(needs=Can.MONEY_TAKE)
def take_up(request: MemberRequest, key: UUID) -> HttpResponse:
    """Match an ignored one after all."""
    found = the_entry(request.member, key)
    found.take_up(by=request.member)
    return _decided(
        request, found, gettext("{shown} is to be matched again.").format(shown=found.shown)
    )


@require_POST
@member_view(needs=Can.MONEY_TAKE)
def free(request: MemberRequest, key: UUID) -> HttpResponse:
    """Take the booking back."""
    found = the_entry(request.member, key)
    if not sees_bookings(request.member, found):
        raise Refusal(gettext("It is booked to a client that you do not see. Ask who sees it."))
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    BankBooking.free(found, by=request.member, reason=reason)
    return _decided(
        request, found, gettext("{shown} is to be matched again.").format(shown=found.shown)
    )


def _decided(request: MemberRequest, found: BankEntry, words: str) -> HttpResponse:
    """The entry's place on the page says what became of it; without script the page anew."""
    if not request.headers.get("HX-Request"):
        messages.success(request, words)
        return redirect("bank", request.member.organisation.slug)
    context = {"line": lines_of([found], request.member)[0], "words": words}
    context |= {"organisation": request.member.organisation}
    return render(request, "payments/bank/decided.html", context)


def _took_in(request: MemberRequest, file: BankFile) -> HttpResponse:
    told = [
        ngettext("{added} new entry", "{added} new entries", file.added).format(added=file.added)
    ]
    told += [gettext("{known} here already").format(known=file.known)] if file.known else []
    told += (
        [gettext("{not_booked} not booked yet and left out").format(not_booked=file.not_booked)]
        if file.not_booked
        else []
    )
    messages.success(request, f"{file.name}: {', '.join(told)}.")
    return redirect("bank", request.member.organisation.slug)


def _page(request: MemberRequest, form: StatementForm) -> HttpResponse:
    told = page(request.member, request.GET.get("show", ""), request.GET.get("after", ""))
    context = {"page": told, "form": form, "organisation": request.member.organisation}
    status = 422 if form.is_bound else 200
    return render(request, "payments/bank/page.html", context, status=status)
