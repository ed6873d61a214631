"""Asking the domain name system for the texts of a name."""

from __future__ import annotations

from ipaddress import ip_address

import dns.exception
import dns.resolver
from django.conf import settings

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

SECONDS = 5.0


def texts_of(name: str) -> list[str]:
    """Its TXT records; none where the name is not there. Refused where no server answers."""
    try:
        answer = _resolver().resolve(name, "TXT", search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        msg = gettext("The domain name system does not answer. Try again in a while.")
        raise Refusal(msg, field="name") from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def _resolver() -> dns.resolver.Resolver:
    """That of the machine, or the servers that the operator names, each ADDRESS or ADDRESS:PORT."""
    named = settings.RESOLVERS
    resolver = dns.resolver.Resolver(configure=not named)
    if named:
        resolver.nameservers = [_server(text) for text in named]
    resolver.lifetime = SECONDS
    return resolver


def _server(text: str) -> dns.nameserver.Nameserver:
    address, port = text, "53"
    if text.count(":") == 1:
        address, _, port = text.partition(":")
    return dns.nameserver.Do53Nameserver(str(ip_address(address)), int(port))
