"""Inviting people, sending an invitation again, revoking it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from atrium.accounts.stepping_up import ask_again, is_sure
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.forms import InviteForm, makes_an_owner
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Invitation
from atrium.organisations.permissions import Can
from atrium.organisations.views.answers import accepted, done, page


@member_view(needs=Can.MEMBERS_MANAGE)
def invite(request: MemberRequest) -> HttpResponse:
    """Invite one or several people; all of them or, when one is refused, none."""
    form = InviteForm(request.POST or None, by=request.member)
    if makes_an_owner(form) and not is_sure(request):
        return ask_again(request)
    if request.method == "POST" and accepted(form, lambda: _invite(form, request)):
        emails = form.cleaned_data["emails"]
        words = (
            gettext("Invited {email}.").format(email=emails[0])
            if len(emails) == 1
            else gettext("Invited {count} people.").format(count=len(emails))
        )
        return done(request, words, "members", request.member.organisation.slug)
    return page(request, "organisations/invite.html", form, {})


def _invite(form: InviteForm, request: MemberRequest) -> None:
    with transaction.atomic():
        for email in form.cleaned_data["emails"]:
            Invitation.invite(email, role=form.cleaned_data["role"], by=request.member)


@require_POST
@member_view(needs=Can.MEMBERS_MANAGE)
def send_again(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Mail a new link."""
    invitation = get_object_or_404(Invitation, public_id=public_id)
    invitation.send_again(by=request.member)
    return done(
        request,
        gettext("Sent {email} a new link.").format(email=invitation.email),
        "members",
        request.member.organisation.slug,
    )


@require_POST
@member_view(needs=Can.MEMBERS_MANAGE)
def revoke(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Make the link useless."""
    invitation = get_object_or_404(Invitation, public_id=public_id)
    invitation.revoke(by=request.member)
    return done(
        request,
        gettext("Revoked the invitation of {email}.").format(email=invitation.email),
        "members",
        request.member.organisation.slug,
    )
