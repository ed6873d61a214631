from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event, Thread

import structlog
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from atrium.queue.attempt import Attempt, freshen
from atrium.queue.models.task_run import TaskRun
from atrium.queue.periodic import enqueue_due

LEASE = timedelta(seconds=30)
HEARTBEATS_PER_LEASE = 6
SHORTEST_PAUSE, LONGEST_PAUSE = 0.02, 0.5
WATCH_EVERY = 1.0

log = structlog.get_logger("atrium.queue")


class Worker:
    """Takes due runs and runs them in a few threads, until stopped.

    Each running run is held by a lease that a heartbeat extends; where a worker dies, its leases lapse and
    any other worker, or its successor, starts those runs again.
    """

    def __init__(
        self, *, threads: int = 4, queues: Collection[str] = (), lease: timedelta = LEASE
    ) -> None:
        self.id = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.threads = threads
        self.queues = tuple(queues)
        self.lease = lease
        self._running: dict[int, Future[None]] = {}
        self._stopping = False
        # Unlike an Event, its put() is safe in a signal handler.
        self._wake: SimpleQueue[None] = SimpleQueue()
        self._watch_at = 0.0
        self._ticks: dict[str, datetime] = {}

    def stop(self) -> None:
        """Take nothing new; safe in a signal handler."""
        self._stopping = True
        self._wake.put(None)

    def run(self, *, grace: timedelta = timedelta(seconds=25)) -> int:
        """Work until stopped, then finish what runs within ``grace``; answers how many had to be left.

        Those left are started again by another worker when their lease lapses. The caller must then end
        the process at once, as the threads cannot be ended.
        """
        autodiscover_modules("tasks")
        log.info("worker started", worker=self.id, threads=self.threads)
        ended = Event()
        heart = Thread(target=self._beat, args=(ended,), name="heartbeat", daemon=True)
        heart.start()
        pool = ThreadPoolExecutor(self.threads, thread_name_prefix="task")
        pause = SHORTEST_PAUSE
        while not self._stopping:
            pause = SHORTEST_PAUSE if self._take(pool) else min(pause * 1.5, LONGEST_PAUSE)
            self._sleep(pause)
        deadline = time.monotonic() + grace.total_seconds()
        while self._running and time.monotonic() < deadline:
            self._sleep(LONGEST_PAUSE)
        left = len(self._running)
        pool.shutdown(wait=not left)
        ended.set()
        log.info("worker stopped", worker=self.id, left=left)
        return left

    def run_due(self) -> int:
        """Run all that is due, one after the other in this thread, and answer how many attempts it took."""
        attempts = 0
        TaskRun.reclaim()
        while runs := TaskRun.claim(
            worker_id=self.id, lease=self.lease, limit=1, queues=self.queues
        ):
            self._attempt(runs[0])
            attempts += 1
        return attempts

    def _take(self, pool: ThreadPoolExecutor) -> int:
        """Start as many due runs as there are free threads; a database that is away is waited for."""
        freshen()
        try:
            self._watch()
            free = self.threads - len(self._running)
            if not free or not self._anything_due():
                return 0
            runs = TaskRun.claim(
                worker_id=self.id, lease=self.lease, limit=free, queues=self.queues
            )
        except (DatabaseError, InterfaceError) as error:
            log.warning("queue cannot be read", error=str(error))
            connection.close()
            time.sleep(LONGEST_PAUSE)
            return 0
        for run in runs:
            self._running[run.pk] = future = pool.submit(self._attempt, run)
            future.add_done_callback(partial(self._ended, run.pk))
        return len(runs)

    def _anything_due(self) -> bool:
        # A plain read, so that an idle worker never asks SQLite for the write lock.
        return TaskRun.objects.all().due(timezone.now()).in_queues(self.queues).exists()

    def _watch(self) -> None:
        """Once a second: put back what others lost, and enqueue what the clock brings."""
        if time.monotonic() < self._watch_at:
            return
        self._watch_at = time.monotonic() + WATCH_EVERY
        # A long write on SQLite can keep the heartbeat out; what this process runs itself is not lost.
        mine = set(self._running)
        if TaskRun.objects.all().lapsed(timezone.now()).exclude(pk__in=mine).exists():
            for run in TaskRun.reclaim(sparing=mine):
                log.warning(
                    "lease lapsed", task=run.task, run=str(run.public_id), losses=run.losses
                )
        enqueue_due(self._ticks)

    def _attempt(self, run: TaskRun) -> None:
        try:
            Attempt(run).perform()
        except (DatabaseError, InterfaceError) as error:
            # Its lease lapses, and it runs again.
            log.warning(
                "end of task not recorded", task=run.task, run=str(run.public_id), error=str(error)
            )

    def _ended(self, pk: int, _: Future[None]) -> None:
        self._running.pop(pk, None)
        self._wake.put(None)

    def _sleep(self, seconds: float) -> None:
        """Wait this long, or until a task has ended."""
        try:
            self._wake.get(timeout=seconds)
            while True:
                self._wake.get_nowait()
        except Empty:
            return

    def _beat(self, ended: Event) -> None:
        while not ended.wait(self.lease.total_seconds() / HEARTBEATS_PER_LEASE):
            freshen()
            ids = list(self._running)
            if not ids:
                continue
            try:
                TaskRun.extend(ids, worker_id=self.id, lease=self.lease)
            except (DatabaseError, InterfaceError) as error:
                log.warning("heartbeat missed", worker=self.id, error=str(error))
                connection.close()
        connection.close()
