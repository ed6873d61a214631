from __future__ import annotations

from django.db import models

from atrium.foundation.translation import gettext_lazy


class Scope(models.TextChoices):
    """Which of a repeated meeting a change means."""

    ONE = "one", gettext_lazy("This meeting only")
    FOLLOWING = "following", gettext_lazy("This and the following")
    ALL = "all", gettext_lazy("All that are still to come")
