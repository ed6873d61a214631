"""The mail that carries the link of an invitation. It leaves by the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse

from atrium.foundation.speaking import speaking
from atrium.foundation.translation import gettext
from atrium.organisations import current

if TYPE_CHECKING:
    from atrium.organisations.models import Invitation


@task
def mail_invitation(organisation_id: int, invitation_id: int) -> None:
    """Mail the link of an invitation, unless it was accepted or revoked before its turn came."""
    from atrium.organisations.models import Invitation  # noqa: PLC0415 - the model queues this task

    with current.entered(organisation_id):
        invitation = (
            Invitation.objects.listed()
            .select_related("organisation")
            .filter(pk=invitation_id)
            .first()
        )
        if invitation:
            send(invitation)


def send(invitation: Invitation) -> None:
    """Send it by Django's mail backend; what that raises lets the queue try again."""
    path = reverse("invitation", args=[invitation.organisation.slug, invitation.key])
    facts = {"invitation": invitation, "url": f"{settings.BASE_URL}{path}"}
    with speaking(invitation.organisation.language):
        subject = gettext("{invited_by} invites you to {organisation}").format(
            invited_by=invitation.invited_by.name, organisation=invitation.organisation.name
        )
        body = render_to_string("organisations/mail/invitation.txt", facts)
    send_mail(" ".join(subject.split()), body, None, [invitation.email])
