"""The other end of ``processes.Process``: gets ready, waits, calls one function, answers."""

import os
import pickle
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import Any

import django
from django.db import connection

from atrium.testing.processes import Outcome, send


def main() -> None:
    """Speak with the test over standard input and output."""
    # What the function prints must not mix with the answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    django.setup()
    module, name, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301  (the test that started us wrote it)
    function = getattr(import_module(module), name)
    connection.ensure_connection()
    send(answers, "ready")
    pickle.load(sys.stdin.buffer)  # noqa: S301
    send(answers, called(function, arguments))
    connection.close()


def called(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Outcome:
    """What the function came to, whatever it raised."""
    try:
        return Outcome(value=function(*arguments))
    except Exception as error:  # noqa: BLE001  (the test judges the error, so it has to arrive there)
        return Outcome(error=f"{type(error).__name__}: {error}", traceback=traceback.format_exc())


if __name__ == "__main__":
    main()
