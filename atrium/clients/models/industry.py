from __future__ import annotations

from typing import Any, Self

from django.db import models

from atrium.clients import industries
from atrium.clients.models.client import Client
from atrium.clients.models.term import Term
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.timeline.acting import acting


class Industry(Term):
    """A word of the organisation's own for what clients do, beside the standard classification (J14).

    A client keeps the word itself, as it keeps an industry of the standard.
    """

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("industry")
        verbose_name_plural = "industries"
        ordering = ("label_key", "position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="industry_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "label_key"], name="industry_label_once"
            ),
        ]

    @classmethod
    def add(cls, *, by: Member | None, label: str, **values: Any) -> Self:
        """Add a word; refused where the standard has it already."""
        return super().add(by=by, label=_own(label), **values)

    def edit(self, *, by: Member, **values: Any) -> None:
        """Rename the industry; the clients that have it have it by the new name."""
        before = self.label
        if "label" in values:
            values["label"] = _own(values["label"])
        with acting(
            by=by, label=gettext("Changed the industry {before}").format(before=before)
        ) as act:
            super().edit(by=by, **values)
            act.change_many(act.lock_many(in_industry(before)), industry=self.label)

    def retire(self, *, by: Member, into: Industry | None = None) -> None:
        """Take the word off the list; its clients keep it, or have ``into`` instead."""
        if into is not None and into.pk == self.pk:
            msg = gettext("Choose another industry for the clients that have this one.")
            raise Refusal(msg, field="into")
        with self._taken_off(by=by) as act:
            if into is not None:
                act.change_many(act.lock_many(in_industry(self.label)), industry=into.label)
            act.remove(self)


def in_industry(word: str) -> models.QuerySet[Client]:
    """The clients that have this word, in one order so that nobody waits for each other."""
    rows: models.QuerySet[Client] = Client.objects.filter(industry=word).order_by("id")
    return rows


def _own(label: str) -> str:
    if standard := industries.found(label):
        msg = gettext("The standard has this already, as “{standard}”.").format(standard=standard)
        raise Refusal(msg, field="label")
    return label
