"""Imports by a program: sent, planned, run, undone (X03)."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from atrium.clients.models import Client
from atrium.integrations.tests.conftest import Program
from atrium.integrations.tests.test_access import assert_problem
from atrium.organisations import current

SENT = "ID,Company,E-mail\nA1,Vale Ltd,info@vale.example\nA2,,\n"


def send(program: Program, text: str = SENT, **data: str) -> Any:
    file = SimpleUploadedFile("clients.csv", text.encode(), "text/csv")
    with current.entered(current.required()):
        return program.post("/api/v1/imports", {"file": file, **data})


def test_x03_a_file_is_sent_planned_run_and_undone(program: Program) -> None:
    sent = send(program)
    assert sent.status_code == 202, sent.content
    told = sent.json()
    here = sent["Location"].removeprefix("/api/v1")
    assert (told["stage"], told["rows"], told["created"], told["failed"]) == ("planned", 2, 1, 1)
    assert not Client.objects.exists()
    [failure] = program.ask("GET", f"{here}/rows?outcome=fail").json()["items"]
    assert failure["row"] == 3
    assert failure["reason"]

    assert program.ask("POST", f"{here}/run").status_code == 202
    assert program.ask("GET", here).json()["stage"] == "done"
    client = Client.objects.get()
    [row, _] = program.ask("GET", f"{here}/rows").json()["items"]
    assert (row["client"], row["done"]) == (str(client.public_id), True)
    assert_problem(program.ask("POST", f"{here}/run"), 409)

    assert program.ask("POST", f"{here}/undo").json()["stage"] == "undone"
    assert program.ask("GET", "/clients").json()["items"] == []
    assert_problem(program.ask("POST", f"{here}/undo"), 409)
    assert [one["number"] for one in program.ask("GET", "/imports").json()["items"]] == [1]


def test_x03_rows_that_look_like_a_client_are_decided_before_the_run(
    program: Program, charlies_program: Program, bakery: Client
) -> None:
    here = send(program, f"Name,Industry\n{bakery.name},Bread\n")["Location"]
    here = here.removeprefix("/api/v1")
    [row] = program.ask("GET", f"{here}/rows?similar=base").json()["items"]
    assert (row["outcome"], row["candidates"]) == ("create", [str(bakery.public_id)])
    wish = {"decision": "update", "rows": [row["row"]], "client": str(bakery.public_id)}
    assert_problem(charlies_program.ask("POST", f"{here}/decide", wish), 404)
    strange = "018f0000-0000-7000-8000-000000000000"
    faults: list[dict[str, Any]] = [{"client": strange}, {"rows": []}, {"rows": [10**30]}]
    for wrong in (*faults, {"similar": "file"}, {"decision": "x"}):
        assert_problem(program.ask("POST", f"{here}/decide", wish | wrong), 422)
    assert_problem(program.ask("POST", f"{here}/decide", wish | {"rows": [77]}), 409)
    assert program.ask("POST", f"{here}/decide", wish).json()["updated"] == 1
    [row] = program.ask("GET", f"{here}/rows").json()["items"]
    assert (row["decided"], row["differences"]) == (True, [["Industry", "", "Bread"]])
    everything = {"decision": "skip", "similar": "base"}
    assert program.ask("POST", f"{here}/decide", everything).json()["skipped"] == 1
    program.ask("POST", f"{here}/decide", wish)
    program.ask("POST", f"{here}/run")
    bakery.refresh_from_db()
    assert bakery.industry == "Bread"


def test_x03_what_cannot_be_read_is_refused_in_words(program: Program) -> None:
    assert_problem(send(program, ""), 422)
    assert_problem(send(program, SENT, mapping="{"), 422)
    assert_problem(send(program, SENT, mode="everything"), 422)
    assert_problem(program.ask("POST", "/imports", {"file": "x"}), 415)
    with current.entered(current.required()):
        assert_problem(program.post("/api/v1/imports", {"mode": "create"}), 422)


def test_x03_who_may_not_import_does_not(
    program: Program, bobs_program: Program, charlies_program: Program
) -> None:
    here = send(program)["Location"].removeprefix("/api/v1")
    assert_problem(send(bobs_program), 403)
    assert_problem(bobs_program.ask("GET", here), 403)
    for path in (here, f"{here}/rows"):
        assert_problem(charlies_program.ask("GET", path), 404)
    for verb in ("run", "stop", "undo"):
        assert_problem(charlies_program.ask("POST", f"{here}/{verb}"), 404)
