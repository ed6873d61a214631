"""Letting a mailbox sign in at Google, Microsoft or another issuer, without a password (R12)."""

from __future__ import annotations

from dataclasses import asdict
from hmac import compare_digest
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from atrium.conversations.access import the_mailbox
from atrium.conversations.mail.oauth import Asking, exchanged, issuers
from atrium.conversations.models import SignIn
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

ASKED = "mailbox sign-in"


# Not a form: the policy of our pages lets none of them lead elsewhere, not by a redirect either.
@require_safe
@member_view(needs=Can.MAIL_SEND)
def begin(request: MemberRequest, key: UUID) -> HttpResponse:
    """Send the member to the issuer, to say there that Atrium may."""
    box = the_mailbox(request.member, key)
    issuer = issuers().get(request.GET.get("issuer", ""))
    if issuer is None:
        raise Http404
    asking = Asking.begun(issuer, str(key))
    request.session[ASKED] = asdict(asking)
    return redirect(asking.address(issuer, _back(request), box.address))


@require_safe
@member_view(needs=Can.MAIL_SEND)
def back(request: MemberRequest) -> HttpResponse:
    """They come back with a code, which is good once, in the session that asked for it."""
    asking = Asking(**request.session.pop(ASKED, dict.fromkeys(Asking.__annotations__, "")))
    given = request.GET.get("state", "")
    if not (asking.state and compare_digest(asking.state.encode(), given.encode())):
        raise Refusal(gettext("This sign-in was not begun here, or is over. Begin it again."))
    issuer = issuers().get(asking.issuer)
    if issuer is None:
        raise Http404
    box = the_mailbox(request.member, UUID(asking.mailbox))
    if "code" not in request.GET:
        msg = gettext("{issuer} was not told that Atrium may read {address}.")
        raise Refusal(msg.format(issuer=issuer.label, address=box.address))
    try:
        tokens = exchanged(issuer, request.GET["code"], asking, _back(request))
    except OSError as error:
        msg = gettext("{issuer} does not answer. Try again in a while.")
        raise Refusal(msg.format(issuer=issuer.label)) from error
    SignIn.give(box, tokens, issuer, by=request.member)
    words = gettext("{address} signs in at {issuer}.")
    messages.success(request, words.format(address=box.address, issuer=issuer.label))
    return redirect("mailbox", request.member.organisation.slug, box.public_id)


@require_POST
@member_view(needs=Can.MAIL_SEND)
def forget(request: MemberRequest, key: UUID) -> HttpResponse:
    """Sign in by the password again."""
    box = the_mailbox(request.member, key)
    SignIn.forget(box, by=request.member)
    messages.success(
        request, gettext("{address} signs in by its password.").format(address=box.address)
    )
    return redirect("mailbox", request.member.organisation.slug, box.public_id)


def _back(request: MemberRequest) -> str:
    """The address that is registered at the issuer."""
    path = reverse("mailbox-signed-in", args=[request.member.organisation.slug])
    return f"{settings.BASE_URL}{path}"
