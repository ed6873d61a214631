"""What can happen to the locations of a client."""

from dataclasses import dataclass

from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class LocationAdded(Kind):
    code = "client.location_added"
    sentence = "{actor} added the {type} <b>{address}</b>"
    icon = "map-pin"
    wipes = frozenset({"address"})

    type: str
    address: str


@dataclass(frozen=True, kw_only=True)
class LocationChanged(Kind):
    code = "client.location_changed"
    sentence = "{actor} changed the {type} from <b>{before}</b> to <b>{after}</b>"
    icon = "map-pin"
    wipes = frozenset({"before", "after"})

    type: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class LocationRemoved(Kind):
    code = "client.location_removed"
    sentence = "{actor} removed the {type} <b>{address}</b>"
    icon = "map-pin"
    wipes = frozenset({"address"})

    type: str
    address: str
