"""Projects and what is done to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from atrium.clients.models import Client, Merge
from atrium.clients.portrait import Portrait
from atrium.conftest import NewClient
from atrium.documents.models import File
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.projects.checking import ChangedMeanwhile
from atrium.projects.models import Column, Deliverable, Project
from atrium.projects.models.deed import BIN, DELIVER, UNDELIVER, perform
from atrium.projects.tasks import empty_bin
from atrium.timeline.models import Act
from atrium.timeline.undoing import undo


def order_of(column: Column) -> list[str]:
    rows = Project.objects.filter(column=column).open().by_place()
    return list(rows.values_list("title", flat=True))


def last_act() -> Act:
    act: Act = Act.objects.latest("id")
    return act


def test_c07_a_project_has_a_number_and_its_story(
    bakery: Client, alice: Member, bob: Member
) -> None:
    first = Project.add(bakery, by=alice, manager=bob)
    second = Project.add(bakery, by=alice, title="  New   signs ", link="bakery.example")
    assert [first.number, second.number] == [1, 2]
    assert (first.name, second.title, second.link) == (
        "Untitled project",
        "New signs",
        "https://bakery.example",
    )
    assert first.column.label == "To do"
    assert second.edit(
        by=alice, was={"title": "New signs"}, title="Signs", html="<p>Two <b>big</b></p>"
    )
    assert (second.title, second.text) == ("Signs", "Two big")
    with pytest.raises(ChangedMeanwhile):
        second.edit(by=alice, was={"title": "New signs"}, title="Other")
    with pytest.raises(Refusal, match="at most 200"):
        second.edit(by=alice, title="x" * 201)
    undo(last_act(), by=alice)
    second.refresh_from_db()
    assert second.title == "New signs"
    kinds = list(bakery.events.order_by("id").values_list("kind", flat=True))
    assert [kind for kind in kinds if kind.startswith("project")] == [
        "project.added",
        "project.given",
        "project.added",
        "project.changed",
    ]
    bakery.archive(by=alice)
    with pytest.raises(Refusal, match="archived"):
        Project.add(bakery, by=alice)


def test_c07_an_undone_project_lies_in_the_bin_and_its_number_is_not_given_again(
    bakery: Client, alice: Member
) -> None:
    Project.add(bakery, by=alice, title="Menu", manager=alice)
    undo(last_act(), by=alice)
    project = Project.objects.get()
    assert project.binned_at is not None
    assert Project.add(bakery, by=alice).number == 2
    project.unbin(by=alice)
    assert Project.objects.all().open().count() == 2


def test_c10_many_are_delivered_taken_up_and_deleted_with_one_undo_each(
    bakery: Client, new_client: NewClient, alice: Member
) -> None:
    closed = new_client("Gone Ltd")
    titles = ["Menu", "Signs", "Site"]
    chosen = [Project.add(bakery, by=alice, title=title) for title in titles]
    other = Project.add(closed, by=alice, title="Flyer")
    review = Column.objects.get(label="Review")
    chosen[1].move(review, by=alice)
    closed.archive(by=alice)
    outcome = perform(DELIVER, [*chosen, other], by=alice)
    assert [project.title for project in outcome.done] == titles
    assert [(project.title, why) for project, why in outcome.left] == [
        ("Flyer", "Gone Ltd is archived. Restore it first.")
    ]
    portrait = Portrait.numbered(bakery.number, alice)
    assert portrait is not None
    assert portrait.client.open_projects == 0
    undo(last_act(), by=alice)
    assert Project.objects.filter(client=bakery).open().count() == 3
    chosen[1].deliver(by=alice)
    perform(UNDELIVER, chosen, by=alice)
    assert order_of(review) == ["Signs"]
    perform(BIN, chosen, by=alice)
    assert Project.objects.filter(client=bakery).kept().count() == 0
    undo(last_act(), by=alice)
    assert Project.objects.filter(client=bakery).kept().count() == 3


def test_c10_the_bin_keeps_a_project_for_thirty_days(bakery: Client, alice: Member) -> None:
    project = Project.add(bakery, by=alice, title="Menu")
    project.bin(by=alice)
    with pytest.raises(Refusal, match="deleted meanwhile"):
        project.edit(by=alice, title="Menus")
    empty_bin.func()
    project.unbin(by=alice)
    project.bin(by=alice)
    Project.objects.update(binned_at=timezone.now() - timedelta(days=31))
    empty_bin.func()
    project.refresh_from_db()
    assert (project.title, project.number) == ("", 1)
    with pytest.raises(Refusal, match="for good"):
        project.unbin(by=alice)


def test_c11_a_card_goes_where_it_is_put_however_often(bakery: Client, alice: Member) -> None:
    todo, doing = Column.objects.all()[:2]
    a, b, c = (Project.add(bakery, by=alice, title=title) for title in "abc")
    assert order_of(todo) == ["c", "b", "a"]
    a.move(todo, by=alice)
    assert order_of(todo) == ["a", "c", "b"]
    b.move(doing, by=alice)
    a.move(doing, by=alice, after=b)
    assert (order_of(todo), order_of(doing)) == (["c"], ["b", "a"])
    # A card that stands elsewhere by now is no neighbour: the other goes on top.
    a.move(doing, by=alice, after=c)
    assert order_of(doing) == ["a", "b"]
    d = Project.add(bakery, by=alice, title="d")
    for _ in range(40):  # more halvings than there is room for
        for card in (c, d):
            card.move(doing, by=alice, after=a)
    assert order_of(doing) == ["a", "d", "c", "b"]
    d.deliver(by=alice)
    with pytest.raises(Refusal, match="delivered"):
        d.move(todo, by=alice)
    moved = bakery.events.filter(kind="project.moved").order_by("id")
    assert [event.particulars["project"] for event in moved] == [
        "P-0002 b",
        "P-0001 a",
        "P-0003 c",
        "P-0004 d",
    ]


def test_c11_the_columns_are_the_organisations_own(bakery: Client, alice: Member) -> None:
    todo, doing = Column.objects.all()[:2]
    a, b = (Project.add(bakery, by=alice, title=title) for title in "ab")
    b.deliver(by=alice)
    Column.add(by=alice, label="Proofing", limit=3, hue=4, meaning="waiting")
    with pytest.raises(Refusal, match="already"):
        Column.add(by=alice, label="proofing")
    with pytest.raises(Refusal, match="number from 0"):
        doing.edit(by=alice, limit=1000)
    c = Project.add(bakery, by=alice, title="c", column=doing)
    todo.retire(by=alice, into=doing)
    b.undeliver(by=alice)
    assert order_of(doing) == ["c", "b", "a"]
    assert [column.label for column in Column.objects.all()] == [
        "In progress",
        "Review",
        "With the client",
        "Proofing",
    ]
    assert {a.pk, b.pk, c.pk} == set(doing.projects.values_list("pk", flat=True))


def test_c07_projects_go_along_when_clients_are_merged_and_come_back(
    bakery: Client, new_client: NewClient, alice: Member
) -> None:
    mill = new_client("Mill Ltd")
    project = Project.add(mill, by=alice, title="Menu")
    Deliverable.add(project, by=alice, upload=ContentFile(b"Rye", "menu.txt"))
    [merge] = Merge.perform(keep=bakery, absorb=[mill], by=alice)
    project.refresh_from_db()
    [file] = File.objects.all()
    assert (project.client, file.client) == (bakery, bakery)
    undo(merge.act, by=alice)
    project.refresh_from_db()
    assert project.client == mill
