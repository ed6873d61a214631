"""Invitations: mailed, used once, for seven days, by the person they are for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from atrium.accounts.models import User
from atrium.organisations.models import Invitation, Member
from atrium.organisations.permissions import Role

INVITE = "/acme/settings/members/invite/"
JOIN = {"name": "Nora Nut", "password": "a-very-own-password"}


def link() -> str:
    found = re.search(r"/invitations/\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


@pytest.fixture
def nora(as_alice: Browser, django_capture_on_commit_callbacks: object) -> str:
    """The link that Nora was mailed."""
    as_alice.post(INVITE, {"emails": "Nora@new.example", "role": "staff"})
    return link()


def test_j24_several_are_invited_at_once(as_alice: Browser) -> None:
    as_alice.post(
        INVITE, {"emails": "one@new.example, two@new.example\nONE@new.example", "role": "viewer"}
    )
    assert sorted(message.to[0] for message in mail.outbox) == [
        "one@new.example",
        "two@new.example",
    ]
    assert set(Invitation.objects.values_list("role", flat=True)) == {Role.VIEWER}


def test_j24_when_one_of_several_is_refused_none_is_invited(as_alice: Browser, bob: Member) -> None:
    answer = as_alice.post(INVITE, {"emails": "one@new.example bob@acme.example", "role": "staff"})
    assert answer.status_code == 422
    assert "Bob Birch (bob@acme.example) is a member already." in answer.text
    assert not Invitation.objects.exists()


def test_j24_an_address_that_is_none_is_refused_in_words(as_alice: Browser, acme: object) -> None:
    answer = as_alice.post(INVITE, {"emails": "nora@", "role": "staff"})
    assert answer.status_code == 422
    assert "nora@" in answer.text


def test_j24_nora_joins_with_a_name_and_a_password(nora: str, visitor: Browser) -> None:
    assert "Alice Ash invites you as Staff" in visitor.get(nora).text
    assert visitor.post(nora, JOIN).headers["Location"] == "/acme/"
    assert visitor.get("/acme/").status_code == 200
    member = Member.objects.get(user__email="nora@new.example")
    assert (member.name, member.role) == ("Nora Nut", Role.STAFF)


def test_j24_a_link_works_once(nora: str, visitor: Browser) -> None:
    visitor.post(nora, JOIN)
    answer = Browser().get(nora)
    assert answer.status_code == 410
    assert "does not work any more" in answer.text


def test_j24_a_weak_password_is_refused_and_nothing_is_made(nora: str, visitor: Browser) -> None:
    assert visitor.post(nora, JOIN | {"password": "12345678"}).status_code == 422
    assert not User.objects.filter(email="nora@new.example").exists()


def test_j24_a_link_works_for_seven_days(nora: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert Browser().get(nora).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert Browser().get(nora).status_code == 410
        assert Browser().post(nora, JOIN).status_code == 410


def test_j24_a_revoked_link_is_of_no_use(nora: str, as_alice: Browser) -> None:
    invitation = Invitation.objects.get()
    as_alice.post(f"/acme/settings/invitations/{invitation.public_id}/revoke/")
    assert Browser().get(nora).status_code == 410


def test_j24_sending_again_makes_the_old_link_useless(nora: str, as_alice: Browser) -> None:
    invitation = Invitation.objects.get()
    as_alice.post(f"/acme/settings/invitations/{invitation.public_id}/send/")
    assert link() != nora
    assert (Browser().get(nora).status_code, Browser().get(link()).status_code) == (410, 200)


def test_j24_the_key_is_kept_as_a_hash_only(nora: str) -> None:
    key = nora.rstrip("/").rpartition("/")[2]
    row = Invitation.objects.values().get()
    assert key not in str(row)


def test_j24_who_has_an_account_signs_in_first(as_alice: Browser, charlie: Member) -> None:
    as_alice.post(INVITE, {"emails": "charlie@other.example", "role": "manager"})
    assert "There is an account for" in Browser().get(link()).text
    browser = Browser()
    browser.force_login(charlie.user)
    assert browser.get("/acme/").status_code == 404
    browser.post(link())
    assert browser.get("/acme/").status_code == 200
    assert Member.objects.get(user=charlie.user).name == "Charlie Cole"


def test_j24_the_wrong_account_is_told_so_and_does_not_join(
    nora: str, as_charlie: Browser, charlie: Member
) -> None:
    answer = as_charlie.post(nora)
    assert answer.status_code == 409
    assert "signed in as <b>charlie@other.example</b>" in answer.text
    assert not Member.objects.filter(user=charlie.user).exists()


def test_j24_a_link_opens_only_its_own_organisation(nora: str, charlie: Member) -> None:
    assert Browser().get(nora.replace("/acme/", "/other/")).status_code == 410
    assert Browser().get(nora.replace("/acme/", "/no-such/")).status_code == 410


def test_j24_an_admin_invites_no_owner(new_member: object, acme: object) -> None:
    admin = new_member("Adam Alder", Role.ADMIN)  # type: ignore[operator]
    browser = Browser()
    browser.force_login(admin.user)
    assert browser.post(INVITE, {"emails": "one@new.example", "role": "owner"}).status_code == 422
    assert not Invitation.objects.exists()


def test_j24_staff_invite_nobody(as_bob: Browser) -> None:
    assert as_bob.post(INVITE, {"emails": "one@new.example", "role": "staff"}).status_code == 403
    assert not Invitation.objects.exists()
