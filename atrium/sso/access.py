"""How the public pages find a provider."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.http import Http404

from atrium.accounts.models import User
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.sso.models import Identity, Provider


@contextmanager
def provider_at(slug: str, key: UUID, *, also_off: bool = False) -> Iterator[Provider]:
    """Enter its organisation; 404 for one that is not there, or switched off."""
    place = Organisation.objects.filter(slug=slug).first()
    if place is None:
        raise Http404
    with current.entered(place):
        rows = Provider.objects.all() if also_off else Provider.on()
        found = rows.filter(public_id=key).first()
        if found is None:
            raise Http404
        yield found


def member_at(provider: Provider, user: User) -> Member:
    """The person as a member of the provider's organisation. Refused for strangers."""
    mine: Member | None = Member.objects.active().filter(user=user).first()
    if mine is None:
        msg = gettext("You are no member of {organisation}.").format(
            organisation=provider.organisation
        )
        raise Refusal(msg)
    return mine


def linked(provider: Provider, member: Member) -> Identity | None:
    """The account there that signs the member in."""
    found: Identity | None = Identity.objects.filter(provider=provider, member=member).first()
    return found
