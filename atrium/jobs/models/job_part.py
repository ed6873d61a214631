from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from atrium.foundation.ids import public_id
from atrium.organisations.owned import Owned

if TYPE_CHECKING:
    from atrium.jobs.models.job import Job


class JobPart(Owned):
    """A row that belongs to one job, in its field ``job``; whose it is follows from that."""

    public_id = models.UUIDField(default=public_id, editable=False)

    if TYPE_CHECKING:
        job: Any

    class Meta(Owned.Meta):
        abstract = True

    @property
    def client_id(self) -> int:
        """The client whose timeline tells of it, and whom an undo must see: the primary one."""
        job: Job = self.job
        return job.client_id
