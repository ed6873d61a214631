from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from atrium.organisations.owned import OwnedManager

if TYPE_CHECKING:
    from atrium.clients.models.link import Link  # noqa: F401 - named by the text below


class LinkQuerySet(models.QuerySet["Link"]):
    """Ways to choose links."""

    def current(self) -> LinkQuerySet:
        return self.filter(ended_on=None)

    def ended(self) -> LinkQuerySet:
        """The past, the latest first."""
        return self.filter(ended_on__isnull=False).order_by("-ended_on", "-id")


LinkManager = OwnedManager.from_queryset(LinkQuerySet)
