from __future__ import annotations

from atrium.foundation.causes import CHANGED
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext


class ChangedSince(Refusal):
    """What the request was to change holds another value by now."""

    cause = CHANGED

    def __init__(self, labels: list[str]) -> None:
        names = ", ".join(map(str, labels))
        super().__init__(
            gettext("Changed since this was asked for: {names}. Reject it, or ask anew.").format(
                names=names
            )
        )
