"""Who may open a page of the organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from atrium.organisations import current
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Invitation, Organisation
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


@contextmanager
def invited(slug: str, key: str) -> Iterator[Invitation | None]:
    """Enter the organisation that the key of an open invitation leads to; None when it opens none."""
    place = Organisation.objects.filter(slug=slug).first()
    if place is None:
        yield None
        return
    with current.entered(place):
        yield Invitation.with_key(key)
