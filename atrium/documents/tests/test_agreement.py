"""What a client signed: seen at a glance, told of before it ends, renewed and ended (R15)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.listing import Listing
from atrium.clients.models import Client, Merge
from atrium.documents import tasks
from atrium.documents.models import Agreement, File
from atrium.documents.models.several import bin_files, purge_files
from atrium.foundation.errors import Refusal
from atrium.notifications.models import Notification
from atrium.organisations.models import Member
from atrium.timeline.models import Event
from atrium.timeline.undoing import undo

SIGNED = date(2024, 2, 29)


@pytest.fixture
def secret(bakery: Client, alice: Member) -> Agreement:
    """A confidentiality agreement of the bakery, with its paper, for 20 more days."""
    paper = File.add(bakery, ContentFile(b"Say nothing", "secret.txt"), by=alice)
    return Agreement.sign(
        bakery,
        by=alice,
        kind="confidentiality",
        signed_on=SIGNED,
        signed_by="Mina Patel",
        valid_until=bakery.organisation.today() + timedelta(days=20),
        file=paper,
    )


def kinds(client: Client) -> list[str]:
    rows = Event.objects.filter(client=client, kind__startswith="agreement.")
    return list(rows.order_by("id").values_list("kind", flat=True))


def listed(member: Member, where: str) -> list[str]:
    listing = Listing.read(member, QueryDict(f"where={where}"))
    names = dict(Client.objects.values_list("pk", "name"))
    return [names[place.key] for place in listing.after(None)]


def test_r15_the_page_tells_what_holds_and_warns(
    bakery: Client, secret: Agreement, as_alice: Browser, as_vera: Browser
) -> None:
    page = as_alice.get(bakery.get_absolute_url()).text
    assert "An agreement ends" in page
    for browser, may in ((as_alice, True), (as_vera, False)):
        block = browser.get("/acme/clients/1/agreements/", headers={"HX-Request": "true"}).text
        assert "Confidentiality" in block
        assert "Mina Patel" in block
        assert "29 Feb 2024" in block
        assert "secret.txt" in block
        assert ("Renew" in block) is may
    assert as_vera.get("/acme/clients/1/agreements/new/").status_code == 403


def test_r15_one_is_noted_renewed_and_ended_from_the_page(
    bakery: Client, alice: Member, as_alice: Browser
) -> None:
    home = "/acme/clients/1/agreements/"
    htmx: Any = {"HX-Request": "true"}
    form = {"kind": "other", "signed_on": "2024-02-29", "valid_until": "2024-03-31"}
    assert as_alice.post(f"{home}new/", form, headers=htmx).status_code == 422, "it wants a title"
    form |= {"title": "Keys", "valid_until": "2024-01-31"}
    answer = as_alice.post(f"{home}new/", form, headers=htmx)
    assert answer.status_code == 422
    assert "before it was signed" in answer.text
    form |= {"valid_until": "2024-03-31"}
    answer = as_alice.post(f"{home}new/", form, headers=htmx)
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#agreements")
    first = Agreement.objects.get()
    assert not first.holds(alice.organisation.today())
    form |= {"signed_on": "2024-04-01", "valid_until": "", "signed_by": "Ana"}
    assert as_alice.post(f"{home}{first.public_id}/renew/", form, headers=htmx).status_code == 200
    second = Agreement.objects.get(renews=first)
    first.refresh_from_db()
    assert (first.ended_on, second.valid_until) == (date(2024, 4, 1), None)
    assert second.holds(alice.organisation.today())
    with pytest.raises(Refusal, match="already"):
        first.renew(by=alice, signed_on=SIGNED)
    last = {"on": "2024-05-01", "why": "Left the house"}
    assert as_alice.post(f"{home}{second.public_id}/end/", last, headers=htmx).status_code == 200
    assert kinds(bakery) == ["agreement.signed", "agreement.renewed", "agreement.ended"]
    assert "Left the house" in as_alice.get(home).text
    act = alice.acts.order_by("-id").first()
    assert act is not None
    undo(act, by=alice)
    second.refresh_from_db()
    assert second.ended_on is None


def test_r15_who_looks_after_the_client_is_told_once_for_each_last_day(
    bakery: Client, secret: Agreement, alice: Member, bob: Member,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    bakery.give_to(bob, by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            tasks.remind.call()
    assert kinds(bakery)[1:] == ["agreement.expiring"]
    told = Notification.objects.filter(event__kind="agreement.expiring")
    assert {row.member for row in told} == {alice, bob}
    secret.refresh_from_db()
    secret.edit(by=alice, valid_until=bakery.organisation.today() + timedelta(days=60))
    tasks.remind.call()
    assert kinds(bakery)[1:] == ["agreement.expiring", "agreement.changed"]
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        tasks.remind.call()
    assert kinds(bakery)[-1] == "agreement.expiring"


def test_r15_lists_are_narrowed_by_what_holds_and_by_its_end(
    bakery: Client, secret: Agreement, alice: Member, new_client: Any
) -> None:
    new_client("Other Bakery")
    soon = (bakery.organisation.today() + timedelta(days=20)).isoformat()
    assert listed(alice, "agreement.is:confidentiality") == ["Vincent's Bakery"]
    assert listed(alice, "agreement.is:data") == []
    assert listed(alice, "agreement.empty") == ["Other Bakery"]
    assert listed(alice, f"agreement_ends.max:{soon}") == ["Vincent's Bakery"]
    secret.end(by=alice, on=bakery.organisation.today())
    assert listed(alice, "agreement.is:confidentiality") == []
    assert listed(alice, f"agreement_ends.max:{soon}") == []


def test_r15_they_go_along_when_clients_are_merged_and_outlive_their_paper(
    bakery: Client, secret: Agreement, alice: Member, charlie: Member, new_client: Any
) -> None:
    other = new_client("Vincents Bakery")
    [merge] = Merge.perform(keep=other, absorb=[bakery], by=alice)
    secret.refresh_from_db()
    assert secret.client == other
    assert merge.act is not None
    undo(merge.act, by=alice)
    secret.refresh_from_db()
    assert secret.client == bakery
    file = secret.file
    assert file is not None
    bin_files(bakery, [file], by=alice)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert purge_files([file]) == 1
    secret.refresh_from_db()
    assert secret.file is None
    strange = File.add(other, ContentFile(b"x", "x.txt"), by=alice)
    with pytest.raises(Refusal, match="file of this client"):
        secret.edit(by=alice, file=strange)


@pytest.mark.parametrize(
    ("name", "day"), [("signed_on", date(1, 1, 1)), ("valid_until", date(2200, 1, 1))]
)
def test_r15_a_day_far_off_is_refused(
    bakery: Client, secret: Agreement, alice: Member, as_alice: Browser, name: str, day: date
) -> None:
    with pytest.raises(Refusal, match="between the years 1900 and 2200") as refusal:
        secret.edit(by=alice, **{name: day})
    assert refusal.value.field == name
    sent = {"kind": "data", "signed_on": "2024-02-29", name: day.isoformat()}
    answer = as_alice.post(f"{bakery.get_absolute_url()}agreements/new/", sent)
    assert answer.status_code == 422
    assert "between the years 1900 and 2200" in answer.text
