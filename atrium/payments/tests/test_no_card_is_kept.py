"""V04: a card number or its code is kept nowhere: not by a form, not by the API, not in a log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client as Browser

from atrium.billing.models import Payment
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.integrations.api.v1 import api
from atrium.integrations.models import Token
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.integrations.tests.one_of_each import one_of_each
from atrium.integrations.tests.test_access import example, filled, operations
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.payments.models import BankEntry
from atrium.payments.tests.camt_file import camt as statement
from atrium.payments.tests.camt_file import detail, entry
from atrium.payments.tests.conftest import FromBank, NewInvoice
from atrium.payments.tests.test_bank_pages import send

CARD = "4242 4242 4242 4242"
BARE = "4242424242424242"


def everything() -> Iterator[str]:
    """Every text of every table, whosever it is."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]
        if names and model._meta.managed:
            with current.unscoped("the test reads the rows of everyone"):
                rows = list(model._base_manager.values_list(*names))
            yield from (str(value) for row in rows for value in row if value)


def holds_a_card(texts: Any) -> list[str]:
    plain = [(text, "".join(sign for sign in text if sign.isdigit())) for text in texts]
    return [text[:200] for text, digits in plain if BARE in digits]


def test_v04_a_card_number_is_kept_by_no_field_of_money_and_no_log(
    as_alice: Browser, alice: Member, bakery: Client, new_invoice: NewInvoice,
    from_bank: FromBank, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    invoice, came = new_invoice(500), from_bank(900)
    there = f"/acme/bank/entries/{came.public_id}/"
    texts = {"reason": CARD, "client": bakery.number, "amount": CARD, "for": CARD, "text": CARD}
    texts |= {"name": CARD, "label": CARD, "subject": CARD, "after_days": 3, "secret": CARD}
    texts |= {"invoice": CARD, "part": BARE, "html": f"<p>{CARD}</p>", "token": CARD}
    for path in (
        f"{there}book/", f"{there}ignore/", f"{there}take-up/", f"{there}free/",
        "/acme/settings/payments/", "/acme/settings/reminders/", "/acme/settings/reminders/add/",
        f"/acme/clients/1/collect/invoices/{invoice.public_id}/charge/",
        f"/acme/clients/1/collect/invoices/{invoice.public_id}/remind/",
        "/acme/clients/1/notes/new/",
    ):  # fmt: skip
        assert as_alice.post(path, texts).status_code < 500, path
    send(as_alice, statement(entry("3.00", detail(f"Visa {CARD}", name=f"Card {CARD}"))))
    assert BankEntry.objects.filter(text="Visa ••••4242").exists()
    scopes = ["bank:write", "charges:write", "notes:write"]
    token = Token.make(by=None, member=alice, name="Shop", scopes=scopes)[1]
    program = {"Authorization": f"Bearer {token}"}
    for path, body in (
        (f"bank-entries/{came.public_id}/ignore", {"reason": CARD}),
        (f"clients/{bakery.public_id}/notes", {"text": f"Card {CARD}"}),
    ):
        answer = as_alice.post(
            f"/api/v1/{path}", body, content_type="application/json", headers=program
        )
        assert answer.status_code in {409, 422}, answer.content
        assert "card number" in answer.content.decode()
    with pytest.raises(Refusal, match="card number"):
        Payment.take(bakery, by=alice, amount=5, currency="EUR", reference=CARD)
    assert holds_a_card(everything()) == []
    assert holds_a_card([caplog.text]) == []


@pytest.mark.once
def test_v04_no_operation_of_money_keeps_or_logs_a_card_number_in_any_field(
    acme: Organisation, alice: Member, bakery: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ids, program = one_of_each(acme, alice, bakery), Program(token_of(alice, EVERYTHING))
    tags, sent, told_again = {"Bank", "Charges", "Payments", "Invoices"}, 0, []
    for method, path, told in operations():
        body = example(told, ids) if tags & set(told["tags"]) else None
        if not isinstance(body, dict):
            continue
        for name, values in named_texts(told):
            for text in (CARD, f"Card {BARE}, cvc: 123"):
                told_so = program.ask(method, filled(path, ids), body | {name: values(text)})
                assert told_so.status_code < 500, (path, name)
                if told_so.status_code < 300 and holds_a_card([told_so.content.decode()]):
                    told_again.append((path, name))
                sent += 1
    assert told_again == []
    assert sent > 40
    assert holds_a_card(everything()) == []
    assert holds_a_card([caplog.text]) == []


def named_texts(told: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields of the body in which any words can stand, and how each takes them."""
    [content] = told["requestBody"]["content"].values()
    schema = content["schema"]
    if "$ref" in schema:
        schema = api.get_openapi_schema()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    for name, field in schema.get("properties", {}).items():
        kinds = [field, *field.get("anyOf", ())]
        if any(kind.get("type") == "string" and "format" not in kind for kind in kinds):
            yield name, str
        elif any(kind.get("type") == "array" for kind in kinds):
            yield name, lambda text: [text]
