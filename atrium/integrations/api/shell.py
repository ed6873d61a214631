"""The one door of the API: every request comes through here, whatever it asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja.parser import Parser
from pydantic_core import from_json, to_json

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import as_text
from atrium.integrations.api import errors, etags
from atrium.integrations.api.auth import bind
from atrium.integrations.api.errors import Problem, not_found
from atrium.organisations.idempotency import answered_once
from atrium.timeline.source import Source, coming_from

type View = Callable[..., HttpResponse]
type Change = Callable[[], HttpResponse]
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
JSON = "application/json"
ANY = "*/*"
FORM = "multipart/form-data"


class JsonParser(Parser):
    """Strict JSON: no lone surrogates, no NaN, nothing that a database cannot hold."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body as Python has it; raises ValueError when it is no such JSON."""
        data: dict[str, Any] = from_json(request.body, allow_inf_nan=False)
        if b"\\u0000" in request.body and _has_nul(data):
            msg = "a character U+0000"
            raise ValueError(msg)
        return data


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_has_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_has_nul(part) for part in value)


def answer(data: Any, *, status: int = 200, location: str = "") -> HttpResponse:
    """``data`` (dicts, lists, identifiers, instants) as JSON."""
    response = HttpResponse(to_json(data, fallback=as_text), status=status, content_type=JSON)
    if location:
        response["Location"] = location
    return response


def nothing() -> HttpResponse:
    """Done, and nothing to tell."""
    return HttpResponse(status=204)


def door(
    view: View,
    methods: Collection[str],
    asking: Collection[str] = (),
    taking: Collection[str] = (),
) -> View:
    """Let ``view`` be asked by programs, in JSON, by these methods; errors are problem details.

    A method in ``asking`` changes nothing, whatever it is called, or sees to it by ``changed()``: no
    transaction is opened for it.
    One in ``taking`` takes a file, in a form of several parts.
    """
    changing = CHANGING - {*asking}
    allowed = {*methods, "HEAD"} if "GET" in methods else {*methods}

    @wraps(view)
    def enter(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            _refuse_others(request, allowed)
            change = request.method in changing
            _refuse_unreadable(request, takes_a_file=request.method in taking)
            response = _through(view, request, kwargs, change=change)
        except (Problem, Refusal) as error:
            response = errors.understood(error).answer()
        response["Cache-Control"] = (
            "no-store" if request.method in CHANGING else "private, no-cache"
        )
        response["Vary"] = "Authorization, Accept"
        return response

    enter.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie is looked at
    return enter


def _through(
    view: View, request: HttpRequest, kwargs: dict[str, Any], *, change: bool
) -> HttpResponse:
    known = bind(request)
    with coming_from(Source.API):
        if change and known:
            response = _changed(view, request, kwargs)
        else:
            response = _asked(view, request, kwargs)
    if response.status_code == HTTPStatus.OK and not response.streaming:
        return etags.tagged(request, response)
    return response


def _asked(view: View, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse:
    """The answer to a question; HEAD is GET without the body, which the server leaves out."""
    method = request.method
    if method == "HEAD":
        request.method = "GET"
    try:
        return view(request, **kwargs)
    finally:
        request.method = method


def _changed(view: View, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse:
    """The answer to a change: one transaction, of which nothing stays when it is refused."""
    return _in_one(request, lambda: _mismatch(view, request, kwargs) or view(request, **kwargs))


def _in_one(request: HttpRequest, change: Change) -> HttpResponse:
    asker = f"token:{request.token.pk}"  # type: ignore[attr-defined]
    with transaction.atomic():
        response = answered_once(request, asker, change)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            transaction.set_rollback(True)
    return response


def asks_elsewhere[**P](operation: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """An operation that asks another server before it changes anything, hence outside a transaction.

    The door opens none for it: it hands what it changes to ``changed()``.
    """
    operation.asks_elsewhere = True  # type: ignore[attr-defined]
    return operation


def changed(
    request: HttpRequest, change: Change, *, standing: Change | None = None
) -> HttpResponse:
    """The change of an operation that asked elsewhere, once; ``standing`` answers how it is before."""

    def stands(_request: HttpRequest) -> HttpResponse:
        assert standing is not None
        return standing()

    if standing is None:
        return _in_one(request, change)
    return _in_one(request, lambda: _mismatch(stands, request, {}) or change())


def _mismatch(view: View, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Why the change must not be made: what stands is not what If-Match names."""
    wanted = request.headers.get("If-Match")
    if wanted is None or request.method == "POST":
        return None
    method, request.method = request.method, "GET"
    try:
        standing = view(request, **kwargs)
    finally:
        request.method = method
    if standing.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return None
    if standing.status_code != HTTPStatus.OK:
        return standing
    if etags.named(wanted, etags.of(standing)):
        return None
    detail = "It was changed since you read it; read it anew and decide again."
    differ = _differing(request, standing)
    return Problem(412, detail, errors=differ, headers={"ETag": etags.of(standing)}).answer()


def _differing(request: HttpRequest, answer: HttpResponse) -> list[dict[str, str]]:
    """Each field that was sent and stands otherwise now; none where either is no JSON, as a file."""
    try:
        sent = from_json(request.body) if request.body else {}
        standing = from_json(answer.content)
    except ValueError:
        return []
    known = sent.items() if isinstance(sent, dict) else ()
    return [
        {"field": name, "message": f"This is {_shown(standing[name])} now."}
        for name, value in known
        if name in standing and value != standing[name]
    ]


def _shown(value: Any) -> str:
    """A value in a sentence: a word by its label, a text in quotes."""
    value = value.get("label", value) if isinstance(value, dict) else value
    return "empty" if value in (None, "", []) else to_json(value).decode()


def _refuse_others(request: HttpRequest, allowed: Collection[str]) -> None:
    if request.method not in allowed:
        headers = {"Allow": ", ".join(sorted(allowed))}
        raise Problem(405, f"This cannot be done by {request.method}.", headers=headers)


def _refuse_unreadable(request: HttpRequest, *, takes_a_file: bool) -> None:
    if not _takes_json(request):
        raise Problem(406, f"The answers here are {JSON}; accept that.")
    if b"\x00" in unquote_to_bytes(request.META.get("QUERY_STRING", "")):
        raise Problem(400, "The query holds a character U+0000; leave it out.")
    if takes_a_file:
        if request.content_type != FORM:
            raise Problem(415, f"Send the file as {FORM}.", headers={"Accept": FORM})
        return
    try:
        body = request.body
    except (SuspiciousOperation, UnreadablePostError) as error:
        raise errors.understood(error) from error
    # A form of several parts is read by its borders, whether it has a body or not.
    if (body or request.content_type == FORM) and not _is_json(request):
        raise Problem(415, f"Send {JSON} in UTF-8.", headers={"Accept": JSON})


def _takes_json(request: HttpRequest) -> bool:
    # What nearly every program sends is told without reading it as a list of types.
    if request.META.get("HTTP_ACCEPT", ANY) in {ANY, JSON}:
        return True
    return request.accepts(JSON) or request.accepts(errors.MEDIA_TYPE)


def _is_json(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    return request.content_type == JSON and charset in {"utf-8", "utf8"}


def nowhere(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """What stands at no known address."""
    problem = not_found()
    if request.path.endswith("/"):
        problem = Problem(404, "There is nothing here; addresses of the API end without a slash.")
    return problem.answer()


nowhere.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie is looked at
