from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from atrium.documents.models import File
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.tenders.events import TenderChanged
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.tenders.models.tender import Tender


class TenderFile(Owned):
    """That a file of the client, which lies elsewhere, belongs to a tender as well."""

    tender = models.ForeignKey(
        "tenders.Tender",
        models.PROTECT,
        related_name="named_files",
        db_constraint=False,
        db_index=False,
    )
    file = models.ForeignKey(
        File, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "tender", "file"], name="tender_file_once"
            ),
            SameOrganisation("tender"),
            SameOrganisation("file"),
        ]
        indexes = [models.Index(fields=["organisation", "file"], name="tender_by_file")]

    def __str__(self) -> str:
        return gettext("{file} for {tender}").format(file=self.file, tender=self.tender)

    @classmethod
    def choose(cls, tender: Tender, files: Iterable[File], *, by: Member) -> None:
        """Let exactly these files belong to the tender; refused for those of another client."""
        with acting(by=by, label=gettext("Chose files for {code}").format(code=tender.code)) as act:
            tender.lock_for_change(act)
            wished = {file.pk: file for file in files}
            if any(file.client_id != tender.client_id for file in wished.values()):
                msg = gettext("Choose files of the client of the tender.")
                raise Refusal(msg, field="files")
            has = {row.file_id: row for row in tender.named_files.all()}
            for key in has.keys() - wished.keys():
                act.remove(has[key])
            for key in wished.keys() - has.keys():
                act.insert(cls(tender=tender, file=wished[key]))
            if wished.keys() != has.keys():
                story = TenderChanged(
                    tender=tender.code, title=tender.title, what=gettext("its files")
                )
                tender.tell(act, story)
