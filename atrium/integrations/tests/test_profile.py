"""J14, J06, B03 for programs: industries, classes, equipment, and account details in lists."""

from __future__ import annotations

from atrium.clients.models import Client
from atrium.conftest import NewClient
from atrium.integrations.tests.conftest import Program, token_of
from atrium.organisations.models import Member
from atrium.profile.models import AccountDetails, Equipment


def path(client: Client, rest: str = "") -> str:
    return f"/clients/{client.public_id}{rest}"


def names(answer: object) -> list[str]:
    return [item["name"] for item in answer.json()["items"]]  # type: ignore[attr-defined]


def test_j14_clients_are_classified_and_found_by_it(
    program: Program, bakery: Client, new_client: NewClient
) -> None:
    new_client("Other")
    sent = {"industry": "10", "fields": {"service_tier": "premium", "client_type": "Business"}}
    told = program.ask("PATCH", path(bakery), sent).json()
    assert told["industry"] == "10 Manufacture of food products"
    assert told["fields"] == {"service_tier": "premium", "client_type": "business"}
    for query in ("by.industry.is=C", "by.field.service_tier.min=standard"):
        assert names(program.get(f"/api/v1/clients?{query}")) == ["Vincent's Bakery"]
    wrong = program.ask("PATCH", path(bakery), {"fields": {"service_tier": "gold"}})
    assert wrong.json()["errors"][0]["field"] == "fields.service_tier"
    standard = program.ask("GET", "/industries/standard").json()["items"]
    assert (len(standard), standard[0]["code"]) == (109, "A")
    made = program.ask("POST", "/industries", {"label": "Pubs"}).json()
    assert program.ask("GET", "/industries").json()["items"] == [made]
    assert program.ask("POST", "/industries", {"label": "F"}).status_code == 422


def test_j06_equipment_is_kept_by_programs(
    program: Program,
    bobs_program: Program,
    veras_program: Program,
    charlies_program: Program,
    bakery: Client,
    alice: Member,
) -> None:
    at = path(bakery, "/equipment")
    made = program.ask("POST", at, {"name": "Oven", "serial": "H-1"})
    assert made.status_code == 201
    oven = made.json()
    one = f"{at}/{oven['id']}"
    assert program.ask("GET", at).json()["items"] == [oven]
    assert program.ask("PATCH", one, {"spot": "Cellar"}).json()["spot"] == "Cellar"
    wrong = program.ask("PATCH", one, {"installed_on": "2999-01-01"})
    assert wrong.json()["errors"][0]["field"] == "installed_on"
    done = program.ask("POST", f"{one}/services", {"on": "2026-01-05", "what": "Cleaned"})
    assert done.json()["serviced_on"] == "2026-01-05"
    [service] = program.ask("GET", f"{one}/services").json()["items"]
    assert (service["on"], service["what"], service["by"]["label"]) == (
        "2026-01-05",
        "Cleaned",
        "Alice Ash",
    )
    assert veras_program.ask("GET", one).status_code == 200
    assert veras_program.ask("PATCH", one, {"spot": "x"}).status_code == 403
    assert charlies_program.ask("GET", one).status_code == 404
    bakery.restrict(by=alice, to_team=True)
    assert bobs_program.ask("GET", one).status_code == 404
    assert program.ask("DELETE", one).status_code == 204
    assert not Equipment.objects.exists()


def test_b03_a_list_by_account_details_needs_their_scope_and_permission(
    program: Program, veras_program: Program, bakery: Client, alice: Member
) -> None:
    AccountDetails.fill(bakery, by=alice, texts={"payment_terms": "30 days"})
    asked = "/clients?by.account.payment_terms.is=net-30"
    assert names(program.ask("GET", asked)) == ["Vincent's Bakery"]
    narrow = Program(token_of(alice, ["clients:read"]))
    assert narrow.ask("GET", asked).status_code == 403
    told = "account.payment_terms.is:net-30"
    assert narrow.ask("GET", f"/clients?filter={told}").status_code == 403
    kept = {"all": [{"by": "account.payment_terms", "op": "is", "value": "net-30"}]}
    view = program.ask("POST", "/views", {"label": "Slow", "filter": kept}).json()["id"]
    assert names(program.ask("GET", f"/clients?view={view}")) == ["Vincent's Bakery"]
    assert narrow.ask("GET", f"/clients?view={view}").status_code == 403
    assert veras_program.ask("GET", asked).status_code == 422
