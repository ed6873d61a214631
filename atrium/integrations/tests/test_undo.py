"""What an undo needs is what the change needed, on the page and over the API (J24)."""

from __future__ import annotations

from django.test import Client as Browser

from atrium.clients.models import Client, Tag
from atrium.conftest import NewMember
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.timeline.models import Act


def test_j24_an_undo_gets_round_no_rule_of_members_and_no_permission(
    program: Program, bakery: Client, alice: Member, bob: Member, new_member: NewMember
) -> None:
    manager = new_member("Mo Moss", Role.MANAGER)
    bob.change_role(Role.VIEWER, by=alice)
    demoted = Act.objects.latest("id")
    for who in (program, Program(token_of(manager, EVERYTHING))):
        assert who.ask("POST", f"/acts/{demoted.pk}/undo").status_code == 404
    bob.refresh_from_db()
    assert bob.role == Role.VIEWER
    Tag.add(by=alice, label="Quarterly")
    words = Act.objects.latest("id")
    browser = Browser()
    browser.force_login(manager.user)
    assert browser.post(f"/acme/acts/{words.pk}/undo/").status_code == 403
    assert program.ask("POST", f"/acts/{words.pk}/undo").status_code == 200
    assert not Tag.objects.filter(label="Quarterly").exists()
