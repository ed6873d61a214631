"""Clients over the API."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.clients import lexicon
from atrium.clients.models import Client, Favourite, Flag, Hold, Tag
from atrium.conftest import NewClient
from atrium.integrations.tests.conftest import Program
from atrium.organisations.models import Member, Organisation
from atrium.timeline.models import Act, Event


def names(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [item["name"] for item in response.json()["items"]]


def test_r04_a_client_is_added_with_its_details_and_points(
    program: Program, alice: Member, acme: Organisation
) -> None:
    tag = next(iter(lexicon.of(acme).tags.values()))
    response = program.ask(
        "POST",
        "/clients",
        {
            "name": "Vincent's  Bakery",
            "legal_name": "Vincent's Bakery Ltd",
            "since": "2024-02-29",
            "owner": str(alice.public_id),
            "tags": [str(tag.public_id)],
            "points": [{"kind": "phone", "value": "020 7946 0123", "label": "Shop"}],
        },
    )
    assert response.status_code == 201, response.content
    told = response.json()
    assert response["Location"] == f"/api/v1/clients/{told['id']}"
    assert (told["code"], told["name"], told["since"]) == (
        "C-0001",
        "Vincent's Bakery",
        "2024-02-29",
    )
    assert told["owner"] == {"id": str(alice.public_id), "label": "Alice Ash"}
    assert told["tags"] == [{"id": str(tag.public_id), "label": tag.label}]
    assert told["points"][0]["normal"] == "+442079460123"
    assert told["phone"] == "+44 20 7946 0123"
    assert told.pop("duplicates") == []
    assert program.ask("GET", f"/clients/{told['id']}").json() == told
    assert set(Act.objects.filter(changes__client__number=1).values_list("source", flat=True)) == {
        "api"
    }


def test_j08_every_value_that_does_not_fit_is_named_with_its_mend(program: Program) -> None:
    body = {
        "name": "Bar",
        "timezone": "Mars/Olympus",
        "since": "2299-01-01",
        "points": [{"kind": "phone", "value": "12"}],
    }
    response = program.ask("POST", "/clients", body)
    assert response.status_code == 422
    told = {error["field"]: error["message"] for error in response.json()["errors"]}
    assert told == {
        "timezone": "Choose a time zone by its city, like Europe/London.",
        "since": "That day is in the future; choose one up to today.",
    }
    response = program.ask("POST", "/clients", body | {"timezone": "", "since": None})
    assert [error["field"] for error in response.json()["errors"]] == ["points.0.value"]
    assert Client.objects.count() == 0


def test_r04_only_what_is_sent_is_changed(program: Program, bakery: Client) -> None:
    path = f"/clients/{bakery.public_id}"
    program.ask("PATCH", path, {"industry": "Food", "about": "Bakes at night."})
    response = program.ask("PATCH", path, {"about": ""})
    assert response.status_code == 200
    assert (response.json()["industry"], response.json()["about"]) == ("Food", "")


def test_r04_a_refused_change_leaves_nothing_of_itself(program: Program, bakery: Client) -> None:
    body = {"industry": "Food", "status": str(bakery.public_id)}
    assert program.ask("PATCH", f"/clients/{bakery.public_id}", body).status_code == 422
    bakery.refresh_from_db()
    assert bakery.industry == ""


def test_r02_the_status_moves_and_the_timeline_says_so(
    program: Program, bakery: Client, acme: Organisation
) -> None:
    lost = next(s for s in lexicon.of(acme).statuses.values() if s.label == "Lost")
    body = {"status": str(lost.public_id)}
    told = program.ask("PATCH", f"/clients/{bakery.public_id}", body).json()
    assert told["status"]["label"] == "Lost"
    moved = Event.objects.get(kind="client.status_changed")
    assert moved.particulars == {"before": "Active", "after": "Lost"}
    assert moved.source == "api"


def test_r19_who_may_not_change_owners_changes_nothing_by_it(
    bobs_program: Program, bob: Member, bakery: Client
) -> None:
    body = {"about": "Mine now", "owner": str(bob.public_id)}
    assert bobs_program.ask("PATCH", f"/clients/{bakery.public_id}", body).status_code == 403
    assert (
        bobs_program.ask("PATCH", f"/clients/{bakery.public_id}", {"restricted": True}).status_code
        == 403
    )
    bakery.refresh_from_db()
    assert (bakery.about, bakery.owner, bakery.restricted) == ("", None, False)


def test_r03_tags_go_on_and_off_and_filter(
    program: Program, bakery: Client, new_client: NewClient, alice: Member
) -> None:
    new_client("Bar")
    tag = Tag.add(by=alice, label="Seasonal")
    path = f"/clients/{bakery.public_id}/tags/{tag.public_id}"
    assert program.ask("PUT", path).status_code == 204
    assert program.ask("PUT", path).status_code == 204
    assert names(program.ask("GET", f"/clients?tag={tag.public_id}")) == ["Vincent's Bakery"]
    assert program.ask("DELETE", path).status_code == 204
    assert names(program.ask("GET", f"/clients?tag={tag.public_id}")) == []
    assert list(Event.objects.filter(kind__contains="tag").values_list("kind", flat=True)) == [
        "client.tag_added",
        "client.tag_removed",
    ]


def test_b09_a_hold_is_placed_seen_and_lifted(program: Program, bakery: Client) -> None:
    path = f"/clients/{bakery.public_id}/hold"
    assert program.ask("POST", path, {"reason": "Unpaid"}).status_code == 201
    assert program.ask("POST", path, {"reason": "Again"}).status_code == 409
    hold = program.ask("GET", f"/clients/{bakery.public_id}").json()["hold"]
    assert (hold["reason"], hold["until"]) == ("Unpaid", None)
    assert names(program.ask("GET", "/clients?on_hold=true")) == ["Vincent's Bakery"]
    assert names(program.ask("GET", "/clients?on_hold=false")) == []
    assert program.ask("DELETE", path).status_code == 204
    assert program.ask("DELETE", path).status_code == 409
    [hold] = program.ask("GET", f"/clients/{bakery.public_id}/holds").json()["items"]
    assert hold["lifted_by"]["label"] == "Alice Ash"
    assert Hold.objects.count() == 1
    over = program.ask("POST", path, {"reason": "Unpaid", "until": "2020-01-31"})
    assert (over.status_code, over.json()["errors"][0]["field"]) == (422, "until")
    ends = program.ask("POST", path, {"reason": "Unpaid", "until": "2999-01-31"})
    assert (ends.status_code, ends.json()["until"]) == (201, "2999-01-31")
    held = program.ask("GET", f"/clients/{bakery.public_id}").json()["hold"]
    assert held["until"] == "2999-01-31"


def test_c03_a_flag_is_raised_with_its_reason_and_cleared(program: Program, bakery: Client) -> None:
    path = f"/clients/{bakery.public_id}/flag"
    assert program.ask("POST", path, {"reason": " "}).json()["errors"][0]["field"] == "reason"
    assert program.ask("POST", path, {"reason": "Argues"}).status_code == 201
    assert names(program.ask("GET", "/clients?flagged=true")) == ["Vincent's Bakery"]
    assert program.ask("DELETE", path).status_code == 204
    assert program.ask("DELETE", path).status_code == 409
    assert Flag.objects.get().cleared_at is not None


def test_c02_a_star_is_ones_own(
    program: Program, bobs_program: Program, bakery: Client, alice: Member
) -> None:
    path = f"/clients/{bakery.public_id}/favourite"
    assert program.ask("POST", path).status_code == 204
    assert names(program.ask("GET", "/clients?favourite=true")) == ["Vincent's Bakery"]
    assert names(bobs_program.ask("GET", "/clients?favourite=true")) == []
    assert Favourite.objects.get().member == alice
    assert program.ask("DELETE", path).status_code == 204
    assert not Favourite.objects.exists()


def test_r20_an_archived_client_comes_back(program: Program, bakery: Client) -> None:
    path = f"/clients/{bakery.public_id}/archive"
    assert program.ask("POST", path).status_code == 204
    assert names(program.ask("GET", "/clients")) == []
    assert names(program.ask("GET", "/clients?state=archived")) == ["Vincent's Bakery"]
    assert program.ask("DELETE", path).status_code == 204
    assert names(program.ask("GET", "/clients")) == ["Vincent's Bakery"]


@pytest.mark.parametrize(
    "sort", ["name", "-active_at", "number", "-number", "created_at", "-created_at"]
)
def test_lists_are_walked_page_by_page_each_client_once(
    program: Program, new_client: NewClient, sort: str
) -> None:
    for name in ["Bar", "Äpfel", "bar", "Café", "Zoo"]:
        new_client(name, anyway="Another")
    walked: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = program.ask("GET", f"/clients?sort={sort}&limit=2&cursor={cursor}").json()
        walked += [item["number"] for item in page["items"]]
        cursor = page["next"]
    whole = program.ask("GET", f"/clients?sort={sort}").json()["items"]
    assert walked == [item["number"] for item in whole]
    assert sorted(walked) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("q", ["vincent bak", "C-0001", "1", "hello@bar.example"])
def test_lists_are_searched(
    program: Program, bakery: Client, new_client: NewClient, q: str
) -> None:
    new_client("Other")
    point = {"kind": "email", "value": "hello@bar.example"}
    program.ask("POST", f"/clients/{bakery.public_id}/points", point)
    assert names(program.ask("GET", f"/clients?q={q}")) == ["Vincent's Bakery"]


def test_j02_search_finds_what_the_member_may_see(
    program: Program, bobs_program: Program, charlies_program: Program, bakery: Client
) -> None:
    asked = {"q": "vincnet bakery"}
    [hit] = program.ask("POST", "/search", asked).json()["items"]
    assert hit["client"]["id"] == str(bakery.public_id)
    assert hit["why"]
    assert charlies_program.ask("POST", "/search", asked).json()["items"] == []
    program.ask("PATCH", f"/clients/{bakery.public_id}", {"restricted": True})
    assert bobs_program.ask("POST", "/search", asked).json()["items"] == []
    assert program.ask("POST", "/search", {"q": "x" * 201}).status_code == 422


def test_a_cursor_of_another_list_is_refused(program: Program, new_client: NewClient) -> None:
    new_client("A")
    new_client("B")
    cursor = program.ask("GET", "/clients?limit=1").json()["next"]
    for query in (f"sort=number&cursor={cursor}", "cursor=nonsense"):
        response = program.ask("GET", f"/clients?{query}")
        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(
    program: Program, new_client: NewClient, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        client = new_client(f"Client {n}")
        point = {"kind": "email", "value": f"hello@{n}.example"}
        program.ask("POST", f"/clients/{client.public_id}/points", point)
    with django_assert_num_queries(3):
        assert len(names(program.ask("GET", "/clients"))) == count
    with django_assert_num_queries(2):
        program.ask("GET", f"/clients/{client.public_id}")
