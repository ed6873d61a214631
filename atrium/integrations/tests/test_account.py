"""Account details for programs (B03)."""

from __future__ import annotations

from atrium.clients.models import Client
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member
from atrium.profile.models import ChangeRequest

IBAN = "GB29NWBK60161331926819"


def test_b03_a_program_asks_and_an_admins_program_approves(
    bakery: Client, bobs_program: Program, program: Program
) -> None:
    here = f"/clients/{bakery.public_id}/account"
    changes = {"payment_terms": "EOM 15", "credit_limit": 500050, "iban": IBAN}
    asked = bobs_program.ask("POST", f"{here}/changes", {"changes": changes, "reason": "Agreed"})
    assert asked.status_code == 201
    card = asked.json()
    assert [(d["field"], d["after"]) for d in card["differences"]] == [
        ("payment_terms", "End of month + 15 days"),
        ("credit_limit", "£5,000.50"),
        ("iban", "GB••••6819"),
    ]
    assert program.ask("GET", here).json()["payment_terms"] == ""
    path = f"/account-requests/{card['id']}"
    assert bobs_program.ask("POST", f"{path}/approve").status_code == 403
    assert program.ask("POST", f"{path}/approve").json()["state"] == "approved"
    assert program.ask("POST", f"{path}/approve").status_code == 409
    now = program.ask("GET", here).json()
    assert (now["payment_terms"], now["credit_limit"], now["iban"]) == ("eom-15", 500050, IBAN)
    assert bobs_program.ask("GET", here).json()["iban"] == "GB••••6819"
    assert IBAN not in bobs_program.ask("GET", f"/clients/{bakery.public_id}/history").text
    assert IBAN not in bobs_program.ask("GET", f"/clients/{bakery.public_id}/timeline").text


def test_b03_what_does_not_fit_is_told_by_field(bakery: Client, program: Program) -> None:
    path = f"/clients/{bakery.public_id}/account/changes"
    answer = program.ask("POST", path, {"changes": {"iban": "GB00", "payment_terms": "soon"}})
    assert answer.status_code == 422
    fields = [error["field"] for error in answer.json()["errors"]]
    assert sorted(fields) == ["changes.iban", "changes.payment_terms"]


def test_b03_patching_a_filled_legal_name_says_how_to_ask(
    bakery: Client, alice: Member, program: Program
) -> None:
    path = f"/clients/{bakery.public_id}"
    assert program.ask("PATCH", path, {"legal_name": "Vincent Ltd"}).status_code == 200
    assert program.ask("PATCH", path, {"legal_name": "Vincent Ltd"}).status_code == 200
    refused = program.ask("PATCH", path, {"legal_name": "Other Ltd"})
    assert refused.status_code == 409
    assert f"/api/v1{path}/account/changes" in refused.json()["detail"]


def test_b03_requests_are_rejected_withdrawn_and_listed(
    bakery: Client, alice: Member, bob: Member, bobs_program: Program, program: Program
) -> None:
    first = ChangeRequest.ask(bakery, by=bob, texts={"payment_terms": "14"})
    path = f"/account-requests/{first.public_id}"
    assert program.ask("POST", f"{path}/withdraw").status_code == 409
    assert program.ask("POST", f"{path}/reject", {"reason": "No"}).json()["answer"] == "No"
    again = ChangeRequest.ask(bakery, by=bob, texts={"payment_terms": "7"})
    path = f"/account-requests/{again.public_id}"
    assert bobs_program.ask("POST", f"{path}/withdraw").json()["state"] == "withdrawn"
    listed = program.ask("GET", "/account-requests?state=rejected").json()["items"]
    assert [row["id"] for row in listed] == [str(first.public_id)]
    bakery.restrict(by=alice, to_team=True)
    assert bobs_program.ask("GET", "/account-requests").json()["items"] == []
    assert bobs_program.ask("GET", path).status_code == 404
