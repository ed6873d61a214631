from django.db import models

from atrium.foundation.translation import gettext_lazy


class Stage(models.TextChoices):
    """How far an import is."""

    READ = "read", gettext_lazy("Match columns")
    PLANNING = "planning", gettext_lazy("Being checked")
    PLANNED = "planned", gettext_lazy("Ready to run")
    RUNNING = "running", gettext_lazy("Running")
    DONE = "done", gettext_lazy("Done")
    FAILED = "failed", gettext_lazy("Failed")
    STOPPED = "stopped", gettext_lazy("Stopped")
    UNDOING = "undoing", gettext_lazy("Being undone")
    UNDONE = "undone", gettext_lazy("Undone")


class Mode(models.TextChoices):
    """What may become of a row whose client is here already, or is not."""

    CREATE = "create", gettext_lazy("Add new clients, leave the others as they are")
    UPDATE = "update", gettext_lazy("Update the clients that are here, add none")
    BOTH = "both", gettext_lazy("Update the clients that are here and add the others")


# Why something else cannot begin at a stage.
NOT_NOW = {
    Stage.READ: gettext_lazy("Match the columns first."),
    Stage.PLANNING: gettext_lazy("The file is being checked; wait until it is done."),
    Stage.PLANNED: gettext_lazy("This import has not run yet."),
    Stage.RUNNING: gettext_lazy("This import is running already."),
    Stage.DONE: gettext_lazy("This import is done already."),
    Stage.FAILED: gettext_lazy("This import failed; upload the file again."),
    Stage.STOPPED: gettext_lazy("This import was stopped; undo it or go on with it."),
    Stage.UNDOING: gettext_lazy("This import is being undone already."),
    Stage.UNDONE: gettext_lazy("This import was undone already."),
}

TONES = {Stage.DONE: "good", Stage.FAILED: "bad", Stage.STOPPED: "warn", Stage.PLANNED: "info"}
