"""The list of tenders, one tender, adding and changing them (B04)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.foundation.accepting import accepted
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.jobs.access import say
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.projects.access import live_client
from atrium.projects.forms import ForWhomForm
from atrium.tenders.access import tender_view
from atrium.tenders.bulk import perform
from atrium.tenders.forms import TenderForm
from atrium.tenders.listing import Tenders
from atrium.tenders.models import Tender
from atrium.tenders.people import people_of
from atrium.tenders.sheet import Sheet
from atrium.timeline.together import together


@require_safe
@member_view(needs=Can.TENDERS_SEE)
def tenders(request: MemberRequest) -> HttpResponse:
    """The list; with htmx aimed at the results, those alone."""
    member = request.member
    aimed = "tender-results" in request.headers.get("HX-Target", "")
    context = {
        "tenders": Tenders(member, request.GET),
        "organisation": member.organisation,
        "may_write": member.can(Can.TENDERS_WRITE),
        "may_export": member.can(Can.CLIENTS_EXPORT),
    }
    template = "tenders/list.html#results" if aimed else "tenders/list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_GET
@tender_view(needs=Can.TENDERS_SEE)
def tender(request: MemberRequest, tender: Tender) -> HttpResponse:
    """One tender, with all that is known of it."""
    context = {"sheet": Sheet(tender, request.member), "tender": tender}
    return render(request, "tenders/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.TENDERS_WRITE)
def new(request: MemberRequest) -> HttpResponse:
    """Ask for whom it is, then for the rest."""
    form = ForWhomForm(request.POST or None)
    if form.is_valid():
        client = live_client(request, form.cleaned_data["client"])
        if client is not None:
            return redirect("client-tender-new", client.organisation.slug, client.number)
        form.add_error("client", gettext("Choose a client."))
    context = {"form": form, "organisation": request.member.organisation}
    return render(request, "tenders/whom.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@client_view(needs=Can.TENDERS_WRITE)
@idempotent
def for_client(request: MemberRequest, client: Client) -> HttpResponse:
    """The form of a tender for this client, or the tender that it makes."""
    form = TenderForm(request.POST or None, member=request.member, people=people_of(client))
    made: list[Tender] = []

    def verb() -> None:
        told = form.values | {"owner": form.chosen_owner, "stage": form.chosen_stage}
        made.append(Tender.add(client, by=request.member, **told))

    if accepted(form, verb):
        say(request, gettext("Added {code} {made}.").format(code=made[0].code, made=made[0]))
        return redirect(made[0])
    context = {"form": form, "client": client, "organisation": request.member.organisation}
    return render(request, "tenders/new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@tender_view(needs=Can.TENDERS_WRITE)
def edit(request: MemberRequest, tender: Tender) -> HttpResponse:
    """Change what is said of it."""
    people = people_of(tender.client, tender)
    form = TenderForm(request.POST or None, member=request.member, people=people, tender=tender)

    def verb() -> None:
        with together(
            by=request.member, label=gettext("Changed the tender {code}").format(code=tender.code)
        ):
            tender.edit(by=request.member, **form.values)
            tender.give_to(form.chosen_owner, by=request.member)
        say(request, gettext("Saved {code}.").format(code=tender.code))

    if accepted(form, verb):
        return redirect(tender)
    context = {"form": form, "tender": tender, "organisation": request.member.organisation}
    return render(request, "tenders/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@member_view(needs=Can.TENDERS_WRITE)
def bulk(request: MemberRequest) -> HttpResponse:
    """One deed for those that were picked, with one Undo."""
    data = request.POST
    deed = data.get("deed", "")
    numbers = [int(text) for text in data.getlist("selected") if fits(text)]
    value = data.get({"move": "stage", "give": "owner"}.get(deed, ""), "")
    try:
        outcome = perform(deed, numbers, value, by=request.member)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, outcome.words)
    home = reverse("tenders", args=[request.member.organisation.slug])
    return redirect(f"{home}?{data.get('back', '')}")
