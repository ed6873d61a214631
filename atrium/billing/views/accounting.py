"""The books: accounts, closed periods, and postings as files of other programs."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from atrium.accounts.stepping_up import sure_to_take
from atrium.billing.accounting.postings import postings
from atrium.billing.accounting.writing import LAYOUTS, Asked
from atrium.billing.accounting_form import BooksForm, PeriodForm, last_month
from atrium.billing.models import Books
from atrium.clients.models import Sight
from atrium.clients.view_log import saw
from atrium.foundation.accepting import accepted
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


# Books are whole or no books: who may not see every client sees none of them.
@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.CLIENTS_SEE_ALL)
def accounting(request: MemberRequest) -> HttpResponse:
    """Accounts and the closed period; files for a period."""
    member = request.member
    place, books = member.organisation, Books.of(member.organisation)
    form = BooksForm(request.POST or None, books=books)
    if request.method == "POST" and not member.can(Can.ORGANISATION_EDIT):
        raise PermissionDenied
    if accepted(form, lambda: Books.edit(place, by=member, **form.values)):
        messages.success(request, gettext("Books saved."))
        return redirect("accounting", place.slug)
    first, last = last_month(place.today())
    period = PeriodForm(initial={"first": first, "last": last})
    context = {"form": form, "period": period, "layouts": LAYOUTS, "organisation": place}
    status = 422 if form.is_bound else 200
    return render(request, "billing/accounting.html", context, status=status)


@require_safe
@member_view(needs=Can.CLIENTS_SEE_ALL)
@sure_to_take
def entries(request: MemberRequest, layout: str) -> HttpResponse:
    """The postings of a period, as the program reads them."""
    wanted = LAYOUTS.get(layout)
    period = PeriodForm(request.GET)
    if wanted is None:
        raise Http404
    place, books = request.member.organisation, Books.of(request.member.organisation)
    if not period.is_valid():
        context = {"form": BooksForm(books=books), "period": period, "layouts": LAYOUTS}
        return render(
            request, "billing/accounting.html", context | {"organisation": place}, status=422
        )
    first, last = period.cleaned_data["first"], period.cleaned_data["last"]
    found = postings(books, first, last)
    content = wanted.write(found, Asked(books, first, last, place.local(now())))
    saw(request.member, None, _told(len(found), layout), Sight.EXPORT)
    response = HttpResponse(content, content_type="text/csv")
    name = (
        f"EXTF_Buchungsstapel_{first:%Y-%m}" if layout == "datev" else f"postings-{layout}-{first}"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.{wanted.ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _told(count: int, layout: str) -> str:
    return gettext("{count:,} postings as {layout}").format(count=spoken(count), layout=layout)
