"""Two owners who remove each other in the same moment: one of them stays."""

from __future__ import annotations

import pytest

from atrium.accounts.models import User
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.testing.processes import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def demote(organisation: int, who: int, by: int) -> None:
    with current.entered(organisation):
        Member.objects.get(pk=who).change_role(Role.STAFF, by=Member.objects.get(pk=by))


def test_j24_two_owners_at_once_cannot_leave_none() -> None:
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        olga = Member.objects.create(
            user=User.objects.create_user("olga@acme.example"), name="Olga Oak", role=Role.OWNER
        )
        place = alice.organisation_id
        outcomes = run_at_once(demote, [(place, alice.pk, alice.pk), (place, olga.pk, olga.pk)])
        assert sorted(bool(outcome.error) for outcome in outcomes) == [False, True]
        assert "is the only owner" in next(outcome.error for outcome in outcomes if outcome.error)
        assert Member.objects.owners().count() == 1
