"""Mailboxes that sign in by a token: at a real IMAP server, at a mail server, renewed by itself (R12)."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client
from atrium.conversations.mail.fetching import fetch
from atrium.conversations.mail.tasks import leave
from atrium.conversations.mail.writing import Receiver, Writing
from atrium.conversations.models import Mailbox, Message, SignIn
from atrium.conversations.tests.dovecot import dovecot
from atrium.conversations.tests.fake_issuer import FakeIssuer
from atrium.conversations.tests.letters import letter
from atrium.conversations.tests.sink import Sink
from atrium.organisations.models import Member

BOXES = "/acme/settings/mailboxes/"


@pytest.fixture
def fake(settings: Any) -> Iterator[FakeIssuer]:
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    with FakeIssuer().listening() as fake:
        settings.OAUTH_ISSUERS = {"other": fake.issuer}
        yield fake


@pytest.fixture
def office(fake: FakeIssuer, alice: Member) -> Mailbox:
    return Mailbox.open(by=alice, address="office@acme.example")


def signed_in(browser: Browser, box: Mailbox, fake: FakeIssuer) -> Any:
    """What a browser does: to the issuer, which sends it back with a code."""
    away = browser.get(f"{BOXES}{box.public_id}/sign-in/?issuer=other")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(away["Location"]).query).items()}
    assert (asked["code_challenge_method"], asked["client_id"]) == ("S256", "atrium")
    assert asked["redirect_uri"].endswith(f"{BOXES}signed-in/")
    fake.codes["c1"] = asked["code_challenge"]
    return browser.get(f"{BOXES}signed-in/?code=c1&state={asked['state']}", follow=True)


class TokenSink(Sink):
    """A mail server that lets in by a good token only."""

    def __init__(self, fake: FakeIssuer) -> None:
        super().__init__(options={"auth_require_tls": False})
        self.fake = fake

    async def auth_XOAUTH2(self, server: SMTP, words: list[str]) -> AuthResult:  # noqa: N802 - as aiosmtpd names it
        told = b64decode(words[1]).decode()
        good = told == f"user=office@acme.example\x01auth=Bearer {self.fake.good[-1]}\x01\x01"
        return AuthResult(success=good, handled=good)


def test_r12_a_mailbox_signs_in_by_a_token_that_renews_itself_at_real_servers(
    fake: FakeIssuer, office: Mailbox, bakery: Client, alice: Member, as_alice: Browser
) -> None:
    page = signed_in(as_alice, office, fake).text
    assert "signs in at Keys &amp; Co" in page
    row = SignIn.objects.get()
    assert "token-1" not in page + row.access + row.refresh
    with dovecot(fake.introspection) as server, TokenSink(fake).listening() as sink:
        own = {"imap_on": True, "imap_host": "127.0.0.1", "imap_port": server.port}
        own |= {"imap_security": "none", "imap_user": "office", "sending": "smtp"}
        own |= {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_security": "none"}
        office.edit(by=alice, **own)
        server.put(letter())
        run = fetch(office)
        assert run is not None
        assert (run.problem, run.read) == ("", 1)
        SignIn.objects.update(given_until=timezone.now() + timedelta(minutes=1))
        writing = Writing(to=[Receiver("ana@bakery.example")], subject="Rye", html="<p>Three</p>")
        message = Message.write(bakery, writing, by=alice, mailbox=office)
        message.send(by=alice)
        leave.func(message.organisation_id, message.pk, message.turn)
        message.refresh_from_db()
        assert (message.state, message.problem, len(sink.kept)) == ("sent", "", 1)
        assert fake.good == ["token-1", "token-2"]
        assert [told["grant_type"] for told in fake.asked] == [
            "authorization_code",
            "refresh_token",
        ]

        fake.over = True
        SignIn.objects.update(given_until=timezone.now())
        run = fetch(office)
        assert run is not None
        assert "Keys & Co does not let this mailbox in: Token has been revoked." in run.problem
        assert "Sign in again" in as_alice.get(f"{BOXES}{office.public_id}/").text
    as_alice.post(f"{BOXES}{office.public_id}/sign-out/")
    assert not SignIn.objects.exists()


def test_r12_nobody_comes_back_with_a_sign_in_that_was_not_theirs(
    fake: FakeIssuer, office: Mailbox, as_alice: Browser, as_bob: Browser, as_charlie: Browser
) -> None:
    begin = f"{BOXES}{office.public_id}/sign-in/?issuer=other"
    state = parse_qs(urlsplit(as_alice.get(begin)["Location"]).query)["state"][0]
    assert [b.get(begin).status_code for b in (as_bob, as_charlie)] == [404, 404]
    assert as_alice.get(begin.replace("other", "nobody")).status_code == 404
    back = f"{BOXES}signed-in/?code=c1&state="
    assert as_bob.get(back + state).status_code == 409, "it was not begun in this session"
    assert as_alice.get(f"{back}x").status_code == 409
    assert as_alice.get(back + state).status_code == 409, "and is good once"
    assert (fake.asked, SignIn.objects.count()) == ([], 0)
    as_alice.get(begin)
    fake.codes["c1"] = "of another"
    session = as_alice.session["mailbox sign-in"]
    answer = as_alice.get(f"{back}{session['state']}")
    assert (answer.status_code, "does not let this mailbox in" in answer.text) == (409, True)
