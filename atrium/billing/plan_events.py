"""What can happen to the recurring invoices of a client, as its timeline tells it."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class OfPlan(Kind):
    """What every event of a recurring invoice says: which one."""

    strand = Strand.MONEY

    plan: str


@dataclass(frozen=True, kw_only=True)
class PlanBegun(OfPlan):
    code = "recurring.begun"
    called = gettext_lazy("Recurring invoice set up")
    sentence = gettext_lazy("{actor} set up the recurring invoice <b>{plan}</b>: {rhythm}, {shown}")
    icon = "repeat"

    rhythm: str
    shown: str


@dataclass(frozen=True, kw_only=True)
class PlanChanged(OfPlan):
    code = "recurring.changed"
    called = gettext_lazy("Recurring invoice changed")
    sentence = gettext_lazy("{actor} changed the recurring invoice <b>{plan}</b>")
    icon = "repeat"


@dataclass(frozen=True, kw_only=True)
class PlanPaused(OfPlan):
    code = "recurring.paused"
    called = gettext_lazy("Recurring invoice paused")
    sentence = gettext_lazy("{actor} paused the recurring invoice <b>{plan}</b>{why}")
    icon = "circle-pause"
    wipes = frozenset({"why"})

    why: str


@dataclass(frozen=True, kw_only=True)
class PlanResumed(OfPlan):
    code = "recurring.resumed"
    called = gettext_lazy("Recurring invoice resumed")
    sentence = gettext_lazy("{actor} let the recurring invoice <b>{plan}</b> go on, {how}")
    icon = "circle-play"

    how: str


@dataclass(frozen=True, kw_only=True)
class PlanEnded(OfPlan):
    code = "recurring.ended"
    called = gettext_lazy("Recurring invoice ended")
    sentence = gettext_lazy("{actor} ended the recurring invoice <b>{plan}</b>")
    icon = "circle-stop"


@dataclass(frozen=True, kw_only=True)
class PlanDiscarded(OfPlan):
    code = "recurring.discarded"
    called = gettext_lazy("Recurring invoice thrown away")
    sentence = gettext_lazy("{actor} threw the recurring invoice {plan} away")
    icon = "trash-2"


@dataclass(frozen=True, kw_only=True)
class PlanStopped(OfPlan):
    code = "recurring.stopped"
    called = gettext_lazy("Recurring invoice stopped")
    sentence = gettext_lazy("The recurring invoice <b>{plan}</b> stopped before {period}: {why}")
    icon = "circle-alert"
    wipes = frozenset({"why"})

    period: str
    why: str


@dataclass(frozen=True, kw_only=True)
class PlanDrafted(OfPlan):
    code = "recurring.drafted"
    called = gettext_lazy("Recurring invoice drafted")
    sentence = gettext_lazy(
        "The recurring invoice <b>{plan}</b> made a draft of <b>{shown}</b> for {period}"
    )
    icon = "file-pen-line"

    period: str
    shown: str


@dataclass(frozen=True, kw_only=True)
class PlanNotSent(OfPlan):
    code = "recurring.not_sent"
    called = gettext_lazy("Recurring invoice not sent")
    sentence = gettext_lazy(
        "{invoice} of the recurring invoice <b>{plan}</b> was issued but not sent: {why}"
    )
    icon = "circle-alert"
    wipes = frozenset({"why"})

    invoice: str
    why: str
