from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from atrium.foundation.errors import Moved, Refusal
from atrium.foundation.translation import gettext
from atrium.foundation.views.problems import told

type Handler = Callable[[HttpRequest], HttpResponse]


class Refusals:
    """Turns a Refusal raised anywhere below into one 409 answer in words, and Moved into a redirect."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Moved):
            # What is posted is posted there again (307).
            asked = request.method in {"GET", "HEAD"}
            return HttpResponseRedirect(exception.url, status=302 if asked else 307)
        if not isinstance(exception, Refusal):
            return None
        if request.path.startswith("/api/"):
            problem = {
                "type": "about:blank",
                "title": gettext("Refused"),
                "status": exception.status,
            }
            return JsonResponse(
                problem | {"detail": str(exception)} | exception.explanation.as_json(),
                status=exception.status,
                content_type="application/problem+json",
            )
        return told(request, exception.explanation, exception.status)
