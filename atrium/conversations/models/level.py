from __future__ import annotations

from django.db import models


class Level(models.IntegerChoices):
    """How much of a message is seen by those who neither wrote it nor keep a mailbox that holds it (X10)."""

    NOBODY = 0, "Nobody else"
    EXISTS = 1, "Only that it exists"
    SUBJECT = 2, "Subject only"
    ALL = 3, "Everyone who sees the client"
