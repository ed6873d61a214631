from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.timezone import now

from atrium.clients.models import Client, Contact
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Counter, Member
from atrium.organisations.owned import Owned
from atrium.privacy.erasing import erase
from atrium.privacy.events import PersonErased
from atrium.privacy.models.dossier import Dossier
from atrium.privacy.models.request import Request, Sort, Stage, refuse_unfit
from atrium.privacy.purging import purge_words
from atrium.privacy.wiping import look_ahead
from atrium.timeline.acting import acting

_UNDER_WAY = (Stage.WAITING, Stage.ERASING)


class Erasure(Request):
    """That a person's data was erased: when, by whom, how many rows of which tables; not whose."""

    figures: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="erasure_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="erasure_by_public_id"
            ),
            SameOrganisation("by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "sort", "subject_id"], name="erasure_by_person")
        ]

    def __str__(self) -> str:
        return gettext("Erasure {number}").format(number=self.number)

    @classmethod
    def begin(cls, subject: Client | Contact, *, by: Member, typed: str) -> Erasure:
        """A new one, which waits to be run; it cannot be undone.

        Refused to who may not, unless the person's name is ``typed`` to confirm, and while one waits.
        """
        refuse_unfit(subject, by=by)
        if " ".join(typed.split()).casefold() != " ".join(subject.name.split()).casefold():
            raise Refusal(
                gettext("Type “{subject}” to confirm.").format(subject=subject.name), field="typed"
            )
        sort = Sort.CLIENT if isinstance(subject, Client) else Sort.CONTACT
        with transaction.atomic():
            same = cls.objects.filter(sort=sort, subject_id=subject.pk, stage__in=_UNDER_WAY)
            if same.exists():
                raise Refusal(gettext("This person is being erased already; wait a moment."))
            [number] = Counter.take("erasure")
            made: Erasure = cls.objects.create(
                number=number, by=by, sort=sort, subject_id=subject.pk
            )
        return made

    def run(self) -> None:
        """Erase the person and then let the search forget; what was done before is not done again."""
        if self.stage == Stage.WAITING:
            self._erase()
        rows = type(self).objects.filter(pk=self.pk, stage=Stage.ERASING)
        if rows.exists():
            purge_words()
            rows.update(stage=Stage.READY, finished_at=now())

    def _erase(self) -> None:
        """Erase in one transaction: all of it or nothing."""
        looked = look_ahead(self.subject)
        with transaction.atomic():
            rows = type(self).objects.filter(pk=self.pk)
            if not rows.select_for_update().filter(stage=Stage.WAITING).exists():
                return
            for dossier in Dossier.objects.filter(sort=self.sort, subject_id=self.subject_id):
                dossier.expire()
            figures = erase(self.subject, looked)
            rows.update(stage=Stage.ERASING, figures=figures)
            with acting(by=self.by, label=gettext("Erased a person")) as act:
                act.note("privacy.erasure", self.pk)
                self.tell(act, PersonErased)

    @property
    def total(self) -> int:
        return sum(self.figures.values())
