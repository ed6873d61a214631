"""Roles of an organisation's own: made of the one table, never more than their maker has."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.conftest import NewMember
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Invitation, Member, OwnRole
from atrium.organisations.permissions import ALWAYS, ROLES, Can, Role, permissions_of
from atrium.timeline.models import Act

ROLES_PAGE = "/acme/settings/roles/"
CLERK = [*ALWAYS, Can.MONEY_SEE, Can.MONEY_TAKE, Can.NOTES_SEE]


def clerk(by: Member, **changed: object) -> OwnRole:
    told: dict[str, object] = {"base": Role.STAFF, "permissions": CLERK} | changed
    return OwnRole.make("Clerk", by=by, **told)  # type: ignore[arg-type]


def test_j24_a_role_of_ones_own_from_making_to_removing(
    as_alice: Browser, as_bob: Browser, bob: Member, alice: Member
) -> None:
    ticked = [can.value for can in CLERK]
    form = {"name": "Clerk", "base": "staff", "permissions": ticked}
    assert as_alice.get(f"{ROLES_PAGE}new/?like=manager").status_code == 200
    assert as_alice.post(f"{ROLES_PAGE}new/", form).status_code == 302
    role = OwnRole.objects.get()
    assert role.permissions == set(CLERK)
    twice = as_alice.post(f"{ROLES_PAGE}new/", form | {"name": "clerk"})
    assert (twice.status_code, "There is a role called clerk already." in twice.text) == (422, True)

    shown = f"/acme/settings/members/{bob.public_id}/"
    given = {"name": "Bob Birch", "job_title": "", "role": str(role.public_id)}
    assert as_alice.post(shown, given).status_code == 302
    bob.refresh_from_db()
    assert {can for can in Can if bob.can(can)} == set(CLERK)
    assert (bob.role, bob.given.label) == (Role.STAFF, "Clerk")
    assert as_bob.get("/acme/").status_code == 302, "a change of role ends the sessions"
    as_bob.force_login(bob.user)
    assert as_bob.get("/acme/invoices/").status_code == 200
    assert as_bob.get("/acme/projects/").status_code == 403

    page = f"{ROLES_PAGE}{role.public_id}/"
    more = form | {"permissions": [*ticked, "projects:see"], "name": "Senior clerk"}
    assert as_alice.post(page, more).status_code == 302
    assert as_bob.get("/acme/projects/").status_code == 200, "from the next click on"
    table = as_bob.get(ROLES_PAGE)
    drawn = {line.permission for line in table.context["lines"] if (role, True) in line.allowed}
    assert drawn == {*CLERK, Can.PROJECTS_SEE}
    assert "You are Senior clerk." in table.text
    log = as_alice.get("/acme/settings/log/").text
    assert "Changed the role Clerk" in log
    assert "See projects and the board" in log

    assert as_alice.post(f"{page}remove/", {"into": ""}).status_code == 422
    assert as_alice.post(f"{page}remove/", {"into": "viewer"}).status_code == 302
    bob.refresh_from_db()
    assert (bob.role, bob.own_role, bob.allowed) == (Role.VIEWER, None, "")
    assert not OwnRole.objects.exists()
    assert Act.objects.latest("id").label == "Removed the role Senior clerk"


def test_j24_an_own_role_never_may_more_than_its_maker(
    alice: Member, bob: Member, new_member: NewMember
) -> None:
    deputy = OwnRole.make(
        "Deputy", base=Role.STAFF, permissions=ROLES[Role.STAFF] | {Can.MEMBERS_MANAGE}, by=alice
    )
    bob.change_role(deputy, by=alice)
    with pytest.raises(Refusal, match="You may not: export clients"):
        clerk(bob, permissions={Can.CLIENTS_EXPORT})
    with pytest.raises(Refusal, match="no more than you"):
        clerk(bob, base=Role.MANAGER, permissions=ALWAYS)
    with pytest.raises(Refusal, match="needs “Read notes”"):
        clerk(alice, permissions={Can.NOTES_WRITE})
    with pytest.raises(Refusal, match="Only the role Owner"):
        clerk(alice, permissions={Can.OWNERS_MANAGE})
    with pytest.raises(Refusal, match="Every organisation has a role manager"):
        OwnRole.make("manager", base=Role.STAFF, permissions=[], by=alice)
    big = clerk(alice, permissions={Can.CLIENTS_MERGE})
    mo = new_member("Mo Moss", Role.MANAGER)
    vera = new_member("Vera Vine", Role.VIEWER)
    for deed in (
        lambda: big.edit(by=bob, name="Clerk", base=Role.STAFF, permissions=ALWAYS),
        lambda: big.remove(by=bob),
        lambda: vera.change_role(Role.MANAGER, by=bob),
        lambda: vera.change_role(big, by=bob),
        lambda: mo.disable(by=bob),
        lambda: mo.change_role(Role.VIEWER, by=bob),
        lambda: Invitation.invite("ned@acme.example", role=Role.ADMIN, by=bob),
        lambda: alice.disable(by=bob),
    ):
        with pytest.raises(Refusal):
            deed()
    vera.change_role(deputy, by=bob)
    assert vera.can(Can.MEMBERS_MANAGE)
    approvers = Member.objects.who_can(Can.MEMBERS_MANAGE).order_by("pk")
    assert [member.name for member in approvers] == ["Alice Ash", "Bob Birch", "Vera Vine"]


def test_j24_an_invitation_gives_an_own_role_as_it_stands_when_accepted(
    alice: Member, acme: object
) -> None:
    role = clerk(alice)
    invitation = Invitation.invite("ned@acme.example", role=role, by=alice)
    other = Invitation.invite("oda@acme.example", role=role, by=alice)
    assert str(invitation) == "ned@acme.example as Clerk"
    role.edit(by=alice, name="Teller", base=Role.VIEWER, permissions=[Can.MONEY_SEE])
    invitation.refresh_from_db()
    ned = invitation.accept_as_new(name="Ned", password="a-long-pass-phrase")
    assert (ned.role, ned.given.label) == (Role.VIEWER, "Teller")
    assert permissions_of(ned.role, ned.allowed) == {*ALWAYS, Can.MONEY_SEE}
    with pytest.raises(Refusal, match="those who are Teller get instead"):
        role.remove(by=alice)
    role.remove(by=alice, into=Role.STAFF)
    for row in (ned, other):
        row.refresh_from_db()
        assert (row.role, row.own_role) == (Role.STAFF, None)


def test_j24_a_role_is_called_what_nobody_takes_for_another(alice: Member) -> None:
    def made(name: str) -> OwnRole:
        return OwnRole.make(name, base=Role.STAFF, permissions=CLERK, by=alice)

    assert made("ß" * 40).name == "ß" * 40, "twice as long where letters are compared"
    made("Clerk")
    for name, words in (
        ("Owner\u200b", "Every organisation has a role"),
        ("\uff2danager", "Every organisation has a role"),
        ("CLÉRK\u202e", "already"),
        ("\u200b\u202e", "Name the role"),
    ):
        with pytest.raises(Refusal, match=words):
            made(name)
