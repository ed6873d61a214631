from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class ActUndone(Kind):
    code = "act.undone"
    called = gettext_lazy("Change undone")
    sentence = gettext_lazy("{actor} undid: {what}")
    icon = "undo-2"

    what: str
