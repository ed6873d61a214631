"""Whose domain an e-mail address is of: a provider's for everybody, or one client's own (J04)."""

from __future__ import annotations

from atrium.clients.models import Client, Point
from atrium.clients.search import candidate_keys
from atrium.organisations.models import Member

MOST_LOOKED_AT = 20
# Providers where everybody may have an address: they say nothing of a company.
_PUBLIC = frozenset(
    """
    gmail googlemail outlook hotmail live msn yahoo ymail rocketmail icloud me mac aol gmx web
    proton protonmail pm tutanota tuta zoho yandex fastmail hey mail freenet t-online arcor
    btinternet virginmedia sky talktalk ntlworld blueyonder plusnet orange wanadoo free laposte sfr
    neuf libero virgilio tiscali alice wp o2 interia onet seznam centrum telenet skynet ziggo
    kpnmail xs4all planet hetnet bluewin comcast verizon att sbcglobal bellsouth cox charter
    bigpond optusnet rogers shaw sympatico qq 163 126 naver daum rediffmail terra uol bol
    """.split()
)


def is_public(domain: str) -> bool:
    """Whether the domain is of a provider for everybody, in any country."""
    return not domain or domain.partition(".")[0] in _PUBLIC


def company_of(domain: str, member: Member) -> list[Client]:
    """The clients that have addresses or a website of this domain, of those that the member sees.

    Of their own, not of their contacts. Found by the search, so that no list of all addresses is read.
    """
    keys = candidate_keys(member, f"@{domain}", MOST_LOOKED_AT)
    keys += candidate_keys(member, domain, MOST_LOOKED_AT)
    rows = Point.objects.filter(client__in=keys, kind__in=["email", "link"]).order_by("client")
    owners = {
        point.client_id: None
        for point in rows
        if point.client_id and _domain_of(point).removeprefix("www.") == domain
    }
    found = Client.objects.visible_to(member).live().filter(pk__in=owners)
    return list(found.select_related("organisation").order_by("number"))


def _domain_of(point: Point) -> str:
    if point.kind == "email":
        return point.normal.rpartition("@")[2].casefold()
    return point.normal.partition("://")[2].partition("/")[0].casefold()
