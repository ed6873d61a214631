"""Tasks that the tests enqueue."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.tasks import TaskContext, task

from atrium.queue.policy import policy

DONE: list[Any] = []
WHOSE: ContextVar[str | None] = ContextVar("whose", default=None)


class PermanentError(Exception):
    """An error that no further attempt mends."""


@task
def note(word: str) -> str:
    DONE.append(word)
    return word.upper()


@task(priority=10)
def note_first(word: str) -> None:
    DONE.append(word)


@task
@policy(attempts=3, first_wait=timedelta(seconds=60), longest_wait=timedelta(minutes=3))
def break_down(word: str) -> None:
    msg = f"no {word}\x00"
    raise RuntimeError(msg)


@task
@policy(give_up_on=(PermanentError,))
def break_for_good() -> None:
    raise PermanentError


@task
def leave_the_process() -> None:
    raise SystemExit(3)


@task
@policy(key=lambda client: f"recount:{client}")
def recount(client: int) -> None:
    DONE.append(client)


@task
@policy(key=lambda client: f"busy:{client}")
def recount_while_busy(client: int) -> None:
    """Somebody asks for the same while it runs, the first time."""
    DONE.append(client)
    if len(DONE) == 1:
        recount_while_busy.enqueue(client)


@task
def answer_no_json() -> object:
    return object()


@task
def tell_where_it_runs() -> None:
    DONE.append((WHOSE.get(), transaction.get_connection().in_atomic_block))


@task(takes_context=True)
def tell_attempt(context: TaskContext[Any, Any], word: str) -> None:
    DONE.append((context.attempt, word))


@task
async def note_async(word: str) -> None:
    DONE.append(word)


@task
def tick() -> None:
    DONE.append("tick")
