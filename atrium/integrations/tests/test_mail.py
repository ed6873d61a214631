"""Mail over the API: what was not filed and why, filing it, and how the mailboxes fare (R12, X05, X10)."""

from __future__ import annotations

from atrium.clients.models import Client
from atrium.conversations.mail.storing import stored
from atrium.conversations.models import Level, Mailbox
from atrium.conversations.tests.letters import letter
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member


def test_x05_a_program_lists_what_was_not_filed_files_it_and_takes_it_off(
    program: Program, bobs_program: Program, bakery: Client, alice: Member
) -> None:
    office = Mailbox.open(by=alice, address="office@acme.example")
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    row = stored(office, letter())
    stored(own, letter(Message_ID="<2@x>", Subject="Private"))
    items = program.ask("GET", "/messages/unfiled?why=unknown").json()["items"]
    assert {item["subject"] for item in items} == {"Rye", "Private"}
    assert items[1]["sender"] == "ana@bakery.example"
    [seen] = bobs_program.ask("GET", "/messages/unfiled").json()["items"]
    assert seen["subject"] == "Rye"
    path = f"/messages/{row.public_id}/clients"
    filed = program.ask("POST", path, {"client": str(bakery.public_id)})
    assert (filed.status_code, filed.json()["clients"]) == (201, [str(bakery.public_id)])
    assert program.ask("POST", path, {"client": str(bakery.public_id)}).status_code == 409
    assert program.ask("DELETE", f"{path}/{bakery.public_id}").status_code == 204
    [again] = program.ask("GET", "/messages/unfiled?why=hand").json()["items"]
    assert again["message"] == str(row.public_id)
    row.show_to(Level.EXISTS, by=alice)


def test_r12_a_program_watches_over_the_mailboxes_and_sees_no_secret(
    program: Program, bobs_program: Program, alice: Member
) -> None:
    own = Mailbox.open(by=alice, address="alice@acme.example", member=alice, imap_secret="hush")
    Mailbox.objects.filter(pk=own.pk).update(problem="The server did not answer in time.")
    answer = program.ask("GET", "/mailboxes")
    [box] = answer.json()["items"]
    assert (box["problem"], box["messages"]) == ("The server did not answer in time.", 0)
    assert "hush" not in answer.text
    assert bobs_program.ask("GET", "/mailboxes").json()["items"] == []
