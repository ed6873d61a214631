"""Sessions that an organisation's own identity provider vouched for.

Such a session reaches that organisation alone, and changes nothing of how the person signs in:
whoever runs a provider could otherwise reach by it what the person has elsewhere. A password or a
passkey that is shown in the session lifts both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from atrium.accounts.models import User
from atrium.foundation.causes import Explanation, Step, cause
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.foundation.views.problems import told

METHOD = "sso"
VOUCHED = cause("vouched", gettext_lazy("This sign-in does not reach so far"), "shield-x")
# What says how a person signs in everywhere.
_OWN = frozenset(
    "account_email account_change_password account_set_password mfa_activate_totp "
    "mfa_deactivate_totp mfa_add_webauthn mfa_edit_webauthn mfa_remove_webauthn "
    "mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes".split()
)


@dataclass(frozen=True, kw_only=True)
class Voucher:
    """Who vouched: the provider, as its organisation calls it; ``again`` is where one shows oneself anew."""

    organisation: int
    provider: str
    name: str
    again: str


def record(request: HttpRequest, user: User, voucher: Voucher) -> None:
    """Note in the session that the provider vouched for the person just now."""
    record_authentication(request, user, METHOD, **asdict(voucher))


def voucher_of(request: HttpRequest, user: User, organisation: int | None = None) -> Voucher | None:
    """Who vouched last in this session, for the organisation where one is named; None for nobody."""
    names = Voucher.__annotations__
    for known in reversed(get_authentication_records(request, user)):
        if known["method"] == METHOD and organisation in {None, known["organisation"]}:
            return Voucher(**{name: known[name] for name in names})
    return None


def confined(request: HttpRequest, user: User) -> Voucher | None:
    """Who vouched, where the person showed neither password nor passkey in this session."""
    if any(_is_own(known) for known in get_authentication_records(request, user)):
        return None
    return voucher_of(request, user)


def _is_own(known: dict[str, Any]) -> bool:
    """A code from an app is a second factor to what the provider said, and no more."""
    return known["method"] == "password" or known.get("type") == "webauthn"


def beyond(request: HttpRequest, user: User, voucher: Voucher) -> HttpResponse:
    """Say how far the session reaches, and how it reaches further."""
    if shows_own(user):
        address = f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}"
        step = Step(does="show_password", label=gettext("Type your password"), url=address)
        text = gettext(
            "You signed in by {provider}, which opens its own organisation and nothing else of you. Type your password to go on."
        )
    else:
        step = Step(
            does="set_password",
            label=gettext("Set a password"),
            url=reverse("account_reset_password"),
        )
        text = gettext(
            "You signed in by {provider}, which opens its own organisation and nothing else of you. Set a password first, by the link that is mailed to you, and sign in with it."
        )
    text = text.format(provider=voucher.name)
    return told(request, Explanation(VOUCHED, text, (step,)), 403)


def shows_own(user: User) -> bool:
    """Whether the person has a password or a passkey to show."""
    flows = get_reauthentication_flows(user)
    return any(flow["id"] == "reauthenticate" or "webauthn" in flow["types"] for flow in flows)


class OwnHands:
    """Keeps sessions that somebody else vouched for away from how the person signs in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.url_name not in _OWN or not isinstance(request.user, User):
            return None
        voucher = confined(request, request.user)
        if voucher is None:
            return None
        if shows_own(request.user) and request.method == "GET":
            address = f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}"
            return redirect(address)
        return beyond(request, request.user, voucher)
