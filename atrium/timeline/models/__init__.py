from atrium.timeline.models.act import Act, Change, Operation
from atrium.timeline.models.event import Event

__all__ = ["Act", "Change", "Event", "Operation"]
