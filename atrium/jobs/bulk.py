"""One deed for many jobs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from atrium.clients import lexicon
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.jobs.models import Job
from atrium.jobs.stages import stages_of
from atrium.timeline.several import Outcome, do_each

if TYPE_CHECKING:
    from atrium.organisations.models import Member

MOST = 200
LARGEST = 2**63 - 1
DEEDS = ("move", "give", "bin", "unbin")


def perform(deed: str, numbers: Iterable[int], value: str, *, by: Member) -> Outcome[Job]:
    """Move, give, bin or bring back the jobs with these numbers that the member sees.

    Refused where there is no such deed, stage or member, or no job was chosen.
    """
    verb = _verb(deed, value, by)
    wanted = [number for number in numbers if 0 < number <= LARGEST][:MOST]
    rows = Job.objects.visible_to(by).filter(number__in=wanted).select_related("client")
    jobs = list(rows.order_by("id"))
    for job in jobs:
        job.organisation = by.organisation
    return do_each(jobs, verb, by=by, noun="job", label=_LABELS[deed])


def _verb(deed: str, value: str, by: Member) -> Callable[[Job], None]:
    key = int(value) if fits(value) else 0
    if deed == "move":
        stage = stages_of(by.organisation).get(key)
        if stage is None:
            msg = gettext("Choose the stage to move them to.")
            raise Refusal(msg, field="stage")
        return lambda job: job.move_to(stage, by=by)
    if deed == "give":
        manager = lexicon.of(by.organisation).members.get(key)
        if manager is None or not manager.is_active:
            msg = gettext("Choose the member to give them to.")
            raise Refusal(msg, field="manager")
        return lambda job: job.give_to(manager, by=by)
    if deed not in DEEDS:
        msg = gettext("Choose one of {deeds}.").format(deeds=", ".join(DEEDS))
        raise Refusal(msg, field="deed")
    return lambda job: (job.bin if deed == "bin" else job.unbin)(by=by)


_LABELS = {
    "move": gettext_lazy("Moved"),
    "give": gettext_lazy("Gave"),
    "bin": gettext_lazy("Put into the bin"),
    "unbin": gettext_lazy("Brought back"),
}
