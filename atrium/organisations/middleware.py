from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from atrium.accounts.models import User
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation


class MemberRequest(HttpRequest):
    """A request made by a member of the organisation named in the URL."""

    user: User
    member: Member


@lru_cache(maxsize=10_000)
def _known(slug: str) -> int:
    key = Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if key is None:
        raise LookupError
    return key


class Membership:
    """Enters the organisation named in the URL and binds request.member.

    Who is not signed in is asked to; who is no active member finds nothing: 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with current.left(), timezone.override(None):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        slug = kwargs.pop("organisation", None)
        if slug is None:
            return None
        if isinstance(request.user, AnonymousUser) or not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            current.enter(_known(slug))
        except LookupError:
            raise Http404 from None
        members = Member.objects.active().select_related("organisation")
        member = members.filter(user=request.user, organisation__slug=slug).first()
        if member is None:
            raise Http404
        request.member = member  # type: ignore[attr-defined]
        # Pages show the clock of the organisation, not of the server.
        timezone.activate(member.organisation.zone)
        return None
