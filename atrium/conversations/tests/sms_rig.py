"""What the tests of SMS have in common: a provider over real HTTP, a number, people, and what it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client as Browser
from django.utils import timezone

from atrium.clients.models import Client, Contact, Link, Point
from atrium.conversations.models import Sms, SmsNumber
from atrium.conversations.sms import pace
from atrium.conversations.sms.signature import signed
from atrium.conversations.sms.tasks import leave
from atrium.conversations.tests.fake_provider import ACCOUNT, TOKEN, FakeProvider
from atrium.organisations import current
from atrium.organisations.models import Member

PAGE = "/acme/clients/1/activity/"
NEW = "/acme/clients/1/sms/new/"
HTMX = {"HX-Request": "true"}
OURS, ANA = "+447700900123", "+447700900461"


def send(browser: Browser, *to: Contact, **values: Any) -> Any:
    keys = [str(each.public_id) for each in to]
    return browser.post(NEW, {"to": keys, "text": "Tomorrow at 9?"} | values, headers=HTMX)


def let_leave(sms: Sms | None = None) -> Sms:
    found: Sms = sms or Sms.objects.latest("id")
    Sms.objects.filter(pk=found.pk, state__in=["queued", "scheduled"]).update(
        leave_at=timezone.now()
    )
    found.refresh_from_db()
    leave.func(found.organisation_id, found.pk, found.turn)
    found.refresh_from_db()
    return found


def call(number: SmsNumber, what: str, query: str = "", place: str = "acme", **told: str) -> Any:
    """As the provider calls, from outside and signed."""
    url = f"/sms/{place}/{number.key}/{what}/{query}"
    signature = signed(TOKEN, f"{configured.BASE_URL}{url}", told.items())
    with current.left():
        return Browser().post(url, told, headers={"X-Twilio-Signature": signature})


def news(sms: Sms, status: str, attempt: int | None = None, **told: str) -> Any:
    assert sms.number is not None
    attempt = attempt or sms.attempts.latest("id").pk
    query = f"?message={sms.public_id}&attempt={attempt}"
    told |= {"MessageSid": f"SM{sms.pk}", "MessageStatus": status}
    answer = call(sms.number, "status", query, **told)
    sms.refresh_from_db()
    return answer


def come_in(number: SmsNumber, text: str, sid: str = "IN1", sender: str = ANA, **more: str) -> Any:
    return call(number, "incoming", MessageSid=sid, From=sender, Body=text, **more)


@pytest.fixture
def provider(settings: Any) -> Iterator[FakeProvider]:
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    pace.forget()
    with FakeProvider().listening() as fake:
        yield fake


@pytest.fixture
def number(provider: FakeProvider, alice: Member) -> SmsNumber:
    return SmsNumber.set_up(
        by=alice,
        name="Office",
        provider="twilio",
        home=provider.home,
        account=ACCOUNT,
        token=TOKEN,
        number=OURS,
        stop_words="Arrêt, STOPP",
    )


@pytest.fixture
def new_person(bakery: Client, alice: Member) -> Callable[..., Contact]:
    def make(name: str, phone: str = "", label: str = "Mobile", client: Any = None) -> Contact:
        person = Contact.add(by=alice, given_name=name)
        Link.make(client or bakery, person, by=alice)
        if phone:
            Point.add(person, by=alice, kind="phone", text=phone, label=label)
        return person

    return make


@pytest.fixture
def ana(new_person: Any) -> Contact:
    person: Contact = new_person("Ana", ANA)
    return person
