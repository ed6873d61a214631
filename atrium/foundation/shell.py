"""What every page's frame shows; the storeys above contribute to it.

The template reads ``shell.theme``, ``shell.nav`` and so on; a part is worked out when it is first read, once per page,
so that a fragment without a frame asks nothing of the database.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version as installed
from typing import Any

from django.http import HttpRequest

from atrium.foundation.registry import Registry

type Part = Callable[[HttpRequest], Any]
THEMES = ("light", "dark")
# Templates take these for "there is no such part" and leave it out, without a word.
SWALLOWED = (TypeError, AttributeError, KeyError, ValueError, IndexError)
PARTS: Registry[Part] = Registry()


def shell_part(name: str) -> Callable[[Part], Part]:
    """Answer ``shell.NAME`` on every page. Put it into the app's navigation.py."""

    def register(part: Part) -> Part:
        PARTS.add(name, part)
        return part

    return register


class Shell:
    """The frame of one page."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """The part called ``name``, or None where no app contributes it."""
        if name not in self._known:
            part = PARTS.get(name)
            try:
                self._known[name] = part(self._request) if part else None
            except SWALLOWED as error:
                raise RuntimeError(f"The frame's part {name} failed") from error
        return self._known[name]


@shell_part("theme")
def theme(request: HttpRequest) -> str:
    """The theme chosen in this browser: light, dark, or empty for the system's."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


@shell_part("version")
def version(request: HttpRequest) -> str:
    """Atrium's version, as it is installed."""
    return installed("atrium")


def context(request: HttpRequest) -> dict[str, object]:
    return {"shell": Shell(request)}
