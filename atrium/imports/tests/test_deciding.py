"""X03, V01: rows that look like clients here or like each other are decided before the run."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client as Browser

from atrium.clients.models import Client, Point
from atrium.conftest import NewClient
from atrium.foundation.errors import Refusal
from atrium.imports.deciding import Decider
from atrium.imports.models import Import, Outcome
from atrium.organisations.models import Member

FILE = (
    "Name,E-mail,Industry\n"
    "Vale Ltd,us@vale.example,Tea\n"  # 2: here already, by name and e-mail
    "Bell Ltd,,Bells\n"  # 3: a namesake is here
    "Carr Ltd,us@carr.example,Cars\n"  # 4
    "Carr Ltd,us@carr.example,Carts\n"  # 5: the same as row 4
    "Dunn Ltd,,Dunes\n"  # 6
    f"{'N' * 301},,\n"  # 7 fails
)
type Planned = Callable[[], Import]


@pytest.fixture
def here(new_client: NewClient, alice: Member) -> list[Client]:
    vale, bell = new_client("Vale Ltd"), new_client("Bell Ltd")
    Point.add(vale, by=alice, kind="email", text="us@vale.example")
    return [vale, bell]


@pytest.fixture
def planned(alice: Member, here: list[Client]) -> Import:
    taken = Import.take(io.BytesIO(FILE.encode()), by=alice, name="c.csv")
    taken.look()
    taken.plan()
    return taken


def told(planned: Import) -> dict[int, tuple[str, str]]:
    rows = planned.rows_of_file.order_by("number")
    return {row.number: (row.outcome, row.similar) for row in rows}


def test_x03_rows_are_decided_one_by_one_and_that_is_what_runs(
    planned: Import, here: list[Client], alice: Member
) -> None:
    assert told(planned) == {
        2: ("skip", "base"),
        3: ("create", "base"),
        4: ("create", ""),
        5: ("update", "file"),
        6: ("create", ""),
        7: ("fail", ""),
    }
    decider = Decider(planned, by=alice)
    decider.decide([2, 3], Outcome.UPDATE)
    decider.decide([5], Outcome.CREATE)
    decider.decide([6], Outcome.UPDATE, client=here[1])
    assert [row.differences for row in planned.rows_of_file.filter(number__in=[2, 3])] == [
        [["Industry", "", "Tea"]],
        [["Industry", "", "Bells"]],
    ]
    for numbers, what in (([7], Outcome.SKIP), ([99], Outcome.SKIP), ([4], Outcome.UPDATE)):
        with pytest.raises(Refusal):
            decider.decide(numbers, what)
    assert (planned.created, planned.updated) == (2, 3)
    here[0].edit(by=alice, about="Changed since the plan")
    planned.run()
    names = Client.objects.order_by("number").values_list("name", "industry")
    assert list(names) == [
        ("Vale Ltd", "Tea"),
        ("Dunn Ltd", "Dunes"),
        ("Carr Ltd", "Cars"),
        ("Carr Ltd", "Carts"),
    ]
    with pytest.raises(Refusal, match="done already"):
        decider.decide([2], Outcome.SKIP)
    planned.undo(by=alice)
    left = Client.objects.visible_to(alice).order_by("number")
    assert list(left.values_list("name", "industry")) == [
        ("Vale Ltd", ""),
        ("Bell Ltd", ""),
    ]


def test_x03_rows_are_decided_in_bulk_and_what_joins_a_row_goes_with_it(
    planned: Import, here: list[Client], alice: Member
) -> None:
    decider = Decider(planned, by=alice)
    assert decider.decide_all("base", Outcome.UPDATE) == 2
    decider.decide([4], Outcome.SKIP)
    assert [told(planned)[row][0] for row in (2, 3, 4, 5)] == ["update", "update", "skip", "skip"]
    decider.decide([4], Outcome.CREATE)
    assert told(planned)[5] == ("update", "file")
    assert decider.decide_all("base", Outcome.CREATE) == 2
    assert decider.decide_all("file", Outcome.SKIP) == 1
    decider.decide([3], Outcome.UPDATE)
    here[1].archive(by=alice)
    planned.run()
    row = planned.rows_of_file.get(number=3)
    assert (row.outcome, "archived" in row.reason) == ("skip", True)
    assert (planned.created, Client.objects.filter(name="Vale Ltd").count()) == (3, 2)


def test_x03_decisions_are_taken_on_the_page_without_script(
    planned: Import, as_alice: Browser, as_bob: Browser, as_charlie: Browser
) -> None:
    page = as_alice.get("/acme/imports/1/?outcome=base").content.decode()
    assert "Decide about all 2" in page
    assert '<option value="update:1">Update C-0001 Vale Ltd</option>' in page
    url, wish = "/acme/imports/1/decide/", {"row": 2, "similar": "base", "decision": "update:1"}
    assert (as_bob.post(url, wish).status_code, as_charlie.post(url, wish).status_code) == (
        403,
        404,
    )
    assert as_alice.post(url, wish)["Location"] == "/acme/imports/1/?outcome=base#rows"
    assert told(planned)[2] == ("update", "base")
    as_alice.post(url, {"similar": "base", "decision": "skip"})
    assert [told(planned)[row][0] for row in (2, 3)] == ["skip", "skip"]
    as_alice.post(url, {"row": 5, "similar": "file", "decision": "join"})
    assert told(planned)[5] == ("update", "file")
    for wrong in (
        {"row": 2, "decision": "x"},
        {"row": 2**70, "decision": "skip"},
        {},
        {"similar": "file", "decision": "join"},
    ):
        assert as_alice.post(url, wrong).status_code == 409
    assert as_alice.post(url, {"row": 2, "decision": "update:99"}).status_code == 409
