"""J24: what is dangerous at an open screen asks for the password again; what is not sent loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from atrium.accounts.tests.test_signing_in import PASSWORD, alice_signs_in, sign_in
from atrium.clients.models import Client, Contact
from atrium.imports.tests.test_import_fields import imported
from atrium.integrations.models import Token
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role

__all__ = ["alice_signs_in"]
TOKENS = "/acme/settings/tokens/"


def later(browser: Browser, seconds: int) -> None:
    """Let that much time go by since she showed who she is."""
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()


@pytest.mark.once
def test_j24_tokens_and_owners_are_made_by_who_showed_their_password_lately(
    alice_signs_in: Member, bob: Member
) -> None:
    browser = Browser()
    sign_in(browser)
    token = {"name": "Books", "scopes": ["clients:read"]}
    assert browser.post(TOKENS, token).status_code == 201, "she has just signed in"
    later(browser, 601)
    page = f"/acme/settings/members/{bob.public_id}/"
    owner = {"name": "Bob Birch", "job_title": "", "role": "owner"}
    invited = {"emails": "ned@acme.example", "role": "owner"}
    for url, data in ((TOKENS, token), (page, owner), ("/acme/settings/members/invite/", invited)):
        assert browser.get(url).status_code == 200
        answer = browser.post(url, data, headers={"referer": f"http://testserver{url}"})
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/?next=%2Facme")
    assert browser.post(page, owner | {"role": "manager"}).headers["Location"] != ""
    bob.refresh_from_db()
    assert (bob.role, Token.objects.count()) == (Role.MANAGER, 1)

    there = "/accounts/reauthenticate/?next=/acme/settings/tokens/"
    assert browser.post(there, {"password": "wrong", "next": TOKENS}).status_code == 200
    assert browser.post(TOKENS, token).status_code == 302
    answer = browser.post(there, {"password": PASSWORD, "next": TOKENS})
    assert answer.headers["Location"] == TOKENS
    assert browser.post(TOKENS, token).status_code == 201
    browser.post(page, owner)
    bob.refresh_from_db()
    assert bob.role == Role.OWNER


@pytest.mark.once
def test_j24_a_program_from_another_network_is_refused_in_words(alice: Member) -> None:
    alice.organisation.allow_from("203.0.113.0/24", by=alice, own="203.0.113.9")
    program = Program(token_of(alice, EVERYTHING))
    refused = program.ask("GET", "/clients")
    assert (refused.status_code, refused.json()["cause"]) == (403, "elsewhere")
    program.defaults["REMOTE_ADDR"] = "203.0.113.5"
    assert program.ask("GET", "/clients").status_code == 200


LISTS = (
    "clients/export/?format=csv jobs/export.csv invoices/export.xlsx prices/export.csv ageing/csv/ "
    "settings/log/file/ settings/configuration/file/ settings/view-log/file/"
).split()
DEEDS = (
    "exports/ settings/configuration/ settings/roles/new/ settings/invoices/ settings/payments/ "
    "settings/retention/calls/"
).split()


def taken(browser: Browser, place: str) -> int:
    """The status, once what is handed out was read to its end."""
    answer: Any = browser.get(f"/acme/{place}")
    if answer.streaming:
        list(answer.streaming_content)
    status: int = answer.status_code
    return status


@pytest.mark.once
def test_j24_whole_lists_and_what_could_harm_all_ask_for_the_password_again(
    alice_signs_in: Member, bakery: Client
) -> None:
    browser = Browser()
    sign_in(browser)
    for place in LISTS:
        assert taken(browser, place) == 200, place
    later(browser, 601)
    assert browser.get("/acme/clients/export/").status_code == 200, (
        "what there is to choose is seen"
    )
    listed = "/acme/jobs/?show=all"
    for place in LISTS:
        answer = browser.get(f"/acme/{place}", headers={"referer": f"http://testserver{listed}"})
        assert answer.status_code == 302, place
        there = "/accounts/reauthenticate/?next=%2Facme%2Fjobs%2F%3Fshow%3Dall"
        assert answer.headers["Location"] == there, "back to the list as it was narrowed"
    for place in DEEDS:
        assert browser.get(f"/acme/{place}").status_code == 200, place
        answer = browser.post(f"/acme/{place}", {})
        assert answer.status_code == 302, place
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/"), place
    there = "/accounts/reauthenticate/"
    browser.post(there, {"password": PASSWORD, "next": "/acme/"})
    assert taken(browser, "clients/export/?format=csv") == 200


@pytest.mark.once
def test_j24_what_was_brought_in_and_a_person_s_archive_ask_again_as_well(
    alice_signs_in: Member, bakery: Client
) -> None:
    brought_in = imported(b"Company,VAT scheme\nVincent's Bakery,B\nNew one,A\n", alice_signs_in)
    mina = Contact.add(by=alice_signs_in, given_name="Mina", family_name="Patel")
    place = f"imports/{brought_in.number}"
    places = (f"{place}/file/", f"{place}/failed.csv", "privacy/archives/1/")
    browser = Browser()
    sign_in(browser)
    browser.post(f"/acme/privacy/contact/{mina.public_id}/export/")
    assert [taken(browser, place) for place in places] == [200, 200, 200]
    later(browser, 601)
    assert [taken(browser, place) for place in places] == [302, 302, 302]


@pytest.mark.once
def test_j24_a_program_exports_by_a_scope_of_its_own(alice: Member, bakery: Client) -> None:
    others = [scope for scope in EVERYTHING if not scope.startswith("exports:")]
    refused = Program(token_of(alice, others)).ask("POST", "/exports", {"format": "csv"})
    assert refused.status_code == 403
    assert "exports:write" in refused.json()["detail"]
