from __future__ import annotations

from django.db import models

from atrium.foundation.translation import gettext_lazy


class Level(models.IntegerChoices):
    """How much of a message is seen by those who neither wrote it nor keep a mailbox that holds it (X10)."""

    NOBODY = 0, gettext_lazy("Nobody else")
    EXISTS = 1, gettext_lazy("Only that it exists")
    SUBJECT = 2, gettext_lazy("Subject only")
    ALL = 3, gettext_lazy("Everyone who sees the client")
