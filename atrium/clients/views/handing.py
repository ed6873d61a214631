"""Changes of ownership: all clients of a member who leaves, and what changed hands (R19)."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from atrium.clients import lexicon
from atrium.clients.absent import LARGEST
from atrium.clients.bulk import Order
from atrium.clients.deeds import DEEDS, Deed
from atrium.clients.handing import changed_hands, offered, owned_by_member, terms_of
from atrium.clients.views.bulk import carry_out, losing_sight
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

SHOWN = 200


@require_GET
@member_view(needs=Can.CLIENTS_SEE)
def handover(request: MemberRequest, key: int) -> HttpResponse:
    """The clients that changed hands in one go, as far as the member sees them."""
    if key > LARGEST:
        raise Http404
    found = changed_hands(key, request.member)
    if found is None:
        raise Http404
    event, clients = found
    context = {"clients": clients[:SHOWN], "count": clients.count(), "event": event}
    context["organisation"] = request.member.organisation
    return render(request, "clients/handover.html", context)


@member_view(needs=Can.CLIENTS_OWN)
def leaving(request: MemberRequest, key: UUID) -> HttpResponse:
    """Hand over all clients of one member, as when they leave."""
    shown = get_object_or_404(Member, public_id=key)
    if not request.member.can(Can.CLIENTS_BULK):
        raise PermissionDenied
    people = [m for m in lexicon.of(request.member.organisation).active_members if m != shown]
    context = offered(request.member, owner=shown) | {"shown": shown, "people": people}
    context |= {"organisation": request.member.organisation, "value": request.POST.get("value")}
    if request.method == "POST" and context["plan"].moving:
        if context["value"] in {str(m.pk) for m in people}:
            deed, order, total = _order(request, shown, context["plan"].moving)
            if not (losing := losing_sight(request, order)):
                return carry_out(request, deed, order, total)
            context |= {"losing": losing, "typed": order.terms}
        else:
            context["error"] = gettext("Choose who takes the clients over.")
    status = 422 if request.method == "POST" else 200
    return render(request, "clients/leaving.html", context, status=status)


def _order(request: MemberRequest, shown: Member, total: int) -> tuple[Deed, Order, int]:
    terms = terms_of(request.POST) | {"total": total}
    value = request.POST["value"]
    order = Order(
        deed="owner", value=value, everything=True, filter=f"owner={shown.pk}", terms=terms
    )
    return DEEDS["owner"], order, total


@require_GET
@member_view(needs=Can.CLIENTS_OWN)
def ownership(request: MemberRequest) -> HttpResponse:
    """How many clients each member owns; those of members who left come first."""
    owners = owned_by_member(request.member)
    return render(request, "clients/ownership.html", {"owners": owners})
