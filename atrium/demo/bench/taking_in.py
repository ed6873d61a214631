"""How fast files come in, and how long it takes to look for duplicates among all clients."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from atrium.clients.duplicates import kept
from atrium.clients.duplicates.scan import look
from atrium.clients.models import Client, DuplicateProfile, DuplicateScan
from atrium.demo.large import load
from atrium.demo.world.bulk import Row, bulk
from atrium.foundation.migrating import migrate
from atrium.imports.models import Import
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role

SLUG, ROWS = "imports", 10_000
_SIMPLE = ["Name", "Email", "Phone"]
_HUBSPOT = [
    "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Lifecycle Stage", "Company Name", "Job Title",
    "Street Address", "City", "Postal Code", "Country/Region", "Create Date",
]  # fmt: skip


def imports() -> Iterator[dict[str, Any]]:
    """Rows of a file a second, planned and written, in a small organisation of its own.

    By the processor's time, of which this machine gives others a share that changes.
    """
    migrate()
    if not Organisation.objects.filter(slug=SLUG).exists():
        load(SLUG, clients=1, events=0)
    with current.entered(Organisation.objects.get(slug=SLUG)):
        for name, file in (("name, e-mail, phone", _simple()), ("13 columns", _hubspot())):
            by = Member.objects.select_related("organisation", "user").get(role=Role.OWNER)
            took = time.process_time()
            taken = Import.take(io.BytesIO(file), by=by, name=f"{name}.csv")
            taken.look()
            taken.plan()
            taken.run()
            took = time.process_time() - took
            yield {
                "row": f"import: {name}",
                "each_second": round(ROWS / took),
                "made": taken.created,
                "note": f"of the processor's time; {taken.created:,} clients",
            }


def _simple() -> bytes:
    rows = (Row(*cells) for cells in bulk(ROWS, 1))
    return _written(_SIMPLE, ([row.name, row.email, row.phone] for row in rows))


def _hubspot() -> bytes:
    rows = enumerate(Row(*cells) for cells in bulk(ROWS, 2))
    return _written(_HUBSPOT, (_cells(place, row) for place, row in rows))


def _cells(place: int, row: Row) -> list[str]:
    first, _, last = row.name.partition(" ")
    company = "" if row.kind == "individual" else row.name
    return [
        str(place + 1), first, last, row.email, row.phone, "lead", company, "Manager",
        f"{place % 300 + 1} {last} Street", row.city, row.postcode, "United Kingdom", "2026-03-05 10:22",
    ]  # fmt: skip


def _written(heading: list[str], rows: Iterator[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode()


def scan(slug: str) -> dict[str, Any]:
    """Seconds that the first look at all clients takes: their keys, every comparison, the pairs."""
    with current.entered(Organisation.objects.get(slug=slug)):
        with transaction.atomic():
            DuplicateProfile.objects.all()._raw_delete("default")  # noqa: SLF001 - derived rows
            DuplicateScan.objects.all().delete()
            kept.mark(Client.objects.values_list("pk", flat=True))
        took = time.process_time()
        pairs = look()
        took = time.process_time() - took
        clients = Client.objects.count()
    return {
        "row": "scan: duplicates",
        "seconds": round(took, 1),
        "clients": clients,
        "each_second": round(clients / took),
        "note": f"clients of {clients:,} in {took:.0f} s of the processor; {pairs:,} pairs",
    }
