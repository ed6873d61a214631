"""Real processes against the test's own database, for what only happens when several write at once.

A test that uses them is marked ``@pytest.mark.django_db(transaction=True)``: other processes see only what is committed.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import IO, Any, Self

from django.db import connection

Call = tuple[Any, ...]


@dataclass(frozen=True)
class Outcome:
    """What one process came to: the value its function returned, or the error it raised as ``Name: text``."""

    value: Any = None
    error: str = ""
    traceback: str = ""


class Process:
    """One Python process that has Django ready and waits for ``go()`` before it calls its function.

    ``function`` is a module-level function; arguments and value must be picklable. Used as a context manager, the
    process is dead when the block ends.
    """

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "atrium.testing.settings",
            "ATRIUM_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        }
        self._child = subprocess.Popen(
            [sys.executable, "-m", "atrium.testing.child"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.pid = self._child.pid
        send(self._pipe(self._child.stdin), (function.__module__, function.__qualname__, arguments))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()
        self._pipe(self._child.stdout).close()
        with suppress(BrokenPipeError):
            self._pipe(self._child.stdin).close()

    def wait_until_ready(self) -> None:
        """Return when the process has imported everything and is connected to the database."""
        self._receive()

    def go(self) -> None:
        """Let the function run."""
        send(self._pipe(self._child.stdin), "go")

    def outcome(self) -> Outcome:
        """Wait for the function to end and say what it came to; a killed process has an error."""
        result: Outcome = self._receive()
        self._child.wait()
        return result

    def kill(self) -> None:
        """End the process at once, as ``kill -9`` does."""
        self._child.kill()
        self._child.wait()

    def _receive(self) -> Any:
        try:
            return pickle.load(self._pipe(self._child.stdout))  # noqa: S301  (our own child wrote it)
        except EOFError:
            return Outcome(
                error=f"Ended: process {self.pid} ended with status {self._child.wait()}"
            )

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None
        return pipe


def run_at_once(function: Callable[..., Any], calls: Sequence[Call]) -> list[Outcome]:
    """Call ``function`` once per tuple of arguments, each in its own process, all released at the same moment.

    The outcomes come in the order of ``calls``.
    """
    with ExitStack() as stack:
        processes = [stack.enter_context(Process(function, *arguments)) for arguments in calls]
        for process in processes:
            process.wait_until_ready()
        for process in processes:
            process.go()
        return [process.outcome() for process in processes]


def send(pipe: IO[bytes], thing: object) -> None:
    """Pass one object to the process at the other end."""
    pickle.dump(thing, pipe)
    pipe.flush()
