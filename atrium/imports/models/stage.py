from django.db import models


class Stage(models.TextChoices):
    """How far an import is."""

    READ = "read", "Match columns"
    PLANNING = "planning", "Being checked"
    PLANNED = "planned", "Ready to run"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"


class Mode(models.TextChoices):
    """What may become of a row whose client is here already, or is not."""

    CREATE = "create", "Add new clients, leave the others as they are"
    UPDATE = "update", "Update the clients that are here, add none"
    BOTH = "both", "Update the clients that are here and add the others"


# Why something else cannot begin at a stage.
NOT_NOW = {
    Stage.READ: "Match the columns first.",
    Stage.PLANNING: "The file is being checked; wait until it is done.",
    Stage.PLANNED: "This import has not run yet.",
    Stage.RUNNING: "This import is running already.",
    Stage.DONE: "This import is done already.",
    Stage.FAILED: "This import failed; upload the file again.",
    Stage.STOPPED: "This import was stopped; undo it or go on with it.",
    Stage.UNDOING: "This import is being undone already.",
    Stage.UNDONE: "This import was undone already.",
}

TONES = {Stage.DONE: "good", Stage.FAILED: "bad", Stage.STOPPED: "warn", Stage.PLANNED: "info"}
