from atrium.timeline.models.act import Act, Change, Operation
from atrium.timeline.models.erasing import Erasing
from atrium.timeline.models.event import Event
from atrium.timeline.models.undoing import LeftAlone, Step, Undoing

__all__ = ["Act", "Change", "Erasing", "Event", "LeftAlone", "Operation", "Step", "Undoing"]
