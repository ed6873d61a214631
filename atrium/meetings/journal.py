"""What follows when meetings change, whoever changed them, and what an undo must not take back (R14)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.meetings.invitations import WAIT, owed
from atrium.meetings.models import Attendee, Meeting
from atrium.meetings.tasks import tell
from atrium.organisations import current
from atrium.timeline.acting import Acting
from atrium.timeline.finishing import whenever
from atrium.timeline.models import Act, Operation
from atrium.timeline.undoing import before_undoing, when_undone

_MEETING, _ATTENDEE = "meetings.meeting", "meetings.attendee"


@whenever(_MEETING, _ATTENDEE)
def let_them_know(touched: Iterable[models.Model]) -> None:
    """Those who are asked hear of it a moment later, when nothing more was changed by then."""
    rows = list(touched)
    meetings = [row.pk for row in rows if isinstance(row, Meeting)]
    meetings += [row.meeting_id for row in rows if isinstance(row, Attendee)]
    behind = owed(Attendee.objects.filter(meeting__in=[key for key in meetings if key]))
    uids = sorted(set(behind.values_list("meeting__uid", flat=True)))
    if uids:
        moment = now() + WAIT
        Meeting.objects.filter(uid__in=uids).update(tell_at=moment)
        for uid in uids:
            tell.using(run_after=moment).enqueue(current.required(), uid)


@before_undoing
def refuse_what_left(doing: Acting, act: Act) -> None:
    """Nobody can call an invitation back; a second mail can say that it holds no longer."""
    made = act.changes.filter(model__in=[_MEETING, _ATTENDEE], operation=Operation.INSERT)
    keys: dict[str, list[int]] = {_MEETING: [], _ATTENDEE: []}
    for model, key in made.values_list("model", "object_id"):
        keys[model].append(key)
    if not any(keys.values()):
        return
    concerned = Q(meeting__in=keys[_MEETING]) | Q(pk__in=keys[_ATTENDEE])
    rows = doing.lock_many(Attendee.objects.filter(concerned).order_by("pk"))
    told = [row for row in rows if row.asked_sequence is not None]
    if any(row.meeting_id in set(keys[_MEETING]) for row in told):
        msg = gettext(
            "Invitations have left already. Cancel the meeting instead; who was asked is told."
        )
        raise Refusal(msg)
    if told:
        msg = gettext(
            "{told} has the invitation already. Take them off the meeting instead."
        ).format(told=told[0])
        raise Refusal(msg)


@when_undone
def count_on(doing: Acting, act: Act) -> None:
    """What was taken back is one more change for calendars, which never count backwards."""
    changes = act.changes.filter(model=_MEETING, operation=Operation.UPDATE)
    last: dict[int, dict[str, int]] = {}
    for change in changes.order_by("id"):
        if "sequence" in change.after:
            last.setdefault(change.object_id, {}).update(change.after)
    for row in doing.lock_many(Meeting.objects.filter(pk__in=last).order_by("pk")):
        told = last[row.pk]
        sequence = max(row.sequence, told["sequence"]) + 1
        moved = sequence if "moved_sequence" in told else row.moved_sequence
        doing.change(row, sequence=sequence, moved_sequence=moved)
