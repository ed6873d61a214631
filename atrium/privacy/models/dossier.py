from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File
from django.db import models, transaction
from django.utils.timezone import now

from atrium.clients.models import Client, Contact
from atrium.foundation import files
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Counter, Member
from atrium.organisations.owned import Owned
from atrium.privacy.archive import write_archive
from atrium.privacy.events import PersonExported
from atrium.privacy.models.request import Request, Sort, Stage, refuse_unfit
from atrium.privacy.person import Person
from atrium.timeline.acting import acting

KEPT_FOR = timedelta(days=7)


class Dossier(Request):
    """Everything about one person in one archive: asked for, written by the queue, kept for a week."""

    stored_as = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="dossier_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="dossier_by_public_id"
            ),
            SameOrganisation("by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "sort", "subject_id"], name="dossier_by_person"),
            models.Index(fields=["organisation", "expires_at"], name="dossier_by_end"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def ask(cls, subject: Client | Contact, *, by: Member) -> Dossier:
        """A new one, which waits to be written; told on the timeline. Refused to who may not, and while one waits."""
        refuse_unfit(subject, by=by)
        sort = Sort.CLIENT if isinstance(subject, Client) else Sort.CONTACT
        with acting(by=by, label=gettext("Exported everything about a person")) as act:
            same = cls.objects.filter(sort=sort, subject_id=subject.pk, stage=Stage.WAITING)
            if same.exists():
                raise Refusal(
                    gettext("This person's archive is being written already; wait a moment.")
                )
            [number] = Counter.take("dossier")
            made = cls.objects.create(number=number, by=by, sort=sort, subject_id=subject.pk)
            act.note("privacy.dossier", made.pk)
            made.tell(act, PersonExported)
        dossier: Dossier = made
        return dossier

    def write(self) -> None:
        """Write the archive, from the beginning each time."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "person.zip"
            write_archive(path, Person(self.subject), self.organisation)
            with path.open("rb") as file:
                kept = files.keep(File(file), "dossiers", ".zip")
            size = path.stat().st_size
        waiting = type(self).objects.filter(pk=self.pk, stage=Stage.WAITING)
        done = {"stored_as": kept, "size": size, "finished_at": now()}
        if not waiting.update(stage=Stage.READY, expires_at=now() + KEPT_FOR, **done):
            files.drop(kept)

    def expire(self) -> None:
        """Drop the archive; that it was made stays in the list."""
        with transaction.atomic():
            rows = type(self).objects.filter(pk=self.pk)
            rows.update(stage=Stage.EXPIRED, stored_as="")
            if self.stored_as:
                files.drop(self.stored_as)

    def refuse_unless_ready(self) -> None:
        """Refuse in words where there is no archive to hand out."""
        if self.is_waiting:
            raise Refusal(gettext("The archive is being written; wait a moment."))
        if self.stage == Stage.FAILED:
            raise Refusal(
                gettext("The archive could not be written: {trouble}").format(trouble=self.trouble)
            )
        if not self.is_ready:
            raise Refusal(
                gettext("The archive was kept for a week and is gone. Export the person again.")
            )

    @property
    def is_ready(self) -> bool:
        return self.stage == Stage.READY and bool(self.expires_at and self.expires_at > now())

    @property
    def file_name(self) -> str:
        return f"person-{self.number}.zip"
