from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from atrium.accounts.models import User
from atrium.accounts.vouching import beyond, confined, voucher_of
from atrium.foundation.causes import SIGN_IN, SIGNED_OUT, Explanation, Step
from atrium.foundation.speaking import heard, nearest
from atrium.foundation.translation import gettext
from atrium.foundation.views.problems import told
from atrium.organisations import current
from atrium.organisations.causes import ELSEWHERE, OUTSIDE, SINGLE, SINGLE_TEXT
from atrium.organisations.models import Member, Organisation
from atrium.organisations.networks import lets_in
from atrium.organisations.permissions import Role
from atrium.organisations.prepared import prepared


class MemberRequest(HttpRequest):
    """A request made by a member of the organisation named in the URL."""

    user: User
    member: Member
    memberships: list[Member]


@prepared(recurring=True)
def _places_of(*, user: int) -> QuerySet[Member]:
    rows = Member.objects.active().filter(user=user, user__is_active=True)
    found: QuerySet[Member] = rows.select_related("organisation", "user", "own_role")
    return found.order_by("organisation__name")


def _memberships(request: HttpRequest) -> list[Member]:
    """The active memberships of who is signed in: person, organisations and roles in one query.

    The session is checked as Django's own get_user() checks it; what it would not accept is left
    to it, by way of request.user.
    """
    session = request.session
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return []
    with current.unscoped("the organisations of who is signed in"):
        members = _places_of(user=int(session[SESSION_KEY]))
    if not members:
        return []
    user = members[0].user
    kept = session.get(HASH_SESSION_KEY, "")
    if not constant_time_compare(kept, user.get_session_auth_hash()):
        return []
    request.user = user
    return members


def _signed_out(request: HttpRequest) -> HttpResponse:
    """On to the sign-in and back; a part of a page is told so instead, that what was typed stays."""
    if not request.headers.get("HX-Request"):
        return redirect_to_login(request.get_full_path())
    here = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
    text = gettext("You are signed out, so nothing was saved. Sign in and send it again.")
    sign_in = replace(SIGN_IN, url=f"{SIGN_IN.url}?{urlencode({'next': here})}")
    return told(request, Explanation(SIGNED_OUT, text, (sign_in,)), 401)


def _may_without(request: HttpRequest, member: Member) -> bool:
    """Whether single sign-on is not asked of the member: it was used, or an owner has a second factor.

    An owner always comes in, or a provider that fails would shut everybody out.
    """
    if voucher_of(request, member.user, member.organisation_id):
        return True
    return member.role == Role.OWNER and is_mfa_enabled(member.user)


def _by_single_sign_on(request: HttpRequest, place: Organisation) -> HttpResponse:
    query = urlencode({"next": request.path})
    step = Step(does="sign_in", label=gettext("Single sign-on"), url=f"/sso/{place.slug}/?{query}")
    return told(request, Explanation(SINGLE, SINGLE_TEXT, (step,)), 403)


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
        memberships = _memberships(request)
        if not memberships and not request.user.is_authenticated:
            return _signed_out(request)
        member = next((m for m in memberships if m.organisation.slug == slug), None)
        if member is None:
            raise Http404
        voucher = confined(request, member.user)
        if voucher is not None:
            if voucher.organisation != member.organisation_id:
                return beyond(request, member.user, voucher)
            memberships = [member]
        if not member.organisation.passwords and not _may_without(request, member):
            return _by_single_sign_on(request, member.organisation)
        if not lets_in(member.organisation, request):
            return told(request, Explanation(ELSEWHERE, OUTSIDE), 403)
        current.enter(member.organisation)
        request.memberships = memberships  # type: ignore[attr-defined]
        request.member = member  # type: ignore[attr-defined]
        # Pages show the clock of the organisation, not of the server.
        timezone.activate(member.organisation.zone)
        wishes = (member.user.language, heard(), member.organisation.language)
        translation.activate(nearest(*wishes))
        return None
