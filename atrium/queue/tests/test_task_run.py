from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.tasks import TaskResultStatus as Status
from django.tasks.exceptions import TaskResultDoesNotExist
from django.utils import timezone

from atrium.foundation.registry import Registry
from atrium.queue import context
from atrium.queue.facts import QueueState, queue_state
from atrium.queue.models import TaskRun
from atrium.queue.models.task_run import LOSSES_BEFORE_GIVING_UP
from atrium.queue.policy import Policy
from atrium.queue.tests import sample_tasks as tasks
from atrium.queue.worker import Worker

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEASE = timedelta(seconds=30)


def claim(worker_id: str = "one", limit: int = 10) -> list[TaskRun]:
    return TaskRun.claim(worker_id=worker_id, lease=LEASE, limit=limit)


def test_a_task_runs_and_its_answer_is_kept(done: list[Any]) -> None:
    result = tasks.note.enqueue("hello")
    assert result.status == Status.READY
    assert Worker().run_due() == 1
    result.refresh()
    assert done == ["hello"]
    assert (result.status, result.return_value, result.attempts) == (Status.SUCCESSFUL, "HELLO", 1)
    assert tasks.note.get_result(result.id).args == ["hello"]


def test_an_unknown_result_does_not_exist() -> None:
    for wrong in ("nonsense", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(TaskResultDoesNotExist):
            tasks.note.get_result(wrong)


def test_a_task_enqueued_in_a_transaction_that_fails_is_not_there(done: list[Any]) -> None:
    with transaction.atomic():
        tasks.note.enqueue("never")
        tasks.recount.enqueue(7)
        transaction.set_rollback(True)
    assert Worker().run_due() == 0
    assert done == []


def test_arguments_that_are_not_json_are_refused() -> None:
    with pytest.raises(TypeError):
        tasks.note.enqueue(object())  # type: ignore[arg-type]
    assert not TaskRun.objects.exists()


def test_the_urgent_run_first_then_the_oldest(done: list[Any]) -> None:
    tasks.note.enqueue("a")
    tasks.note.enqueue("b")
    tasks.note_first.enqueue("urgent")
    Worker().run_due()
    assert done == ["urgent", "a", "b"]


def test_a_deferred_task_waits_for_its_time(done: list[Any]) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tasks.note.using(run_after=NOON + timedelta(hours=1)).enqueue("later")
        assert Worker().run_due() == 0
        clock.shift(timedelta(hours=1))
        assert Worker().run_due() == 1
    assert done == ["later"]


def test_a_worker_of_one_queue_leaves_the_others(done: list[Any]) -> None:
    tasks.note.using(queue_name="mail").enqueue("letter")
    tasks.note.enqueue("sums")
    Worker(queues=["mail"]).run_due()
    assert done == ["letter"]


def test_two_claims_never_get_the_same_run() -> None:
    for number in range(5):
        tasks.note.enqueue(str(number))
    first, second = claim("one", limit=3), claim("two", limit=3)
    assert [run.args for run in first + second] == [["0"], ["1"], ["2"], ["3"], ["4"]]
    assert claim("three") == []


def test_a_lost_run_starts_again_when_its_lease_has_lapsed(done: list[Any]) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tasks.break_down.using(queue_name="x").enqueue("luck")
        [lost] = claim("the dead")
        clock.shift(LEASE - timedelta(seconds=1))
        assert TaskRun.reclaim() == []
        clock.shift(1)
        assert TaskRun.reclaim(sparing=[lost.pk]) == []
        assert TaskRun.reclaim() == [lost]
        [again] = claim("the living")
    assert (again.pk, again.attempts, again.losses, again.failures) == (lost.pk, 2, 1, 1)
    assert again.worker_ids == ["the dead", "the living"]
    assert not lost.succeed("too late")
    assert again.succeed("in time")
    assert TaskRun.objects.get().result == "in time"


def test_a_heartbeat_holds_the_lease() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tasks.note.enqueue("long")
        [run] = claim("one")
        clock.shift(20)
        assert TaskRun.extend([run.pk], worker_id="two", lease=LEASE) == 0
        assert TaskRun.extend([run.pk], worker_id="one", lease=LEASE) == 1
        clock.shift(20)
        assert TaskRun.reclaim() == []


def test_a_run_that_kills_every_worker_is_given_up() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tasks.note.enqueue("poison")
        for _ in range(LOSSES_BEFORE_GIVING_UP):
            assert len(claim()) == 1
            clock.shift(LEASE)
            TaskRun.reclaim()
        assert claim() == []
    run = TaskRun.objects.get()
    assert (run.status, run.losses) == (Status.FAILED, LOSSES_BEFORE_GIVING_UP)


def test_a_failing_task_waits_longer_each_time_then_gives_up_and_keeps_the_trace() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        result = tasks.break_down.enqueue("luck")
        waits = []
        while Worker().run_due():
            run = TaskRun.objects.get()
            if run.status == Status.READY:
                waits.append((run.run_after - timezone.now()).total_seconds())
                clock.move_to(run.run_after)
    assert [45 <= waits[0] <= 75, 90 <= waits[1] <= 150, len(waits)] == [True, True, 2]
    result.refresh()
    assert (result.status, result.attempts) == (Status.FAILED, 3)
    assert [error.exception_class for error in result.errors] == [RuntimeError] * 3
    assert "RuntimeError: no luck" in result.errors[0].traceback


def test_waits_double_up_to_a_cap() -> None:
    policy = Policy(first_wait=timedelta(seconds=8), longest_wait=timedelta(seconds=60))
    for failures, middle in enumerate([8, 16, 32, 60, 60], start=1):
        assert 0.75 * middle <= policy.wait(failures).total_seconds() <= 1.25 * middle
    assert policy.wait(10_000).total_seconds() <= 75


def test_an_error_that_no_attempt_mends_ends_it_at_once() -> None:
    result = tasks.break_for_good.enqueue()
    Worker().run_due()
    result.refresh()
    assert (result.status, result.attempts) == (Status.FAILED, 1)


@pytest.mark.parametrize("breaking", [tasks.leave_the_process, tasks.answer_no_json])
def test_the_worker_outlives_whatever_a_task_does(breaking: Any, done: list[Any]) -> None:
    result = breaking.enqueue()
    tasks.note.enqueue("next")
    assert Worker().run_due() == 2
    result.refresh()
    assert (result.status, len(result.errors), done) == (Status.READY, 1, ["next"])


def test_a_task_whose_code_is_gone_fails_in_words() -> None:
    tasks.note.enqueue("x")
    TaskRun.objects.update(task="atrium.queue.tests.sample_tasks.gone")
    Worker().run_due()
    assert "gone" in TaskRun.objects.get().errors[0]["trace"]


def test_the_same_key_waits_once(done: list[Any]) -> None:
    first = tasks.recount.enqueue(7)
    assert tasks.recount.enqueue(7).id == first.id
    assert tasks.recount.enqueue(8).id != first.id
    assert Worker().run_due() == 2
    assert done == [7, 8]
    assert tasks.recount.enqueue(7).id != first.id


def test_the_same_key_asked_for_during_the_run_runs_once_more(done: list[Any]) -> None:
    tasks.recount_while_busy.enqueue(7)
    assert Worker().run_due() == 2
    assert done == [7, 7]
    assert set(TaskRun.objects.values_list("status", flat=True)) == {Status.SUCCESSFUL}


def test_a_run_stands_where_it_was_enqueued(
    done: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def enter(whose: str) -> Iterator[None]:
        token = tasks.WHOSE.set(whose)
        yield
        tasks.WHOSE.reset(token)

    monkeypatch.setattr(context, "CONTEXTS", Registry())
    context.carry("whose", capture=tasks.WHOSE.get, enter=enter)
    with pytest.raises(ValueError, match="'whose' is registered twice"):
        context.carry("whose", capture=tasks.WHOSE.get, enter=enter)
    tasks.tell_where_it_runs.enqueue()
    with enter("Alice"):
        tasks.tell_where_it_runs.enqueue()
    Worker().run_due()
    assert [whose for whose, _ in done] == [None, "Alice"]
    assert tasks.WHOSE.get() is None


@pytest.mark.django_db(transaction=True)
def test_a_task_runs_outside_of_any_transaction(done: list[Any]) -> None:
    tasks.tell_where_it_runs.enqueue()
    Worker().run_due()
    assert done == [(None, False)]


def test_a_task_may_know_its_attempt_or_be_async(done: list[Any]) -> None:
    tasks.tell_attempt.enqueue("x")
    tasks.note_async.enqueue("y")
    Worker().run_due()
    assert done == [(1, "x"), "y"]


def test_the_state_of_the_queue() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tasks.break_for_good.enqueue()
        Worker().run_due()
        tasks.note.enqueue("running")
        claim()
        tasks.note.enqueue("waiting")
        tasks.note.using(run_after=NOON + timedelta(days=1)).enqueue("deferred")
        clock.shift(40)
        assert queue_state() == QueueState(
            due=1,
            deferred=1,
            running=1,
            lapsed=1,
            failed=1,
            oldest_due_seconds=40.0,
            idle_seconds=0.0,
        )
