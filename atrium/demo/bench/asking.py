"""Asking the whole handler for pages, signed in, as each bench of pages does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.test import Client as Browser

if TYPE_CHECKING:
    from atrium.organisations.models import Member

FRAGMENT = {"HX-Request": "true", "HX-Target": "client-main"}

type Page = Callable[..., Callable[[], int]]


def pages_of(member: Member, slug: str) -> Page:
    """A function that makes the call of a page of the organisation; the call says how many bytes it answered."""
    browser = Browser(headers={"host": "127.0.0.1", "accept-encoding": "gzip"})
    browser.force_login(member.user)

    def get(path: str, headers: dict[str, str] | None = None) -> Callable[[], int]:
        def call() -> int:
            answer = browser.get(f"/{slug}/{path}", headers=headers)
            if answer.status_code != 200:  # noqa: PLR2004 - anything else is no measurement
                raise RuntimeError(f"{path} answered {answer.status_code}")
            return len(answer.content)

        return call

    return get
