"""B05 for programs: the price list, tax rates, agreed prices, and what an item costs a client."""

from __future__ import annotations

from atrium.clients.models import Client
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member


def test_b05_programs_keep_prices(
    program: Program,
    bobs_program: Program,
    veras_program: Program,
    charlies_program: Program,
    bakery: Client,
    alice: Member,
) -> None:
    rate = program.ask("POST", "/tax-rates", {"name": "Soup tax", "percent": "12.5"}).json()
    assert (rate["percent"], rate["category"]) == ("12.5", "S")
    sent = {"name": "Visit", "code": "V-1", "price": 10_000, "unit": "HUR", "tax_rate": rate["id"]}
    visit = program.ask("POST", "/items", sent).json()
    assert (visit["currency"], visit["tax_rate"]["label"]) == ("GBP", "Soup tax")
    assert program.ask("GET", "/items?q=vis").json()["items"] == [visit]
    again = program.ask("POST", "/items", sent)
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "code")
    prices = f"/clients/{bakery.public_id}/prices"
    agreed = {"item": visit["id"], "price": 9_000, "valid_from": "2026-01-01"}
    made = program.ask("POST", prices, agreed)
    assert made.status_code == 201
    price = made.json()
    one = f"{prices}/{price['id']}"
    assert program.ask("GET", prices).json()["items"] == [price]
    assert program.ask("POST", prices, agreed).json()["errors"][0]["field"] == "valid_from"
    quote = f"/clients/{bakery.public_id}/quote?item={visit['id']}&on=2026-02-01"
    told = program.ask("GET", quote).json()
    assert (told["price"], told["rule"], told["agreed"], told["standard"]) == (
        9_000,
        "Agreed price £90, from 1 Jan 2026",
        price["id"],
        10_000,
    )
    changed = program.ask("PATCH", one, {"percent": "2.5"}).json()
    assert (changed["percent"], changed["price"]) == ("2.5", None)
    assert bobs_program.ask("GET", quote).json()["price"] == 9_750
    assert veras_program.ask("GET", one).status_code == 403
    for at in (one, f"/items/{visit['id']}", f"/tax-rates/{rate['id']}"):
        assert charlies_program.ask("GET", at).status_code == 404
    bakery.restrict(by=alice, to_team=True)
    assert bobs_program.ask("GET", one).status_code == 404
    assert program.ask("DELETE", one).status_code == 204
    assert program.ask("POST", f"/items/{visit['id']}/archive").json()["archived"] is True
    assert program.ask("GET", "/items").json()["items"] == []
    assert program.ask("POST", f"/tax-rates/{rate['id']}/archive").json()["archived"] is True
    assert program.ask("PATCH", f"/tax-rates/{rate['id']}", {"percent": "x"}).status_code == 422
