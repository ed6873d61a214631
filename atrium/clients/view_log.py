"""Noting who saw what (J24), without a page waiting for it.

What is seen during a request is remembered and written once its answer is on its way. One thread
writes at a time, everything that has gathered by then; so writers do not queue behind it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from itertools import groupby
from threading import Lock
from typing import Any

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from atrium.clients.models import Sight, Sighting
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.timeline import source

log = structlog.get_logger("atrium.view_log")
MOST_WAITING = 20_000
MOST_KNOWN = 50_000
BAD_REQUEST = 400

type Known = tuple[int, int, int | None, str]
_SEEN: ContextVar[list[Sighting] | None] = ContextVar("seen", default=None)
_WAITING: deque[Sighting] = deque(maxlen=MOST_WAITING)
_WRITING = Lock()
_KNOWN: dict[Known, int] = {}


def saw(member: Member, client: int | None, what: str, kind: Sight = Sight.VIEW) -> None:
    """Note that the member saw this of the client with this key, where the organisation keeps such a log."""
    if not member.organisation.logs_views or (kind == Sight.SEARCH and not what.strip()):
        return
    at, seen = timezone.now(), _SEEN.get()
    slot = Sighting.slot_of(at)
    known = (int(member.organisation_id or 0), member.pk, client, kind)
    if seen is not None and client is not None and _KNOWN.get(known) == slot:
        return
    sighting = Sighting(
        organisation_id=member.organisation_id,
        member_id=member.pk,
        client_id=client,
        kind=kind,
        what=what.strip()[:200],
        source=source.current(),
        at=at,
        slot=slot,
    )
    if seen is None:
        _keep([sighting])
    else:
        seen.append(sighting)


class ViewLog:
    """Writes what a request saw when its answer has been handed to the server."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen: list[Sighting] = []
        token = _SEEN.set(seen)
        try:
            response = self.get_response(request)
        finally:
            _SEEN.reset(token)
        if seen and response.status_code < BAD_REQUEST:
            # Django's own hook for what is to be closed after the answer; there is no public one.
            closers: Any = response._resource_closers  # type: ignore[attr-defined]  # noqa: SLF001
            closers.append(partial(_keep, seen))
        return response


def forget_known() -> None:
    """Drop what this process knows to be noted, as at its start."""
    _KNOWN.clear()
    _WAITING.clear()


def _keep(seen: list[Sighting]) -> None:
    _WAITING.extend(seen)
    while _WAITING and _WRITING.acquire(blocking=False):
        try:
            some = [_WAITING.popleft() for _ in range(len(_WAITING))]
            _write(some)
        finally:
            _WRITING.release()


def _write(some: list[Sighting]) -> None:
    some.sort(key=_place)
    for place, rows in groupby(some, key=_place):
        noted = list(rows)
        try:
            with current.entered(place):
                Sighting.keep(noted)
        except DatabaseError:
            log.exception("not noted", count=len(noted))
            continue
        if len(_KNOWN) > MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN.update({_key(sighting): sighting.slot for sighting in noted})


def _place(sighting: Sighting) -> int:
    return int(sighting.organisation_id or 0)


def _key(sighting: Sighting) -> Known:
    return _place(sighting), sighting.member_id, sighting.client_id, sighting.kind
