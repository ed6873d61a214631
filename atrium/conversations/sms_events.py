"""What can happen to SMS. Their words are shown from their rows, to those who may see them (X10)."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class SmsSent(Kind):
    """A provider took it; whether it was delivered is said on the card."""

    code = "sms.sent"
    called = gettext_lazy("SMS sent")
    sentence = gettext_lazy("{actor} sent an SMS")
    icon = "message-square"
    strand = Strand.TALK


@dataclass(frozen=True, kw_only=True)
class SmsFailed(Kind):
    """It could not be delivered; why, and a way to try again, stand on its card."""

    code = "sms.failed"
    called = gettext_lazy("SMS not delivered")
    sentence = gettext_lazy("An SMS could not be delivered")
    icon = "message-square-warning"
    strand = Strand.TALK


@dataclass(frozen=True, kw_only=True)
class SmsUnsure(Kind):
    """Nobody knows whether the provider took it; it is not sent again by itself."""

    code = "sms.unsure"
    called = gettext_lazy("SMS perhaps not sent")
    sentence = gettext_lazy("Nobody knows whether an SMS left")
    icon = "message-square-warning"
    strand = Strand.TALK


@dataclass(frozen=True, kw_only=True)
class SmsReceived(Kind):
    """It came in and was filed to the client."""

    code = "sms.received"
    called = gettext_lazy("SMS received")
    sentence = gettext_lazy("An SMS came in")
    icon = "message-square-text"
    strand = Strand.TALK
