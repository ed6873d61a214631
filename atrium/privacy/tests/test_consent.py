"""What people agreed to, with source, day and proof; a withdrawal is obeyed (J11, X11)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.http import QueryDict
from django.test import Client as Browser
from django.utils.timezone import now

from atrium.clients.listing import Listing
from atrium.clients.models import Client, Contact, Link, Merge, Point, Preference
from atrium.clients.reach.asking import reach, reach_person
from atrium.clients.reach.words import Purpose
from atrium.conftest import NewClient
from atrium.foundation.errors import Refusal
from atrium.imports.exporting import records
from atrium.organisations.models import Member
from atrium.privacy.archive import write_archive
from atrium.privacy.consenting import consents
from atrium.privacy.erasing import erase
from atrium.privacy.models import Consent, ConsentPurpose
from atrium.privacy.person import Person
from atrium.timeline.models import Event


@pytest.fixture
def mina(alice: Member, bakery: Client) -> Contact:
    """The primary contact of the bakery, with an address."""
    contact = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Link.make(bakery, contact, by=alice)
    Point.add(contact, by=alice, kind="email", text="mina@patel.example")
    return contact


def purpose(label: str = "Newsletter") -> ConsentPurpose:
    found: ConsentPurpose = ConsentPurpose.objects.get(label=label)
    return found


def may_mail(client: Client) -> tuple[bool, str]:
    """Whether a mailing reaches the client, and what is said of the first who was considered."""
    answer = reach(client, Purpose.MAILINGS, at=now())
    return answer.yes, answer.verdicts[0].reason


def test_j11_a_mailing_goes_to_who_agreed_and_a_withdrawal_is_final(
    alice: Member, bakery: Client, mina: Contact
) -> None:
    assert not may_mail(bakery)[0]
    day = alice.organisation.today()
    Consent.note(mina, purpose("Photos of the work"), by=alice, given=True, source="form")
    assert not may_mail(bakery)[0]
    Consent.note(
        mina, purpose(), by=alice, given=True, source="form", said_on=day - timedelta(days=9)
    )
    assert may_mail(bakery)[0]
    Preference.settle(mina, by=alice, choices={"mailings": "no"})
    assert not may_mail(bakery)[0]
    Preference.settle(mina, by=alice, choices={"mailings": "yes"})
    Consent.note(mina, purpose(), by=alice, given=False, source="mail", evidence="No more, please")
    yes, why = may_mail(bakery)
    assert not yes
    assert f"withdrew Newsletter on {day:%-d %b %Y}" in why
    assert not reach_person(mina, Purpose.MAILINGS, at=now()).yes
    # What was said before a withdrawal and noted late does not bring it back.
    Consent.note(
        mina, purpose(), by=alice, given=True, source="letter", said_on=day - timedelta(days=3)
    )
    assert not may_mail(bakery)[0]
    with pytest.raises(Refusal, match="not to come"):
        Consent.note(
            mina, purpose(), by=alice, given=True, source="form", said_on=day + timedelta(days=2)
        )
    with pytest.raises(Refusal, match="kept as proof"):
        purpose().retire(by=alice)
    purpose("Data to partners").retire(by=alice)


def test_j11_consent_is_noted_on_the_pages_and_told_with_its_history(
    alice: Member, bakery: Client, mina: Contact, as_alice: Browser, as_vera: Browser,
    as_charlie: Browser,
) -> None:  # fmt: skip
    home = f"/acme/consents/contacts/{mina.public_id}/"
    body = {"purpose": purpose().pk, "given": "yes", "source": "form", "said_on": "2026-01-02",
            "evidence": "Ticked the box"}  # fmt: skip
    assert as_vera.post(home, body).status_code == 403
    assert as_charlie.post(home, body).status_code == 404
    assert as_alice.post(home, body | {"purpose": "0"}).status_code == 422
    assert as_alice.post(home, body | {"said_on": "2999-01-01"}).status_code == 422
    assert as_alice.post(home, body).status_code == 302
    assert as_alice.post(home, body | {"given": "no", "said_on": "2026-03-04"}).status_code == 302
    as_alice.post("/acme/consents/clients/1/", body)
    page = as_alice.get(mina.get_absolute_url()).content.decode()
    assert "not agreed" in page
    assert "Before: agreed 2 Jan 2026, a form" in page
    assert "Ticked the box" in as_vera.get("/acme/consents/clients/1/panel/").content.decode()
    kinds = Event.objects.filter(client=bakery, kind__startswith="consent.").order_by("id")
    assert [e.kind for e in kinds] == ["consent.given", "consent.withdrawn", "consent.given"]
    rows = [told for _, told in consents(alice, [bakery.pk])]
    assert [(row["contact"], row["given"]) for row in rows] == [
        ("Mina Patel", True), ("", True), ("Mina Patel", False)
    ]  # fmt: skip


def test_x11_consent_goes_along_with_merges_archives_and_erasures(
    alice: Member, bakery: Client, mina: Contact, new_client: Any, tmp_path: Path
) -> None:
    twin = new_client("Vincents Bakery")
    Consent.note(twin, purpose(), by=alice, given=True, source="phone", evidence="Rang on Monday")
    Consent.note(mina, purpose(), by=alice, given=True, source="word", evidence="Mina said so")
    Merge.perform(keep=bakery, absorb=[twin], by=alice)
    assert {row.client_id for row in Consent.objects.all()} == {bakery.pk, None}
    path = tmp_path / "mina.zip"
    write_archive(path, Person(mina), alice.organisation)
    told = ZipFile(path).read("data.json").decode()
    assert "Mina said so" in told
    assert '"purpose": "Newsletter"' in told
    erase(mina)
    assert [row.evidence for row in Consent.objects.order_by("id")] == ["Rang on Monday", ""]


def _found(member: Member, where: str) -> list[str]:
    listing = Listing.read(member, QueryDict(f"where={where}"))
    names = dict(Client.objects.values_list("pk", "name"))
    return sorted(names[place.key] for place in listing.after(None))


def test_j11_lists_are_narrowed_by_consent_and_exports_have_it_in_a_column(
    bakery: Client, alice: Member, new_client: NewClient
) -> None:
    mill, farm = new_client("Mill"), new_client("Farm")
    news = ConsentPurpose.add(by=alice, label="Parcels")
    Consent.note(bakery, news, by=alice, given=True, source="form", said_on=date(2024, 2, 29))
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    Link.make(mill, mina, by=alice)
    Consent.note(mina, news, by=alice, given=True, source="phone", said_on=date(2024, 3, 1))
    for given, day in ((True, 1), (False, 2)):
        said = date(2024, 4, day)
        Consent.note(farm, news, by=alice, given=given, source="mail", said_on=said)
    assert _found(alice, f"consent.is:{news.pk}") == ["Mill", "Vincent's Bakery"]
    assert _found(alice, f"consent_withdrawn.is:{news.pk}") == ["Farm"]
    assert _found(alice, "consent.empty") == ["Farm"]
    assert _found(alice, "consent_source.is:phone") == ["Mill"]
    assert _found(alice, "consent_on.max:2024-03-01") == ["Mill", "Vincent's Bakery"]
    told = {record["name"]: record.get("consent", "") for record in records(alice)}
    assert told["Vincent's Bakery"] == "Parcels: agreed 2024-02-29 (form)"
    assert told["Farm"] == "Parcels: withdrawn 2024-04-02 (mail)"
