"""Web server and worker under one roof: nothing outlives the parent, and what dies is started again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from multiprocessing.process import BaseProcess
from threading import Event, Thread
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from granian.constants import Interfaces
from granian.server import Server

from atrium.config import environment

APPLICATION = "atrium.config.wsgi:application"
BLOCKING_THREADS = 4
STOP_SECONDS = 30
LONGEST_RESTART_PAUSE = 30.0
STEADY_SECONDS = 60

log = structlog.get_logger("atrium.serve")


def serve(*, host: str, port: int, workers: int | None, no_worker: bool) -> int:
    """Serve until stopped; ``workers`` is the number of web processes, None the measured default.

    Raises ImproperlyConfigured where the address cannot be listened on or the environment is wrong.
    """
    refuse_taken(host, port)
    # Each process loads the application by itself: forking one that has threads is not safe.
    multiprocessing.set_start_method("spawn", force=True)
    several = workers or default_workers()
    folder = tempfile.TemporaryDirectory(prefix="atrium-figures-") if several > 1 else nullcontext()
    with folder as shared:
        if shared:
            # The processes inherit it; each writes what it counts there, and any of them tells all.
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = shared
        return _serve(host=host, port=port, workers=several, no_worker=no_worker)


def _serve(*, host: str, port: int, workers: int, no_worker: bool) -> int:
    server = Server(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=STOP_SECONDS,
    )
    attendant = Attendant(work)
    if not no_worker:
        server.on_startup(attendant.start)
    try:
        server.serve(target_loader=load_application)
    finally:
        attendant.stop()
    return 0


def default_workers() -> int:
    """One process for SQLite, which has one writer; up to four on PostgreSQL, one per core."""
    on_sqlite = environment.read().database["ENGINE"].endswith("sqlite3")
    return 1 if on_sqlite else min(os.cpu_count() or 1, 4)


def refuse_taken(host: str, port: int) -> None:
    """Granian shares a port with whoever has it; two servers on one port would be a riddle."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            msg = f"Cannot listen on {host}:{port}: {error.strerror}. Choose another with --port."
            raise ImproperlyConfigured(msg) from error


def load_application(target: str) -> Any:
    """Import the application inside a web process."""
    die_with_parent()
    module, _, name = target.partition(":")
    return getattr(__import__(module, fromlist=[name]), name)


def work() -> None:
    """Be the worker process."""
    from atrium.queue.command import worker  # noqa: PLC0415  (keeps Django out of the parent)

    die_with_parent()
    # Ctrl-C reaches every process of the terminal; the parent sees to the order of stopping.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # People wait for pages; tasks take what is left of the processor.
    os.nice(5)
    raise SystemExit(worker(stop_on=[signal.SIGTERM]))


def die_with_parent() -> None:
    """End this process at once when its parent ends, even by kill -9."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, name="parent-watch", daemon=True).start()


class Attendant:
    """Keeps one child process running: where it dies it is started again, later and later if it keeps dying."""

    def __init__(self, target: Callable[[], None]) -> None:
        self.target = target
        self._stopping = Event()
        self._child: BaseProcess | None = None
        self._thread = Thread(target=self._attend, name="attendant", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the child to stop, wait, and end it where it does not."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _attend(self) -> None:
        pause = 1.0
        while not self._stopping.is_set():
            born = time.monotonic()
            child = multiprocessing.get_context("spawn").Process(target=self.target, name="worker")
            child.start()
            while child.is_alive() and not self._stopping.wait(0.25):
                pass
            if self._stopping.is_set():
                self._end(child)
                return
            lived = time.monotonic() - born
            pause = 1.0 if lived > STEADY_SECONDS else min(pause * 2, LONGEST_RESTART_PAUSE)
            log.error("worker died; starting another", code=child.exitcode, pause=pause)
            self._stopping.wait(pause / 2)

    def _end(self, child: BaseProcess) -> None:
        child.terminate()
        child.join(STOP_SECONDS)
        if child.is_alive():
            os.kill(child.pid or 0, signal.SIGKILL)
            child.join()
