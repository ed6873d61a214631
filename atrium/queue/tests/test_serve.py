from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from atrium.config.environment import CHECKOUT
from atrium.queue.serve import default_workers, refuse_taken
from atrium.testing.ports import free_port

PATIENCE = 60.0
SERVE = "from atrium.queue.command import serve; serve(host='127.0.0.1', port={port})"


def wait_for(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def answers(port: int) -> bool:
    """Whether somebody speaks HTTP there; what the page says is not the server's business."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return connection.recv(5) == b"HTTP/"
    except OSError:
        return False


def lives(pid: int) -> bool:
    """Whether the process runs; one that is dead but not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="reads the state of processes from /proc"
)
def test_web_and_worker_end_with_the_server_however_it_ends(
    how: signal.Signals, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "ATRIUM_DATA": str(tmp_path),
        "ATRIUM_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "atrium.queue.tests.rig",
        "PYTHONPATH": str(CHECKOUT),
    }
    setup = [sys.executable, "-m", "atrium.queue.tests.rig", "setup", "1", "0"]
    subprocess.run(setup, env=environment, check=True)
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE.format(port=port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: answers(port) and (tmp_path / "effects").exists())
        worker = int((tmp_path / "effects").read_text().splitlines()[0].split()[-1])
        assert lives(worker)
        server.send_signal(how)
        status = server.wait(PATIENCE)
        wait_for(lambda: not lives(worker) and not answers(port))
    finally:
        server.kill()
        server.wait()
    assert status == (0 if how == signal.SIGTERM else -signal.SIGKILL)


def test_a_port_that_is_taken_is_refused_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            ImproperlyConfigured, match=f"Cannot listen on 127.0.0.1:{port}: .*--port"
        ):
            refuse_taken("127.0.0.1", port)


def test_sqlite_gets_one_web_process_and_postgresql_one_per_core_up_to_four(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ATRIUM_DATA", str(tmp_path))
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    monkeypatch.setenv("ATRIUM_DATABASE_URL", "")
    on_sqlite = default_workers()
    monkeypatch.setenv("ATRIUM_DATABASE_URL", "postgresql://alice@db/atrium")
    assert (on_sqlite, default_workers()) == (1, 4)
