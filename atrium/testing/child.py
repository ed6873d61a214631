"""The other end of ``processes.Process``: gets ready, waits, calls one function, answers.

The server that forks these processes imports this module once, which sets Django up.
"""

import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import django
from django.apps import apps
from django.conf import settings

if not apps.ready:
    django.setup()

from django.db import connection
from django.urls import reverse

from atrium.billing import reactions
from atrium.organisations.walls import (
    proof as proof,  # read late by the guard: 60 ms of each process
)

# Every view, and every operation of the API: whoever names an address would load them, two seconds of each process.
reverse("account_login")

type Answer = tuple[Any, str, str]


def main(
    pipe: "Connection[Any, Any]",
    database: str,
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
) -> None:
    """Call the function against ``database`` once the test says go."""
    # As for every test: a PDF takes seconds.
    setattr(reactions, "paper_of", lambda _invoice: None)  # noqa: B010 - mypy takes no other function there
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = database
    connection.ensure_connection()
    pipe.send("ready")
    pipe.recv()
    pipe.send(called(function, arguments))
    connection.close()


def called(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Answer:
    """Value, error and traceback of the call, whatever it raised."""
    try:
        return function(*arguments), "", ""
    except Exception as error:  # noqa: BLE001  (the test judges the error, so it has to arrive there)
        return None, f"{type(error).__name__}: {error}", traceback.format_exc()
