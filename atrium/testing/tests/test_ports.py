"""A port for a server of a test is one that the system gives to nobody else meanwhile."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from atrium.testing import ports


@pytest.mark.parametrize(
    ("given", "room"),
    [
        ("32768\t60999\n", (15_000, 30_000)),
        ("20000\t65535\n", (15_000, 20_000)),
        ("1024\t40000\n", (40_001, 65_536)),
    ],
)
def test_a_free_port_lies_outside_of_what_the_system_gives(
    given: str, room: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "_GIVEN_BY_THE_SYSTEM", tmp_path / "range")
    (tmp_path / "range").write_text(given)
    found = {ports.free_port() for _ in range(50)}
    assert len(found) > 1
    assert all(room[0] <= port < room[1] for port in found)


def test_a_port_that_somebody_listens_on_is_not_free(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", ports.free_port())) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(ports, "_range", lambda: (port, port + 9))
        assert port not in {ports.free_port() for _ in range(50)}
