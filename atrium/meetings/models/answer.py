"""What somebody who is asked to a meeting says."""

from django.db import models

from atrium.foundation.translation import gettext, gettext_lazy


class Answer(models.TextChoices):
    """Whether someone comes; the words of RFC 5545 (3.2.12) in ``partstat``."""

    NONE = "", gettext_lazy("No answer yet")
    YES = "accepted", gettext_lazy("Comes")
    NO = "declined", gettext_lazy("Does not come")
    PERHAPS = "tentative", gettext_lazy("May come")

    @property
    def partstat(self) -> str:
        return self.value.upper() or "NEEDS-ACTION"

    @property
    def told(self) -> str:
        """As the timeline tells it: they … the meeting."""
        words = {
            self.YES: gettext("accepted"),
            self.NO: gettext("declined"),
            self.PERHAPS: gettext("may come to"),
        }
        return words.get(self, gettext("took back their answer to"))
