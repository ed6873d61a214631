"""To whom an invoice is written: what of a client is copied onto it, once and for all when it is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.clients import lexicon
from atrium.clients.models import Location
from atrium.clients.models.location import POSTCODE_FIRST
from atrium.clients.models.location_type import Receives
from atrium.foundation.formats import country as countries
from atrium.profile.models import AccountDetails

if TYPE_CHECKING:
    from atrium.clients.models import Client

_ORDER = (Receives.BILLS, Receives.LETTERS, Receives.NOTHING)


def recipient_of(client: Client, account: dict[str, Any] | None = None) -> dict[str, Any]:
    """Name, address lines, country, tax ID, e-mail, reference and language, as an invoice keeps them."""
    own = account if account is not None else account_of(client)
    place = _billed(client)
    return {
        "name": client.legal_name or client.name,
        "lines": _lines(place) if place else [],
        "country": place.country if place else "",
        "tax_id": client.tax_id,
        "email": own.get("billing_email", ""),
        "reference": own.get("billing_reference", ""),
        "language": client.language,
    }


def account_of(client: Client) -> dict[str, Any]:
    """What stands in the client's account details; empty where nothing does."""
    return dict(AccountDetails.of_many([client.pk]).get(client.pk, {}))


def _billed(client: Client) -> Location | None:
    """Where bills are posted: the default of such a type before others, the oldest before newer ones."""
    types = lexicon.of(client.organisation).location_types
    rows = list(Location.objects.filter(client=client).order_by("id")[:200])
    rows.sort(key=lambda row: (_rank(types[row.type_id].receives), not row.is_default))
    for row in rows[:1]:
        row.organisation = client.organisation
        return row
    return None


def _rank(receives: str) -> int:
    return next((n for n, each in enumerate(_ORDER) if each == receives), len(_ORDER))


def _lines(place: Location) -> list[str]:
    town = (
        f"{place.postcode} {place.city}"
        if place.country in POSTCODE_FIRST
        else f"{place.city} {place.postcode}"
    )
    parts = [*place.street.splitlines(), town, place.region]
    if place.country and place.country != place.organisation.country:
        parts.append(countries.name_of(place.country))
    return [" ".join(part.split()) for part in parts if part.strip()]
