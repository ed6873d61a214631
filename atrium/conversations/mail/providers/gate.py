"""The session by which django-anymail speaks to a provider: through the one outbound gate."""

from __future__ import annotations

from http.client import responses
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from atrium.conversations.asking import ask

# A message may be long, and the provider reads all of it before it answers.
SECONDS = 60.0


class Gated(requests.Session):
    """Follows no redirect, takes no proxy, password or certificate from the surroundings.

    Raises what asking.ask() does where no answer comes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.adapters.clear()
        self.mount("http", _Gate())

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(*args, **kwargs | {"allow_redirects": False})


class _Gate(BaseAdapter):
    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        body = request.body.encode() if isinstance(request.body, str) else request.body
        assert body is None or isinstance(body, bytes)
        own = {"connection", "accept-encoding", "content-length", "user-agent"}
        headers = {name: _text(value) for name, value in request.headers.items()}
        sent = {name: value for name, value in headers.items() if name.lower() not in own}
        told = ask(str(request.method), str(request.url), sent, body, SECONDS)
        answer = requests.Response()
        answer.status_code = told.status
        answer.headers = CaseInsensitiveDict(told.headers)
        answer.reason = responses.get(told.status, "")
        answer.url, answer.request, answer.encoding = str(request.url), request, "utf-8"
        answer._content = told.body  # noqa: SLF001 - as requests' own adapters have it read later
        return answer

    def close(self) -> None:
        """Nothing is kept open."""


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
