"""Who may open a page of the organisation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


def member_view(*, needs: Can) -> Callable[..., Callable[..., HttpResponse]]:
    """A view of the organisation: 403 if the member may not do this."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: MemberRequest, **kwargs: Any) -> HttpResponse:
            if not request.member.can(needs):
                raise PermissionDenied
            return view(request, **kwargs)

        return wrapper

    return decorate
