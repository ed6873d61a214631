"""Mail with the number of a project in its subject, like [P-0012], is filed with its client (R12)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from atrium.clients.models import Client
from atrium.clients.models.client_queryset import HIDDEN
from atrium.conversations.mail.belonging import reads_numbers
from atrium.projects.models import Project

_NUMBER = re.compile(r"\[P-0*([0-9]{1,9})\]", re.IGNORECASE)
MOST = 20


@reads_numbers
def by_project(subject: str) -> Iterable[Client]:
    """The client of each project that is named."""
    numbers = [int(found) for found in _NUMBER.findall(subject)[:MOST]]
    if not numbers:
        return []
    mine = Project.objects.all().kept().filter(number__in=numbers)
    rows = Client.objects.exclude(state__in=HIDDEN).filter(pk__in=mine.values("client"))
    return list(rows[:MOST])
