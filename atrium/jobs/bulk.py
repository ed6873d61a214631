"""One deed for many jobs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from atrium.clients import lexicon
from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext, ngettext
from atrium.jobs.models import Job
from atrium.jobs.stages import stages_of
from atrium.timeline.several import Outcome, Saying, do_each

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
    return do_each(jobs, verb, by=by, saying=_saying(deed))


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


def _saying(deed: str) -> Saying:
    return Saying(
        none=gettext("Choose at least one job."),
        label=lambda count: _label(deed, count),
        changed=lambda count: ngettext(
            "{count} job changed.", "{count} jobs changed.", count
        ).format(count=count),
    )


def _label(deed: str, count: int) -> str:
    words = {
        "move": ngettext("Moved {count} job", "Moved {count} jobs", count),
        "give": ngettext("Gave {count} job", "Gave {count} jobs", count),
        "bin": ngettext("Put into the bin {count} job", "Put into the bin {count} jobs", count),
        "unbin": ngettext("Brought back {count} job", "Brought back {count} jobs", count),
    }
    return words[deed].format(count=count)
