"""Statements of account: on a page, as PDF and CSV, and by mail (B06)."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from atrium.billing import statement_mail
from atrium.billing.accounting_form import PeriodForm
from atrium.billing.printed.statement import printed_statement
from atrium.billing.sending_form import SendForm
from atrium.billing.statement import Statement
from atrium.billing.views.papers import inline
from atrium.billing.views.reports import guarded
from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.foundation.accepting import accepted
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


def _asked(request: MemberRequest, client: Client) -> Statement:
    """The statement of the period that the address names, or else of the usual one."""
    first, last = Statement.usual(client)
    if not {"first", "last"} & request.GET.keys():
        return Statement(client, first, last)
    form = PeriodForm(request.GET)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise Refusal(str(errors[0]), field=field)
    return Statement(client, **form.cleaned_data)


@require_GET
@client_view(needs=Can.MONEY_SEE)
def statement(request: MemberRequest, client: Client) -> HttpResponse:
    """The page, the latest period first asked for."""
    form = PeriodForm(request.GET) if request.GET else None
    try:
        told = _asked(request, client)
    except Refusal as refusal:
        told = Statement(client, *Statement.usual(client))
        form = form or PeriodForm()
        if not form.errors:
            form.add_error(refusal.field, str(refusal))
    context: dict[str, Any] = {"client": client, "statement": told}
    context["form"] = form or PeriodForm(initial={"first": told.first, "last": told.last})
    context["query"] = _query(told)
    context["may_send"] = request.member.can(Can.MONEY_ISSUE) and request.member.can(Can.MAIL_SEND)
    status = 422 if context["form"].errors else 200
    return render(request, "billing/statement.html", context, status=status)


@require_safe
@client_view(needs=Can.MONEY_SEE)
def statement_pdf(request: MemberRequest, client: Client) -> HttpResponse:
    """The PDF in the client's language."""
    told = _asked(request, client)
    return inline(printed_statement(told), statement_mail.file_name(told))


@require_safe
@client_view(needs=Can.MONEY_SEE)
def statement_csv(request: MemberRequest, client: Client) -> HttpResponse:
    """All rows as a file, amounts as plain numbers."""
    told, text = _asked(request, client), io.StringIO()
    write = csv.writer(text).writerow
    write(["date", "kind", "document", "text", "due", "currency", "amount", "balance"])
    for account in told.accounts:
        code = account.currency
        opening, closing = (money.written(n, code) for n in (account.opening, account.closing))
        write([told.first, gettext("opening balance"), "", "", "", code, "", opening])
        for one in account.entries:
            amounts = (money.written(n, code) for n in (one.amount, one.balance))
            words = (one.what.replace("_", " "), one.document, guarded(one.text))
            write([one.on, *words, one.due or "", code, *amounts])
        write([told.last, gettext("closing balance"), "", "", "", code, "", closing])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = statement_mail.file_name(told, "csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.MONEY_ISSUE)
@idempotent
def send_statement(request: MemberRequest, client: Client) -> HttpResponse:
    """The letter as it is proposed; sent, back to the client's timeline."""
    member = request.member
    if not member.can(Can.MAIL_SEND):
        raise PermissionDenied
    told, whom = _asked(request, client), statement_mail.proposed(client)
    letter = statement_mail.letter_of(told, member)
    form = SendForm(request.POST or None, letter=letter, proposed=whom)
    if accepted(form, lambda: statement_mail.send(told, by=member, **form.cleaned_data)):
        messages.success(request, gettext("The statement is on its way."))
        return redirect(client)
    context = {"form": form, "client": client, "whom": whom, "query": _query(told)}
    context["file"] = statement_mail.file_name(told)
    status = 422 if form.is_bound else 200
    return render(request, "billing/statement_send.html", context, status=status)


def _query(told: Statement) -> str:
    return urlencode({"first": told.first.isoformat(), "last": told.last.isoformat()})
