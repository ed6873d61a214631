"""What payments do in the queue and by the clock."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.payments import dunning, paying
from atrium.payments.models import BankDraft, Charge, ChargeState, ProviderAccount
from atrium.payments.providers.provider import ProviderError
from atrium.queue.periodic import periodic
from atrium.queue.policy import policy
from atrium.timeline.source import Source, coming_from

AT_ONCE = 200
PATIENCE = timedelta(minutes=3)


@task(priority=10)
@policy(
    attempts=1000,
    first_wait=timedelta(seconds=10),
    longest_wait=timedelta(minutes=15),
    key=lambda _, charge: f"charge-{charge}",
)
def carry_out(organisation_id: int, charge_id: int) -> None:
    """Hand a charge to its provider. Raises TryLater where that is to be done again."""
    with current.entered(organisation_id):
        paying.carry_out(charge_id)


@task(priority=10)
@policy(
    attempts=1000,
    first_wait=timedelta(seconds=10),
    longest_wait=timedelta(minutes=15),
    key=lambda _, row: f"pay-back-{row}",
)
def pay_back(organisation_id: int, row_id: int) -> None:
    """Let the provider pay back. Raises TryLater where that is to be done again."""
    with current.entered(organisation_id):
        paying.pay_back(row_id)


@task(priority=10)
@policy(attempts=50, first_wait=timedelta(seconds=5), longest_wait=timedelta(minutes=30))
def hear(organisation_id: int, heard_id: int) -> None:
    """Act upon news of the provider. Raises TryLater where that is to be done again."""
    with current.entered(organisation_id), coming_from(Source.RULE):
        paying.act_upon(heard_id)


@periodic(every=timedelta(minutes=5), name="ask what became of charges")
@task
def reconcile() -> None:
    """Ask the provider about charges without an answer: news may have been lost, workers killed."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            before = timezone.now() - PATIENCE
            rows = Charge.objects.unsettled().filter(made_at__lt=before).order_by("id")
            for key, state in rows.values_list("pk", "state")[:AT_ONCE]:
                _ask(place, key, state)
            BankDraft.drop_old()


@periodic(every=timedelta(hours=1), name="ask what was paid back or disputed")
@task
def catch_up() -> None:
    """Ask providers what they told by news that may have been lost."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            account = ProviderAccount.current()
            with suppress(ProviderError, Refusal):  # the next tick asks again
                if account is not None:
                    paying.catch_up(account)


@periodic(every=timedelta(hours=1), name="look after overdue invoices")
@task
def look_after_overdue() -> None:
    """Tell what became overdue, remind, hold and let go, as each organisation wants it."""
    for place in Organisation.objects.order_by("pk").iterator():
        with current.entered(place), coming_from(Source.RULE):
            dunning.run(place)


def _ask(place: Organisation, key: int, state: str) -> None:
    if state != ChargeState.OPEN:
        carry_out.enqueue(place.pk, key)
        return
    charge = paying.the_charge(key)
    if charge is None:
        return
    try:
        paying.learn(charge)
    except (ProviderError, Refusal):
        return  # the next tick asks again
