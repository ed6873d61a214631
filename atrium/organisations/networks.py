"""From where an organisation can be reached: networks that its owners name, or everywhere."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation

type Network = IPv4Network | IPv6Network
MOST = 50


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: behind a proxy with https, what that proxy wrote and nothing before."""
    address: str = get_adapter().get_client_ip(request)
    return address


def checked(text: str, *, own: str) -> str:
    """Networks as they are kept, one a line; refused where one is none, or where they leave out ``own``."""
    lines = text.replace(",", " ").split()
    if len(lines) > MOST:
        msg = gettext("At most {most} networks fit; these are {count}.").format(
            most=MOST, count=len(lines)
        )
        raise Refusal(msg, field="networks")
    kept = list(dict.fromkeys(str(_read(line)) for line in lines))
    if kept and not reaches("\n".join(kept), own):
        msg = gettext(
            "You are at {own}, which is in none of these: you would shut yourself out. Add it."
        ).format(own=own)
        raise Refusal(msg, field="networks")
    return "\n".join(kept)


def lets_in(organisation: Organisation, request: HttpRequest) -> bool:
    """Whether the organisation can be reached from where the request comes."""
    networks = organisation.networks
    return not networks or reaches(networks, address_of(request))


def reaches(networks: str, address: str) -> bool:
    """Whether the address lies in one of the networks; none named is everywhere."""
    if not networks:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or found
    return any(inner in network for network in _all(networks))


def _read(line: str) -> Network:
    try:
        return ip_network(line, strict=False)
    except ValueError as error:
        msg = gettext(
            "“{line}” is no network. Write one like 203.0.113.0/24, 2001:db8::/32 or 203.0.113.7."
        ).format(line=line[:60])
        raise Refusal(msg, field="networks") from error


@lru_cache(maxsize=500)
def _all(networks: str) -> tuple[Network, ...]:
    return tuple(ip_network(line) for line in networks.split())
