from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.tasks import TaskResultStatus as Status

from atrium.foundation.registry import Registry
from atrium.queue import periodic
from atrium.queue.doctor import queue
from atrium.queue.models import TaskRun
from atrium.queue.tasks import prune
from atrium.queue.tests import sample_tasks as tasks
from atrium.queue.worker import Worker

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def hourly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "PERIODICS", Registry())
    periodic.periodic(every=timedelta(hours=1), name="hourly")(tasks.tick)


def test_each_tick_is_enqueued_once_by_two_workers() -> None:
    one: dict[str, datetime] = {}
    two: dict[str, datetime] = {}
    with time_machine.travel(NOON, tick=False) as clock:
        counts = []
        for _ in range(3):
            counts.append([periodic.enqueue_due(one), periodic.enqueue_due(two)])
            clock.shift(timedelta(hours=1))
    assert counts == [[0, 0], [1, 0], [1, 0]]
    assert TaskRun.objects.count() == 2


def test_what_was_missed_is_run_once() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        periodic.enqueue_due({})
        clock.shift(timedelta(hours=100, minutes=5))
        assert periodic.enqueue_due({}) == 1
        assert periodic.enqueue_due({}) == 0
        clock.shift(timedelta(minutes=54))
        assert periodic.enqueue_due({}) == 0
        clock.shift(timedelta(minutes=1))
        assert periodic.enqueue_due({}) == 1


def test_an_idle_worker_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    seen: dict[str, datetime] = {}
    periodic.enqueue_due(seen, NOON)
    with django_assert_num_queries(0):
        periodic.enqueue_due(seen, NOON + timedelta(minutes=59))


def test_daily_is_at_a_time_of_the_servers_zone(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    daily = periodic.Periodic("daily", tasks.tick, timedelta(days=1), time(3, 40))
    before_summer = daily.last_tick(datetime(2026, 3, 28, 12, tzinfo=UTC))
    in_summer = daily.last_tick(datetime(2026, 3, 29, 12, tzinfo=UTC))
    too_early = daily.last_tick(datetime(2026, 3, 29, 1, tzinfo=UTC))
    assert before_summer == datetime(2026, 3, 28, 2, 40, tzinfo=UTC)
    assert in_summer == datetime(2026, 3, 29, 1, 40, tzinfo=UTC)
    assert too_early == before_summer


def test_a_rhythm_must_be_given_and_a_name_is_unique() -> None:
    for wrong in ({}, {"every": timedelta(0)}, {"every": timedelta(1), "at": time(3)}):
        with pytest.raises(ValueError, match="needs either"):
            periodic.periodic(name="wrong", **wrong)
    with pytest.raises(ValueError, match="registered twice"):
        periodic.periodic(every=timedelta(hours=2), name="hourly")(tasks.tick)


def test_old_runs_are_pruned_and_failed_ones_kept_thirty_days() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tasks.break_for_good.enqueue()
        tasks.note.enqueue("x")
        tasks.note.using(run_after=NOON + timedelta(days=90)).enqueue("waiting")
        Worker().run_due()
        left = []
        for days in (1, 2, 26, 2):
            clock.shift(timedelta(days=days, seconds=1))
            prune.call()
            left.append(list(TaskRun.objects.order_by("pk").values_list("status", flat=True)))
    everything = [Status.FAILED, Status.SUCCESSFUL, Status.READY]
    no_success = [Status.FAILED, Status.READY]
    assert left == [everything, no_success, no_success, [Status.READY]]


def test_the_doctor_notices_that_no_worker_lives_where_nothing_waits() -> None:
    def told() -> list[str]:
        return [f"{verdict} {words}" for verdict, words in queue()]

    with time_machine.travel(NOON, tick=False) as clock:
        assert told() == ["good 0 tasks are due, 0 run."]
        periodic.enqueue_due({})
        clock.shift(timedelta(minutes=3))
        assert told() == ["good 0 tasks are due, 0 run."]
        clock.shift(timedelta(minutes=1))
        [said] = told()
        assert "No worker has looked at the clock for 4 minutes. Is a worker running?" in said
        assert not said.startswith("good")
