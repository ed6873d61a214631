"""Who is not to be contacted comes in with a file, and goes again with its undo (J11)."""

from __future__ import annotations

import io

from atrium.clients.models import Client, NoContact
from atrium.imports.models import Import
from atrium.organisations.models import Member
from atrium.timeline.undoing import undo

FILE = (
    "Company,Preferred contact method,Language,Do not contact,Unsubscribed\n"
    "Vale Ltd,telephone,German,yes,\n"
    "Ash Ltd,,,no,true\n"
    "Elm Ltd,,,phone; SMS,\n"
    "Oak Ltd,,,perhaps,no\n"
)


def test_j11_a_file_says_who_is_not_to_be_contacted(alice: Member) -> None:
    taken = Import.take(io.BytesIO(FILE.encode()), by=alice, name="c.csv")
    taken.look()
    taken.plan(mode="create")
    taken.run()
    bars = {client.name: set(client.bars) for client in Client.objects.all()}
    assert bars == {
        "Vale Ltd": {"any"},
        "Ash Ltd": {"email"},
        "Elm Ltd": {"phone", "sms"},
        "Oak Ltd": set(),
    }
    vale = Client.objects.get(name="Vale Ltd")
    assert vale.bars == {"any": "By the file, column Do not contact"}
    assert (vale.preferred_channel, vale.language) == ("Phone", "de")
    assert Client.objects.get(name="Oak Ltd").extra == {"do_not_contact": "perhaps"}

    assert taken.act is not None
    undo(taken.act, by=alice)
    assert not NoContact.objects.exists()
