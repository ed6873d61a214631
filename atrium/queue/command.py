"""The subcommands ``atrium worker`` and ``atrium serve``."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Collection
from datetime import timedelta
from typing import Any

HIGHEST_PORT = 65_535


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register both. Neither needs Django set up before: each process does it where it must."""
    parser = subparsers.add_parser("worker", help="run queued tasks until stopped")
    parser.add_argument("--threads", type=_positive, default=4, help="tasks at once (default 4)")
    parser.add_argument(
        "--queue", action="append", default=[], help="only this queue; may be given more than once"
    )
    parser.add_argument(
        "--lease",
        type=_positive,
        default=30,
        help="seconds until a lost task runs again (default 30)",
    )
    parser.add_argument("--once", action="store_true", help="run what is due now and stop")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
    parser.set_defaults(run=_run_worker, needs_django=False)

    parser = subparsers.add_parser("serve", help="serve the web, with a worker beside it")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000)
    parser.add_argument("--workers", type=_positive, help="web processes")
    parser.add_argument("--no-worker", action="store_true", help="serve the web only")
    parser.add_argument("--json", action="store_true", help="print the address as JSON")
    parser.set_defaults(run=_run_serve, needs_django=False)


def worker(
    *,
    threads: int = 4,
    queues: Collection[str] = (),
    lease: timedelta = timedelta(seconds=30),
    stop_on: Collection[signal.Signals] = (signal.SIGTERM, signal.SIGINT),
) -> int:
    """Run queued tasks until one of these signals; 1 where a task had to be left for another worker."""
    status = _bring_up_to_date()
    if status:
        return status
    _set_up()
    from django.urls import get_resolver  # noqa: PLC0415  (as below)
    from django.utils.module_loading import autodiscover_modules  # noqa: PLC0415  (as below)

    from atrium.queue.beside import running  # noqa: PLC0415  (as below)
    from atrium.queue.worker import Worker  # noqa: PLC0415  (needs Django set up)

    one = Worker(threads=threads, queues=queues, lease=lease)

    def stop(*_: Any) -> None:
        one.stop()

    for number in stop_on:
        signal.signal(number, stop)
    autodiscover_modules("tasks")
    # Every view is imported now: the first task that names an address would do it, a second or two for which it
    # may keep others from writing.
    assert get_resolver().url_patterns
    with running():
        left = one.run()
    if left:
        sys.stdout.flush()
        # A thread that still runs a task would keep the process alive.
        os._exit(1)
    return 0


def serve(*, host: str, port: int, workers: int | None = None, no_worker: bool = False) -> int:
    """Serve the web, and unless told otherwise run a worker beside it, until SIGTERM or SIGINT.

    A database that is not up to date is brought there first; the status of that where it failed.
    """
    status = _bring_up_to_date()
    if status:
        return status
    from atrium.queue import serve as server  # noqa: PLC0415  (granian only where it is used)

    return server.serve(host=host, port=port, workers=workers, no_worker=no_worker)


def _run_worker(arguments: argparse.Namespace) -> int:
    lease = timedelta(seconds=arguments.lease)
    if not arguments.once:
        return worker(threads=arguments.threads, queues=arguments.queue, lease=lease)
    _set_up()
    from atrium.queue.worker import Worker  # noqa: PLC0415  (needs Django set up)

    attempts = Worker(queues=arguments.queue, lease=lease).run_due()
    _say({"attempts": attempts}, f"{attempts} attempts.", as_json=arguments.json)
    return 0


def _run_serve(arguments: argparse.Namespace) -> int:
    url = f"http://{arguments.host}:{arguments.port}/"
    _say({"url": url}, f"Serving {url}", as_json=arguments.json)
    return serve(
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        no_worker=arguments.no_worker,
    )


def _bring_up_to_date() -> int:
    """Migrate where the database has not had every migration, in a process of its own; its status.

    A database that is not there yet is waited for: after a power cut all start at once.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrium.config.settings")
    from atrium.foundation.migrating import is_current, patiently  # noqa: PLC0415  (reads the settings)

    if patiently(is_current):
        return 0
    program = "import sys; from atrium.cli import main; sys.exit(main(['migrate']))"
    return subprocess.run([sys.executable, "-c", program], check=False).returncode


def _set_up() -> None:
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrium.config.settings")
    django.setup()


def _say(facts: dict[str, Any], sentence: str, *, as_json: bool) -> None:
    sys.stdout.write((json.dumps(facts) if as_json else sentence) + "\n")
    sys.stdout.flush()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 upwards")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not a port, 1 to 65535")
    return number
