"""What takes too long for a page: the queue does it, and takes it up again after a crash."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.imports.export_mail import tell_ready
from atrium.imports.models import Export, Import
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.queue.periodic import periodic
from atrium.queue.policy import policy

MOST_AT_ONCE = 100


@task
def plan_import(organisation_id: int, import_id: int) -> str:
    """Decide what becomes of each row; answers the stage the import is in then."""
    with current.entered(organisation_id):
        planned = _of(import_id)
        try:
            planned.plan()
        except Refusal as refusal:
            # The import says it on its page; there is nothing to try again.
            return str(refusal)
        return str(planned.stage)


@task
def run_import(organisation_id: int, import_id: int) -> str:
    """Carry the plan out, or what is left of it."""
    with current.entered(organisation_id):
        run = _of(import_id)
        run.run()
        return str(run.stage)


@task
def undo_import(organisation_id: int, import_id: int, member_id: int) -> int:
    """Take the import back; answers how much was left alone."""
    with current.entered(organisation_id):
        undone = _of(import_id)
        members = Member.objects.active().select_related("organisation")
        undone.undo(by=members.get(pk=member_id))
        return len(undone.left_alone)


@task
@policy(
    give_up_on=(Refusal,),
    key=lambda organisation_id, export_id: f"export {organisation_id} {export_id}",
)
def write_export(organisation_id: int, export_id: int) -> str:
    """Write the file of an export and say so; answers the stage it is in then."""
    with current.entered(organisation_id):
        made = _export(export_id)
        if made is None:
            return "removed"
        try:
            if made.write():
                mail_export.enqueue(organisation_id, export_id)
        except Refusal as refusal:
            made.fail(str(refusal))
        return str(made.stage)


@task
@policy(key=lambda organisation_id, export_id: f"mail export {organisation_id} {export_id}")
def mail_export(organisation_id: int, export_id: int) -> None:
    """Mail whoever asked that the file is ready, once."""
    with current.entered(organisation_id):
        made = _export(export_id)
        if made is not None:
            tell_ready(made)


@periodic(every=timedelta(hours=1), name="drop the files of old exports")
@task(priority=-50)
def drop_exports() -> int:
    """Remove the files that were kept long enough; answers how many."""
    gone = 0
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place):
            for made in Export.objects.over(timezone.now()).order_by("id")[:MOST_AT_ONCE]:
                made.expire()
                gone += 1
    return gone


def _export(export_id: int) -> Export | None:
    rows = Export.objects.select_related("by__organisation", "by__user", "organisation")
    found: Export | None = rows.filter(pk=export_id).first()
    return found


def _of(import_id: int) -> Import:
    found: Import = Import.objects.select_related("act", "by", "organisation").get(pk=import_id)
    return found
