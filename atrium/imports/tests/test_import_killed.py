"""X03: an import that is killed goes on where it was, and no row comes twice."""

from __future__ import annotations

import io
import time

import pytest

from atrium.clients.models import Client
from atrium.imports.models import Import, ImportRow
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.testing.processes import Process

ROWS = 4000
PATIENCE = 60


def run_import(organisation: int, key: int) -> None:
    """What the worker does."""
    with current.entered(organisation):
        Import.objects.select_related("act", "by", "organisation").get(pk=key).run()


@pytest.mark.django_db(transaction=True)
def test_x03_a_killed_import_resumes_with_each_row_once() -> None:
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        lines = "".join(f"K{n},Client {n},c{n}@acme.example\n" for n in range(ROWS))
        taken = Import.take(io.BytesIO(f"ID,Name,E-mail\n{lines}".encode()), by=alice, name="c.csv")
        taken.look()
        taken.plan()
        with Process(run_import, alice.organisation.pk, taken.pk) as process:
            process.wait_until_ready()
            process.go()
            until = time.monotonic() + PATIENCE
            while not Client.objects.exists() and time.monotonic() < until:
                pass
            process.kill()
        written = Client.objects.count()
        assert 0 < written < ROWS
        assert ImportRow.objects.filter(done=True).count() == written
        again = Import.objects.select_related("act", "by", "organisation").get(pk=taken.pk)
        again.run()
        numbers = list(Client.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, ROWS + 1))
        assert Client.objects.values("external_id").distinct().count() == ROWS
        assert again.act is not None
        assert again.act.changes.values("act").distinct().count() == 1
