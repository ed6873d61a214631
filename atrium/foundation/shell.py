"""What every page's frame shows; the storeys above contribute to it."""

from __future__ import annotations

from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, object]:
    return {"shell": {"theme": request.COOKIES.get("theme", "")}}
