"""Ways to choose imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from atrium.organisations.models import Member
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import

_DIGITS = 18


class ImportQuerySet(models.QuerySet["Import"]):
    """Ways to choose imports."""

    def visible_to(self, member: Member) -> ImportQuerySet:
        """One's own; those of everyone to who sees every client, as a file may tell of any."""
        if not member.can(Can.IMPORTS_RUN):
            return self.none()
        return self if member.can(Can.CLIENTS_SEE_ALL) else self.filter(by=member)

    def newest_first(self) -> ImportQuerySet:
        return self.order_by("-number")

    def of_id(self, text: str) -> Import | None:
        """The one with this number or public id, if there is one."""
        text = text.strip()
        if text.isdecimal() and len(text) <= _DIGITS:
            wanted: dict[str, Any] = {"number": int(text)}
        else:
            try:
                wanted = {"public_id": UUID(text)}
            except ValueError:
                return None
        return self.select_related("act", "by").filter(**wanted).first()


ImportManager = OwnedManager.from_queryset(ImportQuerySet)
