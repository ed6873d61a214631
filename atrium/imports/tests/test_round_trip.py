"""V01, X03: what an export says, an import reads back, into an empty organisation as into its own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from atrium.clients import lexicon
from atrium.clients.models import (
    Client,
    Contact,
    ContactRole,
    Field,
    Link,
    Location,
    LocationType,
    NoContact,
    Point,
    Status,
    Tag,
)
from atrium.conftest import NewClient
from atrium.conversations.models import Note
from atrium.foundation.inert import inert
from atrium.imports.exporting import export
from atrium.imports.models import Import
from atrium.imports.reading.values import clean
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member
from atrium.profile.models import AccountDetails
from atrium.timeline.acting import acting

type Exported = Callable[[Member, str], bytes]
HOSTILE = ["=1+1", "+a", "-x", "@SUM(A1)", "'=a", "''b", "'7", "'(x", "+44 20 7946 0018", "plain"]


@pytest.fixture
def exported(tmp_path: Path) -> Exported:
    def make(by: Member, ending: str) -> bytes:
        path = tmp_path / f"{by.organisation.slug}.{ending}"
        export(path, by=by)
        return path.read_bytes()

    return make


def bring(content: bytes, name: str, by: Member, mode: str = "create") -> Import:
    taken = Import.take(io.BytesIO(content), by=by, name=name)
    taken.look()
    taken.plan(mode=mode)
    taken.run()
    return taken


@pytest.fixture
def empty(acme: object) -> Member:
    """Another organisation, that an Alice Ash runs as well."""
    return found("Empty", email="alice@empty.example", person="Alice Ash")


@pytest.fixture
def vale(new_client: NewClient, alice: Member) -> Client:
    """A client with something of everything, beside one that shares a contact, and one archived."""
    status = Status.add(by=alice, label="Retainer")
    site = LocationType.add(by=alice, label="Boiler room")
    role = ContactRole.add(by=alice, label="Key holder")
    hat = Field.add(by=alice, label="Hat", subject="contact")
    fee = Field.add(by=alice, label="About", type="number")
    vale = new_client('=Vale, "Sons" & \'Co', fields={fee: "12.5"}, external_id="X-1")
    vale.edit(by=alice, legal_name="-", about="one\ntwo", industry="n/a")
    vale.edit(by=alice, came_from="Fair", timezone="Europe/Paris")
    vale.move_to(status, by=alice)
    vale.give_to(alice, by=alice)
    Tag.add(by=alice, label="@home").put_on(vale, by=alice)
    for text, label in (("020 7946 0018", "desk"), ("020 7946 0019", "mobile")):
        Point.add(vale, by=alice, kind="phone", text=text, label=label)
    Point.add(vale, by=alice, kind="link", text="https://vale.example")
    Point.add(vale, by=alice, kind="link", text="https://blog.vale.example", preferred=True)
    for street, label in (("1 Quay", "Head office"), ("2 Quay", "")):
        parts = {"street": street, "city": "Bath", "postcode": "BA1 1AA", "country": "GB"}
        parts["coordinates"] = "51.38, -2.36"
        Location.add(vale, by=alice, type=site, label=label, notes="Ring twice", **parts)
    ann = Contact.add(by=alice, given_name="Ann", family_name="Bell", fields={hat: "blue"})
    ann.edit(by=alice, language="fr", about="Likes tea")
    cy = Contact.add(by=alice, given_name="Cy", family_name="Dunn", title="Dr")
    Point.add(ann, by=alice, kind="email", text="ann@vale.example", label="private")
    NoContact.place(ann, by=alice, channel="phone", reason="Asked us to")
    NoContact.place(vale, by=alice, channel="post", reason="Moved")
    day = date(2024, 2, 29)
    boss = Link.make(vale, cy, by=alice, job_title="=CEO", roles=[role], began_on=day)
    Link.make(vale, ann, by=alice).report_to(boss, by=alice)
    old = Contact.add(by=alice, given_name="Old", family_name="Hand")
    Link.make(vale, old, by=alice, roles=[role], began_on=day).end(by=alice)
    Link.make(new_client("Carr Ltd"), ann, by=alice, job_title="Board")
    for text in ("Met them", "Met them", "=cmd|x"):
        Note.write(vale, by=alice, html=f"<p>{text}</p>")
    with acting(by=alice, label="Approved") as act:
        terms = {"payment_terms": "eom-15", "credit_limit": 250_000, "currency": "GBP"}
        act.insert(AccountDetails(client=vale, iban="GB33BUKB20201555555555", **terms))
    new_client("Gone Ltd").archive(by=alice)
    alice.organisation.notice_lexicon()
    return vale


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


def test_x03_json_lines_carry_everything_into_an_empty_organisation_and_undo_takes_it_back(
    vale: Client, alice: Member, empty: Member, exported: Exported
) -> None:
    content = exported(alice, "jsonl")
    before = lines(content)
    assert [one["name"] for one in before] == [vale.name, "Carr Ltd", "Gone Ltd"]
    first = before[0]
    assert [c["given_name"] for c in first["contacts"]] == ["Cy", "Ann", "Old"]
    assert first["contacts"][1]["reports_to"] == first["contacts"][0]["id"]
    assert (len(first["notes"]), len(first["addresses"]), len(first["points"])) == (3, 2, 4)
    assert "5555" in first["account: iban"].replace(" ", "")
    assert (first["account: payment terms"], first["account: credit limit"]) != ("", "")
    with current.entered(empty.organisation):
        done = bring(content, "c.jsonl", empty)
        assert (done.created, done.failed) == (3, 0)
        assert [row.problems for row in done.rows_of_file.all()] == [[], [], []]
        lexicon.forget_all()
        assert lines(exported(empty, "jsonl")) == before
        assert Contact.objects.count() == 3
        again = bring(content, "c.jsonl", empty, "both")
        assert (again.created, again.updated) == (0, 0)
        done.undo(by=empty)
        assert done.left_alone == []
        assert not Client.objects.visible_to(empty).exists()
        assert not ContactRole.objects.filter(label="Key holder").exists()
        assert not Contact.objects.live().exists()
        assert bring(content, "c.jsonl", empty).created == 3


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_x03_a_table_comes_back_with_first_contacts_and_further_addresses(
    ending: str, vale: Client, alice: Member, empty: Member, exported: Exported
) -> None:
    content = exported(alice, ending)
    with current.entered(empty.organisation):
        assert bring(content, f"c.{ending}", empty).failed == 0
        lexicon.forget_all()
        new = Client.objects.get(external_id="X-1")
        places = new.locations.order_by("id").values_list("type__label", "street", "is_default")
        assert list(places) == [("Boiler room", "1 Quay", True), ("Boiler room", "2 Quay", False)]
        assert {place.coordinates for place in new.locations.all()} == {"51.38, -2.36"}
        people = [(k.contact.name, k.job_title, k.is_primary) for k in new.links.order_by("id")]
        assert people == [("Cy Dunn", "=CEO", True), ("Ann Bell", "", False)]
        assert [r.label for r in new.links.get(is_primary=True).roles.all()] == ["Key holder"]
        assert new.links.get(is_primary=False).contact.points.get().value == "ann@vale.example"
        assert (new.name, new.about, new.status.label) == (vale.name, "one\ntwo", "Retainer")
        assert (new.timezone, new.points.filter(kind="link").count()) == ("Europe/Paris", 2)
        assert Client.objects.archived().get().name == "Gone Ltd"


def test_x03_what_is_typed_into_our_lists_by_hand_is_never_an_error(empty: Member) -> None:
    wrong: dict[str, Any] = {
        "contacts": [1, {"given_name": "Al", "roles": 3, "points": [{"kind": "x"}, 2]}]
    }
    wrong |= {"addresses": {"a": 1}, "points": [{"kind": "email", "value": "no mail"}]}
    wrong |= {"notes": "x", "no_contact": [1], "client since": "soon", "time zone": "Mars"}
    line = {"number": 1, "external_id": "", "kind": "?", "name": "Bo", **wrong}
    nameless = json.dumps({**line, "name": ""})
    with current.entered(empty.organisation):
        done = bring(f"{json.dumps(line)}\n{nameless}\n".encode(), "c.jsonl", empty)
        assert (done.created, done.failed) == (1, 1)
        bo = Client.objects.get()
        assert [k.contact.name for k in bo.links.all()] == ["Al"]
        assert [(p.value, p.sound) for p in bo.points.all()] == [("no mail", False)]
        other = bring(b'{"Name": "Cy Dunn", "E-mail": "cy@dunn.example"}\n', "o.jsonl", empty)
        assert (other.created, Client.objects.get(name="Cy Dunn").kind) == (1, "individual")
        broken = Import.take(io.BytesIO(b'{"name": "a"}\n[]\n'), by=empty, name="b.jsonl")
        with pytest.raises(Exception, match="Line 2 is no object"):
            broken.look()


def test_x03_headings_and_cells_of_a_table_are_inert_and_come_back(
    alice: Member, new_client: NewClient, exported: Exported
) -> None:
    assert [clean(inert(text)) for text in HOSTILE] == HOSTILE
    label = '=HYPERLINK("//x"),\'a"'
    field = Field.add(by=alice, label=label, type="long_text")
    client = new_client("Bakery", fields={field: '=1\r\n"two",3'})
    alice.organisation.notice_lexicon()
    table = list(csv.reader(io.StringIO(exported(alice, "csv").decode("utf-8-sig"))))
    assert f"'{label}" in table[0]
    assert not [cell for row in table for cell in row if cell.startswith(("=", "@", "\t"))]
    book = load_workbook(io.BytesIO(exported(alice, "xlsx")))
    assert book.sheetnames == ["Clients"]
    assert {c.data_type for row in book["Clients"].rows for c in row if c.value} == {"s"}
    before = dict(client.extra)
    for ending in ("csv", "xlsx"):
        content = exported(alice, ending)
        Client.objects.filter(pk=client.pk).update(extra={})
        bring(content, f"c.{ending}", alice, "update")
        client.refresh_from_db()
        assert client.extra == before
