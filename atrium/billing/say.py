"""What the next page tells of a deed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.urls import reverse

if TYPE_CHECKING:
    from atrium.organisations.middleware import MemberRequest


def say(request: MemberRequest, words: str, *, undo: bool = True) -> None:
    """Tell on the next page what was done, with Undo where it can be undone."""
    act = request.member.latest_act if undo else None
    url = reverse("act-undo", args=[request.member.organisation.slug, act.pk]) if act else ""
    messages.success(request, words, extra_tags=url)
