"""Stripe by its SDK: Checkout for the client's own hands, PaymentIntents for cards on file.

Card numbers are typed at Stripe and never pass through here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import stripe

from atrium.foundation.translation import gettext
from atrium.payments.providers.gate import SECONDS, Gate, NotReached
from atrium.payments.providers.places import HOME
from atrium.payments.providers.provider import (
    Became,
    Busy,
    CardTold,
    Declined,
    DisputeTold,
    News,
    Outcome,
    ProviderError,
    RefundTold,
    Unsure,
    Wish,
)

SIGNED_WITHIN = 300
PAGE_STANDS = timedelta(hours=23)
MOST_LOOKED_THROUGH = 300
# Stripe counts these in hundredths, which they do not have.
_HUNDREDTHS = frozenset({"ISK", "UGX"})
_INTENTS = {
    "succeeded": Became.PAID,
    "canceled": Became.GONE,
    "requires_payment_method": Became.FAILED,
    "requires_action": Became.FAILED,
}


@dataclass(frozen=True)
class Stripe:
    """An account at Stripe, or at whatever speaks as it does at ``home``."""

    secret: str = field(repr=False)
    hook_secret: str = field(default="", repr=False)
    home: str = HOME
    seconds: float = SECONDS

    @cached_property
    def _client(self) -> Any:
        return stripe.StripeClient(
            self.secret,
            base_addresses={"api": self.home},
            max_network_retries=0,
            http_client=Gate(self.seconds),
        ).v1

    def tried(self) -> str:
        """Read the balance, which every key may."""
        with _told():
            balance = self._client.balance.retrieve()
        if balance["livemode"]:
            return gettext("The provider let us in, in live mode.")
        return gettext("The provider let us in, in test mode.")

    def begin(self, wish: Wish, *, back: str) -> Outcome:
        """A Checkout session."""
        kept: dict[str, Any] = {"setup_future_usage": "off_session"} if wish.keep_card else {}
        who: dict[str, Any] = {"customer": wish.customer} if wish.customer else {}
        if not who and wish.keep_card:
            who["customer_creation"] = "always"
        if not wish.customer and wish.email:
            who["customer_email"] = wish.email
        price = {
            "currency": wish.currency.lower(),
            "unit_amount": _theirs(wish.amount, wish.currency),
            "product_data": {"name": wish.what_for[:200]},
        }
        params = {
            "mode": "payment",
            "client_reference_id": wish.key,
            "line_items": [{"quantity": 1, "price_data": price}],
            "metadata": {"charge": wish.key},
            "payment_intent_data": {"metadata": {"charge": wish.key}} | kept,
            "success_url": back,
            "cancel_url": back,
            "expires_at": int((datetime.now(UTC) + PAGE_STANDS).timestamp()) // 3600 * 3600,
        } | who
        with _told():
            made = self._client.checkout.sessions.create(params, {"idempotency_key": wish.key})
        return self._of_session(made.to_dict())

    def charge(self, wish: Wish, card: CardTold) -> Outcome:
        """A PaymentIntent that is confirmed at once, without the client."""
        params = {
            "amount": _theirs(wish.amount, wish.currency),
            "currency": wish.currency.lower(),
            "customer": card.customer,
            "payment_method": card.token,
            "confirm": True,
            "off_session": True,
            "metadata": {"charge": wish.key, "for": wish.what_for[:200]},
        }
        with _told():
            made = self._client.payment_intents.create(params, {"idempotency_key": wish.key})
        return self._of_intent(made.to_dict())

    def look(self, key: str, ref: str, since: datetime) -> Outcome | None:
        """By its own name where that is known, else through the latest of the account."""
        with _told():
            if ref.startswith("cs_"):
                session = self._client.checkout.sessions.retrieve(ref)
                return self._of_session(session.to_dict())
            if ref:
                return self._of_intent(self._client.payment_intents.retrieve(ref).to_dict())
            return self._found(key, since)

    def _found(self, key: str, since: datetime) -> Outcome | None:
        rows = self._client.payment_intents.list({"limit": 100}).auto_paging_iter()
        for place, each in enumerate(rows):
            row = each.to_dict()
            if (row["metadata"] or {}).get("charge") == key:
                return self._of_intent(row)
            if place >= MOST_LOOKED_THROUGH or row["created"] < since.timestamp() - 3600:
                return None
        return None

    def close(self, ref: str) -> None:
        """Expire the session; one that is not open any more stays as it is."""
        with _told():
            self._client.checkout.sessions.expire(ref)

    def refund(self, key: str, ref: str, amount: int, currency: str) -> RefundTold:
        """A refund of the PaymentIntent."""
        params = {
            "payment_intent": ref,
            "amount": _theirs(amount, currency),
            "metadata": {"refund": key},
        }
        with _told():
            made = self._client.refunds.create(params, {"idempotency_key": key})
        return _refund(made.to_dict(), currency)

    def refunds(self, ref: str, currency: str) -> list[RefundTold]:
        """Those of the PaymentIntent that were not taken back."""
        with _told():
            found = self._client.refunds.list({"payment_intent": ref, "limit": 100}).data
        rows = [each.to_dict() for each in found]
        lost = {"failed", "canceled"}
        return [_refund(row, currency) for row in rows if row["status"] not in lost]

    def disputes(self, ref: str, currency: str) -> list[DisputeTold]:
        """Those of the PaymentIntent, without mere inquiries: for these no money moves."""
        with _told():
            found = self._client.disputes.list({"payment_intent": ref, "limit": 100}).data
        rows = [each.to_dict() for each in found]
        return [_dispute(row, currency) for row in rows if not row["status"].startswith("warning")]

    def moved_since(self, since: datetime) -> set[str]:
        """By the latest refunds and disputes of the account."""
        found: set[str] = set()
        for kind in (self._client.refunds, self._client.disputes):
            with _told():
                for place, each in enumerate(kind.list({"limit": 100}).auto_paging_iter()):
                    row = each.to_dict()
                    if place >= MOST_LOOKED_THROUGH or row["created"] < since.timestamp():
                        break
                    found.add(str(row.get("payment_intent") or ""))
        return found - {""}

    def forget(self, token: str) -> None:
        """Detach it from its customer."""
        with _told():
            self._client.payment_methods.detach(token)

    def heard(self, body: bytes, signature: str) -> News:
        """An event, by its signature, no older than five minutes."""
        try:
            text = body.decode()
            stripe.WebhookSignature.verify_header(
                text, signature, self.hook_secret, tolerance=SIGNED_WITHIN
            )
            event = json.loads(text)
            return _news(str(event["id"]), str(event["type"]), event["data"]["object"])
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError) as error:
            msg = gettext("The signature does not fit.")
            raise ProviderError(msg) from error

    def _of_session(self, session: dict[str, Any]) -> Outcome:
        if session["status"] == "open":
            return Outcome(became=Became.OPEN, ref=session["id"], url=session["url"] or "")
        intent = session["payment_intent"]
        if session["status"] == "expired" or not intent:
            return Outcome(
                became=Became.GONE, ref=session["id"], words=gettext("The page has expired.")
            )
        if isinstance(intent, str):
            intent = self._client.payment_intents.retrieve(intent).to_dict()
        return self._of_intent(intent)

    def _of_intent(self, intent: dict[str, Any]) -> Outcome:
        became = _INTENTS.get(intent["status"], Became.OPEN)
        error = intent["last_payment_error"] if became == Became.FAILED else None
        words = str(error["message"] or "") if error else ""
        if intent["status"] == "requires_action" and not words:
            words = gettext("The bank of the card wants its owner to confirm; send a pay link.")
        currency = str(intent["currency"]).upper()
        return Outcome(
            became=became,
            ref=intent["id"],
            amount=_ours(int(intent["amount"]), currency),
            currency=currency,
            words=words[:300],
            card=self._card(intent) if became == Became.PAID else None,
        )

    def _card(self, intent: dict[str, Any]) -> CardTold | None:
        token, customer = intent["payment_method"], intent["customer"]
        if not token:
            return None
        told = self._client.payment_methods.retrieve(token).to_dict()
        if told["type"] != "card":
            return None
        card = told["card"]
        return CardTold(
            token=told["id"],
            customer=(customer if isinstance(customer, str) else "") or "",
            brand=str(card["brand"])[:20],
            last4=str(card["last4"])[:4],
            month=int(card["exp_month"]),
            year=int(card["exp_year"]),
        )


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the SDK as what they mean for our row."""
    try:
        yield
    except NotReached as error:
        raise Busy(str(error)) from error
    except (stripe.RateLimitError, stripe.IdempotencyError) as error:
        raise Busy(_words(error)) from error
    except stripe.APIConnectionError as error:
        raise Unsure(_words(error)) from error
    except stripe.AuthenticationError as error:
        msg = gettext("The provider does not accept the key. Check it under Settings, Payments.")
        raise Busy(msg) from error
    except stripe.APIError as error:
        raise Unsure(_words(error)) from error
    except stripe.StripeError as error:
        raise Declined(_words(error)) from error


def _words(error: stripe.StripeError) -> str:
    return str(error.user_message or str(error) or gettext("The provider did not say why."))[:300]


def _news(name: str, kind: str, told: dict[str, Any]) -> News:
    metadata = told.get("metadata") or {}
    key = str(metadata.get("charge") or told.get("client_reference_id") or "")
    ref = told.get("payment_intent") or told.get("id") or ""
    return News(id=name[:200], kind=kind[:100], key=key[:60], ref=str(ref)[:200])


def _refund(made: dict[str, Any], currency: str) -> RefundTold:
    is_done = made["status"] in {"succeeded", "pending"}
    return RefundTold(ref=made["id"], amount=_ours(int(made["amount"]), currency), is_done=is_done)


def _dispute(told: dict[str, Any], currency: str) -> DisputeTold:
    reason = str(told.get("reason") or "general").replace("_", " ")
    amount = _ours(int(told["amount"]), currency)
    return DisputeTold(ref=told["id"], amount=amount, reason=reason, is_won=told["status"] == "won")


def _theirs(amount: int, currency: str) -> int:
    return amount * 100 if currency in _HUNDREDTHS else amount


def _ours(amount: int, currency: str) -> int:
    return amount // 100 if currency in _HUNDREDTHS else amount
