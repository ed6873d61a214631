"""X03: large acts are taken back in portions, each once, whatever happens between them."""

from __future__ import annotations

import time

import pytest
from django.test import Client as Browser

from atrium.clients.bulk import Order, begin, perform
from atrium.clients.models import Client, Contact, Point, State, Tag, Tagging
from atrium.conftest import NewClient
from atrium.foundation.errors import Refusal
from atrium.organisations import current
from atrium.organisations.founding import found
from atrium.organisations.fresh import fresh
from atrium.organisations.models import Member
from atrium.testing.processes import Process
from atrium.timeline import undoing as undos
from atrium.timeline.acting import acting
from atrium.timeline.models import Act, Change, Event, Undoing
from atrium.timeline.values import as_json, client_of

MANY = 3000
PATIENCE = 60


@pytest.fixture
def abc(new_client: NewClient) -> list[Client]:
    return [new_client(name) for name in ("Ash", "Birch", "Cedar")]


def archived(by: Member) -> Act:
    """The act that archived everyone."""
    order = Order(deed="archive", everything=True)
    act = begin(order, by=by, label="Archived 3 clients")
    perform(order, act, by=by)
    return act


def live() -> list[str]:
    rows = Client.objects.filter(state=State.LIVE).order_by("name")
    return list(rows.values_list("name", flat=True))


def test_x03_an_undo_that_was_broken_off_goes_on_with_the_nextportion(
    abc: list[Client], alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undos, "AT_A_TIME", 1)
    act = archived(alice)
    undoing = undos.begin(act, by=alice)
    undos.portion(undoing)
    undos.portion(undoing)
    assert live() == ["Cedar"]

    again = undos.begin(act, by=alice)
    assert again.pk == undoing.pk
    undos.go_on(again)

    assert live() == ["Ash", "Birch", "Cedar"]
    assert (again.changes, again.left, again.percent) == (3, 0, 100)
    told = Event.objects.filter(kind="act.undone").values_list("client__name", flat=True)
    assert sorted(told) == ["Ash", "Birch", "Cedar"]
    with pytest.raises(Refusal, match="undone already"):
        undos.begin(act, by=alice)


def test_x03_two_at_once_share_the_portions_and_do_none_twice(
    abc: list[Client], alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undos, "AT_A_TIME", 1)
    act = archived(alice)
    one = undos.begin(act, by=alice)
    other = Undoing.objects.select_related("act__undoes", "act__actor").get(pk=one.pk)
    for _ in range(3):
        undos.portion(one)
        undos.portion(other)
    undos.go_on(one)
    undos.go_on(other)
    assert one.act.changes.count() == 3
    assert Undoing.objects.get().changes == 3


def test_x03_who_changed_one_meanwhile_keeps_it(
    abc: list[Client], alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undos, "AT_A_TIME", 1)
    act = archived(alice)
    undoing = undos.begin(act, by=alice)
    undos.portion(undoing)
    Client.objects.get(name="Ash").restore(by=alice)
    undos.go_on(undoing)
    assert live() == ["Ash", "Birch", "Cedar"]
    assert {(x.model, x.object_id, x.reason) for x in undoing.left_alone} == {
        ("clients.client", abc[0].pk, "it was changed since")
    }


def test_x03_a_word_that_others_took_up_stays(abc: list[Client], alice: Member) -> None:
    Tag.add(by=alice, label="Dental")
    made = Act.objects.latest("id")
    tag = Tag.objects.get(label="Dental")
    with acting(by=alice, label="Tagged Ash") as act:
        act.insert(Tagging(tag=tag, client=abc[0]))
    undoing = undos.undo(made, by=alice)
    assert [x.reason for x in undoing.left_alone] == ["something else needs it"]
    assert Tag.objects.filter(pk=tag.pk).exists()


def test_x03_what_refers_to_something_gone_is_not_brought_back(
    abc: list[Client], alice: Member
) -> None:
    with acting(by=alice, label="Added Dental") as act:
        tag = act.insert(Tag(label="Dental", position=9))
    with acting(by=alice, label="Tagged Ash") as act:
        tagging = act.insert(Tagging(tag=tag, client=abc[0]))
    with acting(by=alice, label="Took the tag off") as act:
        act.remove(tagging)
    took = act.row
    with acting(by=alice, label="Removed Dental") as act:
        act.remove(tag)
    undoing = undos.undo(took, by=alice)
    assert [x.reason for x in undoing.left_alone] == ["what it belongs to is gone"]
    assert not Tagging.objects.exists()


def test_x03_an_act_on_different_rows_in_turn_is_undone_as_a_whole(
    abc: list[Client], alice: Member
) -> None:
    with acting(by=alice, label="Looked through the list") as act:
        for client in abc:
            act.lock(client)
            act.change(client, industry="Bakery")
            act.insert(Contact(name=f"Boss of {client}"))
            act.change(client, industry="Bakeries")
    before = Change.objects.filter(act=act.row).count()
    undoing = undos.undo(act.row, by=alice)
    assert (before, undoing.changes, undoing.left) == (9, 9, 0)
    assert set(Client.objects.values_list("industry", flat=True)) == {""}
    assert not Contact.objects.exists()
    undos.undo(undoing.act, by=alice)
    assert set(Client.objects.values_list("industry", flat=True)) == {"Bakeries"}
    assert Contact.objects.count() == 3


def test_x03_a_small_act_is_undone_at_once_on_its_page(
    as_alice: Browser, abc: list[Client], alice: Member
) -> None:
    act = archived(alice)
    page = f"/acme/acts/{act.pk}/undo/"
    assert as_alice.get(page).status_code == 404
    assert as_alice.post(page).status_code == 302
    assert live() == ["Ash", "Birch", "Cedar"]


def finish(organisation: int, key: int) -> None:
    """What the worker does."""
    with current.entered(organisation):
        undoing = Undoing.objects.select_related("act__undoes", "act__actor").get(pk=key)
        undos.go_on(undoing)


@pytest.mark.django_db(transaction=True)
def test_x03_a_killed_undo_goes_on_where_it_was() -> None:
    alice = found("Acme", email="alice@acme.example", person="Alice Ash")
    with current.entered(alice.organisation):
        with acting(by=alice, label="Added many") as act:
            act.insert_many([Contact(name=f"Contact {n}") for n in range(MANY)])
        undoing = undos.begin(act.row, by=alice)
        with Process(finish, alice.organisation.pk, undoing.pk) as process:
            process.wait_until_ready()
            process.go()
            until = time.monotonic() + PATIENCE
            while Contact.objects.count() == MANY and time.monotonic() < until:
                pass
            process.kill()
        assert 0 < Contact.objects.count() < MANY
        again = undos.begin(act.row, by=alice)
        assert again.seen == again.changes == MANY - Contact.objects.count()
        undos.go_on(again)
        assert not Contact.objects.exists()
        assert (again.changes, again.left) == (MANY, 0)
        rows = Change.objects.filter(act=again.act).values("object_id")
        assert rows.distinct().count() == rows.count() == MANY


def test_x03_many_rows_are_journaled_as_each_of_them_stands(
    abc: list[Client], alice: Member
) -> None:
    """What is written for many at once, column by column, replays as what one row keeps."""
    points = [
        fresh(
            Point, {"client": abc[0]}, kind="email", value='50% "off" \\ é\n', normal="a@b.example"
        ),
        fresh(Point, {"client": abc[1]}, kind="phone", value="%s", normal="+44", preferred=True),
        fresh(Point, {"client": abc[2]}, kind="link", value="", normal="", label="100%"),
    ]
    added = [
        fresh(
            Client, {"status": abc[0].status}, number=number, name=name, name_key=name, extra=extra
        )
        for number, name, extra in ((71, "dune", {"size": 1.5}), (72, "elm", {}))
    ]
    with acting(by=alice, label="Added many") as act:
        act.insert_many(points)
        act.insert_many(added)

    for row in (*points, *added):
        stands = type(row).objects.get(pk=row.pk)
        [change] = Change.objects.to_row(row)
        derived = {"completeness", "gaps"}
        kept = {name: value for name, value in change.after.items() if name not in derived}
        now = {name: value for name, value in as_json(stands).items() if name not in derived}
        assert (kept, change.client_id) == (now, client_of(row))
