from __future__ import annotations

from django.db import models


class Scope(models.TextChoices):
    """Which of a repeated meeting a change means."""

    ONE = "one", "This meeting only"
    FOLLOWING = "following", "This and the following"
    ALL = "all", "All that are still to come"
