"""What a file brings is found as what was typed (R09)."""

from __future__ import annotations

import io

from atrium.clients.models import Client, PersonToken, SearchDocument
from atrium.clients.search.document import documents
from atrium.clients.search.people_index import reindex_people
from atrium.imports.models import Import
from atrium.organisations.models import Member

FILE = (
    "ID,Company,First name,Last name,E-mail,Phone,Postcode,Town,Shoe size\n"
    "A1,Vale Dental Ltd,Ann,Bell,ann@vale.example,020 7946 0018,BS1 4DJ,Bristol,38\n"
    "A2,,Bo,Carr,bo@carr.example,,,,\n"
    "A1,Vale Dental Ltd,Cy,Dorn,cy@vale.example,,BS2 1AA,Bath,\n"
)


def test_r09_what_search_keeps_of_new_clients_is_what_it_reads_of_them(alice: Member) -> None:
    taken = Import.take(io.BytesIO(FILE.encode()), by=alice, name="c.csv")
    taken.look()
    taken.plan()
    taken.run()

    keys = list(Client.objects.order_by("pk").values_list("pk", flat=True))
    kept = SearchDocument.objects.values_list("client_key", "archived", "text", "shown")
    assert {key: tuple(rest) for key, *rest in kept} == documents(keys)
    vale = Client.objects.get(name="Vale Dental Ltd")
    text = SearchDocument.objects.get(client_key=vale.pk).text
    assert "c ann bell\nc cy dorn\n" in text
    assert "t bristol\nt bath\n" in text

    rows = PersonToken.objects.order_by("contact_key", "token")
    told = list(rows.values_list("contact_key", "token"))
    assert {token for _, token in told} >= {"ann", "dorn", "@cy@vale.example"}
    PersonToken.objects.all()._raw_delete("default")  # noqa: SLF001 - derived rows
    reindex_people(key for key, _ in told)
    assert list(rows.values_list("contact_key", "token")) == told
