"""Custom fields for programs: definitions and values (V06)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from atrium.clients.models import Client, Contact, Field
from atrium.conftest import NewClient
from atrium.integrations.tests.conftest import Program
from atrium.organisations import current
from atrium.organisations.models import Member

pytestmark = pytest.mark.usefixtures("no_fields")


@pytest.fixture
def place(bakery: Client) -> str:
    return f"/clients/{bakery.public_id}"


def errors(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422
    return {each["field"]: each["message"] for each in answer.json()["errors"]}


def test_v06_definitions_are_added_changed_retired_and_restored(
    program: Program, bobs_program: Program, bakery: Client
) -> None:
    made = program.ask("POST", "/fields", {"label": "Fuel", "type": "choice", "choices": ["Gas"]})
    assert made.status_code == 201
    fuel = made.json()
    assert (fuel["key"], fuel["value_schema"]) == ("fuel", {"type": "string", "enum": ["gas"]})
    at = f"/fields/{fuel['id']}"
    changed = program.ask("PATCH", at, {"choices": ["Oil"], "help": "What it burns."}).json()
    assert [(c["label"], c["gone"]) for c in changed["choices"]] == [("Oil", False), ("Gas", True)]
    assert bobs_program.ask("PATCH", at, {"label": "X"}).status_code == 403
    assert program.ask("POST", f"{at}/retire").json()["state"] == "retired"
    assert program.ask("GET", "/fields").json()["items"] == []
    assert program.ask("POST", f"{at}/restore").json()["state"] == "live"
    assert [f["label"] for f in bobs_program.ask("GET", "/fields").json()["items"]] == ["Fuel"]
    assert "default" in errors(
        program.ask("POST", "/fields", {"label": "N", "type": "number", "default": "x"})
    )


def test_v06_values_are_written_and_read_by_their_keys(
    program: Program, alice: Member, place: str
) -> None:
    Field.add(by=alice, label="Fee", type="number")
    Field.add(by=alice, label="Worth", type="money")
    sent = {"fee": 17.5, "worth": {"amount": 5, "currency": "GBP"}}
    assert program.ask("PATCH", place, {"fields": sent}).json()["fields"] == sent
    again = program.ask("PATCH", place, {"fields": sent})
    assert again.json()["version"] == program.ask("GET", place).json()["version"]
    assert program.ask("PATCH", place, {"fields": {"fee": None}}).json()["fields"] == {
        "worth": sent["worth"]
    }
    wrong = {"fee": "lots", "nothing": 1, "worth": "12"}
    assert set(errors(program.ask("PATCH", place, {"fields": wrong}))) == {
        "fields.fee",
        "fields.nothing",
    }
    new = program.ask("POST", "/clients", {"name": "New", "fields": {"fee": 3}})
    assert new.json()["fields"] == {"fee": 3}


def test_v06_a_file_is_sent_named_as_a_value_and_read(
    program: Program, bobs_program: Program, alice: Member, place: str
) -> None:
    drawing = Field.add(by=alice, label="Drawing", type="file", min_role="admin")
    at = f"/api/v1/fields/{drawing.public_id}/files"

    def send(who: Program, content: bytes) -> Any:
        with current.entered(current.required()):
            return who.post(at, {"file": SimpleUploadedFile("Plan.pdf", content, "text/html")})

    sent = send(program, b"%PDF-1.7")
    kept = sent.json()
    assert (sent.status_code, kept["type"], kept["size"]) == (201, "application/pdf", 8)
    assert errors(send(program, b""))["file"] == "This file is empty. Choose another one."
    assert send(bobs_program, b"x").status_code == 404
    answer = program.ask("PATCH", place, {"fields": {"drawing": kept["id"]}})
    assert answer.json()["fields"] == {"drawing": kept}
    assert program.ask("PATCH", place, {"fields": {"drawing": kept}}).status_code == 200
    wrong = program.ask("PATCH", place, {"fields": {"drawing": {"id": str(drawing.public_id)}}})
    assert "Upload it" in errors(wrong)["fields.drawing"]
    read = program.ask("GET", f"/files/{kept['id']}")
    assert (read.getvalue(), read["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert read["Content-Disposition"].startswith("attachment;")
    assert bobs_program.ask("GET", f"/files/{kept['id']}").status_code == 404


def test_v06_contacts_have_values_too(program: Program, alice: Member) -> None:
    Field.add(by=alice, label="Diet", subject="contact")
    mina = Contact.add(by=alice, given_name="Mina")
    answer = program.ask("PATCH", f"/contacts/{mina.public_id}", {"fields": {"diet": "Vegan"}})
    assert answer.json()["fields"] == {"diet": "Vegan"}


def test_v06_lists_are_narrowed_by_what_is_filterable(
    program: Program, alice: Member, bakery: Client
) -> None:
    fee = Field.add(by=alice, label="Fee", type="number", filterable=True)
    Field.add(by=alice, label="Other")
    Field.objects.filter(pk=fee.pk).update(keyed=True)
    bakery.organisation.forget_lexicon()
    bakery.edit(by=alice, fields={fee: "18"})
    found = program.ask("GET", "/clients?by.field.fee.min=10").json()["items"]
    assert [client["number"] for client in found] == [1]
    assert program.ask("GET", "/clients?by.field.fee.min=20").json()["items"] == []
    for query in ("by.field.other.has=x", "by.field.fee.min=lots", "by.field.fee.like=1"):
        assert list(errors(program.ask("GET", f"/clients?{query}"))) == [query.partition("=")[0]]


def test_v06_lists_are_sorted_by_a_field_page_by_page(
    program: Program, alice: Member, bakery: Client, new_client: NewClient
) -> None:
    fee = Field.add(by=alice, label="Fee", type="number", filterable=True)
    bakery.edit(by=alice, fields={fee: "15"})
    for name, value in (("Ash", "9"), ("Elm", ""), ("Oak", "100")):
        new_client(name, fields={fee: value})
    for sort, wanted in (("field.fee", [2, 1, 4, 3]), ("-field.fee", [4, 1, 2, 3])):
        at, found = f"/clients?sort={sort}&limit=2", []
        page = program.ask("GET", at).json()
        while page["items"]:
            found += [client["number"] for client in page["items"]]
            page = (
                program.ask("GET", f"{at}&cursor={page['next']}").json()
                if page["next"]
                else {"items": []}
            )
        assert found == wanted, sort
    assert program.ask("GET", "/clients?sort=field.fee&q=ash").json()["items"][0]["name"] == "Ash"
    assert list(errors(program.ask("GET", "/clients?sort=field.nothing"))) == ["sort"]


def test_v06_fields_stand_under_sections_and_are_ordered_with_them(
    program: Program, bobs_program: Program, alice: Member
) -> None:
    one, two = (Field.add(by=alice, label=label) for label in ("One", "Two"))
    heating = program.ask("POST", "/field-sections", {"label": "Heating"}).json()
    here = f"/field-sections/{heating['id']}"
    put = program.ask("PATCH", f"/fields/{two.public_id}", {"section": heating["id"]}).json()
    assert put["section"] == {"id": heating["id"], "label": "Heating"}
    order = [str(two.public_id), heating["id"], str(one.public_id)]
    assert program.ask("PUT", "/field-layout", {"order": order}).status_code == 204
    told = program.ask("GET", "/fields").json()["items"]
    assert [(f["label"], f["section"] and f["section"]["label"]) for f in told] == [
        ("Two", None),
        ("One", "Heating"),
    ]
    assert list(
        errors(program.ask("PUT", "/field-layout", {"order": [here[-36:], str(alice.public_id)]}))
    ) == ["order"]
    assert program.ask("PATCH", here, {"label": "Warmth"}).json()["label"] == "Warmth"
    assert bobs_program.ask("DELETE", here).status_code == 403
    assert program.ask("DELETE", here).status_code == 204
    assert [f["section"] for f in program.ask("GET", "/fields").json()["items"]] == [None, None]


def test_v06_a_field_for_managers_is_nowhere_for_staff(
    program: Program, bobs_program: Program, alice: Member, bakery: Client, place: str
) -> None:
    margin = Field.add(by=alice, label="Margin", type="number", min_role="manager")
    bakery.edit(by=alice, fields={margin: "4321"})
    for path in (
        "/fields",
        place,
        f"{place}/timeline",
        f"{place}/history",
        "/fields?state=retired",
    ):
        hers, his = program.ask("GET", path), bobs_program.ask("GET", path)
        assert hers.status_code == his.status_code == 200
        assert ("4321" in his.text, "argin" in his.text) == (False, False), path
    assert "4321" in program.ask("GET", f"{place}/history").text
    assert "fields.margin" in errors(bobs_program.ask("PATCH", place, {"fields": {"margin": 1}}))
    at = f"/fields/{margin.public_id}"
    assert bobs_program.ask("GET", at).status_code == 404


def test_x04_a_field_is_restored_from_its_history(
    program: Program, alice: Member, bakery: Client, place: str
) -> None:
    make = Field.add(by=alice, label="Make")
    for value in ("Ardenn", "Calorax"):
        bakery.edit(by=alice, fields={make: value})
    [last, _] = program.ask("GET", f"{place}/history?field=fields.make").json()["items"]
    assert (last["before"], last["after"]) == (
        {"fields.make": "Ardenn"},
        {"fields.make": "Calorax"},
    )
    told = program.ask("POST", f"{place}/history/{last['id']}/restore", {"field": "fields.make"})
    assert told.json()["fields"] == {"make": "Ardenn"}
