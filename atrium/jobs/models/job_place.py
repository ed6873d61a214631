from __future__ import annotations

from atrium.clients.models import Location
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.jobs.models.participation import Participation


def refuse_place(location: Location | None, job_key: int | None, clients: set[int]) -> None:
    """Refused where the place is of none of the clients of the job."""
    if location is None or location.client_id in clients:
        return
    linked = Participation.objects.filter(job=job_key, client=location.client_id)
    if job_key is None or not linked.exists():
        msg = gettext("Choose a location of one of the clients of the job.")
        raise Refusal(msg, field="location")
