"""The cards of clients on the start page: those of lately, on hold, flagged."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from atrium.clients import lexicon
from atrium.clients.models import Client, Flag, Hold
from atrium.foundation.among import filled_up
from atrium.foundation.translation import gettext
from atrium.organisations.dashboard import dashboard_card
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared

ON_A_CARD = 6


@dashboard_card(
    slug="clients-recent",
    side="main",
    order=30,
    needs=Can.CLIENTS_SEE,
    template="clients/list/card.html",
)
def recent(request: MemberRequest) -> dict[str, Any] | None:
    """The clients where something happened last."""
    clients = _recent(member=request.member)
    return _card(request, clients, title=gettext("Recent clients"), query="sort=-active")


@dashboard_card(
    slug="clients-on-hold",
    side="side",
    order=40,
    needs=Can.CLIENTS_SEE,
    template="clients/list/card.html",
)
def on_hold(request: MemberRequest) -> dict[str, Any] | None:
    """The clients on hold, and why (B09)."""
    return _marked(request, _holds(member=request.member), title=gettext("On hold"), query="hold=1")


@dashboard_card(
    slug="clients-flagged",
    side="side",
    order=50,
    needs=Can.CLIENTS_SEE,
    template="clients/list/card.html",
)
def flagged(request: MemberRequest) -> dict[str, Any] | None:
    """The clients to be careful with, and why (C03)."""
    return _marked(
        request, _flags(member=request.member), title=gettext("Flagged"), query="flagged=1"
    )


@prepared()
def _recent(*, member: Member) -> Any:
    seen = Client.objects.visible_to(member).live()
    return seen.order_by("-active_at", "-id")[:ON_A_CARD]


@prepared()
def _seen(*, member: Member, keys: list[int]) -> Any:
    return Client.objects.visible_to(member).live().filter(pk__each=keys)


@prepared()
def _holds(*, member: Member) -> Any:
    return _of_seen(Hold.objects.filter(lifted_at=None).order_by("-placed_at", "-id"), member)


@prepared()
def _flags(*, member: Member) -> Any:
    return _of_seen(Flag.objects.filter(cleared_at=None).order_by("-raised_at", "-id"), member)


def _of_seen(marks: QuerySet[Any], member: Member) -> QuerySet[Any, Any]:
    seen = Client.objects.visible_to(member).live()
    return marks.filter(client__in=seen).values_list("client_id", "reason")[:ON_A_CARD]


def _marked(
    request: MemberRequest, marks: list[tuple[int, str]], *, title: str, query: str
) -> dict[str, Any] | None:
    reasons = dict(marks)
    if not reasons:
        return None
    clients = _seen(member=request.member, keys=filled_up(list(reasons)))
    answer = _card(request, clients, title=title, query=query)
    if answer:
        answer["lines"] = [(client, reasons[client.pk]) for client, _ in answer["lines"]]
    return answer


def _card(
    request: MemberRequest, clients: list[Client], *, title: str, query: str
) -> dict[str, Any] | None:
    words = lexicon.of(request.member.organisation)
    home = reverse("clients", args=[request.member.organisation.slug])
    lines = [(client, words.statuses[client.status_id].label) for client in clients]
    return {"title": title, "lines": lines, "home": home, "query": query} if clients else None
