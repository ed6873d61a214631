"""V01, X03: where nobody changed anything since the plan, its decisions stand without a second look."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.clients.models import Client, Point, Status
from atrium.imports.models import Import, ImportRow
from atrium.imports.running import Runner
from atrium.organisations.models import Member

ROWS = "Name,E-mail\nAsh,ash@acme.example\nBirch,birch@acme.example\nCedar,cedar@acme.example\n"
ONE_WRITER = pytest.mark.skipif(connection.vendor != "sqlite", reason="several write at a time")
LOOKS = 'FROM "clients_point"'


def _planned(alice: Member) -> Import:
    taken = Import.take(io.BytesIO(ROWS.encode()), by=alice, name="c.csv")
    taken.look()
    taken.plan()
    return taken


def _looks(taken: Import) -> int:
    """How often a run asks who is reached by the addresses of the file."""
    with CaptureQueriesContext(connection) as asked:
        taken.run()
    return sum(LOOKS in one["sql"] and '"normal"' in one["sql"] for one in asked.captured_queries)


@ONE_WRITER
def test_v01_a_plan_that_nobody_disturbed_stands(alice: Member) -> None:
    assert _looks(_planned(alice)) == 0
    assert Client.objects.count() == 3


@ONE_WRITER
def test_v01_each_chunk_passes_over_what_the_chunks_before_wrote(
    alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.imports.running.AT_A_TIME", 1)
    assert _looks(_planned(alice)) == 0
    assert Client.objects.count() == 3


def test_v01_whoever_comes_in_between_is_met(alice: Member) -> None:
    taken = _planned(alice)
    ash = Client.add(by=alice, name="Ash", status=Status.objects.earliest("pk"))
    Point.add(ash, by=alice, kind="email", text="ash@acme.example")
    assert _looks(taken) > 0
    assert Client.objects.filter(name="Ash").count() == 1
    assert (taken.created, taken.skipped) == (2, 1)


def test_v01_whoever_comes_in_between_two_chunks_is_met(
    alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.imports.running.AT_A_TIME", 1)
    taken = _planned(alice)
    chunk = Runner._chunk  # noqa: SLF001 - someone comes between two chunks
    came: list[Client] = []

    def then_someone_comes(runner: Runner, rows: list[ImportRow]) -> bool:
        went = chunk(runner, rows)
        if not came:
            came.append(Client.add(by=alice, name="Cedar", status=Status.objects.earliest("pk")))
            Point.add(came[0], by=alice, kind="email", text="cedar@acme.example")
        return went

    monkeypatch.setattr(Runner, "_chunk", then_someone_comes)
    taken.run()
    assert Client.objects.filter(name="Cedar").count() == 1
