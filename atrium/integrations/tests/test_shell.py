"""How the API speaks, whatever it is asked: errors, ETags, idempotency, tokens, the document."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from ninja import Schema

from atrium.clients.models import Client
from atrium.conversations.models import Note
from atrium.foundation.errors import Refusal
from atrium.integrations.command import add_commands
from atrium.integrations.models import Token
from atrium.integrations.tests.conftest import EVERYTHING, Program, token_of
from atrium.organisations.models import Member

UNREADABLE = [
    (b"{", "application/json", 400),
    (b'{"name": "\\ud800"}', "application/json", 400),
    (b'{"name": "a\\u0000b"}', "application/json", 400),
    (b'{"name": NaN}', "application/json", 400),
    (b"\xff", "application/json", 400),
    (b"name=Bar", "application/x-www-form-urlencoded", 415),
    (b'{"name": "Bar"}', "text/plain", 415),
    (b'{"name": "Bar"}', "application/json; charset=utf-16", 415),
    (b"[]", "application/json", 422),
    (b"7", "application/json", 422),
    (b"{}", "application/json", 422),
    (b'{"name": "Bar", "since": 0}', "application/json", 422),
    (b'{"name": "Bar", "since": "9999-12-31"}', "application/json", 422),
    (b'{"name": 1e400}', "application/json", 422),
    (b'{"name": "' + b"x" * 3_000_000 + b'"}', "application/json", 413),
]


@pytest.mark.parametrize(("body", "kind", "status"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_cannot_be_read_is_refused_in_words(
    program: Program, body: bytes, kind: str, status: int
) -> None:
    response = program.post("/api/v1/clients", body, content_type=kind)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["detail"].endswith((".", "…"))
    assert Client.objects.count() == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/clients?limit=201", 422),
        ("/clients?limit=0", 422),
        ("/clients?limit=99999999999999999999", 422),
        ("/clients?updated_since=yesterday", 422),
        ("/clients?updated_since=0001-01-01T00:00:00%2B14:00", 422),
        ("/clients?q=%00", 400),
        ("/clients?q=%FF", 200),
        ("/clients?status=7", 422),
        ("/clients/", 404),
        ("/clients/7", 404),
        ("/clients/99999999999999999999999999", 404),
        ("/clients/%00", 404),
        ("/nothing", 404),
    ],
)
def test_odd_addresses_are_answered_in_words(program: Program, path: str, status: int) -> None:
    assert program.ask("GET", path).status_code == status


def test_methods_that_do_not_fit_are_refused(program: Program, bakery: Client) -> None:
    response = program.ask("DELETE", f"/clients/{bakery.public_id}")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, PATCH")
    assert response["Content-Type"] == "application/problem+json"
    assert program.ask("TRACE", "/clients").status_code == 405
    assert program.ask("HEAD", "/clients").status_code == 200
    assert program.ask("GET", "/clients", Accept="text/html").status_code == 406


def test_an_etag_spares_the_body_and_guards_the_change(program: Program, bakery: Client) -> None:
    path = f"/clients/{bakery.public_id}"
    tag = program.ask("GET", path)["ETag"]
    spared = program.ask("GET", path, If_None_Match=tag)
    assert (spared.status_code, spared.content, spared["ETag"]) == (304, b"", tag)
    changed = program.ask("PATCH", path, {"industry": "Food"}, If_Match=f"W/{tag}")
    assert (changed.status_code, changed["ETag"]) == (200, program.ask("GET", path)["ETag"])
    late = program.ask("PATCH", path, {"industry": "Drink"}, If_Match=tag)
    assert late.status_code == 412
    assert program.ask("GET", path).json()["industry"] == "Food"
    assert program.ask("PATCH", path, {"industry": "Drink"}, If_Match="*").status_code == 200


def test_a_request_sent_twice_is_done_once(program: Program, bakery: Client) -> None:
    path = f"/clients/{bakery.public_id}/notes"
    first = program.ask("POST", path, {"text": "Called"}, Idempotency_Key="7f1c")
    again = program.ask("POST", path, {"text": "Called"}, Idempotency_Key="7f1c")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    other = program.ask("POST", path, {"text": "Wrote"}, Idempotency_Key="7f1c")
    assert (other.status_code, other["Content-Type"]) == (422, "application/problem+json")
    assert Note.objects.count() == 1
    refused = program.ask("POST", path, {"text": " "}, Idempotency_Key="8a2d")
    assert refused.status_code == 422
    assert program.ask("POST", path, {"text": "Mended"}, Idempotency_Key="8a2d").status_code == 201


def test_notes_and_tasks_are_not_told_in_passing(alice: Member, bakery: Client) -> None:
    Note.write(bakery, by=alice, html="<p>Secret</p>")
    program = Program(token_of(alice, ["clients:read"]))
    for part in ("timeline", "history"):
        response = program.ask("GET", f"/clients/{bakery.public_id}/{part}")
        assert response.status_code == 200
        assert "Secret" not in response.content.decode()


def test_an_unknown_scope_is_refused(alice: Member, bob: Member) -> None:
    with pytest.raises(Refusal, match="There is no scope 'clients'"):
        Token.make(by=alice, member=alice, name="x", scopes=["clients"])
    with pytest.raises(Refusal, match="yourself only"):
        Token.make(by=alice, member=bob, name="x", scopes=["clients:read"])
    past = timezone.now() - timedelta(days=1)
    with pytest.raises(Refusal, match="passed"):
        Token.make(by=alice, member=alice, name="x", scopes=[], expires_at=past)


def test_only_a_hash_of_the_secret_is_kept(alice: Member) -> None:
    token, secret = Token.make(by=alice, member=alice, name="x", scopes=["clients:read"])
    kept = json.dumps({f.name: str(getattr(token, f.attname)) for f in Token._meta.concrete_fields})
    assert secret not in kept
    assert secret.startswith(token.prefix)
    assert Program(secret).ask("GET", "/me").json()["scopes"] == ["clients:read"]
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_the_command_makes_a_token(alice: Member, capsys: Any) -> None:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    words = "token create --organisation acme --member alice@acme.example --name Sync --json"
    options = parser.parse_args(
        [*words.split(), "--scope", "clients:read,notes:read", "--scope", "tasks:read"]
    )
    assert options.run(options) == 0
    secret = json.loads(capsys.readouterr().out)["token"]
    assert Program(secret).ask("GET", "/me").json()["scopes"] == [
        "clients:read",
        "notes:read",
        "tasks:read",
    ]
    options = parser.parse_args(
        [*words.replace("alice", "nobody").split(), "--scope", "clients:read"]
    )
    with pytest.raises(Refusal, match="no member of Acme"):
        options.run(options)


def test_the_document_and_its_page_are_open_and_whole(visitor: Browser, db: None) -> None:
    document = visitor.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    page = visitor.get("/api/docs")
    shown = page.content.decode()
    assert page.status_code == 200
    assert shown.count("<script") == shown.count('<script type="module" src=')
    for path, place in document["paths"].items():
        assert path in shown
        for told in place.values():
            assert told["operationId"] in shown
            assert told["description"]
    assert EVERYTHING[0].split(":")[0] in shown


def test_the_reference_is_searched_by_words(visitor: Browser) -> None:
    page = visitor.get("/api/docs?q=archive+client").text
    assert 'id="archive_client" open' in page
    assert "--request POST" in page
    assert 'id="list_notes"' not in page
    part = visitor.get("/api/docs?q=nothing-of-that-name", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "No such operation" in part


def test_j25_every_body_has_a_name_of_its_own_in_the_document() -> None:
    """Of two with one name the later one would describe both."""
    bodies = {body for body in _heirs(Schema) if body.__module__.startswith("atrium.")}
    names = Counter(body.__name__ for body in bodies)
    assert [name for name, count in names.items() if count > 1] == []


def _heirs(of: type[Any]) -> Iterator[type[Any]]:
    for heir in of.__subclasses__():
        yield heir
        yield from _heirs(heir)
