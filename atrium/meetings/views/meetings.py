"""Planning, reading, changing and calling off the meetings of a client (R14)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atrium.clients.access import client_view
from atrium.clients.following import following
from atrium.clients.models import Client
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.meetings.access import say, the_meeting
from atrium.meetings.facts import Line, listed_out_of
from atrium.meetings.forms import CancelForm, MeetingForm, MinutesForm, PeopleForm, begun
from atrium.meetings.invitations import untold
from atrium.meetings.models import Attendee, Meeting, Scope
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.MEETINGS_WRITE)
@idempotent
def plan(request: MemberRequest, client: Client) -> HttpResponse:
    """Plan one, or a series of them, and ask people to it."""
    typed = begun(request.GET, client.organisation.zone)
    form = MeetingForm(request.POST or None, client=client, **typed)
    people = PeopleForm(request.POST or None, client=client)
    if people.is_valid() and accepted(form, lambda: _plan(request, client, form, people)):
        return redirect("client-tab", client.organisation.slug, client.number, "meetings")
    return _form(request, client, {"form": form, "people": people})


def _plan(request: MemberRequest, client: Client, form: MeetingForm, people: PeopleForm) -> None:
    told = form.cleaned_data
    meeting = Meeting.plan(
        client,
        by=request.member,
        starts_at=told["starts_at"],
        ends_at=told["ends_at"],
        zone=told["zone"],
        repeat=told["repeat"],
        ask=people.people(),
        **form.words(),
    )
    say(
        request, gettext("Planned {meeting} for {when}.").format(meeting=meeting, when=meeting.when)
    )


@require_GET
@client_view(needs=Can.MEETINGS_SEE)
def meeting(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """One meeting: who comes, what is to be said, what was agreed."""
    return _page(request, client, the_meeting(request, client, key))


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.MEETINGS_WRITE)
def edit(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Change when, where and what about; one of a series, those that follow, or all."""
    row = the_meeting(request, client, key)
    form = MeetingForm(request.POST or None, client=client, meeting=row)
    if accepted(form, lambda: _change(request, row, form)):
        return _back(request, client, row)
    return _form(request, client, {"form": form, "meeting": row})


def _change(request: MemberRequest, row: Meeting, form: MeetingForm) -> None:
    told = form.cleaned_data
    scope = Scope(told.get("scope") or Scope.ONE)
    row.rearrange(
        by=request.member,
        starts_at=told["starts_at"],
        ends_at=told["ends_at"],
        scope=scope,
        **form.words(),
    )
    say(request, gettext("Saved {row}.").format(row=row))


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.MEETINGS_WRITE)
def cancel(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Call it off, with a reason."""
    row = the_meeting(request, client, key)
    form = CancelForm(request.POST or None, meeting=row)

    def verb() -> None:
        scope = Scope(form.cleaned_data.get("scope") or Scope.ONE)
        row.cancel(by=request.member, reason=form.cleaned_data["reason"], scope=scope)
        say(request, gettext("Cancelled {row}.").format(row=row))

    if accepted(form, verb):
        return _back(request, client, row)
    status = 422 if form.is_bound else 200
    context = {"client": client, "meeting": row, "form": form}
    return render(request, "meetings/cancel.html", context, status=status)


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.MEETINGS_WRITE)
def people(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Ask more people to it; to the following of a series as well."""
    row = the_meeting(request, client, key)
    asked = list(row.attendees.filter(withdrawn_at=None))
    form = PeopleForm(request.POST or None, client=client, asked=asked)

    def verb() -> None:
        rows = list(row.meant(Scope.FOLLOWING))
        new = Attendee.ask(rows or [row], by=request.member, **form.people())
        names = ", ".join(dict.fromkeys(str(one) for one in new))
        messages.success(
            request,
            gettext("Asked {names}.").format(names=names)
            if new
            else gettext("Nobody new was chosen."),
        )

    if accepted(form, verb):
        return _back(request, client, row)
    status = 422 if form.is_bound else 200
    context = {"client": client, "meeting": row, "people": form}
    return render(request, "meetings/people.html", context, status=status)


@require_POST
@client_view(needs=Can.MEETINGS_WRITE)
def withdraw(request: MemberRequest, client: Client, key: UUID, who: UUID) -> HttpResponse:
    """Take somebody off it, and off the following of a series."""
    row = the_meeting(request, client, key)
    attendee = row.attendees.filter(public_id=who, withdrawn_at=None).first()
    if attendee is not None:
        Attendee.withdraw(list(row.meant(Scope.FOLLOWING)) or [row], attendee, by=request.member)
        say(request, gettext("Took {attendee} off.").format(attendee=attendee))
    return _back(request, client, row)


@require_POST
@client_view(needs=Can.MEETINGS_WRITE)
def minutes(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Write down what was agreed."""
    row = the_meeting(request, client, key)
    form = MinutesForm(request.POST)
    if accepted(
        form, lambda: row.write_minutes(by=request.member, text=form.cleaned_data["minutes"])
    ):
        messages.success(request, gettext("Saved the minutes."))
        return _back(request, client, row)
    return _page(request, client, row, form)


def _back(request: MemberRequest, client: Client, row: Meeting) -> HttpResponse:
    return redirect("meeting", client.organisation.slug, client.number, row.public_id)


def _page(
    request: MemberRequest, client: Client, row: Meeting, form: MinutesForm | None = None
) -> HttpResponse:
    line = Line.of(row, request.member)
    told = {} if row.is_cancelled or row.is_over else untold(client, line.attendees)
    for one in line.attendees:
        one.untold = told.get(one.pk, "")
    context = {
        "client": client,
        "line": line,
        "meeting": row,
        "following": following(row, request.member),
        "follow_ups": listed_out_of(row, request.member),
        "minute_lines": [
            words for line in row.minutes.splitlines() if (words := line.strip(" -*\t"))
        ],
        "may_add_tasks": request.member.can(Can.TASKS_WRITE) and not client.is_archived,
        "form": form or MinutesForm(initial={"minutes": row.minutes}),
    }
    return render(request, "meetings/page.html", context, status=422 if form else 200)


def _form(request: MemberRequest, client: Client, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/form.html", {"client": client, **context}, status=status)
