"""A payment provider for the tests: localstripe as a process, with what it lacks of Stripe.

``python -m atrium.testing.stripe_peer PORT``. Added are idempotency keys, which the real one honours, Checkout sessions, and
faults to order: each of ``/_peer/faults`` befalls one POST. ``cut`` does what was asked and hangs up, ``503`` does nothing.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from aiohttp import web
from localstripe import (
    resources,
    server,
    webhooks,
)

FAULTS: list[str] = []
ANSWERS: dict[str, tuple[int, bytes]] = {}


class CheckoutSession(resources.StripeObject):  # type: ignore[misc]
    """The page on which somebody types a card."""

    object = "checkout.session"
    _id_prefix = "cs_"

    def __init__(self, line_items: Any = None, **data: Any) -> None:
        super().__init__()
        price = line_items[0]["price_data"]
        self.amount_total, self.currency = int(price["unit_amount"]), price["currency"]
        self.client_reference_id = data.get("client_reference_id")
        self.metadata = data.get("metadata") or {}
        self.customer = data.get("customer")
        self.status, self.payment_intent = "open", None
        self.url = f"http://127.0.0.1/pay/{self.id}"
        self._of_intent = (data.get("payment_intent_data") or {}).get("metadata") or {}
        self._creates = data.get("customer_creation") == "always"

    def _pay(self, number: str) -> CheckoutSession:
        """What happens when somebody types a card there; a declined one leaves the page open."""
        card = {"number": number, "exp_month": "12", "exp_year": "2031", "cvc": "123"}
        method = resources.PaymentMethod(type="card", card=card)
        if self._creates and not self.customer:
            self.customer = resources.Customer().id
        resources.PaymentIntent._api_create(
            amount=self.amount_total,
            currency=self.currency,
            customer=self.customer,
            payment_method=method.id,
            metadata=self._of_intent,
            confirm=True,
        )
        made = [row for key, row in resources.store.items() if key.startswith("payment_intent:")]
        self.status, self.payment_intent = "complete", made[-1].id
        resources.schedule_webhook(resources.Event("checkout.session.completed", self))
        return self

    @classmethod
    def _api_expire(cls, id: str) -> CheckoutSession:
        session: CheckoutSession = cls._api_retrieve(id)
        session.status = "expired"
        return session

    @classmethod
    def _api_pay(cls, id: str, number: str) -> CheckoutSession:
        session: CheckoutSession = cls._api_retrieve(id)
        return session._pay(number)


class Dispute(resources.StripeObject):  # type: ignore[misc]
    """That the owner of a card wants the money of a charge back; tests make and decide it."""

    object = "dispute"
    _id_prefix = "dp_"

    def __init__(self, payment_intent: str, amount: Any, reason: str = "fraudulent") -> None:
        super().__init__()
        self.payment_intent, self.amount, self.reason = payment_intent, int(amount), reason
        self.status = "needs_response"

    @classmethod
    def _api_decide(cls, id: str, status: str) -> Dispute:
        dispute: Dispute = cls._api_retrieve(id)
        dispute.status = status
        return dispute

    @classmethod
    def _api_list_all(cls, url: str, payment_intent: str = "", **paging: Any) -> Any:
        found = super()._api_list_all(url, **paging)
        if payment_intent:
            found._list = [row for row in found._list if row.payment_intent == payment_intent]
        return found


async def _order(request: web.Request) -> web.Response:
    FAULTS[:] = (await request.json())["next"]
    return web.json_response({})


@web.middleware
async def _as_stripe(request: web.Request, handler: Any) -> web.StreamResponse:
    """Idempotency keys and faults, before anything else."""
    if request.method != "POST" or not request.path.startswith("/v1/"):
        return await handler(request)  # type: ignore[no-any-return]
    fault = FAULTS.pop(0) if FAULTS else ""
    if fault == "503":
        return web.json_response({"error": {"type": "api_error"}}, status=503)
    key = request.headers.get("Idempotency-Key", "")
    if key in ANSWERS:
        status, body = ANSWERS[key]
        return web.Response(status=status, body=body, content_type="application/json")
    answer = await handler(request)
    if key:
        ANSWERS[key] = answer.status, bytes(answer.body)
    if fault == "cut" and request.transport is not None:
        request.transport.close()
    return answer  # type: ignore[no-any-return]


def _quietly(event: Any) -> None:
    """The tests hand the events on themselves: they decide when, and how often."""


def main(port: int) -> None:
    """Answer until the process is ended."""
    resources.Store.dump_to_disk = lambda _store: None
    resources.schedule_webhook = webhooks.schedule_webhook = _quietly
    app, sessions = server.app, "/v1/checkout/sessions"
    app.middlewares.insert(0, _as_stripe)
    app.router.add_post("/_config/faults", _order)
    for method, path, function in (
        ("POST", f"{sessions}/{{id}}/expire", CheckoutSession._api_expire),
        ("POST", f"{sessions}/{{id}}/_pay", CheckoutSession._api_pay),
    ):
        app.router.add_route(method, path, server.api_extra(function, path))
    disputes = "/v1/disputes"
    decide = server.api_extra(Dispute._api_decide, f"{disputes}/{{id}}")
    app.router.add_route("POST", f"{disputes}/{{id}}/_decide", decide)
    app.router.add_post(disputes, server.api_create(Dispute, disputes))
    app.router.add_get(disputes, server.api_list_all(Dispute, disputes))
    app.router.add_post(sessions, server.api_create(CheckoutSession, sessions))
    app.router.add_get(f"{sessions}/{{id}}", server.api_retrieve(CheckoutSession, sessions))
    sys.stdout.write(json.dumps({"port": port}) + "\n")
    sys.stdout.flush()
    web.run_app(app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
