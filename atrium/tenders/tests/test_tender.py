"""B04: tenders with their stages, times and outcome, and what their verbs promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from atrium.clients.models import Client, Contact, Link, Merge
from atrium.documents.models import File
from atrium.foundation.errors import Refusal
from atrium.jobs.models import Job
from atrium.organisations.models import Member
from atrium.projects.models import Project
from atrium.tenders.models import Outcome, Tender, TenderFile, TenderReason, TenderStage
from atrium.tenders.models.deciding import become, decide, remind, reopen, work_of
from atrium.tenders.models.tender_purge import purge
from atrium.tenders.reactions import its_owner
from atrium.tenders.tests.conftest import NewTender
from atrium.tenders.winning import decided_in, rate_of
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo


def told(client: Client) -> list[str]:
    """The kinds of events of tenders on the client's timeline, in their order."""
    rows = Event.objects.filter(client=client, kind__startswith="tender.").order_by("id")
    return [kind.removeprefix("tender.") for kind in rows.values_list("kind", flat=True)]


def last_act(member: Member) -> Act:
    act: Act = member.acts.latest("id")
    return act


def test_b04_a_tender_is_added_changed_moved_and_told(
    bakery: Client, alice: Member, bob: Member, new_tender: NewTender
) -> None:
    tender = new_tender(owner=bob, amount=1_200_000, chance=60)
    assert (tender.code, tender.stage.label, tender.value) == ("T-0001", "Preparing", "£12,000")
    submitted = TenderStage.objects.get(label="Submitted")
    tender.move_to(submitted, by=bob)
    tender.edit(by=alice, title="All ovens", amount=900_000)
    tender.give_to(alice, by=bob)
    assert told(bakery) == ["added", "moved", "changed", "given"]
    given = Event.objects.get(client=bakery, kind="tender.given")
    assert list(its_owner(given)) == [alice]
    for wrong, words in (
        ({"title": " "}, "Say what is offered"),
        ({"chance": 101}, "0 to 100"),
        ({"currency": "XXQ"}, "no currency XXQ"),
        ({"timezone": "Mars/Base"}, "time zone"),
        ({"due_on": None, "due_time": time(12)}, "the day as well"),
    ):
        with pytest.raises(Refusal, match=words):
            tender.edit(by=alice, **wrong)
    # A stage goes off the list when its tenders have another; the last one stays.
    submitted.retire(by=alice, into=TenderStage.objects.get(label="Shortlisted"))
    tender.refresh_from_db()
    assert tender.stage.label == "Shortlisted"
    undo(last_act(alice), by=alice)
    tender.refresh_from_db()
    assert tender.stage.label == "Submitted"
    bakery.archive(by=alice)
    with pytest.raises(Refusal, match="archived"):
        tender.edit(by=alice, title="Later")


def test_b04_it_is_due_by_the_clock_of_its_place_and_reminds_once(
    bakery: Client, alice: Member, new_tender: NewTender
) -> None:
    tender = new_tender(
        due_on=date(2030, 7, 1), due_time=time(12), timezone="America/New_York", remind_before=2
    )
    assert tender.due_at == datetime(2030, 7, 1, 16, tzinfo=UTC)
    assert tender.remind_at == datetime(2030, 6, 29, 12, tzinfo=UTC)
    tender.edit(by=alice, due_time=None)
    assert tender.due_at == datetime(2030, 7, 2, 4, tzinfo=UTC), "the end of the day there"
    assert not Tender.objects.all().overdue(datetime(2030, 7, 2, 3, 59, tzinfo=UTC)).exists()
    assert Tender.objects.all().overdue(datetime(2030, 7, 2, 4, tzinfo=UTC)).exists()
    remind(tender)
    assert "reminded" not in told(bakery), "its time has not come"
    tender.edit(by=alice, due_on=timezone.now().date())
    assert Tender.objects.all().to_remind(timezone.now()).get() == tender
    remind(tender)
    remind(tender)
    assert told(bakery).count("reminded") == 1
    tender.edit(by=alice, due_on=timezone.now().date() + timedelta(days=1))
    assert Tender.objects.all().to_remind(timezone.now()).get() == tender, "a new day, a new one"
    decide(tender, Outcome.LOST, by=alice)
    assert not Tender.objects.all().to_remind(timezone.now()).exists()


@pytest.mark.parametrize("what", ["job", "project"])
def test_b04_a_won_tender_becomes_work_with_all_that_is_said_and_one_undo(
    bakery: Client, alice: Member, bob: Member, new_tender: NewTender, what: str
) -> None:
    mina = Contact.add(by=alice, given_name="Mina")
    Link.make(bakery, mina, by=alice)
    tender = new_tender(
        owner=bob,
        contacts=[mina],
        description="Twelve ovens.",
        amount=1_200_000,
        due_on=date(2030, 7, 1),
    )
    paper = tender.attach(ContentFile(b"Price list", "prices.txt"), by=alice)
    reason = TenderReason.objects.get(label="Best value")
    price = TenderReason.objects.get(label="Price")
    dropped = TenderReason.objects.get(label="The client dropped the plan")
    for wrong, words in (
        ({"outcome": "won", "reason": dropped}, "reason for others"),
        ({"outcome": "lost", "becomes": what}, "Only a won tender"),
        ({"outcome": "won", "reason": price}, "reason for others"),
        ({"outcome": "gone"}, "Choose one of"),
    ):
        with pytest.raises(Refusal, match=words):
            decide(tender, by=alice, **wrong)
    decide(tender, "won", by=alice, reason=reason, comment="Glad.", becomes=what)
    done = last_act(alice)
    work = work_of(tender)
    assert isinstance(work, Job if what == "job" else Project)
    text = work.description if isinstance(work, Job) else work.text
    assert (work.title, text, work.client) == (tender.title, "Twelve ovens.", bakery)
    assert (work.due_on, work.manager) == (tender.due_on, bob)
    if isinstance(work, Job):
        assert (work.amount, work.currency) == (1_200_000, "GBP")
        assert list(work.participations.get().contacts.all()) == [mina]
    assert told(bakery)[-2:] == ["decided", "became"]
    with pytest.raises(Refusal, match="already"):
        become(tender, what, by=alice)
    with pytest.raises(Refusal, match="Put that into the bin first"):
        reopen(tender, by=alice)
    undo(done, by=alice)
    tender.refresh_from_db()
    work.refresh_from_db()
    assert (tender.outcome, tender.reason, tender.job, tender.project) == ("", None, None, None)
    assert work.binned_at is not None, "its number was given"
    assert tender.kept.files() == [paper]
    decide(tender, "won", by=alice)
    become(tender, what, by=alice).bin(by=alice)
    reopen(tender, by=alice)
    tender.refresh_from_db()
    assert (tender.outcome, work_of(tender)) == ("", None)


def test_b04_the_bin_keeps_a_tender_with_its_documents_for_30_days(
    bakery: Client, alice: Member, new_client: Callable[..., Client], new_tender: NewTender
) -> None:
    tender = new_tender()
    own = tender.attach(ContentFile(b"Ours", "ours.txt"), by=alice)
    loose = File.add(bakery, ContentFile(b"Loose", "loose.txt"), by=alice)
    theirs = File.add(new_client("Mill"), ContentFile(b"Theirs", "theirs.txt"), by=alice)
    TenderFile.choose(tender, [loose], by=alice)
    with pytest.raises(Refusal, match="files of the client"):
        TenderFile.choose(tender, [theirs], by=alice)
    assert own.folder is not None
    assert own.folder.name == "T-0001 Service of all ovens"
    tender.edit(by=alice, title="Ovens")
    own.folder.refresh_from_db()
    assert own.folder.name == "T-0001 Ovens"
    with pytest.raises(Refusal, match="the tender T-0001"):
        own.folder.rename("Mine", by=alice)
    tender.bin(by=alice)
    assert not File.objects.live().filter(pk=own.pk).exists()
    with pytest.raises(Refusal, match="in the bin"):
        tender.edit(by=alice, title="Later")
    tender.unbin(by=alice)
    assert tender.kept.files() == [own]
    tender.bin(by=alice)
    Tender.objects.filter(pk=tender.pk).update(binned_at=timezone.now() - timedelta(days=31))
    purge(tender)
    tender.refresh_from_db()
    assert (tender.title, tender.named_files.count(), tender.number) == ("", 0, 1)
    with pytest.raises(Refusal, match="more than 30 days"):
        tender.unbin(by=alice)
    assert new_tender("Next").number == 2


def test_b04_the_win_rate_is_won_against_won_and_lost(
    acme: Any, alice: Member, new_tender: NewTender
) -> None:
    for title, outcome, amount, currency in (
        ("A", "won", 300_00, "GBP"),
        ("B", "lost", 100_00, "GBP"),
        ("C", "won", 100_00, "EUR"),
        ("D", "withdrawn", 900_00, "GBP"),
        ("E", "won", None, ""),
        ("F", "", 900_00, "GBP"),
    ):
        tender = new_tender(title, amount=amount, currency=currency)
        if outcome:
            decide(tender, outcome, by=alice)
    rate = rate_of(Tender.objects.all())
    assert (rate.won, rate.lost, rate.withdrawn, rate.rate) == (3, 1, 1, 75)
    assert [(w.currency, w.won, w.decided, w.rate) for w in rate.worth] == [
        ("GBP", 300_00, 400_00, 75),
        ("EUR", 100_00, 100_00, 100),
    ]
    old = Tender.objects.get(title="B")
    Tender.objects.filter(pk=old.pk).update(decided_at=timezone.now() - timedelta(days=800))
    assert rate_of(decided_in(Tender.objects.all(), "12", acme)).rate == 100
    assert rate_of(decided_in(Tender.objects.all(), "all", acme)).rate == 75
    assert rate_of(Tender.objects.none()).rate is None


def test_b04_a_merge_carries_tenders_and_undoes_them(
    bakery: Client, alice: Member, new_client: Callable[..., Client], new_tender: NewTender
) -> None:
    mill = new_client("Mill")
    tender = new_tender(client=mill)
    own = tender.attach(ContentFile(b"Ours", "ours.txt"), by=alice)
    decide(tender, "won", by=alice, becomes="project")
    [merge] = Merge.perform(keep=bakery, absorb=[mill], by=alice)
    tender.refresh_from_db()
    work = work_of(tender)
    assert work is not None
    assert (tender.client, work.client) == (bakery, bakery)
    assert tender.kept.files() == [own]
    undo(merge.act, by=alice)
    tender.refresh_from_db()
    assert tender.client == mill
    assert tender.kept.files() == [own]
