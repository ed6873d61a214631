"""What can happen to an e-mail address, a phone or a link."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class PointAdded(Kind):
    code = "client.point_added"
    called = gettext_lazy("Phone, e-mail or link added")
    sentence = gettext_lazy("{actor} added the {what} <b>{value}</b>{whose}")
    icon = "at-sign"
    wipes = frozenset({"value", "whose"})

    what: str
    value: str
    whose: str = ""


@dataclass(frozen=True, kw_only=True)
class PointChanged(Kind):
    code = "client.point_changed"
    called = gettext_lazy("Phone, e-mail or link changed")
    sentence = gettext_lazy(
        "{actor} changed the {what} from <b>{before}</b> to <b>{after}</b>{whose}"
    )
    icon = "at-sign"
    wipes = frozenset({"before", "after", "whose"})

    what: str
    before: str
    after: str
    whose: str = ""


@dataclass(frozen=True, kw_only=True)
class PointRemoved(Kind):
    code = "client.point_removed"
    called = gettext_lazy("Phone, e-mail or link removed")
    sentence = gettext_lazy("{actor} removed the {what} <b>{value}</b>{whose}")
    icon = "at-sign"
    wipes = frozenset({"value", "whose"})

    what: str
    value: str
    whose: str = ""
