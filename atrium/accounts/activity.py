"""When a session was last seen, without a write for every page."""

from __future__ import annotations

import time

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.http import HttpRequest, HttpResponse

EVERY = 300
MOST = 10_000


class LastSeen(UserSessionsMiddleware):
    """Notes the session's address, browser and time at most every five minutes per process."""

    seen: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key, now = request.session.session_key, time.monotonic()
        if not key or now - self.seen.get(key, -EVERY) < EVERY:
            response: HttpResponse = self.get_response(request)
            return response
        if len(self.seen) >= MOST:
            self.seen.clear()
        self.seen[key] = now
        noted: HttpResponse = super().__call__(request)
        return noted
