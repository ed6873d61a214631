"""A line of the demo's history as the event it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from atrium.clients.events import (
    ClientAdded,
    ContactLinked,
    DetailChanged,
    LocationAdded,
    OwnerChanged,
    StatusChanged,
    TagAdded,
)
from atrium.timeline.kinds import Kind

type Story = Callable[[Mapping[str, str]], Kind]

STORIES: dict[str, Story] = {
    "created": lambda _said: ClientAdded(),
    "status": lambda said: StatusChanged(before=said["before"], after=said["after"]),
    "field": lambda said: DetailChanged(
        field="", label=said["field"], before=said["before"], after=said["after"]
    ),
    "contact": lambda said: ContactLinked(contact=said["name"]),
    "location": lambda said: LocationAdded(type="address", address=said["label"]),
    "tag": lambda said: TagAdded(tag=said["tag"]),
    "owner": lambda said: OwnerChanged(before=said["before"], after=said["after"]),
}
