"""The door to one tender: who does not see its client finds nothing, who may not do this is told so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from atrium.clients.absent import LARGEST
from atrium.clients.view_log import saw
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.tenders.lines import settled
from atrium.tenders.models import Tender

type TenderView[**P] = Callable[Concatenate[MemberRequest, Tender, P], HttpResponse]


def the_tender(request: MemberRequest, number: int) -> Tender:
    """The tender with this number, in the bin or not, if the member may see it; else 404."""
    rows = Tender.objects.visible_to(request.member).filter(number=min(number, LARGEST))
    rows = rows.filter(purged_at=None).select_related("client", "job", "project__client")
    tender: Tender | None = rows.first()
    if tender is None:
        raise Http404
    place = request.member.organisation
    for work in (tender.job, tender.project and tender.project.client):
        if work is not None:
            work.organisation = place
    saw(request.member, tender.client_id, "part")
    return settled(tender, place)


def tender_view(*, needs: Can) -> Callable[[TenderView[...]], Callable[..., HttpResponse]]:
    """A view of one tender: 404 if the member cannot see it, 403 if they may not do this."""

    def decorate(view: TenderView[...]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: MemberRequest, number: int, **kwargs: Any) -> HttpResponse:
            tender = the_tender(request, number)
            if not request.member.can(needs):
                raise PermissionDenied
            return view(request, tender, **kwargs)

        return wrapper

    return decorate
