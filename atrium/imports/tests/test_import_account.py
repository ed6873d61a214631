"""B03: an import fills empty account details and asks for what would change filled ones."""

from __future__ import annotations

from atrium.clients.models import Client
from atrium.imports.tests.test_names_and_rules import taken
from atrium.organisations.models import Member
from atrium.profile.models import ChangeRequest


def legal_name(client: Client) -> str:
    return str(Client.objects.values_list("legal_name", flat=True).get(pk=client.pk))


def test_b03_an_empty_legal_name_is_filled_and_a_filled_one_asked_for(
    bakery: Client, alice: Member
) -> None:
    rows = "ID,Name,Legal name\n{},Vincent's Bakery,{}\n"
    Client.objects.filter(pk=bakery.pk).update(external_id="A1")
    taken(rows.format("A1", "Vincent Ltd"), alice, names_once=False, mode="update")
    assert (legal_name(bakery), ChangeRequest.objects.count()) == ("Vincent Ltd", 0)

    one = taken(rows.format("A1", "Other Ltd"), alice, names_once=False, mode="update")
    request = ChangeRequest.objects.get()
    assert legal_name(bakery) == "Vincent Ltd"
    assert request.changes == {"legal_name": ["Vincent Ltd", "Other Ltd"]}
    assert request.reason == "Imported from c.csv"
    row = one.rows_of_file.get()
    assert row.differences == [["Legal name (asks for approval)", "Vincent Ltd", "Other Ltd"]]


def test_b03_while_anothers_request_waits_the_row_says_so(
    bakery: Client, alice: Member, bob: Member
) -> None:
    Client.objects.filter(pk=bakery.pk).update(external_id="A1", legal_name="Vincent Ltd")
    bakery.refresh_from_db()
    ChangeRequest.ask(bakery, by=bob, texts={"legal_name": "Bob Ltd"})
    rows = "ID,Name,Legal name\nA1,Vincent's Bakery,Other Ltd\n"
    one = taken(rows, alice, names_once=False, mode="update")
    row = one.rows_of_file.get()
    assert "Not asked for: Bob Birch asked for a change already" in row.reason
    assert ChangeRequest.objects.get().after == {"legal_name": "Bob Ltd"}
