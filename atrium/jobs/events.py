"""What can happen to a job, as the timeline of each of its clients tells it."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class OfJob(Kind):
    """What every event of a job says: which job."""

    strand = Strand.WORK

    job: str
    title: str


@dataclass(frozen=True, kw_only=True)
class JobOpened(OfJob):
    code = "job.opened"
    called = gettext_lazy("Job opened")
    sentence = gettext_lazy("{actor} opened the job {job} <b>{title}</b>")
    icon = "briefcase"


@dataclass(frozen=True, kw_only=True)
class JobMoved(OfJob):
    code = "job.moved"
    called = gettext_lazy("Job moved")
    sentence = gettext_lazy("{actor} moved the job {job} <b>{title}</b> from {before} to {after}")
    icon = "arrow-right-left"

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class JobChanged(OfJob):
    code = "job.changed"
    called = gettext_lazy("Job changed")
    sentence = gettext_lazy("{actor} changed the job {job} <b>{title}</b>: {what}")
    icon = "pencil"

    what: str


@dataclass(frozen=True, kw_only=True)
class JobGiven(OfJob):
    code = "job.given"
    called = gettext_lazy("Manager of a job changed")
    sentence = gettext_lazy("{actor} made {manager} the manager of the job {job} <b>{title}</b>")
    icon = "user-round-cog"

    manager: str


@dataclass(frozen=True, kw_only=True)
class JobCompleted(OfJob):
    code = "job.completed"
    called = gettext_lazy("Job completed")
    sentence = gettext_lazy("{actor} completed the job {job} <b>{title}</b>{outcome}")
    icon = "circle-check"

    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class JobBinned(OfJob):
    code = "job.binned"
    called = gettext_lazy("Job put into the bin")
    sentence = gettext_lazy("{actor} put the job {job} <b>{title}</b> into the bin")
    icon = "trash-2"


@dataclass(frozen=True, kw_only=True)
class JobRestored(OfJob):
    code = "job.restored"
    called = gettext_lazy("Job brought back")
    sentence = gettext_lazy("{actor} brought the job {job} <b>{title}</b> back from the bin")
    icon = "archive-restore"


@dataclass(frozen=True, kw_only=True)
class ClientLinked(OfJob):
    code = "job.linked"
    called = gettext_lazy("Client linked to a job")
    sentence = gettext_lazy("{actor} linked {client} to the job {job} <b>{title}</b> as {part}")
    icon = "link"

    part: str


@dataclass(frozen=True, kw_only=True)
class ClientPartChanged(OfJob):
    code = "job.part_changed"
    called = gettext_lazy("Part in a job changed")
    sentence = gettext_lazy(
        "{actor} made {client} {after} of the job {job} <b>{title}</b>, which was {before} before"
    )
    icon = "link"

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ClientUnlinked(OfJob):
    code = "job.unlinked"
    called = gettext_lazy("Client taken off a job")
    sentence = gettext_lazy("{actor} took {client} off the job {job} <b>{title}</b>")
    icon = "unlink"


@dataclass(frozen=True, kw_only=True)
class IncidentReported(OfJob):
    code = "job.incident"
    called = gettext_lazy("Incident reported")
    sentence = gettext_lazy("{actor} reported an incident on the job {job} <b>{title}</b>: {what}")
    icon = "triangle-alert"
    wipes = frozenset({"what"})

    what: str


@dataclass(frozen=True, kw_only=True)
class IncidentResolved(OfJob):
    code = "job.incident_resolved"
    called = gettext_lazy("Incident resolved")
    sentence = gettext_lazy("{actor} resolved an incident on the job {job} <b>{title}</b>: {what}")
    icon = "shield-check"
    wipes = frozenset({"what"})

    what: str


@dataclass(frozen=True, kw_only=True)
class CandidateMoved(OfJob):
    code = "job.candidate"
    called = gettext_lazy("Candidate moved")
    sentence = gettext_lazy("{actor} put {who} to {after} for the job {job} <b>{title}</b>")
    icon = "user-round-check"
    wipes = frozenset({"who"})

    who: str
    after: str
