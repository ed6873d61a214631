"""X03: clients as vCards 4.0, which the import reads back."""

from __future__ import annotations

import io
from pathlib import Path

from atrium.clients.models import Client, Contact, Link, Point
from atrium.conftest import NewClient
from atrium.imports.exporting import export
from atrium.imports.models import Import
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.models import Member


def test_x03_companies_their_contacts_and_individuals_leave_as_cards_and_come_back(
    alice: Member, new_client: NewClient, tmp_path: Path
) -> None:
    vale = new_client("Vale; Sons, Ltd", external_id="V-1")
    vale.edit(by=alice, industry="Tea", about=f"Ü\n{'long ' * 40}end", language="fr")
    Point.add(vale, by=alice, kind="link", text="https://vale.example")
    for given in ("Ann", "Cy"):
        one = Contact.add(by=alice, given_name=given, family_name="Dünn")
        Point.add(one, by=alice, kind="email", text=f"{given.lower()}@vale.example", label="Work")
        Link.make(vale, one, by=alice, job_title="Head\nof tea")
    bo = new_client("Bo Carr", kind="individual", given_name="Bo", family_name="Carr")
    Point.add(bo, by=alice, kind="phone", text="07700 900123", label="mobile")
    Link.make(bo, Contact.add(by=alice, given_name="Son", family_name="Carr"), by=alice)
    path = tmp_path / "c.vcf"
    assert export(path, by=alice) == 2
    content = path.read_bytes()
    assert max(map(len, content.split(b"\r\n"))) == 75
    text = content.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VCARD\r\nVERSION:4.0\r\n") == 4
    assert "FN:Vale\\; Sons\\, Ltd\r\nKIND:org\r\n" in text
    assert "EMAIL;TYPE=work;PREF=1:ann@vale.example\r\n" in text
    assert "TEL;TYPE=cell;PREF=1:+44 7700 900123\r\n" in text
    other = found("Empty", email="e@empty.example", person="Eve Elm")
    with current.entered(other.organisation):
        done = Import.take(io.BytesIO(content), by=other, name="c.vcf")
        done.look()
        done.plan()
        done.run()
        assert (done.created, done.updated, done.failed) == (2, 2, 0)
        new = Client.objects.get(external_id="V-1")
        people = [(k.contact.name, k.job_title) for k in new.links.order_by("pk")]
        assert people == [("Ann Dünn", "Head of tea"), ("Cy Dünn", "Head of tea")]
        assert (new.name, new.kind, new.industry) == (vale.name, "company", "Tea")
        assert (new.language, new.points.get(kind="link").value) == ("fr", "vale.example")
        bo = Client.objects.get(kind="individual")
        assert (bo.name, bo.points.get().value) == ("Bo Carr", "+44 7700 900123")
