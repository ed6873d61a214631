"""What the queue keeps: keys of rows. Where a task failed, its report may quote what it worked on."""

from atrium.foundation.personal import keeps, plain

plain("queue.Schedule", "name")
keeps(
    "queue.TaskRun",
    why="To run a task again after a crash, and to say why one failed.",
    words="args kwargs errors result",
    plain="task context backend queue_name dedupe_key worker_id",
)
