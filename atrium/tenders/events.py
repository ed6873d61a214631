"""What can happen to a tender, as its client's timeline tells it."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class OfTender(Kind):
    """What every event of a tender says: which tender."""

    strand = Strand.WORK

    tender: str
    title: str


@dataclass(frozen=True, kw_only=True)
class TenderAdded(OfTender):
    code = "tender.added"
    called = gettext_lazy("Tender added")
    sentence = gettext_lazy("{actor} added the tender {tender} <b>{title}</b>")
    icon = "file-badge"


@dataclass(frozen=True, kw_only=True)
class TenderChanged(OfTender):
    code = "tender.changed"
    called = gettext_lazy("Tender changed")
    sentence = gettext_lazy("{actor} changed the tender {tender} <b>{title}</b>: {what}")
    icon = "pencil"

    what: str


@dataclass(frozen=True, kw_only=True)
class TenderGiven(OfTender):
    code = "tender.given"
    called = gettext_lazy("Owner of a tender changed")
    sentence = gettext_lazy("{actor} made {owner} the owner of the tender {tender} <b>{title}</b>")
    icon = "user-round-cog"

    owner: str


@dataclass(frozen=True, kw_only=True)
class TenderMoved(OfTender):
    code = "tender.moved"
    called = gettext_lazy("Tender moved")
    sentence = gettext_lazy(
        "{actor} moved the tender {tender} <b>{title}</b> from {before} to {after}"
    )
    icon = "arrow-right-left"

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class TenderReminded(OfTender):
    code = "tender.reminded"
    called = gettext_lazy("Reminder of a tender")
    sentence = gettext_lazy("The tender {tender} <b>{title}</b> is due {when}")
    icon = "alarm-clock"

    when: str


@dataclass(frozen=True, kw_only=True)
class TenderDecided(OfTender):
    """``how``: won, lost or withdrawn; ``reason`` follows a colon."""

    code = "tender.decided"
    called = gettext_lazy("Tender decided")
    sentence = gettext_lazy("{actor} marked the tender {tender} <b>{title}</b> as {how}{reason}")
    icon = "trophy"
    wipes = frozenset({"reason"})

    how: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TenderReopened(OfTender):
    code = "tender.reopened"
    called = gettext_lazy("Tender reopened")
    sentence = gettext_lazy("{actor} reopened the tender {tender} <b>{title}</b>, which was {how}")
    icon = "rotate-ccw"

    how: str


@dataclass(frozen=True, kw_only=True)
class TenderBecame(OfTender):
    code = "tender.became"
    called = gettext_lazy("Tender became work")
    sentence = gettext_lazy("The tender {tender} <b>{title}</b> became {work}")
    icon = "briefcase"

    work: str


@dataclass(frozen=True, kw_only=True)
class TenderBinned(OfTender):
    code = "tender.binned"
    called = gettext_lazy("Tender put into the bin")
    sentence = gettext_lazy("{actor} put the tender {tender} <b>{title}</b> into the bin")
    icon = "trash-2"


@dataclass(frozen=True, kw_only=True)
class TenderRestored(OfTender):
    code = "tender.restored"
    called = gettext_lazy("Tender brought back")
    sentence = gettext_lazy("{actor} brought the tender {tender} <b>{title}</b> back from the bin")
    icon = "archive-restore"
