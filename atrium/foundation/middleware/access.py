"""The outermost layer: a request gets an id, is counted, timed and told in one line of the log."""

from __future__ import annotations

import re
from contextlib import ExitStack
from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog
from django.db import connections
from django.http import HttpResponse, HttpResponseNotAllowed
from prometheus_client import Counter, Histogram

from atrium.foundation.ids import public_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    type Handler = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
ANSWERS = Counter("atrium_answers", "Answers given", ["method", "view", "status"])
SECONDS = Histogram("atrium_answer_seconds", "Time to answer, in seconds", ["view"])
STATEMENTS = Histogram(
    "atrium_answer_statements",
    "SQL statements of one answer",
    ["view"],
    buckets=(1, 4, 8, 12, 20, 50, 200),
)

_ID = re.compile(r"[A-Za-z0-9-]{8,64}\Z")
log = structlog.get_logger("atrium.access")


class AccessLog:
    """Tells each answer: who (by key), what (the route, never its values), how long, how many statements.

    The id comes from a proxy's X-Request-ID or is new; the answer and every line of the log carry
    it. TRACE and what is no method of the web are refused here: 405.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        key = given if _ID.match(given) else public_id().hex
        began = perf_counter()
        statements = _Statements()
        with structlog.contextvars.bound_contextvars(request_id=key):
            if request.method in METHODS:
                with ExitStack() as counting:
                    for connection in connections.all():
                        counting.enter_context(connection.execute_wrapper(statements))
                    answer = self.get_response(request)
            else:
                answer = HttpResponseNotAllowed(METHODS)
            self._tell(request, answer, perf_counter() - began, statements.count)
        answer["X-Request-ID"] = key
        return answer

    def _tell(
        self, request: HttpRequest, answer: HttpResponse, seconds: float, statements: int
    ) -> None:
        match = request.resolver_match
        route = match.route if match else ""
        view = (match.view_name if match else "") or "none"
        method = request.method if request.method in METHODS else "other"
        member = getattr(request, "member", None)
        ANSWERS.labels(method, view, answer.status_code).inc()
        SECONDS.labels(view).observe(seconds)
        STATEMENTS.labels(view).observe(statements)
        log.info(
            "answered",
            method=method,
            route=route,
            status=answer.status_code,
            milliseconds=round(seconds * 1000, 1),
            statements=statements,
            organisation=getattr(member, "organisation_id", None),
            member=getattr(member, "pk", None),
        )


class _Statements:
    """An execute wrapper that counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        self.count += 1
        return execute(*given)
