"""After a merge: what leads to the client that stays, and an undo that is broken off (J21, X01)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Field
from atrium.clients.page import with_facts
from atrium.clients.search import search
from atrium.clients.tests import test_merge
from atrium.clients.tests.test_merge import fresh, merged, rows_of
from atrium.clients.value_types.where import Named, Where
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.timeline import undoing
from atrium.timeline.undoing import undo

twins = test_merge.twins


def test_j21_the_survivor_is_found_by_the_old_name_and_number(
    twins: tuple[Client, Client], alice: Member
) -> None:
    keep, gone = twins
    merged(keep, gone, by=alice)
    for typed in ("Mueller Heating", gone.code):
        assert [hit.client for hit in search(alice, typed).hits][:1] == [keep]


def test_j21_old_links_and_ids_lead_to_the_survivor(
    twins: tuple[Client, Client], alice: Member, bob: Member, as_bob: Browser
) -> None:
    keep, gone = twins
    Field.add(by=alice, label="Referred by", type="client", filterable=True)
    other = Client.objects.get(name="Holding")
    field = Field.objects.get(label="Referred by")
    other.edit(by=alice, fields={field: str(gone.public_id)})
    act = merged(keep, gone, by=alice)

    assert fresh(other).extra == {field.key: str(keep.public_id)}
    assert Where(alice.organisation, alice).named("Client", str(gone.public_id)) == Named(
        keep.name, keep.get_absolute_url(), keep.number
    )
    old = gone.get_absolute_url()
    answer = as_bob.get(f"{old}activity/?strand=work")
    assert answer["Location"] == f"{keep.get_absolute_url()}activity/?strand=work"
    posted = as_bob.post(f"{old}notes/", {"html": "<p>Typed before</p>"})
    assert (posted.status_code, posted["Location"]) == (307, f"{keep.get_absolute_url()}notes/")
    story = as_bob.get(f"{keep.get_absolute_url()}activity/?strand=talk").content.decode()
    assert "Met at 3 Mill Lane" in story
    assert "Met at 12 Quay Street" in story
    assert as_bob.get(f"{keep.get_absolute_url()}history/").status_code == 200
    said: Any = with_facts(Client.objects.filter(pk=keep.pk), alice).get()
    assert said.last_contact == gone.events.filter(strand="talk").latest("at").at
    assert said.last_contact_kind == "note.written"

    keep.restrict(by=alice, to_team=True)
    for seat in keep.assignments.all():
        seat.end(by=alice)
    Client.objects.filter(pk=keep.pk).update(owner=alice)
    assert as_bob.get(old).status_code == 404
    undo(act, by=alice)
    assert fresh(other).extra == {field.key: str(gone.public_id)}
    assert as_bob.get(old).status_code == 200


def test_x01_an_undo_that_was_killed_goes_on_where_it_was(
    twins: tuple[Client, Client], alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, gone = twins
    rows = rows_of(keep, gone)
    act = merged(keep, gone, by=alice)
    monkeypatch.setattr(undoing, "AT_A_TIME", 4)
    going = undoing.begin(act, by=alice)
    for _ in range(4):
        undoing.portion(going)
    with pytest.raises(Refusal, match="is being undone"):
        merged(Client.objects.get(name="Holding"), keep, by=alice)
    # Killed here: another process takes it up by what is kept of it.
    undoing.go_on(undoing.begin(act, by=alice))
    assert rows_of(keep, gone) == rows
    with pytest.raises(Refusal, match="undone already"):
        undo(act, by=alice)
