"""Eight processes that write at once: what went wrong, what was lost, and who waited longest."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, connection

from atrium.clients.models import Client, Status
from atrium.conversations.models import Note
from atrium.demo.large import load
from atrium.foundation.errors import Refusal
from atrium.foundation.migrating import migrate
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role

WRITERS, TURNS, CLIENTS = 8, 20, 1_000
SLUG, SHARED = "writes", 1


class Work:
    """What each writer does again and again; all of them on the same rows."""

    def __init__(self) -> None:
        self.by = Member.objects.select_related("organisation").get(role=Role.OWNER)
        self.status = Status.objects.order_by("id")[0]
        self.client = Client.objects.get(number=SHARED)

    def edit(self, turn: int, writer: int) -> None:
        """Another value for one field of one client."""
        self.client.edit(by=self.by, industry=f"{writer}-{turn}")

    def note(self, turn: int, writer: int) -> None:
        Note.write(self.client, by=self.by, html=f"<p>{writer}-{turn}</p>")

    def number(self, turn: int, writer: int) -> None:
        """A new client, with the next number."""
        Client.add(by=self.by, name=f"New {writer}-{turn}", status=self.status)


def figures() -> Iterator[dict[str, Any]]:
    """One row for each kind of work, on a small database of its own."""
    migrate()
    if not Organisation.objects.filter(slug=SLUG).exists():
        load(SLUG, clients=CLIENTS, events=0)
    for work, promise in (("edit", _edited), ("note", _noted), ("number", _numbered)):
        with current.entered(Organisation.objects.get(slug=SLUG)):
            before = promise()
            connection.close()
            began = time.perf_counter()
            errors, waits = _at_once(work)
            seconds = time.perf_counter() - began
            lost = WRITERS * TURNS - len(errors) - (promise() - before)
        yield {
            "row": f"writes: {work}",
            "errors": len(errors),
            "lost": lost,
            "longest": round(max(waits) * 1000, 1),
            "each_second": round(len(waits) / seconds),
            "note": errors[0] if errors else "",
        }


def _edited() -> int:
    """Every edit that stands has raised the version by one."""
    return int(Client.objects.get(number=SHARED).version)


def _noted() -> int:
    return int(Note.objects.filter(client__number=SHARED).count())


def _numbered() -> int:
    """The clients by their number: a gap or a number given twice shows as a difference."""
    numbers = list(Client.objects.order_by("number").values_list("number", flat=True))
    return numbers[-1] if numbers == list(range(1, len(numbers) + 1)) else -1


def _at_once(work: str) -> tuple[list[str], list[float]]:
    context = multiprocessing.get_context("fork")
    answers: Any = context.Queue()
    gate = context.Barrier(WRITERS)
    processes = [
        context.Process(target=_write, args=(work, n, gate, answers)) for n in range(WRITERS)
    ]
    for process in processes:
        process.start()
    told = [answers.get(timeout=300) for _ in processes]
    for process in processes:
        process.join()
    return [e for errors, _ in told for e in errors], [w for _, waits in told for w in waits]


def _write(work: str, writer: int, gate: Any, answers: Any) -> None:
    """One writer: connect, wait for the others, then write turn after turn."""
    errors: list[str] = []
    waits: list[float] = []
    with current.entered(Organisation.objects.get(slug=SLUG)):
        do = getattr(Work(), work)
        gate.wait()
        for turn in range(TURNS):
            began = time.perf_counter()
            try:
                do(turn, writer)
            except (DatabaseError, Refusal) as error:
                errors.append(f"{type(error).__name__}: {error}")
            waits.append(time.perf_counter() - began)
    connection.close()
    answers.put((errors, waits))
