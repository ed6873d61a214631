"""Every operation of the OpenAPI document, asked by everyone who must not be answered."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Max
from django.utils import timezone

from atrium.clients.models import (
    Client,
)
from atrium.integrations.api.v1 import api
from atrium.integrations.models import Token
from atrium.integrations.scopes import allows
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.integrations.tests.one_of_each import one_of_each
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.organisations.owned import Owned
from atrium.timeline.models import Act

PROBLEM = "application/problem+json"
FORM = "multipart/form-data"
VIEWER_WRITES = {
    "PATCH /me",  # the language they are spoken to in
    "POST /search",
    "POST /duplicates/check",
    "POST /clients/{client_id}/favourite",
    "DELETE /clients/{client_id}/favourite",
    # Views are kept by every member for themselves; others' are refused by the verb.
    "POST /views",
    "PATCH /views/{view_id}",
    "DELETE /views/{view_id}",
    "POST /views/{view_id}/copy",
    "PUT /views/{view_id}/pin",
    "DELETE /views/{view_id}/pin",
}
# Another member's draft and upload are theirs, and templates are for who writes.
MAIL_WRITERS_READ = {
    "GET /uploads/{upload_id}",
    "GET /messages/{message_id}",
    "GET /messages/{message_id}/attachments/{attachment_id}",
    "GET /messages/{message_id}/images/{picture_id}",
    "GET /message-templates",
    "GET /message-templates/{message_template_id}",
    "GET /clients/{client_id}/message-templates/{message_template_id}",
}


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of each; the document is drawn by who asks, not by collecting."""
    return [
        (method.upper(), path.removeprefix("/api/v1"), told)
        for path, place in api.get_openapi_schema()["paths"].items()
        for method, told in place.items()
    ]


@pytest.fixture
def ids(acme: Organisation, alice: Member, bakery: Client) -> dict[str, Any]:
    return one_of_each(acme, alice, bakery)


@pytest.fixture(autouse=True)
def nothing_changes(request: pytest.FixtureRequest, db: None) -> Iterator[None]:
    """Whatever is refused leaves every table that belongs to an organisation as it was."""
    for name in ("ids", "bob", "vera", "charlie"):
        if name in request.fixturenames:
            request.getfixturevalue(name)
    before = everything()
    yield
    assert everything() == before


def everything() -> dict[str, tuple[int, int | None]]:
    """Of each such table how many rows it has and the newest one's key, but for tokens and what notes them."""
    models = [m for m in apps.get_models() if issubclass(m, Owned) and m is not Token]
    with current.unscoped("the test counts the rows of everyone"):
        rows = {model._meta.label: model.objects.all() for model in models}
        rows["timeline.Change"] = rows["timeline.Change"].exclude(model="integrations.token")
        rows["timeline.Act"] = rows["timeline.Act"].exclude(changes__model="integrations.token")
        return {label: (some.count(), newest(some)) for label, some in rows.items()}


def newest(rows: Any) -> int | None:
    """The greatest key; None for tables whose key is made of several columns."""
    if "id" not in {field.name for field in rows.model._meta.fields}:
        return None
    greatest: int | None = rows.aggregate(Max("id"))["id__max"]
    return greatest


def scope_of(told: dict[str, Any]) -> str:
    [scope] = told["security"][0]["Bearer"]
    return str(scope)


def filled(path: str, ids: dict[str, Any]) -> str:
    if path.startswith("/contacts/"):
        path = path.replace("{point_id}", "{contact_point_id}")
        path = path.replace("{row_id}", "{contact_row_id}")
    return re.sub(r"\{(\w+)\}", lambda match: str(ids[match[1]]), path)


def example(told: dict[str, Any], ids: dict[str, Any]) -> Any:
    """A body that fits, made of the document's own examples."""
    if "requestBody" not in told:
        return None
    [(kind, content)] = told["requestBody"]["content"].items()
    if kind == FORM:
        return {"file": SimpleUploadedFile("a.csv", b"Name\nAsh\n")}
    name = content["schema"]["$ref"].rsplit("/", 1)[1]
    schema = api.get_openapi_schema()["components"]["schemas"][name]
    wanted = schema.get("required") or [
        n for n, f in schema["properties"].items() if "examples" in f
    ]
    own = {"type": "type_id", "member": "member_id", "into": "tag_id", "owner": "member_id"}
    own |= {"client": "client_id", "column": "column_id", "document": "document_id"}
    own |= {"invoice": "invoice_id", "payment": "payment_id"}
    own["purpose"] = "consent_purpose_id"
    several: dict[str, Any] = {"clients": [str(ids["client_id"])]}
    several["projects"] = [str(ids["project_id"])]
    several["participations"] = [{"client": str(ids["client_id"])}]
    several["deliverables"] = [str(ids["deliverable_id"])]
    several["contacts"] = [str(ids["contact_id"])]
    several["invoices"] = [str(ids["invoice_id"])]
    several["shares"] = [{"client": str(ids["client_id"]), "amount": 500}]
    return {
        field: str(ids[own[field]])
        if field in own
        else several.get(field) or schema["properties"][field]["examples"][0]
        for field in wanted
    }


def send(
    program: Program, method: str, path: str, told: dict[str, Any], ids: dict[str, Any]
) -> Any:
    asked = {
        "remove_status": ("into", "status_id"),
        "remove_project_column": ("into", "column_id"),
        "remove_job_stage": ("into", "stage_id"),
        "remove_tender_stage": ("into", "tender_stage_id"),
        "check_linking": ("contact", "contact_id"),
        "quote": ("item", "price_item_id"),
    }
    name, of = asked.get(told["operationId"], ("", ""))
    query = f"?{name}={ids[of]}" if name else ""
    body = example(told, ids)
    if FORM in told.get("requestBody", {}).get("content", {}):
        with current.entered(current.required()):
            return program.post(f"/api/v1{filled(path, ids)}", body)
    return program.ask(method, filled(path, ids) + query, body)


def answers(
    program: Program, ids: dict[str, Any], only: Callable[[str, str, Any], bool] = lambda *_: True
) -> dict[str, tuple[int, str]]:
    """What the program is told, operation by operation: the status and the type of content."""
    told_to = {}
    for method, path, told in operations():
        if only(method, path, told):
            response = send(program, method, path, told, ids)
            told_to[f"{method} {path}"] = (response.status_code, response["Content-Type"])
    return told_to


def refused(told_to: dict[str, tuple[int, str]], status: int) -> bool:
    """Whether there were answers and each was a problem with this status; the others are shown."""
    others = {name: got for name, got in told_to.items() if got != (status, PROBLEM)}
    assert others == {}
    return bool(told_to)


def assert_problem(response: Any, status: int) -> None:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == PROBLEM
    assert response.json()["status"] == status


@pytest.mark.once
def test_nobody_gets_nothing(ids: Any) -> None:
    assert refused(answers(Program(), ids), 401)
    assert Program().ask("GET", "/clients")["WWW-Authenticate"] == 'Bearer realm="Atrium"'


@pytest.mark.once
def test_an_unknown_token_gets_nothing(ids: Any, acme: Organisation) -> None:
    assert refused(answers(Program(f"atrium_{acme.pk}_{'x' * 43}"), ids), 401)


@pytest.mark.once
def test_a_token_without_scopes_gets_nothing(ids: Any, alice: Member) -> None:
    assert refused(answers(Program(token_of(alice, [])), ids), 403)


@pytest.mark.once
def test_no_other_scope_helps(ids: Any, alice: Member) -> None:
    programs = {}
    for scope in {scope_of(told) for *_, told in operations()} - {""}:
        others = [other for other in EVERYTHING if not allows([other], scope)]
        programs[scope] = Program(token_of(alice, others))
    for scope, program in programs.items():

        def needs(_method: str, _path: str, told: Any, scope: str = scope) -> bool:
            return scope_of(told) == scope

        assert refused(answers(program, ids, needs), 403)


@pytest.mark.once
def test_a_disabled_member_gets_nothing(ids: Any, bob: Member, bobs_program: Program) -> None:
    Member.objects.filter(pk=bob.pk).update(disabled_at=timezone.now())
    assert refused(answers(bobs_program, ids), 401)


@pytest.mark.once
def test_who_may_only_look_changes_nothing(ids: Any, veras_program: Program) -> None:
    looks = {f"GET {path}" for method, path, _ in operations() if method == "GET"}
    kept = "/grants /why /view-log /audit /dossiers /erasure /imports /exports /account /bulk /unassigned".split()
    kept += "/invoices /recurring-invoices /statement client_id}/money /payments /items /tax-rates /prices /quote /accounting".split()
    kept += "/bank- /cards /charges /reminders /returns client_id}/work /payment-settings /reminder-levels /retention /sso- /configuration".split()
    kept_from_viewers = {x for x in looks if any(part in x for part in kept)}
    allowed = (looks - kept_from_viewers) | VIEWER_WRITES
    told_to = answers(veras_program, ids, lambda m, p, _: f"{m} {p}" not in allowed)
    assert refused(told_to, 403)
    seen = answers(veras_program, ids, lambda m, p, _: f"{m} {p}" in looks & allowed)
    nobody_undid_it = {"GET /acts/{act_id}/undo"} | MAIL_WRITERS_READ
    assert {name for name, got in seen.items() if got[0] != 200} == nobody_undid_it


def test_charlie_finds_nothing_of_acme(ids: Any, charlies_program: Program) -> None:
    # A sort of record is a word that every organisation has.
    assert refused(
        answers(charlies_program, ids, lambda _, path, __: "{" in path and "{sort}" not in path),
        404,
    )
    keys = [str(key) for key in ids.values() if len(str(key)) > 9]
    for method, path, _ in operations():
        if method == "GET" and "{" not in path:
            shown = charlies_program.ask(method, path).content.decode()
            assert [key for key in keys if key in shown] == [], path


@pytest.mark.parametrize("field", ["status", "owner", "tags"])
def test_charlie_cannot_name_what_is_acmes(ids: Any, charlies_program: Program, field: str) -> None:
    keys = {"status": ids["status_id"], "owner": ids["member_id"], "tags": [ids["tag_id"]]}
    value = [str(k) for k in keys[field]] if field == "tags" else str(keys[field])
    response = charlies_program.ask("POST", "/clients", {"name": "Bar", field: value})
    assert_problem(response, 422)
    assert response.json()["errors"][0]["field"] == field


def test_r20_no_client_can_be_deleted(ids: Any, program: Program) -> None:
    for path in ("/clients", f"/clients/{ids['client_id']}"):
        response = program.ask("DELETE", path)
        assert_problem(response, 405)
        assert "DELETE" not in response["Allow"]
    deletes = {path for method, path, _ in operations() if method == "DELETE"}
    assert "/clients/{client_id}" not in deletes


def test_r19_a_restricted_client_is_not_there_for_staff(
    ids: Any, bakery: Client, alice: Member, bobs_program: Program
) -> None:
    Client.objects.filter(pk=bakery.pk).update(restricted=True)
    assert_problem(bobs_program.ask("GET", f"/clients/{bakery.public_id}"), 404)
    listed = [client["name"] for client in bobs_program.ask("GET", "/clients").json()["items"]]
    assert listed == ["Ally"]
    assert_problem(bobs_program.ask("GET", f"/notes/{ids['note_id']}"), 404)
    assert_problem(bobs_program.ask("GET", f"/contacts/{ids['contact_id']}"), 404)
    assert_problem(bobs_program.ask("POST", f"/acts/{ids['act_id']}/undo"), 404)
    Client.objects.filter(pk=bakery.pk).update(restricted=False)


def test_staff_cannot_undo_what_others_did(ids: Any, bobs_program: Program) -> None:
    assert_problem(bobs_program.ask("POST", f"/acts/{ids['act_id']}/undo"), 403)


def test_a_revoked_and_an_expired_token_are_useless(acme: Organisation, bob: Member) -> None:
    secret = token_of(bob, ["clients:read"])
    assert Program(secret).ask("GET", "/clients").status_code == 200
    token = Token.objects.get(member=bob)
    Token.objects.update(expires_at=timezone.now())
    assert_problem(Program(secret).ask("GET", "/clients"), 401)
    Token.objects.update(expires_at=None)
    token.revoke(by=bob)
    assert_problem(Program(secret).ask("GET", "/clients"), 401)


def test_an_act_is_never_seen_elsewhere(charlies_program: Program, ids: Any) -> None:
    acts = Act.objects.values_list("pk", flat=True)
    for act in acts:
        assert_problem(charlies_program.ask("POST", f"/acts/{act}/undo"), 404)
