"""Invoices and payments over the API (C12, V04)."""

from __future__ import annotations

from typing import Any

from atrium.clients.models import Client
from atrium.integrations.tests.conftest import Program
from atrium.integrations.tests.test_parts import made
from atrium.jobs.models import Job
from atrium.organisations.models import Member
from atrium.payments.models import Billed

BREAD = {"text": "Bread", "price": 10_000, "quantity": "1.5", "tax_percent": "20"}


def test_c12_v04_invoices_are_drafted_issued_paid_and_credited(
    program: Program, bakery: Client
) -> None:
    here = f"/clients/{bakery.public_id}/invoices"
    draft = made(program.ask("POST", here, {"lines": [BREAD], "terms": "14 days"}))
    assert (draft["number"], draft["state"], draft["total"]) == (None, "draft", 18_000)
    one = f"/invoices/{draft['id']}"
    tag = program.ask("GET", one)["ETag"]
    changed = program.ask("PATCH", one, {"reference": "PO 7"}, If_Match=tag).json()
    assert (changed["reference"], changed["lines"][0]["quantity"]) == ("PO 7", "1.5")
    assert program.ask("PATCH", one, {"note": "x"}, If_Match=tag).status_code == 412
    issued = program.ask("POST", f"{one}/issue", {"on": "2024-01-05"}).json()
    assert (issued["number"], issued["due_on"]) == ("INV-2024-0001", "2024-01-19")
    assert (issued["state"], issued["balance"]) == ("overdue", 18_000)
    assert program.ask("PATCH", one, {"note": "x"}).status_code == 409
    assert program.ask("DELETE", one).status_code == 409
    paid = {"client": str(bakery.public_id), "amount": 20_000, "on": "2024-01-09"}
    payment = made(program.ask("POST", "/payments", paid | {"external_id": "ch_1"}))
    assert (payment["free"], payment["allocations"][0]["amount"]) == (2_000, 18_000)
    with_key = {"Idempotency_Key": "again"}
    for _ in range(2):
        made(program.ask("POST", "/payments", paid | {"amount": 500}, **with_key))
    listed = program.ask("GET", f"/clients/{bakery.public_id}/payments").json()["items"]
    assert [each["amount"] for each in listed] == [500, 20_000]
    note = made(program.ask("POST", f"{one}/credit", {"amount": 3_000, "reason": "Stale"}))
    assert (note["kind"], note["credits"], note["total"]) == ("credit", "INV-2024-0001", 3_000)
    back = f"/payments/{payment['id']}"
    assert program.ask("GET", back).json()["free"] == 5_000
    refunded = program.ask("POST", f"{back}/refund", {"reason": "Stale"}).json()
    assert (refunded["free"], refunded["refunded"]) == (0, 5_000)
    cover = {"invoice": draft["id"], "amount": 15_000}
    assert program.ask("POST", f"{back}/unallocate", cover).json()["free"] == 15_000
    assert program.ask("GET", one).json()["balance"] == 15_000
    off = program.ask("POST", f"{one}/write-off", {"amount": 5_000, "reason": "Old"}).json()
    assert off["balance"] == 10_000
    assert program.ask("POST", f"{back}/allocate", cover).status_code == 422
    for show, count in (("open", 1), ("overdue", 1), ("draft", 0), ("paid", 0), ("all", 2)):
        found = program.ask("GET", f"/invoices?show={show}").json()["items"]
        assert len(found) == count, show
    wrong = program.ask("POST", here, {"lines": [BREAD | {"tax_category": "E"}]})
    assert wrong.status_code == 422, "exempt has no rate"
    deposit = made(program.ask("POST", here, {"kind": "deposit", "lines": [BREAD]}))
    assert program.ask("POST", f"/invoices/{deposit['id']}/issue", {}).status_code == 200
    less = BREAD | {"text": "Less deposit", "quantity": "-1.5", "deposit": deposit["id"]}
    final = made(
        program.ask("POST", here, {"kind": "final", "lines": [BREAD | {"price": 20_000}, less]})
    )
    assert (final["total"], final["lines"][1]["deposit"]) == (18_000, deposit["id"])
    for named in ({"deposit": draft["id"]}, {"work": "jobs.job:1"}):
        assert program.ask("POST", here, {"lines": [BREAD | named]}).status_code == 422, named
    copy = made(program.ask("POST", f"{one}/copy"))
    assert program.ask("DELETE", f"/invoices/{copy['id']}").status_code == 204


def test_c12_a_program_sets_a_recurring_invoice_up_and_changes_its_lines(
    program: Program, bakery: Client
) -> None:
    care = {"name": "Care", "first_on": "2190-01-31", "lines": [{"text": "Care", "price": 9000}]}
    made = program.ask("POST", f"/clients/{bakery.public_id}/recurring-invoices", care)
    assert (made.status_code, made.json()["lines"][0]["price"]) == (201, 9000)
    there = f"/recurring-invoices/{made.json()['id']}"
    dearer = program.ask("PATCH", there, {"lines": [{"text": "Care", "price": 9500}]})
    assert (dearer.status_code, dearer.json()["lines"][0]["price"]) == (200, 9500)
    job = {"text": "Care", "price": 1, "work": "jobs.job:1"}
    assert program.ask("PATCH", there, {"lines": [job]}).status_code == 422, "charged once only"


def test_v07_work_is_charged_once_however_its_name_is_written(
    program: Program, bakery: Client, alice: Member
) -> None:
    key = Job.add(bakery, by=alice, title="Shelves", amount=100).pk
    there = f"/clients/{bakery.public_id}/invoices"

    def lines(*works: str) -> dict[str, Any]:
        return {"lines": [{"text": "Shelves", "price": 100, "work": work} for work in works]}

    for nothing in ("jobs.job:²", "jobs.job:٣", f"jobs.job:{'9' * 50}", "jobs.job:"):
        assert program.ask("POST", there, lines(nothing)).status_code == 422, nothing
    both = program.ask("POST", there, lines(f"jobs.job:{key}", f"jobs.job:0{key}"))
    assert both.status_code == 201
    assert {line["work"] for line in both.json()["lines"]} == {f"jobs.job:{key}"}
    for name in (f"jobs.job:{key}", f"jobs.job:00{key}"):
        assert program.ask("POST", there, lines(name)).status_code == 422, name
    assert Billed.objects.count() == 1
