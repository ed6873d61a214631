from atrium.timeline.models.act import Act, Change, Operation
from atrium.timeline.models.erasing import Erasing
from atrium.timeline.models.event import Event

__all__ = ["Act", "Change", "Erasing", "Event", "Operation"]
