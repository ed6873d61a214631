"""The one gate for requests the server makes by itself: webhooks, mail servers, previews, sync.

A name is resolved, every address it has is checked, and the connection goes to an address that
was checked: what the name means a moment later does not matter. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    type Network = ipaddress.IPv4Network | ipaddress.IPv6Network

WEB_PORTS = frozenset({80, 443, 8080, 8443})
MAX_BYTES = 5_000_000

_NAME = re.compile(
    r"(?=.{1,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\Z"
)
# What ipaddress calls global and yet leads inside, or nowhere: IPv4 wrapped in IPv6, old relays.
_WRAPPED = tuple(
    ipaddress.ip_network(text)
    for text in (
        "::/8", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
        "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8",
        "192.88.99.0/24", "168.63.129.16/32",
    )
)  # fmt: skip


class OutboundRefused(Refusal):
    """The gate said no; the sentence says why and how to mend it."""


@dataclass(frozen=True)
class Response:
    """What came back. ``headers`` have lower-case names; the last of a name wins."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def check_url(url: str) -> None:
    """Refuse an address that may not be called, when it is saved; the call checks again."""
    _, host, port = _parted(url)
    _addresses(host, port)


def is_let_in(url: str) -> bool:
    """Whether the operator named the host of the address as one to be reached (ATRIUM_OUTBOUND_ALLOW)."""
    _, host, _ = _parted(url)
    return _allowed_host(host) or _allowed_literal(host)


def check_host(host: str, port: int) -> None:
    """Refuse a server that may not be called, when it is saved; the connection checks again."""
    _addresses(_host(host), port)


def open_socket(host: str, port: int, timeout: float) -> socket.socket:
    """A connection to ``host`` for a protocol of its own (IMAP, SMTP); seconds for each address.

    Raises OutboundRefused where the gate says no, OSError where nobody answers.
    """
    host = _host(host)
    return _connect(_addresses(host, port), port, timeout)


def request(
    method: str,
    url: str,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float = 10.0,
    max_bytes: int = MAX_BYTES,
) -> Response:
    """Send one HTTP request; ``timeout`` is the longest the whole may last, in seconds.

    A redirect is an answer like any other. Raises OutboundRefused where the gate says no or the
    answer is longer than ``max_bytes``, OSError or http.client.HTTPException where it fails.
    """
    ends = monotonic() + timeout
    parts, host, port = _parted(url)
    tunnel = _connect(_addresses(host, port), port, timeout)
    try:
        if parts.scheme == "https":
            tunnel = ssl.create_default_context().wrap_socket(tunnel, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=timeout)
        connection.sock = tunnel
        default = {"http": 80, "https": 443}[parts.scheme]
        shown = f"[{host}]" if ":" in host else host
        sent = {
            "Host": shown if port == default else f"{shown}:{port}",
            "User-Agent": "Atrium",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body=body, headers=sent | dict(headers or {}))
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Response(answer.status, found, _read(answer, tunnel, ends, max_bytes))
    finally:
        tunnel.close()


def _read(
    answer: http.client.HTTPResponse, tunnel: socket.socket, ends: float, max_bytes: int
) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(65_536):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            msg = gettext("The answer is longer than {max_bytes} bytes.").format(
                max_bytes=f"{spoken(max_bytes):,}"
            )
            raise OutboundRefused(msg)
        left = ends - monotonic()
        if left <= 0:
            msg = gettext("the answer took too long")
            raise TimeoutError(msg)
        if tunnel.fileno() >= 0:
            tunnel.settimeout(left)
    return b"".join(pieces)


def _parted(url: str) -> tuple[SplitResult, str, int]:
    if re.search(r"[\x00-\x20\x7f\\]", url):
        msg = gettext("The address contains a space or a sign that no web address has.")
        raise OutboundRefused(msg)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        msg = gettext("The address cannot be read; write it like https://example.org/path.")
        raise OutboundRefused(msg) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        msg = gettext("The address must begin with https:// or http://.")
        raise OutboundRefused(msg)
    if "@" in parts.netloc:
        msg = gettext("The address must not contain a user name or password.")
        raise OutboundRefused(msg)
    host = _host(parts.hostname)
    port = port if port is not None else {"http": 80, "https": 443}[parts.scheme]
    if port not in WEB_PORTS and not _allowed_host(host) and not _allowed_literal(host):
        msg = gettext("Port {port} is not open for requests; use 80, 443, 8080 or 8443.").format(
            port=port
        )
        raise OutboundRefused(msg)
    return parts, host, port


def _host(text: str) -> str:
    """The host as the resolver gets it: an address in its one form, or a name in ASCII."""
    literal = text.strip("[]")
    if ":" in literal:
        try:
            return str(ipaddress.IPv6Address(literal))
        except ValueError as error:
            msg = gettext("{text} is not an address.").format(text=text)
            raise OutboundRefused(msg) from error
    try:
        return str(ipaddress.IPv4Address(text))
    except ValueError:
        pass
    try:
        name = text.encode("idna").decode("ascii").lower() if not text.isascii() else text.lower()
    except UnicodeError as error:
        msg = gettext("{text} is not a host name.").format(text=text)
        raise OutboundRefused(msg) from error
    name = name.removesuffix(".")
    # A last label without a letter is a number in disguise (0x7f.1, 2130706433, 127.1).
    if not (_NAME.match(name) or name in _allow_names()):
        msg = gettext("{text} is not a host name on the internet.").format(text=text)
        raise OutboundRefused(msg)
    return name


def _addresses(host: str, port: int) -> list[str]:
    """Every address of the host, each of them checked; one inside refuses them all."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        msg = gettext("{host} could not be found.").format(host=host)
        raise OutboundRefused(msg) from error
    found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    for text in found:
        if not _allowed_host(host) and not is_outside(text):
            msg = gettext("{host} leads to an address inside this network.").format(host=host)
            raise OutboundRefused(msg)
    return found


def _connect(addresses: list[str], port: int, timeout: float) -> socket.socket:
    failure: OSError = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=timeout)
        except OSError as error:
            failure = error
    raise failure


def is_outside(text: str) -> bool:
    """Whether an address is on the public internet, or in a network the operator allowed."""
    if "%" in text:
        return False
    address = ipaddress.ip_address(text)
    if any(_within(address, network) for network in _allow_networks()):
        return True
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_outside(str(mapped))
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(_within(address, network) for network in _WRAPPED)
    )


def _within(address: Address, network: Network) -> bool:
    return address.version == network.version and address in network


def _allowed_host(host: str) -> bool:
    return host in _allow_names()


def _allowed_literal(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(_within(address, network) for network in _allow_networks())


def _allow_names() -> set[str]:
    return {word.lower() for word in settings.OUTBOUND_ALLOW if _network(word) is None}


def _allow_networks() -> list[Network]:
    return [network for word in settings.OUTBOUND_ALLOW if (network := _network(word))]


def _network(word: str) -> Network | None:
    try:
        return ipaddress.ip_network(word, strict=False)
    except ValueError:
        return None
