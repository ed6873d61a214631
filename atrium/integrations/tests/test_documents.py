"""Files, folders, links and uploads by the API (R15, C14)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from atrium.clients.models import Client
from atrium.documents.models import File, Upload
from atrium.documents.models import upload as parts
from atrium.integrations.tests.conftest import Program, token_of
from atrium.organisations import current
from atrium.organisations.models import Member


def sent(name: str = "terms.txt", data: bytes = b"Thirty days net") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def api(program: Program) -> Any:
    """Asks as Alice's program; what holds a file goes as a form."""

    def ask(method: str, path: str, data: Any = None, **headers: str) -> Any:
        if isinstance(data, dict) and any(hasattr(value, "read") for value in data.values()):
            with current.entered(current.required()):
                named = {name.replace("_", "-"): value for name, value in headers.items()}
                return program.post(f"/api/v1{path}", data, headers=named)
        return program.ask(method.upper(), path, data, **headers)

    return ask


def test_r15_a_file_by_the_api_from_its_adding_to_the_bin(bakery: Client, api: Any) -> None:
    files = f"/clients/{bakery.public_id}/files"
    folder = api("post", f"/clients/{bakery.public_id}/folders", {"name": "Contracts"}).json()
    form = {"file": sent(), "folder": folder["id"], "tags": "signed", "expires_on": "2026-12-24"}
    added = api("post", files, form, Idempotency_Key="once")
    assert added.status_code == 201, added.text
    again = api("post", files, form | {"file": sent()}, Idempotency_Key="once")
    assert again.json() == added.json()
    document = added.json()
    place = f"/documents/{document['id']}"
    assert (document["name"], document["tags"], document["number"]) == ("terms.txt", ["signed"], 1)

    read = api("get", place)
    changed = api("patch", place, {"name": "net.txt", "folder": None}, If_Match=read["ETag"])
    assert (changed.json()["name"], changed.json()["folder"]) == ("net.txt", None)
    stale = api("patch", place, {"name": "late.txt"}, If_Match=read["ETag"])
    assert stale.status_code == 412
    assert api("post", f"{place}/versions", {"file": sent(data=b"Sixty")}).json()["number"] == 2
    assert api("get", f"{place}/content").content == b"Sixty"
    assert api("get", f"{place}/versions/1").content == b"Thirty days net"
    assert [one["id"] for one in api("get", f"{files}?q=NET").json()["items"]] == [document["id"]]
    assert api("get", "/documents?expires_by=2026-12-01").json()["items"] == []

    until = {"until": "2026-12-20T12:00:00Z"}
    share = api("post", f"{place}/shares", until).json()
    assert share["link"].startswith("http")
    assert api("get", f"/shares/{share['id']}").json()["link"] is None
    assert api("delete", f"/shares/{share['id']}").status_code == 204

    assert api("delete", place).status_code == 204
    assert api("get", files).json()["items"] == []
    assert api("post", f"{place}/restore").json()["removed"] is False
    for wrong, field in (
        ({"file": sent("none.txt", b"")}, "file"),
        ({"file": sent(), "folder": str(bakery.public_id)}, "folder"),
        ({"file": sent(), "tags": "x" * 301}, "tags"),
    ):
        answer = api("post", files, wrong)
        assert answer.status_code == 422, answer.text
        assert field in answer.text


def test_c14_an_upload_goes_on_where_it_was(
    bakery: Client, api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", 4)
    begin = f"/clients/{bakery.public_id}/uploads"
    told = {"key": "k1", "name": "long.txt", "size": 10}
    upload = api("post", begin, told).json()
    place = f"/uploads/{upload['id']}/parts"

    assert api("post", f"{place}/0", {"file": sent("p", b"abcd")}).json()["parts"] == 1
    assert api("post", begin, told).json()["parts"] == 1, "the same key is the same upload"
    assert api("post", f"{place}/0", {"file": sent("p", b"abcd")}).json()["parts"] == 1
    assert api("post", f"{place}/2", {"file": sent("p", b"ij")}).status_code == 409
    assert api("post", f"{place}/1", {"file": sent("p", b"ef")}).status_code == 409
    api("post", f"{place}/1", {"file": sent("p", b"efgh")})
    done = api("post", f"{place}/2", {"file": sent("p", b"ij")}).json()
    assert api("get", f"/documents/{done['document']}/content").content == b"abcdefghij"

    assert api("post", begin, told).json()["document"] == done["document"]
    assert File.objects.count() == 1
    assert Upload.objects.get().parts == []


def test_j24_scope_role_and_organisation_hold(
    bakery: Client, alice: Member, vera: Member, charlie: Member, api: Any
) -> None:
    file = File.add(bakery, ContentFile(b"x", "a.txt"), by=alice)
    place = f"/documents/{file.public_id}"

    def asked(member: Member, *scopes: str) -> dict[str, int]:
        program = Program(token_of(member, list(scopes)))
        share = program.ask("POST", f"{place}/shares", {"until": "2026-12-24T12:00:00Z"})
        return {
            "read": program.ask("GET", f"{place}/content").status_code,
            "bin": program.ask("DELETE", place).status_code,
            "share": share.status_code,
        }

    assert asked(vera, "documents:read", "documents:write") == {
        "read": 200,
        "bin": 403,
        "share": 403,
    }
    assert set(asked(alice, "clients:write").values()) == {403}
    assert set(asked(charlie, "documents:read", "documents:write").values()) == {404}


def test_c09_a_deliverable_is_uploaded_into_the_folder_of_its_project(
    bakery: Client, api: Any
) -> None:
    project = api("post", f"/clients/{bakery.public_id}/projects", {"title": "Signs"}).json()
    place = f"/projects/{project['id']}/deliverables/upload"
    row = api("post", place, {"file": sent("proof.txt"), "name": "First proof"})
    assert (row.status_code, row.json()["name"]) == (201, "First proof")
    document = api("get", f"/documents/{row.json()['document']}").json()
    assert document["name"] == "proof.txt"
    assert document["folder"] is not None
    assert api("post", place, {"file": sent("none.txt", b"")}).status_code == 422
