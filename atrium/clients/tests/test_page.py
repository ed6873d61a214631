"""The client page as a whole: its frame, its cost, who may open it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.models import (
    Client,
    Contact,
    Favourite,
    Link,
    Location,
    Point,
    Tag,
)
from atrium.conversations.models import Note
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.timeline.models import Act, Change, Event

HTMX = {"HX-Request": "true"}
PAGE = "/acme/clients/1/"


def fresh(client: Client) -> Client:
    client.refresh_from_db()
    return client


def type_called(acme: Organisation, label: str) -> int:
    words = lexicon.of(acme).location_types
    return next(key for key, kind in words.items() if kind.label == label)


def test_r20_a_client_is_archived_and_restored_and_never_deleted(
    bakery: Client, as_alice: Browser
) -> None:
    as_alice.post(f"{PAGE}archive/", {"archive": "1"})
    assert fresh(bakery).is_archived
    assert "Archived" in as_alice.get(PAGE).text

    as_alice.post(f"{PAGE}archive/", {"restore": "1"})
    assert not fresh(bakery).is_archived
    assert as_alice.delete(PAGE).status_code in {405, 200}
    assert Client.objects.filter(pk=bakery.pk).exists()


def test_b01_each_tab_has_its_url_and_can_be_hidden(
    acme: Organisation, bakery: Client, as_bob: Browser
) -> None:
    whole = as_bob.get(f"{PAGE}activity/")
    middle = as_bob.get(f"{PAGE}activity/", headers={**HTMX, "HX-Target": "section#client-main"})
    assert "<html" in whole.text
    assert "<html" not in middle.text
    assert 'id="client-main"' in middle.text
    assert "HX-Target" in whole["Vary"]

    acme.hidden_tabs = ["notes"]
    acme.save()
    assert as_bob.get(f"{PAGE}notes/").status_code == 404
    assert as_bob.get(f"{PAGE}no-such-tab/").status_code == 404


def test_c01_names_are_inert(new_client: Callable[..., Client], as_bob: Browser) -> None:
    name = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> שלום 🦊"
    client = new_client(name)

    page = as_bob.get(f"/acme/clients/{client.number}/").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


READS = ["", "activity/", "holds/", "hold/", "flag/", "tags/", "owner/", "access/"]
WRITES = [
    ("status/", {"status": "1"}),
    ("flag/", {"reason": "x"}),
    ("hold/", {"reason": "x"}),
    ("tags/", {"label": "x"}),
    ("details/industry/", {"value": "x"}),
    ("points/add/phone/", {"value": "0117 496 0182"}),
    ("locations/add/", {"type": "1", "city": "x"}),
    ("contacts/add/", {"given_name": "x"}),
    ("contacts/assign/", {"contact": []}),
    ("owner/", {"owner": ""}),
    ("team/", {"member": "1"}),
    ("access/", {"restricted": "1"}),
    ("access/grants/", {"to": "m1"}),
    ("archive/", {"archive": "1"}),
    ("events/1/restore/", {}),
]


def marks() -> tuple[int, int, int]:
    return Act.objects.count(), Change.objects.count(), Event.objects.count()


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("start", ["/acme/clients/1/", "/other/clients/1/"])
def test_another_organisation_finds_nothing(
    bakery: Client, as_charlie: Browser, path: str, start: str
) -> None:
    assert as_charlie.get(start + path).status_code == 404


@pytest.mark.parametrize(("path", "data"), WRITES)
def test_another_organisation_changes_nothing(
    bakery: Client, as_charlie: Browser, path: str, data: dict[str, str]
) -> None:
    before = marks()
    assert as_charlie.post(PAGE + path, data).status_code == 404
    assert marks() == before


@pytest.mark.parametrize(("path", "data"), WRITES)
def test_a_viewer_may_not_and_changes_nothing(
    bakery: Client, as_vera: Browser, path: str, data: dict[str, str]
) -> None:
    before = marks()
    assert as_vera.post(PAGE + path, data).status_code == 403
    assert marks() == before


@pytest.mark.parametrize("path", ["hold/", "owner/", "team/", "access/", "archive/"])
def test_staff_may_not_do_what_managers_and_admins_do(
    bakery: Client, as_bob: Browser, path: str
) -> None:
    before = marks()
    assert as_bob.post(PAGE + path, {"reason": "x"}).status_code == 403
    assert marks() == before


@pytest.mark.parametrize("number", [0, 2, 2**63, 10**30])
def test_numbers_of_nobody_are_not_found(bakery: Client, as_bob: Browser, number: int) -> None:
    assert as_bob.get(f"/acme/clients/{number}/").status_code == 404


def test_who_is_not_signed_in_is_asked_to(bakery: Client, visitor: Browser) -> None:
    answer = visitor.get(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={PAGE}")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_is_on_it(
    acme: Organisation,
    bakery: Client,
    alice: Member,
    as_bob: Browser,
    count: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    for n in range(count):
        contact = Contact.add(by=alice, given_name=f"Ann {n}")
        Link.make(bakery, contact, by=alice)
        Point.add(contact, by=alice, kind="email", text=f"ann{n}@bakery.example")
        Point.add(bakery, by=alice, kind="phone", text=f"0117 496 018{n}")
        kind = lexicon.of(acme).location_types[type_called(acme, "Billing")]
        Location.add(bakery, by=alice, type=kind, city=f"Town {n}")
        Tag.add(by=alice, label=f"Tag {n}").put_on(bakery, by=alice)
        Favourite.star(bakery, by=alice)
        Note.write(bakery, by=alice, html=f"<p>Note {n}</p>", pinned=True)
        Task.add(bakery, by=alice, title=f"Task {n}")
    as_bob.get(PAGE)

    with django_assert_num_queries(10):
        page = as_bob.get(PAGE)

    assert page.text.count('class="person"') == count


def test_roles_see_what_they_may_do(
    bakery: Client, as_vera: Browser, as_bob: Browser, as_alice: Browser
) -> None:
    viewer, staff, owner = (b.get(PAGE).text for b in (as_vera, as_bob, as_alice))
    assert "Add a contact" not in viewer
    assert "Add a contact" in staff
    assert "Edit ownership" not in staff
    assert "Edit ownership" in owner
    assert str(Role.OWNER.label) in owner


def test_each_tab_has_a_key_of_its_own(bakery: Client, as_alice: Browser) -> None:
    page = as_alice.get("/acme/clients/1/").text
    keys = re.findall(r'id="tab-[a-z]+"[^>]*data-key="g (\w)"', page)
    assert len(keys) == len(set(keys)) >= 7
