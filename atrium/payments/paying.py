"""Speaking with the provider about our rows: nothing here holds a transaction while the provider is asked.

A row is written and committed first, then the provider is asked under its key, then what it said is kept. Whatever dies
between is asked again: by the queue, by news, by the clock.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.payments import disputing
from atrium.payments.models import (
    Charge,
    ChargeState,
    Heard,
    PayBack,
    PayBackState,
    PayLink,
    ProviderAccount,
)
from atrium.payments.providers.provider import (
    REMEMBERS,
    Became,
    Busy,
    Declined,
    Outcome,
    Provider,
    ProviderError,
    Unsure,
)

# Networks of cards let their owners dispute for as long, and decide within it.
DISPUTED_FOR = timedelta(days=120)
INTERRUPTED = gettext_lazy("The provider knows nothing of it.")


class TryLater(Exception):
    """The provider could not be asked now, or nobody heard its answer; the queue asks again."""


def carry_out(key: int) -> None:
    """Charge the card of this charge, unless it is settled. Raises TryLater."""
    charge = the_charge(key)
    if charge is None or charge.is_settled or charge.card is None:
        return
    was_sent = charge.state == ChargeState.SENT
    if not was_sent and not _is_owed(charge):
        charge.settle(
            Outcome(became=Became.GONE, words=gettext("It was paid otherwise meanwhile."))
        )
        return
    try:
        line = charge.account.line()
        charge.mark(ChargeState.SENT)
        charge.settle(_charged(charge, line, was_sent=was_sent))
    except Declined as error:
        charge.settle(Outcome(became=Became.FAILED, words=str(error)))
    except Unsure as error:
        charge.mark(ChargeState.SENT, str(error))
        raise TryLater(str(error)) from error
    except (Busy, Refusal) as error:
        if not was_sent and _is_old(charge):
            words = gettext("The provider could not be reached for a day. {error}").format(
                error=error
            )
            charge.settle(Outcome(became=Became.GONE, words=words))
            return
        charge.mark(ChargeState.SENT if was_sent else ChargeState.WAITING, str(error))
        raise TryLater(str(error)) from error


def _charged(charge: Charge, line: Provider, *, was_sent: bool) -> Outcome:
    """Ask for the money; where it was asked for so long ago that the key is forgotten, only look."""
    assert charge.card is not None
    if was_sent:
        found = line.look(str(charge.public_id), charge.ref, charge.made_at)
        if found is not None:
            return found
        if _is_old(charge):
            return Outcome(became=Became.GONE, words=INTERRUPTED)
    return line.charge(charge.wish(), charge.card.told)


def page_of(link: PayLink, account: ProviderAccount, *, keeps_card: bool) -> str:
    """The address of the provider's page where the invoice of the link is paid.

    Refused, in words for the client, where the provider cannot be reached or it is paid already.
    """
    for charge in Charge.objects.unsettled().filter(link=link):
        _clear_unfitting(charge, link, keeps_card=keeps_card)
    charge = Charge.open_page(link, account, keeps_card=keeps_card)
    if charge.state == ChargeState.OPEN and charge.url and not _is_old(charge):
        return charge.url
    try:
        outcome = account.line().begin(charge.wish(email=_email(link)), back=f"{link.url}?back=1")
        charge.settle(outcome)
    except ProviderError as error:
        if isinstance(error, Declined):
            charge.settle(Outcome(became=Became.FAILED, words=str(error)))
        msg = gettext(
            "The payment page cannot be opened just now. Nothing was charged; try again in a few minutes."
        )
        raise Refusal(msg) from error
    if not charge.url:
        raise Refusal(gettext("This was paid meanwhile. Load the page anew."))
    return charge.url


def _clear_unfitting(charge: Charge, link: PayLink, *, keeps_card: bool) -> None:
    """Close a page that was opened over another amount, or that is about to expire."""
    fits = charge.amount == link.invoice.left() and charge.keeps_card == keeps_card
    if charge.ref and not (fits and not _is_old(charge)):
        give_up(charge)


def learn(charge: Charge) -> Charge:
    """Ask the provider what became of a charge, and keep it. Raises ProviderError."""
    if charge.is_settled:
        return charge
    found = charge.account.line().look(str(charge.public_id), charge.ref, charge.made_at)
    if found is not None:
        charge.settle(found)
    elif _is_old(charge):
        charge.settle(Outcome(became=Became.GONE, words=INTERRUPTED))
    return charge


def give_up(charge: Charge) -> Charge:
    """Close the provider's page of a charge, so that it can no longer be paid; refused where that fails."""
    try:
        if charge.ref.startswith("cs_"):
            charge.account.line().close(charge.ref)
    except Declined:
        pass  # it is paid or expired already, which learn() tells
    except ProviderError as error:
        msg = gettext(
            "The provider cannot be reached, so it may still be paid there. {error}"
        ).format(error=error)
        raise Refusal(msg) from error
    try:
        return learn(charge)
    except ProviderError as error:
        msg = gettext(
            "The provider cannot be reached, so it may still be paid there. {error}"
        ).format(error=error)
        raise Refusal(msg) from error


def pay_back(key: int) -> None:
    """Ask the provider to pay back what this row says. Raises TryLater."""
    rows = PayBack.objects.select_related("charge__account", "charge__payment__client", "by")
    row: PayBack | None = rows.filter(pk=key, state=PayBackState.WAITING).first()
    if row is None:
        return
    charge = row.charge
    assert charge.payment is not None, "only what was paid is paid back"
    charge.payment.client.organisation = row.organisation
    try:
        line = charge.account.line()
        told = line.refund(str(row.public_id), charge.ref, row.amount, charge.currency)
    except Declined as error:
        row.fail(str(error))
        return
    except (ProviderError, Refusal) as error:
        raise TryLater(str(error)) from error
    if told.is_done:
        row.settle(told)
    else:
        row.fail(gettext("The provider says that it failed."))


def act_upon(key: int) -> None:
    """Do what follows from news: ask what became of the charge that they are about. Raises TryLater."""
    heard: Heard | None = Heard.objects.filter(pk=key, done_at=None).first()
    if heard is None:
        return
    for charge in _about(heard):
        try:
            learn(charge)
            if charge.payment_id is not None and "refund" in heard.kind:
                _learn_refunds(charge)
            if charge.payment_id is not None and "dispute" in heard.kind:
                disputing.learn(charge)
        except (ProviderError, Refusal) as error:
            raise TryLater(str(error)) from error
    Heard.objects.filter(pk=heard.pk).update(done_at=timezone.now())


def catch_up(account: ProviderAccount) -> None:
    """Ask what was paid back or disputed lately, as if its news came now: they may have been lost.

    What is known already stays as it is. Raises ProviderError.
    """
    refs = account.line().moved_since(timezone.now() - DISPUTED_FOR)
    rows = Charge.objects.select_related(*_WITH).filter(account=account, ref__in=refs)
    for charge in rows.filter(payment__isnull=False).order_by("id"):
        charge.client.organisation = charge.organisation
        _learn_refunds(charge)
        disputing.learn(charge)


def _learn_refunds(charge: Charge) -> None:
    """Keep what was paid back at the provider itself; what we asked for is known by its name."""
    payment = charge.payment
    assert payment is not None
    payment.client.organisation = charge.organisation
    ours = PayBack.objects.filter(charge=charge, state=PayBackState.WAITING)
    for told in charge.account.line().refunds(charge.ref, charge.currency):
        waiting = ours.filter(amount=told.amount).first()
        reason = waiting.reason if waiting else gettext("Paid back at the provider")
        payment.refund(told.amount, by=None, reason=reason, external_id=told.ref)


def _about(heard: Heard) -> list[Charge]:
    rows = Charge.objects.select_related(*_WITH).filter(account=heard.account_id)
    found = rows.filter(ref=heard.ref) if heard.ref else rows.none()
    known = list(found) or list(_by_key(rows, heard.key))
    for charge in known:
        charge.client.organisation = charge.organisation
    return known


def _by_key(rows: object, key: str) -> list[Charge]:
    try:
        return list(rows.filter(public_id=key)) if key else []  # type: ignore[attr-defined]
    except (ValueError, ValidationError):
        return []


_WITH = ("organisation", "account", "card", "client", "payment__client", "by")


def the_charge(key: int) -> Charge | None:
    """The charge of this key with all that is needed to speak of it."""
    charge: Charge | None = Charge.objects.select_related(*_WITH).filter(pk=key).first()
    if charge is not None:
        charge.client.organisation = charge.organisation
    return charge


def _is_owed(charge: Charge) -> bool:
    parts = charge.parts.select_related("invoice")
    return all(part.invoice.left() >= part.amount for part in parts)


def _is_old(charge: Charge) -> bool:
    return timezone.now() - charge.made_at > REMEMBERS


def _email(link: PayLink) -> str:
    return str(link.invoice.recipient.get("email", ""))[:200]
