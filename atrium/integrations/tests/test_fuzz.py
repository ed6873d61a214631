"""Rubbish from a seeded dice, thrown at every operation of the API and at every address that takes a form."""

from __future__ import annotations

import json
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.integrations.api.v1 import api
from atrium.integrations.tests.conftest import Program
from atrium.integrations.tests.test_access import FORM, example, filled, ids, operations
from atrium.organisations import current
from atrium.organisations.models import Organisation
from atrium.organisations.tests.test_walk import ORGANISATION, OWN, PUBLIC, urls

__all__ = ["ids"]

SEED = 20_261_122
TEN_MEGABYTES = "x" * 10_000_000
TEXTS = [
    "", " ", "\x00", "a\x00b", "\ud800", "\U0010ffff", "\u202etxt.exe", "x" * 5_000, "e\u0301" * 200, "\r\nBcc: x@y.example",
    "9" * 400, "-1", "1e999", "NaN", "null", "true", "[]", "{}", "0001-01-01", "9999-12-31", "2026-02-30", "24:61",
    "00000000-0000-0000-0000-000000000000", "../../etc/passwd", "%00", "'; --", "{{7*7}}", "<b>", "=1+1", "١٢٣", "ß",
]  # fmt: skip
VALUES: list[Any] = [
    *TEXTS, None, True, False, 0, -1, 2**31, 2**63, 2**64, 10**400, 0.1, 1e308, [], {}, [[]], [None], [2**70], ["\ud800"],
    {"": ""}, {"a": {"b": {"c": []}}}, ["x"] * 1_000,
]  # fmt: skip
RAW = [
    b"",
    b"{",
    b"[" * 50_000,
    b'{"a":' * 30_000,
    b"\xff\xfe\x00",
    b'{"name": NaN}',
    b'"text"',
    b"null",
    b"0",
]
UPLOADS = [
    b"",
    b"\x00" * 99,
    b"PK\x03\x04rubbish",
    b"\xff\xd8\xff",
    b"a,b\n" + b'"' * 99,
    b"GIF89a",
]


def rubbish(dice: Random, told: dict[str, Any], ids: dict[str, Any]) -> dict[str, Any]:
    """A body with the operation's own fields, most of them filled with what does not fit."""
    [(_, content)] = told["requestBody"]["content"].items()
    schema = api.get_openapi_schema()["components"]["schemas"][
        content["schema"]["$ref"].rsplit("/", 1)[1]
    ]
    body: dict[str, Any] = dict(example(told, ids))
    names = [*schema["properties"], "surprise"]
    for name in dice.sample(names, k=dice.randint(1, min(3, len(names)))):
        body[name] = dice.choice(VALUES)
    return body


def test_j08_no_operation_fails_on_rubbish(ids: dict[str, Any], program: Program) -> None:
    dice = Random(SEED)  # noqa: S311 - the same rubbish each time
    failed = []
    for method, path, told in operations():
        for _ in range(4):
            asked = [p["name"] for p in told.get("parameters", []) if p["in"] == "query"]
            query = urlencode({name: encoded(dice.choice(TEXTS)) for name in asked})
            keys = ids if dice.random() < 0.8 else {key: dice.choice(TEXTS[5:]) for key in ids}
            address = f"/api/v1{quoted(filled(path, keys))}?{query}"
            answer = send(dice, program, method, address, body_of(dice, method, told, keys))
            if answer.status_code >= 500:
                failed.append((method, path, answer.status_code, query, answer.content[:80]))
    assert failed == []


def body_of(dice: Random, method: str, told: dict[str, Any], ids: dict[str, Any]) -> Any:
    """The bytes of JSON, or the parts of a form where a file is taken."""
    content = told.get("requestBody", {}).get("content", {})
    if FORM in content:
        name = dice.choice(["a.csv", "a\r\n.xlsx", "\x00", "x" * 300])
        return {"file": SimpleUploadedFile(name, dice.choice(UPLOADS))}
    if content and dice.random() < 0.8:
        return json.dumps(rubbish(dice, told, ids)).encode()
    return b"" if method == "GET" else dice.choice(RAW)


def send(dice: Random, program: Program, method: str, address: str, body: Any) -> Any:
    names = ("If-Match", "Idempotency-Key", "Accept-Language")
    headers = {n: dice.choice(TEXTS[5:]).encode("ascii", "ignore").decode() for n in names}
    with current.entered(current.required()):
        if isinstance(body, dict):
            return program.post(address, body, headers=headers)
        return program.generic(method, address, body, "application/json", headers=headers)


def quoted(place: str) -> str:
    return "/".join(quote(part.encode("utf-8", "replace"), safe="") for part in place.split("/"))


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def test_j08_ten_megabytes_are_refused(ids: dict[str, Any], program: Program) -> None:
    for path, field in (("/clients", "name"), (f"/clients/{ids['client_id']}/notes", "text")):
        body = json.dumps({field: TEN_MEGABYTES}).encode()
        answer = program.generic("POST", f"/api/v1{path}", body, "application/json")
        assert answer.status_code in {413, 422}, answer.content[:200]


FIELDS = (
    "q name value was email emails phone kind type to role roles status tag label hue reason text html title due_on owner member "
    "contact query columns view back key order into version until since before after do deed select all anyway country "
    "header_row delimiter mode to_0 remind_at login password code next given_name note_kind _key"
).split()
# Those end a session or a person, which would make the rest a walk by nobody.
NOT_ASKED = {"account_logout", "session-end", "account_change_password", "usersessions_list"}


def test_j08_no_page_fails_on_rubbish(
    acme: Organisation, bakery: Client, as_alice: Browser, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}
    dice = Random(SEED)  # noqa: S311 - the same rubbish each time
    failed = []
    for url in urls((ORGANISATION | OWN | PUBLIC) - NOT_ASKED):
        form = {
            name: dice.choice(TEXTS).encode("utf-8", "surrogatepass")
            for name in dice.sample(FIELDS, k=30)
        }
        query = dict(dice.sample(sorted(form.items()), k=5))
        file = SimpleUploadedFile("a\r\nb.csv", dice.choice(UPLOADS))
        one, other = dice.sample([{}, {"HX-Request": "true"}], k=2)
        with current.entered(acme):
            answers = {
                "POST": as_alice.post(url, form | {"file": file}, headers=one),
                "GET": as_alice.get(url, query, headers=other),
            }
        failed += [
            (url, method, a.status_code) for method, a in answers.items() if a.status_code >= 500
        ]
    assert failed == []
