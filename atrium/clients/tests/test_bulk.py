"""One deed for many clients: one act, one Undo, refusals named one by one."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from atrium.clients import lexicon
from atrium.clients.bulk import Order, begin, perform
from atrium.clients.models import Client, Field, State, Status, Tag
from atrium.conftest import NewClient, NewMember
from atrium.organisations.models import Member, Organisation
from atrium.organisations.permissions import Role
from atrium.timeline.models import Act, Change, Event
from atrium.timeline.undoing import undo

BULK = "/acme/clients/bulk/"


@pytest.fixture
def abc(new_client: NewClient) -> list[Client]:
    return [new_client(name) for name in ("Ash", "Birch", "Cedar")]


@pytest.fixture
def vip(acme: Organisation) -> Tag:
    return next(t for t in lexicon.of(acme).tags.values() if t.label == "VIP")


@pytest.fixture
def lost(acme: Organisation) -> Status:
    return next(s for s in lexicon.of(acme).statuses.values() if s.label == "Lost")


def tagged(tag: Tag) -> list[str]:
    return list(tag.clients.order_by("name_key").values_list("name", flat=True))


def test_r03_tags_the_selected_clients_with_one_undo(
    as_alice: Browser, abc: list[Client], vip: Tag, alice: Member
) -> None:
    chosen = {"deed": "tag", "selected": ["1", "3"], "value": str(vip.pk), "go": "1"}
    answer = as_alice.post(BULK, chosen)
    assert "Tagged 2 clients" in answer.content.decode()
    assert tagged(vip) == ["Ash", "Cedar"]

    act = Act.objects.latest("id")
    assert act.label == "Tagged 2 clients"
    assert f"/acme/acts/{act.pk}/undo/" in answer.content.decode()
    undo(act, by=alice)
    assert tagged(vip) == []


def test_r03_who_has_the_tag_already_is_named_and_the_others_go_on(
    as_alice: Browser, abc: list[Client], vip: Tag, alice: Member
) -> None:
    vip.put_on(abc[1], by=alice)
    chosen = {"deed": "tag", "selected": ["1", "2"], "value": str(vip.pk), "go": "1"}
    page = as_alice.post(BULK, chosen).content.decode()
    assert "Tagged 1 client" in page
    assert 'Birch</a> <span class="dim">has the tag already</span>' in page
    assert tagged(vip) == ["Ash", "Birch"]
    vip.take_off(abc[0], by=alice)
    dialog = as_alice.post(BULK, chosen, headers={"HX-Request": "true"}).text.split("</dialog>")[0]
    assert f"/acme/acts/{Act.objects.latest('id').pk}/undo/" in dialog


def test_r03_takes_a_tag_off_everything_that_the_filter_finds(
    as_alice: Browser, abc: list[Client], vip: Tag, alice: Member
) -> None:
    for client in abc:
        vip.put_on(client, by=alice)
    abc[2].archive(by=alice)
    chosen = {"deed": "untag", "selected_all": "1", "filter": f"tag={vip.pk}", "go": "1"}
    as_alice.post(BULK, chosen | {"value": str(vip.pk)})
    assert tagged(vip) == ["Cedar"]


def test_r03_htmx_gets_the_list_anew_and_a_toast_with_undo(
    as_alice: Browser, abc: list[Client], vip: Tag
) -> None:
    chosen = {"deed": "tag", "selected": ["1"], "value": str(vip.pk), "go": "1"}
    here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/acme/clients/?q=birch"}
    answer = as_alice.post(BULK, chosen, headers=here)
    page = answer.content.decode()
    assert "<html" not in page
    assert 'id="client-2"' in page
    assert 'id="client-1"' not in page
    assert f"/acme/acts/{Act.objects.latest('id').pk}/undo/" in page
    assert answer["HX-Trigger"] == "dialog:close"


def test_r02_sets_the_status_and_tells_each_client(
    as_alice: Browser, abc: list[Client], lost: Status
) -> None:
    chosen = {"deed": "status", "selected": ["1", "2"], "value": str(lost.pk), "go": "1"}
    as_alice.post(BULK, chosen)
    assert [c.status.label for c in Client.objects.order_by("number")] == ["Lost", "Lost", "Active"]
    told = Event.objects.filter(kind="client.status_changed").order_by("client__number")
    assert [(e.client.name, e.particulars) for e in told.select_related("client")] == [
        ("Ash", {"before": "Active", "after": "Lost"}),
        ("Birch", {"before": "Active", "after": "Lost"}),
    ]


def test_r16_changes_the_owner(
    as_alice: Browser, abc: list[Client], bob: Member, alice: Member
) -> None:
    abc[0].give_to(bob, by=alice)
    chosen = {"deed": "owner", "selected": ["1", "2"], "value": str(bob.pk), "go": "1"}
    page = as_alice.post(BULK, chosen).content.decode()
    assert "belongs to them already" in page
    owners = [c.owner_id for c in Client.objects.order_by("number")]
    assert owners == [bob.pk, bob.pk, None]
    as_alice.post(BULK, chosen | {"value": "none"})
    assert [c.owner_id for c in Client.objects.order_by("number")] == [None, None, None]


def test_r20_archives_and_restores(as_alice: Browser, abc: list[Client]) -> None:
    as_alice.post(BULK, {"deed": "archive", "selected": ["1", "2"]})
    states = Client.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == [State.ARCHIVED, State.ARCHIVED, State.LIVE]

    page = as_alice.post(BULK, {"deed": "restore", "selected": ["1", "3"]}).content.decode()
    assert 'Cedar</a> <span class="dim">is not archived</span>' in page
    assert list(states.all()) == [State.LIVE, State.ARCHIVED, State.LIVE]


def test_r20_an_archived_client_is_left_alone(
    as_alice: Browser, abc: list[Client], vip: Tag, alice: Member
) -> None:
    abc[0].archive(by=alice)
    chosen = {"deed": "tag", "selected": ["1"], "value": str(vip.pk), "go": "1"}
    assert "is archived; restore it first" in as_alice.post(BULK, chosen).content.decode()
    assert tagged(vip) == []


def test_r03_all_that_match_are_counted_truly_before_it_is_done(
    as_alice: Browser, abc: list[Client], vip: Tag
) -> None:
    asked = as_alice.post(BULK, {"deed": "archive", "selected_all": "1", "filter": ""})
    assert 'All <b class="num">3</b> clients' in asked.content.decode()
    assert Client.objects.archived().count() == 0


@pytest.mark.parametrize("value", ["", "999", "x", "-1"])
def test_r03_a_tag_that_there_is_not_is_asked_for_again(
    as_alice: Browser, abc: list[Client], value: str
) -> None:
    answer = as_alice.post(BULK, {"deed": "tag", "selected": ["1"], "value": value, "go": "1"})
    assert answer.status_code == 422
    assert "Choose one of the list." in answer.content.decode()


def test_r03_nobody_chosen_is_refused_in_words(as_alice: Browser, abc: list[Client]) -> None:
    for chosen in ([], ["99"], ["x"], ["9" * 30]):
        answer = as_alice.post(BULK, {"deed": "archive", "selected": chosen})
        assert answer.status_code == 409
        assert "Choose at least one client." in answer.content.decode()
    assert as_alice.post(BULK, {"deed": "explode", "selected": ["1"]}).status_code == 404


def test_r03_many_clients_take_few_statements(
    abc: list[Client],
    vip: Tag,
    alice: Member,
    new_client: NewClient,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(12):
        new_client(f"Client {n}")
    order = Order(deed="tag", value=str(vip.pk), everything=True)
    act = begin(order, by=alice, label="Tagged 15 clients")
    with django_assert_max_num_queries(19):
        outcome = perform(order, act, by=alice)
    assert (outcome.done, outcome.missed) == (15, 0)
    assert Change.objects.filter(act=act).count() == 15


def test_r03_what_was_begun_and_killed_goes_on_as_one_act(
    abc: list[Client], vip: Tag, alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.clients.bulk.AT_A_TIME", 1)
    whole = Order(deed="tag", value=str(vip.pk), everything=True)
    act = begin(whole, by=alice, label="Tagged 3 clients")
    perform(Order(deed="tag", value=str(vip.pk), numbers=(1,)), act, by=alice)

    outcome = perform(whole, act, by=alice)

    assert (outcome.done, outcome.missed, outcome.left) == (3, 0, [])
    undo(act, by=alice)
    assert tagged(vip) == []


def test_r03_a_large_order_goes_to_the_queue(
    as_alice: Browser, abc: list[Client], vip: Tag, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.clients.views.bulk.AT_A_TIME", 2)
    chosen = {"deed": "tag", "selected_all": "1", "value": str(vip.pk), "go": "1"}
    assert "Tagged 3 clients" in as_alice.post(BULK, chosen).content.decode()
    assert tagged(vip) == ["Ash", "Birch", "Cedar"]
    act = Act.objects.latest("id")

    monkeypatch.setattr("atrium.timeline.models.undoing.LARGE", 2)
    undo_url = f"/acme/acts/{act.pk}/undo/"
    assert as_alice.get(undo_url).status_code == 404
    answer = as_alice.post(undo_url, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == undo_url
    assert tagged(vip) == []
    assert "is taken back" in as_alice.get(undo_url).content.decode()
    assert as_alice.post(undo_url).status_code == 409


def test_r03_what_is_not_seen_is_not_changed(
    abc: list[Client], vip: Tag, alice: Member, new_member: NewMember
) -> None:
    mona = new_member("Mona Moss", Role.MANAGER)
    abc[0].restrict(by=alice, to_team=True)
    order = Order(deed="tag", value=str(vip.pk), numbers=(1, 2))
    perform(order, begin(order, by=mona, label="Tagged 2 clients"), by=mona)
    assert tagged(vip) == ["Birch"]


def test_r03_only_who_may_change_many_does(  # noqa: PLR0913, PLR0917 - each person is a fixture
    as_bob: Browser,
    as_vera: Browser,
    as_charlie: Browser,
    visitor: Browser,
    abc: list[Client],
    vip: Tag,
    alice: Member,
) -> None:
    order = Order(deed="archive", numbers=(1,))
    act = begin(order, by=alice, label="Archived 1 client")
    run = f"{BULK}01a2010c-cac3-751e-b959-9236f0fb02fe/"
    chosen = {"deed": "tag", "selected": ["1"], "value": str(vip.pk), "go": "1"}
    Change.objects.create(
        act=act, client=abc[0], model="clients.client", object_id=1, operation="U"
    )
    for url in (BULK, f"/acme/acts/{act.pk}/undo/"):
        assert as_bob.post(url, chosen).status_code == 403
        assert as_vera.post(url, chosen).status_code == 403
        assert as_charlie.post(url, chosen).status_code == 404
        assert visitor.post(url, chosen).status_code == 302
    assert [b.get(run).status_code for b in (as_bob, as_charlie, visitor)] == [403, 404, 302]
    assert tagged(vip) == []
    assert "data-select-page" not in as_bob.get("/acme/clients/").content.decode()


def tiers() -> list[str | None]:
    return [client.extra.get("tier") for client in Client.objects.order_by("id")]


def test_j14_a_field_is_set_for_all_that_the_list_shows_with_its_plan_and_one_undo(
    as_alice: Browser, abc: list[Client], alice: Member
) -> None:
    tier = Field.add(by=alice, label="Tier", type="choice", options={"choices": ["Gold", "Silver"]})
    alice.organisation.forget_lexicon()
    gold = tier.options["choices"][0]["key"]
    abc[0].edit(by=alice, was=None, fields={tier: "Gold"})
    order = {"deed": "field", "value": "field.tier", "selected_all": "1", "filter": ""}
    asked = as_alice.post(BULK, order | {"go": "1"})
    assert 'name="set"' in asked.text, "without its own input nothing is emptied"
    assert 'name="set"' in as_alice.post(f"{BULK}plan/", order).text
    wrong = as_alice.post(BULK, order | {"go": "1", "for": "field.tier", "set": "Lead"})
    assert (wrong.status_code, "Choose one of Gold, Silver" in wrong.text) == (422, True)
    done = as_alice.post(BULK, order | {"go": "1", "for": "field.tier", "set": gold})
    assert ("Set a field of 2 clients" in done.text, "says so already" in done.text) == (True, True)
    assert tiers() == [gold] * 3
    assert (
        Event.objects.filter(kind="client.field_changed", act=Act.objects.latest("id")).count() == 2
    )
    undo(Act.objects.latest("id"), by=alice)
    assert tiers() == [gold, None, None]

    industry = order | {"value": "industry", "go": "1", "for": "industry", "set": "Timber"}
    assert "Set a field of 3 clients" in as_alice.post(BULK, industry).text
    assert {c.industry for c in Client.objects.all()} == {"Timber"}


def test_j02_the_plan_of_a_whole_view_says_who_is_left_out(
    as_alice: Browser, as_bob: Browser, abc: list[Client], vip: Tag, alice: Member
) -> None:
    vip.put_on(abc[0], by=alice)
    abc[2].archive(by=alice)
    order = {"deed": "tag", "value": str(vip.pk), "selected": ["1", "2", "3"]}
    plan = as_alice.post(f"{BULK}plan/", order).text
    told = re.sub(r"<[^>]+>|\s+", " ", plan).split()
    assert " ".join(told) == (
        "1 will change; left as they are: 1 archived, 1 with the tag already."
    )
    assert as_bob.post(f"{BULK}plan/", order).status_code == 403
    page = as_alice.get("/acme/clients/?where=name.is:birch").text
    assert 'name="selected_all" value="1"' in page
    whole = {"deed": "tag", "selected_all": "1", "filter": "where=name.is:birch", "go": "1"}
    as_alice.post(BULK, whole | {"value": str(vip.pk)})
    assert tagged(vip) == ["Ash", "Birch"]
