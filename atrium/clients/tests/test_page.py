"""The client page in the browser: what each part does, and who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.models import (
    Assignment,
    Client,
    Contact,
    Favourite,
    Flag,
    Grant,
    Hold,
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


def status_called(acme: Organisation, label: str) -> int:
    words = lexicon.of(acme).statuses
    return next(key for key, status in words.items() if status.label == label)


def type_called(acme: Organisation, label: str) -> int:
    words = lexicon.of(acme).location_types
    return next(key for key, kind in words.items() if kind.label == label)


def fresh(client: Client) -> Client:
    client.refresh_from_db()
    return client


def test_r02_status_is_changed_in_the_header(
    acme: Organisation, bakery: Client, as_bob: Browser
) -> None:
    key = status_called(acme, "Dormant")

    answer = as_bob.post(f"{PAGE}status/", {"status": key}, headers=HTMX)

    assert fresh(bakery).status.label == "Dormant"
    assert 'id="client-header"' in answer.text
    assert "<html" not in answer.text
    assert "Status is now Dormant" in answer.text


def test_r02_without_script_the_page_comes_back(
    acme: Organisation, bakery: Client, as_bob: Browser
) -> None:
    answer = as_bob.post(f"{PAGE}status/", {"status": status_called(acme, "Lost")})

    assert (answer.status_code, answer["Location"]) == (302, PAGE)


@pytest.mark.parametrize("status", ["", "x", "99999", "9" * 40, "-1"])
def test_r02_an_unknown_status_is_not_found(bakery: Client, as_bob: Browser, status: str) -> None:
    assert as_bob.post(f"{PAGE}status/", {"status": status}).status_code == 404
    assert fresh(bakery).status.label == "Active"


def test_r03_a_tag_is_switched_on_and_off(bakery: Client, as_bob: Browser) -> None:
    tag = Tag.objects.get(label="VIP")

    as_bob.post(f"{PAGE}tags/", {"key": tag.pk}, headers=HTMX)
    assert [t.label for t in bakery.tags.all()] == ["VIP"]

    as_bob.delete(f"{PAGE}tags/{tag.pk}/", headers=HTMX)
    assert not bakery.tags.exists()


def test_r03_a_new_word_becomes_a_tag_once(bakery: Client, as_bob: Browser) -> None:
    as_bob.post(f"{PAGE}tags/", {"label": "  Sour   dough "}, headers=HTMX)
    as_bob.post(f"{PAGE}tags/", {"label": "SOUR DOUGH"}, headers=HTMX)

    assert [t.label for t in bakery.tags.all()] == ["Sour dough"]


def test_r03_no_word_is_said_at_the_field(bakery: Client, as_bob: Browser) -> None:
    answer = as_bob.post(f"{PAGE}tags/", {"label": " "}, headers=HTMX)

    assert answer.status_code == 422
    assert "Choose a tag or type a new one." in answer.text


def test_r04_v05_a_detail_is_edited_in_place(bakery: Client, as_bob: Browser) -> None:
    url = f"{PAGE}details/industry/"
    assert 'name="value" value=""' in as_bob.get(f"{url}?edit").text

    answer = as_bob.post(url, {"value": "Bread", "was": ""}, headers=HTMX)

    assert fresh(bakery).industry == "Bread"
    assert "Industry saved" in answer.text
    assert f"/acme/acts/{Act.objects.latest('id').pk}/undo/" in answer.text


def test_v05_a_wrong_value_keeps_what_was_typed(bakery: Client, as_bob: Browser) -> None:
    answer = as_bob.post(f"{PAGE}details/since/", {"value": "soon", "was": ""}, headers=HTMX)

    assert answer.status_code == 422
    assert 'value="soon"' in answer.text
    assert "Write the day like 2026-11-24" in answer.text
    assert fresh(bakery).since is None


def test_v05_x14_another_change_meanwhile_is_shown_and_nothing_overwritten(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, industry="Cake")

    answer = as_bob.post(f"{PAGE}details/industry/", {"value": "Bread", "was": ""}, headers=HTMX)

    assert answer.status_code == 422
    assert "Alice Ash changed this" in answer.text
    assert fresh(bakery).industry == "Cake"


@pytest.mark.parametrize(
    ("choice", "stands"), [("theirs", "Cake"), ("yours", "Bread"), ("original", "Flour")]
)
def test_v05_a_conflict_is_resolved_as_chosen(
    bakery: Client, alice: Member, as_bob: Browser, choice: str, stands: str
) -> None:
    bakery.edit(by=alice, industry="Cake")

    as_bob.post(
        f"{PAGE}details/industry/",
        {"value": "Bread", "was": "Flour", "resolve": choice},
        headers=HTMX,
    )

    assert fresh(bakery).industry == stands


def test_v05_a_change_of_another_field_is_no_conflict(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, came_from="A friend")

    as_bob.post(f"{PAGE}details/industry/", {"value": "Bread", "was": ""}, headers=HTMX)

    assert (fresh(bakery).industry, bakery.came_from) == ("Bread", "A friend")


def test_x04_an_old_value_comes_back_from_the_timeline(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, industry="Bread")
    bakery.edit(by=alice, industry="Cake")
    event = Event.objects.filter(kind="client.detail_changed").latest("id")

    as_bob.post(f"{PAGE}events/{event.pk}/restore/")

    assert fresh(bakery).industry == "Bread"


def test_x04_ones_own_act_is_undone_from_the_toast(
    bakery: Client, bob: Member, as_bob: Browser
) -> None:
    bakery.edit(by=bob, industry="Bread")
    act = Act.objects.latest("id")

    as_bob.post(f"/acme/acts/{act.pk}/undo/")

    assert fresh(bakery).industry == ""


def test_x04_staff_do_not_undo_what_others_did(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    bakery.edit(by=alice, industry="Bread")

    answer = as_bob.post(f"/acme/acts/{Act.objects.latest('id').pk}/undo/")

    assert answer.status_code == 403
    assert fresh(bakery).industry == "Bread"


def test_r04_j08_a_phone_is_added_and_checked(bakery: Client, as_bob: Browser) -> None:
    wrong = as_bob.post(f"{PAGE}points/add/phone/", {"value": "12"}, headers=HTMX)
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text

    as_bob.post(f"{PAGE}points/add/phone/", {"value": "0117 496 0182"}, headers=HTMX)
    assert [p.normal for p in bakery.points.all()] == ["+441174960182"]


def test_r04_one_point_of_a_kind_is_preferred(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    first = Point.add(bakery, by=alice, kind="email", text="a@bakery.example")
    second = Point.add(bakery, by=alice, kind="email", text="b@bakery.example")

    as_bob.post(
        f"{PAGE}points/{second.public_id}/",
        {"value": "b@bakery.example", "preferred": "on"},
        headers=HTMX,
    )
    assert [p.value for p in bakery.points.filter(preferred=True)] == ["b@bakery.example"]

    as_bob.delete(f"{PAGE}points/{second.public_id}/", headers=HTMX)
    assert [(p.value, p.preferred) for p in bakery.points.all()] == [(first.value, True)]


def test_r06_an_address_is_added_changed_and_removed(
    acme: Organisation, bakery: Client, as_bob: Browser
) -> None:
    form = {"type": type_called(acme, "Billing"), "street": "1 Mill Lane", "city": "Bristol"}

    answer = as_bob.post(f"{PAGE}locations/add/", form, headers=HTMX)
    assert answer["HX-Retarget"] == "#locations"
    place = bakery.locations.get()
    assert (place.line, place.is_default) == ("1 Mill Lane, Bristol", True)

    url = f"{PAGE}locations/{place.public_id}/"
    as_bob.post(url, {**form, "country": "Germany"}, headers=HTMX)
    place.refresh_from_db()
    assert place.country == "DE"

    as_bob.delete(url, headers=HTMX)
    assert not bakery.locations.exists()


def test_r06_a_country_that_is_none_is_said_at_its_field(
    acme: Organisation, bakery: Client, as_bob: Browser
) -> None:
    form = {"type": type_called(acme, "Billing"), "city": "Bristol", "country": "Nowhere"}

    answer = as_bob.post(f"{PAGE}locations/add/", form, headers=HTMX)

    assert answer.status_code == 422
    assert "Nowhere" in answer.text
    assert not bakery.locations.exists()


def test_r07_a_contact_is_made_with_roles_and_ways_to_reach(
    acme: Organisation, bakery: Client, as_bob: Browser
) -> None:
    role = next(iter(lexicon.of(acme).contact_roles.values()))
    form = {
        "given_name": "Ann",
        "family_name": "Oak",
        "job_title": "Baker",
        "roles": [role.pk],
        "email": "ann@bakery.example",
        "phone": "0117 496 0183",
    }

    answer = as_bob.post(f"{PAGE}contacts/add/", form, headers=HTMX)

    assert answer["HX-Retarget"] == "#contacts"
    link = bakery.links.get()
    assert (link.contact.name, link.job_title, link.is_primary) == ("Ann Oak", "Baker", True)
    assert [r.label for r in link.roles.all()] == [role.label]
    assert {p.kind for p in link.contact.points.all()} == {"email", "phone"}


def test_r07_a_wrong_address_leaves_nothing_behind(bakery: Client, as_bob: Browser) -> None:
    form = {"given_name": "Ann", "email": "ann@"}

    answer = as_bob.post(f"{PAGE}contacts/add/", form, headers=HTMX)

    assert answer.status_code == 422
    assert 'value="ann@"' in answer.text
    assert not Contact.objects.exists()
    assert not bakery.links.exists()


def test_r08_several_existing_contacts_are_assigned_at_once(
    bakery: Client, new_client: Callable[..., Client], alice: Member, as_bob: Browser
) -> None:
    other = new_client("Second")
    people = [Contact.add(by=alice, given_name=n, family_name="Oak") for n in ("Ann", "Ben")]
    for person in people:
        Link.make(other, person, by=alice)

    as_bob.post(
        f"{PAGE}contacts/assign/", {"contact": [str(p.public_id) for p in people]}, headers=HTMX
    )

    assert {link.contact.name for link in bakery.links.all()} == {"Ann Oak", "Ben Oak"}
    assert people[0].links.count() == 2


def test_r09_r10_primary_and_delink_from_the_page(
    bakery: Client, alice: Member, as_bob: Browser
) -> None:
    ann, ben = (Contact.add(by=alice, given_name=n) for n in ("Ann", "Ben"))
    first = Link.make(bakery, ann, by=alice)
    second = Link.make(bakery, ben, by=alice)

    as_bob.post(f"{PAGE}contacts/{second.public_id}/primary/", headers=HTMX)
    assert [k.contact.name for k in bakery.links.filter(is_primary=True)] == ["Ben"]

    as_bob.delete(f"{PAGE}contacts/{second.public_id}/", headers=HTMX)
    assert [k.contact.name for k in bakery.links.current()] == ["Ann"]
    first.refresh_from_db()
    assert first.is_primary


def test_r16_r19_owner_and_team(bakery: Client, bob: Member, as_alice: Browser) -> None:
    as_alice.post(f"{PAGE}owner/", {"owner": bob.pk}, headers=HTMX)
    assert fresh(bakery).owner == bob

    as_alice.post(f"{PAGE}team/", {"member": bob.pk, "role": "Baker's friend"}, headers=HTMX)
    given = bakery.assignments.get()
    assert (given.member, given.role) == (bob, "Baker's friend")

    as_alice.delete(f"{PAGE}team/{given.public_id}/", headers=HTMX)
    assert not bakery.assignments.exists()

    as_alice.post(f"{PAGE}owner/", {"owner": ""}, headers=HTMX)
    assert fresh(bakery).owner is None


def test_r19_a_restricted_client_is_found_by_those_let_in_only(
    bakery: Client, alice: Member, bob: Member, as_alice: Browser, as_bob: Browser
) -> None:
    as_alice.post(f"{PAGE}access/", {"restricted": "1"}, headers=HTMX)
    assert as_bob.get(PAGE).status_code == 404

    as_alice.post(f"{PAGE}access/grants/", {"to": f"m{bob.pk}"}, headers=HTMX)
    assert as_bob.get(PAGE).status_code == 200

    grant = Grant.objects.get()
    as_alice.delete(f"{PAGE}access/grants/{grant.public_id}/", headers=HTMX)
    assert as_bob.get(PAGE).status_code == 404

    Assignment.give(bakery, by=alice, member=bob, role="Helper")
    assert as_bob.get(PAGE).status_code == 200


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


def test_b09_b10_a_hold_shows_in_the_header_with_its_history(
    bakery: Client, as_alice: Browser
) -> None:
    answer = as_alice.post(f"{PAGE}hold/", {"reason": "unpaid"}, headers=HTMX)
    assert "On hold" in answer.text
    assert "unpaid" in answer.text

    again = as_alice.post(f"{PAGE}hold/", {"reason": "again"}, headers=HTMX)
    assert again.status_code == 409
    assert "on hold already" in again.text

    as_alice.delete(f"{PAGE}hold/", headers=HTMX)
    assert bakery.holds.get().lifted_at is not None
    assert "unpaid" in as_alice.get(f"{PAGE}holds/").text
    assert "Was on hold once" in as_alice.get(PAGE).text


def test_b09_needs_a_reason(bakery: Client, as_alice: Browser) -> None:
    answer = as_alice.post(f"{PAGE}hold/", {"reason": "  "}, headers=HTMX)

    assert answer.status_code == 422
    assert "Give a reason" in answer.text
    assert not Hold.objects.exists()


def test_c02_a_star_is_ones_own(
    bakery: Client, alice: Member, as_alice: Browser, as_bob: Browser
) -> None:
    as_alice.post(f"{PAGE}star/", headers=HTMX)

    assert [f.member for f in Favourite.objects.all()] == [alice]
    assert 'aria-pressed="true"' in as_alice.get(PAGE).text
    assert 'id="client-star" type="submit" aria-pressed="false"' in as_bob.get(PAGE).text

    as_alice.post(f"{PAGE}star/", {"off": "1"}, headers=HTMX)
    assert not Favourite.objects.exists()


def test_c03_a_flag_shows_its_reason_and_who(bakery: Client, as_bob: Browser) -> None:
    as_bob.post(f"{PAGE}flag/", {"reason": "Dog bites"}, headers=HTMX)
    page = as_bob.get(PAGE).text
    assert "Flag: Dog bites" in page
    assert "Flagged by Bob Birch" in page

    as_bob.delete(f"{PAGE}flag/", headers=HTMX)
    assert Flag.objects.get().cleared_at is not None


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

    with django_assert_num_queries(12):
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
    assert Role.OWNER.label in owner
