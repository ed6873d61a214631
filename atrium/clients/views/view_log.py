"""The log of who saw what: reading it, taking it along, switching it on (J24)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from atrium.accounts.stepping_up import sure_to_take
from atrium.clients import lexicon
from atrium.clients.forms import KeepingForm
from atrium.clients.models import Sight, Sighting
from atrium.clients.seen import Asked, page
from atrium.clients.view_log import saw
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

MOST = 100_000
HEADS = ("at", "member", "what", "client", "name", "part", "by")
# What a spreadsheet would take for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@require_GET
@member_view(needs=Can.VIEWS_READ)
def view_log(request: MemberRequest) -> HttpResponse:
    """The lines of the log, by client, member and period. That it was read is noted in it."""
    member = request.member
    asked, error, lines, older = Asked.read(request.GET), None, list[Sighting](), None
    try:
        lines, older = page(asked.rows(member), request.GET.get("before", ""))
    except Refusal as refusal:
        error = refusal
    client = asked.the_client() if asked.client else None
    saw(member, client.pk if client else None, gettext("the log"), Sight.LOG)
    place = member.organisation
    context = {
        "asked": asked,
        "error": error,
        "lines": lines,
        "client": client,
        "older": asked.urlencoded(before=older) if older else "",
        "people": lexicon.of(place).members.values(),
        "form": KeepingForm(
            initial={"logs_views": place.logs_views, "views_kept_days": place.views_kept_days}
        ),
        "may_keep": member.can(Can.ORGANISATION_EDIT),
        "organisation": place,
    }
    return render(request, "clients/view_log.html", context, status=422 if error else 200)


@require_POST
@member_view(needs=Can.ORGANISATION_EDIT)
def keeping(request: MemberRequest) -> HttpResponse:
    """Switch the log on or off, and say for how long it is kept."""
    place = request.member.organisation
    form = KeepingForm(request.POST)
    if not form.is_valid():
        raise Refusal("; ".join(str(e) for errors in form.errors.values() for e in errors))
    place.edit(by=request.member, **form.cleaned_data)
    return redirect("view-log", place.slug)


@require_GET
@member_view(needs=Can.VIEWS_READ)
@sure_to_take
def as_csv(request: MemberRequest) -> HttpResponse:
    """The lines asked for as a file; noted as an export."""
    rows = list(Asked.read(request.GET).rows(request.member)[:MOST])
    saw(
        request.member,
        None,
        gettext("{count} lines of this log as csv").format(count=f"{spoken(len(rows)):,}"),
        Sight.EXPORT,
    )
    text = StringIO()
    csv.writer(text).writerows((HEADS, *_cells(rows, request.member.organisation.local)))
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="who-saw-what.csv"'
    return response


def _cells(
    rows: list[Sighting], local: Callable[[datetime], datetime]
) -> Iterator[tuple[str, ...]]:
    for row in rows:
        number, name = (row.client.code, row.client.name) if row.client else ("", "")
        cells = (row.member.name, row.get_kind_display(), number, name, row.what, row.source)
        yield (local(row.at).isoformat(timespec="seconds"), *map(_inert, cells))


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULAS) else text
