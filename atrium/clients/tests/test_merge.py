"""Two records of one client made one, and two again (J21, X01, X02)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.merge_plan import Plan
from atrium.clients.merge_rules import LOOSE, PARTS, RULES, moving_rules
from atrium.clients.models import (
    Assignment,
    Client,
    Contact,
    Favourite,
    Flag,
    Hold,
    Link,
    Location,
    Merge,
    Point,
    Preference,
    Relation,
    ServiceArea,
    State,
    Tag,
)
from atrium.conversations.models import Note
from atrium.foundation.errors import Refusal
from atrium.notifications.models import Notification
from atrium.organisations.models import Member
from atrium.profile.models import AccountDetails
from atrium.timeline.models import Act, Event
from atrium.timeline.undoing import undo
from atrium.timeline.values import as_json

type NewClient = Callable[..., Client]
# What tells when a row was last touched, and what is derived.
PASSING = {"version", "active_at", "state_since", "completeness", "gaps", "namesake"}


def rows_of(*clients: Client) -> dict[str, dict[str, Any]]:
    """Every row of every app that names one of these clients, and the clients themselves."""
    keys = [client.pk for client in clients]
    found = {f"client {row.pk}": as_json(row) for row in Client.objects.filter(pk__in=keys)}
    for rule in moving_rules():
        for row in rule.model._base_manager.filter(**{f"{rule.field}__in": keys}):
            found[f"{rule.label} {row.pk}"] = as_json(row)
    links = Link.objects.filter(client__in=keys)
    for row in apps.get_model("clients.LinkRole")._base_manager.filter(link__in=links):
        found[f"role {row.pk}"] = as_json(row)
    return {
        name: {key: value for key, value in row.items() if key not in PASSING}
        for name, row in found.items()
    }


@pytest.fixture
def twins(new_client: NewClient, alice: Member, bob: Member) -> tuple[Client, Client]:
    """Two records of one client, each with something of everything."""
    words = lexicon.of(alice.organisation)
    kind = next(iter(words.location_types.values()))
    tags = [Tag.add(by=alice, label=label, hue=1) for label in ("Key", "Old", "New")]
    role, other_role = list(words.contact_roles.values())[:2]
    parent = new_client("Holding")
    anna = Contact.add(by=alice, given_name="Anna", family_name="Wren")
    made: list[Client] = []
    for name, street in (("Müller Heating", "12 Quay Street"), ("Mueller Heating", "3 Mill Lane")):
        client = new_client(name, owner=bob)
        Point.add(client, by=alice, kind="email", text="office@mueller.example", preferred=True)
        Point.add(client, by=alice, kind="phone", text=f"020 7946 01{len(made)}3", preferred=True)
        place = Location.add(client, by=alice, type=kind, street=street, city="Bristol")
        ServiceArea.add(client, by=alice, around=place, radius=10)
        first = Link.make(client, anna, by=alice, job_title="Owner" if made else "")
        first.edit(by=alice, roles=[other_role if made else role])
        ben = Contact.add(by=alice, given_name="Ben", family_name=street)
        Link.make(client, ben, by=alice).report_to(first, by=alice)
        Hold.place(client, by=alice, reason=f"Unpaid at {street}")
        Flag.raise_on(client, by=alice, reason=f"Shouts at {street}")
        Favourite.star(client, by=alice)
        Assignment.give(client, by=alice, member=bob, role="Backup")
        tags[0].put_on(client, by=alice)
        tags[1 + len(made)].put_on(client, by=alice)
        Note.write(client, by=alice, html=f"<p>Met at {street}</p>")
        Task.add(client, by=alice, title=f"Call {street}")
        Preference.settle(client, by=alice, answer_within=4 if made else None, emergency="Ring")
        AccountDetails.fill(
            client,
            by=alice,
            texts={"billing_reference": "PO", **({"currency": "EUR"} if made else {})},
        )
        relation = next(k for k in words.relation_kinds.values() if not k.hierarchical)
        Relation.make(client, parent, by=alice, kind=relation)
        made.append(client)
    Client.objects.filter(pk=made[1].pk).update(industry="Heating", external_id="M-2")
    return made[0], made[1]


def merged(keep: Client, *absorb: Client, by: Member, **picks: int) -> Act:
    merges = Merge.perform(
        keep=fresh(keep), absorb=[fresh(one) for one in absorb], by=by, picks=picks
    )
    return merges[0].act


def fresh(client: Client) -> Client:
    found: Client = Client.objects.get(pk=client.pk)
    return found


def test_j21_every_reference_to_a_client_has_a_rule() -> None:
    """Whoever adds one says what becomes of it: moves, moves_all, stays in the app's merging.py."""
    known = {f"{rule.label}.{rule.field}" for rule in RULES}
    moved = {rule.label for rule in moving_rules()}
    references, parts, loose = set(), set(), set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            name = f"{model._meta.label_lower}.{field.name}"
            if isinstance(field, ForeignKey):
                target = field.remote_field.model._meta.label_lower
                if target == "clients.client":
                    references.add(name)
                elif target in moved and model._meta.label_lower in moved:
                    parts.add(name)
            elif (
                str(field.column).endswith("_id") and field.get_internal_type() == "BigIntegerField"
            ):
                loose.add(name)
    assert references == known
    assert parts == {f"{part.label}.{part.field}" for part in PARTS}
    assert loose == set(LOOSE)
    assert {rule.why != "" for rule in RULES if not rule.moves} == {True}


def test_x02_a_merge_moves_all_and_loses_nothing_and_sends_nothing(
    twins: tuple[Client, Client], alice: Member
) -> None:
    keep, gone = twins
    rows, told = rows_of(keep, gone), Notification.objects.count()
    before = Event.objects.count()
    plan = Plan.of(fresh(keep), [fresh(gone)], {}, by=alice)
    act = merged(keep, gone, by=alice)

    assert set(rows_of(keep, gone)) >= set(rows)
    assert Notification.objects.count() == told
    events = Event.objects.filter(pk__gt=0).order_by("-pk")[: Event.objects.count() - before]
    assert {event.kind for event in events} == {"client.merged", "client.merged_into"}
    [merge] = Merge.objects.filter(act=act)
    assert merge.moved == plan.moved
    assert merge.held == [[one.what, one.reason] for one in plan.held]
    here = fresh(keep)
    assert (here.industry, here.external_id, fresh(gone).state) == ("Heating", "M-2", State.MERGED)
    assert (fresh(gone).survivor_id, here.absorbs) == (keep.pk, [gone.pk])
    assert sorted(note.text for note in Note.objects.filter(client=keep)) == [
        "Met at 12 Quay Street",
        "Met at 3 Mill Lane",
    ]
    assert here.locations.filter(is_default=True).count() == 1
    assert here.links.current().filter(is_primary=True).count() == 1
    [anna] = here.links.current().filter(contact__name="Anna Wren")
    assert anna.job_title == "Owner"
    assert anna.given_roles.count() == 2
    assert set(
        here.links.filter(contact__name__startswith="Ben").values_list("reports_to", flat=True)
    ) == {anna.pk}
    assert [(h.reason, h.lifted_at) for h in here.holds.all()] == [
        ("Unpaid at 12 Quay Street", None)
    ]
    account = AccountDetails.objects.get(client=keep)
    assert account.currency == "EUR"
    assert here.points.filter(kind="email").count() == 1
    assert here.points.filter(kind="phone", preferred=True).count() == 1


def test_x01_an_undo_gives_both_back_what_was_theirs_and_keeps_what_happened_since(
    twins: tuple[Client, Client], alice: Member
) -> None:
    keep, gone = twins
    rows = rows_of(keep, gone)
    act = merged(keep, gone, by=alice, name=gone.pk)
    assert fresh(keep).name == "Mueller Heating"
    brought = Note.objects.get(text="Met at 3 Mill Lane")
    edited = f"conversations.note {brought.pk}"
    brought.edit(by=alice, html="<p>Met twice</p>")
    since = Note.write(fresh(keep), by=alice, html="<p>Since</p>")
    place = Location.objects.get(street="3 Mill Lane")
    area = ServiceArea.add(fresh(keep), by=alice, around=place, radius=5)
    fresh(keep).edit(by=alice, industry="Boilers")

    undone = undo(act, by=alice)

    now = rows_of(keep, gone)
    assert {name: row for name, row in now.items() if name in rows} == rows | {
        f"client {keep.pk}": rows[f"client {keep.pk}"] | {"industry": "Boilers"},
        edited: rows[edited] | {name: now[edited][name] for name in ("html", "text", "edited_at")},
    }
    assert [alone.reason for alone in undone.left_alone] == ["it was changed since"]
    since.refresh_from_db()
    area.refresh_from_db()
    assert (since.client_id, area.client_id) == (keep.pk, gone.pk)
    assert Merge.objects.get().undone_at is not None
    for client in (keep, gone):
        assert client.events.filter(kind="act.undone").exists()
    assert gone.events.filter(kind="client.service_area_added").count() == 2


def test_x01_merges_are_undone_last_first_and_say_so(
    new_client: NewClient, alice: Member, bob: Member
) -> None:
    one, two, three, four = (new_client(name) for name in ("One", "Two", "Three", "Four"))
    first = merged(one, two, by=alice)
    second = merged(one, three, by=alice)
    third = merged(four, one, by=alice)
    assert fresh(two).survivor_id == four.pk
    with pytest.raises(Refusal, match=r"C-0001 One was merged into C-0004 Four since"):
        undo(first, by=alice)
    with pytest.raises(Refusal, match="may not undo merges"):
        undo(third, by=bob)
    undo(third, by=alice)
    assert fresh(two).survivor_id == one.pk
    with pytest.raises(Refusal, match=r"C-0003 Three was merged into One since"):
        undo(first, by=alice)
    undo(second, by=alice)
    new_client("Two")
    undo(first, by=alice)
    assert fresh(two).state == State.LIVE
    assert fresh(two).namesake


def test_x02_who_may_not_merge_is_told_why(
    new_client: NewClient, alice: Member, bob: Member
) -> None:
    one, two = new_client("One"), new_client("Two")
    for keep, absorb, by, words in (
        (one, [two], bob, "Your role may not merge"),
        (one, [one], alice, "two or more different"),
        (one, [], alice, "two or more different"),
    ):
        with pytest.raises(Refusal, match=words):
            Merge.perform(keep=keep, absorb=absorb, by=by)
    two.restrict(by=alice, to_team=True)
    merged(one, two, by=alice)
    assert fresh(one).restricted
    with pytest.raises(Refusal, match="C-0002 Two was merged into another client"):
        Note.write(two, by=alice, html="<p>Too late</p>")
