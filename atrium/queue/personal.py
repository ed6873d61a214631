"""What the queue keeps: keys of rows. Where a task failed, its report may quote what it worked on."""

from atrium.foundation.personal import keeps, plain
from atrium.foundation.translation import gettext_lazy

plain("queue.Schedule", "name")
keeps(
    "queue.TaskRun",
    why=gettext_lazy("To run a task again after a crash, and to say why one failed."),
    words="args kwargs errors result",
    plain="task context backend queue_name dedupe_key worker_id",
)
