"""Connections to mail servers. Those that members name go through the one outbound gate."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import models

from atrium.foundation import outbound
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext_lazy

SECONDS = 20.0
# What a server says that is ready to talk (RFC 5321, 4.2.3).
READY = 220


class Security(models.TextChoices):
    """How the connection to a mail server is kept from being read."""

    TLS = "tls", gettext_lazy("TLS from the start")
    STARTTLS = "starttls", "STARTTLS"
    NONE = "none", gettext_lazy("None")


def checked_host(host: str, port: int, name: str) -> str:
    """The host as it is kept; refused at the field ``name`` where the gate lets nobody through."""
    host = host.strip().lower()
    try:
        outbound.check_host(host, port)
    except Refusal as error:
        raise Refusal(str(error), field=name) from error
    return host


@dataclass(frozen=True)
class Server:
    """A mail server and how one signs in there; ``gated`` where somebody else than the operator named it."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    gated: bool = True


class _Gated:
    """The socket comes from the gate, which has checked where it leads."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return outbound.open_socket(host, port, timeout)


class _GatedSMTP(_Gated, smtplib.SMTP):
    pass


class _GatedTLS(_Gated, smtplib.SMTP):
    """TLS from the start over the gate's socket."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        raw = super()._get_socket(host, port, timeout)
        return ssl.create_default_context().wrap_socket(raw, server_hostname=host)


def _show(line: smtplib.SMTP, server: Server) -> None:
    """Sign in by a token (XOAUTH2); an empty answer to the server's reproach lets it end the talk."""

    def told(reproach: bytes | None = None) -> str:
        return "" if reproach else f"user={server.user}\x01auth=Bearer {server.token}\x01\x01"

    line.auth("XOAUTH2", told)


@contextmanager
def opened(server: Server, *, local: str) -> Iterator[smtplib.SMTP]:
    """A session with the server, signed in; it is closed whatever happens.

    Raises OutboundRefused, OSError or smtplib.SMTPException with the server's words. A password is
    only sent over an encrypted connection, unless the operator allowed the host and chose none.
    """
    kind: type[smtplib.SMTP] = _GatedSMTP if server.gated else smtplib.SMTP
    if server.security == Security.TLS:
        kind = _GatedTLS if server.gated else smtplib.SMTP_SSL
    line = kind(local_hostname=local, timeout=SECONDS)
    # TLS is verified against the name that was asked for.
    line._host = server.host  # type: ignore[attr-defined]  # noqa: SLF001 - set by the constructor only where it connects
    try:
        code, words = line.connect(server.host, server.port)
        if code != READY:
            raise smtplib.SMTPConnectError(code, words)
        line.ehlo_or_helo_if_needed()
        if server.security == Security.STARTTLS:
            line.starttls(context=ssl.create_default_context())
            line.ehlo()
        if server.token:
            _show(line, server)
        elif server.user:
            line.login(server.user, server.password)
        yield line
    finally:
        line.close()
