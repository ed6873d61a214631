"""What takes too long for a page: the queue does it, and takes it up again after a crash."""

from __future__ import annotations

from django.tasks import task

from atrium.foundation.errors import Refusal
from atrium.imports.models import Import
from atrium.organisations import current
from atrium.organisations.models import Member


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


def _of(import_id: int) -> Import:
    found: Import = Import.objects.select_related("act", "by", "organisation").get(pk=import_id)
    return found
