"""Keeping sign-ins, and those that failed, in the journal of each organisation that the person works in."""

from __future__ import annotations

from django.tasks import task

from atrium.accounts.models import User
from atrium.accounts.sign_ins import hears_sign_ins
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.keeping import acting
from atrium.organisations.models import Member

LONGEST = 254


@hears_sign_ins
def keep_later(
    email: str, address: str, *, worked: bool, by: str = "", organisation: int = 0
) -> None:
    """By the queue, also for an address that nobody has: how long it takes tells nothing."""
    keep.enqueue(email[:LONGEST], address, worked=worked, by=by, organisation=organisation)


@task
def keep(email: str, address: str, *, worked: bool, by: str = "", organisation: int = 0) -> int:
    """Write it down in each organisation; how many there are.

    What an organisation's own provider (``by``) vouched for concerns that organisation alone.
    """
    user = User.objects.filter(email=email.strip().casefold()).first()
    found = Member.memberships_of(user) if user else []
    if organisation:
        found = [member for member in found if member.organisation_id == organisation]
    for member in found:
        with current.entered(member.organisation):
            label = gettext("Signed in from {address}").format(address=address)
            if by:
                label = gettext("Signed in by {provider} from {address}").format(
                    provider=by, address=address
                )
            if not worked:
                label = gettext("Failed to sign in as {member} from {address}").format(
                    member=member, address=address
                )
            with acting(by=member if worked else None, label=label) as act:
                act.note("accounts.user", member.user_id)
    return len(found)
