"""J24: owners are told in Atrium, too, when a domain or a provider fails its check by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from atrium.accounts.models import User
from atrium.foundation.errors import Refusal
from atrium.notifications.hanging import SIGN_IN
from atrium.notifications.models import Channel, Notification, Preference
from atrium.organisations.models import Member
from atrium.sso import provider_mail
from atrium.sso.domain_mail import mail_owners
from atrium.sso.models import Domain, Provider
from atrium.sso.tests.test_domains import looked

LIST = "/acme/notifications/"


def told() -> list[tuple[str, str]]:
    return [(row.member.name, row.notice) for row in Notification.objects.order_by("pk")]


def mails(provider: Provider) -> list[list[str]]:
    mail.outbox.clear()
    provider_mail.mail_owners.call(provider.organisation.pk, provider.pk)
    return [sent.to for sent in mail.outbox]


def test_j24_owners_hear_in_atrium_that_a_record_is_gone_and_when_it_counts_no_more(
    as_alice: Browser, as_bob: Browser, alice: Member, proved: Domain, texts: dict[str, str]
) -> None:
    now = timezone.now()
    texts.pop(proved.record)
    looked(proved, now + timedelta(days=7))
    assert told() == [("Alice Ash", "sso.domain_gone")]
    page = as_alice.get(LIST)
    assert "The record of the domain <b>acme.example</b> is gone." in page.text
    assert '<span class="count">1</span>' in page.text
    assert "acme.example" not in as_bob.get(LIST).text
    for day in (8, 9, 10, 13):
        looked(proved, now + timedelta(days=day))
    assert told() == [("Alice Ash", "sso.domain_gone"), ("Alice Ash", "sso.domain_lapsed")]

    first = Notification.objects.earliest("pk")
    assert as_bob.get(f"{LIST}notices/{first.pk}/").status_code == 404
    answer = as_alice.get(f"{LIST}notices/{first.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/acme/settings/sso/")
    assert Notification.objects.unread().count() == 1
    as_alice.post(f"{LIST}{first.pk}/read/", {"unread": "1"})
    as_alice.post(f"{LIST}read/")
    assert Notification.objects.unread().count() == 0
    assert "counts as proved no more" in as_alice.get(LIST).text
    User.objects.filter(pk=alice.user_id).update(language="de")
    assert "gilt nicht mehr als nachgewiesen" in as_alice.get(LIST).text


def test_j24_a_provider_that_fails_its_check_is_told_once_until_it_answers_again(
    alice: Member, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(self: Provider, metadata: str = "") -> None:
        raise Refusal("The server did not answer.")

    with monkeypatch.context() as patched:
        patched.setattr(Provider, "read", silent)
        for _ in range(3):
            provider.refresh()
    provider.refresh_from_db()
    assert provider.check_failed == "The server did not answer."
    assert mails(provider) == [[alice.user.email]]
    assert mail.outbox[0].subject == "Keys & Co failed its daily check"
    assert "failed:\nThe server did not answer.\n" in mail.outbox[0].body
    assert "/acme/settings/sso/" in mail.outbox[0].body
    provider.switch(on=False, by=alice)
    assert mails(provider) == [], "nobody signs in there any more"
    provider.switch(on=True, by=alice)
    assert told() == [("Alice Ash", "sso.provider_silent")]
    provider.refresh()
    provider.refresh_from_db()
    assert provider.check_failed == ""
    assert mails(provider) == [], "it answered again before the mail left"
    monkeypatch.setattr(Provider, "read", silent)
    provider.refresh()
    assert told() == [("Alice Ash", "sso.provider_silent")] * 2


def test_j24_who_switched_it_off_hears_nothing_of_it(
    as_alice: Browser,
    as_bob: Browser,
    alice: Member,
    proved: Domain,
    provider: Provider,
    texts: dict[str, str],
) -> None:
    settings = "/acme/settings/notifications/"
    assert str(SIGN_IN.label) in as_alice.get(settings).text
    assert str(SIGN_IN.label) not in as_bob.get(settings).text
    for channel in Channel:
        Preference.choose(alice, SIGN_IN, channel, on=False)
    texts.pop(proved.record)
    looked(proved, timezone.now() + timedelta(days=7))
    mail.outbox.clear()
    mail_owners.call(proved.organisation.pk, proved.pk)
    assert (told(), mail.outbox) == ([], [])
    Provider.objects.filter(pk=provider.pk).update(check_failed="The server did not answer.")
    assert mails(provider) == []
