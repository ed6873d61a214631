"""Real processes against the test's own database, for what only happens when several write at once.

A test that uses them is marked ``@pytest.mark.django_db(transaction=True)``: other processes see
only what is committed. They are forked from one server process in which Django is ready, so each
costs some ten milliseconds.
"""

import multiprocessing
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection

from atrium.testing import child

Call = tuple[Any, ...]
PATIENCE = 60.0
_FORKSERVER = multiprocessing.get_context("forkserver")
_FORKSERVER.set_forkserver_preload(["pytest", child.__name__])


@dataclass(frozen=True)
class Outcome:
    """What one process came to: the value its function returned, or its error as ``Name: text``."""

    value: Any = None
    error: str = ""
    traceback: str = ""


class Process:
    """One Python process that has Django ready and waits for ``go()`` before it calls its function.

    ``function`` is a module-level function; arguments and value must be picklable. Used as a
    context manager: the process is dead when the block ends.
    """

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._pipe, other_end = _FORKSERVER.Pipe()
        database = str(connection.settings_dict["NAME"])
        self._process = _FORKSERVER.Process(
            target=child.main, args=(other_end, database, function, arguments), daemon=True
        )
        self._process.start()
        other_end.close()

    @property
    def pid(self) -> int:
        """The process id, for a signal of the test's choice."""
        assert self._process.pid is not None
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()
        self._pipe.close()
        self._process.close()

    def wait_until_ready(self) -> None:
        """Return when the process is connected to the database; raises what hindered it."""
        ready = self._receive()
        if isinstance(ready, Outcome):
            raise ChildProcessError(ready.error)

    def go(self) -> None:
        """Let the function run."""
        self._pipe.send("go")

    def outcome(self) -> Outcome:
        """Wait for the function to end and say what it came to; a killed process has an error."""
        answer = self._receive()
        return answer if isinstance(answer, Outcome) else Outcome(*answer)

    def kill(self) -> None:
        """End the process at once, as ``kill -9`` does."""
        self._process.kill()
        self._process.join()

    def _receive(self) -> Any:
        if not self._pipe.poll(PATIENCE):
            return Outcome(error=f"TimeoutError: no answer in {PATIENCE:.0f} s")
        try:
            return self._pipe.recv()
        except (EOFError, ConnectionResetError):
            self._process.join()
            return Outcome(error=f"Ended: with status {self._process.exitcode}")


def run_at_once(function: Callable[..., Any], calls: Sequence[Call]) -> list[Outcome]:
    """Call ``function`` once per tuple of arguments, each in its own process, all released together.

    The outcomes come in the order of ``calls``.
    """
    with ExitStack() as stack:
        processes = [stack.enter_context(Process(function, *arguments)) for arguments in calls]
        for process in processes:
            process.wait_until_ready()
        for process in processes:
            process.go()
        return [process.outcome() for process in processes]
