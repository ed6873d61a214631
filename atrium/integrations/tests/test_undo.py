"""What an undo needs is what the change needed, on the page and over the API (J24)."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.test import Client as Browser

from atrium.billing.models import Books
from atrium.clients.models import Client, Tag
from atrium.clients.taking_back import DECIDED, NEEDS
from atrium.conftest import NewMember
from atrium.integrations.scopes import RESOURCES
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.privacy.models import Consent, ConsentPurpose, RetentionRule
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


def test_j24_no_undo_opens_the_books_forgets_a_withdrawal_or_brings_a_rule_of_retention_back(
    program: Program, bakery: Client, alice: Member, new_member: NewMember
) -> None:
    manager = new_member("Mo Moss", Role.MANAGER)
    acts = []
    Books.edit(alice.organisation, by=alice, locked_until=date(2020, 12, 31))
    acts.append(Act.objects.latest("id"))
    RetentionRule.keep("calls", by=alice, months=1).end(by=alice)
    acts.append(Act.objects.latest("id"))
    purpose = ConsentPurpose.add(by=alice, label="Parcels of news")
    Consent.note(bakery, purpose, by=alice, given=False, source="mail")
    acts.append(Act.objects.latest("id"))
    for act in acts:
        for who in (program, Program(token_of(manager, EVERYTHING))):
            assert who.ask("POST", f"/acts/{act.pk}/undo").status_code == 404, act.label
    assert Books.of(alice.organisation).locked_until == date(2020, 12, 31)
    assert not RetentionRule.objects.exists()
    assert Consent.objects.filter(given=False).count() == 1


def test_every_need_of_an_undo_names_a_table_and_a_scope_that_there_are() -> None:
    tables = {model._meta.label_lower for model in apps.get_models()}
    assert {*NEEDS, *DECIDED} <= tables
    assert {need.resource for need in NEEDS.values()} <= set(RESOURCES)
