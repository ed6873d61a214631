"""Reports over all clients: what is owed by how long it is overdue (B06)."""

from __future__ import annotations

import csv
import io

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from atrium.accounts.stepping_up import sure_to_take
from atrium.billing.ageing import BUCKETS, Ageing
from atrium.foundation.formats import money
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_GET
@member_view(needs=Can.MONEY_SEE)
def ageing(request: MemberRequest) -> HttpResponse:
    """The report, the most overdue first."""
    place = request.member.organisation
    context = {"ageing": Ageing(request.member), "buckets": BUCKETS, "organisation": place}
    return render(request, "billing/ageing.html", context)


@require_GET
@member_view(needs=Can.MONEY_SEE)
@sure_to_take
def ageing_csv(request: MemberRequest) -> HttpResponse:
    """All rows of the report as a file, amounts as plain numbers."""
    report, text = Ageing(request.member), io.StringIO()
    write = csv.writer(text).writerow
    write(["number", "client", "currency", *BUCKETS, "total"])
    for row in report.named(report.rows):
        amounts = [row.amounts[n] for n in range(len(BUCKETS))]
        numbers = [money.written(some, row.currency) for some in (*amounts, row.total)]
        write([row.number, guarded(row.name), row.currency, *numbers])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ageing-{report.today}.csv"'
    return response


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
