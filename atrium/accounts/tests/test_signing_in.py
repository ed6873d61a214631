"""Signing in and out, what it refuses, and what the pages say."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser

from atrium.accounts.models import User
from atrium.organisations.models import Member

PASSWORD = "a-very-own-password"


@pytest.fixture
def alice_signs_in(alice: Member) -> Member:
    """Alice, with a password."""
    alice.user.set_password(PASSWORD)
    alice.user.save()
    cache.clear()
    return alice


def sign_in(
    browser: Browser,
    email: str = "alice@acme.example",
    password: str = PASSWORD,
    address: str = "127.0.0.1",
) -> int:
    """The status that the sign-in answers with."""
    fields = {"login": email, "password": password}
    return browser.post("/accounts/login/", fields, REMOTE_ADDR=address).status_code


def test_j24_alice_signs_in_and_lands_in_her_organisation(
    visitor: Browser, alice_signs_in: Member
) -> None:
    assert sign_in(visitor) == 302
    assert visitor.get("/", follow=True).redirect_chain == [("/acme/", 302)]


def test_j24_the_case_of_an_address_does_not_matter(
    visitor: Browser, alice_signs_in: Member
) -> None:
    assert sign_in(visitor, "Alice@ACME.example") == 302


def test_j24_a_wrong_password_is_refused_in_words(visitor: Browser, alice_signs_in: Member) -> None:
    answer = visitor.post("/accounts/login/", {"login": "alice@acme.example", "password": "wrong"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "set a new password" in answer.text
    assert visitor.get("/acme/").status_code == 302


def test_j24_the_sixth_wrong_try_is_429_even_when_right_and_shuts_nobody_else_out(
    visitor: Browser, alice_signs_in: Member
) -> None:
    inside = "2001:db8:1:2::{}"
    tries = [sign_in(visitor, password="wrong", address=inside.format(n)) for n in range(1, 6)]
    assert tries == [422] * 5
    fields = {"login": "alice@acme.example", "password": PASSWORD}
    answer = visitor.post("/accounts/login/", fields, REMOTE_ADDR=inside.format(9))
    assert answer.status_code == 429
    assert "Wait five minutes and try again, or set a new password." in answer.text
    assert sign_in(Browser(), address="10.0.0.9") == 302, "Alice herself is elsewhere"


def test_j24_who_tried_too_often_gets_in_at_once_by_a_new_password(
    visitor: Browser, alice_signs_in: Member
) -> None:
    assert [sign_in(visitor, password="wrong") for _ in range(6)] == [422] * 5 + [429]
    replace_password(visitor, "another-own-password")
    assert sign_in(visitor, password="another-own-password") == 302


def replace_password(visitor: Browser, password: str) -> str:
    """Set a new one by the link that is mailed to Alice; answers the link."""
    visitor.post("/accounts/password/reset/", {"email": "alice@acme.example"})
    link = re.search(r"/accounts/password/reset/key/\S+", str(mail.outbox[0].body))
    assert link
    form = visitor.get(link[0], follow=True)
    new = {"password1": password, "password2": password}
    assert visitor.post(form.redirect_chain[-1][0], new, follow=True).status_code == 200
    return link[0]


def test_j24_one_address_cannot_try_many_accounts(visitor: Browser, alice_signs_in: Member) -> None:
    tries = [sign_in(visitor, f"person{n}@acme.example", "wrong") for n in range(12)]
    assert tries == [422] * 10 + [429] * 2


def test_j24_a_flood_of_sign_ins_is_429_in_words(visitor: Browser, alice_signs_in: Member) -> None:
    answers = [visitor.post("/accounts/login/", {}) for _ in range(31)]
    assert [answer.status_code for answer in answers][-2:] == [422, 429]
    assert "Wait a few minutes" in answers[-1].text


def test_j24_nobody_signs_up(visitor: Browser, db: None) -> None:
    fields = {"email": "eve@evil.example", "password1": PASSWORD, "password2": PASSWORD}
    assert "You join by invitation" in visitor.post("/accounts/signup/", fields).text
    assert not User.objects.exists()


def test_j24_a_forgotten_password_is_replaced_by_a_mailed_link(
    visitor: Browser, alice_signs_in: Member
) -> None:
    link = replace_password(visitor, "another-own-password")
    assert sign_in(Browser(), password="another-own-password") == 302
    assert "does not work any more" in Browser().get(link, follow=True).text


def test_j24_nobody_learns_by_a_reset_who_has_an_account(
    visitor: Browser, alice_signs_in: Member
) -> None:
    known = visitor.post("/accounts/password/reset/", {"email": "alice@acme.example"}, follow=True)
    unknown = visitor.post(
        "/accounts/password/reset/", {"email": "nobody@acme.example"}, follow=True
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert "If there is an account" in unknown.text


def test_j24_an_address_is_changed_by_a_link_to_the_new_one(alice_signs_in: Member) -> None:
    browser = Browser()
    sign_in(browser)
    change = {"email": "ash@acme.example", "action_add": "1"}
    assert "reauthenticate" in browser.post("/accounts/email/", change).headers["Location"]
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/email/", change)
    assert sign_in(Browser()) == 302
    told = next(message for message in mail.outbox if message.to == ["ash@acme.example"])
    link = re.search(r"/accounts/confirm-email/\S+", str(told.body))
    assert link
    browser.post(link[0])
    assert sign_in(Browser(), "ash@acme.example") == 302
    assert sign_in(Browser()) == 422


def test_the_login_keeps_its_contract(visitor: Browser, db: None) -> None:
    page = visitor.get("/accounts/login/").text
    assert 'name="login"' in page
    assert 'name="password"' in page
