"""What can happen to the locations of a client."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class LocationAdded(Kind):
    code = "client.location_added"
    called = gettext_lazy("Location added")
    sentence = gettext_lazy("{actor} added the {type} <b>{address}</b>")
    icon = "map-pin"
    wipes = frozenset({"address"})

    type: str
    address: str


@dataclass(frozen=True, kw_only=True)
class LocationChanged(Kind):
    code = "client.location_changed"
    called = gettext_lazy("Location changed")
    sentence = gettext_lazy("{actor} changed the {type} from <b>{before}</b> to <b>{after}</b>")
    icon = "map-pin"
    wipes = frozenset({"before", "after"})

    type: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class LocationRemoved(Kind):
    code = "client.location_removed"
    called = gettext_lazy("Location removed")
    sentence = gettext_lazy("{actor} removed the {type} <b>{address}</b>")
    icon = "map-pin"
    wipes = frozenset({"address"})

    type: str
    address: str


@dataclass(frozen=True, kw_only=True)
class ServiceAreaAdded(Kind):
    code = "client.service_area_added"
    called = gettext_lazy("Service area added")
    sentence = gettext_lazy("{actor} added a service area: {area}")
    icon = "map"

    area: str


@dataclass(frozen=True, kw_only=True)
class ServiceAreaChanged(Kind):
    code = "client.service_area_changed"
    called = gettext_lazy("Service area changed")
    sentence = gettext_lazy("{actor} changed a service area from {before} to {after}")
    icon = "map"

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ServiceAreaRemoved(Kind):
    code = "client.service_area_removed"
    called = gettext_lazy("Service area removed")
    sentence = gettext_lazy("{actor} removed a service area: {area}")
    icon = "map"

    area: str
