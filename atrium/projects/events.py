"""What can happen to a project, as the timeline tells it. ``project`` is its number and title."""

from dataclasses import dataclass, field

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class ProjectAdded(Kind):
    code = "project.added"
    called = gettext_lazy("Project added")
    sentence = gettext_lazy("{actor} added the project <b>{project}</b>")
    icon = "folder-plus"
    strand = Strand.WORK

    project: str


@dataclass(frozen=True, kw_only=True)
class ProjectChanged(Kind):
    code = "project.changed"
    called = gettext_lazy("Project changed")
    sentence = gettext_lazy("{actor} changed {what} of the project <b>{project}</b>")
    icon = "folder-pen"
    strand = Strand.WORK

    project: str
    what: str


@dataclass(frozen=True, kw_only=True)
class ProjectMoved(Kind):
    code = "project.moved"
    called = gettext_lazy("Project moved")
    sentence = gettext_lazy("{actor} moved the project <b>{project}</b> from {before} to {after}")
    icon = "square-kanban"
    strand = Strand.WORK

    project: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ProjectGiven(Kind):
    """``to`` names who manages it now; ``members`` are the keys of those who are new to it."""

    code = "project.given"
    called = gettext_lazy("Project handed over")
    sentence = gettext_lazy("{actor} gave the project <b>{project}</b> to {to}")
    icon = "user-check"
    strand = Strand.WORK

    project: str
    to: str
    members: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ProjectDelivered(Kind):
    code = "project.delivered"
    called = gettext_lazy("Project delivered")
    sentence = gettext_lazy("{actor} delivered the project <b>{project}</b>")
    icon = "package-check"
    strand = Strand.WORK

    project: str


@dataclass(frozen=True, kw_only=True)
class ProjectUndelivered(Kind):
    code = "project.undelivered"
    called = gettext_lazy("Project taken up again")
    sentence = gettext_lazy("{actor} took the project <b>{project}</b> up again in {column}")
    icon = "package-open"
    strand = Strand.WORK

    project: str
    column: str


@dataclass(frozen=True, kw_only=True)
class ProjectBinned(Kind):
    code = "project.binned"
    called = gettext_lazy("Project put into the bin")
    sentence = gettext_lazy("{actor} deleted the project <b>{project}</b>")
    icon = "trash-2"
    strand = Strand.WORK

    project: str


@dataclass(frozen=True, kw_only=True)
class ProjectUnbinned(Kind):
    code = "project.unbinned"
    called = gettext_lazy("Project brought back")
    sentence = gettext_lazy("{actor} brought the project <b>{project}</b> back")
    icon = "archive-restore"
    strand = Strand.WORK

    project: str


@dataclass(frozen=True, kw_only=True)
class DeliverableAdded(Kind):
    code = "deliverable.added"
    called = gettext_lazy("Deliverable added")
    sentence = gettext_lazy("{actor} added the deliverable <b>{name}</b> to the project {project}")
    icon = "package-plus"
    strand = Strand.WORK

    project: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DeliverableRenewed(Kind):
    code = "deliverable.renewed"
    called = gettext_lazy("New version of a deliverable")
    sentence = gettext_lazy("{actor} added version {number} of <b>{name}</b>, {project}")
    icon = "history"
    strand = Strand.WORK

    project: str
    name: str
    number: int


@dataclass(frozen=True, kw_only=True)
class DeliverableRemoved(Kind):
    code = "deliverable.removed"
    called = gettext_lazy("Deliverable removed")
    sentence = gettext_lazy(
        "{actor} removed the deliverable <b>{name}</b> from the project {project}"
    )
    icon = "package-minus"
    strand = Strand.WORK

    project: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DeliverableSent(Kind):
    code = "deliverable.sent"
    called = gettext_lazy("Deliverable sent")
    sentence = gettext_lazy("{actor} sent <b>{what}</b> to {whom}, {project}")
    icon = "send"
    strand = Strand.WORK
    wipes = frozenset({"whom"})

    project: str
    what: str
    whom: str


@dataclass(frozen=True, kw_only=True)
class DeliverablePlanned(Kind):
    code = "deliverable.planned"
    called = gettext_lazy("Deliverable planned")
    sentence = gettext_lazy("{actor} lets <b>{what}</b> go to {whom} on {when}, {project}")
    icon = "clock"
    strand = Strand.WORK
    wipes = frozenset({"whom"})

    project: str
    what: str
    whom: str
    when: str


@dataclass(frozen=True, kw_only=True)
class DeliverableHeldBack(Kind):
    code = "deliverable.held_back"
    called = gettext_lazy("Deliverable not sent")
    sentence = gettext_lazy("<b>{what}</b> was not sent, {project}: {reason}")
    icon = "circle-pause"
    strand = Strand.WORK
    wipes = frozenset({"reason"})

    project: str
    what: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeliverableAnswered(Kind):
    code = "deliverable.answered"
    called = gettext_lazy("Deliverable answered")
    sentence = gettext_lazy("{who} {answer} <b>{name}</b>, {project}")
    icon = "stamp"
    strand = Strand.WORK
    wipes = frozenset({"who", "comment"})

    project: str
    name: str
    who: str
    answer: str
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class HoldOverridden(Kind):
    code = "hold.overridden"
    called = gettext_lazy("Sent although on hold")
    sentence = gettext_lazy("{actor} sent although the client is on hold ({hold}): {reason}")
    icon = "shield-alert"
    wipes = frozenset({"reason", "hold"})

    reason: str
    hold: str
