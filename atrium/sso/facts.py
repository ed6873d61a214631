"""Which providers there are to sign in at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atrium.accounts.models import User
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.sso.models import Domain, Identity, Provider

if TYPE_CHECKING:
    from atrium.sso.saml.metadata import Certificate


@dataclass(frozen=True)
class Way:
    """A provider that a person may sign in at, and their account there, if one is linked."""

    provider: Provider
    identity: Identity | None = None


def providers_of(slug: str) -> list[Provider]:
    """Those of the organisation at this address; none for one that is not there."""
    place = Organisation.objects.filter(slug=slug).first()
    if place is None:
        return []
    with current.entered(place):
        return list(Provider.on().select_related("organisation"))


def providers_for(email: str) -> list[Provider]:
    """Those of each organisation that has proved the address's domain."""
    name = email.rpartition("@")[2].casefold()
    with current.unscoped("whose single sign-on an address leads to"):
        proved = Domain.counting().filter(name=name)
        places = Organisation.objects.filter(pk__in=proved.values("organisation_id"))
        slugs = list(places.order_by("name").values_list("slug", flat=True))
    return [provider for slug in slugs for provider in providers_of(slug)]


def ways_of(user: User) -> list[Way]:
    """Those of the organisations that the person works in, with what they linked."""
    found = []
    for member in Member.memberships_of(user):
        with current.entered(member.organisation):
            mine = {row.provider_id: row for row in Identity.objects.filter(member=member)}
            found += [Way(row, mine.get(row.pk)) for row in Provider.on()]
    return found


def every_provider() -> list[Provider]:
    """Those of the organisation, switched off or not."""
    return list(Provider.objects.all())


def every_domain() -> list[Domain]:
    """The domains of the organisation."""
    return list(Domain.objects.all())


def certificates_of(provider: Provider) -> list[Certificate]:
    """Those that a provider of SAML signs by."""
    if not provider.is_saml:
        return []
    from atrium.sso.saml.metadata import Certificate  # noqa: PLC0415 - takes long to load

    return [Certificate.of(kept) for kept in provider.endpoints.get("certificates", ())]
