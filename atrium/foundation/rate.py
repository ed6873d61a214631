"""How often somebody may ask: buckets of requests that fill again as time goes by, shared by all processes.

A bucket is one number in the database, when it will be full. A process takes a portion of it ahead, a twentieth of what a
minute allows, and gives that out by itself; so most requests cost no statement, and what all processes
give out together never exceeds the bucket. Who was refused is refused from memory until there is something to give.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from time import time as clock

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

from atrium.foundation.models import Bucket

MOST_REMEMBERED = 10_000
PORTIONS = 20
MINUTE = 60.0
# Whoever has an IPv6 address has as many as these bits leave open.
_NETWORK = 64


@dataclass(slots=True)
class _Ahead:
    """What a process took ahead and may give out until then; with nothing left it refuses until then."""

    left: int
    until: float


class Rate:
    """Buckets of one kind, each of which holds the requests of a minute."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._known: OrderedDict[str, _Ahead] = OrderedDict()
        self._lock = Lock()

    def take(self, who: Hashable, each_minute: int) -> int:
        """Count a request; the seconds to wait where the bucket is empty, else 0."""
        name = f"{self._name}:{hashlib.sha256(str(who).encode()).hexdigest()[:32]}"
        now = clock()
        with self._lock:
            known = self._known.get(name)
            if known is not None and now < known.until <= now + 2 * MINUTE:
                if known.left > 0:
                    known.left -= 1
                    return 0
                if known.left < 0:
                    return max(1, math.ceil(known.until - now))
        taken, wait = Bucket.take(name, max(1, each_minute // PORTIONS), MINUTE / each_minute, now)
        with self._lock:
            self._known[name] = _Ahead(taken - 1, now + (wait if not taken else MINUTE))
            self._known.move_to_end(name)
            if len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)
        return 0 if taken else max(1, math.ceil(wait))

    def forget(self) -> None:
        """Forget what was taken ahead, and who was refused."""
        with self._lock:
            self._known.clear()


def visitor_of(request: HttpRequest) -> str:
    """The address that asks, behind the proxy where there is one; of IPv6 the network of one line."""
    said = get_client_ip(request)
    if said is None:
        return str(request.META.get("REMOTE_ADDR", ""))
    address = ipaddress.ip_address(uncoated(said))
    if address.version == 4:  # noqa: PLR2004 - as the standard has it
        return str(address)
    return str(ipaddress.ip_network((int(address), _NETWORK), strict=False))


def uncoated(address: str) -> str:
    """An address of IPv4 as itself, also where a server that listens for both writes it as one of IPv6.

    All of those lie in one network of IPv6, so that who is counted by networks would be all of them.
    """
    inner = getattr(ipaddress.ip_address(address), "ipv4_mapped", None)
    return str(inner or address)
