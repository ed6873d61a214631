"""V04, V10: the pages around a payment: the pay link, the provider's news, the client's cards, the settings."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from atrium.billing.models import Invoice, InvoiceLink, Payment
from atrium.clients.models import Client
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.payments import paying
from atrium.payments.models import Card, Charge, Heard, PayBack, PayLink, ProviderAccount
from atrium.payments.public import RATE
from atrium.payments.tests.conftest import NewInvoice
from atrium.payments.tests.stripe_rig import (
    HOOK_SECRET,
    SECRET,
    Peer,
    peer,
    signed,
    stripe_process,
)
from atrium.payments.tests.test_charging import account, on_file, owed, told

__all__ = ["account", "peer", "stripe_process"]
COLLECT = "/acme/clients/1/collect/"
SETTINGS = "/acme/settings/payments/"


@pytest.fixture(autouse=True)
def in_no_hurry() -> None:
    RATE.forget()


type Others = tuple[Browser, Browser, Browser]


@pytest.fixture
def others(as_bob: Browser, as_vera: Browser, as_charlie: Browser) -> Others:
    """Staff, a viewer, and somebody of another organisation."""
    return as_bob, as_vera, as_charlie


def news(peer: Peer, account: ProviderAccount, visitor: Browser, kind: str, **how: int) -> int:
    """As the provider tells, from outside and signed."""
    event = next(each for each in peer.events() if each["type"] == kind)
    body, signature = signed(event, **how)  # type: ignore[arg-type]
    with current.left():
        answer = visitor.post(
            f"/pay/hooks/acme/{account.key}/",
            body,
            content_type="application/json",
            headers={"Stripe-Signature": signature},
        )
    return int(answer.status_code)


def test_v10_a_client_pays_by_a_link_and_leaves_a_card(
    peer: Peer, account: ProviderAccount, visitor: Browser, as_alice: Browser,
    bakery: Client, new_invoice: NewInvoice,
) -> None:  # fmt: skip
    invoice = new_invoice(12050)
    page = as_alice.post(f"{COLLECT}invoices/{invoice.public_id}/link/", follow=True)
    link = PayLink.objects.get()
    link.organisation_id = bakery.organisation_id
    assert link.url in page.content.decode()
    path = f"/pay/{link.token}/"
    with current.left():
        shown = visitor.get(path)
        assert (shown["X-Robots-Tag"], shown["Referrer-Policy"]) == (
            "noindex, nofollow, noarchive",
            "no-referrer",
        )
        assert "https://checkout.stripe.com" in shown["Content-Security-Policy"]
        assert "Pay €120.50" in shown.content.decode()
        assert '<input type="text"' not in shown.content.decode()
        leads = visitor.post(path, {"keep": "1"})
    charge = Charge.objects.get()
    assert (leads.status_code, leads["Location"]) == (302, charge.url)
    own = InvoiceLink.objects.create(invoice=invoice, address="ana@bakery.example").token()
    with current.left():
        bill = visitor.get(f"/bills/{own}/").content.decode()
    assert (path in bill, "Pay €120.50" in bill) == (True, True)
    peer.pay(charge.ref)
    assert news(peer, account, visitor, "checkout.session.completed", age=900) == 400
    assert news(peer, account, visitor, "checkout.session.completed") == 200
    assert news(peer, account, visitor, "checkout.session.completed") == 200
    paying.act_upon(Heard.objects.get().pk)
    with current.left():
        assert "This invoice is paid" in visitor.get(f"{path}?back=1").content.decode()
        assert visitor.get(f"/pay/{link.organisation_id}.wrong/").status_code == 410
        assert visitor.post("/pay/hooks/acme/nobody/").status_code == 404
    assert (owed(invoice), Payment.objects.count(), str(Card.objects.get())) == (
        0, 1, "Visa …4242",
    )  # fmt: skip
    assert "charge.link_opened" in told(bakery)
    panel = as_alice.get(f"{COLLECT}panel/").content.decode()
    assert "Visa …4242" in panel
    assert "12/31" in panel


def test_v04_a_card_on_file_is_charged_after_a_second_look(
    peer: Peer, account: ProviderAccount, as_alice: Browser, bakery: Client, new_invoice: NewInvoice
) -> None:
    invoice, card = new_invoice(500), on_file(peer, account, bakery)
    there = f"{COLLECT}invoices/{invoice.public_id}/charge/"
    assert "Charge Visa …4242 with €5?" in as_alice.post(there).content.decode()
    assert not Charge.objects.exists()
    form = {"card": str(card.public_id), "sure": "1"}
    assert as_alice.post(there, form).status_code == 302
    assert as_alice.post(there, form).status_code == 409
    charge = Charge.objects.get()
    assert "Not settled" in as_alice.get(COLLECT).content.decode()
    assert as_alice.post(f"{COLLECT}cards/{card.public_id}/remove/").status_code == 409
    paying.carry_out(charge.pk)
    page = as_alice.get(COLLECT).content.decode()
    assert "Nothing is owed" in page
    back = f"{COLLECT}charges/{charge.public_id}/refund/"
    assert as_alice.post(back, {"amount": "9.00", "reason": "Too much"}).status_code == 409
    assert as_alice.post(back, {"amount": "2.00", "reason": "Too much"}).status_code == 302
    paying.pay_back(PayBack.objects.get().pk)
    assert owed(invoice) == 200
    as_alice.post(f"{COLLECT}cards/{card.public_id}/remove/")
    assert "No card on file" in as_alice.get(f"{COLLECT}panel/").content.decode()


def test_v10_who_may_collect_and_who_may_set_up(
    peer: Peer, account: ProviderAccount, bakery: Client, new_invoice: NewInvoice, others: Others
) -> None:
    invoice, card = new_invoice(500), on_file(peer, account, bakery)
    posts = [f"{COLLECT}invoices/{invoice.public_id}/{verb}/" for verb in ("link", "charge")]
    posts += [f"{COLLECT}cards/{card.public_id}/remove/", f"{SETTINGS}test/"]
    as_bob, as_vera, as_charlie = others
    assert as_bob.get(COLLECT).status_code == 200
    assert as_vera.get(COLLECT).status_code == 403
    assert as_charlie.get(COLLECT).status_code == 404
    for browser, answer in ((as_bob, 403), (as_vera, 403), (as_charlie, 404)):
        assert [browser.post(path).status_code for path in posts] == [answer] * 4
        assert browser.get(SETTINGS).status_code == answer


def test_v10_the_keys_of_the_provider_are_kept_sealed_and_never_shown(
    peer: Peer, as_alice: Browser, alice: Member
) -> None:
    wrong = {"secret": "pk_live_x", "hook_secret": HOOK_SECRET}
    assert as_alice.post(SETTINGS, wrong).status_code == 422
    keys = {"secret": SECRET, "hook_secret": HOOK_SECRET, "home": peer.home}
    as_alice.post(SETTINGS, keys)
    account = ProviderAccount.objects.get()
    assert SECRET not in account.secret
    assert "in test mode" in as_alice.post(f"{SETTINGS}test/", follow=True).content.decode()
    page = as_alice.get(SETTINGS).content.decode()
    assert account.key in page
    assert not [secret for secret in (SECRET, HOOK_SECRET, account.secret) if secret in page]
    as_alice.post(SETTINGS, {"home": "http://127.0.0.1:9"})
    assert as_alice.post(f"{SETTINGS}test/").status_code == 409
    as_alice.post(f"{SETTINGS}retire/")
    assert ProviderAccount.current() is None
    assert not Invoice.objects.exists()
