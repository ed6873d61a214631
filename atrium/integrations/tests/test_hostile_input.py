"""What nobody types by chance: the answer is a clear refusal or plain text, never a failure."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.clients.models import Client
from atrium.conversations.models import Note
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Organisation

PAGE = "/acme/clients/1/"
HTMX = {"HX-Request": "true"}
MEGABYTE = "x" * 1_000_000
TEXTS = {"nul": "a\x00b", "long": "n" * 301, "lone surrogate": "\ud800", "digits": "9" * 5000}
ASKED = """
clients/?owner= clients/?view= clients/?status= clients/?tag= clients/?after= clients/?sort= contacts/?after=
contacts/find/?client= duplicates/compare/?client=1&pick.name= duplicates/compare/?client=1&keep= imports/?before=
exports/?before= notifications/?before= tasks/?after=2026-01-01. tasks/?who= clients/1/?person= clients/1/history/?before=
clients/1/history/?person= clients/1/activity/part/?after=1- clients/1/activity/part/?after= clients/1/map/?before=
settings/log/?before= calendar/?who= quality/?owner= palette/?q=
"""
FIELDS = {
    "clients/new/": "kind name given_name status owner email phone street country tags anyway",
    "clients/1/notes/new/": "text html note_kind remind_at version pinned",
    "clients/1/tasks/new/": "title due_on assignee",
    "clients/1/contacts/add/": "given_name email phone roles job_title preferred_channel",
    "clients/1/contacts/assign/": "contact",
    "clients/1/locations/add/": "type label street city postcode region country notes",
    "clients/1/points/add/email/": "value label preferred",
    "clients/1/points/add/phone/": "value label",
    "clients/1/points/add/link/": "value label",
    "clients/1/status/": "status",
    "clients/1/tags/": "tag label",
    "clients/1/hold/": "reason",
    "clients/1/flag/": "reason",
    "clients/1/owner/": "owner",
    "clients/1/team/": "member role",
    "clients/1/access/grants/": "to",
    "clients/1/details/about/": "value was resolve",
    "clients/1/details/since/": "value was",
    "clients/1/details/birthday/": "value",
    "clients/1/details/timezone/": "value",
    "clients/1/details/website/": "value",
    "clients/bulk/": "deed do select all tag status owner query",
    "clients/preferences/": "columns view back",
    "settings/tags/add/": "label hue",
    "settings/members/invite/": "emails role",
    "profile/": "name",
}


def test_j08_no_number_in_an_address_is_too_long(bakery: Client, as_alice: Browser) -> None:
    codes = {url: as_alice.get(f"/acme/{url}{'9' * 5000}").status_code for url in ASKED.split()}
    assert {url: code for url, code in codes.items() if code >= 500} == {}
    pairs = {"client": ["1", "9" * 5000]}
    assert as_alice.post("/acme/duplicates/different/", pairs).status_code == 404


@pytest.mark.parametrize("what", TEXTS)
def test_j08_no_field_of_a_form_fails(bakery: Client, as_alice: Browser, what: str) -> None:
    text = TEXTS[what].encode("utf-8", "surrogatepass")
    found = {}
    for path, fields in FIELDS.items():
        for field in fields.split():
            form = {"name": "Ash", "given_name": "Ann", "text": "x", "title": "x", field: text}
            code = as_alice.post(f"/acme/{path}", form, headers=HTMX).status_code
            if code >= 500:
                found[f"{path} {field}"] = code
    assert found == {}


BODIES: dict[str, Any] = {
    "lone surrogate": b'{"name": "\\ud800"}',
    "nul": b'{"name": "a\\u0000b"}',
    "deep": b"[" * 100_000,
    "deep object": b'{"name":' * 50_000 + b"1" + b"}" * 50_000,
    "endless": json.dumps({"name": MEGABYTE}).encode(),
    "not a number": b'{"name": NaN}',
    "huge number": b'{"name": "x", "number": 1e999}',
    "other encoding": '{"name": "é"}'.encode("utf-16"),
    "broken encoding": b'{"name": "\xff\xfe"}',
    "year 9999": b'{"name": "x", "since": "9999-12-31"}',
    "year 1": b'{"name": "x", "since": "0001-01-01"}',
    "surrogate key": b'{"name": "x", "\\ud800": 1}',
    "surrogate in a list": b'{"name": "x", "tags": ["\\ud800"]}',
    "surrogate point": b'{"name": "x", "points": [{"kind": "email", "value": "\\ud800@x.example"}]}',
    "nothing": b"",
    "list": b"[]",
}


@pytest.mark.parametrize("what", BODIES)
@pytest.mark.parametrize("path", ["/clients", "/clients/{}/notes", "/clients/{}/tasks", "/tags"])
def test_j08_no_body_of_the_api_fails(
    bakery: Client, program: Program, what: str, path: str
) -> None:
    address = f"/api/v1{path.format(bakery.public_id)}"
    for old, new in ((b'"name"', b'"name"'), (b'"name"', b'"text"'), (b'"name"', b'"title"')):
        body = (
            BODIES[what]
            .replace(old, new)
            .replace(b'"name"', b'"label"' if path == "/tags" else new)
        )
        answer = program.generic("POST", address, body, "application/json")
        assert answer.status_code < 500, answer.content[:500]
    for kind in (
        "text/plain",
        "multipart/form-data",
        "application/xml",
        "application/json; charset=x",
    ):
        assert 400 <= program.generic("POST", address, BODIES[what], kind).status_code < 500
    nonsense = ["%00", "%ff", "9" * 400, "-1", "%ED%A0%80"]
    for query in nonsense:
        asked = program.generic("GET", f"/api/v1/clients?q={query}&cursor={query}&limit={query}")
        assert asked.status_code < 500


STRANGE = "<img src=x onerror=alert(1)><svg onload=alert(1)></script><script>alert(1)</script>\"'`"


def test_r13_a_pasted_note_runs_nothing(bakery: Client, as_alice: Browser) -> None:
    html = (
        '<p onclick="x()">A<img src=x onerror=alert(1)><a href="javascript:alert(1)">b</a>'
        '<a href=" java\tscript:alert(1)">c</a><a href="data:text/html,x">d</a><iframe src=x></iframe>'
        '<svg><a xlink:href="javascript:x">e</a></svg><math><mi></mi></math><style>*{}</style>'
        '<form action=x><input name=y></form><base href="//x.example"><p style="color:red" id="tasks">f</p>'
    )
    as_alice.post(f"{PAGE}notes/new/", {"html": html}, headers=HTMX)
    kept = Note.objects.get().html.casefold()
    for danger in "onclick onerror javascript data: <iframe <svg <math <style <form <base style= id= <img".split():
        assert danger not in kept


def test_names_are_shown_as_text_everywhere(
    bakery: Client, acme: Organisation, as_alice: Browser, new_client: Any
) -> None:
    name = STRANGE[:280]
    status = lexicon.of(acme).default_status.pk
    as_alice.post("/acme/clients/new/", {"kind": "company", "name": name, "status": status})
    for path, form in {
        "contacts/add/": {"given_name": STRANGE[:140]},
        "tags/": {"label": "<svg onload=alert(1)>"},
        "hold/": {"reason": STRANGE},
        "flag/": {"reason": STRANGE},
        "tasks/new/": {"title": STRANGE},
        "details/about/": {"value": STRANGE, "was": ""},
    }.items():
        as_alice.post(f"/acme/clients/2/{path}", form, headers=HTMX)
    pages = [
        "clients/",
        "clients/2/",
        "clients/2/notes/",
        "clients/2/tasks/",
        "palette/?q=img",
        "tasks/",
    ]
    pages += [
        "",
        "contacts/find/?q=img",
        "clients/find/?q=img",
        "clients/similar/?name=<img",
        "clients/?q=<svg",
    ]
    for page in pages:
        text = as_alice.get(f"/acme/{page}").text
        assert "<img src=x" not in text, page
        assert "<svg onload" not in text, page
        assert "<script>alert" not in text, page
