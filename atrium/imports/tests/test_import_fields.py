"""Fields of the organisation's own through files: typed on the way in, the same on the way out (V06)."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from atrium.clients.models import Client, Contact, Field, FieldFile
from atrium.clients.models.field import CHOSEN
from atrium.clients.value_types import TYPES
from atrium.conftest import NewClient
from atrium.imports.exporting import columns_of, export
from atrium.imports.models import Import
from atrium.organisations.models import Member
from atrium.timeline.models import Event

pytestmark = pytest.mark.usefixtures("no_fields")
CHOICES = {"choices": ["Gas", "Oil, heavy"]}


def imported(text: bytes, by: Member, *, name: str = "c.csv", mode: str = "create") -> Import:
    taken = Import.take(io.BytesIO(text), by=by, name=name)
    taken.look()
    taken.plan(mode=mode)
    taken.run()
    return taken


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl"])
def test_v06_an_export_comes_back_with_every_value_of_every_type(
    ending: str, alice: Member, new_client: NewClient, tmp_path: Path
) -> None:
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    other = new_client("Other")
    typed = {
        "text": "=1+1", "long_text": "one\ntwo", "number": "12.345", "money": "12 EUR", "date": "2026-11-24",
        "date_time": "2026-11-24 09:30", "yes_no": "no", "choice": "Oil, heavy", "level": "Gas", "choices": ["Gas", "Oil, heavy"],
        "email": "a@example.com", "phone": "020 7946 0123", "link": "example.com", "address": "1 Quay; BS1 4DJ; ; ; GB",
        "person": str(mina.public_id), "client": str(other.public_id),
    }  # fmt: skip
    drawing = Field.add(by=alice, label="Drawing", type="file")
    typed["file"] = str(
        FieldFile.add(drawing, by=alice, file=ContentFile(b"x", "=a.txt")).public_id
    )
    assert set(typed) == {each.slug for each in TYPES if each.by_hand}
    fields = {drawing: typed.pop("file")} | {
        Field.add(
            by=alice,
            label="Website" if type_ == "link" else type_.title(),
            type=type_,
            options=CHOICES if type_ in CHOSEN else {},
        ): value
        for type_, value in typed.items()
    }
    bakery = new_client("Bakery", fields=fields)
    before = dict(bakery.extra)
    alice.organisation.notice_lexicon()
    path = tmp_path / f"out{ending}"
    assert export(path, by=alice) == 2
    Client.objects.filter(pk=bakery.pk).update(extra={})
    done = imported(path.read_bytes(), alice, name=path.name, mode="update")
    bakery.refresh_from_db()
    assert (bakery.extra, done.failed) == (before, 0)
    assert Field.objects.count() == len(fields)


def test_v06_what_does_not_fit_a_field_is_told_and_kept_as_it_came(alice: Member) -> None:
    Field.add(by=alice, label="Fee", type="number", default=3)
    done = imported(b"Company,Fee,Hat\nVale,lots,blue\nBell,18,\nCarr,,\n", alice)
    told = {c.name: c.extra for c in Client.objects.all()}
    assert told == {
        "Vale": {"fee": {"unread": "lots"}, "hat": "blue"},
        "Bell": {"fee": 18},
        "Carr": {"fee": 3},
    }
    [problem] = done.rows_of_file.get(number=2).problems
    assert (problem[0], "kept as it came" in problem[1]) == ("Fee", True)


def test_v06_a_column_is_sent_to_a_field_by_hand(alice: Member) -> None:
    Field.add(by=alice, label="Boiler make")
    taken = Import.take(io.BytesIO(b"Company,Kessel\nVale,Ardenn\n"), by=alice, name="c.csv")
    taken.look()
    mapping = taken.mapping.replace(
        '"header": "Kessel",\n   "target": ""',
        '"header": "Kessel",\n   "target": "field:boiler_make"',
    )
    taken.plan(mapping=mapping, mode="create")
    taken.run()
    assert Client.objects.get().extra == {"boiler_make": "Ardenn"}
    assert Field.objects.count() == 1


def test_v06_a_field_for_admins_neither_leaves_nor_is_written_by_a_manager(
    alice: Member, new_client: NewClient, new_member: object
) -> None:
    margin = Field.add(by=alice, label="Margin", min_role="admin")
    new_client("Bakery", fields={margin: "4321"})
    manager = new_member("Mo Moss", "manager")  # type: ignore[operator]
    manager.organisation.notice_lexicon()
    assert ("Margin" in columns_of(manager), "Margin" in columns_of(alice)) == (False, True)
    imported(b"Company,Margin\nVale,9\n", manager)
    assert Client.objects.get(name="Vale").extra == {"margin_2": "9"}
    imported(b"Company,Margin\nBakery,77\n", alice, mode="update")
    told = [str(e.particulars) + e.text for e in Event.objects.all()]
    assert not [text for text in told if "4321" in text or "77" in text]
