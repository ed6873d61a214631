"""J24: the record of a domain is looked for again; whose is gone for days counts no more, and shuts nobody out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from atrium.organisations.models import Member
from atrium.sso.domain_mail import mail_owners
from atrium.sso.models import Domain, Identity, Joins, Provider
from atrium.sso.tests.conftest import person, signs_in
from atrium.testing.oidc_issuer import Issuer

PAGE = "/acme/settings/sso/"


def looked(domain: Domain, at: datetime) -> Domain:
    """Look for it at that moment, if it is its turn."""
    # The clock goes on, or a silent name server would be waited for without end.
    with time_machine.travel(at):
        for row in Domain.due().filter(pk=domain.pk):
            row.look_again()
    domain.refresh_from_db()
    return domain


def test_j24_a_domain_is_looked_for_each_week(proved: Domain) -> None:
    now = timezone.now()
    assert not Domain.due().exists()
    before = proved.looked_at
    assert looked(proved, now + timedelta(days=6)).looked_at == before
    then = now + timedelta(days=7)
    looked(proved, then)
    assert proved.seen_at is not None
    assert proved.seen_at >= then
    assert (proved.missed, proved.is_proved) == (0, True)


def test_j24_a_domain_whose_record_is_gone_for_days_counts_no_more(
    as_alice: Browser,
    alice: Member,
    bob: Member,
    proved: Domain,
    texts: dict[str, str],
) -> None:
    now = timezone.now()
    kept = texts.pop(proved.record)
    looked(proved, now + timedelta(days=7))
    assert (proved.missed, Domain.proved("bob@acme.example")) == (1, True)
    mail.outbox.clear()
    mail_owners.call(proved.organisation.pk, proved.pk)
    assert [sent.to for sent in mail.outbox] == [[alice.user.email]]
    assert "looked for each day" in mail.outbox[0].body
    assert proved.text in mail.outbox[0].body
    assert "was not found since" in as_alice.get(PAGE).text
    for hours in (1, 24, 48, 72):
        looked(proved, now + timedelta(days=7, hours=hours))
    assert (proved.missed, proved.is_proved) == (4, True), "once a day"
    looked(proved, now + timedelta(days=11))
    assert (proved.missed, proved.is_proved) == (5, True), "not for days enough"
    looked(proved, now + timedelta(days=12, hours=1))
    assert (proved.is_proved, Domain.proved("bob@acme.example")) == (False, False)
    log = as_alice.get("/acme/settings/log/").text
    assert "The domain acme.example counts as proved no more" in log
    assert "The record of the domain acme.example is gone" in log
    mail.outbox.clear()
    mail_owners.call(proved.organisation.pk, proved.pk)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([alice.user.email], "acme.example counts as proved no more")
    ]
    assert "Proved no more" in as_alice.get(PAGE).text
    assert not Domain.due().exists()
    texts[proved.record] = kept
    assert as_alice.post(f"{PAGE}domains/{proved.public_id}/prove/").status_code == 302
    assert Domain.proved("bob@acme.example")


def test_j24_a_record_that_comes_back_is_forgiven(proved: Domain, texts: dict[str, str]) -> None:
    now = timezone.now()
    kept = texts.pop(proved.record)
    looked(proved, now + timedelta(days=7))
    texts[proved.record] = kept
    looked(proved, now + timedelta(days=8))
    assert (proved.missed, proved.missing_since) == (0, None)
    mail.outbox.clear()
    mail_owners.call(proved.organisation.pk, proved.pk)
    assert not mail.outbox, "nothing to tell any more"


def test_j24_servers_that_are_silent_tell_nothing_until_it_lasts(
    proved: Domain, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.sso.resolving.SECONDS", 0.2)
    settings.RESOLVERS = ["127.0.0.1:9"]
    now = timezone.now()
    looked(proved, now + timedelta(days=7))
    assert (proved.missed, proved.is_proved) == (0, True)
    looked(proved, now + timedelta(days=31))
    assert proved.missed == 1


def test_j24_a_domain_that_lapsed_shuts_nobody_out(
    visitor: Browser, alice: Member, bob: Member, provider: Provider, issuer: Issuer
) -> None:
    provider.edit(by=alice, joins=Joins.DOMAIN)
    issuer.person = person("bob@acme.example")
    assert signs_in(visitor, provider, issuer) == 302
    Domain.objects.update(lapsed_at=timezone.now())
    assert visitor.get("/acme/").status_code == 200
    assert signs_in(Browser(), provider, issuer) == 302, "who signed in before goes on"
    issuer.person = person("ned@acme.example")
    assert signs_in(Browser(), provider, issuer) == 409, "nobody joins"
    assert Identity.objects.count() == 1
    assert "No single sign-on" in visitor.post("/sso/", {"email": "x@acme.example"}).text


def test_j20_what_is_refused_leads_back_to_the_page_it_was_asked_on(
    as_alice: Browser, alice: Member, texts: dict[str, str]
) -> None:
    domain = Domain.add("acme.example", by=alice)
    prove = f"/acme/settings/sso/domains/{domain.public_id}/prove/"
    refused = as_alice.post(prove, headers={"referer": f"http://testserver{PAGE}"})
    assert (refused.status_code, f'href="{PAGE}"' in main(refused)) == (409, True)
    elsewhere = as_alice.post(prove, headers={"referer": "https://evil.example/acme/settings/sso/"})
    assert (elsewhere.status_code, "Back</a>" in elsewhere.text) == (409, False)


def main(answer: Any) -> str:
    return str(answer.text).partition("<main")[2]
