"""Each request is answered in the language of who asks."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from atrium.foundation.speaking import heard, listen, nearest


class Language:
    """By what the browser asks for; who is signed in may have chosen another.

    Inside an organisation its own middleware decides, which has read the person anyway.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(nearest(listen(request))):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ("Accept-Language",))
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any], kwargs: dict[str, Any]
    ) -> None:
        if "organisation" not in kwargs and SESSION_KEY in request.session:
            translation.activate(nearest(getattr(request.user, "language", ""), heard()))
