"""A session ends on logout, on a new password, on another role, when disabled, and by hand."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client as Browser

from atrium.accounts.tests.test_signing_in import PASSWORD, alice_signs_in, sign_in
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role

__all__ = ["alice_signs_in"]


def is_in(browser: Browser) -> bool:
    return browser.get("/acme/").status_code == 200


def test_j24_signing_out_ends_the_session(as_alice: Browser) -> None:
    assert is_in(as_alice)
    as_alice.post("/accounts/logout/")
    assert not is_in(as_alice)


def test_j24_a_new_password_ends_every_session(alice_signs_in: Member) -> None:
    here, there = Browser(), Browser()
    assert (sign_in(here), sign_in(there)) == (302, 302)
    new = {
        "oldpassword": PASSWORD,
        "password1": "another-own-password",
        "password2": "another-own-password",
    }
    here.post("/accounts/password/change/", new)
    assert (is_in(here), is_in(there)) == (False, False)


def test_j24_another_role_ends_the_sessions_of_that_member_only(
    alice: Member, bob: Member, as_bob: Browser, as_alice: Browser
) -> None:
    bob.change_role(Role.MANAGER, by=alice)
    assert (is_in(as_bob), is_in(as_alice)) == (False, True)


def test_j24_a_disabled_member_is_out_at_once(alice: Member, bob: Member, as_bob: Browser) -> None:
    bob.disable(by=alice)
    assert not is_in(as_bob)
    as_bob.force_login(bob.user)
    assert as_bob.get("/acme/").status_code == 404


def test_j24_alice_sees_her_sessions_and_ends_one(alice_signs_in: Member) -> None:
    here, there = (
        Browser(),
        Browser(headers={"user-agent": "Mozilla/5.0 (iPhone) Version/18 Safari/604"}),
    )
    sign_in(here)
    sign_in(there)
    page = here.get("/accounts/sessions/").text
    assert "Safari on iPhone" in page
    other = UserSession.objects.get(user_agent__contains="iPhone")
    here.post(f"/accounts/sessions/{other.pk}/end/")
    assert (is_in(here), is_in(there)) == (True, False)


def test_j24_all_others_end_at_once(alice_signs_in: Member) -> None:
    here, there = Browser(), Browser()
    sign_in(here)
    sign_in(there)
    here.post("/accounts/sessions/")
    assert (is_in(here), is_in(there)) == (True, False)


def test_j24_nobody_ends_the_session_of_another(alice_signs_in: Member, as_bob: Browser) -> None:
    here = Browser()
    sign_in(here)
    hers = UserSession.objects.get(user=alice_signs_in.user)
    assert as_bob.post(f"/accounts/sessions/{hers.pk}/end/").status_code == 404
    assert is_in(here)


def test_a_session_is_noted_once_not_on_every_page(
    alice_signs_in: Member, django_assert_num_queries: object
) -> None:
    browser = Browser()
    sign_in(browser)
    browser.get("/acme/")
    before = UserSession.objects.get().last_seen_at
    browser.get("/acme/")
    assert UserSession.objects.get().last_seen_at == before


def test_j24_a_new_device_is_told_by_mail_and_known_from_then_on(
    alice_signs_in: Member, bob: Member
) -> None:
    bob.user.set_password(PASSWORD)
    bob.user.save()
    phone = Browser(headers={"user-agent": "Mozilla/5.0 (iPhone) Version/18 Safari/604"})
    for _ in range(2):
        sign_in(phone)
        phone.post("/accounts/logout/")
    [told] = mail.outbox
    assert told.to == ["alice@acme.example"]
    assert "Safari on iPhone" in told.body
    assert "/accounts/sessions/" in told.body
    sign_in(phone, "bob@acme.example")
    sign_in(Browser())
    assert [message.to[0] for message in mail.outbox[1:]] == [
        "bob@acme.example",
        "alice@acme.example",
    ]
