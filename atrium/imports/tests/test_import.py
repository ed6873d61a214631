"""X03, V01, J25: a file becomes clients, as its plan said, and is taken back."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client as Browser

from atrium.clients.first_fields import FIRST_FIELDS
from atrium.clients.models import Client, Field, Link, Point, SearchDocument, State, Tag
from atrium.clients.page import tabs_for
from atrium.clients.search.document import documents
from atrium.conversations.models import Note
from atrium.foundation.errors import Refusal
from atrium.foundation.tests.reference import reference
from atrium.imports.models import Import, Outcome
from atrium.imports.running import Runner
from atrium.organisations import current
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Event

type Imported = Callable[..., Import]
HEAD = "ID,Company,First name,Last name,E-mail,Phone,Postcode,Town,Tags,Notes,Shoe size\n"
ROWS = (
    "A1,Vale Dental Ltd,Ann,Bell,ann@vale.example,020 7946 0018,BS1 4DJ,Bristol,VIP;Dental,Rings late,38\n"
    "A2,,Bo,Carr,bo@carr.example,,,,,,\n"
)


@pytest.fixture
def imported(alice: Member) -> Imported:
    def make(text: str, mode: str = "create", *, run: bool = True, name: str = "c.csv") -> Import:
        taken = Import.take(io.BytesIO(text.encode()), by=alice, name=name)
        taken.look()
        taken.plan(mode=mode)
        if run:
            taken.run()
        return taken

    return make


def counts(one: Import) -> tuple[int, int, int, int, int]:
    return one.rows, one.created, one.updated, one.skipped, one.failed


def test_v01_a_row_becomes_a_client_with_all_its_values(imported: Imported) -> None:
    done = imported(HEAD + ROWS)
    assert counts(done) == (2, 2, 0, 0, 0)
    vale = Client.objects.get(name="Vale Dental Ltd")
    assert (vale.kind, vale.external_id, vale.extra) == ("company", "A1", {"shoe_size": "38"})
    assert {(p.kind, p.normal) for p in vale.points.all()} == {
        ("email", "ann@vale.example"),
        ("phone", "+442079460018"),
    }
    assert [place.line for place in vale.locations.all()] == ["Bristol BS1 4DJ"]
    assert [link.contact.name for link in vale.links.all()] == ["Ann Bell"]
    assert sorted(tag.label for tag in vale.tags.all()) == ["Dental", "VIP"]
    assert [note.text for note in vale.notes.all()] == ["Rings late"]
    assert Field.objects.get(key="shoe_size").label == "Shoe size"
    bo = Client.objects.get(name="Bo Carr")
    assert (bo.kind, bo.given_name, bo.family_name) == ("individual", "Bo", "Carr")


def test_v01_each_new_client_has_one_event_that_names_file_and_row(imported: Imported) -> None:
    imported(HEAD + ROWS)
    bo = Client.objects.get(name="Bo Carr")
    assert [e.sentence for e in Event.objects.filter(client=bo)] == [
        "Alice Ash imported the client from <b>c.csv</b>, row 3"
    ]


def test_x03_the_plan_writes_nothing_of_the_clients(imported: Imported) -> None:
    planned = imported(HEAD + ROWS, run=False)
    assert (planned.stage, planned.created, Client.objects.count()) == ("planned", 2, 0)


def test_x03_the_preview_shows_old_and_new_and_is_what_runs(
    imported: Imported, alice: Member
) -> None:
    imported(HEAD + ROWS)
    planned = imported(HEAD + "A1,Vale Dental Ltd,Ann,Bell,,,,,,,40\n", "both", run=False)
    [row] = planned.rows_of_file.all()
    assert (row.outcome, row.differences) == (Outcome.UPDATE, [["Shoe size", "38", "40"]])
    planned.run()
    assert Client.objects.get(external_id="A1").extra == {"shoe_size": "40"}


def test_x03_what_changed_since_the_plan_is_planned_anew_and_said(
    imported: Imported, alice: Member
) -> None:
    imported(HEAD + ROWS)
    planned = imported(HEAD + "A1,Vale Dental Limited,,,,,,,,,\n", "both", run=False)
    Client.objects.get(external_id="A1").edit(by=alice, name="Vale Smiles")
    planned.run()
    [row] = planned.rows_of_file.all()
    assert row.differences == [["Name", "Vale Smiles", "Vale Dental Limited"]]
    assert "changed since the preview" in row.reason


def test_v01_the_same_file_again_adds_nobody(imported: Imported) -> None:
    imported(HEAD + ROWS)
    again = imported(HEAD + ROWS)
    assert (counts(again), again.duplicates) == ((2, 0, 0, 2, 0), 2)
    both = imported(HEAD + ROWS, "both")
    assert counts(both) == (2, 0, 0, 2, 0)
    assert Client.objects.count() == 2


def test_v01_two_rows_of_a_company_are_one_client_with_two_contacts(imported: Imported) -> None:
    done = imported(
        "Company,First name,Last name,E-mail\nVale Ltd,Ann,Bell,a@vale.example\n"
        "Vale Ltd,Cy,Dunn,c@vale.example\n"
    )
    assert (counts(done), done.duplicates) == ((2, 1, 1, 0, 0), 1)
    [vale] = Client.objects.all()
    assert [link.contact.name for link in vale.links.order_by("pk")] == ["Ann Bell", "Cy Dunn"]
    assert Link.objects.filter(is_primary=True).count() == 1


def test_v01_an_ambiguous_row_is_skipped_and_names_both(
    imported: Imported, new_client: Callable[..., Client], alice: Member
) -> None:
    for name in ("One", "Two"):
        client = new_client(name)
        Point.add(client, by=alice, kind="email", text="us@both.example")
    done = imported("Name,E-mail\nThree Ltd,us@both.example\n", "update")
    [row] = done.rows_of_file.all()
    assert row.outcome == Outcome.SKIP
    assert "C-0001 One or C-0002 Two" in row.reason


def test_r20_an_archived_client_is_not_touched(imported: Imported, alice: Member) -> None:
    imported(HEAD + ROWS)
    Client.objects.get(external_id="A2").archive(by=alice)
    done = imported(HEAD + "A2,,Bo,Karr,bo@carr.example,,,,,,\n", "both")
    [row] = done.rows_of_file.all()
    assert row.reason == "C-0002 Bo Carr is archived: restore it first."


def test_j25_an_unsound_value_is_kept_and_flagged(imported: Imported) -> None:
    imported("Name,E-mail,Phone\nBo Carr,bo at carr,12\n")
    points = Client.objects.get().points.order_by("kind")
    assert [(p.kind, p.value, p.sound) for p in points] == [
        ("email", "bo at carr", False),
        ("phone", "12", False),
    ]


def test_j25_an_unknown_status_and_owner_are_kept_as_fields_and_said(imported: Imported) -> None:
    done = imported("Name,Status,Owner\nBo Carr,Hot,Zed\nCy Dunn,lead,alice@acme.example\n")
    bo, cy = Client.objects.order_by("number")
    assert (bo.status.label, bo.owner, bo.extra) == (
        "Active",
        None,
        {"status": "Hot", "owner": "Zed"},
    )
    assert cy.status.label == "Lead"
    assert cy.owner is not None
    assert cy.owner.name == "Alice Ash"
    assert [len(row.problems) for row in done.rows_of_file.order_by("number")] == [2, 0]


def test_x03_undo_takes_everything_back_and_the_file_can_come_again(
    imported: Imported, alice: Member
) -> None:
    done = imported(HEAD + ROWS)
    done.undo(by=alice)
    assert done.left_alone == []
    assert not Client.objects.visible_to(alice).exists()
    assert Field.objects.count() == len(FIRST_FIELDS)
    assert not Tag.objects.filter(label="Dental").exists()
    assert Tag.objects.filter(label="VIP").exists()
    assert not Note.objects.exists()
    with pytest.raises(Refusal, match="undone already"):
        done.undo(by=alice)
    assert counts(imported(HEAD + ROWS)) == (2, 2, 0, 0, 0)


def test_x03_undo_sets_updates_back(imported: Imported, alice: Member) -> None:
    imported(HEAD + ROWS)
    done = imported(HEAD + "A1,Vale Limited,,,new@vale.example,,,,,,40\n", "both")
    done.undo(by=alice)
    vale = Client.objects.get(external_id="A1")
    assert (vale.name, vale.extra) == ("Vale Dental Ltd", {"shoe_size": "38"})
    assert [p.value for p in vale.points.filter(kind="email")] == ["ann@vale.example"]


def test_x03_undo_leaves_alone_and_names_what_was_changed_since(
    imported: Imported, alice: Member
) -> None:
    done = imported(HEAD + ROWS)
    vale = Client.objects.get(external_id="A1")
    Note.write(vale, by=alice, html="<p>Met them</p>")
    done.undo(by=alice)
    assert done.left_alone == [
        [vale.number, "Vale Dental Ltd", "the client", "it was changed since"]
    ]
    kept = Client.objects.visible_to(alice).get()
    assert kept == vale
    assert kept.points.count() == 2
    assert [link.contact.name for link in kept.links.all()] == ["Ann Bell"]
    assert Client.objects.get(external_id="A2").state == State.WITHDRAWN


def test_x03_undo_of_updates_leaves_a_field_changed_since(
    imported: Imported, alice: Member
) -> None:
    imported(HEAD + ROWS)
    done = imported(HEAD + "A2,,Bo,Karr,bo@carr.example,,,,,,\n", "both")
    bo = Client.objects.get(external_id="A2")
    bo.edit(by=alice, family_name="Kerr")
    done.undo(by=alice)
    bo.refresh_from_db()
    assert (bo.family_name, bo.name) == ("Kerr", "Bo Carr")
    assert [bo.number, "Bo Carr", "family name", "it was changed since"] in done.left_alone


def test_x03_an_import_sees_nothing_of_another_organisation(
    imported: Imported, charlie: Member
) -> None:
    imported(HEAD + ROWS)
    with current.entered(charlie.organisation):
        taken = Import.take(io.BytesIO((HEAD + ROWS).encode()), by=charlie, name="c.csv")
        taken.look()
        taken.plan()
        taken.run()
        assert (taken.number, counts(taken)) == (1, (2, 2, 0, 0, 0))
        assert Client.objects.count() == 2


def test_x03_an_import_that_was_stopped_goes_on(imported: Imported, acme: Organisation) -> None:
    planned = imported(HEAD + ROWS, run=False)
    planned.start_running()
    Import.objects.get(pk=planned.pk).stop()
    assert not Runner(planned).write()
    assert Client.objects.count() == 0
    planned.refresh_from_db()
    planned.run()
    assert (planned.stage, Client.objects.count()) == ("done", 2)


def test_j25_the_hubspot_export_keeps_every_value_of_its_rows(
    alice: Member, as_alice: Browser
) -> None:
    path = reference("data/import/constructed/hubspot_contacts_export.csv")
    with path.open("rb") as file:
        taken = Import.take(file, by=alice, name=path.name)
    taken.look()
    taken.plan()
    taken.run()
    assert (taken.source, counts(taken)) == ("HubSpot", (14, 14, 0, 0, 0))
    client = Client.objects.get(external_id="151")
    tab = tabs_for(alice)[0].slug
    page = as_alice.get(f"{client.get_absolute_url()}{tab}/").content.decode()
    values = (
        "Studio Dell&#x27;Acqua S.r.l.",
        "Giulia Dell&#x27;Acqua",
        "client3110@example.com",
        "+39 06 698 0732",
        "Alex Doe",
        "2026-03-01 10:04",
        "OPEN_DEAL",
        "Marketing contact",
        "1 Jan 2024",
        "9000",
        "Roma",
        "00184",
        "Via Roma 12",
        "accounts+3110@example.com",
        ">151</span>",
    )
    assert [value for value in values if value not in page] == []


def test_r09_what_search_keeps_of_new_clients_is_what_it_reads_of_them(imported: Imported) -> None:
    imported(HEAD + ROWS + "A1,Vale Dental Ltd,Cy,Dorn,cy@vale.example,,BS2 1AA,Bath,,,\n")
    keys = list(Client.objects.order_by("pk").values_list("pk", flat=True))
    kept = SearchDocument.objects.values_list("client_key", "archived", "text", "shown")
    assert {key: tuple(rest) for key, *rest in kept} == documents(keys)
    text = SearchDocument.objects.get(client_key=Client.objects.get(name="Vale Dental Ltd").pk).text
    assert "c ann bell\nc cy dorn\n" in text
    assert "t bristol\nt bath\n" in text
