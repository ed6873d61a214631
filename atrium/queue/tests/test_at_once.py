from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from atrium.queue.models import Schedule, TaskRun
from atrium.testing.processes import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)
ALICE, BOB, CHARLIE = "alice", "bob", "charlie"


def enqueue_ten(key: str) -> list[str]:
    now = timezone.now()
    runs = [
        TaskRun(task="x", dedupe_key=key, run_after=now, enqueued_at=now).enqueue()
        for _ in range(10)
    ]
    return [str(run.public_id) for run in runs]


def claim_all(worker_id: str) -> list[int]:
    claimed = []
    while runs := TaskRun.claim(worker_id=worker_id, lease=timedelta(minutes=1), limit=3):
        claimed += [run.pk for run in runs]
    return claimed


def take_tick(name: str) -> bool:
    return Schedule.take(name, timezone.now().replace(hour=0, minute=0, second=0, microsecond=0))


def test_the_same_key_from_three_at_once_is_one_run() -> None:
    outcomes = run_at_once(enqueue_ten, [("recount:7",)] * 3)
    assert [outcome.error for outcome in outcomes] == ["", "", ""]
    run = TaskRun.objects.get()
    assert [set(outcome.value) for outcome in outcomes] == [{str(run.public_id)}] * 3


def test_three_workers_at_once_share_the_runs_without_overlap() -> None:
    now = timezone.now()
    for _ in range(60):
        TaskRun(task="x", run_after=now, enqueued_at=now).enqueue()
    outcomes = run_at_once(claim_all, [(ALICE,), (BOB,), (CHARLIE,)])
    assert [outcome.error for outcome in outcomes] == ["", "", ""]
    claimed = [pk for outcome in outcomes for pk in outcome.value]
    assert sorted(claimed) == sorted(TaskRun.objects.values_list("pk", flat=True))


def test_a_tick_is_taken_by_one_of_three() -> None:
    Schedule.objects.create(name="nightly", last_tick=timezone.now() - timedelta(days=3))
    outcomes = run_at_once(take_tick, [("nightly",)] * 3)
    assert sorted(outcome.value for outcome in outcomes) == [False, False, True]
