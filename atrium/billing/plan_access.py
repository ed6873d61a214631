"""The door to one recurring invoice: who sees not its client finds nothing, who may not do this is told so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from atrium.billing.models import InvoicePlan
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

type PlanView[**P] = Callable[Concatenate[MemberRequest, InvoicePlan, P], HttpResponse]


def plan_view(*, needs: Can) -> Callable[[PlanView[...]], Callable[..., HttpResponse]]:
    """A view of one recurring invoice: 404 if the member cannot see it, 403 if they may not do this."""

    def decorate(view: PlanView[...]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: MemberRequest, key: UUID, **kwargs: Any) -> HttpResponse:
            member = request.member
            if not member.can(Can.MONEY_SEE):
                raise PermissionDenied
            rows = InvoicePlan.objects.visible_to(member).select_related("client", "created_by")
            plan = rows.filter(public_id=key).first()
            if plan is None:
                raise Http404
            if not member.can(needs):
                raise PermissionDenied
            plan.organisation = plan.client.organisation = member.organisation
            return view(request, plan, **kwargs)

        return wrapper

    return decorate
