"""Members: who may change whom, and that somebody always runs the place."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.conftest import NewMember
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.timeline.models import Act

MEMBERS = "/acme/settings/members/"


def page_of(member: Member, what: str = "") -> str:
    return f"{MEMBERS}{member.public_id}/{what}"


def fields(member: Member, **changed: str) -> dict[str, str]:
    return {"name": member.name, "job_title": member.job_title, "role": member.role} | changed


def test_j24_alice_gives_bob_another_role(as_alice: Browser, bob: Member) -> None:
    assert (
        as_alice.post(page_of(bob), fields(bob, role="manager", job_title="Planner")).status_code
        == 302
    )
    bob.refresh_from_db()
    assert (bob.role, bob.job_title) == (Role.MANAGER, "Planner")
    assert Act.objects.latest("id").label == "Changed Bob Birch"


def test_j24_the_last_owner_stays_owner(as_alice: Browser, alice: Member) -> None:
    answer = as_alice.post(page_of(alice), fields(alice, role="admin"))
    assert answer.status_code == 422
    assert "Alice Ash is the only owner." in answer.text
    alice.refresh_from_db()
    assert alice.role == Role.OWNER


def test_j24_a_disabled_owner_does_not_count_as_one(alice: Member, new_member: NewMember) -> None:
    second = new_member("Olga Oak", Role.OWNER)
    second.disable(by=alice)
    with pytest.raises(Refusal, match="only owner"):
        alice.change_role(Role.STAFF, by=alice)


def test_j24_an_admin_makes_no_owner_and_changes_none(
    alice: Member, bob: Member, new_member: NewMember
) -> None:
    admin = new_member("Adam Alder", Role.ADMIN)
    browser = Browser()
    browser.force_login(admin.user)
    assert browser.post(page_of(bob), fields(bob, role="owner")).status_code == 422
    assert browser.post(page_of(alice, "disable/")).status_code == 409
    with pytest.raises(Refusal, match="Only an owner"):
        bob.change_role(Role.OWNER, by=admin)
    bob.refresh_from_db()
    alice.refresh_from_db()
    assert (bob.role, alice.role, alice.is_active) == (Role.STAFF, Role.OWNER, True)


def test_j24_nobody_disables_themselves(
    as_alice: Browser, alice: Member, new_member: NewMember
) -> None:
    new_member("Olga Oak", Role.OWNER)
    answer = as_alice.post(page_of(alice, "disable/"))
    assert answer.status_code == 409
    assert "You cannot disable yourself" in answer.text


def test_j24_disabled_and_enabled_again(as_alice: Browser, bob: Member) -> None:
    as_alice.post(page_of(bob, "disable/"))
    assert "Disabled" in as_alice.get(MEMBERS).text
    as_alice.post(page_of(bob, "enable/"))
    bob.refresh_from_db()
    assert bob.is_active


def test_j24_staff_see_members_but_change_none(as_bob: Browser, bob: Member) -> None:
    page = as_bob.get(MEMBERS).text
    assert "alice@acme.example" in page
    assert "Change" not in page
    assert as_bob.post(page_of(bob), fields(bob, role="owner")).status_code == 403
    bob.refresh_from_db()
    assert bob.role == Role.STAFF


def test_j24_charlie_changes_nobody_here(as_charlie: Browser, bob: Member, charlie: Member) -> None:
    assert as_charlie.post(page_of(bob, "disable/")).status_code == 404
    assert as_charlie.post(f"/other/settings/members/{bob.public_id}/disable/").status_code == 404
    bob.refresh_from_db()
    assert bob.is_active


def test_j24_undo_does_not_get_round_the_rules(
    as_alice: Browser, alice: Member, new_member: NewMember
) -> None:
    demoted = new_member("Olga Oak", Role.OWNER)
    demoted.change_role(Role.MANAGER, by=alice)
    browser = Browser()
    browser.force_login(demoted.user)
    act = Act.objects.get(label="Made Olga Oak Manager")
    assert browser.post(f"/acme/acts/{act.pk}/undo/").status_code == 404
    demoted.refresh_from_db()
    assert demoted.role == Role.MANAGER


@pytest.mark.parametrize("others", [1, 3])
def test_the_page_of_members_takes_the_same_queries_for_one_and_three(
    as_alice: Browser, new_member: NewMember, django_assert_num_queries: object, others: int
) -> None:
    for n in range(others):
        new_member(f"P{n} Person", Role.STAFF)
    as_alice.get(MEMBERS)
    with django_assert_num_queries(6):  # type: ignore[operator]
        as_alice.get(MEMBERS)


def test_a_person_is_renamed_in_every_organisation(
    as_alice: Browser, alice: Member, charlie: Member
) -> None:
    with current.entered(charlie.organisation):
        Member.objects.create(user=alice.user, name="A. Ash", role=Role.STAFF)
    as_alice.post("/accounts/profile/", {"name": "Alice Aspen", "single_key_shortcuts": "on"})
    with current.unscoped("the test looks at both"):
        assert (
            list(Member.objects.filter(user=alice.user).values_list("name", flat=True))
            == ["Alice Aspen"] * 2
        )


def test_single_keys_are_switched_off(as_alice: Browser, acme: Organisation) -> None:
    as_alice.post("/accounts/profile/", {"name": "Alice Ash"})
    assert 'data-keys="off"' in as_alice.get("/acme/").text
