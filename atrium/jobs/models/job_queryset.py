"""Ways to choose jobs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from atrium.clients.models import Client
from atrium.foundation.numbers import number_in
from atrium.jobs.models.associate import Associate
from atrium.jobs.models.participation import Participation
from atrium.jobs.models.stage import Phase
from atrium.organisations.owned import OwnedManager
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from datetime import date

    from atrium.jobs.models.job import Job  # noqa: F401 - named in the base below
    from atrium.organisations.models import Member

BIN_KEEPS = timedelta(days=30)


class JobQuerySet(models.QuerySet["Job"]):
    """Ways to choose jobs."""

    def visible_to(self, member: Member) -> JobQuerySet:
        """Those of which the member sees at least one client; the others of it stay hidden from them."""
        if not member.can(Can.JOBS_SEE):
            return self.none()
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        linked = Participation.objects.filter(job=OuterRef("pk"))
        return self.filter(Exists(linked.filter(Exists(seen))))

    def kept(self) -> JobQuerySet:
        """Those that are not in the bin."""
        return self.filter(binned_at=None)

    def binned(self) -> JobQuerySet:
        return self.filter(binned_at__isnull=False)

    def to_purge(self, moment: datetime) -> JobQuerySet:
        """Those that lay in the bin for as long as it keeps them, and still say something."""
        linked = Participation.objects.filter(job=OuterRef("pk"))
        return self.filter(Exists(linked), binned_at__lte=moment - BIN_KEEPS)

    def open(self) -> JobQuerySet:
        """Those with work to do."""
        return self.filter(phase=Phase.OPEN, binned_at=None)

    def overdue(self, today: date) -> JobQuerySet:
        """The open ones whose day is past."""
        return self.open().filter(due_on__lt=today)

    def of_client(self, client: Client) -> JobQuerySet:
        """Those that the client is linked to, in whichever role."""
        linked = Participation.objects.filter(client=client, job=OuterRef("pk"))
        return self.filter(Exists(linked))

    def with_part(self, part: Q, member: Member, client: Client | None = None) -> JobQuerySet:
        """Those in which the client, or one that the member sees, has such a part."""
        linked = Participation.objects.filter(part, job=OuterRef("pk"))
        if client is not None:
            return self.filter(Exists(linked.filter(client=client)))
        seen = Client.objects.visible_to(member).filter(pk=OuterRef("client_id"))
        return self.filter(Exists(linked.filter(Exists(seen))))

    def of_member(self, member: Member) -> JobQuerySet:
        """Those that the member manages or works on."""
        return self.of_members([member.pk])

    def of_members(self, keys: Any) -> JobQuerySet:
        """Those that one of these members, by their keys, manages or works on."""
        along = Associate.objects.filter(member__in=keys, job=OuterRef("pk"))
        return self.filter(Q(manager__in=keys) | Exists(along))

    def holding(self, words: str) -> JobQuerySet:
        """Those whose title has each of the words, or that have the number."""
        return self.called(words.split()[:8], number_in(words, "J-"))

    def called(self, words: list[str], number: int | None) -> JobQuerySet:
        """The same of words and a number that were told apart."""
        found = Q()
        for word in words:
            found &= Q(title__icontains=word)
        if number is not None:
            found |= Q(number=number)
        return self.filter(found)


JobManager = OwnedManager.from_queryset(JobQuerySet)
