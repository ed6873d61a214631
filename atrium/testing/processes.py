"""Real processes against the test's own database, for what only happens when several write at once.

A test that uses them is marked ``@pytest.mark.django_db(transaction=True)``: other processes see only what is committed.
"""

import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
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
            [sys.executable, "-m", "atrium.testing.processes"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.pid = self._child.pid
        _send(self._pipe(self._child.stdin), (function.__module__, function.__qualname__, arguments))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def wait_until_ready(self) -> None:
        """Return when the process has imported everything and is connected to the database."""
        self._receive()

    def go(self) -> None:
        """Let the function run."""
        _send(self._pipe(self._child.stdin), "go")

    def outcome(self) -> Outcome:
        """Wait for the function to end and say what it came to; a killed process has an error."""
        result: Outcome = self._receive()
        self._child.wait()
        return result

    def kill(self) -> None:
        """End the process at once, as ``kill -9`` does."""
        self._child.kill()
        self._child.wait()
        self._pipe(self._child.stdout).close()
        try:
            self._pipe(self._child.stdin).close()
        except BrokenPipeError:
            return

    def _receive(self) -> Any:
        try:
            return pickle.load(self._pipe(self._child.stdout))  # noqa: S301  (our own child wrote it)
        except EOFError:
            return Outcome(error=f"Ended: process {self.pid} ended with status {self._child.wait()}")

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None
        return pipe


def run_at_once(function: Callable[..., Any], calls: Sequence[Call]) -> list[Outcome]:
    """Call ``function`` once per tuple of arguments, each in its own process, all released at the same moment.

    The outcomes come in the order of ``calls``.
    """
    processes = [Process(function, *arguments) for arguments in calls]
    try:
        for process in processes:
            process.wait_until_ready()
        for process in processes:
            process.go()
        return [process.outcome() for process in processes]
    finally:
        for process in processes:
            process.kill()


def _send(pipe: IO[bytes], thing: object) -> None:
    pickle.dump(thing, pipe)
    pipe.flush()


def _child() -> None:
    import django

    # What the function prints must not mix with the answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    django.setup()
    module, name, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301  (the test that started us wrote it)
    function = getattr(import_module(module), name)
    connection.ensure_connection()
    _send(answers, "ready")
    pickle.load(sys.stdin.buffer)  # noqa: S301
    _send(answers, _called(function, arguments))
    connection.close()


def _called(function: Callable[..., Any], arguments: Call) -> Outcome:
    try:
        return Outcome(value=function(*arguments))
    except Exception as error:  # noqa: BLE001  (whatever it is, the test wants to see it)
        return Outcome(error=f"{type(error).__name__}: {error}", traceback=traceback.format_exc())


if __name__ == "__main__":
    from atrium.testing import processes

    processes._child()  # noqa: SLF001  (so that Outcome has the module name that the test knows)
