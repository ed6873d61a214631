"""One tender with everything its page shows, as far as the reader may see."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from atrium.clients.models import Contact
from atrium.documents.facts import Line as FileLine
from atrium.documents.kinds import kinds_of
from atrium.documents.models import File
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.tenders.lines import due_words, is_late
from atrium.tenders.models import Outcome, Tender
from atrium.tenders.models.deciding import WORK, work_of
from atrium.tenders.papers import named_of
from atrium.tenders.people import chosen_of
from atrium.tenders.words_of import stages_of

if TYPE_CHECKING:
    from atrium.jobs.models import Job
    from atrium.projects.models import Project
    from atrium.tenders.models import TenderStage


class Sheet:
    """Answers the parts of a tender's page; each is read once, when it is first asked for."""

    def __init__(self, tender: Tender, member: Member) -> None:
        self.tender = tender
        self.member = member
        self.place = member.organisation
        self.may_write = (
            member.can(Can.TENDERS_WRITE)
            and tender.binned_at is None
            and not tender.client.is_archived
        )
        self.may_file = self.may_write and member.can(Can.DOCUMENTS_EDIT)
        self.may_bring_back = member.can(Can.TENDERS_WRITE) and tender.binned_at is not None

    @property
    def due(self) -> str:
        return due_words(self.tender)

    @property
    def is_late(self) -> bool:
        return is_late(self.tender)

    @cached_property
    def contacts(self) -> list[Contact]:
        return chosen_of(self.tender)

    @property
    def stages(self) -> list[TenderStage]:
        return list(stages_of(self.place).values())

    @property
    def outcomes(self) -> list[Outcome]:
        """What it can still become."""
        return list(Outcome) if self.tender.is_open else []

    @property
    def work(self) -> Job | Project | None:
        """What it became, where the reader may see that kind of work."""
        sees = Can.JOBS_SEE if self.tender.job_id else Can.PROJECTS_SEE
        return work_of(self.tender) if self.member.can(sees) else None

    @property
    def may_become(self) -> list[str]:
        """What can be made of it now: job, project."""
        standing = work_of(self.tender)
        if not (self.may_write and self.tender.is_won) or (standing and not standing.binned_at):
            return []
        return [what for what, can in WORK.items() if self.member.can(can)]

    @cached_property
    def files(self) -> list[FileLine]:
        """Those of its own folder."""
        if not self.member.can(Can.DOCUMENTS_SEE):
            return []
        return self._lines(self.tender.kept.files())

    @cached_property
    def named(self) -> list[FileLine]:
        """Those of the client that lie elsewhere."""
        if not self.member.can(Can.DOCUMENTS_SEE):
            return []
        return self._lines(named_of(self.tender))

    @property
    def count_named(self) -> int:
        return len(self.named)

    def _lines(self, files: list[File]) -> list[FileLine]:
        today, kinds = self.place.today(), kinds_of(self.place)
        return [FileLine.of(file, today, kinds) for file in files]

    @property
    def decided(self) -> str:
        """When it was decided."""
        at = self.tender.decided_at
        return f"{spoken(self.place.local(at)):%a %-d %b %Y}" if at else ""

    @property
    def reminds(self) -> str:
        """When it reminds, by the clock of the organisation."""
        at = self.tender.remind_at
        if at is None:
            return ""
        words = gettext("Reminded {day}") if self.tender.reminded_at else gettext("Reminds {day}")
        return words.format(day=f"{spoken(self.place.local(at)):%a %-d %b, %H:%M}")
