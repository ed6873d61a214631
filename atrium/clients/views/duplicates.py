"""The queue of duplicates: worked through pair by pair; who was told apart; what was merged (J21)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from atrium.clients.access import the_client
from atrium.clients.duplicates.review import Queue, told_apart
from atrium.clients.merge_page import apart_named, merges_of
from atrium.clients.models import Different
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_GET
@member_view(needs=Can.CLIENTS_MERGE)
def review(request: MemberRequest) -> HttpResponse:
    """The pairs that look like one client, the surest first."""
    queue = Queue.read(request.member, request.GET.get("level", ""), request.GET.get("after", ""))
    context = {"queue": queue, "organisation": request.member.organisation, "here": "review"}
    return render(request, "clients/duplicates/review.html", context)


@require_GET
@member_view(needs=Can.CLIENTS_MERGE)
def apart(request: MemberRequest) -> HttpResponse:
    """The pairs of which somebody said that they are two."""
    context = {"said": told_apart(request.member), "organisation": request.member.organisation}
    return render(request, "clients/duplicates/apart.html", context | {"here": "apart"})


@require_GET
@member_view(needs=Can.CLIENTS_MERGE)
def merged(request: MemberRequest) -> HttpResponse:
    """What was merged, with its undo."""
    context = {"merges": merges_of(request.member), "organisation": request.member.organisation}
    return render(request, "clients/duplicates/merged.html", context | {"here": "merged"})


@require_POST
@member_view(needs=Can.CLIENTS_MERGE)
def tell_apart(request: MemberRequest) -> HttpResponse:
    """Remember that two are two; the pair's place in the queue says so."""
    numbers = [int(n) for n in request.POST.getlist("client") if fits(n)][:2]
    if len(numbers) < 2:  # noqa: PLR2004 - a pair
        raise Http404
    one, other = (the_client(request, number) for number in numbers)
    said = Different.say(one, other, by=request.member)
    if request.headers.get("HX-Request"):
        context = {"said": said, "pair": request.POST.get("pair", "")}
        context |= {"organisation": request.member.organisation}
        return render(request, "clients/duplicates/told_apart.html", context)
    messages.success(
        request, gettext("{one} and {other} are two clients.").format(one=one, other=other)
    )
    return redirect("duplicates", request.member.organisation.slug)


@require_POST
@member_view(needs=Can.CLIENTS_MERGE)
def compare_again(request: MemberRequest, key: UUID) -> HttpResponse:
    """Forget that two were told apart."""
    said = apart_named(request.member, key)
    if said is None:
        raise Http404
    said.take_back(by=request.member)
    messages.success(
        request,
        gettext("{first} and {second} will be compared again.").format(
            first=said.first, second=said.second
        ),
    )
    return redirect("duplicates", request.member.organisation.slug)
