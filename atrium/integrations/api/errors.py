"""Every error of the API as problem details (RFC 9457): what is wrong and how to mend it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import ninja.errors
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI
from pydantic_core import to_json

from atrium.clients.name_taken import NameTaken
from atrium.foundation.away import TRY_AGAIN, is_away
from atrium.foundation.causes import CHANGED, REFUSED, Explanation, explained, usual_steps
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import as_text
from atrium.foundation.views.problems import AWAY

MEDIA_TYPE = "application/problem+json"
_SENTENCES = {
    "missing": "This is required.",
    "extra_forbidden": "There is no field of this name.",
    "string_type": "Write text.",
    "string_unicode": "This is no valid Unicode text.",
    "string_too_long": "Use at most {max_length} characters.",
    "string_too_short": "Use at least {min_length} characters.",
    "bool_type": "Write true or false.",
    "bool_parsing": "Write true or false.",
    "int_type": "Write a whole number.",
    "int_parsing": "Write a whole number.",
    "int_parsing_size": "This number is too large.",
    "greater_than_equal": "Write a number of {ge} or more.",
    "less_than_equal": "Write a number of {le} or less.",
    "uuid_parsing": "Write an identifier like 0198c3b2-7d44-7c51-9d0e-2f6f3a1b8c11.",
    "uuid_type": "Write an identifier like 0198c3b2-7d44-7c51-9d0e-2f6f3a1b8c11.",
    "enum": "Choose one of {expected}.",
    "literal_error": "Choose one of {expected}.",
    "list_type": "Write a list.",
    "dict_type": "Write an object.",
    "model_attributes_type": "Write an object.",
    "model_type": "Write an object.",
    "too_long": "Give at most {max_length}.",
    "too_short": "Give at least {min_length}.",
    "timezone_aware": "Say in which time zone, like 2026-11-24T09:00:00Z.",
    "date_from_datetime_parsing": "Write a day like 2026-11-24.",
    "date_parsing": "Write a day like 2026-11-24.",
    "date_type": "Write a day like 2026-11-24.",
    "datetime_from_date_parsing": "Write an instant like 2026-11-24T09:00:00Z.",
    "datetime_parsing": "Write an instant like 2026-11-24T09:00:00Z.",
    "datetime_type": "Write an instant like 2026-11-24T09:00:00Z.",
    "value_error": "{error}",
}
_log = logging.getLogger("atrium.api")


class Problem(Exception):
    """An answer that is not what was asked for, told as problem details."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: list[dict[str, str]] | None = None,
        headers: dict[str, str] | None = None,
        more: dict[str, Any] | None = None,
        why: Explanation | None = None,
    ) -> None:
        super().__init__(detail)
        self.why = why or explained(status, detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}
        self.more = more or {}

    def answer(self) -> HttpResponse:
        """The problem as a response."""
        told: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": str(self.detail),
        }
        if self.errors is not None:
            told["errors"] = self.errors
        content = to_json(told | self.why.as_json() | self.more, fallback=as_text)
        return HttpResponse(
            content, status=self.status, content_type=MEDIA_TYPE, headers=self.headers
        )


class Invalid(Problem):
    """Values that do not fit, each with its field and the mend."""

    def __init__(self, errors: list[tuple[str, str]], why: Explanation | None = None) -> None:
        listed = [{"field": field, "message": message} for field, message in errors]
        what = "One value does" if len(listed) == 1 else f"{len(listed)} values do"
        super().__init__(422, f"{what} not fit; see errors.", errors=listed, why=why)


def not_found() -> Problem:
    return Problem(404, "There is nothing here that you can see.")


def understood(error: Exception) -> Problem:
    """``error`` as a problem; what nobody foresaw is a 500."""
    if isinstance(error, Problem):
        return error
    for kind in type(error).__mro__:
        if kind in _TOLD:
            return _TOLD[kind](error)
    if is_away(error):
        return Problem(503, AWAY, headers={"Retry-After": str(TRY_AGAIN)})
    return Problem(500, "Something went wrong on our side; it has been logged.")


def _refused(error: Refusal) -> Problem:
    if error.field is not None:
        known = error.explanation if error.explanation.code != REFUSED else None
        return Invalid([(error.field, str(error))], known)
    return Problem(error.status, str(error), why=error.explanation)


def _name_taken(error: NameTaken) -> Problem:
    """The clients of that name which the asker may see, and the field that overrules."""
    twins = [
        {
            "id": twin.public_id,
            "number": twin.number,
            "code": twin.code,
            "name": twin.name,
            "state": "archived" if twin.is_archived else "live",
        }
        for twin in error.twins
    ]
    more = {"duplicates": twins, "confirm_with": "anyway"}
    return Problem(409, str(error), more=more, why=error.explanation)


def _unknown(error: ninja.errors.AuthenticationError) -> Problem:
    detail = "Send a token that is good: Authorization: Bearer atrium_…"
    return Problem(401, detail, headers={"WWW-Authenticate": 'Bearer realm="Atrium"'})


def _unfitting(error: ninja.errors.ValidationError) -> Problem:
    if any(each["loc"][0] == "path" for each in error.errors):
        return not_found()
    return Invalid([(_field(each["loc"]), _sentence(each)) for each in error.errors])


def _field(place: tuple[str | int, ...]) -> str:
    """Where in the body or the query, with dots; the name of the parameter says nothing outside."""
    parts = [str(part) for part in place[1:]]
    if parts and parts[0] in {"data", "query"}:
        parts = parts[1:]
    return ".".join(parts) or str(place[0])


def _sentence(each: dict[str, Any]) -> str:
    pattern = _SENTENCES.get(each["type"])
    if pattern is None:
        return f"{each['msg']}."
    return pattern.format(**each.get("ctx", {}))


_AT_ONCE = "Someone else changed this at the same moment; read it anew and try again."


def _at_once() -> Explanation:
    return Explanation(CHANGED, _AT_ONCE, usual_steps(CHANGED))


_TOLD: dict[type, Callable[[Any], Problem]] = {
    Refusal: _refused,
    NameTaken: _name_taken,
    Http404: lambda _: not_found(),
    PermissionDenied: lambda _: Problem(403, "Your role does not allow this; ask an admin."),
    ninja.errors.ValidationError: _unfitting,
    ninja.errors.AuthenticationError: _unknown,
    ninja.errors.HttpError: lambda error: Problem(
        error.status_code, "The body is no JSON that can be read."
    ),
    IntegrityError: lambda _: Problem(409, _AT_ONCE, why=_at_once()),
    RequestDataTooBig: lambda _: Problem(413, "The body is too large; send less at once."),
    SuspiciousOperation: lambda _: Problem(400, "The request cannot be read."),
    UnreadablePostError: lambda _: Problem(400, "The request cannot be read."),
}


def answer(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """The response that tells ``error``; a fault of ours is logged and reported as Django does."""
    assert isinstance(error, Exception), "ninja hands over what was raised"
    problem = understood(error)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s %s failed", request.method, request.path, exc_info=error)
        got_request_exception.send(sender=None, request=request)
    return problem.answer()


def install(api: NinjaAPI) -> None:
    """Let ``api`` tell every error this way."""
    api.add_exception_handler(Exception, answer)
    for kind in (Http404, ninja.errors.HttpError, ninja.errors.ValidationError):
        api.add_exception_handler(kind, answer)
