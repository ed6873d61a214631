"""Mail with the number of a job in its subject, like [J-0012], is filed with its primary client (R12)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from atrium.clients.models import Client
from atrium.clients.models.client_queryset import HIDDEN
from atrium.conversations.mail.belonging import reads_numbers
from atrium.jobs.models import Job

_NUMBER = re.compile(r"\[J-0*([0-9]{1,9})\]", re.IGNORECASE)
MOST = 20


@reads_numbers
def by_job(subject: str) -> Iterable[Client]:
    """The primary client of each job that is named; what the others are written is their own."""
    numbers = [int(found) for found in _NUMBER.findall(subject)[:MOST]]
    if not numbers:
        return []
    jobs = Job.objects.kept().filter(number__in=numbers)
    rows = Client.objects.exclude(state__in=HIDDEN).filter(pk__in=jobs.values("client"))
    return list(rows[:MOST])
