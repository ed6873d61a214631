"""The mailboxes in the settings: who sets up which, and that a password never comes out (R12, X10)."""

from __future__ import annotations

from typing import Any

from django.test import Client as Browser

from atrium.conversations.models import Level, Mailbox
from atrium.conversations.tests.sink import Sink
from atrium.organisations.models import Member

BOXES = "/acme/settings/mailboxes/"
FORM = {
    "address": "bob@acme.example",
    "name": "Bob Birch",
    "level": "0",
    "sending": "server",
    "smtp_port": "587",
    "smtp_security": "starttls",
}


def test_r12_everyone_sets_up_their_own_and_only_admins_the_shared_ones(
    as_bob: Browser, as_alice: Browser, as_vera: Browser, bob: Member
) -> None:
    assert as_bob.post(f"{BOXES}add/", FORM).status_code == 302
    own = Mailbox.objects.get()
    assert (own.member, own.level) == (bob, Level.NOBODY)
    assert as_bob.post(f"{BOXES}add/shared/", FORM).status_code == 403
    office = FORM | {"address": "office@acme.example", "level": "3"}
    assert as_alice.post(f"{BOXES}add/shared/", office).status_code == 302
    assert "office@acme.example" in as_bob.get(BOXES).text
    assert "bob@acme.example" not in as_alice.get(BOXES).text
    assert as_alice.get(f"{BOXES}{own.public_id}/").status_code == 404
    shared = Mailbox.objects.get(member=None)
    assert as_bob.get(f"{BOXES}{shared.public_id}/").status_code == 404
    assert as_vera.get(BOXES).status_code == 403
    taken = as_bob.post(f"{BOXES}add/", FORM)
    assert (taken.status_code, "a mailbox with this address already" in taken.text) == (422, True)
    as_bob.post(f"{BOXES}{own.public_id}/remove/")
    assert as_bob.post(f"{BOXES}add/", FORM).status_code == 302


def test_r12_testing_says_what_the_server_said_and_the_password_is_never_shown(
    as_bob: Browser, settings: Any
) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    with Sink().listening() as sink:
        server = {"sending": "smtp", "smtp_host": "127.0.0.1", "smtp_port": str(sink.port)}
        server |= {"smtp_security": "none", "smtp_secret": "hunter22"}
        assert as_bob.post(f"{BOXES}add/", FORM | server).status_code == 302
        box = Mailbox.objects.get()
        said = as_bob.post(f"{BOXES}{box.public_id}/test/", follow=True).text
        assert "let us in and answered: 250" in said
    refused = as_bob.post(f"{BOXES}{box.public_id}/test/")
    assert refused.status_code == 409
    assert "bob@acme.example cannot send" in refused.text
    pages = [as_bob.get(url).text for url in (BOXES, f"{BOXES}{box.public_id}/")]
    assert not any("hunter22" in page or box.smtp_secret in page for page in pages)
    inside = as_bob.post(f"{BOXES}{box.public_id}/", FORM | server | {"smtp_host": "10.1.1.1"})
    assert (inside.status_code, "inside this network" in inside.text) == (422, True)
