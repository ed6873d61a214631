"""V01, X03: jobs and projects as files, in and out, with the plan first and one undo."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.imports.models import Import, Mode, Outcome, Stage
from atrium.jobs.models import Job, Part
from atrium.organisations.models import Member
from atrium.projects.models import Project

JOBS = (
    "Job,Customer,Reference,Status,Assigned to,Due date,Amount,Planet\n"
    "Service the oven,Vincent's Bakery,A-1,In progress,Bob Birch,2030-07-01,1200.50,Mars\n"
    "Sweep the mill,C-0002,A-2,Nowhere,Nobody Known,soon,much,\n"
    ",Vincent's Bakery,A-3,,,,,\n"
    "Lost,Unheard Ltd,A-4,,,,,\n"
    "Again,Vincent's Bakery,A-1,,,,,\n"
)


def taken(text: str, by: Member, what: str, **plan: str) -> Import:
    """The file, planned."""
    by.organisation.notice_lexicon()
    found = Import.take(BytesIO(text.encode()), by=by, name=f"{what}.csv", what=what)
    found.look()
    found.plan(**plan)
    return found


def said(planned: Import) -> dict[int, tuple[str, str]]:
    """What becomes of each row, and why."""
    rows = planned.rows_of_file.order_by("number")
    return {row.number: (row.outcome, row.reason) for row in rows}


def test_v01_x03_jobs_are_planned_written_updated_and_taken_back(
    bakery: Client, alice: Member, bob: Member, new_client: Callable[..., Client]
) -> None:
    new_client("Mill")
    text = JOBS.replace("C-0002", "Mill")
    planned = taken(text, alice, "jobs")
    assert not Job.objects.exists()
    assert said(planned) == {
        2: (Outcome.CREATE, ""),
        3: (Outcome.CREATE, ""),
        4: (Outcome.FAIL, "The row does not say what it is called."),
        5: (Outcome.FAIL, "There is no client Unheard Ltd here."),
        6: (Outcome.SKIP, "An earlier row is about the same one."),
    }
    warned = [words for _, words, _ in planned.rows_of_file.get(number=3).problems]
    assert len(warned) == 4, warned
    planned.run()
    assert (planned.stage, planned.created) == (Stage.DONE, 2)
    oven = Job.objects.get(external_id="A-1")
    assert (oven.title, oven.client, oven.manager) == ("Service the oven", bakery, bob)
    assert (oven.stage.label, oven.value, f"{oven.due_on}") == (
        "In progress",
        "£1,200.50",
        "2030-07-01",
    )
    again = taken(text, alice, "jobs", mode=Mode.BOTH)
    assert said(again)[2] == (Outcome.SKIP, "J-0001 Service the oven has all of this already.")
    change = "Number,Title,Stage,Value\nJ-0001,Service all ovens,Done,2000\n9,Unknown,,\n"
    update = taken(change, alice, "jobs", mode=Mode.UPDATE)
    assert said(update)[3] == (Outcome.SKIP, "Nothing here is this one.")
    differs = {label: after for label, _, after in update.rows_of_file.get(number=2).differences}
    assert differs["Title"] == "Service all ovens"
    update.run()
    oven.refresh_from_db()
    assert (oven.title, oven.phase, oven.amount) == ("Service all ovens", "done", 200_000)
    update.undo(by=alice)
    oven.refresh_from_db()
    assert (oven.title, oven.phase) == ("Service the oven", "open")
    oven.edit(by=bob, description="Since then.")
    planned.undo(by=alice)
    assert [job.code for job in Job.objects.all().kept()] == ["J-0001"]
    assert planned.left_alone == [[None, "Service the oven", "J-0001", "it was changed since"]]
    assert planned.stage == Stage.UNDONE
    assert oven.participations.get().client == bakery


def test_v01_what_is_exported_comes_back_as_it_was(
    bakery: Client,
    alice: Member,
    bob: Member,
    new_client: Callable[..., Client],
    as_alice: Browser,
) -> None:
    mill, _ = new_client("Mill (Kent)"), new_client("Tarn")
    Project.add(
        bakery,
        by=alice,
        title="Signs",
        html="<p>Two, for the front.</p>",
        manager=bob,
        associates=[alice],
        link="https://signs.example/",
    )
    Project.add(bakery, by=alice, title="Menus").deliver(by=alice)
    others = [(mill, Part.OWN.value, "Landlord")]
    told: dict[str, Any] = {"title": '=HYPERLINK("x")', "amount": 12050, "positions": 2}
    Job.add(bakery, by=alice, others=others, manager=bob, **told)
    for what, count in (("projects", 2), ("jobs", 1)):
        kept: dict[int, list[str]] = {}
        query = "?show=all" if what == "jobs" else "?view=table&state="
        for state in ("",) if what == "jobs" else ("open", "delivered"):
            answer = as_alice.get(f"/acme/{what}/export.csv{query}{state}")
            text = b"".join(answer).decode("utf-8-sig")
            planned = taken(text, alice, what, mode=Mode.BOTH)
            kept |= {len(kept) + n: list(pair) for n, pair in enumerate(said(planned).values())}
        assert [pair[0] for pair in kept.values()] == [Outcome.SKIP] * count, kept
        lines = b"".join(as_alice.get(f"/acme/{what}/export.jsonl{query}")).decode()
        assert json.loads(lines.splitlines()[0])["client"] == "Vincent's Bakery"
    # As new ones, under other numbers.
    [head, *rows] = csv.reader(StringIO(text))
    place = head.index("number")
    anew = StringIO()
    csv.writer(anew).writerows([head, *([*row[:place], "", *row[place + 1 :]] for row in rows)])
    planned = taken(anew.getvalue(), alice, "jobs")
    planned.run()
    made = Job.objects.get(number=2)
    assert (made.title, made.manager, made.amount) == ('=HYPERLINK("x")', bob, 12050)
    words = {str(row.client): row.words for row in made.participations.select_related("client")}
    assert words["Mill (Kent)"] == "Landlord"
    # The parts of further clients change by a file, and stay where it does not name them.
    titles = "Number,Other clients\n"
    change = taken(
        f"{titles}J-0002,Tarn (insurer); Nobody; Mill (king)\n", alice, "jobs", mode=Mode.UPDATE
    )
    row = change.rows_of_file.get()
    assert [why for _, why, _ in row.problems] == [
        "There is no client Nobody here.",
        "There is no client Mill here.",
    ]
    [[_, before, after]] = row.differences
    assert (before, after) == ("Mill (Kent) (Landlord)", "Mill (Kent) (Landlord), Tarn (Insurer)")
    change.run()
    assert made.participations.filter(own="Insurer").count() == 1


def test_v01_a_file_of_jobs_goes_through_the_pages_by_who_may(
    bakery: Client, alice: Member, as_alice: Browser, as_bob: Browser, vera: Member
) -> None:
    assert as_bob.get("/acme/imports/new/?what=jobs").status_code == 403
    assert "Clients are found by number" in as_alice.get("/acme/imports/new/?what=jobs").text
    file = SimpleUploadedFile("jobs.csv", JOBS.encode())
    sent = as_alice.post("/acme/imports/new/", {"file": file, "what": "jobs"})
    page = as_alice.get(sent["Location"]).text
    assert "Jobs that are here already" in page
    assert '<option value="title" selected' in page
    chosen = {f"to_{n}": place for n, place in enumerate("title client external_id".split())}
    assert as_alice.post(f"{sent['Location']}plan/", chosen | {"mode": "create"}).status_code == 302
    planned = Import.objects.get()
    planned.plan()
    page = as_alice.get(sent["Location"]).text
    assert "There is no client Unheard Ltd here." in page
    planned.run()
    page = as_alice.get(sent["Location"]).text
    assert "See the jobs" in page
    assert "/acme/jobs/1/" in page
    assert "Unheard Ltd" in b"".join(as_alice.get(f"{sent['Location']}failed.csv")).decode()
    twice = {"to_0": "title", "to_1": "title", "mode": "create"}
    other = Import.take(BytesIO(b"A,B\n1,2\n"), by=alice, name="b.csv", what="jobs")
    other.look()
    assert as_alice.post(f"/acme/imports/{other.number}/plan/", twice).status_code == 409
    with pytest.raises(Refusal, match="may not add jobs"):
        Import.take(BytesIO(b"A\n1\n"), by=vera, name="c.csv", what="jobs")
    with pytest.raises(Refusal, match="Choose one of"):
        Import.take(BytesIO(b"A\n1\n"), by=alice, name="c.csv", what="cats")
