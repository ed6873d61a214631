"""J24: an assertion that is brought and collected by several at the same moment is good once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.sso.asking import NotBelieved, Told
from atrium.sso.models import Arrival, Provider
from atrium.sso.saml.response import Heard
from atrium.testing.processes import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


@pytest.fixture
def alice() -> Iterator[Member]:
    """Alice, whose organisation is entered; what she has is committed, for others to see."""
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        yield alice


def bring(organisation: int, provider: int) -> str:
    """Bring the same assertion; the token, or nothing where another was first."""
    until = timezone.now() + timedelta(minutes=5)
    heard = Heard(Told("persistent:bob", "", ""), "_question", "_assertion", 0.0, until)
    with current.entered(organisation):
        try:
            return Arrival.keep(Provider.objects.get(pk=provider), heard)
        except NotBelieved:
            return ""


def collect(organisation: int, provider: int, token: str) -> bool:
    with current.entered(organisation):
        return Arrival.collect(Provider.objects.get(pk=provider), token) is not None


def test_j24_an_assertion_is_brought_once_and_collected_once_whoever_else_tries(
    alice: Member,
) -> None:
    row = Provider.objects.create(name="Keys", kind="saml", issuer="https://idp.example")
    calls = [(alice.organisation_id, row.pk)] * AT_ONCE
    outcomes = run_at_once(bring, calls)
    assert [outcome.error for outcome in outcomes] == [""] * AT_ONCE
    tokens = [outcome.value for outcome in outcomes if outcome.value]
    assert len(tokens) == 1
    outcomes = run_at_once(collect, [(*call, tokens[0]) for call in calls])
    assert [outcome.error for outcome in outcomes] == [""] * AT_ONCE
    assert sum(outcome.value for outcome in outcomes) == 1
    assert Arrival.objects.get().said == ""
