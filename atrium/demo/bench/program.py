"""Requests as the server hands them to the application, with no test client between, which takes 0.07 ms by itself."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any


def as_a_program(path: str, authorization: str) -> Callable[[], int]:
    """Ask for ``path`` with this header; the call answers how many bytes came back, as they go over the line."""
    from atrium.config.wsgi import application  # noqa: PLC0415 - loads every view

    place, _, query = path.partition("?")
    asked = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": place,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_AUTHORIZATION": authorization,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }

    run: Any = application

    def call() -> int:
        told: list[str] = []
        environ: Any = asked | {"wsgi.input": io.BytesIO()}
        answer = run(environ, lambda status, _headers, *_: told.append(status))
        size = sum(map(len, answer))
        answer.close()
        if told != [f"{HTTPStatus.OK.value} {HTTPStatus.OK.phrase}"]:
            raise RuntimeError(f"{path} answered {told}")
        return size

    return call
