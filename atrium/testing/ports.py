"""Ports for servers that tests start."""

from __future__ import annotations

import socket
from pathlib import Path
from random import SystemRandom

_LOWEST, _BELOW = 15_000, 30_000
_GIVEN_BY_THE_SYSTEM = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port() -> int:
    """A port that stays free for who comes back to it.

    Not one that the system gives: those it also gives to whoever connects anywhere meanwhile.
    """
    lowest, below = _range()
    while True:
        port = lowest + SystemRandom().randrange(below - lowest)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def _range() -> tuple[int, int]:
    """The widest stretch of which the system gives none."""
    try:
        first, last = map(int, _GIVEN_BY_THE_SYSTEM.read_text().split())
    except OSError:
        return _LOWEST, _BELOW
    below = (min(_LOWEST, first), min(_BELOW, first))
    return max(below, (last + 1, 65_536), key=lambda room: room[1] - room[0])
