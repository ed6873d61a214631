"""V07: a meeting that is over and a job that is done are charged from the client's card, each once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils.timezone import now

from atrium.billing.models import Invoice, NewLine
from atrium.clients.models import Client
from atrium.conftest import NewClient
from atrium.foundation.errors import Refusal
from atrium.integrations.tests.conftest import Program, program
from atrium.jobs.models import Job
from atrium.meetings.models import Meeting
from atrium.organisations.models import Member
from atrium.payments import paying
from atrium.payments.charging_work import Price, bill_of
from atrium.payments.models import Billed, Charge, ProviderAccount, billed
from atrium.payments.tests.stripe_rig import Peer, peer, stripe_process
from atrium.payments.tests.test_charging import account, on_file
from atrium.payments.work import the_work, to_charge
from atrium.prices.models import AgreedPrice, Item
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo

__all__ = ["account", "peer", "program", "stripe_process"]


@pytest.fixture
def met(bakery: Client, alice: Member) -> Meeting:
    """A meeting of an hour and a half that was yesterday."""
    start = now() - timedelta(days=1)
    end = start + timedelta(minutes=90)
    return Meeting.plan(bakery, by=alice, title="Tasting", starts_at=start, ends_at=end)


@pytest.fixture
def done(bakery: Client, alice: Member) -> Job:
    """A finished job for which £500 were agreed."""
    job = Job.add(bakery, by=alice, title="Shelves", amount=50000)
    job.complete(by=alice)
    return job


def test_v07_a_meeting_is_charged_by_its_hours_at_the_agreed_price_and_once(
    as_alice: Browser,
    as_bob: Browser,
    as_vera: Browser,
    alice: Member,
    bakery: Client,
    met: Meeting,
) -> None:
    hour = Item.add(by=alice, name="Consulting", price_minor=9000, unit="HUR")
    since = met.starts_at.date() - timedelta(days=2)
    AgreedPrice.agree(bakery, by=alice, item=hour, amount=8000, currency="GBP", valid_from=since)
    there = f"/acme/clients/1/collect/work/{met.public_id}/"
    head = as_alice.get(f"/acme/clients/1/meetings/{met.public_id}/").content.decode()
    assert f'href="{there}"' in head
    assert "Tasting" in as_bob.get("/acme/clients/1/collect/").content.decode()
    assert as_vera.get(there).status_code == 403
    assert as_alice.post(there, {"item": ""}).status_code == 422
    form = {"item": str(hour.public_id)}
    shown = as_bob.post(there, form).content.decode()
    assert ("£120" in shown, "1.5 hours" in shown, "Agreed price £80" in shown) == (True,) * 3
    made = as_bob.post(there, form | {"how": "draft", "idempotency_key": "one"})
    again = as_bob.post(there, form | {"how": "draft", "idempotency_key": "one"})
    assert (made.status_code, made["Location"]) == (302, again["Location"])
    assert as_alice.post(there, form | {"how": "draft"}).status_code == 409
    invoice: Any = Invoice.objects.get()
    line = invoice.lines.get()
    assert (invoice.total, line.quantity, line.text[:21]) == (
        12000,
        Decimal("1.5"),
        "Consulting: Tasting, ",
    )
    assert "Settled already" in as_alice.get(there).content.decode()
    head = as_alice.get(f"/acme/clients/1/meetings/{met.public_id}/").content.decode()
    assert "Charged by a draft invoice" in head
    invoice.discard(by=alice)
    assert [str(work)[:7] for work in to_charge(bakery, alice)] == ["Tasting"]
    undo(Act.objects.latest("id"), by=alice)
    assert to_charge(bakery, alice) == []


def test_v07_a_finished_job_asks_to_be_charged_until_it_is_or_is_said_to_be_free(
    as_alice: Browser, as_charlie: Browser, alice: Member, bakery: Client, done: Job
) -> None:
    home = as_alice.get("/acme/clients/1/").content.decode()
    assert "Finished, not charged" in home
    there = f"/acme/clients/1/collect/work/{done.public_id}/"
    assert as_charlie.get(there).status_code == 404
    work = the_work(bakery, alice, done.public_id)
    assert work is not None
    invoice = bill_of(work, Price()).draft(by=alice)
    assert "Finished, not charged" not in as_alice.get("/acme/clients/1/").content.decode()
    invoice.issue(by=alice)
    invoice.cancel(by=alice, reason="Wrong address")
    second = bill_of(work, Price(amount=45000)).draft(by=alice)
    assert (Billed.objects.count(), second.total) == (1, 54000)
    with pytest.raises(Refusal, match="settled already"):
        Billed.waive(work, by=alice, reason="A gift")
    second.discard(by=alice)
    assert as_alice.post(f"{there}waive/", {"reason": ""}).status_code == 409
    assert as_alice.post(f"{there}waive/", {"reason": "A gift"}).status_code == 302
    assert "Not charged" in as_alice.get(f"/acme/jobs/{done.number}/").content.decode()
    still = Job.add(bakery, by=alice, title="Not yet", amount=100)
    assert as_alice.get(f"/acme/clients/1/collect/work/{still.public_id}/").status_code == 409


def test_v07_a_card_is_charged_for_a_job_after_the_sum_was_shown(
    as_alice: Browser,
    as_bob: Browser,
    peer: Peer,
    account: ProviderAccount,
    bakery: Client,
    done: Job,
) -> None:
    on_file(peer, account, bakery)
    there = f"/acme/clients/1/collect/work/{done.public_id}/"
    assert "Charge £600" in as_alice.post(there, {"quantity": "1"}).content.decode()
    stale = {"how": "card", "sure": "45000", "quantity": "1"}
    assert as_alice.post(there, stale).status_code == 200
    assert not Invoice.objects.exists()
    sure = stale | {"sure": "60000"}
    assert as_bob.post(there, sure).status_code == 403
    assert as_alice.post(there, sure).status_code == 302
    assert as_alice.post(there, sure).status_code == 409
    paying.carry_out(Charge.objects.get().pk)
    invoice: Any = Invoice.objects.with_balance().get()
    assert (invoice.state, invoice.total, invoice.balance, peer.paid()) == (
        "issued",
        60000,
        0,
        [60000],
    )


def test_v07_a_program_charges_work_once(
    program: Program, bakery: Client, done: Job, met: Meeting
) -> None:
    client = f"/clients/{bakery.public_id}"
    [meeting, job] = program.ask("GET", f"{client}/work").json()["items"]
    assert (job["kind"], job["amount"], meeting["hours"]) == ("job", 50000, "1.50")
    there = f"{client}/work/{job['id']}/charge"
    made = program.ask("POST", there, {}, **{"Idempotency-Key": "x"})
    again = program.ask("POST", there, {}, **{"Idempotency-Key": "x"})
    assert (made.status_code, made.json()["total"]) == (201, 60000)
    assert again.json() == made.json()
    assert program.ask("POST", there, {}).status_code == 409
    at_once = program.ask(
        "POST", f"{client}/work/{meeting['id']}/charge", {"price": 100, "at_once": True}
    )
    assert (at_once.status_code, Invoice.objects.count()) == (422, 1)
    assert (
        program.ask("POST", f"{client}/work/{meeting['id']}/waive", {"reason": "Free"}).status_code
        == 204
    )
    assert program.ask("GET", f"{client}/work").json()["items"] == []


def test_v07_lines_taken_from_work_in_the_editor_charge_it_once(
    as_alice: Browser, alice: Member, bakery: Client, met: Meeting, done: Job
) -> None:
    new, job = "/acme/clients/1/invoices/new/", f"job:{done.pk}"
    rows = as_alice.post(new, {"add": "1", "source": f"meeting:{met.pk}", "kind": "invoice"})
    assert f'value="meetings.meeting:{met.pk}"' in rows.content.decode()

    def fields(*works: str) -> dict[str, list[str]]:
        several: dict[str, list[str]] = {"text": [f"Work {n}" for n in range(len(works))]}
        several |= {"work": list(works), "price": ["100"] * len(works)}
        return several | {"kind": ["invoice"], "currency": ["GBP"]}

    other = Job.add(bakery, by=alice, title="Doors", amount=100)
    names = [f"meetings.meeting:{met.pk}", f"jobs.job:{done.pk}"]
    assert as_alice.post(new, fields(*names, "jobs.job:999")).status_code == 302
    first = Invoice.objects.get()
    assert [line.work for line in first.lines.all()] == [*names, ""]
    assert to_charge(bakery, alice) == []
    editor = as_alice.get(new).content.decode()
    assert f'value="{job}" disabled>{done.code} Shelves – Charged by a draft invoice' in editor
    assert f'<option value="job:{other.pk}">' in editor
    twice = as_alice.post(new, fields(names[1]))
    assert (twice.status_code, "Charged by a draft invoice" in twice.content.decode()) == (
        422,
        True,
    )
    there = f"/acme/invoices/{first.public_id}/edit/"
    assert as_alice.post(there, fields(names[0])).status_code == 302
    assert [str(work) for work in to_charge(bakery, alice)] == [f"{done.code} Shelves"]
    freed = Act.objects.latest("id")
    second = bill_of(to_charge(bakery, alice)[0], Price()).draft(by=alice)
    assert second.lines.get().work == names[1]
    undo(freed, by=alice)
    if first.lines.filter(work=names[1]).exists():
        with pytest.raises(Refusal, match="settled already"):
            first.issue(by=alice)
    copied = second.copy(by=alice)
    assert {line.work for line in copied.lines.all()} == {""}
    second.discard(by=alice)
    assert Billed.objects.filter(invoice=second).count() == 0


def test_v07_work_that_two_clients_share_is_charged_to_one_of_them_at_the_same_moment(
    bakery: Client, alice: Member, done: Job, new_client: NewClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = f"jobs.job:{done.pk}"
    line = NewLine(text="Shelves", price=100, work=work)
    Invoice.draft(bakery, by=alice, lines=[line])
    monkeypatch.setattr(billed, "named", lambda _works: {})
    with pytest.raises(Refusal, match="just now"):
        Invoice.draft(new_client("Other payer"), by=alice, lines=[line])
    assert Invoice.objects.count() == 1
