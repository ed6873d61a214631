"""R05, J01: jobs with their clients, stages and people, and what their verbs promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from atrium.clients import lexicon
from atrium.clients.models import Client, Contact, Link, Location, Merge
from atrium.conversations.comment_audience import hearing
from atrium.foundation.errors import Refusal
from atrium.jobs.events import JobOpened
from atrium.jobs.models import Job, Part, Participation, Phase, Stage
from atrium.jobs.models.job_purge import purge
from atrium.jobs.reactions import job_managers
from atrium.jobs.tests.conftest import NewJob
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.testing.processes import run_at_once
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo


def told(client: Client) -> list[str]:
    """The kinds of events of jobs on the client's timeline, in their order."""
    rows = Event.objects.filter(client=client, kind__startswith="job.").order_by("id")
    return list(rows.values_list("kind", flat=True))


def last_act(member: Member) -> Act:
    act: Act = member.acts.latest("id")
    return act


def test_r05_a_job_is_opened_moved_completed_and_told(
    bakery: Client, alice: Member, bob: Member, new_job: NewJob, stage: Callable[[str], Stage]
) -> None:
    job = new_job(manager=bob, due_on=date(2030, 1, 2))
    assert (job.code, job.stage.label, job.phase) == ("J-0001", "New", Phase.OPEN)
    assert new_job("Another").number == 2
    job.move_to(stage("In progress"), by=bob)
    job.complete(by=bob, outcome="Runs again.")
    job.refresh_from_db()
    assert (job.stage.label, job.finished_by, job.outcome) == ("Done", bob, "Runs again.")
    job.move_to(stage("Waiting"), by=bob)
    assert (job.phase, job.finished_at) == (Phase.OPEN, None)
    assert told(bakery)[0] == "job.opened"
    assert told(bakery)[-3:] == ["job.moved", "job.completed", "job.moved"]
    with pytest.raises(Refusal, match="what is to be done"):
        new_job("  ")
    with pytest.raises(Refusal, match="ends after it starts"):
        job.edit(by=alice, starts_at=now(), ends_at=now() - timedelta(hours=1))
    bakery.archive(by=alice)
    with pytest.raises(Refusal, match="archived"):
        job.edit(by=alice, title="Later")


def test_j01_a_job_has_one_primary_client_and_at_most_one_that_pays(
    bakery: Client, alice: Member, new_client: Callable[..., Client], new_job: NewJob
) -> None:
    mill, bank, old = new_client("Mill"), new_client("Bank"), new_client("Old")
    mina = Contact.add(by=alice, given_name="Mina")
    Link.make(mill, mina, by=alice)
    job = new_job(others=[(mill, Part.OWN, "Landlord"), (bank, Part.BILLING, "")])
    parts = {part.client_id: part for part in job.participations.select_related("job")}
    assert [parts[c.pk].words for c in (bakery, mill, bank)] == [
        "Primary",
        "Landlord",
        "Billing contact",
    ]
    landlord = parts[mill.pk]
    landlord.edit(by=alice, part=Part.PRIMARY, contacts=[mina], notes="Rings on Mondays.")
    landlord.edit(by=alice, part=Part.BILLING)
    job.refresh_from_db()
    assert (job.client, job.billing) == (mill, mill)
    words = {part.client_id: part.words for part in job.participations.select_related("job")}
    assert words[mill.pk] == "Primary and billing contact"
    assert words[bakery.pk] == words[bank.pk] == "Secondary"
    with pytest.raises(Refusal, match="primary client"):
        Participation.objects.get(client=mill).unlink(by=alice)
    with pytest.raises(Refusal, match="has a part"):
        Participation.link(job, bakery, by=alice)
    old.archive(by=alice)
    with pytest.raises(Refusal, match="archived"):
        Participation.link(job, old, by=alice)
    with pytest.raises(Refusal, match="Say what the client is"):
        Participation.link(job, new_client("Lock"), by=alice, part=Part.OWN)
    # What the verbs never do, the database does not take.
    for wrong in ({"client_id": None}, {"ends_at": now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.filter(pk=job.pk).update(**wrong)
    assert "job.part_changed" in told(mill)
    assert told(bank) == ["job.linked"]


def test_j01_a_job_that_is_undone_binned_or_purged_keeps_its_number(
    bakery: Client, alice: Member, bob: Member, new_job: NewJob
) -> None:
    job = new_job(associates=[bob])
    undo(last_act(alice), by=alice)
    assert not Job.objects.visible_to(alice).filter(pk=job.pk).exists()
    job = new_job("Second")
    assert job.number == 2
    job.bin(by=alice)
    assert not Job.objects.visible_to(alice).kept().exists()
    undo(last_act(alice), by=alice)
    assert Job.objects.visible_to(alice).kept().get() == job
    job.refresh_from_db()
    job.bin(by=alice)
    with pytest.raises(Refusal, match="in the bin"):
        job.edit(by=alice, title="New")
    job.unbin(by=alice)
    job.bin(by=alice)
    Job.objects.filter(pk=job.pk).update(binned_at=now() - timedelta(days=31))
    job.refresh_from_db()
    with pytest.raises(Refusal, match="30 days"):
        job.unbin(by=alice)
    assert list(Job.objects.all().to_purge(now())) == [job]
    purge(job)
    assert not Participation.objects.exists()
    assert new_job("Third").number == 3


def test_j01_a_restricted_client_stays_hidden_and_its_jobs_with_it(
    bakery: Client, alice: Member, bob: Member, new_client: Callable[..., Client], new_job: NewJob
) -> None:
    mill = new_client("Mill")
    both, hers = new_job(others=[(mill, Part.SECONDARY, "")]), new_job("Secret", client=mill)
    mill.restrict(by=alice, to_team=True)
    assert list(Job.objects.visible_to(bob)) == [both]
    assert set(Job.objects.visible_to(alice)) == {both, hers}


def test_r03_stages_are_the_organisations_own(
    alice: Member, new_job: NewJob, stage: Callable[[str], Stage]
) -> None:
    job = new_job()
    parts = Stage.add(by=alice, label="Parts ordered", tone="warn")
    job.move_to(parts, by=alice)
    with pytest.raises(Refusal, match="Jobs are in this stage"):
        parts.edit(by=alice, label="Parts", phase=Phase.DONE)
    with pytest.raises(Refusal, match="means the same"):
        parts.retire(by=alice, into=stage("Done"))
    with pytest.raises(Refusal, match="only stage of its meaning"):
        stage("Done").edit(by=alice, label="Done", phase=Phase.OPEN)
    parts.retire(by=alice, into=stage("Waiting"))
    job.refresh_from_db()
    assert job.stage.label == "Waiting"


def test_j21_a_merge_carries_jobs_and_gives_them_back(
    bakery: Client, alice: Member, new_client: Callable[..., Client], new_job: NewJob
) -> None:
    mill = new_client("Mill")
    mina = Contact.add(by=alice, given_name="Mina")
    Link.make(mill, mina, by=alice)
    alone = new_job("Alone", client=mill)
    both = new_job("Both", others=[(mill, Part.BILLING, "")])
    Participation.objects.get(job=both, client=mill).edit(
        by=alice, contacts=[mina], notes="By the gate."
    )
    [merge] = Merge.perform(keep=bakery, absorb=[mill], by=alice)
    assert set(Job.objects.visible_to(alice).of_client(bakery)) == {alone, both}
    both.refresh_from_db()
    alone.refresh_from_db()
    assert (alone.client, both.client, both.billing) == (bakery, bakery, bakery)
    mine = Participation.objects.get(job=both, client=bakery)
    assert (mine.notes, list(mine.contacts.all())) == ("By the gate.", [mina])
    undo(merge.act, by=alice)
    both.refresh_from_db()
    assert (both.client, both.billing) == (bakery, mill)
    assert set(Job.objects.visible_to(alice).of_client(mill)) == {alone, both}


def test_b09_b11_managers_of_open_jobs_hear_of_holds_and_comments(
    bakery: Client, alice: Member, bob: Member, new_job: NewJob, stage: Callable[[str], Stage]
) -> None:
    job = new_job(manager=bob)
    new_job("Second", manager=bob)
    event = Event.objects.filter(client=bakery, kind=JobOpened.code).first()
    assert event is not None
    assert list(job_managers(event)) == [bob]
    assert list(hearing(bakery)) == [bob]
    for each in Job.objects.all():
        each.complete(by=alice)
    job.refresh_from_db()
    assert list(hearing(bakery)) == list(job_managers(event)) == []


def test_j01_a_job_is_at_a_location_of_one_of_its_clients(
    acme: Any, bakery: Client, alice: Member, new_client: Callable[..., Client], new_job: NewJob
) -> None:
    kind = next(iter(lexicon.of(acme).location_types.values()))
    mill = new_client("Mill")
    theirs = Location.add(mill, by=alice, type=kind, city="Bath")
    job = new_job()
    with pytest.raises(Refusal, match="one of the clients"):
        job.edit(by=alice, location=theirs)
    part = Participation.link(job, mill, by=alice)
    job.edit(by=alice, location=theirs)
    part.unlink(by=alice)
    job.refresh_from_db()
    assert job.location is None


def _open_and_move(organisation: int, client: int, count: int) -> list[int]:
    with current.entered(organisation):
        bakery, numbers = Client.objects.get(pk=client), []
        done = Stage.objects.get(label="Done")
        for n in range(count):
            job = Job.add(bakery, by=None, title=f"Round {n}")
            job.move_to(done, by=None)  # type: ignore[arg-type]  # Atrium itself
            numbers.append(job.number)
    return numbers


@pytest.mark.django_db(transaction=True)
def test_r05_eight_processes_give_numbers_without_gap_or_repeat(bakery: Client) -> None:
    outcomes = run_at_once(_open_and_move, [(bakery.organisation_id, bakery.pk, 4)] * 8)
    assert [outcome.error for outcome in outcomes] == [""] * 8
    numbers = sorted(number for outcome in outcomes for number in outcome.value)
    assert numbers == list(range(1, 33))
    assert Job.objects.filter(phase=Phase.DONE).count() == 32
