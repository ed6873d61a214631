"""What becomes of a tender: won, lost or withdrawn; and the work that a won one becomes (B04)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import now

from atrium.clients.models import Contact
from atrium.conversations.richtext import from_plain
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.jobs.models import Job
from atrium.organisations.permissions import Can
from atrium.projects.models import Project
from atrium.tenders.events import TenderBecame, TenderDecided, TenderReminded, TenderReopened
from atrium.tenders.models.checking import checked
from atrium.tenders.models.outcome import Outcome
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.organisations.models import Member
    from atrium.tenders.models.tender import Tender
    from atrium.tenders.models.tender_reason import TenderReason

WORK = {"job": Can.JOBS_WRITE, "project": Can.PROJECTS_WRITE}


def decide(
    tender: Tender,
    outcome: str,
    *,
    by: Member,
    reason: TenderReason | None = None,
    comment: str = "",
    becomes: str = "",
) -> None:
    """Mark it as won, lost or withdrawn, for a reason of the list and in words.

    A won one ``becomes`` a "job" or a "project" at once where that is said. Said anew of one that
    is so already, reason and words change.
    """
    comment = checked({"comment": comment})["comment"]
    if outcome not in Outcome.values:
        msg = gettext("Choose one of {values}.")
        raise Refusal(msg.format(values=", ".join(Outcome.values)), field="outcome")
    if reason is not None and not reason.is_for(outcome):
        msg = gettext("{reason} is a reason for others; choose one for {outcome}.")
        raise Refusal(msg.format(reason=reason, outcome=outcome), field="reason")
    if becomes and outcome != Outcome.WON:
        msg = gettext("Only a won tender becomes work.")
        raise Refusal(msg, field="becomes")
    label = gettext("Marked {code} as {outcome}").format(code=tender.code, outcome=outcome)
    with acting(by=by, label=label) as act:
        tender.lock_for_change(act)
        if tender.outcome not in {"", outcome}:
            msg = gettext("{code} is {outcome} already. Reopen it first.")
            raise Refusal(msg.format(code=tender.code, outcome=tender.outcome), field="outcome")
        values: dict[str, Any] = {"outcome": outcome, "reason": reason, "comment": comment}
        if tender.is_open:
            values |= {"decided_at": now(), "decided_by": by}
        if act.change(tender, **values):
            words = ". ".join(filter(None, [str(reason or ""), comment[:300]]))
            story = TenderDecided(
                tender=tender.code,
                title=tender.title,
                how=outcome,
                reason=f": {words}" if words else "",
            )
            tender.tell(act, story)
        if becomes:
            become(tender, becomes, by=by)


def reopen(tender: Tender, *, by: Member) -> None:
    """Take it up again; refused while the work that it became stands."""
    with acting(by=by, label=gettext("Reopened {code}").format(code=tender.code)) as act:
        tender.lock_for_change(act)
        if tender.is_open:
            return
        work = work_of(tender)
        if work is not None and work.binned_at is None:
            msg = gettext("{code} became {code2}. Put that into the bin first.")
            raise Refusal(msg.format(code=tender.code, code2=work.code))
        how = tender.outcome
        values = dict.fromkeys(("decided_at", "decided_by", "reason", "job", "project"))
        act.change(tender, outcome="", comment="", **values)
        tender.tell(act, TenderReopened(tender=tender.code, title=tender.title, how=how))


def become(tender: Tender, what: str, *, by: Member) -> Job | Project:
    """Make a "job" or a "project" of a won one, with all that is said of it; in one act, once."""
    if what not in WORK:
        msg = gettext("Choose one of {work}.")
        raise Refusal(msg.format(work=", ".join(WORK)), field="becomes")
    if not by.can(WORK[what]):
        msg = gettext("You may not add {what}s; ask an admin, or let a colleague do it.")
        raise Refusal(msg.format(what=what), field="becomes")
    label = gettext("Made a {what} of {code}").format(what=what, code=tender.code)
    with acting(by=by, label=label) as act:
        tender.lock_for_change(act)
        if not tender.is_won:
            msg = gettext("{code} is not won; only a won tender becomes work.")
            raise Refusal(msg.format(code=tender.code))
        standing = work_of(tender)
        if standing is not None and standing.binned_at is None:
            msg = gettext("{code} became {code2} already.")
            raise Refusal(msg.format(code=tender.code, code2=standing.code))
        if what == "job":
            made: Job | Project = _job_of(tender, by)
            act.change(tender, job=made, project=None)
        else:
            made = _project_of(tender, by)
            act.change(tender, project=made, job=None)
        story = TenderBecame(tender=tender.code, title=tender.title, work=_called(what, made.code))
        tender.tell(act, story)
    return made


def _called(what: str, code: str) -> str:
    words = gettext("job {code}") if what == "job" else gettext("project {code}")
    return words.format(code=code)


def work_of(tender: Tender) -> Job | Project | None:
    """What it became."""
    return tender.job or tender.project


def remind(tender: Tender) -> None:
    """Tell that it is due soon; each reminder is told once."""
    with acting(by=None, label=gettext("Reminded of {code}").format(code=tender.code)) as act:
        act.lock(tender)
        moment, at, due = now(), tender.remind_at, tender.due_on
        gone = tender.outcome or tender.binned_at or tender.reminded_at
        if gone or at is None or due is None or at > moment:
            return
        act.change(tender, reminded_at=moment)
        when = gettext("on {due:%a %-d %b %Y}").format(due=spoken(due))
        when += (
            gettext(" at {due_time:%H:%M}").format(due_time=tender.due_time)
            if tender.due_time
            else ""
        )
        tender.tell(act, TenderReminded(tender=tender.code, title=tender.title, when=when))


def _job_of(tender: Tender, by: Member) -> Job:
    job = Job.add(
        tender.client,
        by=by,
        title=tender.title,
        description=tender.description,
        manager=tender.owner,
        amount=tender.amount,
        currency=tender.currency,
        due_on=tender.due_on,
        timezone=tender.timezone,
    )
    people = list(Contact.objects.filter(pk__in=tender.chosen.values("contact")))
    if people:
        part = job.participations.select_related("client").get()
        part.job = job
        part.edit(by=by, contacts=people)
    return job


def _project_of(tender: Tender, by: Member) -> Project:
    owner = tender.owner if tender.owner and tender.owner.is_active else None
    return Project.add(
        tender.client,
        by=by,
        title=tender.title,
        html=from_plain(tender.description),
        due_on=tender.due_on,
        manager=owner,
    )
